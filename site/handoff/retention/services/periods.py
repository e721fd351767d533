"""How long a class of records is kept: settled by the lead, read by everybody who answers for the centre."""

from datetime import datetime

from accounts.enums import PrivateRole
from handoff.access import opened
from handoff.actors import Actor
from handoff.exceptions import Refused, obey
from handoff.retention.enums import RecordClass
from handoff.retention.models import RetentionPeriod
from handoff.retention.rules import Period, may_set_period


def may_settle(actor: Actor) -> bool:
    """Return whether this actor settles how long things are kept."""
    return PrivateRole.LEAD in actor.centre_roles


def set_period(
    *, kind: RecordClass, period: Period, source: str, actor: Actor, now: datetime
) -> RetentionPeriod:
    """Let a class be kept for so long from now on; what counted before stays to be read. Raises Refused."""
    if not may_settle(actor):
        raise Refused("残しておく期間は、責任者が決めます。")
    obey(may_set_period(kind, period))
    if not source.strip():
        raise Refused("根拠を書いてください。")
    assert actor.user is not None
    with opened(actor, now=now) as opening:
        new = RetentionPeriod.objects.create(
            kind=kind, amount=period.amount, unit=period.unit, source=source, set_by=actor.user, set_at=now
        )
        opening.note("retention.period_set", new, [kind])
    return new
