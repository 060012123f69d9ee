"""The one settings file. Everything that differs between machines comes from the environment.

NEWSROOM_MODE is production (the default: nothing may be guessed), development or demo.
docs/operations.md lists every variable with its default.
"""

from pathlib import Path

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from environs import Env
from js_asset import static_lazy

from images.files.storage import Bucket, picture_storage

django_stubs_ext.monkeypatch()  # ModelAdmin[Article] and the like are annotations and no more

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

MODE = env.str("NEWSROOM_MODE", "production")
if MODE not in ("production", "development", "demo"):
    raise ImproperlyConfigured(
        f"NEWSROOM_MODE is “{MODE}”. It must be production, development or demo."
    )
PRODUCTION = MODE == "production"
DEBUG = MODE == "development"

KNOWN_SECRET = "known to everybody: development and demo only"  # noqa: S105
SECRET_KEY = env.str("SECRET_KEY", "" if PRODUCTION else KNOWN_SECRET)
if PRODUCTION and SECRET_KEY in ("", KNOWN_SECRET):
    raise ImproperlyConfigured(
        "Production needs a secret of its own. Set SECRET_KEY to at least 50 random characters,"
        " or set NEWSROOM_MODE to development or demo."
    )

# Where the newsroom stands
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.str("SITE_NAME", "Bản tin Sông Hương" if MODE == "demo" else "Newsroom")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
DATA_DIR = Path(env.str("NEWSROOM_DATA", str(BASE_DIR / "var" / MODE)))
DEFAULT_PASSWORDS_ON_LOOPBACK = MODE == "demo"  # see newsroom/demo/backend.py

INSTALLED_APPS = [
    "taggit",  # before editions, whose admin takes the place of its own
    "newsroom",
    "articles",
    "wires",
    "editions",
    "images",
    "attribution",
    "accounts",
    "newsroom.apps.NewsroomAdminConfig",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_prose_editor",
    "js_asset",
    "csp",
    "axes",
    "django_tasks",
    "newsroom.apps.TasksConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.middleware.AccessLogMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "newsroom.middleware.ReadersMiddleware",
    "newsroom.middleware.WellFormedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.DeskLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.OwnPasswordMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]
# Widgets of ours have their templates where all templates are.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database: a file by default, PostgreSQL through DATABASE_URL
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'newsroom.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    try:
        DATA_DIR.mkdir(parents=True, exist_ok=True)  # SQLite makes its file, but not the folder
    except OSError as error:
        raise ImproperlyConfigured(
            f"Nothing was started because the data folder {DATA_DIR} cannot be made"
            f" ({error.strerror}): set NEWSROOM_DATA to a folder that can be written."
        ) from error
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock when it begins, so that two writers queue and none is refused.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = reverse_lazy("admin:login")
LOGIN_REDIRECT_URL = reverse_lazy("admin:index")  # where a refused “next” leads to
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
if DEFAULT_PASSWORDS_ON_LOOPBACK:
    AUTHENTICATION_BACKENDS.append("newsroom.demo.backend.LoopbackBackend")
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.GuessablePasswordValidator"},
]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "accounts.sign_in.username_for_log"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 7

# Languages, times
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["newsroom.formats"]
USE_I18N = True
USE_TZ = True

# Files. Nothing under DATA_DIR has an address of its own: views decide who may see a picture.
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = None  # else a storage without a base_url takes this, and makes up addresses

_bucket = Bucket.from_environment(env)  # None: pictures are on disk
STORAGES = {
    "default": picture_storage("originals", DATA_DIR, _bucket),
    "renditions": picture_storage("renditions", DATA_DIR, _bucket),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MAX_UPLOAD_BYTES = 40 * 1024 * 1024
# A baseline JPEG can be decoded small; everything else takes memory for each of its pixels.
MAX_IMAGE_PIXELS = 100_000_000
MAX_IMAGE_PIXELS_WHOLE = 40_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Certificates of those whose Content Credentials are trusted, in PEM; "" trusts nobody.
C2PA_TRUST_LIST = env.str("C2PA_TRUST_LIST", "") and str(Path(env.str("C2PA_TRUST_LIST")).resolve())
if C2PA_TRUST_LIST and not Path(C2PA_TRUST_LIST).is_file():
    raise ImproperlyConfigured(
        f"Nothing was started because there is no file {C2PA_TRUST_LIST}: set C2PA_TRUST_LIST to a"
        " PEM file of certificates, or leave it empty."
    )

# The wire: below this folder lie the hot folders of feeds.
WIRES_DIR = Path(env.str("WIRES_DIR", str(DATA_DIR / "wires")))
# Tests and trials fetch from this machine; a newsroom in earnest never does.
WIRES_MAY_FETCH_LOOPBACK = not PRODUCTION and env.bool("WIRES_MAY_FETCH_LOOPBACK", False)
# Dotted names of what is called at once with the items that a delivery changed (wires/changes.py).
# Formats that single agencies send: all that wires/parsers/optional.py knows, or those of the contracts.
WIRE_OPTIONAL_FORMATS: list[str] = env.list(
    "WIRE_OPTIONAL_FORMATS", ["ap", "anpa", "iptc7901", "zczc", "ttnitf"]
)
WIRE_CHANGE_HANDLERS = ["articles.wire.responses.respond_to_changes"]

# And of what is called with a picture that is new in the library (images/services.py).
IMAGE_IMPORT_HANDLERS = ["wires.ingest.delivered.bind_imported"]

# Work done after the answer
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Mail
_mail = env.dj_email_url("EMAIL_URL", "console:" if DEBUG else "dummy:")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST", "")
EMAIL_PORT = _mail.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "newsroom@localhost")

# House rules of the desk
FOUR_EYES = env.bool("FOUR_EYES", True)
# How many words an editor may change and approve in one step.
FOUR_EYES_WORDS = env.int("FOUR_EYES_WORDS", 30)
# Where the paper appears: a picture that an agency sends with “VIETNAM OUT” is not for it.
HOUSE_TERRITORIES = env.list(
    "HOUSE_TERRITORIES",
    ["VIETNAM", "VN", "SOUTHEAST ASIA", "ASEAN", "ĐÔNG NAM Á", "ASIA", "CHÂU Á"],
)
# After how many days a picture sent with “NO ARCHIVES” leaves the pages it was printed on.
NO_ARCHIVE_DAYS = env.int("NO_ARCHIVE_DAYS", 30)

TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "editions.topics.from_line"
TAGGIT_STRING_FROM_TAGS = "editions.topics.to_line"

# Safety
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "newsroom.views.forgery_refused"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 60 * 60 * 24 * 365)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if env.bool("BEHIND_TLS_PROXY", False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Readers get pages without any script; the desk's own policy is in newsroom/admin.py.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "img-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"refusals": {"()": "newsroom.logs.RefusalsWithoutTraceback"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refusals"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"axes": {"level": "WARNING"}},
}

# The editor's module for our figures. It adds nothing to be cleaned: editions/body.py decides that.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("desk/figure.js")],
        "extensions": {"LibraryFigure": lambda config, allowed: None},
    }
]
