"""Everything that changes the library: taking a picture in, changing it, ruling on it, withdrawing it.

Each verb asks for the permission of its actor, writes what it does and a line of the trail in one
transaction, and has the files made anew that are no longer right. Nobody else writes what is said of
a picture; the press notes when it was printed, images/manifest.py which files it has.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from attribution.models import Agency
from images import restrictions, tasks
from images.credits import signoff
from images.files import renditions, validate
from images.metadata.reading import EmbeddedMetadata
from images.models import Image, ImageChange, Lease
from text import normalise

Verb = ImageChange.Verb
ADD, CHANGE = "images.add_image", "images.change_image"
RULE, WITHDRAW = "images.add_lease", "images.withdraw_image"


@dataclass(frozen=True)
class ImportedImage:
    """A picture of the library, and whether it has just come in or was there already."""

    image: Image
    is_new: bool


class NotDone(ValueError):
    """A verb was refused. The message is a sentence that says what to do."""


def import_image(
    file: File,
    *,
    by: User,
    at: datetime,
    judged: validate.ValidatedImage | None = None,
    **fields: Any,
) -> ImportedImage:
    """Take `file` into the library, with what it says of itself; `fields` beat the file's words.

    The same file again leads to the picture that is there. Raises `intake.NotAPicture` for what
    cannot be used; nothing of it is kept then. `by` is None for what a command takes in.
    """
    _demand(by, ADD)
    judged = judged or validate.validate(file)
    if same := find_existing(judged):
        return ImportedImage(same, is_new=False)
    image = Image(original=file, uploaded_by=by, uploaded_at=at, **judged.columns())
    for name, value in {**proposed_fields(judged.said), **fields}.items():
        setattr(image, name, value)
    image.read_restrictions()
    try:
        files = renditions.prepare(image, file, renditions.AT_ONCE)
        with transaction.atomic():
            image.save()
            renditions.enter(image, files)
            ImageChange.objects.create(
                image=image, verb=Verb.IMPORTED, created_by=by, created_at=at
            )
            transaction.on_commit(lambda: tasks.make_renditions.enqueue(image.pk))
    except BaseException as error:
        _forget_files(image)
        same = find_existing(judged) if isinstance(error, IntegrityError) else None
        if same is None:
            raise
        return ImportedImage(same, is_new=False)  # it came a moment ago
    return ImportedImage(image, is_new=True)


def find_existing(judged: validate.ValidatedImage) -> Image | None:
    """The picture of the library that is this very file."""
    return Image.objects.filter(sha256=judged.sha256).first()


def proposed_fields(said: EmbeddedMetadata) -> dict:
    """The library's fields as a file's own words (images/metadata) fill them. Nothing is invented.

    The rights stay unknown: that a file names an agency does not say that it was got from there.
    """
    agencies = list(Agency.objects.all())
    parsed = signoff.propose(said, agencies=agencies)
    fields = {
        "caption": parsed.caption_without or said.caption,
        "alt": said.alt_text,
        "extended_description": said.extended_description,
        "headline": said.headline or said.title,
        "creator": parsed.creator,
        "qualifier": parsed.qualifier,
        "supplied_credit": said.credit_line,
        "supplied_source": said.source,
        "supplier_reference": said.job_id,
        "copyright_notice": said.copyright_notice,
        "usage_terms": said.usage_terms,
        "instructions": _instructions(said),
        "web_statement": _address(said.web_statement),
        "licensor_name": said.licensor_name,
        "licensor_url": _address(said.licensor_url),
        "data_mining": _term(said.data_mining, Image.DataMining),
        "digital_source_type": _term(said.digital_source_type, Image.SourceType),
        "date_created": validate.moment(said.created_at),
    }
    fields = {name: _fitting(name, value) for name, value in fields.items() if value}
    houses = {name: getattr(parsed, name) for name in ("origin", "via")}
    for name, house in houses.items():
        fields[name] = next((a for a in agencies if house and a.matches_name(house)), None)
    if any(house and fields[name] is None for name, house in houses.items()):
        # An agency that nobody has entered is named all the same, in the file's own words.
        line = signoff.proposed_credit(parsed, agencies=agencies) or ""
        fields["credit_override"] = _fitting("credit_override", line.partition(": ")[2])
    return fields


def update_image(image: Image, values: Mapping, *, by: User, at: datetime) -> bool:
    """Set fields of a picture; whether anything changed. The trail says what."""
    _demand(by, CHANGE)
    with transaction.atomic():
        current = Image.objects.select_for_update().get(pk=image.pk)
        before = {name: _plain(current, name) for name in values}
        for name, value in values.items():
            setattr(current, name, value)
        after = {name: _plain(current, name) for name in values}
        changes = {n: [before[n], after[n]] for n in values if before[n] != after[n]}
        if not changes:
            return False
        current.save()
        ImageChange.objects.create(
            image=current, verb=Verb.CHANGED, created_by=by, created_at=at, changes=changes
        )
        transaction.on_commit(lambda: tasks.make_renditions.enqueue(image.pk))
    image.refresh_from_db()
    return True


def add_lease(
    image: Image,
    kind: Lease.Kind,
    *,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: User,
    at: datetime,
) -> Lease:
    """Rule that a picture may, or may not, be used for a time, with a reason."""
    _demand(by, RULE)
    reason = _reason(reason, _("The ruling was not given: it needs a reason."))
    if ends_at <= starts_at:
        raise NotDone(_("The ruling was not given: it ends before it begins."))
    with transaction.atomic():
        lease = Lease.objects.create(
            image=image,
            kind=kind,
            starts_at=starts_at,
            ends_at=ends_at,
            reason=reason,
            given_by=by,
            given_at=at,
        )
        ImageChange.objects.create(
            image=image, verb=Verb.LEASE_ADDED, created_by=by, created_at=at, note=reason
        )
    return lease


def withdraw(image: Image, *, reason: str, by: User, at: datetime) -> None:
    """Take a picture from every page and address from `at` on. The original stays under lock."""
    _demand(by, WITHDRAW)
    reason = _reason(reason, _("The picture was not withdrawn: say why."))
    _set_withdrawal(image, Verb.WITHDRAWN, withdrawn_at=at, reason=reason, by=by, at=at)


def release(image: Image, *, reason: str, by: User, at: datetime) -> None:
    """Take a withdrawal back. That it was withdrawn, and why it no longer is, stays on record."""
    _demand(by, WITHDRAW)
    reason = _reason(reason, _("The picture was not released: say why."))
    _set_withdrawal(image, Verb.RELEASED, withdrawn_at=None, reason=reason, by=by, at=at)


def _reason(reason: str, refusal):
    reason = normalise.normalise(reason)
    if not reason:
        raise NotDone(refusal)
    return reason


def _set_withdrawal(
    image: Image, verb: ImageChange.Verb, *, withdrawn_at, reason: str, by: User, at: datetime
) -> None:
    is_withdrawn = verb is Verb.WITHDRAWN
    with transaction.atomic():
        standing = Image.objects.filter(pk=image.pk, withdrawn_at__isnull=is_withdrawn)
        note = reason if is_withdrawn else ""
        if not standing.update(withdrawn_at=withdrawn_at, withdrawn_reason=note):
            raise NotDone(
                _("It was withdrawn already. Its history says by whom and why.")
                if is_withdrawn
                else _("It is not withdrawn.")
            )
        ImageChange.objects.create(
            image=image, verb=verb, created_by=by, created_at=at, note=reason
        )
    image.withdrawn_at, image.withdrawn_reason = withdrawn_at, note


def _demand(by: User | None, permission: str) -> None:
    if by is not None and not by.has_perm(permission):
        raise PermissionDenied


def _plain(image: Image, name: str):
    """A field's value as words for the trail."""
    field = Image._meta.get_field(name)
    value = getattr(image, name)
    if isinstance(field, models.ForeignKey):
        return str(value) if value else ""
    value = field.to_python(value)
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else value


def _fitting(name: str, value: str) -> str:
    """Words cut to the length that the field has room for; the file's own are kept whole beside."""
    length = getattr(Image._meta.get_field(name), "max_length", None)
    return value[:length] if length and isinstance(value, str) else value


def _instructions(said: EmbeddedMetadata) -> str:
    """The file's instructions, and the restrictions that its caption ends with, which is cut there."""
    known = restrictions.recognise(said.instructions or "", said.usage_terms or "")
    more = [r for r in restrictions.recognise(said.caption or "") if r not in known]
    return "\n".join(filter(None, (said.instructions, ", ".join(more))))


def _address(value: None) -> str:
    return (
        value if value and value.startswith(("https://", "http://")) and len(value) <= 500 else ""
    )


def _term(value: None, choices: type[Image.SourceType] | type[Image.DataMining]) -> str:
    term = (value or "").rstrip("/").rsplit("/", 1)[-1]
    return term if term in choices.values else ""


def _forget_files(image: Image) -> None:
    """What was stored of a picture that was not taken in after all."""
    renditions.forget_files(image)
    with suppress(Exception):  # why it was not taken in is what people need to hear
        if image.original._committed:
            image.original.delete(save=False)
