"""What is printed for a hand-off: by whom, when, what stands on it, and what is written down with it."""

import pytest
from django.urls import reverse

from accounts.enums import PrivateRole
from foundation.audit.models import Entry
from handoff.cases.services.bases import withdraw_basis
from handoff.disclosure.enums import Part
from handoff.machine.enums import Deed, Provision, Side
from handoff.machine.models import ProvisionRecord
from handoff.machine.reasons import DECLINE
from handoff.machine.services.running import NewItem, write_items
from handoff.papers.enums import Paper
from handoff.papers.models import LetterNumber
from handoff.safeguards.enums import Way
from tests.factories.cases import NOW, TEXTS, acting, do, fresh, rows, staff_of_agency
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.foundation.printed import Printed
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db
# What lies open on desks, goes by post outside the envelope, or comes back by FAX.
WITHOUT_ANYBODY = (Paper.COVER, Paper.LETTER, Paper.RECEIPT, Paper.REPLY, Paper.PLEDGE, Paper.SLIP)
CANARY = "かなりあ"


def ask(user, handoff, paper, **data):
    return as_(user).post(reverse("handoff:paper", args=[handoff.pk, paper]), data)


def printed(user, handoff, paper, **data):
    answer = ask(user, handoff, paper, **data)
    assert answer.status_code == 200, answer.headers.get("Location")
    return Printed(answer.content)


def records(handoff, kind=Provision.PRINTED):
    return [each.part for each in rows(ProvisionRecord.objects.filter(handoff=handoff, kind=kind))]


def write_tasks(handoff, user):
    items = [NewItem(what="通院の付き添いかなりあ", now_side=Side.GIVER, next_side=Side.RECEIVER)]
    write_items(handoff_id=handoff.pk, items=items, seen=0, actor=acting(user), now=NOW)


@pytest.mark.parametrize("paper", WITHOUT_ANYBODY)
def test_what_lies_open_tells_of_nobody(centre, make, paper):
    handoff = make(Deed.ACCEPT, way=Way.REFERENCE)
    paper = printed(centre["worker"], handoff, paper)
    assert len(paper.texts) == 1
    assert handoff.reference in paper.text
    assert CANARY not in paper.text
    assert paper.sizes == [(210, 297)]


def test_the_cover_says_to_whom_from_whom_what_and_until_when(centre, make):
    handoff = make(Deed.ACKNOWLEDGE)
    text = printed(centre["worker"], handoff, Paper.COVER).text
    for words in ("見本市障害福祉課御中", "見本市1-1", "検討と調整をお願いします", "期限", "取扱注意"):
        assert words in text
    assert Part.OUTLINE.label in text
    assert Part.NEED.label.replace("、", "") in text.replace("、", "")


def test_a_letter_keeps_its_number_and_day(centre, make):
    first, second = make(Deed.APPROVE), make(Deed.APPROVE)
    once = printed(centre["worker"], first, Paper.LETTER)
    assert printed(centre["second"], first, Paper.LETTER).text == once.text
    printed(centre["worker"], second, Paper.LETTER)
    numbers = [each.number for each in rows(LetterNumber.objects.order_by("number"))]
    assert numbers == ["R8-引0001", "R8-引0002"]
    assert numbers[0] in once.text


def test_a_reply_sheet_offers_every_coded_reason(centre, make):
    text = printed(centre["worker"], make(Deed.APPROVE), Paper.REPLY).text
    for words in ("受け入れます", "質問があります", "受け入れられません", *DECLINE.values()):
        assert words in text


def test_a_pledge_is_ready_from_the_draft_and_other_papers_are_not(centre, make):
    draft = make(None)
    assert "この番号の引継ぎが終わるまで" in printed(centre["worker"], draft, Paper.PLEDGE).text
    for paper in (Paper.COVER, Paper.LETTER, Paper.RECEIPT, Paper.PACKAGE, Paper.REPLY):
        answer = ask(centre["worker"], draft, paper, parts=list(Part))
        assert answer.url == reverse("handoff:papers", args=[draft.pk])
    assert not Entry.objects.filter(verb="papers.printed").exclude(fields=[Paper.PLEDGE]).exists()
    assert rows(LetterNumber.objects.all()) == []


def test_a_package_holds_what_is_open_for_this_step_and_is_written_in_the_ledger(centre, make):
    handoff = make(Deed.APPROVE)
    sent = printed(centre["worker"], handoff, Paper.PACKAGE, parts=[Part.OUTLINE, Part.NEED, Part.IDENTITY])
    assert TEXTS[Part.OUTLINE] in sent.text
    assert TEXTS[Part.NEED] not in sent.text
    assert TEXTS[Part.IDENTITY] not in sent.text
    assert records(handoff) == [Part.OUTLINE]
    do(handoff, Deed.ACKNOWLEDGE, centre["worker"], told_by="係長から電話で")
    chosen = printed(centre["worker"], handoff, Paper.PACKAGE, parts=[Part.IDENTITY])
    assert TEXTS[Part.IDENTITY] in chosen.text
    assert TEXTS[Part.NEED] not in chosen.text
    assert records(handoff) == [Part.OUTLINE, Part.IDENTITY]
    assert "簡易書留・特定記録だけです" in chosen.text
    assert "FAX・メール・ふつうの郵便では、送らないでください" in chosen.text
    events = Entry.objects.filter(verb="papers.part_printed").order_by("id")
    assert [each.fields for each in events] == [[Part.OUTLINE], [Part.IDENTITY]]


def test_each_part_that_can_be_kept_apart_has_a_sheet_of_its_own(centre, make):
    handoff = make(Deed.ACKNOWLEDGE)
    pages = printed(centre["worker"], handoff, Paper.PACKAGE, parts=list(Part)).texts
    assert [TEXTS[Part.IDENTITY] in page for page in pages] == [False, True]
    assert all(handoff.reference in page and "センターworker" in page for page in pages)


def test_what_lost_its_footing_is_printed_no_more(centre, make):
    handoff = make(Deed.ACKNOWLEDGE)
    withdraw_basis(
        basis_id=fresh(handoff).basis_id, reason="やめたい", actor=acting(centre["worker"]), now=NOW
    )
    assert ask(centre["worker"], handoff, Paper.PACKAGE, parts=list(Part)).status_code == 302
    assert records(handoff) == []


def test_nothing_chosen_prints_nothing(centre, make):
    handoff = make(Deed.APPROVE)
    client = as_(centre["worker"])
    answer = client.post(reverse("handoff:paper", args=[handoff.pk, Paper.PACKAGE]), {}, follow=True)
    assert "印刷する書類を、1つ以上選んでください。" in answer.text
    assert records(handoff) == []


def test_a_reader_here_prints_what_is_open_with_their_name_on_each_page(centre, people, make_here):
    handoff = make_here(Deed.ACKNOWLEDGE, Deed.ACCEPT)
    write_tasks(handoff, centre["worker"])
    hand = people["hand"]
    package = printed(hand, handoff, Paper.PACKAGE, parts=list(Part))
    assert TEXTS[Part.IDENTITY] in package.text
    table = printed(hand, handoff, Paper.ROLES)
    assert "通院の付き添いかなりあ" in table.text
    plan = printed(hand, handoff, Paper.PLAN)
    assert plan.sizes == [(297, 210)]
    for page in [*package.texts, *table.texts, *plan.texts]:
        assert "印刷機関hand（見本市障害福祉課）" in page
        assert handoff.reference in page
        assert "令和" in page
    # They read it here; nobody handed them a paper.
    assert records(handoff) == []
    assert Entry.objects.filter(verb="papers.printed", actor_id=hand.pk).count() == 3


def test_a_reader_here_never_prints_a_part_that_is_closed(people, make_here):
    handoff = make_here()
    client = as_(people["coordinator"])
    page = client.get(reverse("handoff:papers", args=[handoff.pk]))
    assert f'value="{Part.IDENTITY}"' not in page.text
    text = printed(people["coordinator"], handoff, Paper.PACKAGE, parts=list(Part)).text
    assert TEXTS[Part.OUTLINE] in text
    assert TEXTS[Part.IDENTITY] not in text
    do(handoff, Deed.DECLINE, people["coordinator"], code="no_room")
    assert ask(people["coordinator"], handoff, Paper.PACKAGE, parts=list(Part)).status_code == 302


@pytest.mark.parametrize("paper", sorted(set(Paper) - {Paper.PACKAGE, Paper.ROLES, Paper.PLAN}))
def test_papers_of_the_other_side_are_not_there(people, make_here, paper):
    handoff = make_here(Deed.ACKNOWLEDGE)
    assert ask(people["coordinator"], handoff, paper).status_code == 404
    assert not Entry.objects.filter(verb="papers.printed").exists()


@pytest.mark.parametrize("paper", list(Paper))
def test_everybody_else_finds_nothing(people, make_here, paper):
    handoff = make_here(Deed.ACKNOWLEDGE)
    others = staff_of_agency(make_agency(name="よその市"))
    leading = {PrivateRole.LEAD, PrivateRole.DEPUTY_LEAD}
    strangers = [make_enrolled_user(name=role, role=role) for role in set(PrivateRole) - leading]
    for user in [*strangers, *others.values(), people["hand"]]:
        assert ask(user, handoff, paper, parts=list(Part)).status_code == 404, user
        assert as_(user).get(reverse("handoff:papers", args=[handoff.pk])).status_code == 404
    assert not Entry.objects.filter(verb="papers.printed").exists()
    assert records(handoff) == []


def test_a_file_is_named_by_the_number_and_kept_by_no_cache(centre, make):
    handoff = make(Deed.APPROVE)
    answer = ask(centre["worker"], handoff, Paper.PACKAGE, parts=list(Part))
    assert answer["Content-Disposition"] == f'inline; filename="{handoff.reference}-package.pdf"'
    assert "no-store" in answer["Cache-Control"]
