"""The library as a grid: what a card says, what each filter finds, and how many are changed at once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from images import rights, services
from images.filters import FILTERS
from images.forms import SHARED
from images.models import Image, ImageChange, Lease
from images.views import bulk
from newsroom.tests.factories import VIETNAM, jpeg, make_agency
from newsroom.tests.rows import insert_image
from newsroom.tests.test_story_life import Desk

pytestmark = pytest.mark.both_databases

LIST, SHARE = "admin:images_image_changelist", "admin:images_image_share"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _all_read_english(newsroom, cast):
    for user in vars(cast).values():
        user.language = "en"
        user.save()


def picture(name, **fields):
    return insert_image(9, 6, caption=name, **fields)


def shown(user, **query):
    """The captions of the pictures on a page of the library, in its order."""
    page = Desk(user).client.get(reverse(LIST), query)
    assert page.status_code == 200
    return [card.image.caption for card in page.context["cl"].cards]


def everything(model):
    return list(model.objects.order_by("pk").values())


def card_of(user, image):
    """The words of a picture's card, as they stand on the page."""
    page = Desk(user).client.get(reverse(LIST)).content.decode()
    cards = page.split('<li class="card">')[1:]
    (card,) = [c for c in cards if f"/admin/images/image/{image.pk}/change/" in c]
    return card.split("</li>\n</ul>")[0]


def test_a_card_says_who_made_it_by_what_right_and_whether_it_may_be_used(newsroom, cast):
    then = timezone.datetime(2024, 6, 8, 16, 13, tzinfo=VIETNAM)
    image = picture("Cầu.", origin=newsroom.kyodo, rights="agency", uploaded_at=then)
    card = card_of(cast.reporter, image)
    assert "Ảnh: Trần Văn Bình/Kyodo" in card
    assert "agency contract<br><time datetime=" in card and "08/06/2024 - 16:13" in card
    assert '<p class="card-verdict ok">May be used</p>' in card
    assert "card-marks" not in card


def test_a_card_says_why_a_picture_may_not_be_used(newsroom, cast):
    card = card_of(cast.reporter, picture("Cầu.", rights="unknown"))
    sentence = "Nobody has said by what right it may be used."
    assert f'<p class="card-verdict block">{sentence}' in card
    assert "May be used" not in card


def test_a_card_marks_what_ai_made_what_runs_out_and_what_is_missing(newsroom, cast):
    now = timezone.now()
    marked = picture(
        "Cầu.",
        alt="",
        digital_source_type="trainedAlgorithmicMedia",
        usable_until=now + 3 * DAY,
        instructions="NO SALES",
    )
    card = card_of(cast.pictures, marked)
    marks = ("Made by AI", "Runs out within 7 days", "No alternative text", "NO SALES")
    assert [mark for mark in marks if f"<li>{mark}</li>" in card] == [*marks]
    partly = picture("Hai.", digital_source_type="compositeWithTrainedAlgorithmicMedia")
    assert "<li>Partly made by AI</li>" in card_of(cast.pictures, partly)


def test_every_tick_has_a_name_and_only_who_changes_pictures_has_them(newsroom, cast):
    image = picture("Cầu “cũ”.")
    tick = f'name="_selected_action" value="{image.pk}" aria-label="Choose “Cầu “cũ”.”"'
    for role in ("pictures", "chief"):
        assert tick in card_of(getattr(cast, role), image)
    for role in ("reporter", "editor", "admin"):
        assert "checkbox" not in card_of(getattr(cast, role), image)


def test_who_takes_no_pictures_in_finds_no_place_to_drop_them(newsroom, cast):
    for role, may in (("reporter", True), ("pictures", True), ("admin", False)):
        page = Desk(getattr(cast, role)).client.get(reverse(LIST)).content.decode()
        assert ("data-upload" in page) is may


def test_the_newest_stand_first(newsroom, cast):
    now = timezone.now()
    for days in (2, 0, 1):
        picture(f"{days}", uploaded_at=now - days * DAY)
    assert shown(cast.reporter) == ["0", "1", "2"]


def test_an_empty_library_and_a_search_without_result_say_so(newsroom, cast):
    client = Desk(cast.reporter).client
    page = client.get(reverse(LIST)).content.decode()
    assert "The library has no picture yet." in page
    assert "Clear the filters" not in page
    picture("Cầu.", rights="unknown")
    for query in ({"q": "núi"}, {"usable": "1"}):
        page = client.get(reverse(LIST), query).content.decode()
        assert "No picture matches." in page
        assert f'<a href="{reverse(LIST)}">Clear the filters</a>' in page


def test_a_picture_leads_back_to_the_filters_it_was_found_with(newsroom, cast):
    image = picture("Cầu.")
    page = Desk(cast.reporter).client.get(reverse(LIST), {"rights": "staff"}).content.decode()
    assert f"{image.pk}/change/?_changelist_filters=rights%3Dstaff" in page


def test_many_pictures_stand_on_several_pages(newsroom, cast):
    Image.objects.bulk_create(
        Image(width=9, height=6, size=1, sha256=f"{n}", token=f"{n}", caption=f"{n}")
        for n in range(50)
    )
    assert len(shown(cast.reporter)) == 48
    assert len(shown(cast.reporter, p=2)) == 2
    page = Desk(cast.pictures).client.get(reverse(LIST)).content.decode()
    assert "Choose all 50 that match" in page


def library_of_every_kind(newsroom, cast):
    now = timezone.now()
    afp = make_agency("AFP", contracts=())
    past = {"uploaded_at": now - 9 * DAY}
    pictures = {
        "plain": picture("plain", **past),
        "kyodo": picture("kyodo", origin=newsroom.kyodo, rights="agency", **past),
        "passed on": picture("passed on", origin=afp, via=newsroom.kyodo, rights="agency", **past),
        "no contract": picture("no contract", origin=afp, rights="agency", **past),
        "unknown": picture("unknown", rights="unknown", **past),
        "ends soon": picture("ends soon", usable_until=now + DAY / 2, **past),
        "ends in days": picture("ends in days", usable_until=now + 3 * DAY, **past),
        "ended": picture("ended", usable_until=now - DAY, **past),
        "printed": picture("printed", first_printed_at=now - DAY, **past),
        "ai": picture("ai", digital_source_type="trainedAlgorithmicMedia", **past),
        "partly ai": picture("partly ai", digital_source_type="compositeSynthetic", **past),
        "no alt": picture("no alt", alt="", **past),
        "unclear": picture("unclear", instructions="Not for lamplighters.", **past),
        "withdrawn": picture("withdrawn", withdrawn_at=now - DAY, **past),
        "mine": picture("mine", uploaded_by=cast.pictures),
        "mine of old": picture("mine of old", uploaded_by=cast.pictures, **past),
        "a colleague's": picture("a colleague's", uploaded_by=cast.chief),
        "": picture("", **past),
    }
    ruled = {"given_by": cast.chief, "starts_at": now - DAY, "ends_at": now + 30 * DAY}
    pictures["denied"] = picture("denied", **past)
    Lease.objects.create(image=pictures["denied"], kind="deny", reason="Hãng cấm.", **ruled)
    pictures["allowed"] = picture("allowed", rights="unknown", **past)
    Lease.objects.create(image=pictures["allowed"], kind="allow", reason="Gọi rồi.", **ruled)
    return pictures


BLOCKED = {"no contract", "unknown", "ended", "withdrawn", "", "denied", "unclear"}
AI, MINE = {"ai", "partly ai"}, {"mine", "mine of old"}
# What each answer finds; for “no”, all the others.
RESULTS = {
    ("usable", "0"): BLOCKED,
    ("rights", "agency"): {"kyodo", "passed on", "no contract"},
    ("rights", "unknown"): {"unknown", "allowed"},
    ("agency", "Kyodo"): {"kyodo", "passed on"},
    ("agency", "AFP"): {"passed on", "no contract"},
    ("missing", "rights"): {"unknown", "allowed"},
    ("missing", "alt"): {"no alt"},
    ("missing", "caption"): {""},
    ("runs_out", "1"): {"ends soon"},
    ("runs_out", "7"): {"ends soon", "ends in days"},
    ("printed", "1"): {"printed"},
    ("ai", "1"): AI,
    ("unclear", "1"): {"unclear"},
    ("withdrawn", "1"): {"withdrawn"},
    ("mine", "day"): {"mine"},
    ("mine", "ever"): MINE,
}
OTHERS = {("usable", "1"): BLOCKED, ("printed", "0"): {"printed"}}
OTHERS |= {("unclear", "0"): {"unclear"}}
OTHERS |= {("ai", "0"): AI, ("withdrawn", "0"): {"withdrawn"}}


def test_each_filter_finds_what_it_says(newsroom, cast):
    pictures = library_of_every_kind(newsroom, cast)
    agencies = {
        image.origin.name: str(image.origin_id) for image in pictures.values() if image.origin
    }
    results = {
        (name, answer): {*shown(cast.pictures, **{name: agencies.get(answer, answer)})}
        for name, answer in (*RESULTS, *OTHERS)
    }
    assert results == RESULTS | {key: {*pictures} - others for key, others in OTHERS.items()}


def test_every_filter_has_been_asked(newsroom, cast):
    asked = {name for name, _answer in RESULTS}
    assert {choice.parameter_name for choice in FILTERS} == asked


def test_what_may_be_used_is_exactly_what_the_verdict_allows(newsroom, cast):
    pictures = library_of_every_kind(newsroom, cast)
    at, ids = timezone.now(), [image.pk for image in pictures.values()]
    verdicts = rights.verdicts(ids, at=at, use=rights.PRINT)
    allowed = {name for name, image in pictures.items() if verdicts[image.pk].may_be_used}
    assert {*shown(cast.reporter, usable="1")} == allowed


def test_filters_and_search_narrow_together(newsroom, cast):
    library_of_every_kind(newsroom, cast)
    kyodo = newsroom.kyodo.pk
    assert shown(cast.reporter, agency=kyodo, usable="1", q="passed") == ["passed on"]
    assert shown(cast.reporter, agency=kyodo, usable="0") == []
    assert {*shown(cast.reporter, usable="0", missing="rights", q="unknown")} == {"unknown"}


@pytest.mark.parametrize("answer", ["", "x", "2", "-1", "1 OR 1=1"])
def test_an_answer_that_no_filter_offers_narrows_nothing(newsroom, cast, answer):
    picture("one")
    query = {choice.parameter_name: answer for choice in FILTERS}
    assert shown(cast.reporter, **query) == ["one"]


@pytest.mark.parametrize("answer", ["١", "9" * 30, "\x00"])
def test_a_number_that_no_id_could_be_is_refused(newsroom, cast, answer):
    query = {choice.parameter_name: answer for choice in FILTERS}
    assert Desk(cast.reporter).client.get(reverse(LIST), query).status_code == 400


def choose(user, *images, client=None, **data):
    """Press “Change what they share” with these ticked."""
    client = client or Desk(user).client
    ids = [image.pk for image in images]
    data = {"action": "change_shared", "index": "0", "_selected_action": ids, **data}
    return client.post(reverse(LIST), data)


def share(user, *images, client=None, **values):
    """Press the button of the page: each of `values` is ticked and set."""
    client = client or Desk(user).client
    ticks = {f"set_{name}": "on" for name in values}
    data = {"picture": [image.pk for image in images], **ticks, **values}
    return client.post(reverse(SHARE), data)


def messages_after(response, user):
    """What is said on the page that the answer leads to."""
    assert response.status_code == 302
    client = response.client
    return [str(message) for message in client.get(response.url).context["messages"]]


def test_the_page_shows_what_is_chosen_and_what_they_have(newsroom, cast):
    first, second, other = (
        picture(n, creator=c) for n, c in (("1", "Lan"), ("2", "Lan"), ("3", "Hà"))
    )
    before = everything(Image)
    page = choose(cast.pictures, first, second)
    assert page.status_code == 200
    form = page.context["form"]
    assert {image.pk for image in form.pictures} == {first.pk, second.pk}
    with translation.override("en"):
        now = {field.name: now for _tick, field, now in form.rows()}
    assert list(now) == list(SHARED)
    assert (now["creator"], now["rights"], now["origin"]) == ("Lan", "our own staff", "–")
    assert "Now: they differ" in choose(cast.pictures, first, other).content.decode()
    assert (everything(Image), everything(ImageChange)) == (before, [])


def test_what_is_ticked_is_set_in_all_and_the_rest_stays(newsroom, cast):
    first, second = picture("1", creator="Lan"), picture("2", creator="Hà", copyright_notice="© Hà")
    other = picture("3")
    untouched = list(Image.objects.filter(pk=other.pk).values())
    response = share(
        cast.pictures,
        first,
        second,
        rights="agency",
        origin=newsroom.kyodo.pk,
        instructions="JAPAN OUT",
        usable_until="2030-01-02T03:04",
    )
    assert messages_after(response, cast.pictures) == ["2 pictures were changed."]
    until = timezone.datetime(2030, 1, 2, 3, 4, tzinfo=VIETNAM)
    for image, creator in ((first, "Lan"), (second, "Hà")):
        image.refresh_from_db()
        assert (image.rights, image.origin, image.creator) == ("agency", newsroom.kyodo, creator)
        assert (image.restrictions, image.usable_until) == (["JAPAN OUT"], until)
        (line,) = image.changes.all()
        assert (line.verb, line.created_by) == ("changed", cast.pictures)
        assert sorted(line.changes) == ["instructions", "origin", "rights", "usable_until"]
        assert line.changes["rights"] == ["staff", "agency"]
    assert second.copyright_notice == "© Hà"
    assert list(Image.objects.filter(pk=other.pk).values()) == untouched
    assert not other.changes.exists()


def test_what_is_ticked_and_empty_is_cleared(newsroom, cast):
    image = picture("1", origin=newsroom.kyodo, usage_terms="NO SALES", qualifier="pool")
    response = share(cast.pictures, image, creator="", origin="", usage_terms="", qualifier="")
    assert messages_after(response, cast.pictures) == ["1 picture was changed."]
    image.refresh_from_db()
    assert (image.creator, image.origin, image.usage_terms, image.qualifier) == ("", None, "", "")
    assert image.restrictions == []


def test_it_is_said_how_many_were_so_already(newsroom, cast):
    first, second, third = picture("1"), picture("2", creator="Lan"), picture("3", creator="Lan")
    response = share(cast.pictures, first, second, third, creator="Lan")
    assert messages_after(response, cast.pictures) == ["1 picture was changed. 2 were so already."]
    assert list(ImageChange.objects.values_list("image", flat=True)) == [first.pk]


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({}, None, "Nothing was changed: tick what all of these pictures are to have."),
        ({"creator": "Lan"}, "creator", "It is not ticked. Tick it to set it, or empty it."),
        (
            {"set_rights": "on", "rights": ""},
            "rights",
            "Say by what right they may run, or that it is not known.",
        ),
        (
            {
                "set_usable_from": "on",
                "usable_from": "2030-01-02T00:00",
                "set_usable_until": "on",
                "usable_until": "2030-01-01T00:00",
            },
            "usable_until",
            "The pictures’ time ends before it begins.",
        ),
        (
            {"set_usable_until": "on", "usable_until": "2020-01-01T00:00"},
            None,
            "The time of “starts in 2024” would end before it begins.",
        ),
        (
            {"set_rights": "on", "rights": "everything"},
            "rights",
            "Select a valid choice. everything is not one of the available choices.",
        ),
        (
            {"set_creator": "on", "creator": "x" * 201},
            "creator",
            "Ensure this value has at most 200 characters (it has 201).",
        ),
    ],
    ids=["nothing", "not ticked", "no rights", "times", "their times", "no right", "too long"],
)
def test_what_makes_no_sense_changes_no_picture(newsroom, cast, data, field, sentence):
    begins = timezone.datetime(2024, 1, 1, tzinfo=VIETNAM)
    pictures = [picture("starts in 2024", usable_from=begins), picture("two")]
    before = everything(Image)
    client = Desk(cast.pictures).client
    page = client.post(reverse(SHARE), {"picture": [i.pk for i in pictures], **data})
    assert page.status_code == 422
    with translation.override("en"):
        assert page.context["form"].errors == {field or "__all__": [sentence]}
    assert (everything(Image), everything(ImageChange)) == (before, [])


def test_the_filters_are_kept_and_lead_nowhere_else(newsroom, cast):
    image = picture("1")
    client = Desk(cast.pictures).client
    page = client.post(
        reverse(LIST) + "?rights=staff&q=1",
        {"action": "change_shared", "index": "0", "_selected_action": [image.pk]},
    )
    assert page.context["filters"] == "rights=staff&q=1"
    data = {"picture": image.pk, "set_creator": "on", "creator": "Lan"}
    for filters, address in (
        ("rights=staff&q=1", "?rights=staff&q=1"),
        ("//evil.example/\r\nX: y", "?%2F%2Fevil.example%2F%0D%0AX%3A+y="),
    ):
        response = client.post(reverse(SHARE), {**data, "filters": filters})
        assert (response.status_code, response.url) == (302, reverse(LIST) + address)


@pytest.mark.parametrize("role", ["reporter", "editor", "admin"])
def test_who_is_not_of_the_picture_desk_changes_nothing(newsroom, cast, role):
    image = picture("1", rights="unknown", uploaded_by=getattr(cast, role))
    before = everything(Image)
    user = getattr(cast, role)
    page = choose(user, image)
    assert page.status_code == 200 and "form" not in page.context
    assert share(user, image, rights="staff").status_code == 403
    assert (everything(Image), everything(ImageChange)) == (before, [])


def test_nobody_changes_many_without_the_forms_token_or_by_looking(newsroom, cast):
    image = picture("1")
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.pictures, backend="django.contrib.auth.backends.ModelBackend")
    assert share(None, image, client=client, creator="Lan").status_code == 403
    query = {"picture": image.pk, "set_creator": "on", "creator": "Lan"}
    assert client.get(reverse(SHARE), query).status_code == 405
    assert Client().post(reverse(SHARE), query).status_code == 302
    image.refresh_from_db()
    assert image.creator == "Trần Văn Bình"


def many(number):
    return Image.objects.bulk_create(
        Image(width=9, height=6, size=1, sha256=f"{n}", token=f"{n}", rights="unknown")
        for n in range(number)
    )


def test_more_than_can_be_looked_over_are_not_changed_at_once(newsroom, cast):
    images = many(bulk.MAX_PICTURES + 1)
    sentence = (
        "Nothing was changed: these are 501 pictures, and at most 500 are changed at once. "
        "Choose fewer."
    )
    response = choose(cast.pictures, images[0], select_across="1")
    assert messages_after(response, cast.pictures) == [sentence]
    response = share(cast.pictures, *images, rights="staff")
    assert messages_after(response, cast.pictures) == [sentence]
    assert {*Image.objects.values_list("rights", flat=True)} == {"unknown"}


def test_all_that_match_can_be_chosen(newsroom, cast):
    images = many(60)
    page = choose(cast.pictures, images[0], select_across="1")
    pictures = page.context["form"].pictures
    assert (len(pictures), page.context["others"]) == (60, 36)
    response = share(cast.pictures, *pictures, rights="staff")
    assert messages_after(response, cast.pictures) == ["60 pictures were changed."]


@pytest.mark.parametrize("numbers", [[], ["x"], ["٣"], ["-1"], ["9" * 30]])
def test_without_a_picture_nothing_is_done(newsroom, cast, numbers):
    picture("1")
    data = {"picture": numbers, "set_creator": "on", "creator": "Lan"}
    response = Desk(cast.pictures).client.post(reverse(SHARE), data)
    assert messages_after(response, cast.pictures) == [
        "Nothing was changed: no picture was chosen."
    ]
    assert not ImageChange.objects.exists()


def test_a_picture_changed_with_many_is_the_same_as_changed_alone(newsroom, cast):
    first, second, at = picture("1"), picture("2"), timezone.now()
    share(cast.pictures, first, creator="  Lan  Anh ", instructions="NO SALES")
    values = {"creator": "  Lan  Anh ", "instructions": "NO SALES"}
    services.update_image(second, values, by=cast.pictures, at=at)
    first.refresh_from_db()
    assert (
        (first.creator, first.restrictions)
        == (second.creator, second.restrictions)
        == ("Lan Anh", ["NO SALES"])
    )
    assert first.changes.get().changes == second.changes.get().changes


def test_taking_in_and_changing_many_is_the_whole_way_to_print(newsroom, cast):
    client = Desk(cast.pictures).client
    for name in ("1", "2"):
        file = SimpleUploadedFile("a.jpg", jpeg(9, 6))
        client.post(reverse("admin:images_image_upload"), {"file": file})
        Image.objects.filter(caption="").update(caption=name)
    assert shown(cast.pictures, usable="1") == []
    images = Image.objects.all()
    share(cast.pictures, *images, rights="agency", origin=newsroom.kyodo.pk)
    assert sorted(shown(cast.pictures, usable="1", mine="day")) == ["1", "2"]
