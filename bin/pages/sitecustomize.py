"""Start this Python at a fixed moment, with chance that is the same each time: see bin/compare-pages.

Python imports a module of this name by itself when its folder is on PYTHONPATH. The clock stands still
but for sleeping, which moves it on at once. Chance comes from streams that depend on who asks and for
how much, so that a draw more in one place changes nothing elsewhere; and on the moment, because
commands that follow each other share a database, where numbers drawn twice would collide.
"""

import hashlib
import os
import random
import time
from collections import Counter
from datetime import datetime

import time_machine


def stream(name):
    """Return a function as os.urandom, whose answers follow from `name` and what was asked before."""
    asked = Counter()

    def draw(size):
        asked[size] += 1
        return hashlib.shake_256(f"{moment} {name} {size} {asked[size]}".encode()).digest(size)

    return draw


moment = datetime.fromisoformat(os.environ["COMPARED_AT"])
clock = time_machine.travel(moment, tick=False).start()
time.sleep = clock.shift
time.monotonic = lambda: time.time() - moment.timestamp() + 1000
os.urandom, random._urandom = stream("os"), stream("random")
random.seed(0)
