"""Where a picture is, was and will be used, on its pages at the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.db.models import QuerySet
from django.template.context import RequestContext
from django.utils import timezone

from articles import permissions, reprints
from articles.models import Article, Placement
from articles.verbs import EDITABLE
from editions import uses
from editions.uses import ImageUse
from images import rights
from images.models import Image

register = template.Library()


@dataclass(frozen=True)
class UseLine:
    """A use in print, with the id of its copy; None for copy that is not at the desk."""

    use: ImageUse
    article: int | None


@register.inclusion_tag("articles/_uses_of_picture.html", takes_context=True)
def uses_of(context: RequestContext, image: Image) -> dict[str, Any]:
    """Return the uses of a picture; nothing for users who may not see copy."""
    if not context["request"].user.has_perm(permissions.VIEW_ARTICLE):
        return {"may_see": False}
    return {"may_see": True, **grouped_uses(image, at=timezone.now())}


def grouped_uses(image: Image, *, at: datetime) -> dict[str, Any]:
    """Return the uses of a picture in print and in copy, in the groups in which the desk shows them."""
    printed = uses.of_image(image, at=at)
    articles = dict(
        Article.objects.filter(story__in={use.story_id for use in printed}).values_list(
            "story", "pk"
        )
    )
    lines = [UseLine(use, articles.get(use.story_id)) for use in printed]
    portrait_of = None
    if image.portrait_of_id:
        shown = rights.usable(at, use=rights.SHOW).select_related("portrait_of")
        portrait_of = getattr(shown.filter(pk=image.pk).first(), "portrait_of", None)
    groups = {
        "live": [line for line in lines if line.use.is_live],
        "missing": [line for line in lines if line.use.is_missing],
        "waiting": [line for line in lines if line.use.is_waiting],
        "past": [line for line in lines if _is_over(line.use)],
        "placements": list(in_copy(image)),
        "portrait_of": portrait_of,
        "reworded": reprints.of_image(image, at=at),
    }
    return {**groups, "is_unused": not any(groups.values())}


def in_copy(image: Image) -> QuerySet[Placement]:
    """Return the placements of a picture in copy that is being worked on."""
    placements = image.placements.filter(article__stage__in=EDITABLE)
    return (
        placements.select_related("article__section")
        .defer("article__body", "article__search_fold")
        .order_by("-article__updated_at", "order")
    )


def _is_over(use: ImageUse) -> bool:
    return not (use.is_live or use.is_missing or use.is_waiting)
