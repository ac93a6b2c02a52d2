"""Addresses of the API alone, so that its tests look at nothing else."""

from django.urls import include, path

urlpatterns = [path("api/", include("tanji.api.urls"))]
