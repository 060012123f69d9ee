"""Requirements of copy based on an agency's: contract, release, the newest version, own wording.

articles/readiness.py registers them and says which verb each of them blocks.
"""

from collections.abc import Iterable, Iterator

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from articles.candidate import Candidate
from articles.models import Article, ArticleAgency, with_text
from articles.problems import Problem, block, warn
from articles.wire.duties import Duty, Kind
from articles.wire.sources import originals
from attribution.models import Agency, Contract
from attribution.wording import house_time
from editions import body
from text import shared_passages
from wires.models import WireVersion
from wires.parsing import markup

FIELD = "agencies"
QUOTED = 160  # characters of the longest run


def may_use_the_agencies_copy(candidate: Candidate) -> Iterator[Problem]:
    """Require a text contract with each agency on the day of publication; the newest applies.

    Where an item states its language, a translation that the contract does not allow blocks. Where
    none does, only the desk knows whether the copy is a translation: a warning reminds it.
    """
    article, at, sources = candidate.article, candidate.at, with_text(candidate.sources)
    agencies = list(dict.fromkeys(source.agency for source in sources))
    for agency in agencies:
        contract = candidate.contracts.get(agency.pk)
        if contract is None:
            on = formats.date_format(timezone.localdate(at), "SHORT_DATE_FORMAT")
            yield block(
                FIELD,
                "contract_missing",
                _("There is no text contract with %(agency)s in force on %(day)s.")
                % {"agency": agency, "day": on},
            )
        elif not contract.may_translate:
            of_agency = [source for source in sources if source.agency_id == agency.pk]
            yield from _translation(article, agency, of_agency)


def _translation(
    article: Article, agency: Agency, sources: list[ArticleAgency]
) -> Iterator[Problem]:
    languages = {_main(source.wire_item.language) if source.wire_item else "" for source in sources}
    foreign = sorted(languages - {"", _main(article.language)})
    if foreign:
        yield block(
            FIELD,
            "translation_not_allowed",
            _(
                "The contract with %(agency)s does not allow translation, and its copy is in "
                "another language (%(language)s). Write it from another source."
            )
            % {"agency": agency, "language": ", ".join(map(_language_name, foreign))},
        )
    elif "" in languages:
        yield warn(
            FIELD,
            "translation_unclear",
            _("The contract with %(agency)s does not allow translation.") % {"agency": agency},
        )


def rests_on_usable_items(candidate: Candidate) -> Iterator[Problem]:
    """Require that no item ever under the copy is killed, withheld, expired or of an unknown status."""
    for duty in candidate.duties:
        params: dict[str, object] = {"agency": duty.agency, "item": duty.item}
        if duty.kind is Kind.KILLED:
            code = "item_killed"
            message = _("%(agency)s killed its item “%(item)s”. Do not use it.") % params
        elif duty.kind is Kind.WITHHELD:
            code = "item_withheld"
            message = _("%(agency)s withholds its item “%(item)s”. Do not use it.") % params
        elif duty.kind is Kind.UNKNOWN:
            code = "item_status_unknown"
            message = (
                _(
                    "Nobody can tell whether %(agency)s has released its item “%(item)s”. Do not "
                    "use it."
                )
                % params
            )
        elif duty.kind is Kind.EXPIRED and duty.until:
            code = "item_expired"
            params["time"] = house_time(duty.until)
            message = (
                _(
                    "%(agency)s allowed the use of its item “%(item)s” until %(time)s. Write it from "
                    "another source."
                )
                % params
            )
        else:
            continue
        yield block(FIELD, code, _with_place(duty, message))


def rests_on_no_item_under_embargo(candidate: Candidate) -> Iterator[Problem]:
    """Require that the agencies' embargoes are over when readers see the copy."""
    for duty in candidate.duties:
        if duty.kind is not Kind.EMBARGO:
            continue
        params: dict[str, object] = {"agency": duty.agency, "item": duty.item}
        if duty.until is None:
            message = (
                _("The item “%(item)s” is under an embargo of %(agency)s without end.") % params
            )
        else:
            params["time"] = house_time(duty.until)
            message = (
                _(
                    "The item “%(item)s” is under an embargo of %(agency)s until %(time)s. Publish "
                    "for that time or later."
                )
                % params
            )
        yield block(FIELD, "item_under_embargo", _with_place(duty, message))


def knows_the_newest_versions(candidate: Candidate) -> Iterator[Problem]:
    """Require that the writer has read what an agency changed since the copy was written."""
    for duty in candidate.duties:
        if duty.kind is Kind.CHANGED and duty.version:
            params = {
                "agency": duty.agency,
                "item": duty.item,
                "time": house_time(duty.version.received_at),
            }
            message = _(
                "%(agency)s sent a new version of “%(item)s” at %(time)s, after the copy was "
                "written from it. Read what changed beside the copy, and say that you have."
            )
            yield block(FIELD, "item_changed", message % params)


def _with_place(duty: Duty, message: str) -> str:
    """Return the message; of an item that was taken out, with the reason why it still counts."""
    if duty.is_in_view:
        return message
    return _("%(sentence)s It was taken out from under the copy, and counts all the same.") % {
        "sentence": message
    }


def uses_own_wording(candidate: Candidate) -> Iterator[Problem]:
    """Ask for own wording where an agency's contract does not allow its text word for word."""
    versions = originals(candidate.article) if candidate.items else []
    agencies = list(dict.fromkeys(version.item.agency for version in versions))
    contracts = Contract.objects.filter(agency__in=agencies).by_agency(
        Contract.Service.TEXT, timezone.localdate(candidate.at)
    )
    for agency in agencies:
        contract = contracts.get(agency.pk)
        if contract and contract.may_use_verbatim:
            continue
        of_agency = [version for version in versions if version.item.agency_id == agency.pk]
        passages = shared_with_originals(candidate.article, of_agency)
        if passages.runs:
            longest = passages.longest
            quoted = longest if len(longest) <= QUOTED else f"{longest[:QUOTED]}…"
            yield warn(
                "body",
                "agency_wording",
                _(
                    "%(count)d long passages are still in the words of %(agency)s, and no contract "
                    "allows them word for word. The longest: “%(quote)s”"
                )
                % {"count": len(passages.runs), "agency": agency, "quote": quoted},
            )


def shared_with_originals(
    article: Article, versions: Iterable[WireVersion]
) -> shared_passages.SharedPassages:
    """Return the passages that the copy shares with what agencies sent."""
    texts = [f"{version.standfirst}\n{markup.text(version.body_html)}" for version in versions]
    if not texts:
        return shared_passages.SharedPassages()
    return shared_passages.find_shared_passages(
        f"{article.standfirst}\n{body.text(article.body)}", texts
    )


def _main(language: str) -> str:
    """Return the language without its country: "en" of "en-US"."""
    return language.partition("-")[0].lower()


def _language_name(code: str) -> str:
    try:
        return str(translation.get_language_info(code)["name_translated"])
    except KeyError:
        return code
