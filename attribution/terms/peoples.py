"""Adjectives of countries and regions, by which terms name territories: “for the Japanese market”.

Pure. Unicode has no table of them.
"""

from functools import cache

from attribution.terms import territories

_LISTED = """
    JP Japanese
    CN Chinese
    KR Korean, South Korean
    KP North Korean
    TW Taiwanese
    TH Thai
    LA Laotian
    KH Cambodian
    MM Burmese
    MY Malaysian
    SG Singaporean
    ID Indonesian
    PH Philippine, Filipino
    IN Indian
    PK Pakistani
    BD Bangladeshi
    LK Sri Lankan
    NP Nepalese
    VN Vietnamese
    AU Australian
    GB British
    IE Irish
    US American
    CA Canadian
    MX Mexican
    BR Brazilian
    AR Argentine, Argentinian
    CL Chilean
    FR French
    DE German
    AT Austrian
    CH Swiss
    IT Italian
    ES Spanish
    PT Portuguese
    NL Dutch
    BE Belgian
    DK Danish
    SE Swedish
    NO Norwegian
    FI Finnish
    IS Icelandic
    PL Polish
    CZ Czech
    HU Hungarian
    RO Romanian
    GR Greek
    TR Turkish
    RU Russian
    UA Ukrainian
    IL Israeli
    EG Egyptian
    SA Saudi
    ZA South African
    NG Nigerian
    KE Kenyan
    150 European
    002 African
    019 Latin American
    021 North American
    005 South American
    SCANDINAVIA Scandinavian, Nordic
    142 Asian
    035 Southeast Asian, South East Asian
    034 South Asian
    030 East Asian
    ENG English
    SCT Scottish
    WLS Welsh
"""


@cache
def adjectives() -> dict[tuple[str, ...], str]:
    """Return the code that each adjective stands for, by its words as `fold` spells them."""
    rows = (line.split(maxsplit=1) for line in _LISTED.split("\n") if line.strip())
    return {territories.words_of(name): code for code, names in rows for name in names.split(",")}


@cache
def single() -> frozenset[str]:
    """Return the adjectives of one word."""
    return frozenset(name[0] for name in adjectives() if len(name) == 1)


# What an adjective must stand before to name a territory of use.
_USERS_LISTED = """
    use usage market markets territory media press client clients customer customers subscriber
    subscribers newspaper newspapers paper papers magazine magazines publication publications
    publisher publishers outlet outlets broadcaster broadcasters website websites site sites rights
    sales sale distribution editorial one first only domestic
"""
_USERS = frozenset(_USERS_LISTED.split())
# What may follow these in terms; before another word they stand in a story.
_AFTER_USERS_LISTED = """
    only out use usage rights excluded prohibited not must may and or in alone exclusively clients
    media market is are out : - sales restricted barred banned forbidden
"""
_AFTER_USERS = frozenset(_AFTER_USERS_LISTED.split())


def is_territory(following: list[str]) -> bool:
    """Return whether an adjective before these words, folded, names where something may be used."""
    if not following or following[0] not in _USERS:
        return not following or following[0] == "only"
    return len(following) == 1 or not following[1].isalnum() or following[1] in _AFTER_USERS
