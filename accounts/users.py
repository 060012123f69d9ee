"""Who asks, and who is there: the user behind a request to the desk, and the people who may be chosen."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User


def signed_in_user(request: HttpRequest) -> User:
    """Return the user who is signed in. Raise PermissionDenied when nobody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def at_desk() -> QuerySet[User]:
    """Return the people who can sign in at the desk: not those who left."""
    return User.objects.filter(is_active=True, is_staff=True)


def offer_people_at_desk(field: "forms.ModelChoiceField[Any]", chosen: Collection[int]) -> None:
    """Let a field offer and accept the people who are at the desk, and those who are `chosen` already.

    The field says which of the chosen have left.
    """
    present = at_desk()
    field.queryset = User.objects.filter(Q(pk__in=present.values("pk")) | Q(pk__in=chosen))
    field.error_messages["invalid_choice"] = _(
        "This person has left the desk, or never was there. Choose somebody else."
    )
    left = User.objects.filter(pk__in=chosen).exclude(pk__in=present.values("pk"))
    names = sorted(map(str, left))
    if names:
        sentence = ngettext("%s has left the desk.", "%s have left the desk.", len(names))
        listed = gettext(", ").join(names)
        field.help_text = f"{field.help_text} {sentence % listed}".strip()
