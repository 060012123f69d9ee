"""One story of marked words in each stage that a story can be in: what readers may see of it.

Every part of the copy carries a word of its own, and so does every text of the desk's, so that a test
can say of any answer which of them it shows. STAGES declares each stage with the verb that led there
and the kind of the edition in force; newsroom/tests/guards/test_edition_kinds.py requires a stage for
every verb and every kind. The stages are built once for all tests of a module, by the fixtures of
newsroom/tests/test_surfaces.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from articles import press, workflow
from articles.models import Article, Note, Placement
from editions.models import Edition
from images import services
from images.files import renditions
from images.models import Image, Rendition
from newsroom.tests.factories import Newsroom, jpeg, make_agency, make_image, make_section
from newsroom.tests.surfaces import COPY, PICTURES, slug_of


@dataclass
class StagedStory:
    """A story in some stage: which of its words readers see, and which they never do."""

    article: Article
    readers: dict[str, str] = field(default_factory=dict)  # the printed words, by part
    desk: set[str] = field(default_factory=set)  # words that readers must not see
    status: int = 404  # of its page
    notice: str = ""  # text of the page that stands in the place of a story taken from readers

    @property
    def is_live(self):
        return self.status == 200


def _marked_words(which):
    """A word for each part. Letters only, so that a slug keeps them."""
    return {part: f"Q{part.replace('_', '').upper()}{which}Z" for part in (*COPY, *PICTURES)}


OLD, NEW = _marked_words("OLD"), _marked_words("NEW")
INSIDE = {"QNOTEZ", "QVERBNOTEZ", "QINSTRUCTIONSZ", "QTERMSZ", "QAGENCYNOTEZ"}


def _picture(marked, prefix):
    image = make_image(
        jpeg(320, 214),
        caption=f"Thư viện {marked[f'{prefix}caption']}",
        alt=f"Mô tả {marked[f'{prefix}alt']}",
        creator=marked[f"{prefix}creator"],
        instructions="QINSTRUCTIONSZ",
        usage_terms="QTERMSZ",
    )
    renditions.make(image, Rendition.Format.WEBP)
    return image


@dataclass
class Surroundings:
    """What is there before the story is begun: the pictures of its copy, old and new, and two others."""

    newsroom: Newsroom

    def __post_init__(self):
        self.pictures = {
            (marked["caption"], prefix): _picture(marked, prefix)
            for marked in (OLD, NEW)
            for prefix in ("", "figure_")
        }
        yesterday = timezone.now() - timedelta(days=1)
        for section in (self.newsroom.section, make_section("Kinh tế")):
            self.newsroom.published(section=section, headline="Tin khác", at=yesterday)

    def lead(self, marked):
        return self.pictures[marked["caption"], ""]

    def copy(self, marked):
        figure = self.pictures[marked["caption"], "figure_"]
        body = (
            f"<p>Đoạn đầu {marked['body']}.</p>"
            f'<figure data-image="{figure.pk}" data-caption="{marked["figure_caption"]}"></figure>'
            "<p>Đoạn sau.</p>"
        )
        fields = {name: marked[name] for name in ("kicker", "headline", "standfirst", "dateline")}
        return {**fields, "body": body}


class StoryBuilder:
    """Makes a story of marked words and leads it to a stage."""

    def __init__(self, surroundings):
        self.around, self.newsroom = surroundings, surroundings.newsroom
        self.cast, self.now = self.newsroom.cast, timezone.now()

    @cached_property
    def agency(self):
        return make_agency("Hãng tin", notes="QAGENCYNOTEZ")

    def ago(self, hours):
        return self.now - timedelta(hours=hours)

    def write(self, marked=OLD):
        article = self.newsroom.draft(
            **self.around.copy(marked),
            lead=self.around.lead(marked),
            agencies=[self.agency],
            tags=[marked["topic"]],
            at=self.ago(5),
        )
        Note.objects.create(article=article, text="QNOTEZ", created_by=self.cast.editor)
        return article

    def submit(self, article, hours=5):
        workflow.submit(article, by=self.cast.reporter, note="QVERBNOTEZ", at=self.ago(hours))

    def approve(self, article, hours=5):
        workflow.approve(article, by=self.cast.editor, note="QVERBNOTEZ", at=self.ago(hours))

    def publish(self, article, hours=4, **options):
        options = {"note": "QVERBNOTEZ", "at": self.ago(hours), **options}
        return workflow.publish(article, by=self.cast.editor, **options)

    def to_approved(self):
        article = self.write()
        self.submit(article)
        self.approve(article)
        return article

    def to_published(self):
        article = self.to_approved()
        self.publish(article)
        return article

    def to_waiting(self):
        article = self.to_approved()
        self.publish(article, goes_live_at=self.now + timedelta(hours=2))
        return article

    def rewrite(self, article, marked=NEW, hours=3):
        """Every part of the copy anew, pictures and topic too."""
        workflow.reopen(article, by=self.cast.reporter, note="QVERBNOTEZ", at=self.ago(hours))
        lead = article.placements.get(place=Placement.Place.LEAD)
        lead.image = self.around.lead(marked)
        lead.save()
        article.tags.set([marked["topic"]])
        self.newsroom.rewrite(article, at=self.ago(hours), **self.around.copy(marked))
        Note.objects.create(article=article, text="QNOTEZ", created_by=self.cast.reporter)
        return article

    def print_again(self, article, hours=2, **options):
        self.submit(article, hours)
        self.approve(article, hours)
        return self.publish(article, hours, **options)


def _unseen(article, *marked):
    return StagedStory(article, desk={word for w in marked for word in w.values()} | INSIDE)


def _live(article, printed, *hidden):
    staged = _unseen(article, *hidden)
    edition = article.story.editions.live().get()
    staged.readers = {**printed, "address": edition.slug}
    staged.status = 200
    return staged


def draft(builder):
    return _unseen(builder.write(), OLD)


def in_review(builder):
    article = builder.write()
    builder.submit(article)
    return _unseen(article, OLD)


def sent_back(builder):
    article = builder.write()
    builder.submit(article)
    workflow.send_back(article, by=builder.cast.editor, note="QVERBNOTEZ", at=builder.ago(4))
    return _unseen(article, OLD)


def approved(builder):
    return _unseen(builder.to_approved(), OLD)


def waiting(builder):
    return _unseen(builder.to_waiting(), OLD)


def held(builder):
    article = builder.to_waiting()
    workflow.hold(article, by=builder.cast.editor, note="QVERBNOTEZ", at=builder.ago(3))
    return _unseen(article, OLD)


def spiked(builder):
    article = builder.write()
    workflow.spike(article, by=builder.cast.editor, note="QVERBNOTEZ", at=builder.ago(4))
    return _unseen(article, OLD)


def unspiked(builder):
    article = builder.write()
    workflow.spike(article, by=builder.cast.editor, note="QVERBNOTEZ", at=builder.ago(4))
    workflow.unspike(article, by=builder.cast.editor, note="QVERBNOTEZ", at=builder.ago(3))
    return _unseen(article, OLD)


def published(builder):
    return _live(builder.to_published(), OLD)


def reopened(builder):
    return _live(builder.rewrite(builder.to_published()), OLD, NEW)


def approved_again(builder):
    article = builder.rewrite(builder.to_published())
    builder.submit(article, 2)
    builder.approve(article, 2)
    return _live(article, OLD, NEW)


def update_waiting(builder):
    article = builder.rewrite(builder.to_published())
    builder.print_again(article, goes_live_at=builder.now + timedelta(hours=2))
    return _live(article, OLD, NEW)


def updated(builder):
    """Its address keeps the old headline; nothing else of the first edition is left."""
    article = builder.rewrite(builder.to_published())
    builder.print_again(article, note="")
    staged = _live(article, NEW, {k: word for k, word in OLD.items() if k != "headline"})
    assert staged.readers["address"] == slug_of(OLD["headline"])
    return staged


def corrected(builder):
    """A correction is printed with its note, which is the readers' as the new words are."""
    article = builder.rewrite(builder.to_published())
    builder.print_again(article, kind=Edition.Kind.CORRECTION, note="QCORRECTIONZ")
    return _live(article, NEW, {k: word for k, word in OLD.items() if k != "headline"})


def reprinted(builder):
    """Printed again with the library's words for its lead, which differ in its files alone."""
    article = builder.to_published()
    lead = builder.around.lead(OLD)
    mining = {"data_mining": Image.DataMining.PROHIBITED}
    services.update_image(lead, mining, by=builder.cast.pictures, at=builder.ago(3))
    workflow.reprint(article, by=builder.cast.editor, note="QVERBNOTEZ", at=builder.ago(2))
    return _live(article, OLD)


def killed(builder):
    """Killed as its second edition was about to go live: neither may be read again."""
    article = builder.rewrite(builder.to_published())
    builder.print_again(article, goes_live_at=builder.now + timedelta(hours=2))
    workflow.kill(article, by=builder.cast.chief, note="QNOTICEZ", at=builder.ago(1))
    staged = _unseen(article, OLD, NEW)
    staged.status, staged.notice = 410, "QNOTICEZ"
    return staged


def readdressed(builder):
    """A correction of the address too: of the old headline nothing is left."""
    article = builder.rewrite(builder.to_published())
    builder.print_again(
        article,
        kind=Edition.Kind.CORRECTION,
        note="QCORRECTIONZ",
        correction=press.Correction(has_new_address=True),
    )
    return _live(article, NEW, OLD)


def taken_down(builder):
    """Taken down as its second edition was about to go live: neither may be read."""
    article = builder.rewrite(builder.to_published())
    builder.print_again(article, goes_live_at=builder.now + timedelta(hours=2))
    workflow.take_down(article, by=builder.cast.editor, note="QVERBNOTEZ", at=builder.ago(1))
    staged = _unseen(article, OLD, NEW)
    staged.status, staged.notice = 410, "Bài này tạm gỡ khỏi trang"
    return staged


def published_after_takedown(builder):
    article = builder.rewrite(builder.to_published())
    workflow.take_down(article, by=builder.cast.editor, note="QVERBNOTEZ", at=builder.ago(2))
    builder.print_again(article, note="")
    return _live(article, NEW, {k: word for k, word in OLD.items() if k != "headline"})


def killed_unseen(builder):
    """Killed before its time: what readers never had leaves no public trace."""
    article = builder.to_waiting()
    workflow.kill(article, by=builder.cast.chief, note="QNOTICEZ", at=builder.ago(1))
    staged = _unseen(article, OLD)
    staged.desk.add("QNOTICEZ")
    return staged


def reinstated(builder):
    """A kill was taken back: readers keep the notice until it is published again."""
    article = builder.to_published()
    workflow.kill(article, by=builder.cast.chief, note="QNOTICEZ", at=builder.ago(2))
    workflow.reinstate(article, by=builder.cast.chief, note="QVERBNOTEZ", at=builder.ago(1))
    staged = _unseen(article, OLD)
    staged.status, staged.notice = 410, "QNOTICEZ"
    return staged


def published_after_kill(builder):
    article = builder.to_published()
    workflow.kill(article, by=builder.cast.chief, note="QNOTICEZ", at=builder.ago(3))
    workflow.reinstate(article, by=builder.cast.chief, note="QVERBNOTEZ", at=builder.ago(2))
    builder.print_again(article, hours=1, note="")
    return _live(article, OLD)


@dataclass(frozen=True)
class Stage:
    """How a story gets into a stage. The test of surfaces checks verb and kind on what is built."""

    build: Callable[[StoryBuilder], StagedStory]
    verb: str = ""  # the last that was done to the article
    kind: Edition.Kind | None = None  # of the edition in force

    def __call__(self, builder: StoryBuilder) -> StagedStory:
        return self.build(builder)


Kind = Edition.Kind
STAGES = {
    "draft": Stage(draft),
    "in_review": Stage(in_review, "submit"),
    "sent_back": Stage(sent_back, "send_back"),
    "approved": Stage(approved, "approve"),
    "waiting": Stage(waiting, "publish"),
    "held": Stage(held, "hold"),
    "spiked": Stage(spiked, "spike"),
    "unspiked": Stage(unspiked, "unspike"),
    "published": Stage(published, "publish", Kind.FIRST),
    "reopened": Stage(reopened, "reopen", Kind.FIRST),
    "approved_again": Stage(approved_again, "approve", Kind.FIRST),
    "update_waiting": Stage(update_waiting, "publish", Kind.FIRST),
    "updated": Stage(updated, "publish", Kind.UPDATE),
    "reprinted": Stage(reprinted, "reprint", Kind.UPDATE),
    "corrected": Stage(corrected, "publish", Kind.CORRECTION),
    "readdressed": Stage(readdressed, "publish", Kind.CORRECTION),
    "taken_down": Stage(taken_down, "take_down", Kind.TAKEDOWN),
    "published_after_takedown": Stage(published_after_takedown, "publish", Kind.UPDATE),
    "killed": Stage(killed, "kill", Kind.KILL),
    "killed_unseen": Stage(killed_unseen, "kill"),
    "reinstated": Stage(reinstated, "reinstate", Kind.KILL),
    "published_after_kill": Stage(published_after_kill, "publish", Kind.UPDATE),
}
