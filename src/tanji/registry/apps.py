"""The app of cases and events."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Cases, events, comments, to-dos, notices."""

    name = "tanji.registry"
    label = "registry"
    works = (
        "tanji.registry.databases.checking",
        "tanji.registry.databases.importing",
        "tanji.registry.databases.shelving",
        "tanji.registry.studies.jobs",
    )
    """Modules that register kinds of long work."""
    rounds = ("tanji.registry.ticking.tick",)
    """What the worker does every ten minutes."""
