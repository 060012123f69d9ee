"""Where pictures were, are and will be used, read from the ledger for any time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles import workflow
from editions import uses
from images import rights
from images.models import Image, Lease
from newsroom.tests.factories import at, make_agency
from newsroom.tests.rows import insert_image, insert_published

pytestmark = pytest.mark.both_databases

WITHOUT = "<p>Đoạn đầu của câu chuyện.</p>"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def picture(**fields):
    return insert_image(**fields)


def agency_picture(newsroom, **fields):
    return picture(rights=Image.Rights.AGENCY, origin=newsroom.kyodo, **fields)


def figure(image, caption=""):
    return f'{WITHOUT}<figure data-image="{image.pk}" data-caption="{caption}"></figure>'


def rule(image, kind, starts_at, ends_at, by):
    return Lease.objects.create(
        image=image, kind=kind, starts_at=starts_at, ends_at=ends_at, reason="Vì.", given_by=by
    )


def spans_of(image, now):
    """From, until, and what it is at that moment."""
    image.refresh_from_db()
    return [(use.from_at, use.until_at, _state(use)) for use in uses.of_image(image, at=now)]


def _state(use):
    states = {"live": use.is_live, "waiting": use.is_waiting, "missing": use.is_missing}
    (state,) = [name for name, holds in states.items() if holds] or ["over"]
    return state


def test_a_use_says_where_the_picture_stands_and_what_was_printed_with_it(newsroom):
    image = picture(creator="Trần Văn Bình")
    article = insert_published(
        newsroom, body=figure(image, "Sông Hương."), headline="Tít", at=at(9)
    )
    (use,) = uses.of_image(image, at=at(10))
    assert (use.story_id, use.section, use.headline) == (article.story_id, newsroom.section, "Tít")
    assert (use.numbers, use.place) == ((1,), "in the body")
    assert (use.caption, use.credit_line) == ("Sông Hương.", "Ảnh: Trần Văn Bình")
    assert (use.from_at, use.until_at) == (at(9), None)
    assert use.url == article.story.editions.get().get_absolute_url()


def test_editions_that_follow_each_other_are_one_use_in_the_words_of_the_last(newsroom):
    image = picture()
    article = insert_published(newsroom, body=figure(image, "Lúc đầu."), at=at(9))
    newsroom.printed_again(article, body=figure(image, "Về sau."), headline="Tít hai", at=at(11))
    (use,) = uses.of_image(image, at=at(12))
    assert (use.from_at, use.until_at, use.numbers) == (at(9), None, (1, 2))
    assert (use.caption, use.headline) == ("Về sau.", "Tít hai")


def test_an_edition_without_the_picture_between_two_with_it_makes_two_uses(newsroom):
    image = picture()
    article = insert_published(newsroom, body=figure(image), at=at(9))
    newsroom.printed_again(article, body=WITHOUT, at=at(10))
    newsroom.printed_again(article, body=figure(image), at=at(11))
    assert spans_of(image, at(12)) == [(at(11), None, "live"), (at(9), at(10), "over")]


def test_lead_and_body_of_one_story_are_one_use_at_both_places(newsroom):
    image = picture(caption="Thư viện.")
    insert_published(newsroom, lead=image, body=figure(image, "Trong bài."), at=at(9))
    (use,) = uses.of_image(image, at=at(10))
    assert use.place == "lead picture, in the body"
    assert use.caption == "Thư viện."


def test_two_stories_are_two_uses_the_newest_first(newsroom):
    image = picture()
    insert_published(newsroom, lead=image, headline="Bài đầu", at=at(9))
    insert_published(newsroom, lead=image, headline="Bài sau", at=at(11))
    assert [use.headline for use in uses.of_image(image, at=at(12))] == ["Bài sau", "Bài đầu"]


def test_an_edition_that_waits_is_a_use_to_come(newsroom):
    image = picture()
    insert_published(newsroom, lead=image, at=at(9), goes_live_at=at(18))
    assert spans_of(image, at(10)) == [(at(18), None, "waiting")]
    assert spans_of(image, at(18)) == [(at(18), None, "live")]


def test_an_edition_taken_back_before_its_time_is_no_use(newsroom, cast):
    image = picture()
    article = insert_published(newsroom, lead=image, at=at(9), goes_live_at=at(18))
    workflow.hold(article, by=cast.editor, at=at(10))
    assert spans_of(image, at(11)) == spans_of(image, at(19)) == []


def test_an_update_taken_back_leaves_the_use_of_the_edition_before(newsroom, cast):
    image = picture()
    article = insert_published(newsroom, body=figure(image), at=at(9))
    workflow.reopen(article, by=cast.reporter, at=at(10))
    newsroom.rewrite(article, body=WITHOUT, at=at(10))
    workflow.submit(article, by=cast.reporter, at=at(10))
    workflow.approve(article, by=cast.editor, at=at(10))
    workflow.publish(article, by=cast.editor, kind="update", at=at(10), goes_live_at=at(18))
    assert spans_of(image, at(11)) == [(at(9), at(18), "live")]
    workflow.hold(article, by=cast.editor, at=at(12))
    assert spans_of(image, at(19)) == [(at(9), None, "live")]


def superseded(newsroom, article, image):
    newsroom.printed_again(article, body=WITHOUT, at=at(12))


def killed(newsroom, article, image):
    workflow.kill(article, by=newsroom.cast.chief, note="Gỡ.", at=at(12))


def withdrawn(newsroom, article, image):
    Image.objects.filter(pk=image.pk).update(withdrawn_at=at(12), withdrawn_reason="Sai.")


def expired(newsroom, article, image):
    Image.objects.filter(pk=image.pk).update(usable_until=at(12))


def terms_over(newsroom, article, image):
    Image.objects.filter(pk=image.pk).update(terms_expire_at=at(12))


def denied(newsroom, article, image):
    rule(image, Lease.Kind.DENY, at(12), at(12, day=30), newsroom.cast.pictures)


@pytest.mark.parametrize(
    ("end", "after"),
    [
        (superseded, "over"),
        (killed, "over"),
        (withdrawn, "missing"),
        (expired, "missing"),
        (terms_over, "missing"),
        (denied, "missing"),
    ],
)
def test_a_use_ends_to_the_second(newsroom, end, after):
    """What ends with the edition is over; where the edition stays, the picture is missing from it."""
    image = picture()
    article = insert_published(newsroom, body=figure(image), at=at(9))
    end(newsroom, article, image)
    second = timedelta(seconds=1)
    runs = [(use.from_at, use.until_at, _state(use)) for use in _last(image, at(12) - second)]
    assert runs == [(at(9), at(12), "live")]
    runs = [(use.from_at, use.until_at, _state(use)) for use in _last(image, at(12))]
    assert runs == [(at(9), at(12), after)]


def _last(image, now):
    """Without what begins only after a ruling has ended."""
    image.refresh_from_db()
    return [use for use in uses.of_image(image, at=now) if use.from_at < at(12, day=30)]


def test_the_first_of_several_ends_counts(newsroom, cast):
    image = picture(usable_until=at(15))
    article = insert_published(newsroom, body=figure(image), at=at(9))
    withdrawn(newsroom, article, image)
    workflow.kill(article, by=cast.chief, note="Gỡ.", at=at(18))
    assert spans_of(image, at(20)) == [(at(9), at(12), "over")]


def test_a_ruling_lets_it_stay_longer_or_come_back(newsroom, cast):
    image = picture(usable_until=at(12))
    insert_published(newsroom, lead=image, at=at(9))
    rule(image, Lease.Kind.ALLOW, at(11), at(14), cast.pictures)
    rule(image, Lease.Kind.ALLOW, at(16), at(18), cast.pictures)
    assert spans_of(image, at(17)) == [(at(16), at(18), "live"), (at(9), at(14), "over")]


def test_a_ruling_against_it_interrupts_its_use(newsroom, cast):
    image = picture()
    insert_published(newsroom, lead=image, at=at(9))
    rule(image, Lease.Kind.DENY, at(11), at(14), cast.pictures)
    assert spans_of(image, at(12)) == [(at(14), None, "waiting"), (at(9), at(11), "missing")]
    assert spans_of(image, at(15)) == [(at(14), None, "live"), (at(9), at(11), "over")]


def test_the_days_of_the_contract_count_from_the_first_printing(newsroom):
    newsroom.kyodo.contracts.filter(service="picture").update(archive_days=10)
    image = agency_picture(newsroom)
    insert_published(newsroom, lead=image, at=at(9))
    assert spans_of(image, at(9, day=18) - timedelta(seconds=1)) == [(at(9), at(9, day=18), "live")]
    assert spans_of(image, at(9, day=18)) == [(at(9), at(9, day=18), "missing")]


def test_a_picture_that_may_not_be_shown_for_no_dated_reason_is_missing_too(newsroom):
    image = agency_picture(newsroom)
    insert_published(newsroom, lead=image, at=at(9))
    newsroom.kyodo.contracts.all().delete()
    assert spans_of(image, at(12)) == [(at(9), None, "missing")]


@pytest.mark.slow
def test_what_is_live_is_what_the_rights_say(newsroom, cast):
    """The dates that editions/uses.py works out agree with images/rights.py, to the second."""
    newsroom.kyodo.contracts.filter(service="picture").update(archive_days=1)
    images = [
        picture(),
        picture(usable_until=at(15)),
        picture(usable_until=at(15)),
        picture(instructions="NO ARCHIVES"),
        agency_picture(newsroom),
        picture(),
        picture(),
    ]
    for image in images:
        insert_published(newsroom, lead=image, at=at(9))
    rule(images[1], Lease.Kind.ALLOW, at(12), at(20), cast.pictures)
    rule(images[2], Lease.Kind.ALLOW, at(17), at(20), cast.pictures)
    rule(images[1], Lease.Kind.DENY, at(18), at(19), cast.pictures)
    rule(images[4], Lease.Kind.ALLOW, at(9, day=9), at(14, day=9), cast.pictures)
    Image.objects.filter(pk=images[5].pk).update(withdrawn_at=at(13))
    Image.objects.filter(pk=images[6].pk).update(terms_expire_at=at(14))
    changes = [at(hour) for hour in (9, 12, 13, 14, 15, 17, 18, 19, 20)]
    changes += [at(9, day=9), at(14, day=9), at(9) + timedelta(days=30)]
    for image in images:
        image.refresh_from_db()
    ever = set()
    for now in [m for change in changes for m in (change - timedelta(seconds=1), change)]:
        shown = set(rights.usable(now, use=rights.SHOW).values_list("pk", flat=True))
        ever.add(frozenset(shown))
        printed = images if now >= at(9) else ()
        for image in images:
            live = [use for use in uses.of_image(image, at=now) if use.is_live]
            expected = image in printed and image.pk in shown
            assert len(live) == expected, (images.index(image), now)
    assert len(ever) > 6


def of_agency(agency, begins, ends, now=None):
    rows = uses.of_agency(agency, begins=begins, ends=ends, at=now or at(0, day=30))
    return sorted(use.headline for use in rows)


def test_a_picture_counts_in_a_time_that_its_use_overlaps(newsroom):
    image = agency_picture(newsroom)
    article = insert_published(newsroom, body=figure(image), headline="Bài", at=at(9))
    newsroom.printed_again(article, body=WITHOUT, at=at(12))
    kyodo = newsroom.kyodo
    assert of_agency(kyodo, at(8), at(9)) == []
    assert of_agency(kyodo, at(8), at(9, 1)) == ["Bài"]
    assert of_agency(kyodo, at(10), at(11)) == ["Bài"]
    assert of_agency(kyodo, at(11, 59), at(13)) == ["Bài"]
    assert of_agency(kyodo, at(12), at(13)) == []


def test_what_readers_do_not_have_yet_is_not_counted(newsroom):
    insert_published(
        newsroom, lead=agency_picture(newsroom), headline="Bài", at=at(9), goes_live_at=at(18)
    )
    assert of_agency(newsroom.kyodo, at(0), at(23), at(12)) == []
    assert of_agency(newsroom.kyodo, at(0), at(23), at(19)) == ["Bài"]


def test_pictures_count_for_who_made_them_and_for_who_passed_them_on(newsroom):
    reuters = make_agency("Reuters")
    insert_published(newsroom, lead=agency_picture(newsroom), headline="Của Kyodo", at=at(9))
    insert_published(
        newsroom, lead=agency_picture(newsroom, via=reuters), headline="Qua Reuters", at=at(9)
    )
    insert_published(newsroom, lead=picture(), headline="Của ta", at=at(9))
    assert of_agency(newsroom.kyodo, at(8), at(10)) == ["Của Kyodo", "Qua Reuters"]
    assert of_agency(reuters, at(8), at(10)) == ["Qua Reuters"]


def test_a_use_that_began_earlier_says_when(newsroom):
    image = agency_picture(newsroom)
    article = insert_published(newsroom, body=figure(image), at=at(9))
    newsroom.printed_again(article, body=figure(image), headline="Tít hai", at=at(12))
    (use,) = uses.of_agency(newsroom.kyodo, begins=at(13), ends=at(14), at=at(20))
    assert (use.from_at, use.until_at, use.numbers) == (at(9), None, (1, 2))


def test_live_stories_are_those_readers_have_with_the_picture(newsroom, cast):
    image, other = picture(), picture()
    live = insert_published(newsroom, lead=image, at=at(9))
    insert_published(newsroom, lead=other, at=at(9))
    killed_one = insert_published(newsroom, lead=image, at=at(9))
    workflow.kill(killed_one, by=cast.chief, note="Gỡ.", at=at(10))
    rows = uses.live_stories_with([image.pk], at=at(11))
    assert [row.edition.story for row in rows] == [live.story]
    images = Image.objects.filter(pk__in=[image.pk, other.pk])
    assert len(uses.live_stories_with(images, at=at(11))) == 2


def test_it_asks_the_same_for_one_use_and_for_many(newsroom):
    image = agency_picture(newsroom)
    insert_published(newsroom, lead=image, at=at(9))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            for use in uses.of_image(image, at=at(12)):
                str((use.url, use.place, use.headline, str(use.image), str(use.section)))
        return len(captured)

    assert queries() == 4
    article = insert_published(newsroom, lead=image, body=figure(image), at=at(9))
    newsroom.printed_again(article, headline="Tít hai", at=at(10))
    insert_published(newsroom, lead=image, at=at(9))
    assert queries() == 4
