"""Reads of certificates: who could get one, and why not yet; what was issued."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from events.enums import Attendance, DateState
from events.minutes import minutes_of, session_minutes
from events.models import Event, Participant
from events.registries import certificate_conditions
from foundation.decision import Decision
from foundation.japanese.text import fold, half_width

from . import rules
from .enums import CertificateOrigin, CertificateState, Measure
from .models import Certificate, CertificateRule

UNNAMED = "お名前が、まだ決まっていません。"
ERASED = "残す期間がすぎたので、お名前を消しました。修了証は、もう出せません。"


@dataclass(frozen=True)
class Holder:
    """Somebody with a seat in an event, on one date or several; `participant` stands for them.

    `came` are the dates on which they were there, `counted` those of them that a certificate names.
    """

    participant: Participant
    dates: tuple[Participant, ...]
    came: tuple[Participant, ...]
    counted: tuple[Participant, ...]
    decision: Decision
    minutes: int
    certificate: Certificate | None
    was_revoked: bool

    @property
    def may_be_issued(self) -> bool:
        """Whether a certificate is due and there is none that holds."""
        return self.decision.allowed and self.certificate is None

    @property
    def bears_another_name(self) -> bool:
        """Whether the name was corrected since the certificate was issued: it can be issued anew."""
        held, name = self.certificate, self.participant.name
        return held is not None and bool(name) and fold(held.holder_name) != fold(name)

    @property
    def is_due_without_a_look(self) -> bool:
        """Whether it may be issued with all others: never where one was taken back before."""
        return self.may_be_issued and not self.was_revoked


def rule_of(event: Event) -> CertificateRule | None:
    """Return the rule of an event, None where there are no certificates."""
    return CertificateRule.objects.filter(event=event).first()


def holders(rule: CertificateRule, *, now: datetime, alone: Participant | None = None) -> list[Holder]:
    """Return everybody with a seat in the event, whether a certificate is due, and if not why.

    `alone` asks about one person, and reads of no other agency. Whoever applied for several dates is one
    person and gets one certificate. Three queries, and one for each room that measures time and for each
    other condition.
    """
    event = rule.event
    people = list(_people(event)) if alone is None else _dates_of(alone, event)
    groups, minutes = _by_person(people), minutes_of(people)
    # What was called off is asked of nobody; what is put off has not been held yet.
    sessions = list(event.sessions.exclude(state=DateState.CANCELLED))
    all_minutes = sum(session_minutes(session) for session in sessions)
    all_over = all(session.state == DateState.PLANNED and session.ends_at <= now for session in sessions)
    lacking = _lacking(rule, event)
    standing = Certificate.objects.filter(event=event).exclude(state=CertificateState.REPLACED)
    ids = [person.pk for person in people]
    own = Q(participant__in=ids) | Q(dates__overlap=ids)
    issued = list(standing if alone is None else standing.filter(own))
    found = []
    for group in groups:
        seats = _one_seat_a_date(group, minutes)
        facts = rules.Facts(
            dates=[
                rules.DateFacts(
                    session_minutes(person.session), minutes[person.pk], person.session.ends_at <= now
                )
                for person in seats
            ],
            all_minutes=all_minutes,
            all_over=all_over,
            lacking=tuple(
                sentence for sentence, met in lacking if not any(person.pk in met for person in group)
            ),
        )
        found.append(_holder(rule, group, seats, facts, issued, minutes))
    return found


def _one_seat_a_date(group: list[Participant], measured: Mapping[int, int | None]) -> list[Participant]:
    """Return of two seats on one date the one that counts more: nobody is there twice at a time."""
    seats: dict[int, Participant] = {}
    for person in group:
        other = seats.get(person.session_id)
        if other is None or (measured[person.pk] or 0) > (measured[other.pk] or 0):
            seats[person.session_id] = person
    return list(seats.values())


def _holder(
    rule: CertificateRule,
    group: list[Participant],
    seats: list[Participant],
    facts: rules.Facts,
    issued: Iterable[Certificate],
    measured: Mapping[int, int | None],
) -> Holder:
    ids = {person.pk for person in group}
    theirs = [each for each in issued if each.participant_id in ids or ids.intersection(each.dates)]
    counted = came = [person for person in seats if measured[person.pk]]
    best = rules.best_date(facts)
    if rule.measure == Measure.ONE_DATE and best is not None:
        counted = [person for person in came if person == seats[best]]
    # Never a seat on which nobody came: whoever holds its link has only said that they are this person.
    first = (counted or came or group)[0]
    decision = rules.is_due(rule.as_rule, facts)
    if decision.allowed and not first.name:
        decision = Decision(False, ERASED if first.erased_at else UNNAMED)
    return Holder(
        participant=first,
        dates=tuple(group),
        came=tuple(came),
        counted=tuple(counted),
        decision=decision,
        minutes=rules.counted_minutes(rule.as_rule, facts),
        certificate=next((each for each in theirs if each.state == CertificateState.ISSUED), None),
        was_revoked=any(each.state == CertificateState.REVOKED for each in theirs),
    )


def holder_of(participant: Participant, rule: CertificateRule, *, now: datetime) -> Holder | None:
    """Return one participant's standing, None for somebody without a seat."""
    found = holders(rule, now=now, alone=participant)
    return next((each for each in found if participant.pk in {one.pk for one in each.dates}), None)


def _people(event: Event) -> QuerySet[Participant]:
    """Return everybody with a seat, absent ones too: they read why there is no certificate."""
    people = Participant.objects.seated().filter(session__event=event)
    return people.select_related("application__agency", "session", "person").order_by(
        "session__starts_at", "application", "position"
    )


def _by_person(people: Iterable[Participant]) -> list[list[Participant]]:
    groups: dict[object, list[Participant]] = {}
    for person in people:
        groups.setdefault(_identity(person), []).append(person)
    return list(groups.values())


def _identity(person: Participant) -> object:
    """Return by what somebody is known again: their record, or their name at their agency.

    An agency that was only typed is not known by its name alone: also by the telephone that was given.
    """
    application = person.application
    if person.person_id is not None:
        return person.person_id
    if not person.name:
        return ("unnamed", person.pk)
    names = fold(person.name), fold(person.name_kana)
    if application.agency_id is not None:
        return ("agency", application.agency_id, *names)
    phone = "".join(filter(str.isdigit, half_width(application.phone)))
    return ("typed", application.folded_agency_name, phone, *names)


def _dates_of(one: Participant, event: Event) -> list[Participant]:
    """Return the dates of an event that are one person's, as `_identity` knows them again.

    Whoever only typed whose colleague they are, and was not there, has this one seat: they read nothing of
    somebody whose name they know.
    """
    likely = Q(pk=one.pk)
    if one.person_id is not None:
        likely = Q(person=one.person_id)
    elif one.name and one.application.agency_id is not None:
        likely = Q(person=None, application__agency=one.application.agency_id)
    elif one.name and one.attendance == Attendance.ATTENDED:
        typed = {"agency": None, "folded_agency_name": one.application.folded_agency_name}
        likely = Q(person=None, **{f"application__{field}": value for field, value in typed.items()})
    return [each for each in _people(event).filter(likely) if _identity(each) == _identity(one)]


def _lacking(rule: CertificateRule, event: Event) -> list[tuple[str, Collection[int]]]:
    """Return the sentence of each condition that the rule asks for, with who has met it."""
    known = dict(certificate_conditions.items())
    return [
        (known[key].missing, known[key].met_by(event))
        if key in known
        else ("修了の条件を確かめられません。センターにおたずねください。", ())
        for key in rule.needs
    ]


def conditions_of(rule: CertificateRule) -> list[str]:
    """Return in words what a rule asks for besides attendance."""
    known = dict(certificate_conditions.items())
    return [known[key].label if key in known else "いまは確かめられない条件" for key in rule.needs]


def _issued(event: Event) -> QuerySet[Certificate]:
    return Certificate.objects.filter(event=event, state=CertificateState.ISSUED)


def certificates_of(event: Event) -> QuerySet[Certificate]:
    """Return the certificates of an event that hold, those of one agency together."""
    return _issued(event).order_by("agency_name", "holder_name", "id")


def every_certificate_of(event: Event) -> QuerySet[Certificate]:
    """Return all certificates of an event, those that hold no more too."""
    return Certificate.objects.filter(event=event).select_related("replaced_by").order_by("id")


def by_number(typed: str) -> Certificate | None:
    """Return the certificate of a number as somebody typed it."""
    number = rules.as_stored(half_width(typed))
    found = Certificate.objects.filter(number=number) if number else Certificate.objects.none()
    return found.first()


def certificates_of_participants(participants: Collection[int]) -> dict[int, Certificate]:
    """Return the certificate that holds of each of these participants who has one."""
    found = Certificate.objects.filter(participant__in=participants, state=CertificateState.ISSUED)
    return {each.participant_id: each for each in found if each.participant_id is not None}


@dataclass(frozen=True)
class Standing:
    """What was issued for one key of another app: the certificate that holds, if any."""

    certificate: Certificate | None
    was_revoked: bool


def every_certificate_of_keys(origin: CertificateOrigin, keys: Collection[str]) -> QuerySet[Certificate]:
    """Return all certificates that were issued for these keys, those that hold no more too."""
    found = Certificate.objects.filter(origin=origin, origin_key__in=keys).exclude(origin_key="")
    return found.select_related("replaced_by").order_by("id")


def certificates_of_keys(origin: CertificateOrigin, keys: Collection[str]) -> dict[str, Certificate]:
    """Return the certificate that holds of each of these keys that has one. One query."""
    found = every_certificate_of_keys(origin, keys).filter(state=CertificateState.ISSUED)
    return {each.origin_key: each for each in found}


def certificate_of_key(origin: CertificateOrigin, key: str) -> Certificate | None:
    """Return the certificate that holds for a key."""
    return certificates_of_keys(origin, [key]).get(key)


def standing_of_keys(origin: CertificateOrigin, keys: Collection[str]) -> dict[str, Standing]:
    """Return for each of these keys what holds, and whether one was taken back before. One query."""
    theirs: dict[str, list[Certificate]] = {key: [] for key in keys}
    for each in every_certificate_of_keys(origin, keys):
        theirs[each.origin_key].append(each)
    return {
        key: Standing(
            next((each for each in found if each.state == CertificateState.ISSUED), None),
            any(each.state == CertificateState.REVOKED for each in found),
        )
        for key, found in theirs.items()
    }
