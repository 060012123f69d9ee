"""The table of kinds of editions against itself, and against the stages in which tests ask for pages."""

import ast
import re

from articles import verbs
from editions.kinds import CANCELED, RULES, USABLE, WITHHELD, Kind
from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import modules, nodes, text
from newsroom.tests.stages import STAGES

TABLE = "editions/kinds.py: RULES"
STAGES_TABLE = "STAGES in newsroom/tests/stages.py"


def test_what_readers_and_partners_get_of_a_kind_agrees():
    report(
        (
            f"{TABLE}: the page of “{kind}” answers {rules.status}, and readers may"
            f"{'' if rules.is_live else ' not'} see the story. Answer 200 if they may, and only then;"
            " 410 tells caches and search engines that it is gone."
            for kind, rules in RULES.items()
            if (rules.status == 200) != rules.is_live
        ),
        (
            f"{TABLE}: “{kind}” is “{rules.partner_status}” to partners, and readers may"
            f"{'' if rules.is_live else ' not'} see the story. Partners get “{USABLE}” if they may;"
            f" otherwise “{WITHHELD}” for a time, or “{CANCELED}” for good."
            for kind, rules in RULES.items()
            if rules.partner_status not in ((USABLE,) if rules.is_live else (WITHHELD, CANCELED))
        ),
    )


def test_the_page_of_a_kind_prints_what_readers_may_see():
    """The body, or else a notice that search engines do not keep."""
    sources = {kind: text(f"templates/{rules.template}") for kind, rules in RULES.items()}
    report(
        (
            f"{TABLE}: readers may see a story of “{kind}”, and its page, templates/{rules.template}, does"
            " not print the body. Give it a template that does, or take is_live away."
            for kind, rules in RULES.items()
            if rules.is_live and "{{ body }}" not in sources[kind]
        ),
        (
            f"{TABLE}: readers may not see a story of “{kind}”, and its page, templates/{rules.template},"
            " prints the body. Give it a template that prints a notice, or set is_live."
            for kind, rules in RULES.items()
            if not rules.is_live and "{{ body }}" in sources[kind]
        ),
        (
            f"{TABLE}: readers may not see a story of “{kind}”, and templates/{rules.template} does not"
            ' keep search engines out. Write <meta name="robots" content="noindex"> there.'
            for kind, rules in RULES.items()
            if not rules.is_live and "noindex" not in sources[kind]
        ),
        (
            f"{TABLE}: readers get templates/{rules.template} for “{kind}”, and it has no {tag}>: the"
            " page would be blank. Write a heading and a sentence in its block “main”."
            for kind, rules in RULES.items()
            for tag in ("<h1", "<p")
            if not re.search(rf"{tag}[\s>]", sources[kind].partition("{% block main %}")[2])
        ),
    )


def test_no_other_module_of_editions_asks_for_a_kind_by_name():
    members = set(Kind.__members__)
    report(
        f"{name}:{node.lineno} names {ast.unparse(node)}. Ask edition.rules, and declare in {TABLE} what"
        " tells the kinds apart."
        for name, tree in modules()
        if name.startswith("editions/") and name != "editions/kinds.py"
        for node in nodes(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in members
        and ast.unparse(node.value).endswith("Kind")
    )


def test_every_kind_and_every_verb_has_a_stage_in_which_pages_are_asked_for():
    report(
        (
            f"No stage has an edition of “{kind}” in force. Add one to {STAGES_TABLE}: how a story gets"
            " there, and what readers then see at every public address."
            for kind in Kind
            if kind not in {stage.kind for stage in STAGES.values()}
        ),
        (
            f"No stage is reached by “{verb}”. Add one to {STAGES_TABLE}: how a story gets there, and"
            " what readers then see at every public address."
            for verb in verbs.VERBS
            if verb not in {stage.verb for stage in STAGES.values()}
        ),
        (
            f"The stage “{name}” is reached by “{stage.verb}”, which is no verb. Correct {STAGES_TABLE}."
            for name, stage in STAGES.items()
            if stage.verb and stage.verb not in verbs.VERBS
        ),
    )
