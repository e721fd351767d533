"""Seats are made and given: appointing, renewing, ending before the end of a term, promising secrecy."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person, User
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.mail.services import queue_mail_in_transaction
from foundation.numbering.services import next_number_in_transaction
from foundation.transactions import assert_in_transaction
from outreach.study_groups.committees import letters, queries, rules
from outreach.study_groups.committees.enums import (
    Departure,
    EndReason,
    RecommendationState,
    Role,
    SigningWay,
    UnsignReason,
)
from outreach.study_groups.committees.models import Appointment, Recommendation, Seat
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.member_queries import mail_of
from outreach.study_groups.models import Community
from outreach.study_groups.services.sessions import call_off_of_in_transaction
from outreach.study_groups.services.steps import hold_in_transaction, insist

LETTERS = "group_committees.letter"
CANCELLED = "この委嘱は、取り消してあります。"
NO_PAPER = "紙での署名は、記録されていません。"
GONE = "この委嘱は、もうありません。画面を開き直してください。"
TAKEN = "この席には、その時期に、もう委員がいます。"
HOLDS_ANOTHER = "この方は、その時期に、もうこの委員会の席についています。"
CHAIRED = "その時期に、もう委員長がいます。"
STILL_HELD = "委員がいる席は、なくせません。先に、任期を終えてください。"
ROLE_STAYS = "委嘱したことのある席の役割は、変えられません。新しい席を作ってください。"
NOT_YOURS = "この約束は、ご本人だけが署名できます。"
RENEWED = "この席の次の任期は、もう決まっています。"
SOMEBODY_ELSE = "団体が推薦した方と、お名前がちがいます。ちがう方にするわけを選んでください。"
LEFT = "途中で終わった方の次は、新しく委嘱してください。"
_CONSTRAINTS = {
    "group_committees_appointment_one_person_a_seat": TAKEN,
    "group_committees_appointment_one_seat_a_person": HOLDS_ANOTHER,
    "group_committees_appointment_one_chair": CHAIRED,
}


@dataclass(frozen=True)
class Term:
    """Who is appointed from when until when; `until` is the last day. The letter bears `lettered_on`."""

    person: Person
    since: date
    until: date
    lettered_on: date


@transaction.atomic(durable=True)
def add_seat(*, community: Community, name: str, body: str, role: Role, actor: User, now: datetime) -> Seat:
    """Make a seat behind the others. Raises GroupRefused."""
    held = hold_in_transaction(community, Action.KEEP_APPOINTMENTS, actor=actor, now=now).community
    position = queries.next_position(held)
    seat = Seat.objects.create(community=held, name=name, body=body, role=role, position=position)
    chain.record(
        "group_committees.seat_added", actor=actor, subject=seat, now=now, fields=["name", "body", "role"]
    )
    return seat


@transaction.atomic(durable=True)
def change_seat(*, seat: Seat, name: str, body: str, role: Role, actor: User, now: datetime) -> Seat:
    """Write anew what a seat is; its role stays once somebody was appointed. Raises GroupRefused."""
    hold_in_transaction(seat.community, Action.KEEP_APPOINTMENTS, actor=actor, now=now)
    if seat.role != role and seat.appointments.exists():
        raise GroupRefused(ROLE_STAYS)
    seat.name, seat.body, seat.role = name, body, role
    seat.save(update_fields=["name", "body", "role"])
    chain.record(
        "group_committees.seat_changed", actor=actor, subject=seat, now=now, fields=["name", "body", "role"]
    )
    return seat


@transaction.atomic(durable=True)
def abolish_seat(*, seat: Seat, actor: User, now: datetime) -> None:
    """Let a seat be no more from today; who held it stays written. Raises GroupRefused."""
    hold_in_transaction(seat.community, Action.KEEP_APPOINTMENTS, actor=actor, now=now)
    today = timezone.localdate(now)
    if seat.appointments.not_over(today).exists():
        raise GroupRefused(STILL_HELD)
    Seat.objects.filter(pk=seat.pk, abolished_on__isnull=True).update(abolished_on=today)
    chain.record(
        "group_committees.seat_abolished", actor=actor, subject=seat, now=now, fields=["abolished_on"]
    )


@transaction.atomic(durable=True)
def appoint(
    *,
    seat: Seat,
    term: Term,
    recommendation: Recommendation | None = None,
    departs_because: Departure = Departure.NOT,
    actor: User,
    now: datetime,
) -> Appointment:
    """Appoint somebody to a seat for a term, and ask them by mail to promise secrecy. Raises GroupRefused.

    What a body was asked for (`recommendation`, else the one for this seat that names somebody) becomes this
    appointment, and the name it gave goes. For somebody else a reason is asked, and stays.
    """
    hold_in_transaction(seat.community, Action.APPOINT, actor=actor, now=now)
    asked = recommendation or queries.named_for(seat)
    made = appoint_in_transaction(seat, term, actor=actor, now=now)
    if asked is not None:
        _answer_request(asked, made, departs_because, actor=actor, now=now)
    return made


def _answer_request(
    asked: Recommendation, made: Appointment, because: Departure, *, actor: User, now: datetime
) -> None:
    rows = Recommendation.objects.select_for_update(no_key=True)
    found = rows.get(pk=asked.pk, seat=made.seat_id)
    insist(rules.may_become(found.state, RecommendationState.APPOINTED))
    departs = not queries.is_same_name(found.name, made.person.name)
    if departs and not because:
        raise GroupRefused(SOMEBODY_ELSE)
    found.state, found.appointment = RecommendationState.APPOINTED, made
    found.name = found.job = ""
    found.departs_because = because if departs else Departure.NOT
    found.save(update_fields=["state", "appointment", "name", "job", "departs_because"])
    if departs:
        fields = [f"because:{because}"]
        chain.record("group_committees.request_departed", actor=actor, subject=found, now=now, fields=fields)


def appoint_in_transaction(seat: Seat, term: Term, *, actor: User, now: datetime) -> Appointment:
    """Write a term with the number of its letter. The committee must be held. Raises GroupRefused."""
    assert_in_transaction("appoint")
    current = Seat.objects.get(pk=seat.pk)
    beside = current.appointments.filter(since__lte=term.until).not_over(term.since).first()
    insist(
        rules.may_appoint(
            holder_until=beside.last_day if beside else None,
            since=term.since,
            until=term.until,
            is_abolished=current.abolished_on is not None,
        )
    )
    made = _write(current, term, actor=actor, now=now)
    fields = ["seat", "since", "until", f"number:{made.number}"]
    chain.record("group_committees.appointed", actor=actor, subject=made, now=now, fields=fields)
    _ask_to_sign(made, now=now)
    return made


def _write(seat: Seat, term: Term, *, actor: User, now: datetime) -> Appointment:
    with _told_apart():
        return Appointment.objects.create(
            seat=seat,
            community_id=seat.community_id,
            role=seat.role,
            person=term.person,
            since=term.since,
            until=term.until,
            number=next_number_in_transaction(LETTERS, now=now, letter="委"),
            lettered_on=term.lettered_on,
            appointed_by=actor,
        )


@contextmanager
def _told_apart() -> Iterator[None]:
    """Say in words which rule of the database a term broke. Raises GroupRefused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as broken:
        reason = next((words for name, words in _CONSTRAINTS.items() if name in str(broken)), "")
        if not reason:
            raise
        raise GroupRefused(reason) from broken


def _ask_to_sign(made: Appointment, *, now: datetime) -> None:
    """Tell somebody who has an account and a mail where the promise of secrecy is read and signed."""
    address = mail_of(made.person) if getattr(made.person, "user", None) is not None else ""
    if address:
        letter = letters.please_sign(made.community, current_centre())
        queue_mail_in_transaction(
            to=address,
            subject=letter.subject,
            text=letter.text,
            cause=f"{queries.ASKED}:{made.pk}",
            now=now,
        )


@transaction.atomic(durable=True)
def renew(*, appointment: Appointment, actor: User, now: datetime) -> Appointment:
    """Appoint the same person to the same seat for the term that follows. Raises GroupRefused."""
    found = _held(appointment, Action.APPOINT, actor=actor, now=now)
    if found.ended_on is not None:
        raise GroupRefused(LEFT)
    if queries.is_followed(found):
        raise GroupRefused(RENEWED)
    since, until = rules.next_term(found.since, found.until)
    term = Term(found.person, since, until, lettered_on=timezone.localdate(now))
    return appoint_in_transaction(found.seat, term, actor=actor, now=now)


@transaction.atomic(durable=True)
def end_appointment(
    *,
    appointment: Appointment,
    on: date,
    because: EndReason,
    corrects: bool = False,
    actor: User,
    now: datetime,
) -> Appointment:
    """Let a day be the last one in office before the term is over, and say why. Raises GroupRefused.

    For which sessions after that day they applied, that is called off.
    With `corrects` a day that was written by mistake is put right, while nobody else sits there by then.
    """
    found = _held(appointment, Action.APPOINT, actor=actor, now=now)
    known = None if corrects else found.ended_on
    insist(rules.may_end(on=on, since=found.since, until=found.until, ended_on=known))
    found.ended_on, found.ended_because = on, because
    with _told_apart():
        found.save(update_fields=["ended_on", "ended_because"])
    called_off = call_off_of_in_transaction(found.community, found.person, actor=actor, now=now)
    fields = ["ended_on", f"because:{because}", f"applications:{called_off}"]
    chain.record("group_committees.appointment_ended", actor=actor, subject=found, now=now, fields=fields)
    return found


@transaction.atomic(durable=True)
def cancel_appointment(*, appointment: Appointment, actor: User, now: datetime) -> Appointment:
    """Cancel an appointment that has opened nothing yet; its row and its letter's number stay.

    What was applied for within it during the term before is called off. Raises GroupRefused.
    """
    found = _held(appointment, Action.APPOINT, actor=actor, now=now)
    today = timezone.localdate(now)
    insist(rules.may_cancel(since=found.since, signed_on=found.signed_on, cancelled_on=None, today=today))
    found.cancelled_on = today
    found.save(update_fields=["cancelled_on"])
    called_off = call_off_of_in_transaction(found.community, found.person, actor=actor, now=now)
    fields = ["cancelled_on", f"applications:{called_off}"]
    chain.record("group_committees.appointment_cancelled", actor=actor, subject=found, now=now, fields=fields)
    return found


@transaction.atomic(durable=True)
def take_back_signature(
    *, appointment: Appointment, because: UnsignReason, actor: User, now: datetime
) -> Appointment:
    """Take back a signature on paper that was written down by mistake, and say why. Raises GroupRefused."""
    found = _held(appointment, Action.KEEP_APPOINTMENTS, actor=actor, now=now)
    if found.signed_way != SigningWay.PAPER:
        raise GroupRefused(NO_PAPER)
    found.signed_on, found.signed_way = None, SigningWay.NOT_YET
    found.save(update_fields=["signed_on", "signed_way"])
    fields = ["signed_on", f"because:{because}"]
    chain.record("group_committees.signature_taken_back", actor=actor, subject=found, now=now, fields=fields)
    return found


@transaction.atomic(durable=True)
def record_signature(*, appointment: Appointment, on: date, actor: User, now: datetime) -> Appointment:
    """Write down that the promise of secrecy was signed on paper on a day. Raises GroupRefused."""
    found = _held(appointment, Action.KEEP_APPOINTMENTS, actor=actor, now=now)
    return _sign(found, on, SigningWay.PAPER, actor=actor, now=now)


@transaction.atomic(durable=True)
def sign_secrecy(*, appointment: Appointment, actor: User, now: datetime) -> Appointment:
    """Promise secrecy oneself, for one's own term. Raises GroupRefused."""
    Community.objects.select_for_update(no_key=True).get(pk=appointment.community_id)
    found = Appointment.objects.select_related("seat").get(pk=appointment.pk)
    if found.person_id != actor.person_id:
        raise GroupRefused(NOT_YOURS)
    return _sign(found, timezone.localdate(now), SigningWay.SCREEN, actor=actor, now=now)


def _sign(found: Appointment, on: date, way: SigningWay, *, actor: User, now: datetime) -> Appointment:
    if found.cancelled_on is not None:
        raise GroupRefused(CANCELLED)
    today = timezone.localdate(now)
    insist(rules.may_sign(signed_on=found.signed_on, on=on, today=today, last=found.last_day))
    found.signed_on, found.signed_way = on, way
    found.save(update_fields=["signed_on", "signed_way"])
    fields = ["signed_on", f"way:{way}"]
    chain.record("group_committees.secrecy_signed", actor=actor, subject=found, now=now, fields=fields)
    return found


def _held(appointment: Appointment, action: Action, *, actor: User, now: datetime) -> Appointment:
    """Return a term as it is now, held with its committee."""
    hold_in_transaction(appointment.community, action, actor=actor, now=now)
    found = (
        Appointment.objects.select_related("seat", "person", "community").filter(pk=appointment.pk).first()
    )
    if found is None:
        raise GroupRefused(GONE)
    if found.cancelled_on is not None:
        raise GroupRefused(CANCELLED)
    return found
