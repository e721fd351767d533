"""Every half year an agency is asked once: by mail, or by a letter that is printed once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from directory.declared.enums import LinkState
from directory.declared.models import ConfirmReminder, Declaration, EntryLink
from directory.declared.queries import letters_to_print, unanswered_agencies
from directory.declared.services.reminding import make_letters, send_due_reminders
from directory.declared.services.saying import confirm_entry
from directory.models import Agency
from foundation.mail.models import OutgoingMail
from tests.factories.declared import publish
from tests.factories.directory import NOW, make_agency
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db
LONG_AGO = NOW - timedelta(days=184)


@pytest.fixture
def old(agency, member, staff):
    publish(agency, writer=member, staff=staff, now=LONG_AGO)
    OutgoingMail.objects.all().delete()
    return agency


@pytest.fixture
def without_mail(member, staff):
    agency = make_agency(name="FAXの家")
    publish(agency, writer=member, staff=staff, now=LONG_AGO)
    return agency


def test_asking_twice_sends_one_mail(old):
    assert [send_due_reminders(now=NOW), send_due_reminders(now=NOW + timedelta(days=1))] == [1, 0]
    mail = OutgoingMail.objects.get()
    assert (mail.to, "/entry/" in mail.text, "みなも" in mail.text) == (
        "minamo@agency.example.jp",
        True,
        False,
    )


def test_a_day_before_nobody_is_asked(old):
    assert send_due_reminders(now=NOW - timedelta(days=1)) == 0


def test_the_next_half_year_asks_again(old, member):
    send_due_reminders(now=NOW)
    confirm_entry(agency=old, said_by="見本", said_on=NOW.date(), actor=member, now=NOW)
    assert send_due_reminders(now=NOW + timedelta(days=183)) == 0
    assert send_due_reminders(now=NOW + timedelta(days=184)) == 1


def test_an_agency_that_never_confirmed_is_asked_once_too_and_then_called(agency):
    Declaration.objects.create(agency=agency)
    assert [send_due_reminders(now=NOW), send_due_reminders(now=NOW + timedelta(days=1))] == [1, 0]
    assert ("/entry/" in OutgoingMail.objects.get().text, unanswered_agencies(today=NOW.date()).count()) == (
        True,
        0,
    )
    assert unanswered_agencies(today=NOW.date() + timedelta(days=30)).get() == agency


def test_an_agency_without_an_entry_is_not_asked_to_confirm_one(agency):
    assert send_due_reminders(now=NOW) == 0


def test_the_database_asks_once_for_a_word_that_nobody_gave(agency):
    Declaration.objects.create(agency=agency)
    send_due_reminders(now=NOW)
    wrong = pytest.raises(IntegrityError, match="declared_confirmreminder_once")
    with wrong, transaction.atomic():
        ConfirmReminder.objects.bulk_create([ConfirmReminder(agency=agency, way="mail", asked_at=NOW)])


def test_a_closed_agency_is_not_asked(old):
    old.closed_on = NOW.date()
    old.save()
    assert send_due_reminders(now=NOW) == 0


def test_agencies_without_mail_get_a_letter_each_in_one_paper_once(desk, old, without_mail):
    other = make_agency(name="もう一つの家")
    Declaration.objects.create(agency=other, confirmed_on=LONG_AGO.date(), confirmed_by="見本")
    send_due_reminders(now=NOW)
    assert OutgoingMail.objects.count() == 1
    assert "2件を、1つのPDFにします" in desk.get("/cms/entries/stale/").content.decode()
    printed = Printed(desk.post("/cms/entries/stale/letters/").content)
    assert sorted(
        name for text in printed.texts for name in ("FAXの家御中", "もう一つの家御中") if name in text
    ) == [
        "FAXの家御中",
        "もう一つの家御中",
    ]
    assert (len(printed.texts), EntryLink.objects.filter(way="paper").count()) == (2, 2)
    assert desk.post("/cms/entries/stale/letters/").status_code == 303


def test_who_has_closed_or_confirmed_since_gets_no_letter(desk, member, staff, without_mail):
    other = make_agency(name="もう一つの家")
    publish(other, writer=member, staff=staff, now=LONG_AGO)
    send_due_reminders(now=NOW)
    assert letters_to_print(today=NOW.date()).count() == 2
    Agency.objects.filter(pk=without_mail.pk).update(closed_on=NOW.date())
    confirm_entry(agency=other, said_by="見本", said_on=NOW.date(), actor=member, now=NOW)
    assert "件を、1つのPDFにします" not in desk.get("/cms/entries/stale/").content.decode()
    assert desk.post("/cms/entries/stale/letters/").status_code == 303
    assert EntryLink.objects.filter(way="paper").count() == 0


def test_a_paper_that_cannot_be_laid_out_was_not_printed(staff, without_mail):
    send_due_reminders(now=NOW)

    def fail(_):
        raise OSError("紙がありません")

    with pytest.raises(OSError, match="紙"):
        make_letters(lay_out=fail, actor=staff, now=NOW)
    assert (ConfirmReminder.objects.get().printed_at, EntryLink.objects.count()) == (None, 0)
    assert letters_to_print(today=NOW.date()).count() == 1


def test_lost_letters_are_made_again_for_those_who_have_not_answered(desk, member, staff, without_mail):
    other = make_agency(name="もう一つの家")
    publish(other, writer=member, staff=staff, now=LONG_AGO)
    send_due_reminders(now=NOW)
    assert "作り直す" not in desk.get("/cms/entries/stale/").content.decode()
    desk.post("/cms/entries/stale/letters/")
    assert "2件あります" in desk.get("/cms/entries/stale/").content.decode()
    confirm_entry(agency=other, said_by="見本", said_on=NOW.date(), actor=member, now=NOW)
    lost = EntryLink.objects.get(agency=without_mail)
    printed = Printed(desk.post("/cms/entries/stale/letters/", {"again": "1"}).content)
    assert (len(printed.texts), "FAXの家御中" in printed.text) == (1, True)
    lost.refresh_from_db()
    assert (lost.state(NOW), EntryLink.objects.filter(agency=without_mail).count()) == (LinkState.REVOKED, 2)


def test_partners_print_no_letters(browser, without_mail):
    send_due_reminders(now=NOW)
    assert browser.post("/cms/entries/stale/letters/").status_code == 302
    assert ConfirmReminder.objects.get().printed_at is None


def test_the_database_keeps_reminders_whole(old):
    send_due_reminders(now=NOW)
    wrong = pytest.raises(IntegrityError, match="declared_confirmreminder_paper_is_printed")
    with wrong, transaction.atomic():
        ConfirmReminder.objects.update(printed_at=NOW)
    first = ConfirmReminder.objects.get()
    second = ConfirmReminder(agency=old, confirmed_on=first.confirmed_on, way="mail", asked_at=NOW)
    with pytest.raises(IntegrityError, match="declared_confirmreminder_once"), transaction.atomic():
        ConfirmReminder.objects.bulk_create([second])
