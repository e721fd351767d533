"""Whose turn it is, and what was said already, in the words that stand on top of a hand-off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handoff.actors import Actor

from .access import speaks_for_receiver
from .enums import INSIDE, WAITING_FOR_ANSWER, Consent, Deed, Hand, Side, State
from .models import Confirmation, Handoff
from .rules import ON_BEHALF, TRANSITIONS, Transition

OUR_CENTRE = "定着支援センター"
# What is asked of whoever may do the first deed of a state.
ASKING = {
    State.DRAFT: "書けたら、承認をたのんでください。",
    State.APPROVAL: "送ってよいか、確かめてください。",
    State.REQUESTED: "届きました。検討を始めてください。",
    State.REVIEWING: "受け入れるかどうか、返事をしてください。",
    State.INFO: "質問が届いています。答えてください。",
    State.ACCEPTED: "併走の準備をしてください。",
    State.OVERLAP: "帰住先が決まったら、引継ぎを始めてください。",
    State.HANDING: "役割を、ひとつずつ移してください。",
    State.BACKUP: "後方支援中です。",
    State.PAUSED: "中断しています。再開できるか、確かめてください。",
}
# What stands there for those of the same side who may not do it.
OURS = {
    State.APPROVAL: "責任者の承認を待っています。",
    State.HANDING: "役割を、ひとつずつ渡してください。みな移ったら、責任者が引継ぎを終えます。",
    State.PAUSED: "中断しています。責任者が、再開できるかを確かめます。",
}
FOR_PAPER = "相手の番です。返事を聞いたら、ここに書いてください。"
THEIRS = "相手の番です"
# Who of a side has the last word, where not everybody has.
ONLY_LEAD = frozenset({Deed.HAND_OVER})


def names_of(handoff: Handoff) -> Mapping[Side, str]:
    """Return how the two sides are called."""
    sides = {Side.GIVER: handoff.requester, Side.RECEIVER: handoff.performer}
    return {side: agency.name if agency else OUR_CENTRE for side, agency in sides.items()}


def waited_for(handoff: Handoff, deed: Deed, side: Side) -> str:
    """Return whose word is missing once this side has said its own."""
    if TRANSITIONS[deed].consent == Consent.TWO_PEOPLE:
        return "もう一人"
    other = Side.RECEIVER if side == Side.GIVER else Side.GIVER
    return names_of(handoff)[other] + ("の責任者" if other == Side.GIVER and deed in ONLY_LEAD else "")


@dataclass(frozen=True, kw_only=True)
class Said:
    """The words that were said for this very version, as one person stands to them."""

    handoff: Handoff
    words: Sequence[Confirmation]
    hands: frozenset[Hand]
    actor: Actor

    def already(self, deed: Deed) -> str:
        """Say that this person's own word is there and whose is missing; nothing where it is not."""
        row = TRANSITIONS[deed]
        own = [each for each in self._valid(deed) if self._counts_as_own(row, each)]
        if not own:
            return ""
        by = own[0]
        is_mine = self.actor.user is not None and by.user_id == self.actor.user.pk
        who = "あなたは" if is_mine else f"{by.user.person.name}が"
        return f"{who}確認しました。{waited_for(self.handoff, deed, Side(by.side))}を待っています。"

    def half(self, deed: Deed) -> str:
        """Say who else has said it already; nothing where nobody has."""
        names = names_of(self.handoff)
        found = [f"{names[Side(each.side)]}は、もう確認しました。" for each in self._valid(deed)]
        return "" if self.already(deed) or not found else found[0]

    def _valid(self, deed: Deed) -> list[Confirmation]:
        version = self.handoff.version
        return [each for each in self.words if each.deed == deed and each.version == version]

    def _counts_as_own(self, row: Transition, word: Confirmation) -> bool:
        if row.consent == Consent.TWO_PEOPLE:
            return self.actor.user is not None and word.user_id == self.actor.user.pk
        is_on_paper = self.handoff.way_of in ON_BEHALF and Hand.RECEIVER not in self.hands
        # Who writes for a receiver on paper says the second word as well.
        if is_on_paper:
            return False
        giving = bool({Hand.GIVER, Hand.GIVER_LEAD, Hand.SECOND} & row.by & self.hands)
        return word.side == (Side.GIVER if giving else Side.RECEIVER)


def heading(
    state: State, *, first: Deed | None, said: str, is_turn: bool, for_paper: bool, asks: Sequence[str]
) -> str:
    """Return what stands on top: what is asked of this reader, else whom it waits for."""
    if said:
        return said
    if first is not None:
        return FOR_PAPER if for_paper and state in WAITING_FOR_ANSWER else ASKING[state]
    if asks:
        return f"{asks[0]}。"
    if is_turn:
        return OURS.get(state, ASKING.get(state, THEIRS))
    return ASKING[state] if state == State.BACKUP else THEIRS


def tells_whom(handoff: Handoff, deed: Deed, side: Side) -> str:
    """Say who gets a mail once a deed is done; nothing where nobody does."""
    if deed == Deed.SUBMIT:
        return "責任者に知らせます。"
    if deed in INSIDE:
        return "書いた方に知らせます。"
    if handoff.sent_at is None and deed not in (Deed.APPROVE, Deed.SEND_AT_ONCE):
        return ""
    other = Side.RECEIVER if side == Side.GIVER else Side.GIVER
    if handoff.way_of in ON_BEHALF:
        return f"{names_of(handoff)[Side.RECEIVER]}には、電話か紙で知らせてください。"
    return f"{names_of(handoff)[other]}に知らせます。"


def side_of(handoff: Handoff, row: Transition, hands: frozenset[Hand]) -> Side:
    """Return for which side somebody would do a deed."""
    if speaks_for_receiver(handoff, row, hands):
        return Side.RECEIVER
    giving = {Hand.GIVER, Hand.GIVER_LEAD, Hand.SECOND} & row.by & hands
    return Side.GIVER if giving else Side.RECEIVER
