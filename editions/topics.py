"""Topics by name: several in one line of a form, and which topic a name means.

A line has commas between names. A name with a comma in it stands in quotes: “"Washington, D.C.", Nhật
Bản”; a quote in such a name is written twice.
"""

import re
from collections.abc import Iterable, Iterator

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from editions.models import Topic
from text import normalise

NAME_LENGTH = 100
_QUOTES = '"“”„«»'
# A name in quotes, with nothing but blanks to the next comma. Word processors turn quotes round.
_QUOTED = re.compile(r'\s*(?:"((?:[^"]|"")*)"|[“„]([^“”„]*)[”“]|«([^«»]*)»)\s*(?=[,，]|$)')
_PLAIN = re.compile(r"[^,，]*")


def from_line(line: str) -> list[str]:
    """Return the names of a line, each topic once: the first spelling of those that are one."""
    names: dict[str, str] = {}
    for part in _parts(normalise.one_line(line)):
        name = normalise.one_line(part)
        names.setdefault(normalise.name_key(name) or name, name)
    return [name for name in names.values() if name]


def to_line(topics: Iterable[Topic]) -> str:
    """Return the line of which `from_line` makes these topics."""
    return names_to_line(topic.name for topic in topics)


def names_to_line(names: Iterable[str]) -> str:
    """Return the line of which `from_line` makes these names, in alphabetical order."""
    return ", ".join(map(_quoted, sorted(names)))


def is_name(name: str) -> bool:
    """Whether a topic could have that name, and an address made of it."""
    return 0 < len(name) <= NAME_LENGTH and normalise.slugify(name) != ""


def find(names: Iterable[str], *, lock: bool = False) -> dict[str, Topic]:
    """Return the topics that the names mean, by their keys: of a merged one the topic that stands for it.

    With `lock`, in a transaction, nobody merges or renames them until its end.
    """
    rows = Topic.objects.named(names).order_by("pk")
    if lock:
        rows = rows.select_for_update(no_key=True)
    matches = list(rows)
    kept = Topic.objects.in_bulk({topic.merged_into_id for topic in matches} - {None})
    by_key = {topic.key: kept[topic.merged_into_id] for topic in matches if topic.merged_into_id}
    return by_key | {topic.key: topic for topic in matches if topic.merged_into_id is None}


def find_or_make(name: str) -> tuple[Topic, bool]:
    """Return the topic that the name means, and whether it was made for it.

    Asks nobody whether they may make one: articles/topics/ does. Raises ValueError for a name
    without a letter, digit or symbol.
    """
    key = normalise.name_key(name)
    if not key:
        raise ValueError("a topic needs a name")
    for _attempt in range(2):
        if topic := find([name]).get(key):
            return topic, False
        try:
            with transaction.atomic():
                return Topic.objects.create(name=name), True
        except IntegrityError:  # somebody else made it at the same moment
            continue
    raise RuntimeError(f"the topic {name!r} could neither be found nor made")


def merged_together(slugs: Iterable[str]) -> list[int]:
    """Return the ids of the topics at these addresses, and of all that a merge made one with them."""
    stays = Topic.objects.filter(slug__in=slugs).values(stays=Coalesce("merged_into_id", "pk"))
    topics = Topic.objects.filter(Q(pk__in=stays) | Q(merged_into__in=stays))
    return list(topics.values_list("pk", flat=True))


def _parts(line: str) -> Iterator[str]:
    position = 0
    while position <= len(line):
        if quoted := _QUOTED.match(line, position):
            yield next(group for group in quoted.groups() if group is not None).replace('""', '"')
            position = quoted.end() + 1
        elif plain := _PLAIN.match(line, position):
            yield plain[0].strip('" ') if plain[0].count('"') % 2 else plain[0]
            position = plain.end() + 1


def _quoted(name: str) -> str:
    """Return the name as a line has it."""
    is_plain = (
        _PLAIN.fullmatch(name) and name[:1] not in tuple(_QUOTES) and name.count('"') % 2 == 0
    )
    return name if is_plain else '"' + name.replace('"', '""') + '"'
