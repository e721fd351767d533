"""Words that people should not have written are nowhere but in their sealed row, and then nowhere at all."""

import base64
import logging
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.enums import PublicRole
from content.search import search
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from foundation.mail.services import deliver
from portal.consultations.models import Consultation
from portal.contact_desk.models import ContactMessage
from portal.contact_desk.services.erasing import erase_due_messages
from portal.contact_desk.services.handling import assign_message, close_message
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.contact_desk import answered_message, make_reader, send_message
from tests.factories.events import NOW
from tests.portal.test_contact_form import FORM, send, ticket

TEXT, NAME, TIME = "カナリア文窃盗罪", "カナリア名太郎", "カナリア時火曜"
ADDRESS = "canary-bird@example.jp"
WORDS = (TEXT, NAME, TIME)
WRITTEN = {"text": f"{TEXT}のことです", "name": NAME, "best_time_words": TIME}
DUE = NOW + timedelta(days=30)


@pytest.fixture
def clock(centre):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def reader(staff, manager):
    make_reader(staff, by=manager)
    return staff


def tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [name for (name,) in cursor.fetchall()]


def places_of(*words):
    """Return where in the database one of these stands: as text, as bytes, in a session or in the cache."""
    found = set()
    with connection.cursor() as cursor:
        for table in tables():
            for word in words:
                cursor.execute(
                    f'SELECT 1 FROM "{table}" AS row WHERE row::text LIKE %s OR row::text LIKE %s LIMIT 1',
                    [f"%{word}%", f"%{word.encode().hex()}%"],
                )
                if cursor.fetchone():
                    found.add(table)
        cursor.execute("SELECT value FROM foundation_cache")
        kept = b"".join(base64.b64decode(value) for (value,) in cursor.fetchall())
    if any(word.encode() in kept for word in words):
        found.add("the cache")
    if any(word in str(session.get_decoded()) for session in Session.objects.all() for word in words):
        found.add("a session")
    return found


def without(words, text):
    assert [word for word in words if word in text] == []


def test_the_search_through_the_database_finds_what_is_there(db, client):
    make_person(name=NAME)
    session = client.session
    session["text"] = TEXT
    session.save()
    assert places_of(NAME) == {"accounts_person"}
    assert places_of(TEXT) == {"a session"}


def test_what_somebody_wrote_is_nowhere_in_the_clear(clock, reader, caplog):
    caplog.set_level(logging.DEBUG)
    visitor = Client()
    visitor.post(FORM, {"ticket": ticket(visitor), "asker_kind": "family"} | WRITTEN)
    assert send(visitor, clock, **WRITTEN, phone="099-000-7777").status_code == 303
    message = ContactMessage.objects.get()
    desk = sign_in(Client(), reader)
    assert TEXT in desk.post(reverse("contact_desk_admin:read", args=[message.pk])).text
    assert places_of(*WORDS, "099-000-7777") == set()
    for queued in OutgoingMail.objects.all():
        deliver(mail_id=queued.pk, now=NOW)
    assert len(mail.outbox) == 1
    without((*WORDS, "099-000-7777"), "".join(str(each.message()) for each in mail.outbox))
    without((*WORDS, "099-000-7777"), caplog.text)
    without(WORDS, "".join(entry.body for entry in Entry.objects.all()))
    assert [word for word in WORDS if search(word).total] == []


def test_no_list_no_paper_and_no_screen_but_the_opened_one_says_a_word(clock, reader, manager):
    send(Client(), clock, **WRITTEN, phone="099-000-7777")
    message = ContactMessage.objects.get()
    assign_message(message_id=message.pk, to=reader, actor=reader, now=NOW)
    places = ["queue", "counts"]
    addresses = ["/cms/consultations/", "/cms/consultations/counts/"]
    addresses += [reverse(f"contact_desk_admin:{name}") for name in places]
    addresses += [reverse(f"contact_desk_admin:{name}", args=[message.pk]) for name in ("message", "answer")]
    addresses += ["/cms/", "/cms/outbox/?state=all", "/contact/", "/search/?q=" + TEXT[:4]]
    for user in (reader, manager, make_user(roles=[PublicRole.SYSTEM_ADMIN])):
        client = sign_in(Client(), user)
        for address in addresses:
            without((*WORDS, "099-000-7777"), client.get(address).text)
    workbook = sign_in(Client(), reader).get(reverse("contact_desk_admin:counts_file")).content
    with zipfile.ZipFile(BytesIO(workbook)) as parts:
        without(WORDS, "".join(parts.read(name).decode(errors="replace") for name in parts.namelist()))


def test_a_mail_address_is_only_where_the_mail_goes_and_goes_with_the_message(clock, reader):
    send(Client(), clock, **WRITTEN, reply_way="mail", email=ADDRESS)
    assert places_of(ADDRESS) == {"mail_outgoingmail"}
    without(WORDS, "".join(each.text + each.subject for each in OutgoingMail.objects.all()))
    message = ContactMessage.objects.get()
    ContactMessage.objects.filter(pk=message.pk).update(
        state="answered",
        assigned_to=reader,
        assigned_at=NOW,
        answered_on=NOW.date(),
        answered_at=NOW,
        answered_by=reader,
        erase_due=DUE.date(),
    )
    erase_due_messages(now=DUE)
    assert places_of(ADDRESS) == set()


def test_thirty_days_after_the_answer_the_bytes_are_gone_and_the_counts_stay(clock, reader, client):
    message = answered_message(reader=reader)
    assert erase_due_messages(now=DUE - timedelta(days=1)) == 0
    assert erase_due_messages(now=DUE) == 1
    message.refresh_from_db()
    assert (message.state, message.key_id, bytes(message.wrapped_key), bytes(message.ciphertext)) == (
        "erased",
        "",
        b"",
        b"",
    )
    assert (message.number, message.asker_kind, Consultation.objects.count()) == ("R8-T0001", "family", 1)
    assert Entry.objects.latest("id").verb == "contact_desk.message_erased"
    page = sign_in(client, reader).post(reverse("contact_desk_admin:read", args=[message.pk]))
    assert page.status_code == 404
    assert erase_due_messages(now=DUE) == 0


def test_a_closed_message_is_erased_as_well(clock, reader):
    message = answered_message(reader=reader)
    close_message(message_id=message.pk, actor=reader, now=NOW)
    assert erase_due_messages(now=DUE) == 1


def test_what_nobody_answered_is_kept_and_stands_as_late(clock, reader):
    message = send_message()
    assign_message(message_id=send_message().pk, to=reader, actor=reader, now=NOW)
    later = NOW + timedelta(days=400)
    assert erase_due_messages(now=later) == 0
    message.refresh_from_db()
    assert message.state == "new"
    with time_machine.travel(later, tick=False):
        rows = sign_in(Client(), reader).get(reverse("contact_desk_admin:queue")).context["rows"]
    assert [row.is_late for row in rows] == [True, True]


def test_the_job_erases_what_is_due(clock, reader):
    answered_message(reader=reader, now=NOW - timedelta(days=30))
    app.tasks["contact_desk.erase_due_messages"].func(timestamp=0)
    assert ContactMessage.objects.get().state == "erased"


def test_the_mail_of_an_erased_message_does_not_go_again(clock, reader):
    answered_message(reader=reader, reply_way="mail")
    receipt = OutgoingMail.objects.get(cause__startswith="contact_desk:received")
    erase_due_messages(now=DUE)
    receipt.refresh_from_db()
    assert (receipt.to, receipt.text, receipt.erased_at) == ("", "", DUE)


def test_jobs_carry_ids_only(clock, reader):
    send_message(reply_way="mail")
    assert {tuple(job.args) for job in ProcrastinateJob.objects.all()} == {("mail_id",)}


def test_the_audit_stays_whole(clock, reader):
    answered_message(reader=reader)
    erase_due_messages(now=DUE)
    call_command("verify_audit")


def test_whoever_writes_without_a_name_stays_without_one_also_when_signed_in(clock, partner):
    client = sign_in(Client(), partner)
    send(client, clock, name="")
    assert ContactMessage.objects.count() == 1
    assert list(Entry.objects.filter(verb__startswith="contact_desk").values_list("actor_id", flat=True)) == [
        None
    ]
