"""Nobody changes or deletes a log at the desk, not even who may do everything."""

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import RequestFactory
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.model_admin import is_log
from accounts.models import User
from newsroom.tests.factories import make_user
from newsroom.tests.test_story_life import Desk
from text.append_only import AppendOnlyModel

SIGN_IN = {"username": "reporter", "ip_address": "127.0.0.1", "path_info": "/admin/login/"}


@pytest.fixture
def owner(newsroom):
    return make_user("owner", is_superuser=True)


def logs_at_the_desk():
    return {model: of_model for model, of_model in admin.site._registry.items() if is_log(model)}


def test_what_a_log_is(db):
    ours = {model for model in apps.get_models() if issubclass(model, AppendOnlyModel)}
    others = {AccessAttempt, AccessFailureLog, AccessLog, DBTaskResult, LogEntry}
    assert {model for model in apps.get_models() if is_log(model)} >= ours | others
    assert {AccessAttempt, AccessFailureLog, AccessLog, DBTaskResult} <= set(logs_at_the_desk())


def test_no_log_can_be_added_to_changed_or_deleted(owner):
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=owner.pk)
    for model, of_model in logs_at_the_desk().items():
        assert not of_model.has_add_permission(request), model
        assert not of_model.has_change_permission(request), model
        assert not of_model.has_delete_permission(request), model
        assert of_model.get_actions(request) == {}, model
        assert of_model.has_view_permission(request), model


def test_the_log_of_signing_in_withstands_who_may_do_everything(owner):
    rows = [model.objects.create(**SIGN_IN) for model in (AccessLog, AccessFailureLog)]
    rows.append(AccessAttempt.objects.create(**SIGN_IN, failures_since_start=3))
    client = Desk(owner).client
    for row in rows:
        name = f"admin:axes_{row._meta.model_name}"
        change = reverse(f"{name}_change", args=[row.pk])
        assert client.get(reverse(f"{name}_changelist")).status_code == 200
        assert client.get(change).status_code == 200
        delete = reverse(f"{name}_delete", args=[row.pk])
        assert client.post(delete, {"post": "yes"}).status_code == 403
        assert client.post(change, {"username": "nobody"}).status_code == 403
        for action in ("delete_selected", "cleanup_expired_attempts"):
            data = {"action": action, "_selected_action": row.pk, "post": "yes"}
            client.post(reverse(f"{name}_changelist"), data)
        kept = type(row).objects.get(pk=row.pk)
        assert kept.username == "reporter"
