"""A door starts only with its own secrets, and says which one is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = {"PUBLIC_SECRET_KEY": "a" * 50, "PUBLIC_MFA_KEY": "dGVzdC1vbmx5LWZlcm5ldC1rZXktMzItYnl0ZXMhISE="}
PRIVATE = {"PRIVATE_SECRET_KEY": "b" * 50, "PRIVATE_MFA_KEY": "dGVzdC1vbmx5LWZlcm5ldC1rZXktMzItYnl0ZXM/Pz8="}


def start(door, expression="'started'", **environment):
    """Load a door's settings in a process of its own; returns what it says."""
    code = f"from django.conf import settings; settings.DEBUG; print({expression})"
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=kept
        | {"DJANGO_SETTINGS_MODULE": f"portal.settings.{door}", "PYTHONPATH": str(ROOT / "site")}
        | environment,
    )
    return done.stdout.strip() if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("door", "secrets", "minutes", "seconds"),
    [("public", PUBLIC, "60", 3600), ("private", PRIVATE, "60", 900), ("private", PRIVATE, "5", 300)],
)
def test_an_idle_session_ends_as_asked_and_sooner_at_the_private_door(door, secrets, minutes, seconds):
    found = start(door, "settings.SESSION_IDLE_SECONDS", PORTAL_IDLE_MINUTES=minutes, **secrets)
    assert found == str(seconds)


@pytest.mark.parametrize(("door", "secrets"), [("public", PUBLIC), ("private", PRIVATE)])
def test_a_door_starts_with_its_secrets_and_names_the_missing_one(door, secrets):
    assert start(door, **secrets) == "started"
    for name in secrets:
        rest = {other: value for other, value in secrets.items() if other != name}
        assert start(door, **rest).startswith(
            f"django.core.exceptions.ImproperlyConfigured: {name} is not set"
        )


@pytest.mark.parametrize(
    ("door", "secrets", "foreign"),
    [
        ("public", PUBLIC, {"PRIVATE_SECRET_KEY": "x"}),
        ("public", PUBLIC, {"PRIVATE_DATABASE_URL": "postgres://u@h/d"}),
        ("public", PUBLIC, {"PRIVATE_CASE_KEYS": "x"}),
        ("public", PUBLIC, {"PRIVATE_RECOVERY_KEY": "x"}),
        ("public", PUBLIC, {"PRIVATE_KEY_STORE": "x"}),
        ("public", PUBLIC, {"PRIVATE_DOCUMENT_FOLDER": "x"}),
        ("public", PUBLIC, {"PRIVATE_VIRUS_SCANNER": "x"}),
        ("private", PRIVATE, {"PUBLIC_SECRET_KEY": "x"}),
        ("private", PRIVATE, {"DATABASE_URL": "postgres://u@h/d"}),
    ],
)
def test_a_door_refuses_the_other_door_s_secrets(door, secrets, foreign):
    (name,) = foreign
    assert f"{name} belongs to the other door" in start(door, **secrets, **foreign)


def test_beside_a_named_server_the_folder_of_files_is_named_too():
    named = {"PRIVATE_DATABASE_URL": "postgres://app@db.example.jp/cases"}
    folder = "settings.DOCUMENT_FOLDER"
    assert start("private", folder, PORTAL_VAR="/srv/var", **PRIVATE) == "/srv/var/documents"
    assert start("private", folder, **named, **PRIVATE) == ""
    assert start("private", folder, PRIVATE_DOCUMENT_FOLDER="/srv/d", **named, **PRIVATE) == "/srv/d"


def test_beside_a_named_server_the_store_of_keys_is_named_too():
    named = {"PRIVATE_DATABASE_URL": "postgres://app@db.example.jp/cases"}
    store = "settings.KEY_STORE"
    assert start("private", store, PORTAL_VAR="/srv/var", **PRIVATE) == "/srv/var/case-keys"
    assert start("private", store, **named, **PRIVATE) == ""
    assert start("private", store, PRIVATE_KEY_STORE="/srv/keys", **named, **PRIVATE) == "/srv/keys"


def test_the_doors_share_no_database_cookie_or_host():
    names = (
        "settings.DATABASES['default']['NAME'], settings.SESSION_COOKIE_NAME, "
        "settings.HOST, settings.ROOT_URLCONF"
    )
    public, private = start("public", names, **PUBLIC), start("private", names, **PRIVATE)
    assert public == "tsunagu_public tsunagu localhost portal.urls.public"
    assert private == "tsunagu_private tsunagu-private private.localhost portal.urls.private"


def test_with_https_cookies_are_bound_to_the_host():
    said = start(
        "public",
        "settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT",
        PUBLIC_URL="https://portal.example.jp",
        **PUBLIC,
    )
    assert said == "__Host-tsunagu True True"


def test_the_demo_world_needs_the_embedded_database():
    assert start("public", "settings.DEMO", PORTAL_DEMO="1", **PUBLIC) == "True"
    real = {"DATABASE_URL": "postgres://app@db.example.jp/tsunagu"}
    assert start("public", "settings.DEMO", PORTAL_DEMO="1", **real, **PUBLIC) == "False"


def test_the_private_door_knows_no_wagtail():
    code = "any(name.startswith('wagtail') for name in settings.INSTALLED_APPS)"
    assert start("private", code, **PRIVATE) == "False"
    assert start("public", code, **PUBLIC) == "True"
