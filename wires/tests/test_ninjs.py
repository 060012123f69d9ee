"""ninjs in its three spellings, Superdesk's dialect, and AP's JSON."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from newsroom.tests.factories import MORNING
from wires import parsers
from wires.parsing.parsed import (
    CANCELED,
    UNKNOWN,
    USABLE,
    WITHHELD,
    Kind,
    ParsedPicture,
)
from wires.tests import agency_copy

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


def parse(data):
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    parsed = parsers.parse(raw, at=MORNING)
    assert parsed.reason == ""
    return parsed


def parse_item(uri="wire:1", version=1, **properties):
    return parse(agency_copy.ninjs(uri, version, **properties)).items[0]


ITEM = {
    "uri": "wire:7",
    "type": "text",
    "version": "7",
    "versioncreated": "2024-06-08T09:00:00+0000",
    "pubstatus": "usable",
    "headline": "Ferry turns back",
    "byline": "Jane Doe",
    "located": "OSAKA",
    "body_xhtml": "<p>A ferry turned back.</p>",
    "body_text": "A ferry turned back, as text.",
    "usageterms": "NO ARCHIVES",
    "copyrightholder": "A Wire",
}
TWO = {
    "uri": "wire:7",
    "version": "7",
    "versioncreated": "2024-06-08T09:00:00Z",
    "pubstatus": "usable",
    "headlines": [{"role": "main", "value": "Ferry turns back"}],
    "by": "Jane Doe",
    "located": "OSAKA",
    "bodies": [{"contenttype": "text/html", "value": "<p>A ferry turned back.</p>"}],
    "usageterms": "NO ARCHIVES",
    "copyrightholder": "A Wire",
}
THREE = {
    "uri": "wire:7",
    "type": "text",
    "version": 7,
    "versionCreated": "2024-06-08T09:00:00Z",
    "pubStatus": "usable",
    "headlines": [
        {"role": "short", "value": "Ferry"},
        {"role": "main", "value": "Ferry turns back"},
    ],
    "by": "Jane Doe",
    "located": "OSAKA",
    "bodies": [
        {"role": "text", "contentType": "text/plain", "value": "A ferry turned back, as text."},
        {"role": "html", "contentType": "text/html", "value": "<p>A ferry turned back.</p>"},
    ],
    "usageTerms": "NO ARCHIVES",
    "copyrightHolder": "A Wire",
}


@pytest.mark.parametrize(
    ("data", "format"), [(ITEM, "ninjs 1"), (TWO, "ninjs 2"), (THREE, "ninjs 3")]
)
def test_three_spellings_say_the_same(data, format):
    parsed = parse(data)
    assert parsed.format == format
    (item,) = parsed.items
    expected = datetime(2024, 6, 8, 9, tzinfo=UTC)
    assert (item.guid, item.version, item.kind, item.status) == ("wire:7", 7, Kind.TEXT, USABLE)
    assert (item.created_at, item.version_at) == (expected, expected)
    assert (item.headline, item.byline, item.dateline) == ("Ferry turns back", "Jane Doe", "OSAKA")
    assert item.body_html == "<p>A ferry turned back.</p>"
    assert (item.usage_terms, item.copyright_holder, item.sources) == (
        *("NO ARCHIVES", "A Wire"),
        ("A Wire",),
    )


def test_a_headline_that_is_a_list_is_read_as_headlines_are():
    data = {**ITEM, "headline": [{"name": "main", "value": "Ferry turns back"}]}
    assert parse(data).items[0].headline == "Ferry turns back"


def test_the_version_that_the_item_names_counts():
    assert parse(agency_copy.ninjs()).format == "ninjs 3.1"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("usable", USABLE),
        ("Usable", USABLE),
        ("withheld", WITHHELD),
        ("canceled", CANCELED),
        ("cancelled", UNKNOWN),
        ("published", UNKNOWN),
        ("", UNKNOWN),
        (7, UNKNOWN),
        ([], UNKNOWN),
    ],
)
def test_only_a_status_that_is_understood_counts(text, status):
    item = parse_item(pubStatus=text)
    assert item.status == status
    assert item.is_usable(NOON) is (status == USABLE)


def test_no_status_means_usable():
    assert parse_item(pubStatus=None).status == USABLE


def test_of_two_spellings_that_disagree_the_stricter_counts():
    assert parse_item(pubstatus="canceled").status == CANCELED
    assert parse_item(pubstatus="withheld").status == WITHHELD
    assert parse_item(pubstatus="odd").status == UNKNOWN


@pytest.mark.parametrize("key", ["embargoed", "embargoedUntil", "embargoeduntil", "embargo"])
def test_an_embargo_is_read_by_all_its_names(key):
    item = parse_item(**{key: "2030-01-01T12:00:00+0000"})
    assert (item.embargo_until, item.embargo_indefinite) == (NOON, False)
    assert not item.is_usable(NOON - timedelta(seconds=1))
    assert item.is_usable(NOON)


@pytest.mark.parametrize("key", ["embargoDate", "embargotime", "EmbargoedUntil"])
def test_any_other_key_that_says_embargo_is_one(key):
    assert parse_item(**{key: "2030-01-01T12:00:00Z"}).embargo_until == NOON
    assert parse_item(**{key: "soon"}).embargo_indefinite


def test_why_there_is_an_embargo_is_no_date():
    item = parse_item(embargoed="2030-01-01T12:00:00Z", embargoedreason="A prize is given")
    assert (item.embargo_until, item.embargo_indefinite) == (NOON, False)


@pytest.mark.parametrize("text", ["Next Monday", "", " ", False, 0, {}, ["2030-01-01"]])
def test_an_embargo_that_cannot_be_read_has_no_end(text):
    item = parse_item(embargoedUntil=text)
    assert (item.embargo_until, item.embargo_indefinite) == (None, True)
    assert not item.is_usable(NOON + timedelta(days=100_000))


def test_an_embargo_that_is_null_has_no_end():
    raw = agency_copy.ninjs(embargoedUntil="x").replace(b'"x"', b"null")
    assert parse(raw).items[0].embargo_indefinite


def test_the_later_of_two_embargoes_counts():
    item = parse_item(embargoed="2029-01-01T12:00:00Z", embargoedUntil="2030-01-01T12:00:00Z")
    assert item.embargo_until == NOON
    assert parse_item(embargoed="soon", embargoedUntil="2030-01-01T12:00:00Z").embargo_indefinite


def test_the_status_embargoed_holds_until_an_end_is_said():
    assert parse_item(pubStatus="embargoed").embargo_indefinite
    assert (
        parse_item(pubStatus="embargoed", embargoedUntil="2030-01-01T12:00:00Z").embargo_until
        == NOON
    )


@pytest.mark.parametrize(("profile", "status"), [("INFO", WITHHELD), ("PUBL", USABLE)])
def test_what_is_for_information_alone_is_not_to_be_published(profile, status):
    assert parse_item(profile=profile).status == status
    assert parse_item(profile=profile, pubStatus="canceled").status == CANCELED


@pytest.mark.parametrize(
    ("state", "status"), [("killed", CANCELED), ("recalled", CANCELED), ("published", USABLE)]
)
def test_what_a_desk_has_taken_back_is_not_usable_whatever_its_status(state, status):
    assert parse_item(state=state).status == status


@pytest.mark.parametrize("key", ["edNote", "description_usage"])
def test_what_a_note_says_of_release_counts_where_no_key_does(key):
    is_held = parse_item(**{key: "EMBARGOED UNTIL 0600 GMT Friday"})
    assert (is_held.embargo_indefinite, is_held.editor_note) == (
        True,
        "EMBARGOED UNTIL 0600 GMT Friday",
    )
    assert parse_item(**{key: "MANDATORY KILL. Do not use."}).status == UNKNOWN
    assert parse_item(**{key: "Adds detail of the oil embargo"}).is_usable(NOON)
    dated = parse_item(**{key: "Embargoed until noon"}, embargoed="2030-01-01T12:00:00Z")
    assert (dated.embargo_until, dated.embargo_indefinite) == (NOON, False)


def test_a_kill_in_the_slugline_is_one():
    assert parse_item(slugline="BC-JP--Ferry, BULLETIN KILL").status == UNKNOWN


def test_html_is_taken_before_text_and_its_repeated_headline_dropped():
    headline = "Ferry turns back in heavy swell"
    html = (
        f"<html><head><title>x</title></head><body><h1>{headline}</h1><p>A ferry.</p></body></html>"
    )
    bodies = [
        {"role": "text", "contentType": "text/plain", "value": f"{headline}\nA ferry, as text."},
        {"role": "richhtml5", "contentType": "text/html", "value": "<p>A rich ferry.</p>"},
        {"role": "html5", "contentType": "text/html", "value": html},
    ]
    assert parse_item(bodies=bodies).body_html == "<p>A ferry.</p>"
    assert parse_item(bodies=bodies[:2]).body_html == "<p>A rich ferry.</p>"
    text = [{"contentType": "text/plain", "value": "A ferry < a ship.\n\nIt turned back."}]
    assert parse_item(bodies=text).body_html == "<p>A ferry &lt; a ship.</p><p>It turned back.</p>"


def test_nitf_in_a_body_is_read_where_there_is_nothing_else():
    value = "<nitf><body><body.content><p>A ferry.</p></body.content></body></nitf>"
    bodies = [{"role": "nitf", "contentType": "application/nitf+xml", "value": value}]
    assert parse_item(bodies=bodies).body_html == "<p>A ferry.</p>"


def test_xml_of_an_unknown_kind_is_no_body_where_there_is_text():
    data = {
        **ITEM,
        "body_xhtml": None,
        "body_sportsml": "<sports-content><team>Osaka</team></sports-content>",
    }
    assert parse(data).items[0].body_html == "<p>A ferry turned back, as text.</p>"


def test_what_a_body_marks_as_not_public_stands_apart():
    value = (
        '<section class="main"><p>A ferry turned back.</p></section>'
        '<section class="np-nonpublic"><p>Desk: +84 24 1234</p></section>'
    )
    item = parse_item(bodies=[{"contentType": "text/html", "value": value}])
    assert item.body_html == "<p>A ferry turned back.</p>"
    assert item.internal_notes == "Desk: +84 24 1234"


def test_an_item_of_a_database_is_known_by_its_key_there():
    data = {**ITEM, "uri": None, "_id": "wire:7"}
    assert parse({"_items": [data]}).items[0].guid == "wire:7"


def test_an_id_that_says_the_version_is_told_without_it():
    urn = "urn:newsml:wire.example:20240608:ferry"
    assert [parse_item(f"{urn}:{text}", 3).guid for text in ("3", "3U", "4")] == [
        urn,
        urn,
        f"{urn}:4",
    ]
    assert (
        parse_item("urn:newsml:wire.example:20240608:3", 3).guid
        == "urn:newsml:wire.example:20240608:3"
    )


def test_tt_names_writers_and_signals_as_objects():
    data = {
        **ITEM,
        "byline": "",
        "bylines": [
            {"byline": "Jane Doe", "firstname": "Jane"},
            {"byline": "John Roe"},
            {"byline": "Max Moe", "role": "Fotograf"},
        ],
        "slug": "ferry-1",
        "signals": {"updatetype": "KORR", "pages": []},
    }
    (item,) = parse({"total": 1, "hits": [data]}).items
    assert (item.byline, item.signals) == ("Jane Doe, John Roe", ("updatetype:KORR",))
    assert item.slugline == "ferry-1"


def test_superdesk_says_guid_and_source():
    data = {
        "guid": "tag:superdesk:1",
        "version": "3",
        "type": "text",
        "pubstatus": "usable",
        "headline": "Ferry turns back",
        "source": "A Wire",
        "copyrightholder": "",
        "usageterms": "",
        "priority": 5,
        "extra": {"a": {"b": 1}},
        "authors": [{"name": "Jane Doe", "role": "author"}, {"name": "Ed Itor", "role": "editor"}],
        "body_html": "<p>A ferry.</p>",
        "annotations": [],
    }
    (item,) = parse(data).items
    assert (item.guid, item.sources, item.credit_line) == ("tag:superdesk:1", ("A Wire",), "")
    assert (item.byline, item.urgency, item.usage_terms) == ("Jane Doe", None, "")


def test_superdesk_writes_what_is_seen_in_a_picture_as_its_text():
    properties = associated(
        description_text="A ferry in port.",
        body_text="A white ship beside a pier",
        renditions={"original": rendition("original", 800)},
    )
    (picture,) = parse_item(associations={"featuremedia": properties, "editor_0": None}).pictures
    assert (picture.caption, picture.alt) == ("A ferry in port.", "A white ship beside a pier")
    (without_caption,) = parse_item(
        associations={"a": {**properties, "description_text": ""}}
    ).pictures
    assert (without_caption.caption, without_caption.alt) == ("A white ship beside a pier", "")


def test_where_nobody_else_is_named_the_holder_of_the_copyright_is_the_credit():
    assert parse_item(copyrightHolder="A Wire").credit_line == "A Wire"
    assert parse_item(copyrightHolder="A Wire", by="Jane Doe").credit_line == ""
    text = [{"role": "creditline", "value": "Kyodo"}]
    assert parse_item(copyrightHolder="A Wire", descriptions=text).credit_line == "Kyodo"


def test_whoever_holds_the_rights_in_a_picture_is_its_credit_where_nobody_is_named():
    properties = associated(renditions=[rendition("main", 800)], copyrightHolder="A Wire")
    assert [p.credit_line for p in parse_item(associations=[properties]).pictures] == ["A Wire"]
    by = {**properties, "by": "Jane Doe"}
    assert [p.credit_line for p in parse_item(associations=[by]).pictures] == [""]


def test_terms_that_are_only_linked_are_their_address():
    linked = {"rightsInfo": {"linkedRights": "https://wire.example/terms"}}
    assert parse_item(**linked).usage_terms == "https://wire.example/terms"
    assert parse_item(**linked, usageTerms="NO ARCHIVES").usage_terms == "NO ARCHIVES"


def rendition(name, width, href=None, **properties):
    href = href or f"https://wire.example/{name}.jpg"
    return {"name": name, "href": href, "width": width, "height": width // 2, **properties}


def associated(**properties):
    return {"name": "a", "uri": "wire:p", "type": "picture", **properties}


def test_a_picture_keeps_what_is_said_of_it():
    text = associated(
        by="Jane Doe",
        descriptions=[
            {"role": "caption", "value": "A <b>ferry</b> in port."},
            {"role": "creditline", "value": "Jane Doe/A Wire"},
        ],
        copyrightNotice="© A Wire",
        usageTerms="JAPAN OUT",
        renditions=[rendition("preview", 900), rendition("main", 800)],
    )
    expected = ParsedPicture(
        href="https://wire.example/main.jpg",
        caption="A ferry in port.",
        creator="Jane Doe",
        credit_line="Jane Doe/A Wire",
        copyright_notice="© A Wire",
        usage_terms="JAPAN OUT",
        width=800,
        height=400,
    )
    assert parse_item(associations=[text]).pictures == (expected,)
    assert parse_item(associations={"featuremedia": text}).pictures == (expected,)
    assert parse_item(associations={"a": None, "b": {"name": "b", "type": "text"}}).pictures == ()


def test_a_marked_rendition_is_never_taken():
    marked = [
        rendition("r01", 4000, "https://wire.example/a_WatermarkPreview.jpg"),
        rendition("r02", 3000, title="Watermarked"),
        rendition("watermark", 2000),
        rendition("r03", 1800, variant="Watermark"),
        rendition("clip", 1500, contentType="video/mp4"),
    ]
    (alone,) = parse_item(associations=[associated(renditions=marked)]).pictures
    assert (alone.href, alone.width) == ("", None)
    (with_another,) = parse_item(
        associations=[associated(renditions=[*marked, rendition("x", 100)])]
    ).pictures
    assert with_another.href == "https://wire.example/x.jpg"


@pytest.mark.parametrize(
    "properties",
    [
        {"pubStatus": "canceled"},
        {"pubStatus": "odd"},
        {"embargoedUntil": "2031-01-01T00:00:00Z"},
        {"embargoed": ""},
    ],
    ids=str,
)
def test_a_picture_that_may_not_be_used_does_not_come_with_the_text(properties):
    item = parse_item(associations=[associated(renditions=[rendition("main", 800)], **properties)])
    assert item.pictures == ()


def test_a_picture_that_is_only_named_does_not_come_with_the_text():
    assert parse_item(associations={"1": associated(headline="Ferry")}).pictures == ()
    described = associated(descriptions=[{"role": "caption", "value": "A ferry."}])
    assert [p.caption for p in parse_item(associations=[described]).pictures] == ["A ferry."]


def test_a_picture_item_is_its_own_picture_and_a_composite_without_text_a_package():
    item = parse_item(
        type="picture", bodies=None, renditions={"original": rendition("original", 800)}
    )
    assert (item.kind, item.pictures[0].width) == (Kind.PICTURE, 800)
    parts = [{"name": "a", "uri": "wire:a", "type": "text"}]
    package = parse_item(type="composite", bodies=None, associations=parts)
    assert (package.kind, package.package_items) == (Kind.PACKAGE, ("wire:a",))
    assert parse_item(type="composite", associations=parts).kind == Kind.TEXT
    assert parse_item(type="video").kind == Kind.OTHER
    event = parse_item(type=None, bodies=None, eventDetails={"dates": {}}, title="A hearing")
    assert (event.kind, event.is_usable(NOON)) == (Kind.OTHER, True)
    assert (parse_item(type="story").kind, parse_item(type="advisory").kind) == (
        Kind.TEXT,
        Kind.OTHER,
    )


def test_a_list_of_items_and_a_page_of_an_interface_are_read():
    assert [i.guid for i in parse([ITEM, {**ITEM, "uri": "wire:8"}]).items] == ["wire:7", "wire:8"]
    assert [i.guid for i in parse({"_items": [ITEM], "_links": {}}).items] == ["wire:7"]
    assert [i.guid for i in parse({"total": 1, "tags": [], "item": [ITEM]}).items] == ["wire:7"]


def test_other_ids_that_an_item_has_do_not_make_it_one_of_ap():
    parsed = parse(
        {**ITEM, "$standard": {"version": "1.4"}, "altids": {"itemid": "x", "etag": "y"}}
    )
    assert (parsed.format, parsed.items[0].guid) == ("ninjs 1.4", "wire:7")


AP = {
    "uri": "https://api.ap.example/media/v/content/" + "a" * 32 + "?qt=x&et=y",
    "altids": {"itemid": "b" * 32, "etag": "b_1"},
    "version": 0,
    "type": "text",
    "pubstatus": "usable",
    "headline": "Ferry turns back",
    "bylines": [{"by": "By JANE DOE", "title": "AP Writer"}],
    "usageterms": ["Editorial use only.", "NO SALES"],
    "provider": "AP",
    "infosource": [{"name": "Jiji", "type": "Source"}],
    "description_creditline": "Jiji via AP",
    "datelinelocation": {"city": "Osaka"},
    "subject": [{"name": "Ships", "creator": "Machine"}, {"name": "World", "creator": "Editorial"}],
}


@pytest.mark.parametrize(
    "wrapped",
    [{"data": {"item": AP}}, {"data": {"items": [{"item": AP}]}}, AP],
    ids=["one", "page", "bare"],
)
def test_ap_is_known_by_its_own_id(wrapped):
    parsed = parse(wrapped)
    (item,) = parsed.items
    assert (parsed.format, item.guid, item.version) == ("AP JSON", "b" * 32, 0)
    assert (item.byline, item.dateline, item.provider) == ("By JANE DOE, AP Writer", "Osaka", "AP")
    assert (item.credit_line, item.sources) == ("Jiji via AP", ("Jiji",))
    assert item.usage_terms == "Editorial use only.\nNO SALES"
    assert item.subjects == ("World", "Ships")


def test_a_kill_of_ap_is_one():
    killed = {**AP, "pubstatus": "canceled", "version": 1}
    assert parse({"data": {"item": killed}}).items[0].status == CANCELED


def test_the_text_and_the_pictures_beside_an_item_of_ap_are_its_own():
    reference = {"uri": "https://api.ap.example/p", "type": "picture", "headline": "Ferry"}
    picture = {
        **reference,
        "altids": {"itemid": "c" * 32},
        "description_caption": "A ferry (AP Photo/Jane Doe)",
        "renditions": {"main": rendition("main", 3000)},
    }
    delivery = {
        "data": {"item": {**AP, "associations": {"1": reference, "2": reference}}},
        "nitf": {
            "body_html": '<block id="Main"><p>OSAKA (AP) — A ferry.</p></block>',
            "guid": None,
        },
        "associations": {"1": {"data": {"item": picture}}},
    }
    (item,) = parse(delivery).items
    assert item.body_html == "<p>OSAKA (AP) — A ferry.</p>"
    assert [(p.width, p.caption) for p in item.pictures] == [(3000, "A ferry (AP Photo/Jane Doe)")]
    (alone,) = parse({"data": delivery["data"]}).items
    assert (alone.body_html, alone.pictures) == ("", ())


@pytest.mark.parametrize(
    ("properties", "status"),
    [
        ({"editorialtypes": ["Lead", "Kill"]}, CANCELED),
        ({"editorialtypes": ["Elimination"]}, CANCELED),
        ({"editorialtypes": ["Kill"], "pubstatus": "withheld"}, CANCELED),
        ({"editorialtypes": ["Withhold"]}, WITHHELD),
        ({"signals": ["newscontent", "Test"]}, WITHHELD),
        ({"editorialtypes": ["Lead", "Writethru"], "signals": ["newscontent"]}, USABLE),
    ],
    ids=str,
)
def test_what_editors_of_ap_say_counts_beside_the_status(properties, status):
    assert parse({"data": {"item": {**AP, **properties}}}).items[0].status == status


def test_what_ap_holds_for_release_is_held_to_its_end_or_without_one():
    is_held = {**AP, "editorialtypes": ["Hold For Release"]}
    assert parse({"data": {"item": is_held}}).items[0].embargo_indefinite
    dated = {**is_held, "pubstatus": "embargoed", "embargoed": "2030-01-01T12:00:00Z"}
    (item,) = parse({"data": {"item": dated}}).items
    assert (item.embargo_until, item.is_usable(NOON)) == (NOON, True)


def test_words_by_a_role_that_readers_never_see_are_not_public():
    text = {"role": "internal", "contentType": "text/plain", "value": "Call Max."}
    item = parse_item(
        headlines=[{"role": "internal", "value": "Secret"}, {"role": "main", "value": "A ferry"}],
        bodies=[text, {"role": "main", "contentType": "text/html", "value": "<p>One.</p>"}],
    )
    assert (item.headline, item.body_html, item.internal_notes) == (
        "A ferry",
        "<p>One.</p>",
        "Call Max.",
    )


def test_a_list_of_what_was_deleted_is_no_page_of_items():
    page = {"deleted": [agency_copy.ninjs("wire:1", 1)], "items": [agency_copy.ninjs("wire:2", 1)]}
    page = {key: [json.loads(value[0])] for key, value in page.items()}
    assert [item.guid for item in parse(page).items] == ["wire:2"]


def test_a_picture_of_ap_that_was_killed_is_not_offered_beside_its_story():
    picture = {**AP, "type": "picture", "renditions": {"main": {"href": "https://x.example/a.jpg"}}}
    for properties, offered in (({}, 1), ({"editorialtypes": ["Kill"]}, 0)):
        beside = {"p": {"data": {"item": {**picture, **properties}}}}
        parsed = parse({"data": {"item": AP}, "associations": [*beside.values()]})
        assert len(parsed.items[0].pictures) == offered
