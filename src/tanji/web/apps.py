"""The Django app of the pages; it has no tables."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and the tag library `tanji`."""

    name = "tanji.web"
    label = "web"
    verbose_name = "Tanji web"
