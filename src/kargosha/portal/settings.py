"""Every environment variable is read here, once; policy is never a setting but a rule."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from kargosha.areas import FLOW
from kargosha.portal.postgres import APP, OWNER, Place
from kargosha.portal.postgres.cluster import make_passable

PORTAL = Path(__file__).resolve().parent


class SettingMissing(SystemExit):
    """A setting without which nothing can start; the sentence says what to do."""


def database(url: str) -> dict[str, object]:
    """Return Django's description of a PostgreSQL given by its address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SettingMissing(
            f"KARGOSHA_DATABASE_URL must begin with postgresql:// and begins with {parts.scheme}://"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(parts.port or "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def secret(file: Path) -> str:
    """Return the secret that signs sessions, made at the first start and kept beside the rows."""
    if not file.exists():
        make_passable(file.parent)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return file.read_text(encoding="ascii")


def messenger(name: str) -> str:
    """Return by what messages go; empty leaves it to what the database is for."""
    if name not in {"", "console", "file", "http"}:
        raise SettingMissing(f"KARGOSHA_MESSENGER is console, file or http, and not {name}")
    return name


def gateway(url: str, name: str) -> str:
    """Return the address to which messages are posted, if they go by HTTP."""
    parts = urlsplit(url)
    if name == "http" and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise SettingMissing(
            "With KARGOSHA_MESSENGER=http, KARGOSHA_MESSENGER_URL must be the address of the gateway, "
            "such as https://gateway.example/messages"
        )
    return url


DATA = Path(os.environ.get("KARGOSHA_DATA", ".kargosha")).resolve()
OUTSIDE_URL = os.environ.get("KARGOSHA_DATABASE_URL")
EMBEDDED = Place.of(DATA / "postgres")
DATABASE_URL = OUTSIDE_URL or EMBEDDED.url(APP)
OWNER_URL = os.environ.get("KARGOSHA_OWNER_URL") or OUTSIDE_URL or EMBEDDED.url(OWNER)
DATABASES = {"default": database(DATABASE_URL)}

MESSENGER = messenger(os.environ.get("KARGOSHA_MESSENGER", ""))
MESSENGER_URL = gateway(os.environ.get("KARGOSHA_MESSENGER_URL", ""), MESSENGER)
MESSENGER_TOKEN = os.environ.get("KARGOSHA_MESSENGER_TOKEN", "")
MESSAGES = DATA / "messages"

DEBUG = os.environ.get("KARGOSHA_DEBUG", "no") == "yes"
SECRET_KEY = os.environ.get("KARGOSHA_SECRET_KEY") or secret(DATA / "secret_key")
ALLOWED_HOSTS = os.environ.get("KARGOSHA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [each for each in os.environ.get("KARGOSHA_ORIGINS", "").split(",") if each]
BEHIND_TLS = os.environ.get("KARGOSHA_TLS", "no") == "yes"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "pgtrigger",
    "django_htmx",
    "kargosha.kernel",
    *(f"kargosha.areas.{area}" for area in FLOW),
    "kargosha.portal",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kargosha.portal.answers.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kargosha.portal.answers.LegibleMiddleware",
    "kargosha.portal.answers.AnswersMiddleware",
]
ROOT_URLCONF = "kargosha.portal.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "kargosha.portal.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "kargosha.portal.templatetags.showing",
            ],
        },
    }
]
AUTH_USER_MODEL = "kernel.User"
AUTHENTICATION_BACKENDS = [
    "kargosha.portal.signing_in.ByPassword",
    "kargosha.portal.signing_in.ByCode",
]
LOGIN_URL = "account:sign-in"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "fa"
LANGUAGES = [("fa", "فارسی"), ("en", "English")]
LOCALE_PATHS = [PORTAL / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tehran"

STATIC_URL = "static/"
STATIC_ROOT = None  # served from the packages by whitenoise
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "kargosha_has_no_such_module"
PROCRASTINATE_WORKER_DEFAULTS = {"concurrency": 1}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"procrastinate": {"level": "WARNING"}},
}
