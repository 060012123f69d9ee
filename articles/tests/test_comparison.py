"""Two contents, compared by what readers get: nothing that differs for them stays unseen."""

import time
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import comparable
from articles.comparison import BODY, Part, changes
from editions import body
from images.files.embedded_rights import EmbeddedRights
from text import blocks
from text.blocks import Block, Picture

LINK = '<p>Theo <a href="https://{}.example/">công ty</a>, chuyến đầu rời ga.</p>'
TABLE = "<table><tbody><tr><td>2023</td><td>{}</td></tr><tr><td>2024</td><td>12</td></tr></tbody></table>"


def content(html, pictures=()):
    return [Part(BODY, "body", tuple(blocks.of_body(body.clean(html), pictures)))]


def shown(before, after):
    """The changes as text: [-gone-], {+new+}, and (gone → new) for what marks the words between."""
    return [as_text(change) for change in changes(before, after)]


def as_text(change):
    texts = []
    for text in change.texts:
        pieces = ""
        for piece in text.pieces:
            notes = f"({', '.join(piece.gone)} → {', '.join(piece.new)})"
            has_notes = piece.gone or piece.new
            marked = {"gone": "[-{}-]", "new": "{{+{}+}}", "changed": "*{}*"}.get(piece.kind, "{}")
            pieces += marked.format(piece.text.strip(" ")) + (notes if has_notes else "") + " "
        texts.append(f"{text.label}: {pieces}".strip(": ") if text.label else pieces.strip())
    place = f" ({change.was} → {change.now})" if change.was or change.now else ""
    return f"{change.label}{place}: {change.kind}: {' | '.join(texts)}"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            LINK.format("cu"),
            LINK.format("moi"),
            "paragraph 1: changed: Theo *công ty*(link to https://cu.example/ → link to"
            " https://moi.example/) , chuyến đầu rời ga.",
            id="the target of a link",
        ),
        pytest.param(
            "<p>Theo công ty.</p>",
            '<p>Theo <a href="https://a.example/">công ty</a>.</p>',
            "paragraph 1: changed: Theo *công ty*( → link to https://a.example/) .",
            id="a new link",
        ),
        pytest.param(
            "<h2>Một nửa</h2>",
            "<h3>Một nửa</h3>",
            "heading of the second level 1 (heading → heading of the second level): changed: Một nửa",
            id="the level of a heading",
        ),
        pytest.param(
            TABLE.format("10"),
            TABLE.format("11"),
            "table, row 1, column 2: changed: [-10-] {+11+}",
            id="a cell of a table",
        ),
        pytest.param(
            "<p>Rất lớn</p>",
            "<p>Rất <strong>lớn</strong></p>",
            "paragraph 1: changed: Rất *lớn*( → bold)",
            id="emphasis",
        ),
        pytest.param(
            "<ul><li>Một</li><li>Hai</li></ul>",
            "<ol><li>Một</li><li>Hai</li></ol>",
            "numbered list item 1 (list item → numbered list item): changed: Một",
            id="the kind of a list",
        ),
        pytest.param(
            "<ol><li>Một</li><li>Hai</li></ol>",
            "<ol><li>Một</li></ol><ol><li>Hai</li></ol>",
            "numbered list item 2 (otherwise joined to what stands before it → numbered list item):"
            " changed: Hai",
            id="one list that became two",
        ),
        pytest.param(
            "<p>Một câu</p>",
            "<blockquote><p>Một câu</p></blockquote>",
            "quote 1 (paragraph → quote): changed: Một câu",
            id="a quote",
        ),
        pytest.param("<p>a</p>", "<p>a</p><hr>", "rule 1: new: ", id="a rule"),
        pytest.param(
            "<p>Một<br>hai</p>",
            "<p>Một hai</p>",
            "paragraph 1: changed: Một [-\n-] hai",
            id="a line break",
        ),
        pytest.param(
            "<p>Một hai</p>",
            '<p lang="en">Một hai</p>',
            "paragraph 1: changed: *Một hai*( → language: en)",
            id="a language",
        ),
    ],
)
def test_what_differs_in_the_body_is_said(before, after, expected):
    assert shown(content(before), content(after))[0] == expected


def picture(pk, caption, credit_line):
    return Picture.of(pk, caption=caption, alt="Một cây cầu.", credit_line=credit_line)


def test_a_picture_is_compared_with_all_its_texts():
    figure = '<p>a</p><figure data-image="{}"></figure>'
    before = content(figure.format(3), [picture(3, "Cầu cũ.", "Ảnh: Kyodo")])
    after = content(figure.format(4), [picture(4, "Cầu mới.", "Ảnh: AP")])
    (change,) = changes(before, after)
    assert (change.picture_before, change.picture_after) == (3, 4)
    assert as_text(change) == (
        "picture in the text 1: changed: caption: Cầu [-cũ-] {+mới+} . | alternative text: Một cây cầu."
        " | credit line: Ảnh: [-Kyodo-] {+AP+}"
    )


def test_of_the_same_picture_only_the_texts_that_differ_are_shown():
    figure = '<p>a</p><figure data-image="3"></figure>'
    before = content(figure, [picture(3, "Cầu cũ.", "Ảnh: Kyodo")])
    after = content(figure, [picture(3, "Cầu mới.", "Ảnh: Kyodo")])
    assert shown(before, after) == ["picture in the text 1: changed: caption: Cầu [-cũ-] {+mới+} ."]


def printed(**texts):
    picture = {"image": 3, "order": 0, "place": "lead", **texts}
    names = ("kicker", "headline", "standfirst", "dateline", "byline", "body", "source_line")
    return {
        **dict.fromkeys((*names, "copyright_holder", "usage_terms"), ""),
        "section": {"name": "Thế giới", "slug": "the-gioi"},
        "language": "vi",
        **{name: [] for name in ("authors", "agencies", "topics")},
        "pictures": [picture],
    }


def test_what_is_printed_of_a_picture_is_named_in_words():
    address = "http://cv.iptc.org/newscodes/digitalsourcetype/"
    in_its_files = {field.name: address for field in fields(EmbeddedRights)}
    pairs = [
        (printed(source_type=""), printed(source_type=f"{address}digitalCreation")),
        (printed(file_rights={}), printed(file_rights=in_its_files)),
    ]
    by_term, in_files = (shown(*map(comparable.of_printed, pair))[0] for pair in pairs)
    assert by_term == "lead picture: changed: how it came to be: {+drawn by hand or program+}"
    assert "Copyright notice: " in in_files and "_" not in in_files


def test_what_no_reader_sees_is_no_change():
    for before, after in (
        ("<p>a  b</p>\n<p>c</p>", "<p>a b</p><p>c</p>"),
        ("<p><strong>a </strong>b</p>", "<p><strong>a</strong> b</p>"),
        ("<p><strong><em>a</em></strong></p>", "<p><em><strong>a</strong></em></p>"),
        ("<ul><li>a</li></ul>", "<ul><li><p>a</p></li></ul>"),
        ('<table><tr><td colspan="1">a</td></tr></table>', "<table><tr><td>a</td></tr></table>"),
    ):
        assert shown(content(before), content(after)) == []


def test_a_paragraph_between_others_is_one_change():
    before = content("<p>Đoạn đầu.</p><ul><li>x</li></ul><p>Đoạn sau.</p>")
    after = content("<p>Mới.</p><p>Đoạn đầu.</p><ul><li>w</li><li>x</li></ul><p>Đoạn sau.</p>")
    assert shown(before, after) == [
        "paragraph 1: new: {+Mới.+}",
        "list item 1: new: {+w+}",
    ]


def test_parts_that_only_one_content_has_are_shown():
    line = (blocks.of_line("Theo Kyodo"),)
    assert [c.kind for c in changes([], [Part("source_line", "source line", line)])] == ["new"]
    assert [c.kind for c in changes([Part("source_line", "source line", line)], [])] == ["gone"]


# Bodies as trees: two are equal for readers if and only if their trees are.
TEXTS = st.lists(st.sampled_from(["tàu", "biển", "ga", "6h12"]), min_size=1, max_size=4).map(
    " ".join
)
MARKS = st.sampled_from(
    (
        *("{}", "<strong>{}</strong>", "<em>{}</em>", "<strong><em>{}</em></strong>"),
        *('<a href="https://a.example/">{}</a>', '<a href="https://b.example/">{}</a>'),
        "H<sub>{}</sub>",
    )
)
LINE = st.tuples(TEXTS, MARKS, TEXTS).map(lambda p: f"{p[0]} {p[1].format(p[2])}")
LINES = st.lists(LINE, min_size=1, max_size=2)


def element(tag):
    return LINE.map(lambda line: f"<{tag}>{line}</{tag}>")


def several(outer, inner):
    return LINES.map(
        lambda lines: f"<{outer}>{''.join(f'<{inner}>{x}</{inner}>' for x in lines)}</{outer}>"
    )


FIGURE = st.builds(
    '<figure data-image="{}" data-caption="{}" data-alt="{}"></figure>'.format,
    st.integers(1, 2),
    TEXTS,
    TEXTS,
)
ROW = LINES.map(lambda cells: "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
TABLES = st.lists(ROW, min_size=1, max_size=2).map(
    lambda rows: f"<table><tbody>{''.join(rows)}</tbody></table>"
)
ELEMENTS = st.one_of(
    *(element(tag) for tag in ("p", "h2", "h3")),
    *(several(outer, inner) for outer, inner in (("ul", "li"), ("ol", "li"), ("blockquote", "p"))),
    FIGURE,
    TABLES,
    st.just("<hr>"),
)
BODIES = st.lists(ELEMENTS, max_size=5)


@st.composite
def pairs(draw):
    """A body, and one that differs from it in an element or two, or not at all."""
    before = draw(BODIES)
    after = list(before)
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(after)))
        after[place : place + draw(st.integers(0, 1))] = draw(st.lists(ELEMENTS, max_size=1))
    return "".join(before), "".join(after)


@given(pairs())
def test_no_change_is_shown_if_and_only_if_readers_get_the_same(pair):
    before, after = (body.clean(html) for html in pair)
    assert (changes(content(before), content(after)) == []) == (before == after)


@given(pairs())
def test_all_words_of_both_stand_in_the_changes_or_are_the_same(pair):
    """A change shows its words whole, so that no word is hidden in it."""
    old, new = (content(html)[0].blocks for html in pair)
    for change in changes(content(pair[0]), content(pair[1])):
        pieces = [p for t in change.texts if not t.label for p in t.pieces]
        texts = {
            kind: "".join(p.text for p in pieces if p.kind not in kinds)
            for kind, kinds in (("gone", ("new",)), ("new", ("gone",)))
        }
        sides = {"gone": old, "new": new}
        for kind in ("gone", "new") if change.kind == "changed" else (change.kind,):
            whole = {"".join(word.text for word in block.tokens) for block in sides[kind]}
            assert texts[kind] in whole


def nested(opening, closing, depth):
    """Sixty blocks, nested as deep as a clean body may be."""
    return ("<p>" + opening * depth + "a" + closing * depth + "</p>") * 60


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>" + "a b " * 60_000, "<p>" + "b a a " * 40_000),
        ("<p>a</p>" * 4_000, "<p>b</p>" * 4_000),
        ("".join(f"<p>{'a ' * 40}{n}</p>" for n in range(1500)), "<p>a a</p>" * 1500),
        (nested("<blockquote>", "</blockquote>", 140), nested("<ul><li>", "</li></ul>", 70)),
        (
            nested("<em>b<strong>", "</strong></em>", 70),
            nested("<strong>b<em>", "</em></strong>", 70),
        ),
    ],
)
def test_bodies_made_to_take_long_do_not(before, after):
    before, after = body.clean(before), body.clean(after)
    began = time.process_time()
    old, new = ([Part(BODY, "body", tuple(blocks.of_body(html)))] for html in (before, after))
    assert changes(old, new)
    assert time.process_time() - began < 2


def test_blocks_of_plain_text_have_one_blank_between_words():
    assert blocks.of_line("a  b\nc") == blocks.of_line("a b c")
    assert [block.kind for block in blocks.of_text("a\n\nb")] == ["text", "text"]
    assert Block("p") == Block("p", shared=3)
