"""Cookies never reach pages for readers; each request is a line of the log, a refusal one without more."""

import logging

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from editions.models import Edition
from newsroom.tests.answers import ask
from newsroom.tests.surfaces import OPEN, parts_of
from newsroom.tests.test_story_life import Desk

COOKIES = (
    "sessionid=x",
    "sessionid=abcdefghijklmnopqrstuvwxyz123456",
    "csrftoken=x; messages=y; django_language=en",
    'sessionid="abcdefghijklmnop\\000"',
)


@pytest.mark.parametrize("cookie", COOKIES)
def test_a_cookie_changes_nothing_for_readers_and_none_is_set(newsroom, cookie):
    newsroom.published(tags=["Huế"])
    for surface in OPEN.values():
        for address in [*surface.addresses(parts_of(Edition.objects.get())), "/khong-co/"]:
            with_cookie = ask(Client(), address, cookie=cookie)
            assert with_cookie == ask(Client(), address), address
            assert "Cookie" not in with_cookie.header.get("Vary", ""), address


def test_nobody_learns_the_address_of_a_story_that_waits(newsroom, cast):
    later = timezone.now() + timezone.timedelta(hours=2)
    newsroom.published(goes_live_at=later)
    edition = Edition.objects.get()
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[1, edition.pk])
    for role in ("outsider", "reporter", "admin", "chief"):
        client = Desk(getattr(cast, role)).client
        for model in range(1, 60):
            answer = client.get(f"/admin/r/{model}/{edition.pk}/", follow=True)
            assert answer.status_code in (200, 404), model
            assert edition.slug not in answer.request["PATH_INFO"], (role, model)


def test_the_page_of_a_section_still_leads_to_it(newsroom, cast):
    address = reverse("admin:editions_section_change", args=[newsroom.section.pk])
    page = Desk(cast.chief).client.get(address).content.decode()
    assert f'href="{newsroom.section.get_absolute_url()}"' in page


def lines(caplog):
    return [record.getMessage() for record in caplog.records if record.name == "newsroom.access"]


def test_each_request_is_one_line_with_who_asked_at_the_desk(newsroom, cast, caplog):
    client = Desk(cast.reporter).client
    caplog.set_level(logging.INFO)
    client.get("/admin/images/image/?q=bí+mật")
    client.get("/khong-co%0A2026 INFO/?q=bí+mật")
    Client().get("/admin/")
    assert [line.rsplit(" ", 2)[0] for line in lines(caplog)] == [
        "reporter GET /admin/images/image/ 200",
        "- GET /khong-co%0A2026%20INFO/ 404",
        "- GET /admin/ 302",
    ]
    assert all(line.endswith(" ms") for line in lines(caplog))


def test_a_refusal_has_no_traceback_and_a_failure_has():
    (handler,) = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    traces = {}
    for status in (400, 403, 404, 500):
        record = logging.makeLogRecord({"status_code": status, "exc_info": (None, None, None)})
        assert handler.filter(record)
        traces[status] = record.exc_info is not None
    assert traces == {400: False, 403: False, 404: False, 500: True}
