"""The application that a web server runs. It does not start on a database that would lose acknowledged work."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanji.config.settings")
application = get_wsgi_application()


def _safe() -> None:
    from django.db import connection

    from tanji.config.databases import refuse_unsafe

    refuse_unsafe(connection)
    connection.close()


_safe()
