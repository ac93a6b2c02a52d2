"""Every kind of long work is known to the worker."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps

import tanji


def test_every_module_with_a_kind_of_work_is_named_by_its_app() -> None:
    source = Path(tanji.__file__).parent
    with_jobs = {
        ".".join(path.relative_to(source.parent).with_suffix("").parts)
        for path in source.rglob("*.py")
        if "\n@job(" in path.read_text("utf-8")
    }
    named = {module for app in apps.get_app_configs() for module in getattr(app, "works", ())}
    assert with_jobs == named
    assert with_jobs
