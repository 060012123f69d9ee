"""Whether what is left of a sentence of terms, after all rules, still seems to restrict.

Pure. In doubt it does.
"""

import re

from attribution.terms.meanings import Reading
from attribution.terms.wordings import any_of

# Everyday wordings with a word that elsewhere restricts.
_HARMLESS = re.compile(
    r"(?<!\w)(?:"
    r"no (?:further|other|more|additional) (?:information|details|info|restrictions?|updates?"
    r"|comment)(?: (?:is |was |were |are )?(?:available|given|provided|known|expected"
    r"|planned))?"
    r"|no (?:caption|byline|photographer|comment|name|names|title|headline|photos?|pictures?"
    r"|images?|graphics?|video|text|story|date|location)(?: (?:is |are |was )?(?:available"
    r"|given|provided|known|named|planned|moving|expected))?"
    r"|(?:for|contact \w+ for) (?:more|further|any) (?:information|details|questions|queries)"
    r"|(?:no|without|free of|not subject to)(?: any| known| further| territorial| special)? "
    r"(?:restrictions?|limitations?|limits?|embargo|charge|time limit)(?: on use| in| for"
    r"| of use| apply)?(?: @\d{1,4})?"
    r"|un(?:limited|restricted)|(?<!@\d )(?<!@\d : )(?:not applicable|n / a)|not (?:yet )?"
    r"(?:known|specified|stated|verified)"
    r"|not only|no changes?|no expir\w{1,6}(?: date)?|never expires|no longer (?:needs?|required)"
    r"|not independently verif\w{1,5}|date and location not known|all rights (?:are )?reserved"
    r"|is unable to independently verify|cannot independently verify|could not "
    r"(?:be )?independently verif\w{1,5}"
    r"|no \d{1,4}|no pick ?up|not to be confused with|headlines? only|cam (?:on|xuc|nhan|tay)"
    r"|(?:do not|don t) (?:change|add|use) (?:the )?(?:byline|headline|slug)"
    r"|(?:no one|nobody|none) (?:was|were|is|has|had|died)|last (?:take|paragraph|line|name|week|year)"
    r"|(?:removes?|deletes?|drops?) [\w ]{0,80}(?:words?|paragraphs?|grafs?|lines?|references?|quotes?"
    r"|byline|typo|sentences?|attribution)(?: in| from)?"
    r"|khong (?:gioi han|han che|co han che|ro|co chu thich)"
    r"|(?:until|after|before) (?:the )?(?:match|game|event|meeting|speech|vote)"
    r")(?!\w)"
)
_STRONG = re.compile(
    r"(?<!\w)(?:restrict\w{0,8}|prohibit\w{0,8}|forbid\w{0,6}|banned|banning|barred|barring"
    r"|embargo\w{0,5}|expir\w{1,6}|exclud\w{0,5}|exclusi\w{1,6}|except\w{0,7}|excl|unless|permissions?"
    r"|consent|clearances?|approval|authori[sz]ations?|unauthori[sz]ed|withh\w{2,5}|unavailable|limited"
    r"|limitations?|limits?|deny|denied|denies|refus\w{1,4}|disallow\w{0,3}|blocked|veto\w{0,2}"
    r"|void|revoked?|solely|blackout|blacked|sublicen\w{0,6}|onerous|off limits|prior written"
    r"|poa|by arrangement|geo ?block\w{0,3}|hold ?back|on hold"
    r"|(?:contact|ask|call|check|consult|phone|notify|inform)(?: \w+){0,4} (?:before|prior)"
    r"|nghiem cam|cam|khong duoc|chi duoc|chi dung|han che|het han|ngoai tru|loai tru|gioi han"
    r"|verboten|gesperrt|sperrfrist|untersagt|interdit\w{0,3}|sauf|uniquement|seulement|exclu\w{0,5}"
    r"|prohibid\w{1,3}|unicamente|exclusivamente|salvo|excepto|nur|vietato|proibid\w)(?!\w)"
)
_DATED = re.compile(
    r"(?<!\w)(?:end\w{0,3}|kill|taken? down|stop|between|licen[cs]e|rights|usage|period|go bo|go|xoa|han"
    r")(?!\w)"
)
_WEAK = re.compile(
    r"(?<!\w)(?:no|not|non|never|nor|neither|without|only|out|until|till|don t|doesn t|can t|cannot"
    r"|mustn t|must|bans?(?= (?:on|in|for|use|@))|bar|bars|block|blocks"
    r"|outside|minus|other than|but|alone|off|away"
    r"|nobody|none|nowhere|anywhere|everything|elsewhere|khong|chi|truoc|tru|ne pas|pas|nicht"
    r"|kein\w{0,2}"
    r"|ohne|solo|senza|sans|hors|fuera|ausser|reserved|gone|sold"
    r"|duration|last day|deadline|delete\w?|remove\w?|laps\w{1,3}"
    r"|terminat\w{1,5}|ceas\w{1,4}"
    r"|revert\w{0,3}|withdraw\w{0,3}|rights end|(?:after|before|until|as of|by|from|since"
    r"|through) #\d{1,4})(?!\w)"
)
_SCRIPTS = re.compile(
    r"(?<!\w)не(?!\w)|禁|不可|不得|のみ|限り|限定|仅|僅|除く|除外|不能|勿|запрещ|только|кроме|금지|제외|ห้าม"
    r"|以外|除.{1,20}外|限制|專用|专用|만(?!\w)|越南|ベトナム|베트남|вьетнам|เวียดนาม"
)
_ABOUT_USE = re.compile(
    r"(?<!\w)(?:use[drs]?|using|usages?|reus\w{1,4}|publi\w{1,9}|print\w{0,3}|sales?|sold|sell"
    r"|resale|rights?"
    r"|licen[cs]\w{1,4}|distribut\w{1,4}|redistribut\w{1,4}|reprodu\w{1,6}|archiv\w{1,4}|internet|online"
    r"|web\w{0,5}|digital|mobile|social|broadcast\w{0,4}|tv|television|transmi\w{1,6}|crop\w{0,4}"
    r"|alter\w{0,6}|syndicat\w{1,4}|third part\w{1,3}|clients?|customers?|subscribers?|media|newspapers?"
    r"|magazines?|territor\w{1,4}|countr\w{1,3}|regions?|markets?|images?|photos?|pictures?|terms"
    r"|available|release\w?|run|days?|weeks?|hours?|store\w?|download\w{0,3}|copy|copied|shar\w{1,3}"
    r"|su dung|dung|dang|phat hanh|xuat ban|luu|ban quyen|anh|lanh tho|nutzung|verwend\w{1,4}"
    r"|utilis\w{1,5}|uso|usar)(?!\w)"
)
_PLACE_OR_DATE = re.compile(r"[@#]\d")
# A list that goes on with an unknown name, and a place or a time that restricts what is forbidden.
_OPEN_LIST = re.compile(r"\^ (?:[,/&+] |and |or |va |hoac |nor ){1,2}[^\W\d_~^]")
_OPEN_END = re.compile(
    r"\^ (?:in|into|within|inside|throughout|at|to|for|by|from|before|after|on|during|o|tai|trong|cho) "
)
_MEDIUM = re.compile(
    any_of("print,online,internet,web,digital,newspaper,newspapers,magazine,tv").join(
        (r"(?<!\w)", r"(?!\w)")
    )
)
_TELEGRAPHIC, _LONG = 8, 3_000  # words, characters


def without_harmless(rest: str) -> str:
    return _HARMLESS.sub(" ", rest)


def seems_to_restrict(reading: Reading) -> bool:
    """Return whether the rest of a sentence has words of restriction."""
    wording, rest = reading.sentence.wording, without_harmless(reading.rest)
    if _STRONG.search(rest) or _SCRIPTS.search(wording.casefold()):
        return True
    if _goes_on(rest):
        return True
    if (reading.names_places and "@" in rest) or (reading.ends and "#" in rest):
        return True  # of two lists of territories, or two days, one was understood
    if reading.is_limited and _MEDIUM.search(rest):
        return True
    if "#" in rest and _DATED.search(rest):
        return True
    if not _WEAK.search(rest):
        return False
    understood = reading.restrictions or reading.ends
    return bool(
        understood
        or _is_telegraphic(wording)
        or _ABOUT_USE.search(rest)
        or _PLACE_OR_DATE.search(rest)
    )


def _goes_on(rest: str) -> bool:
    """Return whether something stands after a list, or after what is forbidden, that belongs to it."""
    return bool(_OPEN_LIST.search(rest) or _OPEN_END.search(rest))


def _is_telegraphic(wording: str) -> bool:
    """Return whether it is no prose, or too long to tell."""
    if len(wording) > _LONG or len(wording.split()) <= _TELEGRAPHIC:
        return True
    return not re.search("[a-zà-ỹ]", wording)
