"""What every list and form of the desk bounds: its filters, its search, and the rows of a form.

`NewsroomAdminSite` puts `BoundedAdmin` before the admin class of each model, also of other packages.
Nothing here knows what a model is about.
"""

import copy
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR, ChangeList
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.users import offer_people_at_desk
from text import search
from text.append_only import AppendOnlyModel
from text.datetimes import EARLIEST, LATEST
from text.integers import LARGEST, parse_digits
from text.search import FoldedQuerySet, SearchedModel

MAX_ROWS = 200  # of one part of a form; Django alone would make 2000 forms of a number
MAX_PARAMETERS = 40  # of a list, with all their values
MAX_ORDER_LENGTH = 60
# What Django's filters of a field put behind its name. No text is searched by them.
_FILTER_LOOKUPS = ("", "__exact", "__id__exact", "__isnull", "__isempty", "__gte", "__lt")
_DATE_LOOKUPS = ("__year", "__month", "__day")
_LAST_YEAR = 9998
# Apps of other packages whose models are logs: signing in, tasks, what was done in the admin.
_LOGS = ("axes", "django_tasks_database", "admin")


def row_counts(data: Mapping[str, Any], prefix: str) -> tuple[int, int]:
    """Return how many rows of a formset the data say were there, and how many they hold.

    Raise BadRequest for what no page of ours sends: no number, or more than MAX_ROWS.
    """
    initial, total = (
        parse_digits(str(data.get(f"{prefix}-{name}") or "0"), maximum=MAX_ROWS)
        for name in ("INITIAL_FORMS", "TOTAL_FORMS")
    )
    if initial is None or total is None:
        raise BadRequest(f"The number of rows of {prefix} is none, or too large.")
    return initial, total


class BoundedMultipleChoiceField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Django's own, which asks the database also for keys that no column holds."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if str(key).strip().isdecimal() and parse_digits(str(key).strip()) is None:
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, code="invalid_pk_value", params={"pk": key})
        return super().clean(value)


class BoundedAdmin(admin.ModelAdmin[Any]):
    """Lists and forms that take no more of a request than their pages offer.

    A filter that the list does not offer, a selection that is none and too many rows are answered with
    400. A search reads so many words, and the page says that it reads no more.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        if lookup in self._dates():
            return parse_digits(value, maximum=_LAST_YEAR) is not None
        is_too_large = value.strip("-").isdecimal() and parse_digits(value.strip("-")) is None
        is_short = len(value) <= search.MAX_LENGTH
        is_bounded = is_short and not is_too_large and not _is_outside_the_calendar(value)
        return lookup in self._offered(request) and is_bounded

    def get_ordering(self, request: HttpRequest) -> Any:
        """Return the order of the list; that of the keys when it states none, so that pages differ."""
        return super().get_ordering(request) or ("pk",)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        count = sum(len(values) for _name, values in request.GET.lists())
        if count > MAX_PARAMETERS or len(request.GET.get(ORDER_VAR, "")) > MAX_ORDER_LENGTH:
            raise BadRequest("A list is asked for with too many parameters.")
        if search.is_too_long(request.GET.get(SEARCH_VAR, "")):
            sentence = _("Only the first %d words were searched for. Use fewer.")
            messages.warning(request, sentence % search.MAX_WORDS)
        return super().get_changelist_instance(request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if isinstance(queryset, FoldedQuerySet):
            return queryset.matching(search_term), False
        if issubclass(self.model, SearchedModel):
            return search.matching(queryset, search_term), False
        return super().get_search_results(request, queryset, search.shortened(search_term))

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any
    ) -> HttpResponse | None:
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(isinstance(key, str) and self._is_key(key) for key in chosen):
            raise BadRequest("What is selected is no row of the list.")
        return super().response_action(request, queryset, *args)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Model | None:
        """Return the row. An empty name of a field, which Django looks up and fails, names none."""
        return super().get_object(request, object_id, from_field or None)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return the form. Where it asks for people it offers those who have not left."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        for name, field in form.base_fields.items():
            queryset = getattr(field, "queryset", None)
            if queryset is not None and queryset.model is User:
                form.base_fields[name] = own = copy.deepcopy(field)
                offer_people_at_desk(own, self._chosen(obj, name))
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        for name in request.POST:
            if name.endswith("-TOTAL_FORMS"):
                row_counts(request.POST, name.removesuffix("-TOTAL_FORMS"))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        """Return the address itself: the desk has no view that redirects to those of any model."""
        address = getattr(obj, "get_absolute_url", None)
        return address() if address and self.view_on_site is True else None

    def _offered(self, request: HttpRequest) -> set[str]:
        """Return the names of the parameters by which the page of the list filters."""
        offered = set[str]()
        for item in self.get_list_filter(request):
            if isinstance(item, type) and issubclass(item, admin.SimpleListFilter):
                offered.add(item.parameter_name or "")
            else:
                field = item[0] if isinstance(item, (list, tuple)) else item
                offered |= {f"{field}{lookup}" for lookup in _FILTER_LOOKUPS}
        return offered

    def _chosen(self, obj: Any, name: str) -> list[int]:
        """Return the keys of the people that a field of `obj` has; `obj` is None for a new one."""
        field: Any = self.opts.get_field(name)
        value = field.value_from_object(obj) if obj else None
        keys = [row.pk for row in value] if isinstance(value, list) else [value]
        return [key for key in keys if key is not None]

    def _dates(self) -> set[str]:
        """Return the names of the parameters for a year, a month and a day."""
        field = self.date_hierarchy
        return {f"{field}{lookup}" for lookup in _DATE_LOOKUPS} if field else set()

    def _is_key(self, text: str) -> bool:
        try:
            key = self.opts.pk.to_python(text)
        except ValidationError:
            return False
        return not isinstance(key, int) or abs(key) <= LARGEST


def _is_outside_the_calendar(value: str) -> bool:
    """Whether a value is a day or a moment that other packages cannot put into another time zone."""
    try:
        at = parse_datetime(value) or parse_date(value)
    except ValueError:
        return False  # which Django refuses
    return at is not None and not EARLIEST.year <= at.year <= LATEST.year


class LogAdmin(BoundedAdmin):
    """A log: read at the desk, and neither added to, changed nor deleted, whoever asks."""

    actions = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def is_log(model: type[Model]) -> bool:
    """Return whether the rows of a model say what happened: ours that are written once, and others’."""
    return issubclass(model, AppendOnlyModel) or model._meta.app_label in _LOGS
