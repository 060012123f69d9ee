"""The parts of a picture's page beside its form: the file's metadata, rulings and history."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from attribution.marking import mark
from attribution.models.terms import meanings
from attribution.wording import house_time
from images import source
from images.metadata.credentials import State, Unchecked
from images.models import Image, ImageChange
from images.views import actions, photographs
from text.datetimes import parse_datetime

LENGTH = 200
# Metadata in reading order. Place and device are never shown.
_LABELS = {
    "headline": _("headline"),
    "title": _("object name"),
    "caption": _("caption"),
    "alt_text": _("alternative text"),
    "extended_description": _("long description"),
    "creator": _("creator"),
    "credit_line": _("credit line"),
    "source": _("source"),
    "copyright_notice": _("copyright notice"),
    "usage_terms": _("usage terms"),
    "instructions": _("instructions"),
    "web_statement": _("statement of rights on the web"),
    "licensor_name": _("licensor"),
    "licensor_url": _("licensor’s address"),
    "data_mining": _("data mining"),
    "digital_source_type": _("how it came to be"),
    "created_at": _("made at"),
    "city": _("city"),
    "country": _("country"),
    "job_id": _("supplier’s number"),
}
_STATED_TERMS = ("instructions", "usage_terms", "source_terms")  # as Image.stated_terms has them
_SOURCE_TIMES = ("source_embargo_until", "source_expires_at")
_FLAGS = {
    "xmp_has_doctype": _("A part of its metadata could do harm and was not read."),
    "xmp_broken": _("A part of its metadata is damaged and was not read."),
    "xmp_too_big": _("A part of its metadata is too large and was not read."),
}

# What Content Credentials say, in reading order.
_CREDENTIALS = {
    "signer": _("signed by"),
    "issuer": _("certificate of"),
    "generator": _("made with"),
    "title": _("object name"),
    "authors": _("creator"),
    "source_type": _("how it came to be"),
}
_STATES = {
    State.TRUSTED: _("Its Content Credentials (C2PA) are whole, and the signer is trusted."),
    State.VALID: _(
        "Its Content Credentials (C2PA) are whole, but the signer is on no trust list. Anybody"
        " could have signed them."
    ),
    State.INVALID: _("Its Content Credentials (C2PA) are invalid: %(reason)s. They do not count."),
    State.UNCHECKED: _("It carries Content Credentials (C2PA). They were not checked."),
}
_REASONS = {
    "assertion.dataHash.mismatch": _("the picture was changed after it was signed"),
    "assertion.hashedURI.mismatch": _("what they say was changed after it was signed"),
    "claimSignature.mismatch": _("the signature does not fit"),
    "signingCredential.expired": _("the signer’s certificate had expired"),
    "signingCredential.invalid": _("the signer’s certificate may not sign pictures"),
    "signingCredential.ocsp.revoked": _("the signer’s certificate was revoked"),
}
_UNCHECKED = {
    Unchecked.NOT_INSTALLED: _("The program that checks them is not installed."),
    Unchecked.GAVE_UP: _("Checking them took too long or too much memory, or failed."),
}


@dataclass(frozen=True)
class HistoryEntry:
    """An entry of a picture's history, with labels and values as the desk reads them."""

    change: ImageChange
    differences: list[tuple[str | Promise, str, str]]  # label, before, after


def sidebar_context(image: Image, user: User) -> dict[str, Any]:
    """Return the context of these parts: the history, newest first, and the verbs `user` may use."""
    changes = image.changes.select_related("created_by").order_by("-pk")[:LENGTH]
    same = photographs.comparisons(image, user, at=timezone.now())
    return {
        "same": same,
        "same_ends": [comparison.end for comparison in same if comparison.end],
        "source_restrictions": source.restrictions(image, at=timezone.now()),
        **terms_context(image),
        "proposal": image.proposals.open().first(),
        "metadata": metadata(image),
        "conflicts": conflicts(image),
        "remarks": remarks(image),
        "credentials": credentials(image),
        "rulings": image.leases.select_related("given_by").order_by("-pk"),
        "entries": [HistoryEntry(change, _differences(change)) for change in changes],
        "actions": [(name, actions.ACTIONS[name].label) for name in _open(image, user)],
    }


def terms_context(image: Image) -> dict[str, Any]:
    """Return the wordings that only a ruling gives a meaning, and the texts in which they are marked."""
    if not image.unclear_wordings:
        return {}
    known = meanings()
    stated = zip(_STATED_TERMS, image.stated_terms.texts, strict=True)
    return {
        "terms": image.unclear_terms.with_rulings().order_by("pk"),
        "restrictions": [known.get(name, name) for name in image.restrictions],
        "stated_terms": [
            (_label(name), mark(text, image.unclear_wordings)) for name, text in stated if text
        ],
    }


def metadata(image: Image) -> list[tuple[str | Promise, Any]]:
    """Return the values of the file's metadata, each with its label."""
    values = image.embedded_metadata.get("fields", {})
    return [(label, values[name]) for name, label in _LABELS.items() if values.get(name)]


def conflicts(image: Image) -> list[tuple[str | Promise, list[tuple[str, Any]]]]:
    """Return the fields on which blocks of the file differ, with the value of each block."""
    return [
        (_LABELS.get(conflict["field"], conflict["field"]), list(conflict["values"].items()))
        for conflict in image.embedded_metadata.get("conflicts", [])
    ]


def remarks(image: Image) -> list[str]:
    """Return what was not read, and what its Content Credentials are worth."""
    flags = image.embedded_metadata.get("flags", [])
    remarks = [str(sentence) for flag, sentence in _FLAGS.items() if flag in flags]
    if image.embedded_metadata.get("fields", {}).get("has_credentials"):
        remarks.append(_credentials_remark(image.embedded_metadata.get("credentials", {})))
    return remarks


def _credentials_remark(values: dict[str, Any]) -> str:
    """Return the sentence on Content Credentials; those of an old row were never checked."""
    state, reason = State(values.get("state", State.UNCHECKED)), values.get("reason", "")
    if state == State.UNCHECKED and reason:
        return f"{_STATES[state]} {_UNCHECKED[Unchecked(reason)]}"
    if "." not in reason:  # the library's name for an error, no code of C2PA
        reason = gettext("they cannot be read")
    return str(_STATES[state]) % {"reason": _REASONS.get(reason, reason)}


def credentials(image: Image) -> list[tuple[str | Promise, Any]]:
    """Return what whole Content Credentials say, each value with its label."""
    values = dict(image.embedded_metadata.get("credentials", {}))
    values["authors"] = ", ".join(values.get("authors", ()))
    return [(label, values[name]) for name, label in _CREDENTIALS.items() if values.get(name)]


def _differences(change: ImageChange) -> list[tuple[str | Promise, str, str]]:
    return [
        (_label(name), _display_value(name, before), _display_value(name, after))
        for name, (before, after) in change.changes.items()
    ]


def _display_value(name: str, value: Any) -> Any:
    """Return a value of the history for people: of crops, where they begin and how wide they are."""
    if name == "source_status":
        return Image.SourceStatus(value).label
    if name in _SOURCE_TIMES and (at := parse_datetime(value)):
        return house_time(at)
    if isinstance(value, dict):
        boxes = ((Image.Crop(crop).label, *box[:3]) for crop, box in value.items())
        return "; ".join(
            f"{crop} {left:.0%} {top:.0%} ↔ {wide:.0%}" for crop, left, top, wide in boxes
        )
    return f"{value:.0%}" if isinstance(value, float) else value


def _label(name: str) -> str | Promise:
    known: dict[str, str | Promise] = {
        field.name: field.verbose_name for field in Image._meta.concrete_fields
    }
    return known.get(name, name)


def _open(image: Image, user: User) -> list[str]:
    is_withdrawn = image.withdrawn_at is not None and image.withdrawn_at <= timezone.now()
    possible: tuple[str, ...] = ("release", "rule") if is_withdrawn else ("rule", "withdraw")
    if source.restrictions(image, at=timezone.now()):
        possible = ("overrule", *possible)
    return [name for name in possible if user.has_perm(actions.ACTIONS[name].permission)]
