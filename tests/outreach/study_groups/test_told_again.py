"""Who was told of a session hears once what became of it; what still waits for the morning never leaves."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.enums import PublicRole
from events.enums import ChangeKind
from events.models import Application, Session
from events.quiet import leaves_at
from events.services.publishing import cancel_event, update_event
from events.services.rescheduling import Decided, change_dates
from foundation.mail.models import MailState, OutgoingMail
from outreach.study_groups.models import Delegate, Guest, MemberAgency
from outreach.study_groups.services.joining import end_delegate, end_membership
from outreach.study_groups.services.sessions import invite_guest, withdraw_guest
from tests.factories.accounts import make_user
from tests.factories.directory import join, make_agency
from tests.factories.events import apply
from tests.factories.first_site import place_first_site
from tests.factories.groups import hold, make_community, make_delegate, make_member_of, make_plan

pytestmark = pytest.mark.django_db(transaction=True)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# 2026-11-27 is a Friday.
TOKYO = timezone.get_default_timezone()
FRIDAY_NOON = datetime(2026, 11, 27, 12, tzinfo=TOKYO)
FRIDAY_NIGHT = datetime(2026, 11, 27, 22, tzinfo=TOKYO)
SATURDAY, SUNDAY = FRIDAY_NOON + DAY, FRIDAY_NOON + 2 * DAY
THURSDAY = FRIDAY_NOON + 6 * DAY


@pytest.fixture
def community(transactional_db):
    place_first_site()
    return make_community()


@pytest.fixture
def row(community, manager):
    return make_plan(community, by=manager, now=FRIDAY_NOON, themes=("住まい",)).rows.get()


def member(community, name, email):
    agency, user = make_agency(name=name), make_user(roles=[PublicRole.PARTNER], email=email)
    join(user.person, agency)
    return make_delegate(make_member_of(community, agency), user.person)


def letters(word):
    """Return to whom letters of this cause stand in the queue, gone or waiting."""
    return sorted(
        OutgoingMail.objects.filter(cause__startswith=f"study_groups.{word}:").values_list("to", flat=True)
    )


def all_gone():
    OutgoingMail.objects.update(state=MailState.SENT, sent_at=FRIDAY_NOON, leaves_at=None)


def move(event, days, *, by, now):
    session = Session.objects.get(event=event)
    starts_at = session.starts_at + days * DAY
    decided = Decided(
        ChangeKind.POSTPONED, "会場の都合", timezone.localdate(now), starts_at, starts_at + 2 * HOUR
    )
    change_dates(event=event, sessions=[session.pk], decided=decided, actor=by, now=now)


def test_an_announcement_leaves_before_answers_are_due_however_closed_the_days_are(community, row, manager):
    member(community, "会員の家", "kaiin@example.jp")
    assert leaves_at(FRIDAY_NIGHT) > SUNDAY
    hold(row, by=manager, now=FRIDAY_NIGHT, starts_at=SUNDAY + DAY - 2 * HOUR)
    assert OutgoingMail.objects.get().leaves_at < SUNDAY - 2 * HOUR


def test_nobody_is_invited_to_what_was_called_off_meanwhile(community, row, manager):
    member(community, "会員の家", "kaiin@example.jp")
    guest = make_user(roles=[PublicRole.PARTNER], email="kyaku@example.jp")
    join(guest.person, make_agency(name="招いた家"))
    event = hold(row, by=manager, now=FRIDAY_NIGHT, starts_at=THURSDAY)
    invite_guest(
        row=row, agency=guest.person.memberships.get().agency, words="", actor=manager, now=FRIDAY_NIGHT
    )
    assert [letters("announced"), letters("invited")] == [["kaiin@example.jp"], ["kyaku@example.jp"]]
    cancel_event(event=event, reason="台風", actor=manager, now=SATURDAY)
    assert [letters("announced"), letters("invited"), letters("became")] == [[], [], []]


def test_who_was_told_and_has_not_applied_is_told_once_of_the_end(community, row, manager):
    member(community, "会員の家", "kaiin@example.jp")
    applied = member(community, "申し込んだ家", "moushikomi@example.jp")
    gone = member(community, "やめた家", "yameta@example.jp")
    event = hold(row, by=manager, now=FRIDAY_NOON, starts_at=THURSDAY)
    all_gone()
    apply(
        Session.objects.get(event=event),
        1,
        agency=applied.member.agency,
        actor=manager,
        by_staff=True,
        now=FRIDAY_NOON,
    )
    Application.objects.update(email="moushikomi@example.jp")
    MemberAgency.objects.filter(pk=gone.member_id).update(until=timezone.localdate(SATURDAY))
    cancel_event(event=event, reason="台風", actor=manager, now=SATURDAY)
    assert letters("became") == ["kaiin@example.jp"]
    assert "中止" in OutgoingMail.objects.get(cause__startswith="study_groups.became").subject


def test_a_move_is_told_to_who_was_told_and_who_was_not_is_told_of_the_new_day(community, row, manager):
    member(community, "会員の家", "kaiin@example.jp")
    event = hold(row, by=manager, now=FRIDAY_NIGHT, starts_at=THURSDAY)
    move(event, 1, by=manager, now=SATURDAY)
    assert [letters("announced"), letters("became")] == [["kaiin@example.jp"], []]
    assert "12月4日" in OutgoingMail.objects.get().text
    all_gone()
    move(event, 1, by=manager, now=SUNDAY)
    update_event(event=event, details={"summary": "持ちもの：なし"}, sessions=[], actor=manager, now=SUNDAY)
    assert [letters("announced"), letters("became")] == [["kaiin@example.jp"], ["kaiin@example.jp"]]
    assert "12月5日" in OutgoingMail.objects.get(cause__startswith="study_groups.became").text


def test_a_guest_whose_letter_was_overtaken_is_invited_to_the_new_day_until_that_is_taken_back(row, manager):
    agency = make_agency(name="招いた家")
    join(make_user(roles=[PublicRole.PARTNER], email="kyaku@example.jp").person, agency)
    event = hold(row, by=manager, now=FRIDAY_NIGHT, starts_at=THURSDAY)
    invite_guest(row=row, agency=agency, words="", actor=manager, now=FRIDAY_NIGHT)
    move(event, 1, by=manager, now=SATURDAY)
    assert [letters("invited"), letters("became")] == [["kyaku@example.jp"], []]
    assert "12月4日" in OutgoingMail.objects.get().text
    withdraw_guest(guest=Guest.objects.get(), actor=manager, now=SATURDAY)
    assert letters("invited") == []


@pytest.mark.parametrize("way", ["agency", "person"])
def test_who_leaves_before_the_letter_does_gets_none(community, row, manager, way):
    member(community, "会員の家", "kaiin@example.jp")
    left = member(community, "やめる家", "yameru@example.jp")
    hold(row, by=manager, now=FRIDAY_NIGHT, starts_at=THURSDAY)
    assert letters("announced") == ["kaiin@example.jp", "yameru@example.jp"]
    if way == "agency":
        end_membership(member=left.member, actor=manager, now=SATURDAY)
    else:
        end_delegate(delegate=Delegate.objects.get(pk=left.pk), actor=manager, now=SATURDAY)
    assert letters("announced") == ["kaiin@example.jp"]
