"""The library at the desk, by HTTP: who takes pictures in, who clears them, and what never leaves."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks import default_task_backend

from images import tasks
from images.models import Image, Lease, Rendition
from newsroom.tests.factories import jpeg, make_image
from newsroom.tests.test_story_life import Desk

ADD = "admin:images_image_add"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NOT_WHOLE = "The file is not a whole JPEG, PNG, WebP, AVIF, TIFF or GIF picture. Export it again."
CAPTION = "Cầu Trường Tiền lúc chiều xuống."


@pytest.fixture(autouse=True)
def _all_read_english(newsroom, cast):
    for user in vars(cast).values():
        user.language = "en"
        user.save()


def client_of(user):
    return Desk(user).client


def without_role(cast):
    """Somebody who may sign in at the desk and has no role there."""
    cast.outsider.is_staff = True
    cast.outsider.save()
    return cast.outsider


def upload(user, data, name="picture.jpg", **fields):
    fields = {"caption": CAPTION, "rights": "staff", **fields}
    file = SimpleUploadedFile(name, data, content_type="image/jpeg")
    return client_of(user).post(reverse(ADD), {"original": file, **fields})


def address_of(image):
    return reverse("admin:images_image_change", args=[image.pk])


def minute(local_moment):
    return local_moment and timezone.localtime(local_moment).strftime("%Y-%m-%dT%H:%M")


TEXT = ("caption", "alt", "extended_description", "headline", "creator", "credit_override")
TERMS = ("copyright_notice", "usage_terms", "instructions", "licensor_name", "licensor_url")
MORE = ("web_statement", "data_mining", "qualifier", "digital_source_type", "rights")


def form_of(image, **changes):
    """What the picture's form holds when it is opened."""
    data = {n: getattr(image, n) for n in (*TEXT, *TERMS, *MORE, "supplier_reference")}
    data |= {name: getattr(image, f"{name}_id") or "" for name in ("origin", "via", "portrait_of")}
    for name in ("usable_from", "usable_until", "date_created"):
        data[name] = minute(getattr(image, name)) or ""
    return {**data, **changes}


def everything(model):
    return list(model.objects.order_by("pk").values())


def files(tmp_path):
    return sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*"))


# --- Taking in -------------------------------------------------------------------------------


def test_a_reporter_takes_a_picture_in(newsroom, cast, django_capture_on_commit_callbacks):
    default_task_backend.clear()
    data = jpeg(700, 350)
    with django_capture_on_commit_callbacks(execute=True):
        response = upload(
            cast.reporter, data, creator="Yamada Tarō", origin=newsroom.kyodo.pk, rights="agency"
        )
    assert response.status_code == 302
    image = Image.objects.get()
    assert (image.format, image.width, image.height, image.size) == ("jpg", 700, 350, len(data))
    assert (image.uploaded_by, image.rights) == (cast.reporter, Image.Rights.AGENCY)
    assert image.credit_line() == "Ảnh: Yamada Tarō/Kyodo"
    whole = image.renditions.filter(crop="").order_by("width")
    assert [(r.width, r.format) for r in whole] == [(320, "jpg"), (640, "jpg"), (700, "jpg")]
    with image.original.open("rb") as original:
        assert original.read() == data
    (task,) = default_task_backend.results
    assert (task.task.module_path, task.args) == ("images.tasks.make_renditions", [image.pk])


def test_the_senders_file_name_decides_nothing(newsroom, cast, tmp_path):
    assert upload(cast.reporter, jpeg(9, 6), name="../../evil name.php.html").status_code == 302
    image = Image.objects.get()
    assert image.original.name == f"{image.token[:2]}/{image.token}.jpg"
    folder = f"{image.token[:2]}/{image.token}"
    rendition = image.renditions.get(crop="")
    assert rendition.file.name == f"{folder}/9-{rendition.recipe}.jpg"
    made = [f"renditions/{row.file.name}" for row in image.renditions.all()]
    assert files(tmp_path) == sorted([f"originals/{image.original.name}", *made])


def test_a_picture_taken_in_without_a_word_on_its_rights_may_not_run(newsroom, cast):
    assert upload(cast.reporter, jpeg(9, 6), rights="unknown").status_code == 302
    page = client_of(cast.reporter).get(address_of(Image.objects.get())).content.decode()
    assert "Nobody has said by what right it may be used." in page
    assert "It has no credit." in page
    assert "It may be used." not in page


def test_the_same_file_again_leads_to_the_first(newsroom, cast, tmp_path):
    data = jpeg(9, 6)
    upload(cast.reporter, data)
    stored, first = files(tmp_path), Image.objects.get()
    response = upload(cast.colleague, data, name="another.jpg", caption="Chú thích khác.")
    assert response.status_code == 200
    (sentence,) = response.context["adminform"].form.errors["original"]
    assert sentence == (
        f'This very file is in the library already: <a href="{address_of(first)}">{CAPTION}</a>'
    )
    assert sentence in response.content.decode()
    assert Image.objects.get() == first
    assert files(tmp_path) == stored


def test_a_caption_is_never_markup_in_that_sentence(newsroom, cast):
    data = jpeg(9, 6)
    upload(cast.reporter, data, caption="<script>alert(1)</script>")
    page = upload(cast.colleague, data).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</a>" in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize(
    "data",
    [SVG, b"<!doctype html><p>Hello", b"GIF89a\x01\x00\x01\x00\x00;", jpeg(600, 400)[:-900]],
    ids=["SVG", "HTML", "half a GIF", "half a JPEG"],
)
def test_what_is_no_picture_is_refused_and_nothing_is_stored(newsroom, cast, tmp_path, data):
    response = upload(cast.reporter, data, name="picture.jpg")
    assert response.status_code == 200
    assert response.context["adminform"].form.errors == {"original": [NOT_WHOLE]}
    assert NOT_WHOLE in response.content.decode()
    assert not Image.objects.exists()
    assert files(tmp_path) == []


def test_a_file_that_is_too_large_is_refused(newsroom, cast, settings):
    settings.MAX_UPLOAD_BYTES = 1 << 20
    response = upload(cast.reporter, jpeg(9, 6) + b"\0" * (1 << 20))
    assert response.context["adminform"].form.errors == {
        "original": ["The file has 2 MB; at most 1 MB are taken in. Save it smaller."]
    }
    assert not Image.objects.exists()


def test_a_form_with_another_mistake_stores_nothing(newsroom, cast, tmp_path):
    response = upload(cast.reporter, jpeg(9, 6), licensor_url="nowhere at all")
    assert list(response.context["adminform"].form.errors) == ["licensor_url"]
    assert not Image.objects.exists()
    assert files(tmp_path) == []


@pytest.mark.parametrize("role", ["admin", "outsider"])
def test_who_may_not_take_pictures_in_is_refused(newsroom, cast, role):
    user = without_role(cast) if role == "outsider" else cast.admin
    assert upload(user, jpeg(9, 6)).status_code == 403
    assert not Image.objects.exists()


# --- Files -----------------------------------------------------------------------------------


def file_address(image, name):
    return reverse("admin:images_image_file", args=[image.pk, "NAME"]).replace("NAME", name)


def test_the_desk_sees_renditions(newsroom, cast):
    image = make_image(jpeg(700, 350), rights="unknown")
    for rendition in image.renditions.all():
        response = client_of(cast.reporter).get(file_address(image, rendition.name))
        assert response.status_code == 200
        assert response["Content-Type"] == "image/jpeg"
        assert response["Cache-Control"] == "private, max-age=86400"
        with rendition.file.open("rb") as file:
            assert b"".join(response.streaming_content) == file.read()


def test_the_desk_sees_webp_once_it_is_made(newsroom, cast):
    image = make_image(jpeg(200, 100))
    (jpeg_file,) = image.renditions.filter(crop="")
    address = file_address(image, jpeg_file.name.replace(".jpg", ".webp"))
    assert client_of(cast.reporter).get(address).status_code == 404
    tasks.make_renditions.func(image.pk)
    response = client_of(cast.reporter).get(address)
    assert response["Content-Type"] == "image/webp"
    assert response.getvalue()[:4] == b"RIFF"


@pytest.mark.slow
def test_the_original_has_no_address(newsroom, cast):
    cast.chief.is_superuser = True
    cast.chief.save()
    image, other = make_image(jpeg(700, 350)), make_image(jpeg(350, 200))
    client = client_of(cast.chief)
    rendition = image.renditions.filter(width=700, crop="").get()
    addresses = [file_address(other, rendition.name)]
    for name in (
        *(image.original.name, rendition.file.name, image.token, f"{image.token}.jpg"),
        *("original", "original.jpg", "-", "0.jpg", "321.jpg", "350.jpg", "320.png", "320.webp"),
        *("700", "320.JPG", "320.jpg/", "/320.jpg", "../320.jpg", "..%2F320.jpg", "320.jpg%00"),
        "%2e%2e%2foriginals%2f" + image.original.name,
    ):
        addresses.append(file_address(image, name))
    for path in (image.original.name, f"originals/{image.original.name}", rendition.file.name):
        for root in ("/", "/media/", "/static/", "/admin/", "/admin/images/image/"):
            addresses.append(root + path)
    for address in addresses:
        answer = client.get(address, follow=True)
        assert answer["Content-Type"] == "text/html; charset=utf-8", address
        assert answer.status_code == 404 or answer.redirect_chain[-1][0] == "/admin/", address


def test_no_page_of_the_desk_names_the_original(newsroom, cast):
    image = make_image()
    for address in (
        address_of(image),
        reverse("admin:images_image_changelist"),
        reverse("admin:images_image_library"),
    ):
        assert image.token not in client_of(cast.chief).get(address).content.decode()


def test_who_has_no_role_sees_no_file(newsroom, cast):
    image = make_image()
    address = file_address(image, image.renditions.filter(width=320, crop="").get().name)
    assert client_of(without_role(cast)).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert client_of(cast.reporter).post(address).status_code == 405


# --- Search ----------------------------------------------------------------------------------


SEARCHES = {
    "cau truong tien": ["one"],
    "CẦU": ["one"],
    "ca\u0302\u0300u": ["one"],
    "tien cau": ["one"],
    "đa nang": ["two"],
    "kyodo": ["two"],
    "yamada taro": ["two"],
    "cau yamada": [],
    "%": [],
    "": ["one", "two"],
}


@pytest.mark.parametrize(("text", "cards"), SEARCHES.items(), ids=SEARCHES)
def test_search_needs_no_diacritics(newsroom, cast, text, cards):
    picture = make_image(jpeg(9, 6), caption="Cầu Trường Tiền", alt="")
    two = make_image(
        jpeg(9, 6), caption="Đà Nẵng", alt="", creator="Yamada Tarō", origin=newsroom.kyodo
    )
    numbers = {picture.pk: "one", two.pk: "two"}
    listed = client_of(cast.reporter).get(reverse("admin:images_image_changelist"), {"q": text})
    assert sorted(numbers[image.pk] for image in listed.context["cl"].result_list) == cards
    address = reverse("admin:images_image_library")
    picked = client_of(cast.reporter).get(address, {"q": text}).json()["pictures"]
    assert sorted(numbers[picture["id"]] for picture in picked) == cards


# --- Changing --------------------------------------------------------------------------------


def test_saving_a_picture_as_it_stands_changes_nothing(newsroom, cast):
    image = make_image(
        origin=newsroom.kyodo,
        rights="agency",
        qualifier="file",
        usable_from=timezone.now().replace(second=0, microsecond=0),
        date_created=timezone.now().replace(second=0, microsecond=0),
        instructions="JAPAN OUT",
    )
    before = everything(Image)
    assert client_of(cast.pictures).post(address_of(image), form_of(image)).status_code == 302
    assert everything(Image) == before


def test_the_picture_desk_clears_a_picture(newsroom, cast):
    image = make_image(rights="unknown")
    client = client_of(cast.pictures)
    data = form_of(image, rights="licensed", usage_terms="NO SALES")
    assert client.post(address_of(image), data).status_code == 302
    image.refresh_from_db()
    assert (image.rights, image.restrictions) == ("licensed", ["NO SALES"])
    page = client.get(address_of(image)).content.decode()
    assert "It may be used." in page
    assert "Its terms say: NO SALES (not to be sold on or passed on)." in page


def test_a_known_picture_keeps_its_file(newsroom, cast):
    image = make_image()
    before = everything(Image)
    data = form_of(image, original=SimpleUploadedFile("other.jpg", jpeg()), token="x", sha256="x")
    assert client_of(cast.chief).post(address_of(image), data).status_code == 302
    assert everything(Image) == before


@pytest.mark.parametrize("role", ["reporter", "editor", "admin", "outsider"])
def test_who_is_not_of_the_picture_desk_changes_nothing_and_withdraws_nothing(newsroom, cast, role):
    user = without_role(cast) if role == "outsider" else getattr(cast, role)
    image = make_image(rights="unknown", uploaded_by=user)
    before = everything(Image), everything(Lease)
    now = timezone.now()
    attempts = (
        {"rights": "staff"},
        {"withdrawn_at": minute(now), "withdrawn_reason": "Sai."},
    )
    for attempt in attempts:
        response = client_of(user).post(address_of(image), form_of(image, **attempt))
        assert response.status_code == 403
    assert (everything(Image), everything(Lease)) == before


def test_a_reporter_reads_a_picture_and_its_verdict(newsroom, cast):
    image = make_image(rights="unknown")
    page = client_of(cast.reporter).get(address_of(image)).content.decode()
    assert "Nobody has said by what right it may be used." in page
    assert not re.search(r"<(input|select|textarea)[^>]*name=\"(rights|withdrawn_at)", page)


def test_what_the_form_does_not_ask_a_reporter_is_not_taken_from_one(newsroom, cast):
    now = timezone.now()
    response = upload(
        cast.reporter,
        jpeg(9, 6),
        withdrawn_at=minute(now),
        withdrawn_reason="Sai.",
        uploaded_by=cast.chief.pk,
        token="mine",
        format="svg",
        sha256="0",
    )
    assert response.status_code == 302
    image = Image.objects.get()
    assert (image.withdrawn_at, image.withdrawn_reason) == (None, "")
    assert (image.uploaded_by, image.format, len(image.sha256)) == (cast.reporter, "jpg", 64)
    assert image.token != "mine"
    assert not Lease.objects.exists()


@pytest.mark.parametrize("role", ["pictures", "chief"])
def test_the_form_neither_withdraws_nor_rules(newsroom, cast, role):
    """Both have pages of their own, which ask why."""
    image, now = make_image(), timezone.now()
    data = form_of(
        image,
        caption="Mới.",
        withdrawn_at=minute(now),
        withdrawn_reason="Sai.",
        **{"leases-TOTAL_FORMS": 1, "leases-INITIAL_FORMS": 0, "leases-0-kind": "allow"},
        **{"leases-0-starts_at": minute(now), "leases-0-reason": "Sai."},
    )
    assert client_of(getattr(cast, role)).post(address_of(image), data).status_code == 302
    image.refresh_from_db()
    assert (image.caption, image.withdrawn_at, image.withdrawn_reason) == ("Mới.", None, "")
    assert not Lease.objects.exists()


def test_a_change_is_in_the_trail(newsroom, cast):
    image = make_image()
    data = form_of(image, creator="Lê Văn Tám")
    assert client_of(cast.pictures).post(address_of(image), data).status_code == 302
    (line,) = image.changes.all()
    assert (line.verb, line.created_by) == ("changed", cast.pictures)
    assert line.changes == {"creator": ["Trần Văn Bình", "Lê Văn Tám"]}


def test_pictures_are_never_deleted(newsroom, cast):
    cast.chief.is_superuser = True
    cast.chief.save()
    image = make_image()
    client = client_of(cast.chief)
    address = reverse("admin:images_image_delete", args=[image.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    listed = reverse("admin:images_image_changelist")
    client.post(listed, {"action": "delete_selected", "_selected_action": [image.pk]})
    assert Image.objects.get() == image
    assert Rendition.objects.count() == image.renditions.count() > 4


# --- Cost ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["changelist", "library"])
def test_a_list_asks_as_many_questions_of_three_pictures_as_of_one(newsroom, cast, name):
    client = client_of(cast.pictures)

    def picture():
        make_image(jpeg(9, 6), origin=newsroom.kyodo, via=newsroom.kyodo, rights="agency")

    def questions():
        with CaptureQueriesContext(connection) as asked:
            response = client.get(reverse(f"admin:images_image_{name}"))
        if name == "library":
            return len(response.json()["pictures"]), len(asked)
        return response.context["cl"].result_count, len(asked)

    picture()
    count, of_one = questions()
    assert count == 1
    picture()
    picture()
    assert questions() == (3, of_one)
