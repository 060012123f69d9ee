"""Every surface is held to the verdict: filter, picker, readiness, workflow and the readers' page.

Generated cases mix basis, contracts, dates, rulings, restrictions and withdrawal. Nothing here knows
the rules; what is right is what images/rights.py says.
"""

import copy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from articles import press, readiness, workflow
from articles.models import Placement
from editions.models import Edition
from images import rights
from images.models import Image
from images.tests import cases
from newsroom.tests.test_story_life import Desk

CASES = 90


@pytest.fixture(scope="module")
def now():
    return timezone.now()


@pytest.fixture(scope="module")
def module_made(module_newsroom, now):
    pictures = module_newsroom.cast.pictures
    pictures.language = "en"
    pictures.save()
    return cases.make(cases.balanced(CASES), now=now, by=pictures)


@pytest.fixture
def made(newsroom, module_made):
    return copy.deepcopy(module_made)


def test_the_filter_and_the_picker_say_what_the_verdict_says(made, cast, now):
    desk = Desk(cast.pictures).client
    verdicts = rights.verdicts([i.pk for _c, i in made], at=now, use=rights.PRINT)
    usable = {pk for pk, verdict in verdicts.items() if verdict.may_be_used}
    assert len(usable) == CASES // 3

    listed = set()
    for page in range(1, 9):
        response = desk.get(reverse("admin:images_image_changelist"), {"usable": "1", "p": page})
        if response.status_code != 200:
            break
        listed |= {image.pk for image in response.context["cl"].result_list}
    ours = {image.pk for _case, image in made}
    assert listed & ours == usable

    for _case, image in made[:40]:
        answer = desk.get(reverse("admin:images_image_library"), {"id": image.pk}).json()
        (entry,) = answer["pictures"]
        assert entry["blocks"] == list(_in_english(image, now).blocks)


@pytest.mark.slow
def test_readiness_and_the_verbs_refuse_exactly_what_the_verdict_blocks(made, newsroom, cast, now):
    """And what they let through is on the page that readers get."""
    published = 0
    for case, image in made:
        with transaction.atomic():
            verdict = rights.verdict(image, at=now, use=rights.PRINT)
            article = newsroom.draft(lead=image, at=now)
            messages = [p.message for p in readiness.problems(article, at=now) if p.blocks]
            assert messages == [_message(image, reason) for reason in verdict.blocks], case
            if verdict.may_be_used:
                workflow.submit(article, by=cast.reporter, at=now)
                workflow.approve_and_publish(article, by=cast.editor, at=now)
                assert image.token in _page_of(article), case
                published += 1
            else:
                with pytest.raises(workflow.Refused):
                    workflow.submit(article, by=cast.reporter, at=now)
                assert not Edition.objects.filter(story__article=article).exists()
            transaction.set_rollback(True)
    assert published == CASES // 3


@pytest.mark.slow
def test_the_readers_page_shows_exactly_what_may_stay(made, newsroom, cast, now):
    """Whatever was printed while it was allowed: lead and in the body."""
    article = newsroom.draft(at=now)
    shown = 0
    for case, image in made:
        with transaction.atomic():
            article.body = f'<p>Chữ.</p><figure data-image="{image.pk}"></figure><p>Chữ.</p>'
            Placement.objects.create(article=article, image=image)
            Placement.objects.create(article=article, image=image, place="inline", order=1)
            press.press(
                press.compose(article, at=now),
                article,
                by=cast.editor,
                approved_by=cast.editor,
                kind=Edition.Kind.FIRST,
                note="",
                at=now,
            )
            Image.objects.filter(pk=image.pk).update(
                first_printed_at=image.first_printed_at, first_story_id=image.first_story_id
            )
            may_stay = rights.verdict(image, at=now, use=rights.SHOW).may_be_used
            page = _page_of(article)
            assert (page.count("<figure"), image.token in page) == (2 * may_stay, may_stay), case
            assert (image.token in _text(reverse("front"))) is may_stay, case
            assert (image.token in _text(reverse("feed"))) is may_stay, case
            shown += may_stay
            transaction.set_rollback(True)
        article.story = None
    assert CASES // 3 <= shown < CASES - 5


def _in_english(image, at):
    with translation.override("en"):
        return rights.verdict(image, at=at, use=rights.PRINT)


def _message(image, reason):
    return gettext("Picture “%(picture)s”: %(why)s") % {"picture": image, "why": reason}


def _text(address):
    return Client().get(address).content.decode()


def _page_of(article):
    article.refresh_from_db()
    return _text(Edition.objects.live().get(story=article.story).get_absolute_url())
