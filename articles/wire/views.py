"""Agency copy at the article's desk: write from an item, lay items under copy, accept what changed.

Only POST changes anything; articles/wire/drafting.py, articles/wire/alarms.py and the workflow ask
who may.
"""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Protocol, TypedDict, TypeVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.users import signed_in_user
from articles import four_eyes, permissions, permitted
from articles.candidate import sources_of
from articles.models import Article, ArticleAgency, SourceRecord, WireAlarm
from articles.wire import alarms, drafting, duties, requirements, sources
from text import normalise
from text.errors import DomainError
from text.integers import parse_digits
from text.shared_passages import SharedPassages
from wires import compare
from wires import permissions as wire_permissions
from wires.models import WireItem, WireVersion
from wires.views import presenters

Argument = TypeVar("Argument", contravariant=True)


@dataclass(frozen=True)
class EarlierSource:
    """An item that was taken out of view, who did that and why, and what the wire says of it now."""

    removal: SourceRecord
    marks: list[presenters.Badge]


@dataclass(frozen=True)
class Original:
    """What an agency sent, beside the copy: the current version, its badges, and what changed."""

    source: ArticleAgency
    item: WireItem
    version: WireVersion
    marks: list[presenters.Badge]
    has_newer_version: bool
    changes: list[compare.Difference]


class WireSidebar(TypedDict):
    """The part of the context of the article's form that is about agency copy."""

    originals: list[Original]
    shared: SharedPassages
    earlier_sources: list[EarlierSource]
    to_answer: list[duties.Duty]
    closed_alarms: list[WireAlarm]
    may_add_items: bool


@require_POST
def write_from(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Make a draft from the item and from those posted as `item`; redirect to it."""
    editor = signed_in_user(request)
    if not drafting.may_draft(editor):  # before the answer shows whether there is such an item
        raise PermissionDenied
    others = request.POST.getlist("item")[: drafting.MAX_ITEMS]
    items = [_item(number) for number in (str(pk), *others)]
    try:
        article = drafting.draft_from_item(items, by=editor, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:wires_wireitem_change", args=[pk]))
    messages.success(request, _("A draft was made. Its words are still the agency’s."))
    return _redirect_to(article)


@require_safe
def items(request: HttpRequest, pk: int) -> TemplateResponse:
    """Show the items that could be linked to the copy and match ?q=…"""
    article = _editable_article(request, pk)
    if not request.user.has_perm(wire_permissions.WRITE_FROM_ITEM):
        raise PermissionDenied
    query = normalise.one_line(request.GET.get("q", ""))[:200]
    items = drafting.items_to_add(query, article=article, at=timezone.now())
    context = {
        **admin.site.each_context(request),
        "title": _("Add agency copy"),
        "article": article,
        "opts": Article._meta,
        "query": query,
        "items": [(item, presenters.title_of(item)) for item in items],
    }
    return TemplateResponse(request, "articles/wire_items.html", context)


@require_POST
def add_item(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Link the item that is posted as `item` to the copy."""
    article = _editable_article(request, pk)
    item = _item(request.POST.get("item", ""))
    message = _("“%s” stands under the copy now.") % item
    return _change_source(request, article, drafting.add_item, item, message)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_item(
    request: HttpRequest, pk: int, source: int
) -> HttpResponseRedirect | TemplateResponse:
    """Show what taking an item out means, to who may and who may not; POST does it."""
    article, editor = _editable_article(request, pk), signed_in_user(request)
    rows = article.agency_credits.filter(wire_item__isnull=False).select_related("wire_item")
    row = get_object_or_404(
        rows.select_related("agency").defer("wire_item__search_fold"), pk=source
    )
    note, refusal = request.POST.get("note", "")[:4000], ""
    if request.method == "POST":
        try:
            drafting.remove_item(article, row, by=editor, note=note, at=timezone.now())
        except DomainError as refused:
            refusal = str(refused)
        else:
            messages.success(
                request, _("The item was taken out. What its agency says of it counts on.")
            )
            return _redirect_to(article)
    why_not = drafting.may_not_remove(article, editor)
    context = {
        **admin.site.each_context(request),
        "title": _("Take agency copy out"),
        "article": article,
        "opts": Article._meta,
        "source": row,
        "note": note,
        "refusal": refusal,
        "why_not": why_not,
        "editors": four_eyes.approvers(article) if why_not else [],
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return TemplateResponse(request, "articles/remove_item.html", context, status=status)


@require_POST
def accept(request: HttpRequest, pk: int, source: int) -> HttpResponseRedirect:
    """Accept the version that is posted as `version`, of which the user has read what changed."""
    article = _editable_article(request, pk)
    row = get_object_or_404(article.agency_credits, pk=source)
    version = _id(request.POST.get("version", ""))

    def accept_version(article: Article, row: ArticleAgency, *, by: User, at: datetime) -> None:
        drafting.accept(article, row, version, by=by, at=at)

    message = _("You have read the new version. The copy rests on it now.")
    return _change_source(request, article, accept_version, row, message)


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Close the alarm about the version that is posted as `version`, with the note why."""
    editor = signed_in_user(request)
    if not editor.has_perm(permissions.KILL_ARTICLE):
        raise PermissionDenied
    article = get_object_or_404(Article, pk=pk)
    versions = WireVersion.objects.filter(
        Q(item__source_records__article=article)
        | Q(item__delivered_pictures__image__printings__edition__story__article=article)
        | Q(alarms__article=article)
    )
    version = get_object_or_404(versions.distinct(), pk=_id(request.POST.get("version", "")))
    note = request.POST.get("note", "")[:4000]
    try:
        alarms.dismiss(article, version, note=note, by=editor, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The alarm is closed. Your note stays with it."))
    if "from_copy" in request.POST:
        return _redirect_to(article)
    return HttpResponseRedirect(reverse("admin:index"))


def sidebar_context(article: Article, user: User, at: datetime) -> WireSidebar:
    """Return the originals, how much of their wording is left, earlier sources, duties and alarms."""
    may_write = user.has_perm(wire_permissions.WRITE_FROM_ITEM)
    context: WireSidebar = {
        "originals": [],
        "shared": SharedPassages(),
        "earlier_sources": [],
        "to_answer": [],
        "closed_alarms": [],
        "may_add_items": may_write and permitted.may_edit(article, user),
    }
    if not article.source_records.exists():
        return context
    in_view = [source for source in sources_of(article) if source.wire_item_id]
    standing = duties.unanswered(article, at=at)
    changed = {duty.item.pk for duty in standing if duty.kind is duties.Kind.CHANGED}
    removals = sources.removals(article, [source.wire_item_id for source in in_view])
    closed = article.wire_alarms.filter(resolved_at__isnull=False).order_by("-resolved_at")
    closed = closed.select_related("resolved_by", "version__item__agency")
    return {
        **context,
        "originals": list(filter(None, (_original(source, changed, at) for source in in_view))),
        "shared": requirements.shared_with_originals(article, sources.originals(article)),
        "earlier_sources": [
            EarlierSource(removal, presenters.badges(removal.item, at=at)) for removal in removals
        ],
        "to_answer": [duty for duty in standing if duty.is_restriction and duty.version],
        "closed_alarms": list(closed.defer("version__body_html", "version__item__search_fold")),
    }


def _original(source: ArticleAgency, changed: set[int], at: datetime) -> Original | None:
    """Return what stands beside the copy for a source; None without a current version.

    `changed` are the items of which the writer has a newer version to read.
    """
    item, written_from = source.wire_item, source.wire_version
    if item is None or item.current is None:
        return None
    version = item.current
    item.agency = source.agency
    version.item = item
    is_newer = written_from is not None and written_from.pk != version.pk
    return Original(
        source,
        item,
        version,
        marks=presenters.badges(item, at=at),
        has_newer_version=item.pk in changed,
        changes=compare.differences(written_from, version) if written_from and is_newer else [],
    )


class _Action(Protocol[Argument]):
    """A function of articles/wire/drafting.py that changes what the copy rests on."""

    def __call__(
        self, article: Article, argument: Argument, /, *, by: User, at: datetime
    ) -> None: ...


def _change_source(
    request: HttpRequest,
    article: Article,
    action: _Action[Argument],
    argument: Argument,
    message: str,
) -> HttpResponseRedirect:
    """Call the action, add `message` or the reason why not, and redirect to the copy."""
    try:
        action(article, argument, by=signed_in_user(request), at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, message)
    return _redirect_to(article)


def _editable_article(request: HttpRequest, pk: int) -> Article:
    """Return the article. Raise PermissionDenied when the user may not change it now."""
    article = get_object_or_404(Article.objects.select_related("section", "story"), pk=pk)
    if not permitted.may_edit(article, signed_in_user(request)):
        raise PermissionDenied
    return article


def _item(number: str) -> WireItem:
    rows = WireItem.objects.select_related("current", "agency", "feed").defer("search_fold")
    item: WireItem = get_object_or_404(rows, pk=_id(number))
    return item


def _id(value: str) -> int:
    """Return the id that `value` is. Raise Http404 when it is none."""
    number = parse_digits(value)
    if number is None:
        raise Http404
    return number


def _redirect_to(article: Article) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
