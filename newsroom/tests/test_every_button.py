"""Every link and every button of the desk, as it stands on its page, is followed and pressed once.

Nothing may fail: a page answers, a button does its work or says why not. What a button changed is
taken back before the next is pressed.
"""

from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve, reverse
from django.utils import timezone

from accounts.models import User
from articles import workflow
from articles.models import Note
from articles.topics import services as topics
from articles.wire import drafting
from images import proposals
from images.models import Lease
from newsroom.tests.factories import (
    jpeg,
    make_feed,
    make_image,
    make_partner,
    make_user,
    make_wire_item,
)
from newsroom.tests.walking import Page, path_of
from wires.ingest import store
from wires.models import Delivery, Feed, SavedFilter
from wires.parsing.parsed import ParsedItem

BACKEND = "django.contrib.auth.backends.ModelBackend"
ROLES = ("reporter", "editor", "pictures", "chief", "admin")
# Addresses of the desk that no link or button of a page leads to: who asks for them.
BY_SCRIPT = {
    "autocomplete": "Django's select widgets",
    "images_image_library": "picker.js",
    "images_image_same": "upload.js, and on the page of a picture that is the same as another",
    "images_image_share": "library.js",
    "jsi18n": "script elements of every page",
    "wires_wireitem_news": "wires.js",
}
REFUSED = "refused to everybody"
UNLINKED = {
    "login": "who is not signed in is led there",
    "password_change_done": "only after a password was changed",
    "attribution_unclearterm_history": "the term's page shows its rulings itself",
    "editions_topic_history": "the topic's page shows its history itself",
    "images_image_history": "the picture's page shows its history itself",
    "wires_delivery_history": "deliveries and items have their trail on their page",
    "wires_feed_history": "feeds say on their page how they fare",
    "wires_wireitem_history": "deliveries and items have their trail on their page",
    # Nobody adds or deletes these; Django keeps the addresses, and they refuse.
    **dict.fromkeys(
        (
            "articles_article_delete",
            *("attribution_unclearterm_add", "attribution_unclearterm_delete"),
            *("editions_edition_add", "editions_edition_delete", "editions_partner_delete"),
            "editions_topic_delete",
            *("images_image_delete", "wires_delivery_add", "wires_delivery_delete"),
            *("wires_feed_delete", "wires_wireitem_add", "wires_wireitem_delete"),
            *("accounts_user_delete", "axes_accesslog_add", "axes_accesslog_delete"),
        ),
        REFUSED,
    ),
    # Tables of other packages that are empty here.
    **{
        f"{model}_{page}": "empty"
        for model in (
            *("axes_accessattempt", "axes_accessfailurelog"),
            "django_tasks_database_dbtaskresult",
        )
        for page in ("add", "change", "delete", "history")
    },
}
# Names in a query that only say where to go back to, or how much to count.
IGNORED = {"_changelist_filters", "_facets", "next"}


@pytest.fixture(scope="module")
def desk(module_newsroom):
    """Something of everything that the desk has pages for."""
    newsroom, now = module_newsroom, timezone.now()
    cast = newsroom.cast
    hours = [now - timedelta(hours=number) for number in range(6)]
    feed = make_feed(newsroom.kyodo, transport=Feed.Transport.FOLDER, address="kyodo")
    item = make_wire_item(feed)
    picture = make_image(jpeg(320, 214), origin=newsroom.kyodo)
    Lease.objects.create(
        image=picture,
        kind=Lease.Kind.ALLOW,
        ends_at=now + timedelta(days=1),
        reason="Đã hỏi hãng.",
        given_by=cast.pictures,
    )
    written = drafting.draft_from_item([item], by=cast.reporter, at=hours[5])
    Note.objects.create(article=written, text="Xem lại tên.", created_by=cast.editor)
    topics.write_topics(written, ["Đường sắt"], by=cast.reporter, at=hours[5])
    newsroom.rewrite(written, headline="Tàu nhanh lập kỷ lục", at=hours[4])
    newsroom.draft(lead=picture, agencies=[newsroom.kyodo], at=hours[5])
    make_image(jpeg(320, 214), instructions="Not for lamplighters.")
    newsroom.in_review(at=hours[5])
    newsroom.approved(at=hours[5])
    newsroom.published(lead=make_image(jpeg(320, 214)), at=hours[5])
    newsroom.published(at=hours[5], goes_live_at=now + timedelta(hours=2))
    killed = newsroom.published(at=hours[5])
    workflow.kill(killed, by=cast.chief, note="Gỡ.", at=hours[4])
    down = newsroom.published(lead=picture, at=hours[5])
    workflow.take_down(down, by=cast.editor, note="Chờ xác nhận.", at=hours[4])
    workflow.spike(newsroom.draft(at=hours[5]), by=cast.editor, at=hours[4])
    live = newsroom.published(agencies=[newsroom.kyodo], at=hours[5])
    live.agency_credits.update(wire_item=item, wire_version=item.current)
    later = {"version": 2, "headline": "Kill", "language": "en", "status": "canceled"}
    store.store_version(feed, ParsedItem(guid=item.guid, **later), at=hours[3])  # an alarm
    for version, hour in ((1, 3), (2, 2)):  # used, and corrected since
        train = {"status": "usable", "headline": f"A train, {version}", "language": "en"}
        second = ParsedItem(guid="kyodo:2", version=version, **train)
        item = store.store_version(feed, second, at=hours[hour]).item
        if version == 1:
            drafting.draft_from_item([item], by=cast.reporter, at=hours[3])
    proposals.propose(picture, {"creator": "Suzuki Aya"}, stated_by="Kyodo", at=hours[1])
    Delivery.objects.create(
        feed=feed,
        name="broken.jpg",
        raw=jpeg(320, 214),
        format="JPEG",
        sha256="0" * 64,
        size=1,
        state=Delivery.State.QUARANTINED,
    )
    for user in (*(getattr(cast, role) for role in ROLES), make_user("all", is_superuser=True)):
        SavedFilter.objects.create(user=user, name="Của tôi", query="q=train")
    make_partner()
    return newsroom


def names_of_the_desk(resolver=None, route=""):
    """The name of every URL pattern of the desk that has one."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = route + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from names_of_the_desk(pattern, here)
        elif here.startswith("admin/") and pattern.name:
            yield pattern.name


class Walker:
    """Somebody at the desk who follows every link and presses every button once."""

    def __init__(self, user):
        self.client = Client(raise_request_exception=False)
        self.client.force_login(user, backend=BACKEND)
        self.cookies = self.client.cookies.copy()
        self.reached, self.failures, self._seen = set(), [], {}

    def walk(self, address):
        waiting = [(address, "the address bar")]
        while waiting:
            address, origin = waiting.pop()
            address = path_of(address)
            if not address.startswith("/admin/") or not self._is_new(address, "link"):
                continue
            page = self._page(address, self._ask("get", address, origin))
            waiting += [(link, address) for link in page.links]
            for button in page.buttons:
                waiting += [(link, address) for link in self._press(address, button)]
        return self

    def _is_new(self, address, *kind):
        """Whether this kind of address, or a name in its query, was not met before."""
        path, _, query = address.partition("?")
        names = {name for name, _value in parse_qsl(query)} - IGNORED
        key = (*kind, resolve(path).route, self._variant(path))
        is_new = key not in self._seen or not names <= self._seen[key]
        self._seen.setdefault(key, set()).update(names)
        return is_new

    @staticmethod
    def _variant(path):
        """What makes pages of one route differ: the verb, and the state of copy and of wire items."""
        match = resolve(path)
        if match.url_name and match.url_name.startswith(("articles_article_", "wires_wireitem_")):
            return match.kwargs.get("object_id") or match.kwargs.get("name")
        return match.kwargs.get("name") if match.url_name == "images_image_action" else None

    def _ask(self, method, address, origin, data=None):
        response = getattr(self.client, method)(address, data or {})
        self.reached.add(resolve(address.partition("?")[0]).view_name)
        # What is posted may be refused for what it lacks; what a page leads to has to be there.
        if response.status_code >= (500 if method == "post" else 400):
            self.failures.append(
                f"{method.upper()} {address}, from {origin}, answered {response.status_code}"
            )
        return response

    def _page(self, address, response):
        is_html = response.headers.get("Content-Type", "").startswith("text/html")
        return Page(address, response.content.decode() if is_html else "")

    def _press(self, page, button):
        """The addresses that pressing leads to. What it changes is taken back."""
        method, address = button.form.method, path_of(button.action)
        here = page.partition("?")[0]
        kind = (method, resolve(here).route, self._variant(here), button.name)
        if not address.startswith("/admin/") or not self._is_new(address, *kind):
            return []
        if method == "get":
            return [f"{address.partition('?')[0]}?{urlencode(button.data(), doseq=True)}"]
        with transaction.atomic():
            response = self._ask("post", address, page, button.data())
            if 300 <= response.status_code < 400 and response.url.startswith("/admin/"):
                self._ask("get", response.url, page)
            transaction.set_rollback(True)
        self.client.cookies = self.cookies.copy()
        return []


@pytest.mark.slow
@pytest.mark.nightly  # the test after it presses every button that there is
@pytest.mark.parametrize("role", ROLES)
def test_every_link_answers_and_every_button_works(desk, newsroom, role):
    walker = Walker(getattr(newsroom.cast, role)).walk(reverse("admin:index"))
    assert walker.failures == []
    assert {"admin:index", "admin:logout", "admin:password_change"} <= walker.reached


@pytest.mark.slow
def test_every_address_of_the_desk_is_reached(desk, db):
    """By a link or a button, by a script, or it is listed as an address that no page leads to."""
    walker = Walker(User.objects.get(username="all")).walk(reverse("admin:index"))
    assert walker.failures == []
    reached = {name.removeprefix("admin:") for name in walker.reached}
    lost = sorted({*names_of_the_desk()} - reached - {*BY_SCRIPT, *UNLINKED})
    assert not lost, (
        f"No link and no button leads to {', '.join(lost)}. Give the module’s fixture a row from which"
        " it is reached, or list it in BY_SCRIPT or UNLINKED, with who asks for it."
    )
    listed = sorted(reached & {*BY_SCRIPT, *UNLINKED})
    assert not listed, f"Reached, but listed in BY_SCRIPT or UNLINKED: {', '.join(listed)}."


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_nobody_may_do_is_refused_to_whoever_may_do_everything(desk, db, method):
    client = Client()
    client.force_login(User.objects.get(username="all"), backend=BACKEND)
    statuses = {}
    for name in [name for name, reason in UNLINKED.items() if reason == REFUSED]:
        row = _model_of(name)._default_manager.first()
        args = [] if name.endswith("_add") else [row.pk]
        address = reverse(f"admin:{name}", args=args)
        statuses[name] = getattr(client, method)(address, {"post": "yes"}).status_code
    assert {name for name, status in statuses.items() if status not in (403, 404, 405)} == set()


def _model_of(name):
    return apps.get_model(*name.split("_")[:2])
