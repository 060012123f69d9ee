"""The gettext catalogues: brought up to date from the source, and judged. For developers.

The product itself reads only the compiled .mo files, which are committed; this module needs polib
and gettext's programs. The source is read from a copy in a temporary folder, because makemessages
leaves files beside those it reads, and because judging must change nothing.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polib

PLURALS = {"vi": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
EXTENSIONS = {"django": ("html", "txt", "py"), "djangojs": ("js",)}
SOURCE = {f".{extension}" for extensions in EXTENSIONS.values() for extension in extensions}
NOT_SOURCE = {"var", "bench", "tests", "__pycache__", "node_modules"}
PROGRAMS = ("xgettext", "msguniq", "msgmerge", "msgattrib")
WIDTH = 100
HEADER = "Written by “make messages”, which keeps the translations. Change those and nothing else."
PLACEHOLDER = re.compile(r"%\(\w+\)[-#0-9. +]*[a-zA-Z]|%[sdifr]|\{\w*\}")


class CatalogueError(Exception):
    """The source could not be read; the message says why and what to do."""


@dataclass(frozen=True)
class Count:
    """One catalogue after an update: how many strings it has, and those still to be translated."""

    name: str
    strings: int
    untranslated: list[str]


def update(root: Path) -> list[Count]:
    """Bring the catalogues under `root`/locale up to date with the source, and compile them."""
    counts = []
    with _copy_of_source(root) as folder:
        for path in _paths(root / "locale"):
            if path.exists():
                copy = folder / path.relative_to(root)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, copy)
        _make_messages(folder, *PLURALS)
        for path in _paths(root / "locale"):
            language = path.parts[-3]
            catalogue = _tidied(folder / path.relative_to(root), language)
            path.parent.mkdir(parents=True, exist_ok=True)
            catalogue.save(str(path))
            path.with_suffix(".mo").write_bytes(catalogue.to_binary())
            untranslated = [entry.msgid for entry in catalogue if not entry.translated()]
            counts.append(Count(_name(path), len(catalogue), untranslated))
    return counts


def strings_of_source(root: Path) -> dict[str, set]:
    """By domain, the key of every string in the source that is to be translated."""
    with _copy_of_source(root) as folder:
        _make_messages(folder, "en")
        return {
            domain: {_key(entry) for entry in polib.pofile(str(_path(folder, "en", domain)))}
            for domain in EXTENSIONS
        }


def faults(locale: Path, strings: dict[str, set]) -> list[str]:
    """All that is wrong with the catalogues in `locale`, as sentences; `strings` are the source's."""
    return [fault for path in _paths(locale) for fault in _faults(path, strings[path.stem])]


def _faults(path, strings):
    name = _name(path)
    if not path.exists():
        yield f"{name} is not there. Run “make messages”."
        return
    catalogue = polib.pofile(str(path))
    for context, msgid, plural in sorted(strings - {_key(entry) for entry in catalogue}, key=str):
        said = "".join((msgid, context and f" ({context})", plural and f" / {plural}"))
        yield f"{name} lacks “{said}”. Run “make messages”, then translate it."
    for entry in catalogue:
        if fault := _fault(entry):
            yield f"{name}: the translation of “{entry.msgid}” {fault}"
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != catalogue.to_binary():
        yield f"{_name(compiled)} does not match {name}. Run “make messages”."


def _fault(entry):
    """What is wrong with one translation; "" when nothing is."""
    if entry.fuzzy:
        return "is a guess. Correct it and take “fuzzy” away, then run “make messages”."
    translations = list(entry.msgstr_plural.values()) or [entry.msgstr]
    if not all(translations):
        return "is empty. Write it, then run “make messages”."
    allowed = [_placeholders(words) for words in (entry.msgid, entry.msgid_plural) if words]
    if any(_placeholders(words) not in allowed for words in translations):
        return "has other placeholders. Make them the same, then run “make messages”."
    return ""


def _placeholders(words):
    """Named ones may change places and be repeated; others may not."""
    found = PLACEHOLDER.findall(words.replace("%%", ""))
    named = {placeholder for placeholder in found if len(placeholder) > 2}
    return named, [placeholder for placeholder in found if placeholder not in named]


def _tidied(path, language):
    """The catalogue as it is committed: a header that never changes, and English as in the source."""
    catalogue = polib.pofile(str(path), wrapwidth=WIDTH)
    catalogue.header, catalogue.metadata_is_fuzzy = HEADER, None
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    if language == "en":
        for entry in catalogue:
            entry.fuzzy = False
            entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None
            if entry.msgid_plural:
                entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
            else:
                entry.msgstr = entry.msgid
    return catalogue


@contextmanager
def _copy_of_source(root):
    """A folder with what makemessages reads. Word lists in locale/, where it never looks, come up."""
    with tempfile.TemporaryDirectory(prefix="newsroom-catalogues-") as temporary:
        folder = Path(temporary) / "source"
        shutil.copytree(root, folder, ignore=_not_source)
        (folder / "locale").mkdir(exist_ok=True)
        for words in [path for path in (folder / "locale").iterdir() if path.is_file()]:
            words.rename(folder / words.name)
        yield folder


def _not_source(folder, names):
    return {
        name
        for name in names
        if name in NOT_SOURCE
        or name.startswith(".")
        or (os.path.isfile(os.path.join(folder, name)) and Path(name).suffix not in SOURCE)
    }


def _make_messages(folder, *languages):
    if missing := [program for program in PROGRAMS if not shutil.which(program)]:
        raise CatalogueError(
            f"The source was not read: {missing[0]} is not installed. Install the package gettext,"
            " for example with “apt-get install gettext”."
        )
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    for domain, extensions in EXTENSIONS.items():
        command = [sys.executable, "-m", "django", "makemessages", "--verbosity=0"]
        command += [f"--domain={domain}", f"--extension={','.join(extensions)}", "--no-obsolete"]
        command += ["--add-location=file", *(f"--locale={language}" for language in languages)]
        done = subprocess.run(  # noqa: S603
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CatalogueError(f"The source was not read: {done.stderr.strip()}")


def _paths(locale):
    return [_path(locale.parent, language, domain) for language in PLURALS for domain in EXTENSIONS]


def _path(root, language, domain):
    return root / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def _name(path):
    return "/".join((path.parts[-3], path.name))


def _key(entry):
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""
