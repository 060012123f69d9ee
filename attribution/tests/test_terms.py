"""Restrictions recognised among an agency's instructions, as a table."""

import pytest

from attribution.terms import Terms, bars_passing_on, excludes, read


@pytest.mark.parametrize(
    ("text", "restrictions"),
    [
        ("JAPAN OUT", ["JAPAN OUT"]),
        ("UK OUT", ["UK OUT"]),
        ("JAPAN OUT, CHINA OUT", ["JAPAN OUT", "CHINA OUT"]),
        ("NO SALES JAPAN OUT", ["NO SALES", "JAPAN OUT"]),
        ("JAPAN\r\nOUT", ["JAPAN OUT"]),
        ("NO SALES; NO ARCHIVES", ["NO SALES", "NO ARCHIVE"]),
        ("NO ARCHIVE. NO ARCHIVES.", ["NO ARCHIVE"]),
        ("No sales, no archives", ["NO SALES", "NO ARCHIVE"]),
        ("ONE TIME USE ONLY", ["ONE TIME USE"]),
        ("ONE-TIME USE", ["ONE TIME USE"]),
        ("MANDATORY CREDIT: KYODO", ["MANDATORY CREDIT"]),
        ("EDITORIAL USE ONLY / NO COMMERCIAL USE", ["EDITORIAL USE ONLY", "NO COMMERCIAL USE"]),
        ("NO CROPPING", ["NO CROPPING"]),
        ("14 DAYS", ["14 DAYS"]),
        ("Use within 14 days.", ["14 DAYS"]),
        ("14-DAYS", ["14 DAYS"]),
        ("2024 DAYS", []),
        ("A picture carried out at sea, sold out, 5 days out", ["5 DAYS"]),
        ("WITHOUT OUTPUT", []),
        ("TECHNO SALES", []),
        ("Không dùng lại, không bán.", []),
        ("NO-SALES", ["NO SALES"]),
        ("NO SALESMEN", []),
        ("EDITORIAL USE", []),
        ("DAYS", []),
        ("Japan out", []),
        ("JAPAN OUTSIDE", []),
        ("X OUT", []),
        ("CẤM BÁN. NO SALES. KHÔNG LƯU.", ["NO SALES"]),
        ("", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_restrictions_are_read(text, restrictions):
    assert list(read(text).restrictions) == restrictions


@pytest.mark.parametrize(
    ("text", "is_barred"),
    [
        *(
            (text, True)
            for text in (
                "NO SALES",
                "No sale.",
                "Not for sale",
                "NO RE-SALE",
                "Not for resale.",
                "NO THIRD-PARTY SALES",
                "Not for syndication",
                "No redistribution",
                "SINGLE USE",
            )
        ),
        ("MANDATORY CREDIT", False),
        ("There is no saleroom.", False),
    ],
)
def test_what_may_not_be_passed_on_is_recognised(text, is_barred):
    assert bars_passing_on(read(text).restrictions) is is_barred


def test_what_several_texts_say_is_said_once_in_their_order():
    restrictions = read("JAPAN OUT, NO SALES", "", "NO SALES, 14 DAYS, JAPAN OUT").restrictions
    assert list(restrictions) == ["JAPAN OUT", "NO SALES", "14 DAYS"]


def test_a_restriction_does_not_run_from_one_text_into_the_next():
    assert not read("JAPAN", "OUT").restrictions
    assert read() == Terms()


@pytest.mark.parametrize(
    "territory",
    [
        "Asia except Vietnam",
        "Asia, excluding: Vietnam, Laos",
        "Worldwide excl. Viet Nam",
        "World ex-Vietnam",
        "Worldwide (not Vietnam)",
        "Not for use in Vietnam.",
        "All countries but Vietnam",
        "Worldwide except China and the territory of Vietnam",
        "Worldwide, Vietnam excluded",
        "VN OUT",
        "Châu Á trừ Việt Nam",
        "Châu Á, ngoại trừ VN",
        "Toàn cầu (không bao gồm Việt Nam)",
        "Ngoài lãnh thổ Việt Nam",
        "Không dùng ở Việt Nam",
        "Toàn cầu trừ Đông Nam Á",
    ],
)
def test_a_territory_leaves_us_out(territory, settings):
    assert excludes(territory, settings.HOUSE_TERRITORIES)


@pytest.mark.parametrize(
    "territory",
    [
        "",
        "Vietnam",
        "Chỉ Việt Nam",
        "Vietnam only, no resale",
        "Asia except Japan",
        "Asia except Japan; Vietnam allowed",
        "Vietnam and Laos, not Cambodia",
        "Worldwide, no limit in Vietnam",
        "Không giới hạn, kể cả Việt Nam",
        "Laos, ngoài ra Việt Nam",
    ],
)
def test_a_territory_does_not_leave_us_out(territory, settings):
    assert not excludes(territory, settings.HOUSE_TERRITORIES)
