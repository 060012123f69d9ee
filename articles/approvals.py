"""What an approval freezes, and in what a printing differs from it.

An approval holds every word that would have been printed at its moment. The press prints exactly
that: articles/workflow.py compares once more under the lock, and a difference voids the approval.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles import comparable, comparison
from articles.comparison import PICTURE_LABELS, Change, Piece, Text
from articles.four_eyes import Share
from articles.models import Approval, Article, StageChange
from articles.press import Printing
from articles.problems import Problem, block
from editions.content import digest

CHANGED = "changed_since_approval"  # the code of such problems
QUOTED = 160  # characters of each side of a difference
_AROUND = 40  # characters around a difference, of words that are the same


def record(change: StageChange, printing: Printing, share: Share) -> Approval:
    """Freeze what was approved by a stage change, and name what its actor wrote of it."""
    content = printing.content()
    return Approval.objects.create(
        change=change,
        digest=digest(content),
        content=content,
        words_changed=share.own,
        passages=list(share.passages),
    )


def approval_of(article: Article) -> StageChange | None:
    """Return the newest approval of the copy, of whatever version."""
    changes = article.stage_changes.filter(verb="approve").select_related("approval", "created_by")
    return changes.order_by("-pk").first()


def changes_since(approval: StageChange | None, printing: Printing) -> list[Problem]:
    """Return in what a printing is not what was approved, and that the approval is void then."""
    problems = differences_since(approval, printing)
    if problems:
        void = _("The approval is void, and the copy is in review again.")
        problems.append(block("", CHANGED, void))
    return problems


def differences_since(approval: StageChange | None, printing: Printing) -> list[Problem]:
    """Return in what a printing is not what was approved: each place with the sentences that name it."""
    approved = getattr(approval, "approval", None)
    if approved is None:
        return [block("", CHANGED, _("What was approved is not on record."))]
    content = printing.content()
    if digest(content) == approved.digest:
        return []
    changes = comparison.changes(*map(comparable.of_printed, (approved.content, content)))
    return [
        block("", CHANGED, sentence, change) for change in changes for sentence in sentences(change)
    ] or [block("", CHANGED, _("Something else would be printed than was approved."))]


def sentences(change: Change) -> Iterator[str]:
    """Yield what is not as approved in one place as plain sentences, for a message or the trail.

    Of another picture the caption alone is named, and the words in files of a picture if nothing
    else of it differs.
    """
    caption, file_rights = (str(PICTURE_LABELS[name]) for name in ("caption", "file_rights"))
    texts = [text for text in change.texts if _differs(text)]
    if change.picture_before != change.picture_after:
        texts = [text for text in texts if text.label == caption]
    texts = [text for text in texts if text.label != file_rights] or texts
    for text in texts:
        params = {
            "part": f"{change.label}: {text.label}" if text.label else change.label,
            "before": _side(text, "new") or _("none"),
            "after": _side(text, "gone") or _("none"),
        }
        yield _("%(part)s: “%(before)s” was approved, now it is “%(after)s”.") % params
    if not texts:
        yield _("%(part)s: it is not as it was approved.") % {"part": change.label}


def _differs(text: Text) -> bool:
    return any(piece.kind != "same" for piece in text.pieces)


def _side(text: Text, other: str) -> str:
    """Return how a text reads on the side that has no pieces of the kind `other`, shortened."""
    pieces = [piece for piece in text.pieces if piece.kind != other]
    last = len(pieces) - 1
    parts = [
        _quoted(piece, other, is_first=i == 0, is_last=i == last) for i, piece in enumerate(pieces)
    ]
    side = "".join(parts).strip()
    return side if len(side) <= QUOTED else f"{side[:QUOTED]}…"


def _quoted(piece: Piece, other: str, *, is_first: bool, is_last: bool) -> str:
    """Return the words of a piece with what marks them; of what is the same only what is near."""
    text = piece.text
    if piece.kind == "same" and len(text) > 2 * _AROUND:
        before, after = text[:_AROUND], text[-_AROUND:]
        text = f"{'' if is_first else before}…{'' if is_last else after}"
    notes = piece.gone if other == "new" else piece.new
    return f"{text.rstrip()} ({', '.join(notes)}) " if notes else text
