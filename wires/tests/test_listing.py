"""The queries of the wire view: filters, pages and choices."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from newsroom.tests.factories import MORNING, make_agency, make_feed
from wires.ingest import store
from wires.models import WireItem
from wires.parsing.parsed import ParsedItem, ParsedPicture
from wires.views import listing
from wires.views.listing import Cursor, Filter

pytestmark = pytest.mark.both_databases

HOUR = timedelta(hours=1)


@pytest.fixture
def feed(db):
    return make_feed()


def send(feed, guid, *, at=MORNING, **fields):
    fields = {"version": 1, "status": "usable", "headline": guid, "language": "en", **fields}
    return store.store_version(feed, ParsedItem(guid=guid, **fields), at=at).item


def results(query="", *, at=MORNING, **filters):
    chosen = Filter.read(QueryDict(query)) if query else Filter(**filters)
    return [item.guid for item in listing.page(chosen, at=at).items]


def test_each_filter_selects_its_items(feed):
    afp = make_feed(make_agency("AFP"), "AFP")
    send(feed, "a", urgency=1, subjects=("Rail", "Japan"), at=MORNING)
    send(feed, "b", urgency=4, subjects=("Sea",), language="vi", at=MORNING + HOUR)
    send(afp, "c", urgency=1, subjects=("Rail",), at=MORNING + 2 * HOUR)
    assert results() == ["c", "b", "a"]
    assert results(f"agency={feed.agency_id}") == ["b", "a"]
    assert results("urgency=1") == ["c", "a"]
    assert results("subject=Rail") == ["c", "a"]
    assert results("language=vi") == ["b"]
    assert results(f"urgency=1&agency={afp.agency_id}") == ["c"]


def test_states_depend_on_the_time(feed):
    send(feed, "free")
    send(feed, "embargoed", embargo_until=MORNING + HOUR)
    send(feed, "for ever", embargo_indefinite=True)
    send(feed, "withheld", status="withheld")
    send(feed, "killed", status="canceled")
    send(feed, "odd", status="unknown")
    assert results("state=usable") == ["free"]
    assert sorted(results("state=embargoed")) == ["embargoed", "for ever"]
    assert sorted(results("state=usable", at=MORNING + HOUR)) == ["embargoed", "free"]
    assert results("state=embargoed", at=MORNING + HOUR) == ["for ever"]
    assert results("state=withheld") == ["withheld"]
    assert results("state=killed") == ["killed"]
    assert results("state=unknown") == ["odd"]


def test_pictures_and_text_alone(feed):
    send(feed, "with", pictures=(ParsedPicture(href="a.jpg"),))
    send(feed, "without")
    assert results("shows=pictures") == ["with"]
    assert results("shows=text") == ["without"]


@pytest.mark.parametrize(
    "query",
    ["duong sat", "Đường sắt", "ĐƯỜNG", "da nang", "duo", "covid 19", "covid-19", "3.5", "sat 3"],
)
def test_words_are_found_with_and_without_diacritics_by_how_they_begin(feed, query):
    send(feed, "wanted", headline="Đường sắt Đà Nẵng (Covid-19): 3.5 tỷ", language="vi")
    send(feed, "other", headline="Nothing of the kind")
    assert results(search=query) == ["wanted"]


@pytest.mark.parametrize("query", ["duong bay", "sat xyz", "secretz"])
def test_every_word_counts_and_what_is_not_public_is_not_found(feed, query):
    send(feed, "item", headline="Đường sắt", internal_notes="SECRETZ")
    assert results(search=query) == []


@pytest.mark.parametrize("query", ["' | !x", "zz:*&", "\\", "%", "()", "'", "<->", "²", "日本の"])
def test_search_syntax_in_a_query_is_harmless(feed, query):
    send(feed, "item", headline="Đường sắt")
    assert results(search=f"duong {query}") in ([], ["item"])  # an answer, whatever it is


def test_words_of_the_body_and_the_captions_are_found(feed):
    picture = ParsedPicture(href="a.jpg", caption="Một cây cầu")
    send(feed, "item", body_html="<p>Hai con thuyền</p>", pictures=(picture,))
    assert (results(search="con thuyen"), results(search="cay cau")) == (["item"], ["item"])


@pytest.mark.parametrize(
    "query",
    [
        *("agency=x", "agency=²", "agency=99999999999999999999", "urgency=0", "urgency=77"),
        *("state=nonsense", "shows=x", "urgency=-1", "q=", "unknown=1"),
    ],
)
def test_a_value_that_is_not_offered_is_ignored(feed, query):
    send(feed, "item")
    chosen = Filter.read(QueryDict(query))
    assert (results(query), chosen.query, chosen.narrowing) == (["item"], "", 0)


def test_no_query_string_breaks_the_list(feed):
    send(feed, "item")
    for value in ("\x00", "\ud800".encode("utf-8", "ignore").decode(), "x" * 5000, "'", "%00"):
        for name in ("q", "subject", "language", "agency", "urgency", "state", "shows"):
            query = QueryDict(mutable=True)
            query[name] = value
            listing.page(Filter.read(query), at=MORNING)


def test_a_filter_is_written_as_it_was_read(feed):
    query = f"q=train+caf%C3%A9&agency={feed.agency_id}&urgency=2&subject=Sea&language=en"
    query += "&state=usable&shows=text"
    assert Filter.read(QueryDict(query)).query == query
    assert Filter.read(QueryDict(query)).narrowing == 6


def test_pages_follow_each_other_without_a_gap_or_a_repetition(feed, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 3)
    for number in range(10):  # four arrive in the same moment, as in one delivery
        send(feed, f"{number}", at=MORNING + HOUR * (number // 4))
    pages, before = [], None
    while True:
        page = listing.page(Filter(), before=before, at=MORNING)
        pages.append([item.guid for item in page.items])
        if page.next is None:
            break
        before = Cursor.read(str(page.next))
    assert pages == [["9", "8", "7"], ["6", "5", "4"], ["3", "2", "1"], ["0"]]


def test_new_items_do_not_shift_pages(feed, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    for number in range(4):
        send(feed, f"{number}", at=MORNING + HOUR * number)
    first = listing.page(Filter(), at=MORNING)
    send(feed, "new", at=MORNING + HOUR * 9)
    second = listing.page(Filter(), before=first.next, at=MORNING)
    assert [item.guid for item in second.items] == ["1", "0"]


def test_a_page_is_one_query(feed):
    for number in range(3):
        send(feed, f"{number}", pictures=(ParsedPicture(href="a.jpg"),))
    with CaptureQueriesContext(connection) as captured:
        for item in listing.page(Filter(search="1"), at=MORNING).items:
            assert (item.agency.name, item.feed.name, item.current.version) == ("Kyodo", "Kyodo", 1)
    assert len(captured) == 1


@pytest.mark.parametrize(
    "text",
    ["", "x", "1", "1-", "-1", "1-1-1", "²-1", "9" * 30 + "-1", "9" * 18 + "-1", "1-x"],
)
def test_an_invalid_cursor_is_none(text):
    assert Cursor.read(text) is None


def test_a_cursor_is_exact_to_the_microsecond(feed):
    item = send(feed, "item", at=MORNING + timedelta(microseconds=123_457))
    assert Cursor.read(str(Cursor.of(item))) == Cursor.of(item)


def test_arrived_items_include_an_overlap(feed):
    old = send(feed, "old", at=MORNING)
    late = send(feed, "late", at=MORNING + 2 * HOUR - timedelta(seconds=90))
    since = Cursor.of(send(feed, "since", at=MORNING + 2 * HOUR))
    new = send(feed, "new", at=MORNING + 3 * HOUR)
    items = listing.arrived(Filter(), since=since, at=MORNING).items
    assert [item.guid for item in items] == [new.guid, "since", late.guid]
    assert old.guid not in [item.guid for item in items]


def test_choices_come_from_the_database(feed):
    make_agency("Without a feed")
    afp = make_feed(make_agency("AFP"), "AFP")
    send(feed, "a", language="en", subjects=("Sea",))
    send(afp, "b", language="vi", subjects=("Đường sắt",))
    send(afp, "c", language="fr", subjects=("Rail",))
    send(afp, "d", language="", subjects=())
    choices = listing.choices()
    assert choices.agencies == [(afp.agency_id, "AFP"), (feed.agency_id, "Kyodo")]
    assert (choices.languages, choices.subjects) == (
        ["en", "fr", "vi"],
        ["Đường sắt", "Rail", "Sea"],
    )


def test_choices_of_an_empty_wire(db):
    assert listing.choices() == listing.Choices([], [], [])


def test_chosen_values_are_added_to_the_choices(feed):
    choices = listing.Choices([], ["en"], ["Sea"])
    more = choices.with_those_of(Filter(subject="Rail", language="de"))
    assert (more.languages, more.subjects) == (["en", "de"], ["Sea", "Rail"])
    assert choices.with_those_of(Filter(subject="Sea")) == choices


@pytest.mark.postgresql
@pytest.mark.postgresql(reason="plans are PostgreSQL's")
@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("", "wire_newest"),
        ("agency=1", "wire_by_agency"),
        ("urgency=1", "wire_by_urgency"),
        ("subject=Rail", "wire_by_subject"),
        ("language=vi", "wire_by_language"),
        ("state=killed", "wire_by_status"),
        ("state=embargoed", "wire_embargoed"),
        ("shows=pictures", "wire_with_pictures"),
        ("q=train", "wire_search"),
    ],
)
def test_every_filter_has_an_index_that_postgresql_uses(feed, query, index):
    """The table needs no rows: without sequential scans, the plan names the remaining index."""
    chosen = Filter.read(QueryDict(query))
    items = chosen.narrowed(WireItem.objects.newest_first(), MORNING)
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, WireItem._meta.db_table)
        others = [
            name for name, info in constraints.items() if info["index"] and not info["unique"]
        ]
        assert index in others
        for other in others:
            if other != index:
                cursor.execute(f'DROP INDEX "{other}"')
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = items[:50].explain()
    assert index in plan
