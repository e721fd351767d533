"""What the tests of both doors change."""

from foundation.database import embedded

from .environment import var_folder

VAR = var_folder() / "test"
TEST_DATA = var_folder() / "test-postgres"
TEST_DATABASE_HOST = str(embedded.socket_folder(TEST_DATA))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "imports": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
DEMO = False
DEMO_GUIDE = ""
PRINTING_STRICT = True
FACTS_STRICT = True
