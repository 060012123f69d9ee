"""The workflow's table against all that has to know a verb: functions, rights, tests, words, pages."""

import ast
import inspect
import re
from collections import Counter

from django.apps import apps
from django.utils.functional import Promise

from articles import forms, readiness, roles, verbs, workflow
from articles.models import Article, StageChange
from articles.tests import matrix
from editions.models import Edition
from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import (
    LADDER,
    called,
    file_of,
    modules,
    nodes,
    section,
    table_rows,
    text,
    tree,
)

TABLE = "articles/verbs.py: VERBS"
VERBS = [*verbs.VERBS.values(), verbs.AMEND, verbs.VOID]  # what stands in the trail
# Rights that no role has, with the reason.
GIVEN_TO_NOBODY: dict[str, str] = {}


def test_every_verb_is_a_function_that_an_actor_calls():
    functions = {name: getattr(workflow, name, None) for name in verbs.VERBS}
    report(
        (
            f"articles/workflow.py has no function “{name}”, which is a row of {TABLE}. Write"
            f' def {name}(article, *, by, note="", at=None) there.'
            for name, function in functions.items()
            if not callable(function)
        ),
        (
            f"articles/workflow.py: {name}() does not take “{parameter}” by keyword alone. Write"
            f' def {name}(article, *, by, note="", at=None).'
            for name, function in functions.items()
            if callable(function)
            for parameter in ("by", "note", "at")
            if not _is_keyword(function, parameter)
        ),
    )


def _is_keyword(function, name):
    parameter = inspect.signature(function).parameters.get(name)
    return parameter is not None and parameter.kind is inspect.Parameter.KEYWORD_ONLY


def test_every_verb_leads_from_stage_to_stage():
    stages = set(Article.Stage)
    reached = {verb.stage_after(stage) for verb in VERBS for stage in verb.sources}
    reached.add(Article.Stage.DRAFT)
    report(
        (
            f"{TABLE}: “{verb.name}” leads from or to “{stage}”, which is no stage. Declare it in"
            " Article.Stage in articles/models/article.py."
            for verb in VERBS
            for stage in sorted(
                {*verb.sources, *map(verb.stage_after, verb.sources)} - stages, key=str
            )
        ),
        (
            f"{TABLE}: no verb leads to “{stage}”. Add one, or take the stage out of Article.Stage."
            for stage in sorted(stages - reached)
        ),
    )


def test_every_verb_fits_the_trail():
    longest = StageChange._meta.get_field("verb").max_length
    report(
        f"{TABLE}: “{verb.name}” has {len(verb.name)} letters, and StageChange.verb has room for"
        f" {longest}. Choose a shorter name."
        for verb in VERBS
        if len(verb.name) > longest
    )


def test_every_verb_speaks_both_languages():
    report(
        (
            f"{TABLE}: the {part} of “{verb.name}” is not translated. Write gettext_lazy(“…”) and"
            " run “make messages”."
            for verb in VERBS
            for part in ("label", "refusal", "note_help", "warning", "mail_subject")
            if getattr(verb, part) is not None and not isinstance(getattr(verb, part), Promise)
        ),
        (
            f"{TABLE}: the refusal of “{verb.name}” has not one %s. Write one, for the headline."
            for verb in VERBS
            if str(verb.refusal).count("%s") != 1
        ),
        (
            f"{TABLE}: the subject of the mail about “{verb.name}” has not one %s. Write one, for the"
            " headline."
            for verb in VERBS
            if verb.mail_subject is not None and str(verb.mail_subject).count("%s") != 1
        ),
        (
            f"{TABLE}: “{verb.name}” asks for a note, and no mail brings it to the writers. Give it a"
            " mail_subject with one %s; or do not require the note."
            for verb in VERBS
            if verb.note_required and verb.mail_subject is None
        ),
    )


def test_every_requirement_is_registered():
    registered = {requirement.__name__ for requirement in readiness.REQUIREMENTS}
    report(
        f"{module}:{function.lineno}: {function.name}() is a requirement and is never asked. Add it"
        " to REQUIREMENTS in articles/readiness.py."
        for module in ("articles/readiness.py", "articles/wire/requirements.py")
        for function in nodes(tree(module))
        if isinstance(function, ast.FunctionDef)
        and any(argument.arg == "candidate" for argument in function.args.args)
        and function.name not in registered
    )


def test_verbs_towards_readers_ask_what_copy_lacks():
    """All or none: a problem that one of them passes over would be said too late."""
    towards_readers = ("submit", "approve", "publish")
    report(
        f"{TABLE}: “{name}” does not ask what copy lacks, and the verbs after it do. Set"
        " asks_readiness."
        for name in towards_readers
        if not verbs.VERBS[name].asks_readiness
    )


# Parts of the article's form that are formsets.
FORMSETS = {"byline", "lead", "agencies"}


def problem_calls():
    """Yield each place that makes a problem: file, line, its field and its code, None when computed."""
    for name, module in modules():
        if not name.startswith("articles/") or name == "articles/problems.py":
            continue
        for node in nodes(module):
            if isinstance(node, ast.Call) and called(node) in ("block", "warn", "Problem"):
                first = 1 if called(node) == "Problem" else 0
                field, code = (*node.args[first : first + 2], None, None)[:2]
                yield (
                    name,
                    node.lineno,
                    *(getattr(argument, "value", None) for argument in (field, code)),
                )


def test_every_problem_is_mended_in_a_field_that_there_is():
    fields = {*forms.ArticleForm.base_fields, *forms.PublishForm.base_fields, *FORMSETS, ""}
    report(
        f"{name}:{line}: “{field}” is no field of the article's form. Name the one in which this is"
        ' mended, "" for none.'
        for name, line, field, _code in problem_calls()
        if isinstance(field, str) and field not in fields
    )


def test_every_problem_has_a_code_of_its_own():
    places = list(problem_calls())
    assert len(places) > 30
    counts = Counter(code for _name, _line, _field, code in places if code is not None)
    report(
        (
            f"{name}:{line}: the code “{code}” is not lower case with underscores. Write such a one."
            for name, line, _field, code in places
            if code is not None and not re.fullmatch(r"[a-z]+(_[a-z]+)*", code)
        ),
        (
            f"{name}:{line}: the code “{code}” belongs to another problem too. Choose another."
            for name, line, _field, code in places
            if counts[code] > 1
        ),
    )


def test_every_verb_has_its_row_in_the_matrix():
    here = "articles/tests/matrix.py"
    report(
        (
            f"{here}: EXPECTED lacks “{name}”. Write there who may do it in which state, and where it"
            " leads."
            for name in verbs.VERBS
            if name not in matrix.EXPECTED
        ),
        (
            f"{here}: EXPECTED has “{name}”, which is no verb. Take it out."
            for name in matrix.EXPECTED
            if name not in verbs.VERBS
        ),
    )


def test_every_verb_stage_and_kind_of_edition_is_in_the_glossary():
    glossary = text("docs/glossary.md")
    report(
        f"docs/glossary.md has no row for {kind} “{name}” under “{heading}”. Say there what it means, and"
        " its word in Vietnamese."
        for kind, heading, names in (
            ("the verb", "Verbs", [verb.name for verb in VERBS]),
            ("the stage", "Stages", list(Article.Stage.values)),
            ("the kind of edition", "What readers see", list(Edition.Kind.values)),
        )
        for name in names
        if name.replace("_", " ") not in table_rows(section(glossary, heading))
    )


def rights():
    """Every right that there is, by name, with the model that declares it."""
    return {
        f"{model._meta.app_label}.{codename}": model
        for model in apps.get_models()
        for codename in (
            *(f"{action}_{model._meta.model_name}" for action in model._meta.default_permissions),
            *(codename for codename, _label in model._meta.permissions),
        )
    }


def given():
    """Every right that some role has."""
    return {right for rights in roles.ROLES.values() for right in rights}


def test_every_right_of_a_verb_is_there_and_somebody_has_it():
    known = rights()
    report(
        (
            f"{TABLE}: “{verb.name}” asks for {verb.permission}, which no model declares. Add it to"
            " Article.Meta.permissions in articles/models/article.py, then run “manage.py makemigrations”."
            for verb in VERBS
            if verb.permission not in known
        ),
        (
            f"articles/roles.py: no role has {verb.permission}, so that nobody may {verb.name}. Give it"
            " to a role, in a migration too."
            for verb in VERBS
            if verb.permission not in given()
        ),
    )


def test_roles_have_only_rights_that_there_are():
    known = rights()
    report(
        f"articles/roles.py: {role} has {right}, which no model declares. Correct the name, or add"
        " it to Meta.permissions of its model."
        for role, rights_of_role in roles.ROLES.items()
        for right in sorted(rights_of_role - set(known))
    )


def test_every_right_of_our_own_is_given_to_somebody():
    declared = {
        f"{model._meta.app_label}.{codename}"
        for model in apps.get_models()
        if model._meta.app_label in LADDER
        for codename, _label in model._meta.permissions
    }
    report(
        f"{right.split('.')[0]} declares {right}, and no role has it. Give it to a role in"
        " articles/roles.py, in a migration too; or take it out."
        for right in sorted(declared - given())
        if right not in GIVEN_TO_NOBODY
    )


def test_names_of_rights_are_in_english_in_the_database():
    """They are stored when tables are made, in whatever language is active then."""
    report(
        f"{file_of(model)}: the name of {codename} is translated where it is declared. Write"
        " gettext_noop(“…”); the desk translates it when it is shown."
        for model in apps.get_models()
        if model._meta.app_label in LADDER
        for codename, label in model._meta.permissions
        if isinstance(label, Promise)
    )


def asked():
    """Every right that the code asks for by name, with the place."""
    known_actions = {right.split(".")[1].split("_")[0] for right in rights()}
    for name, module in modules():
        for node in nodes(module):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            app, dot, codename = node.value.partition(".")
            action, underscore, model = codename.partition("_")
            if (
                app in LADDER
                and dot
                and underscore
                and action in known_actions
                and model.isidentifier()
            ):
                yield node.value, f"{name}:{node.lineno}"


def test_every_right_that_is_asked_for_is_there():
    known = rights()
    places = list(asked())
    assert len(places) > 30
    report(
        f"{place} asks for {right}, which no model declares. Correct the name, or add it to"
        " Meta.permissions of its model."
        for right, place in places
        if right not in known
    )
