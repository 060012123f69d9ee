"""Formats of single agencies are read where the settings name them, and cost nothing elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom.settings import BASE_DIR
from wires.parsers import optional

TELEGRAPH = Path(__file__).parent / "cases" / "c05-iptc7901-byline-correspondents.txt"


def test_a_name_that_is_no_optional_format_is_refused(settings):
    settings.WIRE_OPTIONAL_FORMATS = ["anpa", "telex"]
    with pytest.raises(ImproperlyConfigured, match="“telex”"):
        optional.modules("anpa")


@pytest.mark.parametrize(
    ("formats", "read", "imported"),
    [("", False, []), ("iptc7901", True, ["iptc7901"])],
)
def test_what_is_not_named_is_neither_read_nor_imported(formats, read, imported):
    code = f"""if True:
        import sys, django
        django.setup()
        from django.utils import timezone
        from wires import parsers
        raw = open({str(TELEGRAPH)!r}, "rb").read()
        print(parsers.parse(raw, at=timezone.now()).accepted)
        print([n for n in parsers.optional.NAMES if "wires.parsers." + n in sys.modules])
    """
    environment = {
        **os.environ,
        "WIRE_OPTIONAL_FORMATS": formats,
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "NEWSROOM_MODE": "development",
    }
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines() == [str(read), str(imported)]
