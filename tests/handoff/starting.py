"""Real processes of this door, under a role and with settings of a test's own."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

WEB = "import portal.wsgi; print('started')"
MIGRATE = """
import django
from django.core.management import call_command
django.setup()
call_command("migrate", "--plan", verbosity=0)
print("started")
"""


def start(role, command, **changed):
    """Start a process under a role, with changed settings; returns what it said and how it ended."""
    program = f"""
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.private_test"
from django.conf import settings
settings.DATABASES["default"].update(USER={role!r}, NAME={connection.settings_dict["NAME"]!r})
for name, value in {changed!r}.items():
    setattr(settings, name, value)
{command}
"""
    path = os.pathsep.join(("site", "."))
    return subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        capture_output=True,
        text=True,
        cwd=settings.PROJECT_ROOT,
        env=os.environ | {"PYTHONPATH": path},
    )
