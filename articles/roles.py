"""The roles of the newsroom, as groups with permissions: what holds today.

A change here needs a migration that grants or takes away the same: migrations keep tables of their
own, as articles/migrations/0002_roles.py does, and newsroom/tests/test_migrations.py compares.
"""

REPORTER, EDITOR, PICTURE_DESK = "Reporter", "Editor", "Picture desk"
CHIEF_EDITOR, ADMINISTRATOR = "Chief editor", "Administrator"

_READ = (
    *("articles.view_article", "articles.view_note", "images.view_image", "editions.view_section"),
    *("attribution.view_author", "attribution.view_agency", "attribution.view_contract"),
    *("editions.view_edition", "editions.view_topic"),
    *("wires.view_wireitem", "wires.view_delivery", "wires.view_feed"),
)
_WRITE = (
    *("articles.add_article", "articles.change_article", "articles.add_note"),
    *("images.add_image", "wires.write_from_wireitem", "wires.add_delivery"),
)
_EDIT = (
    *("articles.review_article", "articles.publish_article"),
    *("attribution.add_author", "attribution.change_author"),
    *("editions.change_topic", "editions.add_topic"),
)
_PICTURES = (
    *("images.add_image", "images.change_image", "images.withdraw_image"),
    *("images.view_lease", "images.add_lease"),
)
_LEAD = (
    *("articles.kill_article", "attribution.add_agency", "attribution.change_agency"),
    *("attribution.add_contract", "attribution.change_contract", "attribution.delete_contract"),
    *("editions.add_section", "editions.change_section"),
    *("wires.add_feed", "wires.change_feed", "wires.change_delivery"),
    *("editions.view_partner", "editions.add_partner", "editions.change_partner"),
)
_ADMINISTER = (
    *("accounts.add_user", "accounts.change_user", "accounts.view_user"),
    *("auth.view_group", "wires.add_feed", "wires.change_feed", "wires.change_delivery"),
    *("editions.view_partner", "editions.add_partner", "editions.change_partner"),
    *("editions.add_section", "editions.change_section", "attribution.add_agency"),
    *("attribution.change_agency", "attribution.add_author", "attribution.change_author"),
)

ROLES = {
    REPORTER: frozenset((*_READ, *_WRITE)),
    EDITOR: frozenset((*_READ, *_WRITE, *_EDIT)),
    PICTURE_DESK: frozenset((*_READ, *_PICTURES, "articles.add_note")),
    CHIEF_EDITOR: frozenset((*_READ, *_WRITE, *_EDIT, *_PICTURES, *_LEAD)),
    ADMINISTRATOR: frozenset((*_READ, *_ADMINISTER)),
}


def establish(Group, Permission) -> None:
    """Make the groups, or set them right. Tests and benchmarks call it; migrations do not."""
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, permissions in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set([known[permission] for permission in permissions])
