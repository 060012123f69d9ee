"""Names that keep their address, contracts that are in force on a day, and agencies' many names."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from attribution.models import Agency, Author, Contract
from newsroom.tests.factories import make_agency, make_author

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("make", [make_author, make_agency])
def test_an_address_is_made_once_and_stays(make):
    named = make("Nguyễn Thị Đào")
    named.name = "Nguyễn Thị Mơ"
    named.save()
    named.refresh_from_db()
    assert (named.name, named.slug) == ("Nguyễn Thị Mơ", "nguyen-thi-dao")


def test_namesakes_have_addresses_of_their_own():
    assert [make_author("Lê Minh").slug for _ in range(3)] == ["le-minh", "le-minh-2", "le-minh-3"]
    assert make_agency("Lê Minh").slug == "le-minh"


def test_a_free_number_is_found_between_longer_names():
    for name in ("Lê Minh", "Lê Minh 2", "Lê Minh Châu"):
        make_author(name)
    assert make_author("Lê Minh").slug == "le-minh-3"


def test_a_long_name_leaves_room_for_a_number():
    first, second = (make_author("tàu đạn " * 14) for _ in range(2))
    assert first.slug == "-".join(["tau-dan"] * 8 + ["tau"])
    assert second.slug == f"{first.slug}-2"


def test_two_of_one_address_are_refused_by_the_database():
    make_author("Lê Minh")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_author("Lê Minh Châu", slug="le-minh")


@pytest.mark.parametrize(
    "name", ["…", "共同", "---"], ids=["a mark", "no letter of ours", "hyphens"]
)
def test_a_name_without_an_address_is_refused(name):
    with pytest.raises(ValidationError) as refused:
        Author(name=name).full_clean()
    assert list(refused.value.message_dict) == ["name"]


def test_names_are_normalised_when_saved():
    author = make_author("  Le\u0302 \u200b Minh\u00a0Châu ", role="Phóng\nviên")
    assert (author.name, author.role) == ("Lê Minh Châu", "Phóng viên")
    author.refresh_from_db()
    assert (author.name, author.role) == ("Lê Minh Châu", "Phóng viên")


def test_names_are_normalised_when_asked_for():
    author = make_author("Lê Minh")
    assert Author.objects.get(name="Le\u0302 Minh ") == author


def test_long_text_keeps_its_lines():
    author = make_author(biography=" Dòng một.\r\nDo\u0300ng hai.\x00 ")
    author.refresh_from_db()
    assert author.biography == "Dòng một.\nDòng hai."


@pytest.mark.parametrize(
    ("on", "in_force"),
    [
        pytest.param(date(2024, 5, 31), ["open"], id="the day before it begins"),
        pytest.param(date(2024, 6, 1), ["dated", "open"], id="its first day"),
        pytest.param(date(2024, 6, 15), ["dated", "one day", "open"], id="within"),
        pytest.param(date(2024, 6, 30), ["dated", "open"], id="its last day"),
        pytest.param(date(2024, 7, 1), ["open"], id="the day after"),
        pytest.param(date(2019, 12, 31), [], id="before all"),
        pytest.param(date(2099, 1, 1), ["open"], id="one without an end goes on"),
    ],
)
def test_a_contract_is_in_force_from_its_first_to_its_last_day(on, in_force):
    agency = make_agency(contracts=())
    for territory, valid_from, valid_until in (
        ("dated", date(2024, 6, 1), date(2024, 6, 30)),
        ("one day", date(2024, 6, 15), date(2024, 6, 15)),
        ("open", date(2020, 1, 1), None),
    ):
        Contract.objects.create(
            agency=agency,
            service="text",
            territory=territory,
            valid_from=valid_from,
            valid_until=valid_until,
        )
    in_force_then = Contract.objects.in_force(on).order_by("territory")
    assert [contract.territory for contract in in_force_then] == in_force


BACKWARDS = {"service": "text", "valid_from": date(2024, 6, 2), "valid_until": date(2024, 6, 1)}


def test_a_contract_that_ends_before_it_begins_is_refused_with_a_sentence():
    with pytest.raises(ValidationError) as refused:
        Contract(agency=make_agency(contracts=()), **BACKWARDS).full_clean()
    assert len(refused.value.messages) == 1


def test_a_contract_that_ends_before_it_begins_is_refused_by_the_database():
    agency = make_agency(contracts=())
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.create(agency=agency, **BACKWARDS)


def test_a_contract_allows_no_translation_until_the_desk_says_so():
    assert Contract().may_translate is False


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("Kyodo", True),
        ("KYODO", True),
        (" kyodo ", True),
        ("KYODONEWS", True),
        ("Kyodo News", True),
        ("共同", True),
        ("Tin Dong Kinh", True),
        ("Kyod", False),
        ("Kyodo News Agency", False),
        ("", False),
    ],
)
def test_an_agency_answers_to_its_name_and_aliases(name, answers):
    aliases = ["KYODONEWS", "Kyodo News", "共同", "Tin Đông Kinh"]
    assert Agency(name="Kyodo", aliases=aliases).matches_name(name) is answers


FORMS = ("text_form_vi", "text_form_en", "picture_form_vi", "picture_form_en")


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        pytest.param({}, ("N", "N", "N", "N"), id="the name"),
        pytest.param({"text_form_vi": "tv"}, ("tv", "N", "tv", "N"), id="text, Vietnamese"),
        pytest.param({"text_form_en": "te"}, ("N", "te", "N", "te"), id="text, English"),
        pytest.param({"picture_form_vi": "pv"}, ("N", "N", "pv", "N"), id="picture, Vietnamese"),
        pytest.param({"picture_form_en": "pe"}, ("N", "N", "N", "pe"), id="picture, English"),
        pytest.param(dict(zip(FORMS, "abcd", strict=True)), tuple("abcd"), id="all four"),
    ],
)
def test_print_forms_fall_back_to_the_one_for_text_and_then_to_the_name(given, printed):
    agency = Agency(name="N", **given)
    assert (
        agency.text_form("vi"),
        agency.text_form("en"),
        agency.picture_form("vi"),
        agency.picture_form("en"),
    ) == printed
