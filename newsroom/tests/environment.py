"""A pytest plugin, loaded before settings are: tests run in development mode, on data of their own."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("NEWSROOM_MODE", "development")
if "NEWSROOM_DATA" not in os.environ:
    os.environ["NEWSROOM_DATA"] = _data = tempfile.mkdtemp(prefix="newsroom-tests-")
    os.mkdir(os.path.join(_data, "static"))  # where static files would be collected
    atexit.register(shutil.rmtree, _data, ignore_errors=True)
