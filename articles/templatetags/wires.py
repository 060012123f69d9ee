"""What the pages of the wire show of the desk: copy that rests on an item, and the way to write from it."""

from django import template
from django.db.models import QuerySet
from django.template.context import RequestContext
from django.urls import reverse

from articles import permissions
from articles.models import ArticleAgency
from wires.models import WireItem

register = template.Library()
MAX_USES = 50


@register.simple_tag
def write_from_url(item: WireItem) -> str:
    """Return the address that makes a draft from the item; only its POST does."""
    return reverse("admin:articles_article_write_from", args=[item.pk])


@register.inclusion_tag("articles/_wire_uses.html", takes_context=True)
def copy_on(context: RequestContext, item: WireItem) -> dict[str, bool | list[ArticleAgency]]:
    """Return the copy that rests on the item; nothing for users who may not see copy."""
    if not context["request"].user.has_perm(permissions.VIEW_ARTICLE):
        return {"may_see": False}
    return {"may_see": True, "uses": list(uses_of(item)[:MAX_USES])}


def uses_of(item: WireItem) -> QuerySet[ArticleAgency]:
    """Return the copy that rests on the item with the version it was written from, newest first."""
    rows = ArticleAgency.objects.filter(wire_item=item)
    rows = rows.select_related("article__section", "wire_version")
    rows = rows.defer("article__body", "article__search_fold", "wire_version__body_html")
    return rows.order_by("-article__updated_at", "-pk")
