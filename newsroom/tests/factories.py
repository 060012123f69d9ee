"""Plain factories with believable defaults, and the named cast of the tests.

Nothing here knows what a test is about; a test says what matters to it and leaves out the rest.
"""

import io
import itertools
from datetime import datetime, timedelta
from functools import cached_property
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from accounts.models import User
from articles import roles, workflow
from articles.models import Article, ArticleAgency, Byline, Placement
from attribution.models import Agency, Author, Contract
from editions import partners
from editions.models import Partner, Section
from images.files import renditions, validate
from images.models import Image
from wires.ingest import store
from wires.models import Feed
from wires.parsing.parsed import ParsedItem

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
# Saturday 8 June 2024, when the story that this product was born from was published.
MORNING = datetime(2024, 6, 8, 9, 0, tzinfo=VIETNAM)
_numbers = itertools.count(1)


def at(hour, minute=0, day=8):
    """A moment of June 2024, in Vietnam."""
    return datetime(2024, 6, day, hour, minute, tzinfo=VIETNAM)


def make_user(username, *groups, **fields):
    user = User(username=username, is_staff=True, email=f"{username}@example.org", **fields)
    user.set_password("a long enough secret")
    user.save()
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def make_section(name="Thế giới", **fields):
    return Section.objects.create(name=name, **fields)


def make_author(name="Kim Anh", **fields):
    return Author.objects.create(name=name, **fields)


def make_agency(name="Kyodo", *, contracts=("text", "picture"), since=MORNING, **fields):
    """An agency with contracts in force for ten years around `since`, that allow all but verbatim use."""
    agency = Agency.objects.create(name=name, **fields)
    for service in contracts:
        make_contract(agency, service, since=since)
    return agency


def make_contract(agency, service="picture", *, since=MORNING, days=3650, **fields):
    fields = {"may_translate": True, "may_pass_on": True, **fields}
    return Contract.objects.create(
        agency=agency,
        service=service,
        valid_from=(since - timedelta(days=days)).date(),
        valid_until=(since + timedelta(days=days)).date(),
        **fields,
    )


def jpeg(width=640, height=427, color=None, **save):
    """The bytes of a real JPEG; no two calls give the same file."""
    file = io.BytesIO()
    save = {"comment": f"picture {next(_numbers)}", **save}
    Pillow.new("RGB", (width, height), color or (40, 90, 120)).save(file, "JPEG", **save)
    return file.getvalue()


def make_image(data=None, *, with_renditions=True, **fields):
    """A picture of our own staff, taken in as an upload is."""
    file = SimpleUploadedFile("picture.jpg", data or jpeg())
    fields = {
        "caption": "Cầu Trường Tiền lúc chiều xuống.",
        "alt": "Cây cầu sáu nhịp bắc qua sông.",
        "creator": "Trần Văn Bình",
        "rights": Image.Rights.STAFF,
        **fields,
    }
    image = Image.objects.create(original=file, **validate.validate(file).columns(), **fields)
    if with_renditions:
        renditions.make(image, renditions.AT_ONCE)
    return image


class Newsroom:
    """A small newsroom: `cast` has one person in each role; stories go through the workflow."""

    def __init__(self):
        self.cast = SimpleNamespace(
            reporter=make_user("reporter", roles.REPORTER, first_name="Lan"),
            colleague=make_user("colleague", roles.REPORTER),
            editor=make_user("editor", roles.EDITOR, first_name="Hùng"),
            second_editor=make_user("second_editor", roles.EDITOR),
            pictures=make_user("pictures", roles.PICTURE_DESK),
            chief=make_user("chief", roles.CHIEF_EDITOR),
            admin=make_user("admin", roles.ADMINISTRATOR),
            outsider=User.objects.create(username="outsider"),
        )
        self.section = make_section()

    @cached_property
    def kyodo(self):
        return make_agency("Kyodo", aliases=["KYODO", "KYODONEWS"])

    @cached_property
    def author(self):
        return make_author()

    def draft(self, *, by=None, lead=None, agencies=(), tags=("Nhật Bản",), at=MORNING, **fields):
        """A draft that lacks nothing, written by the reporter."""
        by = by or self.cast.reporter
        fields = {
            "section": self.section,
            "headline": "Hai nước bàn về một vịnh yên tĩnh",
            "standfirst": "Cuộc gặp kéo dài hai ngày ở một thành phố cảng.",
            "body": "<p>Đoạn đầu của câu chuyện.</p><p>Đoạn sau của câu chuyện.</p>",
            "provenance": Article.Provenance.WIRE if agencies else Article.Provenance.STAFF,
            "created_by": by,
            **fields,
        }
        article = Article.objects.create(**fields)
        article.tags.add(*tags)
        Byline.objects.create(article=article, author=self.author)
        for order, agency in enumerate(agencies):
            ArticleAgency.objects.create(article=article, agency=agency, order=order)
        if lead:
            Placement.objects.create(article=article, image=lead)
        workflow.save(article, by=by, at=at)
        return article

    def in_review(self, *, at=MORNING, **fields):
        article = self.draft(at=at, **fields)
        workflow.submit(article, by=article.created_by, at=at)
        return article

    def approved(self, *, at=MORNING, **fields):
        article = self.in_review(at=at, **fields)
        workflow.approve(article, by=self.cast.editor, at=at)
        return article

    def published(self, *, at=MORNING, goes_live_at=None, **fields):
        article = self.approved(at=at, **fields)
        workflow.publish(article, by=self.cast.editor, at=at, goes_live_at=goes_live_at)
        return article

    def rewrite(self, article, *, by=None, at=MORNING, **fields):
        """Change the copy and save it, as its form does."""
        for name, value in fields.items():
            setattr(article, name, value)
        article.save()
        return workflow.save(article, by=by or self.cast.reporter, at=at)

    def printed_again(self, article, *, kind="update", note="", at, **fields):
        """Reopen a published article, change it, and take it through to its next edition."""
        workflow.reopen(article, by=self.cast.reporter, at=at)
        self.rewrite(article, at=at, **fields)
        workflow.submit(article, by=self.cast.reporter, at=at)
        workflow.approve(article, by=self.cast.editor, at=at)
        return workflow.publish(article, by=self.cast.editor, at=at, kind=kind, note=note)


def make_feed(agency=None, name="Kyodo", **fields):
    return Feed.objects.create(agency=agency or make_agency(), name=name, **fields)


def make_wire_item(feed=None, guid="kyodo:1", **fields):
    """An item of one version, arrived as a delivery does. `said` are fields of ParsedItem."""
    fields = {
        "version": 1,
        "status": "usable",
        "headline": "Bullet train sets a record",
        "body_html": "<p>A train in Japan set a record on Friday.</p>",
        "language": "en",
        **fields,
    }
    item = ParsedItem(guid=guid, **fields)
    return store.store_version(feed or make_feed(), item, at=MORNING).item


def make_partner(name="Báo Bạn", **fields):
    """A partner and the token that it was handed."""
    partner = Partner(name=name, **fields)
    token = partners.issue_token(partner, at=MORNING)
    partner.save()
    return partner, token
