"""A consultation (後方支援・コンサルテーション): what is asked and answered, by whom, and how fast.

Sources: seed 004, 事業内容(イ), Q2, Q6; seed 002, practice 5.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from foundation.decision import YES, Decision, no
from foundation.japanese.business_days import Closures, add_business_days, is_business_day
from handoff.days import may_have_been
from handoff.records.rules import Step, Word

from .enums import RequestDeed, RequestState, Source, Urgency

# Chosen from a list; the rest is written.
TOPIC = Word(name="topic", label="何について", is_needed=True)
SOURCE = Word(name="source", label="はじめは、どこから", is_needed=True)
QUESTION_WORDS = (
    Word(name="question", label="相談したいこと", longest=2_000, is_long=True, is_needed=True),
    Word(name="tried", label="これまでにしたこと", longest=1_000, is_long=True),
)
# Asked only where others came first: from whom, and on which consent it was handed on.
SOURCE_WORDS = (
    Word(name="from_whom", label="どなたから", hint="例：見本弁護士会の当番弁護士", longest=100),
    Word(name="consent_at", label="本人の同意の書類があるところ", hint="例：事務室の書庫の2", longest=100),
)
ANSWER_WORDS = (
    Word(name="answer", label="答え", longest=2_000, is_long=True, is_needed=True),
    Word(name="second_from", label="ほかの人の意見：だれの", hint="例：精神保健福祉士、弁護士", longest=100),
    Word(name="second", label="ほかの人の意見", longest=1_000, is_long=True),
)
STEPS: Mapping[RequestDeed, Step] = {
    RequestDeed.TAKE: Step(
        label="受けもつ", sources=frozenset({RequestState.ASKED}), target=RequestState.TAKEN
    ),
    RequestDeed.ANSWER: Step(
        label="答える",
        sources=frozenset({RequestState.ASKED, RequestState.TAKEN}),
        target=RequestState.ANSWERED,
    ),
    RequestDeed.CLOSE: Step(
        label="終える", sources=frozenset({RequestState.ANSWERED}), target=RequestState.CLOSED
    ),
}
OPEN = frozenset({RequestState.ASKED, RequestState.TAKEN})


def may_hand_on(source: Source, *, has_consent: bool, shared_on: date | None, today: date) -> Decision:
    """Return whether a request of others may be handed on to the centre: with consent, on a day (Q6)."""
    if source == Source.OWN:
        return YES
    if not has_consent:
        return no("ほかから届いた相談は、本人の同意をもらってから、センターに伝えます。")
    if shared_on is None:
        return no("センターに伝えた日を書いてください。")
    return may_have_been(shared_on, today=today, what="センターに伝えた日")


def due_on(urgency: Urgency, *, asked_on: date, soon: int, no_hurry: int, closures: Closures) -> date:
    """Return by which business day an answer is due; the limits are business days."""
    days = {Urgency.TODAY: 0, Urgency.SOON: soon, Urgency.NO_HURRY: no_hurry}[urgency]
    return add_business_days(asked_on, days, closures)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When the centre works."""

    opens_at: time
    closes_at: time
    closures: Closures


def working_minutes(start: datetime, end: datetime, hours: Hours) -> int:
    """Return how many minutes of work lie between two local moments; nights and days off count nothing."""
    day, found = start.date(), 0
    while day <= end.date():
        if is_business_day(day, hours.closures):
            begin = max(start.time(), hours.opens_at) if day == start.date() else hours.opens_at
            finish = min(end.time(), hours.closes_at) if day == end.date() else hours.closes_at
            found += max(0, _minutes(begin, finish))
        day += timedelta(days=1)
    return found


def _minutes(start: time, end: time) -> int:
    return (end.hour - start.hour) * 60 + end.minute - start.minute
