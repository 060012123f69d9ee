"""Work on pictures that the desk does not wait for."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from images.files import renditions
from images.models import Image

# How long to wait before another attempt: a full disk or a storage out of reach may recover.
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))


@task()
def make_renditions(image_id: int, attempt: int = 1) -> int:
    """All renditions of one picture; the number made. Running it twice does no harm.

    A picture that has been deleted is no error. After a failure it is put in the queue again, with
    the number of the next attempt; the fourth is the last, and `manage.py make_renditions` makes the rest.
    """
    image = Image.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    try:
        return len(renditions.make(image, renditions.ALL))
    except Exception:
        if attempt <= len(WAITS):
            again = make_renditions.using(run_after=timezone.now() + WAITS[attempt - 1])
            again.enqueue(image_id, attempt + 1)
        raise
