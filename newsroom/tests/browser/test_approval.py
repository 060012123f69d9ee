"""What an editor sees who may not approve, and the pages on which printed words are corrected."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from editions.models import Edition
from images import services
from newsroom.tests.browser.accessibility import faults, look_at
from newsroom.tests.browser.actions import address
from newsroom.tests.factories import jpeg, make_image


@pytest.fixture
def written(site):
    """The editor's own copy, in review."""
    return site.newsroom.in_review(by=site.cast.editor)


@pytest.fixture
def reworded(site):
    """A live story; the picture desk has corrected the credit of its lead since."""
    now = timezone.now()
    lead = make_image(jpeg(800, 534))
    article = site.newsroom.published(lead=lead, at=now - timedelta(hours=3))
    values = {"creator": "Lê Minh", "caption": "Ba người, từ trái sang: ông B, bà A, ông C."}
    services.update_image(lead, values, by=site.cast.pictures, at=now - timedelta(hours=1))
    return article


def shot(page, name):
    folder = os.environ.get("SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.slow
@pytest.mark.parametrize("turn", [0, 1])
def test_who_may_not_approve_reads_why_and_who_may(site, written, turn):
    with site.visit(site.cast.editor, bypass_csp=True) as page:
        look_at(page, address("articles_article_change", written.pk), turn)
        assert str(site.cast.second_editor) in page.inner_text(".copy-side")
        assert faults(page) == []
        shot(page, f"bar-{turn}")
        look_at(page, address("articles_article_verb", written.pk, "approve"), turn + 1)
        assert page.locator(".verb-form button").count() == 0
        assert faults(page) == []
        shot(page, f"closed-{turn}")


@pytest.mark.slow
@pytest.mark.parametrize("turn", [0, 1])
def test_the_librarys_words_are_printed_from_the_desks_home(site, reworded, turn):
    with site.visit(site.cast.editor, bypass_csp=True) as page:
        look_at(page, "/admin/", turn)
        panel = page.locator(".panel", has_text="Ảnh: Lê Minh")
        assert faults(page) == []
        shot(page, f"home-{turn}")
        panel.locator("a.button").click()
        assert "Lê Minh" in page.inner_text(".verb-form")
        assert faults(page) == []
        shot(page, f"reprint-{turn}")
        page.locator(".verb-form [type=submit]").click()
        page.wait_for_url("**/admin/")
        assert page.locator(".panel", has_text="Ảnh: Lê Minh").count() == 0
    with site.turn:
        assert Edition.objects.live().get().images.get().creator == "Lê Minh"
        workflow.reopen(reworded, by=site.cast.reporter)
