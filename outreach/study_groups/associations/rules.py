"""When proxies come in, and when a general meeting may be closed."""

from collections.abc import Iterable
from datetime import date, datetime

from foundation.decision import YES, Decision

from .enums import Result

CLOSED = "この総会は、もう閉じました。"
NO_DAY = "総会の日が、まだ決まっていません。計画の画面で、案内してください。"
NOT_YET = "総会の日になってから、書いてください。"
NO_RULES = "総会の日に効いている規則が、まだありません。先に、規則を書いてください。"
TOO_LATE = "締切を過ぎました。事務局に、お電話ください。"
NO_DEADLINE = "委任状と書面の受付は、まだ始まっていません。"


def may_send(*, is_closed: bool, day: date | None, until: datetime | None, now: datetime) -> Decision:
    """Decide whether an agency may send a proxy or votes in writing now, by itself on the screen."""
    if is_closed:
        return Decision(False, CLOSED)
    if day is None or until is None:
        return Decision(False, NO_DEADLINE)
    return Decision(False, TOO_LATE) if now > until else YES


def may_take_paper(
    *, is_closed: bool, day: date | None, until: date | None, came_on: date, today: date
) -> Decision:
    """Decide whether a paper that came on a day may be written down."""
    if is_closed:
        return Decision(False, CLOSED)
    if day is None or until is None:
        return Decision(False, NO_DEADLINE)
    if came_on > today:
        return Decision(False, "届いた日は、今日か前の日にしてください。")
    return Decision(False, "締切のあとに届いた紙は、数えられません。") if came_on > until else YES


def may_set_deadline(until: datetime, *, starts_at: datetime | None, now: datetime) -> Decision:
    """Decide whether proxies may come until then: between now and the start of the meeting."""
    if until <= now:
        return Decision(False, "もう過ぎた日時です。これからの日時にしてください。")
    if starts_at is not None and until > starts_at:
        return Decision(False, "総会が始まる前の日時にしてください。")
    return YES


def may_remove(*, is_answered: bool) -> Decision:
    """Decide whether a resolution may be taken off the agenda: never what proxies or votes came in for."""
    if is_answered:
        return Decision(
            False,
            "委任状か賛否が届いているので、議案は消せません。"
            "取り下げるときは、総会でそのことを決めて、議決の記録に残してください。",
        )
    return YES


def may_change(*, is_answered: bool) -> Decision:
    """Decide whether a resolution may say something else: never what proxies or votes came in for."""
    if is_answered:
        return Decision(
            False,
            "委任状か賛否が届いているので、議案の中身は変えられません。"
            "変えるときは、総会でそのことを決めて、議決の記録に残してください。",
        )
    return YES


def may_record(*, is_closed: bool, day: date | None, today: date) -> Decision:
    """Decide whether attendance and votes may be written down."""
    if is_closed:
        return Decision(False, CLOSED)
    if day is None:
        return Decision(False, NO_DAY)
    return Decision(False, NOT_YET) if today < day else YES


def may_close(results: Iterable[tuple[int, Result, bool]], *, has_rules: bool) -> Decision:
    """Decide whether a general meeting may be closed, by number, result, and whether votes were written."""
    if not has_rules:
        return Decision(False, NO_RULES)
    for number, result, is_voted in results:
        if result == Result.TIE:
            return Decision(False, f"第{number}号議案は、賛成と反対が同じ数です。議長の決定が要ります。")
        if result != Result.NO_QUORUM and not is_voted:
            return Decision(False, f"第{number}号議案の賛否が、まだ書いてありません。")
    return YES


def may_carry_out(result: Result, *, has_effect: bool, is_done: bool) -> Decision:
    """Decide whether what was decided may be carried out: once, and what was carried."""
    if result != Result.CARRIED:
        return Decision(False, "可決された議案だけを、そのとおりにできます。")
    if not has_effect:
        return Decision(False, "この議案には、ポータルですることがありません。")
    return Decision(False, "この議案は、もうそのとおりにしてあります。") if is_done else YES
