"""Why a credit is proposed: what in the file says each part, and how the desk sees it."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from attribution.wording import FILE
from images.credits import reasons
from images.models import Image
from images.tests import signoff_grammar
from newsroom.tests.factories import jpeg, make_image
from newsroom.tests.test_story_life import Desk

CASES = Path(__file__).parent / "cases"


def because(**fields):
    empty = dict.fromkeys(("creator", "credit_line", "source", "caption", "instructions"))
    return reasons.because(SimpleNamespace(**(empty | fields)))


def sources(proposed):
    return {reason.part: [source.name for source in reason.sources] for reason in proposed.reasons}


def test_each_part_names_the_form_of_sign_off_and_the_fields_that_say_it():
    proposed = because(
        caption="FILE PHOTO: A quiet river. (Photo by JANE DOE/Xinhua via AP)",
        creator="Jane Doe",
        credit_line="AP",
    )
    assert proposed.credit == "Ảnh tư liệu: Jane Doe/Xinhua/AP"
    assert sources(proposed) == {
        "creator": ["label in brackets", "creator"],
        "qualifier": ["caption"],
        "origin": ["label in brackets"],
        "via": ["label in brackets", "credit_line"],
    }
    assert proposed.caption == (
        ("FILE PHOTO: A quiet river. ", False),
        ("(Photo by JANE DOE/Xinhua via AP)", True),
    )
    assert proposed.disagreement is None


def test_without_a_sign_off_the_fields_speak_alone():
    proposed = because(creator="ČTK / Novák Test", credit_line="ČTK", source="ČTK", caption="A.")
    assert sources(proposed) == {
        "creator": ["creator"],
        "origin": ["creator", "credit_line", "source"],
    }
    assert proposed.caption == (("A.", False),)
    assert not proposed.has_cut


def test_instructions_make_a_file_picture():
    proposed = because(creator="Jane Doe", instructions="EDS NOTE: A FILE PHOTO")
    [reason] = [reason for reason in proposed.reasons if reason.part == "qualifier"]
    assert (reason.value, reason.sources) == (FILE, (reasons.Source("instructions", "FILE PHOTO"),))


@pytest.mark.parametrize(
    ("fields", "disagreement"),
    [
        (
            {"caption": "A. (AP Photo/Jane Doe)", "creator": "John Roe", "credit_line": "AP"},
            ("Ảnh: Jane Doe/AP", "Ảnh: John Roe/AP"),
        ),
        (
            {"caption": "A. REUTERS/Jane Doe", "creator": "JANE DOE", "credit_line": "AFP"},
            ("Ảnh: Jane Doe/Reuters", "Ảnh: Jane Doe/AFP"),
        ),
        ({"caption": "A. REUTERS/Jane Doe", "creator": "JANE DOE"}, None),
        ({"caption": "A. (Jane Doe/Xinhua via AP)", "credit_line": "AP"}, None),
        ({"caption": "A quiet river.", "creator": "John Roe"}, None),
    ],
)
def test_caption_and_fields_that_name_others_are_both_shown(fields, disagreement):
    assert because(**fields).disagreement == disagreement


def test_a_file_that_names_nobody_gives_no_reasons():
    proposed = because(caption="A. (Pool photo)")
    assert (proposed.credit, proposed.reasons, proposed.has_cut) == (None, (), False)


def test_as_text_each_place_in_the_file_has_a_line():
    with translation.override("en"):
        lines = because(caption="A. (AP Photo/Jane Doe)", creator="John Roe").lines
    assert lines == [
        "names in brackets in the caption: “(AP Photo/Jane Doe)” → creator, agency of origin",
        "cut from the caption: “(AP Photo/Jane Doe)”",
        "the caption gives “Ảnh: Jane Doe/AP”, the fields of the file “Ảnh: John Roe”",
    ]


def test_every_generated_part_has_a_source_and_every_cut_word_is_marked():
    for case in signoff_grammar.captions(500, seed=7):
        proposed = because(caption=case.caption, creator=case.creator, credit_line=case.origin)
        parts = [part for part in ("creator", "qualifier", "origin", "via") if getattr(case, part)]
        assert [reason.part for reason in proposed.reasons] == parts
        assert "".join(text for text, _is_cut in proposed.caption) == case.caption
        left = " ".join(text for text, is_cut in proposed.caption if not is_cut)
        assert left.startswith(case.left)
        assert not any(map(str.isalnum, left.removeprefix(case.left)))


# --- At the desk ------------------------------------------------------------------------------


def upload(user, name):
    """The answer to a file that is uploaded, and its page."""
    data = (CASES / name).read_bytes() if name else jpeg(9, 6)
    file = SimpleUploadedFile("picture.jpg", data, content_type="image/jpeg")
    client = Desk(user).client
    answer = client.post(
        reverse("admin:images_image_upload"),
        {"file": file},
        headers={"Accept": "application/json"},
    ).json()
    return answer, client.get(answer["address"]).content.decode()


def test_at_intake_and_on_the_page_the_desk_sees_what_decided(newsroom, cast):
    answer, page = upload(cast.pictures, "c25-img-afp-vietnam-out-mixed-case.jpg")
    credit = "Ảnh: Tanaka Ichiro/JIJI Press/AFP"
    signed = "(Photo by Tanaka Ichiro / JIJI Press / AFP) / Vietnam OUT"
    assert f'<p class="because-credit">{credit}</p>' in answer["panel"]
    assert f"<mark>{signed}</mark>" in answer["panel"]
    assert f'<p class="because-credit">{credit}</p>' in page
    assert f"<mark>{signed}</mark>" in page
    assert "because-differs" not in page


def test_at_intake_the_desk_sees_whether_the_terms_let_it_run(newsroom, cast):
    answer, _page = upload(cast.pictures, "c25-img-afp-vietnam-out-mixed-case.jpg")
    assert (
        "Điều khoản ghi: VIETNAM OUT (không được dùng ở nơi báo này phát hành)." in answer["panel"]
    )
    assert '<li class="block">' in answer["panel"]
    answer, _page = upload(cast.pictures, "c23-img-vi-dash-ttxvn.jpg")
    assert "because-credit" in answer["panel"] and "<li" not in answer["panel"]


def test_the_page_shows_both_where_caption_and_fields_disagree(newsroom, cast):
    fields = {"caption": "A. (AP Photo/Jane Doe)", "creator": "John <b>Roe", "credit_line": "AP"}
    image = make_image()
    Image.objects.filter(pk=image.pk).update(embedded_metadata={"fields": fields})
    page = Desk(cast.reporter).client.get(reverse("admin:images_image_change", args=[image.pk]))
    text = page.content.decode()
    assert "<b>Ảnh: Jane Doe/AP</b>" in text and "<b>Ảnh: John &lt;b&gt;Roe/AP</b>" in text


def test_a_picture_that_says_nothing_is_named_as_such(newsroom, cast):
    answer, page = upload(cast.pictures, "")
    assert "because" not in answer.get("panel", "")
    assert "because-credit" not in page and 'class="because"' in page
