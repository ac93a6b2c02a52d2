"""Addresses of the frame."""

from __future__ import annotations

from django.urls import path

from tanji.web.frame import views

urlpatterns = [path("policy-report/", views.policy_report, name="policy_report")]
