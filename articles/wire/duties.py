"""What the wire forbids or asks of copy: one question, asked by everything that needs to know.

A duty comes of an item that is under the copy or ever was. A restriction ends by the agency's own
word or by a chief editor's answer to that very version; taking the item out of view ends none.
Only reads.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import F, Q
from django.utils.translation import gettext as _

from articles.models import Article, SourceRecord, WireAlarm
from attribution.models import Agency
from attribution.wording import house_time
from wires.models import WireItem, WireVersion
from wires.parsing.parsed import is_expired

Status = WireVersion.Status
HELD_BACK = [status for status in Status if status != Status.USABLE]


class Kind(StrEnum):
    """What the wire says of an item: five restrictions, and that there are newer words."""

    KILLED = "killed"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"
    EMBARGO = "embargo"
    EXPIRED = "expired"
    CHANGED = "changed"


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

    Those of items in view come first, in their order. Asks three queries; one when no item ever was
    under the copy. Who has `items_ever_under` the copy already passes them as `ever`.
    """
    items = {item.pk: item for item in (items_ever_under(article) if ever is None else ever)}
    if not items:
        return []
    sources = article.agency_credits.filter(wire_item__in=items).order_by("order", "pk")
    accepted = dict(sources.values_list("wire_item", "wire_version"))
    dismissed = article.wire_alarms.filter(resolution=WireAlarm.Resolution.DISMISSED)
    answers = list(dismissed.select_related("resolved_by").order_by("pk"))
    return [
        duty
        for pk in dict.fromkeys((*accepted, *items))
        for duty in _of_item(items[pk], answers, accepted, at)
    ]


def unanswered(
    article: Article, *, at: datetime, ever: Sequence[WireItem] | None = None
) -> list[Duty]:
    """Return the duties that stand: those that nobody has answered."""
    return [duty for duty in duties(article, at=at, ever=ever) if not duty.is_answered]


def items_ever_under(article: Article) -> list[WireItem]:
    """Return every item that is or was under the copy, in the order in which they came."""
    ever = SourceRecord.objects.filter(article=article).values("item")
    items = WireItem.objects.filter(pk__in=ever).select_related("agency", "binding", "current")
    large = ("body_html", "internal_notes", "pictures")
    items = items.defer(
        "search_fold",
        *(f"{version}__{name}" for version in ("binding", "current") for name in large),
    )
    return list(items.order_by("pk"))


def restriction(item: WireItem, at: datetime) -> Kind | None:
    """Return how the item's binding word restricts its use at `at`; None when it does not."""
    if item.status == Status.CANCELED:
        return Kind.KILLED
    if item.status != Status.USABLE:
        return Kind.WITHHELD if item.status == Status.WITHHELD else Kind.UNKNOWN
    if is_expired(item.expires_at, at):
        return Kind.EXPIRED
    runs = item.embargo_until is not None and item.embargo_until > at
    return Kind.EMBARGO if runs or item.embargo_indefinite else None


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


def word(item: WireItem, at: datetime) -> Kind:
    """Return the restriction of an item for a sentence about it, also when it is over at `at`."""
    over = Kind.EXPIRED if item.expires_at else Kind.EMBARGO
    return restriction(item, at) or over


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
    kind = restriction(item, at)
    if kind is not None:
        ends = {Kind.EXPIRED: item.expires_at}
        if not item.embargo_indefinite:
            ends[Kind.EMBARGO] = item.embargo_until
        answer = _answer(answers, item.binding_id, restriction=True)
        yield Duty(kind, item, item.binding, ends.get(kind), is_in_view, answer)
    version = accepted.get(item.pk)
    if item.status == Status.USABLE and version and item.current_id not in (None, version):
        answer = _answer(answers, item.current_id, restriction=False)
        yield Duty(Kind.CHANGED, item, item.current, None, is_in_view, answer)


def _answer(
    answers: list[WireAlarm], version_id: int | None, *, restriction: bool
) -> WireAlarm | None:
    """Return the answer to a version. One to a mere change answers no restriction."""
    return next(
        (
            answer
            for answer in answers
            if answer.version_id == version_id
            and not (restriction and answer.kind == WireAlarm.Kind.CHANGED)
        ),
        None,
    )
