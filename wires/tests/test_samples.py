"""Real agency copy, field by field: from `manage.py wire_parse`, and through a feed.

The samples are agencies' copy: they lie beside the repository and are never committed. What is
expected of them stands in `expected.json`; where that is prose, the table below says what it means.
Run with `-s` to see the table with what was read.
"""

import io
import json
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from newsroom.tests.factories import make_feed
from wires import receiving
from wires.parsers import markup

SAMPLES = Path(settings.BASE_DIR).parent / "shared" / "samples"
# What `expected.json` says about a file and not about the copy in it.
ABOUT = {"origin", "licence", "fmt", "agency", "expect", "size", "sha256", "traps"}
ITEMS = {"rss2-guardian-mediarss.rss": 55, "atom-heise.atom": 15}
ITEMS |= {"jsonfeed-1.0-jsonfeed-org.json": 2}
# What the feed says of copy that does not say it.
LANGUAGES = {"iptc7901-dpa-spd.txt": "en", "atom-heise.atom": "de"}


class Same:
    """As expected.json has it."""


class Starts:
    """The field begins with these words."""

    def __init__(self, words=Same):
        self.words = words


class Hash:
    """An id made of what the copy says."""


def up_to(mark):
    """The words before `mark`."""
    return lambda said: said.partition(mark)[0]


def after(mark):
    return lambda said: said.rpartition(mark)[2]


def at(moment):
    return datetime.fromisoformat(moment)


MOMENTS = ("created_at", "sent_at", "embargo_until", "expires_at", "version_at")
PICTURE = "pictures.0."
# What each key of expected.json is called here, where it is called otherwise.
CALLED = {
    **{
        "credit": "credit_line",
        "usage": "usage_terms",
        "slug": "slugline",
        "ednote": "editor_note",
    },
    **{"sent": "sent_at", "created": "created_at", "embargo": "embargo_until"},
    **{"body_first": "body_text", "caption": f"{PICTURE}caption"},
}
# Keys that are no field of an item: what they come to is said at the sample.
MEANT = {
    "newsml1-kyodo-lipeng.xml": {
        "provider": {"provider": "KYODONEWS"},
        "language": {"language": "en"},
        "urgency": {"urgency": None},
        "version": {"version": 1, "signals": ["Update:N"]},
        "guid": {"guid": up_to(" (")},
        "series": {},
        "subjects": {"subjects": ["14023000", "11006000"]},
        "paragraphs": {"paragraphs": Same},
        "media": {"pictures": []},
    },
    "newsml1-afp-saab.xml": {
        "provider": {"provider": "AFP"},
        "guid": {"guid": up_to(" (")},
        "paragraphs": {"paragraphs": Same},
        "media": {},
    },
    "g2-reuters-text-benitez.xml": {
        "byline": {"byline": ""},
        "usage": {"usage_terms": "", "copyright_notice": lambda said: said.split('"')[1]},
        "paragraphs": {"paragraphs": Same},
    },
    "g2-reuters-picture-kenya.xml": {
        "usage": {
            "usage_terms": "",
            "copyright_notice": Starts("(c) Copyright Thomson Reuters 2013"),
        },
        "caption": {f"{PICTURE}caption": Starts(up_to("…"))},
        "media": {f"{PICTURE}creator": "MARKO DJURICA", f"{PICTURE}credit_line": "REUTERS"},
    },
    "g2-reuters-package-snep.xml": {
        "created": {
            "created_at": at("2011-11-11T12:40:10Z"),
            "version_at": at("2013-03-04T11:40:31Z"),
        },
        "media": {
            "kind": "package",
            "members.0": "tag:reuters.com,0000:newsml_BRE9220HA",
            "members.count": 10,
            "pictures": [],
            "body_html": "",
        },
    },
    "g2-dpa-text-eintracht.xml": {
        "provider": {"provider": after("/ ")},
        "created": {"created_at": at("2022-10-11T11:14:42+02:00")},
        "usage": {"usage_terms": after("en: ")},
        "dateline": {"dateline": str.strip},
    },
    "g2-iptc-listing2-text.xml": {
        "byline": {"byline": up_to(" (")},
        "source": {"sources": ["Associated Press"]},
        "created": {
            "created_at": at("2016-11-21T15:21:06-05:00"),
            "version_at": at("2018-11-21T16:25:32-05:00"),
        },
        "usage": {"usage_terms": "", "copyright_notice": lambda said: said.split('"')[1]},
        "paragraphs": {"paragraphs": Same},
    },
    "g2-iptc-listing3-photo.xml": {
        "byline": {"byline": "Spencer Platt"},
        "provider": {"provider": "Getty Images Inc."},
        "language": {"language": "en-US"},
        "created": {
            "created_at": at("2010-10-20T20:58:00Z"),
            "version_at": at("2018-10-12T06:42:04Z"),
        },
        "status": {"status": "usable"},
        "caption": {f"{PICTURE}caption": Starts(up_to("…"))},
        "media": {
            f"{PICTURE}href": "GYI0062134533.jpg",
            f"{PICTURE}width": 1500,
            f"{PICTURE}height": 1001,
            "pictures.count": 1,
        },
    },
    "g2-iptc-listing6-package.xml": {
        "provider": {"provider": "AcmeNews"},
        "created": {
            "created_at": at("2008-12-20T12:25:35Z"),
            "version_at": at("2018-11-17T12:30:00Z"),
        },
        "signal": {"signals": ["sig:update"]},
        "media": {
            "kind": "package",
            "members": [
                "urn:newsml:iptc.org:20081007:tutorial-item-A",
                "urn:newsml:iptc.org:20081007:tutorial—item-B",
            ],
            "body_html": "",
        },
    },
    "nitf-ap-capandtrade.xml": {
        "provider": {"provider": "The Associated Press"},
        "created": {"created_at": at("2015-12-10T19:10:44Z")},
        "usage": {"usage_terms": "", "copyright_notice": "AP 2015"},
        "status": {"status": "usable"},
        "guid": {"guid": Hash},
    },
    "nitf-iptc-fishing-canceled.xml": {
        "subhead": {},  # a second headline has no field of its own on the desk
        "provider": {"provider": "XML Team Solutions, Inc."},
        "embargo": {"embargo_until": at("2002-02-26T09:30:00-05:00")},
        "expires": {"expires_at": Same},
        "usage": {
            "usage_terms": "online",
            "copyright_notice": "International Press Telecommunications Council 2002",
        },
        "status": {"status": "canceled", "cancels": ["iptc.321656141.a"]},
        "version": {"version": 1},
        "media": {
            f"{PICTURE}href": "high-tide.jpg",
            f"{PICTURE}width": 278,
            f"{PICTURE}height": 185,
            f"{PICTURE}alt": "The tides are high.",
            f"{PICTURE}creator": "Karben",
        },
    },
    "iptc7901-dpa-spd.txt": {
        "urgency": {"urgency": 4},
        "language": {"language": up_to(" (")},
        # As dpa writes it the 13 is the year: “131137 GMT Nov 13” is a Wednesday, as its text says.
        "sent": {"sent_at": at("2013-11-13T11:37:00Z")},
        "guid": {"guid": "eca062:2013-11-13"},
        "wordcount": {},
    },
    "ninjs3-tt-text-with-picture.json": {
        "credit": {"credit_line": "TT", "copyright_holder": "TT"},
        "created": {"created_at": at("2021-05-26T13:40:18+02:00")},
        "expires": {"expires_at": at("2023-05-31T00:00:00+02:00")},
        "body_first": {"body_text": Starts(lambda said: "\n".join(said.split(" / ")[1:]))},
        "bodies": {"paragraphs": 5},  # two of them are quotations, which only the html5 body has
        "media": {
            f"{PICTURE}creator": "Karl Melander/TT",
            f"{PICTURE}caption": lambda said: said.split('caption "')[1].split('"')[0],
            f"{PICTURE}width": 4724,
            f"{PICTURE}height": 3149,
            "pictures.count": 1,
        },
    },
    "ninjs2-dpa-text.json": {
        "source": {"sources": ["dpa"], "copyright_holder": "dpa"},
        "created": {"created_at": at("2019-05-10T16:02:28+02:00")},
        "usage": {"usage_terms": "", "copyright_notice": lambda said: said.split('"')[1]},
    },
    "ninjs1-superdesk-embargoed.json": {
        "source": {"sources": ["360info"]},
        "created": {
            "created_at": at("2022-06-20T23:20:35Z"),
            "version_at": at("2022-06-26T23:54:25Z"),
        },
        "embargo": {"embargo_until": at("2022-06-29T02:30:00Z"), "usable": True},
        "urgency": {"urgency": None},
        "guid": {"guid": up_to(" (")},
        "media": {
            f"{PICTURE}creator": lambda said: said.split('byline "')[1].split('"')[0],
            f"{PICTURE}copyright_notice": "CC-BY 4.0",
            f"{PICTURE}usage_terms": "Indefinite Usage",
            f"{PICTURE}width": 1920,
            f"{PICTURE}height": 1440,
            "pictures.count": 1,
        },
    },
    "apmedia-picture-simon.json": {
        "byline": {"byline": "John Doe", f"{PICTURE}creator": "John Doe"},
        "source": {"sources": ["Something"]},
        "created": {
            "created_at": at("2018-09-23T06:23:19Z"),
            "version_at": at("2019-06-19T10:22:14Z"),
        },
        "version": {"version": 0},
        "guid": {"guid": after(" ")},
        "media": {f"{PICTURE}width": 3500, f"{PICTURE}height": 2592, "pictures.count": 1},
    },
    "rss2-guardian-mediarss.rss": {
        "headline": {"headline": after("(item 1) ")},
        "byline": {"byline": up_to(" (dc:")},
        "credit": {f"{PICTURE}credit_line": lambda said: up_to(" (media")(after(": ")(said[:59]))},
        "media": {f"{PICTURE}width": 460, "pictures.count": 1},
    },
    "atom-heise.atom": {
        "headline": {"headline": after("(entry 1) ")},
        "byline": {"byline": "heise online"},
        "language": {"language": up_to(" (")},
        "created": {
            "created_at": at("2016-02-01T17:22:00+01:00"),
            "version_at": at("2016-02-01T17:54:50+01:00"),
        },
        "usage": {"usage_terms": "", "copyright_notice": lambda said: said.split('"')[1]},
    },
    "jsonfeed-1.0-jsonfeed-org.json": {},
}
USABLE = dict.fromkeys(MEANT, True) | {"nitf-iptc-fishing-canceled.xml": False}
# Words that are said to desks and machines, and are in no body.
NOT_COPY = {
    "newsml1-kyodo-lipeng.xml": ["==Kyodo"],
    "newsml1-afp-saab.xml": ["hh/ph/ts/hd"],
    "nitf-ap-capandtrade.xml": ["___"],
    "iptc7901-dpa-spd.txt": ["not for publication", "dpa wsz", "GMT", "@dpa.com"],
    "g2-dpa-text-eintracht.xml": ["@dpa.com"],
    "rss2-guardian-mediarss.rss": ["Continue reading"],
}


@pytest.fixture(scope="module")
def expected():
    if not SAMPLES.is_dir():
        pytest.skip(f"The samples are not beside the repository, in {SAMPLES}.")
    given = json.loads((SAMPLES / "expected.json").read_text())
    return {name: said for name, said in given.items() if not name.startswith("img-")}


def printed(name):
    """The first item as `wire_parse` prints it, and how many there are."""
    out = io.StringIO()
    call_command("wire_parse", str(SAMPLES / name), stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["accepted"], answer["reason"]) == (True, None)
    return answer["items"][0], len(answer["items"])


def taken_in(name):
    """The first item's version as a feed has taken it in, and how many there are."""
    feed = make_feed(name=name, language=LANGUAGES.get(name, ""))
    delivery = receiving.receive(feed, (SAMPLES / name).read_bytes(), name=name)
    assert (delivery.state, delivery.quarantined_because) == ("accepted", "")
    versions = list(delivery.versions.select_related("item").order_by("pk"))
    version = versions[0]
    fields = {f.name: getattr(version, f.name) for f in version._meta.fields}
    killed = version.item.feed.items.exclude(pk=version.item_id).filter(status="canceled")
    return fields | {
        "guid": version.item.guid,
        "usable": version.is_usable(delivery.received_at),
        "body_text": markup.text(version.body_html),
        "cancels": list(killed.values_list("guid", flat=True)),
    }, len(versions) - killed.count()


def got(item, path):
    """The value at “pictures.0.width”, “pictures.count” or “paragraphs”."""
    if path == "paragraphs":
        return item["body_html"].count("<p>")
    for step in path.split("."):
        item = len(item) if step == "count" else item[int(step) if step.isdigit() else step]
    if path in MOMENTS and isinstance(item, str):
        return datetime.fromisoformat(item)
    return "" if item is None and path not in ("version", "urgency", *MOMENTS) else item


def wanted(meaning, said, path):
    if meaning is Same:
        meaning = said
    value = meaning(said) if callable(meaning) and not isinstance(meaning, type) else meaning
    if path in MOMENTS and isinstance(value, str):
        return datetime.fromisoformat(value)
    if path in ("version", "urgency"):
        return None if value is None else int(value)
    return "" if value is None and path not in MOMENTS else value


def differences(name, said, item):
    """What is not as expected, and each comparison as a line."""
    wrong, lines = [], []
    for key, value in said.items():
        if key in ABOUT:
            continue
        for path, meaning in MEANT[name].get(key, {CALLED.get(key, key): Same}).items():
            if path not in item and path.partition(".")[0] not in (*item, "paragraphs"):
                continue  # `wire_parse` does not print it; through a feed it is compared
            have = got(item, path)
            if meaning is Hash:
                right = have.startswith("urn:sha256:") and len(have) == 75
            elif isinstance(meaning, Starts) or path == "body_text":
                words = meaning.words if isinstance(meaning, Starts) else meaning
                right = have.startswith(wanted(words, value, path))
            else:
                right = have == wanted(meaning, value, path)
            lines.append(f"  {'ok ' if right else 'NO '} {key:<11} {path:<28} {str(have)[:60]}")
            if not right:
                wrong.append((key, path, have, value))
    return wrong, lines


def test_every_sample_of_copy_is_in_the_table(expected):
    assert sorted(expected) == sorted(MEANT)
    for name, said in expected.items():
        assert set(MEANT[name]) <= set(said), name


@pytest.mark.django_db
@pytest.mark.parametrize("name", MEANT)
@pytest.mark.parametrize("read", [printed, taken_in])
def test_a_sample_gives_every_value_that_is_expected_of_it(expected, read, name):
    item, number = read(name)
    said = dict(expected[name])
    if read is printed and name in LANGUAGES:
        assert item["language"] is None
        del said["language"]
    wrong, lines = differences(name, said, item)
    print(f"\n{name}, {read.__name__}", *lines, sep="\n")  # noqa: T201
    assert wrong == []
    assert number == ITEMS.get(name, 1)
    assert item["usable"] is USABLE[name]
    for words in NOT_COPY.get(name, []):
        assert words not in item["body_html"]
    if name.startswith("ninjs3"):  # its body begins with the headline once more
        assert said["headline"] not in item["body_html"]


@pytest.mark.parametrize("name", ["g2-dpa-text-eintracht.xml", "iptc7901-dpa-spd.txt"])
def test_what_is_not_for_the_public_stands_in_its_own_field_alone(expected, name):
    item, _number = printed(name)
    hidden = item.pop("non_public")
    assert "@dpa.com" in hidden
    elsewhere = json.dumps(item, ensure_ascii=False)
    assert [line for line in hidden.splitlines() if line in elsewhere] == []


def test_a_picture_of_the_guardian_has_its_credit_without_the_label(expected):
    out = io.StringIO()
    call_command("wire_parse", str(SAMPLES / "rss2-guardian-mediarss.rss"), stdout=out)
    items = json.loads(out.getvalue())["items"]
    assert items[1]["pictures"][0]["credit_line"] == "POOL/Reuters"
    assert {len(item["pictures"]) for item in items} == {1}
    assert not [i for i in items if "Photograph:" in i["pictures"][0]["credit_line"]]


def test_entries_of_a_feed_inherit_author_and_rights(expected):
    out = io.StringIO()
    call_command("wire_parse", str(SAMPLES / "atom-heise.atom"), stdout=out)
    items = json.loads(out.getvalue())["items"]
    assert {item["byline"] for item in items} == {"heise online"}
    assert {item["copyright_notice"] for item in items} == {"Copyright (c) 2016 Heise Medien"}
