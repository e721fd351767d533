"""The door's book and the marks of attendance always say the same, whoever writes first."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from events.attendance import queries
from events.attendance.enums import FactKind, Means
from events.attendance.exceptions import DayRefused
from events.attendance.limits import TIMES_KEPT
from events.attendance.models import DayRule, DoorFact, Group, GroupMember, KeptMinutes
from events.attendance.services.forgetting import forget_old_times
from events.attendance.services.grouping import GroupWords, change_groups, make_groups
from events.attendance.services.noting import Times, note, set_times, take_back
from events.attendance.services.ruling import set_day_rule
from events.enums import Attendance, Way
from events.minutes import minutes_of
from events.models import Participant
from events.services.attendance import mark_attendance
from events.services.changing import cancel_application
from foundation.audit.models import Entry
from foundation.limits.queries import limit
from tests.events.attendance.the_day import ENDS, at, came, left, make_day, person_of, seat

pytestmark = pytest.mark.django_db
FIFTEEN = {"late_minutes": 15, "early_minutes": 15, "note": ""}


def state(session, name="参加 1"):
    """Return mark, minutes and where the door sees somebody."""
    person = person_of(session, name)
    [row] = [row for row in queries.door_rows(session) if row.participant.pk == person.pk]
    return person.attendance, minutes_of([person])[person.pk], row.presence.value


def test_who_comes_is_marked_as_present_and_was_there_from_then_on(session, staff):
    assert state(session) == ("", None, "not_yet")
    assert came(session, "参加 1", actor=staff, now=at(13, 50, 40)) == 1
    assert state(session) == ("attended", 160, "here")
    assert left(session, "参加 1", actor=staff, now=at(15, 30)) == 1
    assert state(session) == ("attended", 100, "left")
    assert state(session, "参加 2") == ("", None, "not_yet")


def test_pressing_twice_says_nothing_new(session, staff):
    came(session, "参加 1", actor=staff, now=at(13, 20))
    assert came(session, "参加 1", actor=staff, now=at(14, 20)) == 0
    left(session, "参加 1", actor=staff, now=at(15, 30))
    assert left(session, "参加 1", actor=staff, now=at(16, 0)) == 0
    assert (state(session), DoorFact.objects.count()) == (("attended", 120, "left"), 2)


def test_nobody_leaves_who_has_not_come(session, staff):
    with pytest.raises(DayRefused, match="来た時刻が、まだありません"):
        left(session, "参加 1", actor=staff, now=at(14))
    assert (state(session), DoorFact.objects.count()) == (("", None, "not_yet"), 0)


def test_one_who_cannot_have_left_keeps_all_from_being_written(session, staff):
    came(session, "参加 1", actor=staff, now=at(13, 20))
    with pytest.raises(DayRefused):
        left(session, "参加 1", "参加 2", actor=staff, now=at(14))
    assert state(session) == ("attended", 180, "here")


def test_whoever_has_no_seat_cannot_come(session, staff):
    application = seat(session, 1, names=["やめた人"], agency_name="汐見の家")
    cancel_application(application=application, actor=staff, by_staff=True, now=at(10))
    with pytest.raises(DayRefused, match="席は、いまありません"):
        came(session, "やめた人", actor=staff, now=at(13, 20))
    with pytest.raises(DayRefused):
        take_back(
            session=session, participant_id=person_of(session, "やめた人").pk, actor=staff, now=at(13, 20)
        )


def test_a_wrong_press_is_taken_back_and_the_book_keeps_both(session, staff):
    came(session, "参加 1", actor=staff, now=at(13, 20))
    left(session, "参加 1", actor=staff, now=at(13, 21))
    one = person_of(session, "参加 1").pk
    take_back(session=session, participant_id=one, actor=staff, now=at(13, 22))
    assert state(session) == ("attended", 180, "here")
    take_back(session=session, participant_id=one, actor=staff, now=at(13, 23))
    assert state(session) == ("", None, "not_yet")
    assert [fact.kind for fact in DoorFact.objects.all()] == ["arrived", "left", "withdrawn", "withdrawn"]


def test_times_from_a_paper_stand_instead_of_what_stood_there(session, staff):
    came(session, "参加 1", actor=staff, now=at(13, 20))
    times = {
        person_of(session, "参加 1").pk: Times(at(14, 0), at(16, 0)),
        person_of(session, "参加 2").pk: Times(at(13, 25), None),
    }
    assert set_times(session=session, times=times, actor=staff, now=ENDS) == 2
    assert state(session) == ("attended", 120, "left")
    assert state(session, "参加 2") == ("attended", 180, "here")
    nothing = {person_of(session, "参加 1").pk: Times(None, None)}
    set_times(session=session, times=nothing, actor=staff, now=ENDS)
    assert state(session) == ("", None, "not_yet")


def test_a_time_on_paper_that_is_still_to_come_is_refused_and_nothing_is_lost(session, staff):
    came(session, "参加 1", actor=staff, now=at(13, 20))
    times = {person_of(session, "参加 1").pk: Times(at(13, 20), at(16, 0))}
    with pytest.raises(DayRefused, match="いまより先"):
        set_times(session=session, times=times, actor=staff, now=at(15))
    assert state(session) == ("attended", 180, "here")


@pytest.mark.parametrize(("mark", "minutes", "presence"), [("absent", 0, "absent"), ("", None, "not_yet")])
def test_a_mark_at_the_desk_withdraws_the_times_of_whoever_did_not_come(
    session, staff, mark, minutes, presence
):
    came(session, "参加 1", "参加 2", actor=staff, now=at(13, 50))
    one = person_of(session, "参加 1").pk
    mark_attendance(session=session, marks={one: mark}, actor=staff, now=at(16))
    assert state(session) == (mark, minutes, presence)
    assert state(session, "参加 2") == ("attended", 160, "here")


def test_whoever_was_marked_absent_and_comes_after_all_is_present(session, staff):
    one = person_of(session, "参加 1").pk
    mark_attendance(session=session, marks={one: Attendance.ABSENT}, actor=staff, now=at(14))
    came(session, "参加 1", actor=staff, now=at(14, 30))
    assert state(session) == ("attended", 120, "here")


def test_whoever_was_only_marked_was_there_throughout(session, staff):
    one = person_of(session, "参加 1").pk
    mark_attendance(session=session, marks={one: Attendance.ATTENDED}, actor=staff, now=at(16))
    assert state(session) == ("attended", 180, "here")


@pytest.mark.parametrize("count", [1, 3])
def test_minutes_take_as_many_queries_for_three_people_as_for_one(staff, count, django_assert_num_queries):
    session = make_day(people=count)
    people = list(Participant.objects.filter(session=session).select_related("session"))
    came(session, *(person.name for person in people), actor=staff, now=at(13, 50))
    people = list(Participant.objects.filter(session=session).select_related("session"))
    with django_assert_num_queries(3):
        assert set(minutes_of(people).values()) == {160}


def test_each_act_is_audited_without_names_or_times(session, staff):
    came(session, "参加 1", actor=staff, now=at(13, 20))
    one = person_of(session, "参加 1").pk
    take_back(session=session, participant_id=one, actor=staff, now=at(13, 22))
    set_times(session=session, times={one: Times(at(13, 20), None)}, actor=staff, now=at(14))
    entries = Entry.objects.filter(verb__startswith="attendance.").order_by("id")
    assert [(entry.verb, entry.fields) for entry in entries] == [
        ("attendance.arrived", [f"participant:{one}"]),
        ("attendance.taken_back", [f"participant:{one}"]),
        ("attendance.times_set", [f"participant:{one}"]),
    ]


def refused_by(name):
    return pytest.raises(IntegrityError, match=name)


def test_the_database_refuses_to_change_the_book(session, staff):
    came(session, "参加 1", actor=staff, now=at(13, 20))
    with refused_by("stays as it was written"), transaction.atomic():
        DoorFact.objects.update(at=at(13))


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"kind": "flew"}, "attendance_doorfact_kind_is_known"),
        ({"means": "smoke"}, "attendance_doorfact_means_is_known"),
        ({"kind": "withdrawn"}, "attendance_doorfact_withdraws_something"),
        ({"at": at(13, 21)}, "attendance_doorfact_not_ahead_of_time"),
    ],
)
def test_the_database_refuses_a_line_that_cannot_be(session, values, name):
    fields = {"kind": FactKind.ARRIVED, "means": Means.LIST, "at": at(13, 20), "noted_at": at(13, 20)}
    fact = DoorFact(participant=person_of(session, "参加 1"), **fields | values)
    with refused_by(name), transaction.atomic():
        DoorFact.objects.bulk_create([fact])


def test_a_line_is_withdrawn_once(session, staff):
    came(session, "参加 1", actor=staff, now=at(13, 20))
    line = DoorFact.objects.get()
    again = [
        DoorFact(
            participant=line.participant,
            kind=FactKind.WITHDRAWN,
            at=line.at,
            means=Means.LIST,
            withdraws=line,
            noted_at=at(13, 20),
        )
        for _ in range(2)
    ]
    with refused_by("withdraws_id"), transaction.atomic():
        DoorFact.objects.bulk_create(again)


@pytest.mark.parametrize("field", ["late_minutes", "early_minutes"])
def test_a_limit_of_more_than_four_hours_is_refused(session, staff, field):
    set_day_rule(event=session.event, values=FIFTEEN, actor=staff, now=at(9))
    with refused_by("attendance_dayrule_is_within_hours"), transaction.atomic():
        DayRule.objects.update(**{field: 241})


def make_some_groups(session, staff, *, venue=2, online=0, seed=4):
    counts = {"venue": venue, "online": online}
    return make_groups(session=session, counts=counts, seed=seed, actor=staff, now=at(9))


def members(session):
    return {
        group.name: [member.participant.name for member in group.members.all()]
        for group in queries.groups_of(session)
    }


def test_groups_of_both_ways_are_made_and_made_anew(staff):
    session = make_day(people=4, online=10)
    seat(session, 2, names=["遠い 1", "遠い 2"], way=Way.ONLINE, agency_name="汐見の家")
    make_some_groups(session, staff, venue=2, online=1)
    first = members(session)
    assert {name: len(names) for name, names in first.items()} == {
        "グループ1": 2,
        "グループ2": 2,
        "ルーム1": 2,
    }
    assert first["ルーム1"] == ["遠い 1", "遠い 2"]
    make_some_groups(session, staff, venue=2, online=1)
    assert members(session) == first
    make_some_groups(session, staff, venue=1)
    assert set(members(session)) == {"グループ1"}


def test_more_groups_than_people_are_refused(session, staff):
    with pytest.raises(DayRefused, match="会場の方は3人です。4つには分けられません。"):
        make_some_groups(session, staff, venue=4)
    assert not Group.objects.exists()


def test_people_are_moved_and_groups_are_named(session, staff):
    one, two = make_some_groups(session, staff)
    everybody = Participant.objects.filter(session=session).order_by("position")
    moved = dict(zip([person.pk for person in everybody], [two.pk, two.pk, None], strict=True))
    words = {one.pk: GroupWords("赤", "窓のそば"), two.pk: GroupWords("青", "")}
    change_groups(session=session, words=words, members=moved, actor=staff, now=at(9))
    assert members(session) == {"赤": [], "青": ["参加 1", "参加 2"]}
    assert Group.objects.get(name="赤").note == "窓のそば"


def test_nobody_is_moved_into_a_group_of_another_date(session, staff):
    other = make_day()
    [foreign, _] = make_some_groups(other, staff)
    one = person_of(session, "参加 1").pk
    change_groups(session=session, words={}, members={one: foreign.pk}, actor=staff, now=at(9))
    assert not GroupMember.objects.filter(participant=one).exists()


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"way": "train"}, "attendance_group_way_is_known"),
        ({"name": ""}, "attendance_group_has_a_name"),
        ({"number": 1}, "attendance_group_number_once"),
    ],
)
def test_the_database_refuses_a_group_that_cannot_be(session, staff, values, name):
    _, two = make_some_groups(session, staff)
    with refused_by(name), transaction.atomic():
        Group.objects.filter(pk=two.pk).update(**values)


def test_times_and_groups_are_forgotten_and_minutes_stay(session, staff):
    set_day_rule(event=session.event, values=FIFTEEN, actor=staff, now=at(9))
    came(session, "参加 1", "参加 2", actor=staff, now=at(13, 20))
    came(session, "参加 3", actor=staff, now=at(14, 0))
    make_some_groups(session, staff)
    kept = timedelta(days=limit(TIMES_KEPT, on=ENDS.date()))
    assert forget_old_times(now=ENDS + kept - timedelta(minutes=1)) == 0
    on_time = queries.people_on_time(session.event)
    assert on_time == {person_of(session, name).pk for name in ("参加 1", "参加 2")}
    assert forget_old_times(now=ENDS + kept) == 1
    assert (DoorFact.objects.count(), Group.objects.count(), KeptMinutes.objects.count()) == (0, 0, 3)
    people = [person_of(session, f"参加 {n}") for n in (1, 3)]
    assert [minutes_of(people)[each.pk] for each in people] == [180, 150]
    assert queries.people_on_time(session.event) == on_time
    assert forget_old_times(now=ENDS + kept) == 0


def test_no_times_are_typed_for_whom_only_the_minutes_remain(session, staff):
    came(session, "参加 1", actor=staff, now=at(13, 20))
    long_after = ENDS + timedelta(days=limit(TIMES_KEPT, on=ENDS.date()))
    forget_old_times(now=long_after)
    forgotten, unknown = (person_of(session, name).pk for name in ("参加 1", "参加 2"))
    late = Times(at(14, 0), None)
    with pytest.raises(DayRefused, match="残す期間がすぎたので消しました"):
        set_times(session=session, times={forgotten: late, unknown: late}, actor=staff, now=long_after)
    assert not DoorFact.objects.exists()
    set_times(session=session, times={unknown: late}, actor=staff, now=long_after)
    assert forget_old_times(now=long_after) == 1
    minutes = KeptMinutes.objects.order_by("participant").values_list("participant", "minutes")
    assert dict(minutes) == {forgotten: 180, unknown: 150}


def test_noting_asks_for_a_seat_in_this_very_date(session, staff):
    other = make_day()
    with pytest.raises(DayRefused):
        note(
            session=session,
            participants=[person_of(other, "参加 1").pk],
            kind=FactKind.ARRIVED,
            means=Means.LIST,
            actor=staff,
            now=at(13, 20),
        )
