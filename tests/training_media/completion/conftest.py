import pytest

from tests.factories.completion import make_named_viewer
from tests.factories.first_site import place_first_site
from tests.factories.training_media import make_campaign, make_card, make_course, name_people


@pytest.fixture(autouse=True)
def centre(request):
    """Let there be a centre, which issues certificates, where there is a database at all."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        place_first_site()


@pytest.fixture
def course(db):
    """Give a course of two parts, ten minutes each."""
    made = make_course(parts=2, minutes=10)
    made.no_captions_reason = "字幕は、まだありません。"
    made.save()
    return made


@pytest.fixture
def card(course, staff):
    made = make_card(make_campaign(course, by=staff), by=staff)
    name_people(made.agency, "見本 花子", "見本 太郎", by=staff)
    return made


@pytest.fixture
def viewer(db):
    return make_named_viewer()
