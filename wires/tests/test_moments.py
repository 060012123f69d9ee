"""Moments that deliveries state: what lies outside the bounds, and what the delivery says of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from newsroom.tests.factories import MORNING, make_feed
from wires import parsers
from wires.ingest import store
from wires.models import WireItem
from wires.parsers import anpa, ap, atom, iptc7901, newsml1, newsml_g2, ninjs, nitf
from wires.parsing import moments
from wires.parsing.parsed import may_use
from wires.tests.minimal import SAMPLES, Delivery
from wires.tests.test_picture_parsed import iim

WITH_A_FIELD = (newsml_g2, newsml1, nitf, atom, ap, ninjs)  # for the end of an embargo
WITHOUT_END = ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00", "9999-12-31", "2200-06-01")
NONSENSE = ("0001-01-01T00:00:00Z", "0001-01-01", "1899-12-31T23:59:59Z", "gestern", "2024-13-45")
REMARK = "Times that cannot be read or lie outside 1900–2200 were left out (1): “%s”."


def parse(raw):
    with translation.override("en"):
        return parsers.parse(raw, at=MORNING, name="delivery.bin")


def with_expiry(text):
    """The smallest delivery of each format that has a field for it, with this expiry."""
    delivery = Delivery()
    return {
        "newsml_g2": SAMPLES[newsml_g2](delivery).replace(
            b"<contentMeta>", f"<contentMeta><contentExpires>{text}</contentExpires>".encode()
        ),
        "newsml1": SAMPLES[newsml1](Delivery(embargo=text)).replace(b'"Usable"', b'"Canceled"'),
        "nitf": SAMPLES[nitf](delivery).replace(
            b"<doc-id", f'<date.expire norm="{text}"/><doc-id'.encode()
        ),
        "ninjs": SAMPLES[ninjs](delivery).replace(
            b'"type"', f'"expires": "{text}", "type"'.encode(), 1
        ),
        "picture": iim(f37=text.replace("-", "")[:8]),
    }


EXPIRING = tuple(with_expiry(""))


@pytest.mark.parametrize("text", WITHOUT_END)
@pytest.mark.parametrize("parser", WITH_A_FIELD)
def test_an_embargo_until_the_end_of_the_calendar_is_one_without_end(parser, text):
    parsed = parse(SAMPLES[parser](Delivery(embargo=text)))
    (item,) = parsed.items
    assert (item.embargo_indefinite, item.embargo_until) == (True, None)
    assert parsed.remarks == ()


@pytest.mark.parametrize("text", NONSENSE)
@pytest.mark.parametrize("parser", WITH_A_FIELD)
def test_an_embargo_that_nobody_can_mean_holds_the_item_and_the_delivery_says_so(parser, text):
    parsed = parse(SAMPLES[parser](Delivery(embargo=text)))
    (item,) = parsed.items
    assert (item.embargo_indefinite, item.embargo_until) == (True, None)
    assert parsed.remarks == (REMARK % text,)


@pytest.mark.parametrize("format_", EXPIRING)
def test_an_expiry_at_the_end_of_the_calendar_is_none(format_):
    parsed = parse(with_expiry("9999-12-31")[format_])
    assert parsed.items[0].expires_at is None
    assert parsed.items[0].is_usable(MORNING)
    assert parsed.remarks == ()


@pytest.mark.parametrize("format_", EXPIRING)
def test_an_expiry_that_nobody_can_mean_is_left_out_with_a_remark(format_):
    parsed = parse(with_expiry("0001-01-01")[format_])
    assert parsed.items[0].expires_at is None
    stated = "00010101" if format_ == "picture" else "0001-01-01"
    assert parsed.remarks == (REMARK % stated,)


@pytest.mark.parametrize("format_", EXPIRING)
def test_an_expiry_within_the_bounds_is_read(format_):
    parsed = parse(with_expiry("2024-07-01")[format_])
    assert parsed.items[0].expires_at == datetime(2024, 7, 1, tzinfo=UTC)
    assert parsed.remarks == ()


def test_a_remark_names_some_of_many_moments_and_counts_all():
    items = "".join(
        f"<item><guid>{n}</guid><title>Ferry</title><pubDate>Day {n} {'x' * 99}</pubDate></item>"
        for n in range(9)
    )
    parsed = parse(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    (remark,) = parsed.remarks
    assert "(9): “Day 0 " in remark and "“Day 4 " in remark and "Day 5" not in remark
    assert len(remark) < 400
    assert [item.created_at for item in parsed.items] == [None] * 9


def test_of_a_long_text_only_the_beginning_is_kept():
    with moments.reading_in(UTC) as left_out:
        assert moments.parse_moment(" " * 1_000 + "x" * 1_000_000) is None
    assert left_out == ["x" * 40]


def test_a_line_of_date_that_cannot_be_is_left_out_with_a_remark():
    raw = SAMPLES[anpa](Delivery()).replace(b"06-08-24 0411GMT", b"06-31-24 0411GMT")
    assert parse(raw).remarks == (REMARK % "TST-HAN-06-31-24 0411GMT<",)
    raw = SAMPLES[iptc7901](Delivery()).replace(b"081137 GMT Jun", b"321137 GMT Jun")
    assert parse(raw).remarks == (REMARK % "321137 GMT Jun",)


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_remark_can_be_stored_whatever_stands_in_the_moment():
    raw = SAMPLES[ninjs](Delivery(embargo="MOMENT")).replace(b"MOMENT", rb"\u0000 \ud800 \u0007")
    delivery = store.store_delivery(make_feed(), raw, at=MORNING)
    assert (delivery.state, delivery.quarantined_because) == ("accepted", "")
    assert "“?”" in delivery.remarks


def test_two_deliveries_do_not_share_a_remark():
    parse(SAMPLES[ninjs](Delivery(embargo="gestern")))
    assert parse(SAMPLES[ninjs](Delivery())).remarks == ()


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize("text", [*WITHOUT_END, *NONSENSE])
@pytest.mark.parametrize("parser", WITH_A_FIELD)
def test_the_item_and_its_next_version_are_stored_whatever_the_moments_are(parser, text):
    feed = make_feed()
    first = SAMPLES[parser](Delivery(embargo=text, body="<p>A night ferry.</p>"))
    for raw in (first, SAMPLES[parser](Delivery(embargo=text, body="<p>A day ferry.</p>"))):
        delivery = store.store_delivery(feed, raw, at=MORNING)
        assert (delivery.state, delivery.quarantined_because) == ("accepted", "")
        assert bool(delivery.remarks) == (text in NONSENSE)
    item = WireItem.objects.get()
    assert item.versions.count() == 2
    assert item.embargo_indefinite
    assert not WireItem.objects.usable(MORNING + timedelta(days=50_000)).exists()


@pytest.mark.django_db
def test_an_embargo_with_seconds_ends_with_the_next_whole_minute():
    raw = SAMPLES[ninjs](Delivery(embargo="2024-06-08T16:00:30+07:00"))
    store.store_delivery(make_feed(), raw, at=MORNING)
    item = WireItem.objects.select_related("current").get()
    ends = datetime(2024, 6, 8, 9, 1, tzinfo=UTC)
    assert item.embargo_until == item.current.embargo_until == ends
    assert not may_use(item.status, item.embargo_until, False, ends - timedelta(seconds=1))
    assert may_use(item.status, item.embargo_until, False, ends)
