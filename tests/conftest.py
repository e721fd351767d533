"""Real PostgreSQL for every test, as the application role of the door under test."""

import gc
from contextlib import ExitStack

import hypothesis
import pytest

from foundation.database import embedded
from tests.order import turns

server = ExitStack()
# The same texts in every run, however slow the machine is: no run fails by chance.
hypothesis.settings.register_profile(
    "suite",
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("suite")


def pytest_configure(config):
    """Start the throw-away server; the last pytest process that uses it stops it."""
    from django.conf import settings

    if settings.configured or config.getoption("ds", None) or config.getini("DJANGO_SETTINGS_MODULE"):
        server.enter_context(embedded.running(settings.TEST_DATA, durable=False))


def pytest_unconfigure():
    server.close()


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Set apart what lives to the end: whoever looks for rubbish need not look through it each time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Let each of several processes begin with what takes longest, so that they end together."""
    processes = getattr(config, "workerinput", {}).get("workercount", 1)
    items[:] = turns(items, processes)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    from django.test import TransactionTestCase

    from tests.databases import Databases

    databases = Databases()
    with django_db_blocker.unblock():
        databases.make_template()
        databases.copy()
    # Quicker than a flush, and what migrations made is kept.
    TransactionTestCase._fixture_teardown = lambda _: databases.renew()
    yield
    with django_db_blocker.unblock():
        databases.drop()


@pytest.fixture(autouse=True)
def _forget_what_processes_remember():
    """Each test starts at the same ids, so what a process keeps of the last one would answer wrongly."""
    from foundation.public_pages import version

    version.forget()
    # It looks again when something changes, not when a slow test takes a second: queries are counted.
    version.clock = lambda: 0.0
