"""What the wire forbids or asks of copy: one question, asked by everything that needs to know.

A duty comes of an item that is under the copy or ever was. Of status, embargo and expiry each may be
a restriction by itself, by the version that decides it. It ends by the agency's own word or by a
chief editor's answer to that very version; taking the item out of view ends none. Only reads.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from articles.models import Article, SourceRecord, WireAlarm
from articles.wire import newer
from attribution.models import Agency
from attribution.wording import house_time
from wires.binding import Part, Release, strictness_of
from wires.models import WireItem, WireItemQuerySet, WireVersion
from wires.parsing.parsed import is_expired

Status = WireVersion.Status
HELD_BACK = [status for status in Status if status != Status.USABLE]
_ORDER = (Part.STATUS, Part.EXPIRY, Part.EMBARGO)  # the gravest first
DECIDING = ("status_version", "embargo_version", "expiry_version")


class Kind(StrEnum):
    """What the wire says of an item: five restrictions, and that there are newer words."""

    KILLED = "killed"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"
    EMBARGO = "embargo"
    EXPIRED = "expired"
    CHANGED = "changed"


@dataclass(frozen=True)
class Restriction:
    """One way in which an item may not be used, by the version that decides it.

    `until` is the end of an embargo, None for one without end, or since when the item is expired.
    """

    kind: Kind
    version: WireVersion | None
    until: datetime | None = None


@dataclass(frozen=True)
class Duty:
    """One thing that the wire forbids or asks of some copy, by the version that says so.

    `until` is the end of an embargo, None for one without end, or since when an item is expired.
    `answer` is what a chief editor answered to this version.
    """

    kind: Kind
    item: WireItem
    version: WireVersion | None
    until: datetime | None = None
    is_in_view: bool = True
    answer: WireAlarm | None = None

    @property
    def agency(self) -> Agency:
        return self.item.agency

    @property
    def is_answered(self) -> bool:
        return self.answer is not None

    @property
    def is_restriction(self) -> bool:
        return self.kind is not Kind.CHANGED

    @property
    def alarm_kind(self) -> WireAlarm.Kind:
        return alarm_kind(self.kind)

    @property
    def sentence(self) -> str:
        return sentence(self.kind, self.item)


def duties(article: Article, *, at: datetime, ever: Sequence[WireItem] | None = None) -> list[Duty]:
    """Return what the wire forbids or asks of the copy if readers see it at `at`, also what is answered.

    Those of items in view come first, in their order. Asks three queries, one more when an item has a
    newer version; one when no item ever was under the copy. Who has `items_ever_under` the copy already
    passes them as `ever`.
    """
    items = {item.pk: item for item in (items_ever_under(article) if ever is None else ever)}
    if not items:
        return []
    sources = article.agency_credits.filter(wire_item__in=items).order_by("order", "pk")
    accepted = newer.counted_as_read(dict(sources.values_list("wire_item", "wire_version")), items)
    answers = _answers(article)
    gave_text = {item.pk for item in that_gave_text(items.values())}
    return [
        duty
        for pk in dict.fromkeys((*accepted, *items))
        for duty in _of_item(items[pk], answers, accepted, at)
        # When a picture expires that came beside the text, it alone goes.
        if duty.kind is not Kind.EXPIRED or pk in gave_text
    ]


def unanswered(
    article: Article, *, at: datetime, ever: Sequence[WireItem] | None = None
) -> list[Duty]:
    """Return the duties that stand: those that nobody has answered."""
    return [duty for duty in duties(article, at=at, ever=ever) if not duty.is_answered]


def items_ever_under(article: Article) -> list[WireItem]:
    """Return every item that is or was under the copy, in the order in which they came."""
    ever = SourceRecord.objects.filter(article=article).values("item")
    return list(with_versions(WireItem.objects.filter(pk__in=ever)).order_by("pk"))


def with_versions(items: WireItemQuerySet) -> WireItemQuerySet:
    """Return the items with their agency, their newest text and the versions that decide of their use."""
    versions, large = ("current", *DECIDING), ("body_html", "internal_notes", "pictures")
    items = items.select_related("agency", *versions)
    return items.defer("search_fold", *(f"{name}__{field}" for name in versions for field in large))


def restrictions(item: WireItem, at: datetime) -> list[Restriction]:
    """Return how an item of `with_versions` may not be used at `at`, the gravest first."""
    versions = (item.status_version, item.expiry_version, item.embargo_version)
    parts = zip(versions, _restricted_parts(Release.stated_by(item), at), strict=True)
    return [
        Restriction(kind, version, _end(item, kind)) for version, kind in parts if kind is not None
    ]


def restriction(item: WireItem, at: datetime) -> Kind | None:
    """Return how the item's use is restricted most at `at`; None when it is not."""
    return next(filter(None, _restricted_parts(Release.stated_by(item), at)), None)


def still_restricts(version: WireVersion, item: WireItem, at: datetime) -> bool:
    """Return whether the item's use is restricted at `at` in a part in which `version` restricts it.

    Of embargoes and expiries that counts also once they are over by what the version itself says.
    """
    stated, nothing = Release.stated_by(version), Release(status=Status.USABLE)
    parts = zip(_ORDER, _restricted_parts(Release.stated_by(item), at), strict=True)
    return any(
        kind is not None and strictness_of(stated, part) > strictness_of(nothing, part)
        for part, kind in parts
    )


def _restricted_parts(release: Release, at: datetime) -> tuple[Kind | None, ...]:
    """Return how a release restricts use at `at` in each part, None where it does not, in `_ORDER`."""
    runs = release.embargo_until is not None and release.embargo_until > at
    return (
        _OF_STATUS.get(release.status, Kind.UNKNOWN) if release.status != Status.USABLE else None,
        Kind.EXPIRED if is_expired(release.expires_at, at) else None,
        Kind.EMBARGO if runs or release.embargo_indefinite else None,
    )


def _end(item: WireItem, kind: Kind) -> datetime | None:
    if kind is Kind.EXPIRED:
        return item.expires_at
    is_embargo_with_end = kind is Kind.EMBARGO and not item.embargo_indefinite
    return item.embargo_until if is_embargo_with_end else None


def q_restricted(at: datetime | F, item: str = "") -> Q:
    """Return the condition of `restriction` for a query; `item` is the lookup, such as "item__".

    `at` may be a field of the row, such as the time for which an edition waits.
    """
    return q_held_back(at, item) | Q((f"{item}expires_at__lte", at))


def q_held_back(at: datetime | F, item: str = "") -> Q:
    """Return the condition of `q_restricted` without expiry."""
    # Not the negation of “usable”: along a lookup to many items that would mean another thing.
    return (
        Q((f"{item}status__in", HELD_BACK))
        | Q((f"{item}embargo_indefinite", True))
        | Q((f"{item}embargo_until__gt", at))
    )


def q_gave_text() -> Q:
    """Return the condition on records of sources whose item gave text: no picture beside text."""
    texts = SourceRecord.objects.filter(article=OuterRef("article")).exclude(
        item__kind=WireItem.Kind.PICTURE
    )
    return ~Q(item__kind=WireItem.Kind.PICTURE) | Q(~Exists(texts))


def that_gave_text(items: Iterable[WireItem]) -> list[WireItem]:
    """Return the items that gave text to copy: all but pictures, or all when there are only pictures."""
    items = list(items)
    return [item for item in items if item.kind != WireItem.Kind.PICTURE] or items


def word(item: WireItem, version: WireVersion, at: datetime) -> Kind:
    """Return how `version` restricts its item, for a sentence about it, also when it is over at `at`.

    Where the version decides nothing any more, how the item is restricted most.
    """
    deciding = (item.status_version_id, item.expiry_version_id, item.embargo_version_id)
    kinds = _restricted_parts(Release.stated_by(item), at)
    by_it = (kind for pk, kind in zip(deciding, kinds, strict=True) if pk == version.pk)
    over = Kind.EXPIRED if item.expires_at else Kind.EMBARGO
    return next(filter(None, (*by_it, *kinds)), over)


def expiries(article: Article, ever: Sequence[WireItem] | None = None) -> list[datetime]:
    """Return when items expire that are or were under the copy; not those that a chief has answered."""
    items = items_ever_under(article) if ever is None else ever
    items = [item for item in that_gave_text(items) if item.expires_at is not None]
    if not items:
        return []
    answers = list(filter(_is_to_restriction, _answers(article)))
    return [
        item.expires_at
        for item in items
        if item.expires_at is not None and not _answer(answers, item.expiry_version, Kind.EXPIRED)
    ]


def q_answers_expiry() -> Q:
    """Return the condition on answers to restrictions, that one answers the expiry of its version.

    What a version restricts besides is answered before: nobody was asked yet for a longer time.
    """
    was_free = Q(version__status=Status.USABLE, version__embargo_indefinite=False) & (
        Q(version__embargo_until=None) | Q(version__embargo_until__lte=F("raised_at"))
    )
    return Q(resolved_at__gte=F("version__expires_at")) | was_free


_OF_STATUS: dict[str, Kind] = {Status.CANCELED: Kind.KILLED, Status.WITHHELD: Kind.WITHHELD}


def alarm_kind(kind: Kind) -> WireAlarm.Kind:
    """Return the kind of the alarms about a duty of this kind."""
    special = {Kind.KILLED: WireAlarm.Kind.KILLED, Kind.CHANGED: WireAlarm.Kind.CHANGED}
    return special.get(kind, WireAlarm.Kind.RESTRICTED)


def sentence(kind: Kind, item: WireItem) -> str:
    """Return what the agency did, as a sentence for the desk."""
    params: dict[str, object] = {"agency": item.agency, "item": item}
    if kind is Kind.KILLED:
        return _("%(agency)s killed “%(item)s”.") % params
    if kind is Kind.WITHHELD:
        return _("%(agency)s holds “%(item)s” back.") % params
    if kind is Kind.UNKNOWN:
        return _("Nobody can tell whether %(agency)s has released “%(item)s”.") % params
    if kind is Kind.CHANGED:
        return _("%(agency)s corrected “%(item)s”.") % params
    if kind is Kind.EXPIRED:
        params["time"] = house_time(item.expires_at) if item.expires_at else ""
        return _("“%(item)s” of %(agency)s may not be used after %(time)s.") % params
    if item.embargo_indefinite or item.embargo_until is None:
        return _("%(agency)s put “%(item)s” under an embargo without end.") % params
    params["time"] = house_time(item.embargo_until)
    return _("%(agency)s put “%(item)s” under an embargo until %(time)s.") % params


def _of_item(
    item: WireItem, answers: list[WireAlarm], accepted: Mapping[int, int | None], at: datetime
) -> Iterable[Duty]:
    """Yield the duties that come of one item; `accepted` has the items in view with their versions."""
    is_in_view = item.pk in accepted
    to_restrictions = list(filter(_is_to_restriction, answers))
    for restricted in restrictions(item, at):
        answer = _answer(to_restrictions, restricted.version, restricted.kind)
        yield Duty(restricted.kind, item, restricted.version, restricted.until, is_in_view, answer)
    version = accepted.get(item.pk)
    if item.status == Status.USABLE and version and item.current_id not in (None, version):
        answer = _answer(answers, item.current, Kind.CHANGED)
        yield Duty(Kind.CHANGED, item, item.current, None, is_in_view, answer)


def _answers(article: Article) -> list[WireAlarm]:
    """Return what chief editors have answered about the copy, in order."""
    dismissed = article.wire_alarms.filter(resolution=WireAlarm.Resolution.DISMISSED)
    return list(dismissed.select_related("resolved_by").order_by("pk"))


def _is_to_restriction(answer: WireAlarm) -> bool:
    """Return whether it answers a restriction: one to a mere change does not."""
    return answer.kind != WireAlarm.Kind.CHANGED


def _answer(
    answers: Iterable[WireAlarm], version: WireVersion | None, kind: Kind
) -> WireAlarm | None:
    """Return the first of the answers to what a version says in one respect."""
    if version is None:
        return None
    to_version = [answer for answer in answers if answer.version_id == version.pk]
    if kind is Kind.EXPIRED:
        to_version = [answer for answer in to_version if _answers_expiry(answer, version)]
    return next(iter(to_version), None)


def _answers_expiry(answer: WireAlarm, version: WireVersion) -> bool:
    """Return what `q_answers_expiry` asks of an answer to `version`."""
    expires_at, resolved_at = version.expires_at, answer.resolved_at
    if expires_at is None or resolved_at is None or expires_at <= resolved_at:
        return True
    stated = Release.stated_by(version)
    return not any(
        kind not in (None, Kind.EXPIRED) for kind in _restricted_parts(stated, answer.raised_at)
    )
