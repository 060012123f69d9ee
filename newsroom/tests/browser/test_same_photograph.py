"""The same photograph from two agencies: said at intake, on its page, in the library and in the picker."""

from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from images import services
from images.models import Image, SamePhotograph
from images.tests.photograph_files import COPIES, encoded, photograph
from newsroom.tests.browser.accessibility import PHONE, SCREEN, faults, looks, overflows
from newsroom.tests.browser.actions import address
from newsroom.tests.factories import make_agency

SIZES = [pytest.param(PHONE, id="phone"), pytest.param(SCREEN, id="screen")]
COPY = {"name": "ảnh.jpg", "mimeType": "image/jpeg"}


def imported(data, **fields):
    fields = {"caption": "Cầu qua sông lúc chiều.", "alt": "Cầu.", "rights": "agency", **fields}
    file = ContentFile(data, name="anh.jpg")
    return services.import_image(file, by=None, at=timezone.now(), **fields).image


@pytest.fixture(scope="module")
def rows(module_newsroom):
    """A photograph of Kyodo, and AFP's copy of it, which was killed."""
    rows = SimpleNamespace(article=module_newsroom.draft())
    afp = make_agency("AFP", contracts=())
    rows.kyodo = imported(
        encoded(photograph(), 92), origin=module_newsroom.kyodo, creator="Yamada Tarō"
    )
    rows.afp = imported(
        COPIES["grey, cropped, half as large"](photograph()),
        origin=afp,
        instructions="VIETNAM OUT, NO SALES",
    )
    killed = {"source_status": "canceled", "source_held_at": timezone.now()}
    Image.objects.filter(pk=rows.afp.pk).update(**killed)
    return rows


@pytest.fixture
def desk(site, rows):
    site.share(rows)
    return site


@pytest.mark.parametrize(("size", "scheme"), looks(first="light phone"))
def test_the_page_shows_both_ways(desk, size, scheme):
    page_of = address("images_image_change", desk.kyodo.pk)
    with desk.visit(desk.cast.pictures, size=size, scheme=scheme, bypass_csp=True) as page:
        page.goto(page_of)
        assert page.locator(".same-ways th").all_inner_texts() == ["Ảnh này: Kyodo", "Ảnh kia: AFP"]
        assert page.inner_text(".refused").startswith("Ảnh trùng đã bị AFP hủy")
        assert faults(page) == []
        page.click(".same button:has-text('Giữ cả hai')")
        page.wait_for_url("**#same")
        assert page.inner_text(".same-decision") == "Giữ cả hai ảnh."


@pytest.mark.parametrize(("size", "scheme"), looks(first="dark screen"))
def test_the_picker_marks_the_other_way(desk, size, scheme):
    with desk.visit(desk.cast.reporter, size=size, scheme=scheme, bypass_csp=True) as page:
        page.goto(address("articles_article_change", desk.article.pk))
        page.click("[data-choose] >> nth=0")
        page.wait_for_selector(".picker-same")
        marks = dict(
            zip(("afp", "kyodo"), page.locator(".picker-same").all_inner_texts(), strict=True)
        )
        assert marks["afp"] == "Có ảnh trùng của Kyodo. Ảnh kia được dùng."
        assert marks["kyodo"].startswith("Ảnh trùng đã bị AFP hủy")
        assert faults(page) == []


@pytest.mark.parametrize("size", SIZES)
def test_an_upload_shows_what_it_looks_like_and_is_decided_in_place(desk, size):
    data = COPIES["sharper"](photograph())
    with desk.visit(desk.cast.reporter, size=size, bypass_csp=True) as page:
        page.goto(address("images_image_changelist"))
        page.set_input_files("#upload-files", [{**COPY, "buffer": data}])
        page.wait_for_selector(".upload-file .same")
        assert page.locator(".upload-file .same").count() == 2  # Kyodo’s and AFP’s
        assert not overflows(page)
        assert faults(page) == []
        page.click(".same >> nth=0 >> button:has-text('Dùng ảnh kia: Kyodo')")
        page.wait_for_selector("text=Tòa soạn dùng ảnh của Kyodo")
        assert page.evaluate("document.activeElement.className") == "same-decision"
        assert page.locator(".same >> nth=0 >> form").count() == 0
        assert page.locator(".upload-file").count() == 1  # the list stays
    pair = SamePhotograph.objects.get(first=desk.kyodo, answered_by=desk.cast.reporter)
    assert pair.chosen == desk.kyodo.pk
