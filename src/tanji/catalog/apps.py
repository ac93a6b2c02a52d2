"""The app of documents, drafts, evidence and jobs."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Documents, drafts, evidence, databases, jobs."""

    name = "tanji.catalog"
    label = "catalog"
    works: tuple[str, ...] = ()
    """Modules that register kinds of long work."""
