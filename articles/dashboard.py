"""The desk's home: what waits for whom. Each panel is one list, shown to those it concerns."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles import permissions, reprints
from articles.models import Article, ArticleQuerySet, Placement, TopicProposal
from articles.panels import (
    CorrectedPicture,
    ExpiringPicture,
    ExpiringStory,
    Kind,
    LostPicture,
    Panel,
)
from articles.rulings import reach
from articles.verbs import EDITABLE, SEND_BACK
from articles.wire import alarms
from attribution import permissions as attribution_permissions
from attribution.models import Contract, UnclearTerm
from editions import permissions as edition_permissions
from editions import reports, uses
from editions.models import Edition, EditionImage, EditionQuerySet
from images import permissions as image_permissions
from images import rights
from images.models import Image, ImageProposal
from wires import permissions as wire_permissions
from wires.ingest import scheduler
from wires.models import Delivery, Feed, WireItem

LENGTH = 12
DAY, WEEK = timedelta(days=1), timedelta(days=7)
WITHIN_A_DAY, WITHIN_A_WEEK = _("Within a day"), _("Within 7 days")
Stage = Article.Stage


def panels(user: User, *, at: datetime) -> list[Panel[object]]:
    """Return the panels for `user`, the most pressing first. Asks a fixed number of queries."""
    shown: list[Panel[object]] = [panel for panel in wire_panels(user, at) if panel.rows]
    writes = user.has_perm(permissions.CHANGE_ARTICLE)
    if writes:
        shown.append(sent_back(user))
    if user.has_perm(permissions.REVIEW_ARTICLE):
        shown += review_panels(user, at)
    elif writes:
        shown.append(in_review_own(user))
    shown += picture_panels(user, at)
    if user.has_perm(attribution_permissions.ADD_TERM_RULING):
        shown += [panel for panel in (unclear_terms(),) if panel.rows]
    if reports.may_view_report(user):
        shown.append(quotas_that_run_out(at))
    if writes:
        shown.append(drafts(user))
    if user.has_perm(permissions.VIEW_ARTICLE):
        shown += [going_live_soon(at), live_today(at)]
    return shown


def review_panels(user: User, at: datetime) -> list[Panel[object]]:
    """Return the panels for who approves copy."""
    shown: list[Panel[object]] = [waiting_for_review(), approved()]
    if user.has_perm(edition_permissions.ADD_TOPIC):
        shown += [panel for panel in (proposed_topics(),) if panel.rows]
    return [*shown, stories_that_run_out(at)]


def picture_panels(user: User, at: datetime) -> list[Panel[object]]:
    """Return the panels about pictures, for the picture desk and for editors."""
    clears = user.has_perm(image_permissions.CHANGE_IMAGE)
    if not clears and not user.has_perm(permissions.REVIEW_ARTICLE):
        return []
    shown: list[Panel[object]] = [pictures_without_rights(at)] if clears else []
    shown += [p for p in (corrected_pictures(at), reworded_pictures(at)) if p.rows]
    return [*shown, stories_without_their_picture(at), pictures_that_run_out(at)]


def wire_panels(user: User, at: datetime) -> list[Panel[object]]:
    """Return the panels about the wire that `user` may see, also those without rows."""
    shown: list[Panel[object]] = []
    if user.has_perm(permissions.VIEW_ARTICLE):
        shown.append(alarms_of_agencies(at))
    if user.has_perm(wire_permissions.VIEW_ITEM):
        shown.append(kills_without_their_item(at))
    if user.has_perm(wire_permissions.CHANGE_DELIVERY):
        shown += [feeds_gone_quiet(at), newly_quarantined(at)]
    return shown


def alarms_of_agencies(at: datetime) -> Panel[alarms.OpenAlarm]:
    """Stories that rest on what an agency corrected or killed. Never cut off: somebody acts on each."""
    return Panel(
        Kind.ALARM,
        _("Agencies changed what our stories rest on"),
        _("No agency has changed any."),
        alarms.open_alarms(at),
    )


def kills_without_their_item(at: datetime) -> Panel[WireItem]:
    """Kills of the last day that name no item of ours, such as those written in a note."""
    kills = WireItem.objects.never_released().filter(
        current_since__gt=at - DAY, current_since__lte=at
    )
    kills = kills.select_related("agency", "current", "status_version").newest_first()
    large = ("body_html", "internal_notes")
    kills = kills.defer(
        "search_fold", *(f"{v}__{name}" for v in ("current", "status_version") for name in large)
    )
    return Panel(
        Kind.KILLED_ITEM,
        _("Killed by agencies: look whether a story rests on it"),
        _("Every kill of the day named an item that came here."),
        [item for item in kills[: 5 * LENGTH] if item.is_kill][:LENGTH],
    )


def feeds_gone_quiet(at: datetime) -> Panel[Feed]:
    return Panel(
        Kind.FEED,
        _("Feeds gone quiet"),
        _("Every feed brings what is usual."),
        scheduler.quiet_feeds(at),
    )


def newly_quarantined(at: datetime) -> Panel[Delivery]:
    deliveries = Delivery.objects.filter(
        state=Delivery.State.QUARANTINED, received_at__gt=at - DAY, received_at__lte=at
    )
    deliveries = deliveries.select_related("feed").defer("raw").order_by("-received_at", "-pk")
    return Panel(
        Kind.DELIVERY,
        _("Deliveries in quarantine"),
        _("Everything that came within a day could be read."),
        list(deliveries[:LENGTH]),
    )


def sent_back(user: User) -> Panel[Article]:
    own = _listed(Stage.DRAFT, user).last_moved_by(SEND_BACK.name)
    return _articles(_("Sent back to me"), _("Nothing was sent back to you."), own)


def drafts(user: User) -> Panel[Article]:
    own = _listed(Stage.DRAFT, user).last_moved_by(SEND_BACK.name, negated=True)
    return _articles(_("My drafts"), _("You have no drafts."), own)


def in_review_own(user: User) -> Panel[Article]:
    own = _listed(Stage.IN_REVIEW, user)
    return _articles(_("Mine in review"), _("None of your copy is in review."), own)


def waiting_for_review() -> Panel[Article]:
    waiting = _listed(Stage.IN_REVIEW)
    return _articles(_("Waiting for review"), _("Nothing waits for review."), waiting)


def approved() -> Panel[Article]:
    ready = _listed(Stage.APPROVED)
    return _articles(_("Approved"), _("Nothing is approved and unpublished."), ready)


def proposed_topics() -> Panel[TopicProposal]:
    """New topics that writers ask for, the oldest first."""
    proposals = TopicProposal.objects.waiting().select_related("article", "created_by")
    return Panel(
        Kind.PROPOSED_TOPIC,
        _("New topics proposed"),
        _("No new topic is proposed."),
        list(proposals.defer("article__body", "article__search_fold")[:LENGTH]),
    )


def going_live_soon(at: datetime) -> Panel[Edition]:
    editions = Edition.objects.waiting(at).order_by("published_at")
    return _editions(_("Going live soon"), _("Nothing waits for its time."), editions)


def live_today(at: datetime) -> Panel[Edition]:
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    editions = Edition.objects.live(at).filter(published_at__gte=midnight).order_by("-published_at")
    return _editions(_("Live today"), _("Nothing was published today."), editions)


def pictures_without_rights(at: datetime) -> Panel[Image]:
    """Pictures in copy under way that may not be used now."""
    under_way = Placement.objects.filter(image=OuterRef("pk"), article__stage__in=EDITABLE)
    usable = rights.usable(at, use=rights.PRINT)
    blocked = Image.objects.filter(Exists(under_way)).exclude(pk__in=usable)
    return Panel(
        Kind.IMAGE,
        _("Pictures to clear"),
        _("Every picture in copy under way may be used."),
        list(blocked.with_credit(at).order_by("-uploaded_at")[:LENGTH]),
    )


def unclear_terms() -> Panel[UnclearTerm]:
    """Terms of agencies that nothing understood and nobody has ruled on: what has them waits."""
    waiting = reach.with_counts(reach.waiting()).annotate(total=Window(Count("*")))
    rows = list(waiting[:LENGTH])
    return Panel(
        Kind.UNCLEAR_TERM,
        _("Terms that nobody has ruled on"),
        _("Every term of an agency is understood or ruled on."),
        rows,
        total=getattr(rows[0], "total", 0) if rows else 0,
        url=reverse("admin:attribution_unclearterm_changelist") + "?ruled=0",
    )


def corrected_pictures(at: datetime) -> Panel[CorrectedPicture]:
    """Pictures that their agency corrected, until the picture desk has answered; the oldest first."""
    proposals = list(ImageProposal.objects.open().select_related("image").order_by("pk")[:LENGTH])
    editions = _live_editions_with([proposal.image_id for proposal in proposals], at)
    return Panel(
        Kind.PROPOSAL,
        _("Agencies corrected these pictures"),
        _("No correction waits for an answer."),
        [CorrectedPicture(row, editions.get(row.image_id, [])) for row in proposals],
    )


def stories_without_their_picture(at: datetime) -> Panel[LostPicture]:
    """Live stories printed with a picture that may not be shown now; those of this week first."""
    shown = rights.usable(at, use=rights.SHOW)
    rows = (
        EditionImage.objects.filter(edition__in=Edition.objects.live(at))
        .exclude(image__in=shown)
        .annotate(was_there=Q(image__in=rights.usable(at - WEEK, use=rights.SHOW)))
        .select_related("edition__section", "edition__story__article", "image")
        .defer("edition__body", "edition__story__article__body", "image__embedded_metadata")
        .order_by("-was_there", "-edition__published_at", "-edition", "order")
    )
    by_edition: dict[Edition, dict[int, Image]] = {}
    for row in rows[: 4 * LENGTH]:
        by_edition.setdefault(row.edition, {})[row.image_id] = row.image
    lost = list(by_edition.items())[:LENGTH]
    ids = frozenset(pk for _edition, images in lost for pk in images)
    verdicts = rights.verdicts(ids, at=at, use=rights.SHOW)
    return Panel(
        Kind.LOST_PICTURE,
        _("Live stories that lost a picture"),
        _("Every live story has its pictures."),
        [
            LostPicture(
                edition,
                [(image, " ".join(verdicts[pk].blocks)) for pk, image in images.items()],
            )
            for edition, images in lost
        ],
    )


def reworded_pictures(at: datetime) -> Panel[reprints.Reworded]:
    """Live and waiting stories whose pictures the library words otherwise since they were printed."""
    return Panel(
        Kind.REWORDED,
        _("Printed with other words than the library has"),
        _("Every story has the library’s words for its pictures."),
        reprints.newest(at=at, length=LENGTH),
    )


def stories_that_run_out(at: datetime) -> Panel[ExpiringStory]:
    """Live stories whose public life is ended soon by the terms of agencies; the next first."""
    editions = Edition.objects.running_out(at, WEEK).select_related("section", "story__article")
    editions = editions.defer("body", "story__article__body", "story__article__search_fold")
    return Panel(
        Kind.EXPIRING_STORY,
        _("Stories that run out"),
        _("No story has to leave our pages within 7 days."),
        [ExpiringStory(edition, _soon(edition.public_until - at)) for edition in editions[:LENGTH]],
    )


def _soon(left: timedelta) -> str | Promise:
    return WITHIN_A_DAY if left <= DAY else WITHIN_A_WEEK


def pictures_that_run_out(at: datetime) -> Panel[ExpiringPicture]:
    """Pictures on live pages, and portraits, whose right to stay there ends soon; the next first."""
    live = EditionImage.objects.filter(image=OuterRef("pk"), edition__in=Edition.objects.live(at))
    expiring: dict[int, tuple[Image, str | Promise]] = {}
    for within, when in ((DAY, WITHIN_A_DAY), (WEEK, WITHIN_A_WEEK)):
        pictures = rights.runs_out(at, within).filter(Exists(live) | Q(portrait_of__isnull=False))
        pictures = pictures.with_credit(at).select_related("portrait_of", "origin", "via")
        for image in pictures.defer("embedded_metadata", "search_fold").order_by("-pk")[:LENGTH]:
            expiring.setdefault(image.pk, (image, when))
    editions = _live_editions_with(list(expiring), at)
    return Panel(
        Kind.EXPIRING_PICTURE,
        _("Pictures that run out"),
        _("No picture has to leave the pages within 7 days."),
        [
            ExpiringPicture(image, when, editions.get(image.pk, []))
            for image, when in list(expiring.values())[:LENGTH]
        ],
    )


def _live_editions_with(image_ids: list[int], at: datetime) -> dict[int, list[Edition]]:
    """Return the live editions that show each picture, by the picture's id."""
    editions: dict[int, dict[int, Edition]] = {}
    rows = uses.live_stories_with(image_ids, at=at) if image_ids else EditionImage.objects.none()
    for row in rows.select_related("edition__section", "edition__story__article"):
        editions.setdefault(row.image_id, {})[row.edition_id] = row.edition
    return {image_id: list(by_id.values()) for image_id, by_id in editions.items()}


def quotas_that_run_out(at: datetime) -> Panel[reports.Quota]:
    """Agencies whose contracts give few more pictures, or stories, this month."""
    return Panel(
        Kind.QUOTA,
        _("Quotas nearly used up"),
        _("Every agency’s quota has room this month."),
        [quota for quota in reports.quotas(at, tuple(Contract.Service)) if quota.is_low],
    )


def _articles(
    title: str | Promise, empty: str | Promise, articles: ArticleQuerySet
) -> Panel[Article]:
    return Panel(Kind.ARTICLE, title, empty, list(articles[:LENGTH]))


def _editions(
    title: str | Promise, empty: str | Promise, editions: EditionQuerySet
) -> Panel[Edition]:
    editions = editions.select_related("section", "story", "story__article").defer("body")
    return Panel(Kind.EDITION, title, empty, list(editions[:LENGTH]))


def _listed(stage: Article.Stage, user: User | None = None) -> ArticleQuerySet:
    """Return the articles in a stage with how they came there, all or those of `user`."""
    articles = Article.objects.own(user) if user else Article.objects.all()
    return (
        articles.filter(stage=stage)
        .with_last_change()
        .with_notice()
        .select_related("section")
        .defer("body", "search_fold")
        .order_by("-updated_at", "-pk")
    )
