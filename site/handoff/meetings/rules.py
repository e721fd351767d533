"""A 合同支援会議: what is written of it, how many may be called at once, who may do what with it when.

Source: seed 003, duties 1–3 and 5 (調整会議、ケア会議); seed 004, Q2 (事業所等との会議).
"""

from datetime import date, datetime

from foundation.decision import YES, Decision, no
from handoff.machine.enums import Side
from handoff.records.rules import Word

from .enums import MeetingState

# So many of one side's calls may stand and not be held yet, beside one hand-off.
MOST_CALLED = 3
# So many lines of what was decided belong to one meeting.
MOST_DECISIONS = 5
# How long a meeting lasts, in minutes.
LENGTHS = (30, 60, 90, 120)
USUAL_LENGTH = 60
LONGEST_REASON = 300

NO_NAME = "本人の名前は書かず、番号で伝えます。案内の紙にも、のります。"
PLACE = Word(
    name="place",
    label="場所・入り方",
    hint=f"例：見本市役所 2階の会議室、センターから電話します。{NO_NAME}",
    is_needed=True,
)
CALL_WORDS = (
    PLACE,
    Word(
        name="asked",
        label="来てほしい人",
        hint="1行に1人（1か所）。例：福祉課の係長、相談支援専門員",
        longest=500,
        is_long=True,
        is_needed=True,
    ),
    Word(
        name="agenda",
        label="話すこと",
        hint=f"1行に1つ。例：住まいの見学の日。{NO_NAME}",
        longest=1_000,
        is_long=True,
        is_needed=True,
    ),
)
SAID = Word(name="said", label="話したこと", longest=2_000, is_long=True, is_needed=True)
MINUTES_WORDS = (
    Word(
        name="who",
        label="出た人",
        hint="例：本人、福祉課の係長、センターの相談員",
        longest=500,
        is_long=True,
        is_needed=True,
    ),
    SAID,
)
WHAT = Word(name="what", label="すること", longest=300)
OWNER = Word(name="owner", label="だれがするか", hint="例：福祉課の係長", longest=60)
NOTHING_DECIDED = "決まったことは、ありませんでした。"
NOTHING_TO_CONFIRM = "確かめる議事録は、ありません。"
# Minutes were written, and the other side has not confirmed them.
MINUTED = frozenset({MeetingState.HELD, MeetingState.SENT_BACK})


def other_side(side: Side) -> Side:
    """Return whom a side meets."""
    return Side.RECEIVER if side == Side.GIVER else Side.GIVER


def may_call(*, called: int, starts_at: datetime, now: datetime) -> Decision:
    """Return whether a side may call for this moment once more while so many of its own calls stand."""
    if called >= MOST_CALLED:
        return no(f"これから開く会議に呼べるのは、一度に{MOST_CALLED}つまでです。")
    return may_stand_at(starts_at=starts_at, now=now)


def may_stand_at(*, starts_at: datetime, now: datetime) -> Decision:
    """Return whether somebody may still be asked to come at this moment."""
    return YES if starts_at > now else no("これからの日時を書いてください。")


def may_change_call(*, state: str, called_side: str, sides: frozenset[Side]) -> Decision:
    """Return whether a call may be changed: by the side that called, until it was held."""
    decision = may_call_off(state=state)
    if not decision.allowed:
        return decision
    return YES if called_side in sides else no("日時や場所を変えるのは、呼びかけた側がします。")


def may_call_off(*, state: str) -> Decision:
    """Return whether a call may be called off, until it was held: by either side, for none can come alone."""
    if state != MeetingState.CALLED:
        return no("もう開いたか、とりやめた会議なので、変えられません。")
    return YES


def may_write_minutes(
    *,
    state: str,
    minuted_side: str,
    sides: frozenset[Side],
    called_for: date,
    held_on: date,
    today: date,
) -> Decision:
    """Return whether minutes of this day may be written, or written anew by their side until confirmed."""
    if held_on > today:
        return no("まだ開いていない会議の議事録は、書けません。")
    return may_minute(state=state, minuted_side=minuted_side, sides=sides, called_for=called_for, today=today)


def may_minute(
    *, state: str, minuted_side: str, sides: frozenset[Side], called_for: date, today: date
) -> Decision:
    """Return the same, whichever day it was held on.

    Nobody writes those of a meeting whose day has not come: what was called would be taken from who called.
    """
    if state not in {MeetingState.CALLED} | MINUTED:
        return no("確かめた議事録と、とりやめた会議の議事録は、書けません。")
    if called_for > today:
        return no("会議の日が来てから、書いてください。早く開いたときは、呼びかけた側が、日を変えます。")
    if state in MINUTED and minuted_side not in sides:
        return no("議事録を直すのは、書いた側です。ちがうところがあるときは、書いた側にもどしてください。")
    return YES


def may_confirm(
    *, state: str, minuted_side: str, sides: frozenset[Side], is_writer: bool, is_on_paper: bool
) -> Decision:
    """Return whether minutes may be confirmed: by the other side, never by whoever wrote them.

    What a receiver on paper says, the asking side writes down for it.
    """
    if is_for_paper(minuted_side=minuted_side, sides=sides, is_on_paper=is_on_paper):
        return YES if state == MeetingState.HELD else no(NOTHING_TO_CONFIRM)
    return may_send_back(state=state, minuted_side=minuted_side, sides=sides, is_writer=is_writer)


def may_send_back(*, state: str, minuted_side: str, sides: frozenset[Side], is_writer: bool) -> Decision:
    """Return whether minutes may be given back to be mended: by the other side, never by who wrote them."""
    if state != MeetingState.HELD:
        return no(NOTHING_TO_CONFIRM)
    if is_writer or other_side(Side(minuted_side)) not in sides:
        return no("書いた人と、その側は、確かめられません。相手の側が確かめます。")
    return YES


def is_for_paper(*, minuted_side: str, sides: frozenset[Side], is_on_paper: bool) -> bool:
    """Return whether somebody of the asking side writes here what a receiver on paper said of the minutes."""
    return is_on_paper and minuted_side == Side.GIVER and sides == {Side.GIVER}


def may_tick(*, state: str, side: str, sides: frozenset[Side], is_on_paper: bool) -> Decision:
    """Return whether a decision may be ticked as done: by the side that has it.

    What a receiver on paper did, the asking side ticks for it.
    """
    if state not in {MeetingState.HELD, MeetingState.CONFIRMED}:
        return no("まだ開いていない会議です。")
    if side in sides or (is_on_paper and sides == {Side.GIVER}):
        return YES
    return no("しるしは、することになった側がつけます。")
