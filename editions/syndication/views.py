"""What partners ask for, with a token in the Authorization header. GET and HEAD only; never cached.

Lists go from the newest version to the oldest: `?since=` takes the time of the last one that the
partner has, and the address of the next page stands in the answer. A story that is killed stays
here, canceled, so that whoever has it learns of it.
"""

from datetime import UTC, datetime, time
from functools import wraps
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions import partners
from editions.addresses import absolute_url
from editions.syndication import newsml_g2, ninjs, stories

_SENTENCE = "text/plain; charset=utf-8"


class NotAMoment(Exception):
    """Something in the address was to be a time and is none."""


def for_partners(view):
    """For whoever bears the token of an active partner; 401 for everybody else."""

    @require_safe
    @wraps(view)
    def answer(request, *args, **kwargs):
        at = timezone.now()
        if partners.authenticate_partner(request, at=at) is None:
            response = _refused()
        else:
            try:
                response = view(request, *args, at=at, **kwargs)
            except NotAMoment:
                response = _not_a_moment()
        patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Authorization"])
        return response

    return answer


@for_partners
def ninjs_list(request, *, at):
    """The newest versions as ninjs objects: {"items": […], "next": address or null}."""
    found, onward = _page(request, at=at)
    return _json({"items": [ninjs.item(one) for one in found], "next": onward or None}, onward)


@for_partners
def ninjs_item(request, pk, *, at):
    """One story as ninjs."""
    return _json(ninjs.item(_story(pk, at=at)))


@for_partners
def newsml_g2_list(request, *, at):
    """The newest versions in one news message. The next page stands in the Link header."""
    found, onward = _page(request, at=at)
    return _xml(found, onward, at=at)


@for_partners
def newsml_g2_item(request, pk, *, at):
    """One story as a news message."""
    return _xml([_story(pk, at=at)], at=at)


def _story(pk, *, at):
    found = stories.of_story(pk, at=at)
    if found is None:
        raise Http404
    return found


def _page(request, *, at):
    """The stories asked for, and the address of those after them; "" when there are none."""
    since, before = _moment(request.GET.get("since")), _place(request.GET.get("before"))
    found, are_more = stories.newest(at=at, since=since, before=before)
    if not are_more:
        return found, ""
    moment, pk = stories.place_of(found[-1])
    asked = {"before": f"{moment.astimezone(UTC).isoformat()}_{pk}"}
    if since:
        asked = {"since": since.isoformat(), **asked}
    return found, absolute_url(f"{request.path}?{urlencode(asked)}")


def _place(words):
    """Where the page before ended: its last time and the edition's number in the ledger."""
    if not words:
        return None
    moment, _line, pk = words.rpartition("_")
    if not (moment and pk.isascii() and pk.isdigit() and len(pk) < 19):
        raise NotAMoment
    return _moment(moment), int(pk)


def _moment(words) -> datetime | None:
    """A day or a time of ISO 8601; without a zone it is the house's. None when nothing is said."""
    if not words:
        return None
    words = words.replace(" ", "+")  # a plus sign that nobody encoded
    try:
        day = parse_date(words)
        found = datetime.combine(day, time.min) if day else parse_datetime(words)
        if found is None:
            raise NotAMoment
        found = found if timezone.is_aware(found) else timezone.make_aware(found)
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotAMoment from None


def _json(data, onward=""):
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    return _with_next(response, onward)


def _xml(found, onward="", *, at):
    data = newsml_g2.message(found, at=at)
    return _with_next(HttpResponse(data, content_type=newsml_g2.CONTENT_TYPE), onward)


def _with_next(response, onward):
    if onward:
        response["Link"] = f'<{onward}>; rel="next"'
    return response


def _refused():
    sentence = _("Nothing was given out: send the token of an active partner as a bearer token.")
    response = HttpResponse(sentence, status=401, content_type=_SENTENCE)
    response["WWW-Authenticate"] = "Bearer"
    return response


def _not_a_moment():
    sentence = _("Nothing was given out: write the time as in 2024-06-08T16:13:00+07:00.")
    return HttpResponse(sentence, status=400, content_type=_SENTENCE)
