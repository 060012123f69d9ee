"""20,000 items through a hot folder, with the service killed in the middle and started again.

Run by bench/run wires on a PostgreSQL of its own. Half of the items are ninjs, half NewsML-G2; every
word is made up here. Prints items a second and the most memory of the service, and fails when an
item is lost or there twice.
"""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from attribution.models import Agency  # noqa: E402
from wires.ingest import folder  # noqa: E402
from wires.models import Delivery, Feed, WireItem, WireVersion  # noqa: E402

VOCABULARY = [
    "harbour",
    "ferry",
    "rail",
    "freight",
    "council",
    "survey",
    "valley",
    "rice",
    "market",
    "storm",
    "bridge",
    "satellite",
    "school",
    "night",
    "morning",
    "line",
    "village",
    "engineers",
    "passengers",
    "minister",
    "talks",
    "budget",
    "price",
    "coast",
    "island",
]
SENT_AT = datetime(2024, 6, 8, 2, 0, tzinfo=UTC)


def sentences(generator, number):
    for _sentence in range(number):
        sentence = generator.choices(VOCABULARY, k=generator.randint(9, 22))
        yield " ".join(sentence).capitalize() + "."


def ninjs(number, headline, paragraphs):
    item = {
        "standard": {"name": "ninjs", "version": "3.1"},
        "uri": f"bench:{number}",
        "version": "1",
        "type": "text",
        "pubStatus": "usable",
        "language": "en",
        "urgency": 1 + number % 8,
        "headlines": [{"role": "main", "value": headline}],
        "subjects": [{"name": VOCABULARY[number % len(VOCABULARY)]}],
        "bodies": [{"role": "main", "contentType": "text/html", "value": paragraphs}],
    }
    return json.dumps(item).encode()


def newsml_g2(number, headline, paragraphs):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="bench:{number}" version="1"'
        ' standard="NewsML-G2" standardversion="2.31" conformance="power"><itemMeta>'
        '<itemClass qcode="ninat:text"/><provider literal="Bench"/>'
        f"<versionCreated>{SENT_AT.isoformat()}</versionCreated>"
        '<pubStatus qcode="stat:usable"/></itemMeta><contentMeta>'
        f'<urgency>{1 + number % 8}</urgency><language tag="en"/><headline>{headline}</headline>'
        '</contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml">'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{paragraphs}</body></html>'
        "</inlineXML></contentSet></newsItem>"
    ).encode()


def drop(place, number):
    """The files, as an agency's account drops them; the SHA-256 of each."""
    place.mkdir(parents=True)
    digests = set()
    for item in range(number):
        generator = random.Random(item)  # noqa: S311
        (headline,) = sentences(generator, 1)
        paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences(generator, 20))
        raw = (newsml_g2 if item % 2 else ninjs)(item, headline, paragraphs)
        (place / f"{item:06}.{'xml' if item % 2 else 'json'}").write_bytes(raw)
        digests.add(hashlib.sha256(raw).hexdigest())
    return digests


def start():
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_ingest", "--serve"], stdout=subprocess.DEVNULL
    )


def most_memory(service):
    """The most memory that a process has had so far, in MB."""
    for line in Path(f"/proc/{service.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0


def until(number, service):
    """Wait for so many deliveries. When the first came and the last, how many there were, memory."""
    before, first, memory = Delivery.objects.count(), None, 0
    while True:
        assert service.poll() is None, "The service has ended."
        memory = max(memory, most_memory(service))
        count = Delivery.objects.count()
        if first is None and count > before:
            first, before = time.monotonic(), count
        if count >= number:
            return first, time.monotonic(), count - before, memory
        time.sleep(0.1)


def print_rate(name, began, first, last, number, memory):
    rate = number / (last - first)
    print(
        f"  {name}: {rate:.0f} items a second, the first {first - began:.1f} s after the start;"
        f" most memory {memory:.0f} MB"
    )


def main(number):
    call_command("migrate", verbosity=0)
    agency = Agency.objects.create(name="Bench")
    feed = Feed.objects.create(
        agency=agency, name="Bench", transport=Feed.Transport.FOLDER, address="bench", interval=5
    )
    place = folder.resolve(feed.address)
    digests = drop(place, number)
    assert len(digests) == number
    print(f"{number} items, database {settings.DATABASES['default']['ENGINE']}")

    began, service = time.monotonic(), start()
    try:
        print_rate("until it was killed", began, *until(number // 2, service))
        service.send_signal(signal.SIGKILL)
        service.wait()
        # The lease of the look that was killed has a minute to run; nobody measures that wait.
        Feed.objects.update(next_poll_at=None)
        print(f"  killed with {Delivery.objects.count()} deliveries in the database")
        began, service = time.monotonic(), start()
        print_rate("after it was started again", began, *until(number, service))
        while any(path.is_file() for path in place.iterdir()):
            time.sleep(0.2)  # the last one is in the database before it is moved
        began = time.monotonic()
        service.terminate()
        assert service.wait(timeout=30) == 0
        print(f"  told to stop, it ended after {time.monotonic() - began:.1f} s")
    finally:
        service.kill()
    check(place, number, digests)


def check(place, number, digests):
    # A process that was killed may leave the empty file with which it reserved a name.
    archived = [path for path in (place / "done").rglob("*") if path.is_file()]
    done = [path for path in archived if path.stat().st_size]
    in_files = {hashlib.sha256(path.read_bytes()).hexdigest() for path in done}
    in_database = set(Delivery.objects.values_list("sha256", flat=True))
    counts = {
        "deliveries": Delivery.objects.count(),
        "accepted": Delivery.objects.filter(state=Delivery.State.ACCEPTED).count(),
        "items": WireItem.objects.count(),
        "versions": WireVersion.objects.count(),
        "files kept": len(done),
    }
    print(f"  {', '.join(f'{name} {count}' for name, count in counts.items())}")
    assert set(counts.values()) == {number}
    assert digests == in_database == in_files
    print("  nothing lost, nothing twice")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
