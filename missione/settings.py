"""Settings of the portal, in sections. What differs between places comes from the environment (docs/operations.md)."""

import sys
from contextlib import suppress
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def text(name: str, default: str) -> str:
    """What the environment says. A name with nothing behind it, as in a form half filled in, means the default, too."""
    return env.str(name, default="") or default


def number(name: str, default: int) -> int:
    return int(text(name, str(default)))


def names_a_mailbox(sender: str) -> bool:
    with suppress(ValidationError):
        return validate_email(parseaddr(sender)[1]) is None
    return False


# --- Place ----------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
PRODUCTION = env.bool("PRODUCTION", default=False)  # set by the Dockerfile: there even DEBUG is refused
DEVELOPMENT_KEY = "only-for-development-and-tests"
SECRET_KEY = text("SECRET_KEY", DEVELOPMENT_KEY if DEBUG else "")
SECRET_KEY_FALLBACKS = env.list(
    "SECRET_KEY_FALLBACKS", default=[]
)  # older keys: what was signed or encrypted with them still counts
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
SITE_URL = text("SITE_URL", "http://localhost:8000" if DEBUG else "").rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"

# --- The campaign ---------------------------------------------------------------------------------

CAMPAIGN_NAME = "mission E"
CAMPAIGN_CLAIM = "Klimagerechtes Verhalten in der Landesverwaltung"
SENDER_LINE = text("SENDER_LINE", "Ein Angebot für die Landesverwaltung Nordrhein-Westfalen")
CONTACT_EMAIL = text("CONTACT_EMAIL", "kampagnenteam@missione.example")  # a mailbox that a person reads
# Where parcels come from and things lent go back to, in one line.
RETURN_ADDRESS = text("RETURN_ADDRESS", "Kampagnenteam mission E, Musterweg 1, 40213 Düsseldorf" if DEBUG else "")
SHOW_SAMPLE_CAST = env.bool("SHOW_SAMPLE_CAST", default=False)  # only script/server sets it

# --- Apps -----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "missione.kern",
    "missione.shared",
    "teams",
    "materials",
    "seminars",
    "missione.apps.PortalAdminConfig",
    "missione.apps.WiringConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "missione.health.asked_by_address",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "missione.middleware.response_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # inside WhiteNoise, whose files are compressed already
    "missione.middleware.request_line",
    "missione.middleware.database_gone",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "missione.middleware.logins_and_second_factors",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "missione.urls"
WSGI_APPLICATION = "missione.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "missione.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# --- Language and time: the user sees German and Berlin, the database keeps UTC ---------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "missione" / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# --- Database: PostgreSQL everywhere; row locks and constraints carry the promises ------------------

DATABASE_URL = text("DATABASE_URL", "postgresql:///missione")
if not DATABASE_URL.startswith(("postgresql://", "postgres://")):
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL: postgresql://name:password@host:5432/database")
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"].update(
    ATOMIC_REQUESTS=False,
    CONN_MAX_AGE=number("CONN_MAX_AGE", 60),
    CONN_HEALTH_CHECKS=True,
    DISABLE_SERVER_SIDE_CURSORS=False,
    ENGINE="missione.database",
)
DATABASES["default"].setdefault("OPTIONS", {}).update(
    connect_timeout=number("DATABASE_CONNECT_TIMEOUT", 3),
    tcp_user_timeout=20_000,  # a server whose machine vanished is noticed in the middle of a conversation, too
    options="-c statement_timeout={} -c lock_timeout={} -c idle_in_transaction_session_timeout=60000 -c timezone=UTC".format(
        number("DATABASE_STATEMENT_TIMEOUT_MS", 30_000), number("DATABASE_LOCK_TIMEOUT_MS", 10_000)
    ),
)

# Limits against guessing live in PostgreSQL: with Redis gone a login must not fail, nor become unlimited.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # Django's 300 would let a machine push everybody's counters out
    }
}

# --- Accounts -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "teams.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "seminars:my_bookings"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "teams.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "teams.forms.SignupNames"
ACCOUNT_FORMS = {
    "login": "teams.accounts.forms.Login",
    "signup": "teams.accounts.forms.Signup",
    "add_email": "teams.accounts.forms.ChangeEmail",
    "change_password": "teams.accounts.forms.ChangePassword",
    "set_password": "teams.accounts.forms.SetPassword",
    "reset_password": "teams.accounts.forms.ResetPassword",
    "reset_password_from_key": "teams.accounts.forms.NewPassword",
    "reauthenticate": "teams.accounts.forms.Reauthenticate",
}
ACCOUNT_CHANGE_EMAIL = True  # one address for each account: the new one replaces the old one when confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or address is told to its owner
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser that signed up
# Whole authorities sit behind one address: the limits for an address are wide, those for an account narrow.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
    "counter": "1200/h/ip",  # codes on borrowed meters: a whole authority taps behind one address (materials/views/counters.py)
    # Forms that anybody may send without an account (missione/shared/open_forms.py). Whole authorities sit behind one address:
    # fifty of a program leave room for an honest one.
    "open_form": "60/h/ip",
}
# nginx overwrites X-Forwarded-For with the client's address; without nginx in front nobody's word is taken.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "teams.accounts.display"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False  # mail gateways open every link: only the button confirms
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme or "https"

# --- The second factor: an app, a security key or passkey; codes on paper for the worst case ----------------

MFA_ADAPTER = "teams.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "teams.accounts.forms.SecondStep",
    "reauthenticate": "teams.accounts.forms.ReauthenticateByCode",
    "activate_totp": "teams.accounts.forms.ActivateApp",
    "add_webauthn": "teams.accounts.forms.AddKey",
    "edit_webauthn": "teams.accounts.forms.RenameKey",
}
MFA_TOTP_ISSUER = CAMPAIGN_NAME
MFA_TOTP_TOLERANCE = 1  # steps of 30 s: clocks of phones go wrong; a code counts once all the same
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody logs in unconfirmed; else a new address could not be confirmed beside a second factor
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG  # http://localhost
# The sample cast has no phone: one code that always counts, where DEBUG and the sample are on, and nowhere else.
SAMPLE_CODE = "123456"
MFA_TOTP_INSECURE_BYPASS_CODE = SAMPLE_CODE if DEBUG and SHOW_SAMPLE_CAST else None

# --- OpenID Connect: the identity provider of the state; off until configured -------------------------------

OIDC_NAME = text("OIDC_NAME", "")  # as people know it: it stands on the button
OIDC_SERVER_URL = text("OIDC_SERVER_URL", "")
SOCIALACCOUNT_ADAPTER = "teams.accounts.identity_provider.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # who has an account keeps it: found by the address that the provider confirms
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "landeskonto",
                "name": OIDC_NAME,
                "client_id": text("OIDC_CLIENT_ID", ""),
                "secret": text("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ],
    }
}

# --- Sessions, cookies, headers ---------------------------------------------------------------------

_https = SITE_URL.startswith("https://")
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "missione.errors.csrf_failed"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if _https else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_SSL_REDIRECT = False  # nginx does it
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # KERN's icons are CSS masks with data: addresses
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Static files -----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our files are for our pages
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "assets"]  # assets/ is built by script/assets, never committed
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Collected files, as in production, also where DEBUG is on; only runserver (it reloads code, too) looks into the sources.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG and "runserver" in sys.argv

# --- Private files: outside of every folder that is served; a view asks who may see one, each time --------

PRIVATE_ROOT = Path(text("PRIVATE_ROOT", str(BASE_DIR / "var" / "private")))
STORAGES["private"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    # Their group reads: nginx is in it, and hands out what the web names to it.
    "OPTIONS": {"location": PRIVATE_ROOT, "file_permissions_mode": 0o640, "directory_permissions_mode": 0o750},
}
FILES_BY_NGINX = env.bool("FILES_BY_NGINX", default=False)  # by X-Accel-Redirect; else Django sends the bytes itself
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "missione.shared.files.uploads.LargeUploads",
]
CLAMD_URL = text("CLAMD_URL", "")  # unix:///run/clamd.ctl or tcp://clamav:3310
# Without a scanner nothing is handed out; or, if somebody answers for it, what the campaign team has uploaded itself.
TRUST_STAFF_UPLOADS = env.bool("TRUST_STAFF_UPLOADS", default=False)

# --- Forms ------------------------------------------------------------------------------------------

CRISPY_ALLOWED_TEMPLATE_PACKS = ("kern",)
CRISPY_TEMPLATE_PACK = "kern"
CRISPY_FAIL_SILENTLY = False

# --- How long people are remembered (docs/privacy.md) ------------------------------------------------------

# Names on bookings after the event, on orders and loans after their end; addresses of letters, the history of the administration.
PERSONAL_DATA_MONTHS = number("PERSONAL_DATA_MONTHS", 24)
MESSAGE_MONTHS = number("MESSAGE_MONTHS", 12)  # what people wrote to the campaign team, after the answer
UNUSED_ACCOUNT_MONTHS = number("UNUSED_ACCOUNT_MONTHS", 24)  # after the last use; its owner is told two months before
SHORTEST_MEMORY = 6  # a slip of the finger must not forget what is still needed
for _name in ("PERSONAL_DATA_MONTHS", "MESSAGE_MONTHS", "UNUSED_ACCOUNT_MONTHS"):
    if globals()[_name] < SHORTEST_MEMORY:
        raise ImproperlyConfigured(f"{_name} must be at least {SHORTEST_MEMORY}.")

# --- Letters ----------------------------------------------------------------------------------------

# filemail:// keeps each letter as a file (staff reads them under Verwaltung > Post); smtp://… hands them to a server.
EMAIL_URL = text("EMAIL_URL", f"filemail:///{BASE_DIR}/var/mail")
vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = number("EMAIL_TIMEOUT", 20)
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", f"mission E <{CONTACT_EMAIL}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
LETTERS_REPLY_TO = text("LETTERS_REPLY_TO", CONTACT_EMAIL)

# --- Celery: Redis is only the doorbell, PostgreSQL keeps what is to be done --------------------------

REDIS_URL = text("REDIS_URL", "redis://localhost:6379/0")
# kombu and redis-py spell a socket differently
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
_visibility = {"visibility_timeout": 900}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **_visibility,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 30,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
}
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = _visibility
CELERY_VISIBILITY_TIMEOUT = 900

# --- Log: one line of JSON an event, without personal data ---------------------------------------------

LOG_FORMAT = text("LOG_FORMAT", "console" if DEBUG else "json")
LOGGING_CONFIG = "missione.logs.configure"
LOGGING = {"format": LOG_FORMAT, "level": text("LOG_LEVEL", "INFO")}
METRICS_TOKEN = text("METRICS_TOKEN", "")  # opens /gesund/zahlen, inside the house only

# --- Production refuses to start half-configured --------------------------------------------------------

SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # one_person_per_email keeps addresses unique, upper and lower case alike
    "security.W008",  # nginx leads to https
    "security.W021",  # a preload list binds the whole domain of the authority: not ours to ask for
]
if PRODUCTION or not DEBUG:
    _wrong = []
    if DEBUG:
        _wrong.append("DEBUG must not be set")
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("django-insecure"):
        _wrong.append("SECRET_KEY must be a random text of at least 50 letters")
    if not ALLOWED_HOSTS or any("*" in host or host.startswith(".") for host in ALLOWED_HOSTS):
        _wrong.append("ALLOWED_HOSTS must name the hosts, without *")
    if not SITE_URL.startswith("https://") or urlsplit(SITE_URL).path:
        _wrong.append("SITE_URL must be the https:// address of the portal, without a path")
    elif SITE_HOST not in ALLOWED_HOSTS:
        _wrong.append("ALLOWED_HOSTS must contain the host of SITE_URL")
    if OIDC_SERVER_URL and not (OIDC_SERVER_URL.startswith("https://") and OIDC_NAME and env("OIDC_CLIENT_ID", default="")):
        _wrong.append("OIDC_SERVER_URL must be an https:// address, with OIDC_NAME and OIDC_CLIENT_ID beside it")
    if SHOW_SAMPLE_CAST:
        _wrong.append("SHOW_SAMPLE_CAST belongs to script/server alone")
    if not env("EMAIL_URL", default=""):
        _wrong.append("EMAIL_URL must name the mail server")
    if not env("CONTACT_EMAIL", default=""):
        _wrong.append("CONTACT_EMAIL must be a mailbox that a person reads")
    for _name in ("CONTACT_EMAIL", "DEFAULT_FROM_EMAIL", "LETTERS_REPLY_TO"):
        if not names_a_mailbox(globals()[_name]):
            _wrong.append(f"{_name} must name a mailbox, like mission E <team@portal.example>")
    if _wrong:
        raise ImproperlyConfigured("The portal does not start: " + "; ".join(_wrong) + ". See docs/operations.md.")
