"""The rules by which a sentence of terms is understood, in the order in which they are tried.

Pure. A rule takes what it understands out of the sentence; what is left decides whether the sentence
is wholly understood (attribution/terms/suspicion.py).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from attribution.terms.meanings import (
    ANY_MEDIUM,
    ANY_OBJECT,
    Reading,
    allows_alone,
    allows_media_alone,
    as_its_agency_says,
    begins_and_ends,
    ends_before,
    ends_on,
    forbids,
    gives_days,
    holds_rights,
    is_granted,
    is_unclear,
    leaves_out,
    leaves_out_here,
    leaves_out_unless_negated,
)
from attribution.terms.wordings import (
    FORBID,
    FORBIDDEN,
    MANDATORY_CREDIT,
    NOT,
    PLACE_PREPOSITION,
    USE,
    VI_IN,
    VI_NOT,
    VI_USE,
    any_of,
    several,
)

ONE_TIME, NO_ARCHIVE, NO_CROPPING = "ONE TIME USE", "NO ARCHIVE", "NO CROPPING"
EDITORIAL_ONLY = "EDITORIAL USE ONLY"
# Stands where something was understood: “^” after a list of places that may go on.
DONE, OPEN = "~", "^"
STORY = "_"  # in place of words of a story
Handler = Callable[[re.Match[str], Reading], "list[str] | None"]
_PLACE, _DATE = r"@(?P<place>\d{1,4})", r"#(?P<day>\d{1,4})"
_AT = rf"{PLACE_PREPOSITION} {_PLACE}"
_JOIN = r"(?: ?[,/&+|] ?(?:and |or |& )?| and | or | nor | va | hoac | for )"
_WHAT = (
    r"(?: (?:use|usage|uses|rights|media|sales|publication|territory|territories|customers"
    r"|clients|market|distribution|region|countries)){0,4}"
)
_IS = r"(?: (?:is|are|be|being|must be|to be|shall be|strictly|expressly|also|hereby|bi)){0,3}"
_ONLY_USE = any_of(
    "use,used,usage,valid,available,licensed,licenced,rights,right,for,to,be,may,can,is,are,sale,sales,"
    "publication,published,distribution,distributed,cleared,intended,permitted,allowed,release,"
    "released,editorial,commercial,strictly,this,the,image,photo,picture,content,story,text,only"
)
_WITHIN = any_of(
    "within,for,up to,max,maximum,valid for,valid,limited to,expires after,expires in,expire after,"
    "use for,usable for,only,first,licensed for,period of,duration of,a,the,of,use,used,usage,"
    "publication,publish,published,a period,an initial,archive,archived,storage,store,keep,retain,"
    "trong vong,trong,toi da,thoi han,su dung,dung,"
    "chi,duoc,delete after,deleted after,delete within,remove after,removed after,must be"
)
_FROM = (
    r"(?: (?:of|from|after|following|since|ke tu|tu|sau|khi)(?: (?:the|its|first|date|day|time|of|"
    r"initial|transmission|release|publication|receipt|download|delivery|issue|event|use|creation|"
    r"sending|match|ngay|phat|hanh|nhan|dang|gui|moving|issuance)){0,6})?"
)
_NUMBER = r"(?P<number>\d{1,3}) (?P<unit>(?:day|week|month|hour|year)s?|ngay|tuan|thang|gio)"
_GRANT = any_of(
    "valid,licensed,licenced,licence,license,cleared,available,territory,"
    "territories,geo,region,for use,for publication,for distribution,for release,use,usage,market,"
    "danh rieng cho,danh cho"
)
_START = r"(?:(?<=[;,/:(~^] )|(?<![^\n]))"
_END = r"(?= ?(?:[;,/:)~^|]|$))"
_EDITORIAL = (
    r"editorial(?: (?:use|usage|purposes?|news|reporting|and|or|content|basis|coverage|context"
    r"|only)(?!\w)){0,5}"
)
_SUBJECT = (
    r"(?:(?:this|the|these|all|handout|pool|image|images|photo|photos|photograph|photographs"
    r"|picture|pictures|content|material|video|is|are) ){0,6}"
)


@dataclass(frozen=True)
class Rule:
    """A pattern, and what a match of it means: restrictions; None where it is not understood."""

    pattern: re.Pattern[str]
    meaning: Handler
    mark: str = DONE


def _rule(pattern: str, meaning: Handler | tuple[str, ...], mark: str = DONE) -> Rule:
    handler = meaning if callable(meaning) else lambda match, reading: list(meaning)
    return Rule(re.compile(rf"(?<![\w@#$]){pattern}(?!\w)"), handler, mark)


RULES: tuple[Rule, ...] = (
    # Verbs that say nothing of territories.
    _rule(
        r"(?:read|carried|carry|carries|sold|turned|turns|pointed|points|ruled|rolled|wiped|broke|set"
        r"|laid|came|come|comes|find|found|take|took|worked|work|called|calls|spelled|knocked|burned"
        r"|burnt|hands?|handed|stepped|steps|look|looks|looked|looking|stand|stands|standing|reach"
        r"|reached|reaching|fill|filled|lash|lashes|lashed|break|breaks|went|go|goes|going) out",
        (),
        STORY,
    ),
    _rule(r"\$(?P<code>\d{1,4})", as_its_agency_says),
    _rule(
        rf"{NOT}{several(USE, 0, 12)} (?:from|as of|on or after|on and after|starting|since"
        rf"|effective)(?: the)? {_DATE}",
        ends_before,
    ),
    # What is corrected of a story, and how it was written before.
    _rule(
        r"(?:corrects?|correcting|corrected|correction|refiles?|refiling|fixes)(?= |$)[^~^;|]{0,200},"
        r" (?:and )?not (?:(?:in |from |at |of )?@\d{1,4}|(?!for |to |in |use)\w+(?: \w+){0,2}(?= ?$))",
        (),
    ),
    # Of a first and a last day only the last is read here.
    _rule(
        rf"(?:(?:from|between) )?#\d{{1,4}} (?:;|to|till|until|and|through|den|toi) {_DATE}",
        begins_and_ends,
    ),
    # What begins is nothing that ends: nobody reads here from when on something may be used.
    _rule(
        rf"{NOT}{several(USE, 0, 10)}(?: (?:until|till|til|before|prior to|earlier than|ahead of)) {_DATE}",
        is_unclear,
    ),
    _rule(
        rf"{NOT}{several(USE, 0, 10)} (?:within|during|for|in) (?:the )?(?:first |next )?{_NUMBER}",
        is_unclear,
    ),
    _rule(
        rf"(?:embargo\w*|hold|held|release|released|advance|from|not before)(?: \w+){{0,4}} {_DATE}",
        is_unclear,
    ),
    _rule(rf"{VI_NOT}(?: {VI_USE}){{0,10}}(?: truoc(?: ngay)?) {_DATE}", is_unclear),
    # Until when.
    _rule(
        rf"{NOT}{several(USE, 0, 12)} (?:after|beyond|past|later than|following)(?: the| close of"
        rf"| midnight(?: on)?| end of){{0,2}} {_DATE}",
        ends_on,
    ),
    _rule(
        r"(?:(?:for |valid |available |licen[cs]ed |may be |can be |to be |must be |only |use "
        r"|used |usage |publication |published |rights |is |are |it |this |image |photo |picture "
        r"|content |cleared |free |in ){0,8})"
        rf"(?:until|till|til|up to|through|thru|up until|expires?(?: on)?|expiring(?: on)?"
        rf"|expiration(?: date)?|expiry(?: date)?|expired on|ends?(?: on)?|valid to|no later than"
        rf"|not later than|on or before|use by|used by|published by|publish by|removed? by"
        rf"|deleted? by|removed? after|deleted? after)(?: the| midnight(?: on)?| end of"
        rf"| and including){{0,2}} ?:? ?{_DATE}",
        ends_on,
    ),
    _rule(rf"(?:use|used|publish|published|best) before(?: the)? {_DATE}", ends_before),
    _rule(rf"{VI_NOT}(?: {VI_USE}){{0,12}} (?:sau|qua)(?: ngay)? {_DATE}", ends_on),
    _rule(rf"{VI_NOT}(?: {VI_USE}){{0,12}} (?:ke tu|tu)(?: ngay)? {_DATE}", ends_before),
    _rule(
        rf"(?:chi )?(?:(?:{VI_USE}|han|hieu luc|co) ){{0,8}}(?:den het|den|toi|het han(?: vao)?"
        rf"|han su dung|han dung|het hieu luc(?: vao)?)(?: ngay)? ?:? ?{_DATE}",
        ends_on,
    ),
    # How often, before “use only within 14 days” is taken for days alone.
    _rule(
        r"(?:strictly |for )?(?:one|single|1) ?(?:time)? (?:editorial )?(?:use|usage|publication"
        r"|reproduction)(?: only)?(?= (?:within|for|in|max|maximum|up to|trong|[,;:(/|&]|\d|and)|[~^]|$)",
        (ONE_TIME,),
    ),
    # For how long.
    _rule(
        rf"{NOT}{several(USE, 0, 10)} (?:after|beyond|more than|longer than|past|for more than"
        rf"|for longer than) {_NUMBER}{_FROM}",
        gives_days,
    ),
    _rule(rf"{VI_NOT}(?: {VI_USE}){{0,10}} (?:sau|qua) {_NUMBER}{_FROM}", gives_days),
    _rule(rf"(?:{_WITHIN} ){{1,8}}{_NUMBER}(?: only)?{_FROM}(?: only)?", gives_days),
    _rule(
        rf"{_START}(?:\d{{1,3}} ?[;:] ?)?{_NUMBER}(?: (?:only|use|usage|licen[cs]e|rights|max"
        rf"|maximum|online|use only)){{0,3}}{_FROM}(?= ?(?:[;,/:)~^]|$|@))",
        gives_days,
    ),
    # Where: “VIETNAM PAPERS OUT”.
    _rule(
        rf"{_PLACE} (?!out|and|or|is|not|no|use)\w+(?: (?!out|and|or)\w+)? out"
        r"(?! (?:of|to|on|from|with|at|by)(?!\w))",
        leaves_out,
    ),
    # Where: “JAPAN OUT” before “NO SALES JAPAN OUT” is taken for no sales in Japan.
    _rule(
        rf"{_PLACE}{_WHAT} (?:also |strictly )?out(?! (?:of|to|on|from|with|at|by)(?!\w))",
        leaves_out_here,
    ),
    # Where: with a negation.
    _rule(
        rf"{NOT}{several(USE, 0, 12)}(?: (?:outside|beyond|out of|other than|except|anywhere but"
        rf"|anywhere except|except in|other than in))(?: (?:of|in|for|the|to)){{0,3}} {_PLACE}",
        allows_alone,
        OPEN,
    ),
    _rule(rf"(?:{NOT}{several(USE, 0, 12)}{_AT}{_WHAT})", leaves_out, OPEN),
    _rule(
        rf"{VI_NOT}(?: {VI_USE}){{0,12}}(?: ngoai| ben ngoai){VI_IN}? {_PLACE}", allows_alone, OPEN
    ),
    _rule(rf"{VI_NOT}(?: {VI_USE}){{0,12}}{VI_IN} {_PLACE}", leaves_out, OPEN),
    _rule(rf"(?:cam|khong) {_PLACE}", leaves_out, OPEN),
    _rule(rf"(?:{USE} ){{0,8}}(?:in |for |at )?{_PLACE}{_WHAT}{_IS} {FORBIDDEN}", leaves_out),
    _rule(
        rf"{_PLACE}{_IS} (?:cam|bi cam|bi loai tru|bi han che|khong duoc(?: {VI_USE}){{0,4}})",
        leaves_out,
    ),
    _rule(rf"(?:{FORBIDDEN}|{FORBID}){several(USE, 0, 10)}{_AT}", leaves_out, OPEN),
    # Where: left out, or alone.
    _rule(rf"(?:{_START}out|out :) ?:? ?(?:(?:in|of|for) )?(?:the )?{_PLACE}", leaves_out, OPEN),
    _rule(
        rf"(?:{_ONLY_USE} ){{0,8}}(?:(?:in|within|inside|for|to|throughout|across) (?:the )?"
        rf"(?:territory of )?)?{_PLACE}{_WHAT} (?:only|alone|exclusively)",
        allows_alone,
    ),
    _rule(
        rf"(?:{_ONLY_USE} ){{0,6}}(?:only|solely|exclusively|exclusive|restricted to|limited to"
        rf"|confined to|exclusive to)(?: {_ONLY_USE}){{0,6}}(?: (?:in|within|inside|to|for|on))?"
        rf"(?: (?:the|territory of|clients in|media in|users in|publication in|use in|use within"
        rf"|within|inside)){{0,3}} {_PLACE}",
        allows_alone,
        OPEN,
    ),
    _rule(rf"chi(?: {VI_USE}){{0,10}}{VI_IN} {_PLACE}", allows_alone, OPEN),
    _rule(
        rf"(?:@\d{{1,4}}{_WHAT}(?: [,;(:])? )?(?:except(?:ing)?|exceptions?|with the exception of"
        rf"|exception of|excluding|excl|exclusive of|exc|ex|other than|apart from|outside(?: of)?|minus"
        rf"|but not|save|less|barring|tru|ngoai tru|loai tru|khong bao gom|ngoai)(?: (?:for|in|of"
        rf"|the|territory|use|lanh tho|nuoc|o|:)){{0,4}} {_PLACE}",
        leaves_out_unless_negated,
        OPEN,
    ),
    # What is granted for some territories is for these alone.
    _rule(
        rf"(?:{_GRANT} ){{1,3}}(?:(?:for|in|to|of|within|:|=|territory|territories|thi truong|the|use"
        rf"|publication|clients|distribution) ){{0,4}}{_PLACE}{_WHAT}",
        is_granted,
    ),
    # Who has which rights where says nothing for certain of us.
    _rule(rf"(?:rights?|reserved)(?: (?:for|in|of|:|=|the)){{0,3}} {_PLACE}", holds_rights),
    _rule(rf"{_PLACE} (?:editorial |commercial |all |full |publication )?rights", holds_rights),
    _rule(rf"{_START}for {_PLACE}{_END}", is_granted),
    _rule(
        rf"{_START}(?:for )?(?:the )?{_PLACE}"
        rf" (?:use|usage|market|territory|clients?|customers?|subscribers?){_END}",
        is_granted,
    ),
    # By which medium.
    _rule(
        rf"(?:(?:for|strictly|intended|to be used|may be used|use|used|in|on|available"
        rf"|licensed) ){{0,4}}(?P<media>{ANY_MEDIUM}(?: (?:use|usage|media|rights|publication"
        rf"|publications|editions?)(?!\w)){{0,2}}(?:{_JOIN}{ANY_MEDIUM}(?: (?:use|usage|media"
        rf"|rights|publication|editions?)(?!\w)){{0,2}}){{0,8}}) only",
        allows_media_alone,
    ),
    _rule(
        rf"(?:only|solely|exclusively|restricted to|limited to|chi)(?: (?:for|in|on|be|used|use|via"
        rf"|the|available|licensed|to|valid|dung|su dung|duoc|cho|tren|dang|phat hanh"
        rf"|xuat ban)){{0,6}} (?P<media>{ANY_MEDIUM}(?: (?:use|usage|media|rights|publication"
        rf"|publications|editions?)(?!\w)){{0,2}}(?:{_JOIN}{ANY_MEDIUM}){{0,8}})",
        allows_media_alone,
    ),
    _rule(
        rf"{_START}(?:(?:for|licen[cs]ed|valid|cleared|available|rights|medium|media|in|on|:) ){{1,4}}"
        rf"(?P<media>{ANY_MEDIUM}(?:{_JOIN}{ANY_MEDIUM}){{0,8}}){_END}",
        allows_media_alone,
    ),
    _rule(
        rf"{_START}(?P<media>{ANY_MEDIUM}(?:{_JOIN}{ANY_MEDIUM}){{0,8}})"
        rf"(?: (?:use|usage|rights|publications?|editions?)){{1,2}}{_END}",
        allows_media_alone,
    ),
    # What for.
    _rule(
        rf"{_SUBJECT}(?:(?:restricted|limited|only|solely|exclusively|strictly|intended|may|must"
        rf"|can|be|used|use|is|for|to|in|on) ){{0,6}}(?:for|to|in|on) (?:the )?(?:news(?: and"
        rf"| or)? )?{_EDITORIAL}"
        rf"(?: for the contemporaneous illustration of events(?: things or the people in the image or"
        rf" facts mentioned in the caption)?)?(?: only)?",
        (EDITORIAL_ONLY,),
    ),
    _rule(
        r"(?:news|press|editorial|editorial news|news editorial)(?: (?:use|usage|purposes?|and|or"
        r"|news|editorial|reporting)){0,5} only",
        (EDITORIAL_ONLY,),
    ),
    _rule(r"non commercial(?: (?:use|purposes|usage|basis))?(?: only)?", ("NO COMMERCIAL USE",)),
    _rule(
        r"chi (?:(?:duoc|phep|su|dung|cho|voi|vao|phuc|vu|muc|dich) ){1,8}(?:bao chi|bien tap"
        r"|dua tin|tin tuc|thong tin)",
        (EDITORIAL_ONLY,),
    ),
    _rule(
        r"(?:strictly |for )?(?:one|single|1) ?(?:time)? (?:use|usage|publication|rights?"
        r"|reproduction)(?: (?:only|rights|use)){0,2}|one off use(?: only)?|(?:use |used "
        r"|publish )?once only|use(?:d)? (?:only )?once|only (?:be )?used once|not to be reused"
        r"|no reuse|no re use|(?:chi )?(?:duoc )?(?:su )?dung (?:duoc )?(?:mot|1) lan"
        r"(?: duy nhat)?|khong (?:duoc )?(?:su )?dung lai",
        (ONE_TIME,),
    ),
    _rule(
        r"reuse of the (?:picture|photo|image"
        r"|photograph) may require further permission from the picture provider or the photographer"
        r"|reuse of the (?:picture|photo|image) may require further permission"
        r"(?: from the picture provider)?",
        (ONE_TIME,),
    ),
    # What not.
    _rule(
        rf"(?P<objects>{ANY_OBJECT}(?: (?:/|and|or|&) {ANY_OBJECT}){{0,4}}){_IS} {FORBIDDEN}",
        forbids,
    ),
    _rule(
        rf"(?:{FORBID}|prohibited|forbidden)(?: (?:any|use|of|the|images?|photographs?|on|for|as"
        rf"|all|:)){{0,6}} (?P<objects>{ANY_OBJECT}(?:{_JOIN}(?:(?:or|and|for"
        rf"|on) ){{0,2}}{ANY_OBJECT}){{0,4}})",
        forbids,
    ),
    _rule(
        rf"(?P<objects>{ANY_OBJECT}(?: (?:/|and|&) {ANY_OBJECT}){{0,4}})(?: also)? out(?! (?:of"
        rf"|to|on|from|with|at|by)(?!\w))",
        forbids,
    ),
    _rule(
        rf"{NOT}(?: (?:for|to|be|permitted|in|on|via|any|the|further|of|it|image|photo|picture"
        rf"|images|photos|pictures|used|use|usage|published|post|posted|display|displayed|put"
        rf"|placed|made|available|allowed|allow|valid|cleared|licensed|as|strictly|a|with|form"
        rf"|use with|other)(?!\w)){{0,8}} (?P<objects>{ANY_OBJECT}(?:{_JOIN}(?:(?:no|not|for|on|in"
        rf"|the|any|to|be|otherwise|used|with) ){{0,3}}{ANY_OBJECT}){{0,10}})",
        forbids,
        OPEN,
    ),
    _rule(
        rf"{VI_NOT}(?: {VI_USE}){{0,8}}(?: (?:tren|len|o|qua|cho|trong)(?: cac| moi"
        rf"| moi truong){{0,2}})? (?:mang xa hoi|facebook|tiktok|youtube)",
        ("NO SOCIAL",),
    ),
    _rule(
        rf"{VI_NOT}(?: {VI_USE}){{0,8}}(?: (?:tren|len|o|qua|cho|trong)(?: cac| moi"
        rf"| moi truong){{0,2}})? (?:mang internet|mang|internet|truc tuyen|bao dien tu|bao mang"
        rf"|trang dien tu|trang tin dien tu|trang web|website|web|online|moi truong so)",
        ("NO INTERNET",),
    ),
    _rule(
        rf"(?:nghiem cam|cam|khong)(?: duoc| duoc phep| cho phep)? (?:ban lai|ban)(?: {VI_USE}){{0,3}}",
        ("NO SALES",),
    ),
    _rule(
        rf"(?:nghiem cam|cam|khong)(?: duoc| duoc phep| cho phep)? (?:luu tru|luu kho|luu(?! hanh))"
        rf"(?: {VI_USE}){{0,3}}",
        (NO_ARCHIVE,),
    ),
    _rule(
        r"(?:nghiem cam|cam|khong)(?: duoc| duoc phep| cho phep)? (?:cat cup|cat xen|cat|crop)"
        r"(?: anh| hinh)?",
        (NO_CROPPING,),
    ),
    _rule(
        rf"{VI_NOT}(?: {VI_USE}){{0,8}} (?:muc dich thuong mai|thuong mai|quang cao)",
        ("NO COMMERCIAL USE",),
    ),
    _rule(r"(?:no |not for )?3tp", ()),
    # Whom to name.
    _rule(
        r"(?:(?:photo |image |picture )?mandatory credits?(?: line)?|credits? (?:is "
        r"|are )?mandatory|(?:photo |image |picture )?credits? (?:line )?(?:must|should|to) "
        r"(?:read|be|appear|say|include)|must (?:be )?(?:credit|credited|attribute)(?: to| as)?"
        r"|credit(?: line)? (?:required|obligatory)|(?:please|always) credit|bat buoc ghi nguon"
        r"|phai ghi (?:ro )?nguon)",
        (MANDATORY_CREDIT,),
    ),
)
