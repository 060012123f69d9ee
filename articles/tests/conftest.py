"""Refusals are asserted in the language of the source; what the desk reads is the catalogue's."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield
