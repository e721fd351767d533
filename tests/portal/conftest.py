import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.centre.models import CentreProfile
from foundation.public_pages import version
from portal.models import HomePage, NewsIndexPage, NewsPage
from tests.factories.accounts import manager, outsider, partner, staff  # noqa: F401 -- the cast
from tests.factories.first_site import place_first_site


@pytest.fixture(autouse=True)
def _time_stands_still(settings, tmp_path, monkeypatch):
    """Kept pages end with the clock and the version is read by the clock: here neither moves."""
    settings.FRONT_CACHE_SECONDS = 10**12
    settings.VAR = tmp_path
    monkeypatch.setattr(version, "clock", lambda: 0.0)
    version.forget()


@pytest.fixture
def centre(db):
    return CentreProfile.objects.create(
        pk=1,
        name="見本県地域生活定着支援センター",
        operator="社会福祉法人 見本会",
        prefecture="見本県",
        postal_code="000-0000",
        address="見本県見本市赤坂町2-6",
        phone="099-000-1234",
        fax="099-000-1235",
        closed_weekdays=[5, 6],
    )


@pytest.fixture
def site(centre):
    """The pages a new site begins with, all published; returns the home page."""
    place_first_site()
    return HomePage.objects.get()


@pytest.fixture
def add_news(site):
    """A function that publishes one piece of news."""
    index = NewsIndexPage.objects.get()

    def add(title="お知らせ", *, day="2026-11-20", category="report", **fields):
        fields = {"consent": "nobody", "responsible": "相談支援係"} | fields
        page = NewsPage(title=title, day=day, category=category, **fields)
        index.add_child(instance=page)
        page.save_revision().publish()
        return page

    return add


@pytest.fixture
def count_queries(db):
    """A function that returns how many queries a page takes that no process has kept yet."""

    def count(path, *, client=None):
        (client or Client()).get(path)
        version.forget()
        with CaptureQueriesContext(connection) as queries:
            response = (client or Client()).get(path)
        assert response.status_code == 200
        return len(queries)

    return count


@pytest.fixture
def database_gone(transactional_db, tmp_path):
    """The database server cannot be reached, as after a power cut."""
    connection.close()
    host = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = str(tmp_path)
    yield
    connection.close()
    connection.settings_dict["HOST"] = host
