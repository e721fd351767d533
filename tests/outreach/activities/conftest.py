import pytest
from django.utils import timezone

from tests.factories.accounts import manager, partner, staff
from tests.journeys.browser import (
    axe,
    browser_context_args,
    browser_type_launch_args,
    context,
    live_server,
    page_without_scripts,
    promises,
)

__all__ = [
    "axe",
    "browser_context_args",
    "browser_type_launch_args",
    "context",
    "live_server",
    "manager",
    "page_without_scripts",
    "partner",
    "promises",
    "staff",
]


@pytest.fixture
def now():
    return timezone.now()
