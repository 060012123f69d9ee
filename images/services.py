"""Everything that changes the library: importing a picture, changing it, ruling on it, withdrawing it.

Each service checks the permission of its actor, writes the change and a line of the picture's history
in one transaction, and has files made anew that are no longer right. Nothing else writes rows of
Image, apart from images/files/manifest.py, which records the renditions that exist.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.models import User
from attribution.models import Agency
from images import permissions, photographs, tasks
from images.credits import signoff
from images.files import file_rights, renditions, validate
from images.metadata.reading import EmbeddedMetadata
from images.metadata.stated_terms import stated_terms
from images.models import Image, ImageChange, Lease
from text import normalise
from text.errors import DomainError

Verb = ImageChange.Verb


@dataclass(frozen=True)
class ImportedImage:
    """A picture of the library, and whether it is new or was there already."""

    image: Image
    is_new: bool


def import_image(
    file: File[bytes],
    *,
    by: User | None,
    at: datetime,
    validated: validate.ValidatedImage | None = None,
    **fields: Any,
) -> ImportedImage:
    """Import `file` into the library with its embedded metadata, which `fields` override.

    The same file again returns the picture that is there. Raises `validate.InvalidImage` for a file
    that cannot be used, of which nothing is kept. `by` is None for what a command imports.

    settings.IMAGE_IMPORT_HANDLERS are called with a new picture, in the transaction that stores it.
    """
    _require_permission(by, permissions.ADD_IMAGE)
    validated = validated or validate.validate(file)
    if same := find_existing(validated):
        return ImportedImage(same, is_new=False)
    image = Image(original=file, uploaded_by=by, uploaded_at=at, **validated.columns())
    for name, value in {**proposed_fields(validated.metadata), **fields}.items():
        setattr(image, name, value)
    image.read_restrictions()
    try:
        prepared = renditions.prepare(image, file, renditions.AT_ONCE)
        with transaction.atomic():
            image.save()
            renditions.enter(image, prepared.files)
            photographs.record(image, prepared.views, at=at)
            ImageChange.objects.create(
                image=image, verb=Verb.IMPORTED, created_by=by, created_at=at
            )
            for path in settings.IMAGE_IMPORT_HANDLERS:
                import_string(path)(image, at=at)
            transaction.on_commit(lambda: tasks.make_renditions.enqueue(image.pk))
    except BaseException as error:
        _delete_files(image)
        same = find_existing(validated) if isinstance(error, IntegrityError) else None
        if same is None:
            raise
        return ImportedImage(same, is_new=False)  # imported a moment ago
    return ImportedImage(image, is_new=True)


def find_existing(validated: validate.ValidatedImage) -> Image | None:
    """Return the picture of the library that is this very file, None when there is none."""
    return Image.objects.filter(sha256=validated.sha256).first()


def proposed_fields(metadata: EmbeddedMetadata) -> dict[str, Any]:
    """Return the library's fields as a file's metadata fills them. Nothing is invented.

    The rights stay unknown: a file that names an agency may have come from somewhere else.
    """
    agencies = list(Agency.objects.all())
    reading = signoff.read(metadata, agencies=agencies)
    parsed = reading.parts
    stated = stated_terms(metadata, reading)
    fields: dict[str, Any] = {
        "caption": stated.caption or metadata.caption,
        "alt": metadata.alt_text,
        "extended_description": metadata.extended_description,
        "headline": metadata.headline or metadata.title,
        "creator": parsed.creator,
        "qualifier": parsed.qualifier,
        "supplied_credit": metadata.credit_line,
        "supplied_source": metadata.source,
        "supplier_reference": metadata.job_id,
        "copyright_notice": metadata.copyright_notice,
        "usage_terms": stated.usage_terms,
        "instructions": stated.instructions,
        "web_statement": _address(metadata.web_statement),
        "licensor_name": metadata.licensor_name,
        "licensor_url": _address(metadata.licensor_url),
        "data_mining": _term(metadata.data_mining, Image.DataMining),
        "digital_source_type": _term(metadata.digital_source_type, Image.SourceType),
        "date_created": validate.parse_house_datetime(metadata.created_at),
    }
    fields = {name: _cut(name, value) for name, value in fields.items() if value}
    names = {"origin": parsed.origin, "via": parsed.via}
    for field, name in names.items():
        # Of several that pass it on the last one brings it to us.
        last = name.rpartition("/")[2]
        fields[field] = next((a for a in agencies if name and a.matches_name(last)), None)
    is_unnamed = any(n and (fields[f] is None or "/" in n) for f, n in names.items())
    line = signoff.proposed_credit(parsed, agencies=agencies) or ""
    if parsed.is_graphic:
        fields["credit_override"] = _cut("credit_override", line)  # with its own label
    elif is_unnamed:
        # An agency that nobody has entered is named all the same, as the file writes it.
        fields["credit_override"] = _cut("credit_override", line.partition(": ")[2])
    return fields


def update_image(
    image: Image, values: Mapping[str, Any], *, by: User, at: datetime, note: str = ""
) -> bool:
    """Set fields of a picture; return whether anything changed. Its history says what, and `note`."""
    _require_permission(by, permissions.CHANGE_IMAGE)
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
            image=current,
            verb=Verb.CHANGED,
            created_by=by,
            created_at=at,
            note=note,
            changes=changes,
        )
        transaction.on_commit(lambda: tasks.make_renditions.enqueue(image.pk))
    image.refresh_from_db()
    return True


def add_lease(
    image: Image,
    kind: str,
    *,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: User,
    at: datetime,
) -> Lease:
    """Rule that a picture may, or may not, be used for a time, with a reason."""
    _require_permission(by, permissions.ADD_LEASE)
    reason = _reason(reason, _("The ruling was not given: it needs a reason."))
    if ends_at <= starts_at:
        raise DomainError(
            _("The ruling was not given: it ends before it begins."), code="ends_before_start"
        )
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
    """Remove a picture from every page and address from `at` on. The original is kept."""
    _require_permission(by, permissions.WITHDRAW_IMAGE)
    reason = _reason(reason, _("The picture was not withdrawn: say why."))
    _set_withdrawal(image, Verb.WITHDRAWN, withdrawn_at=at, reason=reason, by=by, at=at)


def release(image: Image, *, reason: str, by: User, at: datetime) -> None:
    """Cancel a withdrawal. That it was withdrawn, and why it no longer is, stays on record."""
    _require_permission(by, permissions.WITHDRAW_IMAGE)
    reason = _reason(reason, _("The picture was not released: say why."))
    _set_withdrawal(image, Verb.RELEASED, withdrawn_at=None, reason=reason, by=by, at=at)


def record_printing(
    image_ids: Iterable[int],
    *,
    printed_at: models.Subquery,
    story_id: models.Subquery,
    rights: models.Subquery,
) -> None:
    """Record when readers first had, or will have, these pictures, in which story, and last with
    which words in their files; have the files made anew whose words are others now.

    All are subqueries over the picture's row, `OuterRef("pk")`, and give NULL for never.
    """
    rows = Image.objects.filter(pk__in=image_ids)
    before = {image.pk: file_rights.rights_of(image) for image in rows.with_credit(timezone.now())}
    rows.update(first_printed_at=printed_at, first_story_id=story_id, printed_rights=rights)
    for image in rows.with_credit(timezone.now()):
        if file_rights.rights_of(image) != before[image.pk]:
            transaction.on_commit(partial(tasks.make_renditions.enqueue, image.pk))


def _reason(reason: str, refusal: str) -> str:
    reason = normalise.normalise(reason)
    if not reason:
        raise DomainError(refusal, code="reason_missing")
    return reason


def _set_withdrawal(
    image: Image,
    verb: ImageChange.Verb,
    *,
    withdrawn_at: datetime | None,
    reason: str,
    by: User,
    at: datetime,
) -> None:
    is_withdrawn = verb is Verb.WITHDRAWN
    with transaction.atomic():
        rows = Image.objects.filter(pk=image.pk, withdrawn_at__isnull=is_withdrawn)
        note = reason if is_withdrawn else ""
        if not rows.update(withdrawn_at=withdrawn_at, withdrawn_reason=note):
            if is_withdrawn:
                message = _("It was withdrawn already. Its history says by whom and why.")
                raise DomainError(message, code="withdrawn_already")
            raise DomainError(_("It is not withdrawn."), code="not_withdrawn")
        ImageChange.objects.create(
            image=image, verb=verb, created_by=by, created_at=at, note=reason
        )
    image.withdrawn_at, image.withdrawn_reason = withdrawn_at, note


def _require_permission(by: User | None, permission: str) -> None:
    if by is not None and not by.has_perm(permission):
        raise PermissionDenied


def _plain(image: Image, name: str) -> Any:
    """Return a field's value as the history stores it: text, numbers, lists of them."""
    field = cast("models.Field[Any, Any]", Image._meta.get_field(name))
    value = getattr(image, name)
    if isinstance(field, models.ForeignKey):
        return str(value) if value else ""
    value = field.to_python(value)
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else value


def _cut(name: str, value: Any) -> Any:
    """Cut text to the length of the field; `embedded_metadata` has it whole."""
    length = getattr(Image._meta.get_field(name), "max_length", None)
    return value[:length] if length and isinstance(value, str) else value


def _address(value: str | None) -> str:
    is_address = value and value.startswith(("https://", "http://")) and len(value) <= 500
    return value if value and is_address else ""


def _term(value: str | None, choices: type[models.TextChoices]) -> str:
    term = (value or "").rstrip("/").rsplit("/", 1)[-1]
    return term if term in choices.values else ""


def _delete_files(image: Image) -> None:
    """Delete what was stored of a picture that was not imported after all."""
    renditions.forget_files(image)
    with suppress(Exception):  # the reason why it was not imported is what people need to read
        if getattr(image.original, "_committed", False):  # Django's mark of a stored file
            image.original.delete(save=False)
