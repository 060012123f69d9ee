"""What copy that rests on an agency's must have: contract, release, the newest version, own words.

Requirements only read, and are given the article's sources, which are asked for once.
articles/readiness.py says which verb each of them blocks.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models.query import QuerySet
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from articles.models import Article, ArticleAgency, with_words
from articles.problem import Problem, block, warn
from attribution.models import Agency, Contract
from attribution.wording import house_time
from editions import body
from text import shared_passages
from wires.models import WireItem, WireVersion
from wires.parsing import markup
from wires.parsing.parsed import may_use

Status = WireVersion.Status
FIELD = "agencies"
QUOTED = 160  # characters of the longest run
_LARGE = ("wire_item__search_fold", "wire_version__internal_notes")


def sources_of(article: Article) -> QuerySet:
    """What the copy rests on, with agency, item, the version it was written from, and the newest."""
    sources = article.agency_credits.select_related("agency", "wire_item__current", "wire_version")
    return sources.defer(*_LARGE).order_by("order", "pk")


def contracts_for(agencies: set[int] | list[Agency], at: datetime) -> dict[int, Contract]:
    """The text contract that counts with each agency on the day of `at`, by the agency's id."""
    counting = Contract.objects.applicable(Contract.Service.TEXT, timezone.localdate(at))
    return {contract.agency_id: contract for contract in counting.filter(agency__in=agencies)}


def may_use_the_agencies_copy(
    article: Article, sources: list[ArticleAgency], at: datetime
) -> Iterator[Problem]:
    """Each agency's text contract is in force on the day of publication; the newest counts.

    Where an item says its language, a translation that the contract does not allow blocks; where
    none does, whether the copy was translated the desk alone knows.
    """
    sources = with_words(sources)
    agencies = list(dict.fromkeys(source.agency for source in sources))
    contracts = contracts_for(agencies, at)
    for agency in agencies:
        contract = contracts.get(agency.pk)
        if contract is None:
            on = formats.date_format(timezone.localdate(at), "SHORT_DATE_FORMAT")
            yield block(
                FIELD,
                _("There is no text contract with %(agency)s in force on %(day)s.")
                % {"agency": agency, "day": on},
            )
        elif not contract.may_translate:
            of_agency = [source for source in sources if source.agency_id == agency.pk]
            yield from _translation(article, agency, of_agency)


def _translation(article: Article, agency: Agency, sources: list[ArticleAgency]) -> None:
    languages = {_main(source.wire_item.language) if source.wire_item else "" for source in sources}
    foreign = sorted(languages - {"", _main(article.language)})
    if foreign:
        yield block(
            FIELD,
            _(
                "The contract with %(agency)s does not allow translation, and its copy is in "
                "another language (%(language)s). Write it from another source."
            )
            % {"agency": agency, "language": ", ".join(map(_language_name, foreign))},
        )
    elif "" in languages:
        yield warn(
            FIELD,
            _("The contract with %(agency)s does not allow translation.") % {"agency": agency},
        )


def rests_on_usable_items(article: Article, sources: list[ArticleAgency], at: datetime) -> None:
    """No item under the copy has been killed, is withheld, or is of a status nobody understands."""
    for source in _with_items(sources):
        item = source.wire_item
        said = {"agency": source.agency, "item": item}
        if item.status == Status.USABLE:
            continue
        if item.status == Status.CANCELED:
            message = _("%(agency)s killed its item “%(item)s”. Do not use it.") % said
        elif item.status == Status.WITHHELD:
            message = _("%(agency)s withholds its item “%(item)s”. Do not use it.") % said
        else:
            message = (
                _(
                    "Nobody can tell whether %(agency)s has released its item “%(item)s”. Do not "
                    "use it."
                )
                % said
            )
        yield block(FIELD, message)


def rests_on_no_item_under_embargo(
    article: Article, sources: list[ArticleAgency], at: datetime
) -> None:
    """The agencies' embargoes are over when readers see the copy."""
    for source in _with_items(sources):
        item = source.wire_item
        said = {"agency": source.agency, "item": item}
        if item.status != Status.USABLE or _is_free(item, at):
            continue
        if item.embargo_indefinite or not item.embargo_until:
            message = _("The item “%(item)s” is under an embargo of %(agency)s without end.") % said
        else:
            said["time"] = house_time(item.embargo_until)
            message = (
                _(
                    "The item “%(item)s” is under an embargo of %(agency)s until %(time)s. Publish "
                    "for that time or later."
                )
                % said
            )
        yield block(FIELD, message)


def knows_the_newest_versions(
    article: Article, sources: list[ArticleAgency], at: datetime
) -> Iterator[Problem]:
    """What an agency changed since the copy was written from it, its writer has read."""
    for source in sources:
        if is_overtaken(source):
            yield block(
                FIELD,
                _(
                    "%(agency)s sent a new version of “%(item)s” at %(time)s, after the copy was "
                    "written from it. Read what changed beside the copy, and say that you have."
                )
                % {
                    "agency": source.agency,
                    "item": source.wire_item,
                    "time": house_time(source.wire_item.current.received_at),
                },
            )


def _with_items(sources):
    """One row for each item."""
    return {source.wire_item_id: source for source in sources if source.wire_item_id}.values()


def _is_free(item: WireItem, at: datetime) -> bool:
    return may_use(item.status, item.embargo_until, item.embargo_indefinite, at)


def is_overtaken(source: ArticleAgency) -> bool:
    """Whether a newer version has come that may be used. One that may not blocks for itself."""
    item, seen = source.wire_item, source.wire_version_id
    if item is None or seen is None or item.current_id in (None, seen):
        return False
    return item.status == Status.USABLE


def is_in_our_own_words(article: Article, sources: list[ArticleAgency], at: datetime) -> None:
    """Long runs of an agency's wording where its contract does not allow to use it word for word."""
    contracts = contracts_for({source.agency_id for source in sources}, at)
    for agency in dict.fromkeys(source.agency for source in sources):
        contract = contracts.get(agency.pk)
        if contract and contract.may_use_verbatim:
            continue
        found = of_agencies(article, [s for s in sources if s.agency_id == agency.pk])
        if found.runs:
            longest = found.longest
            quoted = longest if len(longest) <= QUOTED else f"{longest[:QUOTED]}…"
            yield warn(
                "body",
                _(
                    "%(count)d long passages are still in the words of %(agency)s, and no contract "
                    "allows them word for word. The longest: “%(quote)s”"
                )
                % {"count": len(found.runs), "agency": agency, "quote": quoted},
            )


def of_agencies(article: Article, sources: list[ArticleAgency]) -> shared_passages.SharedPassages:
    """What of the copy stands as the agencies wrote it, in the version written from or the newest."""
    versions = {
        version.pk: version
        for source in sources
        for version in (source.wire_version, source.wire_item and source.wire_item.current)
        if version
    }
    theirs = [
        f"{version.standfirst}\n{markup.text(version.body_html)}" for version in versions.values()
    ]
    if not theirs:
        return shared_passages.SharedPassages()
    return shared_passages.find_shared_passages(
        f"{article.standfirst}\n{body.text(article.body)}", theirs
    )


def _main(language: str) -> str:
    """The language without its country: "en" of "en-US"."""
    return language.partition("-")[0].lower()


def _language_name(code: str):
    try:
        return str(translation.get_language_info(code)["name_translated"])
    except KeyError:
        return code
