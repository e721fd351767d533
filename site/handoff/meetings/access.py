"""Which 合同支援会議 somebody reads, and for which side; absent and forbidden are the same 404."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.http import Http404

from handoff.actors import Actor
from handoff.cases.access import cases_for
from handoff.machine.access import handoff_for, handoffs_for, hands_of, is_told
from handoff.machine.enums import Hand, Side
from handoff.machine.models import Handoff
from handoff.machine.queries import facts_of
from handoff.machine.rules import ON_BEHALF
from handoff.machine.services.running import TOGETHER

from .models import SupportMeeting


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A hand-off as somebody stands to its meetings now; without a side nothing of them is open."""

    handoff: Handoff
    sides: frozenset[Side]

    @property
    def side(self) -> Side:
        """Return for which side somebody writes who might write for both: their own first."""
        return Side.GIVER if Side.GIVER in self.sides else Side.RECEIVER

    @property
    def is_on_paper(self) -> bool:
        return self.handoff.way_of in ON_BEHALF

    @property
    def may_write(self) -> bool:
        """Whether both sides work together now, so that meetings are called, held and confirmed."""
        return bool(self.sides) and self.handoff.state in TOGETHER


def standing_on(actor: Actor, handoff: Handoff, *, today: date) -> Standing:
    """Return how somebody stands to the meetings of a hand-off. Raises Http404 for who has no hand in it.

    The receiver stands on neither side once its footing fell.
    """
    hands = hands_of(actor, handoff, today=today)
    if not hands & {Hand.GIVER, Hand.RECEIVER}:
        raise Http404
    sides = {Side.GIVER} if Hand.GIVER in hands else set[Side]()
    if Hand.RECEIVER in hands and is_told(handoff, facts_of(handoff), today=today):
        sides.add(Side.RECEIVER)
    return Standing(handoff=handoff, sides=frozenset(sides))


def standing_for(actor: Actor, handoff_id: UUID, *, today: date) -> Standing:
    """Return the same for the hand-off of an address. Raises Http404."""
    return standing_on(actor, handoff_for(actor, handoff_id, today=today), today=today)


def meetings_of(standing: Standing) -> QuerySet[SupportMeeting]:
    """Return the meetings of a hand-off that its reader may read now, the latest first."""
    rows = SupportMeeting.objects.filter(handoff=standing.handoff).select_related("held")
    return rows if standing.sides else rows.none()


def meeting_for(actor: Actor, pk: UUID, *, today: date) -> tuple[SupportMeeting, Standing]:
    """Return a meeting that this actor may read now, and for which side. Raises Http404."""
    found = SupportMeeting.objects.filter(pk=pk).values_list("handoff", flat=True).first()
    if found is None:
        raise Http404
    standing = standing_for(actor, found, today=today)
    people = ("off_by__person", "minuted_by__person", "back_by__person", "confirmed_by__person")
    meeting = meetings_of(standing).select_related(*people)
    row = meeting.filter(pk=pk).first()
    if row is None:
        raise Http404
    row.handoff = standing.handoff
    return row, standing


def meetings_for(actor: Actor, *, today: date) -> QuerySet[SupportMeeting]:
    """Return the meetings of all hand-offs in which both sides work together and this actor has a hand.

    `is_given` and `is_received` say on which side. Whether the receiver's footing stands is asked of the
    database, for all of them at once.
    """
    if not actor.is_at(None) and not actor.agency_roles:
        # Whoever only watches over the data holds no meetings.
        return SupportMeeting.objects.none()
    told = Func(F("handoff"), function="tsunagu_is_told", output_field=BooleanField())
    at_work = Handoff.objects.filter(pk=OuterRef("handoff"), state__in=TOGETHER)
    given = at_work.filter(case__in=cases_for(actor, today=today).values("pk"))
    received = handoffs_for(actor, today=today).filter(pk=OuterRef("handoff"), state__in=TOGETHER)
    rows = SupportMeeting.objects.annotate(is_told=told, is_given=Exists(given), is_known=Exists(received))
    rows = rows.filter(Q(is_given=True) | Q(is_known=True, is_told=True))
    return rows.select_related("handoff")
