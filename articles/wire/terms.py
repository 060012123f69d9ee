"""What the text contracts of agencies, and the terms of their items, ask of a story in print.

The press prints what `print_terms` returns; the requirements below are registered by
articles/readiness.py, and block the same at every verb. The contract that counts is the one in force
on the day of publication. Pictures have images/rights.py.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.candidate import Candidate
from articles.models import Article, ArticleAgency, with_text
from articles.problems import Problem, block, warn
from articles.wire import duties, item_terms
from attribution import terms as agency_terms
from attribution.models import Agency, Contract, UnclearTerm
from attribution.models.terms import key_of
from attribution.rulings import RuledTerms
from attribution.wording import house_time
from editions import reports, text_use
from editions.models import FAR_FUTURE
from text.datetimes import add_days, day_after

FIELD = "agencies"
QUOTED = 160  # characters of a wording that is not understood


@dataclass(frozen=True)
class PrintTerms:
    """What is printed, or kept with an edition, because a contract or an item asks for it."""

    forms: list[str]  # the wording of each agency in the source line, "" for the house's
    links: list[dict[str, str]]  # names in the source line that are links, in their order there
    public_until: datetime
    passing_on_prohibited: bool


@dataclass(frozen=True)
class End:
    """A moment at which terms end the public life of a text, with what to say once it is over."""

    at: datetime
    problem: Problem


def print_terms(article: Article, sources: Sequence[ArticleAgency], *, at: datetime) -> PrintTerms:
    """Return the terms under which the article would be printed for `at`.

    `sources` are those that gave text, with agency, item and the version written from.
    """
    agencies = list(dict.fromkeys(source.agency for source in sources))
    contracts = Contract.objects.filter(agency__in=agencies).by_agency(
        Contract.Service.TEXT, timezone.localdate(at)
    )
    forms = {agency: _contracts_wording(agency, contracts) for agency in agencies}
    ever = duties.items_ever_under(article)
    stated = item_terms.stated_by_agency(sources, duties.that_gave_text(ever))
    ends = [*_ends(article, contracts, at), *_ends_of_terms(stated)]
    in_line = sorted(agencies, key=lambda agency: bool(forms[agency]))  # as wording.source_line
    return PrintTerms(
        forms=list(forms.values()),
        links=[
            {"name": agency.text_form(article.language), "url": agency.homepage}
            for agency in in_line
            if agency.homepage and _asks_for_a_link(agency, contracts)
        ],
        public_until=min((*duties.expiries(article, ever), *_moments(ends)), default=FAR_FUTURE),
        passing_on_prohibited=agency_terms.bars_passing_on(
            _restrictions(terms for of_agency in stated.values() for terms in of_agency)
        ),
    )


def has_room_in_the_quota(candidate: Candidate) -> Iterator[Problem]:
    """Require that the month of publication has room for the story, unless it counted before."""
    limited = {pk: c for pk, c in candidate.contracts.items() if c.monthly_quota is not None}
    if not limited:
        return
    counted = text_use.first_printed(candidate.article.story_id, limited)
    printed = text_use.printed_in_month(limited, at=candidate.at)
    for pk, contract in limited.items():
        quota = reports.quota(contract, printed[pk], at=candidate.at)
        params = {"agency": contract.agency, "month": quota.month, "allowed": quota.allowed}
        if pk in counted:
            continue
        if not quota.left:
            yield block(
                FIELD,
                "quota_used_up",
                _(
                    "The contract with %(agency)s gives %(allowed)d stories a month, and those of "
                    "%(month)s are used up. Publish it in another month, or from another source."
                )
                % params,
            )
        elif quota.is_low:
            yield warn(
                FIELD,
                "quota_low",
                _("Of the %(allowed)d stories of %(agency)s for %(month)s, %(left)d are left.")
                % {**params, "left": quota.left},
            )


def lasts_on_our_pages(candidate: Candidate) -> Iterator[Problem]:
    """Require that no contract's time for the text is over. Of items articles/wire/duties.py says it.

    Where the time of either ends later, the desk is told when the story will leave our pages.
    """
    at = candidate.at
    ends = list(_ends(candidate.article, candidate.contracts, at))
    ends += _ends_of_terms(candidate.stated_terms)
    yield from (end.problem for end in ends if end.at <= at)
    moments = [*_moments(ends), *duties.expiries(candidate.article, candidate.items)]
    is_killed = candidate.article.stage == Article.Stage.KILLED
    if moments and min(moments) > at and not is_killed:
        yield warn(
            FIELD,
            "leaves_our_pages",
            _("By the terms of its sources it leaves our pages by itself on %(time)s.")
            % {"time": house_time(min(moments))},
        )


def may_be_used_where_we_appear(candidate: Candidate) -> Iterator[Problem]:
    """Require that no terms bar the text where this paper appears, as those of pictures.

    The terms of an item that was taken out of view count too.
    """
    own, contracts = settings.HOUSE_TERRITORIES, candidate.contracts
    for agency, terms in candidate.stated_terms.items():
        stated = _restrictions(terms)
        contract = contracts.get(agency.pk)
        territory = contract.territory if contract else ""
        params = {"agency": agency, "territory": territory}
        if agency_terms.bars(stated, own) or agency_terms.excludes(territory, own):
            message = _("The terms of %(agency)s bar its text where this paper appears.")
            yield block(FIELD, "territory_excluded", message % params)
        elif agency_terms.bars_online(stated):
            message = _("The terms of %(agency)s keep its text off websites.")
            yield block(FIELD, "online_excluded", message % params)
        elif territory:
            message = _("The contract with %(agency)s is for %(territory)s alone.")
            yield warn(FIELD, "territory_limited", message % params)


def rests_on_terms_that_are_understood(candidate: Candidate) -> Iterator[Problem]:
    """Require that somebody has ruled on every term of its sources that nothing understands."""
    stated = candidate.stated_terms
    wordings = {
        w: agency for agency, terms in stated.items() for t in terms for w in t.not_understood
    }
    rows = UnclearTerm.objects.filter(key__in=map(key_of, wordings)) if wordings else ()
    pages = {
        term.key: reverse("admin:attribution_unclearterm_change", args=[term.pk]) for term in rows
    }
    for wording, agency in wordings.items():
        message = _(
            "The terms of %(agency)s hold a wording that nobody has ruled on yet: “%(wording)s”. "
            "Who rules on terms says what it means."
        )
        params = {"agency": agency, "wording": Truncator(wording).chars(QUOTED)}
        url = pages.get(key_of(wording), "") or reverse("admin:attribution_unclearterm_changelist")
        yield block(FIELD, "terms_not_understood", message % params, url=url)


def can_link_to_its_agencies(candidate: Candidate) -> Iterator[Problem]:
    """Require a homepage where a contract asks for a link."""
    contracts = candidate.contracts
    for agency in _agencies(candidate):
        if _asks_for_a_link(agency, contracts) and not agency.homepage:
            yield block(
                FIELD,
                "link_missing",
                _(
                    "The contract with %(agency)s asks for a link to it, and no homepage is known. "
                    "Who keeps the contracts enters it on the agency’s page."
                )
                % {"agency": agency},
            )


def _ends(article: Article, contracts: Mapping[int, Contract], at: datetime) -> Iterator[End]:
    """Yield each end that contracts set to the public life of the text."""
    limited = {pk: c for pk, c in contracts.items() if c.archive_days}
    first = text_use.first_printed(article.story_id, limited) if limited else {}
    params: dict[str, object]
    for pk, contract in limited.items():
        end = add_days(min(first.get(pk, at), at), contract.archive_days or 0)
        params = {"agency": contract.agency, "days": contract.archive_days, "time": house_time(end)}
        message = _(
            "The contract with %(agency)s gives its text %(days)d days on our pages, and in this "
            "story they were over on %(time)s. Write it from another source."
        )
        yield End(end, block(FIELD, "out_of_archive", message % params))


def _ends_of_terms(stated: Mapping[Agency, Iterable[RuledTerms]]) -> Iterator[End]:
    """Yield each end that terms of items set to the public life of the text."""
    for agency, terms in stated.items():
        for day in sorted({of_item.ends_on for of_item in terms if of_item.ends_on}):
            end = day_after(day)
            message = _(
                "The terms of %(agency)s allowed its text until %(time)s. Write it from another "
                "source."
            )
            params = {"agency": agency, "time": house_time(end)}
            yield End(end, block(FIELD, "terms_of_text_over", message % params))


def _moments(ends: Iterable[End]) -> list[datetime]:
    return [end.at for end in ends]


def _restrictions(stated: Iterable[RuledTerms]) -> list[str]:
    return sorted({restriction for terms in stated for restriction in terms.restrictions})


def _agencies(candidate: Candidate) -> list[Agency]:
    """Return the agencies that gave text, each once."""
    return list(dict.fromkeys(source.agency for source in with_text(candidate.sources)))


def _contracts_wording(agency: Agency, contracts: Mapping[int, Contract]) -> str:
    contract = contracts.get(agency.pk)
    return contract.credit_form if contract else ""


def _asks_for_a_link(agency: Agency, contracts: Mapping[int, Contract]) -> bool:
    contract = contracts.get(agency.pk)
    return contract is not None and contract.link_required
