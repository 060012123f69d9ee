"""What readers find in place of a story whose agency withdrew its copy. Knows no workflow."""

from django.utils import translation
from django.utils.translation import gettext as _

from articles.models import Article
from attribution.models import Agency
from wires.models import WireVersion


def of_killed_item(article: Article) -> str:
    """Return the notice that names the agency whose item was killed; "" when none was."""
    killed = article.agency_credits.filter(wire_item__status=WireVersion.Status.CANCELED)
    source = killed.select_related("agency").order_by("order", "pk").first()
    return notice(article, source.agency) if source else ""


def notice(article: Article, agency: Agency) -> str:
    """Return the notice that `agency` withdrew its copy, in the language of the article."""
    with translation.override(article.language):
        sentence = _("%(agency)s has withdrawn the report on which this story was based.")
        return sentence % {"agency": agency.text_form(article.language)}
