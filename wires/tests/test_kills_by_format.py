"""A kill takes what is here, in every format, and what comes after it gives nothing back."""

import pytest
from django.utils import translation

from newsroom.tests.factories import MORNING, at, make_feed
from wires.ingest import store
from wires.models import WireItem
from wires.parsers import anpa, iptc7901, json_feed, picture, zczc
from wires.tests.minimal import SAMPLES, Delivery

pytestmark = pytest.mark.django_db
IN_WORDS = (anpa, iptc7901, json_feed)  # formats that have no field for it
KILL = Delivery(status="canceled")
KILL_IN_WORDS = Delivery(body="<p>MANDATORY KILL</p>")
# An id made of the copy or of the file is another one for other words.
FORMATS = [module for module in SAMPLES if module not in (picture, zczc)]


@pytest.mark.parametrize("module", FORMATS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_what_was_killed_stays_killed(module):
    feed, sample = make_feed(), SAMPLES[module]
    kill = KILL_IN_WORDS if module in IN_WORDS else KILL
    with translation.override("en"):
        for hour, delivery in enumerate(
            (Delivery(), kill, Delivery(), Delivery(body="<p>It turned back again.</p>"))
        ):
            store.store_delivery(feed, sample(delivery), name=str(hour), at=at(9 + hour))
            (item,) = WireItem.objects.all()
            assert item.is_usable(MORNING) is (hour == 0)
