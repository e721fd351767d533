"""The private door under test."""

import os

os.environ.setdefault("PRIVATE_SECRET_KEY", "test-only-private-key-of-no-value-at-all-9876543210")
os.environ.setdefault("PRIVATE_MFA_KEY", "dGVzdC1vbmx5LWZlcm5ldC1rZXktMzItYnl0ZXM/Pz8=")

from .private import *
from .testing import *
from .testing import TEST_DATABASE_HOST

DATABASES["default"]["HOST"] = TEST_DATABASE_HOST
