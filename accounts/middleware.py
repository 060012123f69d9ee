"""The desk speaks its user's language, and opens once a password is the user's own.

Pages outside the desk never look at the user, so that every reader gets the same bytes.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _


class DeskLanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.desk = reverse("admin:index")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(self.desk) or not request.user.is_authenticated:
            return self.get_response(request)
        language = request.user.language  # read now: the view may sign the user out
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class OwnPasswordMiddleware:
    """Lead whoever has a password that somebody else chose to the page that changes it.

    Until then the desk shows that page, the language and the way out, and nothing else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.desk, self.change = reverse("admin:index"), reverse("admin:password_change")
        names = ("logout", "jsi18n", "accounts_language", "login")
        self.open = {self.change, *(reverse(f"admin:{name}") for name in names)}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith(self.desk) or path in self.open:
            return self.get_response(request)
        if not getattr(request.user, "must_change_password", False):
            return self.get_response(request)
        messages.warning(request, _("Somebody else chose your password. Choose your own to go on."))
        return HttpResponseRedirect(self.change)
