"""The desk's home shows each role its own work, and warns of pictures while there is time."""

from datetime import timedelta
from operator import attrgetter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import dashboard, workflow
from articles.dashboard import Kind
from images.models import Image, Lease
from newsroom.tests.factories import at, make_agency
from newsroom.tests.rows import (
    insert_approved,
    insert_draft,
    insert_image,
    insert_in_review,
    insert_published,
)

NOON = at(12)
# The attribute of a row by which a test names it.
NAME = {
    Kind.ARTICLE: attrgetter("headline"),
    Kind.EDITION: attrgetter("headline"),
    Kind.IMAGE: attrgetter("caption"),
    Kind.LOST_PICTURE: attrgetter("edition.headline"),
    Kind.EXPIRING_PICTURE: attrgetter("image.caption"),
    Kind.QUOTA: attrgetter("agency"),
}
# The panels that warn, for those who review and those who rule on pictures.
WARNINGS = {"Live stories that lost a picture": [], "Pictures that run out": []}


def home(user):
    """What stands on the home of `user`: panel by panel, the headlines or captions."""
    return {
        str(panel.title): [str(NAME[panel.kind](row)) for row in panel.rows]
        for panel in dashboard.panels(user, at=NOON)
    }


@pytest.fixture
def busy(newsroom, cast):
    insert_draft(newsroom, headline="Bản nháp")
    back = insert_in_review(newsroom, headline="Bị trả lại")
    workflow.send_back(back, by=cast.editor, note="Thêm nguồn.", at=at(10))
    insert_in_review(newsroom, headline="Chờ duyệt")
    insert_approved(newsroom, headline="Đã duyệt")
    insert_published(newsroom, headline="Chờ giờ", goes_live_at=at(18))
    insert_published(newsroom, headline="Đang đăng")
    insert_published(newsroom, headline="Hôm qua", at=at(9, day=7))
    insert_draft(
        newsroom,
        headline="Chờ ảnh",
        lead=insert_image(rights="unknown", caption="Ảnh chưa rõ nguồn."),
    )
    return newsroom


def test_a_reporter_sees_their_own_copy(busy, cast):
    assert home(cast.reporter) == {
        "Sent back to me": ["Bị trả lại"],
        "Mine in review": ["Chờ duyệt"],
        "My drafts": ["Chờ ảnh", "Bản nháp"],
        "Going live soon": ["Chờ giờ"],
        "Live today": ["Đang đăng"],
    }


def test_another_reporter_sees_none_of_it(busy, cast):
    assert home(cast.colleague) == {
        "Sent back to me": [],
        "Mine in review": [],
        "My drafts": [],
        "Going live soon": ["Chờ giờ"],
        "Live today": ["Đang đăng"],
    }


def test_an_editor_sees_what_waits(busy, cast):
    shown = home(cast.editor)
    assert shown["Waiting for review"] == ["Chờ duyệt"]
    assert shown["Approved"] == ["Đã duyệt"]


def test_the_picture_desk_sees_pictures_to_clear(busy, cast):
    assert home(cast.pictures) == {
        "Pictures to clear": ["Ảnh chưa rõ nguồn."],
        **WARNINGS,
        "Quotas nearly used up": [],
        "Going live soon": ["Chờ giờ"],
        "Live today": ["Đang đăng"],
    }


def test_who_has_no_role_sees_nothing(busy, cast):
    assert home(cast.outsider) == {}


def test_what_was_sent_back_says_why(busy, cast, client):
    client.force_login(cast.reporter, backend="django.contrib.auth.backends.ModelBackend")
    assert "Thêm nguồn." in client.get("/admin/").content.decode()


def small(**fields):
    return insert_image(**fields)


def rows(title, newsroom, now):
    """The rows of the panel with the title `title`, as the chief editor sees it."""
    (panel,) = [p for p in dashboard.panels(newsroom.cast.chief, at=now) if p.title == title]
    return panel.rows


def running_out(newsroom, now=NOON):
    """Caption, when, and the stories it leaves."""
    return [
        (picture.image.caption, str(picture.when), [e.headline for e in picture.editions])
        for picture in rows("Pictures that run out", newsroom, now)
    ]


def lost(newsroom, now=NOON):
    """Headline, and each picture kept off its page with the reason."""
    return [
        (line.edition.headline, [(image.caption, reason) for image, reason in line.images])
        for line in rows("Live stories that lost a picture", newsroom, now)
    ]


def quotas(newsroom, now=NOON):
    low = rows("Quotas nearly used up", newsroom, now)
    return [(str(quota.agency), quota.printed, quota.left) for quota in low]


def of_agency(agency, **fields):
    return small(rights=Image.Rights.AGENCY, origin=agency, **fields)


def quota(agency, number):
    agency.contracts.filter(service="picture").update(monthly_quota=number)


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        ("reporter", set()),
        ("editor", set(WARNINGS)),
        ("pictures", {*WARNINGS, "Quotas nearly used up"}),
        ("chief", {*WARNINGS, "Quotas nearly used up"}),
        ("admin", set()),
        ("outsider", set()),
    ],
)
def test_warnings_are_for_those_who_can_act_on_them(newsroom, cast, role, titles):
    assert set(home(getattr(cast, role))) & {*WARNINGS, "Quotas nearly used up"} == titles


def test_pictures_that_run_out_are_listed_a_day_and_a_week_ahead(newsroom):
    insert_published(
        newsroom, lead=small(caption="Còn lâu.", usable_until=at(13, day=15)), headline="A"
    )
    insert_published(
        newsroom, lead=small(caption="Còn ít.", usable_until=at(12, day=15)), headline="B"
    )
    insert_published(
        newsroom, lead=small(caption="Sắp hết.", usable_until=at(12, day=9)), headline="C"
    )
    assert running_out(newsroom) == [
        ("Sắp hết.", "Within a day", ["C"]),
        ("Còn ít.", "Within 7 days", ["B"]),
    ]
    assert running_out(newsroom, at(12, day=9)) == [
        ("Còn ít.", "Within 7 days", ["B"]),
        ("Còn lâu.", "Within 7 days", ["A"]),
    ]


def test_a_picture_that_runs_out_names_every_story_that_it_leaves(newsroom):
    image = small(caption="Sắp hết.", usable_until=at(18))
    insert_published(newsroom, lead=image, headline="Bài đầu", at=at(9))
    insert_published(
        newsroom,
        lead=image,
        body=f'<p>Đoạn.</p><figure data-image="{image.pk}"></figure>',
        headline="Bài sau",
        at=at(10),
    )
    assert running_out(newsroom) == [("Sắp hết.", "Within a day", ["Bài sau", "Bài đầu"])]


def test_whatever_the_clock_ends_is_listed_ahead(newsroom, cast):
    """The contract, its days on our pages, the days of the picture's terms, a ruling's end."""
    ending, archived = make_agency("Hãng A"), make_agency("Hãng B")
    ending.contracts.update(valid_until=NOON.date())
    archived.contracts.filter(service="picture").update(archive_days=3)
    ruled = small(caption="Quyết định.", usable_until=at(10))
    Lease.objects.create(
        image=ruled,
        kind=Lease.Kind.ALLOW,
        starts_at=at(9),
        ends_at=at(12, day=10),
        reason="Gia hạn.",
        given_by=cast.pictures,
    )
    terms = small(caption="Điều khoản.")
    for image in (of_agency(ending, caption="Hợp đồng."), of_agency(archived, caption="Lưu trữ.")):
        insert_published(newsroom, lead=image, headline=image.caption, at=at(9))
    for image in (ruled, terms):
        insert_published(newsroom, lead=image, headline=image.caption, at=at(9))
    Image.objects.filter(pk=terms.pk).update(terms_expire_at=at(20))
    assert running_out(newsroom) == [
        ("Hợp đồng.", "Within a day", ["Hợp đồng."]),
        ("Điều khoản.", "Within a day", ["Điều khoản."]),
        ("Lưu trữ.", "Within 7 days", ["Lưu trữ."]),
        ("Quyết định.", "Within 7 days", ["Quyết định."]),
    ]


def test_a_picture_that_is_on_no_page_needs_no_warning(newsroom, cast):
    insert_draft(newsroom, lead=small(usable_until=at(18)))
    waits = small(usable_until=at(20))
    insert_published(newsroom, lead=waits, goes_live_at=at(19))
    killed = insert_published(newsroom, lead=small(usable_until=at(18)))
    workflow.kill(killed, by=cast.chief, note="Gỡ.", at=at(11))
    assert running_out(newsroom) == []


def test_a_portrait_that_runs_out_is_listed_too(newsroom):
    small(caption="Chân dung.", usable_until=at(18), portrait_of=newsroom.author)
    assert running_out(newsroom) == [("Chân dung.", "Within a day", [])]


def test_a_live_story_that_lost_its_picture_says_which_and_why(newsroom):
    image = small(caption="Bị rút.")
    insert_published(newsroom, lead=image, headline="Mất ảnh", at=at(9))
    insert_published(newsroom, lead=small(), headline="Còn ảnh", at=at(9))
    assert lost(newsroom) == []
    Image.objects.filter(pk=image.pk).update(withdrawn_at=at(11))
    assert lost(newsroom, at(10)) == []
    assert lost(newsroom) == [
        ("Mất ảnh", [("Bị rút.", "It has been withdrawn. Choose another picture.")])
    ]


def test_it_leaves_the_list_when_it_is_printed_without_the_picture_or_killed(newsroom, cast):
    image = small()
    body = f'<p>Đoạn.</p><figure data-image="{image.pk}"></figure>'
    mended = insert_published(newsroom, body=body, headline="Được sửa", at=at(8))
    killed = insert_published(newsroom, body=body, headline="Bị gỡ", at=at(8))
    Image.objects.filter(pk=image.pk).update(withdrawn_at=at(9))
    assert [headline for headline, _images in lost(newsroom, at(9))] == ["Bị gỡ", "Được sửa"]
    newsroom.printed_again(mended, body="<p>Đoạn.</p>", at=at(10))
    workflow.kill(killed, by=cast.chief, note="Gỡ.", at=at(10))
    assert lost(newsroom) == []


def test_what_was_lost_this_week_stands_before_what_was_lost_long_ago(newsroom):
    for headline, gone_at, day in (("Mới", at(9), 1), ("Cũ", at(9) - timedelta(days=20), 2)):
        image = small()
        insert_published(newsroom, lead=image, headline=headline, at=at(9, day=day))
        Image.objects.filter(pk=image.pk).update(withdrawn_at=gone_at)
    assert [headline for headline, _images in lost(newsroom)] == ["Mới", "Cũ"]


@pytest.mark.parametrize(
    ("allowed", "printed", "left"),
    [(6, 1, None), (6, 2, 4), (60, 2, None), (3, 3, 0), (2, 3, 0)],
)
def test_a_quota_warns_when_few_are_left(newsroom, allowed, printed, left):
    for _number in range(printed):
        of_agency(newsroom.kyodo, first_printed_at=at(9))
    quota(newsroom.kyodo, allowed)
    assert quotas(newsroom) == ([] if left is None else [("Kyodo", printed, left)])


def test_a_large_quota_warns_when_less_than_a_tenth_is_left(newsroom):
    for number in range(11):
        of_agency(newsroom.kyodo, first_printed_at=at(9) if number else at(9, day=1))
    quota(newsroom.kyodo, 110)
    assert quotas(newsroom) == []
    quota(newsroom.kyodo, 12)
    assert quotas(newsroom) == [("Kyodo", 11, 1)]


def test_no_quota_no_warning(newsroom):
    of_agency(newsroom.kyodo, first_printed_at=at(9))
    assert quotas(newsroom) == []


def test_the_warnings_lead_to_copy_pictures_and_the_report(newsroom, cast, client):
    """As a picture editor sees them: every address they name can be opened."""
    image = small(caption="Bị rút.", origin=newsroom.kyodo)
    article = insert_published(newsroom, lead=image, at=at(9))
    soon = small(usable_until=at(9) + timedelta(days=30_000))
    insert_published(newsroom, lead=soon, at=at(9))
    Image.objects.filter(pk=image.pk).update(withdrawn_at=at(11))
    quota(newsroom.kyodo, 1)
    client.force_login(cast.pictures, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/admin/").content.decode()
    addresses = [
        f"/admin/articles/article/{article.pk}/change/",
        f"/admin/images/image/{image.pk}/change/",
        f"/admin/editions/edition/picture-use/?agency={newsroom.kyodo.pk}",
    ]
    for address in addresses:
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_each_warning_asks_the_same_whatever_hangs_on_it(newsroom):
    def print_another(number):
        agency = make_agency(f"Hãng {number}")
        quota(agency, 3)
        leaving = of_agency(agency, usable_until=at(18))
        gone = of_agency(agency)
        for image in (leaving, gone):
            insert_published(newsroom, lead=image, at=at(9))
        Image.objects.filter(pk=gone.pk).update(withdrawn_at=at(11))

    def queries(of):
        with CaptureQueriesContext(connection) as captured:
            of(NOON)
        return len(captured)

    panels = (
        dashboard.stories_without_their_picture,
        dashboard.pictures_that_run_out,
        dashboard.quotas_that_run_out,
    )
    print_another(1)
    before = [queries(of) for of in panels]
    print_another(2)
    print_another(3)
    assert [queries(of) for of in panels] == before == [5, 7, 2]
