"""How a course goes from a draft to the archive, and what it needs on the way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from foundation.decision import YES, Decision
from training_media.enums import CourseState
from training_media.rules import Move
from training_media.times import as_clock

LEAST_CHOICES, MOST_CHOICES = 2, 5


MOVES = {
    "check": Move(
        frozenset({CourseState.DRAFT}),
        CourseState.CHECKED,
        "確認ずみにする",
        "確認ずみにできるのは、下書きの研修動画です。",
    ),
    "rewrite": Move(
        frozenset({CourseState.CHECKED}),
        CourseState.DRAFT,
        "下書きに戻す",
        "下書きに戻せるのは、確認ずみの研修動画です。",
    ),
    "open": Move(
        frozenset({CourseState.CHECKED, CourseState.CLOSED}),
        CourseState.OPEN,
        "公開する",
        "公開できるのは、確認ずみか、終了した研修動画です。下書きは、先に「確認ずみにする」を押してください。",
        is_managers=True,
    ),
    "close": Move(
        frozenset({CourseState.OPEN}),
        CourseState.CLOSED,
        "終了する",
        "終了できるのは、公開中の研修動画です。",
    ),
    "archive": Move(
        frozenset({CourseState.CLOSED}),
        CourseState.ARCHIVED,
        "保管する",
        "保管できるのは、終了した研修動画です。",
    ),
    "restore": Move(
        frozenset({CourseState.ARCHIVED}),
        CourseState.CLOSED,
        "保管をやめて、終了に戻す",
        "戻せるのは、保管した研修動画です。",
    ),
}
PUT_RIGHT = "「動画のファイル」で使える期限を直すか、別の動画を選んでください。"


@dataclass(frozen=True)
class PartStanding:
    """How far one part has come."""

    title: str
    has_recording: bool
    is_ready: bool
    has_captions: bool
    # The rights in its recording have ended: nobody plays it any more.
    is_over: bool = False


def may_move(state: str, move: str, *, is_manager: bool) -> Decision:
    """Decide whether a course in this state may take this step, and whether this person may let it."""
    return MOVES[move].may_be_taken(state, is_manager=is_manager)


def may_remove(state: str) -> Decision:
    """Decide whether a course may be removed: only a draft, which nobody outside has seen."""
    if state == CourseState.DRAFT:
        return YES
    return Decision(False, "消せるのは、下書きだけです。公開したものは、終了してから保管してください。")


def moves_from(state: str) -> list[str]:
    """Return the steps that a course in this state may take, in the order of its life."""
    return [name for name, move in MOVES.items() if state in move.origins]


def may_open(parts: Sequence[PartStanding], *, no_captions_reason: str) -> Decision:
    """Decide whether a course may be open with these parts.

    Each part needs a recording that can be played. Whoever cannot hear needs captions: without them on any
    part the course opens only with a reason, and the reason is shown to readers.
    """
    if not parts:
        return Decision(False, "部が1つもありません。部を作って、動画を選んでください。")
    without = [part.title for part in parts if not part.has_recording]
    if without:
        return Decision(False, f"動画のない部があります：{_listed(without)}。動画を選んでください。")
    waiting = [part.title for part in parts if not part.is_ready]
    if waiting:
        return Decision(False, f"動画の準備ができていない部があります：{_listed(waiting)}。")
    silent = [part.title for part in parts if not part.has_captions]
    if silent and not no_captions_reason.strip():
        return Decision(
            False,
            f"字幕のない部があります：{_listed(silent)}。字幕をつけるか、つけない理由を書いてください。",
        )
    return YES


def may_be_opened(parts: Sequence[PartStanding], *, no_captions_reason: str) -> Decision:
    """Decide whether a course may be opened now: as it may be open, and nothing of it is over.

    One that is open stays so when rights end: its page can still be read and put right.
    """
    over = over_parts(parts)
    if over:
        return Decision(False, f"公開期間の終わった動画があります：{_listed(over)}。{PUT_RIGHT}")
    return may_open(parts, no_captions_reason=no_captions_reason)


def over_parts(parts: Sequence[PartStanding]) -> list[str]:
    """Return the names of parts whose recording may not be shown any more."""
    return [part.title for part in parts if part.is_over]


def state_after_change(state: str) -> str:
    """Return the state of a course whose content was changed: what was checked has to be checked again."""
    return CourseState.DRAFT if state == CourseState.CHECKED else state


def chapters_fit(starts: Sequence[int], *, duration: int | None) -> Decision:
    """Decide whether chapters may begin at these moments of a recording; without one there is no end."""
    ordered = sorted(starts)
    twice = next((first for first, second in pairwise(ordered) if first == second), None)
    if twice is not None:
        return Decision(False, f"{as_clock(twice)}に始まる章が、2つあります。")
    if duration is not None and ordered and ordered[-1] >= duration:
        return Decision(
            False, f"{as_clock(ordered[-1])}は、動画の終わり（{as_clock(duration)}）よりあとです。"
        )
    return YES


def chapter_ends(starts: Sequence[int], *, duration: int | None) -> list[int | None]:
    """Return where each of these chapters, in their order, ends: where the next begins, or with the part."""
    return [*starts[1:], duration] if starts else []


def may_ask(choices: Collection[str], right: int) -> Decision:
    """Decide whether a question may be asked with these choices; `right` counts from 0."""
    if not LEAST_CHOICES <= len(choices) <= MOST_CHOICES:
        return Decision(False, f"選択肢は{LEAST_CHOICES}つから{MOST_CHOICES}つまで書いてください。")
    if len(set(choices)) < len(choices):
        return Decision(False, "同じ選択肢が2つあります。")
    if not 0 <= right < len(choices):
        return Decision(False, f"正しい答えの番号は、1から{len(choices)}までです。")
    return YES


def is_right(chosen: int | None, *, right: int) -> bool:
    """Return whether the choice, counted from 0, is the right one; no choice is none."""
    return chosen is not None and chosen == right


def _listed(titles: Sequence[str]) -> str:
    return "、".join(f"「{title}」" for title in titles)
