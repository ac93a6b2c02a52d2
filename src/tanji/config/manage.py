"""`tanji-server`: the commands of Django, and those of Tanji's apps, with Tanji's settings."""

from __future__ import annotations

import os
import sys


def run() -> None:
    """Run the command that the terminal gives."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanji.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["tanji-server", *sys.argv[1:]])


if __name__ == "__main__":
    run()
