"""Start this Python, and every Python that it starts, at another hour: see bin/at-hour.

Python imports a module of this name by itself when its folder is on PYTHONPATH, before anything else
reads the clock. The clock goes on from there. Only the hour is moved, to its nearest occurrence, so
that the days of files and of the database server's own clock stay within half a day of it.
"""

import os
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine

HOUSE = ZoneInfo("Asia/Ho_Chi_Minh")


def nearest(hour: str, now: datetime) -> datetime:
    """The moment nearest to `now` at which clocks of the house show `hour`, as in “23:59”."""
    hours, minutes = map(int, hour.split(":"))
    today = now.astimezone(HOUSE).replace(hour=hours, minute=minutes, second=0, microsecond=0)
    return min((today + timedelta(days=days) for days in (-1, 0, 1)), key=lambda at: abs(at - now))


time_machine.travel(nearest(os.environ["NEWSROOM_HOUR"], datetime.now(HOUSE)), tick=True).start()
