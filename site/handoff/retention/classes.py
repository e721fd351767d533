"""Every class of records as data: which rows it covers, since when each is kept, which key goes with it.

How the rest of a row is erased stands in `erasing`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Least, TruncDate
from django.utils import timezone

from accounts.models import Person
from handoff.cases.models import Case, SupportedPerson
from handoff.consultation.enums import RequestState
from handoff.consultation.models import ConsultationRequest
from handoff.incidents.enums import State as IncidentState
from handoff.incidents.models import Incident, Lesson
from handoff.machine.enums import BEING_WRITTEN, State
from handoff.machine.models import Handoff, ProvisionRecord
from handoff.models import AgencyCopy, Enrolment
from handoff.oversight.models import MonthlyReview
from handoff.sittings.enums import SittingState
from handoff.sittings.models import Attendance, Seat, Sitting

from .enums import RecordClass

OVER = (SittingState.CLOSED, SittingState.CALLED_OFF)
UNTAKEN = (State.DECLINED, State.EXPIRED, State.WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Whose records are looked at, on which day: cases and hand-offs of a side, and what is the centre's."""

    cases: QuerySet[Case]
    handoffs: QuerySet[Handoff]
    has_centre: bool
    today: date


@dataclass(frozen=True, kw_only=True)
class Began:
    """One record that is kept for a time, and since when; `about` tells whoever decides what it is."""

    kind: RecordClass
    record: str
    reference: str
    on: date
    agency_id: int | None = None
    case_id: UUID | None = None
    handoff_id: UUID | None = None
    about: str = ""

    @property
    def subject(self) -> tuple[str, str]:
        return (self.kind, self.record)


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """One class. `rows` gives those whose time runs, `since` names the column in which it began.

    `owned` are the models whose keys end with it, `key` says that each row's own key does. A record is
    known by `number` for good: it names nobody. `about` is shown until it is gone.
    """

    model: type[Model]
    rows: Callable[[Scope], QuerySet[Any]]
    since: str
    owned: tuple[type[Model], ...] = ()
    key: bool = False
    number: Callable[[Any], str] = lambda row: str(row.reference)
    about: Callable[[Any], str] = lambda _: ""

    def began(self, kind: RecordClass, scope: Scope) -> Iterator[Began]:
        """Return what of this class is kept, and since when. One query."""
        for row in self.rows(scope):
            on = getattr(row, self.since)
            handoff = row if isinstance(row, Handoff) else None
            case = row if isinstance(row, Case) else None
            yield Began(
                kind=kind,
                record=_record(row),
                reference=self.number(row),
                on=timezone.localdate(on) if isinstance(on, datetime) else on,
                agency_id=case.agency_id if case else handoff.requester_id if handoff else None,
                case_id=case.pk if case else handoff.case_id if handoff else None,
                handoff_id=handoff.pk if handoff else None,
                about=self.about(row),
            )


def _record(row: Model) -> str:
    """Return how a row is known here: by its key, and where that is a number, by its table too."""
    return str(row.pk) if isinstance(row.pk, UUID) else f"{row._meta.model_name}-{row.pk}"


def _short(row: Model) -> str:
    return str(row.pk)[:8]


def _of_centre[Row: Model](rows: QuerySet[Row], scope: Scope) -> QuerySet[Row]:
    return rows if scope.has_centre else rows.none()


def _ended(scope: Scope) -> QuerySet[Case]:
    return scope.cases.filter(closed_on__isnull=False, shredded_at=None)


def _unsent(scope: Scope) -> QuerySet[Handoff]:
    never_sent = Q(sent_at=None) & (Q(state__in=BEING_WRITTEN) | Q(state__in=(State.WITHDRAWN, State.VOID)))
    return _papers(scope).filter(never_sent)


def _papers(scope: Scope) -> QuerySet[Handoff]:
    return scope.handoffs.filter(shredded_at=None).annotate(since=Coalesce("ended_at", "changed_at"))


def _provided(scope: Scope) -> QuerySet[Case]:
    records = ProvisionRecord.objects.filter(handoff__case=OuterRef("pk"))
    return scope.cases.filter(Exists(records), shredded_at__isnull=False)


def _past_consultations(scope: Scope) -> QuerySet[ConsultationRequest]:
    # Many are answered and never closed: nothing comes after the answer.
    over = (RequestState.ANSWERED, RequestState.CLOSED)
    rows = ConsultationRequest.objects.filter(case=None, state__in=over)
    return _of_centre(rows.annotate(since_moment=Coalesce("closed_at", "answered_at")), scope)


def _past_seats(scope: Scope) -> QuerySet[Seat]:
    # Whoever came to a sitting stands there until that one is gone.
    came = Attendance.objects.filter(seat=OuterRef("pk"))
    over = Seat.objects.filter(Q(until__lt=scope.today) | Q(ended_at__isnull=False)).exclude(Exists(came))
    ended = Least("until", Coalesce(TruncDate("ended_at"), "until"))
    return _of_centre(over.annotate(since_day=ended).select_related("person"), scope)


def _past_people(scope: Scope) -> QuerySet[Person]:
    goes_on = Enrolment.objects.filter(person=OuterRef("pk"), ended_at=None, valid_until__gte=scope.today)
    ended = Least(
        "enrolments__valid_until",
        Coalesce(TruncDate("enrolments__ended_at"), "enrolments__valid_until"),
    )
    people = Person.objects.filter(erased_at=None, enrolments__isnull=False).exclude(Exists(goes_on))
    return _of_centre(people.annotate(since_day=Max(ended)), scope)


CLASSES: Mapping[RecordClass, Keeping] = {
    RecordClass.DRAFT: Keeping(model=Handoff, rows=_unsent, since="since"),
    RecordClass.PACKAGE: Keeping(
        model=Handoff,
        rows=lambda scope: _papers(scope).filter(state__in=UNTAKEN, sent_at__isnull=False),
        since="since",
    ),
    RecordClass.CASE: Keeping(
        model=Case,
        rows=lambda scope: _ended(scope).filter(agency=None),
        since="closed_on",
        owned=(Case, SupportedPerson),
    ),
    RecordClass.AGENCY_CASE: Keeping(
        model=Case,
        rows=lambda scope: _ended(scope).exclude(agency=None),
        since="closed_on",
        owned=(Case, SupportedPerson),
    ),
    RecordClass.PROVISION: Keeping(model=Case, rows=_provided, since="shredded_at"),
    RecordClass.INCIDENT: Keeping(
        model=Incident,
        rows=lambda scope: _of_centre(
            Incident.objects.filter(case=None, state=IncidentState.CLOSED, what__isnull=False), scope
        ),
        since="closed_at",
        owned=(Incident,),
        key=True,
        about=lambda row: str(row.get_kind_display()),
    ),
    RecordClass.LESSON: Keeping(
        model=Lesson,
        rows=lambda scope: _of_centre(Lesson.objects.all(), scope),
        since="written_on",
        owned=(Lesson,),
        key=True,
        number=_short,
        about=lambda row: str(row.get_kind_display()),
    ),
    RecordClass.CONSULTATION: Keeping(
        model=ConsultationRequest,
        rows=_past_consultations,
        since="since_moment",
        owned=(ConsultationRequest,),
        key=True,
    ),
    RecordClass.REVIEW: Keeping(
        model=MonthlyReview,
        rows=lambda scope: _of_centre(MonthlyReview.objects.filter(note__isnull=False), scope),
        since="ticked_at",
        owned=(MonthlyReview,),
        key=True,
        number=str,
    ),
    RecordClass.SITTING: Keeping(
        model=Sitting,
        rows=lambda scope: _of_centre(
            Sitting.objects.filter(state__in=OVER).exclude(place=""),
            scope,
        ),
        since="held_on",
        number=str,
    ),
    RecordClass.SEAT: Keeping(
        model=Seat,
        rows=_past_seats,
        since="since_day",
        number=_short,
        about=lambda row: f"{row.person.name}（{row.get_place_display()}）",
    ),
    RecordClass.PERSON: Keeping(
        model=Person,
        rows=_past_people,
        since="since_day",
        number=lambda row: f"登録{row.pk}",
        about=lambda row: str(row.name),
    ),
    RecordClass.AGENCY: Keeping(
        model=AgencyCopy,
        rows=lambda scope: _of_centre(
            AgencyCopy.objects.filter(closed_on__lte=scope.today).exclude(head=""), scope
        ),
        since="closed_on",
        number=lambda row: f"機関{row.pk}",
        about=lambda row: str(row.name),
    ),
}


def all_began(scope: Scope) -> list[Began]:
    """Return everything that is kept for a time. One query for each class."""
    return [one for kind, keeping in CLASSES.items() for one in keeping.began(kind, scope)]
