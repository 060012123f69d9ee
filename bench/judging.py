"""Files judged by our own walk through their bytes, as today, or in a child process with limits.

Run by bench/run judging NUMBER FOLDER… on a PostgreSQL of its own; without a folder it takes the pictures
of the demo, without a number all. Prints, for ordinary pictures, milliseconds of a whole import and
of its parts, and for hostile files of the tests whether each is refused, with processor time and
memory.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import wires  # sets Django up

from django.conf import settings  # isort: skip
from django.core.files.base import ContentFile, File  # isort: skip
from django.core.management import call_command  # isort: skip
from django.utils import timezone  # isort: skip
from PIL import Image as Pillow  # isort: skip

from images import services  # isort: skip
from images.files import structure, validate  # isort: skip
from images.tests import test_hostile_files as hostile  # isort: skip
from newsroom.tests.interpreter import Interpreter  # isort: skip

assert wires
TIMES = 3
ENDINGS = (".jpg", ".png", ".webp", ".avif", ".tiff", ".gif")
# Opens and decodes files with nothing but Pillow, each in a fork with limits: the least that a child costs.
CHILD = """
import json, os, resource, sys
from PIL import AvifImagePlugin, GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin
from PIL import TiffImagePlugin, WebPImagePlugin
def judge(path):
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
    resource.setrlimit(resource.RLIMIT_DATA, (1 << 30, 1 << 30))
    with Image.open(path) as picture:
        picture.draft("RGB", (1, 1))
        picture.load()
for line in sys.stdin:
    child = os.fork()
    if not child:
        judge(json.loads(line))
        os._exit(0)
    print(os.waitpid(child, 0)[1], flush=True)
"""
# Judges as today, but for the walk: limits take its place. Memory is what a server has and 128 MB, then
# 16 bytes for each pixel that the header claims.
LIMITED = """
import re, resource, sys
from images.files import structure, validate
seconds, today = int(sys.argv.pop(2)), validate._require_room
(used,) = re.findall(r"VmData:\\s+(\\d+) kB", open("/proc/self/status").read())
def may_take(megabytes):
    limit = (int(used) << 10) + (megabytes << 20)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.RLIM_INFINITY))
def require_room(picture, built):
    today(picture, built)
    may_take(128 + 16 * picture.width * picture.height // 1_000_000)
def read(file):
    file.seek(0)
    head = file.read(16)
    format = next(
        walk.__name__[1:].upper()
        for begins, walk in structure._WALKS.items()
        if re.match(begins, head, re.DOTALL)
    )
    return structure.Built(format)
structure.read, validate._require_room = read, require_room
structure.survives = lambda file, pixels: True
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
may_take(128)
"""


class Child:
    """A process that has imported Pillow and forks for each file."""

    def __init__(self):
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", "-c", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def judge(self, path):
        self.process.stdin.write(json.dumps(str(path)) + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "0\n"

    def end(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def milliseconds(act):
    """Return the least of several times."""
    passed = []
    for _time in range(TIMES):
        began = time.perf_counter()
        act()
        passed.append(1_000 * (time.perf_counter() - began))
    return min(passed)


def anew(path):
    child = Child()
    child.judge(path)
    child.end()


def walk(path):
    with path.open("rb") as file:
        built = structure.read(file)
        assert built.format != "AVIF" or structure.survives(file, 40_000_000)


def decode(path):
    with Pillow.open(path) as picture:
        picture.draft("RGB", (1, 1))
        picture.load()


def validate_again(path):
    with path.open("rb") as file:
        validate.validate(File(file))


def import_anew(path):
    # Other bytes behind the picture each time, else it would be there already.
    data = path.read_bytes() + os.urandom(8)
    services.import_image(ContentFile(data, path.name), by=None, at=timezone.now())


def print_ordinary(paths):
    child = Child()
    parts = {"import": import_anew, "validate": validate_again, "walk": walk, "decode": decode}
    parts |= {"child forked": child.judge, "child anew": anew}
    sums = dict.fromkeys(parts, 0.0)
    for path in paths:
        for name, act in parts.items():
            sums[name] += milliseconds(lambda act=act, path=path: act(path))
    child.end()
    print(f"{len(paths)} ordinary pictures, milliseconds each:")
    for name, total in sums.items():
        print(f"  {name:14}{total / len(paths):9.2f}")
    without = sums["import"] - sums["walk"] - sums["decode"]
    for name in ("child forked", "child anew"):
        print(f"  import with {name}: {(without + sums[name]) / sums['import']:.2f} of today's")


def print_hostile(folder, number):
    environment = {"NEWSROOM_MODE": "development", "NEWSROOM_DATA": str(folder)}
    (folder / "static").mkdir()
    server = Interpreter(("newsroom.wsgi", "images.files.validate"), **environment)
    path = folder / "file"
    kept = [*hostile.LARGEST.values(), *(make for make, _answer in hostile.ACCEPTED.values())]
    slowest = 0.0
    for make in kept[:number]:
        path.write_bytes(make())
        taken, seconds, _megabytes = judged(server, LIMITED + hostile.JUDGE, path, 60)
        assert taken
        slowest = max(slowest, seconds)
    limit = int(slowest) + 2
    print(
        f"The largest pictures take up to {slowest:.1f} s of processor time: the limit is {limit} s."
    )
    print(f"{'':50}{'walk':>7}{'s':>6}{'MB':>5}{'limits':>9}{'s':>6}{'MB':>5}")
    for name, make in list(hostile.REFUSED.items())[:number]:
        path.write_bytes(make())
        line = f"{name:50}"
        for code, *arguments in ((hostile.JUDGE,), (LIMITED + hostile.JUDGE, limit)):
            taken, seconds, megabytes = judged(server, code, path, *arguments)
            line += f"{'TAKEN' if taken else 'refused':>9}{seconds:6.1f}{megabytes:5}"
        print(line)


def judged(server, code, path, *arguments):
    """Return whether a fork of the server took the file, seconds of processor time and megabytes."""
    run = server.run("-c", code, path, *arguments)
    taken = run.status == 0 and isinstance(json.loads(run.output), list)
    return taken, run.seconds, run.megabytes


def main(number=None, *folders):
    call_command("migrate", verbosity=0)
    number = number and int(number)
    folders = folders or [Path(settings.BASE_DIR) / "newsroom" / "demo" / "pictures"]
    files = [path for folder in folders for path in sorted(Path(folder).iterdir())]
    print_ordinary([path for path in files if path.suffix in ENDINGS][:number])
    with tempfile.TemporaryDirectory() as folder:
        print_hostile(Path(folder), number)


if __name__ == "__main__":
    main(*sys.argv[1:])
