"""Addresses of results, scenarios and reports."""

from __future__ import annotations

from django.urls import path

from tanji.web.practitioner.results import reports, scenarios, statement, views

urlpatterns = [
    path("studies/<uuid:pk>/results/", views.contribution, name="study_results"),
    path("studies/<uuid:pk>/results/stages/", views.stages, name="results_stages"),
    path("studies/<uuid:pk>/results/tree/", views.tree, name="results_tree"),
    path("studies/<uuid:pk>/results/uncertainty/", views.uncertainty, name="results_uncertainty"),
    path("studies/<uuid:pk>/results/peers/", views.peers, name="results_peers"),
    path("studies/<uuid:pk>/results/quality/", views.quality, name="results_quality"),
    path("studies/<uuid:pk>/results/conformity/", views.conformity, name="results_conformity"),
    path("studies/<uuid:pk>/results/lines.csv", reports.lines_csv, name="results_csv"),
    path("studies/<uuid:pk>/results/lines/<str:line>/", views.line, name="results_line"),
    path("studies/<uuid:pk>/scenarios/", scenarios.scenarios, name="study_scenarios"),
    path("studies/<uuid:pk>/scenarios/compare/<uuid:other>/", scenarios.compare, name="study_compare"),
    path("studies/<uuid:pk>/statement/", statement.statement, name="study_statement"),
    path("studies/<uuid:pk>/report/", reports.report, name="study_report"),
    path("studies/<uuid:pk>/report/<str:form>", reports.download, name="report_file"),
]
