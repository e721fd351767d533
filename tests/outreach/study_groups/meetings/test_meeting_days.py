"""A meeting is on the day of its event as it stands; what was called off is neither next nor counted."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.enums import DateState, EventState
from events.models import Event, Session
from outreach.study_groups.enums import SessionFormat
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.meetings.models import AgendaItem, DatePoll, Material, Meeting, MinutesVersion
from outreach.study_groups.meetings.queries.cases import threads_of
from outreach.study_groups.meetings.queries.meetings import days_taken, shown, times_of
from outreach.study_groups.meetings.services.preparing import write_series
from outreach.study_groups.models import Community, PlanRow
from outreach.study_groups.services.planning import approve_plan
from tests.factories.accounts import sign_in
from tests.factories.groups import hold, make_plan
from tests.factories.meetings import COMMON, MEETINGS, make_meeting, make_presence, page_of, send, write
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


@pytest.fixture
def announced(meeting, manager):
    """A meeting that was proposed in a week and announced for nine days ahead."""
    approve_plan(plan=meeting.row.plan, on=TODAY, by="センター長", actor=manager, now=NOW)
    hold(PlanRow.objects.get(), by=manager, now=NOW, starts_at=NOW + 9 * DAY)
    return Meeting.objects.with_stages().select_related("row__plan__community").get(pk=meeting.pk)


def as_case(meeting):
    return AgendaItem.objects.create(meeting=meeting, position=1, kind="case", reference="R8-014", minutes=30)


def call_off(how):
    if how == "event":
        Event.objects.update(state=EventState.CANCELLED, cancelled_at=NOW)
    else:
        Session.objects.update(state=how)


def test_pages_say_the_day_of_the_event_once_there_is_one(announced, desk, member):
    day = TODAY + 9 * DAY
    words = f"{day.month}月{day.day}日"
    as_case(announced)
    assert [shown([announced])[0].day, list(days_taken(announced.row.plan.community, [day]))] == [day, [day]]
    year = announced.row.plan.fiscal_year
    for address in (page_of(announced), f"{MEETINGS}?year={year}", "/groups/tobu/"):
        assert words in sign_in(Client(), member).get(address).text, address
    assert threads_of(announced.row.plan.community, today=TODAY, days=60)[0].next_on == day


def test_what_happens_there_is_written_from_its_day_on(announced, desk, member):
    day = TODAY + 9 * DAY
    here, told = page_of(announced), f"この会議は、{day.month}月{day.day}日です"
    page = desk.get(here).text
    assert [
        each in page for each in ("stage/held/", "minutes/write/", "decide/", "会議の日になってから")
    ] == [*(False, False, False, True)]
    sent = {
        "stage/held/": {"on": f"{TODAY:%Y/%m/%d}"},
        "attendance/": {f"person_{member.person_id}": "venue", f"was_{member.person_id}": ""},
        "minutes/write/": {"text": "話し合いました。", "seen": 0},
        "decide/": {"text": "夜の連絡先の表を作る", "owner": "", "due_on": ""},
    }
    refused = {each: desk.post(f"{here}{each}", fields) for each, fields in sent.items()}
    assert {
        each: (answer.status_code, told in answer.text) for each, answer in refused.items()
    } == dict.fromkeys(sent, (422, True))
    Session.objects.update(starts_at=NOW - DAY, ends_at=NOW - DAY + timedelta(hours=2))
    accepted = {each: desk.post(f"{here}{each}", fields).status_code for each, fields in sent.items()}
    assert accepted == dict.fromkeys(sent, 303)


def test_a_list_of_attendance_that_may_not_be_changed_says_how_people_came_in_japanese(
    announced, desk, member
):
    make_presence(announced, member, now=NOW)
    page = desk.get(page_of(announced, "attendance/")).text
    assert [each in page for each in ("会場</td>", "venue", "None")] == [True, False, False]


def test_pages_and_papers_say_the_place_of_the_event_once_there_is_one(announced, desk, staff):
    as_case(announced)
    MinutesVersion.objects.create(
        meeting=announced, number=1, text="話し合いました。", written_by=staff, written_at=NOW
    )
    paper = Material.objects.create(meeting=announced, title="資料", count=1, added_at=NOW)
    sheets = ("agenda.pdf", "attendance.pdf", "minutes.pdf", f"papers/{paper.pk}/copies.pdf")
    pages = [page_of(announced), f"{MEETINGS}?year={announced.row.plan.fiscal_year}"]

    def places():
        """Return which places each page and paper names."""
        texts = [desk.get(each).text for each in pages]
        texts += [Printed(desk.get(page_of(announced, each)).content).text for each in sheets]
        return {tuple(word for word in ("見本会館", "新しい会場") if word in each) for each in texts}

    assert places() == {("見本会館",)}
    Session.objects.update(venue="新しい会場")
    assert places() == {("新しい会場",)}
    Session.objects.update(online_capacity=20)
    assert shown([announced])[0].place == "新しい会場／オンライン"
    Session.objects.update(venue_capacity=None)
    assert [shown([announced])[0].place, places()] == ["オンライン", {()}]


@pytest.mark.parametrize(
    ("how", "word"),
    [("event", "中止"), (DateState.CANCELLED, "中止"), (DateState.POSTPONED, "延期（日は未定）")],
)
def test_a_meeting_that_is_off_says_so_and_is_not_the_next(announced, desk, member, how, word):
    as_case(announced)
    call_off(how)
    found = shown([announced])[0]
    assert (found.word, found.day) == (word, None)
    for address in (page_of(announced), MEETINGS + f"?year={announced.row.plan.fiscal_year}"):
        assert word in desk.get(address).text
    home = sign_in(Client(), member).get("/groups/tobu/")
    assert page_of(announced) not in home.text
    assert threads_of(announced.row.plan.community, today=TODAY, days=60)[0].next_on is None


def test_a_meeting_that_is_past_is_not_the_next(community, staff, member):
    past = make_meeting(community, by=staff, now=NOW, day=TODAY - 3 * DAY)
    coming = make_meeting(community, by=staff, now=NOW, day=TODAY + 40 * DAY)
    as_case(past)
    home = sign_in(Client(), member).get("/groups/tobu/").text
    assert [page_of(each) in home for each in (past, coming)] == [False, True]
    assert threads_of(community, today=TODAY, days=60)[0].next_on is None


def test_only_meetings_that_were_held_count_for_a_case(community, staff, meeting):
    for held_on in (TODAY - 30 * DAY, None):
        before = make_meeting(community, by=staff, now=NOW, day=TODAY - 30 * DAY, held_on=held_on)
        as_case(before)
    assert times_of(meeting, ["R8-014"], day=TODAY + 7 * DAY) == {"R8-014": 2}
    assert times_of(meeting, ["R8-014"], day=TODAY - 31 * DAY) == {"R8-014": 1}


@pytest.mark.parametrize(("kind", "offered"), [("association", False), ("community", True)])
def test_the_general_meeting_of_an_association_is_no_meeting(community, desk, manager, kind, offered):
    Community.objects.update(kind=kind)
    row = make_plan(community, by=manager, now=NOW).rows.get()
    PlanRow.objects.update(format=SessionFormat.GENERAL_MEETING)
    assert (f"begin/{row.pk}/" in desk.get(f"{MEETINGS}?year={row.plan.fiscal_year}").text) is offered
    assert ('value="general_meeting"' in desk.get(f"{MEETINGS}series/").text) is offered
    told = desk.post(f"{MEETINGS}begin/{row.pk}/", follow=True).text
    assert ("総会は、「総会」のページで準備します" in told, Meeting.objects.exists()) == (
        not offered,
        offered,
    )
    common = replace(COMMON, format=SessionFormat.GENERAL_MEETING)
    with nullcontext() if offered else pytest.raises(GroupRefused):
        write_series(community=community, common=common, days=[TODAY], actor=manager, now=NOW)


def test_a_number_of_thousands_of_digits_is_no_number(meeting, desk):
    far = "9" * 5_000
    assert write(desk, meeting, seen=far).status_code in (303, 422)
    poll = DatePoll.objects.create(meeting=meeting, opened_at=NOW)
    assert send(desk, page_of(meeting, f"poll/{poll.pk}/close/"), option=far).status_code == 404
