"""A series of three parts in the demo world, with people who have applied for all of it."""

from datetime import time, timedelta

from events.demo_seminars import Seminar, fill, make
from events.models import Part
from events.services.parts import PartPlan, write_parts
from foundation.demo import World

SERIES = Seminar(
    "地域で支える人のための連続講座",
    52,
    time(18, 30),
    2,
    "仕事のあとに3回、同じ仲間と学びます。1回の申し込みで、全部の回に参加できます。",
    subtitle="出会う、つなぐ、続ける",
    venue_seats=24,
    people=9,
    opened_days_before=80,
    deadline_days_before=10,
)
TITLES = (
    "出会う ― はじめの面談で聞くこと",
    "つなぐ ― 役所・病院・事業所との話し合い",
    "続ける ― 困ったときに相談できる先",
)
A_FORTNIGHT = timedelta(weeks=2)


def seed(world: World) -> None:
    """Let a series be held in three evenings; one that exists already stays."""
    if world.door != "public" or Part.objects.exists():
        return
    staff = world.people["staff"].user
    session = make(SERIES, world, staff)
    plans = [
        PartPlan(session.starts_at + number * A_FORTNIGHT, session.ends_at + number * A_FORTNIGHT, title)
        for number, title in enumerate(TITLES)
    ]
    session = write_parts(session=session, plans=plans, actor=staff, now=session.event.created_at)
    fill(SERIES, session, world, staff)
