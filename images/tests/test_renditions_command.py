"""`manage.py make_renditions`, and a worker that is killed in the middle of its work."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from images.files import renditions
from images.models import Image, Rendition
from newsroom.tests.factories import jpeg, make_image


def run(*options):
    """What the command says, line by line."""
    output = io.StringIO()
    call_command("make_renditions", *options, stdout=output)
    return output.getvalue().splitlines()


@pytest.mark.django_db
class TestTheCommand:
    def test_what_is_missing_is_made_and_progress_is_shown(self):
        first, second = make_image(jpeg(60, 40)), make_image(jpeg(60, 40), with_renditions=False)
        assert run() == [
            f"1 of 2: picture {first.pk}, 8 files",
            f"2 of 2: picture {second.pk}, 12 files",
            "All files are there.",
        ]
        assert all(map(renditions.is_complete, Image.objects.all()))

    def test_when_all_is_there_nothing_is_done(self):
        make_image(jpeg(60, 40))
        run()
        before = list(Rendition.objects.order_by("pk").values())
        assert run() == ["Nothing to do."]
        assert list(Rendition.objects.order_by("pk").values()) == before

    def test_what_was_made_from_other_words_is_made_anew(self):
        image = make_image(jpeg(60, 40))
        run()
        Image.objects.update(copyright_notice="© 2024 Kyodo")
        assert run() == [f"1 of 1: picture {image.pk}, 12 files", "All files are there."]

    def test_files_from_before_there_were_recipes_are_made_anew(self):
        image = make_image(jpeg(60, 40))
        run()
        Rendition.objects.update(recipe="")
        assert run()[0] == f"1 of 1: picture {image.pk}, 12 files"

    def test_all_makes_everything_anew(self):
        first, second = make_image(jpeg(60, 40)), make_image(jpeg(60, 40))
        run()
        assert run("--all")[:2] == [
            f"1 of 2: picture {first.pk}, 12 files",
            f"2 of 2: picture {second.pk}, 12 files",
        ]
        assert run("--all", "--after", str(first.pk))[:1] == [
            f"1 of 1: picture {second.pk}, 12 files"
        ]

    def test_a_broken_picture_stops_no_other_and_is_named_at_the_end(self):
        gone, whole = (make_image(jpeg(60, 40), with_renditions=False) for _picture in range(2))
        gone.original.storage.delete(gone.original.name)
        with pytest.raises(CommandError) as failed:
            run()
        assert str(failed.value) == (
            f"Picture {gone.pk} was left as it is: its original is not in the storage."
            " Bring it back from a backup, or withdraw it."
        )
        assert failed.value.returncode == 1
        assert renditions.is_complete(whole) and not renditions.is_complete(gone)

    def test_after_an_interruption_it_goes_on_where_it_was(self):
        pictures = [make_image(jpeg(60, 40), with_renditions=False) for _picture in range(3)]
        renditions.make(pictures[0], renditions.ALL)
        renditions.make(pictures[1], renditions.AT_ONCE)
        assert run() == [
            f"1 of 2: picture {pictures[1].pk}, 8 files",
            f"2 of 2: picture {pictures[2].pk}, 12 files",
            "All files are there.",
        ]


# --- Killed ------------------------------------------------------------------------------------

IMPORT = """
import io, random
from django.core.files.base import ContentFile
from PIL import Image as Pillow
from images import tasks
from images.files import validate
from images.models import Image
data = io.BytesIO()
Pillow.frombytes("RGB", (1000, 700), random.Random(7).randbytes(2_100_000)).save(data, "JPEG")
file = ContentFile(data.getvalue(), name="picture.jpg")
image = Image.objects.create(original=file, alt="Cầu", **validate.validate(file).columns())
tasks.make_renditions.enqueue(image.pk)
"""
REPORT = """
import json
from django.conf import settings
from django_tasks_db.models import DBTaskResult
from images.files import renditions
from images.models import Image
image = Image.objects.get()
folder = settings.DATA_DIR / "renditions"
print(json.dumps({
    "complete": renditions.is_complete(image),
    "rows": sorted(image.renditions.values_list("file", flat=True)),
    "files": sorted(str(path.relative_to(folder)) for path in folder.rglob("*.*")),
    "noted": sum(len(sizes) for crop in image.files.values() for _recipe, sizes in crop.values()),
    "tasks": sorted(DBTaskResult.objects.values_list("status", flat=True)),
}))
"""


class Machine:
    """A newsroom of its own on this machine: a database file, a folder of data, a worker."""

    def __init__(self, folder, interpreter):
        self.folder, self.interpreter = folder, interpreter
        self.environment = {
            "NEWSROOM_MODE": "development",
            "NEWSROOM_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "PYTHONWARNINGS": "ignore",
        }

    def manage(self, *arguments):
        run = self.interpreter.run("manage.py", *arguments, **self.environment)
        assert run.status == 0, run.errors
        return run.output

    def python(self, program):
        return self.manage("shell", "--no-imports", "-c", program)

    def files(self):
        return sum(1 for _path in (self.folder / "renditions").rglob("*.*"))

    def killed_when(self, number):
        """Start the worker and kill it as soon as there are so many files; how many there are."""
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker", "--worker-id", "one", "--no-startup-delay"],
            cwd=settings.BASE_DIR,
            env={"PATH": os.environ["PATH"], **self.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            until = time.monotonic() + 120
            while self.files() < number and worker.poll() is None and time.monotonic() < until:
                time.sleep(0.002)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        return self.files()


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_loses_nothing_and_leaves_nothing_double(
    tmp_path, interpreter
):
    machine = Machine(tmp_path, interpreter)
    machine.manage("migrate", "--verbosity", "0")
    machine.python(IMPORT)
    everything = 3 * 10
    for number in (1, 13, 22):  # between two files of a set, and between two sets
        assert number <= machine.killed_when(number) < everything
        report = json.loads(machine.python(REPORT))
        assert report["complete"] is False
        assert report["tasks"] == ["RUNNING"]
        assert set(report["rows"]) <= set(report["files"])
    machine.manage("worker", "--worker-id", "one", "--no-startup-delay", "--batch")
    report = json.loads(machine.python(REPORT))
    assert report["complete"] is True
    assert report["tasks"] == ["SUCCESSFUL"]
    assert report["rows"] == report["files"]
    assert report["noted"] == len(report["rows"]) == everything
    assert set(Counter(report["rows"]).values()) == {1}
