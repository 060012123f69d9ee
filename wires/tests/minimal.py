"""The smallest delivery of every format, for the questions that test_contract.py asks of each.

A new parser is entered in SAMPLES: a function that takes the keywords of `Delivery` and returns bytes.
"""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from types import ModuleType

from PIL import Image as Pillow

from wires.parsers import (
    anpa,
    ap,
    atom,
    iptc7901,
    json_feed,
    newsml1,
    newsml_g2,
    ninjs,
    nitf,
    picture,
    rss,
    zczc,
)

G2 = "http://iptc.org/std/nar/2006-10-01/"
WORDPRESS = 'xmlns:wp="http://wordpress.org/export/1.2/"'


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What a sample says. `embargo` is the end of an embargo as the format writes it; "" is none."""

    guid: str = "wire:1"
    status: str = "usable"
    embargo: str = ""
    body: str = "<p>A night ferry turned back.</p>"


def newsml_g2_item(delivery: Delivery) -> bytes:
    embargo = f"<embargoed>{delivery.embargo}</embargoed>" if delivery.embargo else ""
    return (
        f'<newsItem xmlns="{G2}" guid="{delivery.guid}" version="1"><itemMeta>'
        f'<itemClass qcode="ninat:text"/><pubStatus qcode="stat:{delivery.status}"/>{embargo}'
        f"</itemMeta><contentMeta><headline>Ferry</headline></contentMeta><contentSet>"
        f'<inlineData contenttype="text/html">{escape(delivery.body)}</inlineData></contentSet></newsItem>'
    ).encode()


def newsml1_item(delivery: Delivery) -> bytes:
    embargo = (
        f'<StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>{delivery.embargo}'
        "</DateAndTime></StatusWillChange>"
        if delivery.embargo
        else ""
    )
    return (
        "<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>"
        f"{delivery.guid}</PublicIdentifier></NewsIdentifier></Identification><NewsManagement>"
        f'<Status FormalName="{delivery.status}"/>{embargo}</NewsManagement><NewsComponent>'
        f"<ContentItem><DataContent>{escape(delivery.body)}</DataContent></ContentItem>"
        "</NewsComponent></NewsItem></NewsML>"
    ).encode()


def nitf_document(delivery: Delivery) -> bytes:
    embargo = f'<date.release norm="{delivery.embargo}"/>' if delivery.embargo else ""
    return (
        f'<nitf><head><docdata management-status="{delivery.status}">'
        f'<doc-id id-string="{delivery.guid}"/>{embargo}</docdata></head><body><body.head/>'
        f"<body.content>{delivery.body}</body.content></body></nitf>"
    ).encode()


def rss_feed(delivery: Delivery) -> bytes:
    status = "" if delivery.status == "usable" else f"<wp:status>{delivery.status}</wp:status>"
    title = f"EMBARGO: {delivery.embargo}" if delivery.embargo else "Ferry"
    return (
        f'<rss version="2.0" {WORDPRESS}><channel><item><guid>{delivery.guid}</guid>{status}'
        f"<title>{title}</title><description>{escape(delivery.body)}</description></item></channel></rss>"
    ).encode()


def atom_feed(delivery: Delivery) -> bytes:
    status = "Embargoed" if delivery.embargo else delivery.status
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>{delivery.guid}</id>'
        f"<title>Ferry</title><NewsManagement><PublishingStatus"
        f' statusChangeOn="{delivery.embargo}">{status}</PublishingStatus></NewsManagement>'
        f'<content type="html">{escape(delivery.body)}</content></entry></feed>'
    ).encode()


def json_feed_document(delivery: Delivery) -> bytes:
    title = f"EMBARGO: {delivery.embargo}" if delivery.embargo else "Ferry"
    item = {"id": delivery.guid, "title": title, "content_html": delivery.body}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]}).encode()


def ap_item(delivery: Delivery) -> bytes:
    item = {
        "uri": f"https://api.ap.org/media/v/content/{'a' * 32}" if delivery.guid else "",
        "altids": {"itemid": delivery.guid, "etag": "x_1"},
        "type": "text",
        "pubstatus": delivery.status,
        "headline": "Ferry",
        "body_html": delivery.body,
    }
    if delivery.embargo:
        item["embargoed"] = delivery.embargo
    return json.dumps({"data": {"item": item}}).encode()


def ninjs_item(delivery: Delivery) -> bytes:
    item = {
        "standard": {"name": "ninjs", "version": "3.1"},
        "uri": delivery.guid,
        "type": "text",
        "pubStatus": delivery.status,
        "headlines": [{"value": "Ferry"}],
        "bodies": [{"contentType": "text/html", "value": delivery.body}],
    }
    if delivery.embargo:
        item["embargoedUntil"] = delivery.embargo
    return json.dumps(item).encode()


def telegraph_body(delivery: Delivery) -> str:
    embargo = f"EMBARGO: {delivery.embargo}\n\n" if delivery.embargo else ""
    return f"{embargo}   {delivery.body}\n"


def anpa_copy(delivery: Delivery) -> bytes:
    return (
        "a0123TST\r\nr i BC-Ferry   06-08 0100\r\n^BC-Ferry<\n^Ferry<\n"
        f"{telegraph_body(delivery)}\nTST-HAN-06-08-24 0411GMT<\n"
    ).encode()


def iptc7901_copy(delivery: Delivery) -> bytes:
    return (
        "abc062 4 i 211 ccccb   tst 061\n\nFerry/\n\x02Ferry =\n\n"
        f"{telegraph_body(delivery)}\n\x03081137 GMT Jun\n"
    ).encode()


def zczc_copy(delivery: Delivery) -> bytes:
    return f"ZCZC AAP\n#Ferry\n^Ferry turns back\n\n{telegraph_body(delivery)}NNNN\n".encode()


def picture_file(delivery: Delivery) -> bytes:
    """A JPEG; an embargo stands in its caption, a body has no place in it."""
    file = io.BytesIO()
    comment = f"EMBARGO: {delivery.embargo}" if delivery.embargo else ""
    exif = Pillow.Exif()
    exif[0x010E] = comment  # ImageDescription
    Pillow.new("RGB", (60, 40)).save(file, "JPEG", exif=exif)
    return file.getvalue()


SAMPLES: dict[ModuleType, Callable[[Delivery], bytes]] = {
    newsml_g2: newsml_g2_item,
    newsml1: newsml1_item,
    nitf: nitf_document,
    rss: rss_feed,
    atom: atom_feed,
    json_feed: json_feed_document,
    ap: ap_item,
    ninjs: ninjs_item,
    anpa: anpa_copy,
    iptc7901: iptc7901_copy,
    zczc: zczc_copy,
    picture: picture_file,
}
