"""A worker that was killed loses nothing."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from images.models import Rendition
from images.tasks import make_renditions
from newsroom.management.commands.worker import requeue_abandoned
from newsroom.tests.factories import jpeg, make_image

pytestmark = pytest.mark.both_databases

NOW = timezone.now()


@pytest.fixture(autouse=True)
def _real_queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def running(image, worker, started_at):
    return DBTaskResult.objects.create(
        id=uuid.uuid4(),
        status=TaskResultStatus.RUNNING,
        started_at=started_at,
        args_kwargs={"args": [image.pk], "kwargs": {}},
        task_path="images.tasks.make_renditions",
        worker_ids=[worker],
        backend_name="default",
        run_after=get_date_max(),
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("worker", "ago", "number"),
    [
        ("me", timedelta(seconds=1), 1),
        ("another", timedelta(minutes=59), 0),
        ("another", timedelta(minutes=61), 1),
    ],
    ids=["my own", "somebody works on it", "nobody can still work on it"],
)
def test_abandoned_tasks_are_requeued(worker, ago, number):
    running(make_image(), worker, NOW - ago)
    assert requeue_abandoned("me", at=NOW) == number
    assert DBTaskResult.objects.ready().count() == number


@pytest.mark.django_db(transaction=True)
def test_a_task_left_lying_is_done_by_the_next_worker():
    image = make_image(jpeg(1000, 667))
    running(image, "me", NOW)
    call_command("worker", "--batch", "--worker-id", "me", "--no-startup-delay", verbosity=0)
    widths = image.renditions.filter(format=Rendition.Format.WEBP, crop="").order_by("width")
    assert list(widths.values_list("width", flat=True)) == [320, 640, 960, 1000]


@pytest.mark.django_db(transaction=True)
def test_a_task_done_twice_does_no_harm():
    image = make_image()
    assert make_renditions.call(image.pk) > 0
    files = list(image.renditions.order_by("pk").values())
    assert make_renditions.call(image.pk) == 0
    assert list(image.renditions.order_by("pk").values()) == files
