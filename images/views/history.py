"""What stands beside a picture at the desk: what its file says, its rulings, what was done to it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from images.models import Image, ImageChange
from images.views import actions

LENGTH = 200
# What a file says, in reading order. Where it was taken and with which device is never shown.
_SAID = {
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
_FLAGS = {
    "xmp_has_doctype": _("A part of its metadata could do harm and was not read."),
    "xmp_broken": _("A part of its metadata is damaged and was not read."),
    "xmp_too_big": _("A part of its metadata is too large and was not read."),
}


@dataclass(frozen=True)
class Act:
    """A line of the trail, in the words of the desk."""

    change: ImageChange
    differences: list[tuple[str, str, str]]  # label, before, after


def sidebar_context(image: Image, user: User) -> dict:
    """The trail, newest first, and what `user` may do."""
    trail = image.changes.select_related("created_by").order_by("-pk")[:LENGTH]
    return {
        "said": said(image),
        "conflicts": conflicts(image),
        "remarks": remarks(image),
        "rulings": image.leases.select_related("given_by").order_by("-pk"),
        "trail": [Act(change, _differences(change)) for change in trail],
        "acts": [(name, actions.ACTIONS[name].label) for name in _open(image, user)],
    }


def said(image: Image) -> list[tuple[str, str]]:
    """What the file says of itself, with the names of its parts."""
    found = image.embedded_metadata.get("said", {})
    return [(label, found[name]) for name, label in _SAID.items() if found.get(name)]


def conflicts(image: Image) -> list[tuple[str, list[tuple[str, str]]]]:
    """Where parts of the file contradict each other: the field, and who says what."""
    return [
        (_SAID.get(conflict["field"], conflict["field"]), list(conflict["values"].items()))
        for conflict in image.embedded_metadata.get("conflicts", [])
    ]


def remarks(image: Image) -> list[str]:
    """What was not read, and that it carries Content Credentials, which nobody here has checked."""
    flags = image.embedded_metadata.get("flags", [])
    remarks = [str(sentence) for flag, sentence in _FLAGS.items() if flag in flags]
    if image.embedded_metadata.get("said", {}).get("has_credentials"):
        remarks.append(gettext("It carries Content Credentials (C2PA). They were not checked."))
    return remarks


def _differences(change):
    return [(_label(n), _words(b), _words(a)) for n, (b, a) in change.changes.items()]


def _words(value: str) -> str:
    """A value of the trail for people: crops are told by where they begin and how wide they are."""
    if isinstance(value, dict):
        boxes = ((Image.Crop(crop).label, *box[:3]) for crop, box in value.items())
        return "; ".join(
            f"{crop} {left:.0%} {top:.0%} ↔ {wide:.0%}" for crop, left, top, wide in boxes
        )
    return f"{value:.0%}" if isinstance(value, float) else value


def _label(name: str):
    known = {field.name: field.verbose_name for field in Image._meta.concrete_fields}
    return known.get(name, name)


def _open(image: Image, user: User) -> list[str]:
    is_withdrawn = image.withdrawn_at is not None and image.withdrawn_at <= timezone.now()
    fitting = ("release", "rule") if is_withdrawn else ("rule", "withdraw")
    return [name for name in fitting if user.has_perm(actions.ACTIONS[name].permission)]
