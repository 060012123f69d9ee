"""What the agency that sent a picture says of its use, kept apart from what the desk rules.

The wire, which stands above, knows the items that a picture came with and says what binds of them.
A picture that is held back leaves every page at once, and no ruling lets it run: only the agency's
own newer word does, or a chief editor who overrules it with a reason. Rules: images/rights.py.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from attribution import rulings
from attribution.rulings import Stated
from attribution.wording import house_time
from images import permissions
from images.models import Image, ImageChange
from text import normalise
from text.errors import DomainError

Verb = ImageChange.Verb
_TERMS = ("restrictions", "terms_not_understood")  # as the history shows them
_STATUSES: dict[str, Promise] = {
    Image.SourceStatus.CANCELED: gettext_lazy("The agency that sent it killed it."),
    Image.SourceStatus.WITHHELD: gettext_lazy("The agency that sent it withholds it."),
    Image.SourceStatus.UNKNOWN: gettext_lazy(
        "Nobody can tell whether the agency that sent it has released it."
    ),
}


@dataclass(frozen=True, kw_only=True)
class SourceTerms:
    """What binds of all items that a picture came with, the strictest of each."""

    status: str = Image.SourceStatus.FREE
    embargo_until: datetime | None = None
    embargo_indefinite: bool = False
    expires_at: datetime | None = None


def apply_source_terms(
    image: Image, terms: SourceTerms, *, note: str, at: datetime, is_new_word: bool = False
) -> bool:
    """Set what the source says of a picture; return whether that changed anything.

    `note` names agency, item and version for the picture's history. The caller has locked the row.
    What was overruled before counts again as soon as the source says something else, or with
    `is_new_word` the same once more.
    """
    values = {f"source_{name}": value for name, value in asdict(terms).items()}
    before = {name: getattr(image, name) for name in values}
    if before == values and not (is_new_word and image.source_overruled):
        return False
    was_held, is_held = bool(image.source_status), bool(terms.status)
    held_at = (image.source_held_at or at) if is_held else None
    columns = {**values, "source_held_at": held_at, "source_overruled": False}
    Image.objects.filter(pk=image.pk).update(**columns)
    for name, value in columns.items():
        setattr(image, name, value)
    verb = Verb.CHANGED
    if was_held is not is_held:
        verb = Verb.WITHDRAWN if is_held else Verb.RELEASED
    changes = {
        name: [_plain(before[name]), _plain(value)]
        for name, value in values.items()
        if before[name] != value
    }
    ImageChange.objects.create(image=image, verb=verb, created_at=at, note=note, changes=changes)
    return True


def add_stated_terms(image: Image, stated: str, *, note: str, at: datetime) -> bool:
    """Let terms that the source states anew count at once; return whether there are any.

    Wordings that nobody understands count too: nothing new is made of the picture until somebody has
    ruled. Terms that counted before stay until somebody changes the picture's. The caller has locked
    the row.
    """
    earlier = image.stated_terms
    if rulings.read(earlier) == rulings.read(earlier + Stated((stated,))):
        return False
    before = {name: getattr(image, name) for name in _TERMS}
    image.source_terms = "\n".join(filter(None, (image.source_terms, stated)))
    image.save()
    changes = {
        name: [", ".join(before[name]), ", ".join(now)]
        for name in _TERMS
        if (now := getattr(image, name)) != before[name]
    }
    ImageChange.objects.create(
        image=image, verb=Verb.CHANGED, created_at=at, note=note, changes=changes
    )
    return True


def restrictions(image: Image, *, at: datetime) -> list[str]:
    """Return what its agency says against its use at `at` or later, in sentences; [] when overruled."""
    if image.source_overruled:
        return []
    sentences = []
    if image.source_status:
        sentences.append(str(_STATUSES[image.source_status]))
    if image.source_embargo_indefinite:
        sentences.append(_("It is under an embargo without end."))
    elif image.source_embargo_until and image.source_embargo_until > at:
        time = house_time(image.source_embargo_until)
        sentences.append(_("It is under an embargo until %s.") % time)
    if image.source_expires_at:
        time = house_time(image.source_expires_at)
        sentences.append(_("It may be used until %s.") % time)
    return sentences


def overrule(image: Image, *, reason: str, by: User, at: datetime) -> None:
    """Let a picture run although its agency holds it back, until the agency says something else.

    Raises PermissionDenied for all but chief editors, DomainError without a reason or when the agency
    does not hold it back.
    """
    if not by.has_perm(permissions.OVERRULE_SOURCE):
        raise PermissionDenied
    reason = normalise.normalise(reason)
    if not reason:
        raise DomainError(_("The picture was not released: say why."), code="reason_missing")
    with transaction.atomic():
        current = Image.objects.select_for_update().get(pk=image.pk)
        if not restrictions(current, at=at):
            raise DomainError(_("Its agency does not hold it back."), code="not_restricted")
        Image.objects.filter(pk=image.pk).update(source_overruled=True)
        ImageChange.objects.create(
            image=image, verb=Verb.RELEASED, created_by=by, created_at=at, note=reason
        )
    image.source_overruled = True


def _plain(value: object) -> object:
    """Return a value as the history stores it."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else value
