"""How one task of the role table moves (順次移行): 定着 → 併走 → 受入側, one after the other.

Kept apart from `rules`, which says how the whole hand-off moves.
"""

from foundation.decision import YES, Decision, no
from handoff.safeguards.enums import Way

from .enums import ItemState, Side, State

# from → where to, and who says so: whoever has it now, or whoever gets it
STEPS: dict[tuple[ItemState, ItemState], str] = {
    (ItemState.PLANNED, ItemState.OVERLAP): "either",
    (ItemState.PLANNED, ItemState.OFFERED): "now",
    (ItemState.OVERLAP, ItemState.OFFERED): "now",
    (ItemState.OFFERED, ItemState.MOVED): "next",
    (ItemState.OFFERED, ItemState.OVERLAP): "either",
    (ItemState.MOVED, ItemState.OVERLAP): "either",
    (ItemState.PLANNED, ItemState.STAYS): "now",
    (ItemState.OVERLAP, ItemState.STAYS): "now",
    (ItemState.PLANNED, ItemState.ENDS): "now",
    (ItemState.OVERLAP, ItemState.ENDS): "now",
}
# Tasks are handed on only once it is settled where somebody will live.
HANDING_ON = frozenset({ItemState.OFFERED, ItemState.MOVED})


def may_become(
    state: ItemState,
    to: ItemState,
    *,
    now_side: Side,
    next_side: Side,
    sides: frozenset[Side],
    way: Way,
    state_of_handoff: State,
) -> Decision:
    """Return whether a task may take this step, said by somebody who acts for these sides."""
    who = STEPS.get((state, to))
    if who is None:
        return no(f"「{state.label}」から「{to.label}」には、できません。")
    if to in HANDING_ON and state_of_handoff != State.HANDING:
        return no("役割を渡せるのは、帰住先が決まって、引継ぎを始めてからです。")
    if to in HANDING_ON and now_side == next_side:
        return no("担い手が変わらないものは、移せません。「このままにする」を選んでください。")
    # Who writes for a receiver on paper speaks for both sides.
    speaking = sides | {Side.RECEIVER} if way != Way.HERE and Side.GIVER in sides else sides
    wanted = {"now": {now_side}, "next": {next_side}, "either": {now_side, next_side}}[who]
    return YES if speaking & wanted else no("この操作は、もう片方の側がします。")
