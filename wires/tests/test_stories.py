"""Several stories in one item of NewsML 1 are several items, and what holds for the item holds for each."""

from pathlib import Path

import pytest

from newsroom.tests.factories import MORNING, at, make_feed
from wires.ingest import store
from wires.models import WireItem
from wires.parsers import parse
from wires.parsing import markup

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


def test_stories_without_keys_of_their_own_are_numbered():
    raw = BUNDLE.replace('Duid="t2"', 'Duid="t1"').encode()
    guids = [item.guid for item in parse(raw, at=MORNING).items]
    assert guids == [f"{ID}#story-1", f"{ID}#story-2", f"{ID}#story-3"]


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
