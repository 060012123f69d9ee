"""The public site. Same bytes for every reader: no view here looks at who asks, none sets a cookie."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from attribution.models import Agency, Author
from editions import pages, pictures
from editions.models import Edition, Topic

A_YEAR = 60 * 60 * 24 * 365


def for_readers(view):
    """GET and HEAD only; caches ask again each time, so that a kill is seen at once.

    They ask by ETag alone: a kill makes the date of a feed older, or leaves it as it was.
    """

    @require_safe
    @cache_control(public=True, no_cache=True)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        del response["Last-Modified"]
        return response

    return answer


@for_readers
def front(request):
    """The front page."""
    return _page(request, "editions/front.html", pages.front(at=timezone.now()))


@for_readers
def section(request, slug):
    """The newest stories of a section."""
    sections = pages.sections()
    found = next((s for s in sections if s.slug == slug), None)
    if found is None:
        raise Http404
    editions = Edition.objects.filter(section=found)
    context = {"section": found, "sections": sections}
    return _list(request, "editions/section.html", editions, context)


@for_readers
def author(request, slug):
    """An author and what stands under that name."""
    found = get_object_or_404(Author, slug=slug)
    editions = Edition.objects.filter(authors__author=found)
    context = {"author": found, "portrait": pictures.portrait(found, at=timezone.now())}
    return _list(request, "editions/author.html", editions, context)


@for_readers
def agency(request, slug):
    """An agency and the stories that rest on its copy."""
    found = get_object_or_404(Agency, slug=slug)
    editions = Edition.objects.filter(agencies__agency=found)
    return _list(request, "editions/agency.html", editions, {"agency": found})


@for_readers
def topic(request, slug):
    """The stories on a topic."""
    found = get_object_or_404(Topic, slug=slug)
    editions = Edition.objects.filter(topics__topic=found)
    return _list(request, "editions/topic.html", editions, {"topic": found}, must_have_stories=True)


@for_readers
def story(request, section, slug, pk):
    """Return a story's page as editions/kinds.py says; 301 from any old address."""
    at = timezone.now()
    editions = Edition.objects.in_force(at).select_related("section", "story")
    edition = get_object_or_404(editions, story__pk=pk)  # story=pk fails on a number too large
    rules = edition.rules
    if not rules.is_live:
        return _page(request, rules.template, {"edition": edition}, status=rules.status)
    if request.path != edition.get_absolute_url():
        return redirect(edition, permanent=True)
    return _page(request, rules.template, pages.story(edition, at=at), status=rules.status)


@require_safe
def picture(request, token, name):
    """One file of a picture that some live edition shows; nothing else of the library.

    Its address says what it was made from, so it may be kept for ever: a file that is made anew has
    another, to which this one leads. What readers may have no more answers 410.
    """
    try:
        rendition = pictures.rendition_for_readers(token, name, at=timezone.now())
    except pictures.Gone:
        sentence, kind = _("This picture is no longer available."), "text/plain; charset=utf-8"
        response = HttpResponse(sentence, status=410, content_type=kind)
        patch_cache_control(response, no_store=True)
        return response
    if rendition is None:
        raise Http404
    if rendition.name != name:
        response = redirect("picture", token, rendition.name)
        patch_cache_control(response, public=True, no_cache=True)
        return response
    response = FileResponse(rendition.file.open("rb"), content_type=rendition.content_type)
    patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    return response


@for_readers
def robots(request):
    """What crawlers may read: everything but the desk."""
    return render(request, "editions/robots.txt", content_type="text/plain; charset=utf-8")


def _list(request, template, editions, context, must_have_stories=False):
    at = timezone.now()
    found = pages.page_of(editions.live(at), _number(request), at=at)
    if not found.cards and (found.number > 1 or must_have_stories):
        raise Http404
    return _page(request, template, {**context, "page": found})


def _number(request):
    number = request.GET.get("page", "1")
    is_number = number.isascii() and number.isdigit() and len(number) < 6
    if not (is_number and 1 <= int(number) <= pages.LAST_PAGE):
        raise Http404
    return int(number)


def _page(request, template, context, status=200) -> HttpResponse:
    if "sections" not in context:
        context["sections"] = pages.sections()
    return render(request, template, context, status=status)
