"""Who came to a meeting is offered when its money is written down."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from foundation.japanese.dates import fiscal_year
from outreach.study_groups.committees.models import Honorarium
from outreach.study_groups.meetings.enums import Presence
from tests.factories.accounts import sign_in
from tests.factories.committees import make_committee, make_expert, make_seat, make_term
from tests.factories.first_site import place_first_site
from tests.factories.meetings import make_meeting, make_presence

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
MONEY = f"/groups/kentou/money/{fiscal_year(TODAY)}/"


@pytest.fixture
def committee(transactional_db):
    place_first_site()
    return make_committee()


@pytest.fixture
def members(committee):
    users = [make_expert(name=name) for name in ("来た 一郎", "休み 二郎", "画面 三郎")]
    return [(each, make_term(make_seat(committee, name=each.person.name), each.person)) for each in users]


def held(committee, staff, members, *, day):
    meeting = make_meeting(committee, by=staff, now=NOW, day=day, held_on=day)
    marks = (Presence.VENUE, Presence.ABSENT, Presence.ONLINE)
    for (user, _), mark in zip(members, marks, strict=True):
        make_presence(meeting, user, mark, now=NOW)
    return meeting


def offered(client, address):
    form = client.get(address).context["form"]
    return {name: form.initial.get(name) for name in ("row", "on", "people")}


def test_who_came_is_chosen_already_and_who_did_not_come_is_not(committee, staff, members):
    meeting, client = held(committee, staff, members, day=TODAY), sign_in(Client(), staff)
    keys = [str(term.pk) for _, term in members]
    assert offered(client, f"{MONEY}add/") == {
        "row": str(meeting.row_id),
        "on": TODAY,
        "people": [keys[0], keys[2]],
    }
    assert client.get(f"{MONEY}add/").text.count("checked") == 2
    assert f'href="{MONEY}add/?row={meeting.row_id}"' in client.get(MONEY).text


def test_of_several_meetings_the_one_asked_for_is_offered_until_it_is_written(committee, staff, members):
    earlier = held(committee, staff, members, day=TODAY - DAY)
    later = held(committee, staff, members, day=TODAY)
    client = sign_in(Client(), staff)
    assert offered(client, f"{MONEY}add/")["row"] == str(later.row_id)
    assert offered(client, f"{MONEY}add/?row={earlier.row_id}")["on"] == TODAY - DAY
    assert offered(client, f"{MONEY}add/?row=x{later.row_id}")["row"] == str(later.row_id)
    typed = {"people": [members[0][1].pk], "on": f"{TODAY:%Y/%m/%d}", "row": later.row_id}
    assert client.post(f"{MONEY}add/", typed | {"fee": "8000", "travel": "0"}).status_code == 303
    assert Honorarium.objects.get().row_id == later.row_id
    assert offered(client, f"{MONEY}add/")["row"] == str(earlier.row_id)
    Honorarium.objects.update(row=earlier.row_id)
    assert offered(client, f"{MONEY}add/")["row"] == str(later.row_id)


def test_a_meeting_of_nobody_offers_nobody(committee, staff, members):
    make_meeting(committee, by=staff, now=NOW, day=TODAY, held_on=TODAY)
    assert offered(sign_in(Client(), staff), f"{MONEY}add/")["people"] is None
