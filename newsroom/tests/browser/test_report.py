"""The report on an agency's pictures, their uses and the desk's warnings, on every screen."""

from calendar import monthrange
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from images.models import Image
from newsroom.tests.browser.accessibility import TURNS, faults, look_at
from newsroom.tests.browser.actions import address
from newsroom.tests.factories import make_image

LONG = (
    "Bộ trưởng Ngoại giao hai nước gặp nhau bên lề hội nghị ở thành phố cảng Yokohama, ngày 8/6. "
)


@pytest.fixture(scope="module")
def rows(module_newsroom):
    """An agency with few pictures left, one that runs out, one withdrawn, and one in copy."""
    newsroom, now, rows = module_newsroom, timezone.now(), SimpleNamespace()
    kyodo = newsroom.kyodo
    kyodo.contracts.filter(service="picture").update(monthly_quota=4)
    hour = timedelta(hours=1)

    def picture(**fields):
        fields = {"rights": Image.Rights.AGENCY, "origin": kyodo, "creator": "Kyodo", **fields}
        return make_image(supplier_reference="KYODO-2024-0608-00417", **fields)

    rows.image = picture(caption=LONG * 2, usable_until=now + 5 * hour)
    rows.withdrawn = picture(caption="Cầu cảng lúc bình minh, khi tàu cá trở về.")
    for image in (rows.image, rows.withdrawn):
        newsroom.published(lead=image, at=now - 2 * hour)
    newsroom.published(lead=rows.image, headline="Tin thứ hai có cùng ảnh", at=now - hour)
    newsroom.published(
        lead=rows.image,
        headline="Tin chờ giờ",
        at=now - hour,
        goes_live_at=now + 3 * hour,
    )
    newsroom.in_review(lead=rows.image, headline="Bài đang chờ duyệt có ảnh này")
    Image.objects.filter(pk=rows.withdrawn.pk).update(withdrawn_at=now, withdrawn_reason="Sai tên.")
    rows.month = timezone.localdate(now).replace(day=1)
    make_image(caption="Chân dung.", portrait_of=newsroom.author, usable_until=now + 48 * hour)
    return rows


@pytest.fixture
def busy(site, rows):
    site.share(rows)
    return site


def screens(site):
    report = address("editions_picture_use")
    return [
        "/admin/",
        report,
        f"{report}?agency={site.newsroom.kyodo.pk}",
        f"{report}?agency={site.newsroom.kyodo.pk}&from_on=2024-06-30&until_on=2024-06-01",
        address("editions_edition_changelist"),
        address("images_image_change", site.image.pk),
        address("images_image_action", site.image.pk, "withdraw"),
    ]


@pytest.mark.parametrize("turn", TURNS)
def test_axe_finds_nothing_and_nothing_runs_off_the_screen(busy, turn):
    problems = []
    with busy.visit(busy.cast.chief, bypass_csp=True) as page:
        for number, place in enumerate(screens(busy), turn):
            look_at(page, place, number)
            problems += faults(page)
    assert problems == []


def test_an_agency_is_chosen_and_its_file_is_fetched(busy):
    """By hand, with the policy on, as the desk does it at the end of a month."""
    last_day = busy.month.replace(day=monthrange(busy.month.year, busy.month.month)[1])
    with busy.visit(busy.cast.pictures) as page:
        page.goto("/admin/")
        page.locator(f'.desk-head a[href="{address("editions_picture_use")}"]').click()
        page.select_option("#id_agency", label="Kyodo")
        # The month of the rows: it may have ended since, at midnight.
        page.fill("#id_from_on", f"{busy.month}")
        page.fill("#id_until_on", f"{last_day}")
        page.locator(".report-form button").click()
        page.locator("table.report").wait_for()
        assert page.locator("table.report tbody tr").count() == 3
        with page.expect_download() as download:
            page.locator('a[href*="format=csv"]').click()
        name = download.value.suggested_filename
        assert name == f"picture-use-kyodo-{busy.month:%Y-%m}.csv"
