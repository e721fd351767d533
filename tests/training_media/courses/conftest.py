import pytest
from django.test import Client

from tests.events.conftest import desk, today
from tests.factories.accounts import manager, outsider, partner, sign_in, staff

__all__ = ["desk", "manager", "outsider", "partner", "staff", "today"]


@pytest.fixture
def managers_desk(manager, today):
    """Give the browser of 所長B, signed in at the video desk."""
    return sign_in(Client(), manager)


@pytest.fixture(autouse=True)
def somewhere_else(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
