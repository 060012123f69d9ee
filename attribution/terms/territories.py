"""Names of countries and regions: what a name in terms stands for, and what contains what.

Pure. Names in English and Vietnamese and the codes of ISO 3166 are Unicode's, as Babel carries them;
below stand the spellings that the press uses besides.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache

from babel import Locale
from babel.core import get_global

from text.normalise import fold

WORLD, ASIA, SOUTHEAST_ASIA = "001", "142", "035"
# Regions without a code of their own that hold Southeast Asia or lie in it.
_ASEAN, _ASIA_PACIFIC, _FAR_EAST, _INDOCHINA = "ASEAN", "ASIA PACIFIC", "FAR EAST", "INDOCHINA"
_VIETNAM = "VN"
ABROAD = "ABROAD"  # from where nobody says: holds us when left out, and perhaps not when alone
# The regions of which a country is a part. Unicode's table of them is not in Babel.
_REGIONS_OF_SOUTHEAST_ASIA = {
    WORLD,
    ASIA,
    SOUTHEAST_ASIA,
    _ASEAN,
    _ASIA_PACIFIC,
    _FAR_EAST,
}
_IN_SOUTHEAST_ASIA = ("BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "TL", _VIETNAM)
# Its cities, of which restrictions speak as of countries.
_HANOI, _SAIGON = "HANOI", "HO CHI MINH CITY"
_IN_INDOCHINA = ("KH", "LA", _VIETNAM)
# Printed otherwise than Unicode's English name.
_PRINTED = {
    "GB": "UK",
    "US": "USA",
    "HK": "HONG KONG",
    "MO": "MACAU",
    "MM": "MYANMAR",
    "TR": "TURKEY",
    "CZ": "CZECH REPUBLIC",
    "CI": "IVORY COAST",
    "CD": "DR CONGO",
    "CG": "CONGO",
    "PS": "PALESTINE",
    "AE": "UAE",
    WORLD: "WORLD",
    ASIA: "ASIA",
    SOUTHEAST_ASIA: "SOUTHEAST ASIA",
}
_ALIASES = {
    "GB": "UK, U.K., Great Britain, Britain, Anh quốc, Vương quốc Liên hiệp Anh",
    "US": "USA, U.S., U.S.A., United States of America, America, Hoa Kỳ",
    "AE": "UAE, U.A.E., Emirates",
    "KR": "South Korea, Republic of Korea, S Korea, S. Korea, Korea, Nam Hàn",
    "KP": "North Korea, DPRK, N Korea, N. Korea",
    "HK": "Hong Kong, Hongkong, Hồng Kông",
    "MO": "Macau, Macao, Ma Cao",
    "MM": "Myanmar, Burma, Miến Điện",
    "TR": "Turkey, Turkiye",
    "CZ": "Czech Republic, Czechia",
    "CI": "Ivory Coast, Cote d Ivoire, Bờ Biển Ngà",
    "CD": "DR Congo, DRC, Democratic Republic of Congo",
    "CG": "Congo",
    "PS": "Palestine, Palestinian Territories",
    "NL": "Holland, The Netherlands, Netherlands",
    "CN": "Mainland China, PRC, People's Republic of China, P.R. China, China, Trung Hoa",
    "RU": "Russian Federation, Russia",
    "LA": "Laos, Lao PDR, Lao",
    "BN": "Brunei Darussalam",
    "TL": "East Timor",
    "VN": (
        "Vietnam, Viet Nam, Vietnamese territory, Socialist Republic of Vietnam, S.R. Vietnam,"
        " Vietnamese market, Cộng hòa Xã hội chủ nghĩa Việt Nam, Viêt Nam, Vietnã, Wietnam, Вьетнам,"
        " 越南, ベトナム, 베트남, Republic of Vietnam, SRV,"
        " V'nam, VNam"
    ),
    _HANOI: "Hanoi, Ha Noi, Hà Nội",
    _SAIGON: "Ho Chi Minh City, Saigon, Sai Gon, Sài Gòn, HCMC, TP HCM, Thành phố Hồ Chí Minh",
    "UA": "Ukraine",
    "TW": "Taiwan, Chinese Taipei",
    "AU": "Australia, Nước Úc",
    "034": "South Asia",
    "021": "North America, N. America, Northern America",
    "143": "Central Asia",
    "145": "West Asia",
    "SCANDINAVIA": "Scandinavia",
    "QC": "Quebec",
    "ENG": "England",
    "SCT": "Scotland",
    "WLS": "Wales",
    "NIR": "Northern Ireland",
    "EFTA": "EFTA",
    "EMEA": "EMEA",
    "BENELUX": "Benelux",
    "DACH": "DACH",
    "GCC": "GCC, Gulf States",
    "MENA": "MENA",
    "MIDDLE EAST": "Middle East, Trung Đông, Near East",
    "LATAM": "LATAM",
    "EU": "EU, European Union, E.U.",
    WORLD: (
        "World, Worldwide, World wide, Global, Globally, Rest of the World, Rest of World, ROW,"
        " All countries, All other countries, All territories, All other territories, All regions,"
        " Every country, Each country, International, Internationally, Everywhere,"
        " Any country, Any territory, Other countries, Elsewhere, Anywhere,"
        " All markets, Developing countries, Toàn cầu, Toàn thế giới, Mọi quốc gia, Tất cả các nước,"
        " Toàn bộ lãnh thổ"
    ),
    ABROAD: "Abroad, Overseas, Foreign, Foreign countries, Nước ngoài, Hải ngoại",
    ASIA: "Asia, Asian countries, Asian territories, All Asia, Asie, Asien, Á châu, All of Asia",
    SOUTHEAST_ASIA: (
        "Southeast Asia, South East Asia, South-East Asia, Southeastern Asia, South Eastern Asia,"
        " SE Asia, S.E. Asia, SEA region"
    ),
    _ASEAN: "ASEAN, ASEAN countries, ASEAN region, ASEAN member states",
    _ASIA_PACIFIC: (
        "Asia Pacific, Asia-Pacific, APAC, Asia/Pacific, Asia and the Pacific, Asia Oceania, Australasia"
        " and Asia, Châu Á Thái Bình Dương, Châu Á - Thái Bình Dương, APAC region"
    ),
    _FAR_EAST: "Far East, East and Southeast Asia, Viễn Đông, Eastern hemisphere, The Orient, Orient",
    _INDOCHINA: "Indochina, Indo-China, Đông Dương, Mekong region, Mainland Southeast Asia",
}
_NO_NAMES = {"ZZ", "XA", "XB", "QO", "UN", "EZ"}
# Codes and short names that are words as well: they are places only where the sentence says so.
_ORDINARY_LISTED = """
    ad af ai all am and any ar are as at ba be ben by ca can cc co cod com de do es fin for ga gb
    id in ir is it la lie li ma mac man mar me mp mu mus my na ne no nor not nu om or out pa pan
    per pm pr ps pt re sa sc sd sea sh so st sur tc td tf to ton tv um vat vi web www am pm ago min
    max use row hun guy gin cub cog bel aut afp apa geo sos tag sr ms sen ant
"""
_ORDINARY = frozenset(_ORDINARY_LISTED.split())
_SHORTEST_RESEMBLING = 6  # characters; shorter names are near to too many words
_AMBIGUOUS = {"sea"}  # the sea, or Southeast Asia
_LONGEST_UNKNOWN = 60  # characters of a name that is compared with ours


@cache
def names() -> dict[tuple[str, ...], str]:
    """Return the code of each name, by its words as `fold` spells them."""
    by_words: dict[tuple[str, ...], str] = {}
    for language in ("vi", "en"):
        for code, name in Locale(language).territories.items():
            if code not in _NO_NAMES:
                _add(by_words, code, name)
    for code, aliases in _ALIASES.items():
        for name in aliases.split(","):
            _add(by_words, code, name)
    return by_words


@cache
def short_names() -> dict[str, str]:
    """Return the code of each Vietnamese name that without its marks is a word: “Mỹ”, “Anh”, “Áo”."""
    territories = Locale("vi").territories.items()
    return {name.casefold(): code for code, name in territories if _is_short(name)} | {
        "mỹ": "US",
        "anh": "GB",
        "hàn": "KR",
        "nhật": "JP",
        "trung quốc": "CN",
    }


def _add(by_words: dict[tuple[str, ...], str], code: str, name: str) -> None:
    """Enter a name, and those in its brackets: “Myanmar (Burma)”."""
    for spelling in re.split(r"[()]", name):
        spelled = words_of(spelling)
        if spelled and not (len(spelled) == 1 and _is_short(spelling) and not spelling.isupper()):
            by_words[spelled] = code


def _is_short(name: str) -> bool:
    name = name.strip()
    return " " not in name and (len(name) < 4 or (len(name) < 6 and not name.isascii()))


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared."""
    return tuple(re.findall(r"\w+", fold(name)))


@cache
def longest_name() -> int:
    """Return how many words the longest name has."""
    return max(map(len, names()))


def code_of(name: str) -> str:
    """Return the code of a name or code; "" for one that nobody knows."""
    code = names().get(words_of(name)) or short_names().get(name.strip().casefold())
    return code or by_iso_code(name.strip().upper())


def by_iso_code(letters: str) -> str:
    """Return the code of a country for its two or three letters of ISO 3166; "" for others."""
    if letters in Locale("en").territories and len(letters) == 2 and letters not in _NO_NAMES:
        return letters
    if len(letters) == 3 and letters.isalpha():
        alias = get_global("territory_aliases").get(letters)
        return alias[0] if alias else ""
    return ""


def is_word(letters: str) -> bool:
    """Return whether a code is a word of English or the trade as well."""
    return letters.casefold() in _ORDINARY


def printed(code: str) -> str:
    """Return the name of a territory as restrictions print it, in capitals."""
    if code in _PRINTED:
        return _PRINTED[code]
    name = Locale("en").territories.get(code)
    if name is None:
        name = _ALIASES[code].partition(",")[0] if code in _ALIASES else code
    return " ".join(words_of(name)).upper()


def is_ours(name: str, own: Iterable[str]) -> bool:
    """Return whether a territory is one of ours, or holds one, or might: an unknown name like ours."""
    own = list(own)
    own_keys = {plain(other) for other in own}
    if plain(name) in own_keys:
        return True
    own_codes = set(filter(None, map(code_of, own)))
    code = code_of(name)
    if code:
        return code in own_codes or any(code in _regions_of(country) for country in own_codes)
    return _might_be_ours(name, own_keys)


def resembles(word: str) -> bool:
    """Return whether an unknown word may be a territory, written with a slip of the keys."""
    word = word[:_LONGEST_UNKNOWN]
    return len(word) >= _SHORTEST_RESEMBLING and not _without_a_letter(word).isdisjoint(_slips())


@cache
def _slips() -> frozenset[str]:
    """Return the names of one word, and each of them without one of its letters."""
    spellings = {
        name[0] for name in names() if len(name) == 1 and len(name[0]) >= _SHORTEST_RESEMBLING
    }
    return frozenset(slip for word in spellings for slip in _without_a_letter(word))


def _without_a_letter(word: str) -> set[str]:
    return {word, *(word[:position] + word[position + 1 :] for position in range(len(word)))}


def _regions_of(country: str) -> set[str]:
    """Return the regions that hold a country or a part of it. Of most only the world is known."""
    regions = {WORLD, ABROAD}
    if country in _IN_SOUTHEAST_ASIA:
        regions |= _REGIONS_OF_SOUTHEAST_ASIA
    if country in _IN_INDOCHINA:
        regions.add(_INDOCHINA)
    if country == _VIETNAM:
        regions |= {_HANOI, _SAIGON}
    return regions


def _might_be_ours(name: str, own_keys: set[str]) -> bool:
    """Return whether an unknown name holds one of ours, or is one with a slip of the keys."""
    key = plain(name)[:_LONGEST_UNKNOWN]
    return key in _AMBIGUOUS or any(_is_near(key, own) for own in own_keys)


def _is_near(key: str, own: str) -> bool:
    """Return whether an unknown name holds one of ours, begins as it does, or has its letters."""
    if len(own) <= 3:
        return len(own) > 1 and key.startswith(own)
    return (
        own in key
        or key.startswith(own[:4])
        or (key[:1] == own[0] and sorted(key) == sorted(own))
        or SequenceMatcher(None, key, own).ratio() > 0.8
    )


def plain(name: str) -> str:
    return "".join(words_of(name))
