"""Set before anything is imported: the data of the platform stand in a folder of this process alone."""

import atexit
import os
import pathlib
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="tanji-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["TANJI_DATA"] = _data
os.environ["TANJI_PLAIN_STATIC"] = "true"
(pathlib.Path(_data) / "static").mkdir()
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
