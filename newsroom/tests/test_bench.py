"""Every benchmark is run at its smallest size by bin/bench-smoke, so that none can rot."""

import re

from newsroom.settings import BASE_DIR

SMOKE = (BASE_DIR / "bin" / "bench-smoke").read_text("utf-8")


def test_every_benchmark_is_run_at_its_smallest_size():
    benchmarks = {
        path.stem for path in (BASE_DIR / "bench").glob("*.py") if "def main(" in path.read_text()
    }
    assert set(re.findall(r"^run (\w+) \d+", SMOKE, re.MULTILINE)) == benchmarks


def test_no_benchmark_names_the_columns_of_a_table():
    for path in (BASE_DIR / "bench").glob("*.py"):
        inserts = re.findall(r"INSERT INTO (\w+)", path.read_text("utf-8"))
        assert [name for name in inserts if not name.startswith("bench_")] == [], path.name
