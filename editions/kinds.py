"""What each kind of edition is to readers and to partners: one row for each kind.

Models, pages, views, feeds, sitemaps and syndication read this table; no other module of this app
asks for a kind by name. docs/how-to/add-a-kind-of-edition.md lists what else a new kind needs.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """How an edition relates to the one before it. Other modules call it `Edition.Kind`."""

    FIRST = "first", _("first edition")
    UPDATE = "update", _("update")
    CORRECTION = "correction", _("correction")
    TAKEDOWN = "takedown", _("taken down")
    KILL = "kill", _("kill")


@dataclass(frozen=True)
class KindRules:
    """What readers and partners get while an edition of a kind is in force."""

    is_live: bool  # whether readers see the story: page, lists, feeds, sitemaps, pictures
    template: str  # of its page
    status: int  # HTTP status of its page
    partner_status: str  # IPTC's pubStatus: what partners may do with the story
    partner_signal: str = ""  # IPTC's signal for a new version, "" for none
    # How it is offered when a further edition is published; "" when editors do not choose it.
    choice: str | Promise = ""
    # Whether its note is a correction, which is kept with the story from then on.
    note_for_readers: bool = False


# The terms of IPTC's pubStatus and signal.
USABLE, WITHHELD, CANCELED = "usable", "withheld", "canceled"
UPDATE_SIGNAL, CORRECTION_SIGNAL = "sig:update", "sig:correction"
STORY_PAGE, TAKEDOWN_PAGE, NOTICE_PAGE = (
    "editions/story.html",
    "editions/taken_down.html",
    "410.html",
)
RULES = {
    Kind.FIRST: KindRules(True, STORY_PAGE, 200, USABLE),
    Kind.UPDATE: KindRules(
        True,
        STORY_PAGE,
        200,
        USABLE,
        UPDATE_SIGNAL,
        choice=_("an update: the story went on"),
    ),
    Kind.CORRECTION: KindRules(
        True,
        STORY_PAGE,
        200,
        USABLE,
        CORRECTION_SIGNAL,
        choice=_("a correction: something was wrong"),
        note_for_readers=True,
    ),
    Kind.TAKEDOWN: KindRules(False, TAKEDOWN_PAGE, 410, WITHHELD),
    Kind.KILL: KindRules(False, NOTICE_PAGE, 410, CANCELED),
}
# Whatever its kind: once the terms of the agencies' text have ended its public life.
RUN_OUT = KindRules(False, "editions/run_out.html", 410, CANCELED)
# To partners: readers see it, and it may be passed on no more. The page is that of its kind.
NOT_PASSED_ON = KindRules(False, STORY_PAGE, 200, CANCELED)
LIVE = tuple(kind for kind, rules in RULES.items() if rules.is_live)
CHOICES = tuple((kind, rules.choice) for kind, rules in RULES.items() if rules.choice)
