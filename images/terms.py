"""Reading the terms of pictures again, once the desk has ruled on a term or the reader knows more.

What a ruling bars leaves the pages at once, and what it frees may be printed: images/rights.py asks
the rows that are written here.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django_tasks import task

from accounts.models import User
from attribution import rulings
from attribution import terms as agency_terms
from attribution.models import TermRuling, UnclearTerm
from images import tasks
from images.models import Image, ImageChange, ImageQuerySet

AT_ONCE = 500  # pictures in one transaction; the worker reads the rest
QUOTED = 200  # characters of a wording in a picture's history
_IN_HISTORY = ("restrictions", "terms_not_understood")


def with_term(term: UnclearTerm) -> ImageQuerySet:
    """Return the pictures among whose terms is this one. Without a join, so that rows can be locked."""
    links = Image.unclear_terms.through.objects.filter(unclearterm=term.pk)
    return Image.objects.filter(pk__in=links.values("image"))


def apply_ruling(ruling: TermRuling) -> int:
    """Read the newest AT_ONCE pictures that have the term again; return how many changed.

    Call it in the transaction that gives the ruling. The worker does the rest, and looks again at what
    was imported at the same moment.
    """
    newest = _locked(with_term(ruling.term))
    changed = reread(newest, note=_note(ruling), by=ruling.ruled_by, at=ruling.ruled_at)
    transaction.on_commit(partial(reread_all.enqueue, ruling.pk))
    return changed


@task()
def reread_all(ruling_id: int, before: int | None = None) -> int:
    """Read AT_ONCE pictures that have the term of a ruling again, and leave the rest to another task."""
    ruling = TermRuling.objects.select_related("term", "ruled_by").get(pk=ruling_id)
    rows = with_term(ruling.term)
    with transaction.atomic():
        images = _locked(rows if before is None else rows.filter(pk__lt=before))
        changed = reread(images, note=_note(ruling), by=ruling.ruled_by, at=ruling.ruled_at)
    if len(images) == AT_ONCE:
        reread_all.enqueue(ruling_id, images[-1].pk)
    return changed


def reread(images: Iterable[Image], *, note: str, by: User | None, at: datetime) -> int:
    """Read the terms of pictures, which the caller has locked, again; return how many changed."""
    images = list(images)
    terms = rulings.read_all({image.pk: image.stated_terms for image in images})
    changed, names, lines = [], set[str](), []
    for image in images:
        before = _columns(image)
        image.read_restrictions(terms[image.pk])
        after = _columns(image)
        differing = {name for name in before if before[name] != after[name]}
        if not differing:
            continue
        if "unclear_wordings" in differing:
            image.link_terms()
        changed.append(image)
        names |= differing
        lines.append(_line(image, before, note, by, at))
        if _may_be_cropped(before) is not _may_be_cropped(after):
            transaction.on_commit(partial(tasks.make_renditions.enqueue, image.pk))
    if changed:
        Image.objects.bulk_update(changed, sorted(names), batch_size=100)
        ImageChange.objects.bulk_create(lines)
    return len(changed)


def _locked(rows: ImageQuerySet) -> list[Image]:
    return list(rows.select_for_update().order_by("-pk").defer("embedded_metadata")[:AT_ONCE])


def _columns(image: Image) -> dict[str, Any]:
    """Return the values that reading may change."""
    fields = Image._meta.concrete_fields
    deferred = image.get_deferred_fields()
    return {f.name: getattr(image, f.attname) for f in fields if f.attname not in deferred}


def _line(
    image: Image, before: dict[str, Any], note: str, by: User | None, at: datetime
) -> ImageChange:
    changes = {
        name: [", ".join(earlier), ", ".join(now)]
        for name in _IN_HISTORY
        if (earlier := before[name]) != (now := getattr(image, name))
    }
    return ImageChange(
        image=image,
        verb=ImageChange.Verb.CHANGED,
        created_by=by,
        created_at=at,
        note=note,
        changes=changes,
    )


def _may_be_cropped(columns: dict[str, Any]) -> bool:
    return agency_terms.NO_CROPPING not in columns["restrictions"]


def _note(ruling: TermRuling) -> str:
    params = {"term": Truncator(ruling.term.wording).chars(QUOTED), "reason": ruling.reason}
    with translation.override(settings.LANGUAGE_CODE):
        return _("Ruling on “%(term)s”: %(reason)s") % params
