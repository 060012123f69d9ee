"""The desk's home: what waits for whom. Each panel is one list, shown to those it concerns."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.models import Article, Placement
from editions.models import Edition
from images import rights
from images.models import Image

LENGTH = 12
Stage = Article.Stage


@dataclass(frozen=True)
class Panel:
    """A list on the desk's home, with what to say when it is empty."""

    title: str | Promise
    empty: str | Promise
    articles: list = field(default_factory=list)
    editions: list = field(default_factory=list)
    images: list = field(default_factory=list)

    @property
    def is_empty(self):
        return not (self.articles or self.editions or self.images)


def panels(user, *, at: datetime) -> list[Panel]:
    """The panels for `user`, the most pressing first. A fixed number of queries."""
    shown = []
    writes = user.has_perm(workflow.WRITE)
    reviews = user.has_perm(workflow.REVIEW)
    if writes:
        shown += [sent_back(user), *([] if reviews else [in_review_own(user)])]
    if reviews:
        shown += [waiting_for_review(), approved()]
    if user.has_perm("images.change_image"):
        shown.append(pictures_without_rights(at))
    if writes:
        shown.append(drafts(user))
    if user.has_perm("articles.view_article"):
        shown += [going_live_soon(at), live_today(at)]
    return shown


def sent_back(user):
    mine = _listed(Stage.DRAFT, user).filter(last_verb="send_back")
    return Panel(_("Sent back to me"), _("Nothing was sent back to you."), list(mine[:LENGTH]))


def drafts(user):
    mine = _listed(Stage.DRAFT, user).exclude(last_verb="send_back")
    return Panel(_("My drafts"), _("You have no drafts."), list(mine[:LENGTH]))


def in_review_own(user):
    mine = _listed(Stage.IN_REVIEW, user)
    return Panel(_("Mine in review"), _("None of your copy is in review."), list(mine[:LENGTH]))


def waiting_for_review():
    waiting = _listed(Stage.IN_REVIEW)
    return Panel(_("Waiting for review"), _("Nothing waits for review."), list(waiting[:LENGTH]))


def approved():
    ready = _listed(Stage.APPROVED)
    return Panel(_("Approved"), _("Nothing is approved and unpublished."), list(ready[:LENGTH]))


def going_live_soon(at):
    editions = Edition.objects.waiting(at).order_by("published_at")
    return Panel(
        _("Going live soon"),
        _("Nothing waits for its time."),
        editions=list(_with_article(editions)[:LENGTH]),
    )


def live_today(at):
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    editions = Edition.objects.live(at).filter(published_at__gte=midnight).order_by("-published_at")
    return Panel(
        _("Live today"),
        _("Nothing was published today."),
        editions=list(_with_article(editions)[:LENGTH]),
    )


def pictures_without_rights(at):
    """Pictures that copy under way wants and that may not be used now."""
    under_way = Placement.objects.filter(image=OuterRef("pk"), article__stage__in=workflow.EDITABLE)
    blocked = Image.objects.filter(Exists(under_way)).exclude(pk__in=rights.usable(at))
    return Panel(
        _("Pictures to clear"),
        _("Every picture in copy under way may be used."),
        images=list(blocked.with_credit(at).order_by("-uploaded_at")[:LENGTH]),
    )


def _listed(stage, user=None):
    articles = Article.objects.own(user) if user else Article.objects.all()
    return (
        articles.filter(stage=stage)
        .with_last_change()
        .select_related("section")
        .defer("body", "search_fold")
        .order_by("-updated_at", "-pk")
    )


def _with_article(editions):
    return editions.select_related("section", "story", "story__article").defer("body")
