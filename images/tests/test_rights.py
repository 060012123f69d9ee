"""May it be used? The query for all and the verdict on one agree with each other and with a third
reading of the rules, written here without the database.
"""

import itertools
from collections import namedtuple
from datetime import date, timedelta

import pytest
from django.utils import translation

from attribution.models import Agency, Contract
from images import rights
from images.models import Image, Lease
from newsroom.tests.factories import at, make_agency, make_contract, make_user

pytestmark = pytest.mark.django_db

NOW = at(12)
HOUR = timedelta(hours=1)
PAST, SOON = NOW - HOUR, NOW + HOUR
CODES = [rule.code for rule in rights.RULES]
ENGLISH = {
    "withdrawn": "It has been withdrawn. Choose another picture.",
    "denied": "The picture desk has ruled that it may not be used. Its page says why.",
    "no_credit": "It has no credit. Enter a creator or an agency of origin.",
    "no_basis": (
        "Nobody has said by what right it may be used. Choose its rights, or ask the picture desk."
    ),
    "no_contract": "There is no picture contract in force with the agency that supplied it.",
    "too_early": "It may not run yet on that day.",
    "expired": "The time for which it may run is over on that day.",
}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def row(number=1, **fields):
    """A picture as a row alone: rights do not look at its file."""
    fields = {"creator": "Trần Văn Bình", "rights": Image.Rights.STAFF, **fields}
    return Image(
        original=f"{number}.jpg",
        format="jpg",
        width=900,
        height=600,
        size=1,
        sha256=f"{number:064}",
        **fields,
    )


def saved(**fields):
    image = row(Image.objects.count() + 1, **fields)
    image.save()
    return image


@pytest.fixture
def pictures_desk(db):
    return make_user("pictures")


@pytest.fixture
def rule_on(pictures_desk):
    """Give a ruling on a picture: rule_on(image, "allow")."""

    def give(image, kind, starts_at=PAST, ends_at=SOON):
        return Lease.objects.create(
            image=image,
            kind=kind,
            starts_at=starts_at,
            ends_at=ends_at,
            reason="Theo thư của hãng.",
            given_by=pictures_desk,
        )

    return give


def against(image, moment=NOW):
    """What stands against a picture: the codes that block, and whether the query agrees."""
    verdict = rights.verdict(image, at=moment)
    usable = rights.usable(moment).filter(pk=image.pk).exists()
    assert verdict.may_be_used is usable
    code_of = {sentence: code for code, sentence in ENGLISH.items()}
    return [code_of[sentence] for sentence in verdict.blocks]


# --- The whole table -------------------------------------------------------------------------

Case = namedtuple("Case", "basis creator origin via window lease withdrawn")
BASES = [Image.Rights.UNKNOWN, Image.Rights.STAFF, Image.Rights.AGENCY]
PARTIES = [None, "contract in force", "contract over", "no contract"]
WINDOWS = {
    "none": (None, None),
    "not yet": (SOON, None),
    "within": (PAST, SOON),
    "over": (None, PAST),
    "all over": (PAST - HOUR, PAST),
}
ALLOW, DENY = ("allow", PAST, SOON), ("deny", PAST, SOON)
LEASES = {
    "none": [],
    "allow": [ALLOW],
    "deny": [DENY],
    "both": [ALLOW, DENY],
    "allow, over": [("allow", PAST - HOUR, PAST)],
    "allow, not yet": [("allow", SOON, SOON + HOUR)],
    "deny, over": [("deny", PAST - HOUR, PAST)],
}
WITHDRAWN = {"no": None, "yes": PAST, "not yet": SOON}


def expected(case):
    """The rules once more, in plain words and without a database."""
    final, open_to_a_ruling = [], []
    if case.withdrawn == "yes":
        final.append("withdrawn")
    if case.lease in ("deny", "both"):
        final.append("denied")
    if not case.creator and not case.origin and not case.via:
        final.append("no_credit")
    if case.basis == Image.Rights.UNKNOWN:
        open_to_a_ruling.append("no_basis")
    if case.basis == Image.Rights.AGENCY and (case.via or case.origin) != "contract in force":
        open_to_a_ruling.append("no_contract")
    if case.window == "not yet":
        open_to_a_ruling.append("too_early")
    if case.window in ("over", "all over"):
        open_to_a_ruling.append("expired")
    said_final = tuple(ENGLISH[code] for code in final)
    said_open = tuple(ENGLISH[code] for code in open_to_a_ruling)
    if case.lease in ("allow", "both"):
        return rights.Verdict(said_final, said_open)
    return rights.Verdict(said_final + said_open, ())


def test_query_verdict_and_oracle_agree_on_every_case(pictures_desk):
    agencies = {name: make_agency(name, contracts=()) for name in PARTIES if name}
    make_contract(agencies["contract in force"], since=NOW)
    make_contract(agencies["contract over"], since=NOW - timedelta(days=400), days=300)
    agencies[None] = None

    cases = [
        Case(*values)
        for values in itertools.product(
            BASES, ("", "Trần Văn Bình"), PARTIES, PARTIES, WINDOWS, LEASES, WITHDRAWN
        )
    ]
    images = Image.objects.bulk_create(
        row(
            number,
            rights=case.basis,
            creator=case.creator,
            origin=agencies[case.origin],
            via=agencies[case.via],
            usable_from=WINDOWS[case.window][0],
            usable_until=WINDOWS[case.window][1],
            withdrawn_at=WITHDRAWN[case.withdrawn],
        )
        for number, case in enumerate(cases)
    )
    Lease.objects.bulk_create(
        Lease(
            image=image,
            kind=kind,
            starts_at=starts,
            ends_at=ends,
            reason="–",
            given_by=pictures_desk,
        )
        for case, image in zip(cases, images, strict=True)
        for kind, starts, ends in LEASES[case.lease]
    )

    usable = set(rights.usable(NOW).values_list("pk", flat=True))
    verdicts = rights.verdicts([image.pk for image in images], at=NOW)
    answers = [
        (case, expected(case), verdicts[image.pk], image.pk in usable)
        for case, image in zip(cases, images, strict=True)
    ]
    assert len(answers) == 3 * 2 * 4 * 4 * 5 * 7 * 3
    assert [a for a in answers if a[2] != a[1] or a[3] != (a[1].blocks == ())] == []
    assert {verdict.may_be_used for _case, verdict, *_rest in answers} == {True, False}
    for image in images[::97]:
        assert rights.verdict(image, at=NOW) == verdicts[image.pk]


# --- Single claims ---------------------------------------------------------------------------


def test_a_new_picture_has_no_basis_and_an_unknown_basis_blocks():
    assert Image().rights == Image.Rights.UNKNOWN
    assert against(saved(rights=Image.Rights.UNKNOWN)) == ["no_basis"]


@pytest.mark.parametrize("basis", [b for b in Image.Rights if b not in ("unknown", "agency")])
def test_every_other_basis_but_the_agencys_stands_by_itself(basis):
    assert against(saved(rights=basis)) == []


def test_a_basis_of_agency_without_an_agency_blocks():
    assert against(saved(rights="agency")) == ["no_contract"]


@pytest.mark.parametrize(
    ("service", "valid_from", "valid_until", "blocks"),
    [
        pytest.param("picture", date(2024, 1, 1), date(2024, 12, 31), [], id="in force"),
        pytest.param("picture", date(2024, 6, 8), None, [], id="its first day"),
        pytest.param("picture", date(2024, 1, 1), date(2024, 6, 8), [], id="its last day"),
        pytest.param("picture", date(2024, 6, 9), None, ["no_contract"], id="from tomorrow"),
        pytest.param(
            "picture", date(2024, 1, 1), date(2024, 6, 7), ["no_contract"], id="until yesterday"
        ),
        pytest.param("text", date(2024, 1, 1), date(2024, 12, 31), ["no_contract"], id="for text"),
    ],
)
@pytest.mark.parametrize(
    "moment", [at(0, 30), at(23, 30)], ids=["early, yesterday in UTC", "late, today in UTC"]
)
def test_a_contract_counts_on_its_days_in_our_time_zone(
    service, valid_from, valid_until, blocks, moment
):
    kyodo = make_agency(contracts=())
    Contract.objects.create(
        agency=kyodo, service=service, valid_from=valid_from, valid_until=valid_until
    )
    assert against(saved(rights="agency", origin=kyodo), moment) == blocks


def test_another_agencys_contract_does_not_count():
    make_agency("AFP")
    kyodo = make_agency("Kyodo", contracts=())
    assert against(saved(rights="agency", origin=kyodo)) == ["no_contract"]


@pytest.mark.parametrize(
    ("of_origin", "of_carrier", "blocks"),
    [(True, False, ["no_contract"]), (False, True, []), (True, True, []), (False, False, None)],
    ids=["only the origin has one", "only the carrier has one", "both have", "neither has"],
)
def test_the_carriers_contract_is_the_one_that_counts(of_origin, of_carrier, blocks):
    origin = make_agency("AFP", contracts=("picture",) if of_origin else ())
    carrier = make_agency("TTXVN", contracts=("picture",) if of_carrier else ())
    image = saved(rights="agency", origin=origin, via=carrier)
    assert against(image) == (["no_contract"] if blocks is None else blocks)


@pytest.mark.parametrize(
    ("usable_from", "usable_until", "blocks"),
    [
        pytest.param(NOW, None, [], id="begins at this moment"),
        pytest.param(NOW + timedelta(seconds=1), None, ["too_early"], id="begins a second later"),
        pytest.param(None, NOW, ["expired"], id="ends at this moment"),
        pytest.param(None, NOW + timedelta(seconds=1), [], id="ends a second later"),
    ],
)
def test_a_window_opens_on_its_first_moment_and_is_shut_on_its_last(
    usable_from, usable_until, blocks
):
    assert against(saved(usable_from=usable_from, usable_until=usable_until)) == blocks


@pytest.mark.parametrize(
    ("withdrawn_at", "blocks"),
    [
        pytest.param(NOW, ["withdrawn"], id="at this moment"),
        pytest.param(NOW + timedelta(seconds=1), [], id="a second later"),
    ],
)
def test_a_withdrawal_counts_from_its_moment(withdrawn_at, blocks):
    assert against(saved(withdrawn_at=withdrawn_at)) == blocks


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "blocks"),
    [
        pytest.param(NOW, SOON, [], id="begins at this moment"),
        pytest.param(NOW + timedelta(seconds=1), SOON, ["no_basis"], id="begins a second later"),
        pytest.param(PAST, NOW, ["no_basis"], id="ends at this moment"),
        pytest.param(PAST, NOW + timedelta(seconds=1), [], id="ends a second later"),
    ],
)
def test_a_ruling_counts_from_its_first_moment_until_its_last(rule_on, starts_at, ends_at, blocks):
    image = saved(rights="unknown")
    rule_on(image, "allow", starts_at, ends_at)
    assert against(image) == blocks


OVERRIDABLE = {
    "no_basis": {"rights": "unknown"},
    "no_contract": {"rights": "agency"},
    "too_early": {"usable_from": SOON},
    "expired": {"usable_until": PAST},
}
NEVER = {
    "withdrawn": {"withdrawn_at": PAST},
    "no_credit": {"creator": ""},
}


@pytest.mark.parametrize(("code", "fields"), OVERRIDABLE.items(), ids=OVERRIDABLE)
def test_an_allow_overrides_and_what_it_overrides_stays_a_warning(rule_on, code, fields):
    image = saved(**fields)
    assert against(image) == [code]
    rule_on(image, "allow")
    assert against(image) == []
    assert rights.verdict(image, at=NOW).warnings == (ENGLISH[code],)


@pytest.mark.parametrize(("code", "fields"), NEVER.items(), ids=NEVER)
def test_an_allow_never_overrides(rule_on, code, fields):
    image = saved(**fields)
    rule_on(image, "allow")
    assert against(image) == [code]
    assert rights.verdict(image, at=NOW).warnings == ()


def test_a_deny_blocks_what_nothing_else_blocks(rule_on):
    image = saved()
    rule_on(image, "deny")
    assert against(image) == ["denied"]


@pytest.mark.parametrize("order", [("allow", "deny"), ("deny", "allow")], ids=" then ".join)
def test_a_deny_beats_an_allow_whichever_came_first(rule_on, order):
    image = saved()
    for kind in order:
        rule_on(image, kind)
    assert against(image) == ["denied"]


def test_a_ruling_is_on_one_picture_alone(rule_on):
    denied, other = saved(), saved()
    rule_on(denied, "deny")
    assert (against(denied), against(other)) == (["denied"], [])


def test_all_that_stands_against_a_picture_is_said_at_once_and_in_order(rule_on):
    image = saved(
        creator="",
        rights="unknown",
        usable_from=PAST - HOUR,
        usable_until=PAST,
        withdrawn_at=PAST,
    )
    rule_on(image, "deny")
    assert against(image) == ["withdrawn", "denied", "no_credit", "no_basis", "expired"]


def test_only_credit_withdrawal_and_deny_are_beyond_overriding():
    final = [rule.code for rule in rights.RULES if not rule.overridable]
    assert final == ["withdrawn", "denied", "no_credit"]


@pytest.mark.parametrize("rule", rights.RULES, ids=CODES)
def test_every_reason_is_a_sentence_in_both_languages(rule):
    english = str(rule.sentence)
    with translation.override("vi"):
        vietnamese = str(rule.sentence)
    assert english == ENGLISH[rule.code]
    assert vietnamese != english
    assert vietnamese.endswith(".")


def test_a_verdict_speaks_the_language_of_whoever_asks():
    image = saved(
        rights="unknown", instructions="JAPAN OUT", digital_source_type=Image.SourceType.AI
    )
    in_english = rights.verdict(image, at=NOW)
    with translation.override("vi"):
        in_vietnamese = rights.verdict(image, at=NOW)
    assert in_english.blocks == (ENGLISH["no_basis"],)
    assert in_english.warnings == (
        "The agency says: JAPAN OUT.",
        "AI made this picture or parts of it; readers are told this.",
    )
    assert [len(in_vietnamese.blocks), len(in_vietnamese.warnings)] == [1, 2]
    assert not {*in_vietnamese.blocks, *in_vietnamese.warnings} & {
        *in_english.blocks,
        *in_english.warnings,
    }


def test_restrictions_warn_and_do_not_block():
    image = saved(instructions="JAPAN OUT, NO SALES", usage_terms="Use within 14 days.")
    assert rights.verdict(image, at=NOW) == rights.Verdict(
        blocks=(),
        warnings=(
            "The agency says: JAPAN OUT.",
            "The agency says: NO SALES.",
            "The agency says: 14 DAYS.",
        ),
    )


@pytest.mark.parametrize(
    ("source_type", "warned"),
    [
        (term, term in (Image.SourceType.AI, Image.SourceType.PARTLY_AI))
        for term in Image.SourceType
    ],
)
def test_a_picture_that_ai_made_warns(source_type, warned):
    verdict = rights.verdict(saved(digital_source_type=source_type), at=NOW)
    assert (verdict.may_be_used, bool(verdict.warnings)) == (True, warned)


def test_verdicts_on_many_pictures_are_one_question(django_assert_num_queries):
    images = [saved() for _ in range(3)]
    with django_assert_num_queries(1):
        found = rights.verdicts([*(image.pk for image in images), 0], at=NOW)
    assert found == {image.pk: rights.Verdict() for image in images}


# --- The rule on credit and the credit line --------------------------------------------------


def test_a_picture_lacks_credit_exactly_when_its_credit_line_is_empty():
    make_agency("Kyodo", contracts=())
    make_contract(Agency.objects.get(), credit_form="{creator}", since=NOW, days=36_500)
    make_agency("AFP", contracts=())
    kyodo, afp = Agency.objects.order_by("pk")
    combinations = list(
        itertools.product(
            ("", " \u200b ", "Trần Văn Bình", "Kyodo"),
            (None, kyodo, afp),
            (None, kyodo, afp),
            ("", "\n", "Kyodo News"),
            Image.Qualifier,
        )
    )
    images = Image.objects.bulk_create(
        row(
            number,
            creator=creator,
            origin=origin,
            via=via,
            credit_override=override,
            qualifier=kind,
        )
        for number, (creator, origin, via, override, kind) in enumerate(combinations)
    )
    verdicts = rights.verdicts([image.pk for image in images], at=NOW)
    lacking = [i.pk for i in images if ENGLISH["no_credit"] in verdicts[i.pk].blocks]
    stored = list(Image.objects.with_credit(NOW).order_by("pk"))
    assert [image.pk for image in stored if image.credit_line() == ""] == lacking
    assert [image.pk for image in stored if image.credit_line("en") == ""] == lacking
    assert len(lacking) == 2 * 2 * 4  # two blank creators, two blank overrides, any qualifier


def credit_at(moment):
    return Image.objects.with_credit(moment).get().credit_line()


@pytest.mark.parametrize(
    ("day", "line"),
    [(4, "Ảnh: Yamada Tarō/Kyodo"), (5, "Ảnh: Kyodo (Yamada Tarō)"), (6, "Ảnh: © Kyodo")],
)
@pytest.mark.parametrize("hour", [0, 23], ids=["early, yesterday in UTC", "late, today in UTC"])
def test_the_credit_is_worded_as_the_contract_of_that_day_asks(day, line, hour):
    kyodo = make_agency(contracts=())
    for valid_from, form in ((5, "{agency} ({creator})"), (6, "© {agency}")):
        Contract.objects.create(
            agency=kyodo,
            service="picture",
            valid_from=date(2024, 6, valid_from),
            valid_until=date(2024, 6, 30),
            credit_form=form,
        )
    saved(creator="Yamada Tarō", origin=kyodo)
    assert credit_at(at(hour, 30, day=day)) == line


def test_a_contract_for_text_or_of_another_agency_does_not_word_the_credit():
    kyodo, afp = make_agency(contracts=()), make_agency("AFP", contracts=())
    make_contract(kyodo, "text", credit_form="TEXT {agency}")
    make_contract(afp, "picture", credit_form="OTHER {agency}")
    saved(creator="Yamada Tarō", origin=kyodo)
    assert credit_at(NOW) == "Ảnh: Yamada Tarō/Kyodo"


def test_a_picture_that_was_fetched_plainly_finds_todays_wording_itself():
    kyodo = make_agency(contracts=())
    make_contract(kyodo, credit_form="© {agency}", days=36_500)
    image = saved(creator="Yamada Tarō", origin=kyodo)
    assert Image.objects.get().credit_line() == image.credit_line() == "Ảnh: © Kyodo"
