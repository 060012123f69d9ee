"""Load the demo's wire: items in the formats that agencies send, stored as real deliveries are stored."""

import json
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image as Pillow

from accounts.models import User
from articles.models import Article
from articles.wire import sources
from attribution.models import Agency
from images.files import embedded_rights
from newsroom.demo.picture_files import read_picture
from wires.ingest import pictures, store
from wires.models import Feed, WireItem

ITEMS = Path(__file__).with_name("wire.toml")
Table = dict[str, Any]  # a table of wire.toml

BROKEN = b'<?xml version="1.0"?>\n<newsItem guid="demo-broken"><contentSet><inlineXML>cut off her'


def load(agencies: dict[str, Agency], *, by: User, at: datetime) -> None:
    """Create the feeds, store what came by them until `at`, and put the rest in a hot folder.

    `by` takes pictures into the library.
    """
    items = tomllib.loads(ITEMS.read_text("utf-8"))["item"]
    feeds = {
        key: _create_feed(agencies[key], key, at) for key in {item["agency"] for item in items}
    }
    for item in sorted(items, key=lambda item: -item["hours_ago"]):
        feed, arrived_at = feeds[item["agency"]], at - timedelta(hours=item["hours_ago"])
        for name, raw in _files(item, feed.agency, arrived_at):
            if item["hours_ago"]:
                store.store_delivery(feed, raw, name=name, at=arrived_at)
            else:
                _write_to_hot_folder(feed, name, raw)
        if item.get("in_library"):
            version = feed.items.get(guid=item["guid"]).versions.get()
            pictures.import_picture(version, 0, by=by, at=arrived_at)
        if headline := item.get("story"):
            _link_item(headline, feed.items.get(guid=item["guid"]), arrived_at)
    store.store_delivery(feeds["reuters"], BROKEN, name="broken.xml", at=at - timedelta(hours=2))


def _create_feed(agency: Agency, key: str, at: datetime) -> Feed:
    return Feed.objects.create(
        agency=agency,
        name=f"{agency.name} (demo)",
        language="en",
        transport=Feed.Transport.FOLDER,
        address=key,
        interval=5,
        max_silence_minutes=60 * 24,
        last_delivery_at=at,
        created_at=at - timedelta(days=30),
    )


def _files(item: Table, agency: Agency, arrived_at: datetime) -> Iterator[tuple[str, bytes]]:
    """Yield names and contents of the item's files: the picture before its text, as agencies send them."""
    if item.get("picture"):
        yield f"{item['guid']}.jpg", _photograph(item, agency)
    yield f"{item['guid']}-v{item['version']}.json", _ninjs(item, agency, arrived_at)


def _ninjs(item: Table, agency: Agency, arrived_at: datetime) -> bytes:
    """Return the item as ninjs 3.1."""
    data: dict[str, Any] = {
        "standard": {"name": "ninjs", "version": "3.1"},
        "uri": item["guid"],
        "type": "text",
        "version": str(item["version"]),
        "versionCreated": arrived_at.isoformat(),
        "pubStatus": item.get("status", "usable"),
        "urgency": item["urgency"],
        "language": "en",
        "headlines": [{"role": "main", "value": item["headline"]}],
        "slugline": item["slugline"],
        "located": item["dateline"],
        "subjects": [{"name": item["subject"]}],
        "infoSources": [{"name": agency.name, "role": "originator"}],
        "copyrightHolder": agency.name,
        "usageTerms": item.get("usage_terms", ""),
        "edNote": item.get("editor_note", ""),
        "bodies": [
            {
                "role": "main",
                "contentType": "text/html",
                "value": "".join(f"<p>{paragraph}</p>" for paragraph in item["body"]),
            }
        ],
    }
    if hours := item.get("embargo_in_hours"):
        data["embargoedUntil"] = (arrived_at + timedelta(hours=hours)).isoformat()
    if item.get("picture"):
        data["associations"] = [
            {
                "name": "picture",
                "uri": f"{item['guid']}-picture",
                "type": "picture",
                "descriptions": [{"role": "caption", "value": item["caption"]}],
                "copyrightNotice": f"© {agency.name}",
                "infoSources": [{"name": agency.name, "role": "originator"}],
                "renditions": [{"name": "main", "href": f"{item['guid']}.jpg"}],
            }
        ]
    return json.dumps({key: value for key, value in data.items() if value}).encode()


def _photograph(item: Table, agency: Agency) -> bytes:
    """Return the item's picture as an agency sends it, with credit and copyright in the file."""
    rights = embedded_rights.EmbeddedRights(
        credit=agency.name, source=agency.name, copyright_notice=f"© {agency.name}"
    )
    file = BytesIO()
    with Pillow.open(BytesIO(read_picture(item["picture"]))) as picture:
        picture.save(file, "JPEG", quality=88, **embedded_rights.save_options(rights, "JPEG"))
    return file.getvalue()


def _write_to_hot_folder(feed: Feed, name: str, raw: bytes) -> None:
    folder = Path(settings.WIRES_DIR) / feed.address
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(raw)


def _link_item(headline: str, item: WireItem, at: datetime) -> None:
    """Link the story with this headline to the item, in its current version, as its edition was printed."""
    article = Article.objects.get(headline=headline)
    sources.link(article, item, by=article.created_by, at=at)
    edition = article.story and article.story.editions.order_by("-number").first()
    if edition:
        sources.record_printing(article, edition, by=article.created_by, at=at)
