"""ninjs 3.1 (IPTC, 2025): a story as JSON, its pictures associated with it.

Writes what `stories.py` gives and composes nothing. Where the schema and IPTC's guide differ, the
schema counts.
"""

from django.urls import reverse

from editions.addresses import absolute_url
from editions.pictures import Picture
from editions.syndication.stories import CANCELED, USABLE, SyndicatedStory
from text.datetimes import isoformat_local

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}


def item(given: SyndicatedStory) -> dict:
    """The story as a ninjs object. A canceled one has its id, its note and nothing to print."""
    edition, said = given.edition, given.said
    return _said(
        {
            "uri": given.guid,
            "type": "text",
            "representationType": "full",
            "version": str(given.version),
            "firstCreated": isoformat_local(edition.first_published_at),
            "versionCreated": isoformat_local(given.version_at),
            "pubStatus": given.status,
            "language": edition.language,
            "headlines": _headlines(edition),
            "by": said.byline,
            "located": edition.dateline,
            "descriptions": _described(summary=edition.standfirst, creditline=said.source_line),
            "bodies": _bodies(given),
            "infoSources": [_source(agency) for agency in said.agencies],
            "subjects": [{"name": name, "uri": uri} for name, uri in given.topics],
            "copyrightHolder": said.copyright_holder,
            "copyrightNotice": said.copyright_notice,
            "usageTerms": said.usage_terms,
            "edNote": given.note,
            "associations": [
                *(_picture(given, picture) for picture in given.pictures),
                *(_recalled(given, *named) for named in enumerate(given.recalled, start=1)),
            ],
            "altIds": _other_addresses(given),
            "standard": STANDARD,
        }
    )


def _picture(given, picture: Picture):
    edition, file = given.edition, picture.whole.largest
    return _said(
        {
            "name": "lead" if picture.order == 0 else f"figure-{picture.order}",
            "uri": given.guid_of(picture),
            "type": "picture",
            "version": str(given.version),
            "versionCreated": isoformat_local(given.version_at),
            "pubStatus": USABLE,
            "language": edition.language,
            "by": picture.creator,
            "descriptions": _described(
                caption=picture.caption,
                alttext=picture.alt,
                extendeddescription=picture.extended_description,
                creditline=picture.credit_line,
            ),
            "infoSources": [{"name": name} for name in picture.agencies],
            "copyrightNotice": picture.copyright_notice,
            "usageTerms": picture.usage_terms,
            "digitalSourceType": _said({"uri": picture.source_type}),
            "rightsInfo": _said({"linkedRights": picture.web_statement}),
            "renditions": [
                {
                    "name": "highRes",
                    "href": absolute_url(picture.largest),
                    "contentType": "image/jpeg",
                    "width": file.width,
                    "height": file.height,
                }
            ],
        }
    )


def _recalled(given, number, guid):
    """A picture that may be used no more: its id, and nothing to print."""
    return {
        "name": f"recalled-{number}",
        "uri": guid,
        "type": "picture",
        "version": str(given.version),
        "versionCreated": isoformat_local(given.version_at),
        "pubStatus": CANCELED,
    }


def _headlines(edition):
    lines = (("main", edition.headline), ("kicker", edition.kicker))
    return [{"role": role, "value": words} for role, words in lines if words]


def _bodies(given):
    html = given.body_html
    body = {
        "role": "main",
        "contentType": "text/html",
        "wordCount": given.edition.word_count,
        "value": html,
    }
    return [body] if html else []


def _described(**by_role):
    return [
        {"role": role, "contentType": "text/plain", "value": words}
        for role, words in by_role.items()
        if words
    ]


def _source(agency):
    return {"name": agency["name"], "uri": absolute_url(reverse("agency", args=[agency["slug"]]))}


def _other_addresses(given):
    """The page for readers, and the same item in the other format."""
    g2 = absolute_url(reverse("partner-newsml-g2", args=[given.edition.story_id]))
    found = (("webpage", given.address), ("newsml-g2", g2))
    return [{"role": role, "value": address} for role, address in found if address]


def _said(data):
    """Without what there is nothing to say of."""
    return {key: value for key, value in data.items() if value not in ("", [], {})}
