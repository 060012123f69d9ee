"""The desk's admin for copy. Declares what is shown; saving and moving are done by the workflow."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import ForeignKey, Q, QuerySet
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media, Script

from accounts.users import at_desk, signed_in_user
from articles import conflicts, permissions, permitted, services, views, workflow
from articles.forms import (
    ArticleForm,
    LeadForm,
    LeadFormSet,
    UniqueRowsFormSet,
    renumber_formset_rows,
)
from articles.history import views as looking_back
from articles.models import Article, ArticleAgency, ArticleQuerySet, Byline, Note, Placement
from articles.rulings.admin import UnclearTermAdmin
from articles.topics import services as topics
from articles.topics import views as topic_views
from articles.topics.admin import TopicAdmin
from articles.verbs import VERBS
from articles.wire import responses
from articles.wire import views as wire_views
from attribution.admin import AgencyAdmin
from attribution.models import Agency, Author, UnclearTerm
from editions.models import Topic
from text.integers import parse_digits

admin.site.register(Topic, TopicAdmin)
admin.site.register(UnclearTerm, UnclearTermAdmin)  # pictures and wire items have it
admin.site.unregister(Agency)  # its contracts count for stories, which attribution does not know


class CopyInline(admin.StackedInline[Any, Article]):
    """Rows that belong to the copy: users who may change the copy may change them."""

    extra = 0
    formset = UniqueRowsFormSet

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self._may(request, obj)

    def _may(self, request: HttpRequest, obj: Article | None) -> bool:
        user = signed_in_user(request)
        if obj is None:
            return user.has_perm(permissions.ADD_ARTICLE)
        return permitted.may_edit(obj, user)

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "ModelChoiceField[Any] | None":
        """Return a field whose choices are fetched once for all rows of the inline."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and field.queryset is not None and db_field.name in ("author", "agency"):
            if db_field.name == "author":
                field.queryset = _authors_to_choose(request)
            field.queryset = field.queryset.order_by("name")
            field.choices = list(cast(Iterable[Any], field.choices))
            for option in ("can_add_related", "can_change_related", "can_view_related"):
                setattr(field.widget, option, False)
        return field


def _authors_to_choose(request: HttpRequest) -> QuerySet[Author]:
    """Return the authors who have not left, and those who stand over the copy of this page already."""
    match = request.resolver_match
    article = parse_digits(unquote(match.kwargs.get("object_id", ""))) if match else None
    signed = Byline.objects.filter(article=article or 0).values("author")
    present = Q(user=None) | Q(user__in=at_desk().values("pk"))
    return Author.objects.filter(present | Q(pk__in=signed))


class BylineInline(CopyInline):
    model = Byline
    fields = ("author", "order")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Byline]:
        return super().get_queryset(request).select_related("author")


class AgencyInline(CopyInline):
    model = ArticleAgency
    fields = ("agency", "order")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleAgency]:
        """Return those without a wire item: those with one are shown beside the copy."""
        return super().get_queryset(request).filter(wire_item=None).select_related("agency")


class LeadInline(CopyInline):
    model = Placement
    form = LeadForm
    formset = LeadFormSet
    max_num = 1
    extra = 1
    verbose_name = gettext_lazy("lead picture")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Placement]:
        queryset = super().get_queryset(request).select_related("image")
        return queryset.filter(place=Placement.Place.LEAD)


class NoteInline(CopyInline):
    """Notes can be added, not changed."""

    model = Note
    fields = ("text",)
    verbose_name_plural = gettext_lazy("notes to colleagues")

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Note]:
        return super().get_queryset(request).none()  # they are read beside the copy


class MineFilter(admin.SimpleListFilter):
    title = gettext_lazy("whose")
    parameter_name = "whose"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        return [("mine", _("mine and my desk’s"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() != "mine":
            return queryset
        return cast(ArticleQuerySet, queryset).own(signed_in_user(request))


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    form = ArticleForm
    inlines = (LeadInline, BylineInline, AgencyInline, NoteInline)
    list_display = ("headline", "stage_now", "section", "bylines", "updated_at")
    list_filter = ("stage", MineFilter, "section", "provenance")
    ordering = ("-updated_at",)
    search_fields = ("search_fold",)
    list_per_page = 40
    show_full_result_count = False
    radio_fields = {"provenance": admin.VERTICAL}
    fieldsets = (
        (
            None,
            {"fields": (("section", "kicker"), "headline", "standfirst", "body")},
        ),
        (
            gettext_lazy("About the copy"),
            {"fields": ("provenance", ("dateline", "language"), "tags")},
        ),
        (
            gettext_lazy("Planning"),
            {"fields": (("embargo_until", "due_at"), ("slugline", "urgency"), "assignee")},
        ),
    )

    class Media:
        js = (Script("desk/article.js", type="module"),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        queryset = super().get_queryset(request).select_related("section", "story", "created_by")
        return queryset.prefetch_related("bylines__author")

    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("<int:pk>/preview/", views.preview, "preview"),
            ("<int:pk>/compare/", looking_back.compare, "compare"),
            ("<int:pk>/revisions/<int:number>/", looking_back.revision, "revision"),
            ("<int:pk>/revisions/<int:number>/page/", looking_back.revision_page, "revision_page"),
            ("<int:pk>/revisions/<int:number>/restore/", looking_back.restore, "restore"),
            ("<int:pk>/editions/<int:number>/", looking_back.edition, "edition"),
            ("<int:pk>/editions/<int:number>/page/", looking_back.edition_page, "edition_page"),
            ("<int:pk>/note/", views.add_note, "note"),
            ("<int:pk>/do/<slug:name>/", views.perform_verb, "verb"),
            ("<int:pk>/done/<int:change>/", views.effects_page, "effects"),
            ("<int:pk>/wire/", wire_views.items, "items"),
            ("<int:pk>/wire/add/", wire_views.add_item, "add_item"),
            ("<int:pk>/wire/<int:source>/remove/", wire_views.remove_item, "remove_item"),
            ("<int:pk>/wire/<int:source>/seen/", wire_views.accept, "wire_seen"),
            ("<int:pk>/wire/dismiss/", wire_views.dismiss, "dismiss_alarm"),
            ("proposed-topic/<int:pk>/", topic_views.decide, "proposed_topic"),
            ("write-from/<int:pk>/", wire_views.write_from, "write_from"),
        )
        return [
            *(
                path(route, self.admin_site.admin_view(view), name=f"articles_article_{name}")
                for route, view, name in pages
            ),
            *super().get_urls(),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return permitted.may_edit(obj, signed_in_user(request))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False  # copy is spiked, a story is killed; nothing is deleted

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """As Django's, but what was entered while the copy moved on is merged or shown, not lost."""
        if request.method == "POST" and object_id:
            article = self.get_object(request, unquote(object_id))
            if article is None:
                raise Http404
            if self.has_change_permission(request, article):
                form = self.get_form(request, article, change=True)(instance=article)
                data, conflict = conflicts.resolve(article, form, request.POST)
                request.POST = cast(Any, data)
                request.conflict = conflict  # type: ignore[attr-defined]  # for get_form
            elif self.has_view_permission(request, article):
                return views.not_saved(request, article)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[ArticleForm]:
        """As Django's: a class made for this request, here with the conflict that it shows."""
        form = cast(type[ArticleForm], super().get_form(request, obj, change, **kwargs))
        form.conflict = getattr(request, "conflict", None)
        return form

    def get_formset_kwargs(
        self,
        request: HttpRequest,
        obj: Article,
        inline: admin.options.InlineModelAdmin[Any, Article],
        prefix: str,
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in kwargs and obj.pk:
            known = {str(pk) for pk in kwargs["queryset"].values_list("pk", flat=True)}
            kwargs["data"] = renumber_formset_rows(kwargs["data"], prefix, known)
        return kwargs

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return looking_back.history(request, unquote(object_id))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        nonce = request.csp_nonce  # type: ignore[attr-defined]  # set by django-csp
        context["media"] = Media.from_media(context["media"], nonce=nonce)
        if obj:
            context |= views.sidebar_context(obj, signed_in_user(request))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(
        self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool
    ) -> None:
        services.write_fields(obj, form.fields, by=signed_in_user(request))

    def save_formset(
        self, request: HttpRequest, form: ArticleForm, formset: Any, change: bool
    ) -> None:
        if formset.model is Note:
            for note_form in formset.forms:
                note_form.instance.created_by = request.user
        super().save_formset(request, form, formset, change)

    def save_related(
        self, request: HttpRequest, form: ArticleForm, formsets: Iterable[Any], change: bool
    ) -> None:
        user = signed_in_user(request)
        names = form.cleaned_data.pop("tags")  # else Django would write them, and make topics
        super().save_related(request, form, formsets, change)
        proposed = topics.write_topics(form.instance, names, by=user, at=timezone.now())
        form.instance.refresh_from_db()
        revision = workflow.save(form.instance, by=user)
        if proposed:
            messages.info(request, topics.proposed_message(proposed))
        if revision:
            messages.success(request, _("Saved as version %d.") % revision.number)
        elif any(formset.model is Note and formset.new_objects for formset in formsets):
            messages.success(request, _("Your note is there. Nothing in the copy had changed."))
        else:
            messages.info(request, _("Nothing in the copy had changed."))

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponseRedirect:
        return self._redirect(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponseRedirect:
        return self._redirect(request, obj)

    # Django's admin ignores what the two return.
    def log_addition(  # type: ignore[override]
        self, request: HttpRequest, obj: Article, message: object
    ) -> None:
        """Log nothing: revisions and stage changes are the trail."""

    def log_change(  # type: ignore[override]
        self, request: HttpRequest, obj: Article, message: object
    ) -> None:
        """Log nothing: revisions and stage changes are the trail."""

    def _redirect(self, request: HttpRequest, article: Article) -> HttpResponseRedirect:
        """Redirect to the page of the verb whose button was pressed, or back to the copy."""
        name = request.POST.get("_go", "")
        if name in VERBS:
            return HttpResponseRedirect(
                reverse("admin:articles_article_verb", args=[article.pk, name])
            )
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    @admin.display(description=gettext_lazy("stage"), ordering="stage")
    def stage_now(self, article: Article) -> SafeString:
        return format_html(
            '<span class="stage {}">{}</span>', article.stage, article.get_stage_display()
        )

    @admin.display(description=gettext_lazy("byline"))
    def bylines(self, article: Article) -> str:
        lines = sorted(article.bylines.all(), key=lambda line: (line.order, line.pk))
        return ", ".join(line.author.name for line in lines)


@admin.register(Agency)
class AgencyWithStoriesAdmin(AgencyAdmin):
    """Agencies: what their contracts tighten counts at once for stories that readers have."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        responses.respond_to_terms(form.instance, by=signed_in_user(request), at=timezone.now())
