"""The library for a picker: the pictures that match, each with its verdict for being printed now."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.query import QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from attribution.models import Agency
from images import rights
from images.models import Image, ImageQuerySet
from images.rights import Verdict
from images.views.files import require_view_permission, thumbnail_url

LENGTH = 24


@require_safe
def library(request: HttpRequest) -> JsonResponse:
    """A page of the newest pictures that match what is asked, or the one with the number `id`.

    `q` are words of theirs; `usable=1` are those that may be printed now; `agency` those that it
    made or passed on; `mine=1` those that the asker took in; `before` is the last picture seen.
    """
    require_view_permission(request)
    at, asked = timezone.now(), request.GET
    if "id" in asked:
        return JsonResponse({"pictures": _entries(_numbered(asked["id"]), at)})
    wanted = _wanted(asked, request.user, at).order_by("-uploaded_at", "-pk")
    entries = _entries(wanted[: LENGTH + 1], at)
    answer = {"pictures": entries[:LENGTH], "more": len(entries) > LENGTH}
    if "before" not in asked:
        answer["agencies"] = list(_agencies())
    return JsonResponse(answer)


def _wanted(asked, user: User, at: datetime):
    pictures = Image.objects.matching(asked.get("q", ""))
    if asked.get("usable") == "1":
        pictures = pictures.filter(pk__in=rights.usable(at, use=rights.PRINT).values("pk"))
    if asked.get("agency"):
        agency = _number(asked["agency"])
        pictures = pictures.filter(Q(origin=agency) | Q(via=agency))
    if asked.get("mine") == "1":
        pictures = pictures.filter(uploaded_by=user)
    if "before" in asked:
        pictures = _older_than(_numbered(asked["before"]).first(), pictures)
    return pictures


def _older_than(image: Image, pictures):
    """Those after `image` in the order of the pages; a page stays right while others come in."""
    if image is None:
        return pictures.none()
    same_moment = Q(uploaded_at=image.uploaded_at, pk__lt=image.pk)
    return pictures.filter(Q(uploaded_at__lt=image.uploaded_at) | same_moment)


def _numbered(text: str):
    return Image.objects.filter(pk=_number(text))


def _number(text: str) -> int:
    """The id that was asked for; 0, which none has, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _agencies() -> QuerySet:
    """Those that pictures can be narrowed to: they made or passed on at least one."""
    theirs = Image.objects.filter(Q(origin=OuterRef("pk")) | Q(via=OuterRef("pk")))
    return Agency.objects.filter(Exists(theirs)).order_by("name").values("id", "name")


def _entries(pictures: ImageQuerySet, at: datetime) -> list[dict[str, Any]]:
    """In the order of `pictures`, with as many queries for three as for one."""
    pictures = pictures.defer("embedded_metadata").with_credit(at)
    verdicts = rights.verdicts([image.pk for image in pictures], at=at, use=rights.PRINT)
    return [_entry(image, verdicts[image.pk]) for image in pictures]


def _entry(image: Image, verdict: Verdict) -> dict[str, Any]:
    return {
        "id": image.pk,
        "address": reverse("admin:images_image_change", args=[image.pk]),
        "src": thumbnail_url(image),
        "caption": image.caption,
        "alt": image.alt,
        "credit": image.credit_line(),
        "rights": image.get_rights_display(),
        "ai": image.digital_source_type in Image.SourceType.labelled(),
        "blocks": verdict.blocks,
        "warnings": verdict.warnings,
    }
