"""Items a second of processor time: parsed alone, and parsed and stored one delivery at a time.

Run by bench/run parsing on a PostgreSQL of its own. Half of the items are ninjs, half NewsML-G2, as those
of bench/wires.py. Processor time is that of this process; the database has its own.
"""

import random
import sys
import time

from bench import wires  # sets Django up

from django.core.management import call_command  # isort: skip
from django.db import connection  # isort: skip
from django.test.utils import CaptureQueriesContext  # isort: skip
from django.utils import timezone  # isort: skip

from attribution.models import Agency  # isort: skip
from wires import parsers  # isort: skip
from wires.ingest import store  # isort: skip
from wires.models import Feed, WireItem  # isort: skip


def deliveries(number):
    for item in range(number):
        generator = random.Random(item)  # noqa: S311
        (headline,) = wires.sentences(generator, 1)
        paragraphs = "".join(f"<p>{text}</p>" for text in wires.sentences(generator, 20))
        yield (wires.newsml_g2 if item % 2 else wires.ninjs)(item, headline, paragraphs)


def print_rate(name, act, raws):
    began, clock = time.process_time(), time.monotonic()
    for number, raw in enumerate(raws):
        act(number, raw)
    spent, passed = time.process_time() - began, time.monotonic() - clock
    print(
        f"  {name}: {len(raws) / spent:.0f} items a second of processor time,"
        f" {1000 * spent / len(raws):.1f} ms each; {len(raws) / passed:.0f} a second by the clock"
    )


def main(number):
    call_command("migrate", verbosity=0)
    feed = Feed.objects.create(agency=Agency.objects.create(name="Bench"), name="Bench")
    warm, *raws = deliveries(number + 1)
    with CaptureQueriesContext(connection) as statements:
        store.store_delivery(feed, warm, name="warm")
    print(f"{number} items; a delivery takes {len(statements)} statements")
    print_rate("parsed", lambda _number, raw: parsers.parse(raw, at=timezone.now()), raws)
    print_rate(
        "parsed and stored", lambda n, raw: store.store_delivery(feed, raw, name=f"{n}"), raws
    )
    assert WireItem.objects.count() == number + 1


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
