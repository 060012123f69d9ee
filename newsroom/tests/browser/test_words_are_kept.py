"""Words typed at the desk arrive as they were meant, and none are lost."""

from articles.models import Article
from newsroom.tests.browser import actions
from newsroom.tests.browser.accessibility import PHONE, faults
from newsroom.tests.browser.actions import address
from newsroom.tests.factories import make_image

BODY = ".ProseMirror[contenteditable]"
GOOGLE_DOCS = (
    '<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="line-height:1.4">'
    '<span style="font-size:11pt;font-weight:400;font-style:normal">Chữ thường và </span>'
    '<span style="font-size:11pt;font-weight:700">chữ đậm</span></p></b>'
)
WORD = (
    '<p class="MsoNormal"><b>Chữ đậm</b> <a href="javascript:alert(1)">liên kết xấu</a>'
    ' <span style="color:red;mso-bidi-font-size:12pt">chữ màu</span><o:p></o:p></p>'
    "<script>alert(1)</script>"
)
PASTE = """([selector, html]) => {
  const data = new DataTransfer()
  data.setData("text/html", html)
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})
  document.querySelector(selector).dispatchEvent(event)
}"""


def test_the_second_of_two_writers_is_told_and_loses_nothing(site):
    article = site.newsroom.draft()
    change = address("articles_article_change", article.pk)
    with site.visit(site.cast.reporter) as mine, site.visit(site.cast.editor) as theirs:
        mine.goto(change)
        theirs.goto(change)
        theirs.fill("#id_standfirst", "Sapô của biên tập viên.")
        actions.save(theirs)
        mine.fill("#id_headline", "Tít của phóng viên")
        mine.click("[name=_save]")
        mine.locator(".changed-meanwhile").wait_for()
        assert mine.input_value("#id_headline") == "Tít của phóng viên"
        assert "Sapô của biên tập viên" in mine.inner_text(".changed-meanwhile")
        assert mine.input_value("#id_standfirst") == "Sapô của biên tập viên."
        actions.save(mine)
    article.refresh_from_db()
    assert article.headline == "Tít của phóng viên"
    assert article.standfirst == "Sapô của biên tập viên."
    assert article.version == 3


def test_a_colleagues_link_is_merged_and_the_same_sentence_is_asked(site):
    """The editor's scripts give back what they were given, so that what nobody touched is merged."""
    html = '<p>Theo <a href="https://{}.example/">công ty</a>.</p><p>Đoạn sau.</p>'
    image = make_image()
    article = site.newsroom.draft(body=html.format("sai"), lead=image)
    change = address("articles_article_change", article.pk)
    with site.visit(site.cast.reporter, size=PHONE, bypass_csp=True) as mine:
        mine.goto(change)
        mine.locator(BODY).wait_for()
        with site.turn:
            site.newsroom.rewrite(
                article, by=site.cast.editor, body=html.format("dung"), headline="Tít của chị"
            )
        mine.fill("#id_headline", "Tít của tôi")
        mine.click(BODY)
        mine.keyboard.press("Control+End")
        mine.keyboard.type(" Thêm câu.")
        mine.click("[name=_save]")
        mine.locator(".conflict-question").wait_for()
        assert "https://dung.example/" in mine.inner_text(".changed-meanwhile")
        assert faults(mine) == []
        mine.check("#keep-headline-theirs")
        actions.save(mine)
    article.refresh_from_db()
    assert (article.headline, article.version) == ("Tít của chị", 3)
    assert article.body == html.format("dung").replace("Đoạn sau.", "Đoạn sau. Thêm câu.")


def test_leaving_with_unsaved_words_asks_first(site):
    article = site.newsroom.draft()
    with site.visit(site.cast.reporter) as page:
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.goto(address("articles_article_change", article.pk))
        page.click("#id_headline")
        page.keyboard.type("Mới: ")
        with page.expect_event("dialog") as asked:
            page.click(".desk-nav a >> nth=0")
        assert asked.value.type == "beforeunload"
        assert "Mới: " in page.input_value("#id_headline")


def test_ctrl_s_saves(site):
    article = site.newsroom.draft()
    with site.visit(site.cast.reporter) as page:
        page.goto(address("articles_article_change", article.pk))
        page.fill("#id_kicker", "Đàm phán")
        page.keyboard.press("Control+s")
        page.locator(".messagelist").wait_for()
    assert Article.objects.get().kicker == "Đàm phán"


def test_pasted_copy_is_bold_where_it_was_bold_and_clean(site):
    article = site.newsroom.draft()
    with site.visit(site.cast.reporter) as page:
        for html, expected in (
            (GOOGLE_DOCS, "<p>Chữ thường và <strong>chữ đậm</strong></p>"),
            (WORD, "<p><strong>Chữ đậm</strong> liên kết xấu chữ màu</p>"),
        ):
            page.goto(address("articles_article_change", article.pk))
            page.click(BODY)
            page.keyboard.press("Control+a")
            page.keyboard.press("Delete")
            page.evaluate(PASTE, [BODY, html])
            actions.save(page)
            article.refresh_from_db()
            assert article.body == expected


def test_vietnamese_typed_through_an_input_method_arrives(site):
    article = site.newsroom.draft(body="")
    with site.visit(site.cast.reporter) as page:
        page.goto(address("articles_article_change", article.pk))
        page.click(BODY)
        cdp = page.context.new_cdp_session(page)
        for typed in ("v", "vi", "viê", "việ", "việt"):
            cdp.send(
                "Input.imeSetComposition",
                {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)},
            )
        cdp.send("Input.insertText", {"text": "việt"})
        page.keyboard.type(" nam")
        actions.save(page)
    article.refresh_from_db()
    assert article.body == "<p>việt nam</p>"


def test_a_figure_chosen_from_the_library_stays_with_its_caption(site):
    image = make_image(caption="Cầu gỗ bắc qua suối.")
    article = site.newsroom.draft()
    change = address("articles_article_change", article.pk)
    with site.visit(site.cast.reporter) as page:
        page.goto(change)
        page.click(BODY)
        page.keyboard.press("Control+End")
        button = page.locator('.prose-menubar [data-name="libraryFigure"]')
        actions.choose_picture(page, button, "cau go")
        page.fill(".desk-figure textarea", "Cầu gỗ “cũ” ở đầu làng.")
        actions.save(page)
        page.goto(change)
        assert page.input_value(".desk-figure textarea") == "Cầu gỗ “cũ” ở đầu làng."
        page.locator(".desk-figure img").wait_for()
        placement = article.placements.get()
        assert (placement.image, placement.caption) == (image, "Cầu gỗ “cũ” ở đầu làng.")
        page.click(".desk-figure button")
        actions.save(page)
    assert article.placements.count() == 0


def body_size(request):
    """Return the bytes of the body that were transferred; below zero when it came from a cache.

    A body itself cannot be asked for when one style sheet imports another.
    """
    return request.sizes()["responseBodySize"]


def test_the_form_opens_fast(site):
    """Wagtail's edit form: 2.4 MB in 37 requests. Ours is opened from the desk's home."""
    article = site.newsroom.draft(lead=make_image())
    weights = []
    with site.visit(site.cast.reporter) as page:
        page.goto("/admin/")
        page.wait_for_load_state("networkidle")  # else what this page asks for is counted
        page.on("requestfinished", lambda request: weights.append(body_size(request)))
        page.goto(address("articles_article_change", article.pk))
        page.locator(BODY).wait_for()
        page.wait_for_load_state("networkidle")
    transferred = [weight for weight in weights if weight > 0]
    assert 10 < len(transferred) <= 37
    assert sum(transferred) <= 1.8 * 1024 * 1024
