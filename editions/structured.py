"""A story as structured data: schema.org NewsArticle with the credit on every picture.

Prints what the edition and its pictures hold; composes no sentence. The author of a story without a
named person is the agencies or the newsroom; a person is never invented.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from editions.addresses import absolute_url
from editions.attribution import Attribution, attribution_for
from editions.models import Edition
from editions.pictures import Picture
from text.datetimes import isoformat_local

JSONObject = dict[str, Any]


def news_article(edition: Edition, pictures: Iterable[Picture]) -> JSONObject:
    """Return the JSON-LD of a story page. `pictures` are those that the page shows."""
    url = absolute_url(edition.get_absolute_url())
    attribution = attribution_for(edition)
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": edition.headline,
        "description": edition.standfirst,
        "articleSection": edition.section.name,
        "inLanguage": edition.language,
        "datePublished": isoformat_local(edition.first_published_at),
        "dateModified": isoformat_local(edition.changed_at),
        "wordCount": edition.word_count,
        "expires": isoformat_local(edition.public_until) if edition.runs_out else "",
        "isAccessibleForFree": True,
        "keywords": [topic["name"] for topic in edition.linked_entities.get("topics", [])],
        "author": _authors(attribution),
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": settings.SITE_NAME,
            "url": settings.SITE_URL,
        },
        "creditText": attribution.source_line,
        "sourceOrganization": [_organization(agency["name"]) for agency in attribution.agencies],
        "copyrightHolder": attribution.copyright_holder
        and _organization(attribution.copyright_holder),
        "copyrightNotice": attribution.copyright_notice,
        "usageInfo": attribution.usage_terms
        and {"@type": "CreativeWork", "text": attribution.usage_terms},
        "dateline": edition.dateline,
        "image": [image for picture in pictures for image in _images(picture)],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": correction["note"],
                "datePublished": correction["at"],
            }
            for correction in edition.corrections
        ],
    }
    return {key: value for key, value in data.items() if value not in ("", [])}


def _authors(attribution: Attribution) -> list[JSONObject]:
    people = [
        {
            "@type": "Person",
            "name": author["name"],
            "url": absolute_url(reverse("author", args=[author["slug"]])),
        }
        for author in attribution.authors
    ]
    agencies = [_organization(agency["name"]) for agency in attribution.agencies]
    return people or agencies or [_organization(settings.SITE_NAME)]


def _organization(name: str) -> JSONObject:
    return {"@type": "Organization", "name": name}


def _images(picture: Picture) -> list[JSONObject]:
    """Return the picture, and the lead in the crops that search engines ask for, each with credit."""
    shapes = [picture.whole]
    if picture.order == 0:
        shapes += picture.crops.values()
    data = {
        "caption": picture.caption,
        "creditText": picture.credit_line,
        "copyrightNotice": picture.copyright_notice,
        "sourceOrganization": [_organization(name) for name in picture.agencies],
        "creator": picture.creator and {"@type": "Person", "name": picture.creator},
        "license": picture.web_statement,
        "acquireLicensePage": picture.licensor_url,
    }
    stated = {key: value for key, value in data.items() if value}
    return [
        {
            "@type": "ImageObject",
            "contentUrl": absolute_url(files.largest_address),
            "width": files.largest.width,
            "height": files.largest.height,
            **stated,
        }
        for files in shapes
    ]
