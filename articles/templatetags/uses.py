"""Where a picture is, was and will be used, on its pages at the desk."""

from datetime import datetime

from django import template
from django.db.models.query import QuerySet
from django.template.context import RequestContext
from django.utils import timezone

from articles.models import Article, Placement
from articles.verbs import EDITABLE
from editions import uses
from editions.uses import ImageUse
from images import rights
from images.models import Image

register = template.Library()


@register.inclusion_tag("articles/_uses_of_picture.html", takes_context=True)
def uses_of(
    context: RequestContext, image: Image
) -> dict[str, list[dict[str, ImageUse | int]] | list[Placement] | bool | None]:
    """For who may see copy; nobody else is told which stories there are."""
    if not context["request"].user.has_perm("articles.view_article"):
        return {"may_see": False}
    return {"may_see": True, **found(image, at=timezone.now())}


def found(image: Image, *, at: datetime) -> dict:
    """The uses of a picture in print and in copy, in the groups in which the desk reads them."""
    printed = uses.of_image(image, at=at)
    articles = dict(
        Article.objects.filter(story__in={use.story.pk for use in printed}).values_list(
            "story", "pk"
        )
    )
    told = [{"use": use, "article": articles.get(use.story.pk)} for use in printed]
    portrait_of = None
    if image.portrait_of_id:
        shown = rights.usable(at, use=rights.SHOW).select_related("portrait_of")
        portrait_of = getattr(shown.filter(pk=image.pk).first(), "portrait_of", None)
    groups = {
        "live": [line for line in told if line["use"].is_live],
        "missing": [line for line in told if line["use"].is_missing],
        "waiting": [line for line in told if line["use"].is_waiting],
        "past": [line for line in told if _is_over(line["use"])],
        "placements": list(in_copy(image)),
        "portrait_of": portrait_of,
    }
    return {**groups, "is_unused": not any(groups.values())}


def in_copy(image: Image) -> QuerySet:
    """Where it stands in copy that is being worked on."""
    placements = image.placements.filter(article__stage__in=EDITABLE)
    return (
        placements.select_related("article__section")
        .defer("article__body", "article__search_fold")
        .order_by("-article__updated_at", "order")
    )


def _is_over(use: ImageUse) -> bool:
    return not (use.is_live or use.is_missing or use.is_waiting)
