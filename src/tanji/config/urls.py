"""Addresses: pages at the root, machines under /api/."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/", include("tanji.api.urls")),
    path("", include("tanji.web.urls")),
]
