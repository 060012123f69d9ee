"""Taking many pictures in, by HTTP and from a folder: each file is answered by itself."""

import io
import shutil
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from images.models import Image, ImageChange
from newsroom.tests.factories import jpeg, make_image
from newsroom.tests.test_story_life import Desk

HTML = b"<html><body><script>alert(1)</script></body></html>"
NOT_WHOLE = "The file is not a whole JPEG, PNG, WebP, AVIF, TIFF or GIF picture. Export it again."


@pytest.fixture(autouse=True)
def _all_read_english(newsroom, cast):
    for user in vars(cast).values():
        user.language = "en"
        user.save()


def sent(data, name="picture.jpg"):
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def post_files(user, *files, as_script=True, client=None, **fields):
    client = client or Desk(user).client
    headers = {"Accept": "application/json"} if as_script else {"Accept": "text/html,*/*;q=0.8"}
    address = reverse("admin:images_image_upload")
    return client.post(address, {"file": files, **fields}, headers=headers)


def nothing_is_there(tmp_path):
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    return (Image.objects.count(), ImageChange.objects.count(), kept) == (0, 0, [])


# --- One file, for a script -------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reporter", "editor", "pictures", "chief"])
def test_who_may_take_pictures_in_is_told_where_the_new_one_is(newsroom, cast, role):
    user, began = getattr(cast, role), timezone.now()
    response = post_files(user, sent(jpeg(9, 6)))
    image = Image.objects.get()
    address = reverse("admin:images_image_change", args=[image.pk])
    assert response.status_code == 201
    name = "picture without caption"
    assert response.json() == {"id": image.pk, "name": name, "address": address}
    assert (image.uploaded_by, image.rights) == (user, "unknown")
    assert began <= image.uploaded_at <= timezone.now()
    assert list(image.changes.values_list("verb", "created_by")) == [("imported", user.pk)]


def test_a_file_that_is_here_already_leads_to_its_picture(newsroom, cast):
    data = jpeg(9, 6)
    first = post_files(cast.reporter, sent(data)).json()
    before = list(Image.objects.values())
    response = post_files(cast.colleague, sent(data, "another.jpg"), rights="staff")
    assert (response.status_code, response.json()) == (200, first)
    assert list(Image.objects.values()) == before


@pytest.mark.parametrize("data", [HTML, b"x", jpeg()[:2000]], ids=["html", "noise", "broken"])
def test_what_is_no_picture_is_refused_with_a_sentence(newsroom, cast, tmp_path, data):
    response = post_files(cast.reporter, sent(data))
    assert (response.status_code, response.json()) == (422, {"error": NOT_WHOLE})
    assert nothing_is_there(tmp_path)


def test_a_file_that_is_too_large_is_refused_with_both_sizes(newsroom, cast, tmp_path, settings):
    settings.MAX_UPLOAD_BYTES = 1 << 20
    response = post_files(cast.reporter, sent(jpeg(9, 6) + b"\0" * (1 << 20)))
    assert response.status_code == 413
    assert response.json() == {
        "error": "The file has 2 MB; at most 1 MB are taken in. Save it smaller."
    }
    assert nothing_is_there(tmp_path)


def test_no_file_is_said_to_be_none(newsroom, cast, tmp_path):
    for files in ((), (SimpleUploadedFile("empty.jpg", b""),)):
        response = post_files(cast.reporter, *files)
        assert response.status_code in (400, 422)
        assert response.json()["error"].endswith(".")
    assert nothing_is_there(tmp_path)


def test_a_script_sends_one_at_a_time(newsroom, cast, tmp_path):
    response = post_files(cast.reporter, sent(jpeg(9, 6)), sent(jpeg(9, 6)))
    assert response.status_code == 400
    assert response.json() == {"error": "No file was taken in: send one at a time."}
    assert nothing_is_there(tmp_path)


def test_a_failing_server_says_so_and_keeps_nothing(newsroom, cast, tmp_path):
    (tmp_path / "originals").touch()  # where the folder of originals would be
    response = post_files(cast.reporter, sent(jpeg(9, 6)))
    sentence = "It was not taken in, because the server failed. Try again."
    assert (response.status_code, response.json()) == (500, {"error": sentence})
    (tmp_path / "originals").unlink()
    assert nothing_is_there(tmp_path)


# --- What the sender says of them -------------------------------------------------------------


def test_what_the_sender_says_of_them_is_said_of_each(newsroom, cast):
    answers = {"rights": "agency", "origin": newsroom.kyodo.pk, "via": ""}
    assert post_files(cast.reporter, sent(jpeg(9, 6)), **answers).status_code == 201
    image = Image.objects.get()
    assert (image.rights, image.origin, image.via) == ("agency", newsroom.kyodo, None)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (
            {"rights": "everything"},
            "By what right they may run: Select a valid choice. everything is not one of the "
            "available choices.",
        ),
        (
            {"origin": "999999"},
            "Agency of origin: Select a valid choice. That choice is not one of the available "
            "choices.",
        ),
        (
            {"via": "x"},
            "Received through: Select a valid choice. That choice is not one of the available "
            "choices.",
        ),
    ],
    ids=["rights", "origin", "via"],
)
def test_nonsense_said_of_them_is_refused(newsroom, cast, tmp_path, answers, sentence):
    response = post_files(cast.reporter, sent(jpeg(9, 6)), **answers)
    assert (response.status_code, response.json()) == (400, {"error": sentence})
    assert nothing_is_there(tmp_path)


def test_the_sender_says_nothing_that_is_the_picture_desks_to_say(newsroom, cast):
    more = {"usable_until": "2030-01-01T00:00", "credit_override": "Tôi", "token": "mine"}
    assert post_files(cast.reporter, sent(jpeg(9, 6)), **more).status_code == 201
    image = Image.objects.get()
    assert (image.usable_until, image.credit_override) == (None, "")
    assert image.token != "mine"


# --- Who may ------------------------------------------------------------------------------------


def test_who_may_not_take_pictures_in_is_refused(newsroom, cast, tmp_path):
    cast.outsider.is_staff = True
    cast.outsider.save()
    for user in (cast.admin, cast.outsider):
        for as_script in (True, False):
            assert post_files(user, sent(jpeg(9, 6)), as_script=as_script).status_code == 403
    assert post_files(None, sent(jpeg(9, 6)), client=Client()).status_code == 302
    assert nothing_is_there(tmp_path)


def test_nothing_is_taken_in_without_the_forms_token(newsroom, cast, tmp_path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.reporter, backend="django.contrib.auth.backends.ModelBackend")
    for as_script in (True, False):
        response = post_files(None, sent(jpeg(9, 6)), client=client, as_script=as_script)
        assert response.status_code == 403
    assert nothing_is_there(tmp_path)
    page = client.get(reverse("admin:images_image_changelist"))
    token = {"csrfmiddlewaretoken": str(page.context["csrf_token"])}
    assert post_files(None, sent(jpeg(9, 6)), client=client, **token).status_code == 201


def test_looking_takes_nothing_in(newsroom, cast):
    client = Desk(cast.reporter).client
    assert client.get(reverse("admin:images_image_upload")).status_code == 405


# --- Many, from a form without JavaScript -----------------------------------------------------


def test_without_javascript_a_page_says_what_became_of_each(newsroom, cast):
    here = make_image(data := jpeg(9, 6), caption="Đã có trong kho.")
    files = [sent(jpeg(9, 6), "mới.jpg"), sent(HTML, "trang.jpg"), sent(data, "cũ.jpg")]
    response = post_files(cast.reporter, *files, as_script=False, rights="staff")
    outcomes = response.context["outcomes"]
    new = Image.objects.exclude(pk=here.pk).get()
    assert response.status_code == 200
    assert [(o.name, o.object, o.refusal) for o in outcomes] == [
        ("mới.jpg", new, ""),
        ("trang.jpg", None, NOT_WHOLE),
        ("cũ.jpg", here, ""),
    ]
    page = response.content.decode()
    for image in (new, here):
        assert reverse("admin:images_image_change", args=[image.pk]) in page
    assert NOT_WHOLE in page
    assert (new.rights, new.uploaded_by) == ("staff", cast.reporter)


def test_too_many_at_once_are_refused_with_the_limit(newsroom, cast, tmp_path, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    files = [sent(jpeg(9, 6)) for _ in range(4)]
    sentence = "No file was taken in: at most 3 can be sent at once. Choose fewer."
    page = post_files(cast.reporter, *files, as_script=False)
    assert (page.status_code, page.context["refused"]) == (400, sentence)
    assert sentence in page.content.decode()
    for file in files:
        file.seek(0)
    assert post_files(cast.reporter, *files).json() == {"error": sentence}
    assert nothing_is_there(tmp_path)


def test_a_form_without_a_file_or_with_nonsense_is_answered_with_a_page(newsroom, cast, tmp_path):
    page = post_files(cast.reporter, as_script=False)
    assert (page.status_code, page.context["refused"]) == (
        400,
        "No file has arrived. Choose one.",
    )
    page = post_files(cast.reporter, sent(jpeg(9, 6)), as_script=False, rights="x")
    assert page.status_code == 400
    assert nothing_is_there(tmp_path)


def test_the_answer_is_in_the_language_of_whoever_sent_it(newsroom, cast):
    cast.colleague.language = "vi"
    cast.colleague.save()
    name = post_files(cast.colleague, sent(jpeg(9, 6))).json()["name"]
    assert name == "ảnh chưa có chú thích"


class Broken(io.RawIOBase):
    """What is read of a request whose sender has gone."""

    def read(self, *size):
        raise OSError


@pytest.mark.parametrize("name", ["images_image_upload", "wires_feed_hand_in"])
def test_an_upload_that_is_broken_off_is_no_error_of_the_server(newsroom, cast, name):
    address, content_type = reverse(f"admin:{name}"), "multipart/form-data; boundary=x"
    broken = {"wsgi.input": Broken(), "CONTENT_LENGTH": "1000"}
    response = Desk(cast.reporter).client.post(address, b"", content_type=content_type, **broken)
    assert response.status_code == 400


# --- A folder ---------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """A folder as they come: in parts, with what the system left there, and with a bad file."""
    folder = tmp_path / "thẻ nhớ"
    (folder / "a").mkdir(parents=True)
    (folder / ".Trashes").mkdir()
    (folder / "b.jpg").write_bytes(jpeg(9, 6))
    shutil.copy(folder / "b.jpg", folder / "c.jpg")
    (folder / "a" / "trang.jpg").write_bytes(HTML)
    (folder / "a" / "z.jpg").write_bytes(jpeg(9, 6))
    for hidden in (".DS_Store", "a/._z.jpg", ".Trashes/gone.jpg"):
        (folder / hidden).write_bytes(b"x")
    return folder


def run(folder, **options):
    """What the command prints, and what it fails with."""
    output = io.StringIO()
    with translation.override("en"):
        try:
            call_command("import_images", str(folder), stdout=output, **options)
        except CommandError as error:
            return output.getvalue().splitlines(), str(error)
    return output.getvalue().splitlines(), None


def test_a_folder_is_taken_in_file_by_file(newsroom, folder):
    lines, failure = run(folder)
    assert lines == [
        "b.jpg: taken in",
        "c.jpg: in the library already",
        f"a/trang.jpg: {NOT_WHOLE}",
        "a/z.jpg: taken in",
        "2 taken in, 1 in the library already, 1 refused.",
    ]
    assert failure == "1 file was not taken in. Its line says why."
    images = Image.objects.order_by("pk")
    assert [(i.rights, i.origin, i.uploaded_by) for i in images] == [("unknown", None, None)] * 2
    assert list(ImageChange.objects.values_list("verb", "created_by")) == [("imported", None)] * 2


def test_a_folder_is_taken_in_for_somebody_with_what_is_said_of_it(newsroom, cast, folder):
    newsroom.kyodo  # noqa: B018, so that it is there
    (folder / "a" / "trang.jpg").unlink()
    lines, failure = run(folder, by="pictures", rights="agency", origin="kyodonews")
    assert (lines[-1], failure) == ("2 taken in, 1 in the library already, 0 refused.", None)
    stored = Image.objects.values_list("rights", "origin", "uploaded_by")
    assert set(stored) == {("agency", newsroom.kyodo.pk, cast.pictures.pk)}
    assert set(ImageChange.objects.values_list("created_by", flat=True)) == {cast.pictures.pk}
    again, failure = run(folder)
    assert (again[-1], failure) == ("0 taken in, 3 in the library already, 0 refused.", None)


def test_a_name_that_no_encoding_has_stops_nothing(newsroom, folder):
    (folder / "\udcff.jpg").write_bytes(jpeg(9, 6))
    lines, _failure = run(folder)
    assert "\\udcff.jpg: taken in" in lines
    assert Image.objects.count() == 3


def test_a_file_that_is_gone_stops_nothing(newsroom, folder):
    (folder / "aa.jpg").symlink_to(folder / "nowhere.jpg")
    lines, failure = run(folder)
    assert lines[0] == "aa.jpg: It cannot be read: No such file or directory."
    assert lines[-1] == "2 taken in, 1 in the library already, 2 refused."
    assert failure == "2 files were not taken in. Their lines say why."


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"by": "nobody"}, "Nobody here signs in as “nobody”."),
        ({"by": "admin"}, "“admin” may not take pictures in."),
        ({"origin": "X"}, "No agency is called “X”. Enter it at the desk first."),
    ],
    ids=["nobody", "not allowed", "no agency"],
)
def test_nothing_is_taken_in_when_what_is_said_is_wrong(newsroom, folder, options, sentence):
    assert run(folder, **options) == ([], sentence)
    assert not Image.objects.exists()


def test_what_is_no_folder_is_not_taken_in(newsroom, folder):
    place = folder / "b.jpg"
    assert run(place) == ([], f"“{place}” is not a folder.")


def test_what_somebody_has_just_taken_in_is_found_again(newsroom, cast):
    post_files(cast.reporter, sent(jpeg(9, 6)))
    earlier = make_image(uploaded_by=cast.reporter, uploaded_at=timezone.now() - timedelta(days=2))
    make_image()
    client = Desk(cast.reporter).client

    def stored(**query):
        listed = client.get(reverse("admin:images_image_changelist"), query)
        return [image.pk for image in listed.context["cl"].result_list]

    new = Image.objects.exclude(pk=earlier.pk).get(uploaded_by=cast.reporter)
    assert stored(mine="day") == [new.pk]
    assert stored(mine="ever") == [new.pk, earlier.pk]
