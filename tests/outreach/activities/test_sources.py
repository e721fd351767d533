"""What each app tells the register, and what follows: start page, report, mergers, the hourly pull."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from directory.models import Agency
from events.activities import activities_of_events
from events.lectures.models import LectureRequest
from events.lectures.services.arranging import mark_held
from events.models import Part
from foundation.activities.enums import ActivityKind, EvidenceKind
from foundation.japanese.dates import fiscal_year
from outreach.activities import queries
from outreach.activities.jobs import pull_activities
from outreach.activities.merging import move_rows
from outreach.activities.models import Activity, Presence
from outreach.activities.panels import rows_of_the_desk
from outreach.activities.planning.enums import RequirementState
from outreach.activities.planning.panels import lights_of_the_year
from outreach.activities.planning.services.requiring import write_requirement
from outreach.activities.report_chapter import activities_of_the_year
from outreach.activities.services.pulling import pull
from outreach.activities.services.writing import record
from outreach.study_groups.enums import CommunityKind
from tests.factories.activities import make_came, make_held_event
from tests.factories.directory import make_agency
from tests.factories.events import TOKYO
from tests.factories.groups import make_community
from tests.factories.lectures import agree, ask, make_lecturer
from tests.factories.meetings import make_meeting, make_presence, make_somebody
from tests.factories.training_media import make_campaign, make_card, make_course, make_viewer
from training_media.viewing.models import Coverage

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
AFTER = datetime(2027, 2, 10, 10, 0, tzinfo=TOKYO)


def pulled(year, now):
    pull(year=year, now=now)
    return queries.counted_activities(year, today=timezone.localdate(now))


def test_a_lecture_is_its_event_and_who_asked_is_who_came(staff):
    home = make_agency(name="グループホームみなも")
    asked = ask()
    LectureRequest.objects.update(agency=home)
    request = agree(asked, make_lecturer(), actor=staff)
    mark_held(request=request, people=12, actor=staff, now=AFTER)
    [only] = pulled(2026, AFTER)
    assert (only.kind, only.people, only.minutes) == (ActivityKind.COMMUNITY_TRAINING, 12, 90)
    assert [each.agency for each in only.presences] == [home.pk]
    assert set(Activity.objects.get().paths.values_list("source", flat=True)) == {"events", "lectures"}


def test_a_meeting_that_was_held_tells_who_was_there_and_its_agenda(staff):
    community = make_community()
    day = timezone.localdate(NOW) - timedelta(days=1)
    meeting = make_meeting(community, by=staff, now=NOW, day=day, held_on=day)
    member = make_somebody(community, "見本 花子")
    presence = make_presence(meeting, member, now=NOW, body="見本 花子の家")
    presence.seats = list(community.members.values_list("pk", flat=True))
    presence.save()
    [only] = pulled(2026, NOW)
    assert [each.name for each in only.presences] == ["見本 花子の家"]
    assert Presence.objects.get().person_ids == [member.person_id]
    assert EvidenceKind.AGENDA in Activity.objects.get().evidence.values_list("kind", flat=True)


def test_a_committees_meeting_is_none_of_the_three_kinds(staff):
    committee = make_community(slug="kentou", name="検討委員会", kind=CommunityKind.REVIEW_COMMITTEE)
    day = timezone.localdate(NOW) - timedelta(days=1)
    make_meeting(committee, by=staff, now=NOW, day=day, held_on=day)
    [only] = pulled(2026, NOW)
    assert only.kind == ActivityKind.OTHER


def test_a_campaign_counts_on_the_day_it_began_with_who_watched_to_the_end(staff):
    now = timezone.now()
    course = make_course(parts=1)
    card = make_card(make_campaign(course, by=staff, now=now), by=staff, now=now)
    recording = course.parts.get().recording
    for until in (recording.duration, recording.duration // 2):
        viewer = make_viewer(name=f"見本 {until}", agency=card.agency)
        Coverage.objects.create(viewer=viewer, recording=recording, carried=((0, until),))
    [only] = pulled(fiscal_year(timezone.localdate(now)), now)
    assert (only.kind, only.title, only.people) == (ActivityKind.COMMUNITY_TRAINING, "秋の案内", 1)
    assert [each.agency for each in only.presences] == [card.agency_id]


def test_each_day_of_a_series_belongs_to_its_own_year():
    session = make_held_event(datetime(2026, 3, 30, tzinfo=TOKYO).date(), title="連続講座")
    starts = [session.starts_at, session.starts_at + timedelta(days=7)]
    with transaction.atomic():
        session.part_count, session.ends_at = 2, starts[1] + timedelta(hours=2)
        session.save()
        for number, each in enumerate(starts, 1):
            Part.objects.create(
                session=session,
                number=number,
                starts_at=each,
                ends_at=each + timedelta(hours=2),
                calendar_uid=f"part-{number}",
                calendar_changed_at=each,
            )
    titles = {year: [row.title for row in activities_of_events(year)] for year in (2025, 2026)}
    assert titles == {2025: ["連続講座　第1回"], 2026: ["連続講座　第2回"]}


def test_two_merged_agencies_count_once_and_people_go_together():
    kept, merged = make_agency(name="残る家"), make_agency(name="消える家")
    session = make_held_event(timezone.localdate(NOW) - timedelta(days=1))
    make_came(session, kept, 2)
    make_came(session, merged, 3)
    make_came(make_held_event(timezone.localdate(NOW) - timedelta(days=2)), merged, 1)
    pull(year=2026, now=NOW)
    move_rows(kept, merged)
    assert sorted(Presence.objects.values_list("agency", "people")) == [(kept.pk, 1), (kept.pk, 5)]
    move_rows(Agency(), Activity())


def test_start_page_and_report_tell_of_the_register(staff, manager, rf):
    today = timezone.localdate()
    year, now = fiscal_year(today), timezone.now()
    make_came(make_held_event(today), make_agency(sector="medical"), 3)
    details = {
        "minimum": 2,
        "sectors": [],
        "least_agencies": 0,
        "evidence": [],
        "amount": None,
        "due_on": None,
        "source": "実施要領",
        "state": RequirementState.CONFIRMED,
    }
    kind = ActivityKind.COMMUNITY_TRAINING
    write_requirement(year=year, kind=kind, details=details, upload=None, actor=manager, now=now)
    pull_activities(0)
    request = rf.get("/cms/")
    request.user = manager
    assert [each.count for each in rows_of_the_desk(request)] == [1, 0]
    [light] = lights_of_the_year(request)
    assert (light.done, light.planned, light.text) == (1, 2, "地域福祉研修")
    record(activity=Activity.objects.get(), actor=staff, now=now)
    assert [each.count for each in rows_of_the_desk(request)] == [0, 1]
    chapter = activities_of_the_year(year, now)
    told = {row.label: row.value for table in chapter.tables for row in table.rows if row.value}
    assert told["医療"] == 3
    assert activities_of_the_year(year - 5, now) is None
