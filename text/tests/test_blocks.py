"""HTML as blocks: what stands where, and as plain text to be compared."""

import pytest

from text import blocks
from text.blocks import Picture


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("<p>One  two</p>", "One two"),
        (
            '<p>By <a href="https://a.example/">the firm</a>.</p>',
            "By the firm [https://a.example/].",
        ),
        ("<h2>One</h2><h3>Two</h3>", "# One\n## Two"),
        ("<ul><li>One</li><li><p>Two</p></li></ul>", "• One\n• Two"),
        ("<table><tr><th>A</th><td>1</td></tr></table>", "| A\n| 1"),
        ("<blockquote><p>One</p></blockquote>", "> One"),
        ("<p>One<br>two</p>", "One\ntwo"),
        ("", ""),
    ],
)
def test_plain_text_says_targets_and_what_is_no_paragraph(html, plain):
    assert blocks.plain(html) == plain


def test_cells_know_their_row_and_column():
    table = (
        "<table><thead><tr><th>A</th><th>B</th></tr></thead>"
        "<tbody><tr><td>1</td><td></td></tr></tbody></table>"
    )
    places = [(block.kind, block.row, block.column) for block in blocks.of_body(table)]
    assert places == [("th", 1, 1), ("th", 1, 2), ("td", 2, 1), ("td", 2, 2)]


def test_figures_have_the_texts_that_are_handed_in():
    html = '<figure data-image="1" data-caption="Own."></figure><figure data-image="2"></figure>'
    printed = Picture.of(2, caption="Printed.")
    assert [block.picture for block in blocks.of_body(html, [None, printed])] == [
        Picture.of(1, caption="Own."),
        printed,
    ]
