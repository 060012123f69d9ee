"""The terms of a picture: as its agency states them, and what follows from them for use."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attribution import rulings
from attribution import terms as agency_terms
from attribution.models import UnclearTerm
from attribution.rulings import RuledTerms, Stated
from text.datetimes import add_days, day_after
from text.fields import MomentField, PlainField


class StatedTerms(models.Model):
    """A row with an agency's terms, which are read whenever it is saved.

    What nothing understands is linked with its term, so that a ruling on that finds the row.
    """

    usage_terms = PlainField(_("usage terms"), blank=True)
    instructions = PlainField(_("instructions"), blank=True)
    source_terms = PlainField(
        _("terms stated since it was taken in"), blank=True, default="", editable=False
    )
    restrictions = models.JSONField(_("restrictions"), default=list, editable=False)
    # What follows from the restrictions, for images/rights.py to ask the database.
    territory_excluded = models.BooleanField(default=False, editable=False)
    online_excluded = models.BooleanField(default=False, editable=False)
    single_use = models.BooleanField(default=False, editable=False)
    archive_prohibited = models.BooleanField(default=False, editable=False)
    passing_on_prohibited = models.BooleanField(default=False, editable=False)
    terms_expire_at = MomentField(null=True, editable=False)
    # The wordings among its terms that only a ruling gives a meaning, and those without one.
    unclear_wordings = models.JSONField(default=list, editable=False)
    terms_not_understood = models.JSONField(_("terms not understood"), default=list, editable=False)
    unclear_terms = models.ManyToManyField(UnclearTerm, editable=False, related_name="pictures")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        linked = [] if self._state.adding else list(self.unclear_wordings)
        self.read_restrictions()
        if linked == self.unclear_wordings:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.link_terms()
            # A ruling that is given at this moment does not see the picture, nor is it seen yet.
            transaction.on_commit(self._apply_late_rulings)

    @property
    def made_at(self) -> datetime:
        """When the days begin that its terms give."""
        raise NotImplementedError

    @property
    def stated_terms(self) -> Stated:
        """The texts in which its agency says how it may be used."""
        texts = (self.instructions, self.usage_terms, self.source_terms)
        return Stated(texts, timezone.localdate(self.made_at))

    def read_restrictions(self, terms: RuledTerms | None = None) -> None:
        """Set the restrictions among the agency's terms, and what follows from them here.

        `terms` are those, where the caller has read them with those of others.
        """
        terms = terms or rulings.read(self.stated_terms)
        recognised = list(terms.restrictions)
        self.restrictions = recognised
        self.unclear_wordings = list(terms.unclear)
        self.terms_not_understood = list(terms.not_understood)
        self.territory_excluded = agency_terms.bars(recognised, settings.HOUSE_TERRITORIES)
        self.online_excluded = agency_terms.bars_online(recognised)
        self.single_use = agency_terms.ONE_TIME in recognised
        self.archive_prohibited = agency_terms.NO_ARCHIVE in recognised
        self.passing_on_prohibited = agency_terms.bars_passing_on(recognised)
        days = agency_terms.days(recognised)
        ends = [] if days is None else [add_days(self.made_at, days)]
        if terms.ends_on is not None:
            ends.append(day_after(terms.ends_on))
        self.terms_expire_at = min(ends, default=None)

    def link_terms(self) -> None:
        """Record its unclear wordings as terms, so that a ruling on one finds the picture."""
        terms = UnclearTerm.objects.for_wordings(self.unclear_wordings, at=timezone.now())
        self.unclear_terms.set(terms)

    def _apply_late_rulings(self) -> None:
        current = type(self)._default_manager.filter(pk=self.pk).first()
        if current is None:
            return
        before = (current.restrictions, current.terms_not_understood, current.terms_expire_at)
        current.read_restrictions()
        if before != (current.restrictions, current.terms_not_understood, current.terms_expire_at):
            current.save()
