"""Four eyes: whoever approves copy has not written it. The one rule, asked by verbs and pages.

Authorship is taken from the revisions, word by word: a word is of whoever brought it into the copy.
So a colleague's touch changes nothing about who wrote the rest, and neither does moving a passage,
or taking it out and putting it back. What an editor other than the one who is asked has approved
counts as seen. Words that somebody gives a picture in the library are words of the copy that prints
them.
"""

import difflib
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.users import at_desk
from articles import permissions
from articles.models import Article
from articles.problems import Problem, block
from articles.snapshot import Content
from images.models import ImageChange

# The parts of a revision that readers get; the others are the desk's own.
PARTS = (
    "section",
    "kicker",
    "headline",
    "standfirst",
    "byline",
    "dateline",
    "lead",
    "body",
    "provenance",
    "agencies",
    "tags",
    "language",
)
# The texts of the library that are printed with a picture; of others, readers see no word.
_LIBRARY_FIELDS = (
    "caption",
    "alt",
    "extended_description",
    "creator",
    "credit_override",
    "copyright_notice",
    "usage_terms",
)
APPROVE, SUBMIT = "approve", "submit"
# What is looked at: of more saves in turn the oldest count as one, by each who made them; of longer
# changes of one part all words as changed. Copy could be made so that to compare it takes minutes.
_MAX_TURNS = 200
_MAX_PAIRS = 1_000_000
_MAX_PASSAGES, _MAX_PASSAGE = 5, 80
_SEVERAL = 0  # stands for all who made the oldest of too many saves; no user has this id
_PASSAGE = 5  # words in a row by which a passage is known that stood in the copy before
_MAX_APPROVERS, _MAX_EDITORS = 5, 50
_TOKENS = re.compile(r"<(?P<tag>/?\w+)(?P<attributes>[^>]*)>|[^\s<]+")
_ATTRIBUTE = re.compile(r'(href|data-image|data-caption|data-alt)="([^"]*)"')
_WITHOUT_MEANING = {"p", "br", "strong", "em", "sup", "sub", "tbody", "thead", "tr"}
_BACKEND = "django.contrib.auth.backends.ModelBackend"  # who has a right is asked of the database

Token = str
Word = tuple[Token, int | None]  # who brought it in; None for what was there before
_Rewording = tuple[int, Sequence[Token], Sequence[Token]]  # by whom, a text before and after


@dataclass(frozen=True)
class Share:
    """How many words of the change are whose: brought in and still there, or taken from others."""

    own: int
    total: int
    passages: tuple[str, ...] = ()  # the first of what is theirs, to be quoted

    @property
    def is_too_large(self) -> bool:
        """Whether it is most of the change, or more than an editor may change and approve at once."""
        return self.own > settings.FOUR_EYES_WORDS or 2 * self.own > self.total


def objections(
    article: Article, user: User, known: "Authorships | None" = None
) -> Iterator[Problem]:
    """Yield why `user` may not approve the copy: submitter, in the byline, or writer of most of it.

    Who asks for several users passes one `known`, so that the revisions are read once.
    """
    if not settings.FOUR_EYES:
        return
    if known is None:
        known = Authorships(article)
    if known.submitted_by == user.pk:
        message = _("It is your own copy: you submitted it. Somebody else has to approve it.")
        yield block("", "own_submission", message)
    if article.bylines.filter(author__user=user).exists():
        message = _(
            "It is your own copy: you stand in its byline. Somebody else has to approve it."
        )
        yield block("", "own_byline", message)
    share = share_of(article, user, known)
    if share.is_too_large:
        message = _(
            "It is your own copy: of %(total)d words that changed since another editor approved it, "
            "%(own)d are yours. Up to %(limit)d, and not most of them, may be; somebody else has to "
            "approve it."
        )
        params = {"own": share.own, "total": share.total, "limit": settings.FOUR_EYES_WORDS}
        yield block("", "own_words", message % params)


def share_of(article: Article, user: User, known: "Authorships | None" = None) -> Share:
    """Return what `user` wrote of the change since an editor other than `user` approved the copy."""
    known = Authorships(article) if known is None else known
    return known.share(user.pk)


def approvers(article: Article) -> list[User]:
    """Return some of those who may approve the copy, by name."""
    may_review = User.objects.with_perm(permissions.REVIEW_ARTICLE, backend=_BACKEND)
    users = at_desk().filter(pk__in=may_review)
    editors = users.order_by("last_name", "first_name", "pk")[:_MAX_EDITORS]
    known = Authorships(article)
    may = (user for user in editors if not any(True for _each in objections(article, user, known)))
    return [user for user, _number in zip(may, range(_MAX_APPROVERS), strict=False)]


class _Authorship:
    """Who wrote each word of the copy, of those that changed after the version `seen`."""

    def __init__(self, article: Article, seen: int) -> None:
        saves = article.revisions.filter(number__gt=seen).order_by("number")
        numbers = saves.values_list("number", "created_by")
        # Whatever one person does in a row is one change: what is taken back at once never was.
        turns = [list(turn)[-1] for _by, turn in groupby(numbers, lambda save: save[1])]
        self._early: set[int] = set()  # who saved what is not looked at save by save
        if len(turns) > _MAX_TURNS:
            early, turns = turns[:-_MAX_TURNS], turns[-_MAX_TURNS:]
            self._early = {by for _number, by in early}
            turns.insert(0, (early[-1][0], _SEVERAL))
        ends = [seen, *(number for number, _by in turns)]
        revisions = article.revisions.filter(number__in=ends)
        contents: dict[int, Content] = dict(revisions.values_list("number", "content"))
        self.removed: Counter[int] = Counter()  # how many words of others each took out
        # Who wrote each run of `_PASSAGE` words, of all that ever stood in the copy.
        self._known: dict[tuple[Token, ...], list[Word]] = {}
        self.parts: dict[str, list[Word]] = {}
        for part, tokens in _read(contents.get(seen, {})):
            self.parts[part] = [(token, None) for token in tokens]
            self._remember(self.parts[part], 0, len(tokens))
        for number, by in turns:
            self._take_turn(contents[number], by)

    def share(self, user_id: int) -> Share:
        authors = (by for part in self.parts.values() for _token, by in part if by is not None)
        changed = Counter(authors) + self.removed
        early = changed[_SEVERAL] if user_id in self._early else 0
        return Share(changed[user_id] + early, changed.total(), tuple(self._passages(user_id)))

    def _take_turn(self, content: Content, by: int) -> None:
        """Give every word of a revision to whoever wrote it, those that are new to `by`."""
        after = dict(_read(content))
        changes = {
            part: list(_changes([token for token, _by in self.parts[part]], tokens))
            for part, tokens in after.items()
        }
        inserted = {
            passage
            for part, tokens in after.items()
            for is_same, _i, _j, k, m in changes[part]
            if not is_same
            for passage in _passages_of(tokens[k:m])
        }
        for part, tokens in after.items():
            before, rewritten = self.parts[part], []
            for is_same, i, j, k, m in changes[part]:
                if is_same:
                    rewritten += before[i:j]
                    continue
                new = self._attributed(tokens[k:m], by)
                rewritten += new
                of_others = _of_others(before[i:j], by, moved=inserted)
                self.removed[by] += max(0, of_others - sum(1 for _t, who in new if who == by))
            self.parts[part] = rewritten
        for part, rewritten in self.parts.items():
            for is_same, _i, _j, k, m in changes[part]:
                if not is_same:
                    self._remember(rewritten, k, m)

    def _attributed(self, tokens: Sequence[Token], by: int) -> list[Word]:
        """Return new words: those of a passage that stood in the copy before stay its writer's."""
        inserted: list[Word] = [(token, by) for token in tokens]
        for start, passage in enumerate(_passages_of(tokens)):
            if known := self._known.get(passage):
                inserted[start : start + _PASSAGE] = known
        return inserted

    def _remember(self, part: Sequence[Word], begins: int, ends: int) -> None:
        """Remember the passages that touch the words from `begins` to `ends`, if they are new."""
        first = max(0, begins - _PASSAGE + 1)
        near = part[first : ends + _PASSAGE - 1]
        for start, passage in enumerate(_passages_of([token for token, _by in near])):
            self._known.setdefault(passage, list(near[start : start + _PASSAGE]))

    def _passages(self, user_id: int) -> Iterator[str]:
        runs = (
            " ".join(token for token, _by in run if token[0] != "\0")
            for part in self.parts.values()
            for by, run in groupby(part, lambda word: word[1])
            if by == user_id
        )
        for text, _number in zip(filter(None, runs), range(_MAX_PASSAGES), strict=False):
            yield _quoted(text)


class Authorships:
    """Who submitted the copy, and who wrote it since each editor was not alone in approving it."""

    def __init__(self, article: Article) -> None:
        self._article = article
        changes = article.stage_changes.filter(verb__in=(SUBMIT, APPROVE)).order_by("-pk")
        columns = ("verb", "created_by", "version", "created_at")
        self._rows = list(changes.values_list(*columns)[:_MAX_TURNS])
        self.submitted_by = next((row[1] for row in self._rows if row[0] == SUBMIT), None)
        self._by_version: dict[int, _Authorship] = {}
        self._rewordings: dict[datetime, list[_Rewording]] = {}

    def share(self, user_id: int) -> Share:
        """Return the user's share of the change since an editor other than the user approved it.

        Of the library's words for its pictures, since somebody else submitted or approved it: that
        one saw them as they were.
        """
        others = [row for row in self._rows if row[1] != user_id]
        seen = next((version for verb, _by, version, _at in others if verb == APPROVE), 0)
        if seen not in self._by_version:
            self._by_version[seen] = _Authorship(self._article, seen)
        share = self._by_version[seen].share(user_id)
        seen_at = others[0][3] if others else self._article.created_at
        if seen_at not in self._rewordings:
            self._rewordings[seen_at] = list(_rewordings(self._article, seen_at))
        return _with_library(share, user_id, self._rewordings[seen_at])


def _with_library(share: Share, user_id: int, rewordings: Iterable[_Rewording]) -> Share:
    """Return the share with the words that people gave the copy's pictures in the library."""
    own, total, passages = share.own, share.total, list(share.passages)
    for by, before, after in rewordings:
        count = 0
        for is_same, i, j, k, m in _changes(before, after):
            if not is_same:
                count += max(j - i, m - k)
                if by == user_id and m > k:
                    passages.append(_quoted(" ".join(after[k:m])))
        total += count
        own += count if by == user_id else 0
    return Share(own, total, tuple(passages[:_MAX_PASSAGES]))


def _rewordings(article: Article, since: datetime) -> Iterator[_Rewording]:
    """Yield who wrote a text of the library anew that the copy prints, before and after.

    Whatever one person does in a row to one text is one change.
    """
    rows = ImageChange.objects.filter(
        image__placements__article=article, verb=ImageChange.Verb.CHANGED, created_at__gt=since
    )
    written_here = (f"image__placements__{name}" for name in ("caption", "alt"))
    columns = ("image__placements", "created_by", "changes", *written_here)
    texts: dict[tuple[int, str], list[tuple[int | None, list[str]]]] = {}
    for placement, by, changes, *own in rows.order_by("pk").values_list(*columns)[:_MAX_TURNS]:
        for name in _LIBRARY_FIELDS:
            is_printed = not dict(zip(("caption", "alt"), own, strict=True)).get(name)
            if is_printed and name in changes:
                texts.setdefault((placement, name), []).append((by, changes[name]))
    for of_text in texts.values():
        for by, turn in groupby(of_text, lambda change: change[0]):
            pairs = [pair for _by, pair in turn]
            if by is not None:
                yield by, str(pairs[0][0]).split(), str(pairs[-1][1]).split()


def _quoted(text: str) -> str:
    return text if len(text) <= _MAX_PASSAGE else f"{text[:_MAX_PASSAGE]}…"


def _passages_of(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Yield every run of `_PASSAGE` words."""
    return zip(*(tokens[start:] for start in range(_PASSAGE)), strict=False)


def _of_others(removed: Sequence[Word], by: int, *, moved: Container[tuple[Token, ...]]) -> int:
    """Return how many of the words that were taken out others wrote, without passages that moved."""
    stays = [author == by for _token, author in removed]
    for start, passage in enumerate(_passages_of([token for token, _author in removed])):
        if passage in moved:
            stays[start : start + _PASSAGE] = [True] * _PASSAGE
    return stays.count(False)


def _changes(
    before: Sequence[Token], after: Sequence[Token]
) -> Iterator[tuple[bool, int, int, int, int]]:
    """Yield runs of both in order: whether they are the same, and from where to where they go."""
    most, head, tail = min(len(before), len(after)), 0, 0
    while head < most and before[head] == after[head]:
        head += 1
    while tail < most - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    ends = len(before) - tail, len(after) - tail
    yield True, 0, head, 0, head
    old, new = before[head : ends[0]], after[head : ends[1]]
    counts = Counter(new)
    if sum(number * counts[token] for token, number in Counter(old).items()) > _MAX_PAIRS:
        yield False, head, ends[0], head, ends[1]
    else:
        for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
            yield tag == "equal", head + i, head + j, head + k, head + m
    yield True, ends[0], len(before), ends[1], len(after)


def _read(content: Content) -> Iterable[tuple[str, list[Token]]]:
    """Return each part of a revision that readers get, as tokens: words, targets, pictures."""
    return [(part, list(_tokens(part, content.get(part)))) for part in PARTS]


def _tokens(part: str, value: object) -> Iterator[Token]:
    """Yield the words of a part; marked with NUL what readers get and is no word."""
    if isinstance(value, list):
        for each in value:
            yield from _tokens(part, each)
    elif isinstance(value, Mapping):
        yield f"\0{part} {value.get('id')} {value.get('wire_version', '')}"
        for name in ("caption", "alt"):
            yield from str(value.get(name) or "").split()
    elif part == "body":
        yield from _tokens_of_html(str(value or ""))
    elif part in ("provenance", "language") and value:
        yield f"\0{part} {value}"
    else:
        yield from str(value or "").split()


def _tokens_of_html(html: str) -> Iterator[Token]:
    for match in _TOKENS.finditer(html):
        tag = match["tag"]
        if tag is None:
            yield match[0]
            continue
        if tag not in _WITHOUT_MEANING and not tag.startswith("/"):
            yield f"\0{tag}"
        for name, text in _ATTRIBUTE.findall(match["attributes"]):
            is_text = name in ("data-caption", "data-alt")
            yield from text.split() if is_text else [f"\0{name} {text}"]
