"""The table from which the centre decides about a session: who waits, what is proposed, what follows."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from . import queries
from .enums import Way
from .kept_seats import KeptSeatsNow, kept_seats_now
from .line import Seats, Settlement
from .models import Application, Session
from .selecting import candidates
from .selection import Candidate, Criteria, Verdict, propose

VERDICT_WORDS = {Verdict.CHOSEN: "受講決定", Verdict.WAITING: "空き待ち", Verdict.DECLINED: "お断り"}
VERDICTS = [(verdict.value, word) for verdict, word in VERDICT_WORDS.items()]


def wish_words(people: int, least: int | None) -> str:
    """Return with how few people a group sits down, in words; nothing of one person."""
    if people <= 1:
        return ""
    if least is None or least >= people:
        return "全員いっしょ"
    return "一人でも" if least <= 1 else f"{least}人から"


@dataclass(frozen=True)
class SheetRow:
    """One application that waits for the decision, with what is proposed or chosen."""

    application: Application
    candidate: Candidate
    verdict: Verdict
    is_new: bool = False

    @property
    def people(self) -> int:
        return self.candidate.group.people

    @property
    def ways(self) -> str:
        """How many people by which way."""
        needs = self.candidate.group.needs
        return "、".join(f"{way.label}{needs[way]}人" for way in Way if needs.get(way))

    @property
    def wish(self) -> str:
        return wish_words(self.people, self.application.least_people)


@dataclass(frozen=True)
class WaySeats:
    """The seats of one way after the decision, in words."""

    word: str
    room: int
    used: int

    @property
    def left(self) -> int:
        return max(0, self.room - self.used)

    @property
    def over(self) -> int:
        return max(0, self.used - self.room)


@dataclass(frozen=True)
class VerdictCount:
    """How many applications and people get one verdict."""

    word: str
    applications: int
    people: int


@dataclass(frozen=True)
class DecisionSheet:
    """The whole table."""

    rows: Sequence[SheetRow]
    seats: Sequence[WaySeats]
    criteria: Criteria
    # Waiting groups that are content with what the decision leaves: how many, and how many people of them.
    seated_after: tuple[int, int]

    @property
    def people(self) -> int:
        return sum(row.people for row in self.rows)

    @property
    def fits(self) -> bool:
        return not any(line.over for line in self.seats)

    @property
    def takes_everybody(self) -> bool:
        return self.fits and all(row.verdict == Verdict.CHOSEN for row in self.rows)

    @property
    def has_new(self) -> bool:
        """Whether something arrived since the verdicts were chosen."""
        return any(row.is_new for row in self.rows)

    @property
    def counts(self) -> list[VerdictCount]:
        """Return the number of applications and people by verdict."""
        return [
            VerdictCount(word, len(people), sum(people))
            for verdict, word in VERDICT_WORDS.items()
            if (people := [row.people for row in self.rows if row.verdict == verdict])
            or verdict == Verdict.CHOSEN
        ]

    @property
    def by_mail(self) -> list[Application]:
        return [row.application for row in self.rows if row.application.is_told_by_mail]

    @property
    def by_other_ways(self) -> list[Application]:
        return [row.application for row in self.rows if not row.application.is_told_by_mail]


def decision_sheet(
    session: Session,
    criteria: Criteria,
    *,
    areas: Collection[int] = (),
    chosen: Mapping[int, Verdict] | None = None,
    now: datetime,
) -> DecisionSheet:
    """Return the table for a session by these criteria; `chosen` verdicts stand instead of proposed ones."""
    kept = kept_seats_now([session.pk], now=now).get(session.pk, ())
    found = candidates(session, areas=areas, now=now)
    keys = [each.group.key for each in found]
    applications = Application.objects.select_related("agency").in_bulk(keys)
    taken = queries.taken_seats(session)
    free = {way: count - taken.get(way, 0) for way, count in session.capacity.items()}
    line, settled = propose(found, free, criteria, kept=[each.seats for each in kept])
    rows = [
        _row(applications[each.group.key], each, settled, chosen)
        for each in line
        if each.group.key in applications
    ]
    used = _used(rows)
    return DecisionSheet(
        rows,
        [WaySeats(way.label, free[way], used[way]) for way in Way if way in free],
        criteria,
        _seated_after(session, rows, taken, used, kept, now=now),
    )


def _row(
    application: Application,
    candidate: Candidate,
    settled: Settlement,
    chosen: Mapping[int, Verdict] | None,
) -> SheetRow:
    proposed = Verdict.CHOSEN if settled.seats_of(application.pk) else Verdict.WAITING
    if chosen is None:
        return SheetRow(application, candidate, proposed)
    verdict = chosen.get(application.pk)
    return SheetRow(application, candidate, verdict or proposed, is_new=verdict is None)


def _used(rows: Sequence[SheetRow]) -> Counter[str]:
    used: Counter[str] = Counter()
    for row in rows:
        if row.verdict == Verdict.CHOSEN:
            used.update(row.candidate.group.needs)
    return used


def _seated_after(
    session: Session,
    rows: Sequence[SheetRow],
    taken: Seats,
    used: Counter[str],
    kept: Sequence[KeptSeatsNow],
    *,
    now: datetime,
) -> tuple[int, int]:
    """Return how many waiting groups, and people of them, get the seats that the decision leaves."""
    line = [row.candidate.group for row in rows if row.verdict == Verdict.WAITING]
    settled = queries.settlement(session, Counter(taken) + used, line, kept, now=now)
    return len(settled.seated), sum(sum(each.people.values()) for each in settled.seated)


@dataclass(frozen=True)
class DecidedRow:
    """One application that was decided about, in the order of the decision, as it stands now."""

    place: int
    application: Application


def decided_rows(session: Session) -> list[DecidedRow]:
    """Return whom a session's decision was about, in its order; whoever came later is not among them."""
    assert session.decided_at is not None
    found = Application.objects.filter(session=session, line_at=session.decided_at)
    return [DecidedRow(place, each) for place, each in enumerate(found.order_by("line_step", "id"), start=1)]
