"""Reads of applications, and of the people of one agency."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from content.search.rules import MOST_CHARACTERS
from directory.enums import Level
from directory.finding.asking import Wanted
from directory.finding.search import find
from directory.models import Agency, Membership
from directory.models.agency import AgencyQuerySet
from directory.rules import has_to_be_confirmed
from foundation.japanese.dates import fiscal_year as year_of
from foundation.limits.queries import limit

from .enums import FINAL, OPEN, ApplicationState, TurnWay
from .limits import PEOPLE_CONFIRMED_WITHIN, TURN_ANSWERED_WITHIN
from .models import AccountApplication, PeopleConfirmation, TurnQuestion
from .rules import year_asked_about

MOST_FOUND = 8


def open_applications() -> QuerySet[AccountApplication]:
    """Return what waits for the centre, the oldest first."""
    return AccountApplication.objects.filter(state__in=OPEN).select_related("agency")


def undecided_since(until: datetime) -> QuerySet[AccountApplication]:
    """Return the open applications whose last step, the call or else applying, was by then."""
    called = Q(checked_on__isnull=True) | Q(checked_on__lte=timezone.localdate(until))
    waiting = AccountApplication.objects.filter(called, state__in=OPEN, applied_at__lte=until)
    return waiting.order_by("pk")


def decided_applications() -> QuerySet[AccountApplication]:
    """Return what was decided, the latest first."""
    decided = AccountApplication.objects.exclude(state__in=OPEN)
    return decided.select_related("agency", "decided_by__person").order_by("-decided_at", "-pk")


def applications() -> QuerySet[AccountApplication]:
    """Return every application with its agency and who called and decided."""
    return AccountApplication.objects.select_related("agency", "checked_by__person", "decided_by__person")


def applications_to_welcome() -> QuerySet[AccountApplication]:
    """Return the applications of those who were invited and whose words are still there."""
    approved = AccountApplication.objects.filter(state=ApplicationState.APPROVED, erased_at__isnull=True)
    return approved.select_related("agency")


def agencies_found(typed: str, *, today: date) -> list[tuple[str, str]]:
    """Return number and name of the agencies that a stranger finds by these words: only what is public.

    As the public search it passes over NUL and what is longer than any question: a form that is not checked
    yet asks this, too.
    """
    words = " ".join(typed.replace("\0", "").split())[:MOST_CHARACTERS]
    if not words:
        return []
    found = find(Wanted(typed=words), reader=Level.PUBLIC, today=today, size=MOST_FOUND)
    return [(hit["public_id"], f"{hit['name']}（{hit['place']}）") for hit in found.hits]


def agencies_to_join(*, today: date) -> AgencyQuerySet:
    """Return the agencies that somebody may belong to."""
    return Agency.objects.current(today=today)


def people_confirmation(agency: Agency, *, today: date) -> tuple[PeopleConfirmation | None, bool, int]:
    """Return the last confirmation of an agency's people, whether it is due again, after how many days."""
    last = PeopleConfirmation.objects.filter(agency=agency).first()
    within = limit(PEOPLE_CONFIRMED_WITHIN, on=today)
    is_due = has_to_be_confirmed(last.confirmed_on if last else None, today=today, holds_days=within)
    return last, is_due, within


def colleagues_who_may_leave(membership: Membership, *, today: date) -> QuerySet[Membership]:
    """Return the others of one's own agency: whoever left last would leave nobody who can let others in."""
    running = Membership.objects.not_ended(today=today).filter(agency=membership.agency)
    return running.exclude(pk=membership.pk).select_related("person")


def answer_by(sent_on: date) -> date:
    """Return the day until which an agency is asked to answer what was sent on a day."""
    return sent_on + timedelta(days=limit(TURN_ANSWERED_WITHIN, on=sent_on))


def contact_people(agencies: Collection[int], *, today: date) -> dict[int, list[Membership]]:
    """Return by agency who signs in for it today, those who administer it first."""
    partners = Membership.objects.valid(today=today).of_partners().filter(agency__in=agencies)
    found: dict[int, list[Membership]] = {}
    for each in partners.select_related("person").order_by("-role", "person__name_kana", "pk"):
        found.setdefault(each.agency_id, []).append(each)
    return found


def agencies_with_a_window(*, today: date) -> AgencyQuerySet:
    """Return the open agencies that somebody signs in for, or that wrote an entry of their own."""
    partners = Membership.objects.valid(today=today).of_partners().filter(agency=OuterRef("pk"))
    current = Agency.objects.current(today=today)
    return current.filter(Q(declaration__live=True) | Exists(partners)).order_by("folded_kana", "pk")


def agencies_to_ask(*, today: date) -> AgencyQuerySet:
    """Return the agencies that nobody has asked yet about the fiscal year that is asked about today."""
    asked = TurnQuestion.objects.filter(fiscal_year=year_asked_about(today)).values("agency")
    return agencies_with_a_window(today=today).exclude(pk__in=asked)


def ways_to_ask(*, today: date) -> tuple[int, int]:
    """Return how many agencies would be asked now by mail and how many by a letter."""
    counted = agencies_to_ask(today=today).aggregate(all=Count("pk"), letters=Count("pk", filter=Q(email="")))
    return counted["all"] - counted["letters"], counted["letters"]


def open_questions(fiscal_year: int, *, today: date) -> QuerySet[TurnQuestion]:
    """Return the open agencies that have not answered, or said 「あとで」."""
    asked = TurnQuestion.objects.filter(fiscal_year=fiscal_year, agency__in=agencies_to_join(today=today))
    return asked.exclude(answer__in=FINAL).select_related("agency__municipality")


def questions() -> QuerySet[TurnQuestion]:
    """Return every question with its agency."""
    return TurnQuestion.objects.select_related("agency")


def new_people(fiscal_year: int) -> QuerySet[TurnQuestion]:
    """Return the agencies with a new contact person, the latest answer first."""
    told = TurnQuestion.objects.filter(fiscal_year=fiscal_year, answer="changed")
    return told.select_related("agency__municipality").order_by("-answered_at", "-pk")


def questions_to_print(fiscal_year: int, *, today: date) -> QuerySet[TurnQuestion]:
    """Return the questions that wait for their letter; who has answered by phone or has closed needs none."""
    return open_questions(fiscal_year, today=today).filter(way=TurnWay.PAPER, printed_at__isnull=True)


def questions_to_print_again(fiscal_year: int, *, today: date) -> QuerySet[TurnQuestion]:
    """Return the questions whose letter was printed last and is not answered: its file may be lost."""
    printed = TurnQuestion.objects.filter(fiscal_year=fiscal_year, printed_at__isnull=False)
    last = printed.order_by("-printed_at").values("printed_at")[:1]
    return open_questions(fiscal_year, today=today).filter(printed_at=last, answer="")


def question_of(token_hash: str, *, today: date, for_update: bool = False) -> TurnQuestion | None:
    """Return the question that a token opens: of an open agency, until its fiscal year is over."""
    current = Agency.objects.current(today=today)
    found = questions().filter(agency__in=current, fiscal_year__gte=year_of(today))
    if for_update:
        found = found.select_for_update(of=("self",))
    return found.filter(token_hash=token_hash).first()
