"""One settings file. What differs between installations comes from the environment (see README)."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from samverkan import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("SAMVERKAN_DATA_DIR", str(BASE_DIR / "var")))

DEBUG = env.flag("SAMVERKAN_DEBUG", default=False)
SECRET_KEY = env.text("SAMVERKAN_SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SAMVERKAN_OLD_SECRET_KEYS")  # while a new key takes over
ALLOWED_HOSTS = env.words("SAMVERKAN_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("SAMVERKAN_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "samverkan.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "applications",
    "phases",
    "reports",
    "samverkan.apps.SamverkanConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "applications.middleware.LanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "samverkan.second_factor.SecondFactorMiddleware",
    "applications.middleware.LifecycleMiddleware",
    "applications.keeping.middleware.KeepMiddleware",
]

ROOT_URLCONF = "samverkan.urls"
WSGI_APPLICATION = "samverkan.wsgi.application"

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
                "samverkan.context_processors.municipality",
            ],
            "builtins": [
                "applications.templatetags.samverkan",
                "applications.templatetags.form_tags",
                "applications.templatetags.keeping",
            ],
        },
    }
]


def _database(url: str) -> dict:
    """Return Django's settings for `sqlite:///path` or `postgresql://user:password@host:port/name`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path)[1:] if parts.path.startswith("//") else unquote(parts.path),
            # SQLite knows no row locks: one writer at a time, readers beside it.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # The just-in-time compiler costs more than our short queries take.
            "OPTIONS": {"options": "-c jit=off"},
        }
    raise ImproperlyConfigured("SAMVERKAN_DATABASE must start with sqlite:// or postgresql://.")


DATABASES = {
    "default": _database(env.text("SAMVERKAN_DATABASE", f"sqlite://{DATA_DIR / 'samverkan.sqlite3'}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "applications.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after_login"
LOGOUT_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "applications.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "applications.accounts.forms.SignupForm"
ACCOUNT_FORMS = {
    "login": "applications.accounts.login_forms.LoginForm",
    "signup": "applications.accounts.login_forms.SignupForm",
    "add_email": "applications.accounts.login_forms.AddEmailForm",
    "change_password": "applications.accounts.login_forms.ChangePasswordForm",
    "set_password": "applications.accounts.login_forms.SetPasswordForm",
    "reset_password": "applications.accounts.login_forms.ResetPasswordForm",
    "reset_password_from_key": "applications.accounts.login_forms.ResetPasswordKeyForm",
    "reauthenticate": "applications.accounts.login_forms.ReauthenticateForm",
    "user_token": "applications.accounts.login_forms.UserTokenForm",
    "request_login_code": "applications.accounts.login_forms.RequestLoginCodeForm",
    "confirm_login_code": "applications.accounts.login_forms.ConfirmLoginCodeForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that made the account, nowhere else
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one counts when it is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever owns the account hears of what changed in it
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds; the mail may take a while
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": False}
# Counted in the shared cache, so that all web processes count together.
ACCOUNT_RATE_LIMITS = {"request_login_code": "30/h/ip,6/10m/key"}
MFA_ADAPTER = "applications.accounts.mfa_adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "samverkan"
MFA_TOTP_TOLERANCE = 1  # a code of half a minute ago or ahead counts: clocks differ
MFA_FORMS = {
    "authenticate": "applications.accounts.mfa_forms.AuthenticateForm",
    "reauthenticate": "applications.accounts.mfa_forms.ReauthenticateForm",
    "activate_totp": "applications.accounts.mfa_forms.ActivateTotpForm",
    "add_webauthn": "applications.accounts.mfa_forms.AddPasskeyForm",
    "edit_webauthn": "applications.accounts.mfa_forms.RenamePasskeyForm",
    "login_webauthn": "applications.accounts.mfa_forms.LoginPasskeyForm",
    "authenticate_webauthn": "applications.accounts.mfa_forms.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "applications.accounts.mfa_forms.ReauthenticatePasskeyForm",
}
# People at the city show a second factor before any page of the workspace. Off only to try the demo.
STAFF_SECOND_FACTOR = env.flag("SAMVERKAN_STAFF_SECOND_FACTOR", default=True)

# --- language -----------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [
    ("sv", "Svenska"),
    ("en", "English"),
]  # each in its own words; one more here asks for a complete catalogue in locale/ (make test checks)
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "sprak"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# The day of the last look at accessibility, printed in the statement (DOS-lagen).
ACCESSIBILITY_ASSESSED_ON = env.text("SAMVERKAN_ACCESSIBILITY_ASSESSED_ON", "2026-11-24")
CONTACT_MESSAGES_PER_HOUR = env.number("SAMVERKAN_CONTACT_MESSAGES_PER_HOUR", 20)  # by one address
ANSWERS_PER_HOUR = env.number("SAMVERKAN_ANSWERS_PER_HOUR", 20)  # actors' answers by link, by one address
INTERESTS_PER_HOUR = env.number("SAMVERKAN_INTERESTS_PER_HOUR", 20)  # by one address
PUBLIC_FORM_MIN_SECONDS = env.number("SAMVERKAN_PUBLIC_FORM_MIN_SECONDS", 3)  # faster is a program

# An application that was begun and not opened to the city is cleared after so many days without a change, and
# its group is told so many days before (D19).
DRAFTS = {
    "days": env.number("SAMVERKAN_DAYS_DRAFT", 90),
    "notice_days": env.number("SAMVERKAN_DAYS_DRAFT_NOTICE", 14),
}
# Days that the log of who at the city has read what is kept, 180 at least (D8).
READ_LOG_DAYS = env.number("SAMVERKAN_DAYS_READ_LOG", 730)
# Days that a text which could not be saved waits for the one who wrote it.
KEPT_DAYS = env.number("SAMVERKAN_DAYS_KEPT_TEXT", 7)
# Days that a long list made as a file lies ready, that a file lies with a message that is not sent, and that an
# order to hand many cases over can be looked at.
LIST_FILE_DAYS = env.number("SAMVERKAN_DAYS_LIST_FILE", 3)
UNSENT_FILE_DAYS = env.number("SAMVERKAN_DAYS_UNSENT_FILE", 30)
HAND_OVER_DAYS = env.number("SAMVERKAN_DAYS_HAND_OVER", 30)
# Days after which a thread in the network in which nothing has happened is cleared away (R50).
NETWORK_DAYS = env.number("SAMVERKAN_DAYS_NETWORK", 730)

# --- files ----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"  # never served by URL: every download passes a view that asks who may see it
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
ATTACHMENT_MAX_BYTES = env.number("SAMVERKAN_ATTACHMENT_MAX_MB", 10) * 1024 * 1024
ATTACHMENTS_CASE_MAX_BYTES = env.number("SAMVERKAN_ATTACHMENTS_CASE_MAX_MB", 500) * 1024 * 1024
# ClamAV's socket, a path or host:port. Empty: nothing is scanned. Set: nothing passes unscanned.
CLAMAV_SOCKET = env.address("SAMVERKAN_CLAMAV_SOCKET")
CLAMAV_TIMEOUT = env.number("SAMVERKAN_CLAMAV_TIMEOUT", 20)  # seconds for one file
# What is above the limit is not even kept while the request lasts: a huge file fills no disk.
FILE_UPLOAD_HANDLERS = [
    "applications.attachments.uploads.CutAtLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- forms, work in the background, mail ----------------------------------------------------------
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "samverkan"
CRISPY_TEMPLATE_PACK = "samverkan"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
EMAIL_HOST = env.text("SAMVERKAN_SMTP_HOST", "")  # empty: mails stay readable in the register Utgående mejl
EMAIL_PORT = env.number("SAMVERKAN_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("SAMVERKAN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text("SAMVERKAN_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.flag("SAMVERKAN_SMTP_TLS")
EMAIL_TIMEOUT = 20
# Days before and after a date when whoever's turn it is gets a reminder: one number, or several ("7,1").
REMIND_DAYS_BEFORE = env.numbers("SAMVERKAN_REMIND_DAYS_BEFORE", "3")
REMIND_DAYS_AFTER = env.numbers("SAMVERKAN_REMIND_DAYS_AFTER", "1")
MAIL_DIGEST_HOUR = env.number("SAMVERKAN_DIGEST_HOUR", 7)  # when the daily mails are written, Swedish time
DEFAULT_FROM_EMAIL = env.text("SAMVERKAN_MAIL_FROM", "samverkan.fgk@malmo.se")
SITE_URL = env.text("SAMVERKAN_SITE_URL", "http://localhost:8000").rstrip("/")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "samverkan_cache"}
}

# --- the map ----------------------------------------------------------------------------------------
# Tiles behind the drawing, e.g. https://tiles.example.org/{z}/{x}/{y}.png: none unless the city has a source.
MAP_TILES_URL = env.text("SAMVERKAN_MAP_TILES_URL", "")
MAP_TILES_ATTRIBUTION = env.text("SAMVERKAN_MAP_TILES_ATTRIBUTION", "")

# --- safety -----------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, *([env.origin(MAP_TILES_URL), "data:"] if MAP_TILES_URL else [])],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
HTTPS = env.flag("SAMVERKAN_HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "applications.keeping.views.csrf_failure"
SESSION_COOKIE_AGE = 8 * 60 * 60
_BEHIND_PROXY = env.flag("SAMVERKAN_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _BEHIND_PROXY else None
# Whose attempts are counted at log-in and in public forms: the last address is the proxy's own word.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _BEHIND_PROXY else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- the municipality: a second city changes these, here or in the register Kommunens uppgifter, never the code
# What a number of the city's registry looks like (D2).
REGISTRY_NUMBER_PATTERN = env.text(
    "SAMVERKAN_REGISTRY_NUMBER_PATTERN", r"[A-ZÅÄÖ]{2,5}-[0-9]{4}-[1-9][0-9]{0,5}"
)
REGISTRY_NUMBER_EXAMPLE = env.text("SAMVERKAN_REGISTRY_NUMBER_EXAMPLE", "TN-2026-139")

MUNICIPALITY = {
    "name": env.text("SAMVERKAN_CITY", "Malmö stad"),
    "organisation_number": env.text("SAMVERKAN_CITY_NUMBER", "212000-1124"),
    "department": env.text("SAMVERKAN_DEPARTMENT", "fastighets- och gatukontoret"),
    "department_short": env.text("SAMVERKAN_DEPARTMENT_SHORT", "FGK"),
    "committee": env.text("SAMVERKAN_COMMITTEE", "tekniska nämnden"),
    "committee_short": env.text("SAMVERKAN_COMMITTEE_SHORT", "TN"),
    "court": env.text("SAMVERKAN_COURT", "Förvaltningsrätten i Malmö"),
    "contact_email": env.text("SAMVERKAN_CONTACT_EMAIL", "samverkan.fgk@malmo.se"),
    "contact_phone": env.text("SAMVERKAN_CONTACT_PHONE", "040-34 10 00"),
    "address": env.text("SAMVERKAN_ADDRESS", "August Palms plats 1, 205 80 Malmö"),
    "visiting_address": env.text("SAMVERKAN_VISITING_ADDRESS", ""),
}
# The same names on pages in another language, where the municipality has some: language → name in MUNICIPALITY.
MUNICIPALITY_IN = {
    "en": {
        "name": env.text("SAMVERKAN_CITY_EN", ""),
        "department": env.text("SAMVERKAN_DEPARTMENT_EN", ""),
        "committee": env.text("SAMVERKAN_COMMITTEE_EN", ""),
        "court": env.text("SAMVERKAN_COURT_EN", ""),
    }
}
# Seconds until a process sees what another one saved in the registers that every page needs.
REGISTERS_READ_EVERY = 10
# Outline that a drawn area must lie inside: a GeoJSON file with one Polygon or MultiPolygon, WGS84 lon/lat.
MUNICIPALITY_BOUNDARY = Path(
    env.text("SAMVERKAN_BOUNDARY", str(BASE_DIR / "applications" / "data" / "malmo.geojson"))
)
# What the map shows around it: a GeoJSON file with neighbours and place names; it may be missing.
MAP_BACKDROP = Path(
    env.text(
        "SAMVERKAN_MAP_BACKDROP",
        str(MUNICIPALITY_BOUNDARY.with_stem(f"{MUNICIPALITY_BOUNDARY.stem}_backdrop")),
    )
)
# The outline that comes along is coarse: its coast lies up to a kilometre inside the real one. A finer file: 0.
BOUNDARY_TOLERANCE_METRES = env.number("SAMVERKAN_BOUNDARY_TOLERANCE_M", 1_500)
AREA_MIN_SQUARE_METRES = env.number("SAMVERKAN_AREA_MIN_M2", 100)
AREA_MAX_SQUARE_METRES = env.number("SAMVERKAN_AREA_MAX_M2", 5_000_000)
# Deadlines in days (D13): working days where the name says so.
# Offsets of D13. *_working_days are working days; the others are calendar days, moved off weekends and days off
# (applications/deadlines.py).
DEADLINES = {
    "take_up_working_days": env.number("SAMVERKAN_DAYS_TAKE_UP", 5),
    "review_working_days": env.number("SAMVERKAN_DAYS_REVIEW", 20),
    "completion_days": env.number("SAMVERKAN_DAYS_COMPLETION", 14),
    "sign_off_before_working_committee_days": env.number("SAMVERKAN_DAYS_SIGN_OFF", 14),
    "working_committee_before_committee_days": env.number("SAMVERKAN_DAYS_WORKING_COMMITTEE", 14),
    "notice_before_committee_days": env.number("SAMVERKAN_DAYS_NOTICE", 7),
    "minutes_after_committee_days": env.number("SAMVERKAN_DAYS_MINUTES", 7),
    "report_days": env.number("SAMVERKAN_DAYS_REPORT", 60),
    "confirmation_days": env.number(
        "SAMVERKAN_DAYS_CONFIRMATION", 30
    ),  # how long an actor's link works (D14)
    "confirmation_reminder_days": env.number("SAMVERKAN_DAYS_CONFIRMATION_REMINDER", 7),
}
APPEAL_DAYS = 21  # KL 13:5

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.text("SAMVERKAN_LOG_LEVEL", "WARNING")},
}
