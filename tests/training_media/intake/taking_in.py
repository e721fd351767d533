"""A process that does the job of one upload until it is killed: database, folder, upload."""

import os
import sys
from pathlib import Path

import django
from django.utils import timezone


def main(database, folder, upload):
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    django.setup()
    from django.conf import settings
    from django.db import connection

    connection.settings_dict["NAME"] = database
    settings.VAR = Path(folder)
    from training_media.intake.services.working import work_on_upload

    work_on_upload(upload=int(upload), clock=timezone.now)


if __name__ == "__main__":
    main(*sys.argv[1:])
