"""The gettext catalogues compiled: what the product reads, made from the .po files, which are committed.

Needs polib and neither gettext's programs nor Django, so that a bare checkout, an image for
deployment and the tests can compile before settings are read: `python -m newsroom.catalogues`. A
compiled catalogue carries the digest of what it was made from, and so says whether it is current.
"""

import hashlib
import os
import sys
import tempfile
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ("vi", "en")
DOMAINS = ("django", "djangojs")
DIGEST = "X-Source-SHA256"


def paths(locale: Path) -> list[Path]:
    """Where the catalogues lie, one for each language and domain; also those that are missing."""
    return [
        locale / language / "LC_MESSAGES" / f"{domain}.po"
        for language in LANGUAGES
        for domain in DOMAINS
    ]


def name(path: Path) -> str:
    """A catalogue as people call it: “vi/django.po”."""
    return "/".join((path.parts[-3], path.name))


def is_current(path: Path) -> bool:
    """Whether the compiled file beside the catalogue at `path` is there and was made from it."""
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        return False
    return f"{DIGEST}: {_digest(path)}\n".encode() in compiled.read_bytes()


def compile_stale(locale: Path = LOCALE) -> list[Path]:
    """Compile every catalogue whose compiled file is missing or made from other words."""
    stale = [path for path in paths(locale) if path.exists() and not is_current(path)]
    for path in stale:
        _compile(path)
    return stale


def _compile(path):
    """Two processes may compile at once: each writes a file of its own, and the last one stays."""
    catalogue = polib.pofile(str(path))
    catalogue.metadata[DIGEST] = _digest(path)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".mo")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(catalogue.to_binary())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path.with_suffix(".mo"))
    except BaseException:
        os.unlink(temporary)
        raise


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    for _path in compile_stale():
        sys.stdout.write(f"Compiled {name(_path)}.\n")
