"""Whatever we publish is valid for partners: generated stories, in lists and alone, in both standards.

Each story goes through the workflow, a partner is given it, and then something happens to it. What no
schema says is asked here: an id is there once, a package names items of the same version, and a code
is one of IPTC's.
"""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from articles import workflow
from editions.tests.partner_client import G2, PartnerClient
from editions.tests.standards import g2_violations, ninjs_violations
from images import services
from images.models import Image
from newsroom.tests.factories import jpeg, make_agency, make_image

# The codes of IPTC's vocabularies that we may write, by the alias that its catalogue gives them.
CODES = {
    "ninat": {"text", "picture", "composite"},
    "stat": {"usable", "withheld", "canceled"},
    "sig": {"update", "correction"},
    "drol": {"summary", "caption", "altText", "extDescription"},
    "irel": {"seeAlso"},
    "rnd": {"highRes"},
    "group": {"main"},
}
TEXTS = ("Vịnh <b>lặng</b> ]]> & sóng", "😀 ‎שלום", "日本 “と” \u2028 e\u0301", "a", "x" * 60)
FATES = (
    "stays",
    "updated",
    "corrected",
    "updated after a correction",
    "has an end",
    "picture withdrawn",
    "picture killed by its agency",
    "passed on no more",
    "has run out",
    "taken down",
    "killed",
    "killed and reinstated",
)


class Chance:
    """Chooses what a story is made of; the same seed makes the same stories."""

    def __init__(self, seed):
        self.random = random.Random(seed)  # noqa: S311, no secret

    def text(self):
        return self.random.choice(TEXTS)

    def maybe(self, value):
        return value if self.random.random() < 0.5 else ""


def library(newsroom, chance):
    """Six pictures: with and without each thing that a picture may lack."""
    for number in range(6):
        agency = newsroom.kyodo if number % 2 else None
        yield make_image(
            jpeg(400 + number, 300),
            caption=chance.text(),
            alt=chance.text(),
            extended_description=chance.maybe(chance.text()),
            creator="Yamada Tarō" if agency is None else chance.maybe("Yamada Tarō"),
            origin=agency,
            rights=Image.Rights.AGENCY if agency else Image.Rights.STAFF,
            copyright_notice=chance.maybe("© Kyodo"),
            usage_terms=chance.maybe("For editorial use only."),
            web_statement=chance.maybe("https://example.org/terms?a=1&b=2"),
            digital_source_type=chance.random.choice(Image.SourceType.values),
        )


def publish(newsroom, chance, pictures, number):
    """Publish a story with none, one or many pictures: a lead, figures, a picture that stands twice."""
    shown = chance.random.sample(pictures, chance.random.choice((0, 1, 1, 2, 4)))
    lead = shown[0] if shown and chance.random.random() < 0.7 else None
    figures = shown[1:] if lead and chance.random.random() < 0.7 else shown
    body = "".join(f'<figure data-image="{image.pk}"></figure>' for image in figures)
    return newsroom.published(
        headline=f"Tít {number} {chance.text()}",
        kicker=chance.maybe("Ngoại giao"),
        dateline=chance.maybe("Tokyo, ngày 8/6"),
        standfirst=chance.text(),
        language=chance.random.choice([code for code, _name in settings.LANGUAGES]),
        body=f"<p>A &lt; B &amp; {chance.random.choice(TEXTS[1:])}<br>C</p>{body}"
        '<ul><li>một</li></ul><p lang="en"><a href="https://x.example/?a=1&amp;b=2">x</a></p>',
        lead=lead,
        agencies=chance.random.choice(([], [newsroom.kyodo], [newsroom.kyodo, newsroom.other])),
        tags=chance.random.sample(("Nhật Bản", "R&B", "Biển <Đông>"), chance.random.randrange(4)),
        at=timezone.now() - timedelta(hours=9, minutes=number),
    )


def suffer(newsroom, article, fate):
    """Let the story's fate befall it."""
    chief, now = newsroom.cast.chief, timezone.now()
    if fate.startswith("killed"):
        workflow.kill(article, by=chief, note="Tin & sai.", at=now)
    elif fate == "taken down":
        workflow.take_down(article, by=chief, note="Đang xem lại.", at=now)
    elif "correct" in fate:
        newsroom.printed_again(article, kind="correction", note="Sai & <sửa>.", at=now)
    if fate.startswith("updated"):
        newsroom.printed_again(article, headline="Tít ba", at=timezone.now())
    elif fate == "killed and reinstated":
        workflow.reinstate(article, by=chief, note="Nhầm.", at=timezone.now())
    elif fate.startswith("picture"):
        lose_a_picture(article.story, fate, at=now)
    else:
        tighten(article.story.editions.all(), fate, at=now)


def lose_a_picture(story, fate, *, at):
    """Take the first picture of a story away, if it has any: by the desk or by its agency."""
    image = Image.objects.filter(printings__edition__story=story).order_by("pk").first()
    if image and fate == "picture withdrawn":
        services.withdraw(image, reason="Gỡ.", by=None, at=at)
    elif image:
        held = {"source_status": Image.SourceStatus.CANCELED, "source_held_at": at}
        Image.objects.filter(pk=image.pk).update(**held)


def tighten(editions, fate, *, at):
    """Let the terms of the text become stricter, where that is the fate."""
    if fate == "passed on no more":
        editions.prohibit_passing_on(at=at)
    elif fate == "has an end":
        editions.shorten(at + timedelta(hours=1), at=at)
    elif fate == "has run out":
        editions.shorten(at, at=at)


def inconsistencies(root):
    """Return what is wrong in a news message and no schema can see."""
    items = list(root.find(f"{G2}itemSet"))
    times = Counter(item.get("guid") for item in items)
    wrong = [f"{guid} stands there {count} times" for guid, count in times.items() if count > 1]
    times = Counter(group.get("id") for group in root.iter(f"{G2}group"))
    wrong += [
        f"group {name} stands there {count} times" for name, count in times.items() if count > 1
    ]
    versions = {item.get("guid"): item.get("version") for item in items}
    for ref in root.iter(f"{G2}itemRef"):
        if versions.get(ref.get("residref")) != ref.get("version"):
            wrong.append(f"{ref.get('residref')} is not in the message")
    for element in root.iter(f"{G2}*"):
        for name in ("qcode", "role", "rel", "rendition"):
            code = element.get(name)
            alias, _colon, term = (code or "").partition(":")
            if code is not None and term not in CODES.get(alias, ()):
                wrong.append(f"{code} is no code of IPTC's")
    return wrong


def problems(partner_client, stories, kinds):
    """Return everything that is wrong in what the partner gets, alone and in lists."""
    wrong = []
    for story in stories:
        root = partner_client.newsml_g2(story)
        wrong += [(kinds[story], text) for text in (*g2_violations(root), *inconsistencies(root))]
        wrong += [(kinds[story], text) for text in ninjs_violations(partner_client.ninjs(story))]
    answer = partner_client.ask(reverse("partner-newsml-g2-list"))
    root = etree.fromstring(answer.content)
    wrong += [("list", text) for text in (*g2_violations(root), *inconsistencies(root))]
    data = partner_client.ninjs_list()["items"]
    assert len(data) == len(stories)
    wrong += [("list", text) for story in data for text in ninjs_violations(story)]
    return wrong


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("fates", [FATES[:6], FATES[6:]], ids=["changed", "taken away"])
@pytest.mark.slow
def test_whatever_is_published_and_whatever_befalls_it_is_valid(newsroom, fates, seed):
    chance, partner_client = Chance(seed), PartnerClient()
    newsroom.other = make_agency("AP & <Söhne>")
    pictures = list(library(newsroom, chance))
    articles = {
        publish(newsroom, chance, pictures, number): fate for number, fate in enumerate(fates)
    }
    kinds = {article.story: f"{fate}, at first" for article, fate in articles.items()}
    assert problems(partner_client, list(kinds), kinds) == []
    for article, fate in articles.items():
        suffer(newsroom, article, fate)
        kinds[article.story] = fate
    assert problems(partner_client, list(kinds), kinds) == []
    given = {fate: partner_client.ninjs(story)["pubStatus"] for story, fate in kinds.items()}
    gone = {
        "taken down": "withheld",
        **dict.fromkeys(
            ("killed", "killed and reinstated", "passed on no more", "has run out"), "canceled"
        ),
    }
    assert given == {fate: gone.get(fate, "usable") for fate in fates}


def test_the_list_of_one_is_valid(newsroom):
    partner_client = PartnerClient()
    newsroom.published(lead=make_image(), at=timezone.now() - timedelta(hours=1))
    root = etree.fromstring(partner_client.ask(reverse("partner-newsml-g2-list")).content)
    assert len(root.find(f"{G2}itemSet")) == 3  # text, picture, package
    assert (g2_violations(root), inconsistencies(root)) == ([], [])
    (data,) = partner_client.ninjs_list()["items"]
    assert ninjs_violations(data) == []


def test_of_no_story_there_is_no_message(newsroom):
    """The schema asks for at least one item."""
    partner_client = PartnerClient()
    answer = partner_client.ask(reverse("partner-newsml-g2-list"))
    assert (answer.status_code, answer.content) == (204, b"")
    assert partner_client.ninjs_list() == {"items": [], "next": None}


def test_a_partner_gets_of_a_killed_story_only_that_it_is_canceled(newsroom):
    partner_client, now = PartnerClient(), timezone.now()
    lead = make_image(jpeg(400, 300))
    article = newsroom.published(lead=lead, at=now - timedelta(hours=2))
    partner_client.newsml_g2(article.story)
    workflow.kill(article, by=newsroom.cast.chief, note="Tin sai.", at=now)
    root = partner_client.newsml_g2(article.story)
    assert [status.get("qcode") for status in root.iter(f"{G2}pubStatus")] == ["stat:canceled"] * 2
    assert [note.text for note in root.iter(f"{G2}edNote")] == ["Tin sai."]
    assert list(root.iter(f"{G2}contentMeta", f"{G2}contentSet", f"{G2}packageItem")) == []
    assert g2_violations(root) == []


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda group: group.set("id", "story-2"), "group story-2 stands there 2 times"),
        (lambda group: group[0].set("residref", "tag:x"), "tag:x is not in the message"),
        (lambda group: group[0][0].set("qcode", "ninat:photo"), "ninat:photo is no code of IPTC's"),
    ],
    ids=["id twice", "item elsewhere", "unknown code"],
)
def test_what_no_schema_sees_is_seen(spoil, complaint):
    """So that it is known to be asked: each of these slips is named."""
    item = '<newsItem guid="tag:{0}" version="1"/>'
    group = (
        '<packageItem guid="tag:{0}:package"><groupSet root="story-{0}"><group id="story-{0}">'
        '<itemRef residref="tag:{0}" version="1"><itemClass qcode="ninat:text"/></itemRef>'
        "</group></groupSet></packageItem>"
    )
    items = "".join(part.format(number) for number in (1, 2) for part in (item, group))
    message = f'<newsMessage xmlns="{G2[1:-1]}"><itemSet>{items}</itemSet></newsMessage>'
    root = etree.fromstring(message)
    assert inconsistencies(root) == []
    spoil(next(root.iter(f"{G2}group")))
    assert inconsistencies(root) == [complaint]
