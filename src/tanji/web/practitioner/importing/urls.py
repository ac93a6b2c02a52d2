"""Addresses of imports."""

from __future__ import annotations

from django.urls import path

from tanji.web.practitioner.importing import views

urlpatterns = [
    path("studies/<uuid:pk>/import/", views.upload, name="study_import"),
    path("imports/<uuid:pk>/<int:step>/", views.step, name="import_step"),
    path("imports/<uuid:pk>/error-rows.xlsx", views.error_rows, name="import_errors"),
    path("imports/<uuid:pk>/scheme/", views.scheme, name="import_scheme"),
    path("imports/<uuid:pk>/undo/", views.undo, name="import_undo"),
]
