"""Django's settings, made from `config.load`. No setting is read from the environment anywhere else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from kunci.site import config, keys, postgres

CONFIG = config.load(os.environ)
WEB = Path(__file__).resolve().parent.parent / "web"

# Before the first start there are no keys yet (type checks, `kunci routes`): such a process gets its own.
KUNCI_KEYS = keys.read(CONFIG.keys) or keys.fresh()
SECRET_KEY = KUNCI_KEYS.secret
DEBUG = False
KUNCI_DEMO = CONFIG.demo
KUNCI_ADDRESS = CONFIG.address

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
if CONFIG.host not in ("127.0.0.1", "::1", "localhost"):
    ALLOWED_HOSTS = ["*"]
if CONFIG.public_url:
    ALLOWED_HOSTS.append(CONFIG.public_url.split("//")[1].rsplit(":", 1)[0])
    CSRF_TRUSTED_ORIGINS = [CONFIG.public_url]
SECURE = bool(CONFIG.public_url and CONFIG.public_url.startswith("https:"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "kunci.models.apps.ModelsConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kunci.web.middleware.PrivateByDefault",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kunci.web.middleware.AccountLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "kunci.site.urls"
WSGI_APPLICATION = "kunci.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates", WEB.parent / "actions" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "kunci.web.context.everywhere",
            ],
        },
    },
]


# Row rules make planning dearer than running: a statement that comes again on a connection is planned no second time.
PREPARED = {"server_side_binding": True, "prepare_threshold": 2}


def _database(role: postgres.Role, search_path: str) -> dict[str, Any]:
    address = postgres.address(CONFIG, role=role)
    return {
        "ENGINE": "django.db.backends.postgresql",
        **address,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**address["OPTIONS"], "options": f"-c search_path={search_path}", **PREPARED},
    }


# Pages use `default`, which sees what the row rules leave it; only migrations and start-up use `owner`.
DATABASES = {
    "default": _database("app", "door,public"),
    "owner": _database("owner", "public,door"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "models.Account"
AUTHENTICATION_BACKENDS = ["kunci.models.account.ByLink"]
# Passkeys and recovery codes are allauth's, below pages of our own: none of its pages or mails is used.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS, ACCOUNT_SIGNUP_FIELDS = {"email"}, ["email*"]  # for its start-up checks; it signs nobody in
MFA_ADAPTER = "kunci.actions.passkeys.Adapter"
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_RECOVERY_CODE_DIGITS = 16
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24  # a sign-in link lasts a day
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
if SECURE:  # a name that browsers keep for this very host, over https
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kunci.web.views.errors.csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    },
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [WEB / "locale"]
LANGUAGE_COOKIE_NAME, LANGUAGE_COOKIE_SECURE = "__Host-language" if SECURE else "language", SECURE
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

KUNCI_MAIL_FOLDER = CONFIG.mail_folder
DEFAULT_FROM_EMAIL = "Kunci <kunci@localhost>"
EMAIL_BACKEND = "kunci.site.mailfolder.Folder"
if (server := CONFIG.mail_server) is not None:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = server.host, server.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = server.user, server.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = server.security == "tls", server.security == "starttls"
    EMAIL_TIMEOUT = 30

PROCRASTINATE_IMPORT_PATHS = ["kunci.site.jobs"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None

STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 60_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 31 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["kunci.web.uploads.Bounded", "django.core.files.uploadhandler.MemoryFileUploadHandler"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A page that is not there is no fault, and its address may be somebody's link.
    "loggers": {"django.request": {"level": "ERROR"}},
}
