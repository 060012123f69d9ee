"""Telegraph text: IPTC 7901, ANPA 1312 and copy between ZCZC and NNNN, in our own words."""

import time
from datetime import UTC, datetime

import pytest

from wires import parsers
from wires.parsing import markup
from wires.parsing.parsed import UNKNOWN, USABLE

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
    assert item.internal_notes == "Contacts\n- Desk: +84 24 1234\ntst abc de"
    assert item.editor_note == "Note to editors\n- Pictures follow"


@pytest.mark.parametrize(
    ("date", "at", "expected"),
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
def test_the_year_that_the_date_leaves_out_is_the_last_in_which_it_was(date, at, expected):
    _format, item = parse(copy(date=date), at=at)
    assert (item.sent_at, item.created_at, item.version_at) == (expected, expected, expected)
    assert item.guid == f"abc062:{(expected or at):%Y-%m-%d}"


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


def test_control_codes_within_the_copy_are_none_of_its_letters():
    _format, item = parse(copy(title="Ferry\x10turns\x0f back =", body="A\x0e ferry\x1b.\n"))
    assert (item.headline, item.body_html) == ("Ferry turns back", "<p>A ferry.</p>")


def test_a_text_of_nothing_but_marks_takes_no_time():
    began = time.process_time()
    for line in ("^\n", "^a<\n", "\x08;\n", "=\n", "     \n"):
        parsers.parse(marked(line * 80_000), at=AT)
        parsers.parse(copy(body=line * 80_000), at=AT)
    assert time.process_time() - began < 10


def test_tags_in_text_are_words():
    _format, item = parse(copy(body="A <script>ferry</script>.\n"))
    assert item.body_html == "<p>A &lt;script&gt;ferry&lt;/script&gt;.</p>"


@pytest.mark.parametrize(
    ("title", "is_held", "killed"),
    [
        ("EMBARGOED until 1200 GMT =", True, False),
        ("Oil embargo hits ferries =", False, False),
        ("MANDATORY KILL: Ferry =", False, True),
        ("Waves kill two =", False, False),
    ],
)
def test_embargoes_and_kills_in_words_keep_it_from_use(title, is_held, killed):
    _format, item = parse(copy(title=title))
    assert (item.embargo_indefinite, item.status) == (is_held, UNKNOWN if killed else USABLE)
    assert item.is_usable(AT) is not (is_held or killed)


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


def marked(*lines):
    """Telegraph text as it is on the wire: what stands above it, and its last line of date."""
    above = "\x16\x16\x01W2870\x1f-----\nr i\x13\x12BC-Ferry  06-08 0211\n\x02"
    raw = above + "\n".join(lines) + "\n\n\t   \x03TST-WF-06-08-24 1137GMT<\n\n\x04\n"
    return raw.replace("\n", "\r\n").encode("cp1252")


def test_above_the_copy_stand_headline_summary_notes_and_byline():
    _format, item = parse(
        marked(
            "^BC-Ferry,211< ",
            "^Ferry turns back< ",
            "^TST Photo OSA101, OSA102<",
            "^(Eds: With pictures.)<",
            "^A ferry turned back in heavy swell _ for the first time.< ",
            "^By JANE DOE= ",
            "^Wire Writer=",
            "\t   OSAKA, Japan (TST) _ A ferry turned back.",
        )
    )
    assert (item.slugline, item.headline) == ("BC-Ferry", "Ferry turns back")
    assert item.standfirst == "A ferry turned back in heavy swell — for the first time."
    assert item.editor_note == "TST Photo OSA101, OSA102\n(Eds: With pictures.)"
    assert (item.byline, item.provider) == ("By JANE DOE, Wire Writer", "TST")
    assert item.body_html == "<p>OSAKA, Japan (TST) — A ferry turned back.</p>"
    assert item.sent_at == datetime(2024, 6, 8, 11, 37, tzinfo=UTC)


def test_tables_are_told_line_by_line_and_none_of_their_words_is_lost():
    _format, item = parse(
        marked(
            "^BC-Rowing Glance<",
            "^Rowing Standings=",
            "^By The Wire=",
            "^EAST=",
            "^;W;L;GB",
            "\x08Osaka;23;13;_",
            "\x08Kobe;19;21;6{",
            "\t   ___=",
            "^Sunday's Races=",
            "\t   Osaka 7, Kobe 5<",
        )
    )
    assert (item.headline, item.byline) == ("Rowing Standings", "By The Wire")
    assert markup.text(item.body_html).splitlines() == [
        *("EAST", "W L GB", "Osaka 23 13 _", "Kobe 19 21 6½"),
        *("Sunday's Races", "Osaka 7, Kobe 5"),
    ]
    assert "<tr><td></td><td>W</td><td>L</td><td>GB</td></tr><tr><td>Osaka</td>" in item.body_html


def test_tables_within_bars_are_tables():
    body = (
        "Results:\n\n| Friday: |\n| Osaka  | - | Kobe | 2:1 |\n\n\n| 1. | Osaka | 3 |\n\n"
        "Next; soon; later.\n"
    )
    _format, item = parse(copy(body=body))
    assert item.body_html == (
        "<p>Results:</p><table><tbody><tr><td>Friday:</td></tr>"
        "<tr><td>Osaka</td><td>-</td><td>Kobe</td><td>2:1</td></tr></tbody></table>"
        "<table><tbody><tr><td>1.</td><td>Osaka</td><td>3</td></tr></tbody></table>"
        "<p>Next; soon; later.</p>"
    )


def test_headlines_alone_are_the_copy_where_nothing_else_is():
    lines = ("^*7001< ^TST-Top-Headlines,0042<", "^Top News<", "^Ferry turns back", "^Swell ends")
    _format, item = parse(marked(*lines))
    assert (item.slugline, item.headline) == ("TST-Top-Headlines", "Top News")
    assert item.body_html == "<p>Ferry turns back</p><p>Swell ends</p>"


def test_lines_for_selection_may_stand_before_and_the_number_of_words_may_be_left_out():
    raw = marked("^BC-Ferry<", "^Ferry turns back<", "\t   A ferry turned back.")
    raw = b"\x05abc def\r\n" + raw.replace(b"06-08 0211", b"06-08 ")
    assert parse(raw)[1].headline == "Ferry turns back"


@pytest.mark.parametrize("line", ["Eds: HOLD FOR RELEASE", "Embargoed until 1200", "EMBARGO: 0001"])
def test_an_embargo_told_above_the_copy_keeps_it_from_use(line):
    _format, item = parse(marked("^BC-Ferry<", "^Ferry turns back<", f"^{line}<", "\t   A ferry."))
    assert (item.embargo_indefinite, item.is_usable(AT)) == (True, False)


KYODO = (
    "\x01a0105KYODO\x1fkoko-\nu s\x14\x12BC-Ferry-Osaka   08-06 0344\n\x02BC-Ferry-Osaka\n"
    "Shipping: Ferry turns back in\nheavy swell+\nBy Jane Doe\n"
    "     OSAKA, Japan, June 8 Kyodo - A night ferry turned \nback on Friday.\n"
    "     Nobody -- as is known -- was hurt.\n==Kyodo\n\x03KWS-21:37-08-06-24\n"
)


@pytest.mark.parametrize("is_stripped", [False, True])
def test_kyodo_marks_its_headline_writes_the_day_first_and_signs(is_stripped):
    raw = KYODO.replace("\n", "\r\n")
    if is_stripped:  # of control codes, as mail systems do
        raw = KYODO.translate(dict.fromkeys((1, 2, 3, 20, 31))).replace("\x12", " ")
    format, item = parse(raw.encode())
    assert (format, item.guid, item.urgency) == ("ANPA 1312", "a0105:2024-06-08", 3)
    assert (item.slugline, item.headline) == (
        "BC-Ferry-Osaka",
        "Shipping: Ferry turns back in heavy swell",
    )
    assert (item.provider, item.credit_line, item.byline) == ("KYODO", "Kyodo", "By Jane Doe")
    assert item.dateline == "OSAKA, Japan, June 8 Kyodo"
    assert item.sent_at == datetime(2024, 6, 8, 12, 37, tzinfo=UTC)
    assert item.body_html == (
        "<p>OSAKA, Japan, June 8 Kyodo - A night ferry turned back on Friday.</p>"
        "<p>Nobody -- as is known -- was hurt.</p>"
    )


def test_without_its_last_line_the_day_of_kyodo_is_that_of_its_first():
    raw = KYODO.partition("\x03")[0].encode()
    assert parse(raw)[1].guid == "a0105:2024-06-08"


@pytest.mark.parametrize("mark", ["+", ""])
def test_copy_that_is_not_indented_is_no_headline(mark):
    raw = marked(
        "BC-Ferry", f"Ferry turns back{mark}", "A ferry turned back.", "", "Nobody was hurt."
    )
    _format, item = parse(raw)
    assert (item.slugline, item.headline) == ("BC-Ferry", "Ferry turns back")
    assert item.body_html == "<p>A ferry turned back.</p><p>Nobody was hurt.</p>"


def test_one_line_above_the_copy_is_its_headline():
    raw = marked("Ferry turns back", "     A ferry turned back.", "     Nobody was hurt.")
    _format, item = parse(raw)
    assert (item.slugline, item.headline) == ("BC-Ferry", "Ferry turns back")
    assert item.body_html == "<p>A ferry turned back.</p><p>Nobody was hurt.</p>"


def test_times_of_the_east_coast_are_so_many_hours_behind():
    raw = ANPA.replace("TST-WF-06-08-24 1137GMT", "TST-NY-06-08-24 0737EDT").encode()
    assert parse(raw)[1].sent_at == datetime(2024, 6, 8, 11, 37, tzinfo=UTC)


def test_what_kind_of_take_it_is_stands_for_the_desk_and_not_in_the_headline():
    title = "REFILE\n2ND LEAD\nFerry turns back in heavy swell\nBy Jane Doe, tst  ="
    _format, item = parse(copy(title=title, header="abc00062 4 i 211    tst 1061"))
    assert (item.guid, item.provider) == ("abc00062:2024-06-08", "tst 1061")
    assert (item.headline, item.byline) == ("Ferry turns back in heavy swell", "By Jane Doe, tst")
    assert item.editor_note.splitlines()[:2] == ["REFILE", "2ND LEAD"]


def test_a_headline_in_capitals_is_a_headline():
    assert parse(copy(title="FERRY TURNS\nBACK ="))[1].headline == "FERRY TURNS BACK"


@pytest.mark.parametrize(
    "text",
    [
        *("KILL\nFerry sinks =", "(Zurückziehung)\nFerry sinks ="),
        "(Achtung) Bitte die Meldung nicht verwenden\nFerry sinks =",
    ],
)
def test_a_take_that_withdraws_is_a_kill(text):
    _format, item = parse(copy(title=text))
    assert (item.status, item.headline) == (UNKNOWN, "Ferry sinks")


@pytest.mark.parametrize(
    "text",
    [
        *("KILL KILL KILL =", "*** ELIMINAR - ELIMINAR ***\nATENCION REDACCIONES ="),
        *("АННУЛИРОВАНИЕ =", "حظر حظر حظر ="),
    ],
)
def test_a_kill_without_a_headline_is_a_kill_in_every_language_of_dpa(text):
    assert parse(copy(title=text))[1].status == UNKNOWN


def test_a_remark_may_take_several_lines_and_ring_bells():
    title = (
        "(Eil \x07\x07\x07)\n(Berichtigung: Die Fähre hatte zuerst\n40 (statt 14) Gäste.)\n"
        "Ferry turns back\nin heavy swell\nVon Jane Doe, tst\n(Foto Illustration) ="
    )
    _format, item = parse(copy(title=title))
    assert (item.headline, item.byline) == ("Ferry turns back in heavy swell", "Von Jane Doe, tst")
    assert item.editor_note.splitlines()[:3] == [
        "(Eil )",
        "(Berichtigung: Die Fähre hatte zuerst 40 (statt 14) Gäste.)",
        "(Foto Illustration)",
    ]


def test_an_embargo_among_the_remarks_keeps_it_from_use():
    title = "(KORR-Bericht - Sperrfrist 9. Juni 14.20 Uhr - nicht online)\nFerry turns back ="
    assert parse(copy(title=title))[1].embargo_indefinite is True


def test_what_follows_a_rule_in_the_notes_is_for_the_desk_alone_in_any_language():
    tail = (
        "\n# Notas\n\n## Enlaces\n- uno\n\n* * * *\nLa siguiente información es para redacciones\n\n"
        "- Desk: +84 24 1234\n\ntst koe yyno n1 sck\n"
    )
    _format, item = parse(copy(tail=tail))
    assert item.editor_note == "Enlaces\n- uno"
    assert "1234" in item.internal_notes and "sck" in item.internal_notes
    assert "1234" not in item.body_html


def test_the_dateline_may_stand_below_a_summary():
    body = (
        "A ferry turned back.\nNobody was hurt.\n\nOsaka (tst/lko) - A night ferry turned back.\n"
    )
    _format, item = parse(copy(body=body))
    assert item.dateline == "Osaka (tst/lko)"
    assert item.body_html.count("<p>") == 2


def test_a_kill_told_in_place_of_copy_is_a_kill():
    _format, item = parse(copy(body="Editors: Kill the story Ferry sinks, abc060.\n"))
    assert item.status == UNKNOWN


def test_initials_before_the_notes_are_for_the_desk_alone():
    tail = "\n# Notebook\n\n## Internet links\n- a link\n\ntst abc de\n"
    _format, item = parse(copy(tail=tail))
    assert (item.editor_note, item.internal_notes) == ("Internet links\n- a link", "tst abc de")


def test_contacts_are_for_the_desk_alone_though_nothing_says_so():
    tail = (
        "\n# Notebook\n\n## Note to editors\n- Pictures\n\n## tst-Kontakte\n- Desk: +84 24 1234\n"
    )
    _format, item = parse(copy(tail=tail))
    assert (item.editor_note, item.internal_notes) == (
        "Note to editors\n- Pictures",
        "- Desk: +84 24 1234",
    )


@pytest.mark.parametrize(
    ("rest", "provider"),
    [
        ("tst 061", "tst 061"),
        ("osa 2222", "osa 2222"),
        ("Di, 13.Nov 2018", ""),
        ("13. Nov 2018", ""),
    ],
)
def test_a_date_in_the_first_line_is_no_provider(rest, provider):
    assert parse(copy(header=f"TST0138 5 II 0423   {rest}"))[1].provider == provider


def test_whose_the_copy_is_besides_is_told_in_the_notes():
    tail = "\n# Notebook\n\n## Note to editors\n- (c)2018 The Osaka Paper\n- Visit it\n"
    assert parse(copy(tail=tail))[1].copyright_notice == "(c)2018 The Osaka Paper"


@pytest.mark.parametrize("is_marked", [True, False])
def test_a_slugline_may_stand_apart_without_a_stroke(is_marked):
    raw = (
        b"\x7f\x7f\r\n\x7f\x01abf012 4 su 99 osa 2222\r\n\r\nFerries OS\r\n\r\n"
        b"\x02Ferries OS:\r\nFerry turns back = \r\n\r\nOsaka (tst) A ferry turned back.\r\n\r\n"
        b"(TST\\/ab cd) \r\n\r\n\x03081137 jun 24 \r\n\x04"
    )
    if not is_marked:
        raw = raw.translate(None, b"\x01\x02\x03\x04\x7f")
    _format, item = parse(raw)
    assert (item.slugline, item.headline) == ("Ferries OS", "Ferries OS: Ferry turns back")
    assert (item.dateline, item.sent_at) == (
        "Osaka (tst)",
        datetime(2024, 6, 8, 11, 37, tzinfo=UTC),
    )
    assert item.body_html == "<p>Osaka (tst) A ferry turned back.</p>"


COPY_OF_AAP = "   A ferry turned back.\n\n   Nobody was hurt.\n\n\nAAP RTV\n\n\nNNNN\n"
ABOVE = {
    "ZCZC AAP\n%A\n#Ferry_OS1\n$Ferry turns back\n:(OSAKA)\n&AAPIS\\Doe\n*07000000\n@OSA\n": (
        "Ferry turns back",
        "Ferry_OS1",
    ),
    "ZCZC AAP\n$A\n:Ferry\n=(SYDNEY)\n^Ferry turns back\n*FORMAT X\n+03000000\n": (
        "Ferry turns back",
        "Ferry",
    ),
    "ZCZC FMG000\nYY TDR\nRACING : Ferry turns back\n": ("Ferry turns back", ""),
    "ZCZC FMG000\nYY TDR\n:POTTED :Ferry turns back\n": ("Ferry turns back", ""),
}


@pytest.mark.parametrize(("above", "text"), ABOVE.items())
def test_aap_marks_what_stands_above_the_copy(above, text):
    format, item = parse((above + COPY_OF_AAP).encode())
    assert (format, item.headline, item.slugline) == ("ZCZC", *text)
    assert item.body_html == "<p>A ferry turned back.</p><p>Nobody was hurt.</p>"
    assert (
        item.guid.startswith("urn:sha256:")
        and item.guid == parse((above + COPY_OF_AAP).encode())[1].guid
    )
    assert item.created_at is None


def test_a_kill_of_aap_is_not_usable():
    assert parse(("ZCZC AAP\n$MANDATORY KILL\n" + COPY_OF_AAP).encode())[1].status == UNKNOWN


def test_a_row_as_long_as_a_story_is_words():
    assert "<td>" not in parse(copy(body="| a " * 1_000 + "|\n"))[1].body_html


def test_text_cut_anywhere_raises_nothing_and_text_alone_is_no_copy():
    for whole in (copy(), KYODO.encode(), ANPA.encode(), f"ZCZC A\n#B\n{COPY_OF_AAP}".encode()):
        for end in range(0, len(whole), 7):
            parsed = parsers.parse(whole[:end], at=AT)
            assert parsed.accepted or parsed.reason.endswith(".")
    assert not parsers.parse(b"A ferry turned back.\n" * 10, at=AT).accepted
    assert not parsers.parse(copy(body="x" * 3_000_000), at=AT).accepted


@pytest.mark.parametrize(
    "remark",
    ["(Updates: 12 killed)", "(Neu: Klage zurückgezogen)", "(actualisé: vols annulés à Genève)"],
)
def test_a_remark_on_what_is_new_is_no_kill(remark):
    assert parse(copy(title=f"{remark}\nFerry turns back ="))[1].status == USABLE


def test_a_headline_may_begin_with_a_name_in_capitals_or_end_like_a_byline():
    assert parse(copy(title="NATO\nsends ferries ="))[1].headline == "NATO sends ferries"
    item = parse(copy(title="Ferries for all:\nVon der Leyen agrees ="))[1]
    assert (item.headline, item.byline) == ("Ferries for all: Von der Leyen agrees", "")


def test_one_line_with_semicolons_is_no_table_and_two_are():
    for lines, tables in (("See a;b;c", 0), ("Osaka;23;13\nTokyo;22;12", 1)):
        assert parse(copy(body=f"One.\n{lines}\nTwo.\n"))[1].body_html.count("<table>") == tables


def test_the_words_of_aap_that_hold_copy_are_never_taken_for_a_desk():
    is_held = parse(b"ZCZC\n:KILL: FERRY STORY\nBody.\nNNNN\n")[1]
    assert (is_held.headline, is_held.status) == ("KILL: FERRY STORY", UNKNOWN)
    for line in ("*EMBARGOED UNTIL 6PM FRIDAY", "$(EMBARGOED UNTIL 6PM FRIDAY)"):
        item = parse(f"ZCZC\n{line}\n$FERRY TO SAIL\nBody.\nNNNN\n".encode())[1]
        assert (item.headline, item.embargo_indefinite) == ("FERRY TO SAIL", True)


def test_marks_below_the_heading_are_the_copys_own():
    raw = b"ZCZC\n$FERRY\n$TO SAIL\n\n* First result 1\n* Second 2\n\nMore.\nNNNN\n"
    item = parse(raw)[1]
    assert item.headline == "FERRY TO SAIL"
    assert "First result 1" in item.body_html


@pytest.mark.parametrize(
    "body",
    ["101530" + " " * 20_000 + "1", "\n".join([" " * 990] * 400), "ends\n\n" * 20_000],
    ids=["blanks behind a day", "lines of blanks", "sign-offs"],
)
def test_very_many_of_one_thing_take_no_time(body):
    began = time.process_time()
    parse(copy(body=f"One.\n\n{body}\n\nTwo.\n"))
    assert time.process_time() - began < 3
