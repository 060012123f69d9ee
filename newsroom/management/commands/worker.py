"""The task worker. Takes up what an earlier one left lying when it was killed, then works on."""

import socket
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Command as Worker
from django_tasks_db.models import DBTaskResult

ABANDONED_AFTER = timedelta(hours=1)


def put_back(worker_id: str, *, at: datetime) -> int:
    """Make tasks ready again that nobody works on; the number of them.

    What `worker_id` had begun is abandoned, for that worker is only starting; so is what any
    worker began an hour ago. Tasks are written so that doing one twice does no harm.
    """
    abandoned = [
        task.pk
        for task in DBTaskResult.objects.running()
        if worker_id in task.worker_ids[-1:] or task.started_at < at - ABANDONED_AFTER
    ]
    running = DBTaskResult.objects.running().filter(pk__in=abandoned)
    return running.update(status=TaskResultStatus.READY, started_at=None)


class Command(Worker):
    help = "Work on tasks until stopped. Workers on one machine need different --worker-id."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(worker_id=f"{socket.gethostname()}-1"[:64])

    def handle(self, *, worker_id, **options):
        if number := put_back(worker_id, at=timezone.now()):
            self.stdout.write(f"Taking up {number} tasks that were left lying.")
        super().handle(worker_id=worker_id, **options)
