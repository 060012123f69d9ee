"""The words of a delivery that none of its items keeps: how many, which, and why. Pure.

A parser names the texts that its items came with (`given` in wires/parsers/protocol.py). Here they are read
apart from the parser and compared with all that the items hold: a word that is missing was left out, and
the delivery says so. What is left out on purpose has its reason: struck text, scripts, marks for desks.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from django.utils.translation import gettext as _
from lxml import etree
from lxml.etree import _Element

from text import normalise
from wires.parsing import fragments, markup, omissions
from wires.parsing.elements import APART, DROPPED
from wires.parsing.parsed import Given, MarkUp, ParsedItem

_FIELDS = (
    "headline",
    "standfirst",
    "byline",
    "credit_line",
    "provider",
    "copyright_holder",
    "copyright_notice",
    "usage_terms",
    "editor_note",
    "slugline",
    "dateline",
    "internal_notes",
)
_OF_PICTURES = ("caption", "alt", "creator", "credit_line", "copyright_notice", "usage_terms")
# Left out wherever else the same words stand; of other parts, captions are kept with their pictures.
_NEVER_KEPT = frozenset((omissions.CODE, omissions.STRUCK))
_TOKEN = re.compile(r"[^\W_]+")
_SHOWN, _LONGEST = 12, 200  # texts, and characters of each
# Words that are divided otherwise: so many letters, in so many parts, so many in a text of such a length.
_LETTERS, _NEAR, _MAX_DIVIDED, _LONGEST_DIVIDED = 40, 3, 200, 100_000


def remarks(
    items: Sequence[ParsedItem], given: Sequence[Given], left_out: Iterable[tuple[str, str]]
) -> list[str]:
    """Return a remark for each reason for which words were left out, with their number or the words.

    `given` are the texts of each item, `left_out` is what was left out on purpose while they were read.
    """
    quoted: dict[str, list[str]] = {}
    for reason, text in left_out:
        quoted.setdefault(reason, []).append(text)
    known = "\n".join(text for texts in quoted.values() for text in texts)
    counts: Counter[str] = Counter()
    lost: list[str] = []
    kept = [[item] for item in items[: len(given)]]
    if len(items) > len(given):  # several stories in one item
        kept, given = [list(items)], [tuple(text for texts in given for text in texts)]
    for stories, texts in zip(kept, given, strict=False):
        lost += _compare(stories, texts, known, counts)
    result = [_(reason) % count for reason, count in counts.items() if count]
    result += [_(reason) % _quoted(texts) for reason, texts in quoted.items()]
    if lost:
        shown = " ".join(lost[:_SHOWN]) + ("…" if len(lost) > _SHOWN else "")
        result.append(_(omissions.OTHERS) % {"count": len(lost), "texts": _quoted([shown])})
    return result


def tokens(text: str) -> list[str]:
    """Return the words of a text: runs of letters and digits."""
    return _TOKEN.findall(normalise.normalise(text))


def _compare(items: list[ParsedItem], given: Given, known: str, counts: Counter[str]) -> list[str]:
    """Return the words that were given and that the items do not keep; count those with a reason."""
    lost: list[str] = []
    kept = _Kept("\n".join((*(text for item in items for text in _texts(item)), known)))
    for entry in given:
        text, parts = _read(entry)
        lost += kept.missing(text)
        for reason, of_part in parts:
            counts[reason] += len(
                tokens(of_part) if reason in _NEVER_KEPT else kept.missing(of_part)
            )
    return lost


def _texts(item: ParsedItem) -> Iterator[str]:
    """Yield all that the item holds as text."""
    yield markup.text(item.body_html)
    yield from (getattr(item, name) for name in _FIELDS)
    yield from (*item.sources, *item.subjects)
    pictures = (*item.pictures, *(release.picture for release in item.picture_releases))
    yield from (getattr(picture, name) for picture in pictures for name in _OF_PICTURES)


class _Kept:
    """The text that items keep. Its words are counted when a text is not there as it was given."""

    def __init__(self, text: str) -> None:
        self.line = f" {' '.join(text.split())} "

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(tokens(self.line))

    @cached_property
    def divisions(self) -> tuple[str, set[int]]:
        """All letters without a gap, and the places between words."""
        kept = tokens(self.line)
        return "".join(kept), {0, *itertools.accumulate(map(len, kept))}

    def missing(self, text: str) -> list[str]:
        """Return the words that are not kept, in whatever way those that are kept are divided."""
        if f" {' '.join(text.split())} " in self.line:
            return []
        given = tokens(text)
        left, missing = self.counts.copy(), []
        for number, token in enumerate(given):
            if left[token] > 0:
                left[token] -= 1
            else:
                missing.append(number)
        may_be_divided = len(self.line) <= _LONGEST_DIVIDED
        return [
            given[number]
            for place, number in enumerate(missing)
            if place >= _MAX_DIVIDED
            or self.counts[given[number]]
            or not (may_be_divided and self._divides(given, number))
        ]

    def _divides(self, given: list[str], number: int) -> bool:
        """Return whether the word is kept with other divisions: “O 2” as “O2”."""
        return any(
            self._holds("".join(given[first:end]))
            for first in range(max(0, number - _NEAR + 1), number + 1)
            for end in range(number + 1, min(first + _NEAR, len(given)) + 1)
        )

    def _holds(self, letters: str) -> bool:
        kept, places = self.divisions
        at = kept.find(letters) if len(letters) <= _LETTERS else -1
        return at >= 0 and at in places and at + len(letters) in places


def _read(given: str | _Element) -> tuple[str, list[tuple[str, str]]]:
    """Return the text that is copy, and that of the parts that are none, each with its reason."""
    if isinstance(given, MarkUp) and ("<" in given or "&" in given):
        element = fragments.read_xml(given)
        given = fragments.from_html(given) if element is None else element
    if not isinstance(given, _Element):
        return str(given), []
    parts: list[tuple[str, str]] = []
    texts: list[str] = []
    walk = etree.iterwalk(given, events=("start", "end"), tag="*")
    for event, element in walk:
        name = str(element.tag).rpartition("}")[2].lower()  # in HTML a name may be anything
        gap = " " if name in APART else ""
        if event == "end":
            texts.append(gap + ("" if element is given else element.tail or ""))
        elif element is not given and (reason := _reason(element, name)):
            parts.append((reason, " ".join(element.itertext("*"))))
            walk.skip_subtree()
        else:
            texts.append(gap + (element.text or ""))
    return "".join(texts), parts


def _reason(element: _Element, name: str) -> str:
    """Return why the element is no copy; "" for one that is."""
    if name in DROPPED:
        return omissions.REASONS.get(name, omissions.EMBEDDED)
    return omissions.STRUCK if markup.is_struck_by_style(element) else ""


def _quoted(texts: Iterable[str]) -> str:
    """Return the first of the texts in quotation marks, each once and cut."""
    shown = list(dict.fromkeys(" ".join(text.split())[:_LONGEST] for text in texts))
    return ", ".join(f"“{text}”" for text in shown[:_SHOWN])
