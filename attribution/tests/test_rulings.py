"""Terms that nothing understands: kept until somebody rules, and read as the ruling says from then on."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from attribution import rulings
from attribution.marking import Part, mark
from attribution.models import TermRuling, UnclearTerm
from attribution.models.terms import MAX_KEY, key_of
from attribution.rulings import Stated
from newsroom.tests.factories import MORNING

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LAMPS, SHIPS = "Not for lamplighters", "Only in lighthouses"


def make_terms(*wordings):
    return UnclearTerm.objects.for_wordings(wordings, at=MORNING)


def read(*texts):
    return rulings.read(Stated(texts, date(2026, 12, 1)))


def give(term, cast, *, replaces=None, **meaning):
    return TermRuling.objects.create(
        term=term, reason="Hỏi hãng.", ruled_by=cast.pictures, replaces=replaces, **meaning
    )


def test_what_nothing_understands_is_given_back_and_never_ignored(django_assert_num_queries):
    with django_assert_num_queries(1):
        terms = read(f"NO SALES. {LAMPS}.")
    assert terms.restrictions == ("NO SALES",)
    assert (terms.unclear, terms.not_understood) == ((LAMPS,), (LAMPS,))


def test_terms_that_are_understood_ask_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read("NO SALES", "").restrictions == ("NO SALES",)


def test_a_ruling_says_what_a_wording_means_in_whatever_case(cast):
    (term,) = make_terms(LAMPS)
    give(term, cast, restrictions=["NO INTERNET"], ends_on=date(2026, 12, 31))
    terms = read(LAMPS.upper())
    assert terms.restrictions == ("NO INTERNET",)
    assert terms.ends_on == date(2026, 12, 31)
    assert (len(terms.unclear), terms.not_understood) == (1, ())


def test_a_ruling_on_one_wording_is_none_on_another(cast):
    lamps, _ships = make_terms(LAMPS, SHIPS)
    give(lamps, cast)
    assert read(f"{LAMPS}. {SHIPS}.").not_understood == (SHIPS,)


def test_a_newer_ruling_replaces_an_older_and_both_stay(cast):
    (term,) = make_terms(LAMPS)
    first = give(term, cast, restrictions=["NO INTERNET"])
    second = give(term, cast, replaces=first)
    assert read(LAMPS).restrictions == ()
    assert list(term.rulings.order_by("pk")) == [first, second]
    with pytest.raises(TypeError):
        first.save()


def test_of_two_rulings_at_once_one_is_refused(cast):
    (term,) = make_terms(LAMPS)
    first = give(term, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        give(term, cast)
    give(term, cast, replaces=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        give(term, cast, replaces=first)


def test_all_spellings_of_a_wording_are_one_term():
    assert make_terms(LAMPS) == make_terms(LAMPS.upper()) == list(UnclearTerm.objects.all())


def test_a_key_is_never_longer_than_its_column_and_tells_long_wordings_apart():
    long, other = (f"Not for {'lamplighters ' * 60}{end}" for end in ("a", "b"))
    assert len(key_of(long)) == MAX_KEY
    assert key_of(long) != key_of(other)


@pytest.mark.parametrize(
    ("text", "wordings", "marked"),
    [
        ("No sales.\nNot for  lamplighters!", [LAMPS], ["Not for  lamplighters"]),
        ("NOT FOR\nLAMPLIGHTERS", [LAMPS], ["NOT FOR\nLAMPLIGHTERS"]),
        ("Not for a. Not for a b.", ["Not for a", "Not for a b"], ["Not for a", "Not for a b"]),
        ("(x+)+ not", ["(x+)+"], ["(x+)+"]),
        ("plain", [], []),
        ("plain", [""], []),
    ],
)
def test_a_wording_is_marked_where_it_stands(text, wordings, marked):
    parts = mark(text, wordings)
    assert [part.text for part in parts if part.is_marked] == marked
    assert "".join(part.text for part in parts) == text


def test_an_empty_text_has_no_parts():
    assert mark("", [LAMPS]) == []
    assert mark("a", []) == [Part("a")]
