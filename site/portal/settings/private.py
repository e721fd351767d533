"""The private door: the hand-off area, with its own database, keys, people and sessions. No Wagtail here."""

from foundation.database import roles

from .both_doors import *
from .both_doors import (
    DAY,
    FOUNDATION_APPS,
    LOGGING,
    SECURITY_MIDDLEWARE,
    SESSION_IDLE_SECONDS,
    SESSION_MIDDLEWARE,
    templates,
)
from .doors import database, demo_guide, door_address, is_demo, own_folder
from .environment import read, refuse_foreign_secrets, var_folder

DOOR = "private"
refuse_foreign_secrets(DOOR)
SECRET_KEY = read("PRIVATE_SECRET_KEY")
MFA_KEY = read("PRIVATE_MFA_KEY")
DOOR_FEED_KEY = read("DOOR_FEED_KEY")
CASE_KEYS = read("PRIVATE_CASE_KEYS")
RECOVERY_KEY = read("PRIVATE_RECOVERY_KEY")
BESIDE = {"database_url": read("PRIVATE_DATABASE_URL")}
KEY_STORE = own_folder(read("PRIVATE_KEY_STORE"), "case-keys", **BESIDE)
DOCUMENT_FOLDER = own_folder(read("PRIVATE_DOCUMENT_FOLDER"), "documents", **BESIDE)
VIRUS_SCANNER = read("PRIVATE_VIRUS_SCANNER")
CHECKPOINT_KEY = read("PRIVATE_CHECKPOINT_KEY")
CHECKPOINT_FOLDER = read("PRIVATE_CHECKPOINTS") or str(var_folder() / "checkpoints")
DATABASES = {"default": database(roles.PRIVATE, read("PRIVATE_DATABASE_URL"))}
DEMO = is_demo(read("PRIVATE_DATABASE_URL"))

OWN_URL = read("PRIVATE_URL")
OTHER_DOOR_URL = read("PUBLIC_URL")
DEMO_GUIDE = demo_guide(OTHER_DOOR_URL, is_demo=DEMO)
HOST, HTTPS = door_address(OWN_URL)
ALLOWED_HOSTS = [HOST]
CSRF_TRUSTED_ORIGINS = [OWN_URL]
SESSION_COOKIE_NAME = "__Host-tsunagu-private" if HTTPS else "tsunagu-private"
CSRF_COOKIE_NAME = "__Host-tsunagu-private-csrf" if HTTPS else "tsunagu-private-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
# This host and all below it are ours.
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_SECONDS = 2 * 365 * DAY
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_IDLE_SECONDS = min(15 * 60, SESSION_IDLE_SECONDS)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_REQUIRED_FOR_EVERYBODY = True
INVITATION_KEEPS_ADDRESS = True

ROOT_URLCONF = "portal.urls.private"
LOGIN_REDIRECT_URL = "/handoff/"
LOGOUT_REDIRECT_URL = "/accounts/login/"

HANDOFF_APPS = [
    "handoff.copying",
    "handoff.incidents",
    "handoff.talk",
    "handoff.documents",
    "handoff.meetings",
    "handoff.papers",
    "handoff.oversight",
    "handoff.retention",
    "handoff.sittings",
    "handoff.aftercare",
    "handoff.consultation",
    "handoff.opinion",
    "handoff.arrangements",
    "handoff.release",
    "handoff.records",
    "handoff.machine",
    "handoff.safeguards",
    "handoff.cases",
    "handoff.vault",
    "handoff",
]
# A file of a case lies on no disk before it is sealed.
FILE_UPLOAD_HANDLERS = ["handoff.documents.uploads.InMemoryUploadHandler"]
INSTALLED_APPS = [*HANDOFF_APPS, "portal.demo", *FOUNDATION_APPS]
MIDDLEWARE = [
    *SECURITY_MIDDLEWARE,
    "handoff.headers.StrictAnswersMiddleware",
    *SESSION_MIDDLEWARE,
    "handoff.cases.middleware.DestroyedWordsMiddleware",
    "handoff.middleware.EnrolmentMiddleware",
]
TEMPLATES = templates()
# Who came in, left or was refused.
LOGGING["loggers"]["handoff"] = {"level": "INFO"}
PASSWORD_RESET_TIMEOUT = DAY // 24
