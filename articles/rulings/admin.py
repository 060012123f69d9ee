"""The list of terms that nothing understood, with the rulings on them. None is added or deleted."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.rulings import reach, views
from attribution import permissions
from attribution.models import UnclearTerm
from text.integers import parse_digits

SHOWN = 160  # characters of a wording in the list


class RuledFilter(admin.SimpleListFilter):
    """Those that wait come first to mind; without an answer the list has all."""

    title, parameter_name = _("ruling"), "ruled"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, Any]]:
        return [("0", _("waits for a ruling")), ("1", _("ruled on"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[UnclearTerm]
    ) -> QuerySet[UnclearTerm]:
        if self.value() == "0":
            return queryset.filter(pk__in=reach.waiting().values("pk"))
        return queryset.exclude(rulings=None) if self.value() == "1" else queryset


class UnclearTermAdmin(admin.ModelAdmin[UnclearTerm]):
    list_display = ("short_wording", "ruling", "in_pictures", "in_items", "first_seen_at")
    list_filter = (RuledFilter,)
    ordering = ("-first_seen_at", "-pk")
    search_fields = ("search_fold",)
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[UnclearTerm]:
        return reach.with_counts(UnclearTerm.objects.with_rulings())

    @admin.display(description=_("wording"), ordering="wording")
    def short_wording(self, term: UnclearTerm) -> str:
        return Truncator(term.wording).chars(SHOWN)

    @admin.display(description=_("ruling"))
    def ruling(self, term: Any) -> str:
        return term.in_force[0].sentence if term.in_force else str(_("waits for a ruling"))

    @admin.display(description=_("pictures"), ordering="picture_count")
    def in_pictures(self, term: Any) -> str:
        count = term.picture_count  # with its noun: on a phone the row has no heading
        return ngettext("%(counter)s picture", "%(counter)s pictures", count) % {"counter": count}

    @admin.display(description=_("wire items"), ordering="item_count")
    def in_items(self, term: Any) -> str:
        count = term.item_count
        sentence = ngettext("%(counter)s wire item", "%(counter)s wire items", count)
        return sentence % {"counter": count}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: UnclearTerm | None = None) -> bool:
        return request.user.has_perm(permissions.ADD_TERM_RULING)

    def has_delete_permission(self, request: HttpRequest, obj: UnclearTerm | None = None) -> bool:
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the term's own page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return views.term_page(request, _key(object_id))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the term's own page, which shows its rulings."""
        address = reverse("admin:attribution_unclearterm_change", args=[_key(object_id)])
        return HttpResponseRedirect(f"{address}#rulings")


def _key(object_id: str) -> int:
    key = parse_digits(unquote(object_id))
    if key is None:
        raise Http404
    return key
