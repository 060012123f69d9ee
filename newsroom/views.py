"""Answers that belong to no app: health, and the plain pages for what went wrong."""

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def health(request):
    """200 when the database answers. For load balancers; says nothing of the newsroom."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def not_found(request, exception):
    return render(request, "404.html", status=404)


def failed(request):
    """Asks nothing of the database: it may be what failed."""
    return render(request, "500.html", status=500)


def forgery_refused(request, reason=""):
    return render(request, "403_csrf.html", status=403)
