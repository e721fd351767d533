"""Documents: who reads them, when a receiver does, what is written down, and what the database holds."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.db.utils import ProgrammingError
from django.http import Http404

from accounts.enums import PrivateRole
from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.services.bases import withdraw_basis
from handoff.cases.services.cases import stand_in
from handoff.disclosure.enums import Part
from handoff.documents import keeping
from handoff.documents.enums import Copy, CopyLimit, DocumentKind
from handoff.documents.models import Document
from handoff.documents.rules import Limit
from handoff.documents.services import filing
from handoff.documents.services.filing import remove_document
from handoff.documents.services.reading import read_shelf_of_case, read_shelf_of_handoff
from handoff.documents.services.sharing import share_document, withhold_document
from handoff.exceptions import Refused
from handoff.machine.enums import Deed, Provision, State
from handoff.machine.models import Handoff, ProvisionRecord
from handoff.machine.reasons import CODES
from tests.factories.cases import (
    NOW,
    acting,
    do,
    fresh,
    make_case,
    make_draft,
    rows,
    staff_of_centre,
)
from tests.factories.documents import look, put_down, take
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.factories.hostile import picture

pytestmark = pytest.mark.django_db


def send(handoff, centre):
    do(handoff, Deed.SUBMIT, centre["worker"])
    do(handoff, Deed.APPROVE, centre["lead"])
    return handoff


def shared(draft, centre, part=Part.NEED):
    """Put a document into a part of the draft, of which copies may be taken, and send it."""
    limit = Limit(most_copies=CopyLimit.WHILE_OPEN)
    document = put_down(draft.case_id, centre["worker"], handoff_id=draft.pk, part=part, limit=limit)
    send(draft, centre)
    return document


def ledger(handoff, part):
    found = ProvisionRecord.objects.filter(handoff=handoff, part=part).order_by("number")
    return [each.kind for each in rows(found)]


def test_whoever_works_on_the_case_reads_it_and_nobody_else(centre, people, draft):
    document = put_down(draft.case_id, centre["worker"])
    for user in centre.values():
        assert len(look(document, user).pictures) == 1
    officer = make_enrolled_user(name="責任者E", role=PrivateRole.PRIVACY_OFFICER)
    strangers = [staff_of_centre()["worker"], officer, *people.values()]
    send(draft, centre)
    for user in strangers:
        with pytest.raises(Http404):
            look(document, user)
        with pytest.raises(Http404):
            take(document, user)


def test_who_answers_for_data_sees_that_there_is_something_and_no_name_of_it(centre, draft):
    put_down(draft.case_id, centre["worker"])
    officer = make_enrolled_user(name="責任者E", role=PrivateRole.PRIVACY_OFFICER)
    names = {}
    for user in (officer, centre["second"]):
        shelf = read_shelf_of_case(case_id=draft.case_id, actor=acting(user), now=NOW)
        names[user] = [each.name for each in shelf.lines]
    assert names == {officer: [""], centre["second"]: ["かなりあさんの同意書.pdf"]}


def test_each_reading_and_each_copy_is_written_down(centre, draft):
    document = put_down(draft.case_id, centre["worker"])
    look(document, centre["second"])
    take(document, centre["second"])
    take(document, centre["lead"], copy=Copy.UNMARKED)
    found = Entry.objects.filter(verb__startswith="documents.", subject_key=document.pk).order_by("pk")
    assert [(each.verb, each.actor_id) for each in found] == [
        ("documents.added", centre["worker"].pk),
        ("documents.read", centre["second"].pk),
        ("documents.copied", centre["second"].pk),
        ("documents.copied_unmarked", centre["lead"].pk),
    ]


def test_nothing_of_it_stands_in_the_clear_or_in_a_name(centre, draft):
    document = put_down(draft.case_id, centre["worker"], handoff_id=draft.pk)
    with opened(CLOCK, now=NOW):
        assert "かなりあ" not in str(list(Document.objects.values()))
    names = [file.name for file in keeping.folder().iterdir()]
    assert f"{document.pk}.sealed" in names
    assert b"%PDF-" not in (keeping.folder() / f"{document.pk}.sealed").read_bytes()
    assert take(document, centre["worker"]).name == f"{draft.reference}.pdf"


def test_the_same_form_puts_it_down_once(centre, draft):
    key = uuid4()
    first = put_down(draft.case_id, centre["worker"], form_key=key)
    assert put_down(draft.case_id, centre["worker"], form_key=key) == first
    assert len(rows(Document.objects.all())) == 1


def test_a_receiver_reads_it_with_the_part_to_which_it_belongs_and_no_longer(centre, people, draft):
    document = shared(draft, centre)
    receiver = people["coordinator"]
    with pytest.raises(Http404):
        look(document, receiver)
    do(draft, Deed.ACKNOWLEDGE, receiver)
    assert len(look(document, receiver).pictures) == 1
    shelf = read_shelf_of_handoff(handoff_id=draft.pk, actor=acting(receiver), now=NOW)
    assert [(each.document.pk, each.name) for each in shelf.lines] == [(document.pk, "")]
    with pytest.raises(Http404):
        take(document, receiver, copy=Copy.UNMARKED)
    assert take(document, receiver).content.startswith(b"%PDF-")
    with pytest.raises(Http404):
        look(document, people["hand"])
    do(draft, Deed.DECLINE, receiver, code=min(CODES[Deed.DECLINE]))
    with pytest.raises(Http404):
        look(document, receiver)


def test_a_consent_taken_back_closes_it_at_once(centre, people, draft):
    document = shared(draft, centre, Part.OUTLINE)
    receiver = people["coordinator"]
    assert look(document, receiver).pages == 1
    basis = fresh(draft).basis_id
    withdraw_basis(basis_id=basis, reason="やめたい", actor=acting(centre["second"]), now=NOW)
    with pytest.raises(Http404):
        look(document, receiver)


def test_what_belongs_to_no_part_stays_inside_whatever_is_open(centre, people, draft):
    inside = put_down(draft.case_id, centre["worker"], handoff_id=draft.pk)
    send(draft, centre)
    do(draft, Deed.ACKNOWLEDGE, people["coordinator"])
    with pytest.raises(Http404):
        look(inside, people["coordinator"])


def test_a_draft_that_gets_a_document_is_approved_anew_by_another(centre, draft):
    do(draft, Deed.SUBMIT, centre["worker"])
    seen = fresh(draft).version
    put_down(draft.case_id, centre["second"], handoff_id=draft.pk, part=Part.NEED)
    changed = fresh(draft)
    assert (changed.state, changed.author_id) == (State.DRAFT, centre["second"].pk)
    assert changed.version == seen + 1
    with pytest.raises(Refused):
        do(draft, Deed.APPROVE, centre["lead"], seen=seen)


def test_after_sending_another_who_leads_shows_it_and_the_ledger_has_it(centre, people, draft):
    send(draft, centre)
    do(draft, Deed.ACKNOWLEDGE, people["coordinator"])
    own = put_down(draft.case_id, centre["lead"], handoff_id=draft.pk)
    document = put_down(draft.case_id, centre["worker"], handoff_id=draft.pk)
    for user, which in ((centre["second"], document), (centre["lead"], own)):
        with pytest.raises(Refused, match="別の"):
            share_document(document_id=which.pk, part=Part.NEED, actor=acting(user), now=NOW)
    share_document(document_id=document.pk, part=Part.NEED, actor=acting(centre["lead"]), now=NOW)
    assert ledger(draft, Part.NEED) == [Provision.OPENED, Provision.OPENED]
    assert look(document, people["coordinator"]).pages == 1
    withhold_document(document_id=document.pk, actor=acting(centre["second"]), now=NOW)
    with pytest.raises(Http404):
        look(document, people["coordinator"])


def test_it_is_shown_within_a_part_of_this_very_hand_off_while_it_goes_on(centre, people, draft):
    other = make_draft(make_case(centre), make_agency(name="よその市"), centre)
    of_case = put_down(draft.case_id, centre["worker"])
    inside = put_down(draft.case_id, centre["worker"], handoff_id=draft.pk)
    lead = acting(centre["lead"])
    with pytest.raises(Refused, match="引継ぎの書類だけ"):
        share_document(document_id=of_case.pk, part=Part.NEED, actor=lead, now=NOW)
    with pytest.raises(Refused, match="入っていません"):
        share_document(document_id=inside.pk, part=Part.OFFENCE, actor=lead, now=NOW)
    with pytest.raises(Refused, match="別のケース"):
        put_down(draft.case_id, centre["worker"], handoff_id=other.pk)
    send(draft, centre)
    do(draft, Deed.WITHDRAW, centre["worker"], reason="まちがえた")
    with pytest.raises(Refused, match="終わった"):
        share_document(document_id=inside.pk, part=Part.NEED, actor=lead, now=NOW)


def test_what_is_removed_leaves_who_when_and_why_and_no_file(centre, draft):
    document = put_down(draft.case_id, centre["worker"])
    with pytest.raises(Refused):
        remove_document(document_id=document.pk, reason=" ", actor=acting(centre["second"]), now=NOW)
    remove_document(document_id=document.pk, reason="別の方の", actor=acting(centre["second"]), now=NOW)
    assert not (keeping.folder() / f"{document.pk}.sealed").exists()
    (line,) = read_shelf_of_case(case_id=draft.case_id, actor=acting(centre["worker"]), now=NOW).lines
    assert (line.removed_because, line.document.removed_by_id) == ("別の方の", centre["second"].pk)
    for verb in (look, take):
        with pytest.raises(Http404):
            verb(document, centre["worker"])
    assert Entry.objects.filter(verb="documents.removed", subject_key=document.pk).count() == 1


def test_a_case_that_is_full_takes_no_more_until_something_is_removed(centre, draft, monkeypatch):
    first = put_down(draft.case_id, centre["worker"])
    monkeypatch.setattr(filing, "MOST_BYTES_OF_A_CASE", first.size_bytes)
    with pytest.raises(Refused, match="200MB"):
        put_down(draft.case_id, centre["worker"])
    remove_document(document_id=first.pk, reason="いらない", actor=acting(centre["worker"]), now=NOW)
    assert put_down(draft.case_id, centre["worker"]).pages == 1


def test_a_file_that_is_too_large_is_not_even_looked_into(centre, draft):
    large = b"%PDF-" + bytes(20 * 1024 * 1024)
    with pytest.raises(Refused, match="20MB"):
        put_down(draft.case_id, centre["worker"], content=large)


def test_a_stand_in_reads_it_for_the_day_alone(centre, draft):
    document = put_down(draft.case_id, centre["worker"], content=picture("PNG"))
    colleague, reference = staff_of_centre()["worker"], fresh(draft).case_reference
    stand_in(reference=reference, reason="休み", actor=acting(colleague), now=NOW)
    assert look(document, colleague).pages == 1
    with pytest.raises(Http404):
        look(document, colleague, now=NOW + timedelta(days=1))


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"kind": "none"}, "documents_document_kind_is_known"),
        ({"file_type": "exe"}, "documents_document_file_type_is_known"),
        ({"part": "need"}, "documents_document_shared_within_a_part"),
        ({"removed_at": NOW}, "documents_document_removed_says_who_and_why"),
        ({"pages": 0}, "documents_document_is_not_empty"),
    ],
)
def test_the_database_holds_what_the_rules_say(centre, draft, change, constraint):
    put_down(draft.case_id, centre["worker"])
    with pytest.raises(IntegrityError, match=constraint), opened(CLOCK, now=NOW):
        Document.objects.update(**change)


def test_the_database_lets_nobody_show_their_own_document_after_sending(centre, draft):
    document = shared(draft, centre)
    with pytest.raises(IntegrityError, match="shared_by_another"), opened(CLOCK, now=NOW):
        Document.objects.filter(pk=document.pk).update(is_shared_in_draft=False)


def seen_by(user, now=NOW):
    with opened(acting(user, now=now), now=now):
        return set(Document.objects.values_list("pk", flat=True))


def test_without_any_filter_of_ours_the_database_shows_what_access_shows(centre, people, draft):
    inside = put_down(draft.case_id, centre["worker"], kind=DocumentKind.OPINION_LETTER)
    document = shared(draft, centre)
    both = {inside.pk, document.pk}
    receiver, stranger = people["coordinator"], staff_of_centre()["worker"]
    assert [seen_by(user) for user in centre.values()] == [both] * 3
    assert [seen_by(user) for user in (receiver, people["hand"], stranger)] == [set()] * 3
    do(draft, Deed.ACKNOWLEDGE, receiver)
    assert seen_by(receiver) == {document.pk}
    actor = acting(receiver)
    receiver.person.enrolments.update(ended_at=NOW)
    with opened(actor, now=NOW):
        assert list(Document.objects.all()) == []


def test_the_database_lets_a_receiver_change_nothing_and_nobody_move_it_to_another_case(
    centre, people, draft
):
    document = shared(draft, centre)
    do(draft, Deed.ACKNOWLEDGE, people["coordinator"])
    with opened(acting(people["coordinator"]), now=NOW):
        assert Document.objects.filter(pk=document.pk).update(pages=9) == 0
    other = make_draft(make_case(centre), make_agency(name="よその市"), centre)
    with pytest.raises(ProgrammingError, match="row-level security"), opened(acting(centre["lead"]), now=NOW):
        Document.objects.filter(pk=document.pk).update(handoff=Handoff.objects.get(pk=other.pk))
