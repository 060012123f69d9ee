"""A delivery of which words were left out says how many, which and why; any other says nothing."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

from wires.parsers import parse
from wires.parsing import markup

AT = datetime(2024, 6, 8, 13, 0, tzinfo=UTC)
CASES = Path(__file__).parent / "cases"
CODE = "Words of scripts and style sheets, which are no copy, were left out: %d."
STRUCK = "Words that are struck out were left out: %d."
HEADS = "Words in the head of a page were left out: %d."
EMBEDDED = "Words in embedded parts, as frames, films and drawings, were left out: %d."
FORMS = "Words of forms, buttons and menus were left out: %d."
MARKS = "Lines that are marks for desks were left out: “%s”."
OTHERS = "Words that are in no field here were left out (%d): “%s”."

# HTML of a body, and the remarks on it
REMARKS = {
    "paragraphs": ("<p>One two.</p><p>Three.</p>", []),
    "a line that begins with the headline": ("<h1>Ferry</h1><p>One.</p>", []),
    "words in parts": ("<p>H<sub>2</sub>O for <b>To</b>kyo and <i>N</i>iigata.</p>", []),
    "parts side by side": ("<p><span>One</span><span>two</span></p>", []),
    "a table": ("<table><caption>A</caption><tr><th>B</th><td>C<br>D</td></tr></table>", []),
    "a list": ("<ul>One<li>two<ol><li>three</li></ol></li></ul>", []),
    "entities": ("<p>R&amp;D&nbsp;at Sado&hellip; caf&eacute;</p>", []),
    "invisible characters": ("<p>Fer\u00adry\u200b boat</p>", []),
    "letters with marks apart": ("<p>Vie\u0323\u0302t Nam</p>", []),
    "a script": ("<p>One.</p><script>var one = 'two';</script>", [CODE % 3]),
    "a script and a style": (
        "<style>p {color: red}</style><p>One.</p><script>x()</script>",
        [CODE % 4],
    ),
    "struck text": ("<p>One <s>two</s> <del>three <b>four</b></del> five.</p>", [STRUCK % 3]),
    "text that a style strikes out": (
        "<p>One <span style='color: red; text-decoration:line-through'>two</span></p>"
        "<p style='TEXT-DECORATION: Line-Through'>Three four.</p>",
        [STRUCK % 3],
    ),
    "text that a style strikes out in HTML": (
        "<p>R&D <span style='text-decoration:line-through'>two</span> three",
        [STRUCK % 1],
    ),
    "struck paragraphs": ("<del><p>Two.</p></del><p>One.</p>", [STRUCK % 1]),
    "struck text that is kept elsewhere": ("<p>One <strike>one</strike></p>", [STRUCK % 1]),
    "a page": (
        "<html><head><title>Page</title></head><body><p>One.</p></body></html>",
        [HEADS % 1],
    ),
    "a frame": ("<p>One.</p><iframe>two three</iframe>", [EMBEDDED % 2]),
    "a button": ("<p>One.</p><button>Share</button><nav>Home News</nav>", [FORMS % 3]),
    "desk initials": ("<p>One.</p><p>hh/ph/ts</p>", [MARKS % "hh/ph/ts"]),
    "a comment": ("<p>One.<!-- two --></p>", []),
    "a comment in HTML": ("<p>R&D.<!-- two --> three</p>", []),
    "two reasons": ("<p>One <s>two</s></p><script>x</script>", [STRUCK % 1, CODE % 1]),
}


@pytest.mark.parametrize(("html", "remarks"), REMARKS.values(), ids=list(REMARKS))
def test_a_delivery_says_what_of_it_was_left_out(html, remarks):
    assert remarks_of(rss(html)) == remarks
    assert remarks_of(ninjs(html)) == remarks


def test_struck_text_is_no_copy():
    raw = (CASES / "c09-rss-struck-text.xml").read_bytes()
    assert markup.text(parse(raw, at=AT).items[0].body_html) == "The storm killed seven people."
    assert remarks_of(raw) == [STRUCK % 2]


@pytest.mark.parametrize(
    "body",
    [
        "<p>One <s>two</s>.</p>",
        "<block><p>One <del>two</del>.</p></block>",
        "<p>One<!-- comment --> <strike>two</strike>.</p>",
        "<p>One <em style='text-decoration: line-through'>two</em>.</p>",
    ],
)
def test_struck_text_is_no_copy_in_elements_either(body):
    raw = nitf(f"<body.content>{body}</body.content>")
    assert parse(raw, at=AT).items[0].body_html == "<p>One .</p>"
    assert remarks_of(raw) == [STRUCK % 1]


def test_a_part_that_no_field_holds_is_named():
    raw = nitf(
        "<body.content><p>One.</p></body.content><body.content><p>Two three.</p></body.content>"
    )
    assert remarks_of(raw) == [OTHERS % (2, "Two three")]


def test_the_first_of_many_lost_words_are_shown():
    lost = [f"w{number}" for number in range(20)]
    raw = nitf(
        f"<body.content><p>One.</p></body.content><body.content>{' '.join(lost)}</body.content>"
    )
    assert remarks_of(raw) == [OTHERS % (20, " ".join(lost[:12]) + "…")]


def remarks_of(raw):
    with translation.override("en"):
        parsed = parse(raw, at=AT)
    assert parsed.accepted, parsed.reason
    return list(parsed.remarks)


def rss(html):
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item>'
        f"<title>Ferry</title><guid>1</guid><content:encoded><![CDATA[{html}]]></content:encoded>"
        "</item></channel></rss>"
    ).encode()


def ninjs(html):
    return json.dumps(
        {"uri": "a:1", "headline": "Ferry", "type": "text", "body_html": html}
    ).encode()


def nitf(parts):
    return (
        '<nitf><head><docdata><doc-id id-string="1"/></docdata></head><body><body.head><hedline>'
        f"<hl1>Ferry</hl1></hedline></body.head>{parts}</body></nitf>"
    ).encode()


ADDRESSES = "Mail addresses behind the text stand in the internal notes: %s."


@pytest.mark.parametrize(
    ("last", "note"),
    [
        ("<p>desk@t.test.invalid</p>", "desk@t.test.invalid"),
        (
            "<p>a.one@t.test.invalid / b.two@t.test.invalid</p>",
            "a.one@t.test.invalid / b.two@t.test.invalid",
        ),
        (
            "<p>E-mail: <a href='mailto:a@t.test.invalid'>a@t.test.invalid</a>.</p>",
            "E-mail: a@t.test.invalid.",
        ),
        (
            "<p>a@t.test.invalid, Tel: +84 24 3825 1234</p>",
            "a@t.test.invalid, Tel: +84 24 3825 1234",
        ),
        (
            "<p>a@t.test.invalid</p><p>b@t.test.invalid and @desk</p>",
            "a@t.test.invalid\nb@t.test.invalid and @desk",
        ),
    ],
)
def test_last_lines_of_addresses_are_for_the_desk_alone(last, note):
    for raw in (rss(f"<p>One.</p>{last}"), ninjs(f"<p>One.</p>{last}")):
        (item,) = parse(raw, at=AT).items
        assert (item.body_html, item.internal_notes) == ("<p>One.</p>", note)
        quoted = ", ".join(f"“{line}”" for line in note.split("\n"))
        assert remarks_of(raw) == [ADDRESSES % quoted]


@pytest.mark.parametrize(
    "last",
    [
        "<p>Write to the ministry: press@gov.test.invalid.</p>",
        "<p>desk@t.test.invalid</p><p>Two.</p>",
        "<p>@desk@t@</p>",
        "<p>Tel: +84 24 3825 1234</p>",
    ],
)
def test_addresses_within_copy_are_copy(last):
    (item,) = parse(rss(f"<p>One.</p>{last}"), at=AT).items
    assert item.internal_notes == ""
    assert markup.text(item.body_html) == markup.text(f"<p>One.</p>{last}")


def test_the_addresses_of_a_tag_line_are_for_the_desk_alone():
    (item,) = parse((CASES / "c06-nitf-tagline-mail.xml").read_bytes(), at=AT).items
    assert markup.text(item.body_html) == "The first boat left."
    assert item.internal_notes == "desk.one@test.invalid/desk.two@test.invalid"


def test_last_lines_are_read_in_bounded_time():
    began = time.process_time()
    for part in ("a@", "a.", "@a ", "1 ", "a@b.c ", "a@b.c,"):
        parse(rss(f"<p>{part * 100_000}</p>"), at=AT)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 60_000 + "one",
        "<s>" * 100_000 + "one",
        "<s><p>one" * 30_000,
        "".join(f"<b>w{number}</b>x " for number in range(15_000)),
        "".join(f"<script>w{number}</script>" for number in range(10_000)),
        "".join(f"<figure><figcaption>w{number}</figcaption></figure>" for number in range(5_000)),
        "a&b " * 100_000,
    ],
    ids=["deep", "struck", "struck blocks", "divided", "scripts", "captions", "signs"],
)
def test_words_are_counted_in_bounded_time(html):
    began = time.process_time()
    parse(rss(html), at=AT)
    parse(nitf(f"<body.content><p>One.</p></body.content><note><![CDATA[{html}]]></note>"), at=AT)
    assert time.process_time() - began < 10


def test_a_feed_of_many_items_is_measured_in_bounded_time():
    item = rss("<p>One <s>two</s>.</p>").decode()
    begins, ends = item.index("<item>"), item.index("</item>") + len("</item>")
    items = "".join(
        item[begins:ends].replace("<guid>1<", f"<guid>{number}<") for number in range(2_000)
    )
    began = time.process_time()
    assert remarks_of((item[:begins] + items + item[ends:]).encode()) == [STRUCK % 2_000]
    assert time.process_time() - began < 10


TELEGRAPH = {
    "ANPA": "a0123TST\r\nr i BC-Ferry   06-08 0100\r\n^BC-Ferry<\n^Ferry<\n   One.\n"
    "\nTST-HAN-06-08-24 0411GMT<\n%s",
    "IPTC 7901": "abc062 4 i 211 ccccb   tst 061\n\nFerry/\n\x02Ferry =\n\nOne.\n\x03081137 GMT Jun\n%s",
    "ZCZC": "ZCZC AAP\n#Ferry\n^Ferry turns back\n\n   One.\nNNNN\n%s",
}


@pytest.mark.parametrize("raw", TELEGRAPH.values(), ids=TELEGRAPH)
def test_words_behind_the_end_of_a_telegraph_item_are_named(raw):
    with translation.override("en"):
        assert parse((raw % "\x04\r\n").encode(), at=AT).remarks == ()
        parsed = parse((raw % "\nSado sinks\n").encode(), at=AT)
    assert parsed.remarks == (OTHERS % (2, "Sado sinks"),)
    assert markup.text(parsed.items[0].body_html) == "One."


def test_the_end_of_a_transmission_is_no_words():
    for form in ("ANPA", "IPTC 7901"):
        assert parse((TELEGRAPH[form] % "\n\x03\r\nNNNN\r\n").encode(), at=AT).remarks == ()
