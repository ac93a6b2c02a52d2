"""Addresses of the pages for everybody."""

from __future__ import annotations

from django.urls import path

from tanji.web.everybody import views

urlpatterns = [
    path("", views.front, name="home"),
    path("factors/", views.factor_search, name="factors"),
    path("factors/<str:database>/<str:version>/<path:process>/", views.factor, name="factor"),
    path("policy/", views.policy_reader, name="policy"),
    path("methods/", views.method_list, name="methods"),
    path("methods/<slug:name>/", views.method_page, name="method"),
    path("about/", views.about, name="about"),
    path("design/", views.design, name="design"),
    path("search/", views.search, name="search"),
]
