"""The release day (出所の日): what is written of it, how it goes from planned to checked, who may do what.

Source: seed 003, duties 1 and 3 (退所時に同行, 受け入れ先への引継ぎ); pamphlet (出所時の迎え).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from foundation.decision import YES, Decision, no
from handoff.disclosure.enums import Part
from handoff.machine.enums import Side
from handoff.records.enums import Use
from handoff.records.rules import Sharing, Step, Word

from .enums import PlanDeed, PlanState

NOON = 12
ALL = frozenset(PlanState)
OPEN = frozenset({PlanState.PLANNED, PlanState.CONFIRMED})
# A plan tells who it is; so it opens and closes with the name.
SHARING = Sharing(
    tells_of=frozenset({Part.IDENTITY}),
    allowed={
        (Side.GIVER, Use.READ): ALL,
        (Side.GIVER, Use.WRITE): OPEN,
        (Side.GIVER, Use.MARK): ALL,
        (Side.RECEIVER, Use.READ): ALL,
        (Side.RECEIVER, Use.MARK): frozenset({PlanState.CONFIRMED, PlanState.DONE}),
    },
)
STEPS: Mapping[PlanDeed, Step] = {
    PlanDeed.CONFIRM: Step(
        label="この予定でよいと決める",
        sources=frozenset({PlanState.PLANNED}),
        target=PlanState.CONFIRMED,
        by=frozenset({Side.GIVER}),
    ),
    PlanDeed.FINISH: Step(
        label="その日を終える",
        sources=frozenset({PlanState.CONFIRMED}),
        target=PlanState.DONE,
        asks="できなかったことと、これからどうするか",
    ),
    PlanDeed.CHECK: Step(
        label="翌日の様子を書く",
        sources=frozenset({PlanState.DONE}),
        target=PlanState.CHECKED,
        asks="翌日の様子（だれが、どのように確かめたか）",
    ),
}
WORDS = (
    Word(name="meet_by", label="迎えに行く人", hint="例：相談員 佐藤、グループホームの職員", is_needed=True),
    Word(name="meet_where", label="待ち合わせの場所", hint="例：正門のよこの待合所", is_needed=True),
    Word(name="meet_at", label="待ち合わせの時刻", hint="例：午前8時30分", longest=40, is_needed=True),
    Word(
        name="transport", label="行き方", hint="例：センターの車。昼は市役所の食堂", longest=300, is_long=True
    ),
    Word(
        name="papers",
        label="持っていく書類",
        hint="1行に1つ。例：在所証明書",
        longest=600,
        is_long=True,
    ),
    Word(name="medicine", label="薬", hint="例：14日ぶん。朝と寝る前", longest=300, is_long=True),
    Word(
        name="first_night",
        label="その日の夜の確かめ",
        hint="だれが、何時に、どのように。例：午後8時に、世話人が部屋で",
        longest=300,
        is_long=True,
        is_needed=True,
    ),
    Word(
        name="phones",
        label="困ったときに電話する順番",
        hint="1行に1人。例：1 グループホーム 099-000-1234",
        longest=600,
        is_long=True,
        is_needed=True,
    ),
    Word(name="note", label="そのほか", longest=600, is_long=True),
)
STEP_WORDS = (
    Word(name="time", label="時刻", hint="例：10:30。わからなければ、空けておきます", longest=20),
    Word(
        name="what", label="行くところと、すること", hint="例：市役所 福祉課で、手帳の手続き", is_needed=True
    ),
    Word(name="owner", label="いっしょに行く人", hint="例：相談員 佐藤", longest=60),
    Word(name="papers", label="ここで使う書類", hint="例：在所証明書、印かん"),
)


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """A plan as the rules see it; `steps` and `ticked` are counts."""

    state: PlanState
    day: date
    steps: int
    ticked: int


def judge(
    deed: PlanDeed, plan: PlanFacts, *, sides: frozenset[Side], words: str | None, today: date
) -> Decision:
    """Return whether a plan may take this step now. `words` is None as long as nobody is asked to write."""
    step = STEPS[deed]
    undone = deed == PlanDeed.FINISH and plan.ticked < plan.steps
    unsaid = words is not None and not words.strip()
    reasons = (
        (plan.state in step.sources, f"いまは「{plan.state.label}」なので、「{step.label}」はできません。"),
        (bool(sides & step.by), "この操作は、依頼した側の担当がします。"),
        (deed != PlanDeed.CONFIRM or plan.steps > 0, "その日にすることを、1つ以上書いてください。"),
        (deed != PlanDeed.FINISH or today >= plan.day, "その日になってから、終えてください。"),
        (deed != PlanDeed.CHECK or today > plan.day, "翌日になってから、書いてください。"),
        (not (undone and unsaid), "しるしのない手順があります。これからどうするかを書いてください。"),
        (not (deed == PlanDeed.CHECK and unsaid), "翌日の様子を書いてください。"),
    )
    return next((no(reason) for holds, reason in reasons if not holds), YES)


def in_order[Row](rows: Iterable[tuple[Row, str, int]]) -> list[Row]:
    """Return steps by their time, written in whichever way; those without one come last, as written."""
    return [row for row, *_ in sorted(rows, key=lambda each: (_minutes(each[1]), each[2]))]


def _minutes(text: str) -> int:
    """Return the minute of the day that 9:30, 9時半 or 午後1時 names, else that of its end."""
    digits = "".join(sign if sign.isdecimal() else " " for sign in text.replace("半", " 30")).split()
    if not digits:
        return 2 * NOON * 60
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    return (hour + (NOON if "午後" in text and hour < NOON else 0)) * 60 + minute
