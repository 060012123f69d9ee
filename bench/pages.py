"""Readers' pages against an archive of a given size: queries, processor time, plans.

Run by bench/run pages. newsroom/tests/surfaces.py says which pages are measured. Prints, for each page,
the number of queries and the median processor time of the process for one request (HTML made from
scratch, no cache), at each size.
"""

import os
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
os.environ.setdefault("NEWSROOM_MODE", "demo")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import rows  # noqa: E402
from editions.models import Edition, Section, Story  # noqa: E402
from newsroom.demo import content  # noqa: E402
from newsroom.tests.surfaces import SURFACES, parts_of  # noqa: E402

REQUESTS = 40


def fill(first, last):
    """Add stories `first` to `last` of the archive, each with one live edition like one of the demo."""
    numbers = "generate_series(%s, %s) AS n"
    base = Story.objects.order_by("-pk").values_list("pk", flat=True).first()
    next_id = "nextval(pg_get_serial_sequence('editions_story', 'id'))"
    rows.insert(Story(), numbers, [first, last], id=next_id)
    sections = list(Section.objects.order_by("pk").values_list("pk", flat=True))
    published_at = "now() - interval '30 days' - (story.id * interval '61 seconds')"
    rows.insert(
        Edition.objects.live().filter(number=1).newest_first().first(),
        "editions_story AS story WHERE story.id > %s",
        [base],
        story="story.id",
        slug="'bai-luu-' || story.id",
        section=f"(ARRAY{sections})[1 + story.id %% {len(sections)}]",
        headline="'Bài lưu trữ số ' || story.id",
        body="repeat('<p>Một đoạn văn trong kho lưu trữ của tòa soạn.</p>', 12)",
        published_at=published_at,
        first_published_at=published_at,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(client, path):
    """Queries, and median milliseconds of this process's processor time, for one request."""
    client.get(path)
    queries = []

    def record(execute, sql, *rest):
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(record):
        response = client.get(path)
    assert response.status_code == 200, path
    times = []
    for _ in range(REQUESTS):
        start = time.process_time()
        client.get(path)
        times.append((time.process_time() - start) * 1000)
    return len(queries), statistics.median(times), len(response.content) / 1024


def main(sizes):
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not content.is_loaded():
        content.load(at=timezone.now())
    illustrated = Edition.objects.live().filter(images__order=2).newest_first().first()
    with_figures = illustrated or Edition.objects.live().filter(images__order=1).first()
    parts = parts_of(with_figures)
    pages = {
        f"{name} {query}".strip(): f"{address}{query}"
        for name, surface in SURFACES.items()
        for query in surface.bench
        for address in surface.addresses(parts)
    }
    client, filled = Client(HTTP_HOST="127.0.0.1"), 0
    print(f"{'stories':>9}  {'page':<18} {'queries':>7} {'cpu ms':>7} {'kB':>6}")
    for size in sizes:
        fill(filled + 1, size)
        filled = size
        for name, path in pages.items():
            if "page=" in path and size < 20_000:
                continue
            queries, milliseconds, weight = measure(client, path)
            line = f"{size:>9}  {name:<18} {queries:>7} {milliseconds:>7.1f} {weight:>6.1f}"
            print(line, flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 100_000, 1_000_000])
