import pytest

from tests.factories.accounts import manager, outsider, partner, staff
from tests.journeys.browser import (
    axe,
    browser_context_args,
    browser_type_launch_args,
    context,
    live_server,
    page_without_scripts,
    promises,
)
from tests.training_media import clips

__all__ = [
    "axe",
    "browser_context_args",
    "browser_type_launch_args",
    "context",
    "live_server",
    "manager",
    "outsider",
    "page_without_scripts",
    "partner",
    "promises",
    "staff",
]


@pytest.fixture(scope="session")
def clip(tmp_path_factory):
    """Give a real film of twelve seconds."""
    return clips.make_clip(tmp_path_factory.mktemp("films"))
