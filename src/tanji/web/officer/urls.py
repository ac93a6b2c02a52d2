"""Addresses of the pages of accounting rules."""

from __future__ import annotations

from django.urls import path, re_path

from tanji.web.officer import drafts, views

_PART = "(?P<part>manifest|parameters|content|rules|cases|texts)"
_DRAFT = r"^rules/drafts/(?P<draft>[0-9a-f-]{36})"

urlpatterns = [
    path("rules/", views.register, name="rules"),
    path("rules/which/", views.which, name="rule_which"),
    path("rules/compare/", views.diff, name="rule_diff"),
    path("rules/drafts/", drafts.drafts, name="rule_drafts"),
    path("rules/drafts/<uuid:draft>/trial/", drafts.trial, name="rule_trial"),
    path("rules/drafts/<uuid:draft>/archive/", drafts.archive, name="rule_archive"),
    re_path(rf"{_DRAFT}/{_PART}/$", drafts.draft, name="rule_draft"),
    re_path(rf"{_DRAFT}/{_PART}/check/$", drafts.check, name="rule_check"),
    path("rules/packs/<str:identity>/", views.pack, name="rule_pack"),
    re_path(
        r"^rules/packs/(?P<identity>[^/]+)/(?P<tab>content|parameters|cases|text)/$", views.pack, name="rule_pack_tab"
    ),
]
