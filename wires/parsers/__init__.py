"""Agency copy as bytes to the house's one shape. Which format it is, the bytes say."""

from datetime import datetime

from wires.parsers.parsed import Parsed


def parse(raw: bytes, *, at: datetime, name: str = "") -> Parsed:
    """What a delivery holds. Never raises for what is in the bytes: `reason` says what is wrong.

    `at` is when it was received, for formats that leave out the year. `name` is shown in reasons
    and never decides what the bytes are.
    """
    raise NotImplementedError
