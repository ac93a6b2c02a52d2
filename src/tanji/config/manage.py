"""`tanji-server`: the commands of Django, and those of Tanji's apps, with Tanji's settings."""

from __future__ import annotations

import os
import sys
from typing import Final

from tanji.errors import Refusal

AS_OWNER: Final = frozenset({"migrate", "grant_app_role", "restore", "backup"})
"""Commands that need the role that owns the tables; all others run as the role of TANJI_DATABASE_URL."""
CHECKED: Final = frozenset({"worker"})
"""Commands that do not start on a database that would lose acknowledged work."""


def run() -> None:
    """Run the command that the terminal gives; a refusal is told with its code, exit code 1."""
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in AS_OWNER:
        _as_owner()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanji.config.settings")
    from django.core.management import execute_from_command_line

    try:
        if command in CHECKED and "--help" not in sys.argv:
            import tanji.config.wsgi  # noqa: F401  # checks the database
        execute_from_command_line(["tanji-server", *sys.argv[1:]])
    except Refusal as refusal:
        from tanji.cli.language import detect

        language = detect(os.environ)
        hint = refusal.hint.of(language) if refusal.hint else ""
        sys.stderr.write(f"{refusal.code} {refusal.message.of(language)} {hint}\n")
        sys.exit(1)


def _as_owner() -> None:
    from tanji.config.environment import environment

    if owner := environment().owner_database_url:
        os.environ["TANJI_DATABASE_URL"] = owner
        environment.cache_clear()


if __name__ == "__main__":
    run()
