"""Seats and the line through the real services: who sits, who waits, who moves up."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from directory.models import Agency, AgencyKind
from events import queries
from events.enums import ApplicationState, Channel, EntryKind, Way
from events.exceptions import ApplicationRefused, CapacityRefused, ChangeRefused, ColleagueTwice, SeatsAreGone
from events.models import Application, Participant, Seat, SeatEntry
from events.services.applying import PersonRequest
from events.services.changing import (
    Naming,
    cancel_application,
    cancel_people,
    change_application,
    match_agency,
    match_new_agency,
)
from events.services.notices import settle_waiting_sessions
from events.services.publishing import SessionPlan, cancel_event, reinstate_event, update_event
from foundation.mail.models import OutgoingMail
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW, a_request, apply, make_event, make_session

pytestmark = pytest.mark.django_db


def state(application):
    application.refresh_from_db()
    return application.state


def numbers(session):
    return sorted(Seat.objects.filter(session=session, released_at=None).values_list("number", flat=True))


def test_a_facility_takes_five_seats_two_of_them_unnamed():
    session = make_session(venue=20)
    people = [PersonRequest(Way.VENUE, "髙橋 慎", "タカハシ シン", "世話人") for _ in range(1)]
    people += [
        PersonRequest(Way.VENUE, "宮﨑 ひかり", "ミヤザキ ヒカリ"),
        PersonRequest(Way.VENUE, "佐久間 礼子"),
    ]
    people += [PersonRequest(Way.VENUE), PersonRequest(Way.VENUE)]
    application = apply(session, people=people)
    assert application.state == ApplicationState.CONFIRMED
    assert application.number == "R8-0001"
    assert numbers(session) == [1, 2, 3, 4, 5]
    assert [person.name for person in application.participants.all()] == [
        "髙橋 慎",
        "宮﨑 ひかり",
        "佐久間 礼子",
        "",
        "",
    ]
    mail = OutgoingMail.objects.get()
    assert mail.subject == "【受付 R8-0001】席を5つ取りました"
    assert mail.calendar_method == "REQUEST"


def test_a_mail_names_nobody():
    session = make_session()
    apply(session, people=[PersonRequest(Way.VENUE, "髙橋 慎", "タカハシ シン")], contact_name="佐久間 礼子")
    mail = OutgoingMail.objects.get()
    assert [
        word for word in ("髙橋", "タカハシ", "佐久間") if word in mail.subject + mail.text + mail.calendar
    ] == []


def test_the_same_request_twice_is_one_application():
    session = make_session()
    key = uuid4()
    first = apply(session, 2, form_key=key)
    again = apply(session, 2, form_key=key)
    assert again == first
    assert numbers(session) == [1, 2]
    assert OutgoingMail.objects.count() == 1


def test_a_full_session_makes_a_line_and_a_cancelled_seat_goes_to_the_first_group_that_fits():
    session = make_session(venue=4)
    first = apply(session, 2)
    apply(session, 2)
    large = apply(session, 3)
    small = apply(session, 2)
    assert [state(large), state(small)] == ["waiting", "waiting"]
    assert [queries.position_in_line(large), queries.position_in_line(small)] == [1, 2]
    cancel_application(application=first, actor=None, by_staff=False, now=NOW)
    assert [state(large), state(small)] == ["waiting", "confirmed"]
    assert OutgoingMail.objects.filter(cause=f"events.application:{small.pk}:seat-given-1").count() == 1
    assert SeatEntry.objects.filter(application=large, kind=EntryKind.PASSED).count() == 1


def test_a_group_passed_three_times_keeps_the_next_free_seats():
    session = make_session(venue=4)
    singles = [apply(session) for _ in range(4)]
    large = apply(session, 3)
    for single in singles[:3]:
        apply(session)
        cancel_application(application=single, actor=None, by_staff=False, now=NOW)
    latest = apply(session)
    cancel_application(application=singles[3], actor=None, by_staff=False, now=NOW)
    seats = queries.session_seats([session], now=NOW)[session.pk]
    assert [state(large), state(latest)] == ["waiting", "waiting"]
    assert (seats.free, seats.held, seats.waiting_people) == ({"venue": 0}, {"venue": 1}, 4)


def test_held_seats_are_freed_three_days_before_the_session():
    test_a_group_passed_three_times_keeps_the_next_free_seats()
    session = Application.objects.first().session
    later = session.starts_at - timedelta(days=3)
    assert settle_waiting_sessions(now=later) == 1
    assert settle_waiting_sessions(now=later) == 0
    seats = queries.session_seats([session], now=later)[session.pk]
    assert (seats.free, seats.held, seats.waiting_people) == ({"venue": 0}, {}, 3)


def test_a_fax_received_earlier_stands_before_those_who_still_wait():
    session = make_session(venue=1)
    seated = apply(session)
    by_web = apply(session, now=NOW + timedelta(hours=1))
    by_fax = apply(
        session,
        channel=Channel.FAX,
        received_at=NOW + timedelta(minutes=30),
        by_staff=True,
        now=NOW + timedelta(hours=2),
    )
    cancel_application(application=seated, actor=None, by_staff=False, now=NOW + timedelta(hours=3))
    assert [state(by_web), state(by_fax)] == ["waiting", "confirmed"]


def test_a_confirmed_seat_is_never_taken_back_for_an_earlier_fax():
    session = make_session(venue=1)
    by_web = apply(session)
    fax = apply(session, channel=Channel.FAX, received_at=NOW - timedelta(days=1), by_staff=True)
    assert [state(by_web), state(fax)] == ["confirmed", "waiting"]


def test_whoever_saw_free_seats_is_asked_before_standing_in_line():
    session = make_session(venue=1)
    apply(session)
    with pytest.raises(SeatsAreGone):
        apply(session, accepts_waiting=False)
    assert Application.objects.count() == 1
    assert OutgoingMail.objects.count() == 1


def test_an_agency_takes_no_more_seats_than_its_cap():
    session = make_session(agency_cap=3)
    agency = make_agency()
    apply(session, 2, agency=agency)
    with pytest.raises(ApplicationRefused, match="1事業所3人まで"):
        apply(session, 2, agency=agency, named=False)
    assert apply(session, 1, agency=agency, named=False).state == "confirmed"


def test_a_typed_agency_cannot_get_round_its_cap_by_another_width():
    session = make_session(agency_cap=2)
    apply(session, 2, agency_name="ｸﾞﾙｰﾌﾟﾎｰﾑ みなも")
    with pytest.raises(ApplicationRefused):
        apply(session, 1, agency_name="グループホームみなも")


def test_an_agency_that_signs_in_cannot_get_its_cap_twice_by_typing_its_name():
    session, agency = make_session(agency_cap=1), make_agency(name="みなも")
    apply(session, agency_name="みなも")
    with pytest.raises(ApplicationRefused, match="すでに1人"):
        apply(session, agency=agency)


def test_two_agencies_of_one_name_have_a_cap_each():
    session = make_session(agency_cap=1)
    first, second = make_agency(name="ひまわり"), make_agency(name="ひまわり")
    assert [apply(session, agency=each).state for each in (first, second)] == ["confirmed", "confirmed"]


def test_how_many_of_an_agency_come_is_not_told_to_whoever_types_its_name():
    session = make_session(agency_cap=1)
    apply(session, agency_name="みなも")
    with pytest.raises(ApplicationRefused) as refused:
        apply(session, agency_name="みなも")
    assert "すでに" not in str(refused.value)


def test_a_letter_names_the_place_that_was_chosen():
    session = make_session(online=20)
    application = apply(session, [PersonRequest(Way.VENUE), PersonRequest(Way.ONLINE)])
    leaving = application.participants.get(way=Way.ONLINE)
    cancel_people(application=application, people={leaving.pk}, actor=None, by_staff=False, now=NOW)
    cancel_application(application=application, actor=None, by_staff=False, now=NOW)
    places = [
        next(line for line in mail.text.splitlines() if "場所" in line)
        for mail in OutgoingMail.objects.order_by("id")
    ]
    both, venue = "　場所　見本市民会館 2階 会議室2、またはオンライン", "　場所　見本市民会館 2階 会議室2"
    assert places == [both, venue, both]


def test_a_colleague_cannot_be_written_twice():
    session = make_session()
    twice = [
        PersonRequest(Way.VENUE, "髙橋 慎", "タカハシ シン"),
        PersonRequest(Way.VENUE, "高橋 慎", "タカハシ シン"),
    ]
    with pytest.raises(ColleagueTwice):
        apply(session, people=twice)
    assert Application.objects.count() == 0


def test_a_colleague_who_has_a_seat_cannot_apply_again():
    session = make_session()
    agency = make_agency()
    person = [PersonRequest(Way.VENUE, "髙橋 慎", "タカハシ シン")]
    apply(session, people=person, agency=agency)
    with pytest.raises(ColleagueTwice):
        apply(session, people=person, agency=agency)
    assert Application.objects.count() == 1


def test_a_typed_colleague_is_known_the_next_time():
    agency = make_agency()
    person = [PersonRequest(Way.VENUE, "髙橋 慎", "タカハシ シン", "世話人")]
    apply(make_session(), people=person, agency=agency)
    apply(make_session(), people=person, agency=agency)
    assert Participant.objects.values("person").distinct().count() == 1


def test_names_follow_and_two_colleagues_may_change_places():
    session = make_session()
    agency = make_agency()
    people = [
        PersonRequest(Way.VENUE, "佐藤 一", "サトウ ハジメ"),
        PersonRequest(Way.VENUE, "鈴木 二", "スズキ ジ"),
    ]
    application = apply(session, people=people, agency=agency)
    first, second = application.participants.order_by("position")
    names = {first.pk: Naming("鈴木 二", "スズキ ジ", ""), second.pk: Naming("佐藤 一", "サトウ ハジメ", "")}
    change_application(application=application, contact={}, names=names, actor=None, by_staff=False, now=NOW)
    assert [person.name for person in application.participants.order_by("position")] == ["鈴木 二", "佐藤 一"]


def test_nothing_changes_after_the_deadline_but_by_staff():
    session = make_session()
    application = apply(session, 2)
    late = session.event.deadline_at + timedelta(minutes=1)
    with pytest.raises(ChangeRefused, match="締切を過ぎた"):
        cancel_application(application=application, actor=None, by_staff=False, now=late)
    cancel_application(application=application, actor=None, by_staff=True, now=late)
    assert state(application) == "cancelled"


def test_part_of_a_group_drops_out_and_the_line_moves_up():
    session = make_session(venue=3)
    group = apply(session, 3)
    waiting = apply(session, 1)
    leaving = group.participants.order_by("position").last()
    cancel_people(application=group, people={leaving.pk}, actor=None, by_staff=False, now=NOW)
    assert [state(group), state(waiting)] == ["confirmed", "confirmed"]
    assert numbers(session) == [1, 2, 3]


def test_more_seats_let_the_line_move_up_and_fewer_than_taken_are_refused(staff):
    event = make_event(venue=2)
    session = event.sessions.get()
    apply(session, 2)
    waiting = apply(session, 2)

    def plan(seats):
        return SessionPlan(
            session_id=session.pk,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            venue=session.venue,
            venue_capacity=seats,
        )

    with pytest.raises(CapacityRefused, match="すでに2人の席があります"):
        update_event(event=event, details={}, sessions=[plan(1)], actor=staff, now=NOW)
    update_event(event=event, details={}, sessions=[plan(4)], actor=staff, now=NOW)
    assert state(waiting) == "confirmed"


def a_full_session_with_a_line():
    """Return an event, whoever has all its seats, and the group that waits."""
    session = make_session(venue=2)
    return session.event, apply(session, 2), apply(session, 2)


def test_the_line_of_a_cancelled_event_stands_still_and_moves_when_it_comes_back(staff):
    event, seated, waiting = a_full_session_with_a_line()
    cancel_event(event=event, reason="大雪のため", actor=staff, now=NOW)
    with pytest.raises(ChangeRefused, match="中止になりました"):
        cancel_application(application=seated, actor=staff, by_staff=True, now=NOW)
    plan = {"starts_at": event.sessions.get().starts_at, "ends_at": event.sessions.get().ends_at}
    wider = SessionPlan(session_id=event.sessions.get().pk, venue="見本市民会館", venue_capacity=4, **plan)
    update_event(event=event, details={}, sessions=[wider], actor=staff, now=NOW)
    assert state(waiting) == "waiting"
    reinstate_event(event=event, actor=staff, now=NOW)
    assert state(waiting) == "confirmed"
    subjects = OutgoingMail.objects.filter(cause__startswith=f"events.application:{waiting.pk}:")
    assert list(subjects.order_by("id").values_list("subject", "calendar_method"))[1:] == [
        ("【中止】はじめての受け入れ", ""),
        ("【開催します】はじめての受け入れ", ""),
        (f"【受付 {waiting.number}】席が取れました", "REQUEST"),
    ]


def test_once_a_session_has_begun_only_whoever_stands_at_the_door_gets_a_free_seat(staff):
    event, seated, waiting = a_full_session_with_a_line()
    begun = event.sessions.get().starts_at + timedelta(minutes=10)
    cancel_application(application=seated, actor=staff, by_staff=True, now=begun)
    assert state(waiting) == "waiting"
    walk_in = apply(event.sessions.get(), 1, now=begun, actor=staff, by_staff=True, channel=Channel.PHONE)
    assert [state(walk_in), state(waiting)] == ["confirmed", "waiting"]


def test_what_has_ended_is_not_rewritten(staff):
    event, seated, waiting = a_full_session_with_a_line()
    ended = event.sessions.get().ends_at
    with pytest.raises(ChangeRefused, match="来なかった方は、出欠に書きます"):
        cancel_application(application=seated, actor=staff, by_staff=True, now=ended)
    assert [state(seated), state(waiting)] == ["confirmed", "waiting"]


def test_a_typed_agency_is_added_once_however_often_the_button_is_pressed(staff):
    application = apply(make_session(), agency_name="見本の家")
    kind = AgencyKind.objects.get(code="group_home")
    match_new_agency(application=application, kind=kind, actor=staff, now=NOW)
    application.refresh_from_db()
    with pytest.raises(ChangeRefused, match="もう関係機関と結ばれています"):
        match_new_agency(application=application, kind=kind, actor=staff, now=NOW)
    assert Agency.objects.filter(name="見本の家").count() == 1


def test_a_typed_agency_is_matched_later_with_its_people(staff):
    agency = make_agency()
    application = apply(make_session(), 2, agency_name="みなも（グループホーム）")
    match_agency(application=application, agency=agency, actor=staff, now=NOW)
    application.refresh_from_db()
    assert (application.agency, application.agency_name, application.sector) == (
        agency,
        "グループホームみなも",
        "disability",
    )
    assert application.participants.filter(person__memberships__agency=agency).count() == 2


def test_the_ledger_alone_tells_the_seats():
    session = make_session(venue=4)
    first = apply(session, 3)
    apply(session, 2)
    leaving = first.participants.order_by("position").first()
    cancel_people(application=first, people={leaving.pk}, actor=None, by_staff=False, now=NOW)
    assert queries.taken_seats(session) == queries.rebuilt_seats(session) == {"venue": 4}


def test_the_application_role_cannot_change_the_ledger():
    apply(make_session())
    with pytest.raises(Exception, match="permission denied for table events_seatentry"):
        SeatEntry.objects.update(people=9)


def test_applying_takes_as_many_queries_for_five_people_as_for_one(django_assert_num_queries):
    session = make_session(venue=40)
    apply(session, 1)
    with django_assert_num_queries(31):
        apply(session, 1)
    with django_assert_num_queries(31):
        apply(session, 5)


def test_partner_c_is_known_by_its_agency():
    partner = make_partner(agency=make_agency())
    application = apply(make_session(), agency=partner.person.memberships.get().agency, actor=partner)
    assert application.typed_by == partner
    assert timezone.localtime(application.received_at) == NOW
    assert connection.settings_dict["USER"] == "tsunagu_public_app"
    assert a_request().needs == {"venue": 1}
