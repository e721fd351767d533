"""The public door: portal, Wagtail and partner area. It knows nothing of the private door's secrets."""

from email.utils import parseaddr

from foundation.database import roles

from .both_doors import *
from .both_doors import (
    DAY,
    DEFAULT_FROM_EMAIL,
    FOUNDATION_APPS,
    SECURITY_MIDDLEWARE,
    SESSION_MIDDLEWARE,
    caches,
    templates,
)
from .doors import database, demo_guide, door_address, is_demo
from .environment import read, refuse_foreign_secrets

DOOR = "public"
refuse_foreign_secrets(DOOR)
SECRET_KEY = read("PUBLIC_SECRET_KEY")
MFA_KEY = read("PUBLIC_MFA_KEY")
DOOR_FEED_KEY = read("DOOR_FEED_KEY")
CONTACT_KEY = read("PUBLIC_CONTACT_KEY")
DATABASES = {"default": database(roles.PUBLIC, read("DATABASE_URL"))}
DEMO = is_demo(read("DATABASE_URL"))

OWN_URL = read("PUBLIC_URL")
OTHER_DOOR_URL = read("PRIVATE_URL")
DEMO_GUIDE = demo_guide(OWN_URL, is_demo=DEMO)
HOST, HTTPS = door_address(OWN_URL)
REPLY_ADDRESS = read("REPLY_ADDRESS")
ORGANIZER_EMAIL = parseaddr(DEFAULT_FROM_EMAIL)[1]
ALLOWED_HOSTS = [HOST] if HTTPS else [HOST, "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [OWN_URL]
SESSION_COOKIE_NAME = "__Host-tsunagu" if HTTPS else "tsunagu"
CSRF_COOKIE_NAME = "__Host-tsunagu-csrf" if HTTPS else "tsunagu-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_REQUIRED_FOR_EVERYBODY = False

ROOT_URLCONF = "portal.urls.public"
LOGIN_REDIRECT_URL = "/my/"
LOGOUT_REDIRECT_URL = "/"

INSTALLED_APPS = [
    "portal",
    "portal.demo",
    "portal.year_report",
    "portal.figures",
    "portal.reach",
    "portal.limits_desk",
    "portal.privacy_requests",
    "portal.contact_desk",
    "portal.digest",
    "portal.consultations",
    "portal.downloads",
    "outreach.activities.planning",
    "outreach.activities.rounds",
    "outreach.activities",
    "outreach.outside_meetings",
    "outreach.study_groups.case_sheets",
    "outreach.study_groups.associations",
    "outreach.study_groups.meetings",
    "outreach.study_groups.committees",
    "outreach.study_groups.board",
    "outreach.study_groups",
    "outreach.role_sheets.guides",
    "outreach.role_sheets.procedures",
    "outreach.role_sheets.additions",
    "outreach.role_sheets.form_library",
    "outreach.role_sheets",
    "training_media",
    "training_media.paths",
    "training_media.completion",
    "training_media.leads",
    "training_media.surveys",
    "training_media.reach",
    "training_media.watching",
    "training_media.campaigns",
    "training_media.courses",
    "training_media.viewing",
    "training_media.intake",
    "events.notices",
    "events.paper",
    "events.training_history",
    "events.materials",
    "events.feeds",
    "events.cohosts",
    "events.certificates",
    "events.questionnaires",
    "events.questions",
    "events.parts",
    "events.lectures",
    "events.attendance",
    "events",
    "directory.finding",
    "directory.centre_only",
    "directory.coverage",
    "directory.declared",
    "directory.joining",
    "directory.official",
    "directory.duplicates",
    "directory.tables",
    "directory",
    "content.tags",
    "content.duties",
    "content",
    "content.facts",
    "content.terms",
    "content.easy",
    "content.publication",
    "content.search",
    "content.furigana",
    *FOUNDATION_APPS,
    "anymail",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
]
MIDDLEWARE = [
    "portal.front_cache.FrontCacheMiddleware",
    *SECURITY_MIDDLEWARE,
    *SESSION_MIDDLEWARE,
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "portal.mid_form.MidFormMiddleware",
    "content.furigana.middleware.FuriganaMiddleware",
    "portal.errors.wrong_method_in_words",
]
TEMPLATES = templates("portal.context.portal")
CACHES = caches("wagtail.models.sites.SiteRootPath")

ADMIN_CSP = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
}

WAGTAIL_SITE_NAME = "つなぐ"
WAGTAILADMIN_BASE_URL = OWN_URL
WAGTAILADMIN_LOGIN_URL = "portal:staff_entrance"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ja", "日本語")]
WAGTAIL_I18N_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = 3000
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_USER_TIME_ZONES = ["Asia/Tokyo"]
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "portal/password_required.html"  # noqa: S105 -- a template
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "portal/paper_password_required.html"  # noqa: S105 -- a template
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_DOCUMENT_FORM_BASE = "content.document_form.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "txt", "csv"]
# Where files come without an account; each address is signed.
FILES_BY_LINK = r"/applications/[^/]+/questions/\d+/file/"
# Where a signed-in person may send more at once, by path: a film of 2 GB, by a browser without scripts.
LARGE_BODIES = {"/cms/videos/recordings/new/": 2 * 1024 * 1024 * 1024 + 1024 * 1024}
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.picture_form.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024

FRONT_CACHE_SECONDS = 300
# Whether a template that names a figure nobody keeps raises instead of showing none.
FACTS_STRICT = False
COPIER_FOLDER = read("PORTAL_COPIER_FOLDER")
DIRECTORY_PREFECTURES = read("PORTAL_PREFECTURES").replace("、", ",").split(",")
# Applications of people who are not signed in: from one address of the network, for one mail address.
APPLICATION_RATES = {"sender": "30/h/ip", "recipient": "10/h/key"}
# A picture that comes as an answer is drawn anew, which takes a core for a second.
ANSWER_FILE_RATES = {"sender": "60/h/ip", "link": "20/h/key"}
CONTACT_RATES = {"sender": "10/h/ip", "recipient": "5/h/key"}
# Also invitations that administrators send for their agency, to addresses of their choice.
JOINING_RATES = {"sender": "10/h/ip", "turn": "60/h/ip", "invitation": "20/d/key"}
# Nobody tries keys to the form of an agency.
ENTRY_LINK_RATES = {"link": "60/h/ip"}
# Who asks for the news by mail; a stranger may not fill somebody's mailbox with our letters.
DIGEST_RATES = {"sender": "20/h/ip", "recipient": "3/d/key"}
# Nobody reads, fills in and checks the contact form in less.
CONTACT_LEAST_SECONDS = 4
# Laying out a long list takes a core for seconds.
DIRECTORY_PAPER_RATES = {"paper": "60/h/ip", "file": "60/h/ip"}
# A check list with the days of a release, which is laid out anew each time.
PROCEDURES_RATES = {"days": "60/h/ip"}
# Nobody tries numbers of certificates; they are too long for that anyway.
CERTIFICATE_RATES = {"sender": "120/h/ip"}
# Unknown codes of viewing cards and PINs, from one address of the network (a home has one for all); wrong
# PINs of one card from one address, and from anywhere; that it was let in from an address, once a month;
# names, groups, players and files of records, for one card or account.
WATCHING_RATES = {
    "code": "60/h/ip",
    "pin": "60/15m/ip",
    "wrong_pin": "10/15m/ip,40/d/ip",
    "wrong_pin_anywhere": "60/d/key",
    "let_in": "1/30d/ip",
    "who": "60/h/key",
    "together": "60/h/key",
    "count": "60/h/key",
    "begin": "240/h/key",
    "record": "240/h/key",
    "file": "60/h/key",
    "answer": "240/h/key",
}
# Answers to questions of films, and certificates, of those who watch on one screen.
COMPLETION_RATES = {"answer": "60/h/key", "certificate": "60/h/key", "file": "120/h/key"}
# 「話を聞きたい」, from strangers by address of the network, from whoever watches by card or account.
LEAD_RATES = {"sender": "10/h/ip", "known": "20/h/key", "not_now": "60/h/key"}
# Reports of players by keys that nobody has.
BEACON_RATES = {"unknown": "60/m/ip"}
# Searches that found nothing and are noted, from one address of the network.
SEARCH_NOTE_RATES = {"note": "30/h/ip"}
PASSWORD_RESET_TIMEOUT = DAY // 24
