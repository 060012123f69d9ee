"""Views that belong to no app: the health check and the plain error pages."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Return 200 when the database answers. For load balancers; says nothing about the newsroom."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for 404."""
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for 400: a form or an address that no page of ours makes."""
    return render(request, "400.html", status=400)


def failed(request: HttpRequest) -> HttpResponse:
    """Return the page for 500. Does not query the database, which may be what failed."""
    return render(request, "500.html", status=500)


def forgery_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a request without a valid CSRF token."""
    return render(request, "403_csrf.html", status=403)
