"""Restrictions, ends of use and what is not understood among an agency's instructions, as tables."""

import time
from datetime import date
from pathlib import Path

import pytest

from attribution import agencies, terms
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
        ("A picture carried out at sea, sold out", []),
        ("WITHOUT OUTPUT", []),
        ("TECHNO SALES", []),
        ("Không dùng lại, không bán.", ["ONE TIME USE", "NO SALES"]),
        ("NO-SALES", ["NO SALES"]),
        ("NO SALESMEN", []),
        ("EDITORIAL USE", []),
        ("DAYS", []),
        ("Japan out", ["JAPAN OUT"]),
        ("JAPAN OUTSIDE", []),
        ("X OUT", []),
        ("CẤM BÁN. NO SALES. KHÔNG LƯU.", ["NO SALES", "NO ARCHIVE"]),
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


def lines_of_c26():
    """Yield text, restrictions and whether we are barred of each line in the file of cases."""
    file = Path(__file__).with_name("c26-restrictions.txt")
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield tuple(part.strip() for part in line.split("|"))


class TestCasesC26:
    @pytest.mark.parametrize(("text", "restrictions", "is_barred"), list(lines_of_c26()))
    def test_a_line_is_read(self, text, restrictions, is_barred, settings):
        stated = read(text)
        if restrictions == "blocks an online paper":
            assert terms.bars_online(stated.restrictions)
        elif restrictions == "an end of use":
            assert stated.ends_on == date(2024, 6, 22)
        else:
            assert list(stated.restrictions) == restrictions.split(", ")
            assert terms.bars(stated.restrictions, settings.HOUSE_TERRITORIES) is (
                is_barred == "yes"
            )
        assert not stated.not_understood


# A text, with what is read in it: restrictions, the last day, whether a wording is not understood.
READ = [
    # Territories in lists, in any case and language.
    ("OUT: Japan, Vietnam", ["JAPAN OUT", "VIETNAM OUT"]),
    ("Viet Nam out", ["VIETNAM OUT"]),
    ("VN OUT", ["VIETNAM OUT"]),
    ("VNM OUT", ["VIETNAM OUT"]),
    ("VNMOUT", ["VIETNAM OUT"]),
    ("VIỆT NAM OUT", ["VIETNAM OUT"]),
    ("AUSTRALIA\nAND NEW ZEALAND OUT", ["AUSTRALIA OUT", "NEW ZEALAND OUT"]),
    ("NO USE IN JAPAN,\nVIETNAM", ["JAPAN OUT", "VIETNAM OUT"]),
    ("US, UK OUT", ["USA OUT", "UK OUT"]),
    ("U.S. OUT", ["USA OUT"]),
    ("NEW YORK POST OUT", ["NEW YORK POST OUT"]),
    ("JAPAN, ATLANTIS AND CHINA OUT", ["JAPAN OUT", "ATLANTIS OUT", "CHINA OUT"]),
    ("VEITNAM, CHINA OUT", ["VEITNAM OUT", "CHINA OUT"]),
    ("NO USE IN JAPAN AND VEITNAM", ["JAPAN OUT", "VEITNAM OUT"]),
    ("NO SALES IN SOUTHEAST ASIA", ["SOUTHEAST ASIA OUT"]),
    ("May not be published in Vietnam or Laos.", ["VIETNAM OUT", "LAOS OUT"]),
    ("Use in Vietnam is prohibited", ["VIETNAM OUT"]),
    ("Vietnam excluded", ["VIETNAM OUT"]),
    ("Worldwide except Vietnam", ["VIETNAM OUT"]),
    ("Asia (excl. Vietnam)", ["VIETNAM OUT"]),
    ("cấm sử dụng tại Việt Nam", ["VIETNAM OUT"]),
    ("Không được dùng ở Việt Nam, Lào", ["VIETNAM OUT", "LAOS OUT"]),
    ("Toàn cầu trừ Việt Nam", ["VIETNAM OUT"]),
    # One territory, or medium, alone.
    ("Australia only", ["AUSTRALIA ONLY"]),
    ("For use in Australia and New Zealand only", ["AUSTRALIA, NEW ZEALAND ONLY"]),
    ("Only for use in Japan", ["JAPAN ONLY"]),
    ("Not for use outside Japan", ["JAPAN ONLY"]),
    ("Chỉ được dùng tại Úc", ["AUSTRALIA ONLY"]),
    ("Online only", ["ONLINE ONLY"]),
    ("For use in Japan", ["JAPAN ONLY"]),
    ("Licensed for Japan, China", ["JAPAN, CHINA ONLY"]),
    ("Territory: World", []),
    ("The minister stays in Vietnam for 14 days", []),
    ("For print", ["PRINT ONLY"]),
    ("For print use only", ["PRINT ONLY"]),
    ("PRINT AND TV ONLY", ["PRINT, TV ONLY"]),
    ("FOR NEWSPAPERS, INTERNET & TELEVISION USE ONLY", ["NEWSPAPERS, ONLINE, TV ONLY"]),
    ("chỉ dùng cho báo in", ["PRINT ONLY"]),
    # Territories by their adjectives.
    ("Licensed for the Japanese market", ["JAPAN ONLY"]),
    ("For Japanese use", ["JAPAN ONLY"]),
    ("For European clients only", ["EUROPE ONLY"]),
    ("No use by Vietnamese media", ["VIETNAM OUT"]),
    ("No Asian sales", ["ASIA OUT"]),
    ("Japanese Prime Minister Tanaka", []),
    ("Asian markets mixed", []),
    ("Worldwide rights", []),
    # What it may not be used for.
    ("No web, no mobile, no social", ["NO INTERNET", "NO MOBILE", "NO SOCIAL"]),
    ("NOT FOR ONLINE USE", ["NO INTERNET"]),
    ("INTERNET OUT", ["NO INTERNET"]),
    ("Không đăng trên internet", ["NO INTERNET"]),
    ("NO ARCHIVES, INTERNET OR RESALES", ["NO ARCHIVE", "NO INTERNET", "NO SALES"]),
    ("Do not crop or alter", ["NO CROPPING", "NO ALTERATION"]),
    ("Không cắt ảnh", ["NO CROPPING"]),
    ("for editorial use only", ["EDITORIAL USE ONLY"]),
    ("Restricted to editorial use - no marketing", ["EDITORIAL USE ONLY", "NO COMMERCIAL USE"]),
    # How long by days.
    ("within 14 days of transmission", ["14 DAYS"]),
    ("for 2 weeks from release", ["14 DAYS"]),
    ("FOURTEEN DAYS", ["14 DAYS"]),
    ("No use after 48 hours", ["2 DAYS"]),
    # Everyday wordings.
    ("MANDATORY CREDIT: Tanaka/Kyodo", ["MANDATORY CREDIT"]),
    ("Photo credit must read: Tanaka/Kyodo", ["MANDATORY CREDIT"]),
    ("Please credit Kyodo", ["MANDATORY CREDIT"]),
    ("No further information available.", []),
    ("For more information contact the desk.", []),
    ("No restrictions", []),
    ("Worldwide", []),
    ("For global distribution", []),
    ("Không giới hạn", []),
    ("CORRECTS spelling of name to Nguyen, not Ngyuen", []),
    ("Corrects dateline to Laos, not Vietnam", []),
    ("No expiration", []),
    ("Update No. 3", []),
    ("Removes extraneous word in lead", []),
    ("This is the last take", []),
    ("Headline only", []),
    ("Staff-written, do not change byline", []),
    ("Police said no one was arrested", []),
    ("Ban biên tập cảm ơn", []),
    ("GETTY IMAGES OUT", ["GETTY IMAGES OUT"]),
    ("TEMPLATE OUT", ["TEMPLATE OUT"]),  # an unknown name restricts whoever it is
    ("Photo by Tanaka/Kyodo/JAPAN OUT", ["JAPAN OUT"]),
    ("CORRECTS terms: not for use in Vietnam", ["VIETNAM OUT"]),
]
ENDS = [
    ("NOT FOR USE AFTER 22 JUNE 2024", date(2024, 6, 22)),
    ("No use after June 22, 2024", date(2024, 6, 22)),
    ("until 22.06.2024", date(2024, 6, 22)),
    ("Use by 2024-06-22", date(2024, 6, 22)),
    ("Expires 22 Jun 2024 23:59 GMT", date(2024, 6, 22)),
    ("không sử dụng sau ngày 22/06/2024", date(2024, 6, 22)),
    ("được dùng đến hết ngày 22 tháng 6 năm 2024", date(2024, 6, 22)),
    ("Not for use from 22 June 2024", date(2024, 6, 21)),
    ("NOT FOR USE AFTER JUNE 22", date(2024, 6, 22)),  # the next one
    ("Not for use after 05/06/2024", date(2024, 5, 6)),  # the earlier of both
    ("Not for use after 22 June 2024. Not after 1 May 2024", date(2024, 5, 1)),
]
NOT_UNDERSTOOD = [
    "Use only with written permission",
    "Restricted editorial rights for daily newspapers elsewhere, please call.",
    "Not in Atlantis",
    "Not for use before 22 June 2024",
    "Not for use until 22 June 2024",
    "EMBARGOED UNTIL 22 JUNE 2024",
    "No use for 14 days",
    "Not for use after 22 June 2024 or after 1 May 2024",
    "NO INTERNET WITHOUT PERMISSION",
    "NO USE IN JAPAN AND ATLANTIS",
    "ASIA OUT EXCEPT VIETNAM",
    "No use in Asia except Japan",
    "print use in Vietnam only",
    "Vietnam out in the first round",
    "Robots for use in Japan are sold",
    "Newspapers only",
    "Subscribers only",
    "FOOBAROUT",
    "Cấm sử dụng",
    "Nutzung nur in Österreich",
    "ベトナムでの使用不可",
]


@pytest.mark.parametrize(("text", "restrictions"), READ)
def test_a_wording_is_understood(text, restrictions):
    assert read(text) == Terms(restrictions=tuple(restrictions))


@pytest.mark.parametrize(("text", "day"), ENDS)
def test_an_end_of_use_is_understood(text, day):
    assert read(text, at=date(2024, 6, 1)) == Terms(ends_on=day)


def test_a_day_without_a_year_is_not_understood_by_itself():
    assert read("NOT FOR USE AFTER JUNE 22").not_understood == ("NOT FOR USE AFTER JUNE 22",)


@pytest.mark.parametrize("text", [*NOT_UNDERSTOOD, "Only with permission\nof the rights holder"])
def test_a_ruling_on_what_is_returned_stands_for_all_of_it(text):
    rulings = dict.fromkeys(map(terms.key, read(text).not_understood), ())
    assert read(text, rulings=rulings).not_understood == ()


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_seems_to_restrict_and_is_not_understood_is_returned_as_it_stands(text):
    assert read(text, at=date(2024, 6, 1)).not_understood == (text,)


class TestRulings:
    def test_a_wording_that_somebody_ruled_on_is_understood(self):
        rulings = {terms.key("No use by Vietnamese media."): ["VIETNAM OUT"]}
        stated = read("NO SALES. No use by Vietnamese media", rulings=rulings)
        assert stated == Terms(restrictions=("NO SALES", "VIETNAM OUT"))

    def test_a_ruling_replaces_what_was_read_in_the_wording(self):
        text = "ASIA OUT EXCEPT VIETNAM"
        assert read(text, rulings={terms.key(text): []}) == Terms()

    def test_the_key_of_a_wording_is_free_of_case_marks_blanks_and_full_stops(self):
        assert terms.key(" Cấm  sử dụng. ") == terms.key("CẤM SỬ DỤNG")


@pytest.mark.parametrize(
    ("restriction", "is_barred"),
    [
        *((f"{name} OUT", True) for name in ("ASIA", "ASEAN", "SOUTHEAST ASIA", "ASIA PACIFIC")),
        *((f"{name} OUT", True) for name in ("INDOCHINA", "WORLD", "VEITNAM", "SOUTH VIETNAM")),
        *((f"{name} OUT", False) for name in ("JAPAN", "AUSTRIA", "SOUTH ASIA", "NEW YORK POST")),
        *((f"{name} ONLY", True) for name in ("AUSTRALIA", "EU", "JAPAN, CHINA")),
        *((f"{name} ONLY", False) for name in ("VIETNAM", "ASIA", "WORLD", "SOUTHEAST ASIA")),
        ("JAPAN, VIETNAM ONLY", False),
        ("PRINT ONLY", False),
        ("EDITORIAL USE ONLY", False),
    ],
)
def test_which_territories_bar_us(restriction, is_barred, settings):
    assert terms.bars([restriction], settings.HOUSE_TERRITORIES) is is_barred


@pytest.mark.parametrize(
    ("restriction", "is_barred"),
    [
        *((restriction, True) for restriction in ("NO INTERNET", "NO MOBILE", "PRINT ONLY")),
        *((restriction, True) for restriction in ("TV ONLY", "PRINT, TV ONLY")),
        *((restriction, False) for restriction in ("NO SOCIAL", "ONLINE ONLY", "NO PRINT")),
        *((restriction, False) for restriction in ("PRINT, ONLINE ONLY", "AUSTRALIA ONLY")),
    ],
)
def test_which_restrictions_bar_a_website(restriction, is_barred):
    assert terms.bars_online([restriction]) is is_barred


@pytest.mark.parametrize("profile", agencies.profiles(), ids=lambda profile: profile.name)
def test_terms_of_an_agency_are_read_as_its_examples_say(profile):
    for text, restrictions in profile.terms_examples.items():
        assert read(text) == Terms(restrictions=restrictions)


@pytest.mark.parametrize(
    "text",
    [
        *("no ", "no use ", "not for use by the ", "JAPAN, ", "no use in Vietnam, ", "ABCD "),
        *("22 June 2024 ", "22/", "14 days ", "for use in print ", "không được sử dụng ", "a", "("),
        *(", ", ". ", "NO SALES\n", "editorial use ", "no archives, ", "only for "),
    ],
)
def test_a_long_text_is_read_in_time(text):
    began = time.process_time()
    read((text * 200_000)[:200_000] + " OUT ONLY")
    assert time.process_time() - began < 5


def test_what_stands_at_the_end_of_a_long_sentence_is_read():
    assert read("word " * 5_000 + ", NO USE IN VIETNAM").restrictions == ("VIETNAM OUT",)


@pytest.mark.parametrize(
    ("caption", "kept", "tail"),
    [
        ("The minister speaks. / Vietnam OUT", "The minister speaks.", ["Vietnam OUT"]),
        ("The minister speaks / Japan out", "The minister speaks", ["Japan out"]),
        ("He speaks. NO SALES. JAPAN OUT.", "He speaks.", ["NO SALES.", "JAPAN OUT."]),
        ("He speaks.\nNOT FOR USE IN ATLANTIS", "He speaks.", ["NOT FOR USE IN ATLANTIS"]),
        (
            "He speaks - not for use after 22 June 2024",
            "He speaks",
            ["not for use after 22 June 2024"],
        ),
        ("NO SALES", "", ["NO SALES"]),
        ("The storm knocked Japan out.", "The storm knocked Japan out.", []),
        ("Fans greet the team. JAPAN", "Fans greet the team. JAPAN", []),
        ("A shop is sold out. No one was hurt.", "A shop is sold out. No one was hurt.", []),
        ("No sales were made in Vietnam, he said.", "No sales were made in Vietnam, he said.", []),
        ("", "", []),
    ],
)
def test_terms_at_the_end_of_a_caption_are_taken_off(caption, kept, tail):
    assert terms.split_tail(caption) == (kept, tuple(tail))


def canonical():
    """Yield what READ and ENDS print, and what no wording of theirs is."""
    yield from (restriction for _text, restrictions in READ for restriction in restrictions)
    yield from (
        "NO THIRD PARTY USE",
        "NO SYNDICATION",
        "NO REDISTRIBUTION",
        "NO MAGAZINES",
        "NO TV",
    )
    yield from ("NO BOOKS", "NO PRINT", "NO COVERS", "NO TABLOIDS", "NO BETTING", "NO LIVE USE")
    yield from ("NO AI", "NO VIDEO EMULATION", "TV, RADIO ONLY", "HONG KONG OUT", "DR CONGO OUT")


@pytest.mark.parametrize("restriction", sorted(set(canonical())))
def test_a_restriction_is_read_as_itself(restriction):
    assert read(restriction) == Terms(restrictions=(restriction,))
