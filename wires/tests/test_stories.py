"""Several stories in one item of NewsML 1 are several items, and what holds for the item holds for each."""

from pathlib import Path

import pytest
from django.utils import translation

from newsroom.tests.factories import MORNING, at, make_feed
from wires.ingest import store
from wires.ingest import stories as stories_of
from wires.models import WireItem
from wires.parsers import parse
from wires.parsing import markup
from wires.parsing.parsed import Parsed, ParsedItem

CASES = Path(__file__).parent / "cases"
BUNDLE = (CASES / "c12-newsml1-three-stories-in-one-item.xml").read_text()
ID = "urn:newsml:wire.test.invalid:20240608:BUNDLE1"
STORIES = {
    f"{ID}#story-t1": ("Tokyo market falls", "Shares in Tokyo fell on Friday."),
    f"{ID}#story-t2": ("Hanoi market rises", "Shares in Hanoi rose on Friday."),
    f"{ID}#story-t3": ("Seoul market closed", "No trading took place in Seoul."),
}
CANCELED = '<Status FormalName="Canceled"/>'


def test_each_story_is_an_item_with_its_own_headline():
    parsed = parse(BUNDLE.encode(), at=MORNING)
    assert parsed.remarks == ()
    assert {
        item.guid: (item.headline, markup.text(item.body_html)) for item in parsed.items
    } == STORIES
    assert {item.slugline for item in parsed.items} == {"Markets"}
    assert {item.version for item in parsed.items} == {1}


def test_stories_without_keys_of_their_own_are_known_by_their_headlines():
    guids = [item.guid for item in parse(without_keys(revision(1)), at=MORNING).items]
    assert len(set(guids)) == 3
    assert all(guid.startswith(f"{ID}#story-") for guid in guids)
    later = parse(without_keys(revision(2, stories=("t2", "t3"))), at=MORNING).items
    assert [item.guid for item in later] == guids[1:]


def without_keys(raw):
    for key in (b"t2", b"t3"):
        raw = raw.replace(b'Duid="%s"' % key, b'Duid="t1"')
    return raw


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hanoi market rises", "Tokyo market falls"),  # forms of one story
        ("<NewsComponent><Role", '<NewsComponent EquivalentsList="yes"><Role'),
        (
            "<NewsComponent><NewsLines>",
            "<NewsComponent><ContentItem><DataContent><p>Markets rose and fell.</p></DataContent>"
            "</ContentItem><NewsLines>",
        ),
    ],
)
def test_what_may_be_parts_of_one_story_is_one_item_and_the_rest_is_named(old, new):
    assert old in BUNDLE
    parsed = parse(BUNDLE.replace(old, new, 1).encode(), at=MORNING)
    assert [item.guid for item in parsed.items] == [ID]
    assert len(parsed.remarks) == 1


def revision(
    number, *, status='<Status FormalName="Usable"/>', stories=("t1", "t2", "t3"), text=""
):
    raw = BUNDLE.replace('PreviousRevision="0"', f'PreviousRevision="{number - 1}"')
    raw = raw.replace(">1</RevisionId>", f">{number}</RevisionId>").replace(
        "BUNDLE1:1<", f"BUNDLE1:{number}<"
    )
    raw = raw.replace('<Status FormalName="Usable"/>', status).replace(
        "in Seoul.", f"in Seoul.{text}"
    )
    for key in {"t1", "t2", "t3"} - set(stories):
        begin = raw.index(f'<NewsComponent Duid="{key}">')
        end = raw.index("</ContentItem></NewsComponent>", begin) + len(
            "</ContentItem></NewsComponent>"
        )
        raw = raw[:begin] + raw[end:]
    return raw.encode()


def usable():
    return {i.guid.partition("#story-")[2] for i in WireItem.objects.all() if i.is_usable(MORNING)}


@pytest.mark.django_db
@pytest.mark.parametrize("stories", [(), ("t2",), ("t1", "t3"), ("t1", "t2", "t3")])
def test_a_kill_of_the_item_kills_all_its_stories(stories):
    feed = make_feed()
    store.store_delivery(feed, revision(1), name="1", at=at(9))
    assert usable() == {"t1", "t2", "t3"}
    store.store_delivery(feed, revision(2, status=CANCELED, stories=stories), name="2", at=at(10))
    assert usable() == set()
    store.store_delivery(feed, revision(1, text=" "), name="3", at=at(11))
    assert usable() == set()


@pytest.mark.django_db
def test_a_kill_of_several_stories_kills_the_one_that_was_there_before():
    feed = make_feed()
    store.store_delivery(feed, revision(1, stories=("t1",)), name="1", at=at(9))
    assert usable() == {""}
    store.store_delivery(feed, revision(2, status=CANCELED), name="2", at=at(10))
    assert usable() == set()
    assert WireItem.objects.count() == 4


@pytest.mark.django_db
def test_a_correction_of_one_story_leaves_the_others_alone():
    feed = make_feed()
    store.store_delivery(feed, revision(1), name="1", at=at(9))
    store.store_delivery(feed, revision(2, text=" It reopens."), name="2", at=at(10))
    item = WireItem.objects.get(guid=f"{ID}#story-t3")
    assert "It reopens." in item.current.body_html
    assert usable() == {"t1", "t2", "t3"}


@pytest.mark.django_db
def test_an_embargo_on_the_item_holds_every_story():
    feed = make_feed()
    store.store_delivery(feed, revision(1), name="1", at=at(9))
    held = '<Status FormalName="Embargoed"/>'
    store.store_delivery(feed, revision(2, status=held, stories=("t1",)), name="2", at=at(10))
    assert usable() == set()


@pytest.mark.django_db
def test_a_kill_reaches_no_other_item():
    feed = make_feed()
    store.store_delivery(feed, revision(1), name="1", at=at(9))
    other = revision(1).replace(b"BUNDLE1", b"BUNDLE12")
    store.store_delivery(feed, other, name="2", at=at(9))
    store.store_delivery(feed, revision(2, status=CANCELED, stories=()), name="3", at=at(10))
    assert WireItem.objects.filter(guid__startswith=f"{ID}2").count() == 3
    assert all(i.is_usable(MORNING) for i in WireItem.objects.filter(guid__startswith=f"{ID}2"))


def held():
    return {i.guid.partition("#story-")[2] for i in WireItem.objects.all() if i.status == "unknown"}


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_story_that_is_no_longer_in_its_item_is_held_back_with_its_text():
    feed = make_feed()
    store.store_delivery(feed, revision(1), name="1", at=at(9))
    with translation.override("en"):
        second = store.store_delivery(feed, revision(2, stories=("t1", "t3")), name="2", at=at(10))
    assert (held(), usable()) == ({"t2"}, {"t1", "t3"})
    assert second.remarks == (
        "“Hanoi market rises” is no longer in the newest version of its item, and was held back."
    )
    item = WireItem.objects.get(guid=f"{ID}#story-t2")
    assert markup.text(item.current.body_html) == "Shares in Hanoi rose on Friday."
    assert item.current.signals == [f"no longer in {ID}"]
    third = store.store_delivery(feed, revision(3, stories=("t1", "t3")), name="3", at=at(11))
    assert (third.remarks, item.versions.count()) == ("", 2)
    store.store_delivery(feed, revision(4), name="4", at=at(12))
    assert usable() == {"t1", "t2", "t3"}


@pytest.mark.django_db
def test_an_older_version_that_lacks_a_story_holds_nothing_back():
    feed = make_feed()
    store.store_delivery(feed, revision(2), name="2", at=at(9))
    store.store_delivery(feed, revision(1, stories=("t1", "t3")), name="1", at=at(10))
    assert usable() == {"t1", "t2", "t3"}


@pytest.mark.django_db
def test_what_came_as_one_story_is_held_back_when_there_are_several_and_the_reverse():
    feed = make_feed()
    store.store_delivery(feed, revision(1, stories=("t1",)), name="1", at=at(9))
    store.store_delivery(feed, revision(2), name="2", at=at(10))
    assert (held(), usable()) == ({""}, {"t1", "t2", "t3"})
    store.store_delivery(feed, revision(3, stories=("t1",)), name="3", at=at(11))
    assert (held(), usable()) == ({"t1", "t2", "t3"}, {""})


@pytest.mark.django_db
def test_a_story_that_is_gone_holds_no_story_of_another_item_back():
    feed = make_feed()
    for number, name in enumerate((b"BUNDLE12", b"bundle1", b"BUNDLE_")):
        other = revision(1).replace(b"BUNDLE1", name)
        store.store_delivery(feed, other, name=f"{number}", at=at(8))
    store.store_delivery(feed, revision(1), name="1", at=at(9))
    store.store_delivery(feed, revision(2, stories=("t1", "t2")), name="2", at=at(10))
    assert [i.guid for i in WireItem.objects.filter(status="unknown")] == [f"{ID}#story-t3"]


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize("status", ["usable", "canceled"])
def test_a_delivery_of_very_many_items_can_be_asked_for_their_stories(status):
    items = tuple(
        ParsedItem(guid=f"urn:x:{number}", version=2, status=status) for number in range(1_500)
    )
    parsed, feed = Parsed(format="NewsML 1", items=items), make_feed()
    assert (stories_of.no_longer_held(feed, parsed), stories_of.restricted(feed, parsed)) == (
        {},
        {},
    )
