"""The register pulls each activity once, lets staff complete it, and keeps a locked year as it was."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from directory.models import Agency, WelfareArea
from events.enums import EventKind, EventState
from foundation.activities.enums import ActivityKind
from foundation.activities.rows import ActivityRow, Path
from outreach.activities import queries
from outreach.activities.counting import by_kind
from outreach.activities.enums import ActivityState
from outreach.activities.exceptions import ActivityRefused
from outreach.activities.models import Activity, LockedActivity
from outreach.activities.rules import Facts, grouped, merged, state_of
from outreach.activities.services.locking import lock, unlock
from outreach.activities.services.pulling import pull
from outreach.activities.services.writing import (
    change,
    check,
    count_in,
    leave_out,
    record,
    write_presences,
)
from outreach.outside_meetings.models import OutsideMeeting
from tests.factories.activities import (
    FIRST_DAY,
    make_agencies,
    make_came,
    make_group_session,
    make_held_event,
    make_outside_visit,
)
from tests.factories.directory import make_agency
from tests.factories.events import TOKYO
from tests.factories.groups import make_community

pytestmark = pytest.mark.django_db(transaction=True)

YEAR = 2025
AFTER = datetime(2026, 4, 10, 10, 0, tzinfo=TOKYO)
TODAY = AFTER.date()


def pulled():
    pull(year=YEAR, now=AFTER)
    return queries.counted_activities(YEAR, today=TODAY)


def everything_checked(staff, manager):
    for each in Activity.objects.filter(fiscal_year=YEAR):
        if not each.facts(is_locked=False).is_left_out:
            record(activity=each, actor=staff, now=AFTER)
            check(activities=[each], seen=AFTER, actor=manager, now=AFTER)


def test_an_event_that_is_a_groups_session_is_one_activity_of_the_groups_kind():
    session = make_held_event(FIRST_DAY)
    make_came(session, make_agency(), 3, absent=2)
    make_group_session(session, community=make_community())
    [only] = pulled()
    assert (only.kind, only.people, only.agencies) == (ActivityKind.STUDY_MEETING, 3, 1)
    assert Activity.objects.get().paths.count() == 2


def test_pulling_again_changes_nothing_and_asks_as_little_for_three_as_for_one(django_assert_num_queries):
    make_came(make_held_event(FIRST_DAY), make_agency(), 3)
    first = pulled()
    assert pulled() == first
    for number in range(2):
        make_came(make_held_event(FIRST_DAY + timedelta(days=number)), make_agency(name=f"事{number}"), 1)
    pull(year=YEAR, now=AFTER)
    with django_assert_num_queries(19):
        pull(year=YEAR, now=AFTER)


def test_what_was_cancelled_or_taken_away_counts_no_more_and_its_record_stays(staff):
    session = make_held_event(FIRST_DAY)
    visit = make_outside_visit(FIRST_DAY)
    pulled()
    kept = Activity.objects.get(title="研修")
    change(activity=kept, details={"result": "よかった"}, actor=staff, now=AFTER)
    session.event.state, session.event.cancelled_at = EventState.CANCELLED, AFTER
    session.event.save()
    visit.delete()
    assert pulled() == []
    assert Activity.objects.get(title="研修").result == "よかった"


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
        (date(2025, 12, 31), 2025),
        (date(2026, 1, 1), 2025),
    ],
)
def test_the_database_knows_the_fiscal_year_of_a_day(day, year):
    made = Activity.objects.create(
        day=day, kind=ActivityKind.OTHER, title="活動", created_at=AFTER, changed_at=AFTER
    )
    made.refresh_from_db()
    assert made.fiscal_year == year
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE activities_activity SET fiscal_year = 1999")


def test_a_field_written_by_hand_follows_the_source_no_more(staff):
    session = make_held_event(FIRST_DAY)
    pulled()
    found = Activity.objects.get()
    change(activity=found, details={"kind": ActivityKind.OTHER}, actor=staff, now=AFTER)
    write_presences(
        activity=found,
        presences=[{"agency": None, "name": "町内会", "sector": "", "people": 4, "is_by_hand": True}],
        seen=AFTER,
        actor=staff,
        now=AFTER,
    )
    session.event.title = "新しい名前"
    session.event.save()
    make_came(session, make_agency(), 9)
    [only] = pulled()
    assert (only.kind, only.title, only.people) == (ActivityKind.OTHER, "新しい名前", 4)


def test_two_activities_that_are_the_same_are_counted_once(staff):
    make_came(make_held_event(FIRST_DAY, title="一つめ"), make_agency(), 2)
    make_outside_visit(FIRST_DAY)
    pulled()
    one = Activity.objects.get(title="一つめ")
    other = Activity.objects.exclude(pk=one.pk).get()
    count_in(activity=other, other=one, actor=staff, now=AFTER)
    assert [each.title for each in pulled()] == ["一つめ"]
    with pytest.raises(ActivityRefused):
        count_in(activity=one, other=other, actor=staff, now=AFTER)
    with pytest.raises(ActivityRefused):
        leave_out(activity=one, because="まちがい", actor=staff, now=AFTER)
    leave_out(activity=other, because="", actor=staff, now=AFTER)
    assert len(pulled()) == 2


def test_a_locked_year_stays_as_it_was_reported(staff, manager):
    rng = Random(1)
    agencies = make_agencies(rng, 4)
    session = make_held_event(FIRST_DAY, address="東部市1-1")
    make_came(session, agencies[0], 3)
    pulled()
    with pytest.raises(ActivityRefused, match="確認していない活動が、1件"):
        lock(year=YEAR, actor=manager, now=AFTER)
    everything_checked(staff, manager)
    reported = queries.counted_now(YEAR, today=TODAY)
    lock(year=YEAR, actor=manager, now=AFTER)
    Agency.objects.filter(pk=agencies[0].pk).update(name="別の名前", sector="other", municipality=None)
    WelfareArea.objects.filter(name="東部").update(name="新圏域")
    make_came(session, agencies[1], 5)
    make_held_event(FIRST_DAY + timedelta(days=3), title="あとから書いた")
    assert pulled() == reported
    found = queries.differences_of(queries.running_lock(YEAR), today=TODAY)
    assert [each.now.title for each in found] == ["研修", "あとから書いた"]
    assert (found[0].locked.people, found[0].now.people, found[1].locked) == (3, 8, None)
    with pytest.raises(ActivityRefused, match="確定しています"):
        change(activity=Activity.objects.first(), details={"result": "直す"}, actor=staff, now=AFTER)


def test_unlocking_asks_for_a_reason_and_keeps_what_was_reported(staff, manager):
    make_held_event(FIRST_DAY)
    pulled()
    everything_checked(staff, manager)
    lock(year=YEAR, actor=manager, now=AFTER)
    with pytest.raises(ActivityRefused, match="わけ"):
        unlock(year=YEAR, because="", actor=manager, now=AFTER)
    unlock(year=YEAR, because="人数の直し", actor=manager, now=AFTER)
    change(activity=Activity.objects.get(), details={"result": "直す"}, actor=staff, now=AFTER)
    assert LockedActivity.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        LockedActivity.objects.update(facts={})
    with pytest.raises(IntegrityError), transaction.atomic():
        LockedActivity.objects.all().delete()


def test_a_year_is_locked_once_and_only_when_it_is_over(manager):
    with pytest.raises(ActivityRefused, match="終わってから"):
        lock(year=2026, actor=manager, now=AFTER)
    lock(year=YEAR, actor=manager, now=AFTER)
    with pytest.raises(ActivityRefused, match="もう確定"):
        lock(year=YEAR, actor=manager, now=AFTER)


def test_a_record_that_changes_is_checked_anew(staff, manager):
    make_held_event(FIRST_DAY)
    pulled()
    everything_checked(staff, manager)
    change(activity=Activity.objects.get(), details={"cost": 500}, actor=staff, now=AFTER)
    assert Activity.objects.get().checked_at is None


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"day": TODAY + timedelta(days=1)}, ActivityState.PLANNED),
        ({"day": TODAY}, ActivityState.HELD),
        ({"day": TODAY, "is_recorded": True}, ActivityState.RECORDED),
        ({"day": TODAY, "is_recorded": True, "is_checked": True}, ActivityState.CHECKED),
        ({"day": TODAY, "is_off": True}, ActivityState.LEFT_OUT),
        ({"day": TODAY, "is_off": True, "is_locked": True}, ActivityState.LOCKED),
    ],
)
def test_the_list_by_state_is_what_the_rule_says(facts, state):
    assert state_of(Facts(**facts), today=TODAY) == state


def test_rows_that_name_each_other_in_a_ring_are_one_activity():
    def row(key, above):
        path = Path("a", above) if above else None
        return ActivityRow(Path("a", key), "", FIRST_DAY, key, ActivityKind.OTHER, "/", same_as=path)

    groups = grouped([row("1", "2"), row("2", "3"), row("3", "1"), row("4", "1"), row("5", None)])
    assert {path.key: sorted(each.title for each in rows) for path, rows in groups.items()} == {
        "1": ["1", "2", "3", "4"],
        "5": ["5"],
    }


def test_the_first_row_stands_for_the_activity_and_others_fill_what_it_leaves_empty():
    first = ActivityRow(Path("a", "1"), "", FIRST_DAY, "名前", ActivityKind.OTHER, "/", organisers=("甲",))
    more = ActivityRow(
        Path("b", "1"), "", FIRST_DAY, "別名", ActivityKind.STUDY_MEETING, "/", minutes=90, organisers=("乙",)
    )
    told = merged([first, more])
    assert (told.title, told.kind, told.minutes, told.organisers) == (
        "名前",
        ActivityKind.STUDY_MEETING,
        90,
        ("甲", "乙"),
    )


RECOUNT = """
WITH days AS (
  SELECT s.id, CASE WHEN r.id IS NOT NULL THEN
           CASE r.format WHEN 'lecture' THEN 'community_training' WHEN 'other' THEN 'other'
             ELSE 'study_meeting' END
         ELSE CASE e.kind WHEN 'study_meeting' THEN 'study_meeting' WHEN 'other' THEN 'other'
           ELSE 'community_training' END END AS kind
  FROM events_session s JOIN events_event e ON e.id = s.event_id
  LEFT JOIN study_groups_planrow r ON r.event_id = e.id
  WHERE e.state = 'published'
    AND (s.starts_at AT TIME ZONE 'Asia/Tokyo')::date BETWEEN '2025-04-01' AND '2026-03-31'
), came AS (
  SELECT d.kind, d.id, p.id AS person FROM days d
  LEFT JOIN events_participant p
    ON p.session_id = d.id AND p.attendance = 'attended' AND p.cancelled_at IS NULL
), outside AS (
  SELECT 'other' AS kind, a.id, c.id AS contact FROM outside_meetings_attendance a
  LEFT JOIN outside_meetings_contact c ON c.attendance_id = a.id
  WHERE a.called_off_because = '' AND a.day BETWEEN '2025-04-01' AND '2026-03-31'
)
SELECT kind, sum(held)::int, sum(people)::int FROM (
  SELECT kind, count(DISTINCT id) AS held, count(person) AS people FROM came GROUP BY kind
  UNION ALL
  SELECT kind, count(DISTINCT id), count(contact) FROM outside GROUP BY kind
) AS both_of_them GROUP BY kind
"""


def test_three_hundred_activities_equal_an_independent_recount():
    rng = Random(300)
    agencies, community = make_agencies(rng, 30), make_community()
    for number in range(300):
        day = FIRST_DAY - timedelta(days=10) + timedelta(days=rng.randrange(385))
        if rng.random() < 0.3:
            make_outside_visit(
                day,
                contacts=rng.sample(agencies, rng.randrange(4)),
                called_off=rng.choice(["", "", "", "雪のため"]),
            )
            continue
        state = rng.choice([EventState.PUBLISHED] * 5 + [EventState.CANCELLED, EventState.DRAFT])
        session = make_held_event(day, kind=rng.choice(EventKind.values), title=f"研修{number}", state=state)
        for agency in rng.sample([*agencies, None], rng.randrange(4)):
            make_came(session, agency, rng.randrange(1, 4), absent=rng.randrange(2))
        if state == EventState.PUBLISHED and rng.random() < 0.4:
            make_group_session(
                session,
                community=community,
                of_format=rng.choice(["case_study", "lecture", "talk_circle", "other"]),
            )
    counted = {each.kind: (each.held, each.people) for each in by_kind(pulled()) if each.held}
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)
        assert counted == {kind: (held, people) for kind, held, people in cursor.fetchall()}
    assert OutsideMeeting.objects.count() > 50
