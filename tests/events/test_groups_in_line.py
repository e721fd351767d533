"""Groups content with fewer, offers, kept seats and the order of the line, through the services."""

from datetime import timedelta

import pytest

from events import queries
from events.enums import Channel, EntryKind
from events.exceptions import ApplicationRefused, ChangeRefused
from events.models import Application, Correction, KeptSeats, Seat, SeatEntry
from events.selection import Verdict
from events.services.changing import cancel_application, cancel_people
from events.services.offering import accept_offer, decline_offer, expire_offers
from events.services.ordering import correct_received_at, move_in_line
from foundation.mail.models import OutgoingMail
from tests.factories.directory import make_agency
from tests.factories.events import NOW, STARTS_AT, apply, make_session

pytestmark = pytest.mark.django_db
AFTER_DEADLINE = STARTS_AT - timedelta(days=6)
CHOSEN, WAITING, DECLINED = Verdict.CHOSEN, Verdict.WAITING, Verdict.DECLINED


def state(application):
    application.refresh_from_db()
    return application.state


def seats(application):
    return Seat.objects.filter(participant__application=application, released_at=None).count()


def agrees(session):
    return queries.rebuilt_seats(session) == queries.taken_seats(session)


def mails(application):
    found = OutgoingMail.objects.filter(cause__startswith=f"events.application:{application.pk}:")
    return [mail.subject.partition("】")[2] for mail in found.order_by("id")]


# --- groups that are content with fewer -----------------------------------------------------------------


def test_a_group_sits_down_with_as_many_as_it_is_content_with():
    session = make_session(venue=5)
    apply(session, 2)
    partly = apply(session, 5, least_people=3)
    assert (state(partly), seats(partly), queries.position_in_line(partly)) == ("partly", 3, 1)
    assert mails(partly) == ["席を3つ取りました"]


def test_the_rest_of_a_group_moves_up_seat_by_seat():
    session = make_session(venue=3)
    first = apply(session, 2)
    partly = apply(session, 3, least_people=1)
    cancel_application(application=first, actor=None, by_staff=False, now=NOW)
    assert (state(partly), seats(partly)) == ("confirmed", 3)
    assert agrees(session)


def test_when_those_who_wait_drop_out_the_group_is_complete():
    session = make_session(venue=3)
    apply(session, 2)
    partly = apply(session, 3, least_people=1)
    waiting = partly.participants.without_seat()
    people = set(waiting.values_list("pk", flat=True))
    cancel_people(application=partly, people=people, actor=None, by_staff=False, now=NOW)
    assert (state(partly), seats(partly)) == ("confirmed", 1)


def test_nobody_is_content_with_more_people_than_come():
    with pytest.raises(ApplicationRefused, match="1から2まで"):
        apply(make_session(), 2, least_people=3)


# --- offers ---------------------------------------------------------------------------------------------


@pytest.fixture
def asked():
    """Return a full session, whoever sits there, and two groups in line of which the first is asked now."""
    session = make_session(venue=2, offer_hours=48)
    seated = apply(session, 2)
    first, second = apply(session, 2), apply(session, 1)
    cancel_application(application=seated, actor=None, by_staff=False, now=NOW)
    return session, first, second


def test_whoever_waited_is_asked_and_the_seats_are_kept_meanwhile(asked):
    session, first, second = asked
    assert (state(first), seats(first), state(second)) == ("offered", 2, "waiting")
    offer = first.offers.get()
    assert (offer.expires_at, mails(first)[-1]) == (
        NOW + timedelta(hours=48),
        "席が空きました。お返事ください",
    )
    assert queries.session_seats([session], now=NOW)[session.pk].total_free == 0
    assert list(first.participants.seated()) == []


def test_an_offer_is_accepted_once(asked):
    session, first, _ = asked
    accept_offer(application=first, actor=None, by_staff=False, now=NOW)
    assert (state(first), first.participants.seated().count(), agrees(session)) == ("confirmed", 2, True)
    with pytest.raises(ChangeRefused):
        accept_offer(application=first, actor=None, by_staff=False, now=NOW)


def test_a_declined_offer_goes_to_the_next(asked):
    _, first, second = asked
    decline_offer(application=first, actor=None, by_staff=False, now=NOW)
    assert (state(first), state(second), seats(second)) == ("cancelled", "offered", 1)


def test_an_offer_that_nobody_answers_goes_to_the_next_and_is_told(asked):
    session, first, second = asked
    late = NOW + timedelta(hours=48)
    with pytest.raises(ChangeRefused, match="期限が過ぎました"):
        accept_offer(application=first, actor=None, by_staff=False, now=late)
    assert (expire_offers(now=late), expire_offers(now=late)) == (1, 0)
    assert (state(first), seats(first), state(second)) == ("lapsed", 0, "offered")
    assert mails(first)[-1] == "返事の期限が過ぎました"
    assert agrees(session)


def test_nobody_answers_once_the_session_has_begun(asked):
    session, first, _ = asked
    with pytest.raises(ChangeRefused, match="もう始まっています"):
        accept_offer(application=first, actor=None, by_staff=True, now=session.starts_at)


def test_in_the_last_day_staff_ask_by_phone_and_no_time_ends_the_offer(staff):
    session = make_session(venue=1, offer_hours=48, deadline_at=STARTS_AT - timedelta(hours=1))
    seated, waiting = apply(session, 1), apply(session, 1)
    eve = STARTS_AT - timedelta(hours=20)
    cancel_application(application=seated, actor=None, by_staff=False, now=eve)
    assert (state(waiting), waiting.offers.get().expires_at) == ("offered", None)
    assert expire_offers(now=STARTS_AT - timedelta(hours=1)) == 0
    accept_offer(application=waiting, actor=staff, by_staff=True, now=eve)
    assert state(waiting) == "confirmed"


def test_an_offer_never_ends_within_the_last_day():
    session = make_session(venue=1, offer_hours=48, deadline_at=STARTS_AT - timedelta(hours=1))
    seated, waiting = apply(session, 1), apply(session, 1)
    cancel_application(application=seated, actor=None, by_staff=False, now=STARTS_AT - timedelta(hours=40))
    assert waiting.offers.get().expires_at == STARTS_AT - timedelta(hours=24)


def test_whoever_sits_already_stays_when_the_rest_does_not_answer():
    session = make_session(venue=3, offer_hours=48)
    first, partly = apply(session, 2), apply(session, 3, least_people=1)
    cancel_application(application=first, actor=None, by_staff=False, now=NOW)
    assert (state(partly), seats(partly)) == ("partly", 3)
    expire_offers(now=NOW + timedelta(days=3))
    assert (state(partly), seats(partly), partly.participants.staying().count()) == ("confirmed", 1, 1)
    assert agrees(session)


def test_who_cancels_an_offered_application_leaves_no_offer_behind(asked):
    _, first, second = asked
    cancel_application(application=first, actor=None, by_staff=False, now=NOW)
    assert (state(first), first.offers.get().answer, state(second)) == ("cancelled", "withdrawn", "offered")


# --- kept seats -----------------------------------------------------------------------------------------


def test_seats_for_paper_are_nobody_else_s_until_the_moment_has_come():
    session = make_session(venue=3)
    KeptSeats.objects.create(
        session=session, kept_for="paper", way="venue", seats=2, until=NOW + timedelta(days=1)
    )
    by_web, by_fax = apply(session, 2), apply(session, 1, channel=Channel.FAX, by_staff=True)
    assert [state(by_web), state(by_fax)] == ["waiting", "confirmed"]
    later = apply(session, 1, now=NOW + timedelta(days=2))
    assert [state(by_web), state(later)] == ["confirmed", "waiting"]


def test_seats_for_the_network_are_for_agencies_of_the_directory():
    session = make_session(venue=2)
    KeptSeats.objects.create(session=session, kept_for="network", way="venue", seats=2, until=STARTS_AT)
    assert [state(apply(session, 1)), state(apply(session, 1, agency=make_agency()))] == [
        "waiting",
        "confirmed",
    ]
    shown = queries.session_seats([session], now=NOW)[session.pk]
    assert (shown.free, shown.kept) == ({"venue": 0}, {"venue": 1})


# --- the order of the line ------------------------------------------------------------------------------


def test_staff_move_somebody_with_a_reason(staff):
    session = make_session(venue=1)
    apply(session, 1)
    groups = [apply(session, 1) for _ in range(3)]
    with pytest.raises(ChangeRefused, match="理由"):
        move_in_line(application=groups[2], before=groups[0], reason="", actor=staff, now=NOW)
    move_in_line(application=groups[2], before=groups[0], reason="遠方のため", actor=staff, now=NOW)
    move_in_line(application=groups[1], before=groups[0], reason="同じ理由", actor=staff, now=NOW)
    line = [each.key for each in queries.line_now(session, now=NOW)[0]]
    assert line == [groups[2].pk, groups[1].pk, groups[0].pk]
    assert Correction.objects.filter(kind="line").count() == 2
    assert SeatEntry.objects.filter(kind=EntryKind.MOVED).count() == 2


def test_when_a_paper_arrived_is_corrected_with_a_reason_and_orders_the_line(staff):
    session = make_session(venue=1)
    apply(session, 1)
    by_web = apply(session, 1, now=NOW + timedelta(hours=1))
    by_fax = apply(session, 1, channel=Channel.FAX, by_staff=True, now=NOW + timedelta(hours=2))
    moment = NOW + timedelta(minutes=30)
    with pytest.raises(ChangeRefused, match="ウェブ"):
        correct_received_at(application=by_web, received_at=moment, reason="x", actor=staff, now=NOW)
    correct_received_at(application=by_fax, received_at=moment, reason="FAXの時刻", actor=staff, now=NOW)
    assert [each.key for each in queries.line_now(session, now=NOW)[0]] == [by_fax.pk, by_web.pk]
    later = NOW + timedelta(hours=3)
    with pytest.raises(ChangeRefused, match="あとにできません"):
        correct_received_at(application=by_fax, received_at=later, reason="x", actor=staff, now=NOW)


def test_what_was_taken_down_at_the_door_keeps_its_moment(staff):
    application = apply(make_session(), 1)
    Application.objects.update(channel=Channel.DOOR)
    moment = NOW - timedelta(hours=1)
    with pytest.raises(ChangeRefused, match="当日の受付"):
        correct_received_at(application=application, received_at=moment, reason="x", actor=staff, now=NOW)
