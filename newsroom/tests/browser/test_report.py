"""The report on an agency's pictures, their uses and the desk's warnings, on every screen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from images.models import Image
from newsroom.tests.browser.accessibility import overflows, violations
from newsroom.tests.browser.actions import address
from newsroom.tests.browser.conftest import LOOKS
from newsroom.tests.factories import make_image

LONG = (
    "Bộ trưởng Ngoại giao hai nước gặp nhau bên lề hội nghị ở thành phố cảng Yokohama, ngày 8/6. "
)


@pytest.fixture
def busy(site):
    """An agency with few pictures left, one that runs out, one withdrawn, and one in copy."""
    newsroom, now = site.newsroom, timezone.now()
    kyodo = newsroom.kyodo
    kyodo.contracts.filter(service="picture").update(monthly_quota=4)
    hour = timedelta(hours=1)

    def picture(**fields):
        fields = {"rights": Image.Rights.AGENCY, "origin": kyodo, "creator": "Kyodo", **fields}
        return make_image(supplier_reference="KYODO-2024-0608-00417", **fields)

    site.image = picture(caption=LONG * 2, usable_until=now + 5 * hour)
    site.withdrawn = picture(caption="Cầu cảng lúc bình minh, khi tàu cá trở về.")
    for image in (site.image, site.withdrawn):
        newsroom.published(lead=image, at=now - 2 * hour)
    newsroom.published(lead=site.image, headline="Tin thứ hai có cùng ảnh", at=now - hour)
    newsroom.published(
        lead=site.image,
        headline="Tin chờ giờ",
        at=now - hour,
        goes_live_at=now + 3 * hour,
    )
    newsroom.in_review(lead=site.image, headline="Bài đang chờ duyệt có ảnh này")
    Image.objects.filter(pk=site.withdrawn.pk).update(withdrawn_at=now, withdrawn_reason="Sai tên.")
    make_image(caption="Chân dung.", portrait_of=newsroom.author, usable_until=now + 48 * hour)
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
        address("images_image_act", site.image.pk, "withdraw"),
    ]


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing_and_nothing_runs_off_the_screen(busy, size, scheme):
    found = []
    with busy.visit(busy.cast.chief, size=size, scheme=scheme, bypass_csp=True) as page:
        for place in screens(busy):
            page.goto(place)
            page.wait_for_load_state("networkidle")
            found += violations(page)
            if overflows(page):
                found.append(f"{place} is wider than the screen")
    assert found == []


def test_an_agency_is_chosen_and_its_file_is_fetched(busy):
    """By hand, with the policy on, as the desk does it at the end of a month."""
    with busy.visit(busy.cast.pictures) as page:
        page.locator(f'.desk-head a[href="{address("editions_picture_use")}"]').click()
        page.select_option("#id_agency", label="Kyodo")
        page.locator(".report-form button").click()
        page.locator("table.report").wait_for()
        assert page.locator("table.report tbody tr").count() == 3
        with page.expect_download() as download:
            page.locator('a[href*="format=csv"]').click()
        name = download.value.suggested_filename
        assert name == f"picture-use-kyodo-{timezone.localdate():%Y-%m}.csv"
