"""What the pages of the wire show of the desk: copy that rests on an item, and the way to write from it."""

from dataclasses import dataclass

from django import template
from django.db.models import Exists, OuterRef, Subquery
from django.template.context import RequestContext
from django.urls import reverse

from articles import permissions
from articles.models import Article, SourceRecord
from wires.models import WireItem, WireVersion

register = template.Library()
MAX_USES = 50


@register.simple_tag
def write_from_url(item: WireItem) -> str:
    """Return the address that makes a draft from the item; only its POST does."""
    return reverse("admin:articles_article_write_from", args=[item.pk])


@dataclass(frozen=True)
class Use:
    """A piece of copy on which the item lies, or lay; `version` is the last that its writer read."""

    article: Article
    version: WireVersion | None
    is_in_view: bool


@register.inclusion_tag("articles/_wire_uses.html", takes_context=True)
def copy_on(context: RequestContext, item: WireItem) -> dict[str, bool | list[Use]]:
    """Return the copy that rests, or ever rested, on the item; nothing for who may not see copy."""
    if not context["request"].user.has_perm(permissions.VIEW_ARTICLE):
        return {"may_see": False}
    return {"may_see": True, "uses": uses_of(item)}


def uses_of(item: WireItem) -> list[Use]:
    """Return the copy under which the item ever lay, that which changed last first."""
    newest = SourceRecord.objects.filter(article=OuterRef("article"), item=item).order_by("-pk")
    rows = SourceRecord.objects.filter(item=item, pk=Subquery(newest.values("pk")[:1]))
    rows = rows.select_related("article__section", "version")
    rows = rows.defer("article__body", "article__search_fold", "version__body_html")
    in_view = Exists(item.uses.filter(article=OuterRef("article")))
    rows = rows.annotate(is_in_view=in_view).order_by("-article__updated_at", "-pk")
    return [Use(row.article, row.version, row.is_in_view) for row in rows[:MAX_USES]]
