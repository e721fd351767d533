"""The private door for measuring: as in production, on a throw-away database."""

import os

from portal.settings.private_test import *  # noqa: F403 -- a settings module is a list of names
from portal.settings.private_test import DATABASES

ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
DATABASES["default"]["NAME"] = os.environ["BENCH_DATABASE"]
DATABASES["default"]["CONN_MAX_AGE"] = 60
