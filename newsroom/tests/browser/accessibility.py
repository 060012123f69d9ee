"""What axe finds on a page: WCAG 2.2 A and AA.

axe puts styles of its own into the page, so pages are opened with `bypass_csp=True` for it; every
other test keeps the policy on, and fails when the browser complains.
"""

from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page):
    """Rule, element and reason of everything axe finds, as lines to read."""
    result = Axe().run(page, options=RULES)
    return [
        f"{page.url}: {found['id']}: {node['html'][:160]}: {node['failureSummary'][:300]}"
        for found in result.response["violations"]
        for node in found["nodes"]
    ]


def overflows(page):
    """Whether the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
