"""The same photograph received in more than one way, side by side: rights, verdicts, and the decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.users import signed_in_user
from attribution.models.terms import spelled_out
from attribution.wording import house_time
from images import photographs, rights
from images.limits import ALWAYS
from images.models import Image, Lease, SamePhotograph
from images.rules import Terms, Verdict
from images.views.files import require_view_permission, thumbnail_url
from text.errors import DomainError

Answer = SamePhotograph.Answer


@dataclass(frozen=True)
class Way:
    """A picture as one way in which a photograph was received, with what the desk compares."""

    image: Image
    verdict: Verdict
    contract: str
    until: str  # when it may run no more, as the house writes it; "" without an end

    @property
    def src(self) -> str:
        return thumbnail_url(self.image, 320)

    @property
    def supplier(self) -> str:
        """The agency through which it came; for what came through none, who is credited, "" if unknown."""
        return _supplier(self.image)

    @property
    def address(self) -> str:
        return reverse("admin:images_image_change", args=[self.image.pk])

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is compared besides the verdict: labels and values, the same labels for every way."""
        image = self.image
        return [
            (_("Credit"), image.credit_line() or "–"),
            (_("Rights"), str(image.get_rights_display())),
            (_("Contract"), self.contract or "–"),
            (_("Restrictions"), ", ".join(map(spelled_out, image.restrictions)) or _("none")),
            (_("May run until"), self.until or _("without end")),
            (_("Size"), f"{image.width} × {image.height}"),
            (_("Taken in"), house_time(image.uploaded_at)),
        ]


@dataclass(frozen=True)
class Comparison:
    """Two ways side by side, the picture that is looked at first, and what may be decided."""

    pair: SamePhotograph
    this: Way
    other: Way
    may_answer: bool

    @property
    def ways(self) -> tuple[Way, Way]:
        return self.this, self.other

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Return each fact with the value of both: label, this, other."""
        facts = zip(self.this.facts, self.other.facts, strict=True)
        return [(label, this, other) for (label, this), (_label, other) in facts]

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Return what may be decided, without what was: value and label."""
        other = Answer.FIRST if self.other.image.pk == self.pair.first_id else Answer.SECOND
        this = Answer.SECOND if other is Answer.FIRST else Answer.FIRST
        labels = {
            Answer.BOTH: _("Keep both"),
            other: _named(_("Use the other one"), self.other.supplier),
            this: _named(_("Use this one"), self.this.supplier),
            Answer.DIFFERENT: _("Not the same photograph"),
        }
        return [(value.value, text) for value, text in labels.items() if value != self.pair.answer]

    @property
    def headings(self) -> tuple[str, str]:
        """Return what each of the two is called on a page of the first."""
        this, other = _("This one"), _("The other one")
        return _named(this, self.this.supplier), _named(other, self.other.supplier)

    @property
    def headings_at_intake(self) -> tuple[str, str]:
        """Return what each of the two is called while the first has just come in."""
        this, other = _("The new one"), _("In the library")
        return _named(this, self.this.supplier), _named(other, self.other.supplier)

    @property
    def end(self) -> str:
        """Return how the use of the other one was ended, in a sentence; "" while it was not."""
        return photographs.end_of(self.other.image)

    @property
    def decision(self) -> str:
        """Return what was decided, in a sentence; "" while nothing was."""
        return decision(self.pair, {way.image.pk: way.supplier for way in self.ways})


@dataclass(frozen=True)
class Remark:
    """What to know in a list of another way in which a photograph was received."""

    text: str
    address: str  # of the other picture's page
    is_better: bool  # the other may be used, and this may not
    is_worse: bool


def comparisons(image: Image, user: User, *, at: datetime) -> list[Comparison]:
    """Return a picture beside each other that is the same photograph. As many queries for any number."""
    pairs = photographs.pairs_of([image.pk])[image.pk]
    if not pairs:
        return []
    by_id = ways([image.pk, *(pair.other(image.pk) for pair in pairs)], at=at)
    results = []
    for pair in pairs:
        pair.first, pair.second = by_id[pair.first_id].image, by_id[pair.second_id].image
        this, other = by_id[image.pk], by_id[pair.other(image.pk)]
        results.append(Comparison(pair, this, other, photographs.may_answer(pair, user)))
    return results


def ways(image_ids: Iterable[int], *, at: datetime) -> dict[int, Way]:
    """Return pictures as ways of receiving one, by id: four queries for any number."""
    images = Image.objects.with_credit(at).defer("embedded_metadata", "search_fold")
    by_id = images.in_bulk(set(image_ids))
    verdicts = rights.verdicts(by_id, at=at, use=rights.PRINT)
    terms = rights.terms_in_force(at)
    leases: dict[int, list[Lease]] = {}
    for lease in Lease.objects.filter(image__in=by_id):
        leases.setdefault(lease.image_id, []).append(lease)
    return {
        pk: Way(
            image,
            verdicts[pk],
            _contract(image, terms),
            _until(rights.intervals(image, leases.get(pk, ()), terms), at),
        )
        for pk, image in by_id.items()
    }


def decision(pair: SamePhotograph, names: dict[int, str]) -> str:
    """Return what was decided on two pictures, in a sentence; "" while nothing was."""
    if pair.answer == Answer.OPEN:
        return ""
    if pair.chosen and names[pair.chosen]:
        return _("The desk uses the one from %s; the other is set aside.") % names[pair.chosen]
    if pair.chosen:
        return _("One of the two is set aside.")
    if pair.answer == Answer.DIFFERENT:
        return _("The two are not the same photograph.")
    return _("Both are kept.")


def hint(image: Image, request: HttpRequest, *, at: datetime) -> str:
    """Return the comparison with the pictures that a new one looks like, as HTML; "" for none."""
    shown = comparisons(image, signed_in_user(request), at=at)
    if not shown:
        return ""
    context = {"comparisons": shown, "is_new": True}
    return render_to_string("images/_same.html", context, request)


def remarks(
    pairs: Mapping[int, list[SamePhotograph]], verdicts: Mapping[int, Verdict]
) -> dict[int, list[Remark]]:
    """Return, for each picture of a list, what to know of its other ways. One query, or none.

    `verdicts` are those on all pictures in `pairs`.
    """
    others = photographs.others_in(pairs)
    images = Image.objects.select_related("origin", "via").in_bulk(others) if others else {}
    return {
        pk: [_remark(pk, pair, images[pair.other(pk)], verdicts) for pair in of_image]
        for pk, of_image in pairs.items()
    }


def _remark(pk: int, pair: SamePhotograph, other: Image, verdicts: Mapping[int, Verdict]) -> Remark:
    """Return the mark of one pair, with the other way's verdict where that is better or worse."""
    theirs, ours = verdicts[other.pk].may_be_used, verdicts[pk].may_be_used
    end = photographs.end_of(other)
    is_better, is_worse = theirs and not ours, bool(end) or (ours and not theirs)
    text = end or _mark(pair, other)
    params = {"text": text, "why": " ".join(verdicts[other.pk].blocks[:1])}
    if is_better:
        text = _("%(text)s That one may be used.") % params
    elif is_worse and not end:
        text = _("%(text)s That one may not be used. %(why)s") % params
    address = reverse("admin:images_image_change", args=[other.pk])
    return Remark(text, address, is_better=is_better, is_worse=is_worse)


def _mark(pair: SamePhotograph, other: Image) -> str:
    """Return that there is another way, and whether the desk uses that one."""
    supplier = _supplier(other)
    if pair.chosen == other.pk:
        if supplier:
            return _("Set aside: the desk uses the same photograph from %s.") % supplier
        return _("Set aside: the desk uses the same photograph in another file.")
    if supplier:
        return _("Same photograph also from %s.") % supplier
    return _("The same photograph is in the library once more.")


@require_POST
def answer(request: HttpRequest, pk: int, pair_id: int) -> HttpResponse:
    """Decide on a pair; answers a script with the sentence, and a form with the picture's page."""
    require_view_permission(request)
    user, at = signed_in_user(request), timezone.now()
    pairs = SamePhotograph.objects.of([pk]).select_related(
        "first__origin", "first__via", "second__origin", "second__via"
    )
    pair = get_object_or_404(pairs, pk=pair_id)
    is_script = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    try:
        photographs.answer(pair, request.POST.get("answer", ""), by=user, at=at)
    except DomainError as error:
        if is_script:
            return JsonResponse({"error": str(error)}, status=HTTPStatus.CONFLICT)
        messages.error(request, str(error))
    else:
        by_id = ways([pair.first_id, pair.second_id], at=at)
        done = decision(pair, {key: way.supplier for key, way in by_id.items()})
        if is_script:
            return JsonResponse({"decision": done})
        messages.success(request, done)
    return HttpResponseRedirect(reverse("admin:images_image_change", args=[pk]) + "#same")


def _supplier(image: Image) -> str:
    return str(image.via or image.origin or image.credit_override or image.creator)


def _named(label: str, supplier: str) -> str:
    return f"{label}: {supplier}" if supplier else label


def _contract(image: Image, terms: dict[int, Terms]) -> str:
    """Return under which contract it came, with its territory; "" for what came under none."""
    agency = image.via or image.origin
    if image.rights != Image.Rights.AGENCY or agency is None:
        return ""
    if agency.pk not in terms:
        return _("No picture contract in force with %s") % agency
    territory = terms[agency.pk].territory
    return f"{agency} ({territory})" if territory else agency.name


def _until(spans: list[tuple[datetime, datetime]], at: datetime) -> str:
    """Return the end of the span in which `at` is; "" without an end, a dash when it is in none."""
    for begins, ends in spans:
        if begins <= at < ends:
            return "" if ends == ALWAYS[1] else house_time(ends)
    return "–"
