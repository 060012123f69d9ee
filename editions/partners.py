"""Partners' tokens: issued here, stored as a digest; and authentication by them.

A token is 256 random bits, so that a plain SHA-256 is safe to store. It is read from the
Authorization header alone, because addresses end up in logs.
"""

import hashlib
import secrets
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from editions.models import Partner

_LONGEST = 200  # characters of a token that is looked up


def issue_token(partner: Partner, *, at: datetime) -> str:
    """Set the digest of a new token, which ends the one before, and return the token.

    The caller saves the partner. The token itself is stored nowhere.
    """
    token = secrets.token_urlsafe(32)
    partner.token_sha256 = _digest(token)
    partner.token_issued_at = at
    return token


def authenticate_partner(request: HttpRequest, *, at: datetime) -> Partner | None:
    """Return the active partner whose token the request has; None for any other request.

    Stores the day of use, once a day. The database compares digests, never tokens, so that the time
    it takes says nothing about a token.
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


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
