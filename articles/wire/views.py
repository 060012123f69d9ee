"""Agency copy at the article's desk: write from an item, lay items under copy, accept what changed.

Only POST changes anything; who may is asked of articles/from_wire.py, articles/alarms.py and the
workflow.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from articles import permissions, workflow
from articles.candidate import sources_of
from articles.models import Article, ArticleAgency
from articles.wire import alarms, drafting, requirements
from text import normalise, shared_passages
from text.errors import DomainError
from wires import compare
from wires import permissions as wire_permissions
from wires.models import WireItem, WireVersion
from wires.views import items as views
from wires.views import presenters


@dataclass(frozen=True)
class Original:
    """What an agency sent, beside the copy: the version that counts, its marks, what changed."""

    source: ArticleAgency
    version: WireVersion
    marks: list[presenters.Badge]
    is_overtaken: bool
    changes: list[compare.Difference]

    @property
    def item(self) -> WireItem:
        return self.source.wire_item


@require_POST
def write_from(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft from the item, and from those that are posted as `item` besides."""
    if not views.may_write(request.user):  # before it is told whether there is such an item
        raise PermissionDenied
    besides = request.POST.getlist("item")[: drafting.MOST_ITEMS]
    items = [_item(number) for number in (str(pk), *besides)]
    try:
        article = drafting.draft_from_item(items, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:wires_wireitem_change", args=[pk]))
    messages.success(request, _("A draft was made. Its words are still the agency’s."))
    return _to(article)


@require_safe
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """Items that could stand under the copy too, found by their words: ?q=…"""
    article = _open(request, pk)
    if not request.user.has_perm(wire_permissions.WRITE_FROM_ITEM):
        raise PermissionDenied
    words = normalise.one_line(request.GET.get("q", ""))[:200]
    context = {
        **admin.site.each_context(request),
        "title": _("Add agency copy"),
        "article": article,
        "opts": Article._meta,
        "words": words,
        "items": drafting.items_to_add(words, article=article),
    }
    return TemplateResponse(request, "articles/wire_items.html", context)


@require_POST
def add_item(request: HttpRequest, pk: int):
    """Lay the item that is posted as `item` under the copy."""
    article = _open(request, pk)
    item = _item(request.POST.get("item", ""))
    done = _("“%s” stands under the copy now.") % item
    return _do(request, article, drafting.add_item, item, done=done)


@require_POST
def remove_item(request: HttpRequest, pk: int, source):
    """Take an item from under the copy."""
    article = _open(request, pk)
    row = get_object_or_404(article.agency_credits, pk=source)
    return _do(request, article, drafting.remove_item, row, done=_("The item was taken out."))


@require_POST
def seen(request: HttpRequest, pk: int, source):
    """Accept the version that is posted as `version`: its reader has seen what changed."""
    article = _open(request, pk)
    row = get_object_or_404(article.agency_credits, pk=source)
    version = _number(request.POST.get("version", ""))
    done = _("You have read the new version. The copy rests on it now.")
    return _do(request, article, drafting.accept, row, version, done=done)


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Close the alarm about the version that is posted as `version`, with the note why."""
    if not request.user.has_perm(permissions.KILL_ARTICLE):
        raise PermissionDenied
    article = get_object_or_404(Article, pk=pk)
    versions = WireVersion.objects.filter(item__uses__article=article) | WireVersion.objects.filter(
        alarms__article=article
    )
    version = get_object_or_404(versions.distinct(), pk=_number(request.POST.get("version", "")))
    note = request.POST.get("note", "")[:4000]
    try:
        alarms.dismiss(article, version, note=note, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The alarm is closed. Your note stays with it."))
    return HttpResponseRedirect(reverse("admin:index"))


def sidebar_context(article: Article, user: User, at: datetime) -> dict:
    """The originals, how much of their wording is left, and past alarms, for the article's form."""
    sources = [source for source in sources_of(article) if source.wire_item_id]
    shared = (
        requirements.of_agencies(article, sources) if sources else shared_passages.SharedPassages()
    )
    closed = article.wire_alarms.filter(resolved_at__isnull=False) if sources else ()
    if sources:
        closed = closed.select_related("resolved_by", "version__item__agency").order_by(
            "-resolved_at"
        )
        closed = closed.defer("version__body_html", "version__item__search_fold")
    return {
        "originals": [_original(source, at) for source in sources if source.wire_item.current],
        "shared": shared,
        "closed_alarms": closed,
        "may_add_items": user.has_perm(wire_permissions.WRITE_FROM_ITEM)
        and workflow.may_edit(article, user),
    }


def _original(source: ArticleAgency, at: datetime) -> Original:
    item = source.wire_item
    version, seen_version = item.current, source.wire_version
    item.agency = source.agency
    version.item = item
    changed = seen_version is not None and seen_version.pk != version.pk
    return Original(
        source,
        version,
        presenters.badges(item, at=at),
        requirements.is_overtaken(source),
        compare.differences(seen_version, version) if changed else [],
    )


def _do(request: HttpRequest, article: Article, verb, *args: Any, done):
    """Do it, say so or why not, and go back to the copy."""
    try:
        verb(article, *args, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return _to(article)


def _open(request: HttpRequest, pk: int) -> Article:
    """The article, for those who may change its words now."""
    article = get_object_or_404(Article.objects.select_related("section", "story"), pk=pk)
    if not workflow.may_edit(article, request.user):
        raise PermissionDenied
    return article


def _item(number: int) -> WireItem:
    items = WireItem.objects.select_related("current", "agency", "feed").defer("search_fold")
    return get_object_or_404(items, pk=_number(number))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Http404
    return int(text)


def _to(article: Article) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
