"""Without usable keys the door serves nobody and works for nobody; migrations need none."""

import os
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from foundation.database import roles
from handoff.middleware import EnrolmentMiddleware
from handoff.vault import index, store
from handoff.vault.start import refuse_unusable_keys
from tests.factories.vault import case_keys
from tests.handoff.starting import MIGRATE, WEB, start

pytestmark = pytest.mark.usefixtures("key_store")


def test_with_keys_and_a_store_of_its_own_the_door_starts():
    refuse_unusable_keys()
    index.put("みほん", uuid4())
    refuse_unusable_keys()


@pytest.mark.parametrize("mode", [0o701, 0o710, 0o740, 0o704, 0o750, 0o755, 0o770, 0o777, 0o500, 0o1700])
def test_a_store_that_is_open_to_others_or_closed_to_us_is_refused(key_store, mode):
    key_store.chmod(mode)
    with pytest.raises(ImproperlyConfigured, match="mode 0700"):
        refuse_unusable_keys()


def test_a_store_of_another_account_is_refused(settings):
    # Where tests run as root, PostgreSQL's folder belongs to an account of its own.
    settings.KEY_STORE = settings.TEST_DATABASE_HOST if os.geteuid() == 0 else "/proc/1"
    with pytest.raises(ImproperlyConfigured, match="must belong to this account"):
        refuse_unusable_keys()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"KEY_STORE": ""}, "PRIVATE_KEY_STORE is not set"),
        ({"KEY_STORE": "/nowhere"}, "is not there"),
        ({"CASE_KEYS": ""}, "PRIVATE_CASE_KEYS is not set"),
        ({"CASE_KEYS": "old:AAAA"}, "not 32 bytes"),
        ({"RECOVERY_KEY": ""}, "PRIVATE_RECOVERY_KEY is not set"),
        ({"RECOVERY_KEY": "A" * 43 + "="}, "no key that can be sealed to"),
    ],
)
def test_each_missing_thing_is_named(settings, changed, says):
    for name, value in changed.items():
        setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured, match=says):
        refuse_unusable_keys()


@pytest.mark.parametrize("given", [case_keys("new"), case_keys("new").replace("new:", "old:")])
def test_keys_that_are_not_those_of_this_store_are_refused(settings, given):
    store.index_key()
    settings.CASE_KEYS = given
    with pytest.raises(ImproperlyConfigured, match="index"):
        refuse_unusable_keys()


@pytest.mark.django_db
def test_neither_web_nor_worker_starts_without_keys(settings):
    settings.CASE_KEYS = ""
    with pytest.raises(ImproperlyConfigured, match="PRIVATE_CASE_KEYS"):
        EnrolmentMiddleware(lambda request: None)
    with pytest.raises(ImproperlyConfigured, match="PRIVATE_CASE_KEYS"):
        call_command("procrastinate", "worker", "--one-shot")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "process", "says"),
    [
        (roles.PRIVATE.application, WEB, "PRIVATE_CASE_KEYS is not set"),
        (roles.PRIVATE.owner, MIGRATE, "started"),
    ],
)
def test_the_web_server_needs_keys_and_migrations_do_not(role, process, says):
    done = start(role, process, CASE_KEYS="")
    assert says in done.stdout + done.stderr
    assert (done.returncode == 0) == (says == "started")
