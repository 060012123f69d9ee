"""The demo's authentication backend: one known password, in the demo and from this machine only."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.models import User
from newsroom.demo.people import ACCOUNTS

PASSWORD = "newsroom"  # noqa: S105  it is printed for everybody to read


class LoopbackBackend(ModelBackend):
    """Authenticate the demo's accounts with the known password, over the loopback interface only."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the demo account with this name, or None outside the demo and for other machines."""
        if not settings.DEFAULT_PASSWORDS_ON_LOOPBACK or not _is_local(request):
            return None
        if username not in ACCOUNTS or password != PASSWORD:
            return None
        return User.objects.filter(username=username, is_active=True).first()


def _is_local(request: HttpRequest | None) -> bool:
    # Behind a proxy every request comes from the proxy's address, which may be this machine.
    if request is None or "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
