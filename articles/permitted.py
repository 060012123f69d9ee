"""What a user may do with copy, and what stands against it: for buttons, pages and the workflow.

Asks, and changes nothing.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import permissions, readiness
from articles.candidate import earliest_publication
from articles.conditions import Attempt
from articles.models import Article
from articles.problems import Problem, block
from articles.verbs import EDITABLE, SAVE, VERBS, Verb


def may(verb: Verb, article: Article, by: User) -> bool:
    """Whether the role of `by` allows `verb` on this copy. Its stage and state are not asked."""
    if verb.permission and not by.has_perm(verb.permission):
        return False
    if not verb.own_copy_only:
        return True
    return by.has_perm(permissions.REVIEW_ARTICLE) or is_own(article, by)


def may_edit(article: Article, by: User) -> bool:
    """Whether `by` may change the copy now: writers their own or their desk's, editors all."""
    return article.stage in EDITABLE and may(SAVE, article, by)


def is_own(article: Article, by: User) -> bool:
    """Whether the copy counts as that of `by`; see `ArticleQuerySet.own`."""
    if by.pk in (article.created_by_id, article.assignee_id):
        return True
    return Article.objects.own(by).filter(pk=article.pk).exists()


def verbs_for(article: Article, by: User, *, at: datetime | None = None) -> list[Verb]:
    """Return the verbs to offer `by` at `at`, in the table's order."""
    attempt = Attempt(article, by, at or timezone.now())
    return [
        verb
        for verb in VERBS.values()
        if article.stage in verb.sources
        and may(verb, article, by)
        and not any(True for guard in verb.guards for _problem in guard(attempt))
    ]


def problems_of(
    verb: Verb, article: Article, *, by: User, at: datetime | None = None
) -> list[Problem]:
    """Return what stands against `verb`, apart from a missing note: for the verb's page.

    What depends on the time is asked for the earliest at which readers may see the copy.
    """
    at = at or timezone.now()
    attempt = Attempt(article, by, at, goes_live_at=earliest_publication(article, at=at))
    hints = [problem for hint in verb.hints for problem in hint(attempt)]
    return [*out_of_place(verb, attempt), *unmet_conditions(verb, attempt), *hints]


def out_of_place(verb: Verb, attempt: Attempt) -> list[Problem]:
    """Return what role, stage and editions say against the verb."""
    article, problems = attempt.article, []
    if not may(verb, article, attempt.by):
        message = _("Your role does not allow it. Ask an editor.")
        problems.append(block("", "not_allowed", message))
    if article.stage not in verb.sources:
        message = _("It is %(stage)s.") % {"stage": article.get_stage_display()}
        problems.append(block("", "wrong_stage", message))
    else:
        problems += [problem for guard in verb.guards for problem in guard(attempt)]
    return problems


def unmet_conditions(verb: Verb, attempt: Attempt) -> list[Problem]:
    """Return what the verb's conditions say against it, and what the copy lacks for it."""
    problems = [problem for condition in verb.conditions for problem in condition(attempt)]
    if verb.asks_readiness:
        problems += readiness.problems(attempt.article, at=attempt.printed_at)
    return problems
