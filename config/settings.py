"""Django's settings, all from the environment; .env.example explains each variable."""

import contextlib
import os
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from kombu import Queue

from config.broker import socket_path
from config.environment import Environment, mail_server
from config.timetable import TIMETABLE

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(os.environ)

MORATORIUM_ENV = env.choice(
    "MORATORIUM_ENV", ("development", "production", "test"), default="development"
)
PRODUCTION = MORATORIUM_ENV == "production"
DEBUG = env.flag("DEBUG")

# Everything the running site writes: database file, broker, mails, generated key. Never in git.
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var"))).resolve()
DATA_DIR = BASE_DIR / "data"
OUTBOX_DIR = VAR_DIR / "outbox"
BACKUP_DIR = Path(env.text("BACKUP_DIR", str(VAR_DIR / "backups")))


def _secret_key() -> str:
    """The key from the environment; outside production one is made once and kept in VAR_DIR."""
    key = env.secret("SECRET_KEY")
    if key or PRODUCTION:
        return key or "missing"  # the start-up checks refuse it, saying what to do
    path = VAR_DIR / "secret_key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # another process was first: take its key
            os.link(draft, path)  # appears whole or not at all
        draft.unlink()
    return path.read_text()


# --- addresses -----------------------------------------------------------------------------------
HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, 1, 65535)
SITE_URL = env.web_address("SITE_URL", "" if PRODUCTION else f"http://127.0.0.1:{PORT}")
_LOCAL = ("localhost", "127.0.0.1", "[::1]")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", () if PRODUCTION else _LOCAL)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []

SECRET_KEY = _secret_key()

# --- the house -----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config.apps.ConfigApp",
    "website.apps.WebsiteConfig",
    "news.apps.NewsConfig",
    "alerts.apps.AlertsConfig",
    "moratoriums.apps.MoratoriumsConfig",
    "companies.apps.CompaniesConfig",
    "staff.apps.StaffConfig",
    "staff.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",  # for its static file alone
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]
MIDDLEWARE = [
    "config.middleware.PaceMiddleware",
    # Before the others: a kept page carries what they wrote on it.
    "website.serving.middleware.RegisterPagesMiddleware",
    "website.wording.languages.PageLanguageMiddleware",
    # Before the rest, so that refusals and redirects of those below carry the policy too.
    "csp.middleware.CSPMiddleware",
    "config.middleware.AdminPolicyMiddleware",
    "config.middleware.PermissionsPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "staff.admission.AdmissionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "config.middleware.StoreTroubleMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # Every public template is there in two languages.
            "builtins": ["django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
# The page of an article sends some fifty fields for each company that it names.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6 does; the setting goes with it
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- who is let in -------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "staff.attempts.SignInBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Five wrong answers for one name from one address; see staff/attempts.py.
AXES_HANDLER = "staff.attempts.Attempts"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_CLIENT_IP_CALLABLE = "staff.attempts.visitor_of"
AXES_LOCKOUT_CALLABLE = "staff.attempts.turned_away"
AXES_RESET_ON_SUCCESS = True
# Whoever goes on trying does not keep the door shut for longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "otp_code", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # by address as well, in staff/attempts.py
# Administrators need a second factor; on the own machine they may do without.
SECOND_FACTOR = env.flag("SECOND_FACTOR", default=PRODUCTION)
OTP_TOTP_ISSUER = f"Moratorium Watch {urlsplit(SITE_URL).netloc}".strip()
PASSWORD_RESET_TIMEOUT = 3600  # seconds
# A session ends when it was not used for so long.
SESSION_COOKIE_AGE = 12 * 3600

# --- language and clock --------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
# The public pages; everything else is English. See website/wording/languages.py.
LANGUAGES = [("en-gb", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE")

# --- database ------------------------------------------------------------------------------------
_database_url = env.secret("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(_database_url, conn_max_age=60)}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # Without these three, web and worker lock each other out: a transaction that starts with a read
    # and ends with a write fails at once with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# --- the web archive that keeps copies of sources ------------------------------------------------
ARCHIVE_LOOKUP_URL = env.text("ARCHIVE_LOOKUP_URL", "https://archive.org/wayback/available")
ARCHIVE_SAVE_URL = env.text("ARCHIVE_SAVE_URL", "https://web.archive.org/save").rstrip("/")
ARCHIVE_KEY = env.secret("ARCHIVE_KEY")

# --- mail ----------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "" if PRODUCTION else "watch@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
UNSUBSCRIBE_EMAIL = env.text("MAIL_UNSUBSCRIBE")
EMAIL_URL = env.secret("EMAIL_URL")
EMAIL_PASSWORD = env.secret("EMAIL_PASSWORD")
if EMAIL_URL:
    EMAIL_BACKEND = "alerts.transport.SmtpBackend"
    globals().update(mail_server("EMAIL_URL", EMAIL_URL, EMAIL_PASSWORD))
else:
    # No mail leaves: each message becomes a file, which staff can read in the browser.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(OUTBOX_DIR)

# A provider's own interface instead of a mail server, through the extra django-anymail.
ANYMAIL_ESP = env.text("ANYMAIL_ESP")
if ANYMAIL_ESP:
    INSTALLED_APPS.append("anymail")
    EMAIL_BACKEND = f"anymail.backends.{ANYMAIL_ESP}.EmailBackend"
    # Each provider has a name of its own for the one key; anymail reads the one that it knows.
    ANYMAIL = {
        **{
            f"{ANYMAIL_ESP.upper()}_{name}": env.secret("ANYMAIL_API_KEY")
            for name in ("API_KEY", "API_TOKEN", "SERVER_TOKEN")
        },
        "WEBHOOK_SECRET": env.secret("ANYMAIL_WEBHOOK_SECRET"),
    }

# Where bounces and complaints come back, and where a test alert goes that comes back there too.
BOUNCES_URL = env.secret("BOUNCES_URL")
BOUNCES_PASSWORD = env.secret("BOUNCES_PASSWORD")
BOUNCES_TOKEN = env.secret("BOUNCES_TOKEN")
TEST_ALERT_TO = env.text("TEST_ALERT_TO")

# --- the way out to the web ----------------------------------------------------------------------
OUTBOUND_CONTACT = env.text("OUTBOUND_CONTACT")
TAKE_ARTICLE_PAGES = env.flag("TAKE_ARTICLE_PAGES", True)
FEED_INTERVAL_MINUTES = env.number("FEED_INTERVAL_MINUTES", 60, 60, 1440)

# --- queue: carries "look now", never a fact; the database alone knows what is due and done -------
BROKER_SOCKET = socket_path(VAR_DIR)
CELERY_BROKER_URL = env.secret("REDIS_URL")
OWN_BROKER = not CELERY_BROKER_URL
if OWN_BROKER:
    CELERY_BROKER_URL = f"redis+socket://{BROKER_SOCKET}"
CELERY_TASK_HARD_LIMIT_SECONDS = 300
CELERY_TASK_TIME_LIMIT = CELERY_TASK_HARD_LIMIT_SECONDS
CELERY_TASK_SOFT_TIME_LIMIT = CELERY_TASK_HARD_LIMIT_SECONDS - 30
# What tells people of an end never stands behind what waits for other machines: it has a queue of
# its own, and where there are two workers, a worker of its own.
POST_QUEUE, OTHER_QUEUE = QUEUES = ("post", "rest")
CELERY_TASK_QUEUES = [Queue(name) for name in QUEUES]
CELERY_TASK_DEFAULT_QUEUE = OTHER_QUEUE
CELERY_TASK_ROUTES = {
    name: {"queue": POST_QUEUE} for name in ("moratoriums.tasks.flag_due", "alerts.tasks.deliver")
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_CONCURRENCY = env.number("WORKER_CONCURRENCY", 1, 1, 64)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A Redis that takes no writes (its disk or memory is full) is waited for, as one that is away.
CELERY_BROKER_CHANNEL_ERROR_RETRY = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the hard time limit, or a slow task is handed to a second worker while it runs.
    "visibility_timeout": CELERY_TASK_HARD_LIMIT_SECONDS + 120,
    # Look for unacknowledged messages every 10 s; the default looks at every tenth chance only.
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
}
CELERY_BEAT_SCHEDULE = TIMETABLE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "timetable")

# --- caches: nothing that cannot be made again ---------------------------------------------------
API_REQUESTS_PER_MINUTE = env.number("API_REQUESTS_PER_MINUTE", 300, 1, 1_000_000)
EXPORTS_PER_MINUTE = env.number("EXPORTS_PER_MINUTE", 60, 1, 1_000_000)
REQUESTS_PER_MINUTE = env.number("REQUESTS_PER_MINUTE", 900, 1, 1_000_000)
_PROCESS_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": _PROCESS_MEMORY},
    # Parts that many pages have in common, each under the state of the register that it tells of.
    "template_fragments": {
        "BACKEND": _PROCESS_MEMORY,
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
    # How often each client of the API has asked; without REDIS_URL each process counts for itself.
    "limits": {
        "BACKEND": _PROCESS_MEMORY,
        "LOCATION": "limits",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
    if OWN_BROKER
    else {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CELERY_BROKER_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    },
}

# --- static files --------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- pages of the register, kept in memory for as long as they are true ---------------------------
PAGE_MEMORY_MB = env.number("PAGE_MEMORY_MB", 32, 0, 4096)

# --- what a browser is told ----------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Whom to tell of a hole, in /.well-known/security.txt.
SECURITY_CONTACT = env.text("SECURITY_CONTACT", DEFAULT_FROM_EMAIL)
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
if PRODUCTION:
    SECURE_SSL_REDIRECT = SITE_URL.startswith("https://")
    SECURE_REDIRECT_EXEMPT = [
        r"^health$",
        r"^healthz$",
        r"^readyz$",
    ]  # asked from inside, without TLS
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = False
BEHIND_PROXY = env.flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- log: one line each, to standard error -------------------------------------------------------
LOG_LEVEL = env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.OneLineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "axes": {"level": "WARNING"},  # below that, four lines for each sign-in that went well
        "trafilatura": {"level": "CRITICAL"},  # what it finds no text in is said to the editor
    },
}
