"""What an agency writes waits for staff; nothing is lost on the way, whoever else writes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from content.search.rules import spelt
from directory.declared.enums import DraftState, DraftWay
from directory.declared.exceptions import DraftRefused, EntryHasChanged
from directory.declared.models import Declaration, Draft
from directory.declared.queries import editing, entry_of, shown
from directory.declared.services.approving import approve_draft, restore_version, seen, send_back_draft
from directory.declared.services.drafts import save_draft, withdraw_draft
from directory.declared.services.saying import confirm_entry
from directory.finding.models import DirectoryEntry
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from tests.factories.declared import HOME, TEXT, publish, write
from tests.factories.directory import NOW

pytestmark = pytest.mark.django_db
OTHER = replace(TEXT, summary="にぎやかな家です。", offers=(replace(HOME, capacity=8),))
LATER = NOW + timedelta(days=3)


def published(agency):
    return entry_of(Declaration.objects.get(agency=agency))


def test_a_draft_changes_nothing_that_anybody_sees(agency, member):
    write(agency, actor=member)
    assert Declaration.objects.get(agency=agency).live is False
    assert shown(agency).views[-1].profile.introduction is None
    assert (editing(agency).text, editing(agency).published.summary) == (TEXT, "")


def test_an_approved_draft_is_published_whole_and_found(agency, member, staff):
    publish(agency, writer=member, staff=staff)
    assert published(agency) == TEXT
    row = Declaration.objects.get(agency=agency)
    assert (row.confirmed_on, row.confirmed_by) == (NOW.date(), "佐久間")
    assert DirectoryEntry.objects.filter(agency=agency, folded__contains=spelt("静かな家")).exists()


def test_a_second_writing_changes_the_draft_that_waits(agency, member):
    first = write(agency, actor=member)
    second = write(agency, actor=member, text=OTHER)
    assert (second.pk, Draft.objects.count(), editing(agency).text) == (first.pk, 1, OTHER)


def test_a_published_entry_stays_while_the_next_draft_waits(agency, member, staff):
    publish(agency, writer=member, staff=staff)
    write(agency, actor=member, text=OTHER)
    assert (published(agency), editing(agency).text) == (TEXT, OTHER)
    assert shown(agency).views[-1].profile.introduction.summary == "静かな家です。"


def test_two_editors_at_once_lose_nothing(agency, member):
    base = editing(agency).base
    write(agency, actor=member)
    given = {"said_by": "別の方", "way": DraftWay.PORTAL, "actor": member, "now": NOW}
    with pytest.raises(EntryHasChanged):
        save_draft(agency=agency, text=OTHER, base=base, **given)
    assert editing(agency).text == TEXT


def test_whoever_wrote_on_what_is_no_longer_published_is_told(agency, member, staff):
    base = editing(agency).base
    publish(agency, writer=member, staff=staff)
    given = {"said_by": "別の方", "way": DraftWay.PORTAL, "actor": member, "now": NOW}
    with pytest.raises(EntryHasChanged):
        save_draft(agency=agency, text=OTHER, base=base, **given)


def test_what_staff_have_not_seen_is_not_published(agency, member, staff):
    draft = write(agency, actor=member)
    as_seen = seen(draft)
    write(agency, actor=member, text=OTHER)
    with pytest.raises(DraftRefused):
        approve_draft(draft=draft, as_seen=as_seen, actor=staff, now=NOW)
    assert Declaration.objects.get(agency=agency).live is False


def test_a_draft_is_decided_once(agency, member, staff):
    draft = publish(agency, writer=member, staff=staff)
    with pytest.raises(DraftRefused):
        send_back_draft(draft=draft, as_seen=seen(draft), reason="直して", actor=staff, now=NOW)


def test_a_withdrawn_draft_is_gone_and_the_entry_stays(agency, member, staff):
    publish(agency, writer=member, staff=staff)
    write(agency, actor=member, text=OTHER)
    withdraw_draft(agency=agency, actor=member, now=NOW)
    assert (editing(agency).text, editing(agency).waiting) == (TEXT, None)
    with pytest.raises(DraftRefused):
        withdraw_draft(agency=agency, actor=member, now=NOW)


def test_what_was_sent_back_is_where_the_agency_goes_on(agency, member, staff):
    draft = write(agency, actor=member)
    send_back_draft(draft=draft, as_seen=seen(draft), reason="人数を確かめてください", actor=staff, now=NOW)
    now = editing(agency)
    assert (now.text, now.sent_back.reason, now.waiting) == (TEXT, "人数を確かめてください", None)
    again = write(agency, actor=member, text=OTHER)
    assert (again.pk != draft.pk, editing(agency).text) == (True, OTHER)


def test_a_version_of_before_comes_back_and_nobodys_word_gets_newer(agency, member, staff):
    first = publish(agency, writer=member, staff=staff)
    publish(agency, writer=member, staff=staff, text=OTHER, now=LATER)
    restored = restore_version(draft=first, actor=staff, now=LATER + timedelta(days=9))
    assert (published(agency), restored.way) == (TEXT, DraftWay.RESTORED)
    assert Declaration.objects.get(agency=agency).confirmed_on == LATER.date()
    assert [each.state for each in Draft.objects.all()] == [DraftState.APPROVED] * 3
    assert DirectoryEntry.objects.filter(agency=agency, folded__contains=spelt("静かな家")).exists()


def test_nothing_comes_back_over_a_draft_that_waits(agency, member, staff):
    first = publish(agency, writer=member, staff=staff)
    publish(agency, writer=member, staff=staff, text=OTHER)
    write(agency, actor=member)
    with pytest.raises(DraftRefused):
        restore_version(draft=first, actor=staff, now=LATER)


def test_saying_that_all_is_true_changes_the_day_and_the_name_alone(agency, member, staff):
    publish(agency, writer=member, staff=staff)
    write(agency, actor=member, text=OTHER)
    confirm_entry(agency=agency, said_by="見本", said_on=LATER.date(), actor=member, now=LATER)
    row = Declaration.objects.get(agency=agency)
    assert (row.confirmed_on, row.confirmed_by, entry_of(row)) == (LATER.date(), "見本", TEXT)
    assert editing(agency).text == OTHER


def test_an_older_version_takes_no_confirmation_back(agency, member, staff):
    publish(agency, writer=member, staff=staff)
    draft = write(agency, actor=member, text=OTHER, now=NOW)
    confirm_entry(agency=agency, said_by="見本", said_on=LATER.date(), actor=member, now=LATER)
    send_back_draft(draft=draft, as_seen=seen(draft), reason="直して", actor=staff, now=LATER)
    assert Declaration.objects.get(agency=agency).confirmed_on == LATER.date()


def test_mails_to_the_agency_say_nothing_of_what_was_written(agency, member, staff):
    draft = write(agency, actor=member)
    send_back_draft(draft=draft, as_seen=seen(draft), reason="人数を確かめて", actor=staff, now=NOW)
    publish(agency, writer=member, staff=staff)
    mails = list(OutgoingMail.objects.order_by("pk"))
    assert [mail.to for mail in mails] == ["minamo@agency.example.jp"] * 2
    said = ["静かな家", "受け入れ係", "にぎやか", "人数を確かめて", "グループホーム", "佐久間"]
    assert [word for mail in mails for word in said if word in mail.subject + mail.text] == []


def test_an_agency_without_an_address_gets_no_mail(agency, member, staff):
    agency.email = ""
    agency.save()
    publish(agency, writer=member, staff=staff)
    assert OutgoingMail.objects.count() == 0


def test_every_act_is_in_the_audit_without_a_word_of_content(agency, member, staff):
    publish(agency, writer=member, staff=staff)
    write(agency, actor=member, text=OTHER)
    withdraw_draft(agency=agency, actor=member, now=NOW)
    entries = Entry.objects.filter(verb__startswith="directory.entry").order_by("pk")
    assert [(each.verb, each.actor_id) for each in entries] == [
        ("directory.entry_written", member.pk),
        ("directory.entry_published", staff.pk),
        ("directory.entry_written", member.pk),
        ("directory.entry_withdrawn", member.pk),
    ]
    assert not any("静かな" in each.body for each in entries)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"state": DraftState.WAITING}, "declared_draft_is_decided_or_waits"),
        ({"state": DraftState.SENT_BACK}, "declared_draft_sent_back_says_why"),
        ({"said_by": ""}, "declared_draft_is_somebodys_word"),
    ],
)
def test_the_database_keeps_drafts_whole(agency, member, staff, values, constraint):
    draft = publish(agency, writer=member, staff=staff)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(**values)


def test_the_database_lets_one_draft_wait(agency, member):
    draft = write(agency, actor=member)
    revision = draft.declaration.save_revision(clean=False)
    second = Draft(
        declaration=draft.declaration, revision=revision, way="portal", said_by="別の方", written_at=NOW
    )
    with pytest.raises(IntegrityError, match="declared_draft_one_waits"), transaction.atomic():
        Draft.objects.bulk_create([second])
