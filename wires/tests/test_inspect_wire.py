"""`manage.py inspect_wire FILE`, for technicians and scripts."""

import io
import json

import pytest
from django.core.management import call_command

from wires.tests import agency_copy

ITEM = (
    *("guid", "version", "kind", "status", "usable", "embargo_until", "urgency", "headline"),
    *("byline", "credit_line", "provider", "sources", "copyright_holder", "copyright_notice"),
    *("usage_terms", "editor_note", "slugline", "dateline", "language", "created_at", "sent_at"),
    *("signals", "body_html", "body_text", "pictures", "cancels", "non_public"),
)
PICTURE = ["href", "caption", "alt", "creator", "credit_line", "copyright_notice", "usage_terms"]
PICTURE += ["width", "height"]


def run(path):
    printed, status = io.StringIO(), 0
    try:
        call_command("inspect_wire", str(path), stdout=printed)
    except SystemExit as left:
        status = left.code
    return json.loads(printed.getvalue()), status


@pytest.fixture
def file(tmp_path):
    def written(raw, name="tin.json"):
        path = tmp_path / name
        path.write_bytes(raw)
        return path

    return written


def test_a_delivery_is_printed_with_all_its_fields(file):
    picture = {"name": "a", "uri": "p", "type": "picture", "by": "Jane Doe"}
    picture["renditions"] = [{"name": "main", "href": "ferry.jpg", "width": 800, "height": 600}]
    answer, status = run(
        file(agency_copy.ninjs(edNote="To desks", by="Ánh", associations=[picture]))
    )
    assert (status, list(answer)) == (0, ["accepted", "reason", "format", "remarks", "items"])
    assert (answer["accepted"], answer["reason"], answer["format"]) == (True, None, "ninjs 3.1")
    (item,) = answer["items"]
    assert tuple(item) == ITEM
    assert (item["guid"], item["version"], item["usable"]) == ("wire:1", 1, True)
    assert (item["byline"], item["editor_note"], item["non_public"]) == ("Ánh", "To desks", None)
    assert item["body_text"] == "A night ferry turned back to port on Friday."
    assert item["pictures"] == [
        dict.fromkeys(PICTURE)
        | {"href": "ferry.jpg", "creator": "Jane Doe", "width": 800, "height": 600}
    ]


def test_an_embargo_is_a_moment_or_indefinite_or_nothing(file):
    text = {"2030-01-01T12:00:00+0700": "2030-01-01T12:00:00+07:00", "Next Monday": "indefinite"}
    for embargo, printed in text.items():
        (item,) = run(file(agency_copy.ninjs(embargoedUntil=embargo)))[0]["items"]
        assert (item["embargo_until"], item["usable"]) == (printed, False)
    (item,) = run(file(agency_copy.ninjs()))[0]["items"]
    assert (item["embargo_until"], item["usable"]) == (None, True)


def test_what_is_quarantined_is_printed_with_its_reason_and_exit_status_3(file):
    answer, status = run(file(b'{"uri": "a", "uri": "b", "type": "text"}'))
    assert (status, answer["accepted"], answer["items"]) == (3, False, [])
    assert "uri" in answer["reason"]


def test_a_path_that_cannot_be_read_is_a_sentence_and_exit_status_3(tmp_path):
    for path in (tmp_path / "gone.xml", tmp_path, "x\0y"):
        answer, status = run(path)
        assert (status, answer["accepted"]) == (3, False)
        assert answer["reason"].endswith("Name a file of agency copy.")


def test_it_needs_no_database_and_prints_nothing_but_the_object(interpreter, file):
    run = interpreter.run(
        *("manage.py", "inspect_wire", file(agency_copy.ninjs(**agency_copy.headline("Tàu đạn")))),
        DATABASE_URL="postgres://nobody@127.0.0.1:1/none",
        PYTHONIOENCODING="ascii",
    )
    assert (run.status, run.errors, run.output.isascii()) == (0, "", True)
    assert json.loads(run.output)["items"][0]["headline"] == "Tàu đạn"
