"""What will happen when a filled-in form is sent, as the confirm page says it before the press."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from . import admission_words, letters, queries
from .enums import Admission, Audience, Way
from .forms import least_choices
from .models import Session
from .services.applying import ApplicationRequest

APPLY, STAND_IN_LINE = "この内容で申し込む", "空きを待つ列に入る"
TELL_PRESENCE = "出席を知らせる"
NOT_SENT = "まだ申し込みは終わっていません"


class Kind(StrEnum):
    SEATS = "seats"
    PARTLY = "partly"
    LINE = "line"
    LATER = "later"
    MANAGER = "manager"


@dataclass(frozen=True)
class Expectation:
    """What follows the press of the button. `accepts_line` is sent with it where the line is all there is."""

    kind: Kind
    title: str
    lines: Sequence[str]
    button: str = APPLY

    @property
    def accepts_line(self) -> bool:
        return self.kind == Kind.LINE


def expectation(
    session: Session,
    wanted: ApplicationRequest,
    *,
    seats_are_gone: bool = False,
    tells_presence: bool = False,
    now: datetime,
) -> Expectation:
    """Return what an application would meet now; the service decides anew when it is sent.

    `tells_presence` is for meetings at which people are expected by name: no word of seats.
    """
    # Whoever is invited answers by themselves, without their manager.
    is_theirs = session.event.audience == Audience.INVITED
    if not is_theirs and wanted.agency is not None and queries.manager_releases(wanted.agency):
        return _manager_first(session)
    if queries.decides_later(session):
        return _later(session, wanted)
    seats = queries.would_get(
        session, wanted.needs, agency=wanted.agency, least_people=wanted.least_people, now=now
    )
    got, people = sum(seats.values()), len(wanted.people)
    if not got or seats_are_gone:
        return _line(session, wanted, seats_are_gone=seats_are_gone, now=now)
    if got < people:
        freed = admission_words.how_freed_seats_go(session.event)
        lines = (
            f"{NOT_SENT}。「{APPLY}」を押すと、{got}人分の席が取れます。",
            f"残りの{people - got}人は、空きを待つ列に入ります。{freed}",
        )
        return Expectation(Kind.PARTLY, f"いまは、{got}人分の席があります", lines)
    if tells_presence:
        told = f"いちばん下の「{TELL_PRESENCE}」を押すと、会を開く人に届きます。"
        return Expectation(Kind.SEATS, "まだ知らせていません", (told,), TELL_PRESENCE)
    return Expectation(Kind.SEATS, NOT_SENT, (f"いちばん下の「{APPLY}」を押すと、席が取れます。",))


def _manager_first(session: Session) -> Expectation:
    button = "所属長の確認に出す"
    until = letters.deadline(session.event)
    lines = (
        f"いちばん下の「{button}」を押すと、事業所の所属長（管理者）の画面に並びます。",
        f"所属長が「センターに出す」を押すと、センターに届きます。{until}までに届かないと、申し込みになりません。",
    )
    return Expectation(Kind.MANAGER, NOT_SENT, lines, button)


def _later(session: Session, wanted: ApplicationRequest) -> Expectation:
    event = session.event
    answer = admission_words.by_reply_way(wanted.reply_way)
    told = {
        Admission.AFTER_DEADLINE: (
            f"席は、まだ決まりません。{letters.deadline(event)}までに届いた申し込みは、"
            "ウェブでもFAXでも電話でも同じ扱いです。"
            f"締切のあとにセンターが決めて、{answer}お知らせします。{admission_words.BY_CRITERIA}"
        ),
        Admission.LOTTERY: (
            f"席は、まだ決まりません。{letters.deadline(event)}までに届いた申し込みの中から、"
            f"締切のあとにくじで決めて、{answer}お知らせします。"
        ),
        Admission.APPROVAL: (
            f"席は、まだ決まりません。センターが確かめて、参加していただけるかどうかを、{answer}お知らせします。"
        ),
    }
    first = f"いちばん下の「{APPLY}」を押すと、センターに届きます。"
    return Expectation(Kind.LATER, NOT_SENT, (first, told[Admission(event.admission)]))


def _line(
    session: Session, wanted: ApplicationRequest, *, seats_are_gone: bool, now: datetime
) -> Expectation:
    groups = len(queries.line_now(session, now=now)[0])
    people = len(wanted.people)
    freed = admission_words.how_freed_seats_go(session.event)
    if seats_are_gone:
        ahead = f"いま{groups}組が空きを待っています。" if groups else ""
        lines = (
            f"{NOT_SENT}。書いた内容は残っています。{ahead}",
            f"「{STAND_IN_LINE}」を押すと、{people}人で列のうしろに入ります。{freed}",
        )
        return Expectation(Kind.LINE, "入力している間に、席が埋まりました", lines, STAND_IN_LINE)
    free = queries.session_seats([session], now=now)[session.pk].free
    ahead = f"（いま{groups}組が待っています）" if groups else ""
    lines = (
        *_where_there_is_room(free, people),
        f"{NOT_SENT}。「{STAND_IN_LINE}」を押すと、列のうしろに入ります{ahead}。{freed}",
    )
    title = _what_is_lacking(free, wanted) or f"いまは、{people}人分の席がありません"
    return Expectation(Kind.LINE, title, lines, STAND_IN_LINE)


def _what_is_lacking(free: dict[str, int], wanted: ApplicationRequest) -> str:
    """Return of which way how many seats are missing, where there are several ways."""
    missing = [(Way(way).label, people) for way, people in wanted.needs.items() if free.get(way, 0) < people]
    if len(free) == 1 or not missing:
        return ""
    return "いまは、" + "、".join(f"{label}の席が{people}人分" for label, people in missing) + "ありません"


def _where_there_is_room(free: dict[str, int], people: int) -> list[str]:
    """Return the ways that still have seats for the whole group, in one line or none."""
    roomy = [f"{Way(way).label}なら、残り{seats}席です" for way, seats in free.items() if seats >= people]
    return [f"{'、'.join(roomy)}。「書きなおす」で、方法や人数を変えられます。"] if roomy else []


def least_words(least: int | None, people: int) -> str:
    """Return with how few of its people a group comes, as it chose; empty for whoever comes alone."""
    if people <= 1:
        return ""
    return dict(least_choices(people)).get(str(least or ""), "")
