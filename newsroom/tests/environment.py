"""A pytest plugin, loaded before settings are: tests run in development mode, on data of their own.

It compiles the catalogues that have changed, too: once Django has read one, it is read for good.
"""

import atexit
import gc
import os
import shutil
import tempfile

from newsroom import catalogues

os.environ.setdefault("NEWSROOM_MODE", "development")
if "NEWSROOM_DATA" not in os.environ:
    os.environ["NEWSROOM_DATA"] = _data = tempfile.mkdtemp(prefix="newsroom-tests-")
    os.mkdir(os.path.join(_data, "static"))  # where static files would be collected
    atexit.register(shutil.rmtree, _data, ignore_errors=True)

catalogues.compile_stale()


def pytest_collection_finish():
    """Spare Python from looking for garbage among what collection made: a tenth of the whole time."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
