"""Addresses of the practitioner's road: every part that there is has a `urls.py` of its own."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

PARTS = ("products", "study", "results", "bom", "importing", "matching")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"tanji.web.practitioner.{part}.urls"))
    for part in PARTS
    if find_spec(f"tanji.web.practitioner.{part}") and find_spec(f"tanji.web.practitioner.{part}.urls")
]
