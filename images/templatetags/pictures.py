"""Pictures on pages of the desk."""

from django import template
from django.utils.safestring import SafeString

from images.models import Image
from images.views import files

register = template.Library()


@register.simple_tag
def desk_picture(image: Image, width: int) -> SafeString:
    """Return the picture from the desk's own address, at least `width` pixels wide."""
    return files.image_html(image, width)
