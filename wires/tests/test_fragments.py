"""Mark-up in a string is read as XML where it is XML: what closes itself takes nothing with it."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wires.parsers import parse
from wires.parsing import fragments, markup

AT = datetime(2024, 6, 8, 13, 0, tzinfo=UTC)
CASES = Path(__file__).parent / "cases"
SELF_CLOSED = sorted(path.name for path in CASES.glob("c01*") if "kill" not in path.name)
BOTH_LINES = "The first boat left Niigata at noon.\nThe second follows on Sunday."


@pytest.mark.parametrize("name", SELF_CLOSED)
def test_copy_behind_an_element_that_closes_itself_is_there(name):
    (item,) = parse((CASES / name).read_bytes(), at=AT).items
    assert markup.text(item.body_html) == BOTH_LINES


def test_there_are_cases():
    assert len(SELF_CLOSED) == 16


def test_an_embargo_behind_a_script_that_closes_itself_counts():
    raw = (CASES / "c01-rss-kill-behind-selfclosed-script.xml").read_bytes()
    (item,) = parse(raw, at=AT).items
    assert item.embargo_indefinite
    assert not item.is_usable(AT)


# mark-up from outside, the text that is left of it
READ = {
    "HTML that is no XML": ("<p>R&D<iframe src='x'/><p>Two.", "R&D\nTwo."),
    "capitals": ("<P>One.</P><SCRIPT SRC='x'/><P>Two.</p>", "One.\nTwo."),
    "a link": ("<p><a name='x'/>One & two.</p>", "One & two."),
    "a slash of an address": ("<p>R&D <a href=https://a.example/>one</a></p>", "R&D one"),
    "a sign within a value": ("<p>R&D</p><iframe title='a > b'/><p>Two.</p>", "R&D\nTwo."),
    "a CDATA section in XML": ("<p><![CDATA[One <two> & three.]]></p>", "One <two> & three."),
    "a CDATA section in HTML": ("<p>R&D<br><![CDATA[1 < 2]]></p>", "R&D\n1 < 2"),
    "an instruction": ("<p>R&D</p><?php echo 1 > 2 ?><p>Two.</p>", "R&D\nTwo."),
    "an instruction in XML": ("<p>One.</p><?php echo 1 > 2 ?><p>Two.</p>", "One.\nTwo."),
    "a comment that is nowhere closed": ("<p>One.</p><!-- <p>Two.</p>", "One.\nTwo."),
    "a comment": ("<p>R&D</p><!-- <script> --><p>Two.</p>", "R&D\nTwo."),
    "a frame that is nowhere closed": ("<p>R&D</p><iframe src='x'><p>Two.</p>", "R&D\nTwo."),
    "a figure that is nowhere closed": ("<p>R&D</p><figure><p>Two.</p>", "R&D\nTwo."),
    "a script that is nowhere closed": ("<p>R&D</p><script>x = 1 < 2", "R&D"),
    "a script with a tag in it": (
        "<p>R&D</p><script>write('<script src=\"x\"/>')</script><p>Two.</p>",
        "R&D\nTwo.",
    ),
    "entities of HTML": (
        "<p>Niigata&nbsp;&ndash;&nbsp;Sado&hellip;</p><title/>x",
        "Niigata – Sado…\nx",
    ),
    "an entity of nobody": ("<p>One &two; three.</p><title/>", "One &two; three."),
    "prefixes that nobody declared": (
        "<o:p>One.</o:p><title/><st1:place w:st='on'>Two</st1:place>",
        "One.\nTwo",
    ),
    "a whole page": (
        '<?xml version="1.0" encoding="latin-1"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"'
        ' "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html><head><title/></head>'
        "<body><p>One.</p></body></html>",
        "One.",
    ),
    "words around a figure": ("One<figure><img/></figure>two<nav>x</nav>three", "One two three"),
    "words around a figure in HTML": (
        "R&D<figure><img></figure>two<nav>x</nav>three",
        "R&D two three",
    ),
    "loose text in a list": ("<ul>One<li>Two</li>Three</ul>", "One\nTwo\nThree"),
    "loose text in a table": (
        "<table>One<tr>Two<td>Three</td>Four</tr>Five</table>",
        "One\nTwo\nFour\nFive\nThree",
    ),
}


@pytest.mark.parametrize(("html", "text"), READ.values(), ids=list(READ))
def test_no_word_goes_with_a_tag(html, text):
    cleaned = markup.clean(html)
    assert markup.text(cleaned) == text
    assert markup.clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "html",
    [
        '<!DOCTYPE p [<!ENTITY x "boom">]><p>&x;</p>',
        '<!DOCTYPE p SYSTEM "file:///etc/passwd"><p>&x;</p>',
        "<p>&#0;</p>",
        "</div><div>",
    ],
)
def test_no_entity_of_its_own_is_read(html):
    assert fragments.read_xml(html) is None
    assert "boom" not in markup.text(markup.clean(html))


@pytest.mark.parametrize(
    "part",
    ['<a "', "<a ='", "<!--", "<![CDATA[", "<?", "<iframe>", "<script/>", "<a =", "&a;", "<x:y "],
)
def test_mark_up_of_outsiders_is_read_in_bounded_time(part):
    began = time.process_time()
    fragments.closed(part * (400_000 // len(part)))
    fragments.read_xml(part * (400_000 // len(part)))
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "number", ["&#1;", "&#8", "&#x0;", "&#xb;", "&#x1F;", "&#xfffe;", "&#xD800;"]
)
@pytest.mark.parametrize("begins", ["", "<p>", "<b>" * 3000])
def test_control_characters_by_number_stop_no_reader(number, begins):
    html = f"{number}{begins}R&D {number} one."
    assert markup.text(markup.clean(html)).replace("\N{REPLACEMENT CHARACTER}", "").split() == [
        "R&D",
        "one.",
    ]
    assert fragments.from_html(html) is not None


def test_a_control_character_by_number_in_one_story_of_a_feed_stops_no_other():
    raw = """<rss version="2.0"><channel><title>W</title>
    <item><guid>1</guid><title>One</title><description><![CDATA[&#8;R&D]]></description></item>
    <item><guid>2</guid><title>Two</title><description>Boats.</description></item></channel></rss>"""
    parsed = parse(raw.encode(), at=AT)
    assert [markup.text(item.body_html) for item in parsed.items] == ["R&D", "Boats."]


@pytest.mark.parametrize("sign", ["\u00ad", "»", "&raquo;", "&amp;"])
def test_very_many_signs_that_nh3_is_slow_with_are_no_story(sign):
    raw = f"""<rss version="2.0"><channel><title>W</title><item><guid>1</guid>
      <description><![CDATA[R {sign * 400_000}]]></description></item></channel></rss>"""
    began = time.process_time()
    assert parse(raw.encode(), at=AT).reason
    assert time.process_time() - began < 2


def test_a_text_with_as_many_such_signs_as_a_book_is_read_whole():
    text = "« Un° » " * 5_000
    assert markup.text(markup.clean(f"<p>{text}R&D</p>")) == f"{text}R&D"
