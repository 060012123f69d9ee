"""Readers' pages against an archive of a given size: queries, processor time, plans.

Run by bench/run. Prints, for each page, the number of queries and the median processor time of the
process for one request (HTML made from scratch, no cache), at each size.
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

from editions.models import Edition  # noqa: E402
from newsroom.demo import content  # noqa: E402

FILL = """
WITH numbers AS (SELECT generate_series(%(first)s, %(last)s) AS n),
sections AS (SELECT array_agg(id ORDER BY id) AS ids FROM editions_section),
stories AS (
    INSERT INTO editions_story (slug) SELECT 'bai-luu-' || n FROM numbers RETURNING id
)
INSERT INTO editions_edition (
    story_id, number, kind, note, corrections, section_id, kicker, headline, standfirst, dateline,
    byline, source_line, body, language, word_count, named, published_by_id, published_at,
    superseded_at, first_published_at
)
SELECT stories.id, 1, 'first', '', '[]', sections.ids[1 + stories.id %% 6], 'Lưu trữ',
    'Bài lưu trữ số ' || stories.id, 'Sapô của bài lưu trữ.', '', 'Vũ Minh An', 'Theo Kyodo',
    repeat('<p>Một đoạn văn trong kho lưu trữ của tòa soạn.</p>', 12), 'vi', 120,
    '{"authors": [], "agencies": [], "topics": []}', (SELECT min(id) FROM accounts_user),
    now() - interval '30 days' - (stories.id * interval '61 seconds'),
    '9999-01-01 00:00+00', now() - interval '30 days' - (stories.id * interval '61 seconds')
FROM stories, sections
"""
REQUESTS = 40


def fill(first, last):
    """Add stories `first` to `last` of the archive, each with one live edition."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"first": first, "last": last})
        cursor.execute("ANALYZE")


def measure(client, path):
    """Queries, and median milliseconds of this process's processor time, for one request."""
    client.get(path)
    asked = []
    with connection.execute_wrapper(lambda go, sql, *rest: (asked.append(sql), go(sql, *rest))[1]):
        response = client.get(path)
    assert response.status_code == 200, path
    times = []
    for _ in range(REQUESTS):
        start = time.process_time()
        client.get(path)
        times.append((time.process_time() - start) * 1000)
    return len(asked), statistics.median(times), len(response.content) / 1024


def main(sizes):
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not content.is_there():
        content.load(at=timezone.now())
    illustrated = Edition.objects.live().filter(images__order=2).newest_first().first()
    with_figures = illustrated or Edition.objects.live().filter(images__order=1).first()
    pages = {
        "front": "/",
        "section": "/the-gioi/",
        "section, page 100": "/the-gioi/?page=100",
        "story": with_figures.get_absolute_url(),
        "feed": "/rss.xml",
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
