"""Addresses of products."""

from __future__ import annotations

from django.urls import path

from tanji.web.practitioner.products import views

urlpatterns = [
    path("products/", views.products, name="products"),
    path("products/new/", views.new, name="product_new"),
    path("products/sample/", views.sample, name="product_sample"),
    path("products/<uuid:pk>/", views.product, name="product"),
    path("products/<uuid:pk>/edit/", views.edit, name="product_edit"),
    path("products/<uuid:pk>/studies/", views.study, name="product_study"),
    path("products/<uuid:pk>/archive/", views.archive, name="product_archive"),
    path("products/<uuid:pk>/restore/", views.restore, name="product_restore"),
]
