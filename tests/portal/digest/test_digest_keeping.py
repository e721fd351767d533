"""Addresses go when nobody needs them; numbers stay; a new key seals anew."""

import base64
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from procrastinate.contrib.django import app

from foundation.mail.models import MailState, OutgoingMail
from foundation.mail.services import deliver
from foundation.registry import retention_classes
from portal.digest import sealing
from portal.digest.limits import KEPT_UNCONFIRMED, RECIPIENT_KEPT
from portal.digest.models import MonthlyCount, Subscription
from portal.digest.queries import mails_in_trouble
from portal.digest.services import keeping
from portal.digest.services.keeping import (
    erase_unconfirmed,
    erase_unreachable,
    forget_recipients,
    seal_anew,
)
from portal.digest.services.sending import send_due_digests
from tests.factories.digest import ADDRESS, ask, digests, make_reader
from tests.factories.events import NOW, make_event
from tests.factories.limits import put_limit

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _clock(centre):
    with time_machine.travel(NOW, tick=False):
        yield


def send_one():
    """Make a reader whose digest has gone; returns both."""
    make_event()
    reader = make_reader()
    send_due_digests(now=NOW)
    queued = digests().get()
    deliver(mail_id=queued.pk, now=NOW)
    return reader, queued


def test_what_was_not_confirmed_is_erased_after_three_days_with_its_mail(db):
    make_reader("reader@example.jp")
    ask(now=NOW)
    assert erase_unconfirmed(now=NOW + timedelta(days=3) - SECOND) == 0
    assert erase_unconfirmed(now=NOW + timedelta(days=3)) == 1
    assert Subscription.objects.get().state == "active"
    assert OutgoingMail.objects.filter(to=ADDRESS).count() == 0
    assert MonthlyCount.objects.get(month="2026-11-01").lapsed == 1


@pytest.mark.parametrize(
    ("state", "erased"), [(MailState.BOUNCED, 1), (MailState.COMPLAINED, 1), (MailState.SENT, 0)]
)
def test_a_reader_whose_mail_came_back_is_erased(db, state, erased):
    _, queued = send_one()
    make_reader("other@example.jp")
    OutgoingMail.objects.filter(pk=queued.pk).update(state=state)
    assert erase_unreachable(now=NOW) == erased
    assert Subscription.objects.count() == 2 - erased
    assert erase_unreachable(now=NOW) == 0


def test_the_outbox_forgets_to_whom_a_digest_went_after_two_weeks(db):
    _, queued = send_one()
    assert forget_recipients(now=NOW + timedelta(days=14)) == 0
    assert forget_recipients(now=NOW + timedelta(days=14) + SECOND) == 1
    queued.refresh_from_db()
    assert (queued.to, queued.text, queued.stop_url, queued.state) == ("", "", "", "sent")


def test_the_outbox_forgets_whom_a_digest_did_not_reach_after_two_weeks(db):
    make_reader(now=NOW)
    OutgoingMail.objects.update(state=MailState.FAILED)
    assert forget_recipients(now=NOW + timedelta(days=14)) == 0
    assert forget_recipients(now=NOW + timedelta(days=14) + SECOND) == 1
    assert OutgoingMail.objects.get().to == ""
    assert mails_in_trouble() == 0


def test_a_new_key_seals_addresses_anew_and_the_old_one_may_go(db, settings):
    reader = make_reader()
    old = settings.CONTACT_KEY
    new = base64.urlsafe_b64encode(b"another key of thirty-two bytes!").decode()
    settings.CONTACT_KEY = f"{new},{old}"
    ask(cadence="monthly", now=NOW)
    assert Subscription.objects.count() == 2
    assert (seal_anew(), seal_anew()) == (1, 0)
    settings.CONTACT_KEY = new
    reader.refresh_from_db()
    assert sealing.open_sealed(bytes(reader.sealed_address)) == ADDRESS
    assert reader.fingerprint == sealing.fingerprints(ADDRESS)[0]


def test_where_the_key_is_the_same_no_address_is_opened(db):
    reader = make_reader()
    Subscription.objects.filter(pk=reader.pk).update(fingerprint="another")
    assert seal_anew() == 0
    Subscription.objects.filter(pk=reader.pk).update(key_id="")
    assert seal_anew() == 1


def test_a_new_key_reaches_every_batch_and_passes_over_what_does_not_open(db, settings, monkeypatch):
    monkeypatch.setattr(keeping, "BATCH", 1)
    readers = [make_reader(f"yomu-{number}@example.jp") for number in range(3)]
    Subscription.objects.filter(pk=readers[1].pk).update(sealed_address=b"damaged")
    new = base64.urlsafe_b64encode(b"another key of thirty-two bytes!").decode()
    settings.CONTACT_KEY = f"{new},{settings.CONTACT_KEY}"
    assert seal_anew() == 2
    assert Subscription.objects.filter(key_id=sealing.key_id()).count() == 2


def test_a_reader_of_the_old_key_is_known_under_the_new_one(db, settings):
    ask(now=NOW - timedelta(hours=1))
    new = base64.urlsafe_b64encode(b"another key of thirty-two bytes!").decode()
    settings.CONTACT_KEY = f"{new},{settings.CONTACT_KEY}"
    ask(now=NOW)
    assert Subscription.objects.get().times_asked == 2


def test_the_night_job_does_all_of_it(db):
    _, queued = send_one()
    OutgoingMail.objects.filter(pk=queued.pk).update(sent_at=NOW - timedelta(days=15))
    ask("late@example.jp", now=NOW - timedelta(days=4))
    app.tasks["digest.tidy"].func(timestamp=0)
    assert list(Subscription.objects.values_list("state", flat=True)) == ["active"]
    queued.refresh_from_db()
    assert queued.to == ""


def test_how_long_addresses_are_kept_is_told_to_everybody_who_asks(db):
    told = {each.records: each.limit for source in retention_classes for each in source()}
    assert told["お知らせのメールの、確認がすんでいない宛先"] == KEPT_UNCONFIRMED
    assert told["送ったお知らせのメールの宛先と本文"] == RECIPIENT_KEPT


def test_addresses_go_after_the_time_that_is_set(db, client, manager):
    put_limit(KEPT_UNCONFIRMED, 1, by=manager)
    put_limit(RECIPIENT_KEPT, 5, by=manager)
    _, queued = send_one()
    ask("late@example.jp", now=NOW)
    assert erase_unconfirmed(now=NOW + timedelta(days=1)) == 1
    OutgoingMail.objects.filter(pk=queued.pk).update(sent_at=NOW)
    assert forget_recipients(now=NOW + timedelta(days=5) + SECOND) == 1
    assert "1日" in client.get(reverse("digest:sent")).text
