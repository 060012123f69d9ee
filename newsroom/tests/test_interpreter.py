"""The interpreter that forks for each run: no run reaches another, and each is measured alone."""

import signal

import pytest


def test_a_run_has_only_its_own_environment_and_arguments(interpreter):
    code = "import os, sys; print(sorted(os.environ.keys() - {'PATH'}), sys.argv[1:])"
    assert interpreter.run("-c", code, "a", B="1").output == "['B'] ['a']\n"
    assert interpreter.run("-c", code).output == "[] []\n"


def test_what_a_run_imports_and_changes_is_unknown_to_the_next(interpreter):
    interpreter.run("-c", "import django, wave; django.VERSION = None")
    code = "import django, sys; print(django.VERSION is None, 'wave' in sys.modules)"
    assert interpreter.run("-c", code).output == "False False\n"


@pytest.mark.parametrize(
    ("code", "status", "last"),
    [
        ("import sys; sys.exit(3)", 3, ""),
        ("import sys; sys.exit('No.')", 1, "No."),
        ("raise ValueError('No.')", 1, "ValueError: No."),
        ("import warnings; warnings.warn('No.')", 1, "UserWarning: No."),
        ("import os; os.abort()", -signal.SIGABRT, ""),
        ("bytearray(5 << 30)", 1, "MemoryError"),
    ],
)
def test_how_a_run_ends_is_its_own_and_the_next_is_unharmed(interpreter, code, status, last):
    run = interpreter.run("-c", code)
    assert (run.status, (run.errors.splitlines() or [""])[-1]) == (status, last)
    assert interpreter.run("-c", "print('well')").output == "well\n"


def test_what_a_run_takes_is_measured_with_the_processes_that_it_starts(interpreter):
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'bytes(range(9)) * 30_000_000'])"
    spends = interpreter.run("-c", code)
    assert spends.megabytes > 250
    assert spends.seconds > interpreter.run("-c", "pass").seconds
    assert interpreter.run("-c", "pass").megabytes < 150
