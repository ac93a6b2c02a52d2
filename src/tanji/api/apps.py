"""The app of the door for machines."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Machines."""

    name = "tanji.api"
    label = "api"
