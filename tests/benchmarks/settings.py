"""The public door for measuring: as in production, on a throw-away database, and one constant view."""

import os

from portal.settings.test import *  # noqa: F403 -- a settings module is a list of names
from portal.settings.test import DATABASES, STORAGES, VAR

# All clients have one address here.
APPLICATION_RATES = {"sender": "100000/h/ip", "recipient": "100000/h/key"}
ROOT_URLCONF = "tests.benchmarks.urls"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
DATABASES["default"]["NAME"] = os.environ["BENCH_DATABASE"]
DATABASES["default"]["CONN_MAX_AGE"] = 60
# Files that were sent in lie on a disk, as in production: in memory they would count as the import's.
STORAGES["imports"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": VAR / "imports"},
}
