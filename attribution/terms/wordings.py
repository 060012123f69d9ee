"""The words of which rules for terms are made: as patterns for `Sentence.text`, folded.

Pure. Every repeat has a bound, so that each pattern is linear in the text.
"""

MANDATORY_CREDIT = "MANDATORY CREDIT"


def any_of(text: str) -> str:
    """Return the pattern for one of the words or phrases, which are separated by commas."""
    options = sorted((option.strip() for option in text.split(",")), key=len, reverse=True)
    return f"(?:{'|'.join(filter(None, options))})"


def several(word: str, least: int, most: int) -> str:
    """Return the pattern for words in a row, with blanks, commas and slashes between them."""
    return rf"(?:[ ,/&]{{1,3}}{word}(?!\w)){{{least},{most}}}"


NOT = any_of(
    "no,not,non,never,nor,without,neither,strictly no,do not,does not,don t,doesn t,did not,cannot,"
    "can not,can t,may not,must not,mustn t,shall not,should not,will not,is not,are not,isn t,aren t,"
    "might not,nowhere,nobody,no one,none,noone"
)
# What may stand between a negation and the place, the time or the medium.
USE = any_of(
    "use,used,usage,using,uses,user,reuse,reused,re use,sale,sales,sold,sell,selling,resale,resales,"
    "resell,re sale,publish,published,publication,publications,publishing,republish,republished,"
    "republication,print,printed,printing,run,running,distribute,distributed,distribution,"
    "redistribute,redistributed,redistribution,re distributed,reproduce,reproduced,reproduction,"
    "transmit,transmitted,transmission,retransmission,broadcast,broadcasting,broadcasts,release,"
    "released,show,shown,display,displayed,available,permitted,allowed,authorised,authorized,license,"
    "licence,licensed,licenced,licensing,rights,right,access,accessible,coverage,covered,syndication,"
    "syndicated,syndicate,supply,supplied,offered,exploitation,exploited,intended,valid,cleared,"
    "commercial,editorial,promotional,third party,third parties,3rd party,further,any,all,media,news,"
    "newspaper,newspapers,magazine,magazines,press,and,or,other,online,internet,web,digital,mobile,"
    "social,tv,television,radio,archive,archiving,to,be,been,being,for,by,of,a,an,the,this,these,it,"
    "whatsoever,whatever,at all,form,forms,kind,type,purpose,purposes,client,clients,customers,"
    "customer,subscribers,outlets,outlet,websites,website,sites,publishers,image,images,photo,photos,"
    "picture,pictures,photograph,photographs,content,material,story,stories,text,copy,article,"
    "articles,anywhere,download,downloaded,posted,post,made,put,appear,circulated,circulation,"
    "is,are,strictly,expressly,either,in print"
)
PLACE_PREPOSITION = (
    r"(?: (?:in|into|within|inside|throughout|across|for|to|at|on|by|from|of|anywhere in))?"
    r"(?: (?:the|all|any|other|whole|entire|territory|territories|country|countries|region|regions|"
    r"market|markets|media|area|areas|clients|customers|subscribers|outlets|newspapers|publications|"
    r"websites|territory of|of|in|from|based)){0,6}"
)
FORBIDDEN = any_of(
    "prohibited,forbidden,banned,barred,excluded,excepted,exempt,exempted,blocked,disallowed,"
    "not permitted,not allowed,not included,not covered,not available,not cleared,not licensed,"
    "not authorised,not authorized,unavailable,off limits,blacked out,embargoed,no go"
)
FORBID = any_of("prohibits?,forbids?,bans?,bars?,excludes?,disallows?")
# Vietnamese, folded.
VI_NOT = any_of(
    "nghiem cam,cam,khong duoc phep,khong duoc,khong cho phep,khong nen,khong co quyen,khong,"
    "chua duoc"
)
VI_USE = any_of(
    "su dung,dung,dang,dang tai,dang lai,phat,phat hanh,phat song,xuat ban,phan phoi,ban,in,cong bo,"
    "luu,luu tru,luu hanh,anh,buc anh,hinh anh,tin,bai,bai viet,noi dung,tac pham,duoc,phep,cho phep,lai,"
    "khai thac,thuong mai,bien tap,voi,muc dich,va,hoac,nay,tai ban,sao chep,moi,hinh thuc,vao,cho,"
    "duoi,bat ky,pham vi,truyen thong,bao chi,cac,nuoc,the,truoc"
)
VI_IN = (
    r"(?: (?:o|tai|trong|tren|cho|ra|den|vao))"
    r"(?: (?:thi truong|lanh tho|khu vuc|nuoc|cac nuoc|pham vi|toan|cac|bao chi)){0,4}"
)

_PURPOSE = (
    r"(?: (?:use|usage|uses|rights|publication|publications|media|sites?|pages?|sales?|posting|"
    r"display|platforms?|editions?|services?|purposes?|versions?|distribution|outlets|news|"
    r"publishing|clients|customers|archives?|networks?|channels|apps|post|posts)(?!\w)){0,4}"
)
# What may be forbidden by itself, with how it is printed. The first that matches counts.
OBJECTS: dict[str, str] = {
    "NO VIDEO EMULATION": r"(?:video emulation|emulat\w{0,5} (?:of )?video|(?:used as |image )?sequences?"
    r"(?: to emulate video)?|quasi video|video simulation)",
    "NO SOCIAL": rf"(?:social(?: media| networks?)?|facebook|twitter|instagram|tiktok|youtube){_PURPOSE}",
    "NO INTERNET": rf"(?:the )?(?:internet|online|on line|web(?:sites?| sites?| pages?)?|www|world wide web"
    rf"|digital|electronic|new media|e paper|epaper|websites?){_PURPOSE}",
    "NO MOBILE": rf"(?:mobiles?(?: phones?)?|cell phones?|smartphones?|apps?|telcos?){_PURPOSE}",
    "NO ARCHIVE": r"(?:archiv(?:es?|ing|ed|al)|archival)(?: (?:use|usage|storage|purposes|rights|sales))?"
    r"|stored?(?: in (?:an )?archives?)?|storage|retention",
    "NO THIRD PARTY USE": r"(?:(?:third|3rd) part(?:y|ies)|3tp)(?: (?:sales?|use|usage"
    r"|distribution|distributors?"
    r"|clients|rights|licensing|resale|publication|and|or|,)){0,4}",
    "NO SYNDICATION": r"(?:syndicat(?:ion|ed|e|ing))(?: (?:rights|use|sales))?",
    "NO REDISTRIBUTION": r"(?:re ?distribut(?:ion|ed|e)|re ?transmi(?:ssion|tted|t)|pass(?:ed"
    r"|ing)? on(?: to "
    r"(?:others|anyone|third parties))?|forward(?:ed|ing)?|sub ?licens(?:e|ing|ed))",
    "NO COMMERCIAL USE": r"(?:commercial(?:ly)?|advertis(?:ing|ements?|ement)|adverts?|ads?"
    r"|marketing|promotion(?:s"
    r"|al)?|merchandis(?:e|ing)|endorsements?)(?: (?:use|usage|used|purposes?|campaigns?"
    r"|publications?|rights|or|and|marketing|advertising|promotional|materials?|exploitation"
    r"|reproduction|products?)(?!\w)){0,6}",
    "NO SALES": r"(?:(?:commercial|editorial|or|and|any|picture|photo|further|magazine"
    r"|single)[ ,/]{1,3}){0,5}(?:re ?sales?|re ?sell(?:ing)?|re ?sold|sales?|sold|sell"
    r"|selling)(?: (?:rights|use|market))?|licen[cs]ing",
    "NO CROPPING": r"(?:crop(?:ped|ping|s)?)",
    "NO ALTERATION": r"(?:(?:digital(?:ly)? )?(?:alter(?:ed|ing|ations?)?|manipulat(?:e"
    r"|ed|ion|ing)|modif(?:y"
    r"|ied|ications?)|retouch(?:ed|ing)?|edit(?:ed|ing)?|masks?|masked|masking|mirrored"
    r"|flipped|colori[sz]ed))",
    "NO MAGAZINES": r"(?:magazines?|mags?)(?: (?:use|usage|sales|rights))?",
    "NO TABLOIDS": r"(?:tabloids?)(?: (?:use|usage|sales))?",
    "NO TV": r"(?:tv|t v|television|broadcast(?:ing|s|ers)?|radio|film|video)(?: (?:use|usage|broadcast"
    r"|rights|sales|stations?)){0,2}",
    "NO BOOKS": r"(?:books?)(?: (?:use|usage|covers?|publishing|sales))?",
    "NO COVERS": r"(?:front )?(?:covers?|cover use|front pages?)(?: use)?",
    "NO PRINT": r"(?:print|printed media|newspapers?)(?: (?:use|usage|media|rights|publications?"
    r"|editions?))?",
    "NO BETTING": r"(?:betting|gambling|games|gaming)(?: (?:use|services?|publications?))?",
    "NO LIVE USE": r"(?:unauthori[sz]ed audio[ ,]{1,3}video[ ,]{1,3}data[ ,]{1,3}fixture lists[ ,]{1,3}"
    r"(?:club[ /]{1,3}league logos )?(?:or )?live services|in match use|live use)",
    "NO AI": r"(?:ai(?: training| use)?|training (?:of )?(?:ai|machines|models)|machine learning"
    r"|text and data mining|data mining|generative ai)",
}
# Media that may have it alone, with how they are printed.
MEDIA: dict[str, str] = {
    "ONLINE": r"(?:internet|online|on line|web(?: ?sites?| ?pages?)?|digital|electronic)",
    "PRINT": r"(?:print(?:ed)?|paper|hard copy|bao in|bao giay|an pham in|ban in)",
    "NEWSPAPERS": r"(?:newspapers?|dailies)",
    "MAGAZINES": r"(?:magazines?|mags)",
    "TV": r"(?:tv|television|broadcast(?:ing|ers)?|telecast)",
    "RADIO": r"(?:radio|audio)",
    "MOBILE": r"(?:mobiles?(?: phones?)?|apps?|telcos?)",
    "SOCIAL": r"(?:social(?: media| networks?)?)",
    "BOOKS": r"(?:books?)",
}
