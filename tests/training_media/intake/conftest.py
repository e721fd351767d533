import pytest
from django.test import Client

from tests.factories.accounts import manager, partner, sign_in, staff
from tests.factories.films import draw_film

__all__ = ["manager", "partner", "staff"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Let uploads lie in a folder of the test's own."""
    settings.VAR = tmp_path
    return tmp_path / "uploads"


@pytest.fixture(scope="session")
def film(tmp_path_factory):
    """Give a real film of two seconds with a tone."""
    return draw_film(tmp_path_factory.mktemp("films") / "film.mp4")


@pytest.fixture
def desk(staff):
    """Give the browser of 相談員A, signed in at the desk."""
    return sign_in(Client(), staff)
