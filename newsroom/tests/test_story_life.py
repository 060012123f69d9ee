"""One story by HTTP, from a reporter's draft to its kill. The first test to read."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from editions.models import Edition
from images.models import Image
from newsroom.tests.factories import jpeg

pytestmark = pytest.mark.both_databases

HEADLINE = "Hai nước bàn về một vịnh yên tĩnh"
FIRST = "<p>Kyodo dẫn lời một quan chức cảng cho biết cuộc gặp kéo dài hai ngày.</p>"
SECOND = "<p>Hai bên sẽ bàn về luồng tàu và giá nước ngọt.</p>"


class Desk:
    """One member of the cast at the desk, with a browser of their own."""

    def __init__(self, user):
        self.client = Client()
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def post(self, name, *args, **data):
        return self.client.post(reverse(f"admin:{name}", args=args), data)

    def import_picture(self, **fields):
        response = self.post(
            "images_image_add",
            original=SimpleUploadedFile("anh.jpg", jpeg()),
            focal_x="0.5",
            focal_y="0.5",
            **fields,
        )
        assert response.status_code == 302, response.context["errors"]
        return Image.objects.latest("pk")

    def save(self, article=None, **fields):
        """Fill in the article's form and press Save."""
        data = {**(_form(article) if article else {}), **fields}
        args = [article.pk] if article else []
        name = "articles_article_change" if article else "articles_article_add"
        response = self.post(name, *args, **data)
        assert response.status_code == 302, response.context["errors"]
        return Article.objects.latest("pk") if article is None else _again(article)

    def do(self, verb, article, *, status=302, **fields):
        """Press a verb's button on its page."""
        data = {"version": _again(article).version, "note": "", **fields}
        response = self.post("articles_article_verb", article.pk, verb, **data)
        assert response.status_code == status
        return response


def _again(article):
    return Article.objects.get(pk=article.pk)


def _form(article):
    """What the form of an article holds when it is opened."""
    article = _again(article)
    line, source, lead = (
        article.bylines.first(),
        article.agency_credits.first(),
        article.placements.filter(place="lead").first(),
    )
    return {
        **_management("bylines", 1),
        **_management("placements", 1),
        **_management("agency_credits", 1),
        **_management("notes", 0),
        "seen_version": article.version,
        "section": article.section_id,
        "kicker": article.kicker,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "body": article.body,
        "provenance": article.provenance,
        "language": article.language,
        "tags": ", ".join(article.tags.names()),
        "bylines-0-id": line.pk,
        "bylines-0-author": line.author_id,
        "bylines-0-order": 0,
        "agency_credits-0-id": source.pk,
        "agency_credits-0-agency": source.agency_id,
        "agency_credits-0-order": 0,
        "placements-0-id": lead.pk,
        "placements-0-image": lead.image_id,
    }


def _management(prefix, initial):
    return {
        f"{prefix}-TOTAL_FORMS": max(initial, 1),
        f"{prefix}-INITIAL_FORMS": initial,
    }


@pytest.fixture
def read(client):
    """A reader: gives the page's text, and demands the status."""

    def get(path, status=200):
        response = client.get(path)
        assert response.status_code == status
        return response.content.decode()

    return get


def test_the_life_of_a_story(newsroom, cast, read):
    kyodo, author, section = newsroom.kyodo, newsroom.author, newsroom.section
    reporter, editor, chief = Desk(cast.reporter), Desk(cast.editor), Desk(cast.chief)

    # A reporter takes a picture in and writes the story.
    picture = reporter.import_picture(
        caption="Cảng nơi hai phái đoàn gặp nhau.",
        alt="Một bến cảng với hai con tàu trắng.",
        origin=kyodo.pk,
        rights="agency",
    )
    article = reporter.save(
        **_management("bylines", 0),
        **_management("placements", 0),
        **_management("agency_credits", 0),
        **_management("notes", 0),
        section=section.pk,
        headline=HEADLINE,
        standfirst="Cuộc gặp kéo dài hai ngày ở một thành phố cảng.",
        body=f'{FIRST}<figure data-image="{picture.pk}"></figure>{SECOND}',
        provenance="wire",
        language="vi",
        tags="Cảng biển, Nhật Bản",
        **{"bylines-0-author": author.pk, "bylines-0-order": 0},
        **{"agency_credits-0-agency": kyodo.pk, "agency_credits-0-order": 0},
        **{"placements-0-image": picture.pk},
    )
    assert article.stage == "draft"
    assert HEADLINE not in read("/")

    # Submitted, sent back once, mended, submitted again.
    reporter.do("submit", article)
    reporter.do("publish", article, status=403)
    editor.do("send_back", article, note="Thêm tên cảng.")
    article = reporter.save(article, kicker="Đàm phán")
    reporter.do("submit", article)

    # Approved by somebody else, published.
    reporter.do("approve", article, status=403)
    editor.do("approve", article)
    assert HEADLINE not in read("/")
    editor.do("publish", article)
    address = Edition.objects.get().get_absolute_url()
    first = read(address)
    for text in (
        f">{HEADLINE}<",
        ">Thế giới<",
        ">Đàm phán<",
        ">Kim Anh<",
        "Cuộc gặp kéo dài hai ngày ở một thành phố cảng.",
        "Cảng nơi hai phái đoàn gặp nhau.",
        '<span class="credit">Ảnh: Kyodo</span>',
        f"{FIRST}\n",
        SECOND,
        '<p class="source-line">Theo Kyodo</p>',
    ):
        assert text.strip() in first
    house_time = timezone.localtime(Edition.objects.get().published_at).strftime("%d/%m/%Y - %H:%M")
    assert f">{house_time}</time>" in first
    assert HEADLINE in read("/") and HEADLINE in read("/the-gioi/") and HEADLINE in read("/rss.xml")

    # Reopened and corrected; until the correction is out, readers keep what they have.
    reporter.do("reopen", article)
    article = reporter.save(article, body=f"{FIRST}<p>Hai bên sẽ bàn về giá nước ngọt.</p>")
    reporter.do("submit", article)
    assert read(address) == first
    editor.do("approve", article)
    editor.do("publish", article, status=409, kind="correction")  # it lacks the note
    assert read(address) == first
    editor.do(
        "publish", article, kind="correction", note="Bản trước viết nhầm là có bàn về luồng tàu."
    )
    corrected = read(address)
    assert "Bản trước viết nhầm là có bàn về luồng tàu." in corrected
    assert "luồng tàu và giá" not in corrected
    assert "Cập nhật" in corrected

    # The agency withdraws it, and so do we.
    editor.do("kill", article, status=403, note="Gỡ.")
    chief.do("kill", article, note="Hãng tin Kyodo đã rút bài này.")
    notice = read(address, status=410)
    assert "Hãng tin Kyodo đã rút bài này." in notice
    assert HEADLINE not in notice
    for path in ("/", "/the-gioi/", "/rss.xml", "/the-gioi/rss.xml", "/sitemap-stories.xml"):
        assert HEADLINE not in read(path)
        assert address not in read(path)
    for path in (f"/tac-gia/{author.slug}/", f"/nguon/{kyodo.slug}/"):
        read(path, status=404)
    read("/chu-de/cang-bien/", status=404)

    # And the trail has it all.
    verbs = [change.verb for change in article.stage_changes.order_by("pk")]
    assert verbs == (
        [
            "submit",
            "send_back",
            "submit",
            "approve",
            "publish",
            "reopen",
            "submit",
            "approve",
            "publish",
            "kill",
        ]
    )
    assert Edition.objects.live(timezone.now() - timedelta(days=1)).count() == 0
