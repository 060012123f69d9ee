"""Pictures whose sign-offs were read wrongly once: the credit that is proposed, and the caption left.

`pytest -s` prints the table.
"""

import json
import sys
from pathlib import Path

import pytest
from django.core.files import File

from images.credits import signoff
from images.files import validate

CASES = Path(__file__).parent / "cases"
EXPECTED = json.loads((CASES / "signoffs-expected.json").read_text())
ENGLISH = "The minister speaks in Tokyo on June 8, 2024."
VIETNAMESE = "Bộ trưởng phát biểu tại Tokyo ngày 8/6/2024."


def proposal(name):
    """The credit and the remaining caption of one picture."""
    with (CASES / name).open("rb") as file:
        proposed = signoff.propose(validate.validate(File(file)).metadata)
    return signoff.proposed_credit(proposed), proposed.caption_without


@pytest.mark.parametrize("name", EXPECTED)
def test_a_picture_gives_the_credit_and_the_caption_without_it(name):
    credit, caption = proposal(name)
    sys.stdout.write(f"\n{name:45} {credit:45} {caption}")
    assert credit == EXPECTED[name]["proposed_credit"]
    assert caption == (VIETNAMESE if "-vi-" in name else ENGLISH)


def test_every_picture_beside_the_table_is_in_it():
    assert {path.name for path in CASES.glob("c2*.jpg")} >= set(EXPECTED)
    assert len(EXPECTED) == 18
