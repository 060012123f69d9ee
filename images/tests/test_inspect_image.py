"""`manage.py inspect_image`: one JSON object for each file, whatever the file and the database are."""

import io
import json
import os

import pytest
from django.core.management import call_command
from PIL import ExifTags
from PIL import Image as Pillow

from attribution.models import Agency

PROPOSED = {
    "img-afp-getty-ski.jpg": "Ảnh: Christof Stache/AFP/Getty Images",
    "img-ap-pool-getty-bundesliga.jpg": "Ảnh: Stuart Franklin/Pool/AP",
    "img-c2pa-valid-C.jpg": "Ảnh: Adobe make_test",
    "img-canadianpress-police.jpg": "Ảnh tư liệu: Paul Chiasson/The Canadian Press",
    "img-exif-orientation6.jpg": None,
    "img-exiftool-mwg.jpg": "Ảnh: WRONG1of2-XMP-Creator, WRONG2of2-XMP-Creator",
    "img-getty-protest.webp": "Ảnh: Tasos Katopodis/Getty Images",
    "img-iptc-ref-2017.1.jpg": "Ảnh: Creator1 (ref2017.1), Creator2 (ref2017.1)/Source (ref2017.1)"
    "/Credit Line (ref2017.1)",
    "img-iptc-ref-2023.1.jpg": "Ảnh: Creator1 (ref2023.1)/Source (ref2023.1)/Credit Line (ref2023.1)",
    "img-pa-cricket.jpg": "Ảnh tư liệu: Martin Rickett/PA",
    "img-unsplash-nometa.avif": None,
}
KEYS = [
    "accepted", "reason", "format", "width", "height", "creator", "credit_line", "source",
    "copyright_notice", "caption", "headline", "title", "alt_text", "extended_description",
    "instructions", "usage_terms", "web_statement", "licensor_url", "data_mining",
    "digital_source_type", "created_at", "job_id", "proposed_credit", "credit_because",
    "restrictions", "terms_not_understood", "barred_here", "conflicts",
    "content_credentials",
]  # fmt: skip


def run(path):
    """The object that is printed, and the exit status."""
    printed, status = io.StringIO(), 0
    try:
        call_command("inspect_image", str(path), stdout=printed)
    except SystemExit as left:
        status = left.code
    return json.loads(printed.getvalue()), status


@pytest.fixture
def picture(tmp_path):
    """A picture that stands on its side, and says where and with what it was made."""
    exif = Pillow.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "Nguyễn Thị Ánh".encode()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (21.0, 1.0, 42.0), 29: "1999:12:31"})
    exif.get_ifd(ExifTags.IFD.Exif).update({0xA431: "SERIAL7"})
    path = tmp_path / "ảnh.jpg"
    Pillow.new("RGB", (60, 40)).save(path, exif=exif)
    return path


@pytest.mark.django_db
@pytest.mark.parametrize("name", PROPOSED)
def test_a_sample_is_accepted_and_its_credit_proposed(samples, name):
    answer, status = run(samples / name)
    assert list(answer) == KEYS
    assert (status, answer["accepted"], answer["reason"]) == (0, True, None)
    assert answer["proposed_credit"] == PROPOSED[name]


@pytest.mark.django_db
def test_a_picture_is_measured_upright_and_its_place_and_camera_are_not_told(picture):
    answer, status = run(picture)
    expected = dict.fromkeys(KEYS) | {
        "accepted": True,
        "format": "JPEG",
        "width": 40,
        "height": 60,
        "creator": "Nguyễn Thị Ánh",
        "proposed_credit": "Ảnh: Nguyễn Thị Ánh",
        "restrictions": [],
        "terms_not_understood": [],
        "barred_here": False,
        "conflicts": [],
    }
    [because] = answer.pop("credit_because")
    assert ": “Nguyễn Thị Ánh” → " in because
    assert "Creator" in because
    del expected["credit_because"]
    assert (answer, status) == (expected, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("format", "named"),
    [
        ("JPEG", "JPEG"),
        ("PNG", "PNG"),
        ("WEBP", "WebP"),
        ("AVIF", "AVIF"),
        ("TIFF", "TIFF"),
        ("GIF", "GIF"),
    ],
)
def test_the_format_is_named_by_content(tmp_path, format, named):
    path = tmp_path / "picture.txt"
    Pillow.new("RGB", (6, 4)).save(path, format)
    assert run(path)[0]["format"] == named


@pytest.mark.django_db
def test_an_agency_that_was_entered_prints_as_it_asks(tmp_path):
    exif = Pillow.Exif()
    exif[ExifTags.Base.ImageDescription] = "A quiet river. (Zhang Yuwei/Xinhua via AP)"
    path = tmp_path / "a.jpg"
    Pillow.new("RGB", (6, 4)).save(path, exif=exif)
    assert run(path)[0]["proposed_credit"] == "Ảnh: Zhang Yuwei/Xinhua/AP"
    Agency.objects.create(name="Xinhua", text_form_vi="Tân Hoa xã")
    Agency.objects.create(name="AP")
    assert run(path)[0]["proposed_credit"] == "Ảnh: Zhang Yuwei/Tân Hoa xã qua AP"


def refused(path):
    answer, status = run(path)
    assert status == 3
    assert answer == dict.fromkeys(KEYS) | {
        "accepted": False,
        "reason": answer["reason"],
        "conflicts": [],
    }
    return answer["reason"]


def test_what_is_no_picture_is_refused_with_a_sentence(tmp_path):
    text = tmp_path / "words.jpg"
    text.write_text("words, and no picture")
    empty = tmp_path / "empty.jpg"
    empty.touch()
    assert refused(text).endswith(".")
    assert refused(empty).endswith(".")


def test_a_missing_file_and_a_folder_are_refused_with_a_sentence(tmp_path):
    missing = tmp_path / "missing.jpg"
    sentence = f"“{missing}” was not read: there is no such file. Name a picture file."
    assert refused(missing) == sentence
    sentence = f"“{tmp_path}” was not read: it is not a file. Name a picture file."
    assert refused(tmp_path) == sentence
    assert refused("/dev/null").endswith("it is not a file. Name a picture file.")
    assert refused(f"{tmp_path}/{'a' * 300}.jpg").endswith("Name a picture file.")
    assert refused("a\0b.jpg").endswith("Name a picture file.")


@pytest.mark.skipif(os.geteuid() == 0, reason="Root may read everything.")
def test_a_file_that_may_not_be_read_is_refused_with_a_sentence(picture):
    picture.chmod(0)
    assert refused(picture).endswith("Name a picture file.")


@pytest.mark.parametrize(
    "database", ["", "sqlite:////nowhere/at/all.sqlite3", "postgres://a:b@127.0.0.1:1/c"]
)
def test_a_bare_checkout_reads_pictures(interpreter, tmp_path, picture, database):
    """A process of its own, with a database that has no tables or cannot be reached."""
    run = interpreter.run(
        *("manage.py", "inspect_image", picture),
        NEWSROOM_MODE="development",
        NEWSROOM_DATA=str(tmp_path / "data"),
        DATABASE_URL=database or f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        PYTHONIOENCODING="ascii",
    )
    assert (run.status, run.errors, run.output.isascii()) == (0, "", True)
    assert json.loads(run.output)["proposed_credit"] == "Ảnh: Nguyễn Thị Ánh"
