"""What follows for a picture from the terms that its agency states."""

import pytest

from images.models import Image
from newsroom.tests.factories import make_image


@pytest.mark.django_db
def test_a_picture_keeps_what_its_instructions_and_terms_say_as_they_are_now():
    image = make_image(with_renditions=False, instructions="JAPAN OUT", usage_terms="No sales")
    assert Image.objects.get().restrictions == ["JAPAN OUT", "NO SALES"]
    image.instructions = ""
    image.save()
    assert Image.objects.get().restrictions == ["NO SALES"]
