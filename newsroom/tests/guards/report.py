"""How a guard fails: with one sentence for each problem, and no traceback."""

from collections.abc import Iterable

import pytest


def report(problems: Iterable[str]) -> None:
    """Fail the test with these sentences, each of which names a file and what to do there."""
    problems = list(dict.fromkeys(problems))
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)
