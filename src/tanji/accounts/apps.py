"""The app of people and organisations."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, organisations, memberships."""

    name = "tanji.accounts"
    label = "accounts"
