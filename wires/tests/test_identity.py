"""The ids of items as their agencies mean them."""

from pathlib import Path

import pytest

from newsroom.tests.factories import MORNING, make_feed
from wires.ingest import store
from wires.models import WireItem
from wires.parsing.identity import item_id

CASES = Path(__file__).parent / "cases"
PLACE = "https://files.example/items/ferry-1.json"


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_kill_under_an_address_signed_anew_reaches_its_item():
    feed = make_feed()
    for letter in "ab":
        raw = (CASES / f"c04-ninjs-signed-uri-{letter}.json").read_bytes()
        store.store_delivery(feed, raw, name=letter, at=MORNING)
    assert WireItem.objects.get().status == "canceled"


@pytest.mark.parametrize(
    "query",
    [
        "?X-Amz-Date=20240608T120000Z&X-Amz-Expires=900&X-Amz-Signature=0a1b",
        "?Expires=1717848000&Signature=ab~cd&Key-Pair-Id=K1",
        "?sv=2023-01-03&se=2024-06-09T00%3A00%3A00Z&sr=b&sp=r&sig=Ab%2B",
        "?GoogleAccessId=x&Expires=1717848000&Signature=y",
        "?hdnts=exp=1717848000~hmac=0a",
    ],
)
def test_a_signature_is_no_part_of_an_id(query):
    assert item_id(PLACE + query) == PLACE
    assert item_id(f"{PLACE}?id=1&{query[1:]}") == f"{PLACE}?id=1"


@pytest.mark.parametrize(
    "stated",
    [
        "urn:newsml:wire.example:20240608:ferry",
        f"{PLACE}?id=1&version=2",
        f"{PLACE}?expires=never",  # signed by nothing
        "https://[broken?sig=1",
        "ferry 1?sig=1",
        "",
    ],
)
def test_any_other_id_stays_as_it_was_sent(stated):
    assert item_id(stated) == stated
