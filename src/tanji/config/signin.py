"""What sign-in needs of the surroundings: the mail server, and the organisation's own identity provider."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from tanji.config.environment import Environment

PROVIDER = "oidc"
ELSEWHERE = (
    "change_password", "change_phone", "confirm_email", "login", "manage_email", "reauthenticate", "request_login_code",
    "reset_password", "reset_password_from_key", "signup", "verify_phone",
)  # fmt: skip
"""Limits of allauth that do not count: accounts/limits.py counts in the database, for all processes together."""


def mail(env: Environment) -> dict[str, Any]:
    """Django's settings of mail: the server of the URL, or files in the data folder. Refuses any other kind of URL."""
    if env.mail_url is None:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(env.data / "mail"),
        }
    parts = urlsplit(env.mail_url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("TANJI_MAIL_URL: smtp://user:password@host:port or smtps://… is needed")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.username is not None,
        "EMAIL_TIMEOUT": 20,
    }


def providers(env: Environment) -> dict[str, Any]:
    """Sign-in through an identity provider (OpenID Connect) where all four are given; none otherwise."""
    given = (env.oidc_name, env.oidc_issuer, env.oidc_client, env.oidc_secret)
    if not all(given):
        return {}
    app = {
        "provider_id": PROVIDER,
        "name": env.oidc_name,
        "client_id": env.oidc_client,
        "secret": env.oidc_secret,
        "settings": {"server_url": env.oidc_issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def identity_provider(env: Environment) -> Sequence[str]:
    """The origin of the identity provider, which a form may lead to where there is one."""
    if not providers(env) or env.oidc_issuer is None:
        return ()
    parts = urlsplit(env.oidc_issuer)
    return (f"{parts.scheme}://{parts.netloc}",)
