"""The project itself: settings, addresses, the desk's site, the demo. Nothing editorial."""

from typing import Any

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _
from django_tasks_db.apps import TasksAppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"
    default = True

    def ready(self) -> None:
        from newsroom import checks  # noqa: F401  registers the system checks


class NewsroomAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "newsroom.admin.NewsroomAdminSite"


class TasksConfig(TasksAppConfig):
    """django-tasks' own app, with the names on its page at the desk in both languages."""

    default = False
    verbose_name = _("Background tasks")  # type: ignore[assignment]  # lazy, as Django allows

    def ready(self) -> None:
        from django_tasks_db.admin import DBTaskResultAdmin
        from django_tasks_db.models import DBTaskResult

        super().ready()
        page: Any = DBTaskResultAdmin  # its functions carry their labels as attributes
        result: Any = DBTaskResult
        result.task_name.fget.short_description = _("task")
        page.formatted_traceback.short_description = _("traceback")
        page.display_run_after.short_description = _("run after")
