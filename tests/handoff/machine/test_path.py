"""The whole way of a request: every state, gate and record, with a receiver here and with one on paper."""

from datetime import timedelta

import pytest
from django.http import Http404

from accounts.enums import PrivateRole
from handoff.cases.enums import Place
from handoff.cases.services.bases import withdraw_basis
from handoff.disclosure.enums import Part, ReceiverCategory
from handoff.exceptions import ChangedMeanwhile, Refused
from handoff.machine.enums import Deed, HomeKind, ItemState, Provision, Side, State
from handoff.machine.models import ProvisionRecord, RoleItem, Turn
from handoff.machine.services.looking import look_after_all
from handoff.machine.services.naming import Named
from handoff.machine.services.reading import read_handoff, read_part
from handoff.machine.services.running import (
    NewItem,
    move_item,
    name_receivers,
    settle_days,
    write_items,
)
from handoff.safeguards.enums import Way
from handoff.safeguards.services import suspend_safeguard
from tests.factories.cases import (
    NOW,
    TEXTS,
    TODAY,
    acting,
    do,
    fresh,
    make_case,
    make_draft,
    rows,
)
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.factories.records import hold_last_review, hold_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(centre, city, people):
    return make_draft(make_case(centre), city, centre)


def send(handoff, centre):
    do(handoff, Deed.SUBMIT, centre["worker"])
    return do(handoff, Deed.APPROVE, centre["lead"])


def both(people):
    """Return the two people of an agency as those who have it in hand."""
    return (
        Named(place=Place.MAIN, person=people["hand"].person),
        Named(place=Place.SECOND, person=people["coordinator"].person),
    )


def until_accepted(handoff, centre, people):
    send(handoff, centre)
    coordinator = people["coordinator"]
    do(handoff, Deed.ACKNOWLEDGE, coordinator)
    return do(handoff, Deed.ACCEPT, coordinator, receivers=both(people))


def together(handoff, centre):
    """Hold a meeting and write the role table: what the time alongside each other asks for."""
    worker = acting(centre["worker"])
    hold_meeting(handoff_id=handoff.pk, actor=worker)
    items = [
        NewItem(what="通院の付き添い", now_side=Side.GIVER, next_side=Side.RECEIVER),
        NewItem(what="日中の見守り", now_side=Side.RECEIVER, next_side=Side.RECEIVER),
    ]
    write_items(handoff_id=handoff.pk, items=items, seen=0, actor=worker, now=NOW)
    settle_days(handoff_id=handoff.pk, overlap_until=TODAY + timedelta(days=90), actor=worker, now=NOW)


def provided(handoff):
    """Return the ledger as (what was done, part)."""
    return [(each.kind, each.part) for each in rows(ProvisionRecord.objects.filter(handoff=handoff))]


def test_a_request_goes_its_whole_way(centre, people, draft):
    until_accepted(draft, centre, people)
    together(draft, centre)
    do(draft, Deed.BEGIN_OVERLAP, centre["worker"])
    assert fresh(draft).state == State.ACCEPTED
    do(draft, Deed.BEGIN_OVERLAP, people["hand"])
    assert fresh(draft).state == State.OVERLAP
    worker, hand = acting(centre["worker"]), acting(people["hand"])
    settle_days(handoff_id=draft.pk, home=(TODAY, HomeKind.GROUP_HOME), actor=worker, now=NOW)
    do(draft, Deed.BEGIN_HANDING, centre["worker"])
    visit, watch = rows(RoleItem.objects.filter(handoff=draft).order_by("position"))
    move_item(item_id=visit.pk, to=ItemState.OFFERED, actor=worker, now=NOW)
    move_item(item_id=visit.pk, to=ItemState.MOVED, actor=hand, now=NOW)
    move_item(item_id=watch.pk, to=ItemState.STAYS, actor=hand, now=NOW)
    later = NOW + timedelta(hours=1)
    hold_meeting(handoff_id=draft.pk, actor=worker, now=later)
    settle_days(handoff_id=draft.pk, backup_until=TODAY + timedelta(days=180), actor=worker, now=later)
    do(draft, Deed.HAND_OVER, centre["lead"], now=later)
    do(draft, Deed.HAND_OVER, people["coordinator"], now=later)
    assert fresh(draft).state == State.BACKUP
    settle_days(handoff_id=draft.pk, person_told_on=TODAY, actor=worker, now=later)
    hold_last_review(draft, centre["worker"], now=later)
    do(draft, Deed.CLOSE, centre["lead"], now=later)
    ended = fresh(draft)
    assert (ended.state, ended.ended_at) == (State.CLOSED, later)
    assert [each.target for each in rows(Turn.objects.filter(handoff=draft))] == [
        State.APPROVAL, State.REQUESTED, State.REVIEWING, State.ACCEPTED, State.OVERLAP, State.HANDING,
        State.BACKUP, State.CLOSED,
    ]  # fmt: skip
    opened = [(Provision.OPENED, part) for part in (Part.OUTLINE, Part.NEED, Part.IDENTITY)]
    closed = [(Provision.CLOSED, part) for part in (Part.OUTLINE, Part.NEED, Part.IDENTITY)]
    assert provided(draft) == opened + closed
    record = rows(ProvisionRecord.objects.filter(handoff=draft))[0]
    assert (record.receiver_name, record.receiver_address) == ("見本市 障害福祉課", "見本市1-1")


def test_a_receiver_reads_what_is_open_and_nothing_before(centre, people, draft):
    coordinator = acting(people["coordinator"])
    with pytest.raises(Http404):
        read_handoff(handoff_id=draft.pk, actor=coordinator, now=NOW)
    send(draft, centre)
    seen = read_handoff(handoff_id=draft.pk, actor=coordinator, now=NOW)
    assert (seen.open_parts, seen.ask) == ({Part.OUTLINE}, "お願いかなりあ")
    assert fresh(draft).opened_at == NOW
    with pytest.raises(Http404):
        read_part(handoff_id=draft.pk, part=Part.IDENTITY, actor=coordinator, now=NOW)
    do(draft, Deed.ACKNOWLEDGE, people["coordinator"])
    assert (
        read_part(handoff_id=draft.pk, part=Part.IDENTITY, actor=coordinator, now=NOW) == TEXTS[Part.IDENTITY]
    )
    do(draft, Deed.DECLINE, people["coordinator"], code="no_room")
    for part in Part:
        with pytest.raises(Http404):
            read_part(handoff_id=draft.pk, part=part, actor=coordinator, now=NOW)


def test_a_colleague_of_the_receiver_who_is_not_named_finds_nothing(centre, people, draft):
    send(draft, centre)
    with pytest.raises(Http404):
        read_handoff(handoff_id=draft.pk, actor=acting(people["hand"]), now=NOW)


@pytest.mark.parametrize("end", ["consent", "safeguard"])
def test_what_stood_on_a_footing_is_closed_with_it_at_once(centre, people, draft, end):
    until_accepted(draft, centre, people)
    hand = acting(people["hand"])
    assert read_part(handoff_id=draft.pk, part=Part.NEED, actor=hand, now=NOW) == TEXTS[Part.NEED]
    kept = fresh(draft)
    if end == "consent":
        withdraw_basis(basis_id=kept.basis_id, reason="やめたい", actor=acting(centre["worker"]), now=NOW)
    else:
        suspend_safeguard(
            safeguard_id=kept.safeguard_id, is_suspended=True, actor=acting(centre["lead"]), now=NOW
        )
    with pytest.raises(Http404):
        read_part(handoff_id=draft.pk, part=Part.NEED, actor=hand, now=NOW)
    # Whoever is told nothing any more writes nothing either, also before the clock has looked.
    item = NewItem(what="付き添い", now_side=Side.GIVER, next_side=Side.RECEIVER)
    with pytest.raises(Refused, match="なくなりました"):
        write_items(handoff_id=draft.pk, items=[item], seen=0, actor=hand, now=NOW)
    write_items(handoff_id=draft.pk, items=[item], seen=0, actor=acting(centre["worker"]), now=NOW)


def test_a_city_on_paper_needs_no_account(centre):
    city = make_agency(name="紙の市", category=ReceiverCategory.MUNICIPALITY)
    handoff = make_draft(make_case(centre), city, centre, way=Way.PAPER)
    send(handoff, centre)
    with pytest.raises(Refused, match="相手のだれから"):
        do(handoff, Deed.ACKNOWLEDGE, centre["worker"])
    told = {"told_by": "福祉課の係長から、電話で"}
    do(handoff, Deed.ACKNOWLEDGE, centre["worker"], **told)
    worker = acting(centre["worker"])
    named = (Named(place=Place.MAIN, name="係長"), Named(place=Place.SECOND, name="主査"))
    name_receivers(handoff_id=handoff.pk, named=named, actor=worker, now=NOW)
    do(handoff, Deed.ACCEPT, centre["worker"], **told)
    assert fresh(handoff).state == State.ACCEPTED
    assert {part for _, part in provided(handoff)} == {Part.OUTLINE, Part.NEED, Part.IDENTITY}
    together(handoff, centre)
    do(handoff, Deed.BEGIN_OVERLAP, centre["worker"])
    with pytest.raises(Refused, match="相手のだれから"):
        do(handoff, Deed.BEGIN_OVERLAP, centre["worker"])
    do(handoff, Deed.BEGIN_OVERLAP, centre["worker"], **told)
    settle_days(handoff_id=handoff.pk, home=(TODAY, HomeKind.GROUP_HOME), actor=worker, now=NOW)
    do(handoff, Deed.BEGIN_HANDING, centre["worker"])
    visit, watch = rows(RoleItem.objects.filter(handoff=handoff).order_by("position"))
    for item, to in ((visit, ItemState.OFFERED), (visit, ItemState.MOVED), (watch, ItemState.STAYS)):
        move_item(item_id=item.pk, to=to, actor=worker, now=NOW)
    later = NOW + timedelta(hours=1)
    hold_meeting(handoff_id=handoff.pk, actor=worker, now=later)
    settle_days(handoff_id=handoff.pk, backup_until=TODAY + timedelta(days=180), actor=worker, now=later)
    do(handoff, Deed.HAND_OVER, centre["lead"], now=later)
    do(handoff, Deed.HAND_OVER, centre["worker"], now=later, **told)
    settle_days(handoff_id=handoff.pk, person_told_on=TODAY, actor=worker, now=later)
    hold_last_review(handoff, centre["worker"], now=later)
    do(handoff, Deed.CLOSE, centre["lead"], now=later)
    assert fresh(handoff).state == State.CLOSED
    assert [kind for kind, _ in provided(handoff)] == [Provision.OPENED] * 3 + [Provision.CLOSED] * 3
    # What was said for the receiver stands as the receiver's, with from whom it came.
    spoken = [each for each in rows(Turn.objects.filter(handoff=handoff)) if each.told_by is not None]
    assert {each.side for each in spoken} == {Side.RECEIVER}
    assert len(spoken) == 4


def test_the_same_form_sent_again_moves_nothing_twice(centre, draft):
    do(draft, Deed.SUBMIT, centre["worker"])
    do(draft, Deed.APPROVE, centre["lead"], key=draft.pk)
    do(draft, Deed.APPROVE, centre["lead"], key=draft.pk, seen=2)
    assert len(rows(Turn.objects.filter(handoff=draft))) == 2


def test_an_old_page_is_told_so_and_changes_nothing(centre, people, draft):
    send(draft, centre)
    with pytest.raises(ChangedMeanwhile):
        do(draft, Deed.WITHDRAW, centre["worker"], seen=1, reason="まちがい")
    assert fresh(draft).state == State.REQUESTED


def test_whoever_wrote_it_does_not_approve_it_and_who_stands_apart_does_nothing(centre, people, draft):
    do(draft, Deed.SUBMIT, centre["worker"])
    with pytest.raises(Refused, match="ほかの役割の方"):
        do(draft, Deed.APPROVE, centre["worker"])
    with pytest.raises(Http404):
        do(draft, Deed.APPROVE, people["coordinator"])


def test_whoever_is_named_lets_a_colleague_in_and_does_not_shut_themselves_out(centre, people, draft, city):
    until_accepted(draft, centre, people)
    new = make_enrolled_user(name="機関 新人", role=PrivateRole.AGENCY_WORKER, agency=city)
    hand = acting(people["hand"])
    mine = Named(place=Place.MAIN, person=new.person)
    with pytest.raises(Refused, match="ご自分の代わり"):
        name_receivers(handoff_id=draft.pk, named=(mine,), actor=hand, now=NOW)
    second = Named(place=Place.SECOND, person=new.person)
    name_receivers(handoff_id=draft.pk, named=(second,), actor=hand, now=NOW)
    assert read_part(handoff_id=draft.pk, part=Part.NEED, actor=acting(new), now=NOW) == TEXTS[Part.NEED]


def test_the_clock_writes_down_what_fell_away_and_holds_what_lost_its_footing(centre, people, draft):
    until_accepted(draft, centre, people)
    basis_id = fresh(draft).basis_id
    withdraw_basis(basis_id=basis_id, reason="やめたい", actor=acting(centre["worker"]), now=NOW)
    assert look_after_all(now=NOW) == 1
    assert look_after_all(now=NOW) == 0
    paused = fresh(draft)
    assert (paused.state, paused.before_pause) == (State.PAUSED, State.ACCEPTED)
    assert [kind for kind, _ in provided(draft)] == [Provision.OPENED] * 3 + [Provision.CLOSED] * 3
    with pytest.raises(Refused, match="撤回"):
        do(draft, Deed.RESUME, centre["lead"])


@pytest.mark.parametrize("is_opened", [True, False])
def test_only_a_request_that_nobody_opened_ends_by_itself(centre, people, draft, is_opened):
    send(draft, centre)
    if is_opened:
        read_handoff(handoff_id=draft.pk, actor=acting(people["coordinator"]), now=NOW)
    for days, ended in ((3, False), (21, not is_opened)):
        look_after_all(now=NOW + timedelta(days=days))
        assert (fresh(draft).state == State.EXPIRED) == ended
