"""Sign-offs of captions taken apart, and the credit that is proposed from them."""

import time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution import agencies
from attribution.wording import FILE, HANDOUT, POOL
from images.credits import signoff
from images.credits.signoff import Signoff
from text.normalise import normalise


class Agency:
    """What signoff needs of an agency, as `attribution.models.Agency` has it."""

    def __init__(self, name, *aliases, slash=False):
        self.name, self.names = name, {n.casefold() for n in (name, *aliases)}
        self.joins_with_slash = slash

    def text_form(self, language):
        return self.name

    picture_form = text_form

    def matches_name(self, name):
        return name.casefold() in self.names


def parts(caption, **named):
    """Creator, qualifier, origin and via; None when the caption has no sign-off."""
    signed = signoff.parse(caption, **named)
    return signed and (signed.creator, signed.qualifier, signed.origin, signed.via)


def metadata(**fields):
    empty = dict.fromkeys(("creator", "credit_line", "source", "caption", "instructions"))
    return SimpleNamespace(**(empty | fields))


def credit(agencies=(), **fields):
    proposed = signoff.propose(metadata(**fields), agencies=agencies)
    return signoff.proposed_credit(proposed, agencies=agencies)


FORMS = {
    "(Stuart Franklin/Pool via AP)": ("Stuart Franklin", POOL, "AP", ""),
    "(AP Photo/Smiley N. Pool)": ("Smiley N. Pool", "", "AP", ""),
    "(J. Scott Doe/Pool via AP": ("J. Scott Doe", POOL, "AP", ""),
    "(Jane Doe, Sputnik, Kremlin Pool Photo via AP)": ("Jane Doe", POOL, "Sputnik", "AP"),
    "(Xinhua/Zhang Yuwei)": ("Zhang Yuwei", "", "Xinhua", ""),
    "(Department of Defense via AP)": ("", "", "Department of Defense", "AP"),
    "Sputnik/Jane Doe/Pool via REUTERS": ("Jane Doe", POOL, "Sputnik", "REUTERS"),
    "(Photo by Wang ZHAO / AFP)": ("Wang Zhao", "", "AFP", ""),
    "(Photo by Jane DOE / POOL / AFP) (Photo by JANE DOE/POOL/AFP via Getty Images)": (
        "Jane Doe",
        POOL,
        "AFP",
        "Getty Images",
    ),
    "(Photo courtesy of NASA)": ("NASA", HANDOUT, "", ""),
    "/ AFP PHOTO / POOL / JANE DOE       (Photo credit should read JANE DOE/AFP/Getty Images)": (
        "Jane Doe",
        POOL,
        "AFP",
        "Getty Images",
    ),
    "      AFP PHOTO / JANE DOEJANE DOE/AFP/Getty Images": ("Jane Doe", "", "AFP", "Getty Images"),
    "Photo credit should read Jane Doe/PA Wire.": ("Jane Doe", "", "PA Wire", ""),
    "Photo credit should read: Jane Doe/PA Wire. Editorial use only. RESTRICTIONS: Call us.": (
        "Jane Doe",
        "",
        "PA Wire",
        "",
    ),
    "(Credit Image: © Jane Doe/Sipa USA via ZUMA Press)": (
        "Jane Doe",
        "",
        "Sipa USA",
        "ZUMA Press",
    ),
    "Mandatory Credit: Photo by Jane Doe/Shutterstock (1234567a)": (
        "Jane Doe",
        "",
        "Shutterstock",
        "",
    ),
    "Foto: Karl Melander / TT": ("Karl Melander", "", "TT", ""),
    "(Pool photo)": ("", POOL, "", ""),
    "Ảnh: Yamada Tarō/Kyodo": ("Yamada Tarō", "", "Kyodo", ""),
    "ẢNH: NGUYỄN THỊ ÁNH/TTXVN": ("Nguyễn Thị Ánh", "", "TTXVN", ""),
    "(Ảnh: Quang Trung)": ("Quang Trung", "", "", ""),
    "(Nguồn: AP)": ("", "", "AP", ""),
    "Ảnh minh hoạ: Lan Anh": ("Lan Anh", "", "", ""),
    "Ảnh chụp màn hình: Lan Anh": ("Lan Anh", "", "", ""),
    "(Ảnh: NVCC)": ("NVCC", "", "", ""),
    "Ảnh: Lan Anh/NVCC": ("Lan Anh", HANDOUT, "", ""),
    "Ảnh: NVCC/TTXVN": ("", HANDOUT, "TTXVN", ""),
    "Ảnh: gia đình cung cấp": ("Gia đình cung cấp", "", "", ""),
    "Ảnh do gia đình nhân vật cung cấp": ("Gia đình nhân vật cung cấp", "", "", ""),
    "(Ảnh do nhân vật cung cấp)": ("Nhân vật cung cấp", "", "", ""),
    "(Ảnh: Ban tổ chức cung cấp)": ("Ban tổ chức cung cấp", "", "", ""),
    "Ảnh: BTC": ("BTC", "", "", ""),
    "(Ảnh: Lan Anh/Vietnam+)": ("Lan Anh", "", "Vietnam+", ""),
    "(Ảnh: Tư liệu TTXVN)": ("", FILE, "TTXVN", ""),
    "Ảnh: ban tổ chức cung cấp (BTC)": ("Ban tổ chức cung cấp", "", "", ""),
    "Ảnh: Ban ảnh TTXVN": ("Ban ảnh TTXVN", "", "", ""),
    "Ảnh: VGP/Lan Anh": ("Lan Anh", "", "VGP", ""),
    "REUTERS/Jane Doe     TPX IMAGES OF THE DAY": ("Jane Doe", "", "REUTERS", ""),
    "EPA/KIM MIN-JUN FILE PHOTO": ("Kim Min-Jun", FILE, "EPA", ""),
    "Фото: Иван Пробин/ТАСС": ("Иван Пробин", "", "ТАСС", ""),
    "（時事通信）": ("", "", "時事通信", ""),
    "写真：時事": ("", "", "時事", ""),
    "Ảnh: PV": ("PV", "", "", ""),
    "Ảnh: PV – TTXVN": ("PV", "", "TTXVN", ""),
    "ẢNH: PHÓNG VIÊN TTXVN": ("Phóng viên TTXVN", "", "TTXVN", ""),
    "Ảnh: Kyodo/TTXVN": ("", "", "Kyodo", "TTXVN"),
    "Ảnh: TTXVN/Kyodo": ("", "", "TTXVN", "Kyodo"),
    "Ảnh: Lâm Thử-TTXVN": ("Lâm Thử", "", "TTXVN", ""),
    "Ảnh: Lâm Thử (TTXVN)": ("Lâm Thử", "", "TTXVN", ""),
    "(Lâm Thử – TTXVN)": ("Lâm Thử", "", "TTXVN", ""),
    "(AP Photo/Sammy Doe Jr.)": ("Sammy Doe Jr.", "", "AP", ""),
    "(AP Photo/Md. Abul Doe)": ("Md. Abul Doe", "", "AP", ""),
    "(AP Photo/Omar al-Din el-Doe)": ("Omar al-Din el-Doe", "", "AP", ""),
    "EPA/YONHAP SOUTH KOREA OUT": ("", "", "YONHAP", "EPA"),
    "EPA/KIM MIN-JUN South Korea Out": ("Kim Min-Jun", "", "EPA", ""),
    "AFP PHOTO / JIJI PRESS / JAPAN OUT": ("", "", "JIJI PRESS", "AFP"),
    "(Photo by Jane Doe / JIJI Press / AFP) / Vietnam OUT": ("Jane Doe", "", "JIJI Press", "AFP"),
    "(AP Photo/Jane Doe) NOTE TO EDITORS: call us.": ("Jane Doe", "", "AP", ""),
}


FORMS |= {
    form: parts
    for profile in agencies.profiles()
    for form, parts in profile.signoff_examples.items()
}


@pytest.mark.parametrize(("form", "expected"), FORMS.items(), ids=FORMS)
def test_the_form_of_each_house_is_taken_apart_and_out_of_the_caption(form, expected):
    caption = f"A quiet river near the town on June 3, 2020. {form}"
    signed = signoff.parse(caption)
    assert signed == Signoff(*expected, "A quiet river near the town on June 3, 2020.")


def test_the_full_stop_behind_a_sign_off_stays_the_sentences():
    signed = signoff.parse("A quiet river (AP Photo/Jane Doe).")
    assert signed.caption_without == "A quiet river."


@pytest.mark.parametrize(
    "caption",
    [
        "",
        "A quiet river.",
        "Abe (C), Biden (L) and Kishida (R) shake hands.",
        "Two ministers (L-R) shake hands (June 3, 2020)",
        "The description aka caption (ref2023.1)",
        "The score of the season (Win/Loss)",
        "He spoke in two languages (English/French).",
        "The speed of the wind (km/h)",
        "TOKYO (AP) — A quiet river.",
        "The AFP/Getty office (left) in Paris",
        "A man speaks to Reuters/Ipsos pollsters in the town.",
        "The minister said so on Tuesday via Reuters and others.",
        "The picture (Kyodo) was shown to the court a year later.",
        "A photo by the lake shows how it is.",
        "Ảnh: Thủ tướng phát biểu tại một cuộc họp ở Tokyo",
        "Đoàn tàu chạy qua AP Đông",
    ],
)
def test_what_is_no_sign_off_is_left_alone(caption):
    assert signoff.parse(caption) is None
    assert signoff.propose(metadata(caption=caption)).caption_without == caption


def test_the_desks_agencies_tell_an_agency_from_a_person():
    caption = "A quiet river. Ảnh: Báo Sông Hương/Kyodo"
    assert parts(caption) == ("Báo Sông Hương", "", "Kyodo", "")
    ours = [Agency("Báo Sông Hương")]
    assert parts(caption, agencies=ours) == ("", "", "Báo Sông Hương", "Kyodo")


def test_a_house_that_only_the_files_own_fields_name_is_known():
    caption = "A quiet river. (Jane Doe/Riverside Gazette)"
    assert parts(caption) is None
    fields = {"caption": caption, "creator": "Jane Doe", "credit_line": "Riverside Gazette"}
    assert credit(**fields) == "Ảnh: Jane Doe/Riverside Gazette"
    assert signoff.propose(metadata(**fields)).caption_without == "A quiet river."


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"creator": "Jane Doe"}, "Ảnh: Jane Doe"),
        ({"creator": "MARKO DJURICA", "credit_line": "REUTERS"}, "Ảnh: Marko Djurica/Reuters"),
        ({"creator": "NGUYỄN THỊ ÁNH", "credit_line": "TTXVN"}, "Ảnh: Nguyễn Thị Ánh/TTXVN"),
        ({"creator": "JEAN-PIERRE O'NEILL"}, "Ảnh: Jean-Pierre O'Neill"),
        ({"creator": "AFP", "credit_line": "AFP"}, "Ảnh: AFP"),
        ({"creator": "Uncredited", "credit_line": "AP"}, "Ảnh: AP"),
        ({"creator": "POOL", "credit_line": "AP"}, "Ảnh: Pool/AP"),
        ({"creator": "Jane Doe", "credit_line": "PA", "source": "PA Wire"}, "Ảnh: Jane Doe/PA"),
        (
            {"creator": "Jane Doe", "credit_line": "The Canadian Press", "source": "CP"},
            "Ảnh: Jane Doe/The Canadian Press",
        ),
        (
            {"creator": "Jane Doe", "credit_line": "AP", "source": "Xinhua"},
            "Ảnh: Jane Doe/Xinhua/AP",
        ),
        (
            {"creator": "JANE DOE", "credit_line": "AFP/Getty Images", "source": "AFP"},
            "Ảnh: Jane Doe/AFP/Getty Images",
        ),
        (
            {"creator": "Jane Doe", "credit_line": "© Jane Doe/ZUMA Press"},
            "Ảnh: Jane Doe/ZUMA Press",
        ),
        ({"creator": "Jane Doe", "credit_line": "Jane Doe", "source": "ČTK"}, "Ảnh: Jane Doe/ČTK"),
        ({"creator": "ČTK Jane Doe", "credit_line": "ČTK"}, "Ảnh: Jane Doe/ČTK"),
        ({"creator": "Jane Doe", "credit_line": "Xinhua", "source": "THX"}, "Ảnh: Jane Doe/Xinhua"),
        ({"creator": "Anna Poe", "credit_line": "AP"}, "Ảnh: Anna Poe/AP"),
        ({"creator": "ČTK/Jane Doe", "credit_line": "ČTK Jane Doe"}, "Ảnh: Jane Doe/ČTK"),
        ({"creator": "Jane Doe – TTXVN"}, "Ảnh: Jane Doe/TTXVN"),
        ({"credit_line": "Photograph: Jane Doe/REX"}, "Ảnh: Jane Doe/REX"),
        ({"creator": "JANE DOE HANDOUT", "credit_line": "EPA"}, "Ảnh: Jane Doe/NVCC/EPA"),
        ({"creator": "JANE DOE", "credit_line": "VNEXPRESS.NET"}, "Ảnh: Jane Doe/VNEXPRESS.NET"),
        ({"creator": "JANE DOE", "credit_line": "BILDBYRÅN"}, "Ảnh: Jane Doe/BILDBYRÅN"),
        ({"creator": "*", "credit_line": "AP"}, "Ảnh: AP"),
        ({"creator": "-", "credit_line": "–", "source": "_"}, None),
        (
            {"creator": "Jane Doe", "credit_line": "REUTERS", "source": "X80003"},
            "Ảnh: Jane Doe/Reuters",
        ),
        ({"creator": "Jane Doe", "credit_line": "AP", "source": "FR159526 AP"}, "Ảnh: Jane Doe/AP"),
        (
            {"creator": "Jane Doe", "credit_line": "AP", "source": "POOL Getty Images"},
            "Ảnh: Jane Doe/Pool/Getty Images/AP",
        ),
        (
            {"creator": "Jane Doe", "credit_line": "AP", "instructions": "A FILE PHOTO"},
            "Ảnh tư liệu: Jane Doe/AP",
        ),
        (
            {"creator": "A One, B Two", "credit_line": "AP"},
            "Ảnh: A One, B Two/AP",
        ),
    ],
)
def test_without_a_sign_off_creator_credit_and_source_name_each_house_once(fields, expected):
    assert credit(**fields) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        # The sign-off names nobody: the Creator does.
        ({"caption": "A. (Kyodo)", "creator": "Yamada Tarō"}, "Ảnh: Yamada Tarō/Kyodo"),
        # A pool's picture is the Credit Line's.
        ({"caption": "A. (Pool photo)", "credit_line": "Kyodo"}, "Ảnh: Pool/Kyodo"),
        # The Credit Line passes on what somebody else has signed.
        ({"caption": "A. (Xinhua/Zhang Yuwei)", "credit_line": "AP"}, "Ảnh: Zhang Yuwei/Xinhua/AP"),
        # The file's own field spells the name.
        (
            {"caption": "A. (Photo by RONALD MCDONALD/AFP)", "creator": "Ronald McDonald"},
            "Ảnh: Ronald McDonald/AFP",
        ),
        (
            {"caption": "A. THE CANADIAN PRESS/Jane Doe", "credit_line": "The Canadian Press"},
            "Ảnh: Jane Doe/The Canadian Press",
        ),
        # A file picture of a pool: the label says one, the makers the other.
        (
            {"caption": "FILE - A. (Jane Doe/Pool via AP)", "credit_line": "AP"},
            "Ảnh tư liệu: Jane Doe/Pool/AP",
        ),
    ],
)
def test_a_sign_off_and_the_fields_complete_each_other(fields, expected):
    assert credit(**fields) == expected


@pytest.mark.parametrize(
    "caption",
    [
        "FILE - A quiet river.",
        "FILE PHOTO: A quiet river.",
        "(FILES) A quiet river.",
        "File photo dated 24-06-2014 of a quiet river.",
        "A quiet river. (AP Photo/Jane Doe, File)",
        "A quiet river. Ảnh tư liệu: Kyodo",
    ],
)
def test_a_file_picture_is_called_one(caption):
    assert signoff.propose(metadata(caption=caption, creator="Jane Doe")).qualifier == FILE


def test_a_profile_photo_is_no_file_picture():
    proposed = signoff.propose(metadata(caption="Her profile photo.", creator="Jane Doe"))
    assert proposed.qualifier == ""


def test_an_agency_that_was_entered_prints_as_it_asks():
    xinhua = Agency("Tân Hoa xã", "Xinhua")
    ap = Agency("AP", "Associated Press")
    fields = {"caption": "A quiet river. (Zhang Yuwei/Xinhua via AP)"}
    assert credit(**fields) == "Ảnh: Zhang Yuwei/Xinhua/AP"
    assert credit([xinhua], **fields) == "Ảnh: Zhang Yuwei/Tân Hoa xã/AP"
    assert credit([xinhua, ap], **fields) == "Ảnh: Zhang Yuwei/Tân Hoa xã qua AP"


def test_two_names_of_one_entered_agency_are_printed_once():
    fields = {"creator": "Jane Doe", "credit_line": "Nippon Wire", "source": "NW Tokyo"}
    assert credit(**fields) == "Ảnh: Jane Doe/NW Tokyo/Nippon Wire"
    assert credit([Agency("Nippon Wire", "NW Tokyo")], **fields) == "Ảnh: Jane Doe/Nippon Wire"


def test_the_credit_is_proposed_in_the_language_that_is_asked_for():
    signed = signoff.parse("A quiet river. (AP Photo/Jane Doe, File)")
    assert signoff.proposed_credit(signed, language="en") == "File photo: Jane Doe/AP"


def test_who_names_nobody_gets_no_credit():
    assert signoff.proposed_credit(Signoff()) is None
    assert signoff.proposed_credit(Signoff(qualifier=POOL)) is None


@pytest.mark.parametrize(
    "unit",
    ["a", " ", "\n", "(", ")", "()", "/", "Aa/", "A. ", " via ", "Photo by ", "Ảnh: ", "REUTERS/",
     "AFP PHOTO / ", "FILE", "\nFILE ", ", File", "(A/B) ", "mandatory credit", "pool ", "- ", "©"],
)  # fmt: skip
def test_a_caption_of_a_hundred_thousand_characters_takes_no_time(unit):
    caption = (unit * 100_000)[:100_000]
    began = time.process_time()
    signoff.propose(metadata(caption=caption, creator=caption, credit_line=caption, source=caption))
    assert time.process_time() - began < 1


@given(
    st.lists(
        st.sampled_from(
            ["(", ")", "/", " ", "via", "AP", "Photo", "by", ":", "Ảnh", "REUTERS", "Pool", ",",
             "File", ".", "Jane Doe", "JANE", "-", "©", "HO", "\n", "ﬁ", "🙂", "["]
        ),
        max_size=25,
    ).map("".join)
    | st.text(max_size=60),
    st.text(max_size=20),
)  # fmt: skip
def test_no_text_makes_it_fail(caption, name):
    proposed = signoff.propose(
        metadata(caption=caption, creator=name, credit_line=name, source=name)
    )
    line = signoff.proposed_credit(proposed)
    assert line is None or "\n" not in line


@given(
    st.lists(
        st.sampled_from(
            ["(", ")", "/", " ", "via", "AP", "Ảnh:", "Nguồn:", "REUTERS/", "Pool", ", File", ". ",
             "Jane Doe", "-", " – ", "HO", "*", "OUT", "JAPAN OUT", "NVCC", "(Pool photo)", "Đồ họa:"]
        ),
        max_size=12,
    ).map("".join)
)  # fmt: skip
def test_nothing_is_cut_from_a_caption_of_which_no_credit_came(end):
    caption = normalise(f"A quiet river. {end}")
    proposed = signoff.propose(metadata(caption=caption))
    line = signoff.proposed_credit(proposed)
    assert line or proposed.caption_without == caption
    assert not line or any(map(str.isalnum, line.partition(": ")[2]))


@pytest.mark.parametrize(
    "caption",
    ["A river. (Pool photo)", "A river. (Photo by STR)", "A river. Ảnh: -", "A river. Ảnh: *",
     "A river. (Photo by - / -)", "A river. Ảnh tư liệu", "A river. Ảnh: T.L",
     "A river. Ảnh: Minh họa", "A river. MANDATORY CREDIT: *"],
)  # fmt: skip
def test_a_sign_off_that_names_nobody_stays_in_the_caption(caption):
    assert credit(caption=caption) is None
    assert signoff.propose(metadata(caption=caption)).caption_without == caption
