"""May this picture be used? The only place that answers, for one picture or in a query for all.

Each rule is one condition on the database row with one sentence, so the sentence that the desk
reads and the filter that a page uses cannot disagree. Unknown blocks; a deny beats an allow; a
missing credit, a withdrawal and a deny can never be overridden, the rest only by a dated lease.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from attribution.models import Contract
from images.models import Image, Lease


@dataclass(frozen=True)
class Rule:
    """One reason not to use a picture. `applies(at)` is true of the rows that it blocks."""

    code: str
    sentence: str | Promise
    applies: Callable[[datetime], Q]
    overridable: bool


@dataclass(frozen=True)
class Verdict:
    """What stands against a picture, in sentences. Without blocks it may be used."""

    blocks: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def may_be_used(self):
        return not self.blocks


def _no_contract(at):
    """The contract that counts is that of the agency it came through, or else of its origin."""
    contracts = Contract.objects.in_force(timezone.localdate(at))
    agencies = contracts.filter(service=Contract.Service.PICTURE).values("agency")
    covered = Q(via__in=agencies) | Q(via=None, origin__in=agencies)
    return Q(rights=Image.Rights.AGENCY) & ~covered


def _leased(kind, at):
    leases = Lease.objects.filter(kind=kind, starts_at__lte=at, ends_at__gt=at)
    return Q(pk__in=leases.values("image"))


RULES = (
    Rule(
        "withdrawn",
        _("It has been withdrawn. Choose another picture."),
        lambda at: Q(withdrawn_at__lte=at),
        overridable=False,
    ),
    Rule(
        "denied",
        _("The picture desk has ruled that it may not be used. Its page says why."),
        lambda at: _leased(Lease.Kind.DENY, at),
        overridable=False,
    ),
    Rule(
        "no_credit",
        _("It has no credit. Enter a creator or an agency of origin."),
        lambda at: Q(credit_override="", creator="", origin=None, via=None),
        overridable=False,
    ),
    Rule(
        "no_basis",
        _(
            "Nobody has said by what right it may be used. Choose its rights, or ask the picture desk."
        ),
        lambda at: Q(rights=Image.Rights.UNKNOWN),
        overridable=True,
    ),
    Rule(
        "no_contract",
        _("There is no picture contract in force with the agency that supplied it."),
        _no_contract,
        overridable=True,
    ),
    Rule(
        "too_early",
        _("It may not run yet on that day."),
        lambda at: Q(usable_from__gt=at),
        overridable=True,
    ),
    Rule(
        "expired",
        _("The time for which it may run is over on that day."),
        lambda at: Q(usable_until__lte=at),
        overridable=True,
    ),
)


def usable(at: datetime):
    """The pictures that may be used at `at`: those whose verdict has no block."""
    never = Q()
    unless_allowed = Q()
    for rule in RULES:
        if rule.overridable:
            unless_allowed |= rule.applies(at)
        else:
            never |= rule.applies(at)
    return Image.objects.filter(~never, ~unless_allowed | _leased(Lease.Kind.ALLOW, at))


def verdicts(image_ids, *, at: datetime) -> dict[int, Verdict]:
    """The verdict on each of several pictures, by id, in one query. An unknown id has none."""
    flags = {rule.code: _flag(rule.applies(at)) for rule in RULES}
    allowed = _flag(_leased(Lease.Kind.ALLOW, at))
    rows = (
        Image.objects.filter(pk__in=image_ids)
        .annotate(allowed=allowed, **flags)
        .values("pk", "allowed", "restrictions", "digital_source_type", *flags)
    )
    return {row["pk"]: _verdict(row) for row in rows}


def verdict(image, *, at: datetime) -> Verdict:
    """What stands against using `image` at `at`, in the language of whoever asks."""
    return verdicts([image.pk], at=at)[image.pk]


def _flag(condition):
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def _verdict(row):
    against = [rule for rule in RULES if row[rule.code]]
    blocks = [str(r.sentence) for r in against if not (r.overridable and row["allowed"])]
    warnings = [str(r.sentence) for r in against if r.overridable and row["allowed"]]
    warnings += [gettext("The agency says: %(words)s.") % {"words": w} for w in row["restrictions"]]
    if row["digital_source_type"] in (Image.SourceType.AI, Image.SourceType.PARTLY_AI):
        warnings.append(gettext("AI made this picture or parts of it; readers are told this."))
    return Verdict(tuple(blocks), tuple(warnings))
