"""The admin of topics: names to correct, topics to merge, and the trail of each. None is deleted."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users import signed_in_user
from articles.models import TopicChange
from articles.topics import services, views
from articles.topics.forms import TopicForm
from editions import permissions
from editions.models import Topic
from text import normalise
from text.errors import DomainError


class TopicAdmin(admin.ModelAdmin[Topic]):
    form = TopicForm
    list_display = ("name", "slug", "stands_for_it")
    list_select_related = ("merged_into",)
    ordering = ("name",)
    search_fields = ("key",)
    fields = ("name", "slug")
    readonly_fields = ("slug",)

    @admin.display(description=_("merged into"))
    def stands_for_it(self, topic: Topic) -> Topic | None:
        return topic.merged_into

    def get_urls(self) -> list[URLPattern]:
        merge = self.admin_site.admin_view(views.merge)
        return [path("<int:pk>/merge/", merge, name="editions_topic_merge"), *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Topic], search_term: str
    ) -> tuple[QuerySet[Topic], bool]:
        """Return the topics whose name has every word of the term, in whatever spelling."""
        keys = filter(None, map(normalise.name_key, search_term.split()))
        return queryset.filter(*(Q(key__contains=key) for key in keys)), False

    def has_change_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        is_merged = obj is not None and obj.merged_into_id is not None
        return not is_merged and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        return False  # merged into another; what was printed under it stays

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """As Django's; a name that somebody took at the same moment is refused in words that have it."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)

    def save_model(self, request: HttpRequest, obj: Topic, form: TopicForm, change: bool) -> None:
        user, now, name = signed_in_user(request), timezone.now(), form.cleaned_data["name"]
        if change:
            services.rename(obj, name, by=user, at=now)
        else:
            obj.pk = services.add(name, by=user, at=now).pk
            obj.refresh_from_db()

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Topic | None = None,
    ) -> HttpResponse:
        if obj is not None:
            user = signed_in_user(request)
            of_it = TopicChange.objects.filter(Q(topic=obj) | Q(into=obj))
            context["changes"] = of_it.select_related("into", "created_by").order_by("-pk")[:200]
            context["may_merge"] = obj.merged_into_id is None and user.has_perm(
                permissions.MERGE_TOPIC
            )
        return super().render_change_form(request, context, add, change, form_url, obj)
