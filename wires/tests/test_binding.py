"""What binds of several versions: what is stricter at once, what is looser only when it is newer."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wires.binding import Part, Refusal, Release, bind, order
from wires.parsing.parsed import CANCELED, UNKNOWN, USABLE, WITHHELD, ParsedItem, strictness

NOON = datetime(2024, 6, 8, 12, tzinfo=UTC)
STATUSES = (USABLE, UNKNOWN, WITHHELD, CANCELED)  # the loosest first


def hour(number):
    return NOON + timedelta(hours=number)


def version(number=None, status=USABLE, **fields):
    return ParsedItem(guid="kyodo:1", version=number, status=status, **fields)


def arrive(*versions, by_hand=()):
    """Return what binds after these versions have arrived, and the outcome of each."""
    release, counting, outcomes = None, [], []
    for parsed in versions:
        outcome = bind(release, parsed, counting, may_release=parsed not in by_hand)
        release = outcome.release
        counting += [parsed] if outcome.counts else []
        outcomes.append(outcome)
    return release, outcomes


def released(*versions, **options):
    return arrive(*versions, **options)[0]


@pytest.mark.parametrize(("number", "kill_number"), [(3, 1), (3, 3), (3, None), (None, 1)])
@pytest.mark.parametrize("clock", [{}, {"version_at": hour(-9)}])
def test_a_kill_binds_whatever_its_number_and_clock(number, kill_number, clock):
    first = version(number, version_at=NOON)
    assert released(first, version(kill_number, CANCELED, **clock)).status == CANCELED


@pytest.mark.parametrize(("before", "after"), [*itertools.permutations(STATUSES, 2)])
@pytest.mark.parametrize("number", [1, 2, 3, None])
def test_a_status_is_raised_by_any_version_and_lowered_by_a_newer_one(before, after, number):
    is_stricter = strictness(after) > strictness(before)
    result = released(version(2, before), version(number, after))
    assert result.status == (after if is_stricter or number == 3 else before)


ENDS = [{}, {"embargo_until": hour(1)}, {"embargo_until": hour(2)}, {"embargo_indefinite": True}]


@pytest.mark.parametrize(("before", "after"), [*itertools.permutations(range(4), 2)])
@pytest.mark.parametrize("number", [1, 2, 3, None])
def test_an_embargo_is_prolonged_by_any_version_and_shortened_by_a_newer_one(before, after, number):
    result = released(version(2, **ENDS[before]), version(number, **ENDS[after]))
    stands = after if after > before or number == 3 else before
    assert result == Release.stated_by(version(**ENDS[stands]))


@pytest.mark.parametrize("number", [1, 2, 3, None])
@pytest.mark.parametrize(
    ("before", "after", "is_earlier"),
    [(None, 5, True), (5, 4, True), (4, 5, False), (5, None, False)],
)
def test_an_expiry_is_made_earlier_by_any_version_and_later_by_a_newer_one(
    number, before, after, is_earlier
):
    before, after = (None if end is None else hour(end) for end in (before, after))
    result = released(version(2, expires_at=before), version(number, expires_at=after))
    assert result.expires_at == (after if is_earlier or number == 3 else before)


def test_status_embargo_and_expiry_are_bound_one_by_one():
    held = version(2, WITHHELD, expires_at=hour(9))
    late = version(1, embargo_until=hour(3), expires_at=hour(8))
    assert released(held, late) == Release(
        status=WITHHELD, embargo_until=hour(3), expires_at=hour(8)
    )


def test_each_part_is_decided_by_the_version_that_made_it_stricter():
    held = version(2, WITHHELD, expires_at=hour(9))
    late = version(1, embargo_until=hour(3), expires_at=hour(8))
    _release, outcomes = arrive(held, late)
    assert outcomes[1].decides == (Part.EMBARGO, Part.EXPIRY)


@pytest.mark.parametrize(
    ("again", "decides"),
    [
        (version(3, CANCELED), tuple(Part)),
        (version(2, CANCELED, headline="again"), ()),
        (version(1, CANCELED), ()),
        (version(None, CANCELED), ()),
    ],
)
def test_a_newer_version_that_says_the_same_is_the_agencys_last_word(again, decides):
    """What a chief editor answered was the word before it."""
    _release, outcomes = arrive(version(2, CANCELED), again)
    assert outcomes[1].decides == decides
    by_hand = arrive(version(2, CANCELED), again, by_hand=[again])[1][1]
    assert (by_hand.decides, by_hand.refusal) == ((), None)


def test_what_loosens_is_newer_than_every_version_and_not_only_than_the_kill():
    three, kill = version(3), version(1, CANCELED)
    release, outcomes = arrive(three, kill, version(2), version(3, headline="again"))
    assert release.status == CANCELED
    assert [outcome.refusal for outcome in outcomes] == [
        None,
        None,
        Refusal.NOT_NEWER,
        Refusal.NOT_PLACED,
    ]
    assert released(three, kill, version(2), version(4)).status == USABLE


def test_a_kill_with_a_zone_after_an_item_without_binds():
    item = version(version_at=NOON)
    kill = version(status=CANCELED, version_at=hour(-7))
    assert released(item, kill).status == CANCELED
    assert released(item, kill, version(version_at=hour(1))).status == USABLE


def test_what_was_refused_does_not_stand_in_the_way_of_what_is_newer():
    kill, loose = version(3, CANCELED), version(None, headline="of unknown order")
    assert released(kill, loose, version(4)).status == USABLE


def test_nobody_releases_by_hand_who_may_not():
    kill, pasted = version(3, CANCELED), version(99)
    release, outcomes = arrive(kill, pasted, by_hand=[pasted])
    assert (release.status, outcomes[1].refusal) == (CANCELED, Refusal.NOT_PERMITTED)
    assert released(kill, pasted).status == USABLE


def test_a_number_made_up_by_hand_does_not_keep_the_agency_from_releasing():
    pasted = version(99)
    embargoed = version(4, embargo_until=hour(3))
    result = released(version(3), pasted, embargoed, version(5), by_hand=[pasted])
    assert result == Release(status=USABLE)
    result = released(version(3, CANCELED), pasted, version(4), by_hand=[pasted])
    assert result == Release(status=USABLE)


def test_anybody_may_hold_back_by_hand_and_only_what_is_newer_takes_it_back():
    pasted = version(9, WITHHELD)
    assert released(version(3), pasted, by_hand=[pasted]).status == WITHHELD
    assert released(version(3), pasted, version(4), by_hand=[pasted]).status == WITHHELD
    assert released(version(3), pasted, version(10), by_hand=[pasted]).status == USABLE


def test_the_first_version_binds_as_it_is_also_by_hand():
    first = version(1, expires_at=hour(1))
    assert released(first, by_hand=[first]) == Release(status=USABLE, expires_at=hour(1))


moments = st.none() | st.integers(0, 3).map(hour)
versions = st.builds(
    version,
    st.none() | st.integers(1, 4),
    st.sampled_from(STATUSES),
    version_at=moments,
    embargo_until=moments,
    embargo_indefinite=st.booleans(),
    expires_at=moments,
)
arrivals = st.lists(st.tuples(versions, st.booleans()), min_size=1, max_size=6)


def named(arrived):
    """Return the versions, each another one, and those that came by hand."""
    each = [
        (replace(parsed, headline=str(number)), by_hand)
        for number, (parsed, by_hand) in enumerate(arrived)
    ]
    return [parsed for parsed, _by in each], [parsed for parsed, by_hand in each if by_hand]


@given(arrivals)
def test_a_killed_item_is_usable_only_after_a_strictly_newer_usable_version(arrived):
    order_of_arrival, by_hand = named(arrived)
    if released(*order_of_arrival, by_hand=by_hand).status == CANCELED:
        return
    for place, kill in enumerate(order_of_arrival):
        if kill.status == CANCELED:
            later = [
                parsed
                for parsed in order_of_arrival[place + 1 :]
                if parsed.status != CANCELED and order(parsed, kill) > 0 and parsed not in by_hand
            ]
            assert later


@given(arrivals)
def test_no_version_binds_less_than_it_says_at_the_moment_of_its_arrival(arrived):
    order_of_arrival, by_hand = named(arrived)
    for end in range(1, len(order_of_arrival) + 1):
        release = released(*order_of_arrival[:end], by_hand=by_hand)
        last = order_of_arrival[end - 1]
        assert strictness(release.status) >= strictness(last.status)
        assert release.embargo_indefinite or not last.embargo_indefinite
        if last.embargo_until and not release.embargo_indefinite:
            assert release.embargo_until >= last.embargo_until
        if last.expires_at:
            assert release.expires_at <= last.expires_at


@given(st.lists(versions, min_size=2, max_size=4), st.data())
def test_versions_of_unknown_order_bind_alike_in_any_order_of_arrival(given_versions, data):
    unordered = [replace(parsed, version=None, version_at=None) for parsed in given_versions]
    shuffled = data.draw(st.permutations(unordered))
    ends = [
        (release.status, release.embargo_indefinite or release.embargo_until, release.expires_at)
        for release in (released(*unordered), released(*shuffled))
    ]
    assert ends[0] == ends[1]


@given(st.permutations([version(1), version(2, CANCELED), version(3, WITHHELD)]))
def test_a_kill_and_a_later_hold_never_end_usable(order_of_arrival):
    assert released(*order_of_arrival).status in (CANCELED, WITHHELD)


@pytest.mark.parametrize(
    "order_of_arrival", [*itertools.permutations([version(1), version(2, CANCELED), version(3)])]
)
def test_a_kill_is_lifted_only_when_the_newer_version_came_after_it(order_of_arrival):
    numbers = [parsed.version for parsed in order_of_arrival]
    is_lifted = numbers.index(3) > numbers.index(2)
    assert released(*order_of_arrival).status == (USABLE if is_lifted else CANCELED)
