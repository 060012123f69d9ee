"""The verbs that move copy, as a table: a row says everything in which a verb differs from others.

Buttons, permissions, forms, mail, the test matrix and the documentation come from it. What a verb
does is a function of the same name in articles/workflow.py; what must hold before it is in
articles/conditions.py. docs/how-to/add-a-verb.md tells how to add one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import permissions
from articles.conditions import (
    Guard,
    agencies_allow_the_printing,
    copy_of_another,
    corrections_are_decided_on,
    edition_waits,
    it_is_what_was_approved,
    kind_fits,
    library_words_differ,
    library_words_of_another,
    no_edition_waits,
    printed_words_are_complete,
    readers_have_it,
    readers_have_or_will_have_it,
    readers_never_had_it,
    readers_would_see_a_change,
    this_version_was_approved,
    time_is_not_past,
)
from articles.models import Article
from articles.wire import notices

Stage = Article.Stage
# To which stage a verb leads: always to the same, or to what the function returns for the stage in
# which the copy is.
Target = str | Callable[[str], str]


def same_stage(stage: str) -> str:
    """Return the same stage: the target of a verb that moves no copy."""
    return stage


def approved_if_published(stage: str) -> str:
    """Return the stage of copy that was taken down: it may be published again as it is."""
    return Stage.APPROVED if stage == Stage.PUBLISHED else stage


NOTE, FOR_COLLEAGUES = gettext_lazy("Note"), gettext_lazy("For colleagues; in the trail.")


@dataclass(frozen=True)
class Verb:
    """One row of the table."""

    name: str
    label: str | Promise
    refusal: str | Promise  # begins the sentence that says it was not done; %s is the headline
    sources: frozenset[str]  # the stages in which it can be done
    target: Target
    permission: str  # "" where nobody presses it
    # Whether the permission covers only one's own copy, except for who may review.
    own_copy_only: bool = False
    # What must hold of editions and actors: asked for the button, before the lock and under it.
    guards: tuple[Guard, ...] = ()
    # What else must hold, reported together with what the copy lacks.
    conditions: tuple[Guard, ...] = ()
    # What its page warns of besides. Not asked when the verb is done.
    hints: tuple[Guard, ...] = ()
    asks_readiness: bool = False  # whether the requirements of articles/readiness.py apply
    note_required: bool = False
    note_label: str | Promise = NOTE
    note_help: str | Promise = FOR_COLLEAGUES
    initial_note: Callable[[Article], str] | None = None  # fills the field of the note at first
    warning: str | Promise | None = None  # shown on the page of a verb that cannot be undone
    is_offered_on_save: bool = False  # has a button beside “Save”, which saves and opens its page
    leads_to_copy: bool = False  # whether the copy is worked on next, and not the desk's home
    has_effects: bool = False  # whether articles/effects.py has a plan of what it changes
    asks_kind: bool = False  # its page asks whether it is an update or a correction
    may_publish_too: bool = False  # its page offers to publish, to those who may
    mail_subject: Promise | None = None  # of the mail to the writers, %s is the headline; or none

    def __str__(self) -> str:
        return str(self.label)

    def stage_after(self, stage: str) -> str:
        """Return the stage of copy that was in `stage` when the verb was done."""
        return self.target(stage) if callable(self.target) else self.target

    def done_message(self, article: Article) -> str:
        """Return the sentence that says that the verb was done."""
        return _("%(verb)s: “%(headline)s”.") % {"verb": self, "headline": article.headline}


VERBS: dict[str, Verb] = {}  # those with a button, in the order in which the desk offers them


def _offered(verb: Verb) -> Verb:
    """Add a row to VERBS and return it. The desk offers verbs in the order of this file."""
    VERBS[verb.name] = verb
    return verb


SUBMIT = _offered(
    Verb(
        "submit",
        gettext_lazy("Submit for review"),
        gettext_lazy("“%s” was not submitted"),
        frozenset({Stage.DRAFT}),
        Stage.IN_REVIEW,
        permissions.CHANGE_ARTICLE,
        own_copy_only=True,
        asks_readiness=True,
        is_offered_on_save=True,
    )
)
APPROVE = _offered(
    Verb(
        "approve",
        gettext_lazy("Approve"),
        gettext_lazy("“%s” was not approved"),
        frozenset({Stage.IN_REVIEW}),
        Stage.APPROVED,
        permissions.REVIEW_ARTICLE,
        guards=(copy_of_another,),
        hints=(readers_would_see_a_change,),
        asks_readiness=True,
        is_offered_on_save=True,
        may_publish_too=True,
    )
)
PUBLISH = _offered(
    Verb(
        "publish",
        gettext_lazy("Publish"),
        gettext_lazy("“%s” was not published"),
        frozenset({Stage.APPROVED}),
        Stage.PUBLISHED,
        permissions.PUBLISH_ARTICLE,
        guards=(this_version_was_approved,),
        conditions=(time_is_not_past, kind_fits),
        hints=(it_is_what_was_approved, readers_would_see_a_change),
        asks_readiness=True,
        may_publish_too=True,
        mail_subject=gettext_lazy("Published: %s"),
    )
)
SEND_BACK = _offered(
    Verb(
        "send_back",
        gettext_lazy("Send back"),
        gettext_lazy("“%s” was not sent back"),
        frozenset({Stage.IN_REVIEW, Stage.APPROVED}),
        Stage.DRAFT,
        permissions.REVIEW_ARTICLE,
        note_required=True,
        note_help=gettext_lazy("What is to be done. The writer reads it."),
        is_offered_on_save=True,
        mail_subject=gettext_lazy("Sent back: %s"),
    )
)
REOPEN = _offered(
    Verb(
        "reopen",
        gettext_lazy("Reopen for changes"),
        gettext_lazy("“%s” was not reopened"),
        frozenset({Stage.PUBLISHED}),
        Stage.DRAFT,
        permissions.CHANGE_ARTICLE,
        own_copy_only=True,
        guards=(no_edition_waits,),
        leads_to_copy=True,
    )
)
HOLD = _offered(
    Verb(
        "hold",
        gettext_lazy("Hold"),
        gettext_lazy("“%s” was not held"),
        frozenset({Stage.PUBLISHED}),
        Stage.APPROVED,
        permissions.PUBLISH_ARTICLE,
        guards=(edition_waits,),
    )
)
REPRINT = _offered(
    Verb(
        "reprint",
        gettext_lazy("Print the library’s new words"),
        gettext_lazy("“%s” was not printed again"),
        frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED, Stage.PUBLISHED}),
        same_stage,
        permissions.PUBLISH_ARTICLE,
        guards=(library_words_differ, library_words_of_another),
        conditions=(
            kind_fits,
            agencies_allow_the_printing,
            corrections_are_decided_on,
            printed_words_are_complete,
        ),
        asks_kind=True,
        mail_subject=gettext_lazy("Printed again with the library’s words: %s"),
    )
)
SPIKE = _offered(
    Verb(
        "spike",
        gettext_lazy("Spike"),
        gettext_lazy("“%s” was not spiked"),
        frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED}),
        Stage.SPIKED,
        permissions.REVIEW_ARTICLE,
        guards=(readers_never_had_it,),
        note_help=gettext_lazy("Why, for the trail."),
    )
)
UNSPIKE = _offered(
    Verb(
        "unspike",
        gettext_lazy("Unspike"),
        gettext_lazy("“%s” was not unspiked"),
        frozenset({Stage.SPIKED}),
        Stage.DRAFT,
        permissions.REVIEW_ARTICLE,
        leads_to_copy=True,
    )
)
TAKE_DOWN = _offered(
    Verb(
        "take_down",
        gettext_lazy("Take down"),
        gettext_lazy("“%s” was not taken down"),
        frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED, Stage.PUBLISHED}),
        approved_if_published,
        permissions.PUBLISH_ARTICLE,
        guards=(readers_have_it,),
        note_required=True,
        note_help=gettext_lazy("Why. For colleagues, in the trail; readers do not see it."),
        has_effects=True,
        warning=gettext_lazy(
            "Readers find a sentence in its place from this second on, until it is published again."
        ),
        mail_subject=gettext_lazy("Taken down: %s"),
    )
)
KILL = _offered(
    Verb(
        "kill",
        gettext_lazy("Kill"),
        gettext_lazy("“%s” was not killed"),
        frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED, Stage.PUBLISHED}),
        Stage.KILLED,
        permissions.KILL_ARTICLE,
        guards=(readers_have_or_will_have_it,),
        note_required=True,
        note_label=gettext_lazy("Notice to readers"),
        note_help=gettext_lazy("Readers find it in the story’s place, and partners get it."),
        initial_note=notices.of_killed_item,
        has_effects=True,
        warning=gettext_lazy(
            "Readers get the notice from this second on. Only a chief editor can take a kill back."
        ),
        mail_subject=gettext_lazy("Killed: %s"),
    )
)
REINSTATE = _offered(
    Verb(
        "reinstate",
        gettext_lazy("Reinstate"),
        gettext_lazy("“%s” was not reinstated"),
        frozenset({Stage.KILLED}),
        Stage.DRAFT,
        permissions.KILL_ARTICLE,
        note_required=True,
        note_help=gettext_lazy("Why the kill was wrong. For colleagues, in the trail."),
        warning=gettext_lazy(
            "It becomes a draft. Readers find the notice until it is approved and published again."
        ),
        mail_subject=gettext_lazy("Reinstated: %s"),
        leads_to_copy=True,
    )
)
# Saving approved copy cancels the approval. It has no button and is not in VERBS. Who saved it was
# allowed to: `save` has asked whose copy it is.
AMEND = Verb(
    "amend",
    gettext_lazy("Changed after approval"),
    gettext_lazy("“%s” was not saved"),
    frozenset({Stage.APPROVED}),
    Stage.IN_REVIEW,
    permissions.CHANGE_ARTICLE,
)
# What happens when approved copy would not be printed as it was approved; see workflow.publish.
VOID = Verb(
    "void",
    gettext_lazy("Approval void"),
    gettext_lazy("The approval of “%s” was not made void"),
    frozenset({Stage.APPROVED}),
    Stage.IN_REVIEW,
    permissions.PUBLISH_ARTICLE,
)
# What terms that become stricter do; see articles/wire/tightening.py. Who enters a contract may do that.
TIGHTEN = Verb(
    "tighten",
    gettext_lazy("Stricter terms"),
    gettext_lazy("The stricter terms were not applied to “%s”"),
    frozenset(Stage),
    same_stage,
    "",
)
SAVE = Verb(
    "save",
    gettext_lazy("Save"),
    AMEND.refusal,
    frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED}),
    same_stage,
    permissions.CHANGE_ARTICLE,
    own_copy_only=True,
)
EDITABLE = SAVE.sources


def verb_label(name: str) -> str | Promise:
    """Return what the desk calls the verb `name` of the history, such as “Approve”."""
    return {**VERBS, VOID.name: VOID, TIGHTEN.name: TIGHTEN}.get(name, AMEND).label
