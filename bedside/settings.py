"""Django's settings, all of them; what differs between machines comes from `environment`."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from bedside import postgres
from bedside.environment import environment

ENV = environment()
HOME = ENV.home
DEBUG = ENV.debug
TESTING = bool(os.environ.get("PYTEST_VERSION"))


def _secret() -> str:
    """The signing key: given, or made once under home (tests and commands without a home get a passing one)."""
    if ENV.secret_key:
        return ENV.secret_key
    path = HOME / "secret_key"
    if path.exists():
        return path.read_text().strip()
    made = secrets.token_urlsafe(50)
    if HOME.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:
            out.write(made)
    return made


def _database() -> dict[str, Any]:
    address = postgres.Address("", "", "", "bedside")
    if ENV.database_url:
        address = postgres.parse(ENV.database_url)
    elif cluster := postgres.running(HOME):
        address = cluster.app
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": address.host,
        "PORT": str(address.port),
        "USER": address.user,
        "PASSWORD": address.password,
        "NAME": address.name,
        # One pool a process: requests run on short-lived threads, which would otherwise each connect anew.
        "OPTIONS": {} if TESTING else {"pool": {"min_size": 1, "max_size": 24, "timeout": 10}},
    }


SECRET_KEY = _secret()
ALLOWED_HOSTS = ["*"] if not ENV.origin else [ENV.origin.split("://")[-1].split(":")[0], "127.0.0.1", "localhost"]
#: The address people and networks reach this installation by, without a slash at its end.
ORIGIN = ENV.origin or f"http://{ENV.host}:{ENV.port}"
CSRF_TRUSTED_ORIGINS = [ENV.origin] if ENV.origin else []
SECURE = ENV.origin.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "bedside.ui",
    "bedside.organizations",
    "bedside.audit",
    "bedside.guard",
    "bedside.channels",
    "bedside.answers",
    "bedside.incidents",
    "bedside.inbox",
    "bedside.publishing",
    "bedside.recovery",
    "bedside.hub",
    "bedside.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "bedside.web.middleware.fence",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

FORM_RENDERER = "bedside.ui.forms.Renderer"
ROOT_URLCONF = "bedside.web.urls"
ASGI_APPLICATION = "bedside.web.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bedside.web.context.workspace",
            ],
        },
    }
]

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}}

# People
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    ]
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
)
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "/accounts/login/"
ACCOUNT_ADAPTER = "bedside.organizations.signin.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation link was opened from that mailbox, or an administrator made it
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers, no word on who has an account
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key", "reset_password": "20/m/ip,5/m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Bedside"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # browsers themselves allow it on localhost alone
USERSESSIONS_TRACK_ACTIVITY = False

# Sessions end by themselves: 45 CFR 164.312(a)(2)(iii), automatic logoff
SESSION_COOKIE_AGE = ENV.session_minutes * 60
SESSION_SAVE_EVERY_REQUEST = False  # web.middleware extends a session on a click, not on a live refresh
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "bedside_session"
CSRF_COOKIE_NAME = "bedside_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
if SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
CSRF_FAILURE_VIEW = "bedside.web.views.csrf_failed"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# Language, time
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English")]  # every string goes through gettext; a language is offered once it is translated
USE_TZ = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400

# Mail
DEFAULT_FROM_EMAIL = ENV.mail_from
if ENV.mail_url:
    from urllib.parse import unquote, urlsplit

    _mail = urlsplit(ENV.mail_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 15
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"

# Jobs. Names of tasks are the dotted nouns and verbs of the audit record.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

#: The one page that says who hears of what.
WIRING = "bedside.wiring"

# Logs: what happened, never what a person wrote.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"discreet": {"()": "bedside.kit.discretion.Discreet"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["discreet"]}},
    "root": {"handlers": ["out"], "level": "WARNING"},
    "loggers": {
        "bedside": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []


def _rehearsal_token() -> str:
    path = HOME / "rehearsal.json"
    return str(json.loads(path.read_text())["token"]) if path.exists() else ""


REHEARSAL_TOKEN = _rehearsal_token()
MEDIA_FOLDER: Path = HOME / "media"
