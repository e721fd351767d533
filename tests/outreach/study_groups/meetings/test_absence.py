"""欠席 is an answer of its own: one comes, does not come, or has not answered; the chair reads it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from events.enums import Way
from events.models import Event, Session
from events.services.applying import PersonRequest
from outreach.study_groups.committees.enums import Role
from outreach.study_groups.meetings.enums import Coming
from outreach.study_groups.meetings.models import Absence
from outreach.study_groups.meetings.queries.coming import answers_to
from outreach.study_groups.meetings.services.forgetting import forget_people
from outreach.study_groups.models import PlanRow
from tests.factories.accounts import sign_in
from tests.factories.committees import make_committee, make_expert, make_seat, make_term
from tests.factories.events import apply
from tests.factories.first_site import place_first_site
from tests.factories.groups import hold, make_plan

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
HOME = "/groups/kentou/meetings/"


@pytest.fixture
def committee(transactional_db):
    place_first_site()
    return make_committee()


@pytest.fixture
def people(committee):
    found = [make_expert(name=name) for name in ("委員 長", "委員 一", "委員 二")]
    for number, user in enumerate(found):
        role = Role.MEMBER if number else Role.CHAIR
        make_term(make_seat(committee, name=f"席{number}", role=role), user.person)
    return found


@pytest.fixture
def row(committee, people, manager):
    found = make_plan(committee, by=manager, now=NOW).rows.get()
    hold(found, by=manager, now=NOW)
    found.refresh_from_db()
    return found


@pytest.fixture
def chair(people):
    return sign_in(Client(), people[0])


@pytest.fixture
def member(people):
    return sign_in(Client(), people[1])


def where(row, rest=""):
    return f"{HOME}answers/{row.pk}/{rest}"


def given(row):
    session = Session.objects.get(event=row.event)
    return {each.row.name: each.coming for each in answers_to(row, session)}


def test_who_does_not_come_says_so_once_and_takes_it_back(row, member):
    assert where(row) in member.get(row.event.get_absolute_url()).text
    for _ in range(2):
        assert member.post(where(row, "absent/")).status_code == 303
    assert given(row) == {"委員 長": "open", "委員 一": "absent", "委員 二": "open"}
    assert "欠席を取り消す" in member.get(where(row)).text
    member.post(where(row, "absent/undo/"))
    assert Absence.objects.count() == 0


def test_an_absence_told_for_a_day_says_nothing_of_the_day_to_which_the_session_is_moved(row, member):
    member.post(where(row, "absent/"))
    session = Session.objects.get(event=row.event)
    Session.objects.update(
        starts_at=session.starts_at + timedelta(days=1), ends_at=session.ends_at + timedelta(days=1)
    )
    assert given(row)["委員 一"] == "open"
    assert "欠席を知らせる" in member.get(where(row)).text
    assert "欠席は、知らせてありません" in member.post(where(row, "absent/undo/"), follow=True).text
    member.post(where(row, "absent/"))
    assert given(row)["委員 一"] == "absent"
    assert Absence.objects.get().told_for == timezone.localdate(session.starts_at + timedelta(days=1))


def test_the_chair_reads_who_comes_and_who_does_not_and_members_read_their_own(row, people, chair, member):
    member.post(where(row, "absent/"))
    third, session = people[2], Session.objects.get(event=row.event)
    home = third.person.memberships.get().agency
    apply(session, [PersonRequest(Way.VENUE, third.person.name)], agency=home, actor=third, now=NOW)
    page = chair.get(where(row)).text
    found = [
        "出席 1人" in page,
        "欠席 1人" in page,
        "まだ返事がありません 1人" in page,
        "みなさんの返事" in page,
    ]
    assert found == [True] * 4
    assert "みなさんの返事" not in member.get(where(row)).text


def test_who_is_put_down_as_coming_calls_that_off_first(row, people, member):
    user, session = people[1], Session.objects.get(event=row.event)
    home = user.person.memberships.get().agency
    apply(session, [PersonRequest(Way.VENUE, user.person.name)], agency=home, actor=user, now=NOW)
    said = member.post(where(row, "absent/"), follow=True).text
    assert "先に、申し込みのページで、出席を取り消してください" in said
    assert Absence.objects.count() == 0


def put_down(user, session, *, now=NOW):
    home = user.person.memberships.get().agency
    return apply(session, [PersonRequest(Way.VENUE, user.person.name)], agency=home, actor=user, now=now)


@pytest.mark.parametrize(("admission", "word"), [("first_come", "waiting"), ("approval", "applied")])
def test_without_a_seat_one_does_not_come_yet_and_may_say_that_one_does_not(
    row, people, chair, member, admission, word
):
    Event.objects.update(admission=admission)
    Session.objects.update(venue_capacity=1)
    session = Session.objects.get(event=row.event)
    put_down(people[2], session)
    put_down(people[1], session)
    assert given(row)["委員 一"] == word
    shown = [f"{Coming(word).label} {2 if word == 'applied' else 1}人", "出席を知らせる"]
    assert [each in chair.get(where(row)).text for each in shown] == [True, True]
    assert "出席を知らせる" not in member.get(where(row)).text
    assert member.post(where(row, "absent/")).status_code == 303
    assert given(row)["委員 一"] == "absent"
    assert "申し込みは、残っています" in member.get(where(row)).text


def test_a_seat_that_came_after_somebody_called_off_makes_them_not_come(row, people):
    session = Session.objects.get(event=row.event)
    day = timezone.localdate(session.starts_at)
    told_at = NOW + timedelta(minutes=1)
    Absence.objects.create(row=row, person=people[1].person, told_for=day, told_at=told_at)
    put_down(people[1], session)
    assert given(row)["委員 一"] == "absent"
    Absence.objects.update(told_at=NOW - timedelta(minutes=1))
    assert given(row)["委員 一"] == "comes"


def test_nobody_else_answers_and_nobody_once_it_has_begun(row, member, staff):
    other = sign_in(Client(), make_expert(name="よその 人"))
    assert [other.get(where(row)).status_code, other.post(where(row, "absent/")).status_code] == [404, 404]
    said = sign_in(Client(), staff).post(where(row, "absent/"), follow=True).text
    assert "欠席を知らせられるのは、この会議に来る方だけです" in said
    Session.objects.update(starts_at=NOW - timedelta(hours=1))
    assert "もう始まったか" in member.post(where(row, "absent/"), follow=True).text
    assert Absence.objects.count() == 0


def test_an_absence_is_told_once(row, people):
    rows = [Absence(row=row, person=people[0].person, told_for=NOW.date(), told_at=NOW) for _ in range(2)]
    with pytest.raises(IntegrityError, match="group_meetings_absence_once"), transaction.atomic():
        Absence.objects.bulk_create(rows)


def test_answers_are_forgotten_after_a_year(row, people, manager):
    for user, days in ((people[0], 364), (people[1], 366)):
        told_at = NOW - timedelta(days=days)
        Absence.objects.create(row=row, person=user.person, told_for=told_at.date(), told_at=told_at)
    forget_people(now=NOW)
    assert [each.person for each in Absence.objects.all()] == [people[0].person]


@pytest.mark.parametrize("rows", [1, 3])
def test_three_of_the_roll_ask_as_often_as_one(committee, manager, rows, django_assert_num_queries):
    for number in range(rows):
        make_term(make_seat(committee, name=f"席{number}"), make_expert(name=f"人{number}").person)
    planned = make_plan(committee, by=manager, now=NOW).rows.get()
    session = hold(planned, by=manager, now=NOW).sessions.get()
    found = PlanRow.objects.select_related("plan__community").get()
    with django_assert_num_queries(3):
        assert len(answers_to(found, session)) == rows
