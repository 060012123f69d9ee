"""What partners fetch, with a token in the Authorization header. GET and HEAD only; never cached.

Lists go from the newest version to the oldest: `?since=` takes the time of the last one that the
partner has, and the answer holds the address of the next page. A story that is killed, or may be passed
on no more, stays in the list, canceled, for every partner that has it; others never see it.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions import partners
from editions.addresses import absolute_url
from editions.models import Partner
from editions.syndication import deliveries, newsml_g2, ninjs, stories
from editions.syndication.stories import SyndicatedStory
from text.datetimes import EARLIEST, LATEST
from text.errors import DomainError
from text.integers import parse_digits

_PLAIN_TEXT = "text/plain; charset=utf-8"


def for_partners(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view for requests with the token of an active partner; others get 401."""

    @require_safe
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        partner = partners.authenticate_partner(request, at=at)
        if partner is None:
            response = _unauthorized()
        else:
            try:
                response = view(request, *args, partner=partner, at=at, **kwargs)
            except DomainError as error:
                response = HttpResponse(error.message, status=400, content_type=_PLAIN_TEXT)
        patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Authorization"])
        return response

    return wrapper


@for_partners
def ninjs_list(request: HttpRequest, *, partner: Partner, at: datetime) -> HttpResponse:
    """Return the newest versions as ninjs objects: {"items": […], "next": address or null}."""
    page, next_address = _page(request, partner, at=at)
    data = {"items": [ninjs.item(story) for story in page], "next": next_address or None}
    return _json(data, next_address)


@for_partners
def ninjs_item(request: HttpRequest, pk: int, *, partner: Partner, at: datetime) -> HttpResponse:
    """Return one story as ninjs."""
    return _json(ninjs.item(_story(request, pk, partner, at=at)))


@for_partners
def newsml_g2_list(request: HttpRequest, *, partner: Partner, at: datetime) -> HttpResponse:
    """Return the newest versions in one news message; the Link header has the next page.

    204 when there are none: a news message without items is not valid.
    """
    page, next_address = _page(request, partner, at=at)
    return _xml(page, next_address, at=at)


@for_partners
def newsml_g2_item(
    request: HttpRequest, pk: int, *, partner: Partner, at: datetime
) -> HttpResponse:
    """Return one story as a news message."""
    return _xml([_story(request, pk, partner, at=at)], at=at)


def _story(request: HttpRequest, pk: int, partner: Partner, *, at: datetime) -> SyndicatedStory:
    story = stories.of_story(pk, partner, at=at)
    if story is None:
        raise Http404
    _record(request, partner, [story], at=at)
    return story


def _record(
    request: HttpRequest, partner: Partner, given: list[SyndicatedStory], *, at: datetime
) -> None:
    """Record what the partner is given; a HEAD request gives nothing."""
    if request.method == "GET":
        deliveries.record(partner, given, at=at)


def _page(
    request: HttpRequest, partner: Partner, *, at: datetime
) -> tuple[list[SyndicatedStory], str]:
    """Return the stories of the page, and the address of the page after it; "" when it is the last."""
    since = _datetime(request.GET.get("since", ""))
    before = _position(request.GET.get("before", ""))
    page, has_next = stories.newest(partner, at=at, since=since, before=before)
    news = [story for story in page if stories.is_news(story, since)]
    _record(request, partner, news, at=at)
    if not has_next:
        return news, ""
    published_at, pk = stories.position_of(page[-1])
    query = {"before": f"{published_at.astimezone(UTC).isoformat()}_{pk}"}
    if since:
        query = {"since": since.isoformat(), **query}
    return news, absolute_url(f"{request.path}?{urlencode(query)}")


def _position(value: str) -> tuple[datetime, int] | None:
    """Read where the page before ended: the time and number of its last edition. None for ""."""
    if not value:
        return None
    published_at, _line, number = value.rpartition("_")
    last_at, pk = _datetime(published_at), parse_digits(number)
    if last_at is None or pk is None:
        raise _not_a_datetime()
    return last_at, pk


def _datetime(value: str) -> datetime | None:
    """Read a day or a time of ISO 8601; without a zone it is the house's. None for "".

    Not text.datetimes.parse_datetime, which takes a time without a zone as UTC.
    """
    if not value:
        return None
    value = value.replace(" ", "+")  # a plus sign that was not encoded
    try:
        day = parse_date(value)
        parsed = datetime.combine(day, time.min) if day else parse_datetime(value)
        if parsed is None:
            raise _not_a_datetime()
        parsed = parsed if timezone.is_aware(parsed) else timezone.make_aware(parsed)
        if not EARLIEST <= parsed <= LATEST:
            raise _not_a_datetime()
        return parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _not_a_datetime() from None


def _json(data: ninjs.JSONObject, next_address: str = "") -> HttpResponse:
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    return _with_next(response, next_address)


def _xml(page: Iterable[SyndicatedStory], next_address: str = "", *, at: datetime) -> HttpResponse:
    page = list(page)
    if not page:
        return _with_next(HttpResponse(status=HTTPStatus.NO_CONTENT), next_address)
    data = newsml_g2.message(page, at=at)
    return _with_next(HttpResponse(data, content_type=newsml_g2.CONTENT_TYPE), next_address)


def _with_next(response: HttpResponse, next_address: str) -> HttpResponse:
    if next_address:
        response["Link"] = f'<{next_address}>; rel="next"'
    return response


def _unauthorized() -> HttpResponse:
    sentence = _("Nothing was given out: send the token of an active partner as a bearer token.")
    response = HttpResponse(sentence, status=401, content_type=_PLAIN_TEXT)
    response["WWW-Authenticate"] = "Bearer"
    return response


def _not_a_datetime() -> DomainError:
    return DomainError(
        _("Nothing was given out: write the time as in 2024-06-08T16:13:00+07:00."),
        code="not_a_moment",
    )
