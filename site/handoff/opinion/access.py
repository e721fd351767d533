"""Which opinion letters somebody reads and writes; absent and forbidden are the same 404."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from handoff.actors import Actor
from handoff.cases.access import cases_for
from handoff.records.access import Ground, readable_on, record_for
from handoff.records.enums import Use

from .enums import LetterState
from .models import OpinionLetter
from .rules import SHARING


def letter_for(actor: Actor, pk: UUID, use: Use, *, today: date) -> tuple[OpinionLetter, Ground]:
    """Return a letter with which this actor may do this, and how they stand to it. Raises Http404."""
    return record_for(OpinionLetter.objects.all(), actor, pk, SHARING, use, today=today)


def locked_letter(actor: Actor, pk: UUID, use: Use, *, today: date) -> tuple[OpinionLetter, Ground]:
    """Return the same, with its row locked until the transaction ends. Raises Http404."""
    rows = OpinionLetter.objects.select_for_update(of=("self",))
    return record_for(rows, actor, pk, SHARING, use, today=today)


def letters_on(ground: Ground) -> list[OpinionLetter]:
    """Return the letters beside a hand-off that this actor may read, the newest first."""
    return list(readable_on(OpinionLetter.objects.all(), ground, SHARING).order_by("-written_at"))


def own_letters(actor: Actor, *, today: date) -> QuerySet[OpinionLetter]:
    """Return the letters of an actor's own cases."""
    rows = OpinionLetter.objects.filter(case__in=cases_for(actor, today=today).values("pk"))
    return rows.select_related("handoff", "case")


def may_ask_on(ground: Ground) -> bool:
    """Return whether this actor may ask for a letter here: of the centre, which gave the person over."""
    is_of_centre = ground.handoff is not None and ground.handoff.requester_id is None
    return is_of_centre and ground.opens(Use.WRITE, SHARING, state=LetterState.ASKED)
