"""Addresses of the pages: every area has a `urls.py` of its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

AREAS = ("frame", "everybody", "account", "practitioner", "publisher", "officer")

urlpatterns: list[URLPattern | URLResolver] = [path("", include(f"tanji.web.{area}.urls")) for area in AREAS]

handler400 = "tanji.web.frame.views.bad_request"
handler403 = "tanji.web.frame.views.forbidden"
handler404 = "tanji.web.frame.views.not_found"
handler500 = "tanji.web.frame.views.failed"
