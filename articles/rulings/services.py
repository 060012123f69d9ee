"""Ruling on a term that nobody understood, for pictures and text at once.

What a ruling bars leaves the pages, and what waits is held, in the transaction that gives it. A newer
ruling replaces it; both stay on record with who gave them, when and why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles.rulings import reach
from articles.wire import responses
from attribution import permissions
from attribution.models import TermRuling, UnclearTerm
from editions import uses
from editions.models import Edition
from images import rights, terms
from text import normalise
from text.errors import DomainError


@dataclass(frozen=True)
class Meaning:
    """What a ruling says that a term means. Nothing at all: it restricts nothing of ours."""

    restrictions: Sequence[str] = ()
    ends_on: date | None = None


@dataclass(frozen=True)
class Effects:
    """What a ruling changes: the stories that lose a picture, and of pictures how many."""

    freed: int  # may be printed from then on
    barred: int  # may be printed no more
    losing: list[Edition]  # live
    are_all: bool  # whether they are of all pictures that have the term, or of the newest


def in_force(term: UnclearTerm) -> TermRuling | None:
    """Return the ruling that counts."""
    rulings = term.rulings.all()
    return rulings.in_force().select_related("ruled_by").first()


def rule(
    term: UnclearTerm,
    meaning: Meaning,
    *,
    reason: str,
    replaces: TermRuling | None,
    by: User,
    at: datetime,
) -> TermRuling:
    """Rule what a term means, and apply it to the pictures and stories that rest on it.

    `replaces` is the ruling that `by` has seen. Raises PermissionDenied, and DomainError without a
    reason or when somebody else has ruled meanwhile.
    """
    require_permission(by)
    reason = normalise.normalise(reason)
    if not reason:
        message = _("The ruling was not given: it needs a reason.")
        raise DomainError(message, code="reason_missing")
    with transaction.atomic():
        ruling = _give(term, meaning, reason=reason, replaces=replaces, by=by, at=at)
        # Items, articles, pictures: everybody locks in this order.
        items = list(reach.items_under_copy(term).select_for_update().values_list("pk", flat=True))
        responses.respond_to_changes(items, at=at)
        terms.apply_ruling(ruling)
    return ruling


def effects(term: UnclearTerm, meaning: Meaning, *, by: User, at: datetime) -> Effects:
    """Return what a ruling would change now: it is given, looked at and taken back."""
    require_permission(by)
    concerned = terms.with_term(term).order_by("-pk").values_list("pk", flat=True)
    ids = list(concerned[: terms.AT_ONCE])
    printable, shown = _usable(ids, at)
    with transaction.atomic():
        terms.apply_ruling(_give(term, meaning, reason="-", replaces=in_force(term), by=by, at=at))
        printable_then, shown_then = _usable(ids, at)
        transaction.set_rollback(True)
    rows = uses.live_stories_with(shown - shown_then, at=at).select_related("edition__section")
    return Effects(
        freed=len(printable_then - printable),
        barred=len(printable - printable_then),
        losing=list({row.edition_id: row.edition for row in rows}.values()),
        are_all=len(ids) < terms.AT_ONCE,
    )


def require_permission(user: User) -> None:
    if not user.has_perm(permissions.ADD_TERM_RULING):
        raise PermissionDenied


def _give(
    term: UnclearTerm,
    meaning: Meaning,
    *,
    reason: str,
    replaces: TermRuling | None,
    by: User,
    at: datetime,
) -> TermRuling:
    try:
        with transaction.atomic():
            return TermRuling.objects.create(
                term=term,
                restrictions=list(meaning.restrictions),
                ends_on=meaning.ends_on,
                reason=reason,
                replaces=replaces,
                ruled_by=by,
                ruled_at=at,
            )
    except IntegrityError as error:
        message = _(
            "The ruling was not given: somebody else has ruled on this term meanwhile. Read that"
            " ruling below, and rule again if it is wrong."
        )
        raise DomainError(message, code="ruled_meanwhile") from error


def _usable(ids: list[int], at: datetime) -> tuple[set[int], set[int]]:
    """Return those that may be printed, and those that may stay on pages."""
    printable, shown = (
        set(rights.usable(at, use=use).filter(pk__in=ids).values_list("pk", flat=True))
        for use in (rights.PRINT, rights.SHOW)
    )
    return printable, shown
