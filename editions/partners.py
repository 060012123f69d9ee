"""Partners and their tokens: made here, shown once, kept as a digest; and who of them is asking.

A token is 256 random bits, so a plain SHA-256 is enough to keep it by; it is taken from the
Authorization header alone, because addresses end up in logs.
"""

import hashlib
import secrets
from datetime import datetime

from django.utils import timezone
from django.utils.crypto import constant_time_compare

from editions.models import Partner

_LONGEST = 200  # characters of a token that are looked at


def issue_token(partner: Partner, *, at: datetime) -> str:
    """Make the partner a token and set its digest; the one before it ends. The caller saves.

    The token itself is nowhere afterwards but in what this returns.
    """
    token = secrets.token_urlsafe(32)
    partner.token_sha256 = _digest(token)
    partner.token_issued_at = at
    return token


def authenticate_partner(request, *, at: datetime) -> Partner | None:
    """The active partner whose token the request bears. Notes the day, once a day.

    The database finds a digest, never a token: how long that takes tells nothing of any token.
    """
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > _LONGEST:
        return None
    digest = _digest(token)
    partner = Partner.objects.filter(token_sha256=digest, active=True).first()
    if partner is None or not constant_time_compare(partner.token_sha256, digest):
        return None
    today = timezone.localdate(at)
    if partner.last_used_on != today:
        Partner.objects.filter(pk=partner.pk).update(last_used_on=today)
    return partner


def _digest(token):
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
