"""Every field has its place: on its form, in revisions, on one side of the press, in a rule."""

import ast
import importlib
import inspect
import re

from django.contrib import admin
from django.utils.functional import Promise

from accounts.models import User
from articles import snapshot
from articles.models import Article
from articles.press import DESK_ONLY, PRESSED
from attribution.models import Agency, Contract
from newsroom.tests.guards.report import report
from newsroom.tests.guards.source import LADDER, file_of, models, tree

THIS = "newsroom/tests/guards/test_fields.py"
# Users whom an edition may name: those who answer for it.
USERS_OF_EDITIONS = {"Edition.approved_by", "Edition.published_by", "Section.members"}
# Fields that could be edited and stand on no form, with the reason.
ON_NO_FORM = {
    "accounts.User.last_login": "set at sign-in",
    "accounts.User.date_joined": "set when the account is made",
    "accounts.User.user_permissions": "rights come with roles alone",
    "images.Image.focal_x": "set on the page of crops",
    "images.Image.focal_y": "set on the page of crops",
}
# The rule that reads each field of an agency, by its dotted name.
AGENCY = {
    "name": "attribution.models.Agency.text_form",
    "slug": "editions.views.readers.agency",
    "aliases": "attribution.models.Agency.matches_name",
    "text_form_vi": "attribution.models.Agency.text_form",
    "text_form_en": "attribution.models.Agency.text_form",
    "picture_form_vi": "attribution.models.Agency.picture_form",
    "picture_form_en": "attribution.models.Agency.picture_form",
    "joins_with_slash": "attribution.wording._named",
    "homepage": "articles.wire.terms.print_terms",
    "on_kill": "articles.wire.responses",
    "terms_changed_at": "editions.syndication.offers._changed_agencies",
    "search_fold": "text.search",
    "notes": "attribution.admin.AgencyAdmin",  # for the desk to read
}
_CONTRACTS = "attribution.models.agencies.ContractQuerySet"
_TERMS, _RIGHTS = "articles.wire.terms", "images.rights"
# The rules that read each field of a contract: for text, and for pictures. "" where a service has no
# such term, and its form does not ask for it.
CONTRACT = {
    "agency": (f"{_CONTRACTS}.by_agency", f"{_RIGHTS}.terms_in_force"),
    "service": (f"{_CONTRACTS}.applicable", f"{_CONTRACTS}.applicable"),
    "valid_from": (f"{_CONTRACTS}.in_force", f"{_CONTRACTS}.in_force"),
    "valid_until": (f"{_CONTRACTS}.in_force", f"{_CONTRACTS}.in_force"),
    "may_translate": ("articles.wire.requirements.may_use_the_agencies_copy", ""),
    "may_use_verbatim": ("articles.wire.requirements.uses_own_wording", ""),
    "archive_days": (f"{_TERMS}._ends", f"{_RIGHTS}._archive_limits"),
    "territory": (f"{_TERMS}.may_be_used_where_we_appear", f"{_RIGHTS}._territory_excluded"),
    "credit_form": (f"{_TERMS}._contracts_wording", "images.models.image.Image.credit_line"),
    "link_required": (f"{_TERMS}._asks_for_a_link", "attribution.models.Contract.clean"),
    "monthly_quota": (f"{_TERMS}.has_room_in_the_quota", f"{_RIGHTS}._used_up"),
    "may_pass_on": ("editions.syndication.offers._may_be_passed_on", f"{_RIGHTS}._not_passed_on"),
    "does_not_cover": ("", f"{_RIGHTS}._not_covered"),
}
# What is set by code and stands on no form.
SET_BY = {
    "Agency.slug": "attribution.models.agencies.Named.save",
    "Agency.search_fold": "text.search",
    "Agency.terms_changed_at": "attribution.models.Contract._note_change",
    "Contract.agency": "attribution.admin.AgencyAdmin",  # the form that the contract stands on
}


def test_every_field_of_an_article_is_pressed_or_the_desks_only():
    fields = {field.name for field in Article._meta.get_fields()}
    report(
        (
            f"articles/models/article.py: Article.{name} is new to the press. Add it to DESK_ONLY in"
            " articles/press.py; or, if readers may see it, to PRESSED, and print it in compose_copy()."
            for name in sorted(fields - PRESSED - DESK_ONLY)
        ),
        (
            f"articles/press.py: “{name}” is no field of Article. Take it out of PRESSED or DESK_ONLY."
            for name in sorted((PRESSED | DESK_ONLY) - fields)
        ),
        (
            f"articles/press.py: “{name}” is in PRESSED and in DESK_ONLY. Leave it in one."
            for name in sorted(PRESSED & DESK_ONLY)
        ),
    )


def test_an_edition_knows_no_user_but_those_who_answer_for_it():
    named = {
        f"{model.__name__}.{field.name}"
        for model in models("editions")
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is User
    }
    report(
        (
            f"editions/models/ledger.py: {name} leads from what readers see to a user. Print a name"
            f" instead; or add it to USERS_OF_EDITIONS in {THIS}, if that user answers for the edition."
            for name in sorted(named - USERS_OF_EDITIONS)
        ),
        (
            f"{name} leads to no user any more. Take it out of USERS_OF_EDITIONS in {THIS}."
            for name in sorted(USERS_OF_EDITIONS - named)
        ),
    )


def test_a_revision_keeps_every_field_that_can_be_edited():
    editable = {f.name for f in Article._meta.concrete_fields if f.editable and not f.primary_key}
    report(
        f"articles/models/article.py: Article.{name} is in no revision, so that nobody sees who changed it."
        " Add it to LABELS and to content() in articles/snapshot.py."
        for name in sorted(editable - set(snapshot.LABELS))
    )


def test_what_a_revision_keeps_is_what_is_compared():
    (function,) = [
        node for node in tree("articles/snapshot.py").body if getattr(node, "name", "") == "content"
    ]
    (kept,) = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
    keys = {key.value for key in kept.keys}
    report(
        (
            f"articles/snapshot.py: content() keeps “{name}”, and a change of it is never shown. Add it to"
            " LABELS."
            for name in sorted(keys - set(snapshot.LABELS))
        ),
        (
            f"articles/snapshot.py: LABELS has “{name}”, and content() does not keep it. Add it there."
            for name in sorted(set(snapshot.LABELS) - keys)
        ),
    )


def forms():
    """The models of ours that are edited in the admin, each with the names on its form."""
    for model, options in admin.site._registry.items():
        if model._meta.app_label not in LADDER:
            continue
        if (
            options.fieldsets
            or options.fields
            or type(options).get_fieldsets is not admin.ModelAdmin.get_fieldsets
        ):
            yield model, set(_names(options.fieldsets or options.get_fieldsets(None)))


def inlines():
    """The models of ours that are edited as rows of another's form, each with the names on it."""
    for parent, options in admin.site._registry.items():
        for inline in options.inlines:
            if inline.model._meta.app_label in LADDER:
                every = {f.name for f in _editable(inline.model) if f.related_model is not parent}
                of_its_form = getattr(getattr(inline.form, "_meta", None), "fields", None)
                of_its_sets = set(_names(inline.fieldsets or ()))
                yield inline.model, set(of_its_sets or inline.fields or of_its_form or every)


def _names(fieldsets):
    for _title, options in fieldsets:
        for line in options["fields"]:
            yield from [line] if isinstance(line, str) else line


def _editable(model):
    fields = [*model._meta.concrete_fields, *model._meta.local_many_to_many]
    for field in fields:
        through = getattr(field, "remote_field", None) and getattr(field.remote_field, "through", 0)
        if field.editable and not field.primary_key and (not through or through._meta.auto_created):
            yield field


def test_every_field_that_can_be_edited_stands_on_its_form():
    on_forms = dict(forms())
    assert {Article, Agency} <= set(on_forms)
    missing = {
        f"{model._meta.label}.{field.name}": model
        for model, names in on_forms.items()
        for field in _editable(model)
        if field.name not in names
    }
    report(
        (
            f"{file_of(model)}: {name} is on no form, so that nobody can set it. Add it"
            f" to the fieldsets in {model._meta.app_label}/admin.py; or set editable=False; or add it"
            f" to ON_NO_FORM in {THIS}, with the reason."
            for name, model in missing.items()
            if name not in ON_NO_FORM
        ),
        (
            f"{name} is on its form, or is gone. Take it out of ON_NO_FORM in {THIS}."
            for name in ON_NO_FORM
            if name not in missing
        ),
    )


def test_every_model_has_a_name_that_is_translated():
    report(
        f"{file_of(model)}: {model.__name__} has no {name} that is translated, and permissions are"
        " named after it. Give it one in Meta, then run “make messages”."
        for model in models()
        for name in ("verbose_name", "verbose_name_plural")
        if not isinstance(getattr(model._meta, name), Promise)
    )


def test_every_field_on_a_form_has_a_name_that_is_translated():
    report(
        f"{file_of(model)}: {model.__name__}.{field.name} has no name that is"
        " translated. Give it one, verbose_name=_(“…”), then run “make messages”."
        for model, names in (*forms(), *inlines())
        for field in _editable(model)
        if field.name in names and model._meta.app_label == field.model._meta.app_label
        if field.model.__module__.split(".")[0] in LADDER
        if not isinstance(field.verbose_name, Promise)
    )


def _reads(content, name):
    """Whether some code reads a field: as an attribute, in a query, or by its name."""
    pattern = rf"\.{name}\b|\b{name}\w*=(?!=)|[\"']{name}(?:__\w+)?[\"']|\.{name}_id\b"
    return re.search(pattern, content) is not None


def _source(dotted):
    """The source of a module, class or function; "" when there is none of this name."""
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        try:
            owner = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for name in parts[end:]:
            owner = getattr(owner, name, None)
        return inspect.getsource(owner) if owner is not None else ""
    return ""


def _terms():
    """Each field of Agency and Contract, with the rules that are said to read it."""
    for model, rules in ((Agency, AGENCY), (Contract, CONTRACT)):
        fields = (*model._meta.concrete_fields, *model._meta.local_many_to_many)
        for field in fields:
            if not field.primary_key:
                read_by = rules.get(field.name)
                yield model, field.name, (read_by,) if isinstance(read_by, str) else read_by


def test_every_term_of_a_contract_or_an_agency_is_obeyed():
    known = {f"{model.__name__}.{name}" for model, name, _rules in _terms()}
    listed = {*(f"Agency.{name}" for name in AGENCY), *(f"Contract.{name}" for name in CONTRACT)}
    report(
        (
            f"attribution/models/agencies.py: {model.__name__}.{name} is asked for, and nothing obeys it."
            f" Write the rule, and name it in {model.__name__.upper()} in {THIS}; a term that no rule reads"
            " is not to be asked for."
            for model, name, rules in _terms()
            if not any(rules or ())
        ),
        (
            f"{rule} does not read {model.__name__}.{name} any more, or is gone. Name the rule that does in"
            f" {model.__name__.upper()} in {THIS}."
            for model, name, rules in _terms()
            for rule in filter(None, rules or ())
            if not _reads(_source(rule), name)
        ),
        (
            f"{term} is no field any more. Take it out of {THIS}."
            for term in sorted(({*listed, *SET_BY}) - known)
        ),
    )


def test_a_term_that_only_one_service_obeys_is_asked_for_there_alone():
    text, picture = Contract.Service.TEXT, Contract.Service.PICTURE
    obeyed_by_one = {
        name: text if of_text else picture
        for name, (of_text, of_pictures) in CONTRACT.items()
        if not (of_text and of_pictures)
    }
    (contracts,) = [
        inline
        for options in admin.site._registry.values()
        for inline in options.inlines
        if inline.model is Contract
    ]
    shown_for_one = {
        name: service
        for _title, options in contracts.fieldsets
        for service in Contract.Service
        if f"only-for-{service}" in options.get("classes", ())
        for name in _names([(None, options)])
    }
    report(
        (
            f"attribution/models/agencies.py: by CONTRACT in {THIS} only {service} has Contract.{name}."
            " Say so in Contract.ONLY_FOR, so that it is not stored for the other service."
            for name, service in obeyed_by_one.items()
            if Contract.ONLY_FOR.get(name) != service
        ),
        (
            f"attribution/models/agencies.py: Contract.ONLY_FOR keeps {name} for {service} alone, and by"
            f" CONTRACT in {THIS} the other service has it too. Take it out of ONLY_FOR."
            for name, service in Contract.ONLY_FOR.items()
            if obeyed_by_one.get(name) != service
        ),
        (
            f"attribution/admin.py: Contract.{name} is for {service} alone. Let it stand in a fieldset of"
            f" the class only-for-{service}, and nothing else there."
            for name, service in {**shown_for_one, **Contract.ONLY_FOR}.items()
            if Contract.ONLY_FOR.get(name) != shown_for_one.get(name)
        ),
    )


def test_every_term_of_a_contract_or_an_agency_is_set_on_a_form():
    on_forms = {
        model: names for model, names in (*forms(), *inlines()) if model in (Agency, Contract)
    }
    report(
        (
            f"attribution/admin.py: {model.__name__}.{name} is on no form, so that nobody can set it. Add"
            f" it to the fieldsets; or name the code that sets it in SET_BY in {THIS}."
            for model, name, _rules in _terms()
            if name not in on_forms[model] and f"{model.__name__}.{name}" not in SET_BY
        ),
        (
            f"{setter} does not set {term} any more, or is gone. Name the code that does in SET_BY in"
            f" {THIS}."
            for term, setter in SET_BY.items()
            if not re.search(rf"\b{term.partition('.')[2]}", _source(setter), re.IGNORECASE)
        ),
    )


def test_the_check_of_terms_sees_a_rule_that_is_gone_or_reads_something_else():
    assert _source("images.rights._no_such_rule") == _source("images.nothing.at_all") == ""
    assert _reads(_source("articles.wire.terms._asks_for_a_link"), "link_required")
    assert not _reads(_source("articles.wire.terms._asks_for_a_link"), "archive_days")
