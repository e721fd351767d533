"""What was read and asked for in the demo world: a name that was seen, a disclosure, a correction."""

from django.utils import timezone

from accounts.models import User
from foundation.audit import checkpoints
from foundation.demo import World
from handoff.access import current_enrolments, opened
from handoff.actors import CLOCK, Actor, actor_from
from handoff.cases.services.cases import read_identity
from handoff.cases.services.reading import read_case
from handoff.machine.models import Handoff
from handoff.machine.services.reading import read_handoff

from .enums import RequestKind, ToldWay
from .models import PersonRequest
from .services.requesting import enter_request, mask_package, read_request, tell_receiver


def fill(world: World) -> None:
    """Add what is missing; made by the same services as everything at this door."""
    with opened(CLOCK, now=world.now):
        given = Handoff.objects.filter(provisions__isnull=False, requester=None).order_by("made_at")
        handoffs = list(given.distinct())
        if PersonRequest.objects.exists() or not handoffs:
            return
    worker, officer = _actor(world, "case_worker"), _actor(world, "privacy_officer")
    for handoff in handoffs:
        read_case(case_id=handoff.case_id, actor=worker, now=world.now)
        read_handoff(handoff_id=handoff.pk, actor=_actor(world, "lead"), now=world.now)
    read_identity(case_id=handoffs[-1].case_id, actor=worker, now=world.now)
    _requests(world, handoffs, officer)
    if checkpoints.are_kept():
        checkpoints.write_checkpoint(now=world.now)


def _requests(world: World, handoffs: list[Handoff], officer: Actor) -> None:
    today = timezone.localdate(world.now)
    kinds = (RequestKind.DISCLOSURE, RequestKind.CORRECTION)
    made = [
        enter_request(
            reference=handoff.case_reference,
            kind=kind,
            asked_on=today,
            asked_by="本人",
            what="" if kind == RequestKind.DISCLOSURE else "電話番号が、ちがっている。",
            actor=officer,
            now=world.now,
        )
        for handoff, kind in zip((handoffs[0], handoffs[-1]), kinds, strict=True)
    ]
    seen = read_request(request_id=made[0].pk, actor=officer, now=world.now).seen
    mask_package(request_id=made[0].pk, seen=seen, words=["畑の仕事"], whole=[], actor=officer, now=world.now)
    told = handoffs[-1].performer_id
    if told is not None:
        tell_receiver(
            request_id=made[1].pk,
            agency_id=told,
            told_on=today,
            way=ToldWay.PHONE,
            actor=officer,
            now=world.now,
        )


def _actor(world: World, key: str) -> Actor:
    user = User.objects.get(person=world.people[key])
    return actor_from(user, current_enrolments(user, now=world.now), is_fresh=True)
