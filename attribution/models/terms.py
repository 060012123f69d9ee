"""Terms of agencies that nothing understands, and what the desk ruled that they mean."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from attribution import terms
from text import normalise
from text.append_only import AppendOnlyModel, AppendOnlyQuerySet
from text.fields import DayField, MomentField, PlainField
from text.search import FoldedQuerySet, SearchedModel

MAX_KEY = 300
# What a ruling may say that a term means, as the reader writes it, with how the desk reads it.
_MEANINGS: dict[str, str | Promise] = {
    "NO INTERNET": _("not to be used online"),
    "NO SALES": _("not to be sold on or passed on"),
    "NO ARCHIVE": _("not to be kept in archives"),
    "ONE TIME USE": _("for one use"),
    "NO CROPPING": _("not to be cropped"),
    "EDITORIAL USE ONLY": _("for editorial use only"),
    "NO COMMERCIAL USE": _("not for commercial use"),
    "MANDATORY CREDIT": _("the credit must be named"),
}


def meanings() -> dict[str, str | Promise]:
    """Return what a term may mean: the first bars it where this paper appears, by the setting."""
    here = f"{settings.HOUSE_TERRITORIES[0].upper()} OUT"
    return {here: _("not to be used where this paper appears"), **_MEANINGS}


def spelled_out(restriction: str) -> str:
    """Return a restriction as agencies write it, with how the desk reads it where that is known."""
    meaning = meanings().get(restriction)
    return f"{restriction} ({meaning})" if meaning else restriction


def key_of(wording: str) -> str:
    """Return what all spellings of a wording share, no longer than its column."""
    key = terms.key(wording)
    if len(key) <= MAX_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{key[: MAX_KEY - len(digest) - 1]} {digest}"


def plain_wording(wording: str) -> str:
    """Return a wording as it is quoted: without the full stop that ends it."""
    return wording.strip(" .")


class UnclearTermQuerySet(FoldedQuerySet["UnclearTerm"]):
    def for_wordings(self, wordings: Iterable[str], *, at: datetime) -> "list[UnclearTerm]":
        """Return the row of each wording, made where there is none. Two queries, none without any."""
        by_key = {key_of(wording): plain_wording(wording) for wording in wordings}
        if not by_key:
            return []
        rows = [
            UnclearTerm(
                key=key, wording=wording, search_fold=normalise.fold(wording), first_seen_at=at
            )
            for key, wording in sorted(by_key.items())  # in one order, against deadlocks
        ]
        self.bulk_create(rows, ignore_conflicts=True)
        return list(self.filter(key__in=by_key).order_by("pk"))

    def with_rulings(self) -> Self:
        """Add to each `in_force`, a list of the ruling that counts, if there is one. One query more."""
        rulings = TermRuling.objects.in_force().select_related("ruled_by")
        return self.prefetch_related(models.Prefetch("rulings", rulings, to_attr="in_force"))

    def unruled(self) -> Self:
        """Return those on which nobody has ruled."""
        return self.filter(rulings=None)


class UnclearTerm(SearchedModel):
    """A wording among agencies' terms that the reader of terms does not understand, as first seen.

    It blocks new use until the desk has ruled what it means.
    """

    SEARCHED = ("wording",)

    key = models.CharField(max_length=MAX_KEY, unique=True, editable=False)
    wording = PlainField(_("wording"))
    first_seen_at = MomentField(_("first seen"), default=timezone.now)

    objects = UnclearTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term not understood")
        verbose_name_plural = _("terms not understood")
        indexes = [models.Index(fields=["-first_seen_at", "-id"], name="unclear_term_newest")]

    def __str__(self) -> str:
        return self.wording


class TermRulingQuerySet(AppendOnlyQuerySet["TermRuling"]):
    def in_force(self) -> "TermRulingQuerySet":
        """Return those that no newer one replaces: at most one of each term."""
        return self.filter(replaced_by=None)

    def by_key(self, keys: Iterable[str]) -> "dict[str, TermRuling]":
        """Return the ruling in force on each of the keys that has one. One query, none without keys."""
        keys = list(keys)
        rows = self.in_force().filter(term__key__in=keys).select_related("term") if keys else ()
        return {ruling.term.key: ruling for ruling in rows}


class TermRuling(AppendOnlyModel):
    """What the desk ruled that a term means, for pictures and text alike. A newer one replaces it.

    Without restrictions and without an end it restricts nothing of ours.
    """

    term = models.ForeignKey(
        UnclearTerm, models.PROTECT, verbose_name=_("term"), related_name="rulings"
    )
    restrictions = models.JSONField(_("restrictions"), default=list, blank=True)
    ends_on = DayField(_("may be used until the end of"), null=True, blank=True)
    reason = PlainField(_("reason"))
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("ruled by"), related_name="+"
    )
    ruled_at = MomentField(_("ruled at"), default=timezone.now)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects = TermRulingQuerySet.as_manager()  # type: ignore[misc]  # knows more than the base's

    class Meta:
        verbose_name = _("ruling on a term")
        verbose_name_plural = _("rulings on terms")
        constraints = [
            # With `replaces`, which only one ruling has: two at once cannot both be in force.
            models.UniqueConstraint(
                fields=["term"],
                condition=models.Q(replaces=None),
                name="term_ruling_first_once",
            )
        ]
        indexes = [models.Index(fields=["ruled_at"], name="term_ruling_newest")]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What it says, for the desk: “not to be used online; for one use”."""
        known = meanings()
        parts = [str(known.get(name, name)) for name in self.restrictions]
        if self.ends_on is not None:
            day = formats.date_format(self.ends_on, "SHORT_DATE_FORMAT")
            parts.append(gettext("may be used until the end of %(day)s") % {"day": day})
        return "; ".join(parts) or gettext("restricts nothing of ours")
