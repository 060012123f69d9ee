"""Compares two contents by what readers get, and says in which places they differ. Pure.

A content is plain data: `Part`s in reading order, each with the blocks of text/blocks.py.
articles/comparable.py makes one of a revision, of an edition, and of copy as it would be printed now;
history, review and conflicts show the same `Change`s of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from text import diff
from text.blocks import BREAK, Block, Marks, Picture, Token, of_line

BODY = "body"  # the key of the one part whose blocks have numbers
# Pairs of equal words, of all blocks together, that are looked at: a second of work.
_MAX_PAIRS = 1_000_000
# Of blocks that stand in the same place: how far ahead one looks for the other, and how many of
# their words have to be the same for one to be a change of the other.
_WINDOW, _SIMILAR = 12, 0.35
_COST_OF_LIKENESS = 10  # as many pairs take as long


@dataclass(frozen=True)
class Part:
    """A part of a content: its key, the name the desk calls it by, and its blocks."""

    key: str
    label: str | Promise
    blocks: tuple[Block, ...] = ()


Content = Sequence[Part]
_NONE = Part("", "")


@dataclass(frozen=True)
class Piece:
    """Words in a row. `kind` is "same", "gone", "new" or, if their marks differ, "changed".

    `gone` and `new` say in tokens what marked them before and marks them now: the target of a link, bold.
    """

    kind: str
    text: str
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """A text with its differing words marked: the words of a block, or a text of a picture."""

    pieces: tuple[Piece, ...]
    label: str = ""  # "" for the words of the block itself


@dataclass(frozen=True)
class Change:
    """One place in which two contents differ. `kind` is "changed", "new" or "gone"."""

    key: str  # of the part
    label: str
    kind: str
    texts: tuple[Text, ...] = ()
    # What the place was and is, where that differs: a paragraph, a heading.
    was: str = ""
    now: str = ""
    picture_before: int | None = None  # ids of pictures of the library
    picture_after: int | None = None


def changes(before: Content, after: Content) -> list[Change]:
    """Return the places in which two contents differ, in reading order; [] if readers get the same.

    The work is bounded: of contents made to take long, whole blocks are shown as gone and new.
    """
    old, new = ({part.key: part for part in content} for content in (before, after))
    budget = diff.Budget(_MAX_PAIRS)
    results: list[Change] = []
    for part in (*after, *(part for part in before if part.key not in new)):
        left, right = (parts.get(part.key, _NONE).blocks for parts in (old, new))
        if left != right or _joins(left) != _joins(right):
            results += _Comparison(part, left, right, budget).changes()
    return results


def _joins(blocks: Sequence[Block]) -> list[int]:
    return [block.shared for block in blocks]


@dataclass
class _Comparison:
    """Two versions of one part."""

    part: Part
    before: Sequence[Block]
    after: Sequence[Block]
    budget: diff.Budget
    _results: list[Change] = field(default_factory=list)
    _numbers: dict[int, list[int]] = field(default_factory=dict)

    def changes(self) -> list[Change]:
        last = (-1, -1)  # the blocks that were compared last
        for i, k in self._pairs():
            if i is None or k is None:
                self._results.append(self._alone(i, k))
                continue
            is_joined = last == (i - 1, k - 1)
            old, new = self.before[i], self.after[k]
            last = (i, k)
            if old != new:
                self._results.append(self._changed(old, new, k))
            elif is_joined and i and old.shared != new.shared:
                self._results.append(self._rearranged(new, k))
        return self._results

    def _pairs(self) -> Iterator[tuple[int | None, int | None]]:
        """Yield the blocks of both versions in reading order: those that belong together as pairs."""
        for run in diff.runs(self.before, self.after, budget=self.budget):
            if run.same:
                yield from zip(range(run.i, run.j), range(run.k, run.m), strict=True)
            else:
                yield from self._paired(run)

    def _paired(self, run: diff.Run) -> Iterator[tuple[int | None, int | None]]:
        bags = {k: _bag(self.after[k]) for k in range(run.k, run.m)}
        is_single = run.j - run.i == run.m - run.k == 1
        waiting = run.k
        for i in range(run.i, run.j):
            bag = _bag(self.before[i])
            ahead = range(waiting, min(run.m, waiting + _WINDOW))
            likeness = {k: self._likeness(bag, bags[k]) for k in ahead}
            best = max(ahead, key=lambda k: likeness[k], default=None)
            if best is None or not (is_single or likeness[best] >= _SIMILAR):
                yield i, None
                continue
            yield from ((None, k) for k in range(waiting, best))
            yield i, best
            waiting = best + 1
        yield from ((None, k) for k in range(waiting, run.m))

    def _likeness(self, old: Counter[str], new: Counter[str]) -> float:
        """Return how many words two blocks have in common, from 0 to 1; 0 beyond the budget."""
        longest = max(old.total(), new.total(), 1)
        if not self.budget.spend(_COST_OF_LIKENESS + len(old)):
            return 0
        return (old & new).total() / longest

    def _alone(self, i: int | None, k: int | None) -> Change:
        """Return the change of a block that is only in one of the versions."""
        if k is None:
            block, kind, label = self.before[i or 0], "gone", self._label(self.before, i or 0)
        else:
            block, kind, label = self.after[k], "new", self._label(self.after, k)
        picture = _id(block)
        return Change(
            self.part.key,
            label,
            kind,
            tuple(self._texts(_EMPTY, block) if k is not None else self._texts(block, _EMPTY)),
            picture_before=picture if k is None else None,
            picture_after=picture if k is not None else None,
        )

    def _changed(self, old: Block, new: Block, k: int) -> Change:
        was, now = (_description(block) if block.kind != "figure" else "" for block in (old, new))
        is_elsewhere = (old.kind, old.path) != (new.kind, new.path)
        if is_elsewhere and was == now:
            now = _("in other surroundings")
        return Change(
            self.part.key,
            self._label(self.after, k),
            "changed",
            tuple(self._texts(old, new)),
            was=was if is_elsewhere else "",
            now=now if is_elsewhere else "",
            picture_before=_id(old),
            picture_after=_id(new),
        )

    def _rearranged(self, block: Block, k: int) -> Change:
        """Return the change of equal blocks that one list, row or table holds, and two held before."""
        return Change(
            self.part.key,
            self._label(self.after, k),
            "changed",
            tuple(self._texts(block, block)),
            was=_("otherwise joined to what stands before it"),
            now=_description(block),
        )

    def _texts(self, old: Block, new: Block) -> Iterator[Text]:
        says_marks = self.part.key == BODY  # elsewhere a name says enough
        pieces = tuple(_pieces(old.tokens, new.tokens, self.budget, says_marks))
        if pieces:
            yield Text(pieces)
        before, after = _picture_texts(old.picture), _picture_texts(new.picture)
        for name in _shown_texts(before, after, is_same=_id(old) == _id(new)):
            texts = before.get(name, ""), after.get(name, "")
            old_tokens, new_tokens = map(_plain_tokens, texts)
            label = str(PICTURE_LABELS.get(name, name))
            yield Text(tuple(_pieces(old_tokens, new_tokens, self.budget, False)), label)

    def _label(self, blocks: Sequence[Block], number: int) -> str:
        """Return how the desk finds a block: its part, and in the body its place there."""
        block = blocks[number]
        if self.part.key != BODY:
            return str(self.part.label)
        if block.kind in ("td", "th"):
            place = {"row": block.row, "column": block.column}
            return _("table, row %(row)d, column %(column)d") % place
        if id(blocks) not in self._numbers:
            self._numbers[id(blocks)] = _numbers(blocks)
        return f"{_description(block)} {self._numbers[id(blocks)][number]}"


def _numbers(blocks: Iterable[Block]) -> list[int]:
    """Return for each block how many of its kind there are up to it."""
    counts: Counter[str] = Counter()
    numbers = []
    for block in blocks:
        counts[block.kind] += 1
        numbers.append(counts[block.kind])
    return numbers


_EMPTY = Block("")


_NAMES = {
    "p": gettext_lazy("paragraph"),
    "text": gettext_lazy("paragraph"),
    "h2": gettext_lazy("heading"),
    "h3": gettext_lazy("heading of the second level"),
    "h4": gettext_lazy("heading of the third level"),
    "blockquote": gettext_lazy("quote"),
    "li": gettext_lazy("list item"),
    "td": gettext_lazy("table cell"),
    "th": gettext_lazy("table heading"),
    "caption": gettext_lazy("caption of a table"),
    "hr": gettext_lazy("rule"),
    "figure": gettext_lazy("picture in the text"),
}


def _description(block: Block) -> str:
    """Return what a block is, as the desk calls it."""
    if block.kind == "li" and "ol" in block.around[:2]:
        return _("numbered list item")
    return str(_NAMES.get(block.kind, block.kind))


def _id(block: Block) -> int | None:
    return block.picture.image_id if block.picture else None


# What the desk calls the texts of a picture, in the order in which they are shown.
PICTURE_LABELS: Mapping[str, str | Promise] = {
    "caption": gettext_lazy("caption"),
    "alt": gettext_lazy("alternative text"),
    "extended_description": gettext_lazy("long description"),
    "credit_line": gettext_lazy("credit line"),
    "ai_label": gettext_lazy("label of AI"),
    "creator": gettext_lazy("creator"),
    "agencies": gettext_lazy("agencies"),
    "copyright_notice": gettext_lazy("copyright notice"),
    "usage_terms": gettext_lazy("usage terms"),
    "source_type": gettext_lazy("how it came to be"),
    "web_statement": gettext_lazy("statement of rights on the web"),
    "licensor_url": gettext_lazy("licensor’s address"),
    "file_rights": gettext_lazy("words in its files"),
}


def _picture_texts(picture: Picture | None) -> dict[str, str]:
    """Return the texts by name, those that the desk has a name for first."""
    texts = dict(picture.texts) if picture else {}
    return {name: texts[name] for name in (*PICTURE_LABELS, *texts) if name in texts}


def _shown_texts(
    before: Mapping[str, str], after: Mapping[str, str], *, is_same: bool
) -> list[str]:
    """Return the names of the texts to show: of the same picture only those that differ.

    Those in its files repeat the others, and are shown if alone.
    """
    names = list(dict.fromkeys((*before, *after)))
    if is_same:
        names = [name for name in names if before.get(name) != after.get(name)] or names
    return [name for name in names if name != "file_rights"] or names


def _pieces(
    before: Sequence[Token], after: Sequence[Token], budget: diff.Budget, says_marks: bool
) -> Iterator[Piece]:
    """Yield the words of both in reading order; neighbours with the same marks are one piece.

    `says_marks`: whether tokens that went or came say what marks them, as tokens do whose marks changed.
    """
    old, new = ([word.text for word in tokens] for tokens in (before, after))
    for run in diff.runs(old, new, budget=budget):
        if run.same:
            pairs = zip(before[run.i : run.j], after[run.k : run.m], strict=True)
            yield from _marked_pieces([(a.text, a.marks, b.marks) for a, b in pairs])
        else:
            gone = [(word.text, word.marks, None) for word in before[run.i : run.j]]
            came = [(word.text, None, word.marks) for word in after[run.k : run.m]]
            for piece in (*_marked_pieces(gone), *_marked_pieces(came)):
                yield piece if says_marks else replace(piece, gone=(), new=())


def _marked_pieces(tokens: Sequence[tuple[str, Marks | None, Marks | None]]) -> Iterator[Piece]:
    start = 0
    for end in range(1, len(tokens) + 1):
        if end < len(tokens) and tokens[end][1:] == tokens[start][1:]:
            continue
        text = "".join(word[0] for word in tokens[start:end]).replace(BREAK, "\n")
        _text, old, new = tokens[start]
        start = end
        if old == new:
            yield Piece("same", text)
            continue
        gone, came = _descriptions(old), _descriptions(new)
        kind = "new" if old is None else "gone" if new is None else "changed"
        yield Piece(
            kind,
            text,
            tuple(note for note in gone if note not in came),
            tuple(note for note in came if note not in gone),
        )


def _plain_tokens(text: str) -> list[Token]:
    lines = [of_line(line).tokens for line in text.splitlines()]
    return [word for line in lines for word in (*line, Token(BREAK))][:-1]


def _descriptions(marks: Marks | None) -> list[str]:
    """Return what marks a word, in words."""
    if marks is None:
        return []
    notes = []
    if marks.href:
        notes.append(_("link to %(address)s") % {"address": marks.href})
    if marks.title:
        notes.append(_("the link says “%(title)s”") % {"title": marks.title})
    if marks.bold:
        notes.append(_("bold"))
    if marks.italic:
        notes.append(_("italic"))
    if marks.superscript:
        notes.append(_("superscript") + "+" * (marks.superscript - 1))
    if marks.subscript:
        notes.append(_("subscript") + "+" * (marks.subscript - 1))
    if marks.language:
        notes.append(_("language: %(code)s") % {"code": marks.language})
    return notes


def _bag(block: Block) -> Counter[str]:
    bag = Counter(word.text for word in block.tokens)
    if block.picture:
        bag[f"picture {block.picture.image_id}"] += 5
        bag.update(dict(block.picture.texts).get("caption", "").split())
    return bag
