"""Corrections that an agency sends for a picture of the library: proposed, accepted, declined.

The library's own words are the desk's, often translated: no correction changes them by itself. Only
stricter terms count at once (images/source.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from attribution import rulings
from attribution.models import Agency
from attribution.rulings import Stated
from images import permissions, services
from images.models import Image, ImageChange, ImageProposal
from text import diff, normalise
from text.errors import DomainError

# The fields that a correction may concern, in the order of the page.
FIELDS = (
    "caption",
    "alt",
    "creator",
    "origin",
    "via",
    "qualifier",
    "credit_override",
    "copyright_notice",
    "usage_terms",
    "instructions",
)
_AGENCIES = ("origin", "via")
_TERMS = {"usage_terms", "instructions"}


@dataclass(frozen=True)
class ProposedChange:
    """One field of a proposal beside what the library has now, the words that differ marked."""

    name: str
    label: str
    before: list[diff.Segment]
    after: list[diff.Segment]


def propose(
    image: Image,
    values: Mapping[str, Any],
    *,
    stated_by: str,
    at: datetime,
    replacement: Image | None = None,
) -> ImageProposal | None:
    """Propose other words for a picture, or another file; None when the library has them already.

    What was proposed before and nobody answered is part of it.
    """
    with transaction.atomic():
        current = Image.objects.select_for_update().get(pk=image.pk)
        earlier = current.proposals.open().first()
        values = {**(earlier.values if earlier else {}), **_stored(values)}
        values = {n: value for n, value in values.items() if value != _current(current, n)}
        replacement = replacement or (earlier.replacement if earlier else None)
        if earlier:
            earlier.answered_at = at
            earlier.save(update_fields=["answered_at"])
        if not values and replacement is None:
            return None
        return ImageProposal.objects.create(
            image=current,
            values=values,
            replacement=replacement,
            stated_by=normalise.one_line(stated_by)[:700],
            created_at=at,
        )


def accept(
    proposal: ImageProposal, names: Iterable[str], *, reason: str = "", by: User, at: datetime
) -> None:
    """Take the proposed values of these fields into the library; the others are declined.

    Raises PermissionDenied for those who may not change pictures, DomainError when it is answered or
    when nothing is accepted.
    """
    names = [name for name in FIELDS if name in proposal.values and name in set(names)]
    if not names and proposal.replacement_id is None:
        raise DomainError(
            _("Nothing was changed: tick what is right, or decline the correction."),
            code="nothing_accepted",
        )
    with transaction.atomic():
        image = _answer(proposal, names, reason, by, at)
        if not names:
            _record(image, ImageChange.Verb.CHANGED, proposal, reason, by, at)
            return
        values: dict[str, Any] = {name: _value(name, proposal.values[name]) for name in names}
        if _replaces_terms(proposal, names):
            values["source_terms"] = ""  # what the agency states now stands in the picture's terms
        note = "\n".join(filter(None, (proposal.stated_by, normalise.normalise(reason))))
        services.update_image(image, values, by=by, at=at, note=note)


def decline(proposal: ImageProposal, *, reason: str, by: User, at: datetime) -> None:
    """Keep the library's words, with a reason. Stricter terms count all the same.

    Raises PermissionDenied for those who may not change pictures, DomainError without a reason or
    when it is answered.
    """
    if not normalise.normalise(reason):
        raise DomainError(
            _("The correction was not declined: say why."), code="proposal_reason_missing"
        )
    with transaction.atomic():
        image = _answer(proposal, [], reason, by, at)
        _record(image, ImageChange.Verb.DECLINED, proposal, reason, by, at)


def changes(proposal: ImageProposal) -> list[ProposedChange]:
    """Return what the proposal would change in the library now, field by field."""
    return [
        _change(
            name,
            capfirst(str(_field(name).verbose_name)),
            _text(name, _current(proposal.image, name)),
            _text(name, proposal.values[name]),
        )
        for name in FIELDS
        if name in proposal.values
    ]


def _named(restrictions: Iterable[str], not_understood: Iterable[str]) -> str:
    """Return the restrictions in one line, and the wordings that nobody has ruled on."""
    return ", ".join((*sorted(restrictions), *(f"“{wording}”" for wording in not_understood)))


def restrictions_changed(proposal: ImageProposal) -> ProposedChange | None:
    """Return the restrictions now and when all of it is accepted; None when they stay the same."""
    if not _TERMS.intersection(proposal.values):
        return None
    image = proposal.image
    texts = [proposal.values.get(name, _current(image, name)) for name in sorted(_TERMS)]
    terms = rulings.read(Stated((*texts, image.source_terms), image.stated_terms.on))
    before = _named(image.restrictions, image.terms_not_understood)
    after = _named(terms.restrictions, terms.not_understood)
    if before == after:
        return None
    label = capfirst(str(_field("restrictions").verbose_name))
    return _change("restrictions", label, before, after)


def _replaces_terms(proposal: ImageProposal, names: Iterable[str]) -> bool:
    """Return whether all that the agency states otherwise of the terms is accepted."""
    stated = _TERMS.intersection(proposal.values)
    return bool(stated) and stated <= set(names)


def _change(name: str, label: str, before: str, after: str) -> ProposedChange:
    segments = diff.segments(before, after)
    return ProposedChange(
        name,
        label,
        [segment for segment in segments if segment.kind != "new"],
        [segment for segment in segments if segment.kind != "gone"],
    )


def _answer(
    proposal: ImageProposal, accepted: list[str], reason: str, by: User, at: datetime
) -> Image:
    """Mark the proposal as answered and return its picture, as it is now."""
    if not by.has_perm(permissions.CHANGE_IMAGE):
        raise PermissionDenied
    is_open = ImageProposal.objects.open().filter(pk=proposal.pk)
    answer = {"answered_at": at, "answered_by": by, "accepted": accepted}
    if not is_open.update(**answer, reason=normalise.normalise(reason)):
        raise DomainError(
            _("Nothing was changed: the correction was answered already, or another came."),
            code="proposal_answered",
        )
    return Image.objects.get(pk=proposal.image_id)


def _record(
    image: Image,
    verb: ImageChange.Verb,
    proposal: ImageProposal,
    reason: str,
    by: User,
    at: datetime,
) -> None:
    note = "\n".join(filter(None, (proposal.stated_by, normalise.normalise(reason))))
    ImageChange.objects.create(image=image, verb=verb, created_by=by, created_at=at, note=note)


def _field(name: str) -> "models.Field[Any, Any]":
    return cast("models.Field[Any, Any]", Image._meta.get_field(name))


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the fields that may be proposed, as the column keeps them."""
    kept = {name: value for name, value in values.items() if name in FIELDS}
    return {
        n: getattr(value, "pk", value) if n in _AGENCIES else value for n, value in kept.items()
    }


def _current(image: Image, name: str) -> Any:
    return getattr(image, _field(name).attname)


def _value(name: str, value: Any) -> Any:
    return Agency.objects.filter(pk=value).first() if name in _AGENCIES else value


def _text(name: str, value: Any) -> str:
    """Return a value as people read it."""
    if name in _AGENCIES:
        return str(_value(name, value) or "")
    return str(dict(_field(name).flatchoices).get(value, value) or "")
