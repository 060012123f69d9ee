"""Which copy rests on a piece of agency copy, on its page at the desk."""

from django import template
from django.db.models import QuerySet
from django.template.context import RequestContext

from articles import permissions
from articles.models import ArticleAgency
from wires.models import WireItem

register = template.Library()
MOST = 50


@register.inclusion_tag("articles/_wire_uses.html", takes_context=True)
def copy_on(context: RequestContext, item: WireItem) -> dict[str, bool | list[ArticleAgency]]:
    """Return the copy that rests on the item; nothing for users who may not see copy."""
    if not context["request"].user.has_perm(permissions.VIEW_ARTICLE):
        return {"may_see": False}
    return {"may_see": True, "uses": list(uses_of(item)[:MOST])}


def uses_of(item: WireItem) -> QuerySet[ArticleAgency]:
    """Return the copy that rests on the item with the version it was written from, newest first."""
    rows = ArticleAgency.objects.filter(wire_item=item)
    rows = rows.select_related("article__section", "wire_version")
    rows = rows.defer("article__body", "article__search_fold", "wire_version__body_html")
    return rows.order_by("-article__updated_at", "-pk")
