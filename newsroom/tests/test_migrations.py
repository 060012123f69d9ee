"""Migrations: each is a target from an empty database, and all together make every table and role.

The databases are scratch ones under an alias of their own, so that neither the order of tests nor
what they leave behind matters.
"""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from accounts.models import RoleBaseline
from articles import roles
from images.models import Image
from newsroom.tests.factories import MORNING, at
from wires.models import DeliveredPicture, WireItem

ROOT = Path(__file__).resolve().parents[2]
OURS = {path.parent.name for path in ROOT.glob("*/__init__.py")}
DISK = MigrationLoader(None).disk_migrations
TARGETS = sorted(target for target in DISK if target[0] in OURS)
APPS = {app for app, _name in TARGETS}
ALIAS = "scratch"


@pytest.fixture(scope="module")
def scratch_name(django_db_blocker, tmp_path_factory):
    """The name of a database for this module: a file, or one beside the default on its server."""
    default = connections["default"]
    if default.vendor == "sqlite":
        yield tmp_path_factory.mktemp("migrations") / "scratch.sqlite3"
        return
    name = f"newsroom_migrations_{os.getpid()}"
    with django_db_blocker.unblock():
        _on_server(default, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
        yield name
        _on_server(default, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(connection, *statements):
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def scratch(scratch_name, django_db_blocker):
    """A connection to an empty database of the kind that the suite runs on."""
    settings = {**connections.databases["default"], "NAME": scratch_name}
    if settings["ENGINE"].endswith("sqlite3"):
        scratch_name.unlink(missing_ok=True)
        settings["OPTIONS"] = {"init_command": "PRAGMA synchronous=OFF"}
    connections.databases[ALIAS] = settings
    connection = connections[ALIAS]
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
        yield connection
        connection.close()
    del connections[ALIAS], connections.databases[ALIAS]


def migrate(*target):
    call_command("migrate", *target, database=ALIAS, verbosity=0)


def migrate_all_of_ours(connection):
    """Not the others: a migration of django_tasks_db writes to the default database in any case."""
    executor = MigrationExecutor(connection)
    executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf in TARGETS])


def applied(connection):
    return set(MigrationRecorder(connection).applied_migrations()) & DISK.keys()


def tables(connection, labels):
    """The tables that the apps with these labels have in the database."""
    prefixes = tuple(f"{label}_" for label in labels)
    names = connection.introspection.table_names()
    return {name for name in names if name.startswith(prefixes)}


def declared_tables(app):
    models = apps.get_app_config(app).get_models(include_auto_created=True)
    return {model._meta.db_table for model in models}


@pytest.mark.slow
@pytest.mark.both_databases
@pytest.mark.parametrize(("app", "name"), TARGETS)
def test_each_migration_is_a_target_from_an_empty_database_and_goes_back(app, name, scratch):
    migrate(app, name)
    plan = MigrationLoader(None).graph.forwards_plan((app, name))
    assert applied(scratch) == set(plan)
    migrate(app, "zero")
    assert applied(scratch) == {target for target in plan if target[0] != app}
    assert tables(scratch, [app]) == set()


def functions(connection):
    """The functions of ours that a PostgreSQL database has. SQLite has none."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.slow
@pytest.mark.both_databases
def test_all_migrations_make_the_tables_and_record_what_they_grant(scratch):
    migrate_all_of_ours(scratch)
    assert applied(scratch) >= set(TARGETS)
    assert {app: tables(scratch, [app]) for app in APPS} == {
        app: declared_tables(app) for app in APPS
    }
    granted = {
        group.name: {
            f"{app}.{codename}"
            for app, codename in group.permissions.values_list(
                "content_type__app_label", "codename"
            )
        }
        for group in Group.objects.using(ALIAS)
    }
    recorded = RoleBaseline.objects.using(ALIAS).values_list("name", "permissions")
    assert granted == {name: set(labels) for name, labels in recorded}
    assert granted.keys() == roles.ROLES.keys()


BEFORE_BOUNDS = [
    target
    for app, name in TARGETS
    if name.endswith(("_bounded_moments", "_bounded_days"))
    for target in DISK[app, name].dependencies
]
LAST_OF_FORMS = datetime(2100, 12, 31, tzinfo=UTC)
# What stood in a column, and what stands there after its migration. PostgreSQL has the year 10000 too.
REPAIRED = {
    "wires.WireVersion": {
        "far": {"embargo_until": None, "embargo_indefinite": True, "expires_at": None},
        "early": {"embargo_until": None, "embargo_indefinite": True, "created_at": None},
        "seconds": {"embargo_until": datetime(2024, 6, 8, 16, 1, tzinfo=UTC)},
    },
    "wires.WireItem": {
        "far": {"embargo_until": None, "embargo_indefinite": True},
        "early": {"embargo_until": None, "embargo_indefinite": True},
        "seconds": {"embargo_until": datetime(2024, 6, 8, 16, 1, tzinfo=UTC)},
    },
    "articles.Article": {
        "far": {"embargo_until": LAST_OF_FORMS, "due_at": None},
        "early": {"embargo_until": None, "due_at": None},
        "seconds": {"embargo_until": datetime(2024, 6, 8, 16, 1, tzinfo=UTC)},
    },
    "images.Image": {
        "far": {"usable_until": None, "date_created": None, "terms_expire_at": None},
        "early": {"usable_until": datetime(2000, 1, 1, tzinfo=UTC), "date_created": None},
        "seconds": {"usable_from": datetime(2024, 6, 8, 16, 1, tzinfo=UTC)},
    },
    "images.Lease": {
        "far": {"ends_at": LAST_OF_FORMS},
        "early": {"starts_at": datetime(1900, 1, 1, tzinfo=UTC)},
    },
    "attribution.Contract": {
        "far": {"valid_until": None, "valid_from": date(2100, 12, 31)},
        "early": {"valid_until": date(1900, 1, 1), "valid_from": date(1900, 1, 1)},
    },
}


def rows_from_before_the_bounds(old):
    """Insert one row of each of the models above, as the migrations before had them."""
    new = {label: old.get_model(*label.split(".")) for label in REPAIRED}
    user = old.get_model("accounts", "User").objects.using(ALIAS).create(username="lan")
    section = old.get_model("editions", "Section").objects.using(ALIAS).create(name="A", slug="a")
    agency = old.get_model("attribution", "Agency").objects.using(ALIAS).create(name="Kyodo")
    feed = old.get_model("wires", "Feed").objects.using(ALIAS).create(agency=agency, name="Kyodo")
    of_agency = {"agency_id": agency.pk}
    item = new["wires.WireItem"].objects.using(ALIAS).create(feed=feed, **of_agency, guid="1")
    new["wires.WireVersion"].objects.using(ALIAS).create(item=item)
    new["articles.Article"].objects.using(ALIAS).create(section=section, created_by=user)
    image = (
        new["images.Image"]
        .objects.using(ALIAS)
        .create(original="a.jpg", format="jpg", width=1, height=1, size=1, sha256="a")
    )
    at = datetime(2024, 6, 8, tzinfo=UTC)
    new["images.Lease"].objects.using(ALIAS).create(
        image=image, kind="allow", starts_at=at, ends_at=LAST_OF_FORMS, given_by=user
    )
    new["attribution.Contract"].objects.using(ALIAS).create(
        **of_agency, service="text", valid_from=at.date()
    )
    return new


@pytest.mark.slow
@pytest.mark.both_databases
@pytest.mark.parametrize("stated", ["far", "early", "seconds"])
def test_moments_from_before_the_bounds_are_repaired_and_nothing_is_set_free(scratch, stated):
    on_postgresql = scratch.vendor == "postgresql"
    text = {
        "far": "10000-06-01 00:00:00" if on_postgresql else "9999-12-31 23:59:59",
        "early": "0001-01-01 00:00:00",
        "seconds": "2024-06-08 16:00:30",
    }[stated]
    executor = MigrationExecutor(scratch)
    executor.migrate(BEFORE_BOUNDS)
    models = rows_from_before_the_bounds(executor.loader.project_state(BEFORE_BOUNDS).apps)
    expected = {label: columns.get(stated, {}) for label, columns in REPAIRED.items()}
    with scratch.cursor() as cursor:
        for label, columns in expected.items():
            table, moments = models[label]._meta.db_table, columns.keys() - {"embargo_indefinite"}
            if moments:  # all at once: none may end before it begins
                assigned = ", ".join(f"{column} = %s" for column in moments)
                day, at = text.split(" ")[0], text + "+00" * on_postgresql
                values = [day if column.startswith("valid_") else at for column in moments]
                cursor.execute(f"UPDATE {table} SET {assigned}", values)  # noqa: S608
    migrate_all_of_ours(scratch)
    for label, columns in expected.items():
        rows = apps.get_model(label)._base_manager.using(ALIAS)
        assert rows.values(*columns).get() == columns if columns else rows.count() == 1, label


@pytest.mark.slow
@pytest.mark.both_databases
def test_all_of_ours_can_be_taken_back(scratch):
    migrate_all_of_ours(scratch)
    migrate("accounts", "zero")  # everything of ours stands on it
    assert applied(scratch) & set(TARGETS) == set()
    assert (tables(scratch, APPS), functions(scratch)) == (set(), set())


@pytest.mark.both_databases
def test_what_was_printed_stays_and_other_words_of_its_pictures_are_the_librarys(scratch):
    before = [("editions", "0006_one_topic_a_key"), ("images", "0002_bounded_moments")]
    for target in before:
        migrate(*target)
    rows = _rows_of(scratch, before)
    user = rows("accounts", "User").create(username="editor")
    image = rows("images", "Image").create(
        token="t",
        original="o.jpg",
        format="jpg",
        width=9,
        height=6,
        size=1,
        caption="Của kho ảnh.",
        alt="Cây cầu.",
        creator="Lê Minh",
        digital_source_type="trainedAlgorithmicMedia",
        first_printed_at=MORNING,
    )
    edition = rows("editions", "Edition").create(
        story=rows("editions", "Story").create(),
        section=rows("editions", "Section").create(name="Thế giới", slug="the-gioi"),
        number=1,
        kind="first",
        slug="tin",
        headline="Tít",
        language="vi",
        published_by=user,
        published_at=MORNING,
        first_published_at=MORNING,
    )
    texts = {"caption": "Của bài.", "credit_line": "Ảnh: Trần Văn Bình", "alt": "Cây cầu."}
    rows("editions", "EditionImage").create(
        edition=edition, image=image, place="lead", order=0, **texts
    )

    migrate("editions")
    migrate("images")
    rows = _rows_of(scratch, [target for target in TARGETS if target[0] in ("editions", "images")])
    row = rows("editions", "EditionImage").get()
    assert {name: getattr(row, name) for name in texts} == texts
    assert (row.creator, row.ai_label) == ("Lê Minh", "Ảnh do AI tạo")
    assert (row.has_own_caption, row.has_own_alt) == (True, False)
    edition = rows("editions", "Edition").get()
    assert (edition.changed_at, edition.printed_at) == (MORNING, MORNING)
    printed = rows("images", "Image").get().printed_rights
    assert (printed["credit"], printed["creator"]) == ("Ảnh: Trần Văn Bình", "Lê Minh")


def _rows_of(connection, targets):
    """The rows of the scratch database, by app and model, as its migrations up to `targets` have them."""
    state = MigrationExecutor(connection).loader.project_state(targets)
    return lambda app, model: state.apps.get_model(app, model)._default_manager.using(ALIAS)


@pytest.mark.slow
@pytest.mark.both_databases
def test_items_and_pictures_that_are_here_already_are_bound(scratch):
    """What was current binds; a picture is bound by the items whose delivered bytes it has."""
    executor = MigrationExecutor(scratch)
    executor.migrate([("images", "0001_initial"), ("wires", "0002_search_index")])
    before = executor.loader.project_state(
        [("images", "0001_initial"), ("wires", "0002_search_index")]
    ).apps

    def make(app, model, **fields):
        return before.get_model(app, model).objects.using(ALIAS).create(**fields)

    agency = make("attribution", "Agency", name="Kyodo", slug="kyodo")
    feed = make("wires", "Feed", agency=agency, name="Kyodo")
    file = {"format": "jpg", "width": 1, "height": 1, "size": 1}
    held, free, other = (
        make("images", "Image", token=sha256, sha256=sha256, **file) for sha256 in ("a", "b", "c")
    )
    make("wires", "Delivery", feed=feed, raw=b"", sha256="a", name="a b.jpg", format="JPEG")
    own = make("wires", "Delivery", feed=feed, raw=b"", sha256="b", name="b.jpg", format="JPEG")
    signed = "https://a.example/x/a%20b.jpg?signature=1"
    stated = (
        {"kind": "text", "status": "usable", "pictures": [{"href": signed}]},
        {"kind": "text", "status": "canceled", "pictures": [{"href": "a b.jpg"}]},
        {"kind": "picture", "status": "usable", "delivery": own, "expires_at": at(20)},
    )
    for number, fields in enumerate(stated):
        status = {"status": fields["status"]}
        item = make("wires", "WireItem", feed=feed, agency=agency, guid=str(number), **status)
        item.current = make("wires", "WireVersion", item=item, version=number, **fields)
        item.save()
    migrate("wires", "0007_binding_by_part")
    items = WireItem.objects.using(ALIAS).order_by("guid")
    assert [item.binding_ids for item in items] == [[item.current_id] for item in items]
    assert [item.expires_at for item in items] == [None, None, at(20)]
    links = DeliveredPicture.objects.using(ALIAS).order_by("item__guid")
    assert list(links.values_list("image", "item__guid", "number")) == [
        (held.pk, "0", 0),
        (held.pk, "1", 0),
        (free.pk, "2", 0),
    ]
    names = ("pk", "source_status", "source_expires_at")
    images = Image.objects.using(ALIAS).only(*names).in_bulk([held.pk, free.pk, other.pk])
    columns = ("source_status", "source_expires_at")
    assert [[getattr(images[image.pk], c) for c in columns] for image in (held, free, other)] == [
        ["canceled", None],
        ["", at(20)],
        ["", None],
    ]


@pytest.mark.slow
@pytest.mark.both_databases
def test_terms_that_only_the_other_service_has_are_dropped_from_contracts(scratch):
    executor = MigrationExecutor(scratch)
    before = [("attribution", "0005_on_kill")]
    executor.migrate(before)
    old = executor.loader.project_state(before).apps
    agency = old.get_model("attribution", "Agency").objects.using(ALIAS).create(name="Kyodo")
    contracts = old.get_model("attribution", "Contract").objects.using(ALIAS)
    for service in ("text", "picture"):
        terms = {"may_translate": True, "may_use_verbatim": True, "valid_from": MORNING.date()}
        contracts.create(agency=agency, service=service, **terms).does_not_cover.add(agency)
    migrate("attribution", "0006_terms_of_one_service")
    names = ("may_translate", "may_use_verbatim", "does_not_cover")
    assert list(contracts.order_by("-service").values_list(*names)) == [
        (True, True, None),
        (False, False, agency.pk),
    ]
