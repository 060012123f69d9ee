"""XML that is broken, or made to break its reader: quarantined with a sentence, or made harmless.

No file is read and no connection is made: a canary file and a listening socket prove it.
"""

import contextlib
import socket
import time

import pytest

from newsroom.tests.factories import MORNING
from wires import parsers
from wires.parsing import markup

SECRET = "the canary's own words"
G2 = "http://iptc.org/std/nar/2006-10-01/"
USABLE = '<Status FormalName="Usable"/>'


@pytest.fixture(autouse=True)
def _no_parser_fails(caplog):
    """What a parser does not foresee is caught and logged: here none of it may happen."""
    yield
    assert [r.getMessage() for r in caplog.get_records("call") if r.name == "wires.parsers"] == []


@pytest.fixture
def canary(tmp_path):
    file = tmp_path / "canary.txt"
    file.write_text(SECRET)
    return file.as_uri()


@pytest.fixture
def address():
    """A socket that listens: nobody may have asked it when the test is over."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/evil.dtd"
        with contextlib.suppress(TimeoutError):
            listening.accept()
            pytest.fail("It was asked.")


def parse(xml):
    """What came of it, within two seconds of work and without an exception."""
    began = time.process_time()
    parsed = parsers.parse(xml.encode() if isinstance(xml, str) else xml, at=MORNING)
    assert time.process_time() - began < 2
    assert parsed.accepted is (parsed.reason == "")
    assert parsed.accepted or parsed.items == ()
    assert SECRET not in str(parsed)
    return parsed


def parse_item(xml):
    parsed = parse(xml)
    assert parsed.reason == ""
    (item,) = parsed.items
    return item


def g2(inner="", doctype="", body=""):
    xhtml = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
    return (
        f'<?xml version="1.0"?>{doctype}<newsItem xmlns="{G2}" guid="a" version="1">'
        f'<itemMeta><itemClass qcode="ninat:text"/></itemMeta><contentMeta>{inner}</contentMeta>'
        f"<contentSet><inlineXML>{xhtml}</inlineXML></contentSet></newsItem>"
    )


def newsml(doctype="", body="<p>One.</p>"):
    return (
        f'<?xml version="1.0"?>{doctype}<NewsML><NewsItem><Identification><NewsIdentifier>'
        f"<PublicIdentifier>urn:newsml:a.example:20260608:A:1</PublicIdentifier></NewsIdentifier>"
        f"</Identification><NewsManagement>{USABLE}</NewsManagement><NewsComponent><ContentItem>"
        f"<DataContent>{body}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
    )


def nitf(body="<p>One.</p>", doctype="", docdata='<doc-id id-string="a"/>'):
    return (
        f"{doctype}<nitf><head><docdata>{docdata}</docdata></head><body><body.head/>"
        f"<body.content>{body}</body.content></body></nitf>"
    )


def entities(*declarations):
    return f"<!DOCTYPE newsItem [{''.join(declarations)}]>"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
QUADRATIC = f'<!ENTITY q "{"a" * 100_000}">'
PARAMETERS = "".join(f"<!ENTITY % p{n} '%p{n - 1};%p{n - 1};%p{n - 1};'>" for n in range(1, 30))
HEADLINE = "<headline>{}</headline>".format
REFUSED = {
    "a billion laughs": g2(HEADLINE("&l9;"), entities('<!ENTITY l0 "ha">', LAUGHS)),
    "a billion laughs in an attribute": g2(
        '<headline role="&l9;"/>', entities('<!ENTITY l0 "ha">', LAUGHS)
    ),
    "quadratic blow-up": g2(HEADLINE("&q;" * 50_000), entities(QUADRATIC)),
    "parameter entities in each other": g2("", entities("<!ENTITY % p0 'ha'>", PARAMETERS)),
    "an entity of its own": g2(HEADLINE("&agency;"), entities('<!ENTITY agency "Kyodo">')),
    "an entity within itself": g2(HEADLINE("&a;"), entities('<!ENTITY a "&b;"><!ENTITY b "&a;">')),
    "an entity that nobody declares": g2(HEADLINE("&nobody;")),
    "a hundred thousand levels": "<newsItem>" * 100_000,
    "a hundred thousand levels, closed": f"<NewsML>{'<a>' * 100_000}{'</a>' * 100_000}</NewsML>",
    "twelve megabytes in one place": g2(HEADLINE("a" * 12_000_000)),
    "twenty-one megabytes": g2(HEADLINE("<a>b</a>" * 2_700_000)),
    "half a document": g2(HEADLINE("Head"))[:300],
    "two documents": nitf() + nitf(),
    "words behind the end": nitf() + "words",
    "an attribute twice": '<newsItem guid="a" guid="b"/>',
    "tags that cross": "<nitf><head></nitf></head>",
    "a prefix that nobody declares": '<n:newsItem guid="a"><n:x></n:newsItem>',
    "a control character": nitf("<p>\x08</p>"),
    "an encoding that there is not": '<?xml version="1.0" encoding="klingon"?><nitf>é</nitf>'.encode(
        "latin-1"
    ),
    "Latin-1 that says it is UTF-8": nitf("<p>é</p>").encode("latin-1"),
    "UTF-16 that ends in the middle": nitf().encode("utf-16")[:-3],
    "a web page": "<!DOCTYPE html><html><body>Not found</body></html>",
    "some other XML": "<invoice/>",
    "a picture that is XML": '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
    "no element": '<?xml version="1.0"?>',
    "only a sign": "<",
    "no id": g2().replace('guid="a"', 'guid="  "'),
}


@pytest.mark.parametrize("xml", REFUSED.values(), ids=list(REFUSED))
def test_it_is_quarantined_with_a_sentence(xml):
    reason = parse(xml).reason
    assert reason and len(reason) < 400


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE newsItem [<!ENTITY x SYSTEM "{}">]>',
        '<!DOCTYPE newsItem [<!ENTITY x PUBLIC "a" "{}">]>',
        '<!DOCTYPE newsItem [<!ENTITY % p SYSTEM "{}"> %p;]>',
        '<!DOCTYPE newsItem SYSTEM "{}">',
        '<!DOCTYPE newsItem PUBLIC "a" "{}" [<!ENTITY x SYSTEM "{}">]>',
    ],
)
@pytest.mark.parametrize("wrapped", [g2, lambda text, doctype: newsml(doctype, text)])
def test_no_entity_reads_a_file_or_asks_anybody(wrapped, declaration, canary, address):
    for target in (canary, address, address.replace("http:", "ftp:"), "/etc/hostname"):
        doctype = declaration.replace("{}", target)
        assert parse(wrapped("<headline>&x;</headline>", doctype=doctype)).reason
        parse(wrapped("<headline>Head</headline>", doctype=doctype))


def test_an_external_dtd_is_named_and_not_fetched(canary, address):
    for target in (canary, address):
        doctype = f'<!DOCTYPE NewsML SYSTEM "{target}" [<!ENTITY % n SYSTEM "{target}"> %n;]>'
        assert parse_item(newsml(doctype)).body_html == "<p>One.</p>"


def test_nothing_is_included_and_no_style_sheet_is_fetched(canary, address):
    include = '<x:include xmlns:x="http://www.w3.org/2001/XInclude" parse="text" href="{}"/>'
    sheet = '<?xml-stylesheet type="text/xsl" href="{}"?>'
    for target in (canary, address):
        body = f"<p>One.</p>{include.format(target)}"
        item = parse_item(newsml(sheet.format(target), body))
        assert item.body_html == "<p>One.</p>"


def test_a_place_of_schemas_is_not_asked(address):
    xsi = (
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{G2} {address}"'
    )
    assert parse_item(g2().replace("<newsItem", f"<newsItem {xsi}")).guid == "a"


def test_letters_that_html_names_are_letters_where_a_dtd_may_have_named_them():
    doctype = '<!DOCTYPE NewsML SYSTEM "NewsML.dtd">'
    body = "<p>Caf&eacute;&nbsp;&mdash; t&ocirc;i</p>"
    assert parse_item(newsml(doctype, body)).body_html == "<p>Café — tôi</p>"
    assert "eacute" in parse(newsml("", body)).reason


def test_a_document_cut_anywhere_is_quarantined():
    whole = g2(HEADLINE("Head"), body="<p>One.</p>" * 20).encode()
    assert {parse(whole[:end]).accepted for end in range(0, len(whole) - 1, 50)} == {False}


@pytest.mark.parametrize("name", ["newsml1-kyodo-lipeng.xml", "g2-dpa-text-eintracht.xml"])
def test_real_copy_cut_anywhere_is_quarantined(samples, name):
    whole = (samples / name).read_bytes().rstrip()
    assert {parse(whole[:end]).accepted for end in range(0, len(whole) - 1, 50)} == {False}


@pytest.mark.parametrize("declared", ["iso-8859-1", "us-ascii", "windows-1252", "shift_jis"])
def test_utf_8_that_says_it_is_something_else_is_read_as_it_is(declared):
    xml = f'<?xml version="1.0" encoding="{declared}"?>' + nitf("<p>Đà Nẵng</p>")
    parsed = parse(xml)
    assert (parsed.items[0].body_html, len(parsed.remarks)) == ("<p>Đà Nẵng</p>", 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_an_encoding_that_is_truly_declared_is_believed(encoding):
    declared = encoding.removesuffix("-sig")
    xml = f'<?xml version="1.0" encoding="{declared}"?>' + nitf("<p>Café fermé</p>")
    parsed = parse(xml.encode(encoding))
    assert (parsed.items[0].body_html, parsed.remarks) == ("<p>Café fermé</p>", ())


def test_blanks_before_the_declaration_are_passed_over():
    assert (
        parse_item('\r\n  <?xml version="1.0" encoding="utf-8"?>' + nitf()).body_html
        == "<p>One.</p>"
    )


EVIL = (
    '<p onclick="x()">One.<script>x()</script></p><iframe src="http://a.example/"/>'
    '<p><a href="javascript:x()">Two</a> <a href="file:///etc/passwd">three</a></p>'
    '<img src="http://a.example/1.gif" onerror="x()"/><object data="a.swf"/><style>p {}</style>'
    '<form action="http://a.example/"><input name="a"/></form><svg onload="x()"><script>x()</script></svg>'
    "<p>&lt;script&gt;four&lt;/script&gt;</p>"
)


@pytest.mark.parametrize(
    "xml", [g2(body=EVIL), newsml(body=EVIL), nitf(EVIL)], ids=["g2", "newsml", "nitf"]
)
def test_nothing_in_a_body_runs_or_loads(xml):
    body = parse_item(xml).body_html
    assert body == "<p>One.</p><p>Two three</p><p>&lt;script&gt;four&lt;/script&gt;</p>"
    assert markup.text(body) == "One.\nTwo three\n<script>four</script>"


def test_a_ring_of_packages_ends():
    ring = "".join(
        f'<group id="g{n}"><itemRef residref="i{n}"/><groupRef idref="g{(n + 1) % 5000}"/></group>'
        for n in range(5000)
    )
    xml = f'<packageItem xmlns="{G2}" guid="p"><groupSet root="g0">{ring}</groupSet></packageItem>'
    assert parse_item(xml).package_items == tuple(f"i{n}" for n in range(5000))


PHOTO = '<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>'
CAPTION = (
    "<NewsComponent><Role FormalName='Caption'/><ContentItem><DataContent>C</DataContent>"
    "</ContentItem></NewsComponent>"
)


def _wide(count):
    return {
        "elements in a body": g2(body="<i/>" * count),
        "paragraphs within 200 levels": g2(
            body="<div>" * 200 + "<i/>" * count + "<p>One.</p>" + "</div>" * 200
        ),
        "sections not for the public, in each other": g2(
            body="<div class='nonpublic'>" * 200 + "<i/>" * count + "</div>" * 200
        ),
        "headlines": g2(HEADLINE("a") * (count // 4)),
        "groups": f'<packageItem xmlns="{G2}" guid="p"><groupSet>'
        + "<group/>" * (count // 2)
        + "</groupSet></packageItem>",
        "components with pictures": newsml().replace(
            "<NewsComponent>",
            "<NewsComponent>" + f"<NewsComponent>{PHOTO}</NewsComponent>" * (count // 20),
        ),
        "components in each other with pictures": newsml().replace(
            "<NewsComponent>",
            "<NewsComponent>"
            + "<NewsComponent>" * 200
            + '<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>'
            * (count // 20)
            + "</NewsComponent>" * 200,
        ),
        "captions": newsml(
            body="<p>One.</p></DataContent></ContentItem>"
            + CAPTION * (count // 20)
            + "<ContentItem><DataContent>"
        ),
        "media": nitf(
            '<media media-type="image"><media-reference source="a.jpg"/></media>' * (count // 10)
        ),
        "notes": nitf().replace("<body.head/>", f"<body.head>{'<note/>' * count}</body.head>"),
    }


WIDE = _wide(30_000)


@pytest.mark.parametrize("xml", WIDE.values(), ids=list(WIDE))
def test_very_many_of_one_thing_take_no_time(xml):
    assert parse(xml).reason == ""


def test_what_comes_next_is_unharmed():
    for xml in REFUSED.values():
        if len(xml) < 100_000:
            parse(xml)
    assert parse_item(g2(HEADLINE("Head"), body="<p>One.</p>")).body_html == "<p>One.</p>"
