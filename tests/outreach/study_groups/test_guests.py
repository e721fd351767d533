"""An agency that is no member is invited to one session, opens what is for those who came, and is let go."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts.enums import PublicRole
from events.enums import ApplicationState, Attendance, ChangeKind
from events.models import Application, Participant, Session
from events.services.attendance import mark_attendance
from events.services.publishing import cancel_event
from events.services.rescheduling import Decided, change_dates
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from outreach.study_groups.enums import ShelfReader
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Guest, ShelfItem
from outreach.study_groups.services.sessions import invite_guest, withdraw_guest
from outreach.study_groups.services.shelf import take_off_due_files
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import join, make_agency
from tests.factories.events import apply
from tests.factories.first_site import place_first_site
from tests.factories.groups import hold, make_community, make_member_of, make_plan

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


@pytest.fixture
def community(transactional_db):
    place_first_site()
    return make_community()


@pytest.fixture
def rows(community, manager):
    return list(make_plan(community, by=manager, now=NOW, themes=("住まい", "お金")).rows.all())


def somebody_of(agency):
    user = make_user(roles=[PublicRole.PARTNER])
    join(user.person, agency)
    return user


def invite(row, agency, *, by, now=NOW):
    return invite_guest(row=row, agency=agency, words="", actor=by, now=now)


def put(community, event, reader, *, title="資料", until=None):
    item = ShelfItem(
        community=community, event=event, title=title, size=3, reader=reader, open_until=until, added_at=NOW
    )
    item.file.save("aaaa.pdf", ContentFile(b"pdf"))
    return item


def file_of(item):
    return f"/groups/tobu/shelf/{item.pk}/{item.file_name}"


def test_an_invitation_is_taken_back_with_what_was_applied_for(rows, manager):
    agency = make_agency(name="招いた家")
    user, event = somebody_of(agency), hold(rows[0], by=manager, now=NOW)
    invite(rows[0], agency, by=manager)
    guest = Guest.objects.get()
    apply(Session.objects.get(event=event), 1, agency=agency, actor=user, now=NOW)
    desk, where = sign_in(Client(), manager), f"/groups/tobu/rows/{rows[0].pk}/guests/{guest.pk}/off/"
    client = sign_in(Client(), user)
    assert client.get(f"/events/{event.slug}/").status_code == 200
    assert [client.post(where).status_code, desk.get(where).status_code] == [404, 405]
    assert where in desk.get(f"/groups/tobu/rows/{rows[0].pk}/guests/").text
    assert desk.post(where).status_code == 303
    assert Guest.objects.count() == 0
    assert Application.objects.get().state == ApplicationState.CANCELLED
    assert client.get(f"/events/{event.slug}/").status_code == 404
    assert Entry.objects.filter(verb="study_groups.uninvited").count() == 1
    assert desk.post(where).status_code == 404
    with pytest.raises(GroupRefused, match="もう招いていません"):
        withdraw_guest(guest=guest, actor=manager, now=NOW)


def test_a_letter_that_waits_does_not_leave_and_a_member_keeps_their_seat(community, rows, manager):
    agency = make_agency(name="招いた家")
    user, event = somebody_of(agency), hold(rows[0], by=manager, now=NOW)
    invite(rows[0], agency, by=manager)
    apply(Session.objects.get(event=event), 1, agency=agency, actor=user, now=NOW)
    make_member_of(community, agency, since=TODAY)
    invited = OutgoingMail.objects.filter(cause__startswith="study_groups.invited:")
    invited.update(leaves_at=NOW + DAY)
    assert invited.count() == 1
    withdraw_guest(guest=Guest.objects.get(), actor=manager, now=NOW)
    assert invited.count() == 0
    assert Application.objects.get().state != ApplicationState.CANCELLED


def test_an_invitation_to_what_was_held_stays(rows, manager):
    event = hold(rows[0], by=manager, now=NOW)
    invite(rows[0], make_agency(name="招いた家"), by=manager)
    with pytest.raises(GroupRefused, match="もう開きました"):
        withdraw_guest(guest=Guest.objects.get(), actor=manager, now=event.sessions.get().ends_at)


@pytest.mark.parametrize("what", ["off", "put off", "past", "member"])
def test_nobody_is_invited_to_what_does_not_come_and_no_member_is(community, rows, manager, what):
    event, agency, now = hold(rows[0], by=manager, now=NOW), make_agency(name="招く家"), NOW
    somebody_of(agency)
    match what:
        case "off":
            cancel_event(event=event, reason="台風", actor=manager, now=NOW)
        case "put off":
            decided = Decided(ChangeKind.POSTPONED, "台風", TODAY)
            dates = list(event.sessions.values_list("pk", flat=True))
            change_dates(event=event, sessions=dates, decided=decided, actor=manager, now=NOW)
        case "past":
            now = event.sessions.get().ends_at
        case "member":
            make_member_of(community, agency)
    with pytest.raises(GroupRefused, match="会員です" if what == "member" else "招くことはできません"):
        invite(rows[0], agency, by=manager, now=now)
    assert [Guest.objects.count(), OutgoingMail.objects.count()] == [0, 0]


def test_a_guest_who_came_opens_what_is_for_those_who_came_to_that_session_alone(community, rows, manager):
    came, stayed_away = make_agency(name="来た家"), make_agency(name="来なかった家")
    users = [somebody_of(came), somebody_of(stayed_away)]
    events = [hold(row, by=manager, now=NOW) for row in rows]
    for agency in (came, stayed_away):
        invite(rows[0], agency, by=manager)
    session = Session.objects.get(event=events[0])
    apply(session, 1, agency=came, actor=users[0], now=NOW)
    people = Participant.objects.filter(session=session).values_list("pk", flat=True)
    marks = dict.fromkeys(people, Attendance.ATTENDED)
    mark_attendance(session=session, marks=marks, actor=manager, now=session.ends_at)
    own = put(community, events[0], ShelfReader.ATTENDEES, title="その回の資料")
    others = [
        put(community, events[1], ShelfReader.ATTENDEES, title="ほかの回の資料"),
        put(community, events[0], ShelfReader.MEMBERS, title="会員の資料"),
        put(community, None, ShelfReader.MEMBERS, title="みなの資料"),
    ]
    guest, absent = (sign_in(Client(), user) for user in users)
    assert [each.get(file_of(own)).status_code for each in (guest, absent, Client())] == [200, 404, 302]
    assert [guest.get(file_of(each)).status_code for each in others] == [404, 404, 404]
    assert guest.get("/groups/tobu/shelf/").status_code == 404
    page = f"/events/{events[0].slug}/"
    assert [file_of(own) in each.get(page).text for each in (guest, absent)] == [True, False]
    assert guest.get(page).text.count("/groups/tobu/shelf/") == 1


def test_a_file_is_deleted_the_night_after_its_last_day(community, rows, manager):
    past = put(community, None, ShelfReader.MEMBERS, title="閉じた資料", until=TODAY - DAY)
    kept = [
        put(community, None, ShelfReader.MEMBERS, title="きょうまで", until=TODAY),
        put(community, None, ShelfReader.MEMBERS, title="ずっと"),
    ]
    assert [take_off_due_files(now=NOW), take_off_due_files(now=NOW)] == [1, 0]
    assert set(ShelfItem.objects.all()) == set(kept)
    assert [each.file.storage.exists(each.file.name) for each in (past, *kept)] == [False, True, True]
    assert Entry.objects.filter(verb="study_groups.unshelved").count() == 1
