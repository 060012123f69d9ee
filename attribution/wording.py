"""Composes every sentence that names who made something, as readers see it. No other module does.

Pure: takes names and agencies, touches no database, knows no article and no image. Forms follow
Vietnamese press practice ("Ảnh: Kyodo", "Ảnh tư liệu: AFP/TTXVN", "Theo Kyodo"); what a house or a
contract asks for beyond that is data on the agency, never code.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import chain, repeat
from typing import Protocol

from django.utils.translation import gettext

from text.datetimes import LATEST, to_local
from text.normalise import fold, one_line


class PrintForms(Protocol):
    """An agency as it is printed, such as `attribution.models.Agency`."""

    joins_with_slash: bool

    def text_form(self, language: str) -> str: ...
    def picture_form(self, language: str) -> str: ...


# What a contract's own wording leaves for us to fill in.
AGENCY, CREATOR = "{agency}", "{creator}"
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
POOL, HANDOUT, FILE = "pool", "handout", "file"

_PICTURE = {"vi": "Ảnh", "en": "Photo"}
_GRAPHIC = {"vi": "Đồ họa", "en": "Graphic"}
_FILE_PICTURE = {"vi": "Ảnh tư liệu", "en": "File photo"}
# Texts that bring a label of their own, such as “Đồ họa:”, get no second one.
_LABEL = re.compile(r"\w+(?: \w+){0,2}:\s")
_QUALIFIER = {
    POOL: {"vi": "Pool", "en": "Pool"},
    HANDOUT: {"vi": "NVCC", "en": "Handout"},  # nhân vật cung cấp
}
_SOURCE = {"vi": "Theo", "en": "Source:"}
_WITH_STAFF = {"vi": " – phóng viên tổng hợp", "en": ", with our staff"}
_VIA = {"vi": "qua", "en": "via"}
_PARTLY_AI = {"vi": "Ảnh có chi tiết do AI tạo", "en": "Parts of this picture were made by AI"}
_AI = {
    "trainedAlgorithmicMedia": {"vi": "Ảnh do AI tạo", "en": "Picture made by AI"},
    "compositeWithTrainedAlgorithmicMedia": _PARTLY_AI,
    "compositeSynthetic": _PARTLY_AI,
}
_AND = {"vi": "và", "en": "and"}
# What stands before the name in a copyright notice, and the sentences that follow it.
_MARKS = re.compile(
    r"^(?:©|\(c\)|copyrights?\b|bản quyền\b(?:\s+thuộc(?:\s+về)?\b)?|by\s"
    r"|(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?\b|[\s,.:;–-])+",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(r"[\s,]+(?:19|20)\d\d[\s.]*$")
_RESERVED = re.compile(
    r"[\s.,;:–-]*\b(?:all rights reserved|all rights|alle rechte|tous droits|mọi quyền|this material"
    r"|no part of|may not be|not for)\b.*$",
    re.IGNORECASE | re.DOTALL,
)


def byline(names: Sequence[str], language: str = "vi") -> str:
    """Return "Kim Phượng", "Kim Phượng và Lê Minh", "A, B và C". No names give ""."""
    names = list(filter(None, map(one_line, names)))
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {_AND[_known(language)]} {names[-1]}"


def credit_line(
    *,
    creator: str = "",
    qualifier: str = "",
    origin: PrintForms | None = None,
    via: PrintForms | None = None,
    form: str = "",
    override: str = "",
    is_graphic: bool = False,
    language: str = "vi",
) -> str:
    """Return the credit under a picture, label included: "Ảnh: Yamada Tarō/Kyodo".

    The parts are creator / qualifier / origin, then the agency that passed the picture on. `form`
    is a contract's own wording with {creator} and {agency}; `override` is the desk's own words and
    beats both. Nothing known gives "", which may not be published.
    """
    language = _known(language)
    labels = _GRAPHIC if is_graphic else _FILE_PICTURE if qualifier == FILE else _PICTURE
    label = labels[language]
    named = one_line(override) or _named(creator, qualifier, origin, via, form, language)
    if not named:
        return ""
    return named if _LABEL.match(named) else f"{label}: {named}"


def source_line(
    agencies: Sequence[PrintForms],
    *,
    forms: Sequence[str] = (),
    shared_with_staff: bool = False,
    language: str = "vi",
) -> str:
    """Return whose reporting the copy rests on: "Theo Kyodo, AFP". No agencies give "".

    `forms` are the contracts' own wordings with {agency}, in the order of the agencies and "" for the
    house's: "Theo AFP; Nguồn: Kyodo". `shared_with_staff` says that the desk's own reporters worked
    on it too.
    """
    language = _known(language)
    named = list(zip(agencies, chain(forms, repeat("")), strict=False))
    names = ", ".join(agency.text_form(language) for agency, form in named if not form)
    own = [form.replace(AGENCY, agency.text_form(language)) for agency, form in named if form]
    line = "; ".join(filter(None, (names and f"{_SOURCE[language]} {names}", *own)))
    return line + _WITH_STAFF[language] if line and shared_with_staff else line


def placeholders(form: str) -> set[str]:
    """Return what a contract's own wording leaves to be filled in, such as {agency}."""
    return set(_PLACEHOLDER.findall(form))


def has_stray_brace(form: str) -> bool:
    """Return whether a contract's own wording has a brace that belongs to nothing to be filled in."""
    return bool({"{", "}"} & set(_PLACEHOLDER.sub("", form)))


def copyright_holder(names: Sequence[str], *, staff: str = "") -> str:
    """Return whose the copy is: "Kyodo", "Newsroom, Kyodo". `staff` is the paper, for its own part.

    A name stands once, whatever its case or diacritics. Nobody gives "".
    """
    holders: dict[str, str] = {}
    for name in filter(None, map(one_line, (staff, *names))):
        holders.setdefault(fold(name), name)
    return ", ".join(holders.values())


def holder_named_in(notice: str) -> str:
    """Return the holder in a notice: "© 2024 Kyodo News. All rights reserved." gives "Kyodo News"."""
    named = _RESERVED.sub("", _MARKS.sub("", one_line(notice)))
    return _YEAR_LAST.sub("", named).rstrip(" .,;:–-")


def copyright_notice(holder: str, year: int) -> str:
    """Return the notice under a story: "© 2024 Kyodo". No holder gives ""."""
    return f"© {year} {holder}" if holder else ""


def ai_label(source_type: str, language: str = "vi") -> str:
    """Return the label of a picture that AI made, else "". `source_type` is IPTC's term."""
    return _AI.get(source_type, {}).get(_known(language), "")


def house_time(at: datetime) -> str:
    """Return `at` as this house prints it, in the house's time zone: "08/06/2024 - 16:13"."""
    return to_local(at).strftime("%d/%m/%Y - %H:%M")


def house_end(at: datetime) -> str:
    """Return the end of something as `house_time` has it; one that is no end in “without end”."""
    return gettext("without end") if at >= LATEST else house_time(at)


def _named(
    creator: str,
    qualifier: str,
    origin: PrintForms | None,
    via: PrintForms | None,
    form: str,
    language: str,
) -> str:
    agency = origin.picture_form(language) if origin else ""
    creator = one_line(creator)
    if fold(creator) == fold(agency):  # agencies often sign as their own photographer
        creator = ""
    if form and agency:
        named = form.replace(CREATOR, creator).replace(AGENCY, agency)
        named = one_line(named).strip("/ ,-–") or agency
    else:
        middle = _QUALIFIER[qualifier][language] if qualifier in _QUALIFIER else ""
        if agency and not middle and _ends_in(creator, agency):  # “Phóng viên TTXVN” names it too
            agency = ""
        named = "/".join(part for part in (creator, middle, agency) if part)
        named = named if creator or agency else ""  # "Pool" alone names nobody
    if via is None or via == origin:
        return named
    carrier = via.picture_form(language)
    if not named:
        return carrier
    if _ends_in(named, carrier):  # a contract's wording has it
        return named
    return f"{named}/{carrier}" if via.joins_with_slash else f"{named} {_VIA[language]} {carrier}"


def _ends_in(text: str, name: str) -> bool:
    return bool(re.search(rf"\b{re.escape(fold(name))}$", fold(text)))


def _known(language: str) -> str:
    return language if language in _PICTURE else "vi"
