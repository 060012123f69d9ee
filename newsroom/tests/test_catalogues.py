"""What is wrong with a catalogue is found, nothing is guessed, and translations reach the browser."""

import json
import os
import re
import shutil
import subprocess
import sys
from functools import partial
from types import SimpleNamespace

import polib
import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.translation import trans_real

from newsroom import catalogue_source, catalogues, checks
from newsroom.tests import factories

FILES = {
    "paper.py": '_("One day")\n_("%(who)s at %(time)s")\nngettext("%(n)d day", "%(n)d days", n)\n',
    "paper.html": '{% load i18n %}{% translate "Front" %}',
    "paper.js": 'gettext("Close")',
    "locale/words.py": 'pgettext("month", "May")',
    "var/left_out.py": '_("Left out")',
}
VIETNAMESE = {
    "One day": "Một ngày",
    "%(who)s at %(time)s": "%(time)s: %(who)s",
    "%(n)d day": "%(n)d ngày",
    "Front": "Trang chủ",
    "Close": "Đóng",
    "May": "Tháng 5",
}


def change(root, name, do):
    """Edit a catalogue as a translator does."""
    catalogue = polib.pofile(str(root / "locale" / name.replace("/", "/LC_MESSAGES/")))
    do(catalogue)
    catalogue.save()


def translate(catalogue):
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: VIETNAMESE[entry.msgid]}
        else:
            entry.msgstr = VIETNAMESE[entry.msgid]


def write_source(root):
    for name, content in FILES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(content)
    return root


@pytest.fixture
def source(tmp_path):
    """A source with one string of each kind; no catalogues yet."""
    return write_source(tmp_path)


@pytest.fixture(scope="module")
def _complete(tmp_path_factory):
    root = write_source(tmp_path_factory.mktemp("source"))
    catalogue_source.update(root)
    change(root, "vi/django.po", translate)
    change(root, "vi/djangojs.po", translate)
    catalogues.compile_stale(root / "locale")
    return root, catalogue_source.strings_of_source(root)


@pytest.fixture
def complete(_complete, tmp_path):
    """The same source with both catalogues complete, to be broken; `faults()` judges them."""
    root, strings = _complete
    shutil.copytree(root / "locale", tmp_path / "locale")
    faults = partial(catalogue_source.faults, tmp_path / "locale", strings)
    assert faults() == []
    return SimpleNamespace(root=tmp_path, locale=tmp_path / "locale", faults=faults)


def test_a_string_that_a_catalogue_lacks_is_found(complete):
    change(
        complete.root, "vi/django.po", lambda catalogue: catalogue.remove(catalogue.find("Front"))
    )
    assert complete.faults() == [
        "vi/django.po lacks “Front”. Run “make messages”, then translate it."
    ]


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("msgstr", "", "is empty. Write it, then run “make messages”."),
        ("fuzzy", True, "is a guess. Correct it and take “fuzzy” away, then run “make messages”."),
        (
            "msgstr",
            "%(when)s: %(who)s",
            "has other placeholders. Make them the same, then run “make messages”.",
        ),
    ],
)
def test_a_translation_that_nobody_should_read_is_found(complete, name, value, fault):
    msgid = "%(who)s at %(time)s"
    change(
        complete.root, "vi/django.po", lambda catalogue: setattr(catalogue.find(msgid), name, value)
    )
    assert complete.faults() == [f"vi/django.po: the translation of “{msgid}” {fault}"]


def test_placeholders_with_names_may_change_places_and_others_may_not():
    def fault(msgid, msgstr):
        return bool(catalogue_source._fault(polib.POEntry(msgid=msgid, msgstr=msgstr)))

    assert not fault("%(who)s at %(time)s", "%(time)s: %(who)s, %(who)s")
    assert not fault("%d%% of {all}", "{all}: %d%%")
    assert fault("%s has %d", "%d: %s")
    assert fault("by {who}", "của {ai}")


def test_a_catalogue_is_compiled_when_it_is_new_or_has_other_words(complete):
    """What counts is what it says, not when it was written: a checkout sets all times anew."""
    (complete.locale / "en/LC_MESSAGES/djangojs.mo").unlink()
    change(complete.root, "vi/django.po", lambda entries: entries.remove(entries.find("Front")))
    stale = [catalogues.name(path) for path in catalogues.compile_stale(complete.locale)]
    assert stale == ["vi/django.po", "en/djangojs.po"]
    for path in catalogues.paths(complete.locale):
        os.utime(path, (2**31, 2**31))
    assert catalogues.compile_stale(complete.locale) == []


def test_what_is_compiled_says_what_the_catalogue_says(complete):
    compiled = polib.mofile(str(complete.locale / "vi/LC_MESSAGES/django.mo"))
    assert {entry.msgid: entry.msgstr or entry.msgstr_plural[0] for entry in compiled} == {
        msgid: text for msgid, text in VIETNAMESE.items() if msgid != "Close"
    }


def test_two_that_compile_at_once_leave_one_whole_file(complete):
    for path in complete.locale.rglob("*.mo"):
        path.unlink()
    code = f"""
from pathlib import Path
from newsroom import catalogues
print(len(catalogues.compile_stale(Path({str(complete.locale)!r}))))
"""
    command = [sys.executable, "-c", code]
    both = [subprocess.Popen(command, cwd=settings.BASE_DIR) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert catalogues.compile_stale(complete.locale) == []
    left = sorted(path.name for path in complete.locale.rglob("LC_MESSAGES/*"))
    assert left == sorted(["django.mo", "django.po", "djangojs.mo", "djangojs.po"] * 2)


def test_the_system_check_says_what_to_run(complete, monkeypatch):
    monkeypatch.setattr(catalogues, "LOCALE", complete.locale)
    assert checks.catalogues_are_compiled(None) == []
    change(complete.root, "vi/django.po", lambda entries: entries.remove(entries.find("Front")))
    (error,) = checks.catalogues_are_compiled(None)
    assert error.id == "newsroom.E002"
    assert error.msg == "The catalogue vi/django.po is not compiled, or has changed since."
    assert error.hint == "Run “manage.py compile_catalogues”."


def test_a_catalogue_that_is_not_there_is_found(complete):
    (complete.locale / "vi/LC_MESSAGES/djangojs.po").unlink()
    assert complete.faults() == ["vi/djangojs.po is not there. Run “make messages”."]


def test_an_update_takes_in_all_strings_and_keeps_translations(source):
    first = catalogue_source.update(source)
    assert [(count.name, set(count.untranslated)) for count in first] == [
        ("vi/django.po", VIETNAMESE.keys() - {"Close"}),
        ("vi/djangojs.po", {"Close"}),
        ("en/django.po", set()),
        ("en/djangojs.po", set()),
    ]
    change(source, "vi/django.po", translate)
    assert [count.untranslated for count in catalogue_source.update(source)] == [
        [],
        ["Close"],
        [],
        [],
    ]
    english = polib.pofile(str(source / "locale/en/LC_MESSAGES/django.po"))
    assert english.find("%(n)d day").msgstr_plural == {0: "%(n)d day", 1: "%(n)d days"}


def test_a_sentence_that_changes_loses_its_translation_and_the_report_says_so(source):
    """One much like it may mean the opposite: nobody guesses."""
    catalogue_source.update(source)
    change(source, "vi/django.po", translate)
    paper = source / "paper.py"
    paper.write_text(paper.read_text().replace("at %(time)s", "not at %(time)s"))
    vietnamese, *_others = catalogue_source.update(source)
    assert vietnamese.untranslated == vietnamese.new == ["%(who)s not at %(time)s"]
    assert vietnamese.gone == [("%(who)s at %(time)s", "%(time)s: %(who)s")]
    entry = polib.pofile(str(source / "locale/vi/LC_MESSAGES/django.po")).find(vietnamese.new[0])
    assert (entry.msgstr, entry.fuzzy, entry.previous_msgid) == ("", False, None)


def test_the_command_prints_what_came_and_what_went(source, settings, capsys):
    catalogue_source.update(source)
    change(source, "vi/django.po", translate)
    change(source, "vi/djangojs.po", translate)
    (source / "paper.html").write_text('{% load i18n %}{% translate "Front page" %}')
    settings.BASE_DIR = source
    with pytest.raises(CommandError) as error:
        call_command("catalogues")
    assert str(error.value) == "vi/django.po: translate “Front page”."
    assert capsys.readouterr().out.splitlines() == [
        "vi/django.po: 5 strings",
        "vi/django.po: new is “Front page”.",
        "vi/django.po: gone is “Front”, in it “Trang chủ”.",
        "vi/djangojs.po: 1 strings",
        "en/django.po: 5 strings",
        "en/django.po: new is “Front page”.",
        "en/django.po: gone is “Front”, in it “Front”.",
        "en/djangojs.po: 1 strings",
    ]


def test_an_update_without_changes_writes_the_same_files(source):
    def written():
        return {path: path.read_bytes() for path in source.rglob("*") if path.is_file()}

    catalogue_source.update(source)
    before = written()
    catalogue_source.update(source)
    assert written() == before


def test_reading_the_source_leaves_nothing_beside_it(source):
    before = sorted(source.rglob("*"))
    catalogue_source.strings_of_source(source)
    assert sorted(source.rglob("*")) == before


@pytest.mark.parametrize(
    ("language", "expected"), [("vi", "Kho ảnh"), ("en", "Pictures in the library")]
)
def test_our_words_reach_the_desks_scripts(client, newsroom, language, expected):
    newsroom.cast.reporter.language = language
    newsroom.cast.reporter.save()
    client.force_login(newsroom.cast.reporter)
    script = client.get(reverse("admin:jsi18n")).content.decode()
    catalogue = json.loads(re.search(r"newcatalog = (\{.*?\n  \});", script, re.DOTALL)[1])
    assert catalogue["Pictures in the library"] == expected


def test_the_desks_pages_use_no_word_that_vietnamese_lacks(client, newsroom, monkeypatch):
    """What other packages say in English only is translated by way of locale/words.py."""
    lacking = set()
    gettext = trans_real.DjangoTranslation.gettext

    def watched(translation, message):
        known = (message, (message, translation.plural(1)))
        if not any(translation._catalog.get(key) is not None for key in known):
            lacking.add(message.replace("\4", ": "))
        return gettext(translation, message)

    newsroom.published()
    everybody = factories.make_user("everybody", is_superuser=True)
    client.force_login(everybody)
    pages = [reverse("admin:index"), reverse("admin:password_change")]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages.append(reverse(f"{name}_changelist"))
        pages.append(reverse(f"{name}_add"))
        if row := model._default_manager.first():
            pages.append(reverse(f"{name}_change", args=[row.pk]))
    monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", watched)
    for page in pages:
        client.get(page)
    assert lacking - {""} == set()
