"""Who of the review committee could read something of a case: whoever sat when it was shown, or was asked."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from foundation.audit.models import Entry
from handoff.cases.models import Case
from handoff.models import Enrolment
from handoff.sittings.enums import COMMITTEE_ROLES, ROLE_OF, ItemState, Place
from handoff.sittings.models import CaseItem, QuickQuestion, Recusal, Seat

from .rules import Interval
from .standing import CouldRead, morning, night, one

SHOWN = "委員会の資料、議事録、助言"
ASKED = "急ぎの質問"


def committee_of(case: Case, enrolled: Sequence[Enrolment], asked: Interval) -> Iterator[CouldRead]:
    """Give who of the committee could read of a case at most: papers close sooner than the rest."""
    recused = dict(Recusal.objects.filter(case=case).values_list("person_id", "written_at"))
    for item in CaseItem.objects.filter(case=case).select_related("sitting"):
        shown = _shown(item)
        if shown is None:
            continue
        seats = Seat.objects.filter(since__lte=item.sitting.held_on, until__gte=item.sitting.held_on)
        for seat in seats:
            times = [shown, _time_of(seat), Interval(since=shown.since, until=recused.get(seat.person_id))]
            for enrolment in enrolled:
                if (enrolment.person_id, enrolment.role) == (seat.person_id, ROLE_OF[Place(seat.place)]):
                    yield from one(enrolment, f"委員会：{seat.get_place_display()}", SHOWN, asked, *times)
    for question in QuickQuestion.objects.filter(case=case):
        ends = [each for each in (question.closed_at, recused.get(question.asked_of_id)) if each]
        waiting = Interval(since=question.asked_at, until=min(ends) if ends else None)
        for enrolment in enrolled:
            if enrolment.person_id == question.asked_of_id and enrolment.role in COMMITTEE_ROLES:
                yield from one(enrolment, "委員会：急ぎの質問", ASKED, asked, waiting)


def _shown(item: CaseItem) -> Interval | None:
    """Return from when to when a case was shown, from the moments that the chain knows."""
    sent = _moments("sittings.send", item.sitting.pk)
    if not sent:
        return None
    until = item.sitting.off_at
    if item.state == ItemState.TAKEN_OFF:
        until = max(_moments("sittings.item_moved", item.pk), default=until)
    return Interval(since=max(min(sent), item.put_at), until=until)


def _moments(verb: str, subject: UUID) -> list[datetime]:
    return list(Entry.objects.filter(verb=verb, subject_key=subject).values_list("at", flat=True))


def _time_of(seat: Seat) -> Interval:
    ends = [night(seat.until), *([seat.ended_at] if seat.ended_at else [])]
    return Interval(since=morning(seat.since), until=min(ends))
