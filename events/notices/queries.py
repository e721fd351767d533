"""Whom a list finds and why somebody is left out; when events remind."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from directory.enums import MembershipRole
from directory.finding.models import DirectoryEntry
from directory.models import Agency, Membership, MunicipalityInArea
from directory.models.agency import AgencyQuerySet
from events.enums import ACTIVE_STATES
from events.limits import reminder_days
from events.models import Application, Event, Part, Participant, Session
from events.models.session import takes_place
from events.quiet import QuietHours, quiet_hours
from events.series import load_parts, taking_place
from foundation.mail.models import OutgoingMail

from . import rules
from .enums import AddressedTo, LastContact, LeftOut, NoticeWay, Outcome, RefusedBy
from .models import CAUSE, ListRule, Notice, Recipient, Refusal, ReminderPlan
from .rules import Destination

DAYS_A_MONTH = 31


@dataclass(frozen=True)
class Audience:
    """The agencies that get a letter, each with its way, and those that do not, each with the reason."""

    to: Sequence[tuple[Agency, NoticeWay]]
    left_out: Sequence[tuple[Agency, LeftOut]]
    # Of those left out: whoever is reached through another one, and gets it where that one falls out.
    stands_by: Sequence[tuple[Agency, NoticeWay]] = ()

    @property
    def by_way(self) -> Mapping[NoticeWay, int]:
        counts = Counter(way for _, way in self.to)
        return {way: counts[way] for way in NoticeWay}

    @property
    def by_reason(self) -> Mapping[LeftOut, int]:
        counts = Counter(reason for _, reason in self.left_out)
        return {reason: counts[reason] for reason in LeftOut if counts[reason]}


def list_rules() -> QuerySet[ListRule]:
    """Return the saved lists with what they ask for."""
    return ListRule.objects.prefetch_related("areas", "municipalities", "services")


def has_lists() -> bool:
    """Return whether any list has been made."""
    return ListRule.objects.exists()


def refusal_of(agency: Agency) -> tuple[bool, bool]:
    """Return whether an agency wants no notices, and whether its own link may take that back."""
    refusal = Refusal.objects.filter(agency=agency).first()
    return refusal is not None, refusal is not None and refusal.heard_by == RefusedBy.LINK


def notices() -> QuerySet[Notice]:
    """Return all notices with their lists and how many got them by which way, the latest first."""
    told, own = Q(recipients__outcome=Outcome.TOLD), ~Q(recipients__outcome=Outcome.SAME)
    return Notice.objects.select_related("event", "rule", "sent_by__person", "made_by__person").annotate(
        **{f"by_{way.value}": Count("recipients", filter=own & Q(recipients__way=way)) for way in NoticeWay},
        told=Count("recipients", filter=told),
        left=Count("recipients", filter=Q(recipients__outcome=Outcome.LEFT)),
    )


def refusals() -> QuerySet[Refusal]:
    """Return who wants no notices, the latest first."""
    return Refusal.objects.select_related("agency", "written_by__person")


def found_by(rule: ListRule, *, today: date) -> AgencyQuerySet:
    """Return the agencies that a list finds, closed ones among them, in kana order."""
    agencies = Agency.objects.order_by("folded_kana", "pk")
    if rule.sectors:
        agencies = agencies.filter(sector__in=rule.sectors)
    areas, places = list(rule.areas.all()), list(rule.municipalities.all())
    if areas or places:
        valid = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
        inside = MunicipalityInArea.objects.filter(valid, area__in=areas, valid_from__lte=today)
        codes = [*places, *inside.values_list("municipality", flat=True)]
        agencies = agencies.filter(Q(municipality__in=codes) | Q(municipality__successor__in=codes))
    services = [f"s:{each.pk}" for each in rule.services.all()]
    if services:
        offering = DirectoryEntry.objects.filter(for_staff=True, facet_set__facets__overlap=services)
        agencies = agencies.filter(pk__in=offering.values("agency"))
    return _by_contact(agencies, rule, today)


def _by_contact(agencies: AgencyQuerySet, rule: ListRule, today: date) -> AgencyQuerySet:
    since = today - timedelta(days=DAYS_A_MONTH * rule.within_months)
    applied = Application.objects.filter(agency=OuterRef("pk"), received_at__date__gte=since)
    attended = Participant.objects.attended().filter(
        application__agency=OuterRef("pk"), session__starts_at__date__gte=since
    )
    match rule.last_contact:
        case LastContact.APPLIED:
            return agencies.filter(Exists(applied))
        case LastContact.NOT_APPLIED:
            return agencies.exclude(Exists(applied))
        case LastContact.ATTENDED:
            return agencies.filter(Exists(attended))
        case LastContact.NOT_ATTENDED:
            return agencies.exclude(Exists(attended))
    return agencies


def audience(rule: ListRule, event: Event | None, *, today: date) -> Audience:
    """Return who of a list gets a letter today, by which way, and who does not, and why."""
    agencies = list(found_by(rule, today=today))
    found = reaches(agencies, event, addressed_to=rule.addressed_to, today=today)
    said = rules.sorted_out(list(found.values()))
    to, left_out, stands_by = [], [], []
    for agency in agencies:
        reason, way = said[agency.pk], found[agency.pk].way
        if reason is not None:
            left_out.append((agency, reason))
        elif way is not None:
            to.append((agency, way))
        if reason == LeftOut.SAME_ADDRESS and way is not None:
            stands_by.append((agency, way))
    return Audience(to, left_out, stands_by)


def reaches(
    agencies: Sequence[Agency], event: Event | None, *, addressed_to: str, today: date
) -> dict[int, rules.Reach]:
    """Return what is known of each agency now, by id, in as many queries for a thousand as for one."""
    keys = [each.pk for each in agencies]
    refused = refused_destinations(today=today)
    applied: set[int | None] = set()
    invited: set[int] = set()
    invited_to: set[Destination] = set()
    if event is not None:
        applications = Application.objects.filter(session__event=event, agency__in=keys)
        # Whoever cancelled or was declined has heard of it as well.
        applied = set(applications.values_list("agency", flat=True))
        asked = Recipient.objects.filter(notice__event=event, agency__in=keys)
        told = asked.filter(outcome__in=[Outcome.WAITING, Outcome.TOLD])
        invited = set(told.values_list("agency", flat=True))
        invited_to = told_destinations(event.invitations.all())
    admins = admin_addresses(keys, today=today) if addressed_to == AddressedTo.ADMINS else {}
    found = {
        each.pk: rules.Reach(
            key=each.pk,
            is_open=each.is_current(today=today),
            has_refused=False,
            has_applied=each.pk in applied,
            is_invited=each.pk in invited,
            email=admins.get(each.pk, each.email),
            fax=each.fax,
            address=each.address,
        )
        for each in agencies
    }
    return {
        key: replace(
            each,
            has_refused=each.destination in refused or (None, str(key)) in refused,
            is_invited=each.is_invited or each.destination in invited_to,
        )
        for key, each in found.items()
    }


def told_destinations(notices: Iterable[Notice]) -> set[Destination]:
    """Return the mailboxes and FAX numbers that any of these notices went to, or waits to go to."""
    keys = [each.pk for each in notices]
    if not keys:
        return set()
    causes = reduce(or_, [Q(cause__startswith=f"{CAUSE}{key}:") for key in keys])
    mails = dict(OutgoingMail.objects.filter(causes).values_list("cause", "to"))
    found: set[Destination] = {(NoticeWay.MAIL, to.casefold()) for to in mails.values()}
    told = Recipient.objects.filter(notice__in=keys, outcome=Outcome.TOLD).exclude(way=NoticeWay.POST)
    for recipient in told.select_related("agency").exclude(agency__fax=""):
        if recipient.cause not in mails:
            found.add((NoticeWay.FAX, rules.fax_number(recipient.agency.fax)))
    return found


def refused_destinations(*, today: date) -> set[Destination]:
    """Return where nobody wants notices, under whatever name: mailboxes, FAX numbers, and agencies by id.

    Whoever said no at one agency is not asked again through another one that shares its mailbox.
    """
    rows = list(Refusal.objects.values_list("agency", "agency__email", "agency__fax"))
    found: set[Destination] = {(None, str(agency)) for agency, _, _ in rows}
    admins = admin_addresses([agency for agency, _, _ in rows], today=today) if rows else {}
    mails = [*(email for _, email, _ in rows), *admins.values()]
    found |= {(NoticeWay.MAIL, email.casefold()) for email in mails if email}
    return found | {(NoticeWay.FAX, number) for _, _, fax in rows if (number := rules.fax_number(fax))}


def of_the_same_fax(agency: Agency) -> list[int]:
    """Return the other agencies, by id, whose FAX is the one of this agency."""
    number = rules.fax_number(agency.fax)
    if not number:
        return []
    known = Agency.objects.exclude(fax="").exclude(pk=agency.pk).values_list("pk", "fax")
    return [key for key, fax in known if rules.fax_number(fax) == number]


def invites(event: Event | None, *, now: datetime) -> rules.Invites | None:
    """Return to what a notice of this event invites; None is a free letter."""
    if event is None:
        return None
    coming = Session.objects.filter(takes_place(), event=event, starts_at__gt=now)
    return rules.Invites(event.state, coming.exists())


def posted(notice: Notice) -> QuerySet[Recipient]:
    """Return who gets a notice by post: nobody who has refused since."""
    found = notice.recipients.filter(way=NoticeWay.POST, agency__notice_refusal__isnull=True)
    return found.exclude(outcome=Outcome.LEFT).select_related("agency").order_by("pk")


def admin_addresses(agencies: Collection[int], *, today: date) -> dict[int, str]:
    """Return the address of one administrator of each agency that has one: who has been it longest."""
    members = Membership.objects.valid(today=today).filter(
        agency__in=agencies, role=MembershipRole.PARTNER_ADMIN, person__user__is_active=True
    )
    rows = members.order_by("-valid_from", "-pk").values_list("agency", "person__user__email")
    return {agency: email for agency, email in rows if email}


# -- reminders and thanks --------------------------------------------------------------------------------

FARTHEST = timedelta(days=rules.MOST_DAYS + 1)


def coming_sessions(now: datetime) -> list[Session]:
    """Return the dates of public events that may have to be reminded of now."""
    found = Session.objects.filter(takes_place(), ends_at__gt=now, starts_at__lt=now + FARTHEST)
    coming = found.select_related("event__reminder_plan").order_by("starts_at", "pk")
    return list(coming.filter(Q(starts_at__gt=now) | Q(part_count__gt=0)))


def coming_meetings(now: datetime) -> list[tuple[Session, Part | None]]:
    """Return what may have to be reminded of now: dates, and of a series each part that takes place."""
    sessions = coming_sessions(now)
    load_parts(sessions)
    found: list[tuple[Session, Part | None]] = []
    for session in sessions:
        parts = [part for part in taking_place(session) if now < part.starts_at < now + FARTHEST]
        found += [(session, part) for part in parts] if session.part_count else [(session, None)]
    return found


def plan_of(event: Event, usual: Collection[int]) -> ReminderPlan:
    """Return when an event reminds: as it says itself, or as the limits say."""
    plan = getattr(event, "reminder_plan", None)
    return plan or ReminderPlan(event=event, days=list(usual))


def reminders_of(meeting: Session | Part, plan: ReminderPlan, quiet: QuietHours) -> list[rules.Reminder]:
    """Return when the people of a date are reminded, or of one part of a series."""
    starts_at = timezone.localtime(meeting.starts_at)
    return rules.reminders(starts_at, days=plan.days, hours=plan.hours, leaves_at=leaving(quiet))


def moments_to_come(session: Session, now: datetime) -> list[datetime]:
    """Return the moments after now at which the people of a date are reminded."""
    today = timezone.localdate(now)
    plan = plan_of(session.event, reminder_days(today))
    quiet = quiet_hours(on=today)
    meetings: Sequence[Session | Part] = taking_place(session) or [session]
    planned = [each for meeting in meetings for each in reminders_of(meeting, plan, quiet)]
    return [each.moment for each in planned if each.moment > now]


def leaving(quiet: QuietHours) -> rules.LeavesAt:
    """Return how the quiet hours move a moment, as rules ask it."""
    return lambda moment, needed_by: quiet.leaves_at(moment, needed_by=needed_by)


def attended_people(session: Session) -> QuerySet[Participant]:
    """Return who took part in a date, with their application, groups together."""
    found = Participant.objects.attended().filter(session=session, application__state__in=ACTIVE_STATES)
    return found.select_related("application__agency", "session__event", "person").order_by(
        "application", "position"
    )
