"""Files that lie beside the repository and are never committed: real copy and pictures of agencies.

Tests ask for them with the fixture `samples`, and are skipped where the folder is missing.
"""

from pathlib import Path

import pytest
from django.conf import settings

SHARED = Path(settings.BASE_DIR).parent / "shared"


def folder(name: str) -> Path:
    """The folder of this name beside the repository; skips the test where it is missing."""
    path = SHARED / name
    if not path.is_dir():
        pytest.skip(f"The folder {path} is missing: its files are not part of the repository.")
    return path
