"""The same photograph through two agencies: recognised at intake, compared, decided on, and found fast."""

import random
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from images import photographs, services, tasks
from images.files import perceptual_hash
from images.models import Image, ImageHash, SamePhotograph
from images.tests.photograph_files import COPIES, encoded, photograph
from newsroom.tests.factories import make_agency
from newsroom.tests.test_story_life import Desk
from text.errors import DomainError

Answer = SamePhotograph.Answer
RIVER, HARBOUR = "river-bridge", "container-port"


@pytest.fixture(autouse=True)
def _all_read_english(newsroom, cast):
    for user in vars(cast).values():
        user.language = "en"
        user.save()
    with translation.override("en"):
        yield


@pytest.fixture
def afp(newsroom):
    return make_agency("AFP", contracts=())


def imported(data, *, by=None, **fields):
    fields = {"caption": "Cầu.", "alt": "Một cây cầu.", "creator": "Bình", **fields}
    file = ContentFile(data, name="anh.jpg")
    return services.import_image(file, by=by, at=timezone.now(), **fields).image


def original(name=RIVER, **fields):
    return imported(encoded(photograph(name), 92), **fields)


def copy_of(name=RIVER, copy="grey, cropped, half as large", **fields):
    return imported(COPIES[copy](photograph(name)), **fields)


def pairs():
    return list(SamePhotograph.objects.order_by("pk").values_list("first", "second"))


def both_ways(newsroom, afp, **fields):
    """A picture of Kyodo, which may be used, and of AFP, without a contract."""
    kyodo = original(origin=newsroom.kyodo, rights="agency")
    return kyodo, copy_of(origin=afp, rights="agency", **fields)


# --- Recognised -----------------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.parametrize("copy", ["packed harder", "a thumbnail", "grey, cropped, half as large"])
def test_a_photograph_that_comes_again_is_recognised(newsroom, copy):
    other, first = original(HARBOUR), original()
    second = copy_of(copy=copy)
    assert pairs() == [(first.pk, second.pk)]
    assert photographs.pairs_of([other.pk]) == {}
    assert {row.version for row in second.hashes.all()} == {perceptual_hash.VERSION}


@pytest.mark.both_databases
def test_three_ways_are_three_pairs(newsroom):
    a, b, c = original(), copy_of(copy="grey"), copy_of(copy="half as large")
    assert pairs() == [(a.pk, b.pk), (a.pk, c.pk), (b.pk, c.pk)]


def test_flat_pictures_are_the_same_as_nothing(newsroom):
    for colour in ("white", "white", "navy"):
        imported(encoded(photograph().resize((60, 40)).point(lambda _v: 250), comment=colour))
        imported(encoded(photograph().resize((60, 41)).point(lambda _v: 0), comment=colour))
    assert pairs() == []
    assert set(ImageHash.objects.values_list("view", "value")) == {(0, None)}
    assert not photographs.not_compared().exists()


def test_no_more_than_the_nearest_are_recorded(newsroom, monkeypatch):
    monkeypatch.setattr(photographs, "MOST", 2)
    far, *near = copy_of(copy="brighter"), original(), copy_of(copy="packed harder")
    last = imported(encoded(photograph(), 91))
    others = {pair.other(last.pk) for pair in photographs.pairs_of([last.pk])[last.pk]}
    assert others == {image.pk for image in near}
    assert far.pk not in others


def test_two_that_come_in_at_the_same_moment_are_compared_once_more(newsroom):
    first, second = original(), copy_of()
    SamePhotograph.objects.all().delete()  # as neither saw the other
    tasks.make_renditions.func(first.pk)
    tasks.make_renditions.func(second.pk)
    assert pairs() == [(first.pk, second.pk)]


def test_what_was_answered_is_not_asked_again(newsroom, cast):
    first, second = original(), copy_of()
    pair = SamePhotograph.objects.get()
    photographs.answer(pair, Answer.DIFFERENT, by=cast.pictures, at=timezone.now())
    photographs.compare(second, at=timezone.now())
    assert pairs() == [(first.pk, second.pk)]
    assert SamePhotograph.objects.get().answer == Answer.DIFFERENT
    assert photographs.pairs_of([first.pk, second.pk]) == {}


# --- Pictures from before -------------------------------------------------------------------------


@pytest.mark.both_databases
def test_pictures_from_before_are_compared_by_a_command(newsroom, capsys):
    first, second = original(), copy_of()
    recorded = list(second.hashes.values_list("view", "value", "band_1"))
    ImageHash.objects.all().delete()
    SamePhotograph.objects.all().delete()
    call_command("compare_photographs")
    assert pairs() == [(first.pk, second.pk)]
    # From a file of the picture and no longer from the original: nearly the same.
    for (_view, before, _band), row in zip(recorded, second.hashes.order_by("view"), strict=True):
        assert perceptual_hash.distance(before, row.value) <= 4
    call_command("compare_photographs")
    assert capsys.readouterr().out.splitlines() == ["2 compared.", "Nothing to do."]


def test_the_command_names_what_it_cannot_read_and_goes_on(newsroom):
    broken, fine = original(HARBOUR), original()
    ImageHash.objects.all().delete()
    for row in broken.renditions.all():
        row.file.storage.delete(row.file.name)
    with pytest.raises(CommandError, match=f"Picture {broken.pk} was not compared"):
        call_command("compare_photographs")
    assert list(photographs.not_compared()) == [broken]
    assert fine.hashes.count() == 2


def test_the_worker_compares_some_at_a_time(newsroom, monkeypatch):
    images = [original(), copy_of(), original(HARBOUR)]
    ImageHash.objects.all().delete()
    SamePhotograph.objects.all().delete()
    monkeypatch.setattr(tasks, "AT_A_TIME", 2)
    assert tasks.compare_photographs.func() == 2
    assert list(photographs.not_compared()) == images[2:]
    assert tasks.compare_photographs.func(images[1].pk) == 1
    assert len(pairs()) == 1


def test_hashes_of_an_older_version_are_made_anew(newsroom):
    image = original()
    ImageHash.objects.update(version=0)
    call_command("compare_photographs")
    assert [row.version for row in image.hashes.all()] == [perceptual_hash.VERSION] * 2


# --- Found fast -----------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_a_hash_is_looked_up_by_indexes_alone(newsroom):
    """Among many that differ: as few queries, and no scan of the table."""
    image, chance = original(), random.Random(4)  # noqa: S311, no secret
    rows = []
    for _ in range(500):
        value = chance.getrandbits(64)
        bands = {f"band_{n}": b for n, b in enumerate(perceptual_hash.bands(value), start=1)}
        row = ImageHash(image=image, view=9 + len(rows), version=1, grid=bytes(256), **bands)
        row.value = perceptual_hash.signed(value)
        rows.append(row)
    ImageHash.objects.bulk_create(rows)
    flipped = rows[7].value ^ 0b1111111111 & (1 << 64) - 1
    views = [perceptual_hash.View(flipped & (1 << 64) - 1, bytes(256))]
    with CaptureQueriesContext(connection) as queries:
        near = photographs._near(views)
    assert near[rows[7].pk] == 10
    assert len(queries) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}")
            plan = " ".join(row[3] for row in cursor.fetchall())
        assert plan.count("COVERING INDEX image_hash_band_") == perceptual_hash.BANDS
        assert "SCAN images_imagehash" not in plan


# --- Decided on -----------------------------------------------------------------------------------


def test_a_decision_stands_in_both_histories(newsroom, cast):
    first, second = original(), copy_of()
    pair = SamePhotograph.objects.get()
    photographs.answer(pair, Answer.FIRST, by=cast.pictures, at=timezone.now())
    pair.refresh_from_db()
    assert (pair.answer, pair.answered_by, pair.chosen) == ("first", cast.pictures, first.pk)
    for image in (first, second):
        note = image.changes.latest("pk").note
        assert note == "The same photograph as “Cầu.”? use the one taken in first"


def test_only_who_keeps_the_library_or_took_one_in_decides(newsroom, cast):
    original()
    copy_of(by=cast.reporter)
    pair = SamePhotograph.objects.select_related("first", "second").get()
    allowed = {name for name, user in vars(cast).items() if photographs.may_answer(pair, user)}
    assert allowed == {"reporter", "pictures", "chief"}
    with pytest.raises(PermissionDenied):
        photographs.answer(pair, Answer.BOTH, by=cast.colleague, at=timezone.now())
    pair.refresh_from_db()
    assert pair.answer == Answer.OPEN


@pytest.mark.parametrize("value", ["", "perhaps"])
def test_no_answer_decides_nothing(newsroom, cast, value):
    original(), copy_of()
    with pytest.raises(DomainError):
        photographs.answer(SamePhotograph.objects.get(), value, by=cast.pictures, at=timezone.now())
    assert SamePhotograph.objects.get().answer == Answer.OPEN


# --- Killed or withdrawn --------------------------------------------------------------------------


def test_a_kill_of_one_way_warns_of_the_other(newsroom, afp):
    kyodo, other = both_ways(newsroom, afp)
    killed = {"source_status": "canceled", "source_held_at": timezone.now()}
    Image.objects.filter(pk=other.pk).update(**killed)
    ((warning,),) = photographs.warnings_of([kyodo.pk]).values()
    assert warning.startswith("The same photograph was killed by AFP on ")
    Image.objects.filter(pk=other.pk).update(source_overruled=True)
    assert photographs.warnings_of([kyodo.pk]) == {}


def test_withheld_and_withdrawn_warn_in_other_words(newsroom, afp, cast):
    kyodo, other = both_ways(newsroom, afp)
    held = {"source_status": "withheld", "source_held_at": timezone.now()}
    Image.objects.filter(pk=other.pk).update(**held)
    services.withdraw(kyodo, reason="Nhầm người.", by=cast.pictures, at=timezone.now())
    warnings = photographs.warnings_of([kyodo.pk, other.pk])
    assert warnings[kyodo.pk][0].startswith("The same photograph has been held back by AFP since ")
    assert warnings[other.pk][0].startswith("The same photograph was withdrawn by us on ")
    assert warnings[other.pk][0].endswith(": Nhầm người.")


def test_warnings_are_two_queries(newsroom, afp, django_assert_num_queries):
    kyodo, other = both_ways(newsroom, afp)
    stranger = original(HARBOUR)
    with django_assert_num_queries(2):
        photographs.warnings_of([kyodo.pk, other.pk, stranger.pk])


# --- On pages -------------------------------------------------------------------------------------


def change_page(user, image):
    return Desk(user).client.get(reverse("admin:images_image_change", args=[image.pk]))


def test_the_page_of_a_picture_shows_both_ways(newsroom, afp, cast):
    kyodo, other = both_ways(newsroom, afp, usage_terms="JAPAN OUT")
    Image.objects.filter(pk=kyodo.pk).update(usable_until=timezone.now() + timedelta(days=2))
    html = change_page(cast.pictures, kyodo).content.decode()
    assert "Same photograph" in html
    for sentence in (
        "This one: Kyodo",
        "The other one: AFP",
        "It may be used.",
        "There is no picture contract in force with AFP, which supplied it.",
        "JAPAN OUT",
        "May run until",
    ):
        assert sentence in html, sentence
    labels = ("Keep both", "Use the other one: AFP", "Not the same photograph")
    assert all(label in html for label in labels)
    assert reverse("admin:images_image_change", args=[other.pk]) in html
    pair = SamePhotograph.objects.get()
    form = f'<form id="same-{pair.pk}" method="post"'
    assert html.index(form) > html.index("</form>", html.index('id="image_form"'))
    assert html.count(f'form="same-{pair.pk}"') == 4


def test_a_reporter_sees_the_other_way_and_decides_nothing(newsroom, afp, cast):
    kyodo, _other = both_ways(newsroom, afp)
    html = change_page(cast.reporter, kyodo).content.decode()
    assert "The other one: AFP" in html
    assert "Keep both" not in html


def test_a_picture_that_is_the_same_as_none_has_no_panel(newsroom, cast):
    assert "Same photograph" not in change_page(cast.pictures, original()).content.decode()


def test_a_killed_twin_is_the_first_thing_on_the_page(newsroom, afp, cast):
    kyodo, other = both_ways(newsroom, afp)
    killed = {"source_status": "canceled", "source_held_at": timezone.now()}
    Image.objects.filter(pk=other.pk).update(**killed)
    html = change_page(cast.pictures, kyodo).content.decode()
    assert html.index("The same photograph was killed by AFP on") < html.index("<fieldset")


def answer(user, image, pair, value, **headers):
    address = reverse("admin:images_image_same", args=[image.pk, pair.pk])
    return Desk(user).client.post(address, {"answer": value}, headers=headers)


def test_the_picture_desk_decides_on_the_page(newsroom, afp, cast):
    kyodo, other = both_ways(newsroom, afp)
    pair = SamePhotograph.objects.get()
    response = answer(cast.pictures, other, pair, "first")
    assert response["Location"].endswith(f"/{other.pk}/change/#same")
    html = change_page(cast.pictures, kyodo).content.decode()
    assert "The desk uses the one from Kyodo; the other is set aside." in html


def test_a_script_is_answered_with_the_sentence(newsroom, afp, cast):
    kyodo, _other = both_ways(newsroom, afp)
    pair, as_json = SamePhotograph.objects.get(), {"accept": "application/json"}
    assert answer(cast.pictures, kyodo, pair, "both", **as_json).json() == {
        "decision": "Both are kept."
    }
    refused = answer(cast.pictures, kyodo, pair, "nonsense", **as_json)
    assert (refused.status_code, list(refused.json())) == (409, ["error"])


def test_others_are_refused(newsroom, afp, cast):
    kyodo, _other = both_ways(newsroom, afp)
    pair, stranger = SamePhotograph.objects.get(), original(HARBOUR)
    assert answer(cast.colleague, kyodo, pair, "both").status_code == 403
    assert answer(cast.pictures, stranger, pair, "both").status_code == 404
    assert SamePhotograph.objects.get().answer == Answer.OPEN


def library(user, **query):
    return Desk(user).client.get(reverse("admin:images_image_library"), query).json()["pictures"]


def test_the_picker_marks_the_other_way_and_its_verdict(newsroom, afp, cast):
    kyodo, other = both_ways(newsroom, afp)
    fine = original(HARBOUR)
    by_id = {entry["id"]: entry["same"] for entry in library(cast.reporter)}
    assert by_id[fine.pk] == []
    ((worse,), (better,)) = by_id[kyodo.pk], by_id[other.pk]
    assert (worse["is_worse"], better["is_better"]) == (True, True)
    assert better["text"] == "Same photograph also from Kyodo. That one may be used."
    assert worse["text"] == (
        "Same photograph also from AFP. That one may not be used."
        " There is no picture contract in force with AFP, which supplied it."
    )
    pair = SamePhotograph.objects.select_related("first", "second").get()
    photographs.answer(pair, Answer.FIRST, by=cast.pictures, at=timezone.now())
    ((aside,),) = [entry["same"] for entry in library(cast.reporter, id=other.pk)]
    assert aside["text"].startswith("Set aside: the desk uses the same photograph from Kyodo.")


def test_a_killed_other_way_is_what_the_picker_says(newsroom, afp, cast):
    kyodo, other = both_ways(newsroom, afp)
    killed = {"source_status": "canceled", "source_held_at": timezone.now()}
    Image.objects.filter(pk=other.pk).update(**killed)
    ((mark,),) = [entry["same"] for entry in library(cast.reporter, id=kyodo.pk)]
    assert mark["text"].startswith("The same photograph was killed by AFP on ")
    assert (mark["is_worse"], mark["text"].endswith(".")) == (True, True)


def test_one_of_no_agency_in_the_list_is_called_by_its_credit(newsroom, cast):
    first = original(creator="Jane Doe", credit_override="Jane Doe/EPA")
    copy_of(creator="Jane Doe", origin=newsroom.kyodo, rights="agency")
    html = change_page(cast.pictures, first).content.decode()
    assert ">Use this one: Jane Doe/EPA</button>" in html
    assert ">Use the other one: Kyodo</button>" in html


def test_nobody_is_named_where_nobody_is_known(newsroom, cast):
    first = original(creator="")
    copy_of(creator="")
    ((mark,),) = [entry["same"] for entry in library(cast.reporter, id=first.pk)]
    assert mark["text"] == "The same photograph is in the library once more."
    html = change_page(cast.pictures, first).content.decode()
    assert ">Use the other one</button>" in html
    pair = SamePhotograph.objects.get()
    assert (
        "One of the two is set aside."
        in (
            answer(cast.pictures, first, pair, "second", accept="application/json").json()[
                "decision"
            ]
        )
    )
    ((mark,),) = [entry["same"] for entry in library(cast.reporter, id=first.pk)]
    assert mark["text"] == "Set aside: the desk uses the same photograph in another file."


def _queries(ask):
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


@pytest.mark.parametrize("page", ["images_image_library", "images_image_changelist"])
def test_lists_take_no_query_a_row(newsroom, afp, cast, page):
    client, address = Desk(cast.pictures).client, reverse(f"admin:{page}")
    ask = lambda: client.get(address)  # noqa: E731
    both_ways(newsroom, afp)
    ask()
    before = _queries(ask)
    for name in (HARBOUR, "snow-peak"):
        original(name, origin=newsroom.kyodo, rights="agency")
        copy_of(name, origin=afp, rights="agency")
    assert len(pairs()) == 3
    assert _queries(ask) == before


def test_a_page_takes_no_query_for_each_other_way(newsroom, afp, cast):
    client = Desk(cast.pictures).client
    kyodo, _other = both_ways(newsroom, afp)
    address = reverse("admin:images_image_change", args=[kyodo.pk])
    client.get(address)
    before = _queries(lambda: client.get(address))
    for copy in ("grey", "half as large"):
        copy_of(copy=copy, origin=afp, rights="agency")
    assert _queries(lambda: client.get(address)) == before


# --- At intake ------------------------------------------------------------------------------------


def upload(user, data, accept):
    file = ContentFile(data, name="anh.jpg")
    address, headers = reverse("admin:images_image_upload"), {"accept": accept}
    return Desk(user).client.post(address, {"file": file}, headers=headers)


def test_the_upload_says_what_a_picture_looks_like(newsroom, cast):
    kyodo = original(origin=newsroom.kyodo, rights="agency")
    response = upload(cast.reporter, COPIES["grey"](photograph()), "application/json")
    panel = response.json()["panel"]
    assert response.status_code == 201
    for sentence in (
        "Looks like a picture in the library already",
        "In the library: Kyodo",
        "It may be used.",
        "Nobody has said by what right it may be used.",
        "Keep both",
        "Use the other one: Kyodo",
        reverse("admin:images_image_change", args=[kyodo.pk]),
        kyodo.uploaded_at.astimezone(timezone.get_current_timezone()).strftime("%d/%m/%Y"),
    ):
        assert sentence in panel, sentence
    assert '<img src="/admin/images/image/' in panel


def test_the_page_without_a_script_shows_it_too(newsroom, cast):
    original()
    response = upload(cast.reporter, COPIES["grey"](photograph()), "text/html")
    assert "Looks like a picture in the library already" in response.content.decode()


def test_a_picture_like_no_other_has_no_panel(newsroom, cast):
    original()
    data = encoded(photograph(HARBOUR))
    assert "panel" not in upload(cast.reporter, data, "application/json").json()


def test_whoever_describes_a_picture_is_led_to_the_comparison(newsroom, cast):
    original()
    desk, file = Desk(cast.reporter), ContentFile(COPIES["grey"](photograph()), name="anh.jpg")
    page = desk.client.post(
        reverse("admin:images_image_add"),
        {
            "original": file,
            "rights": "unknown",
            "digital_source_type": "",
            "focal_x": "0.5",
            "focal_y": "0.5",
        },
        follow=True,
    )
    new = reverse("admin:images_image_change", args=[Image.objects.latest("pk").pk])
    assert f'<a href="{new}#same">Compare them</a>' in page.content.decode()


def test_captions_are_escaped_in_the_panel(newsroom, cast):
    original(caption="<script>alert(1)</script>")
    panel = upload(cast.reporter, COPIES["grey"](photograph()), "application/json").json()["panel"]
    assert "<script>" not in panel
