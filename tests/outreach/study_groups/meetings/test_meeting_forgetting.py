"""Who came to a meeting, held its papers or answered its poll is forgotten in time; counts stay."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.audit.models import Entry
from outreach.study_groups.meetings.models import (
    Attendance,
    Copy,
    DatePoll,
    Material,
    Meeting,
    MinutesComment,
    MinutesVersion,
    PollAnswer,
    PollOption,
)
from outreach.study_groups.meetings.queries.meetings import came_by_body, head_of, roll_lines
from outreach.study_groups.meetings.queries.roll import roll_of
from outreach.study_groups.meetings.services.forgetting import FORGOTTEN, forget_people
from outreach.study_groups.queries import held_of, lines_of
from outreach.study_groups.report_chapter import communities_of_the_year
from tests.factories.meetings import make_presence, make_somebody, page_of

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


@pytest.fixture
def held(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(held_on=TODAY)
    meeting.refresh_from_db()
    return meeting


def figures(meeting):
    community = meeting.row.plan.community
    chapter = communities_of_the_year(meeting.row.plan.fiscal_year, NOW)
    tables = [[(row.label, row.value) for row in table.rows] for table in chapter.tables]
    lines = lines_of(meeting.row.plan, now=NOW)
    head = head_of(roll_lines(meeting, roll_of(community, TODAY)), community)
    told = [(each.line.day, each.people) for each in held_of(lines)]
    return (tables, told, came_by_body(meeting), head)


@pytest.mark.parametrize("kind", ["community", "review"])
def test_attendance_loses_its_people_after_five_years_and_no_count_changes(held, desk, kind):
    community = held.row.plan.community
    for name, presence in (("来た人", "venue"), ("画面の人", "online"), ("休みの人", "absent")):
        make_presence(held, make_somebody(community, name), presence, now=NOW, body=f"{name}の家")
    type(community).objects.update(kind=kind)
    held.row.plan.community.refresh_from_db()
    before = figures(held) if kind == "community" else head_of(roll_lines(held, []), community)
    assert forget_people(now=NOW + 1827 * DAY) == 0
    assert forget_people(now=NOW + 1829 * DAY) == 3
    assert forget_people(now=NOW + 1829 * DAY) == 0
    assert list(Attendance.objects.values_list("person", flat=True)) == [None] * 3
    assert (figures(held) if kind == "community" else head_of(roll_lines(held, []), community)) == before
    page = desk.get(page_of(held, "attendance/"))
    assert (page.status_code, "名前は消しました" in page.text, "来た人さん" in page.text) == (
        200,
        True,
        False,
    )
    assert Entry.objects.filter(verb="group_meetings.forgotten").count() == 1


def test_answers_to_a_poll_go_a_year_after_the_meeting_or_after_the_days_asked_about(held, member, staff):
    poll = DatePoll.objects.create(meeting=held, opened_at=NOW)
    begins = NOW + 30 * DAY
    option = PollOption.objects.create(poll=poll, starts_at=begins, ends_at=begins + timedelta(hours=1))
    answer = {"option": option, "person": member.person, "mark": "yes", "entered_by": staff}
    PollAnswer.objects.create(**answer, answered_at=NOW)
    assert [forget_people(now=NOW + days * DAY) for days in (365, 367)] == [0, 1]
    Meeting.objects.update(held_on=None)
    PollAnswer.objects.create(**answer, answered_at=NOW)
    assert [forget_people(now=NOW + days * DAY) for days in (390, 397)] == [0, 1]
    assert PollOption.objects.count() == 1


def test_to_whom_a_copy_went_is_forgotten_three_years_after_it_is_no_more_out(held, member, staff):
    paper = Material.objects.create(meeting=held, title="計画", count=5, added_at=NOW)
    over = (
        {"person": member.person, "returned_on": TODAY, "shredded_on": TODAY + 9 * DAY, "shredded_by": staff},
        {"person": member.person, "lost_on": TODAY, "lost_because": "見つからない"},
        {"holder": "県の担当課", "returned_on": TODAY},
        {"person": member.person},
    )
    for number, fields in enumerate(over, start=1):
        Copy.objects.create(material=paper, number=number, handed_on=TODAY, **fields)
    Copy.objects.create(material=paper, number=5, shredded_on=TODAY, shredded_by=staff)
    assert [forget_people(now=NOW + days * DAY) for days in (1096, 1098, 1107)] == [0, 2, 1]
    found = Copy.objects.order_by("number").values_list("person", "holder")
    assert list(found) == [(None, FORGOTTEN)] * 3 + [(member.person_id, ""), (None, "")]


def test_what_was_said_of_minutes_goes_with_the_people(held, member, staff):
    version = MinutesVersion.objects.create(
        meeting=held, number=1, text="議事", written_by=staff, written_at=NOW, sent_at=NOW
    )
    MinutesComment.objects.create(version=version, person=member.person, text="5つです", written_at=NOW)
    assert [forget_people(now=NOW + days * DAY) for days in (1826, 1828)] == [0, 1]
    assert (MinutesComment.objects.count(), MinutesVersion.objects.count()) == (0, 1)


def test_a_job_forgets_every_night():
    assert "group_meetings.forget" in app.tasks
