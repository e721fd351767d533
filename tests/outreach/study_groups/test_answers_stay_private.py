"""What somebody answered to a session is read by who reads the session, and as long as that lasts."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.enums import MembershipRole
from events import links, participant_links
from events.enums import ApplicationState, Attendance, Channel, Way
from events.materials.services import add_materials
from events.models import Participant
from events.notices.services.reminding import send_reminders
from events.services.agency_choice import choose_who_releases
from events.services.applying import PersonRequest
from events.services.attachments import Upload
from foundation.mail.models import OutgoingMail
from outreach.study_groups.associations.models import SecretariatPerson, SecretariatTerm
from outreach.study_groups.associations.services.secretariat import end_secretary
from outreach.study_groups.committees.enums import EndReason, Role
from outreach.study_groups.committees.services.appointing import cancel_appointment, end_appointment
from outreach.study_groups.enums import CommunityKind
from outreach.study_groups.services.joining import end_delegate
from outreach.study_groups.services.people import end_facilitator
from outreach.study_groups.services.sessions import invite_guest
from tests.factories.accounts import sign_in
from tests.factories.committees import make_committee, make_expert, make_seat, make_term
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import apply, make_session
from tests.factories.first_site import place_first_site
from tests.factories.groups import (
    hold,
    make_community,
    make_delegate,
    make_facilitation,
    make_member_of,
    make_plan,
)

pytestmark = pytest.mark.django_db(transaction=True)

# In office hours, so that reminders leave; the session is a week later.
NOW = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
TODAY = NOW.date()
DAY, STARTS_AT = timedelta(days=1), NOW + timedelta(days=7)
ENTRANCE = "https://meeting.example.jp/secret-room"


@pytest.fixture(autouse=True)
def site(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    place_first_site()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def agency():
    return make_agency(name="みなもの家", email="shared@example.jp", fax="000-000-1111")


@pytest.fixture
def committee():
    return make_committee()


@pytest.fixture
def chair(agency):
    return make_expert(name="委員長", agency=agency)


@pytest.fixture
def term(committee, chair):
    return make_term(make_seat(committee, role=Role.CHAIR), chair.person, since=TODAY - 30 * DAY)


@pytest.fixture
def boss(agency):
    return make_partner(agency=agency, name="管理者", role=MembershipRole.PARTNER_ADMIN)


def a_session(community, manager):
    row = make_plan(community, by=manager, now=NOW).rows.get()
    event = hold(row, by=manager, now=NOW, starts_at=STARTS_AT, online_url=ENTRANCE, online_capacity=9)
    return event.sessions.get()


@pytest.fixture
def session(committee, manager):
    return a_session(committee, manager)


def answer(session, actor, agency, **fields):
    people = [PersonRequest(way=Way.ONLINE, name=actor.person.name)]
    return apply(session, people, now=NOW, actor=actor, agency=agency, agency_name="", **fields)


def signed_in(user):
    return sign_in(Client(), user)


def on(day):
    """Travel to noon of a day that is so many days after today."""
    return time_machine.travel(NOW + day, tick=False)


def test_colleagues_find_nothing_of_an_answer_to_a_committee(session, term, chair, boss, agency):
    application = answer(session, chair, agency)
    public = apply(make_session(now=NOW, starts_at=STARTS_AT), 1, now=NOW, agency=agency, agency_name="")
    links_there = [links.path(each) for each in (application, public)]
    found = [[link in signed_in(user).get("/my/").text for link in links_there] for user in (chair, boss)]
    assert found == [[True, True], [False, True]]
    assert session.event.title not in signed_in(boss).get("/my/").text


def test_colleagues_find_nothing_of_it_once_it_is_over(session, term, chair, boss, agency, staff):
    answer(session, chair, agency)
    Participant.objects.update(attendance=Attendance.ATTENDED, marked_at=NOW)
    upload = Upload("見せない資料", "pdf", ContentFile(b"%PDF-1.7"))
    [material] = add_materials(
        event=session.event, uploads=[upload], open_until=TODAY + 30 * DAY, actor=staff, now=NOW
    )
    file = reverse("materials:file_of_agency", args=[material.pk, material.file_name])
    pages = {
        "/my/": session.event.title,
        reverse("training_history:own"): session.event.title,
        "/my/materials/": material.title,
    }
    with on(8 * DAY):
        mine, theirs = signed_in(chair), signed_in(boss)
        assert [words in mine.get(page).text for page, words in pages.items()] == [True, True, True]
        assert [words in theirs.get(page).text for page, words in pages.items()] == [False, False, False]
        assert [each.get(file).status_code for each in (mine, theirs)] == [200, 404]


def test_whoever_took_part_keeps_it_in_their_own_history(session, term, chair, boss, agency):
    application = answer(session, chair, agency)
    there = {"attendance": Attendance.ATTENDED, "marked_at": NOW}
    application.participants.update(person=chair.person, **there)
    with on(500 * DAY):
        page = reverse("training_history:own")
        found = [session.event.title in signed_in(user).get(page).text for user in (chair, boss)]
    assert found == [True, False]


def test_colleagues_whom_nobody_named_find_nothing_of_a_communitys_session(manager, agency, boss):
    community = make_community()
    named, other = make_partner(agency=agency, name="担当"), make_partner(agency=agency, name="ほか")
    make_delegate(make_member_of(community, agency), named.person)
    link = links.path(answer(a_session(community, manager), named, agency))
    assert [link in signed_in(user).get("/my/").text for user in (named, boss, other)] == [True, True, False]


def test_guests_find_what_their_agency_answered(manager, agency, boss):
    community = make_community()
    session = a_session(community, manager)
    invite_guest(row=session.event.plan_row, agency=agency, words="", actor=manager, now=NOW)
    application = answer(session, boss, agency)
    assert links.path(application) in signed_in(make_partner(agency=agency, name="ほか")).get("/my/").text


@pytest.mark.parametrize("count", [1, 3])
def test_for_three_sessions_the_start_page_asks_as_often_as_for_one(
    committee, manager, term, chair, boss, agency, count, django_assert_num_queries
):
    themes = [f"題{number}" for number in range(count)]
    for row in make_plan(committee, by=manager, now=NOW, themes=themes).rows.all():
        event = hold(row, by=manager, now=NOW, starts_at=STARTS_AT, online_url=ENTRANCE, online_capacity=9)
        answer(event.sessions.get(), chair, agency)
    client = signed_in(boss)
    client.get("/my/")
    with django_assert_num_queries(29):
        client.get("/my/")


def test_no_manager_is_asked_about_what_they_may_not_read(session, term, chair, boss, agency):
    choose_who_releases(agency=agency, manager_releases=True, actor=boss, now=NOW)
    application = answer(session, chair, agency)
    assert application.state == ApplicationState.CONFIRMED
    assert not OutgoingMail.objects.filter(to=boss.email).exists()
    elsewhere = apply(make_session(now=NOW, starts_at=STARTS_AT), 1, now=NOW, agency=agency, actor=chair)
    assert elsewhere.state == ApplicationState.HELD


def test_letters_go_to_who_is_invited_and_not_to_the_agencys_mailbox(session, term, chair, agency):
    page = signed_in(chair).get(reverse("events:apply", args=[session.event.slug])).text
    assert (chair.email in page, agency.email in page, agency.fax in page) == (True, False, False)


def seen(client, application):
    person = application.participants.get()
    pages = (links.path(application), participant_links.path(person))
    return [ENTRANCE in client.get(page).text for page in pages]


def test_the_entrance_is_shown_until_the_term_is_over(session, term, chair, manager, agency):
    application = answer(session, chair, agency)
    with on(7 * DAY):
        assert seen(Client(), application) == [True, True]
        type(term).objects.filter(pk=term.pk).update(until=TODAY + 6 * DAY)
        assert seen(Client(), application) == [False, False]
        assert seen(signed_in(chair), application) == [False, False]
        assert seen(signed_in(manager), application) == [True, True]
        page = links.path(application)
        assert "見本会館" not in Client().get(page).text
        names = ("events:receipt", "events:application_calendar")
        token = [links.token(application)]
        papers = [Client().get(reverse(name, args=token)) for name in names]
        assert [(each.status_code, each.headers["Location"]) for each in papers] == [(303, page)] * 2


def test_nobody_is_reminded_whose_term_is_over(session, term, chair, agency):
    answer(session, chair, agency)
    other = make_expert(name="委員")
    make_term(make_seat(session.event.plan_row.plan.community), other.person, since=TODAY - 30 * DAY)
    still = answer(session, other, other.person.memberships.get().agency, email="still@example.jp")
    type(term).objects.filter(pk=term.pk).update(until=TODAY + DAY)
    told = sum(send_reminders(now=NOW + day * DAY) for day in range(8))
    reminded = set(OutgoingMail.objects.filter(cause__contains=":reminder-").values_list("to", flat=True))
    assert (told, reminded) == (2, {still.email})


def test_what_came_on_paper_holds_while_its_agency_has_somebody_there(session, term, staff, agency):
    people = [PersonRequest(way=Way.ONLINE, name="委員長")]
    member = apply(session, people, now=NOW, actor=staff, by_staff=True, agency=agency, channel=Channel.FAX)
    with on(7 * DAY):
        assert seen(Client(), member) == [True, True]
        type(term).objects.filter(pk=term.pk).update(until=TODAY + 6 * DAY)
        assert seen(Client(), member) == [False, False]


def test_a_former_delegate_is_let_in_no_more_and_the_answer_stays_their_agencys(manager, agency):
    community = make_community()
    member = make_member_of(community, agency)
    old, new = make_partner(agency=agency, name="前の担当"), make_partner(agency=agency, name="担当")
    delegate = make_delegate(member, old.person)
    application = answer(a_session(community, manager), old, agency)
    with on(DAY):
        end_delegate(delegate=delegate, actor=manager, now=NOW + DAY)
    make_delegate(member, new.person, since=TODAY + DAY)
    with on(7 * DAY):
        assert seen(Client(), application) == [False, False]
        assert seen(signed_in(new), application) == [True, True]


def state_of(application):
    application.refresh_from_db()
    return application.state


@pytest.mark.parametrize(
    ("last", "state"), [(6, ApplicationState.CANCELLED), (7, ApplicationState.CONFIRMED)]
)
def test_a_term_that_ends_calls_off_what_lies_after_it(session, term, chair, manager, agency, last, state):
    application = answer(session, chair, agency)
    end_appointment(
        appointment=term, on=TODAY + last * DAY, because=EndReason.OWN_WISH, actor=manager, now=NOW
    )
    assert state_of(application) == state


def test_a_next_term_that_is_cancelled_calls_off_what_lies_in_it(session, term, chair, manager, agency):
    type(term).objects.filter(pk=term.pk).update(until=TODAY + 3 * DAY)
    coming = make_term(term.seat, chair.person, since=TODAY + 4 * DAY, signed=False)
    application = answer(session, chair, agency)
    cancel_appointment(appointment=coming, actor=manager, now=NOW)
    assert state_of(application) == ApplicationState.CANCELLED


@pytest.mark.parametrize(
    ("is_member", "state"), [(False, ApplicationState.CANCELLED), (True, ApplicationState.CONFIRMED)]
)
def test_who_runs_a_community_no_more_comes_no_more_unless_for_a_member(manager, agency, is_member, state):
    community = make_community()
    user = make_expert(name="世話人", agency=agency)
    facilitation = make_facilitation(community, user.person)
    if is_member:
        make_member_of(community, agency)
    application = answer(a_session(community, manager), user, agency)
    end_facilitator(facilitation=facilitation, actor=manager, now=NOW)
    assert state_of(application) == state


def test_whoever_leaves_the_secretariat_comes_no_more(manager, agency):
    association = make_community(kind=CommunityKind.ASSOCIATION)
    user = make_expert(name="事務局", agency=agency)
    term = SecretariatTerm.objects.create(
        community=association, agency=agency, since=TODAY - 9 * DAY, decided_by="総会"
    )
    secretary = SecretariatPerson.objects.create(term=term, person=user.person, since=term.since)
    application = answer(a_session(association, manager), user, agency)
    end_secretary(secretary=secretary, actor=manager, now=NOW)
    assert state_of(application) == ApplicationState.CANCELLED
