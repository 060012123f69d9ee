"""What people do at the desk, in the browser, in the words of the screens."""

import re
import time

from django.urls import reverse

from articles.models import Article

PASSWORD = "a long enough secret"  # of everybody in the cast


def address(name, *args):
    return reverse(f"admin:{name}", args=args)


def wait_until(page, condition, *, seconds=30):
    """Let the page go on until something is so that the browser does not tell of."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not so after {seconds} seconds"
        page.wait_for_timeout(10)


def sign_in(page, user, password=PASSWORD):
    """Fill in the form of the login page, which is open, and send it."""
    page.fill("#id_username", user.username)
    page.fill("#id_password", password)
    page.click("#login-form [type=submit]")


def add_inline(page, prefix):
    """Press “add another” of an inline unless an empty row is there already; its number."""
    total = int(page.input_value(f"#id_{prefix}-TOTAL_FORMS"))
    page.click(f"#{prefix}-group .add-row a")
    return total


def import_picture(page, file, *, caption, alt, origin):
    """Upload a picture with its credit and rights."""
    page.goto(address("images_image_add"))
    page.set_input_files("#id_original", file)
    page.fill("#id_caption", caption)
    page.fill("#id_alt", alt)
    page.select_option("#id_origin", label=origin)
    page.select_option("#id_rights", "agency")
    page.click("[name=_save]")
    page.wait_for_url("**/admin/images/image/")


def choose_picture(page, button, text):
    """Choose a picture in the library's dialog, found by its words."""
    button.click()
    page.fill("#picker-search", text)
    page.locator(".picker-choice", has_text=re.compile(".")).first.wait_for()
    page.locator(".picker-status:empty").wait_for(state="attached")
    page.locator(".picker-choice").first.click()
    page.locator("dialog.picker").wait_for(state="detached")


def type_paragraphs(page, paragraphs):
    """Type into the body, a paragraph each."""
    page.locator(".ProseMirror[contenteditable]").click()
    for number, paragraph in enumerate(paragraphs):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(paragraph)


def write_story(page, story):
    """Fill in a new story and save it; the article."""
    page.goto(address("articles_article_add"))
    page.select_option("#id_section", label=story["section"])
    page.fill("#id_headline", story["headline"])
    page.fill("#id_standfirst", story["standfirst"])
    type_paragraphs(page, story["paragraphs"])
    page.check("input[name=provenance][value=wire]")
    page.fill("#id_tags", story["tags"])
    choose_picture(page, page.locator("[data-choose]").first, story["caption"])
    row = add_inline(page, "bylines")
    page.select_option(f"#id_bylines-{row}-author", label=story["byline"])
    row = add_inline(page, "agency_credits")
    page.select_option(f"#id_agency_credits-{row}-agency", label=story["agency"])
    save(page)
    return Article.objects.latest("pk")


def save(page):
    page.click("[name=_save]")
    page.wait_for_url(re.compile(r"/admin/articles/article/\d+/change/"))
    page.locator(".messagelist").wait_for()


def do(page, verb, article, *, note="", button=0, **options):
    """A verb's page: fill it in and press one of its buttons."""
    page.goto(address("articles_article_verb", article.pk, verb))
    if note:
        page.fill("#id_note", note)
    for name, value in options.items():
        page.check(f"input[name={name}][value={value}]")
    page.locator(".button-row button").nth(button).click()
    # Home, or the copy, or for a verb with effects the page that lists what it changed.
    page.wait_for_url(re.compile(r"/admin/(articles/article/\d+/(change|done/\d+)/)?$"))
