"""The desk's screens: usable by everybody, on a phone too, in light and dark."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom.tests.browser.accessibility import overflows, violations
from newsroom.tests.browser.actions import address
from newsroom.tests.browser.conftest import LOOKS, PHONE, SCREEN
from newsroom.tests.factories import make_image

SIZES = [pytest.param(PHONE, id="phone"), pytest.param(SCREEN, id="screen")]


@pytest.fixture
def busy(site):
    """A desk with copy in every stage, figures, sources and a picture nobody has cleared."""
    newsroom, now = site.newsroom, timezone.now()
    newsroom.section.members.add(site.cast.reporter)
    image = make_image()
    body = f'<p>Đoạn đầu.</p><figure data-image="{image.pk}"></figure><p>Đoạn sau.</p>'
    story = {"lead": make_image(), "body": body, "agencies": [newsroom.kyodo]}
    earlier = now - timedelta(hours=2)
    site.draft = newsroom.draft(**story)
    site.in_review = newsroom.in_review(**story)
    newsroom.rewrite(site.in_review, headline="Hai nước bàn về một vịnh xanh")
    site.approved = newsroom.approved(**story)
    site.published = newsroom.published(at=earlier, **story)
    newsroom.published(at=earlier, goes_live_at=now + timedelta(hours=3))
    newsroom.draft(lead=make_image(rights="unknown"))
    site.image = image
    return site


def screens(site):
    """Who looks at which screens."""
    draft, review, approved, live = site.draft, site.in_review, site.approved, site.published
    return {
        site.cast.reporter: [
            "/admin/",
            address("articles_article_add"),
            address("articles_article_change", draft.pk),
            address("articles_article_act", draft.pk, "submit"),
            address("images_image_add"),
        ],
        site.cast.editor: [
            "/admin/",
            address("articles_article_changelist"),
            address("articles_article_change", live.pk),
            address("articles_article_act", review.pk, "approve"),
            address("articles_article_act", approved.pk, "publish"),
            address("articles_article_history", review.pk),
            address("articles_article_compare", review.pk) + "?from=1&to=2",
        ],
        site.cast.pictures: [
            "/admin/",
            address("images_image_changelist"),
            address("images_image_change", site.image.pk),
            address("images_image_act", site.image.pk, "withdraw"),
            address("images_image_act", site.image.pk, "rule"),
        ],
        site.cast.chief: [
            "/admin/",
            address("articles_article_act", live.pk, "kill"),
            address("attribution_agency_changelist"),
            address("attribution_agency_change", site.newsroom.kyodo.pk),
            address("attribution_author_changelist"),
            address("editions_section_changelist"),
            address("editions_edition_changelist"),
        ],
    }


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing_and_nothing_runs_off_the_screen(busy, size, scheme):
    found = []
    with busy.visit(size=size, scheme=scheme, bypass_csp=True) as page:
        page.goto("/admin/login/")
        found += violations(page)
    for user, addresses in screens(busy).items():
        with busy.visit(user, size=size, scheme=scheme, bypass_csp=True) as page:
            for place in addresses:
                page.goto(place)
                page.wait_for_load_state("networkidle")
                found += violations(page)
                if overflows(page):
                    found.append(f"{place} is wider than the screen")
    assert found == []


@pytest.mark.parametrize("size", SIZES)
def test_the_library_opens_for_everybody(busy, size):
    with busy.visit(busy.cast.reporter, size=size, bypass_csp=True) as page:
        page.goto(address("articles_article_change", busy.draft.pk))
        page.locator("[data-choose]").first.click()
        page.locator(".picker-choice").first.wait_for()
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.locator("dialog.picker").wait_for(state="detached")
        assert page.evaluate("document.activeElement.hasAttribute('data-choose')")
