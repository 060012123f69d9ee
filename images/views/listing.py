"""The library as a grid: how it is filtered, and how shared fields of many pictures are changed.

The filters narrow and combine; whether a picture may be used, and until when, is asked of
images/rights.py. Changing many is one verb of images/library.py for each, all of them or none.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.forms.models import fields_for_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.models import User
from attribution.models import Agency
from images import permissions, rights, services
from images.models import Image, ImageQuerySet
from images.views import files, upload
from images.views.actions import DATETIME_INPUT

YES_OR_NO = (("1", _("yes")), ("0", _("no")))
SOON = timedelta(days=7)
# What many pictures of one delivery have in common. Captions are each picture's own.
SHARED = (
    "rights",
    "origin",
    "via",
    "qualifier",
    "creator",
    "copyright_notice",
    "usage_terms",
    "instructions",
    "usable_from",
    "usable_until",
    "digital_source_type",
)
MOST = 500  # at once
SHOWN = 24  # of those to be changed


# --- Filters -------------------------------------------------------------------------------------


class Choice(admin.SimpleListFilter):
    """A filter of the grid, shown as one select. An answer that it does not offer narrows nothing."""

    def lookups(self, request: HttpRequest, model_admin):
        return YES_OR_NO

    def queryset(self, request: HttpRequest, queryset: ImageQuerySet) -> ImageQuerySet:
        if self.value() not in dict(self.lookup_choices):
            return queryset
        return self.narrowed(queryset, self.value(), timezone.now())

    def narrowed(self, queryset: ImageQuerySet, answer: str, at: datetime) -> ImageQuerySet:
        condition = self.condition(at)
        return queryset.filter(condition) if answer == "1" else queryset.exclude(condition)


class AgencyChoice(Choice):
    """The agency whose picture it is, or that passed it on."""

    title, parameter_name = _("agency"), "agency"

    def lookups(self, request: HttpRequest, model_admin):
        agencies = Agency.objects.order_by("name", "pk")
        return [(str(pk), name) for pk, name in agencies.values_list("pk", "name")]

    def narrowed(self, queryset, answer, at: datetime):
        return queryset.filter(Q(origin=answer) | Q(via=answer))


class RightsChoice(Choice):
    title, parameter_name = _("rights"), "rights"

    def lookups(self, request: HttpRequest, model_admin):
        return Image.Rights.choices

    def narrowed(self, queryset, answer, at: datetime):
        return queryset.filter(rights=answer)


class MayBeUsedChoice(Choice):
    title, parameter_name = _("may be used now"), "usable"

    def condition(self, at: datetime) -> Q:
        return Q(pk__in=rights.usable(at, use=rights.PRINT).values("pk"))


class RunsOutChoice(Choice):
    title, parameter_name = _("time runs out"), "runs_out"

    def lookups(self, request: HttpRequest, model_admin):
        return [("1", _("within a day")), ("7", _("within 7 days"))]

    def narrowed(self, queryset, answer, at: datetime):
        running_out = rights.runs_out(at, timedelta(days=int(answer)))
        return queryset.filter(pk__in=running_out.values("pk"))


class PrintedChoice(Choice):
    title, parameter_name = _("was on our pages"), "printed"

    def condition(self, at: datetime):
        return Q(first_printed_at__isnull=False)


class MissingChoice(Choice):
    """What nobody has filled in yet."""

    title, parameter_name = _("what is missing"), "missing"
    conditions = {
        "rights": (_("rights"), Q(rights=Image.Rights.UNKNOWN)),
        "alt": (_("alternative text"), Q(alt="")),
        "caption": (_("caption"), Q(caption="")),
    }

    def lookups(self, request: HttpRequest, model_admin):
        return [(name, label) for name, (label, _condition) in self.conditions.items()]

    def narrowed(self, queryset, answer, at: datetime):
        return queryset.filter(self.conditions[answer][1])


class AIChoice(Choice):
    title, parameter_name = _("made by AI, or partly"), "ai"

    def condition(self, at: datetime):
        return Q(digital_source_type__in=Image.SourceType.told_to_readers())


class WithdrawnChoice(Choice):
    title, parameter_name = _("withdrawn"), "withdrawn"

    def condition(self, at: datetime):
        return Q(withdrawn_at__lte=at)


class MineChoice(Choice):
    """What whoever asks has taken in."""

    title, parameter_name = _("taken in by me"), "mine"

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.user = request.user
        super().__init__(request, *args)

    def lookups(self, request: HttpRequest, model_admin):
        return [("day", _("in the last 24 hours")), ("ever", _("at any time"))]

    def narrowed(self, queryset, answer, at: datetime):
        mine = queryset.filter(uploaded_by=self.user)
        return mine.filter(uploaded_at__gt=at - timedelta(days=1)) if answer == "day" else mine


FILTERS = (
    *(MayBeUsedChoice, RightsChoice, AgencyChoice, MissingChoice, RunsOutChoice),
    *(PrintedChoice, AIChoice, WithdrawnChoice, MineChoice),
)


# --- The grid ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """A picture of the grid, with what the desk has to know before it takes it."""

    image: Image
    src: str
    verdict: rights.Verdict
    runs_out: bool

    @property
    def marks(self) -> list[str]:
        """What to know of it besides the verdict, in a few words each."""
        image, marks = self.image, []
        if image.digital_source_type in Image.SourceType.told_to_readers():
            marks.append(capfirst(image.get_digital_source_type_display()))
        if self.runs_out:
            marks.append(gettext("Runs out within 7 days"))
        if not image.alt:
            marks.append(gettext("No alternative text"))
        return [*marks, *image.restrictions]


class Library(ChangeList):
    """A page of the library: Django's list, with the verdict on each picture for being printed now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = capfirst(self.opts.verbose_name_plural)

    def get_queryset(self, request: HttpRequest, exclude_parameters: None = None) -> ImageQuerySet:
        found = super().get_queryset(request, exclude_parameters)
        return found.defer("embedded_metadata", "search_fold")  # large, and nothing shows them

    @cached_property
    def cards(self):
        """As many queries for three pictures as for one."""
        at, images = timezone.now(), list(self.result_list)
        ids = [image.pk for image in images]
        verdicts = rights.verdicts(ids, at=at, use=rights.PRINT)
        soon = set(rights.runs_out(at, SOON).filter(pk__in=ids).values_list("pk", flat=True))
        return [Card(i, _thumbnail(i), verdicts[i.pk], i.pk in soon) for i in images]

    @cached_property
    def statement(self):
        """What whoever takes pictures in may say of all of them; the agencies are read only once."""
        form = upload.StatementForm(label_suffix="")
        agencies = next((s.lookup_choices for s in self.filter_specs if _is_of_agency(s)), [])
        for name in ("origin", "via"):
            form.fields[name].choices = [("", form.fields[name].empty_label), *agencies]
        return form

    @property
    def most_bytes(self):
        return settings.MAX_UPLOAD_BYTES

    @property
    def narrowing(self) -> int:
        """How many filters have an answer."""
        return sum(spec.value() in dict(spec.lookup_choices) for spec in self.filter_specs)


def _is_of_agency(spec: MayBeUsedChoice | RightsChoice | AgencyChoice) -> bool:
    return isinstance(spec, AgencyChoice)


def _thumbnail(image: Image) -> str:
    return files.thumbnail_url(image, 320, Image.Crop.CLASSIC) or files.thumbnail_url(image, 320)


# --- Many at once --------------------------------------------------------------------------------


class SharedForm(forms.Form):
    """What all of some pictures are to have. Only what is ticked is set, so that empty can be meant."""

    def __init__(self, pictures, data: bytes | None = None) -> None:
        self.pictures, self.values = pictures, {}
        super().__init__(data, label_suffix="")
        moments = {"usable_from": DATETIME_INPUT, "usable_until": DATETIME_INPUT}
        texts = {name: forms.Textarea({"rows": 3}) for name in ("usage_terms", "instructions")}
        fields = fields_for_model(Image, SHARED, widgets={**moments, **texts})
        fields["rights"].choices = [("", "–"), *Image.Rights.choices]
        for name in SHARED:
            fields[name].required, fields[name].initial = False, None
            fields[name].label = capfirst(fields[name].label)
            tick = forms.BooleanField(label=fields[name].label, required=False)
            self.fields[f"set_{name}"] = tick
            self.fields[name] = fields[name]

    def rows(self):
        """Each field with its tick, and what the pictures have there now."""
        return [(self[f"set_{name}"], self[name], self._now(name)) for name in SHARED]

    def _now(self, name: str):
        found = {_shown(image, name) for image in self.pictures}
        return found.pop() if len(found) == 1 else gettext("they differ")

    def clean(self):
        cleaned = super().clean()
        ticked = [name for name in SHARED if cleaned.get(f"set_{name}")]
        self.values = {name: cleaned[name] for name in ticked if name in cleaned}
        for name in SHARED:
            if cleaned.get(name) and name not in ticked:
                self.add_error(name, _("It is not ticked. Tick it to set it, or empty it."))
        if not ticked and not self.errors:
            raise ValidationError(
                _("Nothing was changed: tick what all of these pictures are to have.")
            )
        if self.values.get("rights") == "":
            self.add_error("rights", _("Say by what right they may run, or that it is not known."))
        self._judge_times()
        return cleaned

    def _judge_times(self) -> None:
        """No picture’s time may end before it begins, with what is set and what it has."""
        if not {"usable_from", "usable_until"} & {*self.values}:
            return
        if "usable_from" in self.values and "usable_until" in self.values:
            if _ends_too_early(self.values["usable_from"], self.values["usable_until"]):
                self.add_error("usable_until", _("The pictures’ time ends before it begins."))
            return
        for image in self.pictures:
            begins = self.values.get("usable_from", image.usable_from)
            ends = self.values.get("usable_until", image.usable_until)
            if _ends_too_early(begins, ends):
                sentence = _("The time of “%(picture)s” would end before it begins.")
                self.add_error(None, sentence % {"picture": image})


def _ends_too_early(begins, ends):
    return begins is not None and ends is not None and ends <= begins


def _shown(image: Image, name: str):
    """A field's value as the desk reads it."""
    if name in ("usable_from", "usable_until"):
        moment = getattr(image, name)
        return f"{timezone.localtime(moment):%d/%m/%Y - %H:%M}" if moment else "–"
    said = getattr(image, f"get_{name}_display", None)
    return str(said() if said else getattr(image, name) or "–")


@admin.action(description=_("Change what they share"), permissions=["change"])
def change_shared(model_admin, request: HttpRequest, queryset):
    """Opens the page for the chosen pictures; nothing is changed yet."""
    count = queryset.count()
    if count > MOST:
        messages.error(request, _too_many(count))
        return None
    pictures = list(queryset.order_by("-uploaded_at", "-pk"))
    return _page(request, SharedForm(pictures), request.GET.urlencode())


@require_POST
def share(request: HttpRequest):
    """Sets what is ticked in every picture named by `picture`: in all of them, or in none."""
    if not request.user.has_perm(permissions.CHANGE_IMAGE):
        raise PermissionDenied
    numbers = {n for n in request.POST.getlist("picture") if n.isascii() and n.isdigit()}
    numbers = {int(number) for number in numbers if len(number) < 12}
    filters = QueryDict(request.POST.get("filters", "")).urlencode()
    back = HttpResponseRedirect(f"{reverse('admin:images_image_changelist')}?{filters}")
    if not numbers or len(numbers) > MOST:
        nobody = _("Nothing was changed: no picture was chosen.")
        messages.error(request, _too_many(len(numbers)) if numbers else nobody)
        return back
    found = Image.objects.select_related("origin", "via")
    found = found.filter(pk__in=numbers).defer("embedded_metadata", "search_fold")
    form = SharedForm(list(found.order_by("-uploaded_at", "-pk")), request.POST)
    if not form.is_valid():
        return _page(request, form, filters, status=422)
    messages.success(request, _change_all(form, by=request.user, at=timezone.now()))
    return back


def _change_all(form, *, by: User, at: datetime):
    """Changes the pictures in the order of their numbers; the sentence that says what was done."""
    with transaction.atomic():
        pictures = sorted(form.pictures, key=lambda image: image.pk)
        changed = sum(services.update_image(image, form.values, by=by, at=at) for image in pictures)
    said = ngettext("%d picture was changed.", "%d pictures were changed.", changed) % changed
    same = len(pictures) - changed
    if same:
        already = ngettext("%d was so already.", "%d were so already.", same) % same
        said = f"{said} {already}"
    return said


def _page(request: HttpRequest, form, filters, status: int = 200) -> HttpResponse:
    count = len(form.pictures)
    context = {
        **admin.site.each_context(request),
        "title": _("Change what they share"),
        "opts": Image._meta,
        "form": form,
        "shown": [(image, _thumbnail(image)) for image in form.pictures[:SHOWN]],
        "others": max(0, count - SHOWN),
        "filters": filters,
    }
    return TemplateResponse(request, "images/share.html", context, status=status)


def _too_many(count):
    return gettext(
        "Nothing was changed: these are %(count)d pictures, and at most %(most)d are changed at"
        " once. Choose fewer."
    ) % {"count": count, "most": MOST}


ACTIONS = (change_shared,)
