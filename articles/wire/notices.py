"""What readers find in place of a story whose agency withdrew its copy. Knows no workflow."""

from django.utils import translation
from django.utils.translation import gettext as _

from articles.models import Article
from articles.wire import duties
from attribution.models import Agency
from wires.models import WireVersion


def of_killed_item(article: Article) -> str:
    """Return the notice that names the agency whose item was killed; "" when none ever under it was."""
    items = duties.items_ever_under(article)
    killed = [item for item in items if item.status == WireVersion.Status.CANCELED]
    return notice(article, killed[0].agency) if killed else ""


def notice(article: Article, agency: Agency) -> str:
    """Return the notice that `agency` withdrew its copy, in the language of the article."""
    with translation.override(article.language):
        sentence = _("%(agency)s has withdrawn the report on which this story was based.")
        return sentence % {"agency": agency.text_form(article.language)}
