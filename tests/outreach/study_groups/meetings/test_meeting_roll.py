"""Who is on the roll and votes for what; what one page marks never takes away what another did."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from directory.models import Membership
from outreach.study_groups import rules
from outreach.study_groups.committees.enums import Role
from outreach.study_groups.enums import Action, CommunityState
from outreach.study_groups.meetings.models import AgendaItem, Attendance, Meeting, Recusal
from outreach.study_groups.meetings.queries.meetings import head_of, roll_lines
from outreach.study_groups.meetings.queries.roll import roll_of
from outreach.study_groups.models import Community, Delegate, MemberAgency
from tests.factories.accounts import make_person, make_user
from tests.factories.committees import make_committee, make_seat, make_term
from tests.factories.directory import join, make_agency
from tests.factories.groups import make_delegate, make_member_of
from tests.factories.meetings import make_somebody, page_of, send

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


@pytest.fixture
def meeting_day():
    return TODAY


def test_whoever_left_the_agency_is_off_the_roll(community, member):
    assert [each.person for each in roll_of(community, TODAY)] == [member.person_id]
    Membership.objects.filter(person=member.person).delete()
    assert roll_of(community, TODAY) == []


def test_two_agencies_of_one_name_have_two_votes(community, meeting):
    for _ in range(2):
        agency, user = make_agency(name="同じ名前の家"), make_user()
        join(user.person, agency)
        make_delegate(make_member_of(community, agency), user.person)
    lines = roll_lines(meeting, roll_of(community, TODAY))
    assert head_of(lines, community).quorum.seats == 2


def test_somebody_who_stands_for_two_agencies_counts_for_both(community, meeting, desk, member):
    other = make_agency(name="もうひとつの家")
    join(member.person, other)
    make_delegate(make_member_of(community, other), member.person)
    [row] = roll_of(community, TODAY)
    assert row.body in ("読む人の家、もうひとつの家", "もうひとつの家、読む人の家")
    send(desk, page_of(meeting, "attendance/"), **{f"person_{member.person_id}": "venue"})
    kept = Attendance.objects.get()
    assert set(kept.seats) == set(MemberAgency.objects.values_list("pk", flat=True))
    for roll in ([row], []):
        quorum = head_of(roll_lines(meeting, roll), community).quorum
        assert (quorum.seats, quorum.present) == (2, 2)


def test_two_telephones_do_not_take_away_each_others_marks(community, meeting, desk):
    first, second = (make_somebody(community, name) for name in ("会員一", "会員二"))
    here = page_of(meeting, "attendance/")
    drawn = {f"was_{each.person_id}": "" for each in (first, second)}
    blank = {f"person_{each.person_id}": "" for each in (first, second)}
    assert all(f'name="{name}"' in desk.get(here).text for name in drawn)
    send(desk, here, **drawn, **blank | {f"person_{first.person_id}": "venue"})
    send(desk, here, **drawn, **blank | {f"person_{second.person_id}": "online"})
    found = dict(Attendance.objects.values_list("person", "presence"))
    assert found == {first.person_id: "venue", second.person_id: "online"}
    send(desk, here, **drawn | {f"was_{first.person_id}": "venue"}, **blank)
    assert list(Attendance.objects.values_list("person", flat=True)) == [second.person_id]


def test_whoever_is_recorded_to_leave_stays_though_they_left_the_roll(community, meeting, desk, member):
    send(desk, page_of(meeting, "agenda/case/"), reference="R8-014", minutes="30")
    here = page_of(meeting, f"agenda/{AgendaItem.objects.get().pk}/recusals/")
    send(desk, here, people=[member.person_id])
    Delegate.objects.update(until=TODAY)
    other = make_somebody(community, "ほかの人")
    assert f'value="{member.person_id}"' in desk.get(here).text
    assert send(desk, here, people=[member.person_id, other.person_id]).status_code == 303
    assert Recusal.objects.count() == 2
    Delegate.objects.update(until=TODAY)
    send(desk, here, people=[other.person_id])
    assert Recusal.objects.get().person == other.person


def test_whoever_leaves_the_room_is_of_the_roll_of_the_meetings_own_day(community, meeting, desk, member):
    send(desk, page_of(meeting, "agenda/case/"), reference="R8-014", minutes="30")
    here = page_of(meeting, f"agenda/{AgendaItem.objects.get().pk}/recusals/")
    Delegate.objects.update(since=TODAY + 2 * DAY)
    Meeting.objects.update(starts_at=NOW + 7 * DAY, ends_at=NOW + 7 * DAY + timedelta(hours=2))
    assert send(desk, here, people=[member.person_id]).status_code == 303
    assert Recusal.objects.get().person == member.person


@pytest.mark.parametrize("state", CommunityState)
def test_who_votes_is_what_the_table_of_rights_says(community, member, state):
    Community.objects.update(state=state)
    community.refresh_from_db()
    committee = make_committee(state=state)
    for role in Role:
        make_term(make_seat(committee, name=role.label, role=role), make_person())
    votes = {each.place: each.has_vote for each in (*roll_of(community, TODAY), *roll_of(committee, TODAY))}
    active = state == CommunityState.ACTIVE
    assert votes == {"代表": active, "委員長": active, "委員": active, "オブザーバー": False}


def test_who_votes_is_asked_of_the_table_and_nowhere_else(community, member, monkeypatch):
    committee = make_committee()
    make_term(make_seat(committee, role=Role.CHAIR), make_person())
    nobody = replace(rules.ALLOWED[Action.VOTE], to=frozenset())
    monkeypatch.setitem(rules.ALLOWED, Action.VOTE, nobody)
    rolls = (*roll_of(community, TODAY), *roll_of(committee, TODAY))
    assert [each.has_vote for each in rolls] == [False, False]
