"""Makes one door ready to open: `python -m portal.preparation [--tables] [--demo]`.

One process does it all, for a quick start. With `--tables` it runs as the owner on the embedded
database; on a named server the operator does that.
"""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection

from foundation.database import roles

# What no door can do without; `sync_kinds` exists on the public door only.
FILLING = ("sync_roles", "sync_kinds")


def prepare_tables() -> None:
    """Create database, roles and tables, fill in what no door can do without, and hand out the rights."""
    call_command("prepare_database", shared_server=True, stdout=StringIO())
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    for name in FILLING:
        if name in get_commands():
            call_command(name, stdout=StringIO())
    call_command("sync_database_grants", stdout=StringIO())


def use_application_role() -> None:
    """Let the rest run under the rights that a visitor's request has."""
    connection.close()
    connection.settings_dict["USER"] = roles.DoorRoles(settings.DOOR).application


@contextmanager
def static_files_collected() -> Iterator[None]:
    """Collect this door's static files beside what happens inside, unless they are those of the last time."""
    stamp = settings.STATIC_ROOT.with_suffix(".stamp")
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        yield
        return
    stamp.unlink(missing_ok=True)
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"]
    collecting = subprocess.Popen(command, cwd=settings.PROJECT_ROOT)  # noqa: S603 -- our own words only
    yield
    if collecting.wait():
        sys.exit(collecting.returncode)
    stamp.write_text(fingerprint)


def static_fingerprint() -> str:
    """Return a hash over place, size and time of each static file of the installed apps."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{storage.location} {path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def main(arguments: list[str]) -> None:
    django.setup()
    is_demo = "--demo" in arguments
    with static_files_collected():
        if "--tables" in arguments:
            prepare_tables()
            use_application_role()
            if is_demo:
                call_command("demo_world", stdout=StringIO())
            if "make_site" in get_commands():
                call_command("make_site", publish=is_demo, stdout=StringIO())
                if is_demo:
                    call_command("demo_news", stdout=StringIO())
                call_command("add_first_synonyms", stdout=StringIO())
                call_command("rebuild_directory_index", stdout=StringIO())
                call_command("rebuild_search_index", stdout=StringIO())


if __name__ == "__main__":
    main(sys.argv[1:])
