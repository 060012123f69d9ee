"""Every public address is declared, so that nothing is shown that nobody has thought about."""

from newsroom.tests.surfaces import SURFACES, public_urls


def test_every_public_url_is_declared():
    undeclared = set(public_urls()) - set(SURFACES)
    assert not undeclared, (
        f"Public URLs that are not declared: {', '.join(sorted(undeclared))}. Add each to SURFACES "
        "in newsroom/tests/surfaces.py: how to build its addresses for a story, and which parts of "
        "a published story it may show."
    )
    gone = set(SURFACES) - set(public_urls())
    assert not gone, (
        f"Declared addresses that no URL has: {', '.join(sorted(gone))}. Remove each from SURFACES "
        "in newsroom/tests/surfaces.py, or give its URL pattern that name again."
    )
