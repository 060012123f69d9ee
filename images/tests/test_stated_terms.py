"""What follows for a picture from the terms that its agency states."""

from pathlib import Path

import pytest
from django.core.files import File

from images import services
from images.credits import signoff
from images.metadata.reading import EmbeddedMetadata
from images.metadata.stated_terms import stated_terms
from images.models import Image
from images.tests.test_inspect_image import run
from newsroom.tests.factories import at, make_image


@pytest.mark.django_db
def test_a_picture_keeps_what_its_instructions_and_terms_say_as_they_are_now():
    image = make_image(with_renditions=False, instructions="JAPAN OUT", usage_terms="No sales")
    assert Image.objects.get().restrictions == ["JAPAN OUT", "NO SALES"]
    image.instructions = ""
    image.save()
    assert Image.objects.get().restrictions == ["NO SALES"]


CASES = Path(__file__).with_name("cases")
C25 = "c25-img-afp-vietnam-out-mixed-case.jpg"


@pytest.fixture
def c25(db):
    """The picture of case c25, imported."""
    with (CASES / C25).open("rb") as file:
        return services.import_image(File(file), by=None, at=at(12)).image


def test_terms_behind_a_sign_off_count_in_any_case(c25):
    assert c25.restrictions == ["VIETNAM OUT"]
    assert c25.territory_excluded
    assert c25.caption == "The minister speaks in Tokyo on June 8, 2024."
    assert c25.credit_line() == "Ảnh: Tanaka Ichiro/JIJI Press/AFP"


@pytest.mark.django_db
def test_inspecting_a_file_prints_its_terms_and_whether_they_bar_it_here():
    answer, _status = run(CASES / C25)
    assert answer["restrictions"] == ["VIETNAM OUT"]
    assert answer["terms_not_understood"] == []
    assert answer["barred_here"] is True


@pytest.mark.parametrize(
    ("caption", "kept", "instructions"),
    [
        ("A bay. (Kyodo) JAPAN OUT", "A bay.", "NO SALES\nJAPAN OUT"),
        ("A bay. NO ARCHIVES. (Photo by Jane Doe/AP)", "A bay.", "NO SALES\nNO ARCHIVE"),
        (
            "A bay. / Not for use after 22 June 2024",
            "A bay.",
            "NO SALES\nNot for use after 2024-06-22",
        ),
        ("A bay. RESTRICTED IN VIETNAM", "A bay.", "NO SALES\nRESTRICTED IN VIETNAM"),
        ("A bay. No sales", "A bay.", "NO SALES"),
        ("No one was hurt.", "No one was hurt.", "NO SALES"),
    ],
)
def test_terms_at_the_end_of_a_caption_are_added_to_the_instructions(caption, kept, instructions):
    metadata = EmbeddedMetadata(caption=caption, instructions="NO SALES")
    stated = stated_terms(metadata, signoff.read(metadata))
    assert (stated.caption, stated.instructions) == (kept, instructions)
