"""Content Credentials: verified offline, in a process with limits, and shown for what they are."""

import io
import json
import random
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import c2pa
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from PIL import ExifTags
from PIL import Image as Pillow

from images import services
from images.files import child, credentials_program, validate, verify_credentials
from images.metadata.credentials import Credentials, State, Unchecked
from images.models import Image
from images.tests.signed_files import AI, certificates, picture, signed
from newsroom.tests.factories import MORNING
from newsroom.tests.test_story_life import Desk

WHOLE = Credentials(
    State.VALID,
    signer="Signer",
    issuer="Song Huong Pictures",
    generator="Sketcher 2",
    title="river.jpg",
    authors=("Jane Doe",),
    source_type=AI,
)
NAMES = ("creator", "title", "digital_source_type")


def metadata_of(data):
    return validate.validate(ContentFile(data, "a.jpg")).metadata


def verified(data, format="JPEG"):
    return verify_credentials.verify(io.BytesIO(data), format)


def names(metadata):
    return tuple(getattr(metadata, name) for name in NAMES)


def changed(data):
    """The file with other colours, and nothing else in it changed."""
    at = data.rindex(b"\xff\xda") + 20
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.fixture
def trusting(settings, tmp_path):
    trust_list = tmp_path / "trust.pem"
    trust_list.write_bytes(certificates("")[1])
    settings.C2PA_TRUST_LIST = str(trust_list)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_a_whole_manifest_counts_without_its_signer_being_trusted(format):
    metadata = metadata_of(signed(format))
    assert metadata.credentials == WHOLE
    assert names(metadata) == ("Jane Doe", "river.jpg", AI)


def test_a_signer_on_the_trust_list_is_trusted(trusting):
    assert verified(signed()).state == State.TRUSTED
    assert verified(signed(ocsp="http://127.0.0.1:9/")).state == State.VALID  # by another root


def test_a_picture_that_was_changed_is_invalid_and_its_names_do_not_count(trusting):
    metadata = metadata_of(changed(signed()))
    assert metadata.credentials == Credentials(State.INVALID, "assertion.dataHash.mismatch")
    assert names(metadata) == (None, None, None)


def test_a_name_that_was_changed_in_the_manifest_is_invalid():
    metadata = metadata_of(signed().replace(b"Jane Doe", b"Jean Doe"))
    assert metadata.credentials == Credentials(State.INVALID, "assertion.hashedURI.mismatch")
    assert names(metadata) == (None, None, None)


def test_what_the_file_says_elsewhere_comes_before_the_manifest():
    exif = Pillow.Exif()
    exif[ExifTags.Base.Artist] = "Yamada Taro"
    metadata = metadata_of(signed(data=picture(exif=exif)))
    assert names(metadata) == ("Yamada Taro", "river.jpg", AI)
    assert metadata.conflicts == ()


def test_only_terms_of_ai_are_taken_from_actions():
    def source_type(*terms):
        actions = [
            {
                "action": "c2pa.edited" if number else "c2pa.created",
                "digitalSourceType": AI.replace("trainedAlgorithmicMedia", term),
            }
            for number, term in enumerate(terms)
        ]
        assertion = {"label": "c2pa.actions", "data": {"actions": actions}}
        credentials = verified(signed(assertions=[assertion]))
        assert credentials.is_whole
        return credentials.source_type.rpartition("/")[2]

    assert source_type("digitalCapture") == ""
    assert source_type("digitalCapture", "compositeSynthetic") == "compositeSynthetic"
    assert set(credentials_program.AI_TERMS) == set(Image.SourceType.labelled())


def test_without_the_extra_a_manifest_stays_unchecked(monkeypatch):
    monkeypatch.setattr(verify_credentials, "find_spec", lambda name: None)
    metadata = metadata_of(signed())
    assert metadata.has_credentials
    assert metadata.credentials == Credentials(State.UNCHECKED, Unchecked.NOT_INSTALLED)
    assert names(metadata) == (None, None, None)


def test_a_picture_without_a_manifest_starts_no_process(monkeypatch):
    monkeypatch.setattr(verify_credentials, "verify", None)
    assert metadata_of(picture()).credentials is None


@pytest.fixture
def internet():
    """A server of this machine, and the paths that it was asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def read_with(data, verify):
    settings = credentials_program.SETTINGS | {"verify": verify}
    if verify != credentials_program.SETTINGS["verify"]:
        settings["core"] = {}
    with io.BytesIO(data) as file, c2pa.Context.from_dict(settings) as context:
        c2pa.Reader("image/jpeg", file, context=context).close()


def test_a_manifest_that_lies_elsewhere_is_not_fetched(internet):
    address, asked = internet
    data = signed(remote=f"{address}/manifest")
    assert verified(data).state == State.INVALID
    assert metadata_of(data).credentials is None
    with pytest.raises(c2pa.C2paError):
        read_with(data, credentials_program.SETTINGS["verify"])
    assert asked == []
    with pytest.raises(c2pa.C2paError):  # the library as it comes would fetch it
        read_with(data, {})
    assert asked == ["/manifest"]


def test_word_of_revoked_certificates_is_not_fetched(internet):
    address, asked = internet
    data = signed(ocsp=f"{address}/ocsp")
    assert verified(data).state == State.VALID
    read_with(data, credentials_program.SETTINGS["verify"])
    assert asked == []
    read_with(data, {"ocsp_fetch": True})
    assert len(asked) == 1


# Runs the verifier's program with a library that does what a hostile manifest might make it do.
HOSTILE = """
import runpy, sys, types
library = types.ModuleType("c2pa")
library.C2paError = type("C2paError", (Exception,), {})
library.Context = types.SimpleNamespace(from_dict=lambda settings: None)
def Reader(media_type, picture, context):
    %s
    raise library.C2paError("Reached: the end")
library.Reader = Reader
sys.modules["c2pa"] = library
program = runpy.run_path(sys.argv[1])
program["main"].__globals__["MOST_SECONDS"] = 1
program["main"]("image/jpeg", "")
"""


@pytest.mark.parametrize(
    ("deed", "ends"),
    [
        ("pass", b'{"state": "invalid", "reason": "Reached"}'),
        ("import socket; socket.socket()", None),
        ("open('/etc/hostname')", None),
        ("bytearray(600 << 20)", None),
        ("while True: pass", None),
        ("import os; os.abort()", None),
    ],
)
def test_the_verifier_may_do_little(deed, ends):
    program = str(verify_credentials._PROGRAM)
    printed = child.run("-c", HOSTILE % deed, program, file=io.BytesIO(b""), seconds=20)
    assert printed == ends


@pytest.mark.parametrize("program", ["raise SystemExit(1)", "import time; time.sleep(60)"])
def test_a_verifier_that_gives_up_leaves_a_manifest_unchecked(monkeypatch, tmp_path, program):
    (tmp_path / "program.py").write_text(program)
    monkeypatch.setattr(verify_credentials, "_PROGRAM", tmp_path / "program.py")
    monkeypatch.setattr(verify_credentials, "SECONDS", 1)
    assert verified(signed()) == Credentials(State.UNCHECKED, Unchecked.GAVE_UP)


@pytest.mark.parametrize("seed", range(6))
def test_damage_is_seen_or_does_not_matter(seed):
    chance, data = random.Random(seed), bytearray(signed())  # noqa: S311
    for at in (chance.randrange(20, len(data)) for _ in range(1 + seed)):
        data[at] ^= 1 + chance.randrange(255)
    credentials = verified(bytes(data))
    assert credentials == WHOLE or not credentials.is_whole  # fillers may hold anything


def imported(data, cast):
    return services.import_image(ContentFile(data, "a.jpg"), by=cast.pictures, at=MORNING).image


def page(image, user, language="en"):
    user.language = language
    user.save()
    return Desk(user).client.get(_address(image)).content.decode()


def _address(image):
    return reverse("admin:images_image_change", args=[image.pk])


def test_the_verdict_is_stored_and_shown(cast, newsroom):
    image = imported(signed(), cast)
    assert image.embedded_metadata["credentials"] == {
        "state": "valid",
        "signer": "Signer",
        "issuer": "Song Huong Pictures",
        "generator": "Sketcher 2",
        "title": "river.jpg",
        "authors": ["Jane Doe"],
        "source_type": AI,
    }
    assert (image.creator, image.digital_source_type) == ("Jane Doe", Image.SourceType.AI)
    shown = page(image, cast.pictures)
    assert "the signer is on no trust list. Anybody could have signed them." in shown
    assert "<dt>signed by</dt><dd>Signer</dd>" in shown
    assert "<dt>made with</dt><dd>Sketcher 2</dd>" in shown
    shown = page(image, cast.pictures, "vi")
    assert "người ký không có trong danh sách tin cậy nào." in shown
    assert "<dt>người ký</dt><dd>Signer</dd>" in shown


@pytest.mark.parametrize(
    ("credentials", "sentence"),
    [
        ({"state": "trusted"}, "are whole, and the signer is trusted."),
        (
            {"state": "invalid", "reason": "assertion.dataHash.mismatch"},
            "are invalid: the picture was changed after it was signed. They do not count.",
        ),
        ({"state": "invalid", "reason": "claim.missing"}, "are invalid: claim.missing. They"),
        ({"state": "invalid", "reason": "Io"}, "are invalid: they cannot be read. They do"),
        (
            {"state": "unchecked", "reason": "not-installed"},
            "They were not checked. The program that checks them is not installed.",
        ),
        ({"state": "unchecked", "reason": "gave-up"}, "not checked. Checking them took too long"),
        (None, "It carries Content Credentials (C2PA). They were not checked."),
    ],
)
def test_each_verdict_has_its_sentence(cast, newsroom, credentials, sentence):
    image = imported(picture(), cast)
    image.embedded_metadata["fields"]["has_credentials"] = True
    if credentials:  # rows from before have none
        image.embedded_metadata["credentials"] = credentials
    image.save(update_fields=["embedded_metadata"])
    assert sentence in page(image, cast.pictures)


def test_the_verdict_is_printed_by_inspect_image(tmp_path, db):
    path, printed = tmp_path / "a.jpg", io.StringIO()
    path.write_bytes(changed(signed()))
    call_command("inspect_image", str(path), stdout=printed)
    answer = json.loads(printed.getvalue())
    assert answer["content_credentials"] == {
        "state": "invalid",
        "reason": "assertion.dataHash.mismatch",
    }
    assert answer["creator"] is None
    path.write_bytes(signed())
    printed.truncate(0)
    call_command("inspect_image", str(path), stdout=printed)
    assert '"signer": "Signer"' in printed.getvalue()
