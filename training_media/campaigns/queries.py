"""Reads of campaigns: whom one is for, who has come how far, what an agency may watch today."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from directory.models import Agency, MunicipalityInArea
from directory.models.agency import AgencyQuerySet
from events.notices.enums import AddressedTo, NoticeWay
from events.notices.queries import reaches
from events.notices.rules import Reach
from events.paper.models import OwedLetter
from foundation.decision import YES, Decision
from foundation.japanese.text import clean_line, fold
from foundation.limits.queries import limit
from foundation.mail.models import OutgoingMail
from training_media.enums import CourseState, Watchers
from training_media.models import Course, Part
from training_media.queries import with_earlier_edits
from training_media.registries import last_days_of, least_share
from training_media.viewing.models import Coverage, Sitting

from .enums import AudienceBy, CampaignState, Progress, Way
from .keys import hash_code
from .letters import reminder_cause
from .limits import STUCK_AFTER
from .models import Campaign, Invitation, RosterName
from .rules import Watched, may_watch, progress_of

NOT_FOR_YOU = Decision(False, "この研修動画は、案内した事業所の方が見られます。")
WAYS: dict[NoticeWay | None, Way] = {NoticeWay.MAIL: Way.MAIL, NoticeWay.FAX: Way.FAX}
NOT_OPEN = Decision(False, "この研修動画は、いま公開していません。")


def campaigns() -> QuerySet[Campaign]:
    """Return all campaigns with their courses and how many agencies were invited, the latest first."""
    running = Q(invitations__revoked_at__isnull=True)
    return Campaign.objects.select_related("course", "makes_up_for").annotate(
        invited=Count("invitations", filter=running)
    )


def invitations_of(campaign: Campaign) -> QuerySet[Invitation]:
    """Return the cards of a campaign in the order of their agencies' names."""
    around = ("agency__kind", "agency__municipality", "campaign__course")
    return campaign.invitations.select_related(*around).order_by("agency__folded_kana", "pk")


def searched(cards: QuerySet[Invitation], typed: str) -> QuerySet[Invitation]:
    """Keep the cards of agencies of which name, reading, number or municipality holds each word typed."""
    for word in clean_line(typed).split():
        cards = cards.filter(
            Q(agency__folded_name__contains=fold(word))
            | Q(agency__folded_kana__contains=fold(word))
            | Q(agency__public_id__iexact=word)
            | Q(agency__municipality__name__contains=word)
        )
    return cards


def fitting(campaign: Campaign, *, today: date) -> AgencyQuerySet:
    """Return the open agencies of the kinds and areas that a campaign is for; without any, of all."""
    agencies = Agency.objects.current(today=today).order_by("folded_kana", "pk")
    kinds, areas = list(campaign.kinds.all()), list(campaign.areas.all())
    if kinds:
        agencies = agencies.filter(kind__in=kinds)
    if areas:
        valid = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
        inside = MunicipalityInArea.objects.filter(valid, area__in=areas, valid_from__lte=today)
        places = inside.values("municipality")
        agencies = agencies.filter(Q(municipality__in=places) | Q(municipality__successor__in=places))
    return agencies


def still_to_invite(campaign: Campaign, *, today: date) -> AgencyQuerySet:
    """Return those that a campaign is for and that have no card yet."""
    return fitting(campaign, today=today).exclude(viewing_invitations__campaign=campaign)


@dataclass(frozen=True)
class AgencyProgress:
    """How far an agency has come: how many of its people began, how many are through."""

    progress: Progress
    begun: int
    through: int
    last_on: date | None


def progress(course: Course, agencies: Collection[int], *, today: date) -> dict[int, AgencyProgress]:
    """Return how far each of these agencies has come, in as many queries for a thousand as for one.

    Whoever sat before an earlier edit of a film was there, too.
    """
    parts = Part.objects.filter(course=course, recording__isnull=False)
    lengths = dict(parts.values_list("recording", "recording__duration"))
    seen: dict[int, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    rows = Coverage.objects.filter(viewer__agency__in=agencies, recording__in=lengths, total__gt=0)
    for agency, viewer, recording, total in rows.values_list(
        "viewer__agency", "viewer", "recording", "total"
    ):
        seen[agency][viewer][recording] = total
    edits = with_earlier_edits(lengths)
    sittings = Sitting.objects.filter(
        recording__in=edits, seats__viewer__agency__in=agencies, seats__left_out_at__isnull=True
    )
    last = dict(sittings.values_list("seats__viewer__agency").annotate(Max("began_at")))
    stuck_after, percent = limit(STUCK_AFTER, on=today), least_share(course)
    found = {}
    for agency in agencies:
        people = [
            Watched(tuple((of.get(key, 0), length) for key, length in lengths.items()), percent)
            for of in seen[agency].values()
        ]
        last_on = timezone.localdate(last[agency]) if agency in last else None
        how = progress_of(people, last_on=last_on, today=today, stuck_after=stuck_after)
        found[agency] = AgencyProgress(how, len(people), sum(each.is_through for each in people), last_on)
    return found


@dataclass(frozen=True)
class RightsEnd:
    """A part of a course whose recording may be shown until a day, and by nobody after it."""

    part: Part
    last_day: date


def rights_that_end(course: Course, *, before: date | None = None) -> list[RightsEnd]:
    """Return the parts whose recordings may be shown until a day only, those that end first at the top.

    With `before` those alone that end sooner than that.
    """
    parts = [(each.recording_id, each) for each in course.parts.all()]
    days = last_days_of([key for key, _ in parts if key is not None])
    ends = [RightsEnd(part, days[key]) for key, part in parts if key in days]
    ends.sort(key=lambda each: (each.last_day, each.part.number))
    return [each for each in ends if before is None or each.last_day < before]


def rights_that_end_during(
    campaign: Campaign, cards: Collection[Invitation], *, today: date
) -> list[RightsEnd]:
    """Return the parts that nobody may be shown any more while somebody may watch by one of these cards.

    Once a campaign is over for all of them it is too late to tell.
    """
    running = [each.period.last_day for each in cards if each.revoked_at is None]
    last_day = max([campaign.period.last_day, *running])
    return rights_that_end(campaign.course, before=last_day) if today <= last_day else []


@dataclass(frozen=True)
class ToRemind:
    """The card of an agency that is to be reminded, how far it has come, and how a letter gets there."""

    card: Invitation
    progress: Progress
    reach: Reach
    is_told_today: bool

    @property
    def way(self) -> Way:
        """The first way that there is, and none to whoever was told today, refuses letters or has closed."""
        if self.is_told_today:
            return Way.TODAY
        if self.reach.has_refused or not self.reach.is_open:
            return Way.NONE
        return WAYS.get(self.reach.way, Way.NONE)


def to_remind(cards: Iterable[Invitation], whom: Collection[Progress], *, today: date) -> list[ToRemind]:
    """Return whom to remind of those whose card opens something now: who has come as far as `whom` says."""
    open_ones = [
        each
        for each in cards
        if may_watch(each.period, today, is_revoked=each.revoked_at is not None).allowed
    ]
    if not open_ones:
        return []
    course = open_ones[0].campaign.course
    found = progress(course, [each.agency_id for each in open_ones], today=today)
    agencies = [each.agency for each in open_ones]
    known = reaches(agencies, None, addressed_to=AddressedTo.OFFICE, today=today)
    told = _told_on(today, open_ones)
    rows = [
        ToRemind(each, found[each.agency_id].progress, known[each.agency_id], each.pk in told)
        for each in open_ones
    ]
    return [each for each in rows if each.progress in whom]


def _told_on(day: date, cards: Collection[Invitation]) -> set[int]:
    """Return of which of these cards, by id, a letter of a day reminds, by mail or on paper."""
    causes = {reminder_cause(each, day): each.pk for each in cards}
    written = [
        rows.filter(cause__in=causes).values_list("cause", flat=True)
        for rows in (OutgoingMail.objects, OwedLetter.objects)
    ]
    return {causes[cause] for found in written for cause in found}


def not_through(campaign: Campaign, *, today: date) -> list[tuple[Invitation, AgencyProgress]]:
    """Return the cards of a campaign that open something yet and of whose agencies nobody is through."""
    cards = list(invitations_of(campaign).filter(revoked_at__isnull=True))
    how = progress(campaign.course, [each.agency_id for each in cards], today=today)
    rows = [(each, how[each.agency_id]) for each in cards]
    return [(each, found) for each, found in rows if found.progress != Progress.THROUGH]


def invitation_by_code(code: str) -> Invitation | None:
    """Return the card that bears a code, whether it still opens anything or not."""
    cards = Invitation.objects.select_related("agency", "campaign__course")
    return cards.filter(code_hash=hash_code(code)).first()


def invitation_by_replaced_code(code: str) -> Invitation | None:
    """Return the card that bore a code before it was made anew; None for a code that no card ever bore."""
    cards = Invitation.objects.select_related("agency", "campaign__course")
    return cards.filter(replaced_codes__code_hash=hash_code(code)).first()


@dataclass(frozen=True)
class Standing:
    """Whether an agency's people may watch a course today, until when, and by which card if any.

    `told` is the day that they are told: the deadline, and once it has passed the last day of grace.
    """

    decision: Decision
    until: date | None = None
    told: date | None = None
    invitation: Invitation | None = None


def standing(agency: Agency, course: Course, *, today: date) -> Standing:
    """Return whether the people of an agency may watch a course on a day when they sign in."""
    if course.state != CourseState.OPEN:
        return Standing(NOT_OPEN)
    if course.watchers != Watchers.INVITED:
        return Standing(YES)
    found = [_of_card(each, today) for each in _cards(agency, course)]
    found += [
        Standing(YES, each.period.last_day, each.period.told_on(today))
        for each in course.campaigns.filter(audience_by=AudienceBy.KIND)
        if each.state_on(today) == CampaignState.OPEN
        and fitting(each, today=today).filter(pk=agency.pk).exists()
    ]
    open_ones = [each for each in found if each.decision.allowed]
    if open_ones:
        return max(open_ones, key=lambda each: each.until or date.min)
    return found[0] if found else Standing(NOT_FOR_YOU)


def _cards(agency: Agency, course: Course) -> QuerySet[Invitation]:
    cards = Invitation.objects.filter(agency=agency, campaign__course=course)
    return cards.select_related("campaign").order_by("-campaign__opens_on", "-pk")


def _of_card(card: Invitation, today: date) -> Standing:
    decision = may_watch(card.period, today, is_revoked=card.revoked_at is not None)
    return Standing(decision, card.period.last_day, card.period.told_on(today), card)


def standing_of_card(card: Invitation, *, today: date) -> Standing:
    """Return whether a card opens its course on a day."""
    if card.campaign.course.state != CourseState.OPEN:
        return Standing(NOT_OPEN)
    return _of_card(card, today)


def names_of(agency: Agency) -> list[RosterName]:
    """Return whom an agency has named."""
    return list(RosterName.objects.filter(agency=agency))


def cards_of(agencies: Collection[int]) -> QuerySet[Invitation]:
    """Return the cards of these agencies, of courses that are open."""
    cards = Invitation.objects.filter(agency__in=agencies, campaign__course__state=CourseState.OPEN)
    return cards.select_related("campaign__course", "agency").order_by("pk")
