"""What copy says of its release in words, where no field says it: embargoes and kills. Pure.

Fail closed: the words are recognised, their dates are not, because each desk writes them in another
way. What is recognised waits for a person.
"""

import re
from dataclasses import replace

from wires.parsing import markup
from wires.parsing.parsed import UNKNOWN, USABLE, ParsedItem

KILL = "kill"  # the signal of a kill in words

# Phrases that only desks write, anywhere in the text.
_OF_DESKS = (
    r"\bembargoed\s*(?::|until\b|till?\b|to \d|for release\b|not before\b|\d)"
    r"|\bstrict(?:ly)? embargo(?:ed)?\b|\bembargad[oa] hasta\b"
    r"|\b(?:under|sous) embargo (?:until|till|jusqu|bis|\d)"
    r"|\bhold for release\b|\bsperr(?:e?frist|tid)\b|\bklausuleret\b|\bcấm đăng trước\b"
    r"|\bnot (?:to be|for) (?:public )?(?:published|release|released|used|publication|use)"
    r" (?:before|until)\b"
)
# An embargo on oil is news: in a note the noun counts at the beginning, with an end behind it.
_IN_NOTES = re.compile(
    _OF_DESKS + r"|(?:^|[(\[])[^\w\n]{0,8}(?:(?:eds?|editors?|note|attention|achtung)\W+)?"
    r"(?:(?:under|sous) )?embargo(?:ed|é|ée)?\s*(?::|until\b|till?\b|not before\b|for release\b|\d"
    r"|bis\b|jusqu|hasta\b|fino\b|tot\b|[^\w\n]{0,8}$)"
    r"|\b(?:an|the|this) embargo (?:until|till)\b",
    re.IGNORECASE | re.MULTILINE,
)
_ABOVE_COPY = re.compile(
    "(?i:" + _OF_DESKS + r")"
    r"|^[^\w\n]{0,8}(?:EMBARGO\b\s*(?::|UNTIL\b|\d|[^\w\n]{0,8}$)|Embargo\s*:?\s*\d)",
    re.MULTILINE,
)
_KILL = re.compile(
    r"\bMANDATORY KILL\b|\bKILL,? KILL\b|\bBULLETIN KILL\b|\bKILL BULLETIN\b"
    # The end of a slugline, or a kind of take; not “ATTACK, KILL 12”.
    r"|(?<!TO)[-,]\s?KILL\b"
    r"(?![ \t]+(?!(?i:advisory|bulletin|notice|story|ld\b|lead\b|\d+(?:st|nd|rd|th)\b))\w)"
    r"|\bSTORY (?:KILLED|WITHDRAWN)\b|\b(?:MANDATORY|PHOTO|PICTURE|STORY) ELIMINATION\b"
    r"|^[^\w\n]{0,8}(?:(?:ADVISORY|ATTENTION|BULLETIN|URGENT)\W+)?"
    r"KILL(?:ED)?(?:[ \t]+(?:NOTICE|ADVISORY|BULLETIN))?[ \t]*(?:[:!–—-]|$)"
    r"|(?i:^[^\w\n]{0,8}(?:eds?|editors?)\W{1,3}(?:please )?kill\b)"
    r"|\bELIMINAR\W+ELIMINAR\b|\bАННУЛИРОВАНИЕ\b|\bحظر حظر\b",
    re.MULTILINE,
)
_ASKED = re.compile(
    r"\bplease kill\b|\bkill (?:the|this|all) (?:previous |earlier )?(?:stor(?:y|ies)|versions?)\b"
    r"|^[^\w\n]{0,8}kill(?:ed)?[^\w\n]{0,8}(?::|$)|\bdo not use this (?:story|item|copy)\b"
    r"|^[^\w\n]{0,8}(?:(?:the|this|our) )?story (?:has been|is|was) (?:killed|withdrawn|retracted)\b"
    r"|\b(?:hủy|huỷ|thu hồi) tin\b|\brút tin này\b",
    re.IGNORECASE | re.MULTILINE,
)
_FIRST = 1_000  # characters of a body in which its first lines stand


def says_embargo(note: str) -> bool:
    """Return whether a note for the desk says that the copy may not be used yet."""
    return bool(_IN_NOTES.search(note))


def says_kill(note: str) -> bool:
    """Return whether a note for the desk says that copy may not be used any more."""
    return bool(_KILL.search(note) or _ASKED.search(note))


def apply_text_signals(item: ParsedItem) -> ParsedItem:
    """Return the item, held back where its text says so and its fields do not.

    Above the copy and in its first lines only words that desks alone write count: a headline may
    be about an embargo on oil. A release at the moment of issue does not end an embargo in words.
    """
    body = markup.text(item.body_html[:_FIRST]).splitlines()[:2]
    above = "\n".join((item.slugline, item.headline, item.standfirst, *body))
    notes = f"{item.editor_note}\n{item.internal_notes}"
    if item.status == USABLE and (_KILL.search(above) or says_kill(notes)):
        item = replace(item, status=UNKNOWN, signals=(*item.signals, KILL))
    is_dated = item.embargo_until is not None and item.embargo_until != item.created_at
    if not is_dated and (_ABOVE_COPY.search(above) or says_embargo(notes)):
        item = replace(item, embargo_indefinite=True)
    return item
