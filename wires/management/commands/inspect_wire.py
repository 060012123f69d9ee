"""`manage.py inspect_wire FILE`: print what is read in a file of agency copy as one JSON object.

For technicians and scripts. Nothing is stored and no database is used. The output is what a feed
would store, because the same parsers read it.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from wires import parsers
from wires.models.feeds import ZONES
from wires.parsing import markup
from wires.parsing.parsed import Parsed, ParsedItem

QUARANTINED = 3  # the exit status
LARGEST = 64 * 1024 * 1024
_FIELDS = (
    "urgency",
    "headline",
    "byline",
    "credit_line",
    "provider",
    "sources",
    "copyright_holder",
    "copyright_notice",
    "usage_terms",
    "editor_note",
    "slugline",
    "dateline",
    "language",
    "created_at",
    "sent_at",
    "signals",
    "body_html",
)
_PICTURE_FIELDS = (
    "href",
    "caption",
    "alt",
    "creator",
    "credit_line",
    "copyright_notice",
    "usage_terms",
    "width",
    "height",
)


class Command(BaseCommand):
    help = (
        "Print what is read in a file of agency copy as JSON."
        " Exits with 3 when a feed would put it into quarantine, or when FILE cannot be read."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--zone",
            default="UTC",
            choices=sorted(ZONES),
            metavar="ZONE",
            help="of times that say none, as a feed has it: Asia/Tokyo. Default: UTC.",
        )

    def handle(self, *args: Any, file: str, zone: str, **options: Any) -> None:
        at = timezone.now()
        parsed = _parsed(Path(file), at, ZoneInfo(zone))
        result = {
            "accepted": parsed.accepted,
            "reason": parsed.reason or None,
            "format": parsed.format or None,
            "remarks": list(parsed.remarks),
            "items": [_item(item, at) for item in parsed.items],
        }
        text = json.dumps(result, ensure_ascii=False, indent=2)
        self.stdout.write(_writable(text, getattr(self.stdout, "encoding", None)))
        if not parsed.accepted:
            raise SystemExit(QUARANTINED)


def _parsed(path: Path, at: datetime, zone: ZoneInfo) -> Parsed:
    try:
        if not path.is_file():
            reason = "it is not a file" if path.exists() else "there is no such file"
        elif path.stat().st_size > LARGEST:
            reason = f"it is larger than {LARGEST >> 20} MB"
        else:
            return parsers.parse(path.read_bytes(), at=at, name=path.name, zone=zone)
    except (OSError, ValueError) as error:  # a path may hold NUL
        reason = getattr(error, "strerror", None) or str(error)
    return Parsed(reason=f"“{path}” was not read: {reason}. Name a file of agency copy.")


def _item(item: ParsedItem, at: datetime) -> dict[str, Any]:
    """Return the item as it is printed. Fields that it does not state are null, lists empty."""
    until = "indefinite" if item.embargo_indefinite else _plain(item.embargo_until)
    return {
        "guid": item.guid,
        "version": item.version,
        "kind": str(item.kind),
        "status": item.status,
        "usable": item.is_usable(at),
        "embargo_until": until,
        **{key: _plain(getattr(item, key)) for key in _FIELDS},
        "body_html": item.body_html,
        "body_text": markup.text(item.body_html),
        "pictures": [
            {key: _plain(getattr(picture, key)) for key in _PICTURE_FIELDS}
            for picture in item.pictures
        ],
        "cancels": list(item.cancels),
        "non_public": item.internal_notes or None,
    }


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else value if value != "" else None


def _writable(text: str, encoding: str | None) -> str:
    """Return the text as the terminal can show it, the rest in JSON's escapes."""
    try:
        text.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return json.dumps(json.loads(text), indent=2)
    return text
