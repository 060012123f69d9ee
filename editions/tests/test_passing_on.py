"""Partners get what may be passed on, are told exactly what they were given, and hear what ends."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.wire import responses
from editions.models import PartnerDelivery
from editions.syndication import deliveries
from editions.tests.partner_client import G2, PartnerClient
from images import rights, services
from images.models import Image
from newsroom.tests.factories import jpeg, make_agency, make_image

pytestmark = pytest.mark.both_databases

HOUR = timedelta(hours=1)
PRINTABLE = {"headlines", "by", "descriptions", "bodies", "subjects", "renditions", "usageTerms"}


@pytest.fixture
def partner(newsroom):
    return PartnerClient()


def pass_on(agency, service, allowed):
    contract = agency.contracts.get(service=service)
    contract.may_pass_on = allowed
    contract.save()


def publish(newsroom, **fields):
    return newsroom.published(at=timezone.now() - 5 * HOUR, **fields)


def status_of(partner, story):
    """HTTP status and pubStatus of a story."""
    answer = partner.ask(reverse("partner-ninjs", args=[story.pk]))
    return (answer.status_code, answer.json()["pubStatus"] if answer.status_code == 200 else "")


def states(partner, story):
    """The version, and whether each picture is usable, as ninjs and NewsML-G2 both say."""
    data = partner.ninjs(story)
    items = partner.newsml_g2(story).findall(f".//{G2}newsItem")
    in_g2 = [
        (item.get("version"), item.find(f"{G2}itemMeta/{G2}pubStatus").get("qcode"))
        for item in items
    ]
    pictures = [picture["pubStatus"] for picture in data.get("associations", [])]
    assert in_g2 == [(data["version"], f"stat:{s}") for s in (data["pubStatus"], *pictures)]
    return int(data["version"]), data["pubStatus"], pictures


# Text


def test_a_story_that_may_not_be_passed_on_is_not_offered(newsroom, partner):
    pass_on(newsroom.kyodo, "text", False)
    of_agency = publish(newsroom, agencies=[newsroom.kyodo])
    own = publish(newsroom)
    assert [item["uri"].rsplit(":")[-1] for item in partner.ninjs_list()["items"]] == [
        str(own.story_id)
    ]
    assert status_of(partner, of_agency.story) == (404, "")
    assert status_of(partner, own.story) == (200, "usable")


def test_every_agency_has_to_allow_it(newsroom, partner):
    afp = make_agency("AFP")
    article = publish(newsroom, agencies=[newsroom.kyodo, afp])
    assert status_of(partner, article.story) == (200, "usable")
    pass_on(afp, "text", False)
    assert status_of(PartnerClient("Báo Hai"), article.story) == (404, "")


def end_of_contract(newsroom, article):
    today = timezone.localdate()
    for contract in newsroom.kyodo.contracts.filter(service="text"):
        contract.valid_until = today - timedelta(days=1)
        contract.save()


def denied_by_contract(newsroom, article):
    pass_on(newsroom.kyodo, "text", False)


def end_of_its_time(newsroom, article):
    article.story.editions.all().shorten(timezone.now(), at=timezone.now())


def kill(newsroom, article):
    workflow.kill(article, by=newsroom.cast.chief, note="Tin sai.")


@pytest.mark.parametrize("end", [end_of_contract, denied_by_contract, end_of_its_time, kill])
def test_who_was_given_a_story_hears_that_the_right_has_ended_and_nobody_else(
    newsroom, partner, end
):
    lead = make_image(jpeg(320, 214))
    article = publish(newsroom, agencies=[newsroom.kyodo], lead=lead)
    other = PartnerClient("Báo Hai")
    version, _status, _pictures = states(partner, article.story)
    since = timezone.now().strftime("?since=%Y-%m-%dT%H:%M:%SZ")
    end(newsroom, article)
    (item,) = partner.ninjs_list(since)["items"]
    assert (item["pubStatus"], int(item["version"])) == ("canceled", version + 1)
    assert item["edNote"]
    assert PRINTABLE & item.keys() == set()
    assert [(p["pubStatus"], PRINTABLE & p.keys()) for p in item["associations"]] == [
        ("canceled", set())
    ]
    assert states(partner, article.story) == (version + 1, "canceled", ["canceled"])
    assert other.ninjs_list()["items"] == []
    assert status_of(other, article.story) == (404, "")


def test_a_story_that_may_be_passed_on_again_is_usable_under_a_later_version(newsroom, partner):
    article = publish(newsroom, agencies=[newsroom.kyodo])
    versions = [states(partner, article.story)[:2]]
    for allowed in (False, True):
        pass_on(newsroom.kyodo, "text", allowed)
        versions.append(states(partner, article.story)[:2])
    assert versions == [(1, "usable"), (2, "canceled"), (3, "usable")]


def test_no_sales_in_the_terms_of_an_item_bars_the_story(newsroom, partner):
    article = publish(newsroom, agencies=[newsroom.kyodo])
    edition = article.story.editions.get()
    fields = {f.attname: getattr(edition, f.attname) for f in edition._meta.concrete_fields}
    article.story.editions.all().supersede(timezone.now() - HOUR)
    type(edition).objects.create(
        **{
            **fields,
            "id": None,
            "number": 2,
            "published_at": timezone.now() - HOUR,
            "passing_on_prohibited": True,
        }
    )
    assert status_of(partner, article.story) == (404, "")


def test_a_partner_is_told_until_when_it_may_be_used(newsroom, partner):
    article = publish(newsroom)
    ends = timezone.now() + HOUR
    article.story.editions.all().shorten(ends, at=timezone.now())
    expected = timezone.localtime(ends).isoformat(timespec="seconds")
    assert partner.ninjs(article.story)["expires"] == expected
    assert partner.newsml_g2(article.story).find(f".//{G2}expires").text == expected


# Pictures


def test_a_picture_that_stands_twice_in_a_story_is_one_item(newsroom, partner):
    image = make_image(jpeg(320, 214), caption="Ảnh chính.")
    figure = f'<p>Đoạn.</p><figure data-image="{image.pk}" data-caption="Ảnh trong bài."></figure>'
    article = publish(newsroom, lead=image, body=figure)
    assert states(partner, article.story) == (1, "usable", ["usable"])
    (picture,) = partner.ninjs(article.story)["associations"]
    assert picture["descriptions"][0]["value"] == "Ảnh chính."


def of_kyodo(newsroom, **fields):
    return make_image(jpeg(320, 214), origin=newsroom.kyodo, rights="agency", **fields)


@pytest.mark.parametrize(
    ("fields", "allowed"),
    [
        ({"rights": "staff"}, True),
        ({"rights": "commissioned"}, True),
        ({"rights": "public_domain"}, True),
        ({"rights": "licensed"}, False),
        ({"rights": "handout"}, False),
        ({"rights": "creative_commons"}, False),
        *(
            (
                {
                    "rights": "creative_commons",
                    "web_statement": f"https://creativecommons.org/licenses/{licence}/4.0/",
                },
                allowed,
            )
            for licence, allowed in (
                ("by", True),
                ("by-sa", True),
                ("by-nc", False),
                ("by-nd", False),
                ("by-nc-sa", False),
            )
        ),
        ({"rights": "staff", "instructions": "NO SALES"}, False),
        ({"rights": "staff", "usage_terms": "Not for resale."}, False),
        ({"rights": "staff", "instructions": "ONE TIME USE"}, False),
    ],
)
def test_the_basis_decides_whether_a_picture_is_passed_on(newsroom, partner, fields, allowed):
    image = make_image(jpeg(320, 214), **fields)
    article = publish(newsroom, lead=image)
    assert states(partner, article.story) == (1, "usable", ["usable"] if allowed else [])
    verdict = rights.verdict(image, at=timezone.now(), use=rights.PASS_ON)
    assert (verdict.blocks == ()) is allowed


def test_a_picture_of_an_agency_goes_with_the_contract_it_came_under(newsroom, partner):
    article = publish(newsroom, lead=of_kyodo(newsroom))
    pass_on(newsroom.kyodo, "picture", False)
    assert states(partner, article.story) == (1, "usable", [])


def denied(newsroom, image):
    now = timezone.now()
    services.add_lease(
        image,
        kind="deny",
        starts_at=now,
        ends_at=now + HOUR,
        reason="Sai.",
        by=newsroom.cast.chief,
        at=now,
    )


def expired(newsroom, image):
    Image.objects.filter(pk=image.pk).update(usable_until=timezone.now())


def not_passed_on(newsroom, image):
    pass_on(newsroom.kyodo, "picture", False)


def withdrawn(newsroom, image):
    services.withdraw(image, reason="Gỡ.", by=None, at=timezone.now())


@pytest.mark.parametrize("end", [denied, expired, not_passed_on, withdrawn])
def test_a_picture_that_may_be_passed_on_no_more_is_recalled(newsroom, partner, end):
    image = of_kyodo(newsroom)
    article = publish(newsroom, lead=image)
    assert states(partner, article.story) == (1, "usable", ["usable"])
    since = timezone.now().strftime("?since=%Y-%m-%dT%H:%M:%SZ")
    end(newsroom, image)
    (item,) = partner.ninjs_list(since)["items"]
    assert [(p["pubStatus"], PRINTABLE & p.keys()) for p in item["associations"]] == [
        ("canceled", set())
    ]
    assert states(partner, article.story) == (2, "usable", ["canceled"])
    assert states(PartnerClient("Báo Hai"), article.story) == (2, "usable", [])


def test_the_same_content_has_the_same_version_and_another_a_later_one(newsroom, partner):
    image = make_image(jpeg(320, 214))
    article = publish(newsroom, lead=image)
    assert [states(partner, article.story)[0] for _ in range(3)] == [1, 1, 1]
    newsroom.printed_again(article, headline="Tít hai", at=timezone.now() - HOUR)
    assert states(PartnerClient("Báo Hai"), article.story)[0] == 2
    assert states(partner, article.story)[0] == 2


def test_what_the_edition_does_not_freeze_grows_the_version_too(newsroom, partner):
    article = publish(newsroom, agencies=[newsroom.kyodo])
    assert partner.ninjs(article.story)["version"] == "1"
    newsroom.section.name = "Quốc tế"
    newsroom.section.save()
    data = partner.ninjs(article.story)
    assert (data["version"], data["subjects"][0]["name"]) == ("2", "Quốc tế")
    contract = newsroom.kyodo.contracts.get(service="text")
    contract.archive_days = 2
    contract.save()
    responses.respond_to_terms(newsroom.kyodo, at=timezone.now())
    data = partner.ninjs(article.story)
    assert data["version"] == "3" and "expires" in data


# The record


def test_what_each_partner_was_given_is_recorded_once(newsroom, partner):
    image = make_image(jpeg(320, 214))
    article = publish(newsroom, lead=image)
    other = publish(newsroom)
    assert not PartnerDelivery.objects.exists()
    for _number in range(2):
        states(partner, article.story)
    row = PartnerDelivery.objects.get()
    assert (row.partner, row.story_id, row.version) == (partner.partner, article.story_id, 1)
    assert (row.pictures, row.is_recall) == ([image.token], False)
    partner.ninjs_list()
    assert set(PartnerDelivery.objects.values_list("story", flat=True)) == {
        article.story_id,
        other.story_id,
    }


def test_a_story_that_is_taken_down_is_withheld_from_those_who_have_it(newsroom, cast, partner):
    article = publish(newsroom)
    assert states(partner, article.story) == (1, "usable", [])
    workflow.take_down(article, by=cast.chief, note="Chờ xác minh.")
    assert states(partner, article.story) == (2, "withheld", [])
    assert status_of(PartnerClient("Báo Hai"), article.story) == (404, "")


def test_to_ask_for_the_head_alone_gives_nothing(newsroom, partner):
    article = publish(newsroom)
    address = reverse("partner-ninjs", args=[article.story_id])
    headers = {"authorization": f"Bearer {partner.token}"}
    assert Client().head(address, headers=headers).status_code == 200
    assert not PartnerDelivery.objects.exists()


def test_the_desk_sees_who_has_the_story(newsroom, cast, partner):
    article = publish(newsroom)
    page = reverse("admin:articles_article_verb", args=[article.pk, "kill"])
    client = Client()
    client.force_login(cast.chief, backend="django.contrib.auth.backends.ModelBackend")
    assert "Báo Bạn" not in client.get(page).content.decode()
    partner.ninjs(article.story)
    for address in (page, reverse("admin:articles_article_change", args=[article.pk])):
        assert "Báo Bạn" in client.get(address).content.decode(), address
    workflow.kill(article, by=cast.chief, note="Gỡ.")
    assert [row.is_recall for row in deliveries.of_story(article.story)] == [False]
    partner.ninjs(article.story)
    assert [row.is_recall for row in deliveries.of_story(article.story)] == [True]
