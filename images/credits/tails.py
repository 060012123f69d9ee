"""What stands behind a sign-off, or behind a name in it, and is for editors: notes, restrictions, tags.

Pure. What a restriction means is not judged here; only that it is no part of a name.
"""

import re

from attribution import agencies
from attribution.terms import territories

# The names of territories, longest first; a single word before “OUT” is one whatever it is.
_NAMED = "|".join(
    "[ -]".join(map(re.escape, name))
    for name in sorted(territories.names(), key=lambda name: (-len("".join(name)), name))
    if len(name) > 1 or len(name[0]) > 3 or name[0] in ("uk", "us", "usa", "uae")
)
_LIST = rf"(?:{_NAMED})(?:(?:\s?[,&+]\s?|/|\sand\s)(?:and\s)?(?:{_NAMED})){{0,12}}"
_OUT = rf"(?:(?i:{_LIST})|[^\W\d_]{{2,20}})\s(?:only\s)?"
# What may stand between a sign-off and what is for editors.
_LEAD = r"[\s/,;.*+_|–—\"”-]{1,12}"
_NOTES = (
    r"ATTENTION|EDITORS?\b|EDS\b|TEMPLATE OUT|NO [A-Z]{5}|BEST QUALITY|FILE (?:PHOTO|PICTURE|IMAGE)\b"
    r"|ALTERNATIVE CROP|ADDITIONAL CAPTION|THIS (?:IMAGE|PHOTO|PICTURE|FILE)|[^\W\d_]{2,20} ONLY\b"
)
_TERMS = (
    r"(?:for )?editorial use|use subject to|restrictions?\b\s?:|restricted to|mandatory credit"
    r"|(?:no|not for) (?:re-?)?(?:sales?|archiv(?:es?|ing)|commercial|internet|syndication|third part)"
    r"|one[ -]time use|note to editors|editors?[’']? notes?\b|best quality available"
    r"|distributed as a service|not for use|do not (?:use|crop|archive)"
)
_OF_AGENCIES = "|".join((*agencies.caption_tails(), r"[(\[]"))
# The begin of what is for editors. “OUT” and most notes are in capitals, since sentences say the same.
AFTER = re.compile(
    rf"{_LEAD}(?:{_NOTES}|(?i:{_TERMS})|{_OUT}(?:OUT\b|Out(?=[\s.)]*$)))"
    rf"|\s?(?:-{{2,8}}|\*{{2,8}})\s?(?=[^\W\d_])"
    rf"|\s{{1,12}}(?:{_OF_AGENCIES})"
)
# Codes and keywords that stand behind a sign-off.
TAGS = re.compile(r"\s*\((?:[^()]{0,60}\bTags:[^()]{0,400}|(?=\w*\d)\w{3,12}|BTC)\)\s*$")
# The same at the end of a name, where it is no sentence.
_BEHIND_NAME = re.compile(
    rf"(?:^|{_LEAD})(?:{_OUT}out|(?:{_TERMS}|{_NOTES})(?!\w).{{0,80}})[\s.*_-]*$", re.IGNORECASE
)
_EDGES = ' \t\n*_~|"“”«»–—-'


def of_name(text: str) -> str:
    """Return a name without marks at its ends and without what is for editors behind it."""
    for _time in range(3):
        shorter = _BEHIND_NAME.sub("", text).strip(_EDGES)
        if shorter == text:
            break
        text = shorter
    return text if any(map(str.isalpha, text)) else ""
