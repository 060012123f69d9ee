"""A picture's files at the desk: seen by everybody who may see pictures, published or not."""

from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from images import permissions
from images.files import manifest
from images.models import Image, Rendition


def desk_url(image: Image) -> str:
    """Return the address of its files at the desk, which needs the permission to see pictures."""
    return reverse("admin:images_image_file", args=[image.pk, "-"]).removesuffix("-")


def thumbnail_url(image: Image, width: int = 320, crop: Image.Crop | str = "") -> str:
    """Return the desk's address of the smallest JPEG of at least `width`, or "" while there is none."""
    files = manifest.files(image, Rendition.Format.JPEG, crop)
    fit = next((file for file in files if file.width >= width), files[-1] if files else None)
    return desk_url(image) + fit.name if fit else ""


def image_html(image: Image, width: int) -> SafeString:
    """Return the picture as an element of a desk page, a dash when it has no file yet."""
    address = thumbnail_url(image, width)
    if not address:
        return format_html("{}", "–")
    return format_html(
        '<img class="thumb" src="{}" alt="{}" width="{}">', address, image.alt, width
    )


@require_safe
def rendition(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """Serve a rendition to the desk. The original is never served."""
    require_view_permission(request)
    file = Rendition.objects.named(name).filter(image=pk).select_related("image").first()
    if file is None or file.name != name:
        raise Http404
    response = FileResponse(file.file.open("rb"), content_type=file.content_type)
    response["Cache-Control"] = "private, max-age=86400"
    return response


def require_view_permission(request: HttpRequest) -> None:
    """Raise Http404 for users without the permission, so that they learn nothing of the library."""
    if not request.user.has_perm(permissions.VIEW_IMAGE):
        raise Http404
