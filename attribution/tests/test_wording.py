"""Every form of credit, byline and source line that readers see, as a table in two languages."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution import wording
from text.datetimes import LATEST

# The holders, whether the paper is one too, and what is printed.
HOLDERS = {
    "an agency": (["Kyodo"], "", "Kyodo"),
    "the paper": ([], "Báo Mới", "Báo Mới"),
    "the paper and two agencies": (["Kyodo", "AFP"], "Báo Mới", "Báo Mới, Kyodo, AFP"),
    "one that is said twice": (["Kyodo News", "KYODO NEWS", " Kyodo\nNews "], "", "Kyodo News"),
    "nobody": (["", " "], "", ""),
}
# A notice as agencies write it, and whom it names.
NOTICES = {
    "© 2024 Kyodo News": "Kyodo News",
    "(c) Kyodo News 2024. All rights reserved.": "Kyodo News",
    "Copyright 2019, dpa (www.dpa.de). Alle Rechte vorbehalten": "dpa (www.dpa.de)",
    "Copyright (c) 2023-2024 by Example Press. This material may not be published.": "Example Press",
    "© 2024 AFP, tous droits réservés": "AFP",
    "Bản quyền thuộc về Thông tấn xã Việt Nam": "Thông tấn xã Việt Nam",
    "By-line Press Ltd.": "By-line Press Ltd",
    "2024 All rights reserved": "",
    "©": "",
    "": "",
}


@dataclass(frozen=True)
class House:
    """An agency as wording sees it: its print forms, and how it joins another's picture."""

    vi: str
    en: str = ""
    joins_with_slash: bool = False

    def text_form(self, language):
        return (self.en if language == "en" else "") or self.vi

    picture_form = text_form


KYODO, AFP, AP = House("Kyodo"), House("AFP"), House("AP")
XINHUA = House("Tân Hoa xã", "Xinhua")
TTXVN = House("TTXVN", "VNA", joins_with_slash=True)

# What is known of the picture, its credit in Vietnamese and in English.
CREDITS = {
    "an agency alone": ({"origin": KYODO}, "Ảnh: Kyodo", "Photo: Kyodo"),
    "a creator alone": ({"creator": "Trần Bình"}, "Ảnh: Trần Bình", "Photo: Trần Bình"),
    "a role that names the agency": (
        {"creator": "Phóng viên TTXVN", "origin": TTXVN},
        "Ảnh: Phóng viên TTXVN",
        "Photo: Phóng viên TTXVN/VNA",
    ),
    "a contract's wording names the agency all the same": (
        {"creator": "PV Kyodo", "origin": KYODO, "form": "{creator} – {agency}"},
        "Ảnh: PV Kyodo – Kyodo",
        "Photo: PV Kyodo – Kyodo",
    ),
    "a graphic": (
        {"creator": "Trần Bình", "origin": TTXVN, "is_graphic": True},
        "Đồ họa: Trần Bình/TTXVN",
        "Graphic: Trần Bình/VNA",
    ),
    "creator and agency": (
        {"creator": "Yamada Tarō", "origin": KYODO},
        "Ảnh: Yamada Tarō/Kyodo",
        "Photo: Yamada Tarō/Kyodo",
    ),
    "an agency with a name in each language": (
        {"origin": XINHUA},
        "Ảnh: Tân Hoa xã",
        "Photo: Xinhua",
    ),
    "the creator is the agency": (
        {"creator": "KYODO", "origin": KYODO},
        "Ảnh: Kyodo",
        "Photo: Kyodo",
    ),
    "the creator is the agency without diacritics": (
        {"creator": "thong tan xa", "origin": House("Thông tấn xã")},
        "Ảnh: Thông tấn xã",
        "Photo: Thông tấn xã",
    ),
    "a creator in two lines": (
        {"creator": " Yamada\n Tarō ", "origin": KYODO},
        "Ảnh: Yamada Tarō/Kyodo",
        "Photo: Yamada Tarō/Kyodo",
    ),
    "passed on by another agency": (
        {"creator": "Zhang Yuwei", "origin": XINHUA, "via": AP},
        "Ảnh: Zhang Yuwei/Tân Hoa xã qua AP",
        "Photo: Zhang Yuwei/Xinhua via AP",
    ),
    "passed on by one that joins with a slash": (
        {"origin": AFP, "via": TTXVN},
        "Ảnh: AFP/TTXVN",
        "Photo: AFP/VNA",
    ),
    "passed on by its own agency": (
        {"creator": "Yamada Tarō", "origin": KYODO, "via": KYODO},
        "Ảnh: Yamada Tarō/Kyodo",
        "Photo: Yamada Tarō/Kyodo",
    ),
    "only the carrier known": ({"via": AP}, "Ảnh: AP", "Photo: AP"),
    "creator and carrier": (
        {"creator": "Trần Bình", "via": AP},
        "Ảnh: Trần Bình qua AP",
        "Photo: Trần Bình via AP",
    ),
    "a file picture": (
        {"origin": AFP, "via": TTXVN, "qualifier": wording.FILE},
        "Ảnh tư liệu: AFP/TTXVN",
        "File photo: AFP/VNA",
    ),
    "pool": (
        {"creator": "Yamada Tarō", "origin": KYODO, "qualifier": wording.POOL},
        "Ảnh: Yamada Tarō/Pool/Kyodo",
        "Photo: Yamada Tarō/Pool/Kyodo",
    ),
    "pool of an agency": (
        {"origin": AFP, "qualifier": wording.POOL},
        "Ảnh: Pool/AFP",
        "Photo: Pool/AFP",
    ),
    "handed out by a person": (
        {"creator": "Cảng vụ Huế", "qualifier": wording.HANDOUT},
        "Ảnh: Cảng vụ Huế/NVCC",
        "Photo: Cảng vụ Huế/Handout",
    ),
    "pool passed on": (
        {"origin": XINHUA, "via": AP, "qualifier": wording.POOL},
        "Ảnh: Pool/Tân Hoa xã qua AP",
        "Photo: Pool/Xinhua via AP",
    ),
    "a contract's wording": (
        {"creator": "Yamada Tarō", "origin": KYODO, "form": "{creator} – {agency}"},
        "Ảnh: Yamada Tarō – Kyodo",
        "Photo: Yamada Tarō – Kyodo",
    ),
    "a contract's wording without a creator": (
        {"origin": KYODO, "form": "{creator} – {agency}"},
        "Ảnh: Kyodo",
        "Photo: Kyodo",
    ),
    "a contract's wording where the creator is the agency": (
        {"creator": "Kyodo", "origin": KYODO, "form": "{creator}/{agency} News"},
        "Ảnh: Kyodo News",
        "Photo: Kyodo News",
    ),
    "a contract's wording that names no agency, without a creator": (
        {"origin": KYODO, "form": "{creator}"},
        "Ảnh: Kyodo",
        "Photo: Kyodo",
    ),
    "a contract's wording with a label": (
        {"origin": KYODO, "form": "Ảnh: {agency}"},
        "Ảnh: Kyodo",
        "Ảnh: Kyodo",
    ),
    "a contract's wording takes the place of the qualifier": (
        {"origin": KYODO, "qualifier": wording.POOL, "form": "{agency} News"},
        "Ảnh: Kyodo News",
        "Photo: Kyodo News",
    ),
    "a contract's wording, passed on": (
        {"origin": XINHUA, "via": AP, "form": "{agency}*"},
        "Ảnh: Tân Hoa xã* qua AP",
        "Photo: Xinhua* via AP",
    ),
    "the desk's own words": (
        {"creator": "Yamada Tarō", "origin": KYODO, "via": AP, "override": "Kyodo News/AP"},
        "Ảnh: Kyodo News/AP",
        "Photo: Kyodo News/AP",
    ),
    "the desk's own words beat a contract's": (
        {"origin": KYODO, "form": "{agency}!", "override": "Kyodo News"},
        "Ảnh: Kyodo News",
        "Photo: Kyodo News",
    ),
    "the desk's own words for a file picture": (
        {"override": "Kyodo News", "qualifier": wording.FILE},
        "Ảnh tư liệu: Kyodo News",
        "File photo: Kyodo News",
    ),
    "own words that bring a label": ({"override": "ẢNH: Kyodo"}, "ẢNH: Kyodo", "ẢNH: Kyodo"),
    "own words that bring the other label": (
        {"override": "Ảnh tư liệu: Kyodo"},
        "Ảnh tư liệu: Kyodo",
        "Ảnh tư liệu: Kyodo",
    ),
    "nobody": ({}, "", ""),
    "a creator of blanks": ({"creator": " \u200b "}, "", ""),
    "own words of blanks": ({"override": " \n"}, "", ""),
    "a pool of nobody": ({"qualifier": wording.POOL}, "", ""),
    "a handout of nobody": ({"qualifier": wording.HANDOUT}, "", ""),
    "a file picture of nobody": ({"qualifier": wording.FILE}, "", ""),
    "a contract's wording with nobody": ({"form": "{creator}/{agency}"}, "", ""),
}


@pytest.mark.parametrize(("known", "vi", "en"), CREDITS.values(), ids=CREDITS)
def test_credit_line(known, vi, en):
    assert wording.credit_line(**known) == vi
    assert wording.credit_line(**known, language="en") == en


def test_a_language_we_do_not_print_is_vietnamese():
    assert wording.credit_line(origin=XINHUA, language="fr") == "Ảnh: Tân Hoa xã"
    assert wording.byline(["A", "B"], "fr") == "A và B"
    assert wording.source_line([XINHUA], language="fr") == "Theo Tân Hoa xã"
    assert wording.ai_label("trainedAlgorithmicMedia", "fr") == "Ảnh do AI tạo"


names = st.sampled_from(["", " ", "Yamada Tarō", "Kyodo", "/", "a\nb"])
parties = st.sampled_from([None, KYODO, XINHUA, TTXVN])


@given(
    creator=names,
    qualifier=st.sampled_from(["", wording.POOL, wording.HANDOUT, wording.FILE]),
    origin=parties,
    via=parties,
    form=st.sampled_from(["", "{creator}", "{agency}", "{creator}/{agency}", "/", "©"]),
    override=names,
    language=st.sampled_from(["vi", "en"]),
)
def test_a_credit_is_empty_exactly_when_nobody_is_named(creator, origin, via, override, **rest):
    credit = wording.credit_line(creator=creator, origin=origin, via=via, override=override, **rest)
    assert (credit == "") == (not (creator.strip() or origin or via or override.strip()))
    assert credit == " ".join(credit.split())


@pytest.mark.parametrize(
    ("people", "vi", "en"),
    [
        pytest.param([], "", "", id="nobody"),
        pytest.param(["Kim Phượng"], "Kim Phượng", "Kim Phượng", id="one"),
        pytest.param(
            ["Kim Phượng", "Lê Minh"], "Kim Phượng và Lê Minh", "Kim Phượng and Lê Minh", id="two"
        ),
        pytest.param(["A", "B", "C"], "A, B và C", "A, B and C", id="three"),
        pytest.param(["A", "B", "C", "D"], "A, B, C và D", "A, B, C and D", id="four"),
        pytest.param(
            [" A\n ", "", "\u200b", "B"], "A và B", "A and B", id="blank names are nobody"
        ),
    ],
)
def test_byline(people, vi, en):
    assert wording.byline(people) == vi
    assert wording.byline(people, "en") == en


@pytest.mark.parametrize(
    ("agencies", "shared", "vi", "en"),
    [
        pytest.param([], False, "", "", id="no agency"),
        pytest.param([], True, "", "", id="staff alone"),
        pytest.param([KYODO], False, "Theo Kyodo", "Source: Kyodo", id="one agency"),
        pytest.param(
            [KYODO, XINHUA],
            False,
            "Theo Kyodo, Tân Hoa xã",
            "Source: Kyodo, Xinhua",
            id="several, in their order",
        ),
        pytest.param(
            [XINHUA, KYODO],
            True,
            "Theo Tân Hoa xã, Kyodo – phóng viên tổng hợp",
            "Source: Xinhua, Kyodo, with our staff",
            id="with our staff",
        ),
    ],
)
def test_source_line(agencies, shared, vi, en):
    assert wording.source_line(agencies, shared_with_staff=shared) == vi
    assert wording.source_line(agencies, shared_with_staff=shared, language="en") == en


@pytest.mark.parametrize(
    ("forms", "vi"),
    [
        pytest.param(["", ""], "Theo Kyodo, Tân Hoa xã", id="the house's own"),
        pytest.param(["Nguồn: {agency}"], "Theo Tân Hoa xã; Nguồn: Kyodo", id="of one"),
        pytest.param(["", "Tin {agency}"], "Theo Kyodo; Tin Tân Hoa xã", id="of the other"),
        pytest.param(["{agency} (Tokyo)", "{agency}"], "Kyodo (Tokyo); Tân Hoa xã", id="of both"),
    ],
)
def test_a_contract_has_its_own_wording_in_the_source_line(forms, vi):
    assert wording.source_line([KYODO, XINHUA], forms=forms) == vi
    shared = wording.source_line([KYODO, XINHUA], forms=forms, shared_with_staff=True)
    assert shared == f"{vi} – phóng viên tổng hợp"


def test_a_wording_without_an_agency_says_nothing():
    assert wording.source_line([], forms=["Nguồn: {agency}"]) == ""


@pytest.mark.parametrize(
    ("source_type", "vi", "en"),
    [
        ("trainedAlgorithmicMedia", "Ảnh do AI tạo", "Picture made by AI"),
        (
            "compositeWithTrainedAlgorithmicMedia",
            "Ảnh có chi tiết do AI tạo",
            "Parts of this picture were made by AI",
        ),
        (
            "compositeSynthetic",
            "Ảnh có chi tiết do AI tạo",
            "Parts of this picture were made by AI",
        ),
        ("digitalCapture", "", ""),
        ("digitalCreation", "", ""),
        ("", "", ""),
        ("a term of next year", "", ""),
    ],
)
def test_a_picture_that_ai_made_says_so(source_type, vi, en):
    assert (wording.ai_label(source_type), wording.ai_label(source_type, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("at", "printed"),
    [
        pytest.param(datetime(2024, 6, 8, 9, 13, tzinfo=UTC), "08/06/2024 - 16:13", id="from UTC"),
        pytest.param(
            datetime(2024, 6, 8, 16, 13, tzinfo=timezone(timedelta(hours=7))),
            "08/06/2024 - 16:13",
            id="from here",
        ),
        pytest.param(
            datetime(2024, 6, 7, 17, 0, tzinfo=UTC), "08/06/2024 - 00:00", id="midnight is ours"
        ),
    ],
)
def test_house_time(at, printed):
    assert wording.house_time(at) == printed


def test_a_time_at_the_ends_of_the_calendar_is_printed_as_it_stands():
    last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert wording.house_time(last) == "31/12/9999 - 23:59"
    first = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    assert wording.house_time(first).startswith("01/01/")


def test_an_end_that_never_comes_is_without_end():
    last_day = datetime(2199, 12, 31, tzinfo=UTC)
    assert wording.house_end(last_day) == "31/12/2199 - 07:00"
    for at in (LATEST, datetime(9999, 12, 31, 23, 59, tzinfo=UTC)):
        assert wording.house_end(at) == "vô thời hạn"


@pytest.mark.parametrize(("names", "staff", "printed"), HOLDERS.values(), ids=HOLDERS)
def test_the_copyright_holder_is_everybody_whose_copy_it_is(names, staff, printed):
    assert wording.copyright_holder(names, staff=staff) == printed


@pytest.mark.parametrize(("notice", "holder"), NOTICES.items())
def test_whom_a_copyright_notice_names(notice, holder):
    assert wording.holder_named_in(notice) == holder


def test_the_copyright_notice_names_the_holder_and_the_year():
    assert wording.copyright_notice("Kyodo, AFP", 2024) == "© 2024 Kyodo, AFP"
    assert wording.copyright_notice("", 2024) == ""
