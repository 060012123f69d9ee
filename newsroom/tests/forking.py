"""The program of newsroom/tests/interpreter.py: import what the arguments name, fork for each case.

A case is a line of JSON on standard input; its answer, a line of JSON, says how the fork ended and what
it took. Standard library only, so that a fork holds nothing but what was asked for.
"""

import gc
import json
import os
import resource
import runpy
import signal
import sys
import time
import traceback
from contextlib import suppress

SECONDS = 120  # of the clock and of the processor, after which a run is killed
GIGABYTES = 4  # of address space: a run out of control ends itself and not the machine


def next_case():
    """Fork for each case and answer for it. Returns in the fork alone, with its case."""
    answers = os.dup(1)
    answer(answers, time.process_time())
    for line in iter(sys.stdin.readline, ""):
        if (child := os.fork()) == 0:
            os.close(answers)
            return json.loads(line)
        _, status, usage = os.wait4(child, 0)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)  # what the run left behind
        code, seconds = os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime
        result = {"status": code, "seconds": seconds, "megabytes": usage.ru_maxrss >> 10}
        answer(answers, result)
    sys.exit()


def answer(descriptor, value):
    os.write(descriptor, (json.dumps(value) + "\n").encode())


def become(case):
    """Make this fork the process that the case asks for: environment, output, limits."""
    os.setsid()
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (GIGABYTES << 30, resource.RLIM_INFINITY))
    os.environ.clear()
    os.environ.update(case["environment"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for descriptor, name in ((1, "output"), (2, "errors")):
        file = os.open(os.path.join(case["folder"], name), os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, descriptor)
        os.close(file)
    # As an interpreter does when it starts.
    encoding = os.environ.get("PYTHONIOENCODING", "utf-8")
    sys.stdout.reconfigure(encoding=encoding)
    sys.stderr.reconfigure(encoding=encoding, errors="backslashreplace")


def run(first, *others):
    if first == "-c":
        code, *others = others
        sys.argv = ["-c", *others]
        exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102
    else:
        sys.argv = [first, *others]
        runpy.run_path(first, run_name="__main__")


def status_of(arguments):
    """Run the case as an interpreter would; return its exit status."""
    try:
        run(*arguments)
    except SystemExit as left:
        if left.code is None or isinstance(left.code, int):
            return left.code or 0
        print(left.code, file=sys.stderr)  # noqa: T201
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def main(modules):
    for name in modules:
        __import__(name)
    gc.freeze()  # a fork that looks for garbage need not copy what was there before it
    case = next_case()
    become(case)
    status = status_of(case["arguments"])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status & 0xFF)  # to take every module apart would take longer than most cases


if __name__ == "__main__":
    sys.path[0] = os.getcwd()
    main(sys.argv[1:])
