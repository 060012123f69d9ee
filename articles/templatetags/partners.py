"""Which partners have a story, on the pages of its copy."""

from typing import Any

from django import template

from articles.models import Article
from editions.syndication import deliveries

register = template.Library()


@register.inclusion_tag("articles/_partners.html")
def partners_with(article: Article) -> dict[str, Any]:
    """Show which partners have the story, in which version, and which were told to use it no more."""
    return {"deliveries": list(deliveries.of_story(article.story)) if article.story_id else []}
