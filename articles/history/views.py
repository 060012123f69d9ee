"""Looking back: the history of a piece of copy, two revisions compared, each revision and each edition.

All is for the desk alone. Only a POST of `restore` changes anything.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.users import signed_in_user
from articles import comparable, comparison, permitted, verbs, workflow
from articles.history import rendering, restoring
from articles.models import Approval, Article, Revision, StageChange
from articles.views import article_of
from editions import pages, pictures
from editions.models import Edition, EditionQuerySet
from images.views.files import desk_url
from text.integers import parse_digits

LENGTH = 200


@dataclass(frozen=True)
class HistoryEntry:
    """A save or a stage change, as a line of the history."""

    at: datetime
    by: User
    revision: Revision | None = None
    change: StageChange | None = None

    @property
    def verb(self) -> str | Promise:
        """The label of the verb of a stage change; "" for a save."""
        return verbs.verb_label(self.change.verb) if self.change else ""

    @property
    def approval(self) -> Approval | None:
        """What was approved by a stage change, if anything was."""
        return getattr(self.change, "approval", None)


@dataclass(frozen=True)
class EditionLine:
    """An edition, as a line of the history."""

    edition: Edition
    state: str  # of the four below

    @classmethod
    def of(cls, edition: Edition, at: datetime) -> "EditionLine":
        if edition.is_recalled:
            return cls(edition, "held")
        if edition.published_at > at:
            return cls(edition, "waiting")
        return cls(edition, "in_force" if edition.superseded_at > at else "superseded")


@require_safe
def history(request: HttpRequest, pk: int | str) -> TemplateResponse:
    """Show all editions, and everything that happened to the copy, newest first."""
    article = article_of(request, pk)
    saves = article.revisions.select_related("created_by").order_by("-number").defer("content")
    changes = article.stage_changes.select_related("created_by", "approval").order_by("-pk")
    changes = changes.defer("approval__content")
    entries = [
        *(HistoryEntry(r.created_at, r.created_by, revision=r) for r in saves[:LENGTH]),
        *(HistoryEntry(c.created_at, c.created_by, change=c) for c in changes[:LENGTH]),
    ]
    at = timezone.now()
    context = {
        "entries": sorted(entries, key=lambda entry: entry.at, reverse=True),
        "numbers": [revision.number for revision in saves[:LENGTH]],
        "editions": [EditionLine.of(edition, at) for edition in _editions(article)],
        "may_restore": permitted.may_edit(article, signed_in_user(request)),
    }
    return _answer(request, article, "articles/history.html", _("History"), context)


@require_safe
def compare(request: HttpRequest, pk: int) -> TemplateResponse:
    """Show in which places two revisions of the copy differ: ?from=1&to=3."""
    article = article_of(request, pk)
    before, after = (_revision(article, request.GET.get(name, "")) for name in ("from", "to"))
    contents = comparable.of_revisions([before.content, after.content])
    context = {
        "before": before,
        "after": after,
        "changes": comparison.changes(*contents),
        "may_restore": permitted.may_edit(article, signed_in_user(request)),
    }
    return _answer(request, article, "articles/compare.html", _("Compare versions"), context)


@require_safe
def revision(request: HttpRequest, pk: int, number: int) -> TemplateResponse:
    """Show one revision, whole, as the page that it would have been."""
    article = article_of(request, pk)
    shown = _revision(article, str(number))
    numbers = article.revisions.order_by("number").values_list("number", flat=True)
    context = {
        "revision": shown,
        "older": numbers.filter(number__lt=shown.number).last(),
        "newer": numbers.filter(number__gt=shown.number).first(),
        "may_restore": shown.number != article.version
        and permitted.may_edit(article, signed_in_user(request)),
    }
    return _answer(request, article, "articles/revision.html", _("Version"), context)


@require_safe
@xframe_options_sameorigin
def revision_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Return the page that a revision would have been, for the frame of `revision`."""
    article = article_of(request, pk)
    at = timezone.now()
    printing = rendering.compose(_revision(article, str(number)), at=at)
    context = pages.as_printed(printing.edition, printing.images, at=at, address=desk_url)
    return _page(request, "editions/story.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show what restoring a revision would change. Only its POST restores it."""
    article, editor = article_of(request, pk), signed_in_user(request)
    if not permitted.may(verbs.SAVE, article, editor):
        raise PermissionDenied
    chosen = _revision(article, str(number))
    refused = None
    if request.method == "POST":
        version = parse_digits(request.POST.get("version", "")) or 0
        try:
            saved = restoring.restore(
                article, chosen, by=editor, version=version, at=timezone.now()
            )
        except workflow.Refused as refusal:
            refused = refusal
            article = article_of(request, pk)
        else:
            messages.success(request, _restored_message(chosen, saved))
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    plan = restoring.plan(article, chosen)
    last = article.revisions.order_by("number").last()
    contents = comparable.of_revisions([last.content if last else {}, plan.content])
    context = {
        "revision": chosen,
        "plan": plan,
        "changes": comparison.changes(*contents),
        "refused": refused,
        "may_restore": permitted.may_edit(article, editor),
    }
    answer = _answer(request, article, "articles/restore.html", _("Restore"), context)
    answer.status_code = 409 if refused else 200
    return answer


@require_safe
def edition(request: HttpRequest, pk: int, number: int) -> TemplateResponse:
    """Show one edition as it was printed, and which of its pictures readers do not get now."""
    article = article_of(request, pk)
    shown = _edition(article, number)
    at = timezone.now()
    images = shown.images.order_by("order")
    as_printed = pictures.as_printed(images, at=at, address=desk_url)
    before = _editions(article).filter(number__lt=number).first()
    context = {
        "line": EditionLine.of(shown, at),
        "blocked": [picture for picture in as_printed if picture.blocks],
        "previous": before,
        "changes": _changes_of(before, shown) if before and shown.rules.is_live else [],
    }
    return _answer(request, article, "articles/edition.html", _("Edition"), context)


@require_safe
@xframe_options_sameorigin
def edition_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Return an edition's page as it was printed, for the frame of `edition`."""
    shown = _edition(article_of(request, pk), number)
    if not shown.rules.is_live:
        return _page(request, shown.rules.template, {"edition": shown})
    images = shown.images.order_by("order")
    context = pages.as_printed(shown, images, at=timezone.now(), address=desk_url)
    return _page(request, shown.rules.template, context)


def _changes_of(before: Edition, after: Edition) -> list[comparison.Change]:
    """Return in which places two editions differ; none from a notice, which has no text."""
    if not before.rules.is_live:
        return []
    return comparison.changes(
        *(comparable.of_edition(e, e.images.order_by("order")) for e in (before, after))
    )


def _restored_message(chosen: Revision, saved: Revision | None) -> str:
    if saved is None:
        return _("The copy is the same as version %d already.") % chosen.number
    return _("Version %(old)d is version %(new)d now.") % {
        "old": chosen.number,
        "new": saved.number,
    }


def _revision(article: Article, number: str) -> Revision:
    """Return the revision with the number that was asked for. Raise Http404 when there is none."""
    revisions = article.revisions.select_related("created_by", "article")
    return get_object_or_404(revisions, number=parse_digits(number, maximum=10**8))


def _editions(article: Article) -> EditionQuerySet:
    """Return the editions of its story, the newest first; none of copy that was never printed."""
    editions = Edition.objects.filter(story=article.story_id or 0)
    people = ("approved_by", "published_by")
    return editions.select_related("section", "story", *people).order_by("-number")


def _edition(article: Article, number: int) -> Edition:
    shown: Edition = get_object_or_404(_editions(article), number=min(number, 10**8))
    return shown


def _answer(
    request: HttpRequest, article: Article, template: str, title: str, context: dict[str, Any]
) -> TemplateResponse:
    context = {
        **admin.site.each_context(request),
        "title": title,
        "article": article,
        "opts": Article._meta,
        **context,
    }
    return TemplateResponse(request, template, context)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Return a page of the readers' templates, in their language, that no search engine keeps."""
    context["sections"] = pages.sections(at=timezone.now())
    with translation.override(settings.LANGUAGE_CODE):  # the site's language, not the desk's
        response = render(request, template, context)
    response["X-Robots-Tag"] = "noindex"
    return response
