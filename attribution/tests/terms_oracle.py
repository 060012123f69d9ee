"""Generated sentences of terms with what they mean: an oracle apart from the reader.

A sentence is built from its meaning, so that nothing is read here. `is_plain` marks the forms that a
reader must understand exactly; of the others it must at least notice that they restrict.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

SENT_ON = date(2024, 6, 1)


@dataclass(frozen=True)
class Truth:
    """A text, and what it means in Vietnam and for an online paper."""

    text: str
    is_plain: bool
    bars_vietnam: bool = False
    bars_online: bool = False
    last_day: date | None = None


# Names by English and Vietnamese, and whether Vietnam lies there.
COUNTRIES = [
    ("Japan", "Nhật Bản"),
    ("China", "Trung Quốc"),
    ("Thailand", "Thái Lan"),
    ("South Korea", "Hàn Quốc"),
    ("Australia", "Úc"),
    ("New Zealand", "New Zealand"),
    ("France", "Pháp"),
    ("Germany", "Đức"),
    ("United States", "Hoa Kỳ"),
    ("Saudi Arabia", "Ả Rập Xê-út"),
    ("Philippines", "Philippines"),
    ("Papua New Guinea", "Papua New Guinea"),
    ("Côte d’Ivoire", "Côte d’Ivoire"),
    ("Russia", "Nga"),
]
VIETNAM = [("Vietnam", "Việt Nam"), ("Viet Nam", "Việt Nam"), ("Việt Nam", "Việt Nam")]
AROUND_VIETNAM = [
    ("Southeast Asia", "Đông Nam Á"),
    ("South East Asia", "Đông Nam Á"),
    ("South-East Asia", "Đông Nam Á"),
    ("Asia", "Châu Á"),
    ("ASEAN", "ASEAN"),
    ("Indochina", "Đông Dương"),
]
SLIPS = [("Veitnam", "Việt Nma"), ("Vietnm", "Vietnma"), ("Viettnam", "Vietnamm")]

OUT = [
    "{} out",
    "/ {} out",
    "Out: {}",
    "No use in {}",
    "Not for use in {}",
    "No sales in {}",
    "No commercial or editorial sales in {}",
    "Not for publication in {}",
    "Not for distribution in {}",
    "May not be used in {}",
    "Must not be published in {}",
    "Do not use in {}",
    "Use in {} is prohibited",
    "Publication in {} is forbidden",
    "Prohibited for use in {}",
    "Worldwide except {}",
    "Worldwide, excluding {}",
    "Excludes {}",
    "No rights in {}",
    "Not available in {}",
    "Not licensed for {}",
    "No {} sales",
]
OUT_VI = [
    "Cấm sử dụng tại {}",
    "Không được dùng ở {}",
    "Không sử dụng tại {}",
    "Không đăng tại {}",
    "Nghiêm cấm phát hành tại {}",
    "Toàn cầu trừ {}",
    "Không được phép xuất bản trên lãnh thổ {}",
]
ONLY = [
    "{} only",
    "For use in {} only",
    "Only for use in {}",
    "Use in {} only",
    "Restricted to {}",
    "Limited to {}",
    "Not for use outside {}",
    "For publication in {} only",
]
ONLY_VI = ["Chỉ được dùng tại {}", "Chỉ sử dụng tại {}", "Chỉ đăng ở {}"]
WILD_OUT = [
    "Keep out of {}",
    "{}: no",
    "Sorry, not {}",
    "Nobody in {} may run this",
    "No clients from {} please",
    "Rights for {} were refused",
    "Rights withheld in {}",
    "{} blackout",
    "Restricted in {}",
    "Not cleared for papers of {}",
    "Excluded territories - {}",
    "Off limits to subscribers in {}",
    "Publishers in {} must not run this picture",
    "{} publishers may not touch it",
    "Only clients outside {} may publish",
    "Anywhere but {}",
    "All countries but not {}",
    "Without {}",
    "Banned from {}",
    "Embargoed in {}",
    "Not even in {}",
    "Please do not send to {}",
    "Publication rights exclude {}",
    "{} not",
    "World minus {}",
    "Other than {}, all countries",
    "Unless you are in {}",
    "This picture cannot be shown to readers in {}",
    "Bạn đọc ở {} không được xem",
    "Không dành cho {}",
    "Nicht in {}",
    "Pas de publication: {}",
    "{} 使用禁止",
    "{}での使用不可",
]
WILD_ONLY = [
    "Exclusively for {}",
    "Solely for clients in {}",
    "Exclusive to {}",
    "Nowhere but {}",
    "Only {} papers may run it",
    "Nobody outside {} may use it",
    "Nur in {}",
    "{}のみ",
]
OFFLINE = [
    "No internet",
    "No internet use",
    "No online",
    "No online use",
    "No web",
    "No web use",
    "No websites",
    "No digital",
    "No digital use",
    "No mobile",
    "Not for online use",
    "Not for web use",
    "Not for internet publication",
    "Do not use online",
    "Not to be used on the internet",
    "Internet out",
    "Online out",
    "Print only",
    "For print only",
    "For print use only",
    "Only for print",
    "Print use only",
    "Print and TV only",
    "Online use is prohibited",
    "No archives, internet or resales",
    "No social media, no web",
    "Không đăng trên internet",
    "Không dùng trên website",
    "Cấm đăng trên báo điện tử",
    "Chỉ dùng cho báo in",
]
WILD_OFFLINE = [
    "Paper edition only",
    "Hard copy only",
    "Keep off the web",
    "Must not appear on any website",
    "Internet rights not included",
    "Printed newspapers only, no websites",
    "Web publication only with permission",
    "Internet use excluded from licence",
    "Never online",
    "May only be printed on paper",
    "Everything but the web",
    "No posting on the web or elsewhere",
    "Digital use restricted",
    "Online rights withheld",
    "Không phát hành bản số",
    "Nicht im Internet verwenden",
]
ENDS = [
    "Not for use after {}",
    "No use after {}",
    "Not to be used after {}",
    "May not be used after {}",
    "Do not publish after {}",
    "Until {}",
    "Valid until {}",
    "For use until {}",
    "Use by {}",
    "Expires {}",
    "Expires on {}",
    "Available until {}",
]
ENDS_VI = ["Không sử dụng sau ngày {}", "Không được dùng sau {}", "Được dùng đến hết ngày {}"]
WILD_ENDS = [
    "Licence lapses on {}",
    "Rights end with {}",
    "Gone after {}",
    "No more after {}",
    "Delete on {}",
    "The licence terminates {}",
    "Last day of use {}",
    "Withdrawn as of {}",
    "Remove from all sites on {}",
    "Rights revert to the maker on {}",
]
DAYS = ["{:%d %B %Y}", "{:%-d %b %Y}", "{:%B %-d, %Y}", "{:%Y-%m-%d}", "{:%-d %B}", "{:%Y/%m/%d}"]
DAYS_VI = ["{:%d/%m/%Y}", "{:%d.%m.%Y}", "{:%d-%m-%Y}"]
HARMLESS = [
    "Mandatory credit: Tanaka/Kyodo",
    "Credit must read Tanaka/Kyodo",
    "Please credit Kyodo",
    "Editorial use only",
    "For editorial use only",
    "Restricted to editorial use",
    "No sales",
    "No archives",
    "No resales, no archives",
    "Do not crop",
    "No commercial use",
    "One time use only",
    "No further information available",
    "For more information contact the picture desk",
    "Handout",
    "File picture",
    "No social media",
    "Online only",
    "Worldwide",
    "For global distribution",
    "No restrictions",
    "Contact: desk@example.com, tel. 01 23 45",
    "This handout photo may only be used for editorial reporting purposes",
    "Japan out",
    "Not for use in Japan",
    "Vietnam only",
    "Asia only",
    "Vietnam, Laos and Cambodia only",
    "Photo taken in Hanoi, Vietnam",
    "Ảnh chụp tại Việt Nam",
    "Chỉ được dùng tại Việt Nam",
    "Dùng một lần",
    "Không cắt ảnh",
]
# What stands before or after; none of it bars us.
AROUND = [
    "Mandatory credit: Kyodo",
    "No sales",
    "Editorial use only",
    "Tanaka Ichiro/Kyodo",
    "No archives",
]
SEPARATORS = [", ", "/", " and ", ", and ", " & ", " / ", " or "]
SEPARATORS_VI = [", ", "/", " và ", " hoặc "]
CASES: list[Callable[[str], str]] = [str, str.upper, str.title, str.lower]


def truths(number: int, seed: int) -> Iterator[Truth]:
    """Yield `number` sentences with their meaning, always the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 -- no secret
    makers = [_territory, _territory, _only, _wild_territory, _medium, _end, _harmless, _slip]
    for turn in range(number):
        yield makers[turn % len(makers)](chance)


def _names(chance: random.Random, with_vietnam: str, *, vietnamese: bool) -> str:
    """Return a list of territories, in which Vietnam stands if one is asked for."""
    names = chance.sample(COUNTRIES, chance.randint(0 if with_vietnam else 1, 2))
    if with_vietnam:
        pool = {"country": VIETNAM, "region": AROUND_VIETNAM, "slip": SLIPS}[with_vietnam]
        names.insert(chance.randint(0, len(names)), chance.choice(pool))
    separators = SEPARATORS_VI if vietnamese else SEPARATORS
    text = ""
    for position, name in enumerate(names):
        last = position == len(names) - 1
        separator = chance.choice(separators if last else separators[:2])
        text += (separator if position else "") + name[vietnamese]
    return text


def _in_context(chance: random.Random, sentence: str, *, vietnamese: bool = False) -> str:
    """Return the sentence in some case, with others around it."""
    # Vietnamese names are told from other words by their capitals.
    sentence = chance.choice(CASES[:2] if vietnamese else CASES)(sentence)
    before, after = (chance.choice(["", *AROUND]) for _ in range(2))
    joint = chance.choice([". ", "\n", " - ", "; ", " / "])
    text = joint.join(filter(None, (before, sentence, after)))
    return text + chance.choice(["", ".", " "])


def _territory(chance: random.Random) -> Truth:
    kind = chance.choice(["country", "region", ""])
    vietnamese = chance.random() < 0.3
    form = chance.choice(OUT_VI if vietnamese else OUT)
    text = form.format(_names(chance, kind, vietnamese=vietnamese))
    return Truth(_in_context(chance, text, vietnamese=vietnamese), True, bars_vietnam=bool(kind))


def _only(chance: random.Random) -> Truth:
    kind = chance.choice(["country", "region", "", ""])
    vietnamese = chance.random() < 0.3
    form = chance.choice(ONLY_VI if vietnamese else ONLY)
    text = form.format(_names(chance, kind, vietnamese=vietnamese))
    return Truth(_in_context(chance, text, vietnamese=vietnamese), True, bars_vietnam=not kind)


def _wild_territory(chance: random.Random) -> Truth:
    if chance.random() < 0.25:
        text = chance.choice(WILD_ONLY).format(_names(chance, "", vietnamese=False))
    else:
        kind = chance.choice(["country", "region"])
        text = chance.choice(WILD_OUT).format(_names(chance, kind, vietnamese=False))
    return Truth(_in_context(chance, text), False, bars_vietnam=True)


def _slip(chance: random.Random) -> Truth:
    """Return a sentence in which Vietnam is written with a slip of the keys, in a plain form."""
    text = chance.choice(OUT).format(_names(chance, "slip", vietnamese=False))
    return Truth(_in_context(chance, text), False, bars_vietnam=True)


def _medium(chance: random.Random) -> Truth:
    if chance.random() < 0.4:
        return Truth(_in_context(chance, chance.choice(WILD_OFFLINE)), False, bars_online=True)
    return Truth(_in_context(chance, chance.choice(OFFLINE)), True, bars_online=True)


def _end(chance: random.Random) -> Truth:
    day = SENT_ON + timedelta(days=chance.randint(13, 300))
    is_wild, vietnamese = chance.random() < 0.3, chance.random() < 0.3
    forms = WILD_ENDS if is_wild else ENDS_VI if vietnamese else ENDS
    days = DAYS_VI if vietnamese and not is_wild else DAYS
    spelled = chance.choice(days)
    if spelled == DAYS_VI[0] or spelled in DAYS_VI:
        day = day.replace(day=max(13, day.day) if day.month != 2 else 20)  # read in one way alone
    text = chance.choice(forms).format(spelled.format(day))
    return Truth(_in_context(chance, text), not is_wild, last_day=day)


def _harmless(chance: random.Random) -> Truth:
    text = chance.choice(HARMLESS)
    vietnamese = not text.isascii()
    return Truth(_in_context(chance, text, vietnamese=vietnamese), True)
