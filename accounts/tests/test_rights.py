"""Who may give which rights, and who is told of it: nobody gives any to themselves."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django_tasks import default_task_backend

from accounts.models import AccountChange, User
from accounts.tests.test_language import address_of, everybody, form_of, password_address_of
from editions.models import Section
from newsroom.tests.factories import make_user
from newsroom.tests.test_story_life import Desk

NEW = "bảy con cò trắng bay"
SET = {"usable_password": "true", "password1": NEW, "password2": NEW}
HOME, OWN_PASSWORD = "/admin/", "/admin/password_change/"


@pytest.fixture
def owner(newsroom):
    return make_user("owner", is_superuser=True)


@pytest.fixture
def mailed(django_capture_on_commit_callbacks):
    """Call a function, commit, run what it queued; return the mails, each with its addresses."""

    def run(action):
        default_task_backend.clear()
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action()
        for result in default_task_backend.results:
            result.task.call(*result.args, **result.kwargs)
        return sorted(address for message in mail.outbox for address in message.to)

    return run


def pks(*names):
    return list(Group.objects.filter(name__in=names).values_list("pk", flat=True))


def roles_of(user):
    return sorted(user.groups.values_list("name", flat=True))


def trail():
    with translation.override("en"):
        return [
            (str(c.account or c.role), str(c), c.created_by.username)
            for c in AccountChange.objects.order_by("pk")
        ]


@pytest.mark.parametrize("who", ["admin", "owner"])
@pytest.mark.parametrize(
    "changes",
    [{"groups": ["Chief editor", "Administrator"]}, {"is_staff": None}, {"is_active": None}],
)
def test_nobody_changes_their_own_rights(newsroom, cast, owner, who, changes):
    user = User.objects.get(username=who)
    client, before = Desk(user).client, everybody()
    changes = {k: pks(*v) if k == "groups" else v for k, v in changes.items()}
    page = client.get(address_of(user)).content.decode()
    for name in ("groups", "is_active", "is_staff", "is_superuser"):
        assert f'name="{name}"' not in page
    assert client.post(address_of(user), form_of(user, **changes)).status_code == 302
    assert everybody() == before
    assert trail() == []


def test_rights_of_others_are_changed_with_a_line_and_mail_to_those_concerned(
    newsroom, cast, mailed
):
    data = form_of(cast.editor, groups=pks("Reporter", "Picture desk"))
    client = Desk(cast.admin).client
    notified = mailed(lambda: client.post(address_of(cast.editor), data))
    assert roles_of(cast.editor) == ["Picture desk", "Reporter"]
    summary = "rights: added Picture desk, Reporter, removed Editor"
    assert trail() == [(str(cast.editor), summary, "admin")]
    assert notified == ["chief@example.org", "editor@example.org"]
    for message in mail.outbox:
        assert "thêm Tổ ảnh, Phóng viên" in message.body
        assert str(cast.admin) in message.body


def test_the_persons_page_and_its_history_name_the_roles(newsroom, cast):
    client = Desk(cast.admin).client
    client.post(address_of(cast.editor), form_of(cast.editor, groups=pks("Reporter")))
    assert (
        "thêm Phóng viên, bớt Biên tập viên" in client.get(address_of(cast.editor)).content.decode()
    )
    (entry,) = LogEntry.objects.all()
    assert "thêm Phóng viên, bớt Biên tập viên" in entry.get_change_message()


@pytest.mark.parametrize("flag", ["is_staff", "is_active"])
def test_the_way_to_the_desk_is_a_right_too(newsroom, cast, mailed, flag):
    client = Desk(cast.admin).client
    data = form_of(cast.reporter, **{flag: None})
    notified = mailed(lambda: client.post(address_of(cast.reporter), data))
    assert notified == ["chief@example.org", "reporter@example.org"]
    assert len(trail()) == 1


def test_a_change_of_address_is_told_to_both_addresses(newsroom, cast, mailed):
    client = Desk(cast.admin).client
    data = form_of(cast.reporter, email="new@example.org")
    notified = mailed(lambda: client.post(address_of(cast.reporter), data))
    assert notified == ["chief@example.org", "new@example.org", "reporter@example.org"]


def test_a_change_of_the_name_to_sign_in_with_is_told_and_recorded(newsroom, cast, mailed):
    client = Desk(cast.admin).client
    data = form_of(cast.chief, username="nobody_knows")
    notified = mailed(lambda: client.post(address_of(cast.chief), data))
    assert notified == ["chief@example.org"]
    cast.chief.refresh_from_db()
    summary = "name to sign in with: added nobody_knows, removed chief"
    assert trail() == [(str(cast.chief), summary, "admin")]


def test_what_is_no_right_is_told_to_nobody(newsroom, cast, mailed):
    client = Desk(cast.admin).client
    data = form_of(cast.reporter, first_name="Lan Anh")
    assert mailed(lambda: client.post(address_of(cast.reporter), data)) == []
    assert trail() == []


def test_a_new_account_is_recorded_and_chief_editors_are_told(newsroom, cast, mailed):
    data = {"username": "moi", **SET}
    client = Desk(cast.admin).client
    notified = mailed(lambda: client.post(reverse("admin:accounts_user_add"), data))
    assert notified == ["chief@example.org"]
    assert trail() == [("moi", "the account was made: added active", "admin")]


def test_a_password_that_somebody_else_set_is_told_and_opens_one_page_only(newsroom, cast, mailed):
    client = Desk(cast.admin).client
    notified = mailed(lambda: client.post(password_address_of(cast.reporter), SET))
    assert notified == ["chief@example.org", "reporter@example.org"]
    assert trail() == [(str(cast.reporter), "somebody else set the password", "admin")]

    browser = Client()
    browser.post("/admin/login/", {"username": "reporter", "password": NEW})
    for page in (HOME, "/admin/articles/article/", "/admin/images/image/library/"):
        answer = browser.get(page)
        assert (answer.status_code, answer.url) == (302, OWN_PASSWORD)
    assert browser.post("/admin/articles/article/add/", {}).status_code == 302
    same = {"old_password": NEW, "new_password1": NEW, "new_password2": NEW}
    page = browser.post(OWN_PASSWORD, same).content.decode()
    assert "Đây là mật khẩu hiện nay của bạn" in page
    own = {**same, "new_password1": "chín con trâu đen", "new_password2": "chín con trâu đen"}
    notified = mailed(lambda: browser.post(OWN_PASSWORD, own))
    assert notified == ["reporter@example.org"]
    assert browser.get(HOME).status_code == 200
    assert [line[1] for line in trail()][1:] == ["the person changed the password"]


@pytest.mark.parametrize("is_active", [True, False])
def test_an_administrator_sets_no_password_of_a_chief_editor(newsroom, cast, mailed, is_active):
    """Not even of one who is put out first, to be taken in again."""
    User.objects.filter(pk=cast.chief.pk).update(is_active=is_active)
    client, before = Desk(cast.admin).client, everybody()
    for data in (SET, {"usable_password": "false", "unset-password": "1"}):
        assert client.post(password_address_of(cast.chief), data).status_code == 403
    assert client.get(password_address_of(cast.chief)).status_code == 403
    assert everybody() == before


def test_a_superuser_sets_the_password_of_a_chief_editor(newsroom, cast, owner):
    assert Desk(owner).client.post(password_address_of(cast.chief), SET).status_code == 302
    cast.chief.refresh_from_db()
    assert cast.chief.must_change_password


@pytest.mark.parametrize("who", ["admin", "owner"])
def test_ones_own_password_is_changed_by_who_knows_it(newsroom, cast, owner, who):
    user = User.objects.get(username=who)
    client, before = Desk(user).client, everybody()
    answer = client.post(password_address_of(user), SET)
    assert (answer.status_code, answer.url) == (302, OWN_PASSWORD)
    assert everybody() == before


def test_a_role_is_changed_by_a_superuser_alone_and_chief_editors_are_told(
    newsroom, cast, owner, mailed
):
    role = Group.objects.get(name="Reporter")
    address = reverse("admin:auth_group_change", args=[role.pk])
    before = set(role.permissions.values_list("pk", flat=True))
    house = make_user("house", "Administrator")
    house.user_permissions.set(
        Group.objects.get(name="Administrator").permissions.model.objects.filter(
            content_type__app_label="auth"
        )
    )
    more = Group.objects.get(name="Chief editor").permissions.get(codename="kill_article")
    data = {"name": "Reporter", "permissions": [*before, more.pk]}
    for user in (cast.admin, house):
        assert Desk(user).client.post(address, data).status_code == 403
    assert set(role.permissions.values_list("pk", flat=True)) == before
    notified = mailed(lambda: Desk(owner).client.post(address, data))
    assert notified == ["chief@example.org"]
    summary = "what a role may do: added articles.kill_article"
    assert trail() == [("Reporter", summary, "owner")]


def test_nobody_joins_a_desk_by_themselves(newsroom, cast, mailed):
    address = reverse("admin:editions_section_change", args=[newsroom.section.pk])
    data = {"name": newsroom.section.name, "order": 100}
    members = [cast.admin.pk, cast.reporter.pk]
    client = Desk(cast.admin).client
    notified = mailed(lambda: client.post(address, {**data, "members": members}))
    assert list(Section.objects.get().members.all()) == [cast.reporter]
    assert notified == ["chief@example.org", "reporter@example.org"]
    assert trail() == [(str(cast.reporter), "desks of sections: added Thế giới", "admin")]


def test_accounts_are_not_deleted(newsroom, cast, owner):
    address = reverse("admin:accounts_user_delete", args=[cast.reporter.pk])
    assert Desk(owner).client.post(address, {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": cast.reporter.pk, "post": "yes"}
    Desk(owner).client.post(reverse("admin:accounts_user_changelist"), data)
    assert User.objects.filter(pk=cast.reporter.pk).exists()


def test_the_trail_is_never_changed(newsroom, cast):
    Desk(cast.admin).client.post(password_address_of(cast.reporter), SET)
    line = AccountChange.objects.get()
    for act in (line.save, line.delete, AccountChange.objects.all().delete):
        with pytest.raises(TypeError):
            act()
