"""The desk's screens: usable by everybody, on a phone too, in light and dark."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from articles import workflow
from articles.topics import services as topic_services
from editions import topics
from images import proposals, services, source
from newsroom.tests.browser.accessibility import PHONE, SCREEN, TURNS, faults, look_at, violations
from newsroom.tests.browser.actions import address
from newsroom.tests.factories import make_image

SIZES = [
    pytest.param(PHONE, id="phone"),
    pytest.param(SCREEN, id="screen", marks=pytest.mark.nightly),
]

ROLES = ["nobody", "reporter", "editor", "pictures", "chief"]


@pytest.fixture(scope="module")
def rows(module_newsroom):
    """Copy in every stage, figures, sources and a picture nobody has cleared."""
    newsroom, now, rows = module_newsroom, timezone.now(), SimpleNamespace()
    newsroom.section.members.add(newsroom.cast.reporter)
    image = make_image()
    body = f'<p>Đoạn đầu.</p><figure data-image="{image.pk}"></figure><p>Đoạn sau.</p>'
    story = {"lead": make_image(), "body": body, "agencies": [newsroom.kyodo]}
    earlier = now - timedelta(hours=2)
    withdrawal = {"by": newsroom.cast.pictures, "reason": "Nhầm người.", "at": now}
    rows.draft = newsroom.draft(**story)
    rows.in_review = newsroom.in_review(**story)
    newsroom.rewrite(rows.in_review, headline="Hai nước bàn về một vịnh xanh")
    rows.approved = newsroom.approved(**story)
    rows.published = newsroom.published(at=earlier, **story)
    rows.revised = newsroom.published(at=earlier, **{**story, "lead": make_image()})
    workflow.reopen(rows.revised, by=newsroom.cast.reporter, at=earlier)
    rows.revised.placements.filter(place="lead").update(image=make_image(), caption="Ảnh khác.")
    link = '<p>Theo <a href="https://vidu.example/">công ty</a>.</p>'
    newsroom.rewrite(rows.revised, body=body + link, headline="Tít khác")
    workflow.submit(rows.revised, by=newsroom.cast.reporter)
    services.withdraw(rows.revised.story.editions.get().images.first().image, **withdrawal)
    newsroom.published(at=earlier, goes_live_at=now + timedelta(hours=3))
    newsroom.draft(lead=make_image(rights="unknown"))
    rows.image = image
    rows.proposal = rows.in_review.topic_proposals.create(
        name="Đường sắt ven biển", created_by=newsroom.cast.reporter, created_at=earlier
    )
    rows.topic, merged = (topics.find_or_make(name)[0] for name in ("Nhật Bản", "Nước Nhật"))
    topic_services.rename(rows.topic, "Nhật", by=newsroom.cast.editor, at=earlier)
    topic_services.merge(merged, rows.topic, by=newsroom.cast.chief, at=now)
    rows.other_topic, _is_new = topics.find_or_make("Washington, D.C.")
    terms = source.SourceTerms(status="withheld", embargo_until=now + timedelta(hours=5))
    source.apply_source_terms(rows.draft.placements.first().image, terms, note="Kyodo", at=now)
    corrected = {"caption": "Một chiều bên vịnh xanh.", "creator": "Lê Thị Hoa"}
    rows.correction = proposals.propose(image, corrected, stated_by="Kyodo, “A bay”", at=now)
    return rows


@pytest.fixture
def busy(site, rows):
    site.share(rows)
    return site


def screens(site):
    """Who looks at which screens."""
    draft, review, approved, live = site.draft, site.in_review, site.approved, site.published
    return {
        "nobody": ["/admin/login/"],
        "reporter": [
            "/admin/",
            address("articles_article_add"),
            address("articles_article_change", draft.pk),
            address("articles_article_verb", draft.pk, "submit"),
            address("images_image_add"),
        ],
        "editor": [
            "/admin/",
            address("articles_article_changelist"),
            address("articles_article_change", live.pk),
            address("articles_article_verb", review.pk, "approve"),
            address("articles_article_verb", approved.pk, "publish"),
            address("articles_article_history", review.pk),
            address("articles_article_compare", review.pk) + "?from=1&to=2",
            address("articles_article_change", review.pk),
            address("articles_article_proposed_topic", site.proposal.pk),
            address("editions_topic_changelist"),
            address("editions_topic_change", site.topic.pk),
            address("editions_topic_merge", site.topic.pk),
            address("editions_topic_merge", site.topic.pk) + "?name=washington+dc",
            address("articles_article_compare", site.revised.pk) + "?from=1&to=2",
            address("articles_article_history", site.revised.pk),
            address("articles_article_revision", site.revised.pk, 1),
            address("articles_article_restore", site.revised.pk, 1),
            address("articles_article_edition", site.revised.pk, 1),
            address("articles_article_edition_page", site.revised.pk, 1),
            address("articles_article_verb", site.revised.pk, "approve"),
        ],
        "pictures": [
            "/admin/",
            address("images_image_changelist"),
            address("images_image_change", site.image.pk),
            address("images_image_action", site.image.pk, "withdraw"),
            address("images_image_action", site.image.pk, "rule"),
            address("images_image_proposal", site.image.pk, site.correction.pk),
        ],
        "chief": [
            "/admin/",
            address("articles_article_verb", live.pk, "kill"),
            address("attribution_agency_changelist"),
            address("attribution_agency_change", site.newsroom.kyodo.pk),
            address("attribution_author_changelist"),
            address("editions_section_changelist"),
            address("editions_edition_changelist"),
        ],
    }


@pytest.mark.slow
@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_and_nothing_runs_off_the_screen(busy, role, turn):
    user, problems = getattr(busy.cast, role, None), []
    addresses = screens(busy)[role]
    with busy.visit(user, bypass_csp=True) as page:
        for number, place in enumerate(addresses, turn + ROLES.index(role)):
            look_at(page, place, number)
            problems += faults(page)
    assert problems == []


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
