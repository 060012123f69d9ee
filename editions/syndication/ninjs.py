"""ninjs 3.1 (IPTC, 2025): a story as JSON, its pictures associated with it.

Writes what `stories.py` provides and composes no text. Where the schema and IPTC's guide differ,
the schema counts.
"""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from editions.addresses import absolute_url
from editions.kinds import USABLE
from editions.models import Edition
from editions.pictures import Picture
from editions.syndication.stories import SyndicatedStory
from text.datetimes import isoformat_local

JSONObject = dict[str, Any]
STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}


def item(story: SyndicatedStory) -> JSONObject:
    """Return the story as a ninjs object. Without content it has its id, status and note."""
    edition = story.edition
    return _without_empty(
        {
            "uri": story.guid,
            "type": "text",
            "representationType": "full",
            "version": str(story.version),
            "firstCreated": isoformat_local(edition.first_published_at),
            "versionCreated": isoformat_local(story.version_at),
            "pubStatus": story.status,
            "expires": story.expires,
            "language": edition.language,
            **(_content(story) if story.has_content else {}),
            "edNote": story.note,
            "associations": [
                *(_picture(story, picture) for picture in story.pictures),
                *(
                    _recalled(story, number, guid)
                    for number, guid in enumerate(story.recalled, start=1)
                ),
            ],
            "altIds": _other_addresses(story),
            "standard": STANDARD,
        }
    )


def _content(story: SyndicatedStory) -> JSONObject:
    edition, attribution = story.edition, story.attribution
    return {
        "headlines": _headlines(edition),
        "by": attribution.byline,
        "located": edition.dateline,
        "descriptions": _descriptions(
            summary=edition.standfirst, creditline=attribution.source_line
        ),
        "bodies": _bodies(story),
        "infoSources": [_source(agency) for agency in attribution.agencies],
        "subjects": [{"name": name, "uri": uri} for name, uri in story.topics],
        "copyrightHolder": attribution.copyright_holder,
        "copyrightNotice": attribution.copyright_notice,
        "usageTerms": attribution.usage_terms,
    }


def _picture(story: SyndicatedStory, picture: Picture) -> JSONObject:
    edition, file = story.edition, picture.whole.largest
    return _without_empty(
        {
            "name": "lead" if picture.order == 0 else f"figure-{picture.order}",
            "uri": story.guid_of(picture),
            "type": "picture",
            "version": str(story.version),
            "versionCreated": isoformat_local(story.version_at),
            "pubStatus": USABLE,
            "language": edition.language,
            "by": picture.creator,
            "descriptions": _descriptions(
                caption=picture.caption,
                alttext=picture.alt,
                extendeddescription=picture.extended_description,
                creditline=picture.credit_line,
            ),
            "infoSources": [{"name": name} for name in picture.agencies],
            "copyrightNotice": picture.copyright_notice,
            "usageTerms": picture.usage_terms,
            "digitalSourceType": _without_empty({"uri": picture.source_type}),
            "rightsInfo": _without_empty({"linkedRights": picture.web_statement}),
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


def _recalled(story: SyndicatedStory, number: int, guid: str) -> JSONObject:
    """Return a picture that may be used no more: its id and status, nothing to print."""
    return {
        "name": f"recalled-{number}",
        "uri": guid,
        "type": "picture",
        "version": str(story.version),
        "versionCreated": isoformat_local(story.version_at),
        "pubStatus": story.recalled_status,
    }


def _headlines(edition: Edition) -> list[JSONObject]:
    lines = (("main", edition.headline), ("kicker", edition.kicker))
    return [{"role": role, "value": text} for role, text in lines if text]


def _bodies(story: SyndicatedStory) -> list[JSONObject]:
    html = story.body_html
    body = {
        "role": "main",
        "contentType": "text/html",
        "wordCount": story.edition.word_count,
        "value": html,
    }
    return [body] if html else []


def _descriptions(**by_role: str) -> list[JSONObject]:
    return [
        {"role": role, "contentType": "text/plain", "value": text}
        for role, text in by_role.items()
        if text
    ]


def _source(agency: Mapping[str, str]) -> JSONObject:
    return {"name": agency["name"], "uri": absolute_url(reverse("agency", args=[agency["slug"]]))}


def _other_addresses(story: SyndicatedStory) -> list[JSONObject]:
    """Return the addresses of the page for readers, and of the same item in the other format."""
    g2 = absolute_url(reverse("partner-newsml-g2", args=[story.edition.story_id]))
    addresses = (("webpage", story.address), ("newsml-g2", g2))
    return [{"role": role, "value": address} for role, address in addresses if address]


def _without_empty(data: JSONObject) -> JSONObject:
    """Return the data without the keys whose value is empty."""
    return {key: value for key, value in data.items() if value not in ("", [], {})}
