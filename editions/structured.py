"""A story for machines: schema.org NewsArticle with the credit on every picture.

Prints what the edition and its pictures hold; composes no sentence. A story without a named author
is the agencies' or the newsroom's; a person is never invented.
"""

from django.conf import settings
from django.urls import reverse

from editions import attribution
from editions.addresses import absolute_url
from text.datetimes import isoformat_local


def news_article(edition, pictures) -> dict:
    """The JSON-LD of a story page. `pictures` are those that the page shows."""
    url = absolute_url(edition.get_absolute_url())
    said = attribution.attribution_for(edition)
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
        "dateModified": isoformat_local(edition.published_at),
        "wordCount": edition.word_count,
        "isAccessibleForFree": True,
        "keywords": [topic["name"] for topic in edition.linked_entities.get("topics", [])],
        "author": _authors(said),
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": settings.SITE_NAME,
            "url": settings.SITE_URL,
        },
        "creditText": said.source_line,
        "sourceOrganization": [_organization(agency["name"]) for agency in said.agencies],
        "copyrightHolder": said.copyright_holder and _organization(said.copyright_holder),
        "copyrightNotice": said.copyright_notice,
        "usageInfo": said.usage_terms and {"@type": "CreativeWork", "text": said.usage_terms},
        "dateline": edition.dateline,
        "image": [image for picture in pictures for image in _images(picture)],
        "correction": [
            {"@type": "CorrectionComment", "text": c["note"], "datePublished": c["at"]}
            for c in edition.corrections
        ],
    }
    return {key: value for key, value in data.items() if value not in ("", [])}


def _authors(said):
    people = [
        {
            "@type": "Person",
            "name": a["name"],
            "url": absolute_url(reverse("author", args=[a["slug"]])),
        }
        for a in said.authors
    ]
    agencies = [_organization(agency["name"]) for agency in said.agencies]
    return people or agencies or [_organization(settings.SITE_NAME)]


def _organization(name):
    return {"@type": "Organization", "name": name}


def _images(picture):
    """The picture, and of the lead the shapes that search engines ask for, each with its credit."""
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
    said = {key: value for key, value in data.items() if value}
    return [
        {
            "@type": "ImageObject",
            "contentUrl": absolute_url(files.largest_address),
            "width": files.largest.width,
            "height": files.largest.height,
            **said,
        }
        for files in shapes
    ]
