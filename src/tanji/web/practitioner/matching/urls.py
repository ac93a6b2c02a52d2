"""Addresses of the matching queue."""

from __future__ import annotations

from django.urls import path

from tanji.web.practitioner.matching import views

urlpatterns = [
    path("studies/<uuid:pk>/match/", views.queue, name="study_match"),
    path("studies/<uuid:pk>/match/search/", views.search, name="study_match_search"),
]
