"""Two agencies share one mailbox: a notice comes there once, and not at all after stop, however close."""

import time
from datetime import timedelta

import pytest
from django.db import connection, transaction

from directory.models import Agency
from directory.services.agencies import merge_agencies
from events.notices.enums import LeftOut, Outcome
from events.notices.models import Recipient
from events.notices.queries import audience
from events.notices.services import refusing, sending
from events.notices.services.listing import Wish, save_list
from events.notices.services.refusing import refuse_notices
from events.notices.services.sending import NoticeDraft, send_notice, tell_everybody, write_notice
from foundation.mail.models import OutgoingMail
from tests.beside import LONGEST_SECONDS, Beside
from tests.events.notices.test_notices import TODAY, make_notice
from tests.factories.directory import make_agency
from tests.factories.events import NOW, apply, make_event

BOX = "box@example.jp"


def mails():
    found = OutgoingMail.objects.filter(cause__startswith="events.notice:").order_by("pk")
    return list(found.values_list("to", flat=True))


def outcomes():
    return list(Recipient.objects.order_by("agency__name").values_list("outcome", flat=True))


def tell(notice):
    return tell_everybody(notice_id=notice.pk, now=NOW)


# -- once, and not too seldom ----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("fax", ["", "000-000-3333"])
def test_two_that_come_to_share_an_address_after_the_press_get_one_letter(staff, fax):
    own = {"fax": fax} if fax else {"email": BOX}
    make_agency(name="一の家", **own)
    make_agency(name="二の家", email="other@example.jp")
    notice = make_notice(staff)
    assert send_notice(notice=notice, actor=staff, now=NOW) == 2
    Agency.objects.filter(name="二の家").update(**{"email": ""} | own)
    assert tell(notice) == 1
    assert outcomes() == [Outcome.TOLD, Outcome.SAME]


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["closed", "applied", "moved"])
def test_where_one_falls_out_the_other_one_gets_it(staff, how):
    one, _ = make_agency(name="一の家", email=BOX), make_agency(name="二の家", email=BOX.upper())
    event = make_event()
    notice = make_notice(staff, event)
    assert send_notice(notice=notice, actor=staff, now=NOW) == 1
    if how == "closed":
        Agency.objects.filter(pk=one.pk).update(closed_on=TODAY - timedelta(days=1))
    elif how == "moved":
        Agency.objects.filter(pk=one.pk).update(email="new@example.jp")
    else:
        apply(event.sessions.get(), agency=one, agency_name="")
    assert [tell(notice), tell(notice)] == [2 if how == "moved" else 1, 0]
    assert mails() == ["new@example.jp", BOX.upper()][how != "moved" :]
    assert outcomes() == [Outcome.TOLD if how == "moved" else Outcome.LEFT, Outcome.TOLD]


@pytest.mark.django_db
def test_where_one_refuses_the_other_one_gets_nothing(staff):
    one, _ = make_agency(name="一の家", email=BOX), make_agency(name="二の家", email=BOX)
    notice = make_notice(staff)
    send_notice(notice=notice, actor=staff, now=NOW)
    refuse_notices(agency=one, actor=None, now=NOW)
    assert (tell(notice), mails(), outcomes()) == (0, [], [Outcome.LEFT, Outcome.LEFT])


def two_invitations(staff):
    """Return two notices of one event, each to another agency of the same mailbox, sent and not told yet."""
    make_agency(name="一の家", email=BOX)
    make_agency(name="二の家", email=BOX.upper(), sector="medical")
    first = make_notice(staff, make_event())
    rule = save_list(rule=None, wish=Wish("医療", sectors=["medical"]), actor=staff, now=NOW)
    draft = NoticeDraft(rule, "ご案内", "お待ちしています。")
    second = write_notice(event=first.event, draft=draft, actor=staff, now=NOW)
    for notice in (first, second):
        assert send_notice(notice=notice, actor=staff, now=NOW) == 1
    return first, second


@pytest.mark.django_db
def test_two_notices_of_one_event_come_to_one_mailbox_once(staff):
    first, second = two_invitations(staff)
    assert [tell(each) for each in (first, second)] == [1, 0]
    assert outcomes() == [Outcome.TOLD, Outcome.SAME]


@pytest.mark.django_db
def test_a_mailbox_that_was_invited_is_not_offered_again_under_another_name(staff):
    first, second = two_invitations(staff)
    tell(first)
    found = audience(second.rule, second.event, today=TODAY)
    assert (found.to, [reason for _, reason in found.left_out]) == ([], [LeftOut.INVITED])


@pytest.mark.django_db
def test_who_stood_by_gives_way_to_who_was_told_when_both_become_one(staff):
    kept = make_agency(name="二の家", email=BOX)
    merged = make_agency(name="一の家", email=BOX)
    notice = make_notice(staff)
    send_notice(notice=notice, actor=staff, now=NOW)
    tell(notice)
    if Recipient.objects.get(agency=kept).outcome == Outcome.TOLD:
        kept, merged = merged, kept
    merge_agencies(kept=kept, merged=merged, actor=staff, now=NOW)
    assert [(each.agency, each.outcome) for each in Recipient.objects.all()] == [(kept, Outcome.TOLD)]


# -- at the same moment ----------------------------------------------------------------------------------


def wait_until_they_wait(others, count):
    """Return as soon as this many of the others wait for a lock, or one of them has ended."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while all(each.is_alive() for each in others) and time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE NOT granted AND datname = current_database()"
            )
            if cursor.fetchone() == (count,):
                return


def stopped_while_being_told(monkeypatch, staff, *, locked):
    """Let an agency say stop while a letter to its mailbox is written for another; return what leaves."""
    if not locked:
        for module in (refusing, sending):
            monkeypatch.setattr(module, "lock_addresses_in_transaction", lambda: None)
    make_agency(name="一の家", email=BOX)
    other = make_agency(name="二の家", email=BOX, sector="medical")
    notice = make_notice(staff)
    send_notice(notice=notice, actor=staff, now=NOW)
    with transaction.atomic():
        # The job comes as far as its last step, with the letter written and not committed.
        list(Recipient.objects.select_for_update())
        job = Beside(lambda: tell(notice))
        assert job.waits_for_a_lock()
        stop = Beside(lambda: refuse_notices(agency=other, actor=None, now=NOW))
        wait_until_they_wait([job, stop], 2)
    for each in (job, stop):
        each.join()
        assert each.error is None
    return mails()


@pytest.mark.django_db(transaction=True)
def test_who_says_stop_while_the_letter_is_written_gets_none(monkeypatch, staff):
    assert stopped_while_being_told(monkeypatch, staff, locked=True) == []
    assert outcomes() == [Outcome.LEFT]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_letter_still_goes(monkeypatch, staff):
    assert stopped_while_being_told(monkeypatch, staff, locked=False) == [BOX]


def invited_twice_at_once(monkeypatch, staff, *, locked):
    """Let two jobs invite one mailbox to one event at once; return what leaves."""
    first, second = two_invitations(staff)
    if not locked:
        monkeypatch.setattr(sending, "_locked_recipients_in_transaction", lambda _, found: found)
    with transaction.atomic():
        list(Recipient.objects.select_for_update())
        jobs = [Beside(lambda notice=notice: tell(notice)) for notice in (first, second)]
        wait_until_they_wait(jobs, 2)
    for each in jobs:
        each.join()
        assert each.error is None
    return mails()


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_invite_one_mailbox_once(monkeypatch, staff):
    assert len(invited_twice_at_once(monkeypatch, staff, locked=True)) == 1
    assert sorted(outcomes()) == [Outcome.SAME, Outcome.TOLD]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_jobs_invite_it_twice(monkeypatch, staff):
    assert len(invited_twice_at_once(monkeypatch, staff, locked=False)) == 2
