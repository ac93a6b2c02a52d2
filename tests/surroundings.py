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


def _flush_in_spite_of_triggers() -> None:
    """A test that commits empties all tables afterwards; the triggers that guard events on SQLite wait for that."""
    from django.db.backends.sqlite3.base import DatabaseOperations

    emptying = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        gone = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
        emptying(self, [*gone, *sql_list, *(sql for _, sql in triggers)])

    DatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]


_flush_in_spite_of_triggers()
