"""The filters of the picture library's grid, which narrow it and combine.

Whether a picture may be used, and until when, is a question to images/rights.py.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users import signed_in_user
from attribution.models import Agency
from images import rights
from images.models import Image, ImageQuerySet

Choices = Sequence[tuple[str, Any]]  # value and label
YES_OR_NO: Choices = (("1", _("yes")), ("0", _("no")))


class GridFilter(admin.SimpleListFilter):
    """A filter of the grid, shown as a select. An answer that it does not offer narrows nothing.

    A subclass has either `condition()`, for yes and no, or `narrowed()`.
    """

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Choices:
        return YES_OR_NO

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value is None or value not in dict(self.lookup_choices):
            return queryset
        return self.narrowed(cast(ImageQuerySet, queryset), value, timezone.now())

    def narrowed(self, queryset: ImageQuerySet, value: str, at: datetime) -> ImageQuerySet:
        condition = self.condition(at)
        return queryset.filter(condition) if value == "1" else queryset.exclude(condition)

    def condition(self, at: datetime) -> Q:
        raise NotImplementedError


class AgencyFilter(GridFilter):
    """The agency whose picture it is, or that passed it on."""

    title, parameter_name = _("agency"), "agency"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Choices:
        agencies = Agency.objects.order_by("name", "pk")
        return [(str(pk), name) for pk, name in agencies.values_list("pk", "name")]

    def narrowed(self, queryset: ImageQuerySet, value: str, at: datetime) -> ImageQuerySet:
        return queryset.filter(Q(origin=value) | Q(via=value))


class RightsFilter(GridFilter):
    title, parameter_name = _("rights"), "rights"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Choices:
        return Image.Rights.choices

    def narrowed(self, queryset: ImageQuerySet, value: str, at: datetime) -> ImageQuerySet:
        return queryset.filter(rights=value)


class UsableFilter(GridFilter):
    title, parameter_name = _("may be used now"), "usable"

    def condition(self, at: datetime) -> Q:
        return Q(pk__in=rights.usable(at, use=rights.PRINT).values("pk"))


class RunsOutFilter(GridFilter):
    title, parameter_name = _("time runs out"), "runs_out"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Choices:
        return [("1", _("within a day")), ("7", _("within 7 days"))]

    def narrowed(self, queryset: ImageQuerySet, value: str, at: datetime) -> ImageQuerySet:
        running_out = rights.runs_out(at, timedelta(days=int(value)))
        return queryset.filter(pk__in=running_out.values("pk"))


class PrintedFilter(GridFilter):
    title, parameter_name = _("was on our pages"), "printed"

    def condition(self, at: datetime) -> Q:
        return Q(first_printed_at__isnull=False)


class MissingFilter(GridFilter):
    """The fields that nobody has filled in yet."""

    title, parameter_name = _("what is missing"), "missing"
    conditions = {
        "rights": (_("rights"), Q(rights=Image.Rights.UNKNOWN)),
        "alt": (_("alternative text"), Q(alt="")),
        "caption": (_("caption"), Q(caption="")),
    }

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Choices:
        return [(name, label) for name, (label, _condition) in self.conditions.items()]

    def narrowed(self, queryset: ImageQuerySet, value: str, at: datetime) -> ImageQuerySet:
        return queryset.filter(self.conditions[value][1])


class UnclearTermsFilter(GridFilter):
    title, parameter_name = _("terms not understood"), "unclear"

    def condition(self, at: datetime) -> Q:
        return ~Q(terms_not_understood=[])


class AIFilter(GridFilter):
    title, parameter_name = _("made by AI, or partly"), "ai"

    def condition(self, at: datetime) -> Q:
        return Q(digital_source_type__in=Image.SourceType.labelled())


class WithdrawnFilter(GridFilter):
    title, parameter_name = _("withdrawn"), "withdrawn"

    def condition(self, at: datetime) -> Q:
        return Q(withdrawn_at__lte=at) | Q(source_held_at__lte=at, source_overruled=False)


class MineFilter(GridFilter):
    """The pictures that the signed-in user uploaded."""

    title, parameter_name = _("taken in by me"), "mine"

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.user = signed_in_user(request)
        super().__init__(request, *args)

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Choices:
        return [("day", _("in the last 24 hours")), ("ever", _("at any time"))]

    def narrowed(self, queryset: ImageQuerySet, value: str, at: datetime) -> ImageQuerySet:
        uploads = queryset.filter(uploaded_by=self.user)
        return uploads.filter(uploaded_at__gt=at - timedelta(days=1)) if value == "day" else uploads


FILTERS = (
    UsableFilter,
    RightsFilter,
    AgencyFilter,
    MissingFilter,
    UnclearTermsFilter,
    RunsOutFilter,
    PrintedFilter,
    AIFilter,
    WithdrawnFilter,
    MineFilter,
)
