"""Work on pictures that the desk does not wait for."""

from contextlib import suppress
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from images import photographs
from images.files import renditions
from images.models import Image

# How long to wait before another attempt: a full disk or a storage out of reach may recover.
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
AT_A_TIME = 100  # pictures in one task


@task()
def make_renditions(image_id: int, attempt: int = 1) -> int:
    """Make all renditions of one picture and compare it with the library; return the number made.

    Running it twice does no harm.

    A picture that has been deleted is no error. After a failure it is put in the queue again, with
    the number of the next attempt; the fourth is the last, and `manage.py make_renditions` makes the rest.
    """
    image = Image.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    try:
        made = len(renditions.make(image, renditions.ALL))
        photographs.compare(image, at=timezone.now())
        return made
    except Exception:
        if attempt <= len(WAITS):
            again = make_renditions.using(run_after=timezone.now() + WAITS[attempt - 1])
            again.enqueue(image_id, attempt + 1)
        raise


@task()
def compare_photographs(after: int = 0) -> int:
    """Compare pictures from before with the library, some at a time; return how many.

    Puts itself in the queue again until all are done. One that cannot be read is passed over.
    """
    batch = list(photographs.not_compared(after=after)[:AT_A_TIME])
    for image in batch:
        with suppress(Exception):  # the command names those that are left
            photographs.compare(image, at=timezone.now())
    if len(batch) == AT_A_TIME:
        compare_photographs.enqueue(batch[-1].pk)
    return len(batch)
