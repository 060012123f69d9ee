"""The desk's pages around a piece of copy: preview, verbs, notes."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.users import signed_in_user
from articles import (
    approvals,
    conditions,
    effects,
    four_eyes,
    permissions,
    permitted,
    press,
    readiness,
    reprints,
    services,
    snapshot,
    verbs,
    workflow,
)
from articles.candidate import earliest_publication
from articles.conditions import Attempt
from articles.forms import KindForm, PublishForm, VerbForm
from articles.history import review
from articles.models import Article, WireAlarm
from articles.topics import services as topics
from articles.verbs import Verb
from articles.wire import views as wire_views
from editions import pages
from editions.models import Edition
from images.views.files import desk_url
from text.integers import parse_digits

# The fields of the article's form and of its inlines in which people write.
_TEXT_FIELDS = {
    "kicker": snapshot.LABELS["kicker"],
    "headline": snapshot.LABELS["headline"],
    "standfirst": snapshot.LABELS["standfirst"],
    "body": snapshot.LABELS["body"],
    "dateline": snapshot.LABELS["dateline"],
    "tags": snapshot.LABELS["tags"],
    "caption": gettext_lazy("caption for this use"),
    "alt": gettext_lazy("alternative text for this use"),
    "text": gettext_lazy("note"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def perform_verb(
    request: HttpRequest, pk: int, name: str
) -> HttpResponseRedirect | TemplateResponse:
    """Show a verb's page: preview, problems, note. Only its POST moves anything."""
    editor = signed_in_user(request)
    article = article_of(request, pk)
    verb = verbs.VERBS.get(name)
    if verb is None:
        raise Http404
    if not permitted.may(verb, article, editor):
        raise PermissionDenied
    publishes = _publishes(verb, article, editor)
    form = _verb_form(verb, article, request.POST or None, publishes)
    refused = None
    if request.method == "POST" and form.is_valid():
        article.version = form.cleaned_data["version"]  # what the actor saw is what is compared
        try:
            _do(verb, article, editor, form, also_publish="also_publish" in request.POST)
        except workflow.Refused as refusal:
            refused = refusal
            article = article_of(request, pk)
        else:
            messages.success(request, verb.done_message(article))
            return HttpResponseRedirect(_after(verb, article))
    context = {
        **admin.site.each_context(request),
        **_verb_context(verb, article, editor, form, refused),
    }
    template = "articles/verb.html"
    if verb.has_effects:
        template = "articles/taking_back.html"
        context |= _effects_context(verb, article, editor)
    status = 409 if refused else 200
    return TemplateResponse(request, template, context, status=status)


@require_safe
def effects_page(request: HttpRequest, pk: int, change: int) -> TemplateResponse:
    """Show what taking a story down or killing it has changed, and what is still to come."""
    article = article_of(request, pk)
    changes = article.stage_changes.select_related("created_by").exclude(effects=[])
    row = get_object_or_404(changes, pk=change)
    planned = map(effects.Effect.from_json, row.effects)
    facts = effects.facts_of(article, at=timezone.now())
    context = {
        **admin.site.each_context(request),
        "title": verbs.verb_label(row.verb),
        "article": article,
        "opts": Article._meta,
        "change": row,
        "results": effects.results(planned, facts),
        "edition": article.story
        and article.story.editions.in_force().select_related("section").first(),
        "verbs": permitted.verbs_for(article, signed_in_user(request)),
    }
    return TemplateResponse(request, "articles/taken_back.html", context)


@require_POST
def add_note(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Add a note to copy that is not editable, or by a user who does not write."""
    editor = signed_in_user(request)
    article = article_of(request, pk)
    if not editor.has_perm(permissions.ADD_NOTE):
        raise PermissionDenied
    if services.add_note(article, request.POST.get("text", ""), by=editor):
        messages.success(request, _("Your note is there."))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


@require_safe
@xframe_options_sameorigin
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page that readers would get, from the readers' own template."""
    article = article_of(request, pk)
    at = earliest_publication(article, at=timezone.now())
    printing = press.compose(article, at=at)
    context = pages.preview(printing.edition, printing.images, at=at, address=desk_url)
    context["sections"] = pages.sections(at=at)
    with translation.override(settings.LANGUAGE_CODE):  # the site's language, not the desk's
        return render(request, "editions/story.html", context)


def not_saved(request: HttpRequest, article: Article) -> TemplateResponse:
    """Show the text that was posted, to be copied, and why the copy was not saved."""
    typed = [
        (_TEXT_FIELDS[name], text)
        for key, text in request.POST.items()
        if (name := key.rsplit("-", 1)[-1]) in _TEXT_FIELDS
        and isinstance(text, str)
        and text.strip()
    ]
    context = {
        **admin.site.each_context(request),
        "title": _("Not saved"),
        "article": article,
        "opts": Article._meta,
        "typed": typed,
    }
    return TemplateResponse(request, "articles/not_saved.html", context, status=409)


def sidebar_context(article: Article, user: User) -> dict[str, Any]:
    """Return the context of the editor's sidebar: stage, problems, verbs, notes, agency copy."""
    now = timezone.now()
    at = earliest_publication(article, at=now)
    offered = permitted.verbs_for(article, user)
    as_approved = conditions.it_is_what_was_approved(Attempt(article, user, now, goes_live_at=at))
    return {
        **wire_views.sidebar_context(article, user, timezone.now()),
        "article": article,
        "problems": [*readiness.problems(article, at=at), *as_approved],
        "verbs": offered,
        **({} if verbs.APPROVE in offered else _approval_context(article, user)),
        "proposed_topics": article.topic_proposals.to_show()[:12],
        "may_decide_on_topics": topics.may_decide(article, user),
        "notes": article.notes.select_related("created_by").order_by("-pk"),
        "last_change": article.stage_changes.select_related("created_by").order_by("-pk").first(),
        **_what_readers_see(article, timezone.now()),
        "waiting": article.story and article.story.editions.waiting().first(),
        "reworded": reprints.of_article(article, at=timezone.now()),
    }


def _approval_context(article: Article, user: User) -> dict[str, Any]:
    """Return what an editor wrote of copy in review, why they may not approve it, and who may."""
    if article.stage not in verbs.APPROVE.sources or not permitted.may(
        verbs.APPROVE, article, user
    ):
        return {}
    known = four_eyes.Authorships(article)
    objections = list(four_eyes.objections(article, user, known))
    return {
        "share": known.share(user.pk),
        "objections": objections,
        "approvers": four_eyes.approvers(article) if objections else [],
    }


def _what_readers_see(article: Article, at: datetime) -> dict[str, Edition | None]:
    """Return the edition in force: as `live`, as `run_out` if its time is over, or as `notice`."""
    editions = article.story.editions.in_force(at) if article.story else Edition.objects.none()
    edition = editions.select_related("section").first()
    is_live = edition is not None and edition.rules_at(at).is_live
    has_run_out = edition is not None and edition.rules.is_live and not is_live
    is_notice = edition is not None and not edition.rules.is_live
    return {
        "live": edition if is_live else None,
        "run_out": edition if has_run_out else None,
        "notice": edition if is_notice else None,
    }


def article_of(request: HttpRequest, pk: int | str) -> Article:
    """Return the article. Raise PermissionDenied for users who may not see copy."""
    if not signed_in_user(request).has_perm(permissions.VIEW_ARTICLE):
        raise PermissionDenied
    number = (parse_digits(pk) or 0) if isinstance(pk, str) else pk
    return get_object_or_404(Article.objects.select_related("section", "story"), pk=number)


def _after(verb: Verb, article: Article) -> str:
    """Return where to go when a verb was done: to the copy, to what it changed, or else home."""
    if verb.leads_to_copy:
        return reverse("admin:articles_article_change", args=[article.pk])
    if not verb.has_effects:
        return reverse("admin:index")
    change = article.stage_changes.latest("pk")
    return reverse("admin:articles_article_effects", args=[article.pk, change.pk])


def _effects_context(verb: Verb, article: Article, user: User) -> dict[str, Any]:
    """Return what the page of a verb that takes a story back shows besides: what changes where."""
    at = timezone.now()
    offered = permitted.verbs_for(article, user, at=at)
    facts = effects.facts_of(article, at=at)
    return {
        "effects": effects.plan(verb.name, facts),
        "was_seen": facts.was_seen,
        "choices": [other for other in offered if other.has_effects],
        "live": article.story and article.story.editions.live(at).select_related("section").first(),
        "orders": article.wire_alarms.open()
        .filter(kind=WireAlarm.Kind.KILLED)
        .select_related("version__item__agency"),
    }


def _review(
    verb: Verb, article: Article, refused: workflow.Refused | None
) -> list[review.Baseline] | None:
    """Return what the copy is compared with on a verb's page; None where it is not read again."""
    if not verb.asks_readiness:
        return None
    changes = refused.changes if refused else ()
    return review.baselines(article, at=timezone.now(), refused=changes)


def _verb_context(
    verb: Verb, article: Article, user: User, form: VerbForm, refused: workflow.Refused | None
) -> dict[str, Any]:
    """Return what the page of any verb shows: what it would do, and what stands against it."""
    at = timezone.now()
    problems = permitted.problems_of(verb, article, by=user)
    is_void = refused is not None and refused.code == approvals.CHANGED
    return {
        "title": verb.label,
        "article": article,
        "opts": Article._meta,
        "verb": verb,
        "form": form,
        "refused": refused,
        "problems": problems,
        "can_be_done": not any(p.blocks and p.field not in form.fields for p in problems),
        "reviews_again": any(p.code == "not_as_approved" for p in problems),
        "may_review": is_void and permitted.may(verbs.APPROVE, article, user),
        "may_also_publish": _publishes(verb, article, user) and verb is not verbs.PUBLISH,
        "review": _review(verb, article, refused),
        "reworded": reprints.of_article(article, at=at) if verb is verbs.REPRINT else [],
        "prints_the_copy": verb is not verbs.REPRINT,
        **(_approval_context(article, user) if verb is verbs.APPROVE else {}),
    }


def _publishes(verb: Verb, article: Article, user: User) -> bool:
    """Return whether the page offers to publish: its own verb, or in one step with another."""
    return verb.may_publish_too and permitted.may(verbs.PUBLISH, article, user)


def _verb_form(verb: Verb, article: Article, data: QueryDict | None, publishes: bool) -> VerbForm:
    initial: dict[str, int | str] = {"version": article.version}
    if verb.initial_note is not None:
        initial["note"] = verb.initial_note(article)
    if publishes:
        return PublishForm(data, verb=verb, article=article, initial=initial)
    if verb.asks_kind:
        return KindForm(data, verb=verb, article=article, initial=initial)
    form = VerbForm(data, verb=verb, initial=initial)
    if verb is verbs.KILL and not press.readers_had(article, timezone.now()):
        # Nothing of it becomes public, also no notice.
        form.fields["note"].label = str(verbs.NOTE)
        form.fields["note"].help_text = str(verbs.FOR_COLLEAGUES)
    return form


def _do(verb: Verb, article: Article, by: User, form: VerbForm, *, also_publish: bool) -> None:
    """Call the workflow's function of the verb with what was entered."""
    if verb is not verbs.APPROVE:
        getattr(workflow, verb.name)(article, by=by, **form.options())
    elif also_publish and isinstance(form, PublishForm):
        workflow.approve_and_publish(article, by=by, **form.options())
    else:
        workflow.approve(article, by=by, note=form.cleaned_data["note"])
