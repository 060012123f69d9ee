"""What keeps people from using a page: what axe finds of WCAG 2.2 A and AA, and what does not fit.

Layout depends on the size and contrast on the scheme: two looks meet both of each. The width is asked
at every size. axe is dear: in every run each page meets it in one look, the next page in the other.

axe puts styles of its own into the page, so pages are opened with `bypass_csp=True` for it; every
other test keeps the policy on, and fails when the browser complains.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # It would ask for imported style sheets at addresses relative to the page. No rule above needs them.
    "preload": False,
}
PHONE, SCREEN = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
LOOKS = {"light phone": (PHONE, "light"), "dark screen": (SCREEN, "dark")}
# For a test of many pages, whose looks alternate: see `look_at`.
IN_TURN = (*LOOKS.values(),)
TURNS = [
    pytest.param(0, id="in turn"),
    pytest.param(1, id="the other way", marks=pytest.mark.nightly),
]
SETTLED = """() => document.readyState === "complete"
  && document.fonts.status === "loaded"
  && [...document.images].every(image => image.complete || image.loading === "lazy")
  && document.getAnimations().every(animation => animation.playState !== "running")
  && document.querySelectorAll(".prose-editor").length
    === document.querySelectorAll(".prose-editor [contenteditable][role=textbox]").length"""
SMALL = """() => [...document.querySelectorAll("main :is(a, button, input, select, summary, label)")]
  .filter(e => e.checkVisibility({ visibilityProperty: true }) && e.id !== "upload-files")
  .filter(e => !e.matches("label:not(.button)"))
  .filter(e => e.getBoundingClientRect().height < 24)
  .map(e => e.outerHTML.slice(0, 120))"""


def looks(*, first):
    """Size and scheme for a test of one page: in every run the first look, in nightly runs both."""
    return [
        pytest.param(*look, id=name, marks=() if name == first else pytest.mark.nightly)
        for name, look in LOOKS.items()
    ]


def look_at(page, address, number, *, looks=IN_TURN):
    """Open an address in the look whose turn it is."""
    size, scheme = looks[number % len(looks)]
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.goto(address)


def settle(page):
    """Wait until nothing of the page is still loading, moving or being made by a script."""
    page.wait_for_function(SETTLED)


def violations(page):
    """Rule, element and reason of everything axe finds, as lines to read."""
    result = Axe().run(page, options=RULES)
    return [
        f"{page.url}: {violation['id']}: {node['html'][:160]}: {node['failureSummary'][:300]}"
        for violation in result.response["violations"]
        for node in violation["nodes"]
    ]


def overflows(page):
    """Whether the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def misfits(page, *, sizes=(PHONE, SCREEN), targets=False):
    """Where the page is wider than the screen, and on request which targets are too small to hit."""
    before, problems = page.viewport_size, []
    for size in sizes:
        page.set_viewport_size(size)
        page.wait_for_function("width => window.innerWidth === width", arg=size["width"])
        if overflows(page):
            problems.append(f"{page.url} is wider than a screen of {size['width']} pixels")
        if targets:
            problems += [f"{page.url}: too small to hit: {html}" for html in page.evaluate(SMALL)]
    page.set_viewport_size(before)
    return problems


def faults(page, **options):
    """What axe finds in the look that the page has on, and what does not fit at either size."""
    settle(page)
    return violations(page) + misfits(page, **options)
