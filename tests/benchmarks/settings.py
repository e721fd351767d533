"""The public door for measuring: as in production, on a throw-away database, and one constant view."""

import os

from portal.settings.test import *  # noqa: F403 -- a settings module is a list of names
from portal.settings.test import DATABASES

# All clients have one address here.
APPLICATION_RATES = {"sender": "100000/h/ip", "recipient": "100000/h/key"}
ROOT_URLCONF = "tests.benchmarks.urls"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
DATABASES["default"]["NAME"] = os.environ["BENCH_DATABASE"]
DATABASES["default"]["CONN_MAX_AGE"] = 60
