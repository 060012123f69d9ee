"""Load the demo's content: stories in every stage, moved there by the same workflow as real ones."""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

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

Table = dict[str, Any]  # a table of stories.toml


def is_loaded() -> bool:
    """Return whether the demo has been loaded already."""
    return Section.objects.exists()


def load(*, at: datetime, write: Callable[[str], object] = lambda line: None) -> None:
    """Create people, agencies, sections, authors, pictures and stories: all of them, or none.

    `write` gets a line before each part that takes long.
    """
    with _remove_new_files_on_failure(), transaction.atomic():
        _load(at, write)


def _load(at: datetime, write: Callable[[str], object]) -> None:
    data = tomllib.loads(STORIES.read_text("utf-8"))
    loader = ContentLoader(data, at)
    write(f"{len(data['picture'])} pictures …")
    loader.import_pictures()
    write(f"{len(data['story'])} stories …")
    for story in data["story"]:
        loader.load_story(story)
    loader.withdraw_pictures()
    wire.load(loader.agencies, by=loader.users["pictures"], at=at)


@contextmanager
def _remove_new_files_on_failure() -> Iterator[None]:
    """Remove the files written inside when that fails or is interrupted; a rollback leaves them."""
    stores = (Image._meta.get_field("original").storage, Rendition._meta.get_field("file").storage)
    locations = [store.location for store in stores if isinstance(store, FileSystemStorage)]
    folders = [Path(location) for location in (*locations, settings.WIRES_DIR)]
    before = _files_below(folders)
    try:
        yield
    except BaseException:
        for path in _files_below(folders) - before:
            path.unlink()
        raise


def _files_below(folders: Iterable[Path]) -> set[Path]:
    return {path for folder in folders for path in folder.rglob("*") if path.is_file()}


class ContentLoader:
    """Create the rows of stories.toml, and keep each by its key there."""

    def __init__(self, data: Table, at: datetime) -> None:
        self.data, self.at = data, at
        self.users = people.make_accounts()
        self.agencies = people.make_agencies(at.date())
        self.sections = {s["slug"]: self._create_section(s) for s in data["section"]}
        self.authors = {a["key"]: self._create_author(a) for a in data["author"]}
        self.images: dict[str, Image] = {}

    def import_pictures(self) -> None:
        """Import each picture as an upload is imported."""
        for entry in self.data["picture"]:
            file = SimpleUploadedFile(entry["file"], read_picture(entry["key"]))
            result = services.import_image(
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
                usable_until=self._hours_from_now(entry.get("runs_out_in_hours")),
            )
            self.images[entry["key"]] = result.image

    def withdraw_pictures(self) -> None:
        """Withdraw those that the demo has as withdrawn, once the stories with them are published."""
        for entry in self.data["picture"]:
            if reason := entry.get("withdrawn"):
                image, by = self.images[entry["key"]], self.users["pictures"]
                services.withdraw(image, reason=reason, by=by, at=self.at - timedelta(minutes=30))

    def _hours_from_now(self, hours: float | None) -> datetime | None:
        return None if hours is None else self.at + timedelta(hours=hours)

    def load_story(self, entry: Table) -> None:
        """Create one story and move it, by the workflow, to the stage it has in the demo."""
        hours = entry.get("hours_ago", 2)
        live_at = self.at - timedelta(hours=hours)
        article = self._create_article(entry, live_at - timedelta(hours=3))
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
            workflow.publish(article, by=editor, at=live_at, goes_live_at=goes_live_at)
            return
        workflow.publish(article, by=editor, at=live_at)
        self._change_after_publication(article, entry, live_at)

    def _change_after_publication(self, article: Article, entry: Table, live_at: datetime) -> None:
        """Do to a story published at `live_at` what its stage in the demo says was done later."""
        reporter, editor = self.users["reporter"], self.users["editor"]
        stage, later = entry["stage"], live_at + (self.at - live_at) / 2
        if stage == "killed":
            workflow.kill(article, by=self.users["chief"], note=entry["note"], at=later)
        if stage == "taken_down":
            workflow.take_down(article, by=editor, note=entry["note"], at=later)
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

    def _create_article(self, entry: Table, at: datetime) -> Article:
        agencies = [self.agencies[key] for key in entry["agencies"]]
        article = Article.objects.create(
            section=self.sections[entry["section"]],
            kicker=entry["kicker"],
            headline=entry.get("headline_before") or entry["headline"],
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

    def _body(self, entry: Table, first: bool = False) -> str:
        """Return the HTML, with pictures by primary key; `first` is as it was before a correction."""
        html: str = entry["body"]
        if first and "body_before_first" in entry:
            _corrected, end, rest = html.partition("</p>")
            html = f"{entry['body_before_first'].removesuffix('</p>')}{end}{rest}"
        for key, image in self.images.items():
            html = html.replace(f'data-image="{key}"', f'data-image="{image.pk}"')
        return html

    def _create_section(self, entry: Table) -> Section:
        section = Section.objects.create(
            slug=entry["slug"],
            name=entry["name_vi"],
            name_en=entry["name_en"],
            order=entry["order"],
        )
        if section.slug in ("the-gioi", "thoi-su"):
            section.members.add(self.users["reporter"])
        return section

    def _create_author(self, entry: Table) -> Author:
        is_reporter = entry["key"] == "minh-an"
        return Author.objects.create(
            name=entry["name"],
            role=entry["role"],
            biography=entry["biography"],
            contact=entry["contact"],
            user=self.users["reporter"] if is_reporter else None,
        )
