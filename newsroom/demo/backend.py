"""The demo's sign-in: one known password, in the demo only, and only from the machine itself."""

from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from accounts.models import User
from newsroom.demo.people import ACCOUNTS

PASSWORD = "newsroom"  # noqa: S105  it is printed for everybody to read


class LoopbackBackend(ModelBackend):
    """Lets the demo's accounts in with the known password. Refuses wherever else it is found."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if not settings.DEFAULT_PASSWORDS_ON_LOOPBACK or not _is_local(request):
            return None
        if username not in ACCOUNTS or password != PASSWORD:
            return None
        return User.objects.filter(username=username, is_active=True).first()


def _is_local(request):
    if request is None or "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
