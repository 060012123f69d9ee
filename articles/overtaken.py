"""Why a verb came too late: who did what to the copy in the meantime."""

from django.utils.translation import gettext as _

from articles.models import Article, Revision, StageChange
from articles.problems import Problem, block
from articles.verbs import verb_label
from attribution.wording import house_time


def newer_version_problem(article: Article) -> Problem:
    """Return why the comparison failed: who did what in the meantime."""
    last = StageChange.objects.filter(article=article.pk).order_by("-pk").first()
    saved = Revision.objects.filter(article=article.pk).order_by("-pk").first()
    if saved and saved.number != article.version:
        return block(
            "",
            "saved_meanwhile",
            _(
                "%(who)s saved version %(number)d at %(time)s, after you opened this page. "
                "Read it first."
            )
            % {
                "who": saved.created_by,
                "number": saved.number,
                "time": house_time(saved.created_at),
            },
        )
    return block(
        "",
        "done_meanwhile",
        _("%(who)s was faster, at %(time)s (“%(verb)s”). Nothing is left to do.")
        % {
            "who": last.created_by if last else "?",
            "time": house_time(last.created_at) if last else "?",
            "verb": verb_label(last.verb) if last else "?",
        },
    )
