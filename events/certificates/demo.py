"""Certificates of the demo world: one issued anew, one taken back, some that wait for an answer."""

from datetime import timedelta

from accounts.models import User
from events.models import Session
from foundation.demo import World

from .enums import Measure, ReissueReason, RevokeReason
from .models import Certificate, CertificateRule
from .services.issuing import issue_due, reissue, revoke, set_rule


def seed(world: World) -> None:
    """Issue certificates of two seminars that were held, and say when those of the latest are due."""
    if world.door != "public" or CertificateRule.objects.exists():
        return
    staff = world.people["staff"].user
    held = list(Session.objects.held(world.now).select_related("event").order_by("-ends_at")[:3])
    for place, session in enumerate(held):
        moment = min(session.ends_at + timedelta(days=3), world.now)
        needs = ["questionnaire"] if place == 0 else []
        values = {"measure": Measure.ONE_DATE, "least_percent": 80, "needs": needs}
        set_rule(event=session.event, values=values, actor=staff, now=moment)
        if place > 0:
            issue_due(event=session.event, participants=None, actor=staff, now=moment)
    _end_two(staff, world)


def _end_two(staff: User, world: World) -> None:
    """Issue one certificate anew, and take one back."""
    lost, wrong, *_ = Certificate.objects.order_by("id")
    reason = ReissueReason.LOST
    reissue(certificate_id=lost.pk, holder_name=lost.holder_name, reason=reason, actor=staff, now=world.now)
    revoke(certificate_id=wrong.pk, reason=RevokeReason.WRONG_ATTENDANCE, actor=staff, now=world.now)
