"""The app of the installation: it has commands and no tables."""

from __future__ import annotations

from django.apps import AppConfig


class InstallationConfig(AppConfig):
    """Commands to serve, to fill with demo data, to back up and to restore."""

    name = "tanji.config"
    label = "installation"
    verbose_name = "Tanji installation"
