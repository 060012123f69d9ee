"""`manage.py inspect_image FILE`: print the metadata of a picture file as one JSON object.

For the desk's technicians, and for scripts. Nothing is stored. Where a picture was taken and with
which camera is never printed.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files import File
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from attribution import terms
from attribution.models import Agency
from images.credits import reasons, signoff
from images.files import validate
from images.metadata.reading import EmbeddedMetadata
from images.metadata.stated_terms import stated_terms

REFUSED = 3  # the exit status
_FORMATS = {
    "jpg": "JPEG",
    "webp": "WebP",
    "avif": "AVIF",
    "png": "PNG",
    "tiff": "TIFF",
    "gif": "GIF",
}
_FIELDS = (
    "creator",
    "credit_line",
    "source",
    "copyright_notice",
    "caption",
    "headline",
    "title",
    "alt_text",
    "extended_description",
    "instructions",
    "usage_terms",
    "web_statement",
    "licensor_url",
    "data_mining",
    "digital_source_type",
    "created_at",
    "job_id",
)
_ANSWER = (
    "accepted",
    "reason",
    "format",
    "width",
    "height",
    *_FIELDS,
    "proposed_credit",
    "credit_because",
    "restrictions",
    "terms_not_understood",
    "barred_here",
)


class Command(BaseCommand):
    help = "Print what a picture file says of itself as JSON. Exits with 3 when it is refused."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        result = dict.fromkeys(_ANSWER) | {"accepted": False, "conflicts": []}
        result["content_credentials"] = None
        try:
            result |= _answer(Path(file))
        except validate.InvalidImage as error:
            result["reason"] = str(error)
        except (OSError, ValueError) as error:  # a path may hold NUL
            reason = getattr(error, "strerror", None) or error
            result["reason"] = f"“{file}” was not read: {reason}. Name a picture file."
        text = json.dumps(result, ensure_ascii=False, indent=2)
        self.stdout.write(_writable(text, getattr(self.stdout, "encoding", None)))
        if not result["accepted"]:
            raise SystemExit(REFUSED)


def _answer(path: Path) -> dict[str, Any]:
    if not path.is_file():
        reason = "it is not a file" if path.exists() else "there is no such file"
        raise validate.InvalidImage(
            f"“{path}” was not read: {reason}. Name a picture file.", code="file_unreadable"
        )
    with path.open("rb") as file:
        validated = validate.validate(File(file))
    metadata, agencies = validated.metadata, _agencies()
    because = reasons.because(metadata, agencies=agencies)
    stated = _terms(metadata, agencies)
    return {
        "accepted": True,
        "format": _FORMATS[validated.format],
        "width": validated.width,
        "height": validated.height,
        **{name: getattr(metadata, name) for name in _FIELDS},
        "proposed_credit": because.credit,
        "credit_because": because.lines,
        "restrictions": list(stated.restrictions),
        "terms_not_understood": list(stated.not_understood),
        "barred_here": terms.bars(stated.restrictions, settings.HOUSE_TERRITORIES)
        or terms.bars_online(stated.restrictions),
        "conflicts": list(metadata.conflicts),
        "content_credentials": _credentials(metadata),
    }


def _terms(metadata: EmbeddedMetadata, agencies: list[Agency]) -> terms.Terms:
    """Return the terms of a file as they are read, without what the desk has ruled."""
    stated = stated_terms(metadata, signoff.read(metadata, agencies=agencies))
    return terms.read(stated.instructions, stated.usage_terms)


def _credentials(metadata: EmbeddedMetadata) -> dict[str, Any] | None:
    """Return what its Content Credentials are worth and say; None where there are none."""
    if metadata.credentials is None:
        return None
    return {name: value for name, value in asdict(metadata.credentials).items() if value}


def _agencies() -> list[Agency]:
    """Return the agencies that are entered; none where there is no database yet."""
    try:
        return list(Agency.objects.all())
    except (DatabaseError, ImproperlyConfigured):
        return []


def _writable(text: str, encoding: str | None) -> str:
    """Return the text as the terminal can show it, with JSON's escapes where it cannot."""
    try:
        text.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return json.dumps(json.loads(text), indent=2)
    return text
