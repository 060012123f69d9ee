"""Which newer versions of an item say nothing new: nobody has to read those. Only reads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from wires import compare
from wires.models import WireItem, WireVersion


def counted_as_read(
    read: Mapping[int, int | None], items: Mapping[int, WireItem]
) -> dict[int, int | None]:
    """Return which version of each item counts as read: the newest, if none since the one read differs.

    Of items that may not be used nobody asks. Asks one query if another has a newer version.
    """
    newer = {
        (item, version)
        for item, version in read.items()
        if version is not None
        and items[item].status == WireVersion.Status.USABLE
        and items[item].current_id not in (None, version)
    }
    same = saying_the_same(newer)
    return {
        item: items[item].current_id if (item, version) in same else version
        for item, version in read.items()
    }


def saying_the_same(read: Iterable[tuple[int, int | None]]) -> set[tuple[int, int | None]]:
    """Return those pairs of an item and a version after which came nothing that differs from it.

    Versions that came in between count: what one of them changed, somebody may have acted on. Asks
    one query, none without pairs.
    """
    pairs = {(item, version) for item, version in read if version is not None}
    if not pairs:
        return set()
    items, first = {item for item, _version in pairs}, min(version for _item, version in pairs)
    by_item: dict[int, list[WireVersion]] = defaultdict(list)
    for row in WireVersion.objects.filter(item__in=items, pk__gte=first).order_by("pk"):
        by_item[row.item_id].append(row)
    return {
        (item, version)
        for item, version in pairs
        if _all_the_same([row for row in by_item[item] if row.pk >= version])
    }


def _all_the_same(versions: list[WireVersion]) -> bool:
    return all(compare.says_the_same(versions[0], version) for version in versions[1:])
