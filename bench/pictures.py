"""The upload of 200 pictures of 12 megapixels in one go, as the library's page sends them.

Run by bench/run pictures on the production stack. Prints how long it took, what memory the server's
and the task worker's processes had at most, how fast the desk's home answered meanwhile, and when the
last of the later formats was made.
"""

import http.cookiejar
import io
import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from PIL import Image as Pillow  # noqa: E402

from images.models import Image, Rendition  # noqa: E402
from newsroom.demo import backend, content, people  # noqa: E402

PORT = 8977
SITE = f"http://127.0.0.1:{PORT}"
AT_ONCE = 2  # uploads at a time, as in static/desk/upload.js
MEGAPIXELS = 12


def photograph(number, size):
    """A JPEG, of some 3 MB when it has 12 megapixels, with a photograph's noise; no two are the same."""
    coarse = Pillow.effect_noise((400, 300), 60 + number % 20).resize(size)
    fine = Pillow.effect_noise(size, 14)
    grey = Pillow.blend(coarse, fine, 0.3)
    file = io.BytesIO()
    Pillow.merge("RGB", (grey, coarse, grey)).save(
        file, "JPEG", quality=82, comment=f"photograph {number}"
    )
    return file.getvalue()


class Desk:
    """Somebody of the picture desk with a browser."""

    def __init__(self):
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        page = self.get("/admin/login/").decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        credentials = {
            "username": "pictures",
            "password": backend.PASSWORD,
            "csrfmiddlewaretoken": token,
        }
        self.post("/admin/login/?next=/admin/", urllib.parse.urlencode(credentials).encode())
        self.token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")

    def get(self, path):
        return self.opener.open(f"{SITE}{path}", timeout=60).read()

    def post(self, path, data, **headers):
        request = urllib.request.Request(  # noqa: S310
            f"{SITE}{path}", data, {"Referer": SITE, **headers}
        )
        return self.opener.open(request, timeout=120)

    def upload(self, data):
        """Send one file; its answer."""
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
        body = head.encode() + data + f"\r\n--{mark}--\r\n".encode()
        kind = f"multipart/form-data; boundary={mark}"
        headers = {"Content-Type": kind, "X-CSRFToken": self.token, "Accept": "application/json"}
        return json.load(self.post("/admin/images/image/take-in/", body, **headers))


def memory(pid):
    """Resident memory of a process and its children, in MB, by process."""
    by_process = {}
    for line in subprocess.check_output(["ps", "-eo", "pid=,ppid=,rss="], text=True).splitlines():  # noqa: S607
        own, parent, rss = map(int, line.split())
        if pid in (own, parent):
            by_process[own] = rss / 1024
    return by_process


class Watch(threading.Thread):
    """A thread that samples memory and the time that the desk's home takes, until `end()`."""

    def __init__(self, server, worker):
        super().__init__(daemon=True)
        self.server, self.worker, self.over = server, worker, threading.Event()
        self.of_server, self.of_worker, self.waits = {}, {}, []

    def run(self):
        reader, last_at = Desk(), 0.0
        while not (self.over.wait(0.1) and self.waits):
            for pid, most in ((self.server.pid, self.of_server), (self.worker.pid, self.of_worker)):
                for own, size in memory(pid).items():
                    most[own] = max(size, most.get(own, 0))
            if time.monotonic() - last_at > 1:
                last_at = time.monotonic()
                reader.get("/admin/")
                self.waits.append(1000 * (time.monotonic() - last_at))

    def end(self):
        """Stop, and report a fault of this thread as one of the benchmark."""
        self.over.set()
        self.join()
        assert self.waits, "The desk's home was never measured."


def start(*command):
    environment = {**os.environ, "SITE_URL": SITE}
    return subprocess.Popen(  # noqa: S603
        [sys.executable, *command], env=environment, stdout=subprocess.DEVNULL
    )


def report(name, watch):
    waits = sorted(watch.waits)
    print(f"  {name}")
    print(f"    server processes, most MB each: {[round(m) for m in watch.of_server.values()]}")
    print(f"    task worker, most MB: {[round(m) for m in watch.of_worker.values()]}")
    print(
        f"    the desk's home, ms: median {statistics.median(waits):.0f},"
        f" 95 % {waits[int(len(waits) * 0.95)]:.0f}, worst {waits[-1]:.0f}"
    )


def prepare(megapixels):
    """Make the database: with the demo, or for a trial with accounts alone."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if megapixels < MEGAPIXELS:
        people.make_accounts()  # a trial: the desk's home may be empty
    else:
        content.load(at=timezone.now())
        call_command("worker", batch=True, interval=0.01, verbosity=0)


def start_server():
    return start(
        "-m",
        "gunicorn",
        "newsroom.wsgi",
        "--bind",
        f"127.0.0.1:{PORT}",
        "--workers",
        "2",
        "--threads",
        "4",
        "--worker-class",
        "gthread",
        "--no-control-socket",
    )


def main(number, megapixels=MEGAPIXELS):
    prepare(megapixels)
    side = round((megapixels * 1_000_000 / 12) ** 0.5)
    width, height = size = 4 * side, 3 * side
    before = Image.objects.count()
    print(
        f"{number} pictures of {width} x {height}, database {settings.DATABASES['default']['ENGINE']}"
    )
    with ThreadPoolExecutor(2) as threads:
        files = list(threads.map(photograph, range(number), [size] * number))
    print(f"  {sum(map(len, files)) / number / 1e6:.1f} MB each")

    server = start_server()
    worker = start("manage.py", "worker", "--no-reload")
    try:
        time.sleep(4)
        desk, watch = Desk(), Watch(server, worker)
        watch.start()
        began = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(desk.upload, files))
        seconds = time.monotonic() - began
        watch.end()
        imported = Image.objects.count() - before
        print(
            f"  imported and ready to use as JPEG: {imported} in {seconds:.0f} s,"
            f" {imported / seconds:.1f} a second"
        )
        report("meanwhile", watch)

        watch = Watch(server, worker)
        watch.start()
        avif = Rendition.objects.filter(format="avif", crop="")
        while avif.values("image").distinct().count() < imported + before:
            time.sleep(1)
        watch.end()
        print(f"  all formats made: {time.monotonic() - began:.0f} s after the first upload")
        report("while the later formats were made", watch)
        assert imported == number
    finally:
        for process in (server, worker):
            process.terminate()
            process.wait(timeout=60)  # the database stops after this, and nobody may need it then


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or [200]))
