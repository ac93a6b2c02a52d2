"""Addresses of the frame."""

from __future__ import annotations

from django.urls import path

from tanji.web.frame import notices, views

urlpatterns = [
    path("notices/", notices.listed, name="notices"),
    path("notices/read/", notices.mark_read, name="notices_read"),
    path("policy-report/", views.policy_report, name="policy_report"),
]
