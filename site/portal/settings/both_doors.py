"""Settings of both doors. A door's own module adds its apps, database, keys and addresses."""

from datetime import timedelta

from django.utils.csp import CSP

from .doors import DAY, ROOT, SITE, mailers
from .environment import read, var_folder

DEBUG = False
VAR = var_folder()

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語")]
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["portal.formats"]
LOCALE_PATHS = [SITE / "portal" / "locale"]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

FOUNDATION_APPS = [
    "foundation",
    "foundation.audit",
    "foundation.mail",
    "foundation.limits",
    "foundation.centre",
    "foundation.numbering",
    "foundation.rates",
    "foundation.ui",
    "foundation.printing",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]

SECURITY_MIDDLEWARE = [
    "foundation.security.BodyLimitMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "foundation.security.SecurityHeadersMiddleware",
]
SESSION_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionLimitsMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "foundation.centre.context.centre",
    "foundation.ui.context.viewing",
]


def templates(*context_processors: str) -> list[dict]:
    return [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": [*CONTEXT_PROCESSORS, *context_processors]},
        }
    ]


WSGI_APPLICATION = "portal.wsgi.application"


def caches(*classes: str) -> dict:
    """Return the one cache of a door; of these classes alone it gives instances back.

    All processes share it: rate limits and used one-time codes are counted in it.
    """
    return {
        "default": {
            "BACKEND": "foundation.database.cache.PlainCache",
            "LOCATION": "foundation_cache",
            # Papers are kept here as well: they must not push out what the limits have counted.
            "OPTIONS": {"MAX_ENTRIES": 100_000, "CLASSES": classes},
        }
    }


CACHES = caches()

STATIC_URL = "/static/"
# Each door lists its own files: one folder would hold the manifest of whoever came last.
STATIC_ROOT = VAR / "static" / read("PORTAL_DOORS")
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What was uploaded to be read once by a job; no address leads there.
    "imports": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "imports"},
    },
    "staticfiles": {"BACKEND": "portal.static_files.GzippedStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
SHORTEST_PASSWORD = 13
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": SHORTEST_PASSWORD},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.passwords.OwnWordsValidator"},
    {"NAME": "accounts.passwords.GuessableValidator", "OPTIONS": {"shortest": SHORTEST_PASSWORD}},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_id"
ACCOUNT_SIGNUP_FIELDS = ["email*", "username", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Behind a proxy everybody would have its address, and share its limits.
ALLAUTH_TRUSTED_PROXY_COUNT = int(read("PORTAL_PROXIES"))
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# allauth would also count by address, and tell by a 429 that somebody else has asked with it.
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip"}
# Each says something about an address: whether it was asked with, whether it is somebody's.
ADDRESS_RATES = {"recipient": "5/m/key", "taken": "5/h/key"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# allauth's own generator writes e-mail rows that nothing here keeps up to date.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 -- the name of a class
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
}
MFA_FORMS = {
    "authenticate": "accounts.forms.AuthenticateForm",
    "reauthenticate": "accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "accounts.forms.ActivateTotpForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.EditPasskeyForm",
}
MFA_ADAPTER = "accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
USERSESSIONS_TRACK_ACTIVITY = False

# Whether an invited person signs in with the very address that the invitation went to.
INVITATION_KEEPS_ADDRESS = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(hours=int(read("PORTAL_SESSION_HOURS"))).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_SECONDS = int(timedelta(minutes=int(read("PORTAL_IDLE_MINUTES"))).total_seconds())
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "foundation.ui.errors.csrf_failure"

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 365 * DAY

MAILERS = mailers(read("MAIL_URL"), VAR / "mail")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read("MAIL_FROM")
ANYMAIL = {"WEBHOOK_SECRET": read("ANYMAIL_WEBHOOK_SECRET")} if read("ANYMAIL_WEBHOOK_SECRET") else {}
if read("ANYMAIL_API_KEY"):
    ANYMAIL[f"{read('MAIL_URL').removeprefix('anymail:').upper()}_API_KEY"] = read("ANYMAIL_API_KEY")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Times, levels and words only: values that people typed never reach a log.
    "filters": {"keys": {"()": "foundation.security.NoKeysInLogs"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["keys"]}},
    # Mistakes in forms and wrong addresses are everyday work, not trouble.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

SILENCED_SYSTEM_CHECKS: list[str] = []
PROJECT_ROOT = ROOT
