"""Telegraph text: IPTC 7901 and ANPA 1312, in our own words."""

from datetime import UTC, datetime

import pytest

from wires import parsers
from wires.parsers.parsed import UNKNOWN, USABLE
from wires.parsers.release import says_embargo, says_kill

AT = datetime(2024, 6, 9, 1, tzinfo=UTC)
BODY = "   Osaka (tst) - A night ferry turned back\nin heavy swell.\n\n   Nobody was hurt.\n"
TAIL = (
    "\n# tst NOTEBOOK\n\n## Note to editors\n- Pictures follow\n\n* * * *\n"
    "The following information is not for publication\n\n## Contacts\n- Desk: +84 24 1234\n\ntst abc de\n"
)


def copy(
    slug="Japan-ships/",
    title="Ferry turns back in heavy swell =",
    body=BODY,
    tail=TAIL,
    date="081137 GMT Jun",
    header="abc062 4 i 211 ccccb   tst 061",
):
    text = f"\x01{header}\n\n{slug}\n\x02{title}\n\n{body}{tail}\n\x03{date}\n\x04"
    return text.replace("\n", "\r\n").encode()


def parse(raw, at=AT):
    parsed = parsers.parse(raw, at=at)
    assert parsed.reason == ""
    (item,) = parsed.items
    return parsed.format, item


def test_the_header_the_slugline_and_the_headline_are_read():
    format, item = parse(copy())
    assert (format, item.guid, item.version) == ("IPTC 7901", "abc062:2024-06-08", None)
    assert (item.urgency, item.provider, item.slugline) == (4, "tst 061", "Japan-ships/")
    assert (item.headline, item.dateline) == ("Ferry turns back in heavy swell", "Osaka (tst)")
    assert (item.status, item.signals) == (USABLE, ("category:i",))
    assert item.body_html == (
        "<p>Osaka (tst) - A night ferry turned back in heavy swell.</p><p>Nobody was hurt.</p>"
    )


def test_what_is_not_for_publication_stands_apart_and_notes_are_notes():
    _format, item = parse(copy())
    assert item.non_public == "Contacts\n- Desk: +84 24 1234\ntst abc de"
    assert item.editor_note == "Note to editors\n- Pictures follow"


@pytest.mark.parametrize(
    ("date", "at", "moment"),
    [
        ("081137 GMT Jun", AT, datetime(2024, 6, 8, 11, 37, tzinfo=UTC)),
        ("081137 GMT Jun 18", AT, datetime(2018, 6, 8, 11, 37, tzinfo=UTC)),
        ("091137 Jun", AT, datetime(2024, 6, 9, 11, 37, tzinfo=UTC)),  # clocks differ
        ("111137 GMT Jun", AT, datetime(2023, 6, 11, 11, 37, tzinfo=UTC)),
        (
            "311137 GMT Dez",
            datetime(2024, 1, 1, tzinfo=UTC),
            datetime(2023, 12, 31, 11, 37, tzinfo=UTC),
        ),
        ("290000 GMT Feb", datetime(2023, 3, 1, tzinfo=UTC), datetime(2020, 2, 29, tzinfo=UTC)),
        ("990000 GMT Jun", AT, None),
        ("no date", AT, None),
    ],
)
def test_the_year_that_the_date_leaves_out_is_the_last_in_which_it_was(date, at, moment):
    _format, item = parse(copy(date=date), at=at)
    assert (item.sent_at, item.created_at, item.version_at) == (moment, moment, moment)
    assert item.guid == f"abc062:{(moment or at):%Y-%m-%d}"


def test_a_title_of_several_lines_and_its_byline():
    title = "Ferry turns back\nin heavy swell\n(photo)\nBy Jane Doe, A Wire ="
    _format, item = parse(copy(title=title))
    assert (item.headline, item.byline) == (
        "Ferry turns back in heavy swell",
        "By Jane Doe, A Wire",
    )
    assert item.editor_note.splitlines()[0] == "(photo)"


def test_text_without_control_codes_is_read_as_well():
    raw = copy().translate(None, b"\x01\x02\x03\x04")
    _format, item = parse(raw)
    assert (item.slugline, item.headline) == ("Japan-ships/", "Ferry turns back in heavy swell")
    assert item.body_html.endswith("<p>Nobody was hurt.</p>")


def test_letters_are_utf_8_or_windows_1252():
    body = "Café “fermé”.\n"
    for encoding in ("utf-8", "cp1252"):
        raw = copy(body="@").decode().replace("@", body).encode(encoding)
        assert parse(raw)[1].body_html == "<p>Café “fermé”.</p>"


def test_tags_in_text_are_words():
    _format, item = parse(copy(body="A <script>ferry</script>.\n"))
    assert item.body_html == "<p>A &lt;script&gt;ferry&lt;/script&gt;.</p>"


@pytest.mark.parametrize(
    ("title", "held", "killed"),
    [
        ("EMBARGOED until 1200 GMT =", True, False),
        ("Oil embargo hits ferries =", False, False),
        ("MANDATORY KILL: Ferry =", False, True),
        ("Waves kill two =", False, False),
    ],
)
def test_embargoes_and_kills_in_words_keep_it_from_use(title, held, killed):
    _format, item = parse(copy(title=title))
    assert (item.embargo_indefinite, item.status) == (held, UNKNOWN if killed else USABLE)
    assert item.is_usable(AT) is not (held or killed)


@pytest.mark.parametrize(
    ("words", "embargo", "kill"),
    [
        ("HOLD FOR RELEASE", True, False),
        ("Not for publication before Monday", True, False),
        ("Sperrfrist: 12.00", True, False),
        ("Embargo:", True, False),
        ("EMBARGO ON OIL", False, False),
        ("BC-Ferry, KILL", False, True),
        ("PHOTO ELIMINATION", False, True),
        ("ELIMINATION GAME", False, False),
    ],
)
def test_words_of_release(words, embargo, kill):
    assert (says_embargo(words), says_kill(words)) == (embargo, kill)


ANPA = (
    "\x16\x16\x01W2870\x1fasian\nr i \x13\x11BC-Ferry 1stLd     06-08 0211\n"
    "^BC-Ferry, 1st Ld,211<\n^Ferry turns back in heavy swell<\n^Eds: With pictures.<\n"
    "^By JANE DOE=\n^A Wire=\n\t   OSAKA, Japan (TST) _ A ferry ``turned back'' on Friday.\n"
    "\t   Nobody was hurt.\n\n\t   ___\n\n\t   TST-WF-06-08-24 1137GMT<\n\x03\x04"
)


def test_anpa_is_read():
    format, item = parse(ANPA.encode())
    assert (format, item.guid, item.urgency) == ("ANPA 1312", "W2870:2024-06-08", 4)
    assert (item.slugline, item.headline) == ("BC-Ferry, 1st Ld", "Ferry turns back in heavy swell")
    assert (item.byline, item.editor_note) == ("By JANE DOE, A Wire", "Eds: With pictures.")
    assert (item.dateline, item.sent_at) == (
        "OSAKA, Japan (TST)",
        datetime(2024, 6, 8, 11, 37, tzinfo=UTC),
    )
    assert item.body_html == (
        "<p>OSAKA, Japan (TST) — A ferry “turned back” on Friday.</p><p>Nobody was hurt.</p>"
    )


def test_a_kill_in_anpa_is_not_usable():
    raw = ANPA.replace("BC-Ferry, 1st Ld", "BC-Ferry, KILL").encode()
    assert parse(raw)[1].status == UNKNOWN


def test_text_cut_anywhere_raises_nothing_and_text_alone_is_no_copy():
    whole = copy()
    for end in range(0, len(whole), 7):
        parsed = parsers.parse(whole[:end], at=AT)
        assert parsed.accepted or parsed.reason.endswith(".")
    assert not parsers.parse(b"A ferry turned back.\n" * 10, at=AT).accepted
    assert not parsers.parse(copy(body="x" * 3_000_000), at=AT).accepted
