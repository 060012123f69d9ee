"""What we had of an agency's pictures in a month, for settling its contract."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from editions import reports
from editions.models import EditionImage
from editions.reports import Period
from editions.views import reports as report_views
from images import rights
from images.models import Image
from newsroom.tests.factories import VIETNAM, at, make_agency, make_contract
from newsroom.tests.rows import insert_image, insert_published

pytestmark = pytest.mark.both_databases

ADDRESS = reverse("admin:editions_picture_use")
JUNE = Period(date(2024, 6, 1), date(2024, 6, 30))
LATER = datetime(2024, 9, 1, tzinfo=VIETNAM)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def of_agency(agency, **fields):
    return insert_image(rights=Image.Rights.AGENCY, origin=agency, **fields)


def ask(user, **params):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(ADDRESS, params)


@pytest.fixture
def chief(cast):
    cast.chief.language = "en"
    cast.chief.save()
    return cast.chief


def test_a_month_is_the_houses_from_midnight_to_midnight():
    assert Period.month(date(2024, 6, 17)) == JUNE
    assert JUNE.begins == datetime(2024, 5, 31, 17, tzinfo=UTC)
    assert JUNE.ends == datetime(2024, 6, 30, 17, tzinfo=UTC)
    assert (JUNE.before, JUNE.after) == (
        Period.month(date(2024, 5, 1)),
        Period.month(date(2024, 7, 1)),
    )


def test_a_period_has_both_its_days():
    day = Period(date(2024, 2, 29), date(2024, 2, 29))
    assert day.ends - day.begins == timedelta(days=1)
    assert not day.is_month
    assert [str(month) for month in day.months()] == ["02/2024"]
    over_new_year = Period(date(2023, 12, 31), date(2024, 2, 1))
    assert [str(month) for month in over_new_year.months()] == ["12/2023", "01/2024", "02/2024"]


@pytest.mark.parametrize(
    ("published_at", "counts"),
    [
        (datetime(2024, 6, 30, 16, 59, 59, tzinfo=UTC), True),
        (datetime(2024, 6, 30, 17, 0, 0, tzinfo=UTC), False),
    ],
)
def test_what_appears_at_midnight_is_the_next_months(newsroom, published_at, counts):
    insert_published(newsroom, lead=of_agency(newsroom.kyodo), at=published_at)
    report = report_views.page_context(newsroom.kyodo, JUNE, at=LATER)
    july = report_views.page_context(newsroom.kyodo, JUNE.after, at=LATER)
    assert (report["totals"].uses, report["totals"].printed_first) == ((1, 1) if counts else (0, 0))
    assert (july["totals"].uses, july["totals"].printed_first) == ((1, 0) if counts else (1, 1))


def test_totals_count_pictures_once_and_tell_which_are_new(newsroom):
    kyodo, twice = newsroom.kyodo, of_agency(newsroom.kyodo)
    insert_published(newsroom, lead=of_agency(kyodo), at=at(9) - timedelta(days=20))
    insert_published(newsroom, lead=twice, at=at(9))
    insert_published(newsroom, lead=twice, at=at(10))
    report = report_views.page_context(kyodo, JUNE, at=LATER)
    assert report["totals"] == reports.Totals(uses=3, pictures=2, stories=3, printed_first=1)


def test_the_page_shows_the_newest_and_counts_all(newsroom, monkeypatch):
    monkeypatch.setattr(report_views, "LENGTH", 2)
    for hour in (9, 10, 11):
        insert_published(
            newsroom, lead=of_agency(newsroom.kyodo), headline=f"Bài {hour}", at=at(hour)
        )
    report = report_views.page_context(newsroom.kyodo, JUNE, at=LATER)
    assert [use.headline for use in report["uses"]] == ["Bài 11", "Bài 10"]
    assert report["totals"].uses == 3


def test_the_quota_is_that_of_the_contract_in_force_in_each_month(newsroom):
    agency = make_agency("Reuters", contracts=())
    for month, quota in ((5, 10), (6, 20)):
        first = date(2024, month, 1)
        contract = make_contract(agency, monthly_quota=quota)
        contract.valid_from, contract.valid_until = first, Period.month(first).until_on
        contract.save()
    of_agency(agency, first_printed_at=JUNE.begins)
    of_agency(agency, first_printed_at=JUNE.ends - timedelta(seconds=1))
    of_agency(agency, first_printed_at=JUNE.ends)
    of_agency(agency, first_printed_at=JUNE.begins - timedelta(seconds=1))
    period = Period(date(2024, 5, 20), date(2024, 7, 2))
    quotas = reports.quotas_by_month(agency, period, at=LATER)
    assert [(str(q.month), q.printed, q.allowed, q.left) for q in quotas] == [
        ("05/2024", 1, 10, 9),
        ("06/2024", 2, 20, 18),
    ]


def test_of_two_contracts_in_force_the_newest_counts(newsroom):
    make_contract(newsroom.kyodo, monthly_quota=5, days=10)
    newsroom.kyodo.contracts.filter(valid_from__lt=at(0, day=1) - timedelta(days=99)).update(
        monthly_quota=100
    )
    (quota,) = reports.quotas_by_month(newsroom.kyodo, JUNE, at=at(12))
    assert [q.allowed for q in (quota, *reports.quotas(at(12)))] == [5, 5]


def test_all_quotas_at_once_agree_with_each_asked_alone(newsroom):
    """The one count for all agencies, and images/rights.py, over the edges of the month."""
    reuters = make_agency("Reuters")
    for agency in (newsroom.kyodo, reuters):
        agency.contracts.filter(service="picture").update(monthly_quota=7)
    second = timedelta(seconds=1)
    edges = (JUNE.begins - second, JUNE.begins, JUNE.ends - second, JUNE.ends)
    for now in edges:
        of_agency(newsroom.kyodo, first_printed_at=now)
        of_agency(newsroom.kyodo, via=reuters, first_printed_at=now)
        insert_image(origin=reuters, first_printed_at=now)  # not by contract
    printed = []
    for now in edges:
        alone = [rights.printed_in_month([a.pk], at=now)[a.pk] for a in (newsroom.kyodo, reuters)]
        assert [quota.printed for quota in reports.quotas(now)] == alone
        printed.append(alone)
    assert printed == [[1, 1], [2, 2], [2, 2], [1, 1]]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("reporter", 403),
        ("editor", 403),
        ("pictures", 200),
        ("chief", 200),
        ("admin", 403),
        ("outsider", 302),
    ],
)
def test_it_is_for_those_who_rule_on_pictures_and_keep_contracts(newsroom, cast, role, status):
    user = getattr(cast, role)
    for params in (
        {},
        {"agency": newsroom.kyodo.pk},
        {"agency": newsroom.kyodo.pk, "format": "csv"},
    ):
        assert ask(user, **params).status_code == status


def test_only_they_see_the_way_there(newsroom, cast):
    for role in ("reporter", "editor", "pictures", "chief", "admin"):
        client = Client()
        client.force_login(getattr(cast, role), backend="django.contrib.auth.backends.ModelBackend")
        for place in (reverse("admin:index"), reverse("admin:editions_edition_changelist")):
            page = client.get(place).content.decode()
            assert (f'href="{ADDRESS}"' in page) == (role in ("pictures", "chief")), (role, place)


def test_it_begins_with_this_month_and_no_agency(newsroom, chief):
    page = ask(chief).content.decode()
    assert "Choose an agency and a time" in page
    assert f'value="{Period.month(date.today()).from_on}"' in page  # noqa: DTZ011


def test_the_page_names_picture_story_and_time(newsroom, chief):
    newsroom.kyodo.contracts.filter(service="picture").update(monthly_quota=10)
    image = of_agency(newsroom.kyodo, supplier_reference="KY-0815", creator="Kyodo")
    insert_published(newsroom, lead=image, headline="Bài có ảnh", at=at(9))
    page = ask(chief, agency=newsroom.kyodo.pk, month="2024-06").content.decode()
    for text in (
        "Kyodo, 06/2024",
        "KY-0815",
        "Bài có ảnh",
        "Ảnh: Kyodo",
        "08/06/2024 - 09:00",
        "on our pages",
        "1 of 10 used, 9 left",
        "lead picture",
        f'href="{reverse("admin:images_image_change", args=[image.pk])}"',
        f'src="{reverse("admin:images_image_file", args=[image.pk, "-"]).removesuffix("-")}320',
    ):
        assert text in page


def test_a_time_without_pictures_says_so(newsroom, chief):
    page = ask(chief, agency=newsroom.kyodo.pk, month="2024-06").content.decode()
    assert "No picture of Kyodo was on our pages in this time." in page


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"from_on": "2024-06-30", "until_on": "2024-06-01"}, "The period ends before it begins."),
        ({"from_on": "1999-12-31", "until_on": "2024-06-01"}, "The year lies outside 2000–2100."),
        ({"from_on": "2024-06-01", "until_on": "9999-12-31"}, "The year lies outside 2000–2100."),
        ({"from_on": "0001-01-01", "until_on": "2024-02-30"}, "Enter a valid date."),
        ({"agency": "9" * 40}, "Select a valid choice."),
        ({"agency": "x"}, "Select a valid choice."),
        ({"agency": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_asked_is_told_and_no_file_is_made(newsroom, chief, params, says):
    params = {"agency": newsroom.kyodo.pk, **params, "format": "csv"}
    response = ask(chief, **params)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    assert says in response.content.decode()


@pytest.mark.parametrize("month", ["2024-13", "2024-00", "24-06", "2024-6", "²024-06", "9999-12"])
def test_a_month_that_is_none_is_not_found(newsroom, chief, month):
    assert ask(chief, agency=newsroom.kyodo.pk, month=month).status_code == 404


def test_it_changes_nothing(newsroom, chief):
    client = Client()
    client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(ADDRESS, {"agency": newsroom.kyodo.pk}).status_code == 405


def test_page_and_file_ask_the_same_for_one_row_and_for_three(newsroom, chief):
    newsroom.kyodo.contracts.filter(service="picture").update(monthly_quota=10)
    client = Client()
    client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    params = {"agency": newsroom.kyodo.pk, "month": "2024-06"}

    def queries(**more):
        client.get(ADDRESS, params)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(ADDRESS, {**params, **more})
            assert b"".join(response) if response.streaming else response.content
        return len(captured)

    insert_published(newsroom, lead=of_agency(newsroom.kyodo), at=at(9))
    alone = queries(), queries(format="csv")
    for _number in range(2):
        insert_published(newsroom, lead=of_agency(newsroom.kyodo), at=at(9))
    assert (queries(), queries(format="csv")) == alone
    assert max(alone) <= 16


def read(response):
    content = b"".join(response)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_file_has_every_row_with_its_times_in_the_house(newsroom, chief, settings):
    image = of_agency(
        newsroom.kyodo, supplier_reference="KY-0815", creator="Kyodo", usable_until=at(0, day=20)
    )
    article = insert_published(
        newsroom, lead=image, headline="Bài “có”, ảnh", at=datetime(2024, 6, 8, 17, 30, tzinfo=UTC)
    )
    response = ask(chief, agency=newsroom.kyodo.pk, month="2024-06", format="csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        'attachment; filename="picture-use-kyodo-2024-06.csv"'
    )
    header, row = read(response)
    assert len(header) == len(row)
    assert dict(zip(header, row, strict=True)) == {
        "Supplier’s number": "KY-0815",
        "Caption": "Cầu Trường Tiền lúc chiều xuống.",
        "Creator": "Kyodo",
        "Credit line": "Ảnh: Kyodo",
        "Headline": "Bài “có”, ảnh",
        "Address": settings.SITE_URL + article.story.editions.get().get_absolute_url(),
        "Section": "Thế giới",
        "Place": "lead picture",
        "From": "2024-06-09 00:30",
        "Until": "2024-06-20 00:00",
        "Editions": "1",
    }


def test_the_file_has_all_rows_though_the_page_has_not(newsroom, chief, monkeypatch):
    monkeypatch.setattr(report_views, "LENGTH", 1)
    for _number in range(3):
        insert_published(newsroom, lead=of_agency(newsroom.kyodo), at=at(9))
    rows = read(ask(chief, agency=newsroom.kyodo.pk, month="2024-06", format="csv"))
    assert len(rows) == 4


def test_the_files_name_says_other_times_by_their_days_and_is_ascii(newsroom, chief):
    agency = make_agency("Thông tấn xã Việt Nam")
    response = ask(
        chief, agency=agency.pk, from_on="2024-06-01", until_on="2024-06-15", format="csv"
    )
    name = "picture-use-thong-tan-xa-viet-nam-2024-06-01-2024-06-15.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


def test_the_file_speaks_the_language_of_who_asks_to_its_last_row(newsroom, cast):
    """It is sent after the request is over, when no language is set any more."""
    insert_published(newsroom, lead=of_agency(newsroom.kyodo), at=at(9))
    params = {"agency": newsroom.kyodo.pk, "month": "2024-06", "format": "csv"}
    with translation.override("vi"):
        label = str(EditionImage.Place.LEAD.label)
    assert label != "lead picture"
    for language, place in (("vi", label), ("en", "lead picture")):
        cast.chief.language = language
        cast.chief.save()
        _header, row = read(ask(cast.chief, **params))
        assert row[7] == place


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "\u00a0=1",
    "\u3000=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠A1",
    " \u200b=1",
    "\ufeff=1",
    '=HYPERLINK("https://x.example","a")',
    "\tx",
    "\rx",
    "\x00=1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_begins_as_a_formula(text):
    assert report_views.safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "Ảnh: Kyodo", "1-2", "'=1", "(=1)", "…=1", "50 %"])
def test_other_words_stay_as_they_are(text):
    assert report_views.safe_cell(text) == text


def test_hostile_captions_and_headlines_arrive_as_words(newsroom, chief):
    """Through the copy, the library and the press into the file: no cell begins as a formula."""
    for text in ("=cmd|' /C calc'!A0", "＝1+1", "@SUM(A1)", "+84 1", "-1"):
        image = of_agency(newsroom.kyodo, caption=text, creator=text, supplier_reference=text)
        Image.objects.filter(pk=image.pk).update(credit_override=text)
        newsroom.published(lead=image, headline=text, at=at(9))
    rows = read(ask(chief, agency=newsroom.kyodo.pk, month="2024-06", format="csv"))
    assert len(rows) == 6
    for row in rows[1:]:
        hostile = (row[0], row[1], row[2], row[4])
        assert all(cell.startswith("'") for cell in hostile)
        assert all(not cell.lstrip().startswith(tuple("=+-@＝＋－＠")) for cell in row)
