"""Invented cases that ended long ago: one gone, one that waits for a second person, one that is held."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from handoff.access import current_enrolments, opened
from handoff.actors import CLOCK, Actor, actor_from
from handoff.cases.enums import Duty, OriginKind
from handoff.cases.models import Case
from handoff.cases.services.cases import NewCase, close_case, open_case
from handoff.models import AgencyCopy

from .enums import HoldKind, RecordClass, Unit
from .models import DueNotice, RetentionPeriod
from .rules import NOTICE_DAYS, Period
from .services.destroying import confirm, propose
from .services.holds import set_hold
from .services.periods import set_period

YEARS = 5
SETTLED = (
    (RecordClass.CASE, Period(amount=YEARS, unit=Unit.YEARS), "県との委託契約書 第12条"),
    (RecordClass.AGENCY_CASE, Period(amount=YEARS, unit=Unit.YEARS), "事業所の決まり"),
    (RecordClass.CONSULTATION, Period(amount=3, unit=Unit.YEARS), "センターの決まり"),
    (RecordClass.DRAFT, Period(amount=90, unit=Unit.DAYS), "センターの決まり"),
    (
        RecordClass.PROVISION,
        Period(amount=3, unit=Unit.YEARS),
        "個人情報保護法29条・30条、施行規則21条・25条",
    ),
)


def fill(world: World) -> None:
    """Add what is missing; made by the same services as everything at this door."""
    with opened(CLOCK, now=world.now):
        if RetentionPeriod.objects.exists():
            return
    lead, officer = _actor(world, "lead"), _actor(world, "privacy_officer")
    for kind, period, source in SETTLED:
        set_period(kind=kind, period=period, source=source, actor=lead, now=world.now)
    gone, waiting, held, coming, _ = (
        _ended(world, name, days=days)
        for name, days in (
            ("ホシノ サクラ", 40),
            ("ミホン ゲンタ", 33),
            ("モリ アオイ", 35),
            ("ハタ ミノル", -12),
            ("ノノ ハルカ", 31),
        )
    )
    set_hold(
        case_id=held.pk,
        kind=HoldKind.CLAIM,
        reason="本人から、開示の請求を受けています。",
        actor=lead,
        now=world.now,
    )
    coordinator = _actor(world, "agency_coordinator")
    theirs = _ended(world, "ミナト ヒカル", days=34, agency=world.agencies["minamo"])
    propose(records=[theirs.pk], actor=coordinator, now=world.now)
    for case in (gone, waiting):
        (proposed,) = propose(records=[case.pk], actor=lead, now=world.now)
        if case == gone:
            confirm(destruction_id=proposed.pk, actor=officer, now=world.now)
    with opened(CLOCK, now=world.now):
        today = timezone.localdate(world.now)
        DueNotice.objects.filter(record=str(coming.pk)).update(noticed_on=today - timedelta(days=18))


def _actor(world: World, key: str) -> Actor:
    user = User.objects.get(person=world.people[key])
    return actor_from(user, current_enrolments(user, now=world.now), is_fresh=True)


def _ended(world: World, kana: str, *, days: int, agency: AgencyCopy | None = None) -> Case:
    """Return a case that has been kept too long for so many days, and was in the list in time."""
    main, second = ("agency_coordinator", "agency_worker") if agency else ("case_worker", "deputy_lead")
    actor, today = _actor(world, main if agency else "lead"), timezone.localdate(world.now)
    due = today - timedelta(days=days)
    closed_on = date(due.year - YEARS, due.month, min(due.day, 28))
    new = NewCase(
        duty=Duty.FOLLOW_UP,
        origin_kind=OriginKind.CONSULTATION,
        origin_on=closed_on - timedelta(days=400),
        main=world.people[main],
        second=world.people[second],
        agency=agency,
        identity={"name_kana": kana},
        texts={"age_band": "70代"},
    )
    case = open_case(new=new, actor=actor, now=world.now)
    close_case(case=case, actor=actor, now=world.now)
    with opened(CLOCK, now=world.now):
        ended = Case.objects.filter(pk=case.pk)
        ended.update(opened_on=closed_on - timedelta(days=400), closed_on=closed_on)
        DueNotice.objects.create(
            kind=RecordClass.AGENCY_CASE if agency else RecordClass.CASE,
            record=str(case.pk),
            agency=agency,
            noticed_on=today - timedelta(days=NOTICE_DAYS + 1),
        )
    return case
