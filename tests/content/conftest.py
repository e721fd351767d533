import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import PublicRole
from tests.content.searched import add_page, home, source  # noqa: F401 -- what can be found
from tests.factories.accounts import make_user, manager, outsider, partner, staff  # noqa: F401 -- the cast
from tests.factories.furigana import new_site  # noqa: F401 -- a fixture


@pytest.fixture
def editor(db):
    """Writes pages and words, publishes nothing."""
    return make_user(name="編集者E", email="editor-e@example.jp", roles=[PublicRole.EDITOR])


@pytest.fixture
def terms_asked(db):
    """A function that returns how often a screen asks for words."""

    def asked(client, address):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return sum('FROM "terms_' in query["sql"] for query in captured)

    return asked
