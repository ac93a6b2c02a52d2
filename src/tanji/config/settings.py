"""Django's settings, made of the environment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from tanji.config.databases import postgres, sqlite
from tanji.config.environment import environment
from tanji.config.logs import logging_settings
from tanji.config.signin import ELSEWHERE, identity_provider, mail, providers

_ENV = environment()
_SOURCE = Path(__file__).parents[1]

DEBUG = _ENV.debug
SECRET_KEY = _ENV.secret()
SECRET_KEY_FALLBACKS = list(_ENV.old_secret_keys)
ALLOWED_HOSTS = list(_ENV.hosts)
CSRF_TRUSTED_ORIGINS = [_ENV.origin]
TANJI = _ENV

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "ninja",
    "tanji.accounts",
    "tanji.catalog",
    "tanji.registry",
    "tanji.web",
    "tanji.api",
    "tanji.config",
]
MIDDLEWARE = [
    "tanji.config.observed.RequestMiddleware",
    "tanji.config.probes.ProbeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tanji.accounts.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tanji.accounts.middleware.ActingMiddleware",
    "tanji.api.arriving.ApiMiddleware",
    "tanji.web.refused.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "tanji.config.urls"
WSGI_APPLICATION = "tanji.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_SOURCE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tanji.web.context.frame",
            ],
        },
    }
]

_POSTGRES = _ENV.database_url and postgres(_ENV.database_url, _ENV.statement_seconds)
DATABASES = {"default": _POSTGRES or sqlite(_ENV.data / "tanji.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIGRATION_MODULES: dict[str, str] = {}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "tanji.accounts.passwords.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_RATE_LIMITS = dict.fromkeys(ELSEWHERE) | {"login_failed": "10/5m/key"}
"""Limits by address are Tanji's own (accounts/limits.py); this one counts wrong codes of one person from anywhere."""
ACCOUNT_SIGNUP_REDIRECT_URL = "organisation_new"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[碳迹 Tanji] "
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = None
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Tanji"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _ENV.secure
SOCIALACCOUNT_PROVIDERS = providers(_ENV)
SOCIALACCOUNT_ONLY = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "tanji.accounts.lockout.name_of"
AXES_CLIENT_IP_CALLABLE = "tanji.accounts.limits.address_of"
AXES_LOCKOUT_CALLABLE = "tanji.web.account.locked.locked"
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False

EMAIL_SUBJECT_PREFIX = ACCOUNT_EMAIL_SUBJECT_PREFIX
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _ENV.mail_from
globals().update(mail(_ENV))

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = _ENV.data / "static"
_COLLECTED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _PLAIN if _ENV.plain_static else _COLLECTED},
}
WHITENOISE_USE_FINDERS = _ENV.plain_static
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

LOGGING_CONFIG = None
logging_settings(_ENV.log_level)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _ENV.secure
SECURE_HSTS_SECONDS = 31_536_000 if _ENV.secure else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _ENV.secure else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "tanji.web.frame.views.stale_form"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *identity_provider(_ENV)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "report-uri": "/policy-report/",
    },
}
