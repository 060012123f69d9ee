"""Wordings that grant something to others, by another medium or for a time, without a word that restricts.

Pure. “European rights” bars whoever is not there, “for a month” whoever comes later. What is left of a
sentence after all rules is searched for them.
"""

import re

from attribution.terms.meanings import Reading
from attribution.terms.wordings import MANDATORY_CREDIT, any_of

_BEGINS, _ENDS = r"(?:(?<=[;,/:()~^|] )|(?<![^\n]))", r"(?= ?(?:[;,/:()~^|]|$))"
_FILLER = any_of(
    "in,for,within,the,a,an,at,to,of,and,or,also,too,plus,only,use,used,usage,valid,is,are,rights,right,"
    "licence,license,licensed,period,term,next,first,max,maximum,up to,one,single,this,whole,entire,same,"
    "per,from,cho,o,tai,trong,vong,dung,su,thoi,han,mot,toi,da,chi,duoc,va,ngay,window,online,editorial"
)
_NUMBER = (
    r"(?:\d{1,4}|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{2,6}teen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|few|several|couple|hai|ba|bon|nam|sau|bay))"
)
_TIME = (
    r"(?:hours?|days?|weeks?|months?|years?|fortnights?|quarters?|seasons?|tournaments?|weekends?|gio"
    r"|tuan|thang|nam|m|y|w|hrs?)"
)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:\d{1,2} ?/ ?)?20\d\d|thang \d{1,2})"
)
_FOR_A_TIME = re.compile(
    rf"{_BEGINS}(?:(?:{_FILLER}|{_NUMBER})(?: [,:])? ){{0,8}}(?:{_TIME}|\d{{1,3}}[dmwy])"
    rf"(?: (?:{_FILLER}|{_NUMBER}|20\d\d ?/ ?\d\d)){{0,5}}{_ENDS}"
)
_TIMELESS = re.compile(r"(?:(?:the|this|same|ngay|nam|thang|tuan|m|y|w) ?){1,3}")
_UNTIL_A_MONTH = re.compile(
    rf"(?<!\w)(?:until|till?|thru|through|to|valid|expires?|den|het)(?: (?:end|the|of|het|cuoi))"
    rf"{{0,3}} {_MONTH}(?!\w)"
)
# How often.
_TIMES = re.compile(
    rf"(?<!\w)(?:{_NUMBER}|one|1x|\d{{1,2}}x)(?: x)? (?:times?|uses?|usages?|publications?"
    r"|reproductions?|lan)(?!\w)"
)
# “USA and Canada”: territories, or a period, and nothing besides.
_PLACES_ALONE = re.compile(
    r"(?:[^\w@#]|@\d{1,4}|\b(?:in|for|within|the|at|and|or|also|too|plus|as well|countries|country"
    r"|region|media|cho|tai|ca|papers?|newspapers?|subscribers?|clients?|customers?)\b)*"
)
_PERIOD_ALONE = re.compile(r"(?:[^\w#]|#\d{1,4}\b|\b\d{1,4}\b|\b(?:to|and|den)\b)*")
_NUMBERS = re.compile(r"\d+")
_UNTIL_A_DAY = re.compile(
    rf"{_BEGINS}(?:{_FILLER} ){{0,4}}(?:before|until|till|by) (?:the )?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|tomorrow|midnight|noon)(?!\w)"
)
_PLACE_BESIDE = re.compile(  # what is understood
    r"~ (?:[,;:(|/] ?)?(?:(?:in|for|at|to|the|within) ){0,2}@\d{1,4}(?= ?(?:[;,/:)~^|]|$))"
    r"|(?:^|[;:(|] )(?:for )?@\d{1,4}(?: [,;:|])? ~"
)
# Words that grant, or that set conditions, beside a place.
_GRANTS = re.compile(
    r"(?<!\w)(?:allow\w{0,5}|permi\w{1,7}|grant\w{0,3}|clear(?:ed|ance)|ok|okay|usable|valid|invalid"
    r"|licen[cs]\w{1,4}|rights?|droits|derechos|territor\w{1,4}|markets?|clients?|customers?|subscribers?"
    r"|distribution|use|used|usage|useable|whitelist\w{0,3}|blacklist\w{0,3}|blocklist\w{0,3}|allowlist|geo"
    r"|geofence\w?|fenced|domestic|avoid|refrain|kill|hold|held|premium|fees?|surcharges?|rates|request"
    r"|arrangement|agreement|poa|por|n / a|x|mien|lanh tho|thi truong|pham vi|ban quyen|danh cho|su dung"
    r"|dung|can be published|publication|publishing|published only|editorial|reserve|exclu|exclusive"
    r"|ausgeschlossen|free (?:in|for|to)|countries)(?!\w)"
)
_DATED_USE = re.compile(
    r"(?<!\w)(?:use|used|usage|usable|valid|exp|hsd|hd|bis|hasta|jusqu ?' ?au|jusqu au|thru|through"
    r"|latest|final|last|enddate|depublish\w{0,2}|unpublish\w{0,2}|dung|su dung|dang|den|go|xoa)(?!\w)"
)
_GRANTS_IN_PROSE = re.compile(
    r"(?<!\w)(?:licen[cs]\w{1,4}|(?:may|can) (?:only )?be (?:used|published|printed|reproduced|distributed"
    r"|broadcast|shown)|for use|permitted|cleared)(?!\w)[^;|~@]{0,80}@\d"
)
# What is for paper alone.
_PAPER = (
    r"(?:print(?:ed)?|newspapers?|magazines?|papers?|dailies|broadcast(?:ing|ers?)?|tv|television|radio"
    r"|books?)"
)
_OTHER_MEDIA = re.compile(
    rf"{_BEGINS}(?:(?:for|in|the|use|rights|media|danh cho|dung cho|dung) ){{0,4}}{_PAPER}"
    rf"(?:(?: [,/&]| and| or|)(?: the)? (?:{_PAPER}|editions?|use|usage|rights|licen[cs]e|publications?"
    rf"|version|media|first)){{0,6}}{_ENDS}"
)
_PAPER_VI = re.compile(
    r"(?<!\w)(?:danh|dung)(?: rieng)? cho (?:bao in|bao giay|an pham in|ban in)(?!\w)"
)
_CONDITIONS = re.compile(
    r"(?<!\w)(?:fees?|surcharges?|premium|cost|rates|arrangement|request|poa|por|contact|subject to"
    r"|separate(?:ly)?|required|after|first)(?!\w)"
)
_ONLINE = re.compile(
    r"(?<!\w)(?:internet|online|web|www|digital)(?: use| usage| rights| licen[cs]e)?(?!\w)"
)
# Nothing of this kind is for readers.
_INTERNAL = re.compile(
    r"(?<!\w)(?:internal(?: use|(?= ?[~,;:/)]| ?$))|(?<![^\n])private(?= ?$)|offline"
    r"|domestic (?:use|rights|markets?|media|clients)|home (?:market|territory)|confidential"
    r"|fpo|noi bo|mien dang|(?:destroy|purge|delete|take down"
    r"|taken down|depublish|unpublish|xoa|go)(?:e?d)? (?:after|by|within|in|sau|vao|truoc))(?!\w)"
)
_PLACE = re.compile(r"@(\d{1,4})")
_LONGEST = 10  # words of a sentence that is no prose


def seems_to_grant(reading: Reading, rest: str) -> bool:
    """Return whether a sentence grants what is not ours, or only for a time.

    `rest` is what is left of it, without everyday wordings. Long ones are mostly prose.
    """
    places = reading.sentence.places
    rest = _PLACE.sub(lambda m: "" if places[int(m[1])] == ("WORLD",) else m[0], rest)
    if len(reading.sentence.wording.split()) > _LONGEST:
        return bool(_GRANTS_IN_PROSE.search(rest))
    return bool(
        _is_for_a_place(rest, is_understood=_restricts(reading))
        or _is_for_a_time(rest)
        or _is_for_a_medium(rest)
        or _TIMES.search(rest)
        or _INTERNAL.search(rest)
    )


def _restricts(reading: Reading) -> bool:
    return any(restriction != MANDATORY_CREDIT for _position, restriction in reading.restrictions)


def _is_for_a_place(rest: str, *, is_understood: bool) -> bool:
    if "@" not in rest:
        return False
    is_beside = is_understood and _PLACE_BESIDE.search(rest)
    return bool(_PLACES_ALONE.fullmatch(rest) or _GRANTS.search(rest) or is_beside)


def _is_for_a_medium(rest: str) -> bool:
    if _ONLINE.search(rest):
        return bool(_CONDITIONS.search(rest))
    return bool(_OTHER_MEDIA.search(rest) or _PAPER_VI.search(rest))


def _is_for_a_time(rest: str) -> bool:
    if "#" in rest and (_DATED_USE.search(rest) or _is_period(rest)):
        return True
    if _UNTIL_A_MONTH.search(rest) or _UNTIL_A_DAY.search(rest):
        return True
    return any(not _TIMELESS.fullmatch(match[0]) for match in _FOR_A_TIME.finditer(rest))


def _is_period(rest: str) -> bool:
    return bool(_PERIOD_ALONE.fullmatch(rest)) and len(_NUMBERS.findall(rest)) > 1
