"""What copy says of its release in words, where no field says it: embargoes and kills. Pure.

Fail closed: the words are recognised, their dates are not, because each desk writes them in another
way. What is recognised waits for a person.
"""

import re
from dataclasses import replace

from wires.parsers.parsed import UNKNOWN, USABLE, ParsedItem

KILL = "kill"  # the signal of what was told in words

# An embargo on oil is news. One for desks has its end behind it, or stands alone.
_EMBARGO = re.compile(
    r"\bembargo(?:ed|é|ée)?\s*(?::|until\b|till?\b|to \d|for release\b|not before\b|\d"
    r"|bis\b|jusqu|hasta\b|fino\b|tot\b)"
    r"|\b(?:under|strict|strictly|sous) embargo(?:ed)?\b|\bembargad[oa] hasta\b"
    r"|\bhold for release\b|\bsperr(?:e?frist|tid)\b|\bklausuleret\b|\bcấm đăng trước\b"
    r"|\bnot (?:to be|for) (?:public )?(?:published|release|released|used|publication|use)"
    r" (?:before|until)\b"
    r"|^[^\w\n]*embargo(?:ed)?[^\w\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_KILL = re.compile(
    r"\bMANDATORY KILL\b|\bKILL,? KILL\b|\bBULLETIN KILL\b|\bKILL BULLETIN\b|[-,]\s?KILL\b(?![ \t]+\w)"
    r"|\bSTORY (?:KILLED|WITHDRAWN)\b|\b(?:MANDATORY|PHOTO|PICTURE|STORY) ELIMINATION\b"
    r"|^[^\w\n]*(?:(?:ADVISORY|ATTENTION|BULLETIN|URGENT)\W+)?KILL[ \t]*(?:[:!–—-]|$)"
    r"|\bELIMINAR\W+ELIMINAR\b|\bАННУЛИРОВАНИЕ\b|\bحظر حظر\b",
    re.MULTILINE,
)

_ASKED = re.compile(
    r"\bplease kill\b|\bkill (?:the|this|all) (?:previous |earlier )?(?:stor(?:y|ies)|versions?)\b"
    r"|\bstory (?:has been|is|was) (?:killed|withdrawn|retracted)\b",
    re.IGNORECASE,
)


def says_embargo(words: str) -> bool:
    """Whether words for the desk say that the copy may not be used yet."""
    return bool(_EMBARGO.search(words))


def says_kill(words: str) -> bool:
    """Whether words for the desk say that copy may not be used any more."""
    return bool(_KILL.search(words) or _ASKED.search(words))


def heeded(item: ParsedItem) -> ParsedItem:
    """The item, held back where its words say so and its fields do not; asked of every format.

    Above the copy only words that desks alone write count: a headline may tell of an embargo on oil.
    An embargo that had ended when the copy was made says nothing of one that is told in words.
    """
    titles, notes = f"{item.slugline}\n{item.headline}", f"{item.editor_note}\n{item.non_public}"
    if item.status == USABLE and (_KILL.search(titles) or says_kill(notes)):
        item = replace(item, status=UNKNOWN, signals=(*item.signals, KILL))
    until, made = item.embargo_until, item.created_at
    is_dated = until is not None and (made is None or until > made)
    if not is_dated and (says_embargo(notes) or _begins_with_embargo(titles)):
        item = replace(item, embargo_indefinite=True)
    return item


def _begins_with_embargo(titles):
    return any(_EMBARGO.match(line.lstrip(" *(-–—[")) for line in titles.splitlines())
