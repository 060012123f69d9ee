"""How a guard fails: with one sentence for each problem, and no traceback."""

from collections.abc import Iterable
from itertools import chain

import pytest


def report(*problems: Iterable[str]) -> None:
    """Fail the test with these sentences, each of which names a file and what to do there."""
    sentences = list(dict.fromkeys(chain(*problems)))
    if sentences:
        pytest.fail("\n".join(sentences), pytrace=False)
