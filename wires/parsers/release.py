"""What copy without fields for it says of its release in words: embargoes and kills. Pure.

Fail closed: the words are recognised, their dates are not, because each desk writes them in another
way. What is recognised waits for a person.
"""

import re

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
    r"\bMANDATORY KILL\b|\bKILL,? KILL\b|\bBULLETIN KILL\b|\bKILL BULLETIN\b|[-,]\s?KILL\b"
    r"|\bSTORY (?:KILLED|WITHDRAWN)\b|\b(?:MANDATORY|PHOTO|PICTURE|STORY) ELIMINATION\b"
    r"|^[^\w\n]*(?:(?:ADVISORY|ATTENTION|BULLETIN|URGENT)\W+)?KILL[ \t]*(?:[:!–—-]|$)"
    r"|\bELIMINAR\W+ELIMINAR\b|\bАННУЛИРОВАНИЕ\b|\bحظر حظر\b"
    r"|(?i:\bplease kill\b|\bkill (?:the|this|all) (?:previous |earlier )?(?:stor(?:y|ies)|versions?)\b)"
    r"|(?i:\bstory (?:has been|is|was) (?:killed|withdrawn|retracted)\b)",
    re.MULTILINE,
)


def says_embargo(words: str) -> bool:
    """Whether words for the desk say that the copy may not be used yet."""
    return bool(_EMBARGO.search(words))


def says_kill(words: str) -> bool:
    """Whether words for the desk say that copy may not be used any more."""
    return bool(_KILL.search(words))
