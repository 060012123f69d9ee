"""The desk speaks its user's language; and nobody gives themselves, or takes, more than their role."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from editions.models import Edition
from newsroom.tests.factories import make_agency, make_image
from newsroom.tests.test_story_life import Desk

SWITCH = "/admin/accounts/user/language/"
HOME = "/admin/"
SIGNED_OUT = {"vi": "Bạn đã đăng xuất", "en": "You are signed out"}
LOG_OUT = {"vi": "Đăng xuất", "en": "Log out"}


def client_of(user, **fields):
    """A browser in which `user` is signed in, after `fields` are set."""
    for name, value in fields.items():
        setattr(user, name, value)
    user.save()
    return Desk(user).client


def language_of(response):
    """The language of a page: what it declares, and what its button says."""
    page = response.content.decode()
    (spoken,) = [code for code, label in LOG_OUT.items() if f">{label}</button>" in page]
    assert f'<html lang="{spoken}"' in page
    assert response["Content-Language"] == spoken
    return spoken


def everybody():
    users = list(User.objects.order_by("pk").values())
    return users, list(User.groups.through.objects.order_by("pk").values())


def test_the_desk_speaks_vietnamese_to_who_chose_nothing(newsroom, cast):
    assert language_of(Desk(cast.reporter).client.get(HOME)) == "vi"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("browser", ["vi", "en-GB,en;q=0.9", "fr"])
def test_the_desk_speaks_the_users_language_whatever_the_browser_asks_for(
    newsroom, cast, language, browser
):
    client = client_of(cast.reporter, language=language)
    for name in ("admin:index", "admin:images_image_changelist", "admin:articles_article_add"):
        response = client.get(reverse(name), headers={"accept-language": browser})
        assert language_of(response) == language


def test_two_users_read_two_languages_in_turn(newsroom, cast):
    lan, hung = client_of(cast.reporter, language="en"), client_of(cast.editor, language="vi")
    spoken = [language_of(client.get(HOME)) for client in (lan, hung, lan, hung)]
    assert spoken == ["en", "vi", "en", "vi"]


def test_readers_get_the_sites_language_whoever_they_are(newsroom, cast):
    client = client_of(cast.reporter, language="en")
    for path in ("/", "/admin/login/"):
        page = (client if path == "/" else Client()).get(path, headers={"accept-language": "en"})
        assert '<html lang="vi"' in page.content.decode()
    assert client.get("/").content == Client().get("/").content


def test_every_page_of_a_story_is_the_same_for_who_reads_english_at_the_desk(newsroom, cast):
    at = timezone.now() - timedelta(minutes=5)
    newsroom.published(lead=make_image(), agencies=[make_agency(since=at)], at=at)
    (edition,) = Edition.objects.all()
    client = client_of(cast.editor, language="en")
    section = reverse("section", args=[newsroom.section.slug])
    for path in (edition.get_absolute_url(), section, "/rss.xml", "/khong-co/"):
        mine, readers = client.get(path), Client().get(path)
        assert (mine.status_code, mine.content) == (readers.status_code, readers.content)
        assert 'lang="vi"' in mine.content.decode() or "<language>vi" in mine.content.decode()


@pytest.mark.parametrize(("before", "chosen"), [("vi", "en"), ("en", "vi")])
def test_a_user_switches_and_goes_back_to_the_page(newsroom, cast, before, chosen):
    client = client_of(cast.reporter, language=before)
    page = "/admin/images/image/?q=hu%E1%BA%BF"
    response = client.post(SWITCH, {"language": chosen, "next": page})
    assert (response.status_code, response.url) == (302, page)
    assert language_of(client.get(HOME)) == chosen
    cast.reporter.refresh_from_db()
    assert cast.reporter.language == chosen


def test_switching_is_for_oneself_alone(newsroom, cast):
    before = dict(User.objects.values_list("username", "language"))
    data = {"language": "en", "user": cast.editor.pk, "id": cast.editor.pk}
    Desk(cast.reporter).client.post(SWITCH, data)
    after = dict(User.objects.values_list("username", "language"))
    assert after == {**before, "reporter": "en"}


def test_the_button_switches_by_post_with_a_token_and_comes_back(newsroom, cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.reporter, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/admin/images/image/?q=a&p=0")
    form = page.content.decode().split('<form id="language-form"')[1].split("</form>")[0]
    assert f'method="post" action="{SWITCH}"' in form
    assert 'name="next" value="/admin/images/image/?q=a&amp;p=0"' in form
    assert '<button type="submit" name="language" value="en" lang="en">English</button>' in form
    assert client.post(SWITCH, {"language": "en"}).status_code == 403
    token = form.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    data = {"language": "en", "csrfmiddlewaretoken": token}
    assert client.post(SWITCH, data).status_code == 302
    assert language_of(client.get(HOME)) == "en"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_button_signs_out_and_its_page_speaks_the_users_language(newsroom, cast, language):
    client = client_of(cast.reporter, language=language)
    form = client.get(HOME).content.decode().split('<form id="logout-form"')[1].split("</form>")[0]
    assert 'method="post" action="/admin/logout/"' in form
    response = client.post("/admin/logout/")
    assert response.status_code == 200
    page = response.content.decode()
    assert f'<html lang="{language}"' in page
    assert re.findall(r"<h1>(.*?)</h1>", page) == [SIGNED_OUT[language]]
    assert response["Content-Language"] == language
    assert client.get(HOME).status_code == 302


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_no_other_method_switches(newsroom, cast, method):
    response = getattr(Desk(cast.reporter).client, method)(f"{SWITCH}?language=en")
    assert response.status_code == 405
    cast.reporter.refresh_from_db()
    assert cast.reporter.language == "vi"


@pytest.mark.parametrize("language", ["", "fr", "VI", "en-GB", "en\0", "' OR 1=1"])
def test_a_language_we_do_not_speak_changes_nothing(newsroom, cast, language):
    response = Desk(cast.reporter).client.post(SWITCH, {"language": language})
    assert (response.status_code, response.url) == (302, HOME)
    cast.reporter.refresh_from_db()
    assert cast.reporter.language == "vi"


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "http://evil.example",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "http:///evil.example",
        "https://testserver@evil.example/",
        "https://testserver.evil.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        " //evil.example",
        "\x08//evil.example",
        "",
    ],
)
def test_the_way_back_never_leads_elsewhere(newsroom, cast, back):
    response = Desk(cast.reporter).client.post(SWITCH, {"language": "en", "next": back})
    assert (response.status_code, response.url) == (302, HOME)


def test_the_way_back_without_one_is_home(newsroom, cast):
    assert Desk(cast.reporter).client.post(SWITCH, {"language": "en"}).url == HOME


def test_who_is_not_at_the_desk_signs_in_first(newsroom, cast):
    for client in (Client(), Desk(cast.outsider).client):
        response = client.post(SWITCH, {"language": "en"})
        assert (response.status_code, response.url) == (302, f"/admin/login/?next={SWITCH}")
    assert set(User.objects.values_list("language", flat=True)) == {"vi"}


def form_of(user, **changes):
    """What the form of a person holds when it is opened; `None` leaves a box unticked."""
    data = {
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "language": user.language,
        "groups": list(user.groups.values_list("pk", flat=True)),
        "is_active": "on" if user.is_active else None,
        "is_staff": "on" if user.is_staff else None,
        "mail_about_copy": "on" if user.mail_about_copy else None,
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


def address_of(user):
    return reverse("admin:accounts_user_change", args=[user.pk])


def password_address_of(user):
    return reverse("admin:auth_user_password_change", args=[user.pk])


@pytest.fixture
def owner(newsroom):
    return User.objects.create_superuser("owner", password="a long enough secret")


def test_an_administrator_gives_roles(newsroom, cast):
    editors = Group.objects.get(name="Editor")
    data = form_of(cast.reporter, groups=[editors.pk], email="lan@example.org")
    assert Desk(cast.admin).client.post(address_of(cast.reporter), data).status_code == 302
    cast.reporter.refresh_from_db()
    assert [group.name for group in cast.reporter.groups.all()] == ["Editor"]
    assert cast.reporter.email == "lan@example.org"


def test_an_administrator_takes_people_in(newsroom, cast):
    secret = "bảy con cò trắng"
    data = {
        "username": "moi",
        "usable_password": "true",
        "password1": secret,
        "password2": secret,
        "is_superuser": "on",
        "is_staff": "on",
    }
    response = Desk(cast.admin).client.post(reverse("admin:accounts_user_add"), data)
    assert response.status_code == 302
    person = User.objects.get(username="moi")
    assert person.check_password(secret)
    assert (person.is_superuser, person.is_staff) == (False, False)


@pytest.mark.parametrize("whom", ["admin", "reporter", "outsider"])
def test_an_administrator_makes_no_superuser(newsroom, cast, whom):
    person = getattr(cast, whom)
    client = Desk(cast.admin).client
    assert 'name="is_superuser"' not in client.get(address_of(person)).content.decode()
    data = form_of(person, is_superuser="on", user_permissions=["1"])
    assert client.post(address_of(person), data).status_code == 302
    person.refresh_from_db()
    assert (person.is_superuser, person.user_permissions.count()) == (False, 0)


def test_an_administrator_changes_nothing_of_a_superuser(newsroom, cast, owner):
    client = Desk(cast.admin).client
    before = everybody()
    changes = form_of(owner, username="mine", email="mine@example.org", is_active=None)
    assert client.post(address_of(owner), changes).status_code == 403
    secret = {"password1": "bảy con cò trắng", "password2": "bảy con cò trắng"}
    secret |= {"usable_password": "true"}
    assert client.get(password_address_of(owner)).status_code == 403
    assert client.post(password_address_of(owner), secret).status_code == 403
    delete = reverse("admin:accounts_user_delete", args=[owner.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert everybody() == before


def test_an_administrator_may_see_a_superuser(newsroom, cast, owner):
    page = Desk(cast.admin).client.get(address_of(owner))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()


def test_a_superuser_makes_another(newsroom, cast, owner):
    data = form_of(cast.chief, is_superuser="on")
    assert Desk(owner).client.post(address_of(cast.chief), data).status_code == 302
    cast.chief.refresh_from_db()
    assert cast.chief.is_superuser


def test_an_administrator_sets_the_password_of_others(newsroom, cast):
    secret = "bảy con cò trắng"
    data = {"usable_password": "true", "password1": secret, "password2": secret}
    address = password_address_of(cast.reporter)
    assert Desk(cast.admin).client.post(address, data).status_code == 302
    cast.reporter.refresh_from_db()
    assert cast.reporter.check_password(secret)


def test_the_page_for_a_password_warns_in_vietnamese(newsroom, cast):
    page = Desk(cast.admin).client.get(password_address_of(cast.reporter)).content.decode()
    assert "Khi tắt, mật khẩu hiện nay của tài khoản này sẽ mất." in page
    assert "If disabled" not in page


@pytest.mark.parametrize("role", ["reporter", "editor", "pictures", "chief"])
def test_who_is_no_administrator_sees_and_changes_nobody(newsroom, cast, role):
    user = getattr(cast, role)
    client = Desk(user).client
    before = everybody()
    changes = form_of(user, is_superuser="on", groups=[g.pk for g in Group.objects.all()])
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403
    assert client.get(address_of(user)).status_code == 403
    assert client.post(address_of(user), changes).status_code == 403
    assert client.post(reverse("admin:accounts_user_add"), changes).status_code == 403
    assert client.post(password_address_of(cast.admin), {}).status_code == 403
    assert everybody() == before
