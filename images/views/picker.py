"""The library for a picker: the pictures that match, each with its verdict for being printed now."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.users import signed_in_user
from attribution.models import Agency
from images import photographs, rights
from images.models import Image, ImageQuerySet
from images.rules import Verdict
from images.views import photographs as same
from images.views.files import require_view_permission, thumbnail_url
from text.integers import parse_digits

LENGTH = 24


@require_safe
def library(request: HttpRequest) -> JsonResponse:
    """Return a page of the newest pictures that match the query, or the picture with the id `id`.

    `q` is a text to search; `usable=1` are those that may be printed now; `agency` those that it
    made or passed on; `mine=1` those that the user uploaded; `before` is the last picture shown.
    """
    require_view_permission(request)
    at, query = timezone.now(), request.GET
    if "id" in query:
        return JsonResponse({"pictures": _entries(_with_id(str(query["id"])), at)})
    matches = _matching(query, signed_in_user(request), at).order_by("-uploaded_at", "-pk")
    entries = _entries(matches[: LENGTH + 1], at)
    data: dict[str, Any] = {"pictures": entries[:LENGTH], "more": len(entries) > LENGTH}
    if "before" not in query:
        data["agencies"] = list(_agencies())
    return JsonResponse(data)


def _matching(query: QueryDict, user: User, at: datetime) -> ImageQuerySet:
    pictures = Image.objects.matching(query.get("q", ""))
    if query.get("usable") == "1":
        pictures = pictures.filter(pk__in=rights.usable(at, use=rights.PRINT).values("pk"))
    if query.get("agency"):
        agency = _number(str(query["agency"]))
        pictures = pictures.filter(Q(origin=agency) | Q(via=agency))
    if query.get("mine") == "1":
        pictures = pictures.filter(uploaded_by=user)
    if "before" in query:
        pictures = _older_than(_with_id(str(query["before"])).first(), pictures)
    return pictures


def _older_than(image: Image | None, pictures: ImageQuerySet) -> ImageQuerySet:
    """Return the pictures after `image` in the order of the pages, also while new ones arrive."""
    if image is None:
        return pictures.none()
    same_time = Q(uploaded_at=image.uploaded_at, pk__lt=image.pk)
    return pictures.filter(Q(uploaded_at__lt=image.uploaded_at) | same_time)


def _with_id(text: str) -> ImageQuerySet:
    return Image.objects.filter(pk=_number(text))


def _number(text: str) -> int:
    """Return the id; 0, which no row has, for a text that is no number."""
    return parse_digits(text) or 0


def _agencies() -> Iterable[Mapping[str, Any]]:
    """Return id and name of the agencies that made or passed on at least one picture."""
    pictures = Image.objects.filter(Q(origin=OuterRef("pk")) | Q(via=OuterRef("pk")))
    return Agency.objects.filter(Exists(pictures)).order_by("name").values("id", "name")


def _entries(pictures: ImageQuerySet, at: datetime) -> list[dict[str, Any]]:
    """Return `pictures` as JSON, in order, with as many queries for three as for one."""
    pictures = pictures.defer("embedded_metadata").with_credit(at)
    ids = {image.pk for image in pictures}
    pairs = photographs.pairs_of(ids)
    verdicts = rights.verdicts(ids | photographs.others_in(pairs), at=at, use=rights.PRINT)
    remarks = same.remarks(pairs, verdicts)
    return [_entry(image, verdicts[image.pk], remarks.get(image.pk, [])) for image in pictures]


def _entry(image: Image, verdict: Verdict, remarks: list[same.Remark]) -> dict[str, Any]:
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
        "same": [asdict(remark) for remark in remarks],
    }
