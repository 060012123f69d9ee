"""An agency's item with its picture, from a hot folder to the reader: few clicks, nothing typed twice.

The item is of our own words, in the form in which Kyodo sends: NewsML 1.0 with its DTD and NITF
within, and a JPEG beside it whose embedded fields name the agency.
"""

import io
from datetime import timedelta

from django.utils import timezone
from PIL import Image as Pillow

from articles import workflow
from articles.models import Article
from articles.wire import drafting
from images.files import embedded_rights
from newsroom.tests.browser.accessibility import PHONE, SCREEN, overflows, settle, violations
from newsroom.tests.factories import make_author, make_feed, make_wire_item
from wires.ingest import scheduler
from wires.models import Feed, WireItem

MAX_ACTS = 12
TEXT = (
    "A train without a driver ran for the first time on Friday between two towns by the sea, "
    "the company that built it said, and nobody on board noticed that anything was new."
)
XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org:20001006:NewsMLv1.0.dtd:1" "../DTD/NewsMLv1.0.dtd" [
  <!ENTITY % nitf SYSTEM "../nitf/dtd/nitf-3-0.dtd">
  %nitf;
]>
<NewsML>
  <NewsEnvelope><DateAndTime>20240608T080000+0900</DateAndTime></NewsEnvelope>
  <NewsItem>
    <Identification><NewsIdentifier>
      <ProviderId>kyodonews.example</ProviderId><DateId>20240608</DateId>
      <NewsItemId>2024KW0001</NewsItemId>
      <RevisionId PreviousRevision="0" Update="N">1</RevisionId>
      <PublicIdentifier>urn:newsml:kyodonews.example:20240608:2024KW0001:1</PublicIdentifier>
    </NewsIdentifier></Identification>
    <NewsManagement>
      <NewsItemType FormalName="News"/>
      <FirstCreated>20240608T080000+0900</FirstCreated>
      <ThisRevisionCreated>20240608T080000+0900</ThisRevisionCreated>
      <Status FormalName="Usable"/>
    </NewsManagement>
    <NewsComponent xml:lang="en-US">
      <Role FormalName="Main"/>
      <NewsLines>
        <HeadLine>Train without a driver makes its first run</HeadLine>
        <DateLine>AOMORI, Japan, June 8</DateLine>
        <CreditLine>Kyodo</CreditLine>
        <SlugLine>Train-first run</SlugLine>
      </NewsLines>
      <AdministrativeMetadata>
        <Provider><Party FormalName="KYODONEWS"/></Provider>
      </AdministrativeMetadata>
      <DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata>
      <NewsComponent>
        <Role FormalName="Main"/>
        <ContentItem>
          <MediaType FormalName="Text"/>
          <DataContent><nitf><body><body.content>
            <p>     {TEXT}</p>
            <p>     ==Kyodo</p>
          </body.content></body></nitf></DataContent>
        </ContentItem>
      </NewsComponent>
      <NewsComponent>
        <Role FormalName="Photo"/>
        <NewsComponent>
          <Role FormalName="Caption"/>
          <ContentItem>
            <MediaType FormalName="Text"/>
            <DataContent><p>A train leaves Aomori on June 8, 2024. (Kyodo)</p></DataContent>
          </ContentItem>
        </NewsComponent>
        <ContentItem Href="20240608-train.jpg">
          <MediaType FormalName="Photo"/>
          <MimeType FormalName="image/jpeg"/>
        </ContentItem>
      </NewsComponent>
    </NewsComponent>
  </NewsItem>
</NewsML>
"""


class Hand:
    """A hand on the mouse and the keys: every click and every key that does something counts."""

    def __init__(self):
        self.acts = []

    def click(self, page, selector):
        self.acts.append(f"click {selector}")
        page.click(selector)

    def press(self, page, keys):
        self.acts.append(f"press {keys}")
        page.keyboard.press(keys)

    def write(self, page, text):
        """Writing itself is what the writer is there for."""
        page.keyboard.insert_text(text)


def drop(folder):
    """What the agency's FTP account leaves in the folder."""
    folder.mkdir(parents=True)
    picture = io.BytesIO()
    rights = embedded_rights.EmbeddedRights(
        credit="Kyodo", source="Kyodo", copyright_notice="(C) Kyodo"
    )
    saved = embedded_rights.save_options(rights, "JPEG")
    Pillow.new("RGB", (1600, 1067), (40, 90, 120)).save(picture, "JPEG", **saved)
    (folder / "20240608-train.jpg").write_bytes(picture.getvalue())
    (folder / "20240608KWS0001.xml").write_text(XML, "utf-8")


def arrive(site, settings, tmp_path):
    """The item, taken in by the service's own looks, the second of which sees files that stand still."""
    settings.WIRES_DIR = tmp_path / "wires"
    drop(settings.WIRES_DIR / "kyodo")
    feed = make_feed(site.newsroom.kyodo, transport=Feed.Transport.FOLDER, address="kyodo")
    for ago in (60, 50):
        scheduler.poll_feed(feed, at=timezone.now() - timedelta(seconds=ago))
    assert [d.state for d in feed.deliveries.all()] == ["accepted", "accepted"]
    return WireItem.objects.get(kind="text")


def test_an_item_with_its_picture_becomes_a_story_in_twelve_acts(site, settings, tmp_path):
    cast, hand = site.cast, Hand()
    make_author("Lan Vũ", user=cast.reporter)
    item = arrive(site, settings, tmp_path)

    with site.visit(cast.reporter) as page:
        page.goto("/admin/")
        hand.click(page, '.desk-nav a[href="/admin/wires/wireitem/"]')
        hand.click(page, f'[data-item="{item.pk}"] .wire-write')
        page.wait_for_url("**/change/")
        assert TEXT in page.inner_text(".originals")
        assert page.locator(".working-material").is_visible()
        page.locator(".ProseMirror[contenteditable]").wait_for()
        # The headline is where the writer stands, marked: what is written takes its place.
        hand.write(page, "Tàu không người lái chạy chuyến đầu")
        hand.click(page, "#id_standfirst")
        hand.write(page, "Hành khách không nhận ra điều gì mới.")
        hand.click(page, ".ProseMirror[contenteditable]")
        hand.press(page, "Control+A")
        hand.write(page, "Chuyến tàu nối hai thị trấn ven biển đã chạy hôm thứ sáu.")
        hand.click(page, "#id_placements-0-caption")
        hand.write(page, "Tàu rời ga Aomori hôm 8-6.")
        hand.click(page, "#id_placements-0-alt")
        hand.write(page, "Một đoàn tàu trắng bên bờ biển.")
        hand.click(page, "[name=_go][value=submit]")
        page.wait_for_url("**/do/submit/")
        hand.click(page, ".button-row button")
        page.wait_for_url("**/admin/")

    article = Article.objects.get()
    assert article.stage == "in_review"
    with site.visit(cast.editor) as page:
        page.goto("/admin/")
        hand.click(page, f".panels a >> text={article.headline}")
        hand.click(page, '.verbs a[href$="/do/approve/"]')
        hand.click(page, "[name=also_publish]")
        page.wait_for_url("**/admin/")

    article.refresh_from_db()
    assert article.stage == "published"
    assert len(hand.acts) <= MAX_ACTS, hand.acts
    edition = article.story.editions.get()
    with site.visit(size=PHONE) as reader:
        reader.goto(edition.get_absolute_url())
        assert reader.inner_text("h1") == "Tàu không người lái chạy chuyến đầu"
        assert reader.inner_text(".source-line") == "Theo Kyodo"
        assert reader.inner_text(".lead-picture .credit") == "Ảnh: Kyodo"
        assert reader.inner_text(".lead-picture .caption") == "Tàu rời ga Aomori hôm 8-6."
        assert reader.inner_text(".byline") == "Lan Vũ"
        assert reader.locator(".body > p").all_inner_texts() == [
            "AOMORI, Japan",
            "Chuyến tàu nối hai thị trấn ven biển đã chạy hôm thứ sáu.",
        ]
        assert TEXT not in reader.content()


def test_the_original_stands_beside_the_editor_and_folds_on_a_phone(site, settings, tmp_path):
    item = arrive(site, settings, tmp_path)
    write = f'[data-item="{item.pk}"] .wire-write'
    with site.visit(site.cast.reporter, size=SCREEN, bypass_csp=True) as page:
        page.goto("/admin/wires/wireitem/")
        page.click(write)
        page.wait_for_url("**/change/")
        address = page.url
        page.locator(".ProseMirror[contenteditable]").wait_for()
        settle(page)
        form = page.locator(".copy-form").bounding_box()
        original = page.locator(".originals").bounding_box()
        assert original["x"] >= form["x"] + form["width"]
        assert original["y"] <= form["y"]
        page.locator(".prose-editor").scroll_into_view_if_needed()
        page.locator(".original-copy").scroll_into_view_if_needed()
        assert page.locator(".original-copy").is_visible()
        assert violations(page) == []
    with site.visit(site.cast.reporter, size=PHONE, scheme="dark", bypass_csp=True) as page:
        page.goto(address)
        page.locator(".ProseMirror[contenteditable]").wait_for()
        assert not page.locator(".original-copy").is_visible()
        page.click(".original summary")
        assert TEXT in page.inner_text(".original-copy")
        assert not overflows(page)
        assert violations(page) == []


def test_a_kill_is_the_first_thing_on_the_desk_and_closed_there(site):
    """On a phone, in the dark: read, answered with a note, gone; the copy keeps who and why."""
    newsroom, cast, now = site.newsroom, site.cast, timezone.now()
    feed = make_feed(newsroom.kyodo)
    item = make_wire_item(feed, headline="A train runs")
    article = drafting.draft_from_item([item], by=cast.reporter, at=now)
    copy = {"headline": "Tàu chạy", "standfirst": "Sapô.", "body": "<p>Chữ của ta.</p>"}
    newsroom.rewrite(article, at=now, **copy)
    workflow.submit(article, by=cast.reporter, at=now)
    workflow.approve(article, by=cast.editor, at=now)
    workflow.publish(article, by=cast.editor, at=now)
    make_wire_item(feed, version=2, status="canceled", editor_note="Kill it.")
    with site.visit(cast.chief, size=PHONE, scheme="dark", bypass_csp=True) as page:
        page.goto("/admin/")
        first = page.locator(".panels .panel").first
        assert "Kill it." in first.inner_text()
        page.click(".alarm details:not(.alarm-dismiss) summary")
        page.click(".alarm-dismiss summary")
        assert not overflows(page)
        assert violations(page) == []
        page.fill(".alarm-dismiss textarea", "Bài của ta không dựa vào đoạn ấy.")
        page.click(".alarm-dismiss button")
        page.locator(".messagelist").wait_for()
        assert page.locator(".alarm").count() == 0
    alarm = article.wire_alarms.get()
    assert (alarm.resolution, alarm.resolved_by) == ("dismissed", cast.chief)
    assert alarm.note == "Bài của ta không dựa vào đoạn ấy."
