"""The app of people and organisations."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People, organisations, memberships."""

    name = "tanji.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Every `migrate` ends with each table under its rule of row-level security."""
        from tanji.accounts.policies import enforce

        post_migrate.connect(enforce, sender=self, dispatch_uid="tanji.accounts.policies")
