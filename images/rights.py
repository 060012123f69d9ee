"""May this picture be used? The only place that answers, for one picture or in a query for all.

Each rule is written once, in RULES, with one sentence. It gives the condition on the database row
that verdicts and queries ask, and, where it depends on dates, the limits that tell in which times a
picture may run. Unknown blocks; a deny beats an allow; a missing credit or caption, a withdrawal, a
deny and the word of its source can never be overridden, the rest only by a dated lease. What is on a
page may stay where it could not be printed anew, such as when the month's quota is used up.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, Count, Q, Value, When
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from attribution.models import Contract
from attribution.models.terms import spelled_out
from attribution.terms import excludes
from images import passing_on
from images.limits import ALWAYS, Limit, Span, joined, without
from images.models import Image, ImageQuerySet, Lease
from images.rules import NEVER, Question, Rule, Terms, Use, Verdict, supplied_by
from text.datetimes import month_of

PRINT, SHOW, PASS_ON = Use(), Use(is_printed=True), Use(is_printed=True, is_passed_on=True)
QUOTED, MOST_QUOTED = 120, 3  # characters of a wording, and wordings, that a verdict names
_NOT_OVERRULED = Q(source_overruled=False)


def _no_caption(question: Question) -> Q:
    """What is printed was printed with one."""
    if question.use.is_printed:
        return NEVER
    return Q(caption="") & ~Q(pk__in=question.use.captioned)


def _no_contract(question: Question) -> Q:
    return Q(rights=Image.Rights.AGENCY) & ~supplied_by(question.terms)


def _not_covered(question: Question) -> Q:
    not_covered = NEVER
    for agency, terms in question.terms.items():
        if terms.does_not_cover:
            not_covered |= supplied_by([agency]) & Q(origin__in=terms.does_not_cover)
    return not_covered


def _archive_limits(terms: dict[int, Terms]) -> Iterator[Limit]:
    """As long as the contract of its supplier allows, counted from the first day on a page."""
    by_days: dict[int, list[int]] = {}
    for agency, of_agency in terms.items():
        if of_agency.archive_days:
            by_days.setdefault(of_agency.archive_days, []).append(agency)
    for days, agencies in by_days.items():
        yield Limit("first_printed_at", days=days, rows=supplied_by(agencies))


def _no_archive_limit(terms: dict[int, Terms]) -> Iterator[Limit]:
    days = settings.NO_ARCHIVE_DAYS
    yield Limit("first_printed_at", days=days, rows=Q(archive_prohibited=True))


def _territory_excluded(question: Question) -> Q:
    own = settings.HOUSE_TERRITORIES
    excluding = [a for a, t in question.terms.items() if excludes(t.territory, own)]
    return Q(territory_excluded=True) | supplied_by(excluding)


def _not_understood(question: Question) -> Q:
    """What is on a page stays there until somebody has ruled; nothing new is made of it."""
    if question.use.is_printed and not question.use.is_passed_on:
        return NEVER
    return ~Q(terms_not_understood=[])


def _not_passed_on(question: Question) -> Q:
    agencies = [agency for agency, terms in question.terms.items() if terms.may_pass_on]
    return ~passing_on.allowed(supplied_by(agencies))


def _printed_elsewhere(question: Question) -> Q:
    if question.use.is_printed:
        return NEVER
    printed = Q(single_use=True, first_story_id__isnull=False)
    return printed & ~Q(first_story_id=question.use.story) if question.use.story else printed


def _over_quota(question: Question) -> Q:
    return supplied_by(question.used_up) & Q(first_printed_at=None)


def _leased(kind: Lease.Kind, at: datetime) -> Q:
    leases = Lease.objects.filter(kind=kind, starts_at__lte=at, ends_at__gt=at)
    return Q(pk__in=leases.values("image"))


RULES = (
    Rule(
        "withdrawn",
        _("It has been withdrawn. Choose another picture."),
        limits=lambda terms: [Limit("withdrawn_at")],
        overridable=False,
    ),
    Rule(
        "held_by_source",
        _("The agency that sent it does not allow its use any more. Its page says why."),
        limits=lambda terms: [
            Limit(column, rows=_NOT_OVERRULED) for column in ("source_held_at", "source_expires_at")
        ],
        overridable=False,
    ),
    Rule(
        "under_embargo",
        _("The agency that sent it does not allow it yet. Its page says until when."),
        lambda q: Q(source_embargo_indefinite=True) & _NOT_OVERRULED,
        limits=lambda terms: [Limit("source_embargo_until", is_end=False, rows=_NOT_OVERRULED)],
        overridable=False,
    ),
    Rule(
        "denied",
        _("The picture desk has ruled that it may not be used. Its page says why."),
        lambda q: _leased(Lease.Kind.DENY, q.at),
        overridable=False,
    ),
    Rule(
        "no_credit",
        _("It has no credit. Enter a creator or an agency of origin."),
        lambda q: Q(credit_override="", creator="", origin=None, via=None),
        overridable=False,
    ),
    Rule(
        "no_caption",
        _("It has no caption. Say what is to be seen, where and when."),
        _no_caption,
        overridable=False,
    ),
    Rule(
        "no_basis",
        _(
            "Nobody has said by what right it may be used. Choose its rights, or ask the picture desk."
        ),
        lambda q: Q(rights=Image.Rights.UNKNOWN),
    ),
    Rule(
        "no_contract",
        _("There is no picture contract in force with %(agency)s, which supplied it."),
        _no_contract,
    ),
    Rule(
        "not_covered",
        _("The contract with %(agency)s does not cover pictures of %(origin)s."),
        _not_covered,
    ),
    Rule(
        "over_quota",
        _("This month’s quota of pictures from %(agency)s is used up."),
        _over_quota,
    ),
    Rule(
        "out_of_archive",
        _("The contract with %(agency)s gives it no longer time on our pages."),
        limits=_archive_limits,
    ),
    Rule(
        "too_early",
        _("It may not run yet on that day."),
        limits=lambda terms: [Limit("usable_from", is_end=False)],
    ),
    Rule(
        "expired",
        _("The time for which it may run is over on that day."),
        limits=lambda terms: [Limit("usable_until")],
    ),
    Rule(
        "terms_over",
        _("The time that its terms give is over."),
        limits=lambda terms: [Limit("terms_expire_at")],
    ),
    Rule(
        "terms_not_understood",
        _("Its terms hold a wording that nobody has ruled on yet: %(not_understood)s."),
        _not_understood,
    ),
    Rule(
        "territory_excluded",
        _("Its terms bar it where this paper appears."),
        _territory_excluded,
    ),
    Rule(
        "online_excluded",
        _("Its terms keep it off websites."),
        lambda q: Q(online_excluded=True),
    ),
    Rule(
        "printed_elsewhere",
        _("Its terms allow one use, and another story has had it."),
        _printed_elsewhere,
    ),
    Rule(
        "archive_prohibited",
        _("Its terms keep it out of archives, and it was printed long ago."),
        limits=_no_archive_limit,
    ),
)

# Asked besides when a picture is to be passed on to partners.
PASSING_ON = Rule(
    "not_passed_on",
    _("Its rights, or the contract under which it came, do not allow passing it on to partners."),
    _not_passed_on,
    overridable=False,
)


def rules_of(use: Use) -> tuple[Rule, ...]:
    """Return the rules that are asked for a use."""
    return (*RULES, PASSING_ON) if use.is_passed_on else RULES


def usable(at: datetime, *, use: Use) -> ImageQuerySet:
    """The pictures that may be used at `at` for `use`: those whose verdict has no block."""
    question = _question(at, use)
    never = unless_allowed = NEVER
    for rule in rules_of(use):
        if rule.overridable:
            unless_allowed |= rule.condition(question)
        else:
            never |= rule.condition(question)
    return Image.objects.filter(~never, ~unless_allowed | _leased(Lease.Kind.ALLOW, at))


def verdicts(image_ids: Iterable[int], *, at: datetime, use: Use) -> dict[int, Verdict]:
    """The verdict on each of several pictures, by id. An unknown id has none.

    As many queries for three pictures as for one.
    """
    question = _question(at, use)
    flags = {rule.column: _flag(rule.condition(question)) for rule in rules_of(use)}
    allowed = _flag(_leased(Lease.Kind.ALLOW, at))
    columns = ("restrictions", "terms_not_understood", "digital_source_type", "rights")
    agencies = ("origin", "via", "origin__name", "via__name")
    rows = (
        Image.objects.filter(pk__in=image_ids)
        .annotate(allowed=allowed, **flags)
        .values("pk", "allowed", *columns, *agencies, *flags)
    )
    return {row["pk"]: _verdict(row, question) for row in rows}


def verdict(image: Image, *, at: datetime, use: Use) -> Verdict:
    """What stands against using `image` at `at`, in the language of whoever asks."""
    return verdicts([image.pk], at=at, use=use)[image.pk]


def runs_out(at: datetime, within: timedelta) -> ImageQuerySet:
    """Printed pictures that may stay where they are at `at`, and no longer when `within` is over."""
    return usable(at, use=SHOW).exclude(pk__in=usable(at + within, use=SHOW).values("pk"))


def limited_between(since: datetime, at: datetime) -> ImageQuerySet:
    """Return the pictures for which a date that a rule reads was passed in between."""
    passed, terms = NEVER, terms_in_force(at)
    for rule in RULES:
        for limit in rule.limits(terms):
            before, now = limit.condition(since), limit.condition(at)
            passed |= (now & ~before) | (before & ~now)
    return Image.objects.filter(passed)


def printed_in_month(agencies: Iterable[int], *, at: datetime) -> dict[int, int]:
    """How many pictures of each agency were, or will be, printed first in the month of `at`."""
    return _counted(Image.objects.filter(_month(at)), agencies)


def _counted(pictures: ImageQuerySet, agencies: Iterable[int]) -> dict[int, int]:
    """Return the number of pictures under the contract of each agency. One query, or none."""
    counts = {f"of_{agency}": Count("pk", filter=supplied_by([agency])) for agency in agencies}
    numbers = pictures.aggregate(**counts) if counts else {}
    return {int(name.removeprefix("of_")): number for name, number in numbers.items()}


def _month(at: datetime) -> Q:
    begins, ends = month_of(at)
    return Q(first_printed_at__gte=begins, first_printed_at__lt=ends)


def _question(at: datetime, use: Use) -> Question:
    """Read the contracts once, so that the rules compare with plain numbers."""
    terms = terms_in_force(at)
    return Question(at, use, terms, () if use.is_printed else tuple(_used_up(terms, at, use)))


def terms_in_force(at: datetime) -> dict[int, Terms]:
    """Return what the picture contract of each agency says at `at`, by agency. One query."""
    contracts = Contract.objects.applicable(Contract.Service.PICTURE, timezone.localdate(at))
    terms: dict[int, Terms] = {}
    last = None
    columns = ("agency__name", "archive_days", "monthly_quota", "territory", "may_pass_on")
    for pk, agency, origin, *values in contracts.values_list(
        "pk", "agency", "does_not_cover", *columns
    ):
        if pk != last:  # a contract has a row for each agency that it does not cover
            terms[agency], last = Terms(*values), pk
        if origin:
            terms[agency].does_not_cover.append(origin)
    return terms


def _used_up(terms: dict[int, Terms], at: datetime, use: Use) -> list[int]:
    """Return the agencies whose quota has no room for the new pictures that are used together."""
    quotas = {a: t.monthly_quota for a, t in terms.items() if t.monthly_quota is not None}
    printed = printed_in_month(quotas, at=at)
    new = Image.objects.filter(pk__in=use.printed_with, first_printed_at=None)
    requested = _counted(new, quotas) if len(use.printed_with) > 1 else {}
    return [a for a, quota in quotas.items() if printed[a] + max(1, requested.get(a, 1)) > quota]


def _flag(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def _verdict(row: dict[str, Any], question: Question) -> Verdict:
    params = {
        "agency": row["via__name"] or row["origin__name"] or gettext("an agency"),
        "origin": row["origin__name"],
        "not_understood": _quoted(row["terms_not_understood"]),
    }
    against = [rule for rule in rules_of(question.use) if row[rule.column]]
    blocks = [str(r.sentence) % params for r in against if not (r.overridable and row["allowed"])]
    warnings = [str(r.sentence) % params for r in against if r.overridable and row["allowed"]]
    stated = map(spelled_out, row["restrictions"])
    warnings += [gettext("Its terms say: %(words)s.") % {"words": text} for text in stated]
    if row["digital_source_type"] in Image.SourceType.labelled():
        warnings.append(gettext("AI made this picture or parts of it; readers are told this."))
    terms = question.terms.get(row["via"] or row["origin"])
    if row["rights"] == Image.Rights.AGENCY and terms and terms.territory:
        params = {**params, "territory": terms.territory}
        warnings.append(
            gettext("The contract with %(agency)s is for %(territory)s alone.") % params
        )
    return Verdict(tuple(blocks), tuple(warnings))


def _quoted(wordings: list[str]) -> str:
    """Return the wordings in quotation marks, the first few of many, each cut to a line."""
    quoted = [gettext("“%s”") % Truncator(w).chars(QUOTED) for w in wordings[:MOST_QUOTED]]
    return ", ".join(quoted) + ("…" if len(wordings) > MOST_QUOTED else "")


def intervals(image: Image, leases: Iterable[Lease], terms: dict[int, Terms]) -> list[Span]:
    """Return the times, in order and apart, for which nothing dated stands against a picture.

    `leases` are all of the picture's; `terms` are those of the contracts in force now. What has no
    date, such as missing rights, is left to `verdict`.
    """
    leases = list(leases)
    spans = _within([ALWAYS], image, terms, overridable=True)
    spans = joined([*spans, *_of_kind(leases, Lease.Kind.ALLOW)])
    spans = _within(spans, image, terms, overridable=False)
    for denied in _of_kind(leases, Lease.Kind.DENY):
        spans = without(spans, denied)
    return spans


def _within(
    spans: list[Span], image: Image, terms: dict[int, Terms], *, overridable: bool
) -> list[Span]:
    """Return what the limits of the rules leave of the spans."""
    for rule in RULES:
        if rule.overridable is overridable:
            for limit in rule.limits(terms):
                begins, ends = limit.span(image)
                spans = [(max(first, begins), min(last, ends)) for first, last in spans]
    return [span for span in spans if span[0] < span[1]]


def _of_kind(leases: Iterable[Lease], kind: Lease.Kind) -> list[Span]:
    return [(lease.starts_at, lease.ends_at) for lease in leases if lease.kind == kind]
