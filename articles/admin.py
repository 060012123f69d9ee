"""The desk's admin for copy. Declares what is shown; saving and moving are done by the workflow."""

from typing import Any

from django.contrib import admin, messages
from django.db.models.fields.related import ForeignKey
from django.db.models.query import QuerySet
from django.forms.models import ModelChoiceField
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media, Script

from articles import views, workflow
from articles.forms import ArticleForm, LeadForm, LeadFormSet, renumber_formset_rows
from articles.models import Article, ArticleAgency, ArticleQuerySet, Byline, Note, Placement
from articles.verbs import VERBS
from articles.wire import views as wire_views


class CopyInline(admin.StackedInline):
    """Something that hangs on the copy: whoever may change the copy may change it."""

    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Article | None) -> bool:
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self._may(request, obj)

    def _may(self, request: HttpRequest, obj: Article | None) -> bool:
        if obj is None:
            return request.user.has_perm("articles.add_article")
        return workflow.may_edit(obj, request.user)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField:
        """Choices are fetched once for all rows of the inline."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.name in ("author", "agency"):
            field.queryset = field.queryset.order_by("name")
            field.choices = list(field.choices)
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_view_related = False
        return field


class BylineInline(CopyInline):
    model = Byline
    fields = ("author", "order")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("author")


class AgencyInline(CopyInline):
    model = ArticleAgency
    fields = ("agency", "order")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those under which no item lies: what rests on an item is seen to beside the copy."""
        return super().get_queryset(request).filter(wire_item=None).select_related("agency")


class LeadInline(CopyInline):
    model = Placement
    form = LeadForm
    formset = LeadFormSet
    max_num = 1
    extra = 1
    verbose_name = gettext_lazy("lead picture")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        queryset = super().get_queryset(request).select_related("image")
        return queryset.filter(place=Placement.Place.LEAD)


class NoteInline(CopyInline):
    """Remarks stay as they were made."""

    model = Note
    fields = ("text",)
    verbose_name_plural = gettext_lazy("notes to colleagues")

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).none()  # they are read beside the copy


class MineFilter(admin.SimpleListFilter):
    title = gettext_lazy("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: "ArticleAdmin") -> list[tuple[str, str]]:
        return [("mine", _("mine and my desk’s"))]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:
        return queryset.own(request.user) if self.value() == "mine" else queryset


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
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

    def get_queryset(self, request: HttpRequest) -> ArticleQuerySet:
        queryset = super().get_queryset(request).select_related("section", "story", "created_by")
        return queryset.prefetch_related("bylines__author")

    def get_search_results(
        self, request: HttpRequest, queryset: ArticleQuerySet, search_term: str
    ) -> tuple[ArticleQuerySet, bool]:
        return queryset.matching(search_term), False

    def get_urls(self):
        def at_the_desk(view):
            return self.admin_site.admin_view(view)

        return [
            path("<int:pk>/preview/", at_the_desk(views.preview), name="articles_article_preview"),
            path("<int:pk>/compare/", at_the_desk(views.compare), name="articles_article_compare"),
            path("<int:pk>/note/", at_the_desk(views.add_note), name="articles_article_note"),
            path("<int:pk>/do/<slug:name>/", at_the_desk(views.act), name="articles_article_act"),
            *(
                path(f"<int:pk>/wire/{route}", at_the_desk(view), name=f"articles_article_{name}")
                for route, view, name in (
                    ("", wire_views.items, "items"),
                    ("add/", wire_views.add_item, "add_item"),
                    ("<int:source>/remove/", wire_views.remove_item, "remove_item"),
                    ("<int:source>/seen/", wire_views.accept, "wire_seen"),
                    ("dismiss/", wire_views.dismiss, "dismiss_alarm"),
                )
            ),
            path(
                "write-from/<int:pk>/",
                at_the_desk(wire_views.write_from),
                name="articles_article_write_from",
            ),
            *super().get_urls(),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return workflow.may_edit(obj, request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False  # copy is spiked, a story is killed; nothing is deleted

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: None = None,
    ) -> HttpResponseRedirect | TemplateResponse:
        """As Django's, but words typed while the copy moved on are given back, not lost."""
        if request.method == "POST" and object_id:
            article = get_object_or_404(Article, pk=object_id)
            if self.has_view_permission(request, article) and not self.has_change_permission(
                request, article
            ):
                return views.not_saved(request, article)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_formset_kwargs(
        self,
        request: HttpRequest,
        obj: Article,
        inline: BylineInline | NoteInline | LeadInline | AgencyInline,
        prefix: str,
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in kwargs and obj.pk:
            known = {str(pk) for pk in kwargs["queryset"].values_list("pk", flat=True)}
            kwargs["data"] = renumber_formset_rows(kwargs["data"], prefix, known)
        return kwargs

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: None = None
    ) -> TemplateResponse:
        return views.history(request, object_id)

    def render_change_form(
        self,
        request: HttpRequest,
        context,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj=None,
    ):
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        if obj:
            context |= views.sidebar_context(obj, request.user)
            form = context["adminform"].form
            context["overtaken"] = views.compared(getattr(form, "overtaken_by", ()))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: None, obj: Article, form: ArticleForm, change: bool) -> None:
        """Writes what the form holds and no more: stage and version are the workflow's."""
        if change:
            columns = {field.name for field in obj._meta.concrete_fields}
            obj.save(update_fields=columns.intersection(form.fields))
        else:
            obj.created_by = request.user
            obj.save()

    def save_formset(self, request: HttpRequest, form, formset, change) -> None:
        if formset.model is Note:
            for note_form in formset.forms:
                note_form.instance.created_by = request.user
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.refresh_from_db()
        revision = workflow.save(form.instance, by=request.user)
        if revision:
            messages.success(request, _("Saved as version %d.") % revision.number)
        elif any(formset.model is Note and formset.new_objects for formset in formsets):
            messages.success(request, _("Your note is there. Nothing in the copy had changed."))
        else:
            messages.info(request, _("Nothing in the copy had changed."))

    def response_add(self, request: HttpRequest, obj, post_url_continue=None):
        return self._stay(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponseRedirect:
        return self._stay(request, obj)

    def log_addition(self, request: HttpRequest, obj, message: str) -> None:
        """The trail is kept by revisions and stage changes."""

    def log_change(
        self,
        request: HttpRequest,
        obj: Article,
        message: list[Any | dict[str, dict[str, list[str]]] | dict[str, dict[str, str]]],
    ) -> None:
        """The trail is kept by revisions and stage changes."""

    def _stay(self, request: HttpRequest, article: Article) -> HttpResponseRedirect:
        """Back to the copy, or on to the verb whose button was pressed."""
        go = request.POST.get("_go", "")
        if go in VERBS:
            return HttpResponseRedirect(
                reverse("admin:articles_article_act", args=[article.pk, go])
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
