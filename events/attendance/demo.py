"""The day in the demo world: who came late to the last seminars, and groups for the next one."""

from datetime import timedelta
from random import Random

from events.enums import Attendance, Way
from events.models import Participant, Session
from foundation.demo import World

from .enums import FactKind, Means
from .models import DayRule
from .services.grouping import GroupWords, change_groups, make_groups
from .services.noting import Times, note, set_times
from .services.ruling import set_day_rule

RULE = {"late_minutes": 15, "early_minutes": 15, "note": "電車の遅れなどのときは、受付でお知らせください。"}
SEED = 1126
# Most come before the beginning, few a little late.
EARLY_OR_LATE = (-22, -18, -15, -12, -10, -8, -6, -5, -4, -3, -2, -1, 0, 2, 17)


def seed(world: World) -> None:
    """Write down times of the last two seminars and make groups for the next; what exists already stays."""
    if world.door != "public" or DayRule.objects.exists():
        return
    staff, rng = world.people["staff"].user, Random(SEED)  # noqa: S311 -- an invented world
    marked = Participant.objects.attended().values("session")
    held = Session.objects.held(world.now).filter(pk__in=marked).select_related("event")
    for session in held.order_by("-ends_at")[:2]:
        set_day_rule(event=session.event, values=RULE, actor=staff, now=session.event.created_at)
        _write_times(session, rng, world)
    coming = Session.objects.filter(starts_at__gt=world.now, event__state="published")
    nearest = coming.select_related("event").order_by("starts_at").first()
    if nearest is not None:
        set_day_rule(event=nearest.event, values=RULE, actor=staff, now=world.now)
        _make_groups(nearest, world)


def _write_times(session: Session, rng: Random, world: World) -> None:
    """Let everybody who was marked as present come at some minute, and one leave early."""
    staff = world.people["staff"].user
    came = Participant.objects.filter(session=session, attendance=Attendance.ATTENDED).order_by("id")
    times = {
        person.pk: Times(session.starts_at + timedelta(minutes=rng.choice(EARLY_OR_LATE)), None)
        for person in came
    }
    set_times(session=session, times=times, actor=staff, now=session.ends_at)
    first = next(iter(times), None)
    if first is not None:
        early = session.ends_at - timedelta(minutes=20)
        kind, means = FactKind.LEFT, Means.LIST
        note(session=session, participants=[first], kind=kind, means=means, actor=staff, now=early)


def _make_groups(session: Session, world: World) -> None:
    staff = world.people["staff"].user
    seated = Participant.objects.filter(session=session, cancelled_at__isnull=True)
    counts = {way.value: seated.filter(way=way).count() // 5 for way in Way}
    if not any(counts.values()):
        return
    made = make_groups(session=session, counts=counts, seed=SEED, actor=staff, now=world.now)
    notes = {Way.VENUE: "会議室2の机", Way.ONLINE: "始まったら、分かれたルームに入ります"}
    words = {group.pk: GroupWords(group.name, notes[Way(group.way)]) for group in made}
    change_groups(session=session, words=words, members={}, actor=staff, now=world.now)
