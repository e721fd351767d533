"""Hand-offs on the screen: who finds them, what stands there, and a deed from its page to the next."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PrivateRole
from foundation.audit.models import Entry
from foundation.centre.models import CentreProfile
from handoff.access import opened
from handoff.cases.enums import Place
from handoff.cases.services.bases import withdraw_basis
from handoff.disclosure.enums import Part
from handoff.machine.enums import Deed, ItemState, State
from handoff.machine.models import JointMeeting, Receiver, RoleItem
from handoff.safeguards.services import suspend_safeguard
from tests.factories.cases import (
    NOW,
    TEXTS,
    acting,
    do,
    fresh,
    make_case,
    make_draft,
    rows,
    staff_of_agency,
)
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.factories.records import hold_meeting, make_world
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(centre, city, people):
    handoff = make_draft(make_case(centre), city, centre)
    do(handoff, Deed.SUBMIT, centre["worker"])
    do(handoff, Deed.APPROVE, centre["lead"])
    return handoff


def detail(handoff):
    return reverse("handoff:detail", args=[handoff.pk])


def act(handoff, deed):
    return reverse("handoff:act", args=[handoff.pk, deed])


def filled(client, handoff, deed, **words):
    """Return what the form of a deed sends back as it came, with these words."""
    form = client.get(act(handoff, deed)).context["form"]
    return {"seen": form["seen"].value(), "key": str(form["key"].value())} | words


def test_each_side_finds_it_and_everybody_else_finds_nothing(centre, people, sent):
    strangers = [make_enrolled_user(name=role, role=role) for role in PrivateRole]
    others = staff_of_agency(make_agency(name="よその市")).values()
    for user in (centre["worker"], centre["second"], centre["lead"], people["coordinator"]):
        assert as_(user).get(detail(sent)).status_code == 200
    # Whoever leads or answers for data at the centre sees every case of the centre.
    leading = {PrivateRole.LEAD, PrivateRole.DEPUTY_LEAD, PrivateRole.PRIVACY_OFFICER}
    for user in [*strangers, *others, people["hand"]]:
        sees = bool(leading & {each.role for each in user.person.enrolments.all()})
        assert as_(user).get(detail(sent)).status_code == (200 if sees else 404), user
        assert sent.reference in as_(user).get(reverse("handoff:inbox"), {"show": "all"}).text or not sees


@pytest.mark.parametrize("deed", list(Deed))
def test_a_deed_that_is_not_theirs_is_not_there(people, sent, deed):
    theirs = {Deed.ACKNOWLEDGE, Deed.DECLINE}
    got = as_(people["coordinator"]).get(act(sent, deed)).status_code
    assert got == (200 if deed in theirs else 404)
    assert as_(people["hand"]).get(act(sent, deed)).status_code == 404


def test_the_answer_for_what_is_not_yours_is_that_for_what_is_not_there(people, sent):
    client = as_(people["hand"])
    mine, none = client.get(detail(sent)), client.get(reverse("handoff:detail", args=[sent.key]))
    assert (mine.status_code, len(mine.content)) == (none.status_code, len(none.content))
    assert sent.reference not in mine.text


def test_the_receiver_accepts_in_three_pages_and_reads_the_name_afterwards(people, sent):
    client = as_(people["coordinator"])
    inbox = client.get(reverse("handoff:inbox"))
    assert "わたしたちの番" in inbox.text
    assert "かなりあ" not in inbox.text
    client.post(act(sent, Deed.ACKNOWLEDGE), filled(client, sent, Deed.ACKNOWLEDGE))
    assert "受け入れるかどうか" in client.get(detail(sent)).text
    cushion = client.get(act(sent, Deed.ACCEPT))
    assert "まだ決まっていません" in cushion.text
    main, second = people["hand"].person.pk, people["coordinator"].person.pk
    answer = client.post(act(sent, Deed.ACCEPT), filled(client, sent, Deed.ACCEPT, main=main, second=second))
    assert answer.url == detail(sent)
    assert fresh(sent).state == State.ACCEPTED
    named = {each.place: each.person_id for each in rows(Receiver.objects.filter(handoff=sent))}
    assert named == {Place.MAIN: main, Place.SECOND: second}
    part = as_(people["hand"]).get(reverse("handoff:part", args=[sent.pk, Part.IDENTITY]))
    assert TEXTS[Part.IDENTITY] in part.text
    assert Entry.objects.filter(verb="machine.part_read", actor_id=people["hand"].pk).count() == 1


def test_a_form_that_lacks_something_keeps_what_was_typed(people, sent):
    client = as_(people["coordinator"])
    data = filled(client, sent, Deed.DECLINE, code="", reason="部屋がいっぱいです")
    answer = client.post(act(sent, Deed.DECLINE), data)
    assert answer.status_code == 422
    assert "理由を選んでください。" in answer.text
    assert "部屋がいっぱいです" in answer.text
    assert fresh(sent).state == State.REQUESTED


def test_a_page_that_is_old_leads_to_the_new_one(centre, people, sent):
    client = as_(people["coordinator"])
    data = filled(client, sent, Deed.ACKNOWLEDGE)
    do(sent, Deed.WITHDRAW, centre["worker"], reason="まちがい")
    answer = client.post(act(sent, Deed.ACKNOWLEDGE), data, follow=True)
    assert "ほかの人が、先に進めました" in answer.text
    assert fresh(sent).state == State.WITHDRAWN


def test_what_weighs_much_asks_for_the_password_after_five_minutes(people, sent):
    client = as_(people["coordinator"])
    client.post(act(sent, Deed.ACKNOWLEDGE), filled(client, sent, Deed.ACKNOWLEDGE))
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        answer = client.get(act(sent, Deed.ACCEPT))
    assert answer.url.startswith("/accounts/reauthenticate/?next=")


def test_whoever_cannot_answer_in_time_finds_the_number_to_call(people, sent):
    CentreProfile.objects.update_or_create(pk=1, defaults={"name": "見本", "phone": "0999-22-3333"})
    assert 'href="tel:0999-22-3333"' in as_(people["coordinator"]).get(detail(sent)).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_asks_as_often_for_three_as_for_one(centre, city, people, count, django_assert_num_queries):
    for _ in range(count):
        handoff = make_draft(make_case(centre), city, centre)
        do(handoff, Deed.SUBMIT, centre["worker"])
        do(handoff, Deed.APPROVE, centre["lead"])
    client = as_(people["coordinator"])
    client.get(reverse("handoff:inbox"))
    with django_assert_num_queries(27):
        page = client.get(reverse("handoff:inbox"))
    assert len(page.context["lines"]) == count


def test_both_sides_write_what_the_time_alongside_each_other_asks_for(centre, people, sent):
    giver, receiver = as_(centre["worker"]), as_(people["coordinator"])
    receiver.post(act(sent, Deed.ACKNOWLEDGE), filled(receiver, sent, Deed.ACKNOWLEDGE))
    receiver.post(reverse("handoff:met", args=[sent.pk]))
    main, second = people["hand"].person.pk, people["coordinator"].person.pk
    receiver.post(act(sent, Deed.ACCEPT), filled(receiver, sent, Deed.ACCEPT, main=main, second=second))
    assert "合同支援会議を1回以上" in giver.get(detail(sent)).text
    hold_meeting(handoff_id=sent.pk, actor=acting(centre["worker"]), decided="月2回会う")
    lines = {"seen": 0, "what_1": "通院の付き添い", "now_1": "giver", "next_1": "receiver"}
    lines |= {"what_2": "夜の連絡", "now_2": "receiver", "next_2": "receiver"}
    giver.post(reverse("handoff:items", args=[sent.pk]), lines)
    until = {"overlap_until_0": "9", "overlap_until_1": "12", "overlap_until_2": "1"}
    giver.post(reverse("handoff:days", args=[sent.pk]), until)
    page = giver.get(detail(sent)).text
    assert "月2回会う" in page
    assert "通院の付き添い" in page
    visit = rows(RoleItem.objects.order_by("position"))[0]
    end = reverse("handoff:item", args=[sent.pk, visit.pk, ItemState.ENDS])
    assert "「通院の付き添い」は、これから、どちらの機関もしない" in giver.post(end).text
    assert fresh(visit).state == ItemState.PLANNED
    giver.post(end, {"sure": "1"})
    assert fresh(visit).state == ItemState.ENDS
    giver.post(act(sent, Deed.BEGIN_OVERLAP), filled(giver, sent, Deed.BEGIN_OVERLAP))
    receiver.post(act(sent, Deed.BEGIN_OVERLAP), filled(receiver, sent, Deed.BEGIN_OVERLAP))
    assert fresh(sent).state == State.OVERLAP


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("items", {"seen": 0, "what_1": "付き添い"}, "いまの担い手を選んでください。"),
        (
            "days",
            {"overlap_until_0": "8", "overlap_until_1": "4", "overlap_until_2": "1"},
            "明日よりあとの日を書いてください。",
        ),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(centre, people, sent, name, data, says):
    do(sent, Deed.ACKNOWLEDGE, people["coordinator"])
    both = filled(as_(people["coordinator"]), sent, Deed.ACCEPT)
    both |= {"main": people["hand"].person.pk, "second": people["coordinator"].person.pk}
    as_(people["coordinator"]).post(act(sent, Deed.ACCEPT), both)
    answer = as_(centre["worker"]).post(reverse(f"handoff:{name}", args=[sent.pk]), data)
    assert answer.status_code == 422
    assert says in answer.text
    assert all(str(value) in answer.text for value in data.values())


@pytest.mark.parametrize("ending", ["consent", "safeguard"])
def test_without_its_footing_the_receiver_reads_neither_what_is_asked_nor_tasks_nor_meetings(ending):
    world = make_world(stage="overlap")
    words = ("お願いかなりあ", "仕事giverかなりあ", "続ける")
    receiver, worker = as_(world.hand), as_(world.worker)
    assert all(each in receiver.get(detail(world.handoff)).text for each in words)
    row, actor = fresh(world.handoff), acting(world.lead)
    if ending == "consent":
        withdraw_basis(basis_id=row.basis_id, reason="やめたい", actor=actor, now=NOW)
    else:
        suspend_safeguard(safeguard_id=row.safeguard_id, is_suspended=True, actor=actor, now=NOW)
    shown = receiver.get(detail(world.handoff))
    assert (shown.status_code, [each for each in words if each in shown.text]) == (200, [])
    assert all(each in worker.get(detail(world.handoff)).text for each in words)
    # The database shows them as little, without any filter of ours.
    with opened(acting(world.hand), now=NOW):
        assert not RoleItem.objects.exists()
        assert not JointMeeting.objects.exists()
