"""Kinds of rows as doors name them in annotations; what is read and done stays in queries and actions."""

from tanji.catalog.models import Database, Job, ReleaseRow

__all__ = ["Database", "Job", "ReleaseRow"]
