"""HTML as readers get it: blocks of words in reading order, with what marks each word.

Pure, of clean HTML. Two texts give the same blocks if and only if readers get the same: words,
emphasis, links with their targets, headings with their level, lists, quotes, cells of tables, pictures
with their texts. White space that no reader sees is left out, and so is how emphasis is nested.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from html.parser import HTMLParser
from itertools import groupby
from typing import NamedTuple

BREAK = "\v"  # a line break among the words: the cleaner lets no such character through
# A blank, and what follows it: a number, letters, or a sign of another kind.
_TOKENS = re.compile(r"([ \t\n\r\f]*)(\d+(?:[.,:/-]\d+)*|[^\W\d]+|[^ \t\n\r\f]|$)")
_CONTAINERS = {
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "caption",
}
_LEAVES = {"p", "h2", "h3", "h4"}
# Readers see that these are there, also without words.
_SEEN_EMPTY = _LEAVES | {"li", "blockquote", "th", "td", "caption"}
# What a paragraph directly in one of these is, the element around it says.
_HOLD_TEXT = {"li", "blockquote", "th", "td", "caption"}
# In plain text, before what is no paragraph.
_SIGNS = {
    "h2": "# ",
    "h3": "## ",
    "h4": "### ",
    "li": "• ",
    "blockquote": "> ",
    "td": "| ",
    "th": "| ",
}
_MARKS = {"strong", "em", "sup", "sub", "a"}
_NAMED_AROUND = 3  # of the elements around a block, those that its name may speak of


@dataclass(frozen=True)
class Picture:
    """A picture with its texts as printed, by name: caption, alt, credit_line and others."""

    image_id: int
    texts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, image_id: int, **texts: str) -> "Picture":
        """Return the picture with those of the texts that have words."""
        return cls(image_id, tuple((name, text) for name, text in texts.items() if text))


class Marks(NamedTuple):
    """What is said of a word besides its letters."""

    bold: bool = False
    italic: bool = False
    superscript: int = 0  # how many levels up
    subscript: int = 0
    href: str = ""
    title: str = ""  # of the link
    language: str = ""


PLAIN = Marks()


class Token(NamedTuple):
    """Letters with the same marks, with a blank where a word ends; or `BREAK`, a line break."""

    text: str
    marks: Marks = PLAIN


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item, cell or picture, and where it stands.

    `kind` is the name of its element; `path` is equal for blocks that stand in the same kinds of
    elements, and `around` names the nearest of these, the innermost first. `shared` says how many of
    the elements around it already held the block before it, so that [a][b] is told from [a b].
    """

    kind: str
    tokens: tuple[Token, ...] = ()
    path: str = ""
    picture: Picture | None = None
    around: tuple[str, ...] = field(default=(), compare=False)
    shared: int = field(default=0, compare=False)
    row: int = field(default=0, compare=False)  # of a cell, from 1
    column: int = field(default=0, compare=False)


def of_body(html: str, pictures: Sequence[Picture | None] = ()) -> list[Block]:
    """Return the blocks of a clean body. `pictures` are those of its figures, in their order.

    A figure without a picture there has the texts that stand in the body.
    """
    reader = _Reader(pictures)
    reader.feed(html)
    reader.close()
    reader.end_block()
    return reader.blocks


def of_line(text: str, marks: Marks = PLAIN) -> Block:
    """Return plain text as one block."""
    return of_pieces([(text, marks)])


def of_pieces(pieces: Iterable[tuple[str, Marks]]) -> Block:
    """Return plain texts, each with its marks, as one block."""
    return Block("text", _tokens(pieces))


def plain(html: str) -> str:
    """Return clean HTML as plain text to be compared: one line for each block.

    Targets of links, headings, items, quotes and cells are in it; emphasis is not.
    """
    return "\n".join(_SIGNS.get(block.kind, "") + _with_targets(block) for block in of_body(html))


def _with_targets(block: Block) -> str:
    """Return the words of a block, those of a link followed by its target in brackets."""
    parts = []
    for href, tokens in groupby(block.tokens, key=lambda token: token.marks.href):
        text = "".join(token.text for token in tokens).replace(BREAK, "\n")
        end = " " if text.endswith(" ") else ""
        parts.append(f"{text.rstrip()} [{href}]{end}" if href else text)
    return "".join(parts).replace(" \n", "\n").rstrip()


def of_text(text: str) -> list[Block]:
    """Return plain text as blocks, one for each line that has words."""
    lines = (of_line(line) for line in text.splitlines())
    return [line for line in lines if line.tokens]


def _tokens(pieces: Iterable[tuple[str, Marks]]) -> tuple[Token, ...]:
    """Return the words of a block. Each ends in a blank, unless the next goes on in other letters."""
    tokens: list[Token] = []
    has_blank = False
    for marks, group in groupby(pieces, key=lambda piece: piece[1]):
        text = "".join(piece[0] for piece in group)
        for blank, letters in _TOKENS.findall(text):
            has_blank = has_blank or bool(blank)
            if not letters:
                continue
            if has_blank or letters == BREAK:
                _end_token(tokens)
            tokens.append(Token(letters, PLAIN if letters == BREAK else marks))
            has_blank = False
    _end_token(tokens)
    return tuple(tokens)


def _end_token(tokens: list[Token]) -> None:
    if tokens and tokens[-1].text != BREAK:
        tokens[-1] = tokens[-1]._replace(text=tokens[-1].text + " ")


@dataclass
class _Element:
    tag: str
    kind: str = "text"  # of a block whose words stand in it
    path: str = ""
    around: tuple[str, ...] = ()
    marks: Marks = PLAIN  # of the words in it
    blocks_before: int = 0
    rows: int = 0
    columns: int = 0


class _Reader(HTMLParser):
    """Reads a clean body once, from the first character to the last."""

    def __init__(self, pictures: Sequence[Picture | None]) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._pictures, self._figures = pictures, 0
        self._open = [_Element("")]
        self._containers = self._shared = 0
        self._pieces: list[tuple[str, Marks]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._pieces.append((BREAK, self._open[-1].marks))
        elif tag == "hr":
            self.end_block()
            self._add("hr")
        elif tag == "figure":
            self.end_block()
            self._add("figure", picture=self._picture(values))
        else:
            if tag not in _MARKS:
                self.end_block()
            self._open.append(self._element(tag, values))
            self._containers += tag in _CONTAINERS

    def handle_endtag(self, tag: str) -> None:
        element = self._open[-1]
        if element.tag != tag:
            return  # of a figure, which is no element here
        if tag not in _MARKS:
            self.end_block()
            if tag in _SEEN_EMPTY and element.blocks_before == len(self.blocks):
                self._add(element.kind)
        self._open.pop()
        self._containers -= tag in _CONTAINERS
        self._shared = min(self._shared, self._containers)

    def handle_data(self, data: str) -> None:
        self._pieces.append((data, self._open[-1].marks))

    def end_block(self) -> None:
        """End the block whose words were read, if there are any."""
        pieces, self._pieces = self._pieces, []
        tokens = _tokens(pieces)
        if tokens:
            self._add(self._open[-1].kind, tokens)

    def _add(
        self, kind: str, tokens: tuple[Token, ...] = (), *, picture: Picture | None = None
    ) -> None:
        element = self._open[-1]
        block = Block(
            kind,
            tokens,
            element.path,
            picture,
            around=element.around,
            shared=self._shared,
            row=element.rows,
            column=element.columns,
        )
        self.blocks.append(block)
        self._shared = self._containers

    def _element(self, tag: str, attrs: dict[str, str]) -> _Element:
        parent = self._open[-1]
        element = replace(parent, tag=tag, marks=_marked(parent.marks, tag, attrs))
        element.blocks_before = len(self.blocks)
        if tag not in _MARKS and not (tag == "p" and parent.kind in _HOLD_TEXT):
            element.kind = tag
        if tag in _CONTAINERS:
            named = {k: v for k, v in attrs.items() if k == "scope" or ("span" in k and v != "1")}
            path = f"{parent.path} {tag} {sorted(named.items())}"
            element.path = blake2b(path.encode(), digest_size=12).hexdigest()
            element.around = (tag, *parent.around)[:_NAMED_AROUND]
        if tag == "table":
            element.rows = 0
        elif tag == "tr":
            self._count_row(element)
        elif tag in ("th", "td"):
            parent.columns += 1
            element.columns = parent.columns
        return element

    def _count_row(self, row: _Element) -> None:
        """Number a row within its table, whatever part of the table it is in."""
        for element in reversed(self._open[-2:]):
            element.rows += 1
            row.rows = element.rows
        row.columns = 0

    def _picture(self, attrs: dict[str, str]) -> Picture:
        number, self._figures = self._figures, self._figures + 1
        picture = self._pictures[number] if number < len(self._pictures) else None
        if picture:
            return picture
        return Picture.of(
            int(attrs.get("data-image") or 0),
            caption=attrs.get("data-caption", ""),
            alt=attrs.get("data-alt", ""),
        )


def _marked(marks: Marks, tag: str, attrs: dict[str, str]) -> Marks:
    if "lang" in attrs:
        marks = marks._replace(language=attrs["lang"])
    if tag == "strong":
        return marks._replace(bold=True)
    if tag == "em":
        return marks._replace(italic=True)
    if tag == "sup":
        return marks._replace(superscript=marks.superscript + 1)
    if tag == "sub":
        return marks._replace(subscript=marks.subscript + 1)
    if tag == "a":
        return marks._replace(href=attrs.get("href", ""), title=attrs.get("title", ""))
    return marks
