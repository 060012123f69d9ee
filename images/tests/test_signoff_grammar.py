"""Sign-offs in the forms of all agencies, generated: the parts of the credit and the caption left."""

from types import SimpleNamespace

from attribution import agencies
from images.credits import signoff
from images.credits.signoff import Signoff
from images.tests import signoff_grammar

NUMBER, SEED = 3_000, 20261201


def right(case):
    return Signoff(case.creator, case.qualifier, case.origin, case.via, case.left)


def parts(signed):
    return signed.qualifier, signed.origin, signed.via, signed.caption_without


def with_fields(case):
    """The caption in a file whose fields say the same as its sign-off, the creator in capitals."""
    return SimpleNamespace(
        caption=case.caption,
        creator=case.creator.upper(),
        credit_line=case.via or case.origin,
        source=case.origin,
        instructions=None,
    )


def report(wrong):
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(
        f"{case.caption}\n  right: {right(case)}\n  came:  {came}" for case, came in wrong[:20]
    )


def test_a_generated_sign_off_gives_its_credit_and_leaves_its_caption():
    cases = list(signoff_grammar.captions(NUMBER, SEED))
    assert len({case.caption for case in cases}) > NUMBER * 0.95
    read = ((case, signoff.parse(case.caption)) for case in cases)
    report([(case, came) for case, came in read if came != right(case)])


def test_fields_that_say_the_same_change_nothing_but_capitals():
    cases = signoff_grammar.captions(1_000, SEED + 1)
    read = ((case, signoff.propose(with_fields(case))) for case in cases)
    report(
        [
            (case, came)
            for case, came in read
            if came.creator.upper() != case.creator.upper() or parts(came) != parts(right(case))
        ]
    )


def test_the_grammar_has_every_agency_and_many_names():
    made = {case.origin for case in signoff_grammar.captions(NUMBER, SEED)}
    known = [profile for profile in agencies.profiles() if profile.credit_names]
    missing = [p.name for p in known if made.isdisjoint((*p.credit_names, p.name))]
    assert known and missing == []
    assert len(signoff_grammar.NAMES) > 150


def test_an_agency_that_signs_before_the_name_has_examples():
    signing = [p for p in agencies.profiles() if p.signs_before or p.signs_before_blanks]
    assert signing
    assert [p.name for p in signing if not p.signoff_examples] == []
