"""Settings of WeCom Notify: every one is an environment variable, listed in docs/settings.md.

A value without a safe default stops the start with a sentence that says what to set.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from wecomnotify import configuration, database_settings
from wecomnotify.people_settings import *  # noqa: F403  # how people sign in

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

# ── Safety ────────────────────────────────────────────────────────────────
DEBUG = env.bool("DEBUG", default=False)
BIND = env.str("BIND", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
if DEBUG and not configuration.is_loopback(BIND):
    msg = f"DEBUG is on and BIND is {BIND}: set DEBUG=false, or BIND=127.0.0.1 for development."
    raise ImproperlyConfigured(msg)
DATA_DIR = configuration.data_dir(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
SECRET_KEY = configuration.secret_key(env.str("SECRET_KEY", default=""), debug=DEBUG, folder=DATA_DIR)
BASE_URL = env.str("BASE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
IS_HTTPS = urlsplit(BASE_URL).scheme == "https"
ALLOWED_HOSTS = configuration.allowed_hosts(BASE_URL, env.list("ALLOWED_HOSTS", default=[]))
CSRF_TRUSTED_ORIGINS = [configuration.origin(BASE_URL)]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_HSTS_SECONDS = 63_072_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT, SECURE_SSL_HOST = IS_HTTPS, urlsplit(BASE_URL).netloc
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$", "^api/"]  # a program is not led elsewhere
DATA_UPLOAD_MAX_MEMORY_SIZE = 9 * 1024 * 1024
# Never through a temporary file: an uploaded list of credentials holds keys in clear.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
CONTENT_SECURITY_POLICY = {"DIRECTIVES": configuration.CONTENT_SOURCES}

# ── Application ───────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "lucide",
    "template_partials",
    "wecomnotify",
    "teams",
    "credentials",
    "notifications",
    "simulator",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wecomnotify.middleware.ContentPolicy",
    "wecomnotify.middleware.PrivatePages",
    "wecomnotify.middleware.NoNul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "wecomnotify.fetch_metadata.FetchMetadata",
    "django.middleware.csrf.CsrfViewMiddleware",
    "wecomnotify.for_people.AuthenticationMiddleware",
    "teams.access_record.AccessRecord",
    "wecomnotify.middleware.PersonsLanguage",
    "wecomnotify.closed.ClosedDatabase",
    "teams.sessions.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "wecomnotify.for_people.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "wecomnotify.urls"
WSGI_APPLICATION = "wecomnotify.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wecomnotify.context.page",
            ],
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "wecomnotify.assets.HashedFiles"},
}
WHITENOISE_MAX_AGE = 600

# ── Storage ───────────────────────────────────────────────────────────────
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": database_settings.database(
        env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'wecomnotify.sqlite3'}"),
        pool_size=env.int("DATABASE_POOL_SIZE", default=20),
    )
}
CACHES = {"default": env.cache_url("CACHE_URL", default="dbcache://cache")}
KEYRING_FILE = Path(env.str("KEYRING_FILE", default=str(DATA_DIR / "keyring.json")))
RETENTION_DAYS = env.int("RETENTION_DAYS", default=90)
RETENTION_DAYS_EVENTS = env.int("RETENTION_DAYS_EVENTS", default=RETENTION_DAYS)
RETENTION_DAYS_DELIVERIES = env.int("RETENTION_DAYS_DELIVERIES", default=RETENTION_DAYS)
RETENTION_DAYS_ATTEMPTS = env.int("RETENTION_DAYS_ATTEMPTS", default=RETENTION_DAYS)

# ── The robots ────────────────────────────────────────────────────────────
WECOM_ENDPOINTS = configuration.endpoints(
    env.str("WECOM_ENDPOINTS", default="public=https://qyapi.weixin.qq.com"),
    loopback=env.str("WECOM_LOOPBACK_ENDPOINT", default=""),
)
WECOM_PROXY = env.str("WECOM_PROXY", default="")
WECOM_CA_BUNDLE = env.str("WECOM_CA_BUNDLE", default="")
DISPATCH_THREADS = env.int("DISPATCH_THREADS", default=16)
LANE_BURST = env.int("LANE_BURST", default=8)
LANE_PER_MINUTE = env.int("LANE_PER_MINUTE", default=11)
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="")
# Its own setting, because test runners switch DEBUG off after the addresses are known.
HAS_SIMULATOR = DEBUG
SIMULATOR_FILE = DATA_DIR / "simulator.sqlite3"

# ── Mail ──────────────────────────────────────────────────────────────────
EMAIL_URL = env.str("EMAIL_URL", default="")
SENDS_MAIL = bool(EMAIL_URL)
vars().update(env.email_url_config(EMAIL_URL or "consolemail://"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default=configuration.sender_address(BASE_URL))

# ── Time and language ─────────────────────────────────────────────────────
USE_TZ = True
USE_I18N = True
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="zh-hans")
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English"), ("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "locale"]

# ── Logging ───────────────────────────────────────────────────────────────
LOG_FORMAT = env.str("LOG_FORMAT", default="text")
LOGGING = configuration.logging(LOG_FORMAT)
DEFAULT_EXCEPTION_REPORTER = "wecomnotify.error_reports.MaskingReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "wecomnotify.error_reports.MaskingFilter"
