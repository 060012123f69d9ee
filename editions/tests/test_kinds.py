"""What readers and partners get while an edition of each kind is in force."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from editions.kinds import CHOICES, RULES
from editions.models import Edition
from editions.tests.partner_client import PartnerClient
from newsroom.tests.factories import make_image
from newsroom.tests.surfaces import OPEN, SURFACES, Format, addresses, parts_of

HEADLINE, NOTE = "QHEADLINEZ trên trang", "QNOTEZ cho độc giả."
every_kind = pytest.mark.parametrize("kind", Edition.Kind)


@pytest.fixture
def partner(newsroom):
    return PartnerClient()


@pytest.fixture
def edition(newsroom, partner, kind):
    """An edition of the kind, in force after a first edition that readers and a partner got."""
    now = timezone.now()
    article = newsroom.published(headline=HEADLINE, lead=make_image(), at=now - timedelta(hours=2))
    first = article.story.editions.get()
    partner.ninjs(first.story)
    if kind == first.kind:
        return first
    at = now - timedelta(hours=1)
    Edition.objects.filter(pk=first.pk).supersede(at)
    fields = {f.attname: getattr(first, f.attname) for f in Edition._meta.concrete_fields}
    fields |= {"id": None, "number": 2, "kind": kind, "note": NOTE, "published_at": at}
    edition = Edition.objects.create(**fields)
    for rows in (first.images, first.authors, first.agencies, first.topics):
        for row in rows.all():
            row.pk, row.edition, row._state.adding = None, edition, True
            row.save()
    return edition


def answers(edition, *formats):
    """What everybody is answered at the addresses of the first edition, in these formats."""
    parts = parts_of(edition.story.editions.get(number=1))
    surfaces = [surface for surface in SURFACES.values() if surface.format in formats]
    return {address: Client().get(address) for address in addresses(parts, surfaces)}


@every_kind
def test_lists_feeds_and_sitemaps_have_the_story_if_readers_may_see_it(edition, kind):
    shown = {
        address
        for address, response in answers(edition, *Format).items()
        if response.status_code == 200 and not response.streaming
        if HEADLINE in response.content.decode() or edition.slug in response.content.decode()
    }
    parts = parts_of(edition.story.editions.get(number=1))
    showing = [surface for surface in OPEN.values() if "address" in surface.shows]
    expected = set(addresses(parts, showing)) - {reverse("sitemap", args=["sections"])}
    assert shown == (expected if RULES[kind].is_live else set())


@every_kind
def test_its_page_has_the_status_of_the_kind_and_something_to_read(edition, kind):
    response = Client().get(edition.get_absolute_url())
    assert response.status_code == RULES[kind].status
    page = html.fromstring(response.content)
    (main,), (heading,) = page.xpath("//main"), page.xpath("//h1")
    assert heading.text_content().strip() and main.xpath(".//p[normalize-space()]")
    is_hidden = page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert is_hidden == (not RULES[kind].is_live)


@every_kind
def test_files_of_its_pictures_are_there_if_readers_may_see_it(edition, kind):
    statuses = {response.status_code for response in answers(edition, Format.FILE).values()}
    assert statuses == ({200} if RULES[kind].is_live else {410})


@every_kind
def test_partners_get_status_and_signal_of_the_kind(partner, edition, kind):
    rules, partner_client = RULES[kind], partner
    item = partner_client.ninjs(edition.story)
    assert item["pubStatus"] == rules.partner_status
    assert ("headlines" in item, "bodies" in item) == (rules.is_live, rules.is_live)
    text = partner_client.newsml_g2(edition.story).find(".//{*}newsItem")
    codes = [text.find(f".//{{*}}{tag}") for tag in ("pubStatus", "signal")]
    assert [code.get("qcode") if code is not None else "" for code in codes] == [
        f"stat:{rules.partner_status}",
        rules.partner_signal,
    ]


@pytest.mark.parametrize("kind", [kind for kind, _choice in CHOICES])
def test_a_note_for_readers_is_on_the_page_and_with_partners(newsroom, kind):
    now = timezone.now()
    article = newsroom.published(at=now - timedelta(hours=2))
    edition = newsroom.printed_again(
        article, at=now - timedelta(hours=1), kind=kind, note=NOTE, kicker="Mới"
    )
    page = Client().get(edition.get_absolute_url()).content.decode()
    structured = page[page.index("application/ld+json") :].partition("</script>")[0]
    note = PartnerClient().ninjs(edition.story).get("edNote", "")
    shown = (NOTE in page.replace(structured, ""), NOTE in structured, note == NOTE)
    assert shown == (RULES[kind].note_for_readers,) * 3
    assert edition.note == (NOTE if RULES[kind].note_for_readers else "")
