"""Who could read a case between two moments: who worked on it, led, stood in, received, or advised on it."""

from collections.abc import Iterator, Sequence

from accounts.enums import PrivateRole
from handoff.actors import CASEWORK, LEADING
from handoff.cases.models import Case
from handoff.disclosure.enums import Part
from handoff.machine.enums import Provision
from handoff.machine.models import Handoff
from handoff.models import Enrolment
from handoff.safeguards.enums import Way

from .committee import committee_of
from .footing import backup_times, told_times
from .rules import Interval, both, open_times
from .standing import CouldRead, at, days, morning, night, of, one

KEEPING = LEADING | {PrivateRole.PRIVACY_OFFICER}
BESIDE_PARTS = "書類のほか（たのみたいこと、役割、会議、やりとり）"
BACKUP = "後方支援の相談"


def could_read(case: Case, asked: Interval) -> list[CouldRead]:
    """Return who could read anything of a case in this time, those who could first before the rest."""
    opened = Interval(since=morning(case.opened_on))
    enrolled = list(Enrolment.objects.filter(approved_at__isnull=False).select_related("person", "agency"))
    found = [
        *_own_side(case, enrolled, asked, opened),
        *_receiving_side(case, enrolled, asked),
        *committee_of(case, enrolled, asked),
    ]
    return sorted(found, key=lambda each: (each.time.since, each.side, each.person, each.what))


def _own_side(
    case: Case, enrolled: Sequence[Enrolment], asked: Interval, opened: Interval
) -> Iterator[CouldRead]:
    for enrolment in at(enrolled, None, KEEPING):
        yield from one(enrolment, "責任者など", "すべて", asked, opened)
    for worker in case.workers.select_related("person"):
        named = days(worker.since, worker.ended_on)
        for enrolment in of(enrolled, worker.person_id, None, CASEWORK):
            yield from one(enrolment, worker.get_place_display(), "すべて", asked, opened, named)
    for standing in case.stand_ins.select_related("person"):
        day = Interval(since=standing.opened_at, until=night(standing.day))
        for enrolment in of(enrolled, standing.person_id, None, CASEWORK):
            yield from one(enrolment, "代わりに開いた", "すべて", asked, day)


def _receiving_side(case: Case, enrolled: Sequence[Enrolment], asked: Interval) -> Iterator[CouldRead]:
    for handoff in case.handoffs.select_related("performer", "basis", "safeguard").prefetch_related(
        "receivers__person"
    ):
        records = handoff.provisions.filter(kind__in=(Provision.OPENED, Provision.CLOSED)).order_by("number")
        times = open_times([(each.at, each.part, each.kind == Provision.OPENED) for each in records])
        for part, intervals in times.items():
            for is_open in intervals:
                yield from _on_paper(handoff, Part(part), is_open, asked)
                yield from _receivers(handoff, Part(part).label, is_open, enrolled, asked)
        # What belongs to no part stands in no ledger: it was open as long as its footing stood.
        for what, intervals in ((BESIDE_PARTS, told_times(handoff)), (BACKUP, backup_times(handoff))):
            for is_open in intervals:
                yield from _receivers(handoff, what, is_open, enrolled, asked)


def _on_paper(handoff: Handoff, part: Part, is_open: Interval, asked: Interval) -> Iterator[CouldRead]:
    shared = both(asked, is_open)
    if handoff.way != Way.HERE and shared is not None:
        name = handoff.performer.name if handoff.performer else "センター"
        yield CouldRead(person="紙で受け取った人", side=name, why="渡し方が紙", what=part.label, time=shared)


def _receivers(
    handoff: Handoff, what: str, is_open: Interval, enrolled: Sequence[Enrolment], asked: Interval
) -> Iterator[CouldRead]:
    """Give who has a hand-off in hand: what went on paper stands open on the screen too, also later."""
    agency = handoff.performer_id
    leading = frozenset({PrivateRole.AGENCY_COORDINATOR}) if agency else KEEPING
    for enrolment in at(enrolled, agency, leading):
        yield from one(enrolment, "受け取る側の窓口", what, asked, is_open)
    for receiver in handoff.receivers.all():
        named = days(receiver.since, receiver.ended_on)
        for enrolment in of(enrolled, receiver.person_id, agency, frozenset(PrivateRole) - leading):
            yield from one(enrolment, receiver.get_place_display(), what, asked, is_open, named)
