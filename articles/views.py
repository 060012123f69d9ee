"""The desk's pages around a piece of copy: preview, verbs, history, comparison."""

from dataclasses import dataclass

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
from articles import permissions, press, readiness, snapshot, verbs, workflow
from articles.forms import PublishForm, VerbForm
from articles.models import Article
from articles.snapshot import Difference
from articles.verbs import Verb
from articles.wire import views as wire_views
from editions import pages
from editions.models import Edition
from images.views.files import desk_url
from text import diff as comparison
from text import normalise

HISTORY_LENGTH = 200
# The fields of the article's form, and of what hangs on it, in which somebody types words.
_TYPED = {
    **{name: snapshot.LABELS[name] for name in ("kicker", "headline", "standfirst", "body")},
    **{name: snapshot.LABELS[name] for name in ("dateline", "tags")},
    "caption": gettext_lazy("caption for this use"),
    "alt": gettext_lazy("alternative text for this use"),
    "text": gettext_lazy("note"),
}


@dataclass(frozen=True)
class Compared:
    """One part of the copy in two versions, with the words marked."""

    label: str
    segments: list[comparison.Segment]


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, name: str) -> HttpResponseRedirect | TemplateResponse:
    """A verb's page: preview, what stands against it, note. Only its POST moves anything."""
    article = _seen(request, pk)
    verb = verbs.VERBS.get(name)
    if verb is None:
        raise Http404
    if not workflow.may(verb, article, request.user):
        raise PermissionDenied
    publishes = _publishes(verb, article, request.user)
    form = _verb_form(verb, article, request.POST or None, publishes)
    refused = None
    if request.method == "POST" and form.is_valid():
        article.version = form.cleaned_data["version"]  # what the actor saw is what is compared
        try:
            _do(verb, article, request, form)
        except workflow.Refused as refusal:
            refused = refusal
            article = _seen(request, pk)
        else:
            messages.success(request, verb.done_message(article))
            return HttpResponseRedirect(reverse("admin:index"))
    context = {
        **admin.site.each_context(request),
        "title": verb.label,
        "article": article,
        "opts": Article._meta,
        "verb": verb,
        "form": form,
        "refused": refused,
        "problems": workflow.obstacles(verb, article, by=request.user),
        "may_also_publish": publishes and verb is not verbs.PUBLISH,
    }
    status = 409 if refused else 200
    return TemplateResponse(request, "articles/act.html", context, status=status)


@require_POST
def add_note(request: HttpRequest, pk: int) -> HttpResponse:
    """A remark on copy that is not open for changes, or by somebody who does not write."""
    article = _seen(request, pk)
    if not request.user.has_perm(permissions.ADD_NOTE):
        raise PermissionDenied
    text = normalise.normalise(request.POST.get("text", ""))
    if text:
        article.notes.create(text=text, created_by=request.user)
        messages.success(request, _("Your note is there."))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


@require_safe
@xframe_options_sameorigin
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that readers would get, from the readers' own template."""
    article = _seen(request, pk)
    at = max(filter(None, (timezone.now(), article.embargo_until)))
    printing = press.compose(article, at=at)
    context = pages.preview(printing.edition, printing.images, at=at, address=desk_url)
    context["sections"] = pages.sections()
    with translation.override(settings.LANGUAGE_CODE):  # the site's language, not the desk's
        return render(request, "editions/story.html", context)


@require_safe
def history(request: HttpRequest, pk: str) -> TemplateResponse:
    """Everything that happened to the copy: saves and acts, newest first."""
    article = _seen(request, pk)
    saves = article.revisions.select_related("created_by").order_by("-number").defer("content")
    acts = article.stage_changes.select_related("created_by").order_by("-pk")
    entries = [
        {"at": r.created_at, "by": r.created_by, "revision": r} for r in saves[:HISTORY_LENGTH]
    ]
    entries += [
        {"at": c.created_at, "by": c.created_by, "change": c, "verb": verbs.verb_label(c.verb)}
        for c in acts[:HISTORY_LENGTH]
    ]
    context = {
        **admin.site.each_context(request),
        "title": _("History"),
        "article": article,
        "opts": Article._meta,
        "entries": sorted(entries, key=lambda entry: entry["at"], reverse=True),
        "numbers": [revision.number for revision in saves[:HISTORY_LENGTH]],
    }
    return TemplateResponse(request, "articles/history.html", context)


@require_safe
def compare(request: HttpRequest, pk: int) -> TemplateResponse:
    """Two versions of the copy, side by side in one text: ?from=1&to=3."""
    article = _seen(request, pk)
    numbers = [request.GET.get("from", ""), request.GET.get("to", "")]
    if not all(number.isascii() and number.isdigit() and len(number) < 9 for number in numbers):
        raise Http404
    before, after = (
        get_object_or_404(article.revisions.select_related("created_by"), number=int(number))
        for number in numbers
    )
    context = {
        **admin.site.each_context(request),
        "title": _("Compare versions"),
        "article": article,
        "opts": Article._meta,
        "before": before,
        "after": after,
        "compared": compared(snapshot.differences(before.content, after.content)),
    }
    return TemplateResponse(request, "articles/compare.html", context)


def not_saved(request: HttpRequest, article: Article) -> TemplateResponse:
    """The copy moved on while somebody wrote: their words, to be copied, and why."""
    typed = [
        (_TYPED[name], words)
        for key, words in request.POST.items()
        if (name := key.rsplit("-", 1)[-1]) in _TYPED and words.strip()
    ]
    context = {
        **admin.site.each_context(request),
        "title": _("Not saved"),
        "article": article,
        "opts": Article._meta,
        "typed": typed,
    }
    return TemplateResponse(request, "articles/not_saved.html", context, status=409)


def sidebar_context(article: Article, user: User) -> dict:
    """What stands beside the editor: stage, what is missing, what may be done, notes."""
    at = max(filter(None, (timezone.now(), article.embargo_until)))
    return {
        **wire_views.sidebar_context(article, user, timezone.now()),
        "article": article,
        "problems": readiness.problems(article, at=at),
        "verbs": workflow.verbs_for(article, user),
        "notes": article.notes.select_related("created_by").order_by("-pk"),
        "last_change": article.stage_changes.select_related("created_by").order_by("-pk").first(),
        "live": article.story
        and article.story.editions.live().select_related("section", "story").first(),
        "waiting": article.story and article.story.editions.waiting().first(),
    }


def compared(differences: tuple[()] | list[Difference]) -> list[Compared]:
    """Differences with their words marked."""
    return [Compared(d.label, comparison.segments(d.before, d.after)) for d in differences]


def _seen(request: HttpRequest, pk: str | int) -> Article:
    """The article, for those who may see copy at all."""
    if not request.user.has_perm(permissions.VIEW_ARTICLE):
        raise PermissionDenied
    return get_object_or_404(Article.objects.select_related("section", "story"), pk=pk)


def _publishes(verb: Verb, article: Article, user: User) -> bool:
    """Whether the page offers to publish: its own verb, or in one step with the approval."""
    return verb.may_publish_too and workflow.may(verbs.PUBLISH, article, user)


def _verb_form(
    verb: Verb, article: Article, data: QueryDict | None, publishes: bool
) -> PublishForm | VerbForm:
    initial: dict[str, int | str] = {"version": article.version}
    if verb.initial_note is not None:
        initial["note"] = verb.initial_note(article)
    if publishes:
        return PublishForm(data, verb=verb, article=article, initial=initial)
    return VerbForm(data, verb=verb, initial=initial)


def _do(
    verb: Verb, article: Article, request: HttpRequest, form: PublishForm | VerbForm
) -> Edition:
    if verb is verbs.APPROVE:
        if "also_publish" in request.POST and isinstance(form, PublishForm):
            return workflow.approve_and_publish(article, by=request.user, **form.options())
        return workflow.approve(article, by=request.user, note=form.cleaned_data["note"])
    return getattr(workflow, verb.name)(article, by=request.user, **form.options())
