"""For a session of a committee those alone are put down who hold a seat: on the web, at the desk, later."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import PublicRole
from directory.enums import MembershipRole
from events.enums import Way
from events.exceptions import ApplicationRefused, ChangeRefused
from events.models import Application
from events.services.applying import PersonRequest
from events.services.changing import Naming, change_application
from outreach.study_groups.committees.enums import Role
from outreach.study_groups.models import Guest
from tests.factories.accounts import make_user, sign_in
from tests.factories.committees import make_committee, make_expert, make_seat, make_term
from tests.factories.directory import join, make_agency, make_member
from tests.factories.events import apply
from tests.factories.first_site import place_first_site
from tests.factories.groups import hold, make_facilitation, make_plan

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
REFUSED = "席についている方だけ"


def person(name):
    return PersonRequest(way=Way.VENUE, name=name)


@pytest.fixture
def agency(transactional_db):
    place_first_site()
    return make_agency(name="見本病院")


@pytest.fixture
def member(agency):
    return make_expert(name="見本 医師", agency=agency)


@pytest.fixture
def session(member, manager):
    committee = make_committee()
    make_term(make_seat(committee), member.person)
    return hold(make_plan(committee, by=manager, now=NOW).rows.get(), by=manager, now=NOW).sessions.get()


def test_a_colleague_without_a_seat_is_put_down_by_nobody(session, agency, member, manager):
    colleague = make_member(agency, name="同僚 花子").person
    for named in (person(colleague.name), person("")):
        for actor, by_staff in ((member, False), (manager, True)):
            with pytest.raises(ApplicationRefused, match=REFUSED):
                apply(session, [named], agency=agency, actor=actor, by_staff=by_staff, now=NOW)
    assert Application.objects.count() == 0
    made = apply(session, [person(member.person.name)], agency=agency, actor=member, now=NOW)
    assert made.participants.get().person == member.person
    names = {made.participants.get().pk: Naming(colleague.name, "ドウリョウ ハナコ", "")}
    with pytest.raises(ChangeRefused, match=REFUSED):
        change_application(application=made, contact={}, names=names, actor=member, by_staff=False, now=NOW)
    assert made.participants.get().name == member.person.name


def test_the_centre_puts_down_whoever_holds_a_seat_and_no_stranger(session, member, manager):
    with pytest.raises(ApplicationRefused, match=REFUSED):
        apply(session, [person("よその 人")], agency=None, actor=manager, by_staff=True, now=NOW)
    made = apply(session, [person(member.person.name)], agency=None, actor=manager, by_staff=True, now=NOW)
    assert made.participants.get().name == member.person.name


def test_an_invited_agency_sends_whom_it_likes(session, manager):
    guest = make_expert(name="招かれた 人", agency=make_agency(name="招かれた家"))
    home = guest.person.memberships.get().agency
    community = session.event.plan_row.plan.community
    Guest.objects.create(
        event=session.event, agency=home, community=community, invited_by=manager, invited_at=NOW
    )
    assert apply(session, [person("だれか 一人")], agency=home, actor=guest, now=NOW).agency == home


def test_an_observer_who_acts_for_no_agency_tells_of_themselves_on_a_page_without_seats(session):
    officer = make_user(name="木村 健一", roles=[PublicRole.PREFECTURE])
    join(officer.person, section := make_agency(name="県の担当課"), role=MembershipRole.COLLEAGUE)
    make_member(section, name="課の 同僚")
    community = session.event.plan_row.plan.community
    make_term(make_seat(community, name="県", role=Role.OBSERVER), officer.person)
    client, event = sign_in(Client(), officer), session.event
    detail = client.get(f"/events/{event.slug}/").text
    assert ["出席を知らせる" in detail, "残り" in detail, "満席" in detail] == [True, False, False]
    page = client.get(f"/events/{event.slug}/apply/").text
    assert [
        each in page for each in ("出席を知らせる", "木村 健一", "課の 同僚", "あとで決める", "席が取れ")
    ] == [
        True,
        True,
        False,
        False,
        False,
    ]
    sent = {
        "form_key": str(uuid4()),
        "agency": section.public_id,
        "contact_name": "木村 健一",
        "phone": "076-000-0000",
        "email": officer.email,
        "reply_way": "mail",
        "people-TOTAL_FORMS": "1",
        "people-INITIAL_FORMS": "0",
        "people-0-colleague": str(officer.person_id),
    }
    confirm = client.post(f"/events/{event.slug}/apply/", sent)
    assert (confirm.status_code, ">出席を知らせる</button>" in confirm.text) == (200, True)
    assert "この内容で申し込む" not in confirm.text
    done = client.post(f"/events/{event.slug}/apply/", sent | {"send": "seats"}, follow=True)
    assert "出席を知らせました" in done.text
    assert Application.objects.get().participants.get().person == officer.person


def test_who_sits_nowhere_at_this_agency_is_told_so(session, agency, manager):
    """Who runs a committee without a seat has nobody to put down."""
    runner = make_expert(name="世話 人", agency=make_agency(name="世話人の家"))
    make_facilitation(session.event.plan_row.plan.community, runner.person)
    page = sign_in(Client(), runner).get(f"/events/{session.event.slug}/apply/").text
    assert REFUSED in page
