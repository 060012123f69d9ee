"""A pytest plugin: what each test costs in processor time, and the most that it may cost.

A test that takes more than three seconds carries the marker “slow”, with which `make quick` leaves it
out. What the fixtures of a module or of the session take is counted to none of the tests that share
them. Processor time is counted, of this process and of those it started: it does not depend on the load.
"""

import json
import os
from dataclasses import dataclass

import pytest

SECONDS = 3.0


_elsewhere = 0.0  # seconds in processes that go on after the test that they work for


def count(seconds: float) -> None:
    """Count processor time that a process took which this one does not wait for."""
    global _elsewhere
    _elsewhere += seconds


def processor_seconds() -> float:
    """The processor time of this process so far, and of what it started."""
    return sum(os.times()[:4]) + _elsewhere


@dataclass
class Meter:
    """The processor time of the test that is running."""

    started: float = 0.0
    shared: float = 0.0  # of it, seconds that fixtures took which other tests share
    in_shared_fixture: bool = False

    def total(self):
        return processor_seconds() - self.started

    def own(self):
        return self.total() - self.shared


METER = pytest.StashKey[Meter]()


def pytest_addoption(parser):
    parser.addoption(
        "--costs",
        metavar="FILE",
        help="Append the processor seconds of each test to FILE, as JSON.",
    )


def pytest_sessionstart(session):
    session.stash[METER] = Meter()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    meter = request.session.stash[METER]
    if fixturedef.scope == "function" or meter.in_shared_fixture:
        return (yield)
    start, meter.in_shared_fixture = processor_seconds(), True
    try:
        return (yield)
    finally:
        meter.in_shared_fixture = False
        meter.shared += processor_seconds() - start


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    meter = item.session.stash[METER] = Meter(started=processor_seconds())
    result = yield
    if path := item.config.getoption("costs"):
        row = [item.nodeid, round(meter.own(), 4), round(meter.shared, 4)]
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    spent = item.session.stash[METER].own()
    is_free = item.get_closest_marker("slow") is not None
    if call.when == "call" and report.passed and spent > SECONDS and not is_free:
        report.outcome = "failed"
        report.longrepr = (
            f"{item.nodeid} took {spent:.1f} seconds of processor time; without a marker a test may take"
            f" {SECONDS:.0f}. Make it cheaper, or mark it with @pytest.mark.slow."
        )
    return report
