"""Opinion letters: asked by an office, checked, issued by the lead and never by the writer; the register."""

import pytest
from django.db.utils import IntegrityError
from django.http import Http404

from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.services.bases import withdraw_basis
from handoff.exceptions import Refused
from handoff.opinion.enums import AdditionKind, LetterDeed, LetterState
from handoff.opinion.models import OpinionLetter
from handoff.opinion.reading import read_letter
from handoff.opinion.register import waiting
from handoff.opinion.rules import CONDITIONS
from handoff.opinion.services import ask_for_letter, check_letter, issue_letter, lacking
from tests.factories.cases import NOW, TODAY, acting, fresh, rows
from tests.factories.records import make_world
from tests.handoff.clients import as_, page

pytestmark = pytest.mark.django_db
TEXTS = {"office": "ホームかなりあ", "service": "グループホームかなりあ", "period": "1年かなりあ"}
OPINION = {"opinion": "落ち着いて暮らしているかなりあ"}
ALL = [each.code for each in CONDITIONS[AdditionKind.COMMUNITY_MOVE]]


@pytest.fixture
def world():
    return make_world()


def asked(world, user=None):
    return ask_for_letter(
        handoff_id=world.handoff.pk, addition=AdditionKind.COMMUNITY_MOVE, texts=TEXTS,
        actor=acting(user or world.hand), now=NOW,
    )  # fmt: skip


def checked(letter, user, *, holding=ALL):
    check_letter(letter_id=letter.pk, holding=holding, texts=OPINION, actor=acting(user), now=NOW)


def issue(letter, user, deed=LetterDeed.ISSUE, *, seen=None, **more):
    seen = fresh(letter).version if seen is None else seen
    return issue_letter(letter_id=letter.pk, deed=deed, seen=seen, actor=acting(user), now=NOW, **more)


def read(letter, user):
    return read_letter(letter_id=letter.pk, actor=acting(user), now=NOW)


def test_a_letter_goes_from_the_question_to_its_number_and_out_again(world):
    letter = asked(world)
    checked(letter, world.worker)
    assert read(letter, world.hand).opinion == ""
    first = issue(letter, world.lead)
    assert (first.state, first.issued_on, first.number[-5:]) == (LetterState.ISSUED, TODAY, "意0001")
    assert read(letter, world.hand).opinion == OPINION["opinion"]
    with pytest.raises(Refused, match="わけ"):
        issue(letter, world.lead, LetterDeed.REISSUE)
    again = issue(letter, world.lead, LetterDeed.REISSUE, words="なくしたためかなりあ")
    assert (again.number, again.state) == (first.number, LetterState.REISSUED)
    other = asked(world)
    checked(other, world.worker)
    assert issue(other, world.lead).number[-5:] == "意0002"


def test_nobody_issues_what_they_wrote_and_nobody_but_the_lead(world):
    letter = asked(world)
    with pytest.raises(Refused, match="いまは"):
        issue(letter, world.lead)
    checked(letter, world.lead)
    with pytest.raises(Refused, match="別の人"):
        issue(letter, world.lead)
    checked(letter, world.worker)
    with pytest.raises(Refused, match="責任者"):
        issue(letter, world.centre["second"])
    with pytest.raises(Http404):
        issue(letter, world.hand)


def test_a_condition_that_nobody_checked_hinders_it(world):
    letter = asked(world)
    checked(letter, world.worker, holding=ALL[1:])
    with pytest.raises(Refused, match="条件が1つ"):
        issue(letter, world.lead)
    assert len(lacking(fresh(letter))) == 1


def test_the_lead_issues_what_they_read_and_nothing_that_was_written_over_it(world):
    letter = asked(world)
    checked(letter, world.worker)
    client, address = as_(world.lead), page("issue_opinion_letter", letter.pk, LetterDeed.ISSUE)
    shown = client.get(address)
    assert OPINION["opinion"] in shown.text
    seen = shown.context["form"].initial["seen"]
    checked(letter, world.worker)
    answer = client.post(address, {"seen": str(seen)}, follow=True)
    assert "先に書きなおしました" in answer.text
    assert fresh(letter).number == ""


def test_what_was_issued_is_not_written_anew(world):
    letter = asked(world)
    checked(letter, world.worker)
    issue(letter, world.lead)
    with pytest.raises(Refused, match="書きなおせません"):
        checked(letter, world.worker)


def test_who_reads_it_and_when(world):
    letter = asked(world)
    for user in world.strangers:
        with pytest.raises(Http404):
            read(letter, user)
    for user, count in {world.worker: 1, world.hand: 1, world.strangers[0]: 0}.items():
        with opened(acting(user), now=NOW):
            assert OpinionLetter.objects.count() == count
    with opened(acting(world.hand), now=NOW):
        assert OpinionLetter.objects.update(state=LetterState.CHECKED) == 0
    basis = fresh(world.handoff).basis_id
    withdraw_basis(basis_id=basis, reason="やめたい", actor=acting(world.worker), now=NOW)
    with pytest.raises(Http404):
        read(letter, world.hand)
    with opened(acting(world.hand), now=NOW):
        assert OpinionLetter.objects.count() == 0
    actor = acting(world.worker)
    world.worker.person.enrolments.update(ended_at=NOW)
    with opened(actor, now=NOW):
        assert OpinionLetter.objects.count() == 0


def test_invariants_stand_in_the_database(world):
    letter = asked(world)
    checked(letter, world.worker)
    issue(letter, world.lead)
    for change, name in (
        ({"issued_by": world.worker}, "issued_by_another"),
        ({"number": ""}, "issued_with_its_number"),
        ({"handoff": None}, "stands_beside_a_handoff"),
    ):
        with pytest.raises(IntegrityError, match=name), opened(CLOCK, now=NOW):
            OpinionLetter.objects.filter(pk=letter.pk).update(**change)


def test_what_is_to_be_written_or_issued_waits_for_the_case(world):
    letter = asked(world)

    def told(user):
        with opened(acting(user), now=NOW):
            return [each.what for each in waiting(acting(user), today=TODAY)]

    assert told(world.worker) == ["意見書を、書いてください"]
    checked(letter, world.worker)
    assert told(world.worker) == ["意見書を、出してください"]
    issue(letter, world.lead)
    assert [told(user) for user in (world.worker, world.hand)] == [[], []]


def test_on_the_screen_from_the_question_to_the_paper(world):
    hand, worker, lead = (as_(user) for user in (world.hand, world.worker, world.lead))
    lacking_one = hand.post(page("new_opinion_letter", world.handoff.pk), TEXTS)
    assert (lacking_one.status_code, TEXTS["period"] in lacking_one.text) == (422, True)
    hand.post(page("new_opinion_letter", world.handoff.pk), TEXTS | {"addition": AdditionKind.COMMUNITY_MOVE})
    (letter,) = rows(OpinionLetter.objects.all())
    assert hand.get(page("opinion_letter_paper", letter.pk)).status_code == 404
    assert worker.post(page("check_opinion_letter", letter.pk), {"holding": ALL}).status_code == 422
    worker.post(page("check_opinion_letter", letter.pk), OPINION | {"holding": ALL})
    assert worker.get(page("issue_opinion_letter", letter.pk, LetterDeed.ISSUE)).status_code == 404
    assert lead.get(page("issue_opinion_letter", letter.pk, LetterDeed.ISSUE)).status_code == 200
    issue(letter, world.lead)
    assert OPINION["opinion"] in hand.get(page("opinion_letter", letter.pk)).text
    answer = hand.get(page("opinion_letter_paper", letter.pk))
    assert answer.content.startswith(b"%PDF")
    assert Entry.objects.filter(verb="opinion.letter_printed", actor_id=world.hand.pk).exists()
    assert fresh(letter).number in hand.get(page("opinion_letters", world.handoff.pk)).text
    for user in world.strangers:
        client = as_(user)
        for name in ("opinion_letter", "opinion_letter_paper", "check_opinion_letter"):
            assert client.get(page(name, letter.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_has_no_names_and_asks_as_often_for_three(world, count, django_assert_num_queries):
    for _ in range(count):
        letter = asked(world)
    checked(letter, world.worker)
    issue(letter, world.lead)
    client = as_(world.worker)
    client.get(page("opinion_register"))
    with django_assert_num_queries(14):
        shown = client.get(page("opinion_register"))
    assert (len(shown.context["lines"]), "かなりあ" in shown.text) == (count, False)
    content = client.get(page("opinion_register_file")).content.decode("utf-8-sig")
    assert content.splitlines()[0].startswith("文書番号,引継ぎの番号,加算")
    assert (len(content.splitlines()), "かなりあ" in content) == (count + 1, False)
    assert world.handoff.reference in content
    read = Entry.objects.filter(
        verb="opinion.register_read", actor_id=world.worker.pk, subject_id=world.worker.pk
    )
    taken = Entry.objects.filter(verb="opinion.register_exported", subject_id=world.worker.pk)
    assert (read.count(), taken.count()) == (2, 1)
