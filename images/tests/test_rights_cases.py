"""May it be used? The query for all and the verdict on one agree, in thousands of generated cases, with
each other and with a third reading of the rules, written without the database.
"""

import pytest
from django.utils import translation

from images import rights
from images.tests import cases
from newsroom.tests.factories import at, make_user

pytestmark = pytest.mark.both_databases

NOW = at(12)
USES = {"print": rights.PRINT, "print again": rights.Use(story=cases.STORY), "show": rights.SHOW}


@pytest.fixture(scope="module")
def made(module_database):
    """Each case with its picture, made once for all uses."""
    return cases.make(cases.generated(6000), now=NOW, by=make_user("pictures"))


@pytest.fixture(autouse=True)
def _in_english(db):
    with translation.override("en"):
        yield


@pytest.mark.parametrize("use", USES)
def test_query_verdict_and_oracle_agree_on_every_case(made, use):
    usable = set(rights.usable(NOW, use=USES[use]).values_list("pk", flat=True))
    verdicts = rights.verdicts([image.pk for _case, image in made], at=NOW, use=USES[use])
    disagreeing, met = [], set()
    for case, image in made:
        final, overridable = cases.expected(case, use)
        met |= {*final, *overridable}
        allowed = case.lease in ("allow", "both")
        blocks = tuple(cases.sentence(code, image) for code in final + overridable * (not allowed))
        noted = tuple(cases.sentence(code, image) for code in overridable * allowed)
        verdict = verdicts[image.pk]
        sentences = verdict.warnings[: len(noted)]
        if (verdict.blocks, sentences, image.pk in usable) != (blocks, noted, not blocks):
            disagreeing.append((case, blocks, verdict))
    assert disagreeing == []
    of_print_alone = (
        {"no_caption", "over_quota", "terms_not_understood"} if use == "show" else set()
    )
    of_the_first_alone = set() if use == "print" else {"printed_elsewhere"}
    assert met == {rule.code for rule in rights.RULES} - of_print_alone - of_the_first_alone
    assert 0 < len(usable) < len(made)
