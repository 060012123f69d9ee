"""A post over a version that its writer has not seen: merged with it, and what remains to be chosen.

The colleague's value stays in every part that the writer did not change. Where both changed the same,
the form keeps the writer's and asks; it is saved only when that is answered. Nothing is written here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import QueryDict
from django.utils.functional import Promise

from articles import comparable, comparison, merging, snapshot
from articles.comparison import Change
from articles.models import Article, Revision
from articles.posted import ROWS, Posted
from text.integers import parse_digits

# Names of what the form posts of a conflict, besides `keep-<part>`, whose value is MINE or THEIRS.
ASKED, ASKED_SINCE = "asked", "asked_since"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Question:
    """A part that both changed: what each made of it."""

    key: str
    label: str | Promise
    mine: list[Change]
    theirs: list[Change]
    is_merged_beside: bool  # whether the rest of the part is merged, and only some of it is asked


@dataclass(frozen=True)
class Conflict:
    """What a colleague saved meanwhile, as merged into what was posted."""

    since: int  # the number of the revision that the questions are compared with
    last: Revision
    merged: list[Change]  # what the colleague changed that is in the form now
    questions: list[Question]


def resolve(article: Article, form: BaseForm, data: QueryDict) -> tuple[QueryDict, Conflict | None]:
    """Return what was posted, merged with the newest version, and the conflict to be shown.

    None when the writer has seen the newest version and has answered what was asked.
    """
    last = article.revisions.select_related("created_by").order_by("number").last()
    if last is None:
        return data, None
    return _Resolution(article, last, Posted(form, data)).result()


class _Resolution:
    def __init__(self, article: Article, last: Revision, posted: Posted) -> None:
        self.article, self.last, self.posted = article, last, posted
        self.seen = self._revision("seen_version")
        self.first = self._revision(ASKED_SINCE) or self.seen
        self.entered = self._with_agency_copy(posted.content(article))
        self.open = self._take_over_answers()

    def result(self) -> tuple[QueryDict, Conflict | None]:
        has_seen_last = self.seen is not None and self.seen.number == self.last.number
        if has_seen_last and not self.open:
            return self.posted.data, None
        merged, asked = dict(self.entered), []
        for key in snapshot.LABELS:
            if key not in self.entered:
                continue
            base = self.first if key in self.open else self.seen
            outcome = merging.merged(key, _content(base), self.entered, _content(self.last))
            is_as_last = merging.is_same(key, self.entered, _content(self.last))
            if outcome.has_conflict or (key in self.open and not is_as_last):
                asked.append(key)
            merged[key] = outcome.mine
            # Rows are written also where they are the same: those of the database have other ids.
            if key in ROWS or not merging.is_same(key, self.entered, merged):
                self.posted.write(key, outcome.mine, self.article)
        self.posted.data["seen_version"] = str(self.last.number)
        return self.posted.data, self._conflict(merged, asked)

    def _with_agency_copy(self, entered: dict[str, Any]) -> dict[str, Any]:
        """Return what was entered with the agencies that have an item, which are not on the form."""
        if "agencies" in entered:
            bound = [ref for ref in _content(self.last)["agencies"] if ref.get("wire_item")]
            entered["agencies"] += bound
        return entered

    def _take_over_answers(self) -> set[str]:
        """Put the colleague's value where the writer chose it; return the parts not yet answered."""
        data, unanswered = self.posted.data, set()
        for key in set(data.getlist(ASKED)).intersection(snapshot.LABELS, self.entered):
            answer = data.get(f"keep-{key}")
            if answer == THEIRS:
                contents = (_content(self.first), self.entered, _content(self.seen))
                self.entered[key] = merging.merged(key, *contents).theirs
                self.posted.write(key, self.entered[key], self.article)
            elif answer != MINE:
                unanswered.add(key)
        return unanswered

    def _conflict(self, merged: Mapping[str, Any], asked: list[str]) -> Conflict:
        base, entered, last, result = comparable.of_revisions(
            [_content(self.first), self.entered, _content(self.last), merged]
        )
        mine, theirs = comparison.changes(base, entered), comparison.changes(base, last)
        beside = comparison.changes(entered, result)
        questions = [
            Question(
                key,
                snapshot.LABELS[key],
                [change for change in mine if change.key == key],
                [change for change in theirs if change.key == key],
                is_merged_beside=key in ("body", "lead"),
            )
            for key in asked
        ]
        since = self.first.number if self.first else 0
        changes = [change for change in theirs if change.key not in asked]
        changes += [change for change in beside if change.key in asked]
        return Conflict(since, self.last, changes, questions)

    def _revision(self, name: str) -> Revision | None:
        number = parse_digits(self.posted.data.get(name, ""), maximum=10**8)
        return self.article.revisions.filter(number=number).first() if number else None


def _content(revision: Revision | None) -> Mapping[str, Any]:
    """Return what a revision holds, its topics as the form has them: with those that are proposed."""
    if revision is None:
        return {}
    content = revision.content
    proposed = content.get("proposed_topics") or ()
    return {**content, "tags": sorted([*(content.get("tags") or ()), *proposed])}
