"""The application that a web server runs. It does not start on a database that would lose acknowledged work,
nor with the demo, whose passwords everybody knows, under a name that others reach.
"""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanji.config.settings")
application = get_wsgi_application()


def _safe() -> None:
    from django.db import connection

    from tanji.config.databases import refuse_unsafe
    from tanji.config.environment import environment
    from tanji.config.serving import refuse_open_demo

    if environment().demo:
        refuse_open_demo(environment(), "127.0.0.1")
    refuse_unsafe(connection)
    connection.close()


_safe()
