"""Bodies of agency copy as clean HTML: nothing runs, no word is lost, cleaning twice changes nothing."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from attribution import agencies
from editions import body
from wires.parsing import markup

XHTML = "http://www.w3.org/1999/xhtml"

# html from outside, what is left of it
CLEANED = {
    "a paragraph": ("<p>One.</p>", "<p>One.</p>"),
    "blanks at its ends": ("<p>\n     One  two. </p>", "<p>One two.</p>"),
    "words without a paragraph": ("One.", "<p>One.</p>"),
    "paragraphs as divisions": (
        "<div>One.<div>Two.</div>Three.</div>",
        "<p>One.</p><p>Two.</p><p>Three.</p>",
    ),
    "bold around paragraphs": ("<b><p>One.</p><p>Two.</p></b>", "<p>One.</p><p>Two.</p>"),
    "bold and italic": ("<p><b>One</b> <i>two</i></p>", "<p><strong>One</strong> <em>two</em></p>"),
    "the main heading": ("<h1>One</h1><h6>Two</h6>", "<h2>One</h2><h4>Two</h4>"),
    "empty paragraphs": ("<p>&nbsp;</p><p><br></p><p>One.</p>", "<p>One.</p>"),
    "a quotation": ("<blockquote>One.</blockquote>", "<blockquote><p>One.</p></blockquote>"),
    "a list": ("<ul><li>One</li><div><li>Two</li></div></ul>", "<ul><li>One</li><li>Two</li></ul>"),
    "a list's stray words": ("<ul><b>One</b></ul>", "<ul><li><strong>One</strong></li></ul>"),
    "definitions": ("<dl><dt>One<dd>Two</dl>", "<ul><li>One</li><li>Two</li></ul>"),
    "a table": (
        '<table><tr><th scope="col" onclick="x()">A<td colspan="2">B</table>',
        '<table><tbody><tr><th scope="col">A</th><td colspan="2">B</td></tr></tbody></table>',
    ),
    "a table as wide as the sea": (
        "<table><tr><td colspan=99999999>A</table>",
        "<table><tbody><tr><td>A</td></tr></tbody></table>",
    ),
    "a table's empty cells": (
        "<table><tr><th></th><th>Won</th></tr><tr><td> </td><td></td></tr>"
        "<tr><td>Osaka</td><td>3</td></tr></table>",
        "<table><tbody><tr><th></th><th>Won</th></tr><tr><td>Osaka</td><td>3</td></tr></tbody></table>",
    ),
    "a table of nothing": ("<table><tr><td></td><td> </td></tr></table>", ""),
    "lines as they are set": (
        "<pre>Osaka   3\n\nKobe &lt;  1\n</pre>",
        "<p>Osaka 3<br>Kobe &lt; 1</p>",
    ),
    "a script": ("<p>One.<script>alert(1)</script></p>", "<p>One.</p>"),
    "a style": ("<style>p{}</style><p style='x' class='y' onclick='z'>One.</p>", "<p>One.</p>"),
    "a frame": ('<iframe src="http://a.example/">x</iframe><p>One.</p>', "<p>One.</p>"),
    "a link": (
        '<a href="https://a.example/?b=1&amp;c=2" onclick="x()" target="_blank">One</a>',
        '<p><a href="https://a.example/?b=1&amp;c=2" rel="noopener nofollow">One</a></p>',
    ),
    "a link that runs": (
        '<p><a href="javascript:alert(1)">One</a></p>',
        "<p>One</p>",
    ),
    "a link into a file": (
        '<p><a href="file:///etc/passwd">One</a></p>',
        "<p>One</p>",
    ),
    "a picture and its caption": (
        "<figure><img src='a.jpg' onerror='x()'><figcaption>Caption</figcaption></figure><p>One.</p>",
        "<p>One.</p>",
    ),
    "a vector picture that runs": (
        "<svg onload='x()'><script>y()</script></svg><p>One.</p>",
        "<p>One.</p>",
    ),
    "a title that hides a tag": (
        '<a title="</noscript><img src=x onerror=alert(1)>" href="https://a.example/">One</a>',
        '<p><a href="https://a.example/" rel="noopener nofollow">One</a></p>',
    ),
    "a control character": ("<p>O\x01n\x00e.</p>", "<p>One.</p>"),
    "half a character": ("<p>O\ud800ne.</p>", "<p>One.</p>"),
    "a declaration": ('<?xml version="1.0" encoding="latin-1"?><p>One.</p>', "<p>One.</p>"),
    "nothing": ("", ""),
    "blanks": ("  \n ", ""),
}


@pytest.mark.parametrize(("html", "cleaned"), CLEANED.values(), ids=list(CLEANED))
def test_what_is_left_of_html_from_outside(html, cleaned):
    assert markup.clean(html) == cleaned
    assert markup.clean(markup.clean(html)) == markup.clean(html)


def _pieces():
    tags = (
        "p",
        "b",
        "div",
        "ul",
        "li",
        "table",
        "tr",
        "td",
        "a",
        "blockquote",
        "h1",
        "svg",
        "figure",
    )
    tags += (
        "br",
        "script",
        "style",
        "caption",
        "em",
        "section",
        "noscript",
        "math",
        "mtext",
        "pre",
    )
    opened = st.sampled_from(
        [f"<{tag}>" for tag in tags] + ['<a href="https://a.example/">', "<td colspan=3>"]
    )
    closed = st.sampled_from([f"</{tag}>" for tag in tags])
    text = st.sampled_from(
        ["one ", " two", "&lt;b&gt;", "&amp;", "<", ">", '"', "<!--", "-->", "đường", "\n"]
    )
    return st.lists(opened | closed | text, max_size=25).map("".join)


@settings(max_examples=300, deadline=None)
@given(_pieces())
def test_cleaning_twice_changes_nothing_and_the_press_takes_it_as_it_is(html):
    cleaned = markup.clean(html)
    assert markup.clean(cleaned) == cleaned
    assert body.clean(cleaned) == cleaned.replace(' rel="noopener nofollow"', "")


@settings(max_examples=100, deadline=None)
@given(_pieces())
def test_words_are_the_same_for_the_wire_and_for_the_press(html):
    assert markup.text(markup.clean(html)).split() == body.text(markup.clean(html)).split()


NITF = """<body.content xmlns="http://iptc.org/std/NITF/2006-10-18/"><block>
  <p>     Mr <person>Jane <name.family>Doe</name.family></person> of <org>Acme</org>
     paid <num>5</num> in <location><city>Tokyo</city></location>.</p>
  <hl2>Second</hl2>
  <bq><p>Quoted.</p></bq>
  <media media-type="image"><media-reference source="a.jpg"/><media-caption>Caption</media-caption></media>
  <table><caption>Tides</caption><tr><th>Port</th><td>High</td></tr></table>
  <ol><li>One</li></ol>
</block></body.content>"""


def test_nitf_is_told_in_html():
    assert markup.from_element(etree.fromstring(NITF)) == (
        "<p>Mr Jane Doe of Acme paid 5 in Tokyo.</p><h2>Second</h2>"
        "<blockquote><p>Quoted.</p></blockquote>"
        "<table><caption>Tides</caption><tbody><tr><th>Port</th><td>High</td></tr></tbody></table>"
        "<ol><li>One</li></ol>"
    )


def test_xhtml_is_told_in_html_whatever_its_prefix():
    root = etree.fromstring(
        f'<h:body xmlns:h="{XHTML}"><h:p>One &lt;two&gt; <h:b>three</h:b></h:p>'
        f'<h:script>x()</h:script><h:p><h:a href="https://a.example/">Four</h:a></h:p></h:body>'
    )
    assert markup.from_element(root) == (
        "<p>One &lt;two&gt; <strong>three</strong></p>"
        '<p><a href="https://a.example/" rel="noopener nofollow">Four</a></p>'
    )


def test_table_rows_outside_a_table_keep_their_words():
    row = etree.fromstring("<x><tr><td>One</td></tr></x>")
    assert markup.from_element(row) == "<p>One</p>"


def test_plain_text_becomes_paragraphs():
    assert markup.from_text("One\ntwo.\r\n\r\n  Three <b>.\n    Four") == (
        "<p>One two.</p><p>Three &lt;b&gt;.</p><p>Four</p>"
    )


def test_nothing_gives_no_body():
    assert (markup.from_element(None), markup.from_text(" \n\n ")) == ("", "")


@pytest.mark.parametrize(
    "last",
    [
        "==Kyodo",
        "== Kyodo",
        "hh/ph/ts/hd",
        "___",
        "./.",
        "-30-",
        "###",
        "ab/cd",
        "ends",
        "Ends",
        "/ritzau/",
        "(SDA/mf ba)",
        "(SDA\\/mf)",
        *(line for profile in agencies.profiles() for line in profile.last_line_examples),
    ],
)
def test_signals_at_the_end_are_no_copy(last):
    assert markup.without_sign_off(f"<p>One.</p><p>{last}</p>") == "<p>One.</p>"


def test_a_closing_mark_behind_the_last_sentence_goes():
    assert markup.without_sign_off("<p>One. ./.</p>") == "<p>One.</p>"


def test_a_rule_of_signs_within_the_copy_goes_and_what_follows_stays():
    html = "<p>One.</p><p>___</p><p>Jane Doe can be reached here.</p>"
    assert markup.without_sign_off(html) == "<p>One.</p><p>Jane Doe can be reached here.</p>"


@pytest.mark.parametrize(
    "last", ["Yes/no answers are none.", "The race ends", "UP NEXT", "AAP said so.", "(AB/CD)"]
)
def test_a_last_paragraph_of_copy_stays(last):
    html = f"<p>One.</p><p>{last}</p>"
    assert markup.without_sign_off(html) == html


def test_the_headline_is_not_said_twice():
    html = "<h2>Head</h2><p>One.</p>"
    assert markup.without_headline(html, "Head") == "<p>One.</p>"
    assert markup.without_headline(html, "Other") == html


def test_words_of_a_body_stand_in_lines():
    html = "<h2>A &amp; B</h2><p>One <strong>t</strong>wo<br>three</p><ul><li>Four</li></ul>"
    assert markup.text(html) == "A & B\nOne two\nthree\nFour"


@pytest.mark.parametrize(
    "tag", ["b", "div", "blockquote", "ul><li", "table><tr><td", "font size=1"]
)
def test_a_hundred_thousand_levels_leave_the_words_and_take_no_time(tag):
    began = time.monotonic()
    assert markup.clean(f"<{tag}>" * 100_000 + "One.") == "<p>One.</p>"
    assert time.monotonic() - began < 5


def test_formatting_that_is_carried_into_every_paragraph_does_not_grow_without_end():
    html = "".join(f'<font size="{n}">' for n in range(300)) + "<p>One." * 20_000
    began = time.monotonic()
    assert markup.text(markup.clean(html)).split() == ["One."] * 20_000
    assert time.monotonic() - began < 5


def test_a_body_of_five_million_characters_is_read_as_words():
    assert markup.clean("<p>" + "x " * 2_500_000) == "<p>" + ("x " * 2_500_000).strip() + "</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>a" + "<br>" * 30_000 + "b</p>",
        "<b " * 100_000,
        "<p>One.</p>" + "<p>ends</p>" * 20_000,
    ],
    ids=["breaks", "beginnings of marks", "sign-offs"],
)
def test_very_many_of_one_thing_take_no_time(html):
    began = time.process_time()
    markup.without_sign_off(markup.clean(html))
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<details><summary>One</summary>two</details>", "One\ntwo"),
        ("<fieldset><legend>One</legend>two</fieldset>", "One\ntwo"),
        ("<menu><li>One</li><li>two</li></menu>", "One\ntwo"),
    ],
)
def test_words_of_parts_side_by_side_are_no_single_word(html, expected):
    assert markup.text(markup.clean(html)) == expected
    assert markup.text(markup.clean(f"{html}<p>R&D<br>")) == f"{expected}\nR&D"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<p>One</p><fn>two</fn><custom-table>three</custom-table>", "One\ntwo\nthree"),
        ("<x:a xmlns:x='urn:x'><x:para>One</x:para><x:para>two</x:para></x:a>", "One\ntwo"),
    ],
)
def test_words_of_parts_of_xml_side_by_side_are_no_single_word(xml, expected):
    assert markup.text(markup.clean(xml)) == expected
