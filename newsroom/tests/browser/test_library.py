"""The library in a browser: many files dropped or chosen, by keyboard too, and many pictures changed."""

import base64

import pytest

from images.models import Image
from newsroom.tests.browser.accessibility import PHONE, SCREEN, faults, looks, overflows
from newsroom.tests.browser.actions import address, sign_in, wait_until
from newsroom.tests.factories import jpeg, make_image

HTML = b"<html><body>Not a picture.</body></html>"
SIZES = [pytest.param(PHONE, id="phone"), pytest.param(SCREEN, id="screen")]
DROP = """files => {
  const transfer = new DataTransfer()
  for (const [name, data] of files) {
    const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0))
    transfer.items.add(new File([bytes], name, { type: "image/jpeg" }))
  }
  return transfer
}"""


@pytest.fixture
def desk(site):
    """The site, for people who read English."""
    for user in (site.cast.reporter, site.cast.pictures):
        user.language = "en"
        user.save()
    yield site
    site.forgive("422", "ERR_FAILED", "500")


@pytest.fixture
def twelve():
    """A delivery as it comes: nine pictures, one of them twice, one cut off, and a page from the web."""
    pictures = [jpeg(60, 40) for _ in range(9)]
    files = [(f"ảnh {number}.jpg", data) for number, data in enumerate(pictures, 1)]
    broken = jpeg(600, 400)[:3000]
    return [*files, ("lần nữa.jpg", pictures[0]), ("cụt.jpg", broken), ("trang.jpg", HTML)]


def chosen(files):
    return [{"name": name, "mimeType": "image/jpeg", "buffer": data} for name, data in files]


def drop(page, files):
    encoded = [[name, base64.b64encode(data).decode()] for name, data in files]
    transfer = page.evaluate_handle(DROP, encoded)
    page.dispatch_event("main", "dragover", {"dataTransfer": transfer})
    assert "over" in page.get_attribute("[data-upload]", "class")
    page.dispatch_event("main", "drop", {"dataTransfer": transfer})


def outcomes(page, *, done="Done:"):
    """What each file's line says, once all are answered."""
    page.wait_for_function(
        "done => document.querySelector('.upload-status').textContent.startsWith(done)", arg=done
    )
    rows = page.locator(".upload-file").all()
    return {
        row.locator(".upload-name").text_content(): row.locator(".upload-result").text_content()
        for row in rows
    }


def assert_all_were_answered(page, user):
    messages = outcomes(page)
    imported = [messages[f"ảnh {number}.jpg"] for number in range(1, 10)]
    assert {message.split(":")[0] for message in imported} == {"Taken in"}
    assert messages["lần nữa.jpg"].startswith("In the library already:")
    refusal = messages["cụt.jpg"]
    assert refusal.startswith("The file is not a whole") and messages["trang.jpg"] == refusal
    status = "Done: 9 taken in, 1 in the library already, 2 refused."
    assert page.inner_text(".upload-status") == status
    assert Image.objects.filter(uploaded_by=user).count() == Image.objects.count() == 9
    assert page.locator(".upload-file progress").count() == 0
    page.click("[data-show]")
    page.wait_for_url("**/images/image/?mine=day")
    assert page.locator(".card").count() == 9


@pytest.mark.parametrize("size", SIZES)
def test_files_dropped_on_the_page_are_taken_in_one_by_one(desk, twelve, size):
    reporter = desk.cast.reporter
    with desk.visit(reporter, size=size) as page:
        page.goto(address("images_image_changelist"))
        drop(page, twelve)
        assert page.locator(".upload-file").count() == 12
        assert not overflows(page)
        assert_all_were_answered(page, reporter)


@pytest.mark.parametrize("size", SIZES)
def test_files_are_chosen_by_keyboard_alone(desk, twelve, size):
    pictures = desk.cast.pictures
    with desk.visit(pictures, size=size) as page:
        page.on("filechooser", lambda chooser: None)  # has the browser tell of it, not open it
        page.goto(address("images_image_changelist"))
        page.focus("#upload-files")
        with page.expect_file_chooser() as asked:
            page.keyboard.press("Enter")
        assert asked.value.is_multiple()
        asked.value.set_files(chosen(twelve))
        outcomes(page)
        page.focus("[data-show]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/images/image/?mine=day")
        assert page.locator(".card").count() == 9


def test_what_is_said_for_all_goes_with_every_file(desk):
    kyodo = desk.newsroom.kyodo
    with desk.visit(desk.cast.reporter) as page:
        page.goto(address("images_image_changelist"))
        page.select_option("#id_rights", "agency")
        page.select_option("#id_origin", label="Kyodo")
        files = [("một.jpg", jpeg(60, 40)), ("hai.jpg", jpeg(60, 40))]
        page.set_input_files("#upload-files", chosen(files))
        outcomes(page)
    stored = Image.objects.values_list("rights", "origin", "via")
    assert [*stored] == [("agency", kyodo.pk, None)] * 2


def test_when_the_connection_breaks_it_can_be_tried_again(desk):
    with desk.visit(desk.cast.reporter) as page:
        page.goto(address("images_image_changelist"))
        page.route("**/take-in/", lambda route: route.abort())
        files = [(f"{number}.jpg", jpeg(60, 40)) for number in range(5)]
        page.set_input_files("#upload-files", chosen(files))
        messages = outcomes(page, done="Done: 5 to be tried again")
        assert {*messages.values()} == {"The connection broke."}
        assert not Image.objects.exists()
        page.unroute("**/take-in/")
        page.focus("[data-again]")
        page.keyboard.press("Enter")
        messages = outcomes(page, done="Done: 5 taken in.")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.hasAttribute('data-show')")
    assert Image.objects.count() == 5


def test_who_was_signed_out_signs_in_elsewhere_and_goes_on(desk):
    with desk.visit(desk.cast.reporter) as page:
        page.goto(address("images_image_changelist"))
        page.context.clear_cookies()
        page.set_input_files("#upload-files", chosen([("a.jpg", jpeg(60, 40))]))
        messages = outcomes(page)
        sentence = "You are signed out. Sign in in another window, then try again."
        assert messages == {"a.jpg": sentence}
        other = page.context.new_page()
        other.goto("/admin/login/")
        sign_in(other, desk.cast.reporter)  # which gives the browser another CSRF token
        other.wait_for_url("**/admin/")
        page.click("[data-again]")
        outcomes(page, done="Done: 1 taken in.")
    assert Image.objects.get().uploaded_by == desk.cast.reporter


def test_the_rest_can_be_cancelled_and_leaving_asks(desk):
    held = []
    with desk.visit(desk.cast.reporter) as page:
        page.goto(address("images_image_changelist"))
        page.route("**/take-in/", lambda route: held.append(route))
        files = [(f"{number}.jpg", jpeg(60, 40)) for number in range(200)]
        page.set_input_files("#upload-files", chosen(files))
        page.wait_for_function(
            "() => document.querySelector('.upload-status').textContent === '0 of 200'"
        )
        wait_until(page, lambda: len(held) == 2)  # no more: else more were taken in, below
        asked = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        with page.expect_event("dialog"):
            page.evaluate("location.reload()")
        assert asked == ["beforeunload"]
        page.click("[data-cancel]")
        for route in held:
            route.continue_()
        messages = outcomes(page)
        assert page.inner_text(".upload-status") == "Done: 2 taken in, 198 not sent."
        assert [*messages.values()].count("Not sent.") == 198
        asked.clear()
        page.reload()
        assert asked == []
    assert Image.objects.count() == 2


def test_without_javascript_the_form_takes_them_all_in(desk, twelve):
    with desk.visit(desk.cast.reporter, java_script_enabled=False) as page:
        page.goto(address("images_image_changelist"))
        page.set_input_files("#upload-files", chosen(twelve))
        page.click(".upload-send")
        page.wait_for_url("**/take-in/")
        assert page.locator(".upload-file").count() == 12
        assert page.locator(".upload-result.ok").count() == 10
        assert page.locator(".upload-result.block").count() == 2
    assert Image.objects.count() == 9


def test_the_picture_desk_changes_many_by_keyboard_alone(desk):
    images = [make_image(jpeg(60, 40), caption=f"{n}", creator="") for n in range(3)]
    with desk.visit(desk.cast.pictures) as page:
        page.goto(address("images_image_changelist"))
        page.focus("#all-shown")
        page.keyboard.press("Space")
        assert page.inner_text(".library-chosen") == "3 chosen"
        page.focus(f"input[name=_selected_action][value='{images[0].pk}']")
        page.keyboard.press("Space")
        assert page.inner_text(".library-chosen") == "2 chosen"
        page.focus(".library-many button[name=action]")
        page.keyboard.press("Enter")
        page.wait_for_selector(".share")
        page.focus("#id_set_creator")
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.type("Lê Thị Lan")
        page.keyboard.press("Enter")
        page.wait_for_selector(".messagelist")
        assert page.inner_text(".messagelist") == "2 pictures were changed."
    stored = Image.objects.order_by("pk").values_list("creator", flat=True)
    assert [*stored] == ["", "Lê Thị Lan", "Lê Thị Lan"]


def test_without_javascript_chosen_pictures_are_changed_too(desk):
    images = [make_image(jpeg(60, 40), caption=f"{n}") for n in range(2)]
    with desk.visit(desk.cast.pictures, java_script_enabled=False) as page:
        page.goto(address("images_image_changelist"))
        page.check(f"input[value='{images[1].pk}']")
        page.click(".library-many button[name=action]")
        page.check("#id_set_rights")
        page.select_option("#id_rights", "licensed")
        page.click(".share [type=submit]")
        page.wait_for_selector(".messagelist")
    stored = Image.objects.order_by("pk").values_list("rights", flat=True)
    assert [*stored] == ["staff", "licensed"]


@pytest.mark.parametrize("size", SIZES)
def test_filters_are_chosen_together(desk, size):
    make_image(jpeg(60, 40), caption="Cầu.", rights="unknown")
    make_image(jpeg(60, 40), caption="Sông.", rights="unknown", alt="")
    make_image(jpeg(60, 40), caption="Núi.")
    with desk.visit(desk.cast.reporter, size=size) as page:
        page.goto(address("images_image_changelist"))
        assert not page.locator("#filter-rights").is_visible()
        page.click(".library-filters summary")
        page.select_option("#filter-rights", "unknown")
        page.select_option("#filter-missing", "alt")
        page.click(".library-apply button")
        page.wait_for_url("**/images/image/?rights=unknown&missing=alt")
        assert page.locator(".card-caption").all_inner_texts() == ["Sông."]
        assert page.inner_text(".library-filters summary") == "Filters (2)"


@pytest.mark.parametrize(("size", "scheme"), looks(first="light phone"))
def test_axe_finds_nothing_in_the_library(desk, twelve, size, scheme):
    make_image(
        caption="Cầu Trường Tiền lúc chiều xuống, nhìn từ bờ bắc sông Hương.", rights="unknown"
    )
    ai = "trainedAlgorithmicMedia"
    images = [make_image(jpeg(60, 40), digital_source_type=ai, instructions="NO SALES")]
    problems = []
    with desk.visit(desk.cast.pictures, size=size, scheme=scheme, bypass_csp=True) as page:

        def look():
            problems.extend(faults(page, targets=True))

        page.goto(address("images_image_changelist"))
        page.locator(".library-filters").evaluate("e => { e.open = true }")
        look()
        drop(page, twelve)
        outcomes(page)
        look()
        page.goto(address("images_image_changelist") + "?q=khongco")
        look()
        page.goto(address("images_image_changelist"))
        page.check(f"input[name=_selected_action][value='{images[0].pk}']")
        page.click(".library-many button[name=action]")
        page.wait_for_selector(".share")
        look()
        page.click(".share [type=submit]")
        page.wait_for_selector(".refused")
        look()
    assert problems == []
