"""Real agency copy, field by field: from `manage.py inspect_wire`, and through a feed.

The samples are agencies' copy: they lie beside the repository and are never committed. What is
expected of them stands in `expected.json`; where that is prose, the table below says what it means.
Run with `-s` to see the table with what was read.
"""

import io
import json
from datetime import datetime

import pytest
from django.core.management import call_command

from newsroom.tests.beside import folder
from newsroom.tests.factories import make_feed
from wires.ingest import store
from wires.parsing import markup
from wires.tests.expectations import MEANINGS, PICTURE, Hash, Same, Starts

# What `expected.json` says about a file and not about the copy in it.
ABOUT = {"origin", "licence", "fmt", "agency", "expect", "size", "sha256", "traps"}
ITEMS = {"rss2-guardian-mediarss.rss": 55, "atom-heise.atom": 15}
ITEMS |= {"jsonfeed-1.0-jsonfeed-org.json": 2}
# What the feed says of copy that does not say it.
LANGUAGES = {"iptc7901-dpa-spd.txt": "en", "atom-heise.atom": "de"}


MOMENTS = ("created_at", "sent_at", "embargo_until", "expires_at", "version_at")
# What each key of expected.json is called here, where it is called otherwise.
FIELDS_BY_KEY = {
    "credit": "credit_line",
    "usage": "usage_terms",
    "slug": "slugline",
    "ednote": "editor_note",
    "sent": "sent_at",
    "created": "created_at",
    "embargo": "embargo_until",
    "body_first": "body_text",
    "caption": f"{PICTURE}caption",
}
NOT_USABLE = ("nitf-iptc-fishing-canceled.xml", "ninjs3-tt-text-with-picture.json")  # it expired
USABLE = dict.fromkeys(MEANINGS, True) | dict.fromkeys(NOT_USABLE, False)
# Text for desks and machines, which is in no body.
NOT_COPY = {
    "newsml1-kyodo-lipeng.xml": ["==Kyodo"],
    "newsml1-afp-saab.xml": ["hh/ph/ts/hd"],
    "nitf-ap-capandtrade.xml": ["___"],
    "iptc7901-dpa-spd.txt": ["not for publication", "dpa wsz", "GMT", "@dpa.com"],
    "g2-dpa-text-eintracht.xml": ["@dpa.com"],
    "rss2-guardian-mediarss.rss": ["Continue reading"],
}


@pytest.fixture(scope="module")
def expected(samples):
    given = json.loads((samples / "expected.json").read_text())
    return {name: text for name, text in given.items() if not name.startswith("img-")}


def all_printed(name):
    """The items as `inspect_wire` prints them."""
    out = io.StringIO()
    call_command("inspect_wire", str(folder("samples") / name), stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["accepted"], answer["reason"]) == (True, None)
    return answer["items"]


def printed(name):
    """The first item as `inspect_wire` prints it, and how many there are."""
    items = all_printed(name)
    return items[0], len(items)


def ingested(name):
    """The first item's version as a feed has stored it, and how many there are."""
    feed = make_feed(name=name, language=LANGUAGES.get(name, ""))
    delivery = store.store_delivery(feed, (folder("samples") / name).read_bytes(), name=name)
    assert (delivery.state, delivery.quarantined_because) == ("accepted", "")
    versions = list(delivery.versions.select_related("item").order_by("pk"))
    version = versions[0]
    fields = {f.name: getattr(version, f.name) for f in version._meta.fields}
    killed = version.item.feed.items.exclude(pk=version.item_id).filter(status="canceled")
    return fields | {
        "guid": version.item.guid,
        "usable": version.item.is_usable(delivery.received_at),
        "body_text": markup.text(version.body_html),
        "cancels": list(killed.values_list("guid", flat=True)),
    }, len(versions) - killed.count()


def value_at(item, path):
    """The value at “pictures.0.width”, “pictures.count” or “paragraphs”."""
    if path == "paragraphs":
        return item["body_html"].count("<p>")
    for step in path.split("."):
        item = len(item) if step == "count" else item[int(step) if step.isdigit() else step]
    if path in MOMENTS and isinstance(item, str):
        return datetime.fromisoformat(item)
    return "" if item is None and path not in ("version", "urgency", *MOMENTS) else item


def expected_value(meaning, text, path):
    if meaning is Same:
        meaning = text
    value = meaning(text) if callable(meaning) and not isinstance(meaning, type) else meaning
    if path in MOMENTS and isinstance(value, str):
        return datetime.fromisoformat(value)
    if path in ("version", "urgency"):
        return None if value is None else int(value)
    return "" if value is None and path not in MOMENTS else value


def differences(name, text, item):
    """What is not as expected, and each comparison as a line."""
    wrong, lines = [], []
    for key, value in text.items():
        if key in ABOUT:
            continue
        for path, meaning in MEANINGS[name].get(key, {FIELDS_BY_KEY.get(key, key): Same}).items():
            if path not in item and path.partition(".")[0] not in (*item, "paragraphs"):
                continue  # `inspect_wire` does not print it; through a feed it is compared
            actual = value_at(item, path)
            if meaning is Hash:
                right = actual.startswith("urn:sha256:") and len(actual) == 75
            elif isinstance(meaning, Starts) or path == "body_text":
                text = meaning.text if isinstance(meaning, Starts) else meaning
                right = actual.startswith(expected_value(text, value, path))
            else:
                right = actual == expected_value(meaning, value, path)
            lines.append(f"  {'ok ' if right else 'NO '} {key:<11} {path:<28} {str(actual)[:60]}")
            if not right:
                wrong.append((key, path, actual, value))
    return wrong, lines


def test_every_sample_of_copy_is_in_the_table(expected):
    assert sorted(expected) == sorted(MEANINGS)
    for name, text in expected.items():
        assert set(MEANINGS[name]) <= set(text), name


@pytest.mark.django_db
@pytest.mark.parametrize("name", MEANINGS)
@pytest.mark.parametrize("read", [printed, ingested])
def test_a_sample_gives_every_value_that_is_expected_of_it(expected, read, name):
    item, number = read(name)
    text = dict(expected[name])
    if read is printed and name in LANGUAGES:
        assert item["language"] is None
        del text["language"]
    wrong, lines = differences(name, text, item)
    print(f"\n{name}, {read.__name__}", *lines, sep="\n")  # noqa: T201
    assert wrong == []
    assert number == ITEMS.get(name, 1)
    assert item["usable"] is USABLE[name]
    for text in NOT_COPY.get(name, []):
        assert text not in item["body_html"]
    if name.startswith("ninjs3"):  # its body begins with the headline once more
        assert text["headline"] not in item["body_html"]


@pytest.mark.parametrize("name", ["g2-dpa-text-eintracht.xml", "iptc7901-dpa-spd.txt"])
def test_what_is_not_for_the_public_stands_in_its_own_field_alone(expected, name):
    item, _number = printed(name)
    hidden = item.pop("non_public")
    assert "@dpa.com" in hidden
    elsewhere = json.dumps(item, ensure_ascii=False)
    assert [line for line in hidden.splitlines() if line in elsewhere] == []


def test_a_picture_of_the_guardian_has_its_credit_without_the_label(expected):
    items = all_printed("rss2-guardian-mediarss.rss")
    assert items[1]["pictures"][0]["credit_line"] == "POOL/Reuters"
    assert {len(item["pictures"]) for item in items} == {1}
    assert not [i for i in items if "Photograph:" in i["pictures"][0]["credit_line"]]


def test_entries_of_a_feed_inherit_author_and_rights(expected):
    items = all_printed("atom-heise.atom")
    assert {item["byline"] for item in items} == {"heise online"}
    assert {item["copyright_notice"] for item in items} == {"Copyright (c) 2016 Heise Medien"}
