"""What an editor reviews: what changed in the copy since readers had it, and since an editor decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from articles import comparable, comparison, press, verbs
from articles.candidate import earliest_publication
from articles.comparison import Change
from articles.models import Approval, Article, StageChange
from editions import kinds
from editions.models import Edition

_DECISIONS = (verbs.APPROVE.name, verbs.SEND_BACK.name)


@dataclass(frozen=True)
class Baseline:
    """Something that the copy is compared with: an edition, or a version on which an editor decided."""

    changes: list[Change]
    edition: Edition | None = None
    decision: StageChange | None = None

    @property
    def is_approval(self) -> bool:
        return self.decision is not None and self.decision.verb == verbs.APPROVE.name


def baselines(article: Article, *, at: datetime, refused: Sequence[Change] = ()) -> list[Baseline]:
    """Return what changed since the last edition that readers saw, and since an editor last decided.

    A decision that this edition has overtaken is left out. None of both: readers have nothing, and
    nobody has decided yet. `refused` are the places in which a printing was just refused because it
    was not what had been approved, for whatever day.
    """
    edition = _last_of_readers(article, at)
    results = [Baseline(_since_edition(article, edition, at), edition=edition)] if edition else []
    decisions = article.stage_changes.filter(verb__in=_DECISIONS)
    last = decisions.select_related("created_by", "approval").order_by("-pk").first()
    if last and refused:
        return [*results, Baseline([*refused], decision=last)]
    if last is None or (edition and last.created_at <= edition.published_at):
        return results
    if last.version != article.version:
        results.append(Baseline(_since_version(article, last.version), decision=last))
    elif changes := _since_approval(article, last, at):
        results.append(Baseline(changes, decision=last))
    return results


def _last_of_readers(article: Article, at: datetime) -> Edition | None:
    """Return the newest edition that readers saw, also while a notice stands in its place."""
    if article.story is None:
        return None
    editions = article.story.editions.seen(at).filter(kind__in=kinds.LIVE)
    return editions.select_related("section").order_by("number").last()


def _since_edition(article: Article, edition: Edition, at: datetime) -> list[Change]:
    printing = press.compose(article, at=earliest_publication(article, at=at))
    return comparison.changes(
        comparable.of_edition(edition, edition.images.order_by("order")),
        comparable.of_edition(printing.edition, printing.images),
    )


def _since_approval(article: Article, decision: StageChange, at: datetime) -> list[Change]:
    """Return what would be printed otherwise than it was approved, though the copy is the same."""
    approval: Approval | None = getattr(decision, "approval", None)
    if approval is None:
        return []
    printing = press.compose(article, at=earliest_publication(article, at=at))
    pair = (approval.content, printing.content())
    return comparison.changes(*map(comparable.of_printed, pair))


def _since_version(article: Article, number: int) -> list[Change]:
    rows = article.revisions.filter(number__in=(number, article.version))
    contents = dict(rows.values_list("number", "content"))
    pair = [contents.get(number, {}), contents.get(article.version, {})]
    return comparison.changes(*comparable.of_revisions(pair))
