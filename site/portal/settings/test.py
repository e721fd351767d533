"""The public door under test: real PostgreSQL as the application role, fixed keys, quick password hashing."""

import os

os.environ.setdefault("PUBLIC_SECRET_KEY", "test-only-public-key-of-no-value-at-all-0123456789")
os.environ.setdefault("ANYMAIL_WEBHOOK_SECRET", "notices:of-no-value")
os.environ.setdefault("PUBLIC_MFA_KEY", "dGVzdC1vbmx5LWZlcm5ldC1rZXktMzItYnl0ZXMhISE=")
os.environ.setdefault("PUBLIC_CONTACT_KEY", "dGVzdC1vbmx5LWNvbnRhY3Qta2V5LTMyLWJ5dGVzISE=")

from .public import *
from .testing import *
from .testing import TEST_DATABASE_HOST

DATABASES["default"]["HOST"] = TEST_DATABASE_HOST
