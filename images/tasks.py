"""Work on pictures that the desk does not wait for."""

from django_tasks import task

from images import renditions
from images.models import Image, Rendition


@task()
def make_webp(image_id: int) -> int:
    """The WebP renditions of one picture; the number made. Running it twice does no harm."""
    return len(renditions.make(Image.objects.get(pk=image_id), Rendition.Format.WEBP))
