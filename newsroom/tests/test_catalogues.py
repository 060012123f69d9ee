"""Both languages are complete, what is wrong with a catalogue is found, and words reach the browser."""

import json
import re
import shutil
from functools import partial
from importlib import resources
from types import SimpleNamespace

import polib
import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import trans_real

from newsroom import catalogues
from newsroom.tests import factories

LOCALE = settings.BASE_DIR / "locale"


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
    """Edit a catalogue as a translator does, and compile it."""
    path = root / "locale" / name.replace("/", "/LC_MESSAGES/")
    catalogue = polib.pofile(str(path))
    do(catalogue)
    catalogue.save()
    path.with_suffix(".mo").write_bytes(catalogue.to_binary())


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
    catalogues.update(root)
    change(root, "vi/django.po", translate)
    change(root, "vi/djangojs.po", translate)
    return root, catalogues.strings_of_source(root)


@pytest.fixture
def complete(_complete, tmp_path):
    """The same source with both catalogues complete, to be broken; `faults()` judges them."""
    root, strings = _complete
    shutil.copytree(root / "locale", tmp_path / "locale")
    faults = partial(catalogues.faults, tmp_path / "locale", strings)
    assert faults() == []
    return SimpleNamespace(root=tmp_path, locale=tmp_path / "locale", faults=faults)


def test_both_catalogues_are_complete():
    call_command("catalogues", "--check")


def test_a_string_that_a_catalogue_lacks_is_found(complete):
    change(complete.root, "vi/django.po", lambda found: found.remove(found.find("Front")))
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
    change(complete.root, "vi/django.po", lambda found: setattr(found.find(msgid), name, value))
    assert complete.faults() == [f"vi/django.po: the translation of “{msgid}” {fault}"]


def test_placeholders_with_names_may_change_places_and_others_may_not():
    def fault(msgid, msgstr):
        return bool(catalogues._fault(polib.POEntry(msgid=msgid, msgstr=msgstr)))

    assert not fault("%(who)s at %(time)s", "%(time)s: %(who)s, %(who)s")
    assert not fault("%d%% of {all}", "{all}: %d%%")
    assert fault("%s has %d", "%d: %s")
    assert fault("by {who}", "của {ai}")


def test_a_compiled_catalogue_that_is_old_is_found(complete):
    compiled = complete.locale / "vi/LC_MESSAGES/djangojs.mo"
    (complete.locale / "en/LC_MESSAGES/djangojs.mo").write_bytes(compiled.read_bytes())
    compiled.unlink()
    assert complete.faults() == [
        "vi/djangojs.mo does not match vi/djangojs.po. Run “make messages”.",
        "en/djangojs.mo does not match en/djangojs.po. Run “make messages”.",
    ]


def test_a_catalogue_that_is_not_there_is_found(complete):
    (complete.locale / "vi/LC_MESSAGES/djangojs.po").unlink()
    assert complete.faults() == ["vi/djangojs.po is not there. Run “make messages”."]


def test_an_update_takes_in_all_strings_and_keeps_translations(source):
    first = catalogues.update(source)
    assert [(count.name, set(count.untranslated)) for count in first] == [
        ("vi/django.po", VIETNAMESE.keys() - {"Close"}),
        ("vi/djangojs.po", {"Close"}),
        ("en/django.po", set()),
        ("en/djangojs.po", set()),
    ]
    change(source, "vi/django.po", translate)
    assert [count.untranslated for count in catalogues.update(source)] == [[], ["Close"], [], []]
    english = polib.pofile(str(source / "locale/en/LC_MESSAGES/django.po"))
    assert english.find("%(n)d day").msgstr_plural == {0: "%(n)d day", 1: "%(n)d days"}


def test_an_update_without_changes_writes_the_same_files(source):
    def written():
        return {path: path.read_bytes() for path in source.rglob("*") if path.is_file()}

    catalogues.update(source)
    before = written()
    catalogues.update(source)
    assert written() == before


def test_reading_the_source_leaves_nothing_beside_it(source):
    before = sorted(source.rglob("*"))
    catalogues.strings_of_source(source)
    assert sorted(source.rglob("*")) == before


def test_the_editors_words_are_all_listed():
    """After an upgrade of django-prose-editor: bring locale/prose-editor-words.js up to date."""
    static = resources.files("django_prose_editor") / "static/django_prose_editor"
    sources = json.loads((static / "editor.js.map").read_text("utf-8"))["sourcesContent"]
    calls = [
        call for source in sources for call in re.findall(r'gettext\(\s*"(.+?)",?\s*\)', source)
    ]
    listed = (LOCALE / "prose-editor-words.js").read_text("utf-8")
    assert set(calls) == set(re.findall(r'^gettext\("(.+)"\)$', listed, re.MULTILINE))


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "Kho ảnh"), ("en", "Pictures in the library")]
)
def test_our_words_reach_the_desks_scripts(client, newsroom, language, said):
    newsroom.cast.reporter.language = language
    newsroom.cast.reporter.save()
    client.force_login(newsroom.cast.reporter)
    script = client.get(reverse("admin:jsi18n")).content.decode()
    catalogue = json.loads(re.search(r"newcatalog = (\{.*?\n  \});", script, re.DOTALL)[1])
    assert catalogue["Pictures in the library"] == said


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
