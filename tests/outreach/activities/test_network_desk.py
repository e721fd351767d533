"""The network's page: measures from real rows, suggestions without those who opted out, a picture."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from events.notices.services.refusing import refuse_notices
from foundation.japanese.dates import fiscal_year
from outreach.activities.network_queries import network_of
from outreach.activities.services.pulling import pull
from tests.factories.accounts import make_person, sign_in
from tests.factories.activities import make_came, make_held_event
from tests.factories.directory import make_agency
from tests.factories.first_site import place_first_site
from tests.factories.outside import make_areas

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "/cms/activities/"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def world(staff, today):
    """Two that met by one person each time, one alone, one that never came and one that wants no notices."""
    place_first_site()
    _, [east, west] = make_areas("東部", "西部")
    home = make_agency(name="みなもの家", sector="disability", municipality=east)
    office = make_agency(name="東部市役所", sector="government", municipality=east)
    make_agency(name="西部病院", sector="medical", municipality=west)
    quiet = make_agency(name="しずかな家", sector="elderly", municipality=west)
    refuse_notices(agency=quiet, actor=staff, now=timezone.now())
    session = make_held_event(today - timedelta(days=2))
    make_came(session, home, 1, persons=[make_person(name="水沢 里")])
    make_came(session, office, 2)
    make_came(
        make_held_event(today - timedelta(days=1)), make_agency(name="ひとりの家", municipality=west), 1
    )
    pull(year=fiscal_year(today), now=timezone.now())
    return home, office


def test_who_met_whom_and_on_whom_it_hangs(world, today):
    home, office = world
    found = network_of(fiscal_year(today), today=today)
    assert dict(found.graph.edges) == {tuple(sorted((home.pk, office.pk))): 1}
    assert (found.year.agencies, found.year.first_timers, found.year.isolated) == (3, 3, 1)
    assert [(person, each.is_bridge) for each, _, _, person in found.hanging] == [("水沢 里", True)]
    assert [each.name for each in found.isolated] == ["ひとりの家"]


def test_whom_to_invite_next_leaves_out_who_wants_no_notices(world, today):
    names = [agency.name for _, agency in network_of(fiscal_year(today), today=today).suggested]
    assert "西部病院" in names
    assert "しずかな家" not in names


def test_the_page_asks_as_often_for_three_as_for_one(world, today, staff, django_assert_num_queries):
    year = fiscal_year(today)
    with django_assert_num_queries(6):
        network_of(year, today=today)
    session = make_held_event(today)
    for number in range(3):
        person = make_person(name=f"見本 {number}")
        make_came(session, make_agency(name=f"家{number}"), 1, persons=[person])
    pull(year=year, now=timezone.now())
    with django_assert_num_queries(6):
        network_of(year, today=today)


def test_picture_and_workbook_tell_the_same(world, today, staff):
    desk = sign_in(Client(), staff)
    page = desk.get(f"{DESK}network/").text
    assert page.count('class="network__dot"') == 3
    assert page.count('class="network__line"') == 1
    assert "しずかな家" not in page
    book = openpyxl.load_workbook(BytesIO(desk.get(f"{DESK}years/{fiscal_year(today)}/network.xlsx").content))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert {"みなもの家", "東部市役所"} <= set(cells)
    assert Person.objects.get(name="水沢 里").name not in cells
