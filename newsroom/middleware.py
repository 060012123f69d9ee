"""What is refused of every request before anything reads it."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

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
