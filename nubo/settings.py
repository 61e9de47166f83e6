"""Every setting of the project, read once from the environment; nonsense is refused at start with its name.

Development needs no variable at all (SQLite, debug on). ``NUBO_ENV=production`` refuses to start without a secret
key, allowed hosts and a PostgreSQL database. ``.env.example`` lists each variable with its default.
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from environs import Env, validate

BASE_DIR = Path(__file__).resolve().parent.parent

# Errors are collected and raised together by env.seal(), so that an operator fixes all bad variables at once.
env = Env(eager=False)
env.read_env(BASE_DIR / ".env", recurse=False)


def _rate(value: str) -> str | None:
    """A throttle rate such as ``10/min``; empty means off."""
    if not value:
        return None
    if not re.fullmatch(r"[1-9][0-9]*/(s|sec|second|m|min|minute|h|hour|d|day)", value):
        raise ImproperlyConfigured(f"{value!r} is no rate; write it like 10/min, or leave it empty for none.")
    return value


def _limit(value: str) -> int | None:
    """A positive whole number; empty means off."""
    if not value:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,8}", value):
        raise ImproperlyConfigured(f"{value!r} is no positive whole number; leave it empty for no limit.")
    return int(value)


# --- Mode -------------------------------------------------------------------------------------------------------

NUBO_ENV = env.str("NUBO_ENV", default="development", validate=validate.OneOf(["development", "production"]))
PRODUCTION = NUBO_ENV == "production"
DEBUG = env.bool("DEBUG", default=not PRODUCTION)
SECRET_KEY = env.str("SECRET_KEY", default="" if PRODUCTION else "development-only-key-" + "0" * 40)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])
# The address under which browsers reach this service, for absolute links in mails and documents.
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")

# --- Database ---------------------------------------------------------------------------------------------------

DATABASES = {"default": env.dj_db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'nubo.sqlite3'}")}
# Connections that one process keeps open. A connection per request costs more than everything else in it.
DATABASE_POOL_SIZE = env.int("DATABASE_POOL_SIZE", default=8, validate=validate.Range(min=0, max=200))

# --- Who may come how often -------------------------------------------------------------------------------------

THROTTLE_LOGIN = env.str("THROTTLE_LOGIN", default="10/min")
THROTTLE_ANON = env.str("THROTTLE_ANON", default="600/min")
THROTTLE_USER = env.str("THROTTLE_USER", default="3000/min")
LOCKOUT_AFTER = env.str("LOCKOUT_AFTER", default="10")
LOCKOUT_MINUTES = env.int("LOCKOUT_MINUTES", default=15, validate=validate.Range(min=1, max=1440))
# Reverse proxies in front whose X-Forwarded-For is to be believed; 0 takes the peer's own address.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0, validate=validate.Range(min=0, max=10))
SELF_SIGN_UP = env.bool("SELF_SIGN_UP", default=True)

# --- Everything around ------------------------------------------------------------------------------------------

CORS_ALLOWED_ORIGINS = env.list(
    "CORS_ALLOWED_ORIGINS", default=[] if PRODUCTION else ["http://localhost:3000", "http://localhost:5173"]
)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURE_TLS = env.bool("SECURE_TLS", default=PRODUCTION)
CACHES = {"default": env.dj_cache_url("CACHE_URL", default="locmem://")}
DEFAULT_CURRENCY = env.str("DEFAULT_CURRENCY", default="BRL", validate=validate.Regexp(r"^[A-Z]{3}$"))
DEFAULT_BILLING_TIME_ZONE = env.str("DEFAULT_BILLING_TIME_ZONE", default="America/Sao_Paulo")
LOG_LEVEL = env.str(
    "LOG_LEVEL", default="INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"])
)
LOG_JSON = env.bool("LOG_JSON", default=PRODUCTION)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Nubo <nao-responda@localhost>")
_email = env.dj_email_url("EMAIL_URL", default="console://")

# --- Who issues invoices, and how they are paid -------------------------------------------------------------------

# Pix codes are ASCII: name and city need a letter or figure that survives it.
_latin = validate.Regexp(r".*[A-Za-z0-9]", error="Write it with letters or figures.")
_line = validate.Length(max=200)
ISSUER_NAME = env.str("ISSUER_NAME", default="Nubo" if PRODUCTION else "Nubo Dados Ltda.", validate=[_latin, _line])
ISSUER_TAX_ID = env.str("ISSUER_TAX_ID", default="" if PRODUCTION else "12ABC34501DE35", validate=_line)
ISSUER_ADDRESS = env.str(
    "ISSUER_ADDRESS",
    default="" if PRODUCTION else "Avenida Paulista, 1000, São Paulo - SP, CEP 01310-100",
    validate=_line,
)
ISSUER_EMAIL = env.str("ISSUER_EMAIL", default="" if PRODUCTION else "financeiro@nubo.example", validate=_line)
# E-mail, +55… phone, CPF or CNPJ without mask, or random key (UUID), as registered with the bank; empty prints no Pix code.
PIX_KEY = env.str(
    "PIX_KEY",
    default="" if PRODUCTION else "financeiro@nubo.example",
    validate=validate.Regexp(
        r"(|[^\s@A-Z]{1,64}@[^\s@A-Z]{1,70}|\+[1-9][0-9]{7,14}|[0-9]{11}|[0-9A-Z]{12}[0-9]{2}"
        r"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\Z",
        error="Write the Pix key as the bank keeps it: e-mail or UUID in lower case, +55… or CPF/CNPJ without mask.",
    ),
)
PIX_CITY = env.str("PIX_CITY", default="São Paulo", validate=_latin)

env.seal()

if "EMAIL_BACKEND" not in _email:
    raise ImproperlyConfigured("EMAIL_URL: use smtp://, smtp+tls://, smtp+ssl:// or console://.")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email.get("EMAIL_HOST", "")
EMAIL_PORT = _email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)

if CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    # A cache that hangs must not hang every request with it.
    CACHES["default"].setdefault("OPTIONS", {}).update(socket_connect_timeout=2, socket_timeout=2)

_rates = {}
for _name, _value in {"login": THROTTLE_LOGIN, "anon": THROTTLE_ANON, "user": THROTTLE_USER}.items():
    try:
        _rates[_name] = _rate(_value)
    except ImproperlyConfigured as error:
        raise ImproperlyConfigured(f"THROTTLE_{_name.upper()}: {error}") from None
try:
    LOCKOUT_LIMIT = _limit(LOCKOUT_AFTER)
except ImproperlyConfigured as error:
    raise ImproperlyConfigured(f"LOCKOUT_AFTER: {error}") from None

_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        # With the default DEFERRED mode 863 of 1,200 concurrent billing transactions failed ("database is locked").
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif _database["ENGINE"] == "django.db.backends.postgresql":
    if DATABASE_POOL_SIZE:
        _database.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": DATABASE_POOL_SIZE, "timeout": 10}
        _database["CONN_MAX_AGE"] = 0  # Django's pool and its own persistent connections exclude each other.
else:
    raise ImproperlyConfigured("DATABASE_URL: only sqlite:// and postgres:// are supported.")

if PRODUCTION:
    _missing = [
        text
        for wrong, text in (
            (
                len(SECRET_KEY) < 50 or SECRET_KEY.startswith("development-only"),
                "SECRET_KEY (at least 50 random characters)",
            ),
            (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS, "ALLOWED_HOSTS (the host names that are served, not *)"),
            (_database["ENGINE"] != "django.db.backends.postgresql", "DATABASE_URL (postgres://…)"),
            (DEBUG, "DEBUG must be off"),
        )
        if wrong
    ]
    if _missing:
        raise ImproperlyConfigured("NUBO_ENV=production needs: " + "; ".join(_missing) + ".")

# --- Applications -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # Only the theme: the site itself is ours, see nubo.apps.
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "unfold.contrib.simple_history",
    "nubo.apps.NuboConfig",
    "nubo.shared",
    "accounts",
    "catalog",
    "billing",
    "nubo.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "rest_framework_simplejwt",
    "rest_framework_simplejwt.token_blacklist",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "corsheaders",
    "csp",
    "axes",
    "import_export",
    "simple_history",
    "django_structlog",
    "health_check",
]

MIDDLEWARE = [
    "nubo.shared.middleware.ProbeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nubo.shared.middleware.ContentSecurityPolicyMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "nubo.urls"
WSGI_APPLICATION = "nubo.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

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
            ],
        },
    },
]

# --- Language and time: Portuguese first ------------------------------------------------------------------------

LANGUAGE_CODE = "pt-br"
LANGUAGES = [("pt-br", _("Brazilian Portuguese")), ("en", _("English"))]
# Ours first; then what the packages left untranslated.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "packages"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = DEFAULT_BILLING_TIME_ZONE
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["nubo.formats"]

# --- Static files -----------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_KEEP_ONLY_HASHED_FILES = PRODUCTION

# --- Signing in -------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.PasswordBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("admin:login")
LOGIN_REDIRECT_URL = reverse_lazy("admin:index")

AXES_ENABLED = LOCKOUT_LIMIT is not None
AXES_FAILURE_LIMIT = LOCKOUT_LIMIT or 1
AXES_COOLOFF_TIME = timedelta(minutes=LOCKOUT_MINUTES)
# By e-mail and address together: locking the e-mail alone would let anyone lock a customer out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = False
# The package's own reading of X-Forwarded-For believes what the caller wrote into it when there is one proxy.
AXES_CLIENT_IP_CALLABLE = "nubo.shared.api.throttling.client_address"
AXES_USERNAME_CALLABLE = "accounts.lockout.attempted_email"
AXES_LOCKOUT_CALLABLE = "accounts.lockout.locked_out"
# Knocking on a locked door does not keep it locked, or anyone could keep a customer of the same network out for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# It would store a session and a line for every sign-in over the API; last_login and the history tell enough.
AXES_DISABLE_ACCESS_LOG = True
# E-mails are unique among live users by a conditional constraint, and the manager that signs people in sees only those.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=7),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    "UPDATE_LAST_LOGIN": False,  # written by accounts.actions.sign_in, so that it is one place
    # A changed password ends every session at once: the token carries a digest of the password hash.
    "CHECK_REVOKE_TOKEN": True,
    "USER_AUTHENTICATION_RULE": "accounts.rules.may_sign_in",
}

# --- The REST layer ---------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.authentication.TokenAuthentication"],
    # Closed unless a view says otherwise: a forgotten permission shows nothing.
    "DEFAULT_PERMISSION_CLASSES": ["nubo.shared.api.permissions.IsStaff"],
    "DEFAULT_RENDERER_CLASSES": ["nubo.shared.api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["nubo.shared.api.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "nubo.shared.api.pagination.PageNumberPagination",
    "DEFAULT_FILTER_BACKENDS": ["nubo.shared.api.filters.FilterBackend"],
    "DEFAULT_THROTTLE_CLASSES": ["nubo.shared.api.throttling.AnonThrottle", "nubo.shared.api.throttling.UserThrottle"],
    "DEFAULT_THROTTLE_RATES": _rates,
    "NUM_PROXIES": TRUSTED_PROXIES,
    "PAGE_SIZE": 20,
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DEFAULT_SCHEMA_CLASS": "nubo.shared.api.schema.AutoSchema",
    "UNICODE_JSON": True,
    "COMPACT_JSON": True,
    "COERCE_DECIMAL_TO_STRING": True,
}

DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "nubo.shared.api.errors.ExceptionHandler",
    "ENABLE_IN_DEBUG_FOR_UNHANDLED_EXCEPTIONS": True,
}

CORS_ALLOW_HEADERS = ["accept", "accept-language", "authorization", "content-type", "idempotency-key", "x-request-id"]
CORS_EXPOSE_HEADERS = ["idempotent-replayed", "retry-after", "x-request-id"]
# Credentials travel in the Authorization header, never in cookies.
CORS_ALLOW_CREDENTIALS = False
CORS_URLS_REGEX = r"^/(?!admin/).*$"

# --- Browser rules ----------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
    }
}
# unfold's Alpine.js evaluates expressions and its widgets carry inline styles.
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if SECURE_TLS:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]  # probes come from inside, over plain HTTP
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
# A body larger than this is refused before it is parsed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# --- Logs: one line an event, with the request's id; JSON in production -------------------------------------------

_pre_chain: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[structlog.stdlib.filter_by_level, *_pre_chain, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer()
            if LOG_JSON
            else structlog.dev.ConsoleRenderer(colors=False),
            "foreign_pre_chain": _pre_chain,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # The request middleware logs every request already; Django's own lines would double them.
        "django.server": {"handlers": [], "propagate": False},
        "django.request": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
    },
}

# --- API schema -------------------------------------------------------------------------------------------------

SPECTACULAR_SETTINGS = {
    "TITLE": "Nubo",
    "DESCRIPTION": "Painel de Dados Nubo: catalogue, purchases, subscriptions, invoices and payments.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_SETTINGS": {
        "deepLinking": True,
        "persistAuthorization": True,
        "displayRequestDuration": True,
        "filter": True,
    },
    "SCHEMA_PATH_PREFIX_TRIM": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENFORCE_NON_BLANK_FIELDS": True,
    # Several words are called "role" or "status"; each set of values gets its own name.
    "ENUM_NAME_OVERRIDES": {
        "AccountRoleEnum": "accounts.choices.AccountRole",
        "UserRoleEnum": "accounts.choices.UserRole",
        "DatasetStatusEnum": "catalog.choices.DatasetStatus",
        "InvoiceStatusEnum": "billing.choices.InvoiceStatus",
        "PaymentStatusEnum": "billing.choices.PaymentStatus",
        "SubscriptionStatusEnum": "billing.choices.SubscriptionStatus",
        "TransactionKindEnum": "billing.choices.TransactionKind",
        "TransactionStatusEnum": "billing.choices.TransactionStatus",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# --- Admin theme ------------------------------------------------------------------------------------------------

UNFOLD = {
    "SITE_TITLE": _("Nubo data panel"),
    "SITE_HEADER": _("Nubo data panel"),
    "SITE_SYMBOL": "cloud",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("nubo/cloud.svg")}],
    "STYLES": [lambda request: static("nubo/admin.css")],
    "SITE_URL": None,  # there is no site beside the admin: the frontend lives elsewhere
    "SHOW_HISTORY": True,
    "SHOW_LANGUAGES": True,
    "BORDER_RADIUS": "6px",
    "COLORS": {
        # Tailwind's blue: quieter than the theme's violet beside green, amber and red labels.
        "primary": {
            "50": "oklch(97% .014 254.604)",
            "100": "oklch(93.2% .032 255.585)",
            "200": "oklch(88.2% .059 254.128)",
            "300": "oklch(80.9% .105 251.813)",
            "400": "oklch(70.7% .165 254.624)",
            "500": "oklch(62.3% .214 259.815)",
            "600": "oklch(54.6% .245 262.881)",
            "700": "oklch(48.8% .243 264.376)",
            "800": "oklch(42.4% .199 265.638)",
            "900": "oklch(37.9% .146 265.522)",
            "950": "oklch(28.2% .091 267.935)",
        }
    },
    "DASHBOARD_CALLBACK": "nubo.dashboard.figures",
    "SIDEBAR": {"show_search": True, "show_all_applications": False, "navigation": "nubo.navigation.sidebar"},
}
# The escaping of formulas that the package offers drops one "=" and turns numbers and blanks into text; exports escape
# by themselves: nubo.shared.admin.exports.
IMPORT_EXPORT_ESCAPE_ILLEGAL_CHARS_ON_EXPORT = True
