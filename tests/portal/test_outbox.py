"""送信メール: what did not arrive, why, and once more."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.enums import PublicRole
from foundation.mail.models import MailState, OutgoingMail
from portal.outbox import mails_on_the_desk
from tests.factories.accounts import make_user, sign_in
from tests.factories.events import NOW, TOKYO

OUTBOX = "/cms/outbox/"


def make_mail(state, *, number=1, **fields):
    sent = None if state in (MailState.QUEUED, MailState.FAILED) else NOW
    fields = {"sent_at": sent, "text": "本文の中身", "created_at": NOW} | fields
    return OutgoingMail.objects.create(
        cause=f"test:{number}",
        to=f"minamo-{number}@example.jp",
        subject=f"件名 {number}",
        state=state,
        **fields,
    )


@pytest.fixture
def desk(staff):
    return sign_in(Client(), staff)


def subjects(answer):
    return [mail.subject for mail, _, _ in answer.context["rows"]]


def test_troubled_mails_come_first_with_the_reason_in_words(desk):
    make_mail(MailState.SENT)
    make_mail(MailState.FAILED, number=2, problem="SMTPRecipientsRefused", attempts=10)
    make_mail(MailState.BOUNCED, number=3, problem="NovelError")
    answer = desk.get(OUTBOX)
    assert subjects(answer) == ["件名 3", "件名 2"]
    assert [reason for _, reason, _ in answer.context["rows"]] == [
        "そのほかの理由（NovelError）",
        "宛先が受け付けられませんでした",
    ]
    assert "本文の中身" not in answer.text


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("queued", ["件名 1"]),
        ("sent", ["件名 2"]),
        ("all", ["件名 3", "件名 2", "件名 1"]),
        ("nonsense", ["件名 3"]),
    ],
)
def test_a_state_narrows_the_list(desk, state, shown):
    make_mail(MailState.QUEUED)
    make_mail(MailState.SENT, number=2)
    make_mail(MailState.COMPLAINED, number=3)
    assert subjects(desk.get(OUTBOX, {"state": state})) == shown


def test_a_failed_mail_goes_once_more_however_often_the_button_is_pressed(desk):
    mail = make_mail(MailState.FAILED, problem="TimeoutError")
    address = reverse("portal_outbox_again", args=[mail.pk])
    assert [desk.post(address).status_code for _ in range(2)] == [303, 303]
    mail.refresh_from_db()
    assert (mail.state, mail.problem) == (MailState.QUEUED, "")
    assert ProcrastinateJob.objects.filter(task_name="mail.deliver").count() == 1


def test_a_mail_that_waits_for_the_morning_says_when_it_goes(desk):
    make_mail(MailState.QUEUED, leaves_at=datetime(2026, 11, 27, 8, tzinfo=TOKYO))
    page = "".join(desk.get(OUTBOX, {"state": "queued"}).text.split())
    assert '<spanclass="nowrap">11月27日（金）</span><spanclass="nowrap">午前8時に送ります' in page
    assert "夜と、センターが休みの日には送らないものがあります" in page


@pytest.mark.parametrize("change", [{"state": MailState.SENT}, {"erased_at": NOW, "text": ""}])
def test_what_arrived_or_is_empty_does_not_go_again(desk, change):
    mail = make_mail(change.pop("state", MailState.BOUNCED), **change)
    desk.post(reverse("portal_outbox_again", args=[mail.pk]))
    assert ProcrastinateJob.objects.filter(task_name="mail.deliver").count() == 0


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("system_admin", 200), ("editor", 404)])
def test_who_reads_the_outbox(db, role, status):
    client = sign_in(Client(), make_user(roles=[PublicRole(role)]))
    mail = make_mail(MailState.FAILED)
    again = client.post(reverse("portal_outbox_again", args=[mail.pk]))
    assert (client.get(OUTBOX).status_code, again.status_code) == (status, 303 if status == 200 else 404)


def test_partners_and_strangers_are_sent_to_sign_in(partner):
    for client in (Client(), sign_in(Client(), partner)):
        assert client.get(OUTBOX).headers["Location"].split("?")[0] == "/staff/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(desk, count):
    for number in range(count):
        make_mail(MailState.FAILED, number=number)
    with CaptureQueriesContext(connection) as captured:
        desk.get(OUTBOX)
    # The admin's own frame asks the same on every screen.
    assert sum('FROM "mail_' in query["sql"] for query in captured) == 2


def test_the_start_page_counts_what_did_not_arrive_lately(desk, staff, partner, rf):
    with time_machine.travel(NOW, tick=False):
        make_mail(MailState.FAILED)
        make_mail(MailState.COMPLAINED, number=2)
        make_mail(MailState.SENT, number=3)
        make_mail(MailState.BOUNCED, number=4, created_at=NOW - timedelta(days=15))
        request = rf.get("/cms/")
        request.user = staff
        (row,) = mails_on_the_desk(request)
        request.user = partner
        assert mails_on_the_desk(request) == []
    assert (row.count, row.url, row.is_late) == (2, OUTBOX, True)
