"""What both doors share: two processes, two databases, one set of rules."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from foundation.database import embedded, roles

from .environment import read, read_flag, var_folder

ROOT = Path(__file__).resolve().parents[3]
SITE = ROOT / "site"

# Names under which only whoever sits at this machine can ask.
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
DAY = 24 * 60 * 60
# Questions are short and many people ask at once: compiling and parting them costs more than it saves, and a
# search sorts a whole prefecture in memory.
QUERY_OPTIONS = {"options": "-c jit=off -c max_parallel_workers_per_gather=0 -c work_mem=16MB"}


def database(door: roles.DoorRoles, url: str) -> dict[str, Any]:
    """Return Django's description of this door's database, on a named server or on the embedded one."""
    if url:
        named: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
        return named | {"OPTIONS": QUERY_OPTIONS | named.get("OPTIONS", {})}
    role = door.owner if read("PORTAL_DATABASE_ROLE") == "owner" else door.application
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": door.database,
        "USER": role,
        "HOST": str(embedded.socket_folder(var_folder() / "postgres")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": QUERY_OPTIONS,
    }


def own_folder(named: str, usual: str, *, database_url: str) -> str:
    """Return a folder beside the database; beside a named server it must be named, or there is none."""
    return named or ("" if database_url else str(var_folder() / usual))


def mailers(url: str, folder: Path) -> dict[str, Any]:
    """Return `MAILERS` for a folder of files, an SMTP server or a provider that anymail knows."""
    if url == "file:":
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"default": {"BACKEND": backend, "OPTIONS": {"file_path": str(folder)}}}
    if url.startswith("anymail:"):
        provider = url.removeprefix("anymail:")
        return {"default": {"BACKEND": f"anymail.backends.{provider}.EmailBackend"}}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps"):
        raise ImproperlyConfigured(
            f"MAIL_URL: {parts.scheme or url!r} is none of file, smtp, smtps, anymail."
        )
    options = {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "username": parts.username or "",
        "password": parts.password or "",
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parse_qs(parts.query).get("tls") == ["1"],
        "timeout": 20,
    }
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def is_demo(database_url: str) -> bool:
    """Return whether the demo world may exist: the switch is on and the database is the embedded one."""
    return read_flag("PORTAL_DEMO") and not database_url


def demo_guide(url: str, *, is_demo: bool) -> str:
    """Return the address of the demo's guide at the public door; nothing where the guide is not served."""
    return f"{url}/demo/" if is_demo and urlsplit(url).hostname in THIS_MACHINE else ""


def door_address(url: str) -> tuple[str, bool]:
    """Return host name and whether this door speaks HTTPS."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured(f"{url!r} is no address such as https://portal.example.jp")
    return parts.hostname, parts.scheme == "https"
