"""A year in numbers is what the raw rows say, to the last count."""

import random
from datetime import datetime, time, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from directory.enums import Sector
from directory.models import Agency, AgencyKind
from events.enums import Attendance, Channel, ReplyWay, Way
from events.models import Participant, Session
from events.services.applying import ApplicationRequest, PersonRequest, apply_for_event
from events.services.attendance import mark_attendance
from events.services.publishing import cancel_event
from outreach.study_groups.enums import CommunityKind
from outreach.study_groups.meetings.models import Attendance as OnTheList
from outreach.study_groups.meetings.models import Meeting
from outreach.study_groups.models import Community, Guest, MemberAgency
from outreach.study_groups.papers import plan_pdf
from outreach.study_groups.report_chapter import communities_of_the_year
from outreach.study_groups.services.planning import call_off
from outreach.study_groups.services.sessions import invite_guest
from outreach.study_groups.summary import WITHOUT_SECTOR, days_of, summary_of
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency
from tests.factories.first_site import place_first_site
from tests.factories.groups import hold, make_community, make_member_of, make_plan
from tests.factories.meetings import make_presence, make_somebody

pytestmark = pytest.mark.django_db(transaction=True)

# In the middle of a fiscal year, so that every session of the test lies in it.
NOW = timezone.make_aware(datetime.combine(timezone.localdate().replace(month=9, day=1), time(10)))
TODAY = timezone.localdate(NOW)
MARKS = [Attendance.ATTENDED, Attendance.ATTENDED, Attendance.ABSENT]


def apply(session, agency, people, *, by):
    request = ApplicationRequest(
        form_key=uuid4(),
        people=[PersonRequest(Way.VENUE, f"見本 {number}") for number in range(people)],
        contact_name="見本 一郎",
        phone="000-000-2000",
        reply_way=ReplyWay.PHONE,
        agency=agency,
        channel=Channel.PHONE,
    )
    apply_for_event(session_id=session.pk, request=request, actor=by, by_staff=True, now=NOW)


@pytest.fixture
def year(transactional_db, manager):
    """A year drawn at random: members who come and go, guests, people who came or did not."""
    place_first_site()
    drawn = random.Random(7)
    community = make_community()
    kinds = list(AgencyKind.objects.order_by("pk")[:6])
    agencies = [make_agency(name=f"家{number}", kind=kinds[number % 6].code) for number in range(12)]
    for number, agency in enumerate(agencies[:9]):
        since = TODAY - timedelta(days=drawn.choice([10, 100, 500]))
        until = since + timedelta(days=drawn.choice([5, 50])) if number % 4 == 0 else None
        make_member_of(community, agency, since=since, until=until)
    plan = make_plan(community, by=manager, now=NOW, themes=[f"テーマ{number}" for number in range(8)])
    for number, row in enumerate(list(plan.rows.all())[:6]):
        event = hold(row, by=manager, now=NOW, starts_at=NOW + timedelta(days=number + 2))
        row.refresh_from_db()
        for each in agencies[9:11]:
            invite_guest(row=row, agency=each, words="", actor=manager, now=NOW)
        session = Session.objects.get(event=event)
        for agency in drawn.sample(agencies, 6):
            apply(session, agency, drawn.randint(1, 3), by=manager)
        people = Participant.objects.filter(session=session).values_list("pk", flat=True)
        marks = {
            pk: drawn.choice([Attendance.ATTENDED, Attendance.ATTENDED, Attendance.ABSENT]) for pk in people
        }
        mark_attendance(session=session, marks=marks, actor=manager, now=session.ends_at)
        if number == 5:
            cancel_event(event=event, reason="会場が使えません", actor=manager, now=NOW)
    call_off(row=plan.rows.order_by("pk")[6], because="台風", actor=manager, now=NOW)
    return community, plan


def test_the_summary_is_what_the_raw_rows_say(year):
    community, plan = year
    after = NOW + timedelta(days=30)
    found = summary_of(community, plan, plan.fiscal_year, now=after)
    first, last = days_of(plan.fiscal_year, today=timezone.localdate(after))
    held = [row.event_id for row in plan.rows.all() if row.event and row.event.state == "published"]
    came = [
        each
        for each in Participant.objects.select_related("application__agency", "session")
        if each.session.event_id in held and each.attendance == "attended" and each.cancelled_at is None
    ]
    assert (found.counted.planned, found.counted.held, found.counted.cancelled, found.counted.coming) == (
        8,
        5,
        2,
        1,
    )
    assert found.people == len(came) == sum(each.people for each in found.held)
    assert found.agencies == len({each.application.agency_id for each in came})
    assert sum(count for _, count in found.by_sector) == len(came)
    guests = {(each.event_id, each.agency_id) for each in Guest.objects.all()}
    assert found.guests == len(
        {
            each.application.agency_id
            for each in came
            if (each.session.event_id, each.application.agency_id) in guests
        }
    )
    members = list(MemberAgency.objects.all())
    was = [each for each in members if each.since < first and (each.until is None or each.until >= first)]
    at_the_end = [
        each for each in members if each.since <= last and (each.until is None or each.until > last)
    ]
    assert (found.members_before, found.members_after) == (len(was), len(at_the_end))
    assert found.members_before + found.joined - found.left == found.members_after
    assert found.people > 0 < found.guests


def test_lines_that_a_room_has_written_are_counted_with_those_of_the_reception(year, manager):
    community, plan = year
    after = NOW + timedelta(days=30)
    before = summary_of(community, plan, plan.fiscal_year, now=after)
    rows = list(plan.rows.order_by("pk"))
    # The last line was never announced; the first has marks of the reception, which stand before the list.
    for row in (rows[7], rows[0]):
        meeting = Meeting.objects.create(row=row, held_on=TODAY)
        for number in range(3):
            user = make_somebody(community, f"書いた人{row.pk}-{number}")
            member = MemberAgency.objects.get(delegates__person=user.person)
            OnTheList.objects.filter(pk=make_presence(meeting, user, now=NOW).pk).update(seats=[member.pk])
    found = summary_of(community, plan, plan.fiscal_year, now=after)
    assert found.people == before.people + 3 == sum(each.people for each in found.held)
    assert found.agencies == before.agencies + 3
    assert found.guests == before.guests
    assert dict(found.by_sector) == dict(before.by_sector) | {WITHOUT_SECTOR: 3}
    assert sum(count for _, count in found.by_sector) == found.people


def test_sectors_are_those_of_the_day_whatever_becomes_of_an_agency(year):
    community, plan = year
    after = NOW + timedelta(days=30)
    before = summary_of(community, plan, plan.fiscal_year, now=after).by_sector
    Agency.objects.update(sector=Sector.choices[-1][0])
    assert len(before) > 1
    assert summary_of(community, plan, plan.fiscal_year, now=after).by_sector == before


def test_the_yearly_report_tells_what_was_held_and_how_many_came(year, django_assert_num_queries):
    community, plan = year
    after = NOW + timedelta(days=30)
    with django_assert_num_queries(2):
        chapter = communities_of_the_year(plan.fiscal_year, after)
    sessions, people = chapter.tables
    found = summary_of(community, plan, plan.fiscal_year, now=after)
    assert [(row.label, row.value) for row in sessions.rows] == [(community.name, found.counted.held)]
    assert f"計画{found.counted.planned}回、中止{found.counted.cancelled}回" in sessions.rows[0].note
    assert [row.value for row in people.rows] == [found.people]
    assert communities_of_the_year(plan.fiscal_year - 1, after) is None
    Community.objects.update(kind=CommunityKind.REVIEW_COMMITTEE)
    assert communities_of_the_year(plan.fiscal_year, after) is None


def test_a_year_is_printed_on_one_sheet_and_summed_up_on_another(year, manager):
    community, plan = year
    client = sign_in(Client(), manager)
    for name, words in (("plan.pdf", "テーマ7"), ("summary.pdf", "のべ")):
        answer = client.get(f"/groups/{community.slug}/plan/{plan.fiscal_year}/{name}")
        paper = PdfReader(BytesIO(answer.content))
        assert words in "".join(page.extract_text() for page in paper.pages)
        assert len(paper.pages) == 1


def test_a_year_too_full_for_one_sheet_goes_on_with_the_next(manager):
    themes = [f"テーマ{number}　" + "長い題" * 15 for number in range(70)]
    plan = make_plan(make_community(), by=manager, now=NOW, themes=themes)
    paper = PdfReader(BytesIO(plan_pdf(plan.community, plan, now=NOW)))
    assert len(paper.pages) > 1
    assert "テーマ69" in "".join(page.extract_text() for page in paper.pages)
