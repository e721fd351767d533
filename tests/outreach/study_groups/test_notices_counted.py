"""Every mail that a session of a community causes: nobody twice, no stranger, reminders to who comes."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from accounts.enums import PublicRole
from events.notices.services.reminding import send_reminders, send_thanks
from events.services.publishing import cancel_event
from foundation.japanese.business_days import Closures, YearlyClosure, next_business_day
from foundation.mail.models import OutgoingMail
from outreach.study_groups.committees.enums import Role
from outreach.study_groups.enums import Place
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Delegate
from outreach.study_groups.services.sessions import invite_guest
from tests.factories.accounts import make_user
from tests.factories.committees import make_committee, make_expert, make_seat, make_term
from tests.factories.directory import join, make_agency
from tests.factories.events import apply
from tests.factories.groups import hold, make_community, make_delegate, make_member_of, make_plan

pytestmark = pytest.mark.django_db(transaction=True)

CLOSED = Closures(yearly=(YearlyClosure((12, 29), (1, 3)),))
OPEN_DAY = next_business_day(timezone.localdate() - timedelta(days=1), CLOSED)
# On an open day, so that a letter goes at once.
NOW = timezone.make_aware(datetime.combine(OPEN_DAY, time(10)))
STARTS_AT = NOW + timedelta(days=10)
MEMBERS = 4


def someone(agency):
    user = make_user(roles=[PublicRole.PARTNER])
    join(user.person, agency)
    return user


@pytest.fixture
def manager():
    return make_user(roles=[PublicRole.MANAGER])


@pytest.fixture
def inside():
    """Return a community whose members have a delegate, a deputy and a colleague each, and these people."""
    community, people = make_community(), {place: [] for place in Place}
    for number in range(MEMBERS):
        member = make_member_of(community, make_agency(name=f"会員の家{number}"))
        for place in Place:
            user = someone(member.agency)
            make_delegate(member, user.person, place=place)
            people[place].append(user)
    return community, people


def told(cause=""):
    """Return who was written to, as often as they were."""
    return Counter(OutgoingMail.objects.filter(cause__contains=cause).values_list("to", flat=True))


def test_from_the_first_word_to_the_last_nobody_is_told_twice_or_without_cause(inside, manager):
    community, people = inside
    outside = [someone(make_agency(name=f"よその家{number}")) for number in range(3)]
    left = people[Place.DEPUTY][0]
    Delegate.objects.filter(person=left.person).update(until=timezone.localdate(NOW))
    row = make_plan(community, by=manager, now=NOW).rows.get()
    event = hold(row, by=manager, now=NOW, starts_at=STARTS_AT)
    with pytest.raises(GroupRefused):
        hold(row, by=manager, now=NOW, starts_at=STARTS_AT)
    expected = {each.email for place in (Place.DELEGATE, Place.DEPUTY) for each in people[place]}
    assert told("study_groups.announced") == dict.fromkeys(expected - {left.email}, 1)

    session, comes = event.sessions.get(), people[Place.DELEGATE][0]
    agency = comes.person.memberships.get().agency
    application = apply(session, 2, agency=agency, email=comes.email, actor=comes, now=NOW)
    before = told()
    for step in range(10 * 24 * 4):
        send_reminders(now=NOW + timedelta(minutes=15 * step))
    reminded = told() - before
    assert set(reminded) == {application.email} == {comes.email}
    assert 1 <= reminded[comes.email] == OutgoingMail.objects.filter(cause__contains="reminder-").count()

    everybody = [*(each for some in people.values() for each in some)]
    assert not {each.email for each in outside} & set(told())
    assert not {each.email for each in people[Place.COLLEAGUE]} & set(told())
    assert set(told()) <= {each.email for each in everybody}


def test_called_off_it_is_told_once_to_whoever_was_told_and_no_reminder_follows(inside, manager):
    community, people = inside
    expected = {each.email for place in (Place.DELEGATE, Place.DEPUTY) for each in people[place]}
    event = hold(
        make_plan(community, by=manager, now=NOW).rows.get(), by=manager, now=NOW, starts_at=STARTS_AT
    )
    comes = people[Place.DEPUTY][1]
    agency = comes.person.memberships.get().agency
    apply(event.sessions.get(), 1, agency=agency, email=comes.email, actor=comes, now=NOW)
    before = told()
    cancel_event(event=event, reason="台風のため", actor=manager, now=NOW + timedelta(hours=1))
    assert told() - before == dict.fromkeys(expected, 1)
    before = told()
    for step in range(12 * 24):
        send_reminders(now=NOW + timedelta(hours=step))
        send_thanks(now=NOW + timedelta(hours=step))
    assert told() == before


def test_a_guest_that_is_invited_adds_no_member_to_the_told(inside, manager):
    community, _ = inside
    row = make_plan(community, by=manager, now=NOW).rows.get()
    hold(row, by=manager, now=NOW, starts_at=STARTS_AT)
    guest = someone(make_agency(name="招かれた家"))
    before = told()
    invite_guest(
        row=row,
        agency=guest.person.memberships.get().agency,
        words="",
        actor=manager,
        now=NOW + timedelta(hours=1),
    )
    assert told() - before == {guest.email: 1}
    assert community.name in OutgoingMail.objects.get(to=guest.email).text


def test_of_a_committee_those_are_told_who_may_read_it_today(manager):
    committee, today = make_committee(), timezone.localdate(NOW)
    told_of = [make_expert(name=f"委員{number}") for number in range(3)]
    unsigned, ended, coming = (make_expert(name=name) for name in ("まだの人", "終えた人", "これからの人"))
    for number, each in enumerate(told_of):
        role = Role.OBSERVER if number == 2 else Role.MEMBER
        make_term(make_seat(committee, name=f"席{number}", role=role), each.person)
    make_term(make_seat(committee, name="席3"), unsigned.person, signed=False)
    make_term(make_seat(committee, name="席4"), ended.person, until=today - timedelta(days=1))
    make_term(make_seat(committee, name="席5"), coming.person, since=today + timedelta(days=5))
    row = make_plan(committee, by=manager, now=NOW).rows.get()
    hold(row, by=manager, now=NOW, starts_at=STARTS_AT)
    assert told("study_groups.announced") == {each.email: 1 for each in told_of}
    assert "委員とオブザーバーの方" in OutgoingMail.objects.first().text
