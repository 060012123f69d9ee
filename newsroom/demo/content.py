"""The demo's newsroom: stories in every stage, brought there by the same workflow as real ones."""

import tomllib
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from articles import workflow
from articles.models import Article, ArticleAgency, Byline, Placement
from attribution.models import Author
from editions.models import Edition, Section
from images import services
from images.models import Image, Rendition
from newsroom.demo import people, wire
from newsroom.demo.picture_files import read_picture

STORIES = Path(__file__).with_name("stories.toml")


def is_there() -> bool:
    """Whether the demo has been loaded already."""
    return Section.objects.exists()


def load(*, at: datetime, tell=lambda line: None) -> None:
    """Everything: people, agencies, sections, authors, pictures, stories. All of it or nothing."""
    with _no_files_left_on_failure(), transaction.atomic():
        _load(at, tell)


def _load(at, tell):
    data = tomllib.loads(STORIES.read_text("utf-8"))
    newsroom = Newsroom(data, at)
    tell(f"{len(data['picture'])} pictures …")
    newsroom.make_pictures()
    tell(f"{len(data['story'])} stories …")
    for story in data["story"]:
        newsroom.tell_story(story)
    newsroom.withdraw_pictures()
    wire.load(newsroom.agencies, at=at)


@contextmanager
def _no_files_left_on_failure():
    """Remove the files written inside when it fails or is interrupted; a rollback leaves them."""
    stores = (Image._meta.get_field("original").storage, Rendition._meta.get_field("file").storage)
    folders = [store.location for store in stores if isinstance(store, FileSystemStorage)]
    folders = [Path(folder) for folder in (*folders, settings.WIRES_DIR)]
    before = _files_below(folders)
    try:
        yield
    except BaseException:
        for path in _files_below(folders) - before:
            path.unlink()
        raise


def _files_below(folders):
    return {path for folder in folders for path in folder.rglob("*") if path.is_file()}


class Newsroom:
    """The demo while it is being made; everything by its key in stories.toml."""

    def __init__(self, data, at):
        self.data, self.at = data, at
        self.users = people.make_accounts()
        self.agencies = people.make_agencies(at.date())
        self.sections = {s["slug"]: self._section(s) for s in data["section"]}
        self.authors = {a["key"]: self._author(a) for a in data["author"]}
        self.images = {}

    def make_pictures(self):
        """Import each picture as an upload would be imported."""
        for entry in self.data["picture"]:
            file = SimpleUploadedFile(entry["file"], read_picture(entry["key"]))
            taken = services.import_image(
                file,
                by=self.users["pictures"],
                at=self.at - timedelta(days=9),
                caption=entry["caption"],
                alt=entry["alt"],
                creator=entry["creator"],
                origin=self.agencies.get(entry["origin"]),
                via=self.agencies.get(entry["via"]),
                qualifier=entry["qualifier"],
                rights=entry["rights"],
                copyright_notice=entry["copyright_notice"],
                digital_source_type=Image.SourceType.DRAWN,
                usable_until=self._in(entry.get("runs_out_in_hours")),
            )
            self.images[entry["key"]] = taken.image

    def withdraw_pictures(self):
        """After the stories that had them are told."""
        for entry in self.data["picture"]:
            if reason := entry.get("withdrawn"):
                image, by = self.images[entry["key"]], self.users["pictures"]
                services.withdraw(image, reason=reason, by=by, at=self.at - timedelta(minutes=30))

    def _in(self, hours):
        return None if hours is None else self.at + timedelta(hours=hours)

    def tell_story(self, entry):
        """Write one story and take it, by the workflow, to the stage it has in the demo."""
        hours = entry.get("hours_ago", 2)
        live_at = self.at - timedelta(hours=hours)
        article = self._write(entry, live_at - timedelta(hours=3))
        stage = entry["stage"]
        if stage == "draft":
            return
        if stage == "spiked":
            workflow.spike(article, by=self.users["editor"], note=entry["note"], at=live_at)
            return
        reporter, editor = self.users["reporter"], self.users["editor"]
        workflow.submit(article, by=reporter, at=live_at - timedelta(hours=2))
        if stage == "sent_back":
            workflow.send_back(article, by=editor, note=entry["note"], at=live_at)
        if stage in ("sent_back", "in_review"):
            return
        workflow.approve(article, by=editor, at=live_at - timedelta(minutes=4))
        if stage == "approved":
            return
        if stage == "waiting":
            goes_live_at = self.at + timedelta(hours=entry["hours_ahead"])
            workflow.publish(article, by=editor, at=self.at, goes_live_at=goes_live_at)
            return
        workflow.publish(article, by=editor, at=live_at)
        self._go_on(article, entry, live_at)

    def _go_on(self, article, entry, live_at):
        """What happened after the first edition."""
        reporter, editor = self.users["reporter"], self.users["editor"]
        stage, later = entry["stage"], live_at + (self.at - live_at) / 2
        if stage == "killed":
            workflow.kill(article, by=self.users["chief"], note=entry["note"], at=later)
        if stage not in ("corrected", "updated", "reopened"):
            return
        workflow.reopen(article, by=reporter, at=later)
        article.headline = entry.get("headline_working") or entry["headline"]
        article.body = self._body(entry)
        article.save()
        workflow.save(article, by=reporter, at=later)
        if stage == "reopened":
            return
        workflow.submit(article, by=reporter, at=later)
        workflow.approve_and_publish(
            article,
            by=editor,
            note=entry.get("note", ""),
            at=later + timedelta(minutes=5),
            kind=Edition.Kind.CORRECTION if stage == "corrected" else Edition.Kind.UPDATE,
        )

    def _write(self, entry, at):
        agencies = [self.agencies[key] for key in entry["agencies"]]
        article = Article.objects.create(
            section=self.sections[entry["section"]],
            kicker=entry["kicker"],
            headline=entry.get("headline_before", entry["headline"]),
            standfirst=entry["standfirst"],
            dateline=entry["dateline"],
            provenance=entry["provenance"],
            body=self._body(entry, first=True),
            created_by=self.users["reporter"],
            created_at=at,
        )
        article.tags.add(*entry["topics"])
        for order, key in enumerate(entry["authors"]):
            Byline.objects.create(article=article, author=self.authors[key], order=order)
        for order, agency in enumerate(agencies):
            ArticleAgency.objects.create(article=article, agency=agency, order=order)
        if entry["lead"]:
            image = self.images[entry["lead"]]
            caption = entry.get("lead_caption", "")
            Placement.objects.create(article=article, image=image, caption=caption)
        workflow.save(article, by=self.users["reporter"], at=at)
        return article

    def _body(self, entry, first=False):
        html = entry["body"]
        if first and "body_before_first" in entry:
            _corrected, end, rest = html.partition("</p>")
            html = f"{entry['body_before_first'].removesuffix('</p>')}{end}{rest}"
        for key, image in self.images.items():
            html = html.replace(f'data-image="{key}"', f'data-image="{image.pk}"')
        return html

    def _section(self, entry):
        section = Section.objects.create(
            slug=entry["slug"],
            name=entry["name_vi"],
            name_en=entry["name_en"],
            order=entry["order"],
        )
        if section.slug in ("the-gioi", "thoi-su"):
            section.members.add(self.users["reporter"])
        return section

    def _author(self, entry):
        is_reporter = entry["key"] == "minh-an"
        return Author.objects.create(
            name=entry["name"],
            role=entry["role"],
            biography=entry["biography"],
            contact=entry["contact"],
            user=self.users["reporter"] if is_reporter else None,
        )
