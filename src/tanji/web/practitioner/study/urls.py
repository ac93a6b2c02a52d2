"""Addresses of a study."""

from __future__ import annotations

from django.urls import path

from tanji.web.practitioner.study import computing, factors, keeping, views

urlpatterns = [
    path("studies/<uuid:pk>/", views.overview, name="study"),
    path("studies/<uuid:pk>/rules/", views.rules, name="study_rules"),
    path("studies/<uuid:pk>/data/", views.data, name="study_data"),
    path("studies/<uuid:pk>/data/<slug:card>/", views.card, name="study_card"),
    path("studies/<uuid:pk>/data/<slug:card>/add/", views.line, name="study_line_add"),
    path("studies/<uuid:pk>/data/<slug:card>/<str:line>/", views.line, name="study_line"),
    path("studies/<uuid:pk>/data/<slug:card>/<str:line>/remove/", views.remove, name="study_line_remove"),
    path("studies/<uuid:pk>/data/<slug:card>/<str:line>/factor/", factors.factor, name="study_factor"),
    path("studies/<uuid:pk>/undo/", views.undo, name="study_undo"),
    path("studies/<uuid:pk>/compute/", computing.compute, name="study_compute"),
    path("studies/<uuid:pk>/compute/progress/", computing.progress, name="study_progress"),
    path("studies/<uuid:pk>/compute/stop/", computing.stop, name="study_stop"),
    path("studies/<uuid:pk>/history/", keeping.history, name="study_history"),
    path("studies/<uuid:pk>/archive/", keeping.archive, name="study_archive"),
    path("studies/<uuid:pk>/restore/", keeping.restore, name="study_restore"),
]
