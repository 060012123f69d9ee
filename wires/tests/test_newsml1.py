"""NewsML 1.x: identity without its revision, release that fails closed, pictures in their components.

The whole table of real samples stands in test_samples.py; here is what those samples do not have.
"""

from datetime import UTC, datetime

import pytest

from wires.parsers import newsml1
from wires.parsing import strict_xml, text_signals
from wires.parsing.parsed import (
    CANCELED,
    UNKNOWN,
    USABLE,
    WITHHELD,
    Kind,
    ParsedPicture,
)

AT = datetime(2026, 6, 8, 9, 0, tzinfo=UTC)
USABLE_NOW = '<Status FormalName="Usable"/>'
IDENTIFIER = (
    "<ProviderId>acme.example</ProviderId><DateId>20260608</DateId><NewsItemId>A:1</NewsItemId>"
    '<RevisionId PreviousRevision="2" Update="U">3</RevisionId>'
    "<PublicIdentifier>urn:newsml:acme.example:20260608:A:1:3U</PublicIdentifier>"
)


def document(component="", management=USABLE_NOW, identifier=IDENTIFIER, items=1):
    item = (
        f"<NewsItem><Identification><NewsIdentifier>{identifier}</NewsIdentifier></Identification>"
        f"<NewsManagement>{management}</NewsManagement>{component}</NewsItem>"
    )
    envelope = "<NewsEnvelope><DateAndTime>20260608T100000+0900</DateAndTime></NewsEnvelope>"
    return f'<NewsML Version="1.2">{envelope}{item * items}</NewsML>'


def parsed(xml):
    root, _remarks = strict_xml.read(xml.encode() if isinstance(xml, str) else xml)
    assert newsml1.recognises(root)
    return [text_signals.apply_text_signals(result) for result in newsml1.parse(root, at=AT)]


def parse_item(*args, **kwargs):
    (result,) = parsed(document(*args, **kwargs))
    return result


def copy(inner, lines=""):
    return (
        f"<NewsComponent><NewsLines>{lines}</NewsLines><ContentItem><DataContent>{inner}"
        f"</DataContent></ContentItem></NewsComponent>"
    )


def public(text, revision=""):
    return f"{revision}<PublicIdentifier>{text}</PublicIdentifier>"


IDENTITIES = {
    IDENTIFIER: ("urn:newsml:acme.example:20260608:A:1", 3),
    public("urn:newsml:a.example:20260608:\n   X1:12", "<RevisionId>12</RevisionId>"): (
        "urn:newsml:a.example:20260608:X1",
        12,
    ),
    public("urn:newsml:a.example:20260608:X1:12N"): ("urn:newsml:a.example:20260608:X1", 12),
    public("urn:newsml:a.example:20260608:1234"): ("urn:newsml:a.example:20260608:1234", None),
    public("tag:a.example,2026:7"): ("tag:a.example,2026:7", None),
    public("urn:newsml:a.example:20260608:X1:two", "<RevisionId>two</RevisionId>"): (
        "urn:newsml:a.example:20260608:X1:two",
        None,
    ),
    "<ProviderId>a.example</ProviderId><DateId>20260608</DateId><NewsItemId>X1</NewsItemId>"
    "<RevisionId>4</RevisionId>": ("urn:newsml:a.example:20260608:X1", 4),
    "<ProviderId>a.example</ProviderId><DateId>20260608</DateId><NewsItemId>X1</NewsItemId>"
    + public("urn:newsml:a.example", "<RevisionId>4</RevisionId>"): (
        "urn:newsml:a.example:20260608:X1",
        4,
    ),
    "<ProviderId>a.example</ProviderId><DateId>20260608</DateId>": ("", None),
    "": ("", None),
}


@pytest.mark.parametrize(("identifier", "identity"), IDENTITIES.items())
def test_an_item_is_who_it_is_in_every_revision(identifier, identity):
    result = parse_item(identifier=identifier)
    assert (result.guid, result.version) == identity


def test_items_that_name_their_provider_alone_are_not_one_item():
    management = USABLE_NOW
    result = [
        parse_item(
            f"<NewsComponent><guid>{own_text}</guid></NewsComponent>",
            management,
            "<ProviderId> a.example </ProviderId>",
        )
        for own_text in ("7A", "7B")
    ]
    assert [each.guid for each in result] == ["urn:newsml:a.example:7A", "urn:newsml:a.example:7B"]


def test_an_item_that_is_dated_anew_in_each_revision_is_one_item():
    result = []
    for revised in ("20260608T110000", "20260608T123000"):
        management = (
            USABLE_NOW + "<FirstCreated>20260608T110000</FirstCreated>"
            f"<ThisRevisionCreated>{revised}</ThisRevisionCreated>"
        )
        dated = f"<DateId>{revised}</DateId><NewsItemId>7</NewsItemId>"
        identifier = f"<ProviderId>a.example</ProviderId>{dated}"
        result.append(parse_item(management=management, identifier=identifier).guid)
    assert result == ["urn:newsml:a.example:20260608T110000:7"] * 2


STATUSES = {
    "Usable": USABLE,
    "usable": USABLE,
    "Withheld": WITHHELD,
    "Canceled": CANCELED,
    "Cancelled": UNKNOWN,
    "": UNKNOWN,
    "Ready": UNKNOWN,
}


@pytest.mark.parametrize(("text", "status"), STATUSES.items())
def test_only_what_is_said_to_be_usable_is_usable(text, status):
    result = parse_item(management=f'<Status FormalName="{text}"/>')
    assert (result.status, result.is_usable(AT)) == (status, status == USABLE)


def test_without_any_status_nobody_knows():
    assert parse_item(management="").status == UNKNOWN


def change(future, expected):
    return (
        f'<StatusWillChange><FutureStatus FormalName="{future}"/>'
        f"<DateAndTime>{expected}</DateAndTime></StatusWillChange>"
    )


LATER = datetime(2026, 6, 8, 10, 0, tzinfo=UTC)
EMBARGOED = '<Status FormalName="Embargoed"/>'
RELEASES = {
    EMBARGOED + change("Usable", "20260608T190000+0900"): (USABLE, LATER, False),
    EMBARGOED + change("Usable", "20260608T100000Z"): (USABLE, LATER, False),
    EMBARGOED + change("Usable", "soon"): (USABLE, None, True),
    EMBARGOED: (USABLE, None, True),
    EMBARGOED + change("Canceled", "20260608T100000Z"): (USABLE, LATER, False),
    change("Usable", "20260608T100000Z"): (USABLE, LATER, False),
    USABLE_NOW + change("Usable", "20260608T100000Z"): (USABLE, LATER, False),
    USABLE_NOW + change("", ""): (USABLE, None, True),
    '<Status FormalName="Withheld"/>' + change("Usable", "20260608T080000Z"): (
        WITHHELD,
        datetime(2026, 6, 8, 8, 0, tzinfo=UTC),
        False,
    ),
}


@pytest.mark.parametrize(("management", "release"), RELEASES.items())
def test_what_will_be_usable_is_not_yet(management, release):
    result = parse_item(management=management)
    assert (result.status, result.embargo_until, result.embargo_indefinite) == release
    assert not result.is_usable(AT)


def test_what_will_be_withdrawn_is_usable_until_then():
    result = parse_item(management=USABLE_NOW + change("Canceled", "20260608T100000Z"))
    assert (result.is_usable(AT), result.embargo_until, result.expires_at) == (True, None, LATER)


def advisory(text, kind="AdvisoryLine"):
    return f"<NewsLine><NewsLineType FormalName='{kind}'/><NewsLineText>{text}</NewsLineText></NewsLine>"


HELD_BY_WORDS = {
    "Embargo: 0001 GMT": (True, USABLE),
    "MANDATORY KILL": (False, UNKNOWN),
    "CORRECTS port in paragraph 4": (False, USABLE),
}


@pytest.mark.parametrize(("text", "is_held"), HELD_BY_WORDS.items())
def test_what_the_desk_is_told_reaches_it_and_keeps_the_copy_from_use(text, is_held):
    result = parse_item(copy("<p>One.</p>", advisory(text)))
    assert result.editor_note == text
    assert (result.embargo_indefinite, result.status) == is_held
    assert result.is_usable(AT) == (is_held == (False, USABLE))


@pytest.mark.parametrize(
    ("text", "status", "usable"),
    [("usable", USABLE, True), ("canceled", CANCELED, False), ("embargoed", USABLE, False)],
)
def test_what_the_document_within_holds_back_is_held(text, status, usable):
    document = f'<nitf><head><docdata management-status="{text}"/></head><body/></nitf>'
    result = parse_item(copy(document))
    assert (result.status, result.is_usable(AT)) == (status, usable)


def test_notes_stand_in_comments_and_properties_too_and_other_lines_are_none():
    lines = advisory("Ferry", "CatchWord")
    notes = (
        '<Comment FormalName="Editorial Note">Spelling checked</Comment>'
        '<Property FormalName="EditorialInfo" Value="Sketch follows"/>'
        '<Property FormalName="Words" Value="9"/>'
    )
    result = parse_item(copy("x", lines).replace("<ContentItem>", f"{notes}<ContentItem>"))
    assert result.editor_note == "Spelling checked\nSketch follows"


@pytest.mark.parametrize("name", ["Embargo", "EmbargoDate"])
def test_a_note_that_is_an_embargo_by_its_name_alone_holds_the_copy(name):
    line = parse_item(copy("x", advisory("18:00 GMT Friday", name)))
    text = f'<Property FormalName="{name}" Value="20301201T000000Z"/>'
    value = parse_item(copy("x").replace("<ContentItem>", f"{text}<ContentItem>"))
    assert [line.editor_note, value.editor_note] == [
        "Embargo: 18:00 GMT Friday",
        "Embargo: 20301201T000000Z",
    ]
    assert (line.is_usable(AT), value.is_usable(AT)) == (False, False)


@pytest.mark.parametrize("urgency", ['<Urgency FormalName="2"/>', "<Urgency>2</Urgency>"])
def test_urgency_is_an_attribute_or_what_stands_within(urgency):
    assert parse_item(management=USABLE_NOW + urgency).urgency == 2


@pytest.mark.parametrize(("text", "language"), [("EN", "en"), ("nl-BE", "nl-BE"), ("FR", "fr")])
def test_a_language_is_written_small(text, language):
    assert (
        parse_item(f'<NewsComponent><Language FormalName="{text}"/></NewsComponent>').language
        == language
    )


BYLINES = {
    "<ByLine>By Jane Doe</ByLine>": "By Jane Doe",
    "<ByLine>By Jane Doe</ByLine><ByLineTitle>Reporter</ByLineTitle>": "By Jane Doe, Reporter",
    '<Creator><Party FormalName="Jane Doe "/></Creator>': "Jane Doe",
    '<Creator><Party FormalName="ab/cd/ef"/></Creator>': "",
    '<Creator><Party FormalName="COR 360"/><Party FormalName="DWM"/></Creator>': "",
    '<Provider><Party FormalName="ACME NEWS"/></Provider>'
    '<Creator><Party FormalName="Acme News"/></Creator>': "",
}


@pytest.mark.parametrize(("lines", "byline"), BYLINES.items())
def test_a_byline_names_people_and_no_desk(lines, byline):
    assert parse_item(copy("<p>One.</p>", lines)).byline == byline


def test_initials_in_the_place_of_a_byline_are_none():
    head = "<nitf><body><body.head><byline>ab/cd/ef</byline></body.head></body></nitf>"
    assert parse_item(copy(head)).byline == ""


BODIES = {
    "NITF": "<nitf><body><body.head/><body.content><p>   One.</p></body.content></body></nitf>",
    "a page": "<html><head><title>T</title></head><body><p>One.</p></body></html>",
    "bare paragraphs": "<p>One.</p>",
    "plain words": "One.",
    "HTML in a string": "<![CDATA[<p>One.</p><script>x()</script>]]>",
}


@pytest.mark.parametrize("inner", BODIES.values(), ids=list(BODIES))
def test_copy_in_whatever_it_is_wrapped(inner):
    assert parse_item(copy(inner)).body_html == "<p>One.</p>"


NOTE = '<note type="npa"><body.content><p>Call Max</p></body.content></note>'
HIDDEN = {
    "a note over the copy": f"<nitf><body><body.head>{NOTE}</body.head><body.content><p>One.</p>"
    "</body.content></body></nitf>",
    "a note in the copy": f"<nitf><body><body.content><p>One.</p>{NOTE}</body.content></body></nitf>",
    "a part": '<p>One.</p><div class="x-nonpublic"><p>Call Max</p></div>',
    "a part in a string": '<![CDATA[<p>One.</p><div class="non-public"><p>Call Max</p></div>]]>',
}


@pytest.mark.parametrize("inner", HIDDEN.values(), ids=list(HIDDEN))
def test_what_is_not_public_is_in_its_own_field_alone(inner):
    result = parse_item(copy(inner))
    assert (result.body_html, result.internal_notes) == ("<p>One.</p>", "Call Max")


def test_a_release_that_stands_in_what_is_not_public_holds_the_copy_all_the_same():
    inner = '<nitf class="nonpublic"><head><docdata management-status="canceled"/></head></nitf>'
    assert parse_item(copy(inner)).status == CANCELED


@pytest.mark.parametrize("last", ["ab/cd/ef", "bur-ab/cd", "ab/cd-ef/gh"])
def test_initials_of_the_desk_are_no_copy(last):
    assert parse_item(copy(f"<p>One.</p><p>{last}</p><p/>")).body_html == "<p>One.</p>"


def part(role, text):
    return (
        f"<NewsComponent><Role FormalName='{role}'/><ContentItem><DataContent>{text}</DataContent>"
        f"</ContentItem></NewsComponent>"
    )


def story(*parts):
    return f"<NewsComponent>{''.join(part(*each) for each in parts)}</NewsComponent>"


PARTS = {
    "the title, and the lead": (
        story(("Title", "Head"), ("Lead", "Lead."), ("Body", "\tOne.\n\tTwo.")),
        "<p>Lead.</p><p>One.</p><p>Two.</p>",
    ),
    "a lead that the body has too": (
        story(("Lead", "Lead."), ("Body", "<p>Lead.</p><p>One.</p>")),
        "<p>Lead.</p><p>One.</p>",
    ),
    "another language": (
        story(("Body", "One.")) + story(("Lead", "Autre."), ("Body", "Un.")),
        "<p>One.</p>",
    ),
    "a style sheet, and whom to ask": (
        story(
            ("Abstract", "Short."), ("StyleSheet", "p {}"), ("Contact", "Jane"), ("Body", "One.")
        ),
        "<p>One.</p>",
    ),
    "nothing else": (story(("Title", "Head"), ("Abstract", "Short.")), "<p>Short.</p>"),
}


@pytest.mark.parametrize(("component", "body"), PARTS.values(), ids=list(PARTS))
def test_copy_is_told_by_its_role_from(component, body):
    assert parse_item(f"<NewsComponent>{component}</NewsComponent>").body_html == body


def test_parts_for_desks_are_no_copy_and_reach_the_desk():
    parts = story(("Editor-Note", "Spelling."), ("Internal", "Call Max"), ("Story", "One."))
    result = parse_item(f"<NewsComponent>{parts}</NewsComponent>")
    assert (result.body_html, result.editor_note) == ("<p>One.</p>", "Spelling.")
    assert result.internal_notes == "Call Max"


def test_copy_may_stand_in_several_files_of_one_component():
    def file(text, kind="plain"):
        mime = f"<MimeType FormalName='text/{kind}'/>"
        return f"<ContentItem>{mime}<DataContent>{text}</DataContent></ContentItem>"

    def body(files, attributes=""):
        role = "<Role FormalName='Main'/>"
        return parse_item(f"<NewsComponent {attributes}>{role}{files}</NewsComponent>").body_html

    assert body(file("One.") + file("Two.")) == "<p>One.</p><p>Two.</p>"
    assert body(file("One.") + file("One.") + file("<p>1.</p>", "html")) == "<p>One.</p>"
    assert body(file("One.") + file("Two."), 'EquivalentsList="yes"') == "<p>One.</p>"


def test_tags_within_lines_are_no_words():
    assert (
        parse_item(copy("One &lt;b&gt;b&lt;/b&gt;.")).body_html == "<p>One <strong>b</strong>.</p>"
    )


def test_the_line_below_the_headline_and_a_summary_stand_before_the_copy():
    lines = "<HeadLine>Head</HeadLine><SubHeadLine>Below</SubHeadLine>"
    summary = advisory("Short", "Summary")
    assert [parse_item(copy("x", text)).standfirst for text in (lines, summary)] == [
        "Below",
        "Short",
    ]
    abstract = story(("Abstract", "Short"), ("BodyText", "One."))
    result = parse_item(f"<NewsComponent>{abstract}</NewsComponent>")
    assert (result.standfirst, result.body_html) == ("Short", "<p>One.</p>")


def test_a_label_is_the_slug_of_copy_that_has_none():
    label = f"{IDENTIFIER}</NewsIdentifier><NameLabel>Sea-ferry</NameLabel><NewsIdentifier>"
    lines = "<HeadLine>Head</HeadLine>", "<HeadLine>Head</HeadLine><SlugLine>Slug</SlugLine>"
    result = [parse_item(copy("x", text), identifier=label) for text in lines]
    assert [(each.headline, each.slugline) for each in result] == [
        ("Head", "Sea-ferry"),
        ("Head", "Slug"),
    ]


def test_one_line_of_keywords_is_a_slug_and_several_are_none():
    line = "<KeywordLine>Ferry</KeywordLine>"
    assert [parse_item(copy("x", line * number)).slugline for number in (1, 2)] == ["Ferry", ""]


def test_plain_words_may_stand_in_paragraphs():
    assert parse_item(copy("One.\n\nTwo.")).body_html == "<p>One.</p><p>Two.</p>"


def test_a_headline_that_is_empty_is_the_label_or_else_the_slug():
    lines = "<HeadLine> </HeadLine><SlugLine>Slug</SlugLine>"
    label = f"{IDENTIFIER}</NewsIdentifier><NameLabel>Label</NameLabel><NewsIdentifier>"
    text = [parse_item(copy("x", lines), identifier=i).headline for i in (label, IDENTIFIER)]
    assert text == ["Label", "Slug"]


def test_a_headline_of_figures_alone_is_one_where_nothing_else_is():
    year = "<HeadLine>1984</HeadLine>"
    lines = year, f"{year}<SlugLine>Slug</SlugLine>"
    assert [parse_item(copy("x", text)).headline for text in lines] == ["1984", "Slug"]


def picture(href, width, media="Photo", lines=""):
    return (
        f"{lines}<ContentItem Href='{href}'><MediaType FormalName='{media}'/><Characteristics>"
        f"<Property FormalName='Width' Value='{width}'/><Property FormalName='Height' Value='9'/>"
        f"</Characteristics></ContentItem>"
    )


def caption(text):
    return (
        f"<NewsComponent><Role FormalName='Caption'/><ContentItem><DataContent>{text}"
        f"</DataContent></ContentItem></NewsComponent>"
    )


WITH_PICTURE = (
    "<NewsComponent>"
    "<NewsComponent><Role FormalName='Picture'/><NewsLines><ByLine>Jane Doe</ByLine>"
    "<CreditLine>ACME</CreditLine><CopyrightLine>© Acme Photo</CopyrightLine></NewsLines>"
    "<NewsComponent><Role FormalName='Main'/>"
    + picture("small.jpg", 90)
    + picture("large.jpg", 900)
    + "</NewsComponent>"
    + caption("A dam.")
    + "</NewsComponent>"
    + copy("<p>One.</p>", "<HeadLine>Head</HeadLine>")
    + "</NewsComponent>"
)


def test_a_picture_beside_the_copy_has_its_own_caption_and_credit():
    result = parse_item(WITH_PICTURE)
    assert (result.kind, result.body_html) == (Kind.TEXT, "<p>One.</p>")
    assert result.pictures == (
        ParsedPicture(
            href="large.jpg",
            caption="A dam.",
            creator="Jane Doe",
            credit_line="ACME",
            copyright_notice="© Acme Photo",
            width=900,
            height=9,
        ),
    )


def test_the_photographer_did_not_write_the_copy():
    result = parse_item(WITH_PICTURE)
    assert (result.headline, result.byline, result.credit_line, result.copyright_notice) == (
        "Head",
        "",
        "",
        "",
    )


def test_a_picture_alone_is_a_picture_with_its_own_lines():
    lines = "<NewsLines><ByLine>Jane Doe</ByLine><HeadLine>A dam</HeadLine></NewsLines>"
    result = parse_item(
        f"<NewsComponent>{picture('a.jpg', 9, lines=lines)}{caption('Water')}</NewsComponent>"
    )
    assert (result.kind, result.headline, result.byline) == (Kind.PICTURE, "A dam", "Jane Doe")
    assert [(parse_item.href, parse_item.caption) for parse_item in result.pictures] == [
        ("a.jpg", "Water")
    ]


def test_a_picture_alone_is_one_though_its_title_and_caption_are_text():
    file = "<ContentItem Href='a.jpg'><Format FormalName='Jpeg'/></ContentItem>"
    result = parse_item(
        f"<NewsComponent><NewsLines><CreditLine>ACME</CreditLine></NewsLines>{part('Title', 'A dam')}"
        f"<NewsComponent><Role FormalName='Image'/>{file}</NewsComponent>"
        + caption("Water").replace("<DataContent>", "<MediaType FormalName='Text'/><DataContent>")
        + "</NewsComponent>"
    )
    assert (result.kind, result.credit_line, result.body_html) == (Kind.PICTURE, "ACME", "")
    assert [(each.href, each.caption) for each in result.pictures] == [("a.jpg", "Water")]


PHOTO = (
    "<NewsComponent><NewsLines><HeadLine>569697231</HeadLine>{advisory}</NewsLines>"
    "<AdministrativeMetadata><Provider><Party FormalName='AFP'/></Provider>"
    "<Creator><Party FormalName='JANE DOE '/></Creator></AdministrativeMetadata>{caption}"
    "<NewsComponent><Role FormalName='main'/>{picture}</NewsComponent></NewsComponent>"
)


def test_a_photo_of_afp_has_its_photographer_its_terms_and_its_label():
    terms = "RESTRICTED TO EDITORIAL USE. NO USE IN BETTING."
    label = f"{IDENTIFIER}</NewsIdentifier><NameLabel>SEA-FERRY</NameLabel><NewsIdentifier>"
    component = PHOTO.format(
        advisory=advisory(terms),
        caption=caption("<p>A dam. AFP PHOTO / JANE DOE<br/><br/>No archives.</p>"),
        picture=picture("a.jpg", 9),
    )
    result = parse_item(component, identifier=label)
    assert (result.kind, result.headline, result.byline) == (Kind.PICTURE, "SEA-FERRY", "JANE DOE")
    assert (result.usage_terms, result.editor_note) == (terms, terms)
    (shown,) = result.pictures
    assert (shown.creator, shown.usage_terms) == ("JANE DOE", terms)
    assert shown.caption == "A dam. AFP PHOTO / JANE DOE No archives."


def test_who_wrote_the_copy_did_not_make_the_picture_beside_it():
    creator = "<Creator><Party FormalName='Jane Doe'/></Creator>"
    files = "<NewsComponent>" + picture("a.jpg", 9) + "</NewsComponent>"
    result = parse_item(f"<NewsComponent>{creator}{files}{copy('<p>One.</p>')}</NewsComponent>")
    assert [each.creator for each in result.pictures] == [""]


def test_a_list_of_items_is_a_package_and_no_copy():
    references = "".join(f"<NewsItemRef NewsItem='{item}'/>" for item in ("a", "b", "a"))
    result = parse_item(f"<NewsComponent>{references}</NewsComponent>")
    assert (result.kind, result.package_items, result.body_html) == (Kind.PACKAGE, ("a", "b"), "")


def test_a_preview_beside_a_picture_is_not_another_one():
    small = (
        "<NewsComponent><Role FormalName='Thumbnail'/>"
        + picture("small.jpg", 90)
        + "</NewsComponent>"
    )
    large = (
        "<NewsComponent><Role FormalName='Image'/>" + picture("large.jpg", 900) + "</NewsComponent>"
    )
    result = [
        [each.href for each in parse_item(f"<NewsComponent>{files}</NewsComponent>").pictures]
        for files in (small + large, small)
    ]
    assert result == [["large.jpg"], ["small.jpg"]]


def test_sizes_in_pixels_and_captions_in_lines_are_read_as_well():
    lines = f"<NewsLines>{advisory('A dam.', 'Caption')}</NewsLines>"
    files = "".join(picture(f"{width}.jpg", width) for width in (120, 900, 150))
    sized = files.replace("'Width'", "'PixelWidth'").replace("'Height'", "'PixelHeight'")
    (result,) = parse_item(f"<NewsComponent>{lines}{sized}</NewsComponent>").pictures
    assert (result.href, result.width, result.height, result.caption) == (
        "900.jpg",
        900,
        9,
        "A dam.",
    )


def test_a_film_without_copy_is_neither_copy_nor_a_picture():
    film = "<ContentItem Href='a.mp4'><MediaType FormalName='Video'/></ContentItem>"
    assert (
        parse_item(f"<NewsComponent>{film}{picture('a.jpg', 9)}</NewsComponent>").kind == Kind.OTHER
    )


@pytest.mark.parametrize(
    "href", ["file:///etc/passwd", "../a.jpg", "javascript:x()", "//host/a.jpg"]
)
def test_an_address_that_may_not_be_followed_is_left_out(href):
    result = parse_item(f"<NewsComponent>{picture(href, 9)}</NewsComponent>")
    assert [picture.href for picture in result.pictures] == [""]


def test_a_document_may_hold_several_items_with_one_envelope():
    result = parsed(document(items=3))
    assert [parse_item.sent_at for parse_item in result] == [
        datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
    ] * 3


def test_what_an_instruction_says_reaches_the_desk():
    management = (
        USABLE_NOW + "<Instruction FormalName='Correction'/><Instruction>Adds name</Instruction>"
    )
    assert parse_item(management=management).editor_note == "Correction\nAdds name"


def test_terms_of_use_are_told_from_rights_and_from_lines():
    lines = "<NewsLine><NewsLineType FormalName='Usage'/><NewsLineText>JAPAN OUT</NewsLineText></NewsLine>"
    rights = "<RightsMetadata><UsageRights><UsageType>NO SALES</UsageType></UsageRights></RightsMetadata>"
    result = parse_item(copy("x", lines).replace("<ContentItem>", rights + "<ContentItem>"))
    assert result.usage_terms == "NO SALES\nJAPAN OUT"


def test_a_document_without_anything_has_no_items():
    assert parsed("<NewsML/>") == []


# --- the samples ---------------------------------------------------------------------------------


@pytest.fixture
def sample(samples):
    return lambda name: parsed((samples / name).read_bytes())[0]


def test_kyodo_is_read_though_it_names_a_dtd_that_is_not_there(sample):
    result = sample("newsml1-kyodo-lipeng.xml")
    assert (result.guid, result.version, result.dateline, result.credit_line, result.provider) == (
        "urn:newsml:kyodonews.jp:20190723:20161021KW___0003800010",
        1,
        "BEIJING, July 23",
        "Kyodo",
        "KYODONEWS",
    )
    assert (result.body_html.count("<p>"), "==" in result.body_html) == (6, False)
    assert "<p> " not in result.body_html


def test_desk_initials_of_afp_are_no_copy_and_its_terms_reach_the_desk(sample):
    result = sample("newsml1-afp-saab.xml")
    assert (result.body_html.count("<p>"), result.usage_terms) == (9, "NO ARCHIVAL USE")
    assert "hh/ph" not in result.body_html
