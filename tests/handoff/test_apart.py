"""The private door knows nothing of the CMS and nothing of the public door's apps."""

import sys
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection

PUBLIC_ONLY = (
    "wagtail",
    "modelcluster",
    "taggit",
    "content",
    "directory",
    "events",
    "training_media",
    "outreach",
)
PRIVATE_ROLES = [
    "agency_coordinator",
    "agency_worker",
    "auditor",
    "case_worker",
    "committee_member",
    "deputy_lead",
    "key_custodian",
    "lead",
    "observer",
    "privacy_officer",
]


def test_no_module_of_the_public_door_is_loaded_here():
    assert [name for name in sys.modules if name.split(".")[0] in PUBLIC_ONLY] == []
    assert [app.name for app in apps.get_app_configs() if app.name.split(".")[0] in PUBLIC_ONLY] == []


@pytest.mark.django_db
def test_no_table_of_the_public_door_is_here():
    tables = connection.introspection.table_names()
    assert [name for name in tables if name.split("_")[0] in PUBLIC_ONLY] == []


@pytest.mark.django_db
def test_the_private_door_has_exactly_its_roles():
    assert list(Group.objects.order_by("name").values_list("name", flat=True)) == PRIVATE_ROLES
    call_command("sync_roles", stdout=StringIO())
    assert list(Group.objects.order_by("name").values_list("name", flat=True)) == PRIVATE_ROLES


def test_this_doors_process_holds_no_secret_of_the_other():
    assert settings.DOOR == "private"
    assert settings.SESSION_COOKIE_NAME == "tsunagu-private"
    assert [name for name in dir(settings) if name.startswith("WAGTAIL")] == []
