"""What people do with topics: give them to copy, propose, decide, add, rename and merge them.

A new topic is made only here, by who may make one. Whoever may not proposes it: the words stay with
the copy until somebody decides. Each act leaves a line in the topic's trail.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from articles import permitted, workflow
from articles.models import Article, TaggedArticle, TopicChange, TopicProposal
from articles.verbs import EDITABLE, SAVE
from attribution.wording import house_time
from editions import permissions, topics
from editions.models import Topic
from text import normalise
from text.errors import DomainError

Verb, State = TopicChange.Verb, TopicProposal.State


def line_of(article: Article, given: Iterable[Topic]) -> str:
    """Return the article's line of topics: those that it is given, and what is proposed for it."""
    proposed = article.topic_proposals.open().values_list("name", flat=True)
    return topics.names_to_line([*(topic.name for topic in given), *proposed])


def write_topics(
    article: Article, names: Sequence[str], *, by: User, at: datetime
) -> list[TopicProposal]:
    """Give the article the topics of its line; return what was newly proposed.

    A name in whatever spelling is the topic that there is, also after it was renamed. A new one is
    made if `by` may make topics, otherwise proposed. What is proposed already stays so until somebody
    decides; what no longer stands in the line is taken back. Call it in the transaction that saves
    the copy.
    """
    existing = topics.find(names, lock=True)
    existing = _renamed([n for n in names if normalise.name_key(n) not in existing]) | existing
    proposed = {proposal.key: proposal for proposal in article.topic_proposals.open()}
    given, new, keys = [], [], set()
    for name in names:
        key = normalise.name_key(name)
        keys.add(key)
        if key in existing:
            given.append(existing[key])
        elif key in proposed:
            continue
        elif by.has_perm(permissions.ADD_TOPIC):
            given.append(add(name, by=by, at=at))
        else:
            new.append(
                TopicProposal.objects.create(
                    article=article, name=name, created_by=by, created_at=at
                )
            )
    article.tags.set(given)
    for key, proposal in proposed.items():
        if key in existing:
            _decide(proposal, State.ACCEPTED, by=by, at=at, topic=existing[key])
        elif key not in keys:
            _decide(proposal, State.WITHDRAWN, by=by, at=at)
    return new


def proposed_message(proposals: Sequence[TopicProposal]) -> str:
    """Return the sentence for whoever typed new topics and may not make them."""
    sentence = ngettext(
        "A new topic is proposed to the editors: %s.",
        "New topics are proposed to the editors: %s.",
        len(proposals),
    )
    return sentence % ", ".join(f"“{proposal}”" for proposal in proposals)


def may_decide(article: Article, user: User) -> bool:
    """Whether `user` may accept or decline what is proposed for the article."""
    return user.has_perm(permissions.ADD_TOPIC) and permitted.may(SAVE, article, user)


def accept(proposal: TopicProposal, name: str, *, by: User, at: datetime) -> Topic:
    """Give the article the topic of that name, which is made if there is none; return it.

    `name` may be another than the proposed one. Copy that is open for changes gets a revision, and
    loses its approval. Raises DomainError when somebody has decided before.
    """
    with transaction.atomic():
        article = _article_to_decide_on(proposal, by)
        topic = topics.find([name], lock=True).get(normalise.name_key(name))
        topic = topic or add(name, by=by, at=at)
        _decide(proposal, State.ACCEPTED, by=by, at=at, topic=topic)
        article.tags.add(topic)
        _record(article, by, at)
    return topic


def decline(proposal: TopicProposal, *, by: User, at: datetime) -> None:
    """Take the proposed topic from the article. Raises DomainError when somebody has decided before."""
    with transaction.atomic():
        article = _article_to_decide_on(proposal, by)
        _decide(proposal, State.DECLINED, by=by, at=at)
        _record(article, by, at)


def add(name: str, *, by: User, at: datetime) -> Topic:
    """Return the topic of that name, newly made unless somebody was faster."""
    if not by.has_perm(permissions.ADD_TOPIC):
        raise PermissionDenied
    topic, is_new = topics.find_or_make(name)
    if is_new:
        TopicChange.objects.create(
            topic=topic, verb=Verb.ADD, name=topic.name, created_by=by, created_at=at
        )
    return topic


def rename(topic: Topic, name: str, *, by: User, at: datetime) -> None:
    """Give a topic another name. Its address stays, and what was printed keeps the name it had.

    Raises DomainError when another topic has the name.
    """
    if not by.has_perm(permissions.CHANGE_TOPIC):
        raise PermissionDenied
    name = normalise.one_line(name)
    if refusal := name_refusal(name, topic):
        raise refusal
    with transaction.atomic():
        current = Topic.objects.select_for_update().get(pk=topic.pk)
        if current.merged_into_id is not None:
            sentence = _("“%s” was not renamed: it was merged into another topic.")
            raise DomainError(sentence % current.name, code="topic_merged_before")
        before, topic.name = current.name, name
        try:
            with transaction.atomic():
                topic.save(update_fields=["name", "key"])
        except IntegrityError as error:  # taken a moment ago
            raise name_refusal(name, topic) or error from None
        if before != name:
            TopicChange.objects.create(
                topic=topic,
                verb=Verb.RENAME,
                name=before,
                new_name=name,
                created_by=by,
                created_at=at,
            )


def invalid_name(name: str) -> str:
    """Return the sentence that says why a name cannot be that of a topic."""
    return _("“%(name)s” is no topic: it needs letters or digits, at most %(limit)d.") % {
        "name": name[:40],
        "limit": topics.NAME_LENGTH,
    }


def name_refusal(name: str, topic: Topic | None) -> DomainError | None:
    """Return why a topic may not have that name, new with None; None when it may."""
    if not topics.is_name(name):
        return DomainError(invalid_name(name), code="topic_without_name")
    holder = topics.find([name]).get(normalise.name_key(name))
    if holder is None or holder == topic:
        return None
    params = {"name": name, "topic": holder.name}
    if holder.key == normalise.name_key(name):
        sentence = _("“%(name)s” was not saved: there is the topic “%(topic)s”. Merge the two.")
        if topic is None:
            sentence = _("“%(name)s” was not added: there is the topic “%(topic)s”. Use that.")
    else:
        sentence = _(
            "“%(name)s” was not saved: a topic of that name was merged into “%(topic)s”. "
            "Choose another name."
        )
    return DomainError(sentence % params, code="topic_exists")


def merge(topic: Topic, into: Topic, *, by: User, at: datetime) -> Topic:
    """Let `into` stand for `topic`, for good; return it.

    Articles get the topic that stays. Printed editions keep what they print: lists of the topic that
    stays find them, and the address of the other redirects. Raises DomainError, and changes nothing,
    for a topic and itself, and when one of the two was merged already.
    """
    if not by.has_perm(permissions.MERGE_TOPIC):
        raise PermissionDenied
    with transaction.atomic():
        rows = Topic.objects.select_for_update().filter(pk__in=(topic.pk, into.pk)).order_by("pk")
        current = {row.pk: row for row in rows}
        topic, into = current[topic.pk], current[into.pk]
        if refusal := merge_refusal(topic, into):
            raise refusal
        has_both = TaggedArticle.objects.filter(tag=into).values("content_object")
        tagged = TaggedArticle.objects.filter(tag=topic)
        tagged.filter(content_object__in=has_both).delete()
        tagged.update(tag=into)
        Topic.objects.filter(Q(pk=topic.pk) | Q(merged_into=topic)).update(merged_into=into)
        TopicChange.objects.create(
            topic=topic, verb=Verb.MERGE, name=topic.name, into=into, created_by=by, created_at=at
        )
    return into


def merge_refusal(topic: Topic, into: Topic) -> DomainError | None:
    """Return why the topics cannot be merged; None when they can."""
    params = {"topic": topic.name, "into": into.name}
    if topic == into:
        sentence = _("“%(topic)s” was not merged: a topic cannot be merged into itself.")
        return DomainError(sentence % params, code="topic_into_itself")
    for row in (topic, into):
        if row.merged_into_id is not None:
            sentence = _(
                "“%(topic)s” was not merged: “%(merged)s” was merged into “%(stays)s” before. "
                "Nothing was changed."
            )
            stays = Topic.objects.get(pk=row.merged_into_id).name
            return DomainError(
                sentence % {**params, "merged": row.name, "stays": stays},
                code="topic_merged_before",
            )
    return None


def _renamed(names: Sequence[str]) -> dict[str, Topic]:
    """Return by key the topics that once had exactly these names.

    A form that was open meanwhile has them, and a revision that is restored.
    """
    if not names:
        return {}
    changes = TopicChange.objects.filter(verb=Verb.RENAME, name__in=names)
    return {
        normalise.name_key(change.name): change.topic.merged_into or change.topic
        for change in changes.select_related("topic__merged_into").order_by("pk")
    }


def _article_to_decide_on(proposal: TopicProposal, by: User) -> Article:
    """Return the article, locked as its form locks it. Raise PermissionDenied for who may not decide."""
    article = Article.objects.select_for_update().get(pk=proposal.article_id)
    if not may_decide(article, by):
        raise PermissionDenied
    return article


def _decide(
    proposal: TopicProposal, state: str, *, by: User, at: datetime, topic: Topic | None = None
) -> None:
    """Write the decision; of two who decide at once the second is refused."""
    row = TopicProposal.objects.open().filter(pk=proposal.pk)
    if not row.update(state=state, topic=topic, decided_by=by, decided_at=at):
        proposal.refresh_from_db()
        raise decided_before(proposal)


def decided_before(proposal: TopicProposal) -> DomainError:
    """Return the refusal of a second decision."""
    sentence = _("“%(name)s” was decided on before: %(state)s by %(who)s, %(time)s.")
    params = {
        "name": proposal.name,
        "state": proposal.get_state_display(),
        "who": proposal.decided_by,
        "time": house_time(proposal.decided_at) if proposal.decided_at else "?",
    }
    return DomainError(sentence % params, code="proposal_decided")


def _record(article: Article, by: User, at: datetime) -> None:
    """Write a revision of copy that is open for changes. Other copy shows it in its next one."""
    if article.stage in EDITABLE:
        workflow.save(article, by=by, at=at)
