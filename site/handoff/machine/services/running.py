"""What goes on while two sides support somebody together: people, meetings, the role table, days."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from foundation.transactions import assert_in_transaction
from handoff.access import Opening, opened
from handoff.actors import Actor
from handoff.days import may_be_planned, may_have_been
from handoff.exceptions import ChangedMeanwhile, Refused, obey
from handoff.machine.access import hands_of, is_told, locked_handoff, open_now
from handoff.machine.enums import ENDED, RUNNING, Hand, HomeKind, ItemState, Side, State
from handoff.machine.item_rules import may_become
from handoff.machine.models import Handoff, JointMeeting, RoleItem
from handoff.machine.queries import facts_of
from handoff.machine.rules import ON_BEHALF

from .due import due_day_of
from .ledger import keep_ledger_in_transaction
from .naming import Named, name_in_transaction

NO_FOOTING = (
    "同意か取り決めが、なくなりました。いまは書けません。わからないときは、センターに電話してください。"
)
# While these last, both sides write in the role table and hold meetings.
TOGETHER = RUNNING | {State.REVIEWING, State.INFO}
BOTH = frozenset({Hand.GIVER, Hand.RECEIVER})
MEANT = {
    "overlap_until": (may_be_planned, "併走の終わりの日"),
    "home_settled_on": (may_have_been, "帰住先が決まった日"),
    "backup_until": (may_be_planned, "後方支援の終わりの日"),
    "person_told_on": (may_have_been, "本人に話した日"),
}
BACKUP_IS_OURS = "後方支援に入ってからの日は、送った側が書きます。変えたいときは、やりとりで伝えてください。"


@dataclass(frozen=True, kw_only=True)
class NewItem:
    """One task of the role table; where both sides are the same it stays there."""

    what: str
    now_side: Side
    next_side: Side
    both_until: date | None = None


def name_receivers(*, handoff_id: UUID, named: tuple[Named, ...], actor: Actor, now: datetime) -> None:
    """Name who of the receiving side has it in hand from today; they name who stands in for them likewise.

    Raises Http404, Refused.
    """
    with opened(actor, now=now) as opening:
        handoff = locked_handoff(actor, handoff_id, today=timezone.localdate(now))
        hands = hands_of(actor, handoff, today=timezone.localdate(now))
        _insist(handoff, hands, BOTH if handoff.way_of in ON_BEHALF else {Hand.RECEIVER}, opening)
        name_in_transaction(handoff, named, actor=actor, now=now)
        _unsay_in_transaction(handoff)
        opening.note("machine.receivers_named", handoff, [each.place for each in named])


def write_meeting_in_transaction(
    meeting: JointMeeting,
    *,
    held_at: datetime,
    who: str,
    decided: str,
    next_on: date | None,
    opening: Opening,
) -> None:
    """Write what a new or a known 合同支援会議 says; no gate counts it before both sides have confirmed it.

    Its hand-off is one that `locked_together` gave. Raises Refused.
    """
    assert_in_transaction("write_meeting")
    if held_at > opening.now:
        raise Refused("まだ開いていない会議は、記録できません。")
    meeting.held_at, meeting.next_on = held_at, next_on
    meeting.seal(who=who, decided=decided)
    meeting.save()
    opening.note("machine.meeting_held", meeting)


def confirm_meeting_in_transaction(meeting: JointMeeting, *, opening: Opening) -> None:
    """Let gates count a 合同支援会議: the other side than wrote it says that it was so."""
    assert_in_transaction("confirm_meeting")
    meeting.confirmed_at = opening.now
    meeting.save(update_fields=["confirmed_at"])
    opening.note("machine.meeting_confirmed", meeting)


def note_interview(*, handoff_id: UUID, met_at: datetime, actor: Actor, now: datetime) -> None:
    """Write that receiver and person have met (面談・見学・体験); what opens with it is open from now on."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        # It opens who it is: the side that gives says it.
        handoff = locked_together(handoff_id, actor, now, opening, hands={Hand.GIVER})
        handoff.met_at = handoff.met_at or met_at
        handoff.save(update_fields=["met_at"])
        is_open = open_now(handoff, facts_of(handoff), today=today)
        keep_ledger_in_transaction(handoff, is_open=is_open, now=now)
        opening.note("machine.met", handoff)


def write_items(
    *, handoff_id: UUID, items: Sequence[NewItem], seen: int, actor: Actor, now: datetime
) -> None:
    """Add tasks to the role table. Raises Http404, Refused, ChangedMeanwhile when others added meanwhile."""
    with opened(actor, now=now) as opening:
        handoff = locked_together(handoff_id, actor, now, opening)
        known = handoff.items.count()
        if known != seen:
            raise ChangedMeanwhile("ほかの人が、役割を書きました。新しい画面で、もう一度確かめてください。")
        for place, new in enumerate(items, start=known + 1):
            item = RoleItem(
                handoff=handoff,
                position=place,
                now_side=new.now_side,
                next_side=new.next_side,
                both_until=new.both_until,
                state=ItemState.PLANNED,
                changed_at=now,
            )
            item.seal(what=new.what)
            item.save(force_insert=True)
        _unsay_in_transaction(handoff)
        opening.note("machine.items_written", handoff, ["items"])


def read_item(*, item_id: UUID, actor: Actor, now: datetime) -> str:
    """Return what a task of the role table says, for whoever is asked whether it ends. Raises Http404."""
    with opened(actor, now=now) as opening:
        item = RoleItem.objects.filter(pk=item_id).first()
        handoff = locked_together(item.handoff_id if item else item_id, actor, now, opening)
        found = handoff.items.get(pk=item_id)
        opening.note("machine.item_read", found, ["what"])
        return found.unseal("what")


def move_item(*, item_id: UUID, to: ItemState, actor: Actor, now: datetime) -> None:
    """Move one task a step on: the giver offers, the receiver confirms. Raises Http404, Refused."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        item = RoleItem.objects.filter(pk=item_id).first()
        handoff = locked_together(item.handoff_id if item else item_id, actor, now, opening)
        item = handoff.items.select_for_update().get(pk=item_id)
        hands = hands_of(actor, handoff, today=today)
        sides = {Side.GIVER} if Hand.GIVER in hands else set()
        sides |= {Side.RECEIVER} if Hand.RECEIVER in hands else set()
        obey(may_become(
            ItemState(item.state), to, now_side=Side(item.now_side), next_side=Side(item.next_side),
            sides=frozenset(sides), way=handoff.way_of, state_of_handoff=State(handoff.state),
        ))  # fmt: skip
        item.state, item.changed_at = to, now
        item.save(update_fields=["state", "changed_at"])
        _unsay_in_transaction(handoff)
        opening.note("machine.item_moved", item, [to])


def settle_days(
    *,
    handoff_id: UUID,
    actor: Actor,
    now: datetime,
    overlap_until: date | None = None,
    home: tuple[date, HomeKind] | None = None,
    backup_until: date | None = None,
    person_told_on: date | None = None,
) -> None:
    """Write the days that the next step asks for; what is not given stays. Raises Http404, Refused."""
    days = {
        "overlap_until": overlap_until,
        "home_settled_on": home[0] if home else None,
        "backup_until": backup_until,
        "person_told_on": person_told_on,
    }
    settled = days | {"home_kind": home[1] if home else None}
    given = {name: value for name, value in settled.items() if value is not None}
    with opened(actor, now=now) as opening:
        handoff = locked_together(handoff_id, actor, now, opening)
        today = timezone.localdate(now)
        if handoff.state == State.BACKUP and Hand.GIVER not in hands_of(actor, handoff, today=today):
            raise Refused(BACKUP_IS_OURS)
        for name, (may_be, what) in MEANT.items():
            if day := days[name]:
                obey(may_be(day, today=today, what=what))
        for name, value in given.items():
            setattr(handoff, name, value)
        handoff.due_on = due_day_of(handoff, today=today)
        handoff.save(update_fields=[*given, "due_on"])
        _unsay_in_transaction(handoff)
        opening.note("machine.days_settled", handoff, given)


def note_last_review_in_transaction(handoff: Handoff, *, on: date | None) -> None:
    """Let the review of this day be the last one before closing; without a day there is none any more.

    Whoever holds reviews says it, in the transaction in which the review is written.
    """
    assert_in_transaction("note_last_review")
    handoff.reviewed_on = on
    handoff.save(update_fields=["reviewed_on"])


def locked_together(
    handoff_id: UUID, actor: Actor, now: datetime, opening: Opening, *, hands: Collection[Hand] = BOTH
) -> Handoff:
    """Return a locked hand-off in which both sides write now, and this actor with one of these hands.

    Raises Http404, Refused.
    """
    assert_in_transaction("locked_together")
    today = timezone.localdate(now)
    handoff = locked_handoff(actor, handoff_id, today=today)
    own = hands_of(actor, handoff, today=today)
    _insist(handoff, own, hands, opening)
    if handoff.state not in TOGETHER:
        raise Refused(f"いまは「{handoff.get_state_display()}」なので、書けません。")
    # Before the clock has paused it: whoever is told nothing any more writes nothing either.
    if Hand.GIVER not in own and not is_told(handoff, facts_of(handoff), today=today):
        raise Refused(NO_FOOTING)
    return handoff


def _unsay_in_transaction(handoff: Handoff) -> None:
    """Let no word count for what has changed: neither one that was said, nor one on a page read before."""
    assert_in_transaction("unsay")
    handoff.version += 1
    handoff.save(update_fields=["version"])


def _insist(handoff: Handoff, hands: frozenset[Hand], wanted: Collection[Hand], opening: Opening) -> None:
    if opening.actor.is_clock or hands.isdisjoint(wanted) or handoff.state in ENDED:
        raise Refused("この操作は、ほかの役割の方がします。")
