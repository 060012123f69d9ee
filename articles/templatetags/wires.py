"""Which copy rests on a piece of agency copy, on its page at the desk."""

from django import template

from articles.models import ArticleAgency
from wires.models import WireItem

register = template.Library()
MOST = 50


@register.inclusion_tag("articles/_wire_uses.html", takes_context=True)
def copy_on(context, item):
    """For who may see copy; nobody else is told which stories there are."""
    if not context["request"].user.has_perm("articles.view_article"):
        return {"may_see": False}
    return {"may_see": True, "uses": list(uses_of(item)[:MOST])}


def uses_of(item: WireItem):
    """The copy that rests on the item, the newest first, with the version it was written from."""
    rows = ArticleAgency.objects.filter(wire_item=item)
    rows = rows.select_related("article__section", "wire_version")
    rows = rows.defer("article__body", "article__search_fold", "wire_version__body_html")
    return rows.order_by("-article__updated_at", "-pk")
