"""Terms of use that standard elements carry are read in every format."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from attribution import terms
from wires.parsers import parse
from wires.parsing.usage import usage

CASES = Path(__file__).parent / "cases"
AT = datetime(2024, 6, 8, 13, 0, tzinfo=UTC)
END = datetime(2024, 6, 22, 12, 0, tzinfo=UTC)


def read(raw):
    (item,) = parse(raw, at=AT).items
    return item.usage_terms.splitlines(), item.expires_at, item.embargo_until


@pytest.mark.parametrize(
    ("name", "terms", "end"),
    [
        ("newsml1-rightsline", ["NO SALES, JAPAN OUT, NOT FOR USE AFTER JUNE 22"], None),
        (
            "newsml1-geography",
            ["Editorial use", "Not for use in Japan", "Not for use after 2024-06-22"],
            END,
        ),
        (
            "nitf-doc-rights-geography",
            ["Australia only", "online only", "Not for use after 2024-06-22"],
            END,
        ),
    ],
)
def test_the_elements_of_rights_are_terms(name, terms, end):
    stated, expires_at, _embargo = read((CASES / f"c02-{name}.xml").read_bytes())
    assert (stated, expires_at) == (terms, end)


def test_a_geography_alone_is_a_term():
    stated, _end, _embargo = read((CASES / "c02-newsml1-geography-only.xml").read_bytes())
    assert "Not for use in Japan" in stated


def g2(rights):
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="1">
      {rights}<itemMeta><itemClass qcode="ninat:text"/><pubStatus qcode="stat:usable"/></itemMeta>
      <contentSet><inlineXML><p>The first boat left.</p></inlineXML></contentSet></newsItem>""".encode()


def test_rights_of_g2_have_times_addresses_and_expressions():
    dated = '<rightsInfo validfrom="2024-06-09T00:00:00Z" validto="2024-06-22T12:00:00Z"/>'
    begins = datetime(2024, 6, 9, tzinfo=UTC)
    assert read(g2(dated)) == (["Not for use after 2024-06-22"], END, begins)
    linked = '<rightsInfo><link href="https://agency.example/terms"/></rightsInfo>'
    assert read(g2(linked)) == (["https://agency.example/terms"], None, None)
    coded = "<rightsInfo><rightsExpressionData>use 1 time</rightsExpressionData></rightsInfo>"
    assert read(g2(coded))[0] == [
        "Restricted by a rights expression that is not read: use 1 time",
    ]


def test_rights_of_ninjs_are_terms_beside_the_address_of_others():
    raw = b"""{"uri": "urn:x:1", "type": "text", "version": "1", "headline": "Ferry",
        "usageterms": "NO SALES", "rightsinfo": {"encodedRights": "use 1 time"}}"""
    expression = "Restricted by a rights expression that is not read: use 1 time"
    assert read(raw)[0] == ["NO SALES", expression]


@pytest.mark.parametrize(
    ("territory", "term"),
    [
        ("Japan", "Japan only"),
        ("Japan only", "Japan only"),
        ("Worldwide", "Worldwide"),
        ("All but Japan", "All but Japan"),
        ("Not for use in Japan", "Not for use in Japan"),
    ],
)
def test_a_territory_that_is_named_alone_is_the_only_one(territory, term):
    assert usage(territories=[territory]).terms == (term,)


def test_of_several_times_the_strictest_counts_and_one_that_is_unread_stays():
    dated = usage(
        begins=["20240608T120000Z", "20240609T120000Z", "soon"],
        ends=["20240622T120000Z", "20240623T120000Z", "9999-12-31", "the day after"],
    )
    assert (dated.begins_at, dated.ends_at) == (datetime(2024, 6, 9, 12, tzinfo=UTC), END)
    assert dated.terms == (
        "Not for use before soon",
        "Not for use after the day after",
        "Not for use after 2024-06-22",
    )


def test_terms_of_a_picture_beside_copy_are_not_those_of_the_copy():
    raw = (CASES / "c02-newsml1-geography.xml").read_text()
    picture = """<NewsComponent><RightsMetadata><UsageRights><Geography>Not for use in Asia</Geography>
      </UsageRights></RightsMetadata><ContentItem Href="a.jpg"><MediaType FormalName="Photo"/>
      </ContentItem></NewsComponent><NewsComponent><Role FormalName="Main Text"/>"""
    raw = raw.replace('<NewsComponent><Role FormalName="Main Text"/>', picture)
    (item,) = parse(raw.encode(), at=AT).items
    assert "Not for use in Asia" not in item.usage_terms
    assert "Not for use in Asia" in item.pictures[0].usage_terms


NITF = """<nitf><head><docdata><doc-id id-string="x"/><date.expire norm="{}"/></docdata></head>
  <body><body.content><p>The first boat left.</p></body.content></body></nitf>"""
NEWSML1 = """<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>x</ProviderId>
  <DateId>20240608</DateId><NewsItemId>1</NewsItemId></NewsIdentifier></Identification><NewsManagement>
  <Status FormalName="Usable"/><StatusWillChange><FutureStatus FormalName="Canceled"/>
  <DateAndTime>{}</DateAndTime></StatusWillChange></NewsManagement><NewsComponent><ContentItem>
  <DataContent><p>The first boat left.</p></DataContent></ContentItem></NewsComponent></NewsItem>
  </NewsML>"""
NINJS = '{{"uri": "urn:x:1", "type": "text", "pubstatus": "usable", "expires": "{}"}}'
ENDS = {
    "G2 rights": lambda end: g2(f"<rightsInfo><expires>{end}</expires></rightsInfo>"),
    "G2 validity": lambda end: g2(f'<rightsInfo validto="{end}"/>'),
    "NITF": lambda end: NITF.format(end).encode(),
    "NewsML 1": lambda end: NEWSML1.format(end).encode(),
    "ninjs": lambda end: NINJS.format(end).encode(),
}


@pytest.mark.parametrize("raw", ENDS.values(), ids=ENDS)
def test_an_end_that_cannot_be_read_is_a_term_that_somebody_rules_on(raw):
    assert read(raw("end of June"))[:2] == (["Not for use after end of June"], None)
    assert terms.read("Not for use after end of June").not_understood
    stated, end, _embargo = read(raw("2024-06-22T12:00:00Z"))
    assert (end, "Not for use after 2024-06-22T12:00:00Z" in stated) == (END, False)
    assert read(raw("9999-12-31T00:00:00Z"))[:2] == ([], None)


def test_a_begin_before_all_time_is_none():
    assert usage(begins=["0001-01-01T00:00:00"]) == usage()


def test_a_picture_with_an_unreadable_end_has_it_among_its_terms():
    picture = {"uri": "urn:x:2", "type": "picture", "expires": "soon", "renditions": {"a": {}}}
    item = {"uri": "urn:x:1", "type": "text", "associations": {"a": picture}}
    (item,) = parse(json.dumps(item).encode(), at=AT).items
    assert [release.picture.usage_terms for release in item.picture_releases] == [
        "Not for use after soon"
    ]
