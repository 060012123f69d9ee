"""Steps of chains as plain data whose moments are minutes, so that a chain can be printed and done
again.

`written` gives a version as the agency sends it, `as_version` as the oracle knows it.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from newsroom.tests import oracle
from newsroom.tests.oracle import OnKill, Role, Status, Version, Word

STEP = 10  # minutes between two steps
STATUSES = {"usable": Status.USABLE, "withheld": Status.WITHHELD, "canceled": Status.CANCELED}
WITHOUT_END = "without end"


@dataclass(frozen=True)
class Arrival:
    """A version arrives. `clock`, `embargo` and `expires` are minutes from this step; no clock is None."""

    status: str = "usable"
    number: int | None = None
    clock: int | None = None
    zone: str = "+09:00"
    embargo: int | str | None = None
    expires: int | None = None
    by: Role | None = None
    corrects: bool = False


@dataclass(frozen=True)
class Wait:
    minutes: int


@dataclass(frozen=True)
class Does:
    """An act. `later` is in how many minutes something is published."""

    verb: str
    story: str = "X"
    by: Role = Role.EDITOR
    note: str = ""
    later: int | None = None


Step = Arrival | Wait | Does


@dataclass(frozen=True)
class Base:
    """How a chain begins: what is set for the agency, who writes, and how its first version is stamped."""

    on_kill: OnKill
    writer_is_editor: bool
    number: int | None
    clock: bool
    zone: str = ""
    shows_picture: bool = True


BASES = (
    Base(OnKill.ALARM, False, 1, True, "+09:00"),
    Base(OnKill.ALARM, True, None, True, "", shows_picture=False),
    Base(OnKill.TAKE_DOWN, False, 2, False, shows_picture=False),
    Base(OnKill.KILL, False, 1, True, "Z"),
    Base(OnKill.ALARM, False, None, False, shows_picture=False),
    Base(OnKill.TAKE_DOWN, True, 3, True, "+09:00", shows_picture=False),
)


def absolute(minutes: int | str | None, now: datetime) -> datetime | None:
    if minutes is None:
        return None
    if minutes == WITHOUT_END:
        return oracle.WITHOUT_END
    return now + timedelta(minutes=int(minutes))


def written(arrival: Arrival, guid: str, now: datetime, picture: str = "") -> bytes:
    """Return the version as ninjs."""
    text = "The train is slower" if arrival.corrects else "The train is fast"
    item: dict[str, Any] = {
        "standard": {"name": "ninjs", "version": "3.1"},
        "uri": guid,
        "type": "text",
        "pubStatus": arrival.status,
        "language": "en",
        "headlines": [{"role": "main", "value": text}],
        "bodies": [{"role": "main", "contentType": "text/html", "value": f"<p>{text}.</p>"}],
    }
    if arrival.number is not None:
        item["version"] = str(arrival.number)
    if arrival.clock is not None:
        item["versionCreated"] = in_zone(now + timedelta(minutes=arrival.clock), arrival.zone)
    if arrival.embargo == WITHOUT_END:
        item["embargoedUntil"] = "9999-12-31T23:59:59Z"
    elif arrival.embargo is not None:
        item["embargoedUntil"] = in_zone(now + timedelta(minutes=int(arrival.embargo)), "Z")
    if arrival.expires is not None:
        item["expires"] = in_zone(now + timedelta(minutes=arrival.expires), "Z")
    if picture:
        item["associations"] = [
            {
                "name": "picture",
                "uri": f"{guid}-picture",
                "type": "picture",
                "descriptions": [{"role": "caption", "value": "A train."}],
                "renditions": [{"name": "main", "href": picture}],
            }
        ]
    return json.dumps(item).encode()


def in_zone(when: datetime, zone: str) -> str:
    """Return `when` as a provider writes it; without a zone it is what their clock shows in UTC."""
    hours = 9 if zone == "+09:00" else 0
    local = when.astimezone(UTC) + timedelta(hours=hours)
    return local.strftime("%Y-%m-%dT%H:%M:%S") + zone


def as_version(arrival: Arrival, name: str, now: datetime) -> Version:
    """Return the version as the oracle knows it."""
    status = STATUSES.get(arrival.status, Status.UNKNOWN)
    word = Word(
        status,
        absolute(arrival.embargo, now) or oracle.NEVER,
        absolute(arrival.expires, now) or oracle.WITHOUT_END,
    )
    clock = absolute(arrival.clock, now)
    return Version(name, now, word, arrival.number, clock, arrival.by, arrival.corrects)
