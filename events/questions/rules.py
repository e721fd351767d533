"""Which questions are asked of one application, and what counts as answered. No database is asked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from foundation.decision import YES, Decision

from .enums import CHOICE_KINDS, AskKind, AskMoment

MONTHS = 12
FIRST_LEAP_SAFE_DAY = 28

type Words = tuple[str, ...]


@dataclass(frozen=True)
class Ask:
    """One question as the rules see it; `only_if` is an earlier one by id, `only_choice` a choice of it."""

    pk: int
    kind: str
    moment: str = AskMoment.APPLYING
    is_required: bool = False
    choices: tuple[str, ...] = ()
    only_if: int | None = None
    only_choice: str = ""


def place(moment: str, position: int) -> tuple[bool, int]:
    """Return by what questions are put in order: first those of the application, each in its place."""
    return moment != AskMoment.APPLYING, position


def is_due(ask: Ask, *, is_seated: bool) -> bool:
    """Return whether its moment has come."""
    return is_seated or ask.moment == AskMoment.APPLYING


def condition_holds(ask: Ask, counted: Mapping[int, Words]) -> bool:
    """Return whether the choice was made that this question depends on."""
    return ask.only_if is None or ask.only_choice in counted.get(ask.only_if, ())


def counted(asks: Sequence[Ask], said: Mapping[int, Words]) -> dict[int, Words]:
    """Return the answers that count, by question: what was said where a condition does not hold is ignored.

    Questions come in their order, so that a condition is judged before what depends on it. The same choice
    sent twice is one.
    """
    found: dict[int, Words] = {}
    for ask in asks:
        words = tuple(dict.fromkeys(word for word in said.get(ask.pk, ()) if word))
        if words and condition_holds(ask, found):
            found[ask.pk] = words
    return found


def asked(asks: Sequence[Ask], said: Mapping[int, Words], *, is_seated: bool) -> list[Ask]:
    """Return the questions that are asked of whoever answered so far as said."""
    known = counted(asks, said)
    return [ask for ask in asks if is_due(ask, is_seated=is_seated) and condition_holds(ask, known)]


def missing(
    asks: Sequence[Ask], said: Mapping[int, Words], *, is_seated: bool, sent: Collection[int] = ()
) -> list[Ask]:
    """Return what is asked, needed and not answered; `sent` are questions for which a file came."""
    known = counted(asks, said)
    return [
        ask
        for ask in asked(asks, said, is_seated=is_seated)
        if ask.is_required and ask.pk not in known and ask.pk not in sent
    ]


def fits(ask: Ask, words: Words) -> bool:
    """Return whether words are an answer to this question at all."""
    if ask.kind in CHOICE_KINDS:
        is_few = len(words) == 1 or ask.kind == AskKind.SEVERAL
        return is_few and set(words) <= set(ask.choices)
    return ask.kind != AskKind.FILE and len(words) == 1


def may_depend_on(earlier: Ask, moment: str) -> bool:
    """Return whether a question of this moment can depend on an earlier one, not on what comes later."""
    comes_first = earlier.moment == AskMoment.APPLYING or moment == AskMoment.SEATED
    return earlier.kind in CHOICE_KINDS and comes_first


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, the 28th for the last days of a month."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    return date(day.year + years, month + 1, min(day.day, FIRST_LEAP_SAFE_DAY))


def is_still_known(answered_on: date, again_after_months: int | None, today: date) -> bool:
    """Return whether an agency need not answer again; without months it never has to."""
    return again_after_months is None or today < months_after(answered_on, again_after_months)


def may_answer(*, is_ended: bool, takes_place: bool, starts_at: datetime, now: datetime) -> Decision:
    """Decide whether answers of an application can still be written or changed."""
    if is_ended or not takes_place:
        return Decision(False, "この申し込みは終わっているので、答えは変えられません。")
    if now >= starts_at:
        return Decision(False, "研修・行事が始まったので、ここでは答えられません。お電話ください。")
    return YES


def may_reword(*, answers: int) -> Decision:
    """Decide whether a question may be written anew: what somebody has answered stands as it was asked."""
    if answers:
        return Decision(
            False,
            "もう答えた方がいるので、この質問は変えられません。「たずねるのをやめる」を押して、新しい質問を足してください。",
        )
    return YES


def may_drop(ask: Ask, others: Iterable[Ask]) -> Decision:
    """Decide whether a question may go: none that is asked may depend on it."""
    if any(other.only_if == ask.pk for other in others):
        return Decision(False, "この質問の答えを見てたずねる質問があります。先に、そちらをやめてください。")
    return YES
