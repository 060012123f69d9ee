"""What happens to every request before anything reads it, and what is written down of it."""

import logging
import time
from collections.abc import Callable
from urllib.parse import quote

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

access = logging.getLogger("newsroom.access")
NUL = "\0"  # databases refuse it in a text


class WellFormedMiddleware:
    """Refuse what no browser sends: NUL in the path (404), in the query or in a cookie (400).

    Fields of forms are not read here: a form refuses NUL itself, and keeps what was written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if NUL in request.path_info:
            raise Http404
        # Percent signs within a value are escaped as %25, so that %00 is always NUL.
        query = request.META.get("QUERY_STRING", "")
        if NUL in query or "%00" in query:
            raise BadRequest("NUL in the query.")
        if any(NUL in value for value in request.COOKIES.values()):
            raise BadRequest("NUL in a cookie.")
        return self.get_response(request)


class ReadersMiddleware:
    """Take the cookies off every request that is not for the desk.

    So no page for readers can know who asks, all get the same bytes, and no answer sets a cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_for_desk(request):
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)


class AccessLogMiddleware:
    """Log each request: who at the desk, method, path, status and milliseconds.

    Without the query, in which people search, and without anything that was sent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self.get_response(request)
        milliseconds = (time.perf_counter() - started) * 1000
        path = quote(request.path, safe="/")  # a line of the log stays one line
        access.info(
            "%s %s %s %d %d ms",
            _name(request),
            request.method,
            path,
            response.status_code,
            milliseconds,
        )
        return response


def is_for_desk(request: HttpRequest) -> bool:
    """Return whether the address of a request is one of the desk."""
    return request.path_info.startswith(reverse("admin:index"))


def _name(request: HttpRequest) -> str:
    """Return the username of who asks at the desk; “-” for readers and who is not signed in."""
    user = getattr(request, "user", None) if is_for_desk(request) else None
    return user.get_username() if user is not None and user.is_authenticated else "-"
