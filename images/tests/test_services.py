"""The library's verbs: each does what it says, writes the trail, and refuses who may not."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django_tasks import default_task_backend

from images import rights, services
from images.files import validate
from images.metadata import reading
from images.models import Image, ImageChange, Lease, Rendition
from newsroom.tests.factories import at, jpeg, make_agency, make_image
from text.errors import DomainError

pytestmark = pytest.mark.both_databases

NOW = at(12)
DAY = timedelta(days=1)
VERBS = {
    "change": lambda image, by: services.update_image(image, {"caption": "Khác."}, by=by, at=NOW),
    "rule": lambda image, by: rule(image, by),
    "withdraw": lambda image, by: services.withdraw(image, reason="Hãng rút.", by=by, at=NOW),
    "release": lambda image, by: services.release(image, reason="Nhầm.", by=by, at=NOW),
}


def rule(image, by, kind=Lease.Kind.ALLOW, **fields):
    fields = {"starts_at": NOW, "ends_at": NOW + DAY, "reason": "Thư của hãng.", **fields}
    return services.add_lease(image, kind, by=by, at=NOW, **fields)


def import_file(data, by, **fields):
    return services.import_image(ContentFile(data, "a.jpg"), by=by, at=NOW, **fields)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Image, Lease, ImageChange)]


def files(tmp_path):
    return sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*"))


# --- Taking in -------------------------------------------------------------------------------


def test_a_picture_comes_in_with_its_files_and_a_line_in_its_trail(
    cast, django_capture_on_commit_callbacks
):
    default_task_backend.clear()
    with django_capture_on_commit_callbacks(execute=True):
        imported = import_file(jpeg(700, 350), cast.reporter, caption="Cầu.", rights="staff")
    image = imported.image
    assert imported.is_new
    assert (image.uploaded_by, image.uploaded_at) == (cast.reporter, NOW)
    assert image.files[""]["jpg"][1] == [[320, 160], [640, 320], [700, 350]]
    (line,) = image.changes.all()
    assert (line.verb, line.created_by, line.created_at) == ("imported", cast.reporter, NOW)
    (task,) = default_task_backend.results
    assert (task.task.module_path, task.args) == ("images.tasks.make_renditions", [image.pk])


def test_the_same_file_again_is_the_same_picture(cast, tmp_path):
    data = jpeg()
    first = import_file(data, cast.reporter)
    before = files(tmp_path)
    again = import_file(data, cast.pictures, caption="Khác.")
    assert (again.image, again.is_new) == (first.image, False)
    assert (Image.objects.count(), ImageChange.objects.count()) == (1, 1)
    assert files(tmp_path) == before


class ImportedMeanwhile(validate.ValidatedImage):
    """A judged file that a colleague takes in after it was looked for and before it is written."""

    def columns(self):
        self.colleague()
        return super().columns()


def test_the_same_file_at_the_same_moment_is_the_same_picture_too(cast, tmp_path):
    data, came = jpeg(), []
    validated = validate.validate(ContentFile(data, "a.jpg"))
    race = ImportedMeanwhile(**vars(validated))

    def colleague():
        came.append((import_file(data, cast.reporter).image, files(tmp_path)))

    object.__setattr__(race, "colleague", colleague)
    again = import_file(data, cast.pictures, validated=race)
    ((image, stored),) = came
    assert (again.image, again.is_new) == (image, False)
    assert (Image.objects.count(), ImageChange.objects.count()) == (1, 1)
    assert files(tmp_path) == stored


class FullDisk(FileSystemStorage):
    """Has room for two files more."""

    room = 2

    def _save(self, name, content):
        if not self.room:
            raise OSError("no room")
        self.room -= 1
        return super()._save(name, content)


@pytest.mark.parametrize("model", [Image, Rendition])
def test_nothing_is_kept_of_a_picture_whose_files_cannot_be_stored(
    cast, tmp_path, monkeypatch, model
):
    field = model._meta.get_field("original" if model is Image else "file")
    disk = FullDisk(location=tmp_path / "full")
    disk.room = 0 if model is Image else 2
    monkeypatch.setattr(field, "storage", disk)
    with pytest.raises(OSError, match="no room"):
        import_file(jpeg(), cast.reporter)
    assert everything() == [[], [], []]
    assert files(tmp_path) == []


def test_while_files_are_made_nothing_waits_for_the_database(cast, tmp_path, monkeypatch):
    """Making them takes a second, and SQLite has one writer at a time."""
    in_transaction = []

    class Watched(FileSystemStorage):
        def _save(self, name, content):
            in_transaction.append(len(connection.savepoint_ids))
            return super()._save(name, content)

    field = Rendition._meta.get_field("file")
    monkeypatch.setattr(field, "storage", Watched(location=tmp_path / "renditions"))
    around = len(connection.savepoint_ids)
    import_file(jpeg(), cast.reporter)
    assert set(in_transaction) == {around}


def test_who_may_not_take_pictures_in_does_not(cast, tmp_path):
    with pytest.raises(PermissionDenied):
        import_file(jpeg(), cast.outsider)
    assert (everything(), files(tmp_path)) == ([[], [], []], [])


# --- Changing --------------------------------------------------------------------------------


def test_a_change_is_told_in_the_trail_as_words(cast):
    kyodo, image = make_agency("Kyodo"), make_image()
    values = {"caption": "Cầu mới.", "origin": kyodo, "usable_until": NOW, "creator": image.creator}
    assert services.update_image(image, values, by=cast.pictures, at=NOW)
    image.refresh_from_db()
    assert (image.caption, image.origin, image.usable_until) == ("Cầu mới.", kyodo, NOW)
    (line,) = image.changes.all()
    assert line.changes == {
        "caption": ["Cầu Trường Tiền lúc chiều xuống.", "Cầu mới."],
        "origin": ["", "Kyodo"],
        "usable_until": ["", NOW.isoformat()],
    }


def test_what_is_as_it_was_leaves_no_trace(cast):
    image = make_image()
    before = everything()
    assert not services.update_image(image, {"caption": image.caption}, by=cast.pictures, at=NOW)
    assert everything() == before


def test_a_change_does_not_undo_what_a_colleague_did_meanwhile(cast):
    image = make_image()
    stale = Image.objects.get()
    services.withdraw(image, reason="Hãng rút.", by=cast.pictures, at=NOW)
    services.update_image(stale, {"alt": "Cây cầu."}, by=cast.chief, at=NOW)
    image.refresh_from_db()
    assert (image.withdrawn_at, image.alt) == (NOW, "Cây cầu.")


def test_new_restrictions_count_at_once(cast):
    image = make_image()
    services.update_image(image, {"instructions": "VIETNAM OUT"}, by=cast.pictures, at=NOW)
    assert not rights.verdict(image, at=NOW, use=rights.SHOW).may_be_used


# --- Ruling, withdrawing, releasing ----------------------------------------------------------


def test_a_ruling_is_signed_and_in_the_trail(cast):
    image = make_image(rights="unknown")
    lease = rule(image, cast.pictures)
    assert (lease.given_by, lease.given_at) == (cast.pictures, NOW)
    (line,) = image.changes.all()
    assert (line.verb, line.note) == ("lease_added", "Thư của hãng.")
    assert rights.verdict(image, at=NOW, use=rights.PRINT).may_be_used


@pytest.mark.parametrize("mistake", [{"reason": " \u200b"}, {"ends_at": NOW}])
def test_a_ruling_needs_a_reason_and_a_time(cast, mistake):
    image = make_image()
    before = everything()
    with pytest.raises(DomainError):
        rule(image, cast.pictures, **mistake)
    assert everything() == before


def test_a_withdrawal_counts_from_its_moment_and_can_be_taken_back(cast):
    image = make_image()
    services.withdraw(image, reason=" Hãng rút. ", by=cast.pictures, at=NOW)
    assert not rights.usable(NOW, use=rights.SHOW).exists()
    assert image.withdrawn_reason == "Hãng rút."
    services.release(image, reason="Hãng rút nhầm.", by=cast.chief, at=NOW + DAY)
    assert rights.usable(NOW, use=rights.SHOW).get() == image
    history = [(c.verb, c.created_by, c.created_at, c.note) for c in image.changes.order_by("pk")]
    assert history == [
        ("withdrawn", cast.pictures, NOW, "Hãng rút."),
        ("released", cast.chief, NOW + DAY, "Hãng rút nhầm."),
    ]


@pytest.mark.parametrize("verb", [services.withdraw, services.release])
@pytest.mark.parametrize("reason", ["", " \u200b\n"])
def test_neither_is_done_without_a_reason(cast, verb, reason):
    withdrawn = {"withdrawn_at": NOW} if verb is services.release else {}
    image = make_image(**withdrawn)
    before = everything()
    with pytest.raises(DomainError):
        verb(image, reason=reason, by=cast.pictures, at=NOW)
    assert everything() == before


def test_neither_is_done_twice(cast):
    image = make_image()
    with pytest.raises(DomainError):
        services.release(image, reason="Nhầm.", by=cast.pictures, at=NOW)
    services.withdraw(image, reason="Hãng rút.", by=cast.pictures, at=NOW)
    before = everything()
    with pytest.raises(DomainError):
        services.withdraw(image, reason="Lại.", by=cast.chief, at=NOW + DAY)
    assert everything() == before


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", ["reporter", "editor", "admin", "outsider"])
def test_only_the_picture_desk_may(cast, verb, role):
    image = make_image(**({"withdrawn_at": NOW} if verb == "release" else {}))
    before = everything()
    with pytest.raises(PermissionDenied):
        VERBS[verb](image, getattr(cast, role))
    assert everything() == before


def test_the_trail_and_the_rulings_are_written_once(cast):
    image = make_image(rights="unknown")
    lease = rule(image, cast.pictures)
    line = image.changes.get()
    for row in (lease, line):
        for write in (row.save, row.delete):
            with pytest.raises(TypeError):
                write()
    for rows in (Lease.objects.all(), ImageChange.objects.all(), image.changes.all()):
        with pytest.raises(TypeError):
            rows.update(pk=1)
        with pytest.raises(TypeError):
            rows.delete()


# --- What a file says ------------------------------------------------------------------------


def proposed(**text):
    return reading.EmbeddedMetadata(**text)


def test_agencies_are_recognised_by_their_aliases(db):
    kyodo = make_agency("Kyodo", aliases=["KYODONEWS", "Kyodo News"])
    ap = make_agency("AP", aliases=["The Associated Press"])
    fields = services.proposed_fields(
        proposed(caption="A bay. (Kyodo News via AP)", credit_line="AP")
    )
    assert (fields["origin"], fields["via"]) == (kyodo, ap)
    assert fields["caption"] == "A bay."
    assert "credit_override" not in fields and "rights" not in fields


def test_an_agency_that_nobody_entered_is_named_all_the_same(db):
    text = proposed(caption="A bay. (Photo by Jane Doe/Getty Images)", credit_line="Getty Images")
    image = make_image(**{**services.proposed_fields(text), "rights": "licensed"})
    assert image.origin is None
    assert image.credit_line() == "Ảnh: Jane Doe/Getty Images"


def test_of_several_that_pass_it_on_the_last_one_counts_and_all_are_named(db):
    afp = make_agency("AFP", aliases=["AFP PHOTO"])
    text = proposed(caption="A bay. (Photo by STR / KCNA VIA KNS / AFP)")
    fields = services.proposed_fields(text)
    assert (fields["origin"], fields["via"]) == (None, afp)
    assert fields["credit_override"] == "KCNA/KNS/AFP"


def test_a_graphic_keeps_its_label(db):
    make_agency("TTXVN")
    fields = services.proposed_fields(proposed(caption="Bản đồ. Đồ họa: Lan Anh/TTXVN"))
    assert fields["creator"] == "Lan Anh"
    assert fields["credit_override"] == "Đồ họa: Lan Anh/TTXVN"
    image = make_image(**{**fields, "rights": "licensed"})
    assert image.credit_line() == "Đồ họa: Lan Anh/TTXVN"


def test_a_sign_off_that_names_nobody_stays_in_the_caption(db):
    fields = services.proposed_fields(proposed(caption="A bay. (Pool photo)"))
    assert fields["caption"] == "A bay. (Pool photo)"
    assert "creator" not in fields


def test_a_file_that_says_nothing_fills_nothing_in(db):
    assert services.proposed_fields(proposed()) == {"origin": None, "via": None}


def test_restrictions_behind_the_sign_off_are_not_cut_away_with_it(db):
    fields = services.proposed_fields(
        proposed(caption="A bay. (Kyodo) JAPAN OUT", instructions="NO SALES")
    )
    image = make_image(caption="A bay.", instructions=fields["instructions"])
    assert image.restrictions == ["NO SALES", "JAPAN OUT"]


def test_what_is_no_address_is_not_linked(db):
    fields = services.proposed_fields(
        proposed(licensor_url="Licensor URL 1", web_statement="javascript:1")
    )
    assert "licensor_url" not in fields and "web_statement" not in fields


def test_terms_that_iptc_and_plus_do_not_know_are_left_to_the_raw_words(db):
    fields = services.proposed_fields(
        proposed(
            digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/softwareImage",
            data_mining="http://ns.useplus.org/ldf/vocab/DMI-NONSENSE",
        )
    )
    assert fields["digital_source_type"] == "softwareImage"
    assert "data_mining" not in fields
