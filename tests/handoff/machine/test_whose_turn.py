"""A hand-off says on its page what its list says: whose turn it is, who has spoken, what is open to whom."""

import re
from datetime import timedelta

import pytest

from handoff.disclosure.enums import ReceiverCategory
from handoff.machine.due_rules import Due
from handoff.machine.enums import Deed, ItemState, Side
from handoff.machine.models import RoleItem
from handoff.machine.services.running import NewItem, move_item, settle_days, write_items
from handoff.papers.enums import Travel
from handoff.papers.services.dispatching import write_dispatch
from handoff.safeguards.enums import Way
from tests.factories.cases import (
    NOW,
    TODAY,
    acting,
    do,
    make_case,
    make_draft,
    rows,
    staff_of_centre,
)
from tests.factories.handoff import make_agency
from tests.factories.records import make_world, meet
from tests.handoff.clients import as_, page

pytestmark = pytest.mark.django_db
WAITING = "あなたは確認しました。"


def shown(user, world):
    """Return the heading of a hand-off's page, and the page."""
    text = as_(user).get(page("detail", world.handoff.pk)).text
    found = re.search(r'<h2 id="h-reply">(.*?)</h2>', text)
    return (found[1] if found else "", text)


def says_our_turn(user, world):
    text = as_(user).get(page("inbox"), {"show": "turn"}).text
    return world.handoff.reference in text


def prepare_overlap(world):
    """Write all that a time alongside each other asks for."""
    meet(world)
    items = [
        NewItem(what=f"仕事{side}", now_side=side, next_side=side) for side in (Side.GIVER, Side.RECEIVER)
    ]
    here = {"handoff_id": world.handoff.pk, "actor": acting(world.worker), "now": NOW}
    write_items(items=items, seen=0, **here)
    settle_days(overlap_until=TODAY + timedelta(days=90), **here)


def test_the_first_word_is_seen_and_its_button_goes_until_the_other_side_speaks():
    world = make_world(stage="accepted")
    prepare_overlap(world)
    do(world.handoff, Deed.BEGIN_OVERLAP, world.worker)
    heading, text = shown(world.worker, world)
    assert heading == f"{WAITING}{world.city.name}を待っています。"
    button = f'href="{page("act", world.handoff.pk, Deed.BEGIN_OVERLAP)}"'
    assert (button in text, "併走を始める：確認" in text) == (False, True)
    cushion = as_(world.worker).get(page("act", world.handoff.pk, Deed.BEGIN_OVERLAP)).text
    assert ("もう、確認しました" in cushion, '<button class="button">併走' in cushion) == (True, False)
    heading, text = shown(world.coordinator, world)
    assert ("定着支援センターは、もう確認しました。" in text, button in text) == (True, True)


def test_whoever_cannot_say_the_last_word_reads_who_can():
    world = make_world(stage="handing")
    heading, _ = shown(world.worker, world)
    assert heading == "役割を、ひとつずつ渡してください。みな移ったら、責任者が引継ぎを終えます。"
    assert says_our_turn(world.worker, world)


def test_the_receiver_that_has_spoken_first_waits_for_the_lead():
    world = make_world(stage="handing")
    for item in rows(RoleItem.objects.all()):
        user = world.worker if item.now_side == Side.GIVER else world.coordinator
        move_item(item_id=item.pk, to=ItemState.STAYS, actor=acting(user), now=NOW)
    meet(world)
    backup = {"backup_until": TODAY + timedelta(days=90)}
    settle_days(handoff_id=world.handoff.pk, actor=acting(world.worker), now=NOW, **backup)
    do(world.handoff, Deed.HAND_OVER, world.coordinator)
    assert shown(world.coordinator, world)[0] == f"{WAITING}定着支援センターの責任者を待っています。"


def test_the_word_of_a_lead_on_a_mistake_is_hidden_from_the_receiver():
    world = make_world(stage="accepted")
    do(world.handoff, Deed.VOID, world.lead, reason="まちがい")
    assert f"{WAITING}もう一人を待っています。" in shown(world.lead, world)[1]
    assert "誤登録" not in shown(world.coordinator, world)[1]


@pytest.fixture
def waiting():
    """A request that waits for the lead's approval, and who is concerned."""
    centre = staff_of_centre()
    city = make_agency(name="見本市", category=ReceiverCategory.MUNICIPALITY)
    handoff = make_draft(make_case(centre), city, centre)
    return centre, handoff


def test_a_lead_sees_for_whom_and_for_which_case_they_approve(waiting):
    centre, handoff = waiting
    asking = as_(centre["worker"]).get(page("act", handoff.pk, Deed.SUBMIT)).text
    assert ("責任者に知らせます。" in asking, "見本市に知らせます" in asking) == (True, False)
    do(handoff, Deed.SUBMIT, centre["worker"])
    lead = as_(centre["lead"])
    for address in (page("detail", handoff.pk), page("act", handoff.pk, Deed.APPROVE)):
        text = lead.get(address).text
        assert ("見本市 へ" in text, handoff.case_reference in text) == (True, True)
    assert f'href="{page("case", handoff.case_id)}"' in lead.get(page("detail", handoff.pk)).text
    assert "見本市に知らせます。" in lead.get(page("act", handoff.pk, Deed.APPROVE)).text


def test_whoever_waits_for_their_own_lead_reads_so(waiting):
    centre, handoff = waiting
    do(handoff, Deed.SUBMIT, centre["worker"])
    text = as_(centre["worker"]).get(page("detail", handoff.pk)).text
    assert ("責任者の承認を待っています。" in text, "相手の番です" in text) == (True, False)


def test_the_asking_side_of_a_receiver_on_paper_reads_that_it_writes_for_them():
    world = make_world(way=Way.PAPER, stage="sent")
    heading, text = shown(world.worker, world)
    assert heading == "相手の番です。返事を聞いたら、ここに書いてください。"
    assert "紙で" in text
    do(world.handoff, Deed.ACKNOWLEDGE, world.worker, told_by="係長から電話で")
    assert "受け取る側から聞いて、センター workerが書きました" in shown(world.worker, world)[1]


def test_a_part_says_to_whom_it_is_open_and_that_it_is_closed():
    world = make_world(stage="sent")
    assert "見本市に開いています。" in shown(world.worker, world)[1]
    assert "見本市には、検討を始めたときに開きます。" in shown(world.worker, world)[1]
    theirs = shown(world.coordinator, world)[1]
    assert ("検討を始めたときに開きます。" in theirs, "相手には" in theirs, "見本市に" in theirs) == (
        True,
        False,
        False,
    )
    do(world.handoff, Deed.WITHDRAW, world.worker, reason="まちがい")
    assert "見本市には、閉じました。" in shown(world.worker, world)[1]


def moved_task(world):
    """Return a task that the receiver has taken over."""
    known = len(rows(RoleItem.objects.all()))
    new = NewItem(what="手続き", now_side=Side.GIVER, next_side=Side.RECEIVER)
    write_items(handoff_id=world.handoff.pk, items=[new], seen=known, actor=acting(world.worker), now=NOW)
    item = rows(RoleItem.objects.order_by("-position"))[0]
    address = page("item", world.handoff.pk, item.pk, ItemState.OFFERED)
    assert as_(world.worker).post(address).url == f"{page('detail', world.handoff.pk)}#role-{item.pk}"
    move_item(item_id=item.pk, to=ItemState.MOVED, actor=acting(world.coordinator), now=NOW)
    return item


def test_no_task_moves_once_it_is_over():
    world = make_world(stage="handing")
    moved_task(world)
    assert "いっしょにする" in shown(world.worker, world)[1]
    do(world.handoff, Deed.RETURN, world.lead, code="placement_ended", reason="まちがい")
    text = shown(world.worker, world)[1]
    assert ("いっしょにする" in text, "次にすること" in text) == (False, True)


def test_a_task_that_was_moved_is_the_receivers_and_its_button_leads_back_to_its_row():
    world = make_world(stage="handing")
    item = moved_task(world)
    row = re.search(rf'<tr id="role-{item.pk}">(.*?)</tr>', shown(world.worker, world)[1])[1]
    assert ("受け取る側" in row, "依頼した側" in row) == (True, False)


def test_whoever_accepts_finds_those_who_were_chosen_already():
    world = make_world(stage="sent")
    do(world.handoff, Deed.ACKNOWLEDGE, world.coordinator)
    two = {"main": world.coordinator.person_id, "second": world.hand.person_id}
    as_(world.coordinator).post(page("receivers", world.handoff.pk), two)
    form = as_(world.coordinator).get(page("act", world.handoff.pk, Deed.ACCEPT)).context["form"]
    assert {name: form[name].value() for name in two} == two


def test_what_is_missing_leads_to_where_it_is_written():
    world = make_world(stage="accepted")
    text = shown(world.worker, world)[1]
    assert f'<a href="{page("items", world.handoff.pk)}">役割分担に' in text


@pytest.mark.parametrize(("left", "is_soon"), [(-1, True), (3, True), (4, False)])
def test_only_what_is_near_or_late_stands_out(left, is_soon):
    assert Due(day=TODAY, left=left).is_soon == is_soon


def test_a_request_begins_with_what_its_case_knows(waiting):
    centre, handoff = waiting
    form = as_(centre["worker"]).get(page("new_handoff", handoff.case_id)).context["form"]
    assert form["part_outline"].value() == "南かなりあ"
    assert form["part_need"].value() == "通院の付き添いかなりあ"


def test_the_days_of_a_basis_are_told_as_everywhere(waiting):
    centre, handoff = waiting
    form = as_(centre["worker"]).get(page("new_handoff", handoff.case_id)).context["form"]
    choices = str(form["basis"])
    assert ("令和" in choices, re.findall(r"20\d\d年", choices)) == (True, [])


def test_a_case_says_what_its_consent_lets_tell(waiting):
    centre, handoff = waiting
    text = as_(centre["worker"]).get(page("case", handoff.case_id)).text
    assert "伝えてよいもの：必要な支援のあらまし" in text


def test_a_pause_says_what_it_closes():
    world = make_world(stage="accepted")
    text = as_(world.lead).get(page("act", world.handoff.pk, Deed.RETURN)).text
    assert ("押すと、閉じるもの" in text, "押すと、開くもの" in text) == (True, False)


def test_a_late_receipt_stands_on_the_page_of_its_hand_off():
    world = make_world(way=Way.PAPER, stage="accepted")
    late = "受領書が、まだもどりません"
    assert late not in shown(world.worker, world)[1]
    sent = write_dispatch(
        handoff_id=world.handoff.pk,
        travel=Travel.BY_HAND,
        sent_on=TODAY - timedelta(days=60),
        tracking="",
        taken_by="係長",
        actor=acting(world.worker),
        now=NOW,
    )
    text = shown(world.worker, world)[1]
    assert f'<a href="{page("receipt", sent.pk)}">{late}</a>' in text
    assert late in as_(world.worker).get(page("to_do")).text
