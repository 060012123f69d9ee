"""Stories as ninjs 3.1: what a partner reads, valid against the schema, and nothing that may not run.

IPTC's schema is read from a file and never fetched. Besides, a table here says in our words which
keys of the standard we write and what stands in each, so that the test does not rest on the file.
"""

import json
import re
from datetime import timedelta
from itertools import chain

import pytest
from django.conf import settings
from django.utils import timezone

from articles import workflow
from editions.tests.partner_client import PartnerClient
from editions.tests.standards import ninjs_violations
from images import services
from images.models import Image
from newsroom.tests.factories import jpeg, make_image

DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00")
ADDRESS = re.compile(r"(https?://|tag:)\S+")
TEXT = re.compile(r"(?s).+")


def _list_of(**keys):
    return [keys]


DESCRIBED = _list_of(role=TEXT, contentType=TEXT, value=TEXT)
PICTURE = {
    **dict.fromkeys(("name", "version", "language", "by", "copyrightNotice", "usageTerms"), TEXT),
    "uri": ADDRESS,
    "type": re.compile("picture"),
    "versionCreated": DATETIME,
    "pubStatus": re.compile("usable|canceled"),
    "descriptions": DESCRIBED,
    "infoSources": _list_of(name=TEXT),
    "digitalSourceType": {"uri": ADDRESS},
    "rightsInfo": {"linkedRights": ADDRESS},
    "renditions": _list_of(name=TEXT, href=ADDRESS, contentType=TEXT, width=int, height=int),
}
STORY = {
    **dict.fromkeys(("version", "language", "by", "located", "copyrightHolder"), TEXT),
    **dict.fromkeys(("copyrightNotice", "usageTerms", "edNote"), TEXT),
    "uri": ADDRESS,
    "type": re.compile("text"),
    "representationType": re.compile("full"),
    "firstCreated": DATETIME,
    "versionCreated": DATETIME,
    "expires": DATETIME,
    "pubStatus": re.compile("usable|canceled"),
    "headlines": _list_of(role=TEXT, value=TEXT),
    "descriptions": DESCRIBED,
    "bodies": _list_of(role=TEXT, contentType=TEXT, wordCount=int, value=TEXT),
    "infoSources": _list_of(name=TEXT, uri=ADDRESS),
    "subjects": _list_of(name=TEXT, uri=ADDRESS),
    "associations": [PICTURE],
    "altIds": _list_of(role=TEXT, value=ADDRESS),
    "standard": {"name": TEXT, "version": re.compile(r"3\.1"), "schema": ADDRESS},
}


def misfits(data, form, where=""):
    """Return where `data` differs from `form`: an unknown key, or a value of another type."""
    if isinstance(form, dict):
        if not isinstance(data, dict):
            return [where]
        unknown = [f"{where}.{key}" for key in data.keys() - form.keys()]
        inside = (misfits(v, form[k], f"{where}.{k}") for k, v in data.items() if k in form)
        return [*unknown, *chain.from_iterable(inside)]
    if isinstance(form, list):
        if not isinstance(data, list) or not data:
            return [where]
        return list(chain.from_iterable(misfits(entry, form[0], where) for entry in data))
    if form is int:
        return [] if type(data) is int and data > 0 else [where]
    return [] if isinstance(data, str) and form.fullmatch(data) else [where]


@pytest.fixture
def partner_client(newsroom):
    return PartnerClient()


@pytest.fixture
def story(newsroom):
    """A story that has everything: agency, topics, a lead of the agency, a figure made by AI."""
    now = timezone.now()
    lead = make_image(
        jpeg(640, 427),
        caption="Vịnh lặng sóng.",
        alt="Một vịnh lúc sáng.",
        extended_description="Mặt nước phẳng.",
        creator="Yamada Tarō",
        origin=newsroom.kyodo,
        rights=Image.Rights.AGENCY,
        copyright_notice="© 2024 Kyodo News",
        usage_terms="For editorial use only.",
        web_statement="https://example.org/terms",
        digital_source_type="digitalCapture",
    )
    figure = make_image(jpeg(320, 214), digital_source_type="trainedAlgorithmicMedia")
    article = newsroom.published(
        kicker="Ngoại giao",
        dateline="Tokyo, ngày 8/6",
        body="<p>Đoạn <em>đầu</em>.<br>Dòng &amp; dòng.</p>"
        f'<figure data-image="{figure.pk}"></figure><p>Sau.</p>',
        lead=lead,
        agencies=[newsroom.kyodo],
        at=now - timedelta(hours=5),
    )
    return article.story


def test_a_story_says_all_that_was_printed(story, partner_client, newsroom):
    edition = story.editions.get()
    data = partner_client.ninjs(story)
    site = settings.SITE_URL
    assert data["uri"] == (
        f"tag:127.0.0.1,{timezone.localdate(edition.first_published_at)}:story:{story.pk}"
    )
    assert (data["version"], data["pubStatus"], data["language"]) == ("1", "usable", "vi")
    assert data["headlines"] == [
        {"role": "main", "value": edition.headline},
        {"role": "kicker", "value": "Ngoại giao"},
    ]
    assert (data["by"], data["located"]) == ("Kim Anh", "Tokyo, ngày 8/6")
    assert [(d["role"], d["value"]) for d in data["descriptions"]] == [
        ("summary", edition.standfirst),
        ("creditline", "Theo Kyodo"),
    ]
    (body,) = data["bodies"]
    assert body["value"] == "<p>Đoạn <em>đầu</em>.<br>Dòng &amp; dòng.</p><p>Sau.</p>"
    assert data["infoSources"] == [{"name": "Kyodo", "uri": f"{site}/nguon/kyodo/"}]
    assert data["subjects"] == [
        {"name": "Thế giới", "uri": f"{site}/the-gioi/"},
        {"name": "Nhật Bản", "uri": f"{site}/chu-de/nhat-ban/"},
    ]
    assert {row["role"]: row["value"] for row in data["altIds"]} == {
        "webpage": site + edition.get_absolute_url(),
        "newsml-g2": f"{site}/doi-tac/newsml-g2/{story.pk}/",
    }


def test_a_picture_comes_with_words_credit_terms_and_the_largest_file(story, partner_client):
    image = story.editions.get().images.get(order=0).image
    lead, figure = partner_client.ninjs(story)["associations"]
    (rendition,) = lead.pop("renditions")
    assert (lead["name"], figure["name"]) == ("lead", "figure-1")
    assert {d["role"]: d["value"] for d in lead["descriptions"]} == {
        "caption": "Vịnh lặng sóng.",
        "alttext": "Một vịnh lúc sáng.",
        "extendeddescription": "Mặt nước phẳng.",
        "creditline": "Ảnh: Yamada Tarō/Kyodo",
    }
    assert (lead["by"], lead["infoSources"]) == ("Yamada Tarō", [{"name": "Kyodo"}])
    assert lead["copyrightNotice"] == "© 2024 Kyodo News"
    assert lead["usageTerms"] == "For editorial use only."
    assert lead["rightsInfo"] == {"linkedRights": "https://example.org/terms"}
    kinds = "http://cv.iptc.org/newscodes/digitalsourcetype/"
    assert [p["digitalSourceType"]["uri"] for p in (lead, figure)] == [
        f"{kinds}digitalCapture",
        f"{kinds}trainedAlgorithmicMedia",
    ]
    largest = image.renditions.filter(format="jpg", crop="").order_by("-width").first()
    assert rendition == {
        "name": "highRes",
        "href": f"{settings.SITE_URL}/anh/{image.token}/{largest.name}",
        "contentType": "image/jpeg",
        "width": largest.width,
        "height": largest.height,
    }


def versions(newsroom, story, partner_client):
    """The story as given at first, updated, corrected, updated again, and killed."""
    article, now = story.article, timezone.now()
    yield "first", partner_client.ninjs(story)
    newsroom.printed_again(article, headline="Tít hai", at=now - timedelta(hours=4))
    yield "update", partner_client.ninjs(story)
    newsroom.printed_again(
        article, kind="correction", note="Vịnh ở phía nam.", at=now - timedelta(hours=3)
    )
    yield "correction", partner_client.ninjs(story)
    newsroom.printed_again(article, headline="Tít bốn", at=now - timedelta(hours=2))
    yield "update after it", partner_client.ninjs(story)
    workflow.kill(article, by=newsroom.cast.chief, note="Tin sai.", at=now - timedelta(hours=1))
    yield "kill", partner_client.ninjs(story)


PRINTABLE = {"headlines", "by", "descriptions", "bodies", "subjects", "renditions"}


def test_corrections_are_versions_and_a_kill_is_canceled(newsroom, story, partner_client):
    by_version = dict(versions(newsroom, story, partner_client))
    printed = {
        name: (data["version"], data["pubStatus"], data.get("edNote", ""))
        for name, data in by_version.items()
    }
    assert printed == {
        "first": ("1", "usable", ""),
        "update": ("2", "usable", ""),
        "correction": ("3", "usable", "Vịnh ở phía nam."),
        "update after it": ("4", "usable", "Vịnh ở phía nam."),
        "kill": ("5", "canceled", "Tin sai."),
    }
    assert len({data["uri"] for data in by_version.values()}) == 1
    assert len({data["firstCreated"] for data in by_version.values()}) == 1
    assert PRINTABLE & by_version["kill"].keys() == set()
    uris = [entry["uri"] for entry in by_version["update after it"]["associations"]]
    recalled = by_version["kill"]["associations"]
    assert sorted(entry["uri"] for entry in recalled) == sorted(uris)
    assert [(entry["pubStatus"], entry.keys() & PRINTABLE) for entry in recalled] == [
        ("canceled", set())
    ] * 2


def test_every_version_is_valid(newsroom, story, partner_client):
    """Against our table of the standard, and against IPTC's own schema."""
    by_version = dict(versions(newsroom, story, partner_client))
    assert [(name, m) for name, data in by_version.items() for m in misfits(data, STORY)] == []
    assert [(name, m) for name, d in by_version.items() for m in ninjs_violations(d)] == []


def test_a_story_with_an_end_and_one_that_is_recalled_are_valid(newsroom, story, partner_client):
    now = timezone.now()
    story.editions.all().shorten(now + timedelta(hours=1), at=now)
    with_end = partner_client.ninjs(story)
    newsroom.kyodo.contracts.update(may_pass_on=False)
    recalled = partner_client.ninjs(story)
    assert ("expires" in with_end, with_end["pubStatus"]) == (True, "usable")
    assert ("expires" in recalled, recalled["pubStatus"]) == (False, "canceled")
    for data in (with_end, recalled):
        assert misfits(data, STORY) == []
        assert ninjs_violations(data) == []


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "usable"},
        {"version": 1},
        {"pubStatus": "killed"},
        {"associations": [{"uri": "tag:x,2024:1"}]},
        {"associations": [{"name": "lead", "uri": "tag:x,2024:1", "credit": "Kyodo"}]},
        {"digitalSourceType": "digitalCapture"},
        {"rightsInfo": {}},
    ],
)
def test_the_schema_does_refuse(story, partner_client, broken):
    """So that it is known to be read: each of these slips would be found."""
    data = {**partner_client.ninjs(story), **broken}
    assert ninjs_violations(data) != []
    assert misfits(data, STORY) or broken == {"rightsInfo": {}} or "associations" in broken


def test_a_withdrawn_picture_is_not_given_out(story, partner_client):
    lead = story.editions.get().images.get(order=0).image
    before = partner_client.ninjs(story)
    services.withdraw(lead, reason="Gỡ theo yêu cầu.", by=None, at=timezone.now())
    data = partner_client.ninjs(story)
    figure, recalled = data["associations"]
    assert figure["name"] == "figure-1"
    assert recalled == {
        "name": "recalled-1",
        "uri": before["associations"][0]["uri"],
        "type": "picture",
        "version": "2",
        "versionCreated": data["versionCreated"],
        "pubStatus": "canceled",
    }
    assert json.dumps(data).count(lead.token) == 1  # in its id
    assert (before["version"], data["version"], figure["version"]) == ("1", "2", "2")
    assert data["versionCreated"] > before["versionCreated"]


def test_the_version_with_a_recalled_picture_is_valid(newsroom, story, partner_client):
    lead = story.editions.get().images.get(order=0).image
    services.withdraw(lead, reason="Gỡ.", by=None, at=timezone.now())
    items = [partner_client.ninjs(story)]
    workflow.kill(story.article, by=newsroom.cast.chief, note="Tin sai.", at=timezone.now())
    items.append(partner_client.ninjs(story))
    assert [m for data in items for m in misfits(data, STORY)] == []
    assert [m for data in items for m in ninjs_violations(data)] == []


def test_the_list_is_of_valid_stories(newsroom, story, partner_client):
    newsroom.published(headline="Tin kia", at=timezone.now() - timedelta(hours=1))
    stories = partner_client.ninjs_list()["items"]
    assert len(stories) == 2
    assert [m for data in stories for m in ninjs_violations(data)] == []


def test_a_picture_past_its_date_is_not_given_out(story, partner_client):
    Image.objects.filter(printings__order=0).update(usable_until=timezone.now())
    assert [entry["name"] for entry in partner_client.ninjs(story)["associations"]] == ["figure-1"]


def test_staff_copy_is_the_papers(newsroom, partner_client, settings):
    data = partner_client.ninjs(newsroom.published(at=timezone.now() - timedelta(hours=1)).story)
    year = timezone.localdate().year
    assert (data["copyrightHolder"], data["copyrightNotice"]) == (
        settings.SITE_NAME,
        f"© {year} {settings.SITE_NAME}",
    )
    assert {"infoSources", "usageTerms", "associations"} & data.keys() == set()
