"""May it be used? Single claims; images/tests/test_rights_cases.py asks of thousands of cases."""

import itertools
from datetime import date, timedelta

import pytest
from django.utils import translation

from attribution.models import Agency, Contract
from images import rights
from images.models import Image, Lease
from images.tests.cases import ENGLISH, sentence
from newsroom.tests.factories import at, make_agency, make_contract, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = at(12)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAST, SOON = NOW - HOUR, NOW + HOUR
CODES = [rule.code for rule in rights.RULES]
PRINT, SHOW = rights.PRINT, rights.SHOW


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def row(number=1, **fields):
    """A picture as a row alone: rights do not look at its file."""
    fields = {
        "caption": "Cầu Trường Tiền.",
        "creator": "Trần Văn Bình",
        "rights": Image.Rights.STAFF,
        "uploaded_at": NOW,
        **fields,
    }
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


def against(image, at_moment=NOW, use=PRINT):
    """What stands against a picture: the codes that block, and whether the query agrees."""
    verdict = rights.verdict(image, at=at_moment, use=use)
    usable = rights.usable(at_moment, use=use).filter(pk=image.pk).exists()
    assert verdict.may_be_used is usable
    code_of = {sentence(code, image): code for code in ENGLISH}
    return [code_of[text] for text in verdict.blocks]


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
    "at_moment", [at(0, 30), at(23, 30)], ids=["early, yesterday in UTC", "late, today in UTC"]
)
def test_a_contract_counts_on_its_days_in_our_time_zone(
    service, valid_from, valid_until, blocks, at_moment
):
    kyodo = make_agency(contracts=())
    Contract.objects.create(
        agency=kyodo, service=service, valid_from=valid_from, valid_until=valid_until
    )
    assert against(saved(rights="agency", origin=kyodo), at_moment) == blocks


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
    "terms_over": {"instructions": "7 DAYS", "date_created": NOW - 8 * DAY},
    "terms_not_understood": {"instructions": "Not for lamplighters"},
    "territory_excluded": {"instructions": "VIETNAM OUT"},
    "online_excluded": {"instructions": "PRINT ONLY"},
    "printed_elsewhere": {"instructions": "ONE TIME USE", "first_story_id": 1},
    "archive_prohibited": {"instructions": "NO ARCHIVES", "first_printed_at": NOW - 31 * DAY},
}
NEVER = {
    "withdrawn": {"withdrawn_at": PAST},
    "no_credit": {"creator": ""},
    "no_caption": {"caption": ""},
}


@pytest.mark.parametrize(("code", "fields"), OVERRIDABLE.items(), ids=OVERRIDABLE)
def test_an_allow_overrides_and_what_it_overrides_stays_a_warning(rule_on, code, fields):
    image = saved(**fields)
    assert against(image) == [code]
    rule_on(image, "allow")
    assert against(image) == []
    assert rights.verdict(image, at=NOW, use=PRINT).warnings[0] == sentence(code, image)


@pytest.mark.parametrize(("code", "fields"), NEVER.items(), ids=NEVER)
def test_an_allow_never_overrides(rule_on, code, fields):
    image = saved(**fields)
    rule_on(image, "allow")
    assert against(image) == [code]
    assert rights.verdict(image, at=NOW, use=PRINT).warnings == ()


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


def test_credit_caption_withdrawal_deny_and_the_word_of_the_source_are_beyond_overriding():
    final = [rule.code for rule in rights.RULES if not rule.overridable]
    of_source = ["held_by_source", "under_embargo"]
    assert final == ["withdrawn", *of_source, "denied", "no_credit", "no_caption"]


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
    in_english = rights.verdict(image, at=NOW, use=PRINT)
    with translation.override("vi"):
        in_vietnamese = rights.verdict(image, at=NOW, use=PRINT)
    assert in_english.blocks == (ENGLISH["no_basis"],)
    assert in_english.warnings == (
        "Its terms say: JAPAN OUT.",
        "AI made this picture or parts of it; readers are told this.",
    )
    assert [len(in_vietnamese.blocks), len(in_vietnamese.warnings)] == [1, 2]
    assert not {*in_vietnamese.blocks, *in_vietnamese.warnings} & {
        *in_english.blocks,
        *in_english.warnings,
    }


def test_restrictions_that_do_not_concern_us_warn_and_do_not_block():
    image = saved(instructions="JAPAN OUT, NO SALES", usage_terms="Use within 14 days.")
    assert rights.verdict(image, at=NOW, use=PRINT) == rights.Verdict(
        blocks=(),
        warnings=(
            "Its terms say: JAPAN OUT.",
            "Its terms say: NO SALES (not to be sold on or passed on).",
            "Its terms say: 14 DAYS.",
        ),
    )


@pytest.mark.parametrize(
    ("source_type", "warned"),
    [
        (term, "rainedAlgorithmic" in term or term == "compositeSynthetic")
        for term in Image.SourceType
    ],
)
def test_a_picture_that_ai_made_warns(source_type, warned):
    verdict = rights.verdict(saved(digital_source_type=source_type), at=NOW, use=PRINT)
    assert (verdict.may_be_used, bool(verdict.warnings)) == (True, warned)


def test_verdicts_on_many_pictures_are_two_questions(django_assert_num_queries):
    images = [saved() for _ in range(3)]
    with django_assert_num_queries(2):  # the contracts, the pictures
        results = rights.verdicts([*(image.pk for image in images), 0], at=NOW, use=PRINT)
    assert results == {image.pk: rights.Verdict() for image in images}


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
    verdicts = rights.verdicts([image.pk for image in images], at=NOW, use=PRINT)
    lacking = [i.pk for i in images if ENGLISH["no_credit"] in verdicts[i.pk].blocks]
    stored = list(Image.objects.with_credit(NOW).order_by("pk"))
    assert [image.pk for image in stored if image.credit_line() == ""] == lacking
    assert [image.pk for image in stored if image.credit_line("en") == ""] == lacking
    assert len(lacking) == 2 * 2 * 4  # two blank creators, two blank overrides, any qualifier


def credit_at(at_moment):
    return Image.objects.with_credit(at_moment).get().credit_line()


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


def test_a_caption_for_the_use_stands_in_for_the_librarys():
    image, other = saved(caption=""), saved(caption="")
    use = rights.Use(captioned=frozenset([image.pk]))
    assert (against(image, use=use), against(other, use=use)) == ([], ["no_caption"])


# --- Contracts -------------------------------------------------------------------------------


def test_a_carriers_contract_may_leave_an_agency_out():
    """As Getty's leaves out Kyodo: the picture bears Kyodo's name and is not ours to use."""
    kyodo, getty = make_agency("Kyodo", contracts=()), make_agency("Getty Images", contracts=())
    make_contract(getty, since=NOW).does_not_cover.add(kyodo)
    left_out = saved(rights="agency", origin=kyodo, via=getty)
    assert against(left_out) == ["not_covered"]
    assert rights.verdict(left_out, at=NOW, use=PRINT).blocks == (
        "The contract with Getty Images does not cover pictures of Kyodo.",
    )
    assert against(saved(rights="agency", origin=getty)) == []
    make_contract(kyodo, since=NOW)
    assert against(left_out) == ["not_covered"]
    assert against(saved(rights="agency", origin=kyodo)) == []


def test_of_several_contracts_in_force_the_newest_counts():
    kyodo = make_agency(contracts=())
    make_contract(kyodo, since=NOW, days=400, archive_days=3)
    image = saved(rights="agency", origin=kyodo, first_printed_at=NOW - 5 * DAY)
    assert against(image, use=SHOW) == ["out_of_archive"]
    make_contract(kyodo, since=NOW, days=30)
    assert against(image, use=SHOW) == []


@pytest.mark.parametrize(
    ("printed_at", "blocks"),
    [(NOW - 3 * DAY, ["out_of_archive"]), (NOW - 3 * DAY + timedelta(seconds=1), []), (None, [])],
    ids=["three days ago", "a second less", "never"],
)
def test_the_days_in_the_archive_begin_when_it_is_first_printed(printed_at, blocks):
    kyodo = make_agency(contracts=())
    make_contract(kyodo, since=NOW, archive_days=3)
    image = saved(rights="agency", origin=kyodo, first_printed_at=printed_at)
    assert against(image, use=SHOW) == blocks


def test_a_quota_counts_the_month_in_our_time_zone_and_lets_what_is_printed_stay():
    kyodo = make_agency(contracts=())
    make_contract(kyodo, since=NOW, monthly_quota=2)
    fields = {"rights": "agency", "origin": kyodo}
    first_minute = at(0, 0, day=1)
    saved(**fields, first_printed_at=first_minute - timedelta(minutes=1))  # in May
    printed = saved(**fields, first_printed_at=first_minute)
    new = saved(**fields)
    assert (rights.printed_in_month([kyodo.pk], at=NOW), against(new)) == ({kyodo.pk: 1}, [])
    saved(**fields, first_printed_at=at(23, 59, day=30))  # still waiting
    assert rights.printed_in_month([kyodo.pk], at=NOW) == {kyodo.pk: 2}
    assert against(new) == ["over_quota"]
    assert against(printed) == against(printed, use=SHOW) == against(new, use=SHOW) == []
    assert against(new, first_minute - DAY) == []  # May had room
    assert against(new, at(0, 0, day=30) + DAY) == []  # and July has


def test_pictures_wanted_together_need_room_for_all_of_them():
    kyodo = make_agency(contracts=())
    make_contract(kyodo, since=NOW, monthly_quota=2)
    new = [saved(rights="agency", origin=kyodo) for _ in range(3)]
    together = rights.Use(printed_with=frozenset(image.pk for image in new))
    assert [against(image) for image in new] == [[], [], []]
    assert [against(image, use=together) for image in new] == [["over_quota"]] * 3
    two = rights.Use(printed_with=frozenset(image.pk for image in new[:2]))
    assert [against(image, use=two) for image in new[:2]] == [[], []]


def test_a_picture_of_our_own_is_in_no_contracts_quota():
    kyodo = make_agency(contracts=())
    make_contract(kyodo, since=NOW, monthly_quota=0)
    assert against(saved(rights="staff", origin=kyodo)) == []
    assert against(saved(rights="agency", origin=kyodo)) == ["over_quota"]


def test_a_contracts_territory_is_told():
    kyodo = make_agency(contracts=())
    make_contract(kyodo, since=NOW, territory="Việt Nam")
    verdict = rights.verdict(saved(rights="agency", origin=kyodo), at=NOW, use=PRINT)
    assert verdict.warnings == ("The contract with Kyodo is for Việt Nam alone.",)


def test_contracts_are_read_in_one_question_however_many(django_assert_num_queries):
    for name in ("Kyodo", "AFP", "AP"):
        contract = make_contract(make_agency(name, contracts=()), since=NOW, archive_days=5)
        contract.does_not_cover.set(Agency.objects.all())
    with django_assert_num_queries(2):
        list(rights.usable(NOW, use=SHOW))
    Contract.objects.update(monthly_quota=5)
    with django_assert_num_queries(3):
        list(rights.usable(NOW, use=PRINT))


# --- Terms -----------------------------------------------------------------------------------


def test_the_days_that_terms_give_begin_when_it_was_made_or_came():
    made = {"instructions": "FOR USE WITHIN 14 DAYS", "uploaded_at": NOW - 2 * DAY}
    assert against(saved(**made, date_created=NOW - 14 * DAY)) == ["terms_over"]
    assert against(saved(**made, date_created=NOW - 13 * DAY)) == []
    assert against(saved(**made), NOW + 11 * DAY) == []
    assert against(saved(**made), NOW + 12 * DAY) == ["terms_over"]


def test_one_use_is_one_story():
    image = saved(instructions="ONE TIME USE ONLY", first_printed_at=PAST, first_story_id=7)
    assert against(image) == ["printed_elsewhere"]
    assert against(image, use=rights.Use(story=8)) == ["printed_elsewhere"]
    assert against(image, use=rights.Use(story=7)) == []
    assert against(image, use=SHOW) == []


@pytest.mark.parametrize(
    ("text", "territories", "blocks"),
    [
        ("VIETNAM OUT", ["Việt Nam"], ["territory_excluded"]),
        ("VIET NAM OUT", ["VIETNAM"], ["territory_excluded"]),
        ("SOUTHEAST ASIA OUT", ["VIETNAM", "SOUTHEAST ASIA"], ["territory_excluded"]),
        ("JAPAN OUT", ["VIETNAM"], []),
        ("JAPAN OUT", ["JAPAN"], ["territory_excluded"]),
    ],
)
def test_a_picture_is_barred_where_the_paper_appears(settings, text, territories, blocks):
    settings.HOUSE_TERRITORIES = territories
    assert against(saved(usage_terms=f"EDITORIAL USE ONLY. {text}.")) == blocks


def test_what_runs_out_is_what_may_stay_now_and_not_then():
    kyodo = make_agency(contracts=())
    Contract.objects.create(
        agency=kyodo, service="picture", valid_from=date(2024, 1, 1), valid_until=date(2024, 6, 9)
    )
    running_out = {
        saved(usable_until=NOW + 2 * DAY).pk,
        saved(rights="agency", origin=kyodo).pk,
        saved(instructions="14 DAYS", date_created=NOW - 13 * DAY).pk,
    }
    saved()
    saved(usable_until=PAST)
    saved(withdrawn_at=PAST)
    results = rights.runs_out(NOW, timedelta(days=7)).values_list("pk", flat=True)
    assert set(results) == running_out
