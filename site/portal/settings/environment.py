"""Every environment variable, once, as data: settings read it here, the README repeats it."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BOTH = ("public", "private")


@dataclass(frozen=True)
class Variable:
    """One environment variable: what it means, which doors read it, and whether a door starts without it."""

    name: str
    meaning: str
    doors: tuple[str, ...] = BOTH
    default: str | None = None
    secret: bool = False


VARIABLES = (
    Variable("PORTAL_DOORS", "which door this process serves: `public` or `private`", default="public"),
    Variable("PORTAL_VAR", "folder of the embedded database, uploads and demo mails", default="var"),
    Variable("PUBLIC_URL", "address of the public door, scheme and host", default="http://localhost:8000"),
    Variable("PRIVATE_URL", "address of the private door", default="http://private.localhost:8001"),
    Variable("PUBLIC_SECRET_KEY", "signs sessions and links of the public door", ("public",), secret=True),
    Variable("PRIVATE_SECRET_KEY", "signs sessions of the private door", ("private",), secret=True),
    Variable("PUBLIC_MFA_KEY", "encrypts TOTP secrets of the public door (Fernet)", ("public",), secret=True),
    Variable(
        "PRIVATE_MFA_KEY", "encrypts TOTP secrets of the private door (Fernet)", ("private",), secret=True
    ),
    Variable(
        "PRIVATE_CASE_KEYS",
        "keys that wrap the keys of cases, `name:32 bytes in base64` by commas: the first wraps, all unwrap; "
        "unset = the door does not start",
        ("private",),
        default="",
        secret=True,
    ),
    Variable(
        "PRIVATE_RECOVERY_KEY",
        "public half of the recovery key (`manage.py make_recovery_key`); unset = the door does not start",
        ("private",),
        default="",
    ),
    Variable(
        "PRIVATE_KEY_STORE",
        "folder of the keys of cases, mode 0700, its copies kept for at most 35 days; "
        "unset = `case-keys` in PORTAL_VAR, with the embedded database only",
        ("private",),
        default="",
    ),
    Variable(
        "PRIVATE_CHECKPOINT_KEY",
        "signs the hourly checkpoints of the private door's audit chain (32 bytes in base64); "
        "unset = none are written",
        ("private",),
        default="",
        secret=True,
    ),
    Variable(
        "PRIVATE_CHECKPOINTS",
        "folder of these checkpoints, best on another machine or where one can only append; "
        "unset = `checkpoints` in PORTAL_VAR",
        ("private",),
        default="",
    ),
    Variable(
        "PRIVATE_DOCUMENT_FOLDER",
        "folder of the sealed files of cases, mode 0700; "
        "unset = `documents` in PORTAL_VAR, with the embedded database only",
        ("private",),
        default="",
    ),
    Variable(
        "PRIVATE_VIRUS_SCANNER",
        "ClamAV's daemon, `unix:/run/clamav/clamd.ctl` or `tcp:host:3310`, asked about each file: no answer, "
        "no file; unset = files are made anew and not scanned",
        ("private",),
        default="",
    ),
    Variable(
        "DOOR_FEED_KEY",
        "what the private door shows when it pulls the agencies from the public one; "
        "unset = nothing is handed out and nothing pulled",
        default="",
        secret=True,
    ),
    Variable(
        "PUBLIC_CONTACT_KEY",
        "seals what people write on the contact form and who gets the news by mail (32 bytes in base64), "
        "older keys after a comma; unset = both are closed",
        ("public",),
        default="",
        secret=True,
    ),
    Variable("DATABASE_URL", "PostgreSQL of the public door; unset = embedded", ("public",), default=""),
    Variable(
        "PRIVATE_DATABASE_URL", "PostgreSQL of the private door; unset = embedded", ("private",), default=""
    ),
    Variable(
        "PORTAL_DATABASE_ROLE", "role on the embedded database: `app`, or `owner` to migrate", default="app"
    ),
    Variable("PORTAL_DEMO", "`1` = demo world with open logins, embedded database only", default="0"),
    Variable(
        "MAIL_URL", "`smtp://user:password@host:587/?tls=1`, `file:` or `anymail:<provider>`", default="file:"
    ),
    Variable("MAIL_FROM", "sender of every mail", default="つなぐ <no-reply@localhost>"),
    Variable(
        "REPLY_ADDRESS",
        "mailbox whose mails are handed to `manage.py take_reply`, such as `talk@example.jp`; "
        "unset = nobody is offered to answer by mail",
        ("public",),
        default="",
    ),
    Variable("ANYMAIL_API_KEY", "key of the mail provider, with `anymail:` only", default="", secret=False),
    Variable(
        "ANYMAIL_WEBHOOK_SECRET", "user:password of the provider's bounce notices", ("public",), default=""
    ),
    Variable(
        "PORTAL_PROXIES",
        "how many proxies of ours stand in front; limits count the address behind them",
        default="0",
    ),
    Variable(
        "PORTAL_IDLE_MINUTES",
        "a session ends after so many idle minutes, at the private door after 15 at most",
        default="60",
    ),
    Variable(
        "PORTAL_PREFECTURES",
        "prefectures whose offices imports take in, by commas; empty: those with municipalities; all: all",
        default="",
        doors=("public",),
    ),
    Variable(
        "PORTAL_COPIER_FOLDER",
        "folder into which the copier puts what it scans; taken in every minute; unset = scans by hand alone",
        ("public",),
        default="",
    ),
    Variable("PORTAL_SESSION_HOURS", "a session ends after this many hours in any case", default="12"),
)


def read(name: str) -> str:
    """Return the variable's value or its default.

    Raises ImproperlyConfigured with the variable's name when it has no default and is not set.
    """
    variable = next(each for each in VARIABLES if each.name == name)
    value = os.environ.get(name, "")
    if value:
        return value
    if variable.default is None:
        raise ImproperlyConfigured(f"{name} is not set: {variable.meaning}. See portal/settings/README.md.")
    return variable.default


def read_flag(name: str) -> bool:
    return read(name) == "1"


def var_folder() -> Path:
    """Return the folder for everything the portal writes outside its database."""
    return (Path(__file__).resolve().parents[3] / read("PORTAL_VAR")).resolve()


def refuse_foreign_secrets(door: str) -> None:
    """Stop a door that was handed the other door's key or database: neither may open the other.

    Raises ImproperlyConfigured naming the variable that must leave this process.
    """
    for variable in VARIABLES:
        other = variable.doors != BOTH and door not in variable.doors
        if other and os.environ.get(variable.name):
            raise ImproperlyConfigured(
                f"{variable.name} belongs to the other door: remove it from this process."
            )
