"""Who may watch a course, and as whom: by a card's pass, by signing in for an agency, or without a record."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Exists
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.access import is_centre_staff
from directory.access import acting_membership
from directory.models import Agency, Membership
from training_media.campaigns.models import Invitation
from training_media.campaigns.queries import standing, standing_of_card
from training_media.enums import CourseState, Watchers
from training_media.models import Course, Part
from training_media.registries import Watched
from training_media.viewing.models import PlayedPiece, Seat, Sitting, Viewer

from . import queries
from .enums import Way
from .models import EndedVisit, PersonalCard, own_door
from .passes import Pass, held_pass, visit_ends_at

SIGNER = Signer(salt="watching.personal")


@dataclass(frozen=True)
class Watching:
    """As whom somebody watches a course now.

    `viewers` are known to the ledger; whoever signed in may not be yet, and is made known when they begin.
    """

    course: Course
    way: Way
    viewers: tuple[Viewer, ...] = ()
    membership: Membership | None = None
    card: Invitation | None = None
    held: Pass | None = None
    until: date | None = None
    told: date | None = None
    # The account of whoever signed in, unless they came by a card.
    account: int = 0

    @property
    def let_in_by(self) -> str:
        """The word by which what they play is ended when their card is, and measured; empty for nobody."""
        if self.held is not None and self.card is not None and self.held.card:
            return own_door(self.card, self.held.personal) if self.held.is_personal else self.card.door
        return f"user:{self.account}" if self.account else ""

    @property
    def visit(self) -> UUID | None:
        return None if self.held is None else self.held.visit

    def counts_until(self, *, now: datetime) -> datetime | None:
        """Return after which moment nothing counts: the visit is over, or the last day on which they may."""
        visit = None if self.held is None else visit_ends_at(self.held, now=now)
        last = None if self.until is None else _begins(self.until + timedelta(days=1))
        return min(filter(None, (visit, last)), default=None)

    @property
    def is_recorded(self) -> bool:
        return self.way != Way.NOBODY

    @property
    def is_together(self) -> bool:
        return self.held is not None and self.held.is_together

    @property
    def names(self) -> list[str]:
        if self.membership is not None and not self.viewers:
            return [self.membership.person.name]
        return [each.name for each in self.viewers]

    def facts(self, part: Part | None = None, *, today: date) -> Watched:
        """Return what other rooms are told of whoever watches on a day."""
        viewers = tuple(each.pk for each in self.viewers)
        return Watched(self.course, viewers, self.is_recorded, self.is_together, today, part)


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Admitted:
    """A pass that still opens something: for which agency, by which card if any, until when.

    `told` is the day that people read; see `campaigns.queries.Standing`.
    """

    held: Pass
    course: Course
    agency: Agency
    card: Invitation | None
    until: date | None
    told: date | None


def admitted(request: HttpRequest, *, now: datetime) -> Admitted | None:
    """Return what the pass of this browser opens today; None when its card was ended, or made anew.

    One that was given to whoever signed in opens nothing once they have signed out, and none of a visit that
    was ended.
    """
    held, today = held_pass(request, now=now), timezone.localdate(now)
    if held is None or held.visit is None:
        return None
    is_ended = Exists(EndedVisit.objects.filter(pk=held.visit))
    if held.card:
        cards = Invitation.objects.select_related("agency", "campaign__course")
        card = cards.filter(~is_ended, pk=held.card, issue=held.issue).first()
        if card is None or (held.is_personal and not _is_own_card(held)):
            return None
        found = standing_of_card(card, today=today)
        course, agency = card.campaign.course, card.agency
    else:
        known = Course.objects.filter(~is_ended, pk=held.course).first()
        works_for = Agency.objects.current(today=today).filter(pk=held.agency).first()
        if known is None or works_for is None or not _still_acts_for(request, held, today):
            return None
        course, agency, card = known, works_for, None
        found = standing(agency, course, today=today)
    if not found.decision.allowed:
        return None
    return Admitted(held, course, agency, card, found.until, found.told)


def _is_own_card(held: Pass) -> bool:
    cards = PersonalCard.objects.filter(pk=held.personal, invitation=held.card, issue=held.issue)
    return len(held.viewers) == 1 and cards.filter(viewer=held.viewers[0], revoked_at=None).exists()


def _still_acts_for(request: HttpRequest, held: Pass, today: date) -> bool:
    if not request.user.is_authenticated or request.user.pk != held.beside:
        return False
    membership = acting_membership(request, today=today)
    return membership is not None and membership.agency_id == held.agency


def in_force(request: HttpRequest, *, now: datetime) -> Admitted | None:
    """Return what the pass of this browser opens, unless somebody has signed in since and may watch too.

    What was done last counts: who signs in on a screen where a card was shown is themselves, and who shows
    a card on a screen where somebody else is signed in is whoever they say. Those who sit together stay so
    until they are counted again.
    """
    found = admitted(request, now=now)
    if found is None or found.held.is_together or request.user.pk in (None, found.held.beside):
        return found
    return found if _by_account(request, found.course, now) is None else None


@dataclass(frozen=True)
class Gathering:
    """For which agency people sit down before one screen, by what, and since when if it began before."""

    agency: Agency
    held: Pass
    membership: Membership | None


def watching(request: HttpRequest, course: Course, *, now: datetime) -> Watching | None:
    """Return as whom this browser may watch a course now; None when it has to show a card or sign in."""
    return (
        _by_pass(request, course, now)
        or _by_account(request, course, now)
        or _without_record(request, course)
    )


def _by_pass(request: HttpRequest, course: Course, now: datetime) -> Watching | None:
    found = in_force(request, now=now)
    if found is None or not found.held.viewers or found.course.pk != course.pk:
        return None
    viewers = tuple(queries.viewers_in(found.held.viewers))
    if len(viewers) != len(set(found.held.viewers)):
        return None
    way = Way.PERSONAL if found.held.is_personal else Way.CARD if found.card else Way.ACCOUNT
    held = found.held
    account = 0 if held.card else held.beside
    return Watching(
        course,
        way,
        viewers,
        card=found.card,
        held=held,
        until=found.until,
        told=found.told,
        account=account,
    )


def gathering(request: HttpRequest, course: Course, *, now: datetime) -> Gathering | None:
    """Return for which agency several people may watch a course on this screen; None where nobody may.

    The card of a single viewer lets in nobody else.
    """
    found = in_force(request, now=now)
    if found is not None and found.course.pk == course.pk and found.card is not None:
        return None if found.held.is_personal else Gathering(found.agency, found.held, None)
    if not request.user.is_authenticated:
        return None
    today = timezone.localdate(now)
    membership = acting_membership(request, today=today)
    if membership is None or not standing(membership.agency, course, today=today).decision.allowed:
        return None
    is_same_visit = found is not None and found.card is None and found.course.pk == course.pk
    held = Pass(course.pk, membership.agency_id, beside=request.user.pk)
    return Gathering(membership.agency, found.held if found and is_same_visit else held, membership)


def _by_account(request: HttpRequest, course: Course, now: datetime) -> Watching | None:
    if not request.user.is_authenticated:
        return None
    today = timezone.localdate(now)
    membership = acting_membership(request, today=today)
    if membership is None:
        return None
    found = standing(membership.agency, course, today=today)
    if not found.decision.allowed:
        return None
    viewers = Viewer.objects.filter(person=membership.person_id, agency=membership.agency_id)
    return Watching(
        course,
        Way.ACCOUNT,
        tuple(viewers),
        membership,
        card=found.invitation,
        until=found.until,
        told=found.told,
        account=request.user.pk,
    )


def _without_record(request: HttpRequest, course: Course) -> Watching | None:
    is_free = course.state == CourseState.OPEN and course.watchers == Watchers.EVERYBODY
    if is_free or (request.user.is_authenticated and is_centre_staff(request.user)):
        return Watching(course, Way.NOBODY)
    return None


def waiting_sittings(found: Watching) -> list[Sitting]:
    """Return the sittings of those who watch together here that wait until people are counted again."""
    if not found.is_together or found.visit is None:
        return []
    viewers = [each.pk for each in found.viewers]
    return queries.waiting_sittings(found.course, viewers, visit=found.visit)


def still_to_count(request: HttpRequest, *, now: datetime) -> Course | None:
    """Return what those before this screen watched together and were not counted again for, if anything."""
    found = admitted(request, now=now)
    if found is None or not found.held.is_together or found.held.visit is None:
        return None
    waiting = queries.waiting_sittings(found.course, found.held.viewers, visit=found.held.visit)
    return found.course if PlayedPiece.objects.filter(sitting__in=waiting).exists() else None


def viewer_of_account(request: HttpRequest, *, now: datetime) -> Viewer | None:
    """Return whoever signed in as a viewer of the agency they act for; None before they have watched."""
    membership = acting_membership(request, today=timezone.localdate(now))
    if membership is None:
        return None
    return Viewer.objects.filter(person=membership.person_id, agency=membership.agency_id).first()


def why_not(request: HttpRequest, course: Course, *, now: datetime) -> str:
    """Return why somebody who signed in cannot watch a course; empty for strangers."""
    today = timezone.localdate(now)
    membership = acting_membership(request, today=today) if request.user.is_authenticated else None
    if membership is None:
        return ""
    return standing(membership.agency, course, today=today).decision.reason


def course_to_watch(slug: str) -> Course:
    """Return a course that is open or was. Raises Http404."""
    return get_object_or_404(Course.objects.readable(), slug=slug)


def part_to_watch(course: Course, number: int) -> Part:
    """Return a part that has a recording. Raises Http404."""
    parts = Part.objects.filter(recording__isnull=False).select_related("recording", "course")
    return get_object_or_404(parts, course=course, number=number)


def viewer_at_the_desk(pk: int) -> Viewer:
    """Return somebody who watched. Raises Http404."""
    return get_object_or_404(Viewer.objects.select_related("agency"), pk=pk)


def seat_at_the_desk(viewer: int, pk: int) -> Seat:
    """Return one sitting of a viewer, as theirs. Raises Http404."""
    seats = Seat.objects.select_related("viewer", "sitting__recording")
    return get_object_or_404(seats, viewer=viewer, pk=pk)


def personal_token(card: PersonalCard) -> str:
    """Return the signed token of a viewer's own card; it holds a random key and nothing of a person."""
    return SIGNER.sign(str(card.key))


def personal_card(token: str) -> PersonalCard:
    """Return the card of a token, whether or not it still opens something. Raises Http404."""
    try:
        key = SIGNER.unsign(token)
    except BadSignature as error:
        raise Http404 from error
    return get_object_or_404(queries.personal_cards(), key=key)
