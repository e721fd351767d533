"""Mails leave by the real job, through a real SMTP server, and wait when there is none."""

import socket
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest
from aiosmtpd.controller import Controller
from anymail.signals import AnymailTrackingEvent, tracking
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from foundation.calendar.ics import request
from foundation.jobs import ALL_DAY
from foundation.mail import services
from foundation.mail.models import MailState, OutgoingMail
from foundation.mail.templatetags.mail import own_links
from portal.settings.doors import mailers
from tests.factories.accounts import make_user
from tests.factories.events import NOW
from tests.foundation.calendar_client import CalendarClient
from tests.foundation.calendar_entries import READER, an_entry, as_held
from tests.working import work_off


class Sink:
    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        self.received.append(message_from_bytes(envelope.content, policy=SMTP))
        return "250 OK"


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def by_smtp(settings, port):
    settings.MAILERS = mailers(f"smtp://127.0.0.1:{port}", None)


@pytest.fixture
def sink(by_smtp, port):
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler
    controller.stop()


def queue(*, cause="test:1", **fields):
    fields = {
        "to": READER,
        "subject": "受け付けました",
        "text": "席を5つ取りました。\nhttps://example.jp/a",
    } | fields
    with transaction.atomic():
        return services.queue_mail_in_transaction(cause=cause, now=NOW, **fields)


@pytest.mark.django_db(transaction=True)
def test_a_mail_arrives_with_text_html_and_calendar(sink):
    entry = an_entry()
    part = request(entry, attendee_name="みなも", attendee_email=READER, now=NOW)
    mail = queue(calendar=part)
    work_off("mail")
    (message,) = sink.received
    parts = {each.get_content_type(): each for each in message.walk() if not each.is_multipart()}
    assert sorted(parts) == ["application/ics", "text/calendar", "text/html", "text/plain"]
    assert parts["text/plain"].get_content().splitlines()[0] == "席を5つ取りました。"
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    client = CalendarClient(READER)
    client.receive(parts["text/calendar"].get_payload(decode=True))
    assert client.state() == {entry.uid: as_held(entry)}
    assert parts["application/ics"].get_filename() == "invite.ics"
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.SENT, 1)


@pytest.mark.django_db(transaction=True)
def test_a_job_that_runs_twice_sends_once(sink):
    mail = queue()
    services.deliver(mail_id=mail.pk, now=NOW)
    services.deliver(mail_id=mail.pk, now=NOW)
    assert len(sink.received) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_cause_is_written_once():
    assert queue().pk == queue(subject="別の件名").pk
    assert OutgoingMail.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="mail.deliver").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_mail_vanishes_with_its_cause():
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 -- both are one act
        services.queue_mail_in_transaction(to=READER, subject="a", text="b", cause="c", now=NOW)
        raise ZeroDivisionError
    assert (OutgoingMail.objects.count(), ProcrastinateJob.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_while_the_server_is_down_the_mail_waits_for_the_next_try(by_smtp):
    mail = queue()
    work_off("mail")
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.problem) == (MailState.QUEUED, 1, "ConnectionRefusedError")
    job = ProcrastinateJob.objects.get(task_name="mail.deliver")
    assert (job.status, job.scheduled_at is not None) == ("todo", True)


def test_a_mail_is_tried_for_a_day_and_then_within_the_hour():
    facts = {"queue": "mail", "lock": None, "queueing_lock": None, "task_name": "mail.deliver"}
    strategy = app.tasks["mail.deliver"].retry_strategy
    began = timezone.now()
    decisions = [
        strategy.get_retry_decision(exception=OSError(), job=Job(attempts=before, **facts))
        for before in range(ALL_DAY.most_tries)
    ]
    assert decisions[-1] is None
    waits = [each.retry_at - began for each in decisions[:-1]]
    assert timedelta(hours=24) < sum(waits, timedelta()) < timedelta(hours=25)
    assert max(waits) < timedelta(minutes=61)


@pytest.mark.django_db
def test_after_the_last_try_the_mail_stands_as_failed_and_can_be_sent_again():
    mail = queue()
    services.note_failure(mail_id=mail.pk, problem="SMTPServerDisconnected", is_last=True)
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    services.send_again(mail_id=mail.pk, actor=make_user(), now=NOW)
    mail.refresh_from_db()
    assert (mail.state, ProcrastinateJob.objects.filter(task_name="mail.deliver").count()) == (
        MailState.QUEUED,
        2,
    )


@pytest.mark.django_db
def test_a_bounce_shows_at_its_mail():
    mail = queue()
    OutgoingMail.objects.update(state=MailState.SENT, sent_at=NOW, provider_id="abc")
    event = AnymailTrackingEvent(
        event_type="bounced", message_id="abc", reject_reason="bounced", recipient=READER, timestamp=NOW
    )
    tracking.send(sender=None, event=event, esp_name="test")
    mail.refresh_from_db()
    assert (mail.state, mail.problem) == (MailState.BOUNCED, "bounced")


@pytest.mark.django_db
def test_bodies_are_erased_ninety_days_after_sending_and_not_before():
    old, young = queue(cause="old"), queue(cause="young")
    OutgoingMail.objects.filter(pk=old.pk).update(state=MailState.SENT, sent_at=NOW - timedelta(days=91))
    OutgoingMail.objects.filter(pk=young.pk).update(state=MailState.SENT, sent_at=NOW - timedelta(days=89))
    assert services.erase_old_bodies(now=NOW) == 1
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.text, old.subject, bool(young.text)) == ("", "受け付けました", True)


def test_only_our_own_addresses_become_links(settings):
    settings.OWN_URL = "https://portal.example.jp"
    html = own_links("https://portal.example.jp/a?b=1&c=2 http://evil.example/ <b>")
    assert html == (
        '<a href="https://portal.example.jp/a?b=1&amp;c=2">https://portal.example.jp/a?b=1&amp;c=2</a>'
        " http://evil.example/ &lt;b&gt;"
    )


def test_a_mail_that_can_be_stopped_says_so_to_mail_programs_until_it_is_erased(db):
    stop = "http://localhost:8000/news/mail/stop/abc/"
    mail = queue(stop_url=stop)
    headers = services.build_message(mail).extra_headers
    assert headers["List-Unsubscribe"] == f"<{stop}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    services.deliver(mail_id=mail.pk, now=NOW)
    assert services.erase_old_bodies(now=NOW + timedelta(days=91)) == 1
    mail.refresh_from_db()
    assert (mail.stop_url, mail.text) == ("", "")


def test_what_is_taken_back_never_goes_and_what_went_forgets_to_whom(db):
    gone, waiting = queue(cause="list:1:a"), queue(cause="list:1:b")
    other = queue(cause="list:10:a")
    services.deliver(mail_id=gone.pk, now=NOW)
    with transaction.atomic():
        services.take_back_in_transaction("list:1:", now=NOW)
    services.deliver(mail_id=waiting.pk, now=NOW)
    kept = OutgoingMail.objects.order_by("id").values_list("cause", "to", "state")
    assert list(kept) == [("list:1:a", "", "sent"), ("list:10:a", other.to, "queued")]
