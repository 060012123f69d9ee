"""Run the task worker. Requeues the tasks of an earlier worker that was killed, then works on."""

import socket
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Command as Worker
from django_tasks_db.models import DBTaskResult

ABANDONED_AFTER = timedelta(hours=1)


def requeue_abandoned(worker_id: str, *, at: datetime) -> int:
    """Set tasks that no worker runs any more to ready again, and return their number.

    A task that `worker_id` started is abandoned, because that worker is only starting now; so is one
    that any worker started more than an hour ago. Running a task twice does no harm.
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

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(worker_id=f"{socket.gethostname()}-1"[:64])

    def handle(self, *, worker_id: str, **options: Any) -> None:
        if number := requeue_abandoned(worker_id, at=timezone.now()):
            self.stdout.write(f"Taking up {number} tasks that were left lying.")
        super().handle(worker_id=worker_id, **options)
