"""Every kind is known wherever kinds are told apart: tables by kind are complete, new kinds announced."""

import ast
from dataclasses import fields
from functools import cache

import pytest
from django.conf import settings
from django.db.models import Choices

from accounts.models import AccountChange
from articles.models import (
    Article,
    Placement,
    SourceRecord,
    TopicChange,
    TopicProposal,
    WireAlarm,
)
from articles.problems import Level
from attribution import wording
from attribution.models import Agency, Contract
from editions import kinds
from editions.models import Edition, EditionImage
from images.files import renditions, validate
from images.management.commands import inspect_image
from images.metadata.reading import EmbeddedMetadata
from images.models import Image, ImageChange, Lease, Rendition, SamePhotograph
from images.views import history
from newsroom import catalogue_source, catalogues
from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import file_of, models, modules, nodes, templates
from wires.models import Delivery, Feed, WireItem, WireVersion
from wires.parsing import parsed
from wires.views import presenters

THIS = "newsroom/tests/guards/test_kinds.py"
# Every kind that there is, by where it is declared. Whoever adds one has gone through the places
# that the guard names, and then adds it here.
KINDS = {
    AccountChange.Kind: "made rights role desk email username password own_password",
    Article.Stage: "draft in_review approved published killed spiked",
    Article.Provenance: "staff wire staff_and_wire",
    Placement.Place: "lead inline",
    SourceRecord.Action: "linked accepted removed printed",
    WireAlarm.Kind: "changed restricted killed",
    WireAlarm.Resolution: "killed taken_down corrected dismissed superseded loosened",
    TopicChange.Verb: "add rename merge",
    TopicProposal.State: "open accepted declined withdrawn",
    Agency.OnKill: "alarm take_down story",
    Contract.Service: "text picture",
    Edition.Kind: "first update correction takedown kill",
    EditionImage.Place: "lead inline",
    Image.Rights: (
        "unknown staff commissioned agency licensed handout creative_commons public_domain"
    ),
    Image.SourceStatus: "free unknown withheld canceled",
    Image.Qualifier: "none pool handout file",
    Image.Crop: "wide classic square",
    Lease.Kind: "allow deny",
    Rendition.Format: "jpeg webp avif png",
    ImageChange.Verb: "imported changed lease_added withdrawn released declined",
    SamePhotograph.Answer: "open both first second different",
    Feed.Transport: "handed_in folder polled",
    Delivery.State: "accepted quarantined",
    WireItem.Kind: "text picture package other",
    WireVersion.Status: "usable withheld canceled unknown",
    # Terms of IPTC and PLUS: a new one is shown by its label, and no rule tells it from others
    # unless it stands in labelled(), which TABLES below holds to the wording.
    Image.SourceType: None,
    Image.DataMining: None,
}
# Tables by kind: the file, the table, its keys, and the keys that it must have.
TABLES = (
    (
        "editions/kinds.py",
        "RULES",
        set(kinds.RULES),
        set(Edition.Kind),
    ),
    ("images/files/renditions.py", "_SAVE", set(renditions._SAVE), set(Rendition.Format)),
    (
        "images/management/commands/inspect_image.py",
        "_FORMATS",
        set(inspect_image._FORMATS),
        set(validate.FORMATS.values()),
    ),
    (
        "images/views/history.py",
        "_LABELS",
        set(history._LABELS),
        {field.name for field in fields(EmbeddedMetadata)}
        # Shown as creator, not shown, or shown in another way.
        - {"creators", "urgency", "keywords", "conflicts", "flags", "raw"}
        - {"has_credentials", "credentials"},
    ),
    (
        "wires/views/presenters.py",
        "BLOCKS",
        set(presenters.BLOCKS),
        set(WireVersion.Status) - {"usable"},
    ),
    (
        "attribution/wording.py",
        "_QUALIFIER",
        set(wording._QUALIFIER),
        set(Image.Qualifier) - {"", wording.FILE},  # a file picture has a label of its own
    ),
    ("attribution/wording.py", "_AI", set(wording._AI), set(Image.SourceType.labelled())),
    (
        "newsroom/catalogue_source.py",
        "PLURALS",
        set(catalogue_source.PLURALS),
        {code for code, _name in settings.LANGUAGES},
    ),
    (
        "newsroom/catalogues.py",
        "LANGUAGES",
        set(catalogues.LANGUAGES),
        {code for code, _name in settings.LANGUAGES},
    ),
    (
        "newsroom/catalogues.py",
        "DOMAINS",
        set(catalogues.DOMAINS),
        set(catalogue_source.EXTENSIONS),
    ),
    ("wires/parsing/parsed.py", "Kind", set(parsed.Kind), set(WireItem.Kind)),
    (
        "wires/parsing/parsed.py",
        "the list of statuses",
        {parsed.USABLE, parsed.WITHHELD, parsed.CANCELED, parsed.UNKNOWN},
        set(WireVersion.Status),
    ),
    (
        "articles/models/article.py",
        "Placement.Place",
        set(Placement.Place),
        set(EditionImage.Place),
    ),
    ("articles/problems.py", "Level", set(Level), {"block", "warn"}),
)


@cache
def declared():
    """Every class of kinds that a model of ours declares."""
    return {
        value: model
        for model in models()
        for value in vars(model).values()
        if isinstance(value, type) and issubclass(value, Choices)
    }


def called(kinds):
    """Return the name by which code calls a class of kinds: “Edition.Kind”."""
    return f"{declared()[kinds].__name__}.{kinds.__name__}"


@cache
def _attributes():
    """Of every dotted name in the code, such as Edition.Kind.KILL: its parts, file and line."""
    return [
        (ast.unparse(node).split("."), name, node.lineno)
        for name, tree in modules()
        for node in nodes(tree)
        if isinstance(node, ast.Attribute) and node.attr.isupper()
    ]


def distinguished(kinds):
    """Where members are named, and so told apart: files with their lines, templates by the value."""
    owner, name = called(kinds).split(".")[-2:]
    members = set(kinds.__members__)
    lines = {}
    for parts, file, line in _attributes():
        if parts[-1] in members and parts[-2:-1] == [name] and parts[-3:-2] in ([], [owner]):
            lines.setdefault(file, set()).add(line)
    values = [f'"{value}"' for value in kinds.values if value]
    for file, content in templates().items():
        if any(f"== {value}" in content or f"!= {value}" in content for value in values):
            lines[file] = set()
    return [
        file + (":" if numbers else "") + ",".join(map(str, sorted(numbers)))
        for file, numbers in sorted(lines.items())
    ]


def test_every_kind_is_announced():
    report(
        (
            f"{file_of(model)}: {called(kinds)} is a new class of kinds. Add it to KINDS in {THIS}."
            for kinds, model in declared().items()
            if kinds not in KINDS
        ),
        (
            f"{file_of(kinds)}: {called(kinds)}.{name} is new. Say what becomes"
            f" of it at each place that tells these kinds apart: {'; '.join(distinguished(kinds))}."
            f" Then add “{name.lower()}” to KINDS in {THIS}."
            for kinds, known in KINDS.items()
            if known is not None
            for name in kinds.__members__
            if name.lower() not in known.split()
        ),
        (
            f"{called(kinds)} has no {name} any more. Take “{name}” out of KINDS in {THIS}."
            for kinds, known in KINDS.items()
            for name in (known or "").split()
            if name.upper() not in kinds.__members__
        ),
    )


def test_the_places_that_tell_kinds_apart_are_found():
    places = {place.split(":")[0] for place in distinguished(Edition.Kind)}
    assert {
        "articles/press.py",
        "articles/workflow.py",
        "editions/kinds.py",
    } <= places
    assert "articles/wire/alarms.py" in {
        place.split(":")[0] for place in distinguished(WireAlarm.Kind)
    }
    assert "articles/press.py" not in {
        place.split(":")[0] for place in distinguished(WireAlarm.Kind)
    }


@pytest.mark.parametrize(
    ("file", "table", "keys", "needed"), TABLES, ids=[f"{row[0]} {row[1]}" for row in TABLES]
)
def test_every_table_by_kind_is_complete(file, table, keys, needed):
    report(
        (f"{file}: {table} lacks “{key}”. Add it there." for key in sorted(needed - keys, key=str)),
        (
            f"{file}: {table} has “{key}”, which is no such kind. Take it out, or declare the kind."
            for key in sorted(keys - needed, key=str)
        ),
    )


def by_language():
    """The tables of wording with a sentence for each language, also those within tables."""
    for name, value in vars(wording).items():
        if name.isupper() and isinstance(value, dict):
            inner = value.values() if all(isinstance(v, dict) for v in value.values()) else [value]
            yield from ((name, table) for table in inner)


def test_every_wording_is_there_in_every_language():
    assert len(list(by_language())) >= 6
    report(
        f"attribution/wording.py: {name} has no “{code}”. Write what is printed in that language."
        for name, table in by_language()
        for code, _name in settings.LANGUAGES
        if code not in table
    )
