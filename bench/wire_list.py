"""The wire view against 500,000 items: queries, time and plans of the list, its filters and its search.

Run by bench/run wire_list on a PostgreSQL of its own. Every word is made up here, some in every item
and most in few, as words are. Fails when a page takes ten queries or more, or reads the whole table.
"""

import os
import random
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
os.environ.setdefault("NEWSROOM_MODE", "demo")
django.setup()

from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from articles import roles  # noqa: E402
from attribution.models import Agency  # noqa: E402
from bench import rows  # noqa: E402
from wires.models import Delivery, Feed, WireItem, WireVersion  # noqa: E402
from wires.views import listing  # noqa: E402
from wires.views.listing import Cursor, Filter  # noqa: E402

REQUESTS = 15
PARAGRAPHS, WORDS_EACH, VOCABULARY = 6000, 50, 20_000
ITEMS = """(
    SELECT n, now() - (%s - n) * interval '60 seconds' AS arrived, 1 + n %% %s AS nth
    FROM generate_series(1::bigint, %s) AS n
) AS made
JOIN bench_feed feed USING (nth)
JOIN bench_paragraph one ON one.id = 1 + (n * 7919) %% %s
JOIN bench_paragraph two ON two.id = 1 + (n * 104729) %% %s
"""


def fill_items(number, feeds):
    """The items, each with the id of its one version, which is made by `fill_versions`."""
    rows.insert(
        WireItem(),
        ITEMS,
        [number, feeds, number, PARAGRAPHS, PARAGRAPHS],
        id="n",
        current="n",
        status_version="n",
        embargo_version="n",
        expiry_version="n",
        feed="feed.id",
        agency="feed.agency_id",
        guid="'bench:' || n",
        status="CASE WHEN n %% 1000 = 0 THEN 'canceled' WHEN n %% 700 = 0 THEN 'withheld'"
        " ELSE 'usable' END",
        embargo_until="CASE WHEN n %% 5000 = 0 THEN now() + interval '1 day'"
        " WHEN n %% 50 = 0 THEN arrived + interval '1 hour' END",
        urgency="1 + (n * 7) %% 9",
        language="(ARRAY['en', 'en', 'en', 'ja', 'vi', 'fr'])[1 + n %% 6]",
        subject="'Subject ' || (n * n) %% 400",
        headline="'Headline number ' || n",
        slugline="'slug-' || n %% 900",
        has_pictures="n %% 10 = 0",
        first_received_at="arrived",
        current_since="arrived",
        search_fold="'headline number ' || n || ' ' || one.words || ' ' || two.words"
        " || CASE WHEN n %% 100000 = 7 THEN ' onlyhere' ELSE '' END",
    )


def fill_versions():
    """A version of each item, and the deliveries of their pictures."""
    copied = ("status", "embargo_until", "urgency", "headline", "slugline", "language")
    rows.insert(
        WireVersion(version=1),
        "wires_wireitem AS item",
        id="item.id",
        item="item.id",
        body_html="'<p>' || left(search_fold, 400) || '</p>'",
        pictures="CASE WHEN has_pictures"
        """ THEN ('[{"href": "p' || id || '.jpg"}]')::jsonb ELSE '[]' END""",
        received_at="current_since",
        **{name: name for name in copied},
    )
    rows.insert(
        Delivery(raw=b"\0", size=1, format="JPEG", state=Delivery.State.ACCEPTED),
        "wires_wireitem WHERE has_pictures",
        feed="feed_id",
        name="'p' || id || '.jpg'",
        sha256="id::text",
        received_at="current_since",
    )


def fill(items):
    """Agencies, feeds, items with a version each, and the deliveries of their pictures."""
    feeds = []
    for name in ("Kyodo", "AFP", "Reuters", "TTXVN", "Small agency"):
        agency = Agency.objects.create(name=f"{name} (bench)")
        feeds.append(Feed.objects.create(agency=agency, name=agency.name))
    generator = random.Random(4)  # noqa: S311  the same each time
    vocabulary = [f"{generator.choice('bcdfghklmnprstv')}{n:x}o" for n in range(VOCABULARY)]
    weights = [1 / (n + 1) for n in range(VOCABULARY)]
    paragraphs = [
        " ".join(generator.choices(vocabulary, weights, k=WORDS_EACH)) for _ in range(PARAGRAPHS)
    ]
    with connection.cursor() as cursor:
        # Made anew when all is there: word by word it takes much longer.
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'wire_search'")
        (search_index,) = cursor.fetchone()
        cursor.execute("DROP INDEX wire_search")
        cursor.execute("CREATE TEMP TABLE bench_feed (nth int, id bigint, agency_id bigint)")
        cursor.execute("CREATE TEMP TABLE bench_paragraph (id int PRIMARY KEY, words text)")
        cursor.executemany(
            "INSERT INTO bench_feed VALUES (%s, %s, %s)",
            [(n, feed.pk, feed.agency_id) for n, feed in enumerate(feeds, 1)],
        )
        cursor.executemany(
            "INSERT INTO bench_paragraph VALUES (%s, %s)", [*enumerate(paragraphs, 1)]
        )
        cursor.execute("BEGIN")  # an item and its version name each other
        fill_items(items, len(feeds))
        fill_versions()
        cursor.execute("COMMIT")
        print("filled; the search index is made", flush=True)
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(search_index)
        cursor.execute("VACUUM ANALYZE")
    return vocabulary


def measure(client, address):
    """Queries of one request, and the median milliseconds that it takes from question to answer."""
    client.get(address)
    queries, times = [], []

    def record(execute, sql, *rest):
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(record):
        response = client.get(address)
    assert response.status_code == 200, address
    for _request in range(REQUESTS):
        start = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
    return len(queries), statistics.median(times)


def plan(query, before=None):
    """What PostgreSQL does for a page, and the milliseconds that it took."""
    at, chosen = timezone.now(), Filter.read(QueryDict(query))
    items = chosen.narrowed(listing._listed(), at)
    if before:
        items = items.filter(current_since__lte=before.current_since)
    return items[: listing.PAGE + 1].explain(analyze=True, costs=False, timing=False)


def searches(agency, deep, vocabulary):
    """Return the query string of each search that is measured, by what it asks for."""
    return {
        "newest": "",
        "nine tenths down": f"before={Cursor.of(deep)}",
        "agency": f"agency={agency}",
        "urgency": "urgency=1",
        "subject": "subject=Subject+16",
        "language": "language=fr",
        "usable now": "state=usable",
        "embargoed": "state=embargoed",
        "killed": "state=killed",
        "with pictures": "shows=pictures",
        "text only": "shows=text",
        "three at once": f"agency={agency}&language=fr&urgency=3",
        "word in most": f"q={vocabulary[0]}",
        "word in many": f"q={vocabulary[40]}",
        "word in few": f"q={vocabulary[15_000]}",
        "word in five": "q=onlyhere",
        "two words": f"q={vocabulary[3]}+{vocabulary[900]}",
        "beginning": f"q={vocabulary[500][:3]}",
        "word in none": "q=nowhere",
        "word and filter": f"q={vocabulary[40]}&language=vi&shows=pictures",
    }


def main(items):
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    roles.establish()
    user = User.objects.create(username="bench", is_staff=True)
    user.groups.add(Group.objects.get(name=roles.REPORTER))
    started = time.perf_counter()
    vocabulary = fill(items)
    print(f"{WireItem.objects.count()} items, filled in {time.perf_counter() - started:.0f} s")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    deep = WireItem.objects.newest_first()[items - items // 10]
    agency = Agency.objects.get(name="Small agency (bench)").pk
    plans = []
    print(f"{'asked for':<18} {'queries':>7} {'ms':>8}")
    for name, query in searches(agency, deep, vocabulary).items():
        address = f"{reverse('admin:wires_wireitem_changelist')}?{query}"
        queries, milliseconds = measure(client, address)
        print(f"{name:<18} {queries:>7} {milliseconds:>8.1f}", flush=True)
        assert queries < 10, name
        explained = plan(query, deep and Cursor.of(deep) if "before" in query else None)
        plans.append((name, explained))
    news = f"{reverse('admin:wires_wireitem_news')}?since={Cursor.of(WireItem.objects.newest_first()[0])}"
    queries, milliseconds = measure(client, news)
    print(f"{'news':<18} {queries:>7} {milliseconds:>8.1f}")
    started = time.perf_counter()
    listing.choices()
    print(f"choices of the filters: {(time.perf_counter() - started) * 1000:.1f} ms")
    whole = [name for name, text in plans if "Seq Scan on wires_wireitem" in text]
    for name, text in plans:
        print(f"\n{name}\n{text}")
    assert whole == [], f"these read the whole table: {whole}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 500_000)
