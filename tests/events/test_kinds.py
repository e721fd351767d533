"""Each way to decide who gets seats, through the real services: after the deadline, by lot, one by one."""

from datetime import timedelta

import pytest

from events import queries
from events.enums import Admission, ApplicationState, Channel
from events.exceptions import ApplicationRefused, DecisionRefused
from events.models import AgencyChoice, Application, KeptSeats, Seat, Session
from events.rules import may_cancel, may_change
from events.selecting import candidates
from events.selection import Criteria, Verdict, lot, propose
from events.services.changing import cancel_application
from events.services.deciding import (
    approve_application,
    decide_session,
    decline_application,
    draw_lots,
    release_held_application,
    revive_application,
)
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


# --- decided after the deadline -------------------------------------------------------------------------


@pytest.fixture
def later():
    return make_session(venue=4, admission=Admission.AFTER_DEADLINE)


def decide(session, verdicts, staff, *, criteria=None, now=AFTER_DEADLINE):
    verdicts = {application.pk: verdict for application, verdict in verdicts.items()}
    criteria = criteria or Criteria()
    decide_session(session=session, verdicts=verdicts, criteria=criteria, actor=staff, now=now)


def test_until_the_decision_nobody_has_a_seat_and_nobody_stands_in_a_line(later):
    first = apply(later, 4)
    second = apply(later, 3, channel=Channel.FAX, by_staff=True)
    assert [state(first), state(second)] == ["pending", "pending"]
    assert (queries.taken_seats(later), queries.line_now(later, now=NOW)[0]) == ({}, [])
    assert mails(first) == ["お申し込みを受け付けました"]


def test_whoever_is_chosen_sits_the_others_wait_or_go_and_all_are_told(later, staff):
    first, second, third = apply(later, 3), apply(later, 2), apply(later, 1)
    decide(later, {first: DECLINED, second: CHOSEN, third: WAITING}, staff, criteria=Criteria(agency_cap=2))
    assert [state(each) for each in (first, second, third)] == ["declined", "confirmed", "confirmed"]
    assert [mails(each)[-1] for each in (first, second, third)] == [
        "受講の決定について",
        "受講が決まりました",
        "受講が決まりました",
    ]
    letter = OutgoingMail.objects.latest("id").text
    assert "決め方　1事業所2人まで、届いた順" in letter
    assert "このお知らせは、お申し込みの結果が決まったので、お送りしています。" in letter
    assert agrees(later)


def test_a_group_that_is_content_with_fewer_gets_what_the_decision_left(later, staff):
    first, second = apply(later, 3), apply(later, 3, least_people=1)
    decide(later, {first: CHOSEN, second: WAITING}, staff)
    assert (state(first), state(second), seats(second)) == ("confirmed", "partly", 1)


@pytest.mark.parametrize(
    ("verdicts", "moment", "words"),
    [
        ([CHOSEN, CHOSEN], AFTER_DEADLINE, "1人分を減らしてください"),
        ([CHOSEN], AFTER_DEADLINE, "申し込みが変わりました"),
        ([CHOSEN, WAITING], NOW, "締切のあとに決めてください"),
        ([CHOSEN, WAITING], STARTS_AT, "もう始まっています"),
    ],
)
def test_a_decision_that_cannot_stand_changes_nothing(later, staff, verdicts, moment, words):
    applications = [apply(later, 3), apply(later, 2)]
    with pytest.raises(DecisionRefused, match=words):
        decide(later, dict(zip(applications, verdicts, strict=False)), staff, now=moment)
    assert [state(each) for each in applications] == ["pending", "pending"]


def test_a_session_is_decided_once(later, staff):
    first = apply(later, 3)
    decide(later, {first: CHOSEN}, staff)
    with pytest.raises(DecisionRefused, match="もう決定しています"):
        decide(later, {first: WAITING}, staff)


def test_after_the_decision_a_late_caller_stands_in_the_usual_line(later, staff):
    first = apply(later, 4)
    decide(later, {first: CHOSEN}, staff)
    late = apply(later, 2, channel=Channel.PHONE, by_staff=True, now=AFTER_DEADLINE)
    assert state(late) == "waiting"
    cancel_application(application=first, actor=staff, by_staff=True, now=AFTER_DEADLINE)
    assert state(late) == "confirmed"


def test_once_decided_people_are_named_and_taken_out_until_the_session_begins(later, staff):
    first = apply(later, 2, named=False)
    facts = queries.event_facts(later)
    assert not may_change(facts, "pending", AFTER_DEADLINE, by_staff=False).allowed
    decide(later, {first: CHOSEN}, staff)
    later.refresh_from_db()
    facts = queries.event_facts(later)
    assert may_change(facts, "confirmed", AFTER_DEADLINE, by_staff=False).allowed
    assert may_cancel(facts, "confirmed", AFTER_DEADLINE, by_staff=False).allowed
    assert not may_cancel(facts, "confirmed", STARTS_AT, by_staff=False).allowed


def test_criteria_order_who_is_proposed(later):
    agency = make_agency(name="古くからの家")
    earlier = make_session(
        starts_at=STARTS_AT - timedelta(days=10), deadline_at=STARTS_AT - timedelta(days=11)
    )
    before = apply(earlier, 1, agency=agency)
    before.participants.update(attendance="attended", marked_at=NOW)
    known, new = apply(later, 3, agency=agency), apply(later, 2)
    line, settled = propose(candidates(later, now=NOW), {"venue": 4}, Criteria())
    assert [each.key for each in settled.seated] == [known.pk]
    line, settled = propose(candidates(later, now=NOW), {"venue": 4}, Criteria(newcomers_first=True))
    assert [each.group.key for each in line] == [new.pk, known.pk]
    line, settled = propose(candidates(later, now=NOW), {"venue": 9}, Criteria(agency_cap=2))
    assert [each.key for each in settled.seated] == [new.pk]


# --- by lot ---------------------------------------------------------------------------------------------


def test_a_draw_can_be_repeated_from_its_seed(staff):
    session = make_session(venue=5, admission=Admission.LOTTERY)
    applications = [apply(session, people) for people in (1, 2, 3, 1, 2, 1)]
    draw_lots(session=session, actor=staff, now=AFTER_DEADLINE)
    session.refresh_from_db()
    left, chosen = 5, set()
    for each in sorted(applications, key=lambda each: lot(session.draw_seed, each.number)):
        people = each.participants.count()
        if people <= left:
            chosen.add(each.pk)
            left -= people
    confirmed = set(session.applications.filter(state="confirmed").values_list("pk", flat=True))
    assert (confirmed, len(session.draw_seed)) == (chosen, 16)
    line = [each.key for each in queries.line_now(session, now=AFTER_DEADLINE)[0]]
    waiting = [each for each in applications if each.pk not in chosen]
    assert line == [each.pk for each in sorted(waiting, key=lambda each: lot(session.draw_seed, each.number))]
    with pytest.raises(DecisionRefused):
        draw_lots(session=session, actor=staff, now=AFTER_DEADLINE)


def test_seats_for_paper_are_kept_in_a_draw_too(staff):
    session = make_session(venue=2, admission=Admission.LOTTERY)
    KeptSeats.objects.create(session=session, kept_for="paper", way="venue", seats=1, until=STARTS_AT)
    by_web = [apply(session, 1) for _ in range(3)]
    by_fax = apply(session, 1, channel=Channel.FAX, by_staff=True)
    draw_lots(session=session, actor=staff, now=AFTER_DEADLINE)
    assert state(by_fax) == "confirmed"
    assert sum(state(each) == "confirmed" for each in by_web) == 1


def test_nobody_chooses_by_hand_where_lots_are_drawn(staff):
    session = make_session(venue=5, admission=Admission.LOTTERY)
    first = apply(session, 1)
    with pytest.raises(DecisionRefused, match="決め方が変わりました"):
        decide(session, {first: CHOSEN}, staff)


# --- one by one -----------------------------------------------------------------------------------------


def test_the_centre_approves_and_turns_down_one_by_one(staff):
    session = make_session(venue=2, admission=Admission.APPROVAL)
    first, second, third = apply(session, 2), apply(session, 1), apply(session, 1)
    assert state(first) == "pending"
    approve_application(application=first, actor=staff, now=NOW)
    approve_application(application=second, actor=staff, now=NOW)
    decline_application(application=third, actor=staff, now=NOW)
    assert [state(each) for each in (first, second, third)] == ["confirmed", "waiting", "declined"]
    assert mails(second)[-1] == "空きを待っています"
    with pytest.raises(DecisionRefused):
        approve_application(application=third, actor=staff, now=NOW)
    revive_application(application=third, actor=staff, now=NOW)
    assert state(third) == "waiting"


def test_an_agency_s_manager_passes_its_applications_on(staff):
    session, agency = make_session(venue=2), make_agency()
    AgencyChoice.objects.create(agency=agency, manager_releases=True, changed_by=staff, changed_at=NOW)
    held = apply(session, 2, agency=agency)
    assert (state(held), seats(held)) == ("held", 0)
    release_held_application(application=held, actor=staff, now=NOW)
    assert (state(held), seats(held)) == ("confirmed", 2)
    with pytest.raises(DecisionRefused):
        release_held_application(application=held, actor=staff, now=NOW)
    assert (
        state(apply(session, 1, named=False, agency=agency, channel=Channel.FAX, by_staff=True)) == "waiting"
    )


def test_where_the_manager_has_to_agree_an_application_names_them():
    session = make_session(asks_for_manager=True)
    with pytest.raises(ApplicationRefused, match="所属長"):
        apply(session, 1)
    assert apply(session, 1, manager_name="宮﨑 ひかり").manager_name == "宮﨑 ひかり"


def test_every_state_is_told_to_the_applicant_in_words():
    words = {
        each: queries.rules.application_word(each, event_state="published", people=2, position=1)
        for each in ApplicationState
    }
    assert len({word.word for word in words.values()}) == len(ApplicationState)
    assert Application.objects.count() == Session.objects.count() == 0
