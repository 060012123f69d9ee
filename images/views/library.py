"""The library as a grid of cards, each with its verdict for being printed now."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, cast

from django.conf import settings
from django.contrib.admin.views.main import ChangeList
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext

from attribution.models import Agency
from images import photographs, rights
from images.filters import AgencyFilter, GridFilter
from images.models import Image, ImageQuerySet
from images.rules import Verdict
from images.views import files, upload
from images.views import photographs as same

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Card:
    """A picture of the grid, with what the desk has to know before using it."""

    image: Image
    src: str
    verdict: Verdict
    runs_out: bool
    remarks: tuple[same.Remark, ...]  # on the same photograph from elsewhere

    @property
    def marks(self) -> list[str]:
        """Return what to know of it besides the verdict, in short phrases."""
        image, marks = self.image, list[str]()
        if image.digital_source_type in Image.SourceType.labelled():
            marks.append(capfirst(image.get_digital_source_type_display()))
        if self.runs_out:
            marks.append(gettext("Runs out within 7 days"))
        if image.terms_not_understood:
            marks.append(gettext("Terms not understood"))
        if not image.alt:
            marks.append(gettext("No alternative text"))
        return [*marks, *image.restrictions]


class Library(ChangeList):
    """A page of the library: Django's list, with the verdict on each picture for being printed now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = capfirst(str(self.opts.verbose_name_plural))

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> ImageQuerySet:
        pictures = cast(ImageQuerySet, super().get_queryset(request, exclude_parameters))
        return pictures.defer("embedded_metadata", "search_fold")  # large, and nothing shows them

    @cached_property
    def cards(self) -> list[Card]:
        """Return the pictures of this page, with as many queries for three as for one."""
        at, images = timezone.now(), list(self.result_list)
        ids = [image.pk for image in images]
        pairs = photographs.pairs_of(ids)
        ids_with_others = {*ids, *photographs.others_in(pairs)}
        verdicts = rights.verdicts(ids_with_others, at=at, use=rights.PRINT)
        remarks = same.remarks(pairs, verdicts)
        expiring = set(rights.runs_out(at, SOON).filter(pk__in=ids).values_list("pk", flat=True))
        return [
            Card(
                image,
                card_thumbnail(image),
                verdicts[image.pk],
                image.pk in expiring,
                tuple(remarks.get(image.pk, ())),
            )
            for image in images
        ]

    @cached_property
    def statement(self) -> upload.StatementForm:
        """Return the form for all files of an upload; the agencies are queried only once."""
        form = upload.StatementForm(label_suffix="")
        agencies = next(
            (list(s.lookup_choices) for s in self.filter_specs if isinstance(s, AgencyFilter)), []
        )
        for name in ("origin", "via"):
            field = cast("ModelChoiceField[Agency]", form.fields[name])
            field.choices = [("", field.empty_label or ""), *agencies]
        return form

    @property
    def most_bytes(self) -> int:
        return int(settings.MAX_UPLOAD_BYTES)

    @property
    def narrowing(self) -> int:
        """Return how many filters have an answer."""
        specs = cast("list[GridFilter]", self.filter_specs)
        return sum(spec.value() in dict(spec.lookup_choices) for spec in specs)


def card_thumbnail(image: Image) -> str:
    return files.thumbnail_url(image, 320, Image.Crop.CLASSIC) or files.thumbnail_url(image, 320)
