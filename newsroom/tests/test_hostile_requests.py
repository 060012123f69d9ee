"""What no browser sends: every address of the desk and of readers answers it, and with bounded work.

Made from the URL configuration and from the forms on the desk's pages. Answers may refuse (400, 404) or
ignore; none may fail, and none may send a database more than a page needs.
"""

from dataclasses import dataclass

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from accounts import model_admin
from accounts.model_admin import MAX_ROWS
from accounts.models import User
from articles.forms import renumber_formset_rows
from articles.models import Article
from articles.wire import drafting
from editions.models import Edition
from newsroom.tests.factories import jpeg, make_feed, make_image, make_user, make_wire_item
from newsroom.tests.surfaces import OPEN, parts_of
from newsroom.tests.walking import Page, path_of
from newsroom.wsgi import application, is_utf_8
from text import search

pytestmark = pytest.mark.both_databases

BACKEND = "django.contrib.auth.backends.ModelBackend"
QUERIES, SQL_LENGTH = 120, 400_000  # more than any page of the desk needs
HUGE = "9" * 30
MANY_WORDS = " ".join(["từ"] * 1500)
VALUES = {
    "NUL": "a\0b",
    "a huge number": HUGE,
    "a number of thousands of digits": "9" * 5000,
    "a number that is none": "²",
    "text": "abc",
    "less than nothing": "-1",
    "a broken pattern": "(((((((((((a*)*)*)*",
    "many words": MANY_WORDS,
    "nothing": "",
}
# Names that some page reads, or Django's lists do, or that reach into a column or a related table.
NAMES = (
    *("q", "p", "o", "all", "e", "_facets", "_popup", "_to_field", "_changelist_filters"),
    *("page", "from", "to", "id", "before", "since", "agency", "urgency", "subject", "language"),
    *("state", "shows", "month", "from_on", "until_on", "format", "usable", "mine", "feed"),
    *("app_label", "model_name", "field_name", "term", "version", "next", "whose", "missing"),
    *("search_fold__regex", "password__startswith", "body__iregex", "created_by__password__regex"),
    *("section__id__exact", "section__name__regex", "stage__in", "groups__id__exact"),
    *("username__regex", "raw__contains", "attempt_time__year", "attempt_time__gte", "is_active"),
)


@pytest.fixture(scope="module")
def desk(module_newsroom):
    newsroom, now = module_newsroom, timezone.now()
    item = make_wire_item(make_feed(newsroom.kyodo))
    drafting.draft_from_item([item], by=newsroom.cast.reporter, at=now)
    newsroom.published(lead=make_image(jpeg(320, 214)), agencies=[newsroom.kyodo], tags=["Huế"])
    newsroom.draft(agencies=[newsroom.kyodo])
    make_user("owner", is_superuser=True)
    return newsroom


@pytest.fixture
def owner(desk, db):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username="owner"), backend=BACKEND)
    return client


@dataclass(frozen=True)
class Address:
    """An address of the desk, with the values of its variable parts."""

    route: str
    path: str


def patterns(resolver, route=""):
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield here, pattern
        else:
            yield from patterns(pattern, here)


def routes():
    """The routes of the desk, such as "admin/images/image/<int:pk>/crops/"."""
    named = [
        r for r, pattern in patterns(get_resolver()) if r.startswith("admin/") and pattern.name
    ]
    return list(dict.fromkeys(named))


def filled(route, **values):
    """The address of a route; what no value is given for is "1"."""
    address = "/"
    for number, part in enumerate(route.split("<")):
        if number == 0:
            address += part
            continue
        name, rest = part.split(">", 1)
        address += values.get(name.rpartition(":")[2], "1") + rest
    return address


def existing(route):
    """The address of an object that there is, if the route has one."""
    values = {}
    parts = route.split("/")
    if "<" in route and len(parts) > 3:
        model = {(m._meta.app_label, m._meta.model_name): m for m in admin.site._registry}.get(
            (parts[1], parts[2])
        )
        row = model and model._default_manager.order_by("-pk").first()
        values = dict.fromkeys(("pk", "object_id", "id"), str(row.pk) if row else "1")
    return filled(route, **{"name": "submit", "size": "small", "app_label": "articles", **values})


def is_list(route):
    """Whether it is the route of a list of Django's, or of one of ours."""
    return len(route.split("/")) == 4 or route.endswith(("library/", "news/", "autocomplete/"))


def failures_of(client, requests):
    """What is wrong with the answers: a failure, or work without bounds."""
    failed = []
    for what, ask in requests:
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            response = ask(client)
            transaction.set_rollback(True)
        length = sum(len(query["sql"]) for query in queries)
        if response.status_code >= 500:
            failed.append(f"{what}: {response.status_code}")
        elif len(queries) > QUERIES or length > SQL_LENGTH:
            failed.append(f"{what}: {len(queries)} queries of {length} letters")
    return failed


def get(path, params=None, **headers):
    return lambda client: client.get(path, params or {}, **headers)


def post(path, data):
    return lambda client: client.post(path, data)


IDS = ("0", "-1", HUGE, "9" * 5000, "abc", "²", "1%00", "1_0a", "_", "%FF", "a" * 3000)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_part_of_an_address_makes_the_desk_fail(owner, method):
    def asks():
        for route in routes():
            for value in IDS if "<" in route else ():
                names = [part.split(">")[0].rpartition(":")[2] for part in route.split("<")[1:]]
                path = filled(route, **dict.fromkeys(names, value))
                yield f"{method} {path[:120]}", lambda c, path=path: getattr(c, method)(path)

    assert failures_of(owner, asks()) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", VALUES)
def test_no_parameter_makes_the_desk_fail(owner, kind):
    value = VALUES[kind]

    def asks():
        for route in routes():
            path = existing(route)
            if route.startswith("admin/logout"):
                continue
            for name in NAMES if is_list(route) else ():  # elsewhere all at once
                yield f"GET {path}?{name}", get(path, {name: value})
            yield f"GET {path} with all", get(path, dict.fromkeys(NAMES, value))

    assert failures_of(owner, asks()) == []


def forms_of_the_desk(client):
    """The forms on the pages of the desk that send something, each with its fields."""
    for route in routes():
        path = existing(route)
        answer = client.get(path)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            for form in Page(path, answer.content.decode()).forms:
                target = path_of(form.action)
                if form.method == "post" and "logout" not in target:
                    yield path_of(form.action), form.data()


COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")


@pytest.mark.slow
@pytest.mark.parametrize("kind", VALUES)
def test_no_field_makes_the_desk_fail(owner, kind):
    """All fields of a form at once: each is judged by itself. And the numbers of its rows."""
    value = VALUES[kind]

    def asks():
        for path, data in forms_of_the_desk(owner):
            counts = [name for name in data if name.endswith(COUNTS)]
            others = [name for name in data if name not in counts]
            yield f"POST {path}", post(path, {**data, **dict.fromkeys(others, value)})
            for name in counts:
                yield f"POST {path} {name}", post(path, {**data, name: value})

    assert failures_of(owner, asks()) == []


@pytest.mark.slow
@pytest.mark.nightly  # the test before it sends all fields at once
@pytest.mark.parametrize("kind", ["NUL", "a huge number", "text"])
def test_no_single_field_makes_the_desk_fail(owner, kind):
    value = VALUES[kind]

    def asks():
        for path, data in forms_of_the_desk(owner):
            for name in data:
                yield f"POST {path} {name}", post(path, {**data, name: value})

    assert failures_of(owner, asks()) == []


@pytest.mark.parametrize("kind", VALUES)
def test_no_selection_makes_a_list_fail(owner, kind):
    def asks():
        for model in admin.site._registry:
            path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            for action in ("delete_selected", "change_shared", VALUES[kind]):
                data = {"action": action, "_selected_action": VALUES[kind], "index": VALUES[kind]}
                yield f"POST {path} {action[:20]}", post(path, data)
                del data["index"]
                yield f"POST {path} {action[:20]}, confirmed", post(path, {**data, "post": "yes"})

    assert failures_of(owner, asks()) == []


# Readers


@pytest.mark.parametrize("kind", VALUES)
def test_no_parameter_makes_a_page_for_readers_fail(desk, db, kind):
    parts, reader = parts_of(Edition.objects.get()), Client(raise_request_exception=False)

    def asks():
        for surface in OPEN.values():
            for path in surface.addresses(parts):
                yield path, get(path, dict.fromkeys((*NAMES, "preview"), VALUES[kind]))
                for name in ("page", "p"):
                    yield f"{path}?{name}", get(path, {name: VALUES[kind]})

    assert failures_of(reader, asks()) == []


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain; charset=hex",
        "text/plain; charset=utf-16",
        "multipart/form-data; charset=rot13",
        "text/plain; charset*=x''y",
        "text/plain; charset=nobody-knows-it",
    ],
)
def test_text_in_another_encoding_is_refused(content_type):
    """Django would fail before any middleware of ours."""
    environ = RequestFactory()._base_environ(CONTENT_TYPE=content_type, QUERY_STRING="page=%31")
    answered = []
    body = application(environ, lambda status, headers: answered.append((status, dict(headers))))
    ((status, headers),) = answered
    assert status == "400 Bad Request"
    assert headers["Content-Length"] == str(len(b"".join(body)))


@pytest.mark.parametrize("charset", ["; charset=UTF-8", "; charset=utf8", "", ";;=;"])
def test_text_in_utf_8_is_answered(desk, db, charset):
    answer = Client().get("/", {"page": "1"}, headers={"content-type": f"text/plain{charset}"})
    assert answer.status_code == 200
    assert is_utf_8(f"text/plain{charset}")


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages"])
def test_nul_in_a_cookie_is_refused_at_the_desk(desk, db, name):
    browser = Client(raise_request_exception=False)
    cookie = f'{name}="abcdefghijklmnop\\000"'  # as Python reads a quoted cookie
    answer = browser.get("/admin/", headers={"cookie": cookie})
    assert answer.status_code == 400


def test_the_page_for_400_says_what_happened(desk, db):
    answer = Client().get("/?q=%00")
    assert answer.status_code == 400
    assert "<h1>Không hiểu được yêu cầu</h1>" in answer.content.decode()


# What is bounded, and what still works


def test_rows_of_a_form_are_bounded_before_they_are_counted(owner):
    article = Article.objects.order_by("-pk").first()
    path = reverse("admin:articles_article_change", args=[article.pk])
    for total in ("300000000", str(MAX_ROWS + 1), "x", "-1", "1.5", HUGE):
        for prefix in ("bylines", "placements", "agency_credits", "notes"):
            answer = owner.post(path, {f"{prefix}-TOTAL_FORMS": total})
            assert answer.status_code == 400, (prefix, total)


def test_rows_are_not_counted_before_they_are_bounded(db):
    with pytest.raises(model_admin.BadRequest):
        renumber_formset_rows({"bylines-TOTAL_FORMS": "300000000"}, "bylines", set())


def test_every_list_of_the_desk_filters_by_what_it_offers_and_nothing_else(owner):
    request = RequestFactory().get("/")
    for model, of_model in admin.site._registry.items():
        assert isinstance(of_model, model_admin.BoundedAdmin), model
        for field in (*model._meta.fields, *model._meta.many_to_many):
            for lookup in ("regex", "iregex", "contains", "startswith", "in"):
                assert not of_model.lookup_allowed(f"{field.name}__{lookup}", "a", request), field
    path = reverse("admin:articles_article_changelist")
    assert owner.get(path, {"search_fold__regex": "(((a*)*)*)*b"}).status_code == 400
    assert owner.get(path, {"stage__exact": "draft"}).status_code == 200


def test_the_filters_that_a_list_offers_work(owner):
    for model in admin.site._registry:
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        page = Page(path, owner.get(path).content.decode())
        links = [path_of(link) for link in page.links if path_of(link).startswith(f"{path}?")]
        for link in links:
            assert owner.get(link).status_code == 200, link


def test_a_search_of_many_words_reads_the_first_and_says_so(owner):
    path = reverse("admin:articles_article_changelist")
    answer = owner.get(path, {"q": "trong " * search.MAX_WORDS + "zzzzz"}, follow=True)
    assert "Chỉ tìm theo 12 từ đầu tiên" in answer.content.decode()
    answer = owner.get(path, {"q": "tàu"})
    assert "Chỉ tìm theo" not in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/admin/articles/article/?q=",
        "/admin/images/image/?q=",
        "/admin/wires/wireitem/?q=",
        "/admin/images/image/library/?q=",
        "/admin/autocomplete/?app_label=articles&model_name=byline&field_name=author&term=",
        "/admin/attribution/author/?q=",
        "/admin/accounts/user/?q=",
    ],
)
def test_a_search_asks_as_much_for_many_words_as_for_the_most(owner, path):
    def asked(query):
        with CaptureQueriesContext(connection) as queries:
            assert owner.get(path + "+".join(query)).status_code == 200
        return [len(query["sql"]) for query in queries if "zzz" in query["sql"].lower()]

    most = asked(["zzz"] * search.MAX_WORDS)
    assert asked(["zzz"] * 1500) == most
    assert most
