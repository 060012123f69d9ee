"""Python processes for tests, forked from an interpreter that has already imported what they share.

A test that starts Python anew pays for every import. Here one interpreter a session imports them once
and forks for each run: a run has its own environment, output, limits and exit status, and what it took
is measured for it alone. A run that crashes or is killed ends no other.
"""

import atexit
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from newsroom.tests import budget

ROOT = Path(__file__).resolve().parents[2]
# What is imported before there are settings: nothing of ours, and nothing that reads them.
LIBRARIES = (
    *("django", "django.core.management", "django.core.serializers.json", "django.db.models"),
    *("django.forms", "django.http", "django.urls", "django.utils.log", "django.core.mail"),
    *("django.template", "django.db.backends.sqlite3.base", "django.core.handlers.wsgi"),
    *("environs", "js_asset", "dj_email_url", "django_stubs_ext", "marshmallow", "whitenoise"),
    *("lxml.etree", "lxml.html", "nh3", "PIL.Image", "PIL.ImageCms", "urllib.request"),
)


@dataclass(frozen=True)
class Run:
    """How a run ended, what it printed, and what it took with all processes that it started."""

    status: int  # negative: the signal that ended it
    output: str
    errors: str
    seconds: float  # of processor time
    megabytes: int  # the most memory of any one of its processes


class Interpreter:
    """An interpreter that has imported `modules` and waits for what to run."""

    def __init__(self, modules=LIBRARIES, **environment):
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", Path(__file__).with_name("forking.py"), *modules],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self._end)
        budget.count(self._answer())

    def run(self, *arguments, **environment):
        """Run Python with the arguments “-c CODE …” or “FILE …”, and with this environment alone."""
        with tempfile.TemporaryDirectory() as folder:
            case = {
                "arguments": [str(argument) for argument in arguments],
                "environment": {"PATH": os.environ["PATH"], **environment},
                "folder": folder,
            }
            self._process.stdin.write(json.dumps(case) + "\n")
            self._process.stdin.flush()
            answer = self._answer()
            output, errors = ((Path(folder) / name).read_text() for name in ("output", "errors"))
        run = Run(output=output, errors=errors, **answer)
        budget.count(run.seconds)
        return run

    def _answer(self):
        line = self._process.stdout.readline()
        assert line, "The interpreter ended: what it printed stands above."
        return json.loads(line)

    def _end(self):
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()
