"""Which pictures of the library are the same photograph: recognised when one comes in, decided by people.

Pictures are compared by images/files/perceptual_hash.py. What was recognised is kept in pairs, so that
lists need no comparison. It is a hint: nothing is withdrawn, merged or barred by it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import User
from attribution.wording import house_time
from images import permissions
from images.files import perceptual_hash, validate
from images.files.perceptual_hash import VERSION, View
from images.models import Image, ImageChange, ImageHash, Rendition, SamePhotograph
from text.errors import DomainError

Answer = SamePhotograph.Answer
MOST = 12  # pairs that are recorded for one picture, the nearest
_MOST_CANDIDATES = 200_000  # hashes that are compared with one picture's
_WIDE_ENOUGH = 320  # pixels; a wider file has the same hash


def record(image: Image, views: Sequence[View], *, at: datetime) -> None:
    """Record what a picture looks like, and with which pictures it is the same photograph.

    Doing it again changes nothing. The caller has the transaction.
    """
    ImageHash.objects.filter(image=image).exclude(version=VERSION).delete()
    rows = [_row(image, number, view) for number, view in enumerate(views)]
    blank = ImageHash(image=image, view=0, version=VERSION, grid=b"")
    ImageHash.objects.bulk_create(rows or [blank], ignore_conflicts=True)
    SamePhotograph.objects.bulk_create(
        [
            SamePhotograph(
                first_id=min(pk, image.pk), second_id=max(pk, image.pk), recognised_at=at
            )
            for pk in _same_as(image.pk, views)
        ],
        ignore_conflicts=True,
    )


def compare(image: Image, *, at: datetime) -> None:
    """Compare a picture with the library: by its hashes, which are made from a file if there are none.

    Two that come in at the same moment do not see each other; this is done once more afterwards.
    Raises what Pillow and the storage raise.
    """
    rows = ImageHash.objects.filter(image=image, version=VERSION).order_by("view")
    known = list(rows)
    views = [row.seen for row in known if row.value is not None] if known else _views_of(image)
    with transaction.atomic():
        record(image, views, at=at)


def not_compared(*, after: int = 0) -> "models.QuerySet[Image]":
    """Return the pictures above `after` whose hashes are missing or of another version, in order."""
    compared = ImageHash.objects.filter(image=OuterRef("pk"), version=VERSION)
    return Image.objects.filter(~Exists(compared), pk__gt=after).order_by("pk")


def pairs_of(image_ids: Iterable[int]) -> dict[int, list[SamePhotograph]]:
    """Return the pairs of each picture that nobody called different, the oldest first. One query."""
    ids, pairs = set(image_ids), defaultdict(list)
    for pair in SamePhotograph.objects.standing().of(ids).order_by("pk"):
        for pk in ids & {pair.first_id, pair.second_id}:
            pairs[pk].append(pair)
    return pairs


def others_in(pairs: Mapping[int, Iterable[SamePhotograph]]) -> set[int]:
    """Return the ids of the other pictures in the pairs of several."""
    return {pair.other(pk) for pk, of_image in pairs.items() for pair in of_image}


def answer(pair: SamePhotograph, value: str, *, by: User, at: datetime) -> None:
    """Decide on two pictures; the last decision counts. The history of both has it.

    Allowed to who may change pictures, and to who took one of the two in.
    """
    if value not in Answer.values or value == Answer.OPEN:
        raise DomainError(_("Nothing was decided: choose one of the answers."), code="no_answer")
    if not may_answer(pair, by):
        raise PermissionDenied
    with transaction.atomic():
        current = SamePhotograph.objects.select_for_update().get(pk=pair.pk)
        if current.answer == value:
            return
        current.answer, current.answered_by, current.answered_at = value, by, at
        current.save()
        for image, other in ((pair.first, pair.second), (pair.second, pair.first)):
            note = _("The same photograph as “%s”?") % other
            ImageChange.objects.create(
                image=image,
                verb=ImageChange.Verb.CHANGED,
                created_by=by,
                created_at=at,
                note=f"{note} {Answer(value).label}",
            )
    pair.answer, pair.answered_by, pair.answered_at = value, by, at


def may_answer(pair: SamePhotograph, user: User) -> bool:
    """Return whether a user may decide on the two."""
    own = user.pk in (pair.first.uploaded_by_id, pair.second.uploaded_by_id)
    return user.has_perm(permissions.CHANGE_IMAGE) or (own and user.has_perm(permissions.ADD_IMAGE))


def warnings_of(image_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return for each picture what happened to the same photograph that was received another way.

    That is a kill, or a withdrawal by its agency or by us. Two queries for any number of pictures.
    """
    pairs = pairs_of(image_ids)
    gone = Image.objects.filter(pk__in=others_in(pairs)).select_related("origin", "via")
    gone = gone.exclude(withdrawn_at=None, source_held_at=None)
    sentences = {image.pk: sentence for image in gone if (sentence := end_of(image))}
    warnings = {
        pk: [sentences[other] for pair in of_image if (other := pair.other(pk)) in sentences]
        for pk, of_image in pairs.items()
    }
    return {pk: of_image for pk, of_image in warnings.items() if of_image}


def end_of(image: Image) -> str:
    """Return how the use of a picture was ended; "" when a chief editor overruled its agency."""
    agency = image.via or image.origin
    if image.source_held_at and image.source_status and not image.source_overruled:
        params = {"agency": agency or _("its agency"), "time": house_time(image.source_held_at)}
        if image.source_status == Image.SourceStatus.CANCELED:
            return _("The same photograph was killed by %(agency)s on %(time)s.") % params
        return _("The same photograph has been held back by %(agency)s since %(time)s.") % params
    if image.withdrawn_at:
        params = {"time": house_time(image.withdrawn_at), "why": image.withdrawn_reason}
        return _("The same photograph was withdrawn by us on %(time)s: %(why)s") % params
    return ""


def _same_as(pk: int, views: Sequence[View]) -> list[int]:
    """Return the ids of other pictures that are the same photograph, the nearest first, at most MOST."""
    near = _near(views)
    rows = ImageHash.objects.filter(pk__in=near, version=VERSION).exclude(image=pk)
    seen: dict[int, list[View]] = defaultdict(list)
    nearest: dict[int, int] = {}
    for row in rows:
        seen[row.image_id].append(row.seen)
        nearest[row.image_id] = min(near[row.pk], nearest.get(row.image_id, near[row.pk]))
    same = [other for other, of_other in seen.items() if perceptual_hash.is_same(views, of_other)]
    return sorted(same, key=lambda other: (nearest[other], other))[:MOST]


def _near(views: Sequence[View]) -> dict[int, int]:
    """Return the rows of hashes within the distance of one of the views, with the least distance.

    The database finds those that share a band or nearly do, by its indexes; the rest is counting bits.
    """
    near: dict[int, int] = {}
    value: int
    if not views:
        return near
    queries = [
        ImageHash.objects.filter(**{f"band_{n + 1}__in": _neighbours(views, n)}).values_list(
            "pk", "value"
        )
        for n in range(perceptual_hash.BANDS)
    ]
    candidates = queries[0].union(*queries[1:])[:_MOST_CANDIDATES]
    for row, value in candidates:  # type: ignore[assignment]  # no row without bands has a value
        least = min(perceptual_hash.distance(view.value, value) for view in views)
        if least <= perceptual_hash.MAX_DISTANCE:
            near[row] = least
    return near


def _neighbours(views: Sequence[View], number: int) -> list[int]:
    bands = {perceptual_hash.bands(view.value)[number] for view in views}
    return sorted({near for band in bands for near in perceptual_hash.neighbours(band)})


def _row(image: Image, number: int, view: View) -> ImageHash:
    bands = enumerate(perceptual_hash.bands(view.value), start=1)
    return ImageHash(
        image=image,
        view=number,
        version=VERSION,
        value=perceptual_hash.signed(view.value),
        grid=view.grid,
        **{f"band_{n}": band for n, band in bands},
    )


def _views_of(image: Image) -> tuple[View, ...]:
    """Return the views of a picture from the smallest of its files that is wide enough."""
    files = image.renditions.filter(format=Rendition.Format.JPEG, crop="").order_by("width")
    row = files.filter(width__gte=_WIDE_ENOUGH).first() or files.last()
    with (row.file if row else image.original).open("rb") as file, validate.ONE_AT_A_TIME:
        picture = validate.upright(file, (_WIDE_ENOUGH, _WIDE_ENOUGH))
    return perceptual_hash.views(picture if picture.mode == "RGBA" else picture.convert("RGB"))
