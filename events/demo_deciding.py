"""Seminars of the demo world that decide in each of the ways, each caught in the middle of it."""

from datetime import datetime, time, timedelta

from accounts.models import User
from foundation.demo import World

from .decision_sheet import decision_sheet
from .demo_seminars import Seminar, fill, make
from .enums import Admission, ApplicationState, Channel, EventKind, KeptFor, Way
from .models import Application, Session
from .selection import Criteria, Verdict
from .services.changing import cancel_application
from .services.deciding import approve_application, decide_session, decline_application, draw_lots

UNDECIDED = Seminar(
    "支援者のための司法のことば", 13, time(13, 30), 2.5,
    "起訴、執行猶予、仮釈放。会議で出てくることばを、図を見ながら確かめます。",
    venue_seats=24, people=33, deadline_days_before=15, admission=Admission.AFTER_DEADLINE,
)  # fmt: skip
DECIDED = Seminar(
    "触法障害者の意思決定を支える", 10, time(10), 3,
    "本人が選べるように、何をどう伝えるか。場面ごとに、二人一組で練習します。",
    venue_seats=16, people=25, deadline_days_before=14, admission=Admission.AFTER_DEADLINE,
)  # fmt: skip
DRAWN = Seminar(
    "更生保護施設を見学する", 20, time(14), 2, "見学できる人数が限られるので、締切のあとに、くじで決めます。",
    kind=EventKind.OTHER, venue_seats=10, people=19, deadline_days_before=22, admission=Admission.LOTTERY,
)  # fmt: skip
APPROVED = Seminar(
    "地域の要（かなめ）になる人の連続講座", 30, time(13), 4,
    "圏域ごとに、相談の要になる人を育てます。所属長の了承を得て、申し込んでください。",
    venue_seats=15, people=13, admission=Admission.APPROVAL, asks_for_manager=True,
)  # fmt: skip
KEPT = Seminar(
    "小さな事業所のための、はじめての個別支援計画", 34, time(13, 30), 2.5,
    "FAXで申し込む事業所と、遠い圏域の事業所の席を、締切まで取っておきます。",
    venue_seats=20, online_seats=20, people=14,
    kept=((KeptFor.PAPER, Way.VENUE, 3), (KeptFor.AREA, Way.VENUE, 4)),
)  # fmt: skip


def seed_decisions(world: World, staff: User) -> None:
    """Add the seminars with all that has happened to them."""
    steps = {UNDECIDED: _wait, DECIDED: _decide, DRAWN: _draw, APPROVED: _approve, KEPT: _wait}
    for seminar, step in steps.items():
        session = make(seminar, world, staff)
        fill(seminar, session, world, staff)
        step(session, staff, world.now)


def _wait(session: Session, staff: User, now: datetime) -> None:
    """Leave everything as it arrived."""


def _decide(session: Session, staff: User, now: datetime) -> None:
    """Decide two days ago, first the newcomers; yesterday somebody dropped out, and the next are asked."""
    then = max(now - timedelta(days=2), session.event.deadline_at + timedelta(hours=1))
    criteria = Criteria(agency_cap=3, newcomers_first=True)
    sheet = decision_sheet(session, criteria, now=then)
    verdicts = {row.application.pk: row.verdict for row in sheet.rows}
    waiting = [key for key, verdict in verdicts.items() if verdict == Verdict.WAITING]
    verdicts |= dict.fromkeys(waiting[-1:], Verdict.DECLINED)
    decide_session(session=session, verdicts=verdicts, criteria=criteria, actor=staff, now=then)
    seated = Application.objects.filter(session=session, state=ApplicationState.CONFIRMED)
    leaving = seated.exclude(channel=Channel.WEB).last() or seated.last()
    if leaving is not None:
        yesterday = max(now - timedelta(days=1), then + timedelta(minutes=5))
        cancel_application(application=leaving, actor=staff, by_staff=True, now=yesterday)


def _draw(session: Session, staff: User, now: datetime) -> None:
    then = max(now - timedelta(days=1), session.event.deadline_at + timedelta(hours=1))
    draw_lots(session=session, actor=staff, now=then)


def _approve(session: Session, staff: User, now: datetime) -> None:
    """Let the first in, turn one down, leave the others to be looked at."""
    then = now - timedelta(minutes=30)
    pending = list(Application.objects.filter(session=session).order_by("received_at", "id"))
    for application in pending[:3]:
        approve_application(application=application, actor=staff, now=then)
    for application in pending[3:4]:
        decline_application(application=application, actor=staff, now=then)
