"""The demo's wire: what agencies sent, in the formats they send, through the door that real copy takes."""

import json
import tomllib
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image as Pillow

from articles.models import Article, ArticleAgency
from attribution.models import Agency
from images.files import embedded_rights
from newsroom.demo.picture_files import read_picture
from wires.ingest import store
from wires.models import Feed, WireItem

ITEMS = Path(__file__).with_name("wire.toml")
BROKEN = b'<?xml version="1.0"?>\n<newsItem guid="demo-broken"><contentSet><inlineXML>cut off her'


def load(agencies: dict[str, Agency], *, at: datetime) -> None:
    """Feeds, what came by them until `at`, and what still lies in a hot folder."""
    items = tomllib.loads(ITEMS.read_text("utf-8"))["item"]
    feeds = {key: _feed(agencies[key], key, at) for key in {item["agency"] for item in items}}
    for item in sorted(items, key=lambda item: -item["hours_ago"]):
        feed, arrived_at = feeds[item["agency"]], at - timedelta(hours=item["hours_ago"])
        for name, raw in _files(item, feed.agency, arrived_at):
            if item["hours_ago"]:
                store.store_delivery(feed, raw, name=name, at=arrived_at)
            else:
                _drop(feed, name, raw)
        if headline := item.get("story"):
            _lay_under(headline, feed.items.get(guid=item["guid"]))
    store.store_delivery(feeds["reuters"], BROKEN, name="broken.xml", at=at - timedelta(hours=2))


def _feed(agency, key, at):
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


def _files(item, agency, arrived_at):
    """The picture before its text, as agencies send them."""
    picture = item.get("picture")
    if picture:
        yield f"{item['guid']}.jpg", _photograph(item, agency)
    yield f"{item['guid']}-v{item['version']}.json", _ninjs(item, agency, arrived_at)


def _ninjs(item, agency, arrived_at):
    """The item as ninjs 3.1."""
    data = {
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


def _photograph(item, agency):
    """Return the item's picture as an agency sends it, with credit and copyright in the file."""
    said = embedded_rights.EmbeddedRights(
        credit=agency.name, source=agency.name, copyright_notice=f"© {agency.name}"
    )
    file = BytesIO()
    with Pillow.open(BytesIO(read_picture(item["picture"]))) as picture:
        picture.save(file, "JPEG", quality=88, **embedded_rights.save_options(said, "JPEG"))
    return file.getvalue()


def _drop(feed, name, raw):
    folder = Path(settings.WIRES_DIR) / feed.address
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(raw)


def _lay_under(headline, item: WireItem):
    """The story rests on the item, in the version it had when it was written."""
    article = Article.objects.get(headline=headline)
    rows = ArticleAgency.objects.filter(article=article, agency=item.agency)
    rows.update(wire_item=item, wire_version=item.current)
