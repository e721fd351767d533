"""The private door under test."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("PRIVATE_SECRET_KEY", "test-only-private-key-of-no-value-at-all-9876543210")
os.environ.setdefault("PRIVATE_MFA_KEY", "dGVzdC1vbmx5LWZlcm5ldC1rZXktMzItYnl0ZXM/Pz8=")
os.environ.setdefault("PRIVATE_CASE_KEYS", "test:dGVzdC1vbmx5LWNhc2Uta2V5LW9mLW5vLXZhbHVlISE=")
os.environ.setdefault("PRIVATE_CHECKPOINT_KEY", "dGVzdC1vbmx5LWNoZWNrcG9pbnQta2V5LW5vLXZhbCE=")
os.environ.setdefault("PRIVATE_RECOVERY_KEY", "3wQWkuk+JaVhSpp1nimjESdxKKE3d4cQaIw0stvaGVc=")

from .private import *
from .testing import *
from .testing import TEST_DATABASE_HOST

DATABASES["default"]["HOST"] = TEST_DATABASE_HOST


def own_folder_of_tests(variable: str, kind: str) -> str:
    """Return a folder for each process of the tests; whatever it starts shares it."""
    start = f"tsunagu-{kind}-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-"
    if not Path(os.environ.get(variable, "")).name.startswith(start):
        os.environ[variable] = tempfile.mkdtemp(prefix=start)
        atexit.register(shutil.rmtree, os.environ[variable], ignore_errors=True)
    return os.environ[variable]


KEY_STORE = own_folder_of_tests("PRIVATE_KEY_STORE", "case-keys")
DOCUMENT_FOLDER = own_folder_of_tests("PRIVATE_DOCUMENT_FOLDER", "documents")
# Checkpoints lie beside the keys, and go with them.
CHECKPOINT_FOLDER = str(Path(KEY_STORE) / "checkpoints")
