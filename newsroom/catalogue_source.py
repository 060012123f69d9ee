"""Update the gettext catalogues from the source, and check them. For developers.

Needs gettext's programs. The source is read from a copy in a temporary folder, because makemessages
leaves files beside those it reads, and because checking must change nothing. A translation stays
with exactly the string that it was written for: none is ever guessed from a similar one.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polib

from newsroom import catalogues

PLURALS = {"vi": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
EXTENSIONS = {"django": ("html", "txt", "py"), "djangojs": ("js",)}
SOURCE = {f".{extension}" for extensions in EXTENSIONS.values() for extension in extensions}
NOT_SOURCE = {"var", "bench", "tests", "__pycache__", "node_modules"}
PROGRAMS = ("xgettext", "msguniq", "msgmerge", "msgattrib")
WIDTH = 100
HEADER = "Written by “make messages”, which keeps the translations. Change those and nothing else."
PLACEHOLDER = re.compile(r"%\(\w+\)[-#0-9. +]*[a-zA-Z]|%[sdifr]|\{\w*\}")


Key = tuple[str, str, str]  # context, string and plural, "" for none


class CatalogueError(Exception):
    """The source could not be read; the message says why and what to do."""


@dataclass(frozen=True)
class Update:
    """Describe one catalogue after an update: its strings, which are new and which are gone.

    `gone` has each string that the source no longer has, with its former translation.
    """

    name: str
    strings: int
    untranslated: list[str]
    new: list[str]
    gone: list[tuple[str, str]]


def update(root: Path) -> list[Update]:
    """Update the catalogues under `root`/locale from the source, compile them, and return the changes."""
    extracted = _extracted(root)
    updates = [
        _updated(path, extracted[path.stem], language=path.parts[-3])
        for path in catalogues.paths(root / "locale")
    ]
    catalogues.compile_stale(root / "locale")
    return updates


def strings_of_source(root: Path) -> dict[str, set[Key]]:
    """Return, by domain, the key of every string in the source that is to be translated."""
    return {
        domain: {_key(entry) for entry in catalogue}
        for domain, catalogue in _extracted(root).items()
    }


def faults(locale: Path, strings: dict[str, set[Key]]) -> list[str]:
    """Return all faults of the catalogues in `locale`, as sentences; `strings` are the source's."""
    return [
        fault for path in catalogues.paths(locale) for fault in _faults(path, strings[path.stem])
    ]


def _faults(path: Path, strings: set[Key]) -> Iterator[str]:
    name = catalogues.name(path)
    if not path.exists():
        yield f"{name} is not there. Run “make messages”."
        return
    catalogue = polib.pofile(str(path))
    for context, msgid, plural in sorted(strings - {_key(entry) for entry in catalogue}, key=str):
        text = "".join((msgid, context and f" ({context})", plural and f" / {plural}"))
        yield f"{name} lacks “{text}”. Run “make messages”, then translate it."
    for entry in catalogue:
        if fault := _fault(entry):
            yield f"{name}: the translation of “{entry.msgid}” {fault}"


def _fault(entry: polib.POEntry) -> str:
    """Return what is wrong with one translation, or ""."""
    if entry.fuzzy:
        return "is a guess. Correct it and take “fuzzy” away, then run “make messages”."
    translations = _translations(entry)
    if not all(translations):
        return "is empty. Write it, then run “make messages”."
    allowed = [_placeholders(text) for text in (entry.msgid, entry.msgid_plural) if text]
    if any(_placeholders(text) not in allowed for text in translations):
        return "has other placeholders. Make them the same, then run “make messages”."
    return ""


def _translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def _placeholders(text: str) -> tuple[set[str], list[str]]:
    """Return the named placeholders, whose order and number are free, and the others in order."""
    placeholders = PLACEHOLDER.findall(text.replace("%%", ""))
    named = {placeholder for placeholder in placeholders if len(placeholder) > 2}
    return named, [placeholder for placeholder in placeholders if placeholder not in named]


def _updated(path: Path, extracted: Iterable[polib.POEntry], *, language: str) -> Update:
    """Write the catalogue at `path` with the strings of the source and the translations it had."""
    before = {_key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    catalogue = _empty(language)
    for entry in extracted:
        catalogue.append(_carried_over(entry, before.get(_key(entry)), language))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    after = {_key(entry) for entry in catalogue}
    return Update(
        catalogues.name(path),
        strings=len(catalogue),
        untranslated=[entry.msgid for entry in catalogue if not entry.translated()],
        new=[entry.msgid for entry in catalogue if _key(entry) not in before],
        gone=[
            (entry.msgid, _translations(entry)[0])
            for key, entry in before.items()
            if key not in after
        ],
    )


def _empty(language: str) -> polib.POFile:
    """Return a catalogue without strings, with the header that is committed and never changes."""
    catalogue = polib.POFile(wrapwidth=WIDTH)
    catalogue.header = HEADER
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    return catalogue


def _carried_over(
    extracted: polib.POEntry, before: polib.POEntry | None, language: str
) -> polib.POEntry:
    """Return a string as an entry: English as in the source, Vietnamese as before or empty."""
    is_guess = language != "en" and before is not None and before.fuzzy
    entry = polib.POEntry(
        msgctxt=extracted.msgctxt,
        msgid=extracted.msgid,
        msgid_plural=extracted.msgid_plural,
        occurrences=extracted.occurrences,
        comment=extracted.comment,
        flags=["fuzzy", *extracted.flags] if is_guess else list(extracted.flags),
        tcomment=before.tcomment if before else "",
    )
    if language == "en":
        forms = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
    else:
        forms = _translations(before) if before else [""]
    if entry.msgid_plural:
        entry.msgstr_plural = dict(enumerate(forms))
    else:
        entry.msgstr = forms[0]
    return entry


def _extracted(root: Path) -> dict[str, polib.POFile]:
    """Return, by domain, a catalogue with every string of the source, without translations."""
    with _copy_of_source(root) as folder:
        _make_messages(folder)
        return {
            domain: polib.pofile(str(folder / "locale/en/LC_MESSAGES" / f"{domain}.po"))
            for domain in EXTENSIONS
        }


@contextmanager
def _copy_of_source(root: Path) -> Iterator[Path]:
    """Yield a temporary folder with what makemessages reads.

    Files directly in locale/, which makemessages skips, are moved to its top.
    """
    with tempfile.TemporaryDirectory(prefix="newsroom-catalogues-") as temporary:
        folder = Path(temporary) / "source"
        shutil.copytree(root, folder, ignore=_not_source)
        (folder / "locale").mkdir(exist_ok=True)
        for path in [path for path in (folder / "locale").iterdir() if path.is_file()]:
            path.rename(folder / path.name)
        yield folder


def _not_source(folder: str, names: list[str]) -> set[str]:
    return {
        name
        for name in names
        if name in NOT_SOURCE
        or name.startswith(".")
        or (os.path.isfile(os.path.join(folder, name)) and Path(name).suffix not in SOURCE)
    }


def _make_messages(folder: Path) -> None:
    if missing := [program for program in PROGRAMS if not shutil.which(program)]:
        raise CatalogueError(
            f"The source was not read: {missing[0]} is not installed. Install the package gettext,"
            " for example with “apt-get install gettext”."
        )
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    for domain, extensions in EXTENSIONS.items():
        command = [sys.executable, "-m", "django", "makemessages", "--verbosity=0"]
        command += [f"--domain={domain}", f"--extension={','.join(extensions)}", "--no-obsolete"]
        command += ["--add-location=file", "--locale=en"]
        result = subprocess.run(  # noqa: S603
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        if result.returncode:
            raise CatalogueError(f"The source was not read: {result.stderr.strip()}")


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""
