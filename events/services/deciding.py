"""The centre decides: about all applications of a session at once, by lot, or about one after the other."""

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events import deciding_rules, letters, links, queries, rules
from events.enums import Admission, ApplicationState, EntryKind
from events.exceptions import DecisionRefused
from events.kept_seats import kept_seats_now
from events.models import Application, Session
from events.selecting import candidates
from events.selection import Candidate, Criteria, Verdict, may_decide, ordered, propose
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.decision import Decision
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from .changing import locked_in_transaction
from .seats import (
    by_way,
    lock_session_in_transaction,
    seat_in_transaction,
    set_state_in_transaction,
    write_entries_in_transaction,
)
from .sending import send_in_transaction
from .serving import serve_line_in_transaction, settle_in_transaction

SEED_BYTES = 8


@dataclass(frozen=True)
class _Plan:
    """Whom the decision takes in which order, and what becomes of each."""

    line: list[Candidate]
    verdicts: Mapping[int, Verdict]
    criteria: str
    seed: str = ""


@transaction.atomic(durable=True)
def decide_session(
    *,
    session: Session,
    verdicts: Mapping[int, Verdict],
    criteria: Criteria,
    areas: Collection[int] = (),
    actor: User,
    now: datetime,
) -> None:
    """Decide about every application that waits, by its id, as staff have looked through them.

    Who waits stands in the order of the criteria, and sits down as far as a smaller group is content with
    what is left. Raises DecisionRefused when it is not the time, somebody applied meanwhile, or seats lack.
    """
    session = _locked(session, Admission.AFTER_DEADLINE, now=now)
    line = ordered(candidates(session, areas=areas, now=now), criteria, seed="")
    _decide(session, _Plan(line, verdicts, criteria.words), actor=actor, now=now)


@transaction.atomic(durable=True)
def draw_lots(*, session: Session, actor: User, now: datetime) -> None:
    """Draw lots once: the order follows from a new seed and the numbers, and can be repeated by anybody.

    Raises DecisionRefused when it is not the time, or lots were drawn already.
    """
    session = _locked(session, Admission.LOTTERY, now=now)
    seed = secrets.token_hex(SEED_BYTES)
    waiting = candidates(session, now=now)
    kept = kept_seats_now([session.pk], now=now).get(session.pk, ())
    cap = Criteria(agency_cap=session.event.agency_cap, by_lot=True)
    seats = [each.seats for each in kept]
    line, settled = propose(waiting, _free(session), cap, seed=seed, kept=seats)
    verdicts = {
        each.group.key: Verdict.CHOSEN if settled.seats_of(each.group.key) else Verdict.WAITING
        for each in line
    }
    _decide(session, _Plan(line, verdicts, cap.words, seed), actor=actor, now=now)


def _locked(session: Session, admission: Admission, *, now: datetime) -> Session:
    session = lock_session_in_transaction(session.pk)
    decision = rules.may_decide_now(queries.event_facts(session), timezone.localtime(now))
    if not decision.allowed:
        raise DecisionRefused(decision.reason)
    if session.event.admission != admission:
        raise DecisionRefused("この研修・行事の決め方が変わりました。画面を開きなおしてください。")
    return session


def _free(session: Session) -> dict[str, int]:
    taken = queries.taken_seats(session)
    return {way: count - taken.get(way, 0) for way, count in session.capacity.items()}


def _decide(session: Session, plan: _Plan, *, actor: User, now: datetime) -> None:
    decision = may_decide(plan.line, plan.verdicts, _free(session))
    if not decision.allowed:
        raise DecisionRefused(decision.reason)
    session.decided_at, session.criteria, session.draw_seed = now, plan.criteria, plan.seed
    session.save(update_fields=["decided_at", "criteria", "draw_seed"])
    applications = Application.objects.in_bulk(plan.verdicts)
    for step, each in enumerate(plan.line):
        application = applications[each.group.key]
        application.session = session
        application.line_at, application.line_step = now, step
        application.save(update_fields=["line_at", "line_step"])
        _follow(application, each, plan.verdicts[application.pk], now=now)
    settle_in_transaction(session, now=now, asks=False)
    for each in plan.line:
        _tell(applications[each.group.key], now=now)
    clear_public_pages_in_transaction()
    fields = ["criteria", *(["seed"] if plan.seed else [])]
    chain.record("events.session_decided", actor=actor, subject=session, now=now, fields=fields)


def _follow(application: Application, candidate: Candidate, verdict: Verdict, *, now: datetime) -> None:
    if verdict == Verdict.DECLINED:
        decline_in_transaction(application, now=now)
        return
    stand_in_line_in_transaction(application, now=now)
    if verdict == Verdict.CHOSEN:
        seat_in_transaction(application, candidate.group.needs, now=now)


def stand_in_line_in_transaction(application: Application, *, now: datetime) -> None:
    """Let an application that was only received stand in the line from now on."""
    assert_in_transaction("stand_in_line")
    people = by_way(application.participants.staying())
    write_entries_in_transaction(application, EntryKind.APPLIED, people, now=now)
    set_state_in_transaction(application, ApplicationState.WAITING)


def decline_in_transaction(application: Application, *, now: datetime) -> None:
    """Let an application go without a seat; its people stay written down, so that it can come back."""
    assert_in_transaction("decline")
    people = by_way(application.participants.staying())
    write_entries_in_transaction(application, EntryKind.DECLINED, people, now=now)
    set_state_in_transaction(application, ApplicationState.DECLINED)


def _tell(application: Application, *, now: datetime) -> None:
    application.refresh_from_db(fields=["state"])
    people = application.participants
    seated = people.seated().count()
    letter = letters.decided(
        application,
        seated=seated,
        waiting=people.without_seat().count(),
        link=links.address(application),
        centre=current_centre(),
        now=now,
    )
    cause = f"decided-{now.timestamp()}"
    send_in_transaction(application, letter, cause=cause, now=now, calendar="REQUEST" if seated else "")


@transaction.atomic(durable=True)
def approve_application(*, application: Application, actor: User, now: datetime) -> None:
    """Take an application that the centre looked at: to a seat, or to the line. Raises DecisionRefused."""
    application = _undecided(application, now=now)
    stand_in_line_in_transaction(application, now=now)
    settle_in_transaction(application.session, now=now, newcomer=application)
    _tell(application, now=now)
    chain.record("events.application_approved", actor=actor, subject=application, now=now)


@transaction.atomic(durable=True)
def decline_application(*, application: Application, actor: User, now: datetime) -> None:
    """Turn down one application that the centre had to look at. Raises DecisionRefused."""
    application = _undecided(application, now=now)
    decline_in_transaction(application, now=now)
    _tell(application, now=now)
    chain.record("events.application_declined", actor=actor, subject=application, now=now)


def _undecided(application: Application, *, now: datetime) -> Application:
    application = locked_in_transaction(application)
    _insist(deciding_rules.may_look_at, application, now=now)
    return application


def _insist(
    rule: Callable[[rules.EventFacts, str, datetime], Decision], application: Application, *, now: datetime
) -> rules.EventFacts:
    """Return the facts of an application's date. Raises DecisionRefused for what a rule forbids."""
    facts = queries.event_facts(application.session)
    decision = rule(facts, application.state, timezone.localtime(now))
    if not decision.allowed:
        raise DecisionRefused(decision.reason)
    return facts


@transaction.atomic(durable=True)
def release_held_application(*, application: Application, actor: User, now: datetime) -> None:
    """Let an agency's manager pass an application on to the centre. Raises DecisionRefused."""
    application = locked_in_transaction(application)
    facts = _insist(deciding_rules.may_release, application, now=now)
    application.released_at = now
    application.save(update_fields=["released_at"])
    state = rules.first_state(facts, manager_is_asked=False)
    if state == ApplicationState.PENDING:
        set_state_in_transaction(application, ApplicationState.PENDING)
    else:
        stand_in_line_in_transaction(application, now=now)
        settle_in_transaction(application.session, now=now, newcomer=application)
    _tell_released(application, now=now)
    chain.record("events.application_released", actor=actor, subject=application, now=now)


def _tell_released(application: Application, *, now: datetime) -> None:
    application.refresh_from_db(fields=["state"])
    seated = application.participants.seated().count()
    letter = letters.application_received(
        application,
        people=application.participants.staying().count(),
        seated=seated,
        unnamed=application.participants.staying().filter(name="").count(),
        position=queries.position_in_line(application),
        link=links.address(application),
        centre=current_centre(),
        now=now,
    )
    calendar = "REQUEST" if seated else ""
    send_in_transaction(application, letter, cause="released", now=now, calendar=calendar, is_answer=True)


@transaction.atomic(durable=True)
def revive_application(*, application: Application, actor: User, now: datetime) -> None:
    """Put an application back that was turned down or did not answer in time. Raises DecisionRefused."""
    application = locked_in_transaction(application)
    _insist(deciding_rules.may_revive, application, now=now)
    people = by_way(application.participants.staying())
    write_entries_in_transaction(application, EntryKind.REVIVED, people, now=now)
    set_state_in_transaction(application, ApplicationState.WAITING)
    serve_line_in_transaction(application.session, now=now)
    chain.record("events.application_revived", actor=actor, subject=application, now=now)
