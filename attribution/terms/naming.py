"""The words of a sentence of terms, and which of them name territories, dates or codes of agencies.

Pure.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from attribution import agencies
from attribution.terms import ends, peoples, territories
from text.normalise import fold

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_INITIALS = re.compile(r"\b([A-Z])\.([A-Z])\.(?:([A-Z])\.)?")
_SPACED = re.compile(r"\b(?:[A-Z] ){3,30}[A-Z]\b")  # “V I E T N A M”
_SPELLED_PLAINLY = (
    (re.compile(r"(?<=[(\s])[-–−](?=[A-Z]{2,3}\b)"), "minus "),  # “World (-VN)”
    (
        re.compile(r"\bNO(?=(?:INTERNET|ONLINE|WEB|DIGITAL|MOBILE|ARCHIV|SALES|RESALE)[A-Z]*\b)"),
        "NO ",
    ),
    (re.compile(r"\b(\d{1,3}) ?h(?:rs?)?\b"), r"\1 hours"),
    (re.compile(r"\b(\d{1,3}) ?[dD]\b"), r"\1 days"),
    (re.compile(r"\b[wW]/[oO]\b"), "without"),
    (
        re.compile(
            r"\b[kK][oO]?(?= (?:được|đc|dc|dùng|đăng|sử dụng|phát|bán|khai thác|duoc|dung|dang|su dung)\b)",
            re.IGNORECASE,
        ),
        "không",
    ),
    # “within thirty (30) days”, “30 calendar days”
    (
        re.compile(
            r"\b[a-zA-Z]{3,9}(?:[ -][a-z]{3,5})? \((\d{1,3})\)"
            r"(?= (?:\w{1,10} )?(?:day|week|month|year)s?\b)"
        ),
        r"\1",
    ),
    (re.compile(r"(?<=\d) \([a-zA-Z -]{3,20}\)(?= (?:\w{1,10} )?(?:day|week|month|year)s?\b)"), ""),
    (re.compile(r"(?<=\d) (?:calendar|consecutive|business|working|full) (?=days?\b)"), " "),
)
_NUMBER_NAMES = """
    one two three four five six seven eight nine ten fourteen fifteen twenty thirty sixty ninety
"""
_NUMBERS = dict(
    zip(
        _NUMBER_NAMES.split(),
        (*map(str, range(1, 11)), "14", "15", "20", "30", "60", "90"),
        strict=True,
    )
)
_UNITS = ("day", "days", "week", "weeks", "month", "months", "hour", "hours", "year", "years")
_JOINERS = {"-", "'", "’", ".", "&"}  # within the name of a territory
# Words that end in “out” as codes do.
_ENGLISH_LISTED = """
    ABOUT WITHOUT HANDOUT HANDOUTS LAYOUT PULLOUT CUTOUT STANDOUT TRYOUT ROLLOUT CHECKOUT WORKOUT
    TURNOUT BLACKOUT DROPOUT FALLOUT BAILOUT BUYOUT LOCKOUT SHOOTOUT SHUTOUT PAYOUT STAKEOUT SCOUT
    SHOUT TROUT STOUT SPOUT SPROUT THROUGHOUT WALKOUT LOOKOUT BURNOUT TAKEOUT PRINTOUT KNOCKOUT
    STRIKEOUT HIDEOUT
"""
_ENGLISH = frozenset(_ENGLISH_LISTED.split())
_OBJECTS_LISTED = """
    SALES SALE MAGS TV INTERNET ONLINE WEB ARCHIVE ARCHIVES MOBILE DIGITAL SOCIAL PRINT MAGAZINES
    RADIO BOOKS
"""
_OBJECTS = frozenset(_OBJECTS_LISTED.split())


@dataclass
class Item:
    """A word, a sign, or what a name, a date or a code stands for."""

    text: str  # as it stands
    folded: str
    place: str = ""
    is_weak: bool = False  # a code that is a place only where the sentence says so
    is_date: bool = False
    meaning: tuple[str, ...] | None = None
    after_blank: bool = True


def items_of(wording: str, at: date | None) -> tuple[list[Item], list[date | None]]:
    """Return the words of a sentence, and the days that its dates name."""
    wording = unicodedata.normalize("NFKC", wording)
    wording = _INITIALS.sub(lambda m: f"{m[1]}{m[2]}{m[3] or ''} ", wording)
    wording = _SPACED.sub(lambda m: m[0].replace(" ", ""), wording)
    for pattern, plain in _SPELLED_PLAINLY:
        wording = pattern.sub(plain, wording)
    tokens = [(m[0], m.start()) for m in _TOKEN.finditer(wording)]
    folded, starts = _folded(tokens)
    days = ends.named_days(folded, at)
    items: list[Item] = []
    named: list[date | None] = []
    position = 0
    while position < len(tokens):
        date_here = next((d for d in days if d.start <= starts[position] < d.end), None)
        if date_here:
            named.append(date_here.day)
            items.append(Item("", f"#{len(named) - 1}", is_date=True))
            while position < len(tokens) and starts[position] < date_here.end:
                position += 1
            continue
        length, item = _named(tokens, position)
        items.append(item)
        position += length
    return items, named


def _folded(tokens: list[tuple[str, int]]) -> tuple[str, list[int]]:
    """Return the tokens folded, blanks where they were, and where each begins."""
    parts: list[str] = []
    starts: list[int] = []
    length, end = 0, 0
    for token, start in tokens:
        gap = " " if start > end and parts else ""
        spelled = fold(token) or " "
        starts.append(length + len(gap))
        parts.append(gap + spelled)
        length += len(gap) + len(spelled)
        end = start + len(token)
    return "".join(parts), starts


def _named(tokens: list[tuple[str, int]], position: int) -> tuple[int, Item]:
    """Return how many tokens the longest name or code at `position` takes, and what it stands for."""
    parts: list[str] = []
    best: tuple[int, Item] | None = None
    text = tokens[position][0]
    is_name = True  # a sentence of an agency may have commas in it, a territory has none
    for offset in range(min(_longest(), len(tokens) - position)):
        token = tokens[position + offset][0]
        if token[0].isalnum():
            parts.append(fold(token))
        elif parts and token in (*_JOINERS, ",", "/"):
            is_name = is_name and token in _JOINERS
            continue
        else:
            break
        spelled = tuple(parts)
        if spelled in _meanings() and (len(spelled) > 1 or text.isupper()):
            best = offset + 1, Item(text, "", meaning=_meanings()[spelled])
        elif is_name and (code := territories.names().get(spelled)):
            best = offset + 1, Item(text, "", place=territories.printed(code))
        elif (
            is_name
            and (code := peoples.adjectives().get(spelled))
            and peoples.is_territory(_following(tokens, position + offset + 1))
        ):
            best = offset + 1, Item(text, fold(text), place=territories.printed(code))
    return best or (1, _single(text, tokens, position))


def _following(tokens: list[tuple[str, int]], position: int) -> list[str]:
    return [fold(token) for token, _start in tokens[position : position + 2]]


def _single(text: str, tokens: list[tuple[str, int]], position: int) -> Item:
    if text[0].isupper() and (code := territories.short_names().get(text.casefold())):
        return Item(text, fold(text), place=territories.printed(code), is_weak=text.isascii())
    code = territories.by_iso_code(text) if text.isupper() else ""
    if code and not territories.is_word(text):
        return Item(text, fold(text), place=territories.printed(code), is_weak=True)
    if text.isupper() and text.isalpha() and len(text) > 4 and text.endswith("OUT"):
        return _glued(text)
    folded = fold(text)
    if folded not in peoples.single() and territories.resembles(folded):
        return Item(text, folded, place=text.upper())
    following = _following(tokens, position + 1)
    if folded in _NUMBERS and following and following[-1 if following[0] == "-" else 0] in _UNITS:
        folded = _NUMBERS[folded]
    _token, start = tokens[position]
    before = tokens[position - 1] if position else None
    after_blank = before is None or before[1] + len(before[0]) < start
    return Item(text, folded, after_blank=after_blank)


def _glued(text: str) -> Item:
    """Return what a code such as SYROUT means: the territory, or the use, that is left out."""
    head = text.removesuffix("OUT")
    if text in _ENGLISH:
        return Item(text, fold(text))
    if head in _OBJECTS:
        return Item(text, f"{fold(head)} out")
    if code := territories.code_of(head) if len(head) > 2 else "":
        return Item(text, "", meaning=(f"{territories.printed(code)} OUT",))
    return Item(text, f"{fold(head)} out")


@cache
def _meanings() -> dict[tuple[str, ...], tuple[str, ...]]:
    return {
        territories.words_of(wording): meaning
        for wording, meaning in agencies.terms_codes().items()
    }


@cache
def _longest() -> int:
    longest = max(map(len, _meanings()), default=0)
    return 2 * max(longest, territories.longest_name())
