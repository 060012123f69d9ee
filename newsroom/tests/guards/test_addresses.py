"""Every public address is declared, and the demo takes none that is not its own."""

import tomllib
from collections import Counter

from editions.addresses import reserved_parts
from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import text
from newsroom.tests.surfaces import SURFACES, public_urls

TABLE = "SURFACES in newsroom/tests/surfaces.py"


def test_every_public_url_is_declared():
    names = list(public_urls())
    report(
        (
            f"The public URL “{name}” is not declared. Add it to {TABLE}: how its addresses are made, its"
            " format, how many queries it may take, and which parts of a published story it shows."
            for name in names
            if name not in SURFACES
        ),
        (
            f"“{name}” is declared, and no URL has that name. Take it out of {TABLE}, or name its URL so."
            for name in SURFACES
            if name not in names
        ),
        (
            f"Two public URLs are called “{name}”, so that one of them cannot be asked for by name. Give"
            " one of them another name in editions/urls.py or newsroom/urls.py."
            for name, number in Counter(names).items()
            if number > 1
        ),
    )


def test_what_the_demo_brings_stands_at_no_reserved_address():
    """It makes its sections without the form that would refuse the name."""
    sections = tomllib.loads(text("newsroom/demo/stories.toml"))["section"]
    report(
        f"newsroom/demo/stories.toml: a section would stand at /{section['slug']}/, which is the"
        " address of something else. Give it another slug."
        for section in sections
        if section["slug"] in reserved_parts()
    )
