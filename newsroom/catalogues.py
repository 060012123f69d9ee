"""Compile the gettext catalogues: the .po files are committed, the .mo files are made from them.

Needs polib and neither gettext's programs nor Django, so that a bare checkout, an image for
deployment and the tests can compile before settings are read: `python -m newsroom.catalogues`. A
compiled catalogue contains the digest of its source, which tells whether it is current.
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
    """Return the path of each catalogue, one per language and domain, whether the file exists or not."""
    return [
        locale / language / "LC_MESSAGES" / f"{domain}.po"
        for language in LANGUAGES
        for domain in DOMAINS
    ]


def name(path: Path) -> str:
    """Return the short name of a catalogue, such as “vi/django.po”."""
    return "/".join((path.parts[-3], path.name))


def is_current(path: Path) -> bool:
    """Return whether the compiled file beside the catalogue at `path` exists and was made from it."""
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        return False
    return f"{DIGEST}: {_digest(path)}\n".encode() in compiled.read_bytes()


def compile_stale(locale: Path = LOCALE) -> list[Path]:
    """Compile every catalogue whose compiled file is missing or out of date, and return their paths."""
    stale = [path for path in paths(locale) if path.exists() and not is_current(path)]
    for path in stale:
        _compile(path)
    return stale


def _compile(path: Path) -> None:
    # Two processes may compile at once: each writes a file of its own, and the last one stays.
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


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    for _path in compile_stale():
        sys.stdout.write(f"Compiled {name(_path)}.\n")
