"""Addresses: pages at the root, machines under /api/."""

from __future__ import annotations

from django.urls import include, path

from tanji.web.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("api/", include("tanji.api.urls")),
    path("", include("tanji.web.urls")),
]
