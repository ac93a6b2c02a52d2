"""A worker process for the tests of crashes: it knows one kind of work, which writes one line for each number."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import django


def setup() -> None:
    """Register the kind; Django must know its settings before."""
    from tanji.catalog.jobs import Run, job
    from tanji.catalog.models import Product
    from tanji.errors import Text

    @job("counting", title=Text(zh="数数", en="Counting"))
    def count(run: Run) -> dict[str, object]:
        """Create a product for each number, one transaction each, with its checkpoint; slowly."""
        total = run.arguments["total"]
        for number in range(run.saved.get("next", 0), total):
            run.progress(Text(zh="正在数", en="Counting"), number, total)
            with run.writing({"next": number + 1}):
                Product.objects.create(
                    organisation=run.acting.organisation, created_by=run.acting.person, name=f"{number}"
                )
            time.sleep(run.arguments["seconds"])
        return {"counted": total}


def ask() -> None:
    """Ask for a job as a new person of a new organisation; prints its id."""
    from tests.catalog.people import member

    from tanji.accounts.tenancy import scope
    from tanji.catalog.jobs import enqueue

    with scope(None, everything=True):
        who = member("a", "publisher", "accountant")
    with scope(who):
        print(enqueue(who, "counting", {"total": 12, "seconds": 0.2}).id)  # noqa: T201 - read by the test


def main() -> None:
    """`ask`: ask for a job. Else: work until killed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanji.config.settings")
    from django.conf import settings

    if name := os.environ.get("COUNTING_DATABASE"):
        settings.DATABASES["default"]["NAME"] = name
    django.setup()
    setup()
    if sys.argv[1:] == ["ask"]:
        ask()
        return
    from tanji.catalog.jobs import work

    Path(os.environ["COUNTING_READY"]).touch()
    work(threading.Event())


if __name__ == "__main__":
    main()
