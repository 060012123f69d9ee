"""The vocabulary of images/rights.py: for what a picture is wanted, what a rule is, what a verdict says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise

from images.limits import Limit
from images.models import Image

NEVER = Q(pk__in=())


@dataclass(frozen=True)
class Use:
    """What a picture is wanted for: to be printed, to stay where it is printed, or to be passed on."""

    is_printed: bool = False
    is_passed_on: bool = False
    story: int | None = None  # the id of the story, once it has one
    printed_with: frozenset[int] = frozenset()  # pictures to be printed together with it
    captioned: frozenset[int] = frozenset()  # those that have a caption of their own for it


@dataclass
class Terms:
    """What the picture contract in force with one agency says; the newest, if there are several."""

    agency: str
    archive_days: int | None
    monthly_quota: int | None
    territory: str
    may_pass_on: bool = False
    does_not_cover: list[int] = field(default_factory=list)  # agencies of origin


@dataclass(frozen=True)
class Question:
    """What every rule is asked about: the moment, the use, and the terms in force then."""

    at: datetime
    use: Use
    terms: dict[int, Terms]  # by agency
    used_up: tuple[int, ...] = ()  # agencies without quota for the use


@dataclass(frozen=True)
class Rule:
    """One reason not to use a picture: a condition on rows, or limits that depend on dates.

    The sentence may name %(agency)s, the agency whose contract counts.
    """

    code: str
    sentence: str | Promise
    applies: Callable[[Question], Q] | None = None
    limits: Callable[[dict[int, Terms]], Iterable[Limit]] = lambda terms: ()
    overridable: bool = True

    @property
    def column(self) -> str:
        return f"against_{self.code}"

    def condition(self, question: Question) -> Q:
        """Return the pictures against which the rule stands."""
        condition = self.applies(question) if self.applies else NEVER
        for limit in self.limits(question.terms):
            condition |= limit.condition(question.at)
        return condition


@dataclass(frozen=True)
class Verdict:
    """What stands against a picture, in sentences. Without blocks it may be used."""

    blocks: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def may_be_used(self) -> bool:
        return not self.blocks


def supplied_by(agencies: Iterable[int]) -> Q:
    """Pictures under the contract of one of these: the agency it came through, or else its origin."""
    agencies = list(agencies)
    supplied = Q(via__in=agencies) | Q(via=None, origin__in=agencies)
    return Q(rights=Image.Rights.AGENCY) & supplied if agencies else NEVER
