"""The public site: the same bytes for every reader. No view here knows the user, none sets a cookie."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from attribution.models import Agency, Author
from editions import pages, pictures
from editions.models import Edition, EditionQuerySet, Topic
from editions.topics import merged_together
from text.integers import parse_digits

A_YEAR = 60 * 60 * 24 * 365


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view for readers: GET and HEAD only; caches validate each time.

    So a kill reaches readers at once. Caches validate by ETag alone: a kill makes the date of a feed
    older, or leaves it as it was.
    """

    @require_safe
    @cache_control(public=True, no_cache=True)
    @wraps(view, updated=())
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        del response["Last-Modified"]
        return response

    return wrapper


@for_readers
def front(request: HttpRequest) -> HttpResponse:
    """Return the front page."""
    return _page(request, "editions/front.html", pages.front(at=timezone.now()))


@for_readers
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the newest stories of a section. 404 until it had one."""
    sections = pages.sections(at=timezone.now())
    section = next((section for section in sections if section.slug == slug), None)
    if section is None:
        raise Http404
    editions = Edition.objects.filter(section=section)
    context = {"section": section, "sections": sections}
    return _list(request, "editions/section.html", editions, context, may_be_empty=True)


@for_readers
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """Return an author and the stories under that name. 404 while readers have none."""
    author = get_object_or_404(Author, slug=slug)
    editions = Edition.objects.filter(authors__author=author)
    context = {"author": author, "portrait": pictures.portrait(author, at=timezone.now())}
    return _list(request, "editions/author.html", editions, context)


@for_readers
def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """Return an agency and the stories that rest on its copy. 404 while readers have none."""
    agency = get_object_or_404(Agency, slug=slug)
    editions = Edition.objects.filter(agencies__agency=agency)
    return _list(request, "editions/agency.html", editions, {"agency": agency})


@for_readers
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the stories on a topic. 301 from the address of a topic that was merged into another."""
    topic = get_object_or_404(Topic.objects.select_related("merged_into"), slug=slug)
    editions = Edition.objects.on_topics(merged_together([slug]))
    if topic.merged_into is not None:
        return _redirect_to_list(request, topic.merged_into, editions)
    return _list(request, "editions/topic.html", editions, {"topic": topic})


@for_readers
def story(request: HttpRequest, section: str, slug: str, pk: int) -> HttpResponse:
    """Return the page of a story's edition in force, as editions/kinds.py declares it.

    301 from any old address of a story that readers may see.
    """
    at = timezone.now()
    editions = Edition.objects.in_force(at).select_related("section")
    edition = get_object_or_404(editions, story__pk=pk)  # story=pk fails on a number too large
    rules = edition.rules_at(at)
    if not rules.is_live:
        return _page(request, rules.template, {"edition": edition}, status=rules.status)
    if request.path != edition.get_absolute_url():
        return redirect(edition, permanent=True)
    return _page(request, rules.template, pages.story(edition, at=at), status=rules.status)


@require_safe
def picture(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """Return one file of a picture that a live edition shows; nothing else of the library.

    Its address names what it was made from, so it may be cached for ever: a file that is made anew
    has another address, to which this one redirects. 410 for what readers may not see any more.
    """
    try:
        rendition = pictures.rendition_for_readers(token, name, at=timezone.now())
    except pictures.Gone:
        message = _("This picture is no longer available.")
        gone = HttpResponse(message, status=410, content_type="text/plain; charset=utf-8")
        patch_cache_control(gone, no_store=True)
        return gone
    if rendition is None:
        raise Http404
    if rendition.name != name:
        moved = redirect("picture", token, rendition.name)
        patch_cache_control(moved, public=True, no_cache=True)
        return moved
    response = FileResponse(rendition.file.open("rb"), content_type=rendition.content_type)
    patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    return response


@for_readers
def robots(request: HttpRequest) -> HttpResponse:
    """Return what crawlers may read: everything but the desk."""
    return render(request, "editions/robots.txt", content_type="text/plain; charset=utf-8")


def _list(
    request: HttpRequest,
    template: str,
    editions: EditionQuerySet,
    context: dict[str, Any],
    may_be_empty: bool = False,
) -> HttpResponse:
    """Return a page of a list. 404 when it is empty, so that nothing is public before a story is."""
    at = timezone.now()
    page = pages.page_of(editions.live(at), _page_number(request), at=at)
    if not page.cards and (page.number > 1 or not may_be_empty):
        raise Http404
    return _page(request, template, {**context, "page": page})


def _redirect_to_list(
    request: HttpRequest, topic: Topic, editions: EditionQuerySet
) -> HttpResponse:
    """Redirect to the list of a topic, query included. Raise Http404 when readers see nothing there."""
    if not editions.live(timezone.now()).exists():
        raise Http404
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{topic.get_absolute_url()}{query}", permanent=True)


def _page_number(request: HttpRequest) -> int:
    number = parse_digits(request.GET.get("page", "1"), maximum=pages.LAST_PAGE)
    if not number:
        raise Http404
    return number


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    if "sections" not in context:
        context["sections"] = pages.sections(at=timezone.now())
    return render(request, template, context, status=status)
