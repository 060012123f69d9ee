"""What is kept of who signs in, or tries to, and for how long."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts.models import User


def username_for_log(request: HttpRequest | None, credentials: Mapping[str, Any] | None) -> str:
    """Return the name under which a try to sign in is counted and kept.

    That of an account; for any other text, which may be a password in the wrong field, a digest of it,
    by which tries of the same text are still told from others.
    """
    sources = (credentials, request.POST if request else None)
    typed = next((str(s["username"]) for s in sources if s and s.get("username")), "")
    if not typed or User.objects.filter(username=typed).exists():
        return typed
    return f"unknown-{salted_hmac('accounts.sign_in', typed).hexdigest()[:12]}"


def delete_expired_sessions(*, at: datetime) -> int:
    """Delete the sessions that ended before `at`; return how many. Nobody is signed in by them."""
    deleted, _by_model = Session.objects.filter(expire_date__lt=at).delete()
    return deleted
