"""The press: turns approved copy into an edition of finished sentences. The only way from desk to reader.

Called by articles/workflow.py inside its transaction; decides nothing about who may. What is not
named in PRESSED never reaches a reader.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import OuterRef, Subquery

from accounts.models import User
from articles.models import Article, ArticleAgency, Placement
from articles.wire import sources
from articles.wire.terms import print_terms
from attribution import wording
from attribution.models import Agency, Author
from editions import body, kinds, printed_words
from editions.content import Content, content
from editions.models import (
    FAR_FUTURE,
    Edition,
    EditionAgency,
    EditionAuthor,
    EditionImage,
    EditionTopic,
    Story,
    Topic,
    q_not_recalled,
)
from images import services
from images.models import Image
from text import normalise

# Every field of Article stands in one of these; a test checks it. In doubt: the desk only.
PRESSED = frozenset(
    (
        "section",
        "kicker",
        "headline",
        "standfirst",
        "dateline",
        "body",
        "provenance",
        "language",
        "tags",
        "tagged",
        "authors",
        "bylines",
        "agencies",
        "agency_credits",
        "pictures",
        "placements",
    )
)
DESK_ONLY = frozenset(
    (
        "id",
        "stage",
        "version",
        "story",
        "embargo_until",
        "due_at",
        "assignee",
        "slugline",
        "urgency",
        "wire_alarms",
        "source_records",
        "created_by",
        "created_at",
        "updated_at",
        "search_fold",
        "revisions",
        "stage_changes",
        "notes",
        "topic_proposals",
    )
)


@dataclass(frozen=True)
class Correction:
    """What a correction changes besides the copy: a new address, and an earlier note that was wrong.

    `replaces` is the moment ("at") of the note, as `Edition.corrections` has it; "" for none.
    """

    has_new_address: bool = False
    replaces: str = ""


COPY_ALONE = Correction()


@dataclass
class Printing:
    """An edition as composed, before it is printed: nothing of it is in the database yet."""

    edition: Edition
    images: list[EditionImage] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)

    def content(self) -> Content:
        """Return every word that it prints, as JSON data: what an approval freezes."""
        return content(self.edition, self.images)


@dataclass(frozen=True)
class Copy:
    """What is composed: an article's own fields, and the rows beside it in their order.

    The rows of an older revision are in no table; articles/history/rendering.py makes them.
    """

    article: Article
    authors: Sequence[Author]
    sources: Sequence[ArticleAgency]  # those that gave text, with what `print_terms` needs
    topics: Sequence[Topic]
    placements: Sequence[Placement]


def compose(article: Article, *, at: datetime) -> Printing:
    """Return the copy as it would be printed for `at`: for preview, approval and press alike.

    Writes nothing. The day of `at` decides which contract says how pictures are credited; no other
    word depends on it.
    """
    lines = article.bylines.select_related("author").order_by("order", "pk")
    copy = Copy(
        article,
        authors=[line.author for line in lines],
        sources=sources.printed(article),
        topics=list(article.tags.order_by("name")),
        placements=list(article.placements.order_by("order", "pk")),
    )
    return compose_copy(copy, at=at)


def compose_copy(copy: Copy, *, at: datetime) -> Printing:
    """Return copy, of today or of an older revision, as it would be printed for `at`."""
    article, language = copy.article, copy.article.language
    agencies = list(dict.fromkeys(source.agency for source in copy.sources))
    terms = print_terms(article, copy.sources, at=at)
    edition = Edition(
        section=article.section,
        kicker=article.kicker,
        headline=article.headline,
        standfirst=article.standfirst,
        dateline=article.dateline,
        byline=wording.byline([author.name for author in copy.authors], language),
        source_line=wording.source_line(
            agencies,
            forms=terms.forms,
            shared_with_staff=article.provenance == Article.Provenance.STAFF_AND_WIRE,
            language=language,
        ),
        **_rights(article, copy.sources),
        body=body.without_captions(body.clean(article.body)),
        language=language,
        word_count=body.word_count(article.body),
        linked_entities={
            "authors": _named(copy.authors),
            "agencies": _named(agencies),
            "topics": _named(copy.topics),
            "source_links": terms.links,
        },
        public_until=terms.public_until,
        passing_on_prohibited=terms.passing_on_prohibited,
        published_at=at,
        first_published_at=at,
        changed_at=at,
        printed_at=at,
    )
    images = _images(copy.placements, edition, at)
    return Printing(edition, images, [*copy.authors], agencies, [*copy.topics])


def press(
    printing: Printing,
    article: Article,
    *,
    by: User,
    approved_by: User | None,
    kind: str,
    note: str,
    at: datetime,
    correction: Correction = COPY_ALONE,
) -> Edition:
    """Print what was composed as the story's next edition, live at the time it was composed for.

    Return the edition. The one before it ends then.
    """
    story = article.story or Story.objects.create()
    if article.story_id is None:
        Article.objects.filter(pk=article.pk).update(story=story)
        article.story = story
    edition = printing.edition
    edition.story, edition.approved_by, edition.published_by = story, approved_by, by
    edition.slug = slug_for(article, at, from_headline=correction.has_new_address)
    edition.printed_at = at
    before = edition_before(article, at)
    print_after(before, printing, kind=kind, note=note, replaces=correction.replaces)
    return edition


def print_after(
    before: Edition | None, printing: Printing, *, kind: str, note: str, replaces: str = ""
) -> None:
    """Write a composed edition as the next of its story. `before` is in force until then, if any.

    `replaces` is the note of an earlier correction that this one replaces; see `Correction`.
    """
    edition = printing.edition
    edition.kind = kind if before else Edition.Kind.FIRST
    edition.note = note if edition.rules.note_for_readers else ""
    edition.corrections = before.corrections if before else []
    if before:
        edition.first_published_at = before.first_published_at
    if edition.rules.note_for_readers:
        entry = {"at": edition.published_at.isoformat(), "note": edition.note}
        kept = [other for other in edition.corrections if other["at"] != replaces]
        edition.corrections = [entry, *kept]
    last = before and _last_live(before)
    is_same = last and not edition.rules.note_for_readers and prints_the_same(printing, last)
    edition.changed_at = last.changed_at if last and is_same else edition.published_at
    _save_edition(edition)
    _save_rows(printing)
    _record_printing([row.image_id for row in printing.images])


def _last_live(edition: Edition) -> Edition | None:
    """Return an edition that readers see, or else the last that they saw before it was taken from them."""
    if edition.rules.is_live:
        return edition
    seen = edition.story.editions.seen(edition.published_at).filter(kind__in=kinds.LIVE)
    return seen.order_by("-number").first()


def prints_the_same(printing: Printing, before: Edition) -> bool:
    """Return whether readers who have the edition `before` would see no difference but in its note."""
    return before.rules.is_live and printing.content() == content(before, before.images.all())


def slug_for(article: Article, at: datetime, *, from_headline: bool = False) -> str:
    """Return the address of the next edition: that of the one in force, or one from the headline.

    A headline that was held before its time is never the source: no reader was to see it.
    """
    before = None if from_headline else edition_before(article, at)
    return before.slug if before else normalise.slugify(article.headline) or "tin"


def edition_before(article: Article, at: datetime) -> Edition | None:
    """Return the edition in force, which one printed at `at` follows; None for the first."""
    return article.story.editions.in_force(at).first() if article.story else None


def readers_had(article: Article, at: datetime) -> bool:
    """Return whether readers have, or had, an edition of the copy by `at`."""
    return article.story is not None and article.story.editions.seen(at).exists()


def print_notice(article: Article, *, kind: str, note: str, by: User, at: datetime) -> Edition:
    """Print a notice that takes the story's place at once, and that of an edition that waits.

    Return its edition. Raises ValueError for a story that readers never had: what they never had
    leaves no public trace.
    """
    story, before = article.story, edition_before(article, at)
    if story is None or before is None:
        raise ValueError("only a story that readers had has a notice in its place")
    recall_scheduled(story, at)
    edition = Edition(
        story=story,
        kind=kind,
        note=note,
        section=before.section,
        slug=before.slug,
        headline="",
        language=before.language,
        published_by=by,
        published_at=at,
        first_published_at=before.first_published_at,
        corrections=before.corrections,
    )
    _save_edition(edition)
    return edition


def recall_scheduled(story: Story | None, at: datetime) -> None:
    """Recall the edition that waits at `at`, if any: it never goes live, the one before it stays."""
    waiting = story.editions.waiting(at).first() if story else None
    if story is None or waiting is None:
        return
    story.editions.filter(pk=waiting.pk).supersede(waiting.published_at)
    story.editions.in_force(at).supersede(FAR_FUTURE)
    _record_printing(list(waiting.images.values_list("image", flat=True)))


def _save_edition(edition: Edition) -> None:
    """Number the edition, end the one before it, and write the row."""
    story = edition.story
    last = story.editions.order_by("-number").first()
    edition.number = last.number + 1 if last else 1
    story.editions.filter(superseded_at=FAR_FUTURE).supersede(edition.published_at)
    edition.save()


def _save_rows(printing: Printing) -> None:
    edition = printing.edition
    EditionImage.objects.bulk_create(printing.images)
    EditionAuthor.objects.bulk_create(
        EditionAuthor(edition=edition, author=author, order=order)
        for order, author in enumerate(printing.authors)
    )
    EditionAgency.objects.bulk_create(
        EditionAgency(edition=edition, agency=agency, order=order)
        for order, agency in enumerate(printing.agencies)
    )
    EditionTopic.objects.bulk_create(
        EditionTopic(edition=edition, topic=topic) for topic in printing.topics
    )


def _record_printing(image_ids: list[int]) -> None:
    """Record in the library when readers first have each picture, in which story, and its last words."""
    rows = EditionImage.objects.filter(q_not_recalled("edition__"), image=OuterRef("pk"))
    first = rows.order_by("edition__published_at", "edition")
    services.record_printing(
        image_ids,
        printed_at=Subquery(first.values("edition__published_at")[:1]),
        story_id=Subquery(first.values("edition__story")[:1]),
        rights=Subquery(rows.order_by("-edition", "order").values("file_rights")[:1]),
    )


def _rights(article: Article, rows: Sequence[ArticleAgency]) -> dict[str, str]:
    """Return copyright holder and terms: those in the wire version, else the agency's name."""
    holders, terms = [], []
    for source in rows:
        version = source.wire_version or (source.wire_item and source.wire_item.current)
        holder = version and (
            version.copyright_holder or wording.holder_named_in(version.copyright_notice)
        )
        holders.append(holder or source.agency.text_form(article.language))
        terms += [version.usage_terms] if version else []
    is_wire = article.provenance == Article.Provenance.WIRE
    if article.provenance == Article.Provenance.STAFF:
        holders = []
    return {
        "copyright_holder": wording.copyright_holder(
            holders, staff="" if is_wire else settings.SITE_NAME
        ),
        "usage_terms": "\n".join(dict.fromkeys(filter(None, terms))),
    }


def _images(placements: Sequence[Placement], edition: Edition, at: datetime) -> list[EditionImage]:
    """Return the rows of the pictures: the lead is number 0, figures of the body follow from 1.

    A picture of an older revision that is gone has none.
    """
    images = Image.objects.with_credit(at).in_bulk({p.image_id for p in placements})
    return [
        EditionImage(
            edition=edition,
            image=images[placement.image_id],
            place=placement.place,
            order=0 if placement.place == Placement.Place.LEAD else placement.order,
            **printed_words.from_library(
                images[placement.image_id],
                edition.language,
                caption=placement.caption,
                alt=placement.alt,
            ),
        )
        for placement in placements
        if placement.image_id in images
    ]


def _named(entities: Iterable[Author | Topic | Agency]) -> list[dict[str, str]]:
    """Return names with their addresses; who is gone, of an older revision, has none."""
    return [{"name": entity.name, "slug": entity.slug} for entity in entities if entity.slug]
