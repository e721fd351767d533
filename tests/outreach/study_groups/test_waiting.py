"""The start page lists what waits for somebody in their communities, until they have done it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from outreach.study_groups.access import waiting_for
from outreach.study_groups.associations.services.sending import Sender, give_proxy
from outreach.study_groups.committees.enums import Role
from outreach.study_groups.meetings.models import DatePoll, Meeting, MinutesVersion, PollAnswer, PollOption
from outreach.study_groups.registries import waits
from tests.factories.accounts import sign_in
from tests.factories.associations import make_assembly, make_association, make_rules, make_voter
from tests.factories.committees import make_committee, make_expert, make_seat, make_term
from tests.factories.first_site import place_first_site
from tests.factories.groups import make_plan

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def site(transactional_db):
    place_first_site()


def ask_and_minute(committee, staff, rows):
    """Let so many meetings ask for a day, and lay the minutes of as many before the chair."""
    themes = [f"題{number}" for number in range(2 * rows)]
    plan = make_plan(committee, by=staff, now=NOW, themes=themes)
    for number, row in enumerate(plan.rows.order_by("pk")):
        meeting = Meeting.objects.create(row=row)
        if number % 2:
            poll = DatePoll.objects.create(meeting=meeting, opened_at=NOW)
            PollOption.objects.create(poll=poll, starts_at=NOW + DAY, ends_at=NOW + 2 * DAY)
        else:
            said = {"text": "話しました。", "written_by": staff, "written_at": NOW, "sent_at": NOW}
            MinutesVersion.objects.create(meeting=meeting, number=1, **said)


@pytest.fixture
def chair(manager):
    user = make_expert(name="委員長")
    make_term(make_seat(make_committee(), role=Role.CHAIR), user.person)
    return user


def words_for(user):
    return [words.split("：")[-1] for words, _ in waiting_for(user, now=NOW)]


def test_a_chair_answers_confirms_and_has_nothing_left(chair, manager):
    community = chair.person.appointments.get().community
    ask_and_minute(community, manager, 1)
    assert words_for(chair) == ["都合のよい日を答える", "議事要旨を読んで、確定する"]
    page = sign_in(Client(), chair).get("/my/").text
    assert ["あなたを待っていること" in page, "都合のよい日を答える" in page] == [True, True]
    option = PollOption.objects.get()
    said = {"mark": "yes", "entered_by": chair, "answered_at": NOW}
    PollAnswer.objects.create(option=option, person=chair.person, **said)
    MinutesVersion.objects.update(confirmed_at=NOW, confirmed_by=chair, confirmed_as="chair")
    assert words_for(chair) == []
    assert "あなたを待っていること" not in sign_in(Client(), chair).get("/my/").text


def test_minutes_wait_for_the_chair_alone(chair, manager):
    community = chair.person.appointments.get().community
    other = make_expert(name="委員")
    make_term(make_seat(community, name="司法"), other.person)
    ask_and_minute(community, manager, 1)
    assert words_for(other) == ["都合のよい日を答える"]
    assert words_for(make_expert(name="よその人")) == []


def test_the_promise_of_secrecy_stands_in_the_list(manager):
    user = make_expert(name="これから")
    make_term(make_seat(make_committee()), user.person, signed=False)
    assert words_for(user) == ["守秘の約束"]


def test_a_general_meeting_waits_until_the_agency_has_answered(manager):
    community = make_association()
    make_rules(community)
    voter = make_voter(community, "いち")
    assembly = make_assembly(community, by=manager, now=NOW)
    assert words_for(voter) == ["いちの出席か委任状を知らせる"]
    give_proxy(assembly=assembly, sender=Sender(voter.agency), holder=None, actor=voter, now=NOW)
    assert words_for(voter) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_three_of_each_ask_as_often_as_one(chair, manager, rows, django_assert_num_queries):
    ask_and_minute(chair.person.appointments.get().community, manager, rows)
    with django_assert_num_queries(8):
        found = waiting_for(chair, now=NOW)
    assert len(found) == 2 * rows


def test_of_whoever_is_in_no_community_no_source_is_asked(manager, monkeypatch):
    asked, user = [], make_expert(name="よその人")

    def source(inside, _person, _now):
        asked.append(inside)
        return []

    monkeypatch.setattr(waits, "_sources", {"tests": source})
    assert waiting_for(user, now=NOW) == []
    assert asked == []
