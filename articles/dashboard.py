"""The desk's home: what waits for whom. Each panel is one list, shown to those it concerns."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles import permissions
from articles.models import Article, ArticleQuerySet, Placement
from articles.verbs import EDITABLE
from articles.wire import alarms
from editions import reports, uses
from editions.models import Edition, EditionImage, EditionQuerySet
from images import rights
from images.models import Image
from wires.ingest import scheduler
from wires.models import Delivery, WireItem

LENGTH = 12
DAY, WEEK = timedelta(days=1), timedelta(days=7)
Stage = Article.Stage


@dataclass(frozen=True)
class RunningOut:
    """A picture on the pages that will soon have to leave them, and the stories it leaves."""

    image: Image
    when: str | Promise
    editions: list[Edition]


@dataclass(frozen=True)
class Lost:
    """A live story, and its pictures that are kept off its page, each with the reason."""

    edition: Edition
    images: list[tuple[Image, str]]


@dataclass(frozen=True)
class Panel:
    """A list on the desk's home, with what to say when it is empty."""

    title: str | Promise
    empty: str | Promise
    articles: list = field(default_factory=list)
    editions: list = field(default_factory=list)
    images: list = field(default_factory=list)
    running_out: list = field(default_factory=list)
    lost: list = field(default_factory=list)
    quotas: list = field(default_factory=list)
    alarms: list = field(default_factory=list)
    killed: list = field(default_factory=list)
    feeds: list = field(default_factory=list)
    deliveries: list = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        copy, pictures = (self.articles, self.editions), (self.images, self.running_out, self.lost)
        wire = (self.alarms, self.killed, self.feeds, self.deliveries)
        return not any((*copy, *pictures, *wire, self.quotas))


def panels(user: User, *, at: datetime) -> list[Panel]:
    """The panels for `user`, the most pressing first. A fixed number of queries."""
    shown = [panel for panel in wire_panels(user, at) if not panel.is_empty]
    writes = user.has_perm(permissions.CHANGE_ARTICLE)
    reviews = user.has_perm(permissions.REVIEW_ARTICLE)
    if writes:
        shown += [sent_back(user), *([] if reviews else [in_review_own(user)])]
    if reviews:
        shown += [waiting_for_review(), approved()]
    rules_on_pictures = user.has_perm("images.change_image")
    if rules_on_pictures:
        shown.append(pictures_without_rights(at))
    if rules_on_pictures or reviews:
        shown += [stories_without_their_picture(at), pictures_that_run_out(at)]
    if reports.may_view_report(user):
        shown.append(quotas_that_run_out(at))
    if writes:
        shown.append(drafts(user))
    if user.has_perm("articles.view_article"):
        shown += [going_live_soon(at), live_today(at)]
    return shown


def wire_panels(user: User, at: datetime) -> list[Panel]:
    """What the wire asks somebody to see to. Without anything there is no panel."""
    found = []
    if user.has_perm("articles.view_article"):
        found.append(alarms_of_agencies(at))
    if user.has_perm("wires.view_wireitem"):
        found.append(kills_without_their_item(at))
    if user.has_perm("wires.change_delivery"):
        found += [feeds_gone_quiet(at), newly_quarantined(at)]
    return found


def alarms_of_agencies(at: datetime) -> Panel:
    """Stories that rest on what an agency corrected or killed. Never cut off: each needs somebody."""
    title, empty = _("Agencies changed what our stories rest on"), _("No agency has changed any.")
    return Panel(title, empty, alarms=alarms.open_alarms(at))


def kills_without_their_item(at: datetime) -> Panel:
    """Kills of the last day that name nothing we hold, as those told in words do; nobody else asks."""
    late = WireItem.objects.never_released().filter(
        current_since__gt=at - DAY, current_since__lte=at
    )
    late = late.select_related("agency", "current").newest_first()
    late = late.defer("search_fold", "current__body_html", "current__internal_notes")
    return Panel(
        _("Killed by agencies: look whether a story rests on it"),
        _("Every kill of the day named an item that came here."),
        killed=[item for item in late[: 5 * LENGTH] if item.is_kill][:LENGTH],
    )


def feeds_gone_quiet(at: datetime) -> Panel:
    feeds = scheduler.quiet_feeds(at)
    return Panel(_("Feeds gone quiet"), _("Every feed brings what is usual."), feeds=feeds)


def newly_quarantined(at: datetime) -> Panel:
    late = Delivery.objects.filter(
        state=Delivery.State.QUARANTINED, received_at__gt=at - DAY, received_at__lte=at
    )
    late = late.select_related("feed").defer("raw").order_by("-received_at", "-pk")
    return Panel(
        _("Deliveries in quarantine"),
        _("Everything that came within a day could be read."),
        deliveries=list(late[:LENGTH]),
    )


def sent_back(user: User) -> Panel:
    mine = _listed(Stage.DRAFT, user).filter(last_verb="send_back")
    return Panel(_("Sent back to me"), _("Nothing was sent back to you."), list(mine[:LENGTH]))


def drafts(user: User) -> Panel:
    mine = _listed(Stage.DRAFT, user).exclude(last_verb="send_back")
    return Panel(_("My drafts"), _("You have no drafts."), list(mine[:LENGTH]))


def in_review_own(user: User) -> Panel:
    mine = _listed(Stage.IN_REVIEW, user)
    return Panel(_("Mine in review"), _("None of your copy is in review."), list(mine[:LENGTH]))


def waiting_for_review() -> Panel:
    waiting = _listed(Stage.IN_REVIEW)
    return Panel(_("Waiting for review"), _("Nothing waits for review."), list(waiting[:LENGTH]))


def approved() -> Panel:
    ready = _listed(Stage.APPROVED)
    return Panel(_("Approved"), _("Nothing is approved and unpublished."), list(ready[:LENGTH]))


def going_live_soon(at: datetime) -> Panel:
    editions = Edition.objects.waiting(at).order_by("published_at")
    return Panel(
        _("Going live soon"),
        _("Nothing waits for its time."),
        editions=list(_with_article(editions)[:LENGTH]),
    )


def live_today(at: datetime) -> Panel:
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    editions = Edition.objects.live(at).filter(published_at__gte=midnight).order_by("-published_at")
    return Panel(
        _("Live today"),
        _("Nothing was published today."),
        editions=list(_with_article(editions)[:LENGTH]),
    )


def pictures_without_rights(at: datetime) -> Panel:
    """Pictures that copy under way wants and that may not be used now."""
    under_way = Placement.objects.filter(image=OuterRef("pk"), article__stage__in=EDITABLE)
    usable = rights.usable(at, use=rights.PRINT)
    blocked = Image.objects.filter(Exists(under_way)).exclude(pk__in=usable)
    return Panel(
        _("Pictures to clear"),
        _("Every picture in copy under way may be used."),
        images=list(blocked.with_credit(at).order_by("-uploaded_at")[:LENGTH]),
    )


def stories_without_their_picture(at: datetime) -> Panel:
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
    ids = {pk for _edition, images in lost for pk in images}
    verdicts = rights.verdicts(ids, at=at, use=rights.SHOW)
    return Panel(
        _("Live stories that lost a picture"),
        _("Every live story has its pictures."),
        lost=[
            Lost(edition, [(i, " ".join(verdicts[pk].blocks)) for pk, i in images.items()])
            for edition, images in lost
        ],
    )


def pictures_that_run_out(at: datetime) -> Panel:
    """Pictures on live pages, and portraits, whose right to stay there ends soon; the next first."""
    live = EditionImage.objects.filter(image=OuterRef("pk"), edition__in=Edition.objects.live(at))
    found: dict[int, tuple[Image, Promise]] = {}
    for within, when in ((DAY, _("Within a day")), (WEEK, _("Within 7 days"))):
        pictures = rights.runs_out(at, within).filter(Exists(live) | Q(portrait_of__isnull=False))
        pictures = pictures.with_credit(at).select_related("portrait_of", "origin", "via")
        for image in pictures.defer("embedded_metadata", "search_fold").order_by("-pk")[:LENGTH]:
            found.setdefault(image.pk, (image, when))
    editions: dict[int, dict[int, Edition]] = {}
    rows = uses.live_stories_with(list(found), at=at)
    for row in rows.select_related("edition__section", "edition__story__article"):
        editions.setdefault(row.image_id, {})[row.edition_id] = row.edition
    return Panel(
        _("Pictures that run out"),
        _("No picture has to leave the pages within 7 days."),
        running_out=[
            RunningOut(image, when, list(editions.get(image.pk, {}).values()))
            for image, when in list(found.values())[:LENGTH]
        ],
    )


def quotas_that_run_out(at: datetime) -> Panel:
    """Agencies whose contract gives few more pictures this month."""
    return Panel(
        _("Quotas nearly used up"),
        _("Every agency’s quota has room this month."),
        quotas=[quota for quota in reports.quotas(at) if quota.is_low],
    )


def _listed(stage: Article.Stage, user: User | None = None) -> ArticleQuerySet:
    articles = Article.objects.own(user) if user else Article.objects.all()
    return (
        articles.filter(stage=stage)
        .with_last_change()
        .select_related("section")
        .defer("body", "search_fold")
        .order_by("-updated_at", "-pk")
    )


def _with_article(editions: EditionQuerySet) -> EditionQuerySet:
    return editions.select_related("section", "story", "story__article").defer("body")
