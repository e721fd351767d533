"""The applicant's own page in every state, the answer to an offer, and the notice of the decision."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.enums import MembershipRole
from events import participant_links
from events.enums import Admission, ApplicationState, Channel
from events.models import AgencyChoice, Application
from events.participant_links import participants_of
from events.selection import Criteria, Verdict
from events.services.applying import PersonRequest
from events.services.changing import cancel_application
from events.services.deciding import (
    approve_application,
    decide_session,
    decline_application,
    revive_application,
)
from events.services.offering import accept_offer, expire_offers
from tests.events.application_page import address, fresh, shown, words
from tests.events.filled import Form
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW, STARTS_AT, apply, make_session
from tests.foundation.printed import Printed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
AFTER_DEADLINE = STARTS_AT - timedelta(days=6)


@pytest.fixture
def asked():
    """Return somebody who is asked about two seats, and who stands behind them."""
    session = make_session(venue=2, offer_hours=48)
    seated = apply(session, 2)
    first, second = apply(session, 2), apply(session, 1)
    cancel_application(application=seated, actor=None, by_staff=False, now=NOW)
    return fresh(first), fresh(second)


@pytest.fixture
def partly_asked():
    """Return a group of three of which one sits for sure and two are asked."""
    session = make_session(venue=3, offer_hours=48)
    first, partly = apply(session, 2), apply(session, 3, least_people=1)
    cancel_application(application=first, actor=None, by_staff=False, now=NOW)
    return fresh(partly)


def decided(staff, verdict):
    """Return one of two applications for three seats of which the other one was chosen."""
    session = make_session(venue=3, admission=Admission.AFTER_DEADLINE)
    other, application = apply(session, 1 if verdict == Verdict.CHOSEN else 2), apply(session, 2)
    decide_session(
        session=session,
        verdicts={other.pk: Verdict.CHOSEN, application.pk: verdict},
        criteria=Criteria(agency_cap=3),
        actor=staff,
        now=AFTER_DEADLINE,
    )
    return fresh(application)


def held():
    agency = make_agency()
    user = make_partner(agency=agency, name="髙﨑 義彦", role=MembershipRole.PARTNER_ADMIN)
    AgencyChoice.objects.create(agency=agency, manager_releases=True, changed_by=user, changed_at=NOW)
    return apply(make_session(), 1, agency=agency), user


# --- every state ----------------------------------------------------------------------------------------


def test_every_state_has_a_page_that_says_what_comes_next(staff, asked, partly_asked):
    pages = {
        ApplicationState.OFFERED: (
            asked[0],
            "2人分の席が空きました。11月26日（木）午前10時までに返事をしてください",
        ),
        ApplicationState.WAITING: (asked[1], "空きを待つ列の、1番目です"),
        ApplicationState.PARTLY: (partly_asked, "2人分の席が空きました。返事をしてください"),
        ApplicationState.HELD: (held()[0], "まだセンターに届いていません。所属長の確認を待っています"),
        ApplicationState.PENDING: (
            apply(make_session(admission=Admission.LOTTERY)),
            "締切のあとにくじで決めて、メールでお知らせします",
        ),
        ApplicationState.CONFIRMED: (decided(staff, Verdict.CHOSEN), "2人の参加が決まりました"),
        ApplicationState.DECLINED: (decided(staff, Verdict.DECLINED), "今回は、お受けできませんでした"),
        ApplicationState.CANCELLED: (asked[0], ""),
    }
    cancelled = apply(make_session())
    cancel_application(application=cancelled, actor=None, by_staff=False, now=NOW)
    pages[ApplicationState.CANCELLED] = (cancelled, "取り消しました")
    lapsed = apply(make_session())
    Application.objects.filter(pk=lapsed.pk).update(state=ApplicationState.LAPSED)
    pages[ApplicationState.LAPSED] = (lapsed, "お電話でご相談ください")
    assert set(pages) == set(ApplicationState)
    for state, (application, told) in pages.items():
        assert (fresh(application).state, told in words(shown(application))) == (state, True), state


def test_after_the_deadline_whoever_waits_for_a_decision_reads_that_it_is_being_made():
    application = apply(make_session(admission=Admission.AFTER_DEADLINE))
    with time_machine.travel(AFTER_DEADLINE, tick=False):
        assert "決まりしだい、メールでお知らせします" in words(shown(application))


def test_what_the_manager_held_too_long_never_reached_the_centre():
    application, _ = held()
    with time_machine.travel(AFTER_DEADLINE, tick=False):
        assert "センターに届きませんでした" in words(shown(application))


def test_the_manager_alone_is_led_from_the_page_to_what_they_may_pass_on():
    application, user = held()
    assert "所属長として確かめる" in shown(application, client=sign_in(Client(), user))
    assert "所属長として確かめる" not in shown(application)


def test_whoever_has_part_of_the_seats_reads_who_sits_and_who_waits():
    session = make_session(venue=3, online=1)
    apply(session, 2)
    partly = apply(session, 3, least_people=1)
    page = words(shown(partly))
    assert "1人分の席があります。残りは空きを待っています（1番目、2人）" in page
    assert "1人分の席があります。残りの2人は、空きを待つ列の、1番目です" in page
    assert (page.count("席があります会場"), page.count("空きを待っています会場")) == (1, 2)


def test_only_whoever_sits_on_line_reads_the_address():
    session = make_session(venue=None, online=2)
    seated, waiting = apply(session, 2, way="online"), apply(session, 1, way="online")
    with time_machine.travel(STARTS_AT, tick=False):
        assert ["meeting.example.jp" in shown(each) for each in (seated, waiting)] == [True, False]


def test_the_own_page_of_whoever_sits_on_line_has_the_way_in_on_the_day_alone():
    session = make_session(venue=1, online=2)
    people = {way: apply(session, 1, way=way).participants.get() for way in ("online", "venue")}
    waiting = apply(session, 2, way="online").participants.first()

    def page(person):
        return Client().get(participant_links.path(person)).text

    assert "12月11日（金）午前7時30分から、このページに出ます" in page(people["online"])
    assert "meeting.example.jp" not in page(people["online"])
    with time_machine.travel(STARTS_AT, tick=False):
        assert 'href="https://meeting.example.jp' in page(people["online"])
        assert "12月11日（金）午後1時30分から始まります" in page(people["online"])
        assert ["meeting.example.jp" in page(each) for each in (people["venue"], waiting)] == [False] * 2


def test_once_it_has_begun_nobody_is_told_to_wait_on():
    session = make_session(venue=1)
    apply(session)
    waiting = apply(session)
    with time_machine.travel(STARTS_AT, tick=False):
        assert "1人分の席を、用意できませんでした" in words(shown(waiting))


# --- the answer -----------------------------------------------------------------------------------------


def test_an_offer_is_taken_by_one_press(asked):
    first, _ = asked
    form = Form(Client().get(address(first)))
    assert form.fields.keys() == {"csrfmiddlewaretoken"}
    response = Client().post(address(first, "accept_offer"), follow=True)
    assert "2人分の席を取りました。" in response.content.decode()
    assert fresh(first).state == "confirmed"


def test_opening_the_address_of_the_press_takes_nothing(asked):
    first, _ = asked
    assert Client().get(address(first, "accept_offer")).status_code == 405
    assert fresh(first).state == "offered"


def test_declining_asks_once_more_and_lets_the_next_move_up(asked):
    first, second = asked
    sure = shown(first, "decline_offer")
    assert "この申し込みは、取り消しになります" in sure
    assert fresh(first).state == "offered"
    response = Client().post(address(first, "decline_offer"), follow=True)
    assert "2人分の席を断りました。" in response.content.decode()
    assert (fresh(first).state, fresh(second).state) == ("cancelled", "offered")


def test_whoever_sits_already_stays_when_the_rest_is_declined(partly_asked):
    page = words(shown(partly_asked, "decline_offer"))
    assert "席が決まっている1人だけで参加します。ほかの2人は、列から抜けます。" in page
    assert "参加しない方2人" in page
    Client().post(address(partly_asked, "decline_offer"))
    assert (fresh(partly_asked).state, partly_asked.participants.staying().count()) == ("confirmed", 1)


@pytest.mark.parametrize("name", ["accept_offer", "decline_offer"])
def test_after_the_time_the_page_says_so_and_takes_no_answer(asked, name):
    first, _ = asked
    with time_machine.travel(NOW + timedelta(hours=48), tick=False):
        page = shown(first)
        assert ("返事の期限が過ぎました" in page, "席を受ける" in page) == (True, False)
        response = Client().post(address(first, name), follow=True)
        assert "返事の期限が過ぎました" in response.content.decode()
        expire_offers(now=NOW + timedelta(hours=48))
        assert "この申し込みは終わりました" in shown(first)
    assert fresh(first).state == "lapsed"


@pytest.mark.parametrize("name", ["accept_offer", "decline_offer"])
def test_who_is_not_asked_is_told_so(name):
    application = apply(make_session())
    response = Client().post(address(application, name), follow=True)
    assert "いま返事をいただく席は、ありません。" in response.content.decode()
    assert fresh(application).state == "confirmed"


@pytest.mark.parametrize("name", ["accept_offer", "decline_offer", "decision"])
def test_a_forged_link_answers_nothing(name):
    application = apply(make_session())
    forged = address(application, name).replace("/applications/", "/applications/x")
    assert Client().post(forged).status_code in (404, 405)
    assert Client().get(forged).status_code in (404, 405)


def test_an_offer_by_phone_can_be_answered_until_it_begins():
    session = make_session(venue=1, offer_hours=48, deadline_at=STARTS_AT - timedelta(hours=1))
    seated, waiting = apply(session, 1), apply(session, 1)
    eve = STARTS_AT - timedelta(hours=20)
    cancel_application(application=seated, actor=None, by_staff=False, now=eve)
    with time_machine.travel(eve, tick=False):
        assert "センターからも、お電話で確かめます" in words(shown(waiting))
    with time_machine.travel(STARTS_AT, tick=False):
        Client().post(address(waiting, "accept_offer"))
        assert fresh(waiting).state == "offered"


def test_cancelling_says_what_is_given_up(asked):
    first, second = asked
    pending = apply(make_session(admission=Admission.LOTTERY))
    told = [
        (first, "案内した席を断り、列から抜けます"),
        (second, "空きを待つ列から抜けます"),
        (pending, "申し込みを取り下げます"),
        (apply(make_session()), "席を1つ返します"),
    ]
    for application, consequence in told:
        sure = Client().get(address(application, "cancel"), {"whole": "1"}).content.decode()
        assert consequence in sure


# --- papers ---------------------------------------------------------------------------------------------


def notice_of(application):
    response = Client().get(address(application, "decision"))
    assert response.headers["Content-Type"] == "application/pdf"
    assert "見本" not in response.headers["Content-Disposition"]
    return Printed(response.content)


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (Verdict.CHOSEN, "受講が決まりました（2人）"),
        (Verdict.WAITING, "空きを待つ列の1番目です"),
        (Verdict.DECLINED, "今回は、お受けできませんでした"),
    ],
)
def test_the_notice_tells_the_decision_and_by_which_criteria(staff, verdict, told):
    printed = notice_of(decided(staff, verdict))
    assert (told in printed.text, "決め方1事業所3人まで、届いた順" in printed.text) == (True, True)
    assert len(printed.texts) == 1


def test_the_notice_of_twenty_people_is_one_page(staff):
    session = make_session(venue=30, admission=Admission.APPROVAL, most_people=30)
    application = apply(session, 20)
    approve_application(application=application, actor=staff, now=NOW)
    printed = notice_of(fresh(application))
    assert len(printed.texts) == 1


def test_before_a_decision_there_is_no_notice(staff):
    undecided = apply(make_session(admission=Admission.APPROVAL))
    assert Client().get(address(undecided, "decision")).status_code == 303
    assert Client().get(address(apply(make_session()), "decision")).status_code == 303
    decline_application(application=undecided, actor=staff, now=NOW)
    assert "お受けできませんでした" in notice_of(fresh(undecided)).text


def test_whoever_called_after_the_decision_gets_no_notice_of_it(staff):
    session = decided(staff, Verdict.CHOSEN).session
    late = apply(session, channel=Channel.PHONE, by_staff=True, now=AFTER_DEADLINE + timedelta(days=1))
    assert Client().get(address(late, "decision")).status_code == 303


def test_the_receipt_says_of_each_who_sits_and_who_waits(partly_asked):
    printed = Printed(Client().get(address(partly_asked, "receipt")).content)
    assert (printed.text.count("席を案内しています"), printed.text.count("会場席があります")) == (2, 1)


# --- consent --------------------------------------------------------------------------------------------


def test_the_consent_to_stand_on_the_list_can_be_taken_back():
    people = [PersonRequest("venue", "髙橋 慎", "タカハシ シン")]
    application = apply(make_session(), people, shows_names=True)
    page = Client().get(address(application, "change"))
    form = Form(page)
    assert form.fields["shows_names"] == ["on"]
    assert Client().post(address(application, "change"), form.sent(shows_names=None)).status_code == 303
    assert fresh(application).shows_names is False


# --- cost and people ------------------------------------------------------------------------------------


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_of_an_offer_asks_as_often_for_three_people_as_for_one(people):
    session = make_session(venue=3, offer_hours=48)
    seated, waiting = apply(session, 3), apply(session, people)
    cancel_application(application=seated, actor=None, by_staff=False, now=NOW)
    shown(waiting)
    with CaptureQueriesContext(connection) as captured:
        shown(waiting)
    assert len([each for each in captured if '"events_' in each["sql"]]) == 12


def test_those_of_a_group_who_sit_are_participants_and_those_who_wait_are_not():
    session = make_session(venue=3)
    apply(session, 2)
    partly = apply(session, 3, least_people=1)
    assert participants_of(session.event).filter(application=partly).count() == 1


def test_a_person_who_sat_twice_is_counted_once(staff):
    agency = make_agency()
    client = sign_in(Client(), make_partner(agency=agency))
    session = make_session(venue=1, offer_hours=48)
    seated, waiting = apply(session), apply(session, agency=agency)
    cancel_application(application=seated, actor=None, by_staff=False, now=NOW)
    expire_offers(now=NOW + timedelta(days=3))
    revive_application(application=fresh(waiting), actor=staff, now=NOW + timedelta(days=3))
    accept_offer(application=fresh(waiting), actor=staff, by_staff=True, now=NOW + timedelta(days=3))
    assert "1人分の席があります" in words(client.get("/my/").content.decode())
