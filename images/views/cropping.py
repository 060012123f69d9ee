"""Focal point and crops of a picture: a page that works by keyboard, by click and without a script."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.users import signed_in_user
from attribution import terms
from images import permissions, services
from images.forms import CropForm, FocalForm
from images.models import Image
from images.views.files import thumbnail_url


@require_http_methods(["GET", "HEAD", "POST"])
def crops(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page. Its POST saves and redirects to the picture."""
    if not signed_in_user(request).has_perm(permissions.CHANGE_IMAGE):
        raise PermissionDenied
    pictures = Image.objects.with_credit(timezone.now())
    image = get_object_or_404(pictures, pk=pk)
    context = {
        **admin.site.each_context(request),
        "title": _("Focal point and crops"),
        "opts": Image._meta,
        "image": image,
    }
    if terms.NO_CROPPING in image.restrictions:
        status = 409 if request.method == "POST" else 200
        return TemplateResponse(request, "images/crops.html", context, status=status)
    data = request.POST if request.method == "POST" else None
    focal = FocalForm(image, data)
    crop_forms = [
        CropForm(image, crop, data, address=thumbnail_url(image, 320, crop.value))
        for crop in Image.Crop
    ]
    if data is not None and all(form.is_valid() for form in (focal, *crop_forms)):
        by_hand = {form.crop.value: box for form in crop_forms if (box := form.box())}
        _save(request, image, {**focal.values(), "crops": by_hand})
        return HttpResponseRedirect(reverse("admin:images_image_change", args=[pk]))
    context |= {"focal": focal, "crops": crop_forms, "refused": data is not None}
    return TemplateResponse(request, "images/crops.html", context)


def _save(request: HttpRequest, image: Image, values: dict[str, Any]) -> None:
    if services.update_image(image, values, by=signed_in_user(request), at=timezone.now()):
        messages.success(request, _("Focal point and crops are saved."))
    else:
        messages.info(request, _("Focal point and crops are as they were."))
