"""Which stories a partner gets: those that may be passed on, and those that it has and must hear of."""

from datetime import datetime, timedelta

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from attribution.models import Agency, Contract
from editions import kinds
from editions.models import (
    Edition,
    EditionAgency,
    EditionImage,
    EditionQuerySet,
    Partner,
    PartnerDelivery,
    SyndicatedVersion,
)
from images import rights
from images.models import ImageChange, Lease


def offered_to(partner: Partner, *, at: datetime) -> EditionQuerySet:
    """Return the editions in force of which the partner is told, each with `may_be_passed_on`.

    A story that may not be passed on is not offered; one that the partner was given is, so that it
    learns that it may use it no more.
    """
    given = PartnerDelivery.objects.filter(partner=partner, story=OuterRef("story"))
    editions = Edition.objects.in_force(at).select_related("section")
    may_be_passed_on = Case(When(_may_be_passed_on(at), then=Value(True)), default=Value(False))
    return editions.annotate(may_be_passed_on=may_be_passed_on).filter(
        Q(may_be_passed_on=True) | Exists(given)
    )


def changed_since(since: datetime, *, at: datetime) -> Q:
    """Return the condition for editions of whose story partners may get something else than at `since`.

    By a new edition, the clock, stricter terms, a picture, or a contract. It may hold for some that did
    not change.
    """
    changed = Q(published_at__gte=since) | Q(public_until__range=(since, at))
    changed |= Q(tightened_at__gte=since)
    # Lists and not subqueries, so that the query of editions can use its index.
    with_pictures = EditionImage.objects.filter(_is_of_changed_image(since, at))
    recorded = SyndicatedVersion.objects.filter(began_at__gte=since)
    stories = {
        *with_pictures.values_list("edition__story", flat=True).distinct(),
        *recorded.values_list("story", flat=True).distinct(),
    }
    changed |= Q(story__in=stories)
    agencies = list(_changed_agencies(since, at).values_list("pk", flat=True))
    if agencies:
        images = EditionImage.objects.filter(edition=OuterRef("pk"))
        supplied = images.filter(Q(image__origin__in=agencies) | Q(image__via__in=agencies))
        texts = EditionAgency.objects.filter(edition=OuterRef("pk"), agency__in=agencies)
        changed |= Q(Exists(supplied)) | Q(Exists(texts))
    return changed


def _may_be_passed_on(at: datetime) -> Q:
    """Return the condition for editions that readers have and that may go to partners.

    Every agency that gave text has a contract in force that says so; what is our own may go.
    """
    contracts = Contract.objects.by_agency(Contract.Service.TEXT, timezone.localdate(at))
    agencies = [pk for pk, contract in contracts.items() if contract.may_pass_on]
    others = EditionAgency.objects.filter(edition=OuterRef("pk")).exclude(agency__in=agencies)
    return Q(~Exists(others), kind__in=kinds.LIVE, public_until__gt=at, passing_on_prohibited=False)


def _is_of_changed_image(since: datetime, at: datetime) -> Q:
    """Return the condition for rows of pictures that people changed, or that the clock may have."""
    changed = ImageChange.objects.filter(created_at__gte=since)
    rulings = Q(starts_at__range=(since, at)) | Q(ends_at__range=(since, at))
    ruled = Lease.objects.filter(rulings)
    limited = rights.limited_between(since, at)
    return (
        Q(image__in=changed.values("image"))
        | Q(image__in=ruled.values("image"))
        | Q(image__in=limited.values("pk"))
    )


def _changed_agencies(since: datetime, at: datetime) -> QuerySet[Agency]:
    """Return the agencies one of whose contracts was changed, began or ended."""
    days = (timezone.localdate(since), timezone.localdate(at))
    return Agency.objects.filter(
        Q(terms_changed_at__gte=since)
        | Q(contracts__valid_from__range=days)
        | Q(contracts__valid_until__range=(days[0] - timedelta(days=1), days[1]))
    ).distinct()
