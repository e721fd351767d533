"""Somebody applies for a sign-in; staff call the agency, then invite or refuse."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Invitation, Person, User
from directory.enums import InvitationWay, MembershipRole
from directory.joining import letters
from directory.joining.enums import ApplicationState
from directory.joining.exceptions import JoiningRefused
from directory.joining.limits import APPLICATION_KEPT
from directory.joining.models import AccountApplication, TurnQuestion
from directory.joining.queries import undecided_since
from directory.joining.rules import may_approve, may_refuse
from directory.models import Agency, Membership
from directory.services import lock_agencies_in_transaction
from directory.services.invitations import invite_by_way_in_transaction
from directory.services.people import colleague_named, partner_roles
from foundation.audit import chain
from foundation.limits.queries import limit
from foundation.transactions import assert_in_transaction

PERSONAL = ("name", "name_kana", "job", "email", "phone", "checked_with", "reason")


@transaction.atomic(durable=True)
def apply_for_account(
    *, agency: Agency | None, said: Mapping[str, str], actor: User | None, now: datetime
) -> AccountApplication:
    """Keep an application until staff have called the agency; nothing is sent to anybody."""
    application = AccountApplication.objects.create(agency=agency, applied_at=now, **said)
    chain.record("directory.account_applied", actor=actor, subject=application, now=now)
    return application


@transaction.atomic(durable=True)
def note_call(
    *,
    application: AccountApplication,
    agency: Agency,
    checked_on: date,
    checked_with: str,
    actor: User,
    now: datetime,
) -> None:
    """Note that somebody of the agency said on the telephone that this person works there.

    Raises JoiningRefused for an application that is decided.
    """
    found = _lock_in_transaction(application)
    decision = may_refuse(found.state)
    if not decision.allowed:
        raise JoiningRefused(decision.reason)
    found.agency, found.state = agency, ApplicationState.CHECKED
    found.checked_on, found.checked_with, found.checked_by = checked_on, checked_with, actor
    found.save()
    fields = ["agency", "checked_on", "checked_with"]
    chain.record("directory.account_checked", actor=actor, subject=found, now=now, fields=fields)


@transaction.atomic(durable=True)
def approve_application(
    *,
    application: AccountApplication,
    role: MembershipRole,
    way: InvitationWay,
    actor: User,
    now: datetime,
) -> tuple[Invitation, str]:
    """Add the person to the agency and invite them; returns the invitation and, on paper, its code.

    Raises JoiningRefused before the call, for an agency that has closed since, and where somebody of this
    name is registered already.
    """
    found = _lock_in_transaction(application)
    decision = may_approve(found.state, has_agency=found.agency is not None)
    if not decision.allowed:
        raise JoiningRefused(decision.reason)
    agency, today = found.agency, timezone.localdate(now)
    assert agency is not None
    lock_agencies_in_transaction(agency)
    agency.refresh_from_db()
    if not agency.is_current(today=today):
        raise JoiningRefused(
            "この機関は、電話のあとに閉じたか、統合しました。どの機関の方か、もう一度確かめてください。"
        )
    if colleague_named(agency, found.name, found.name_kana, today=today):
        raise JoiningRefused(
            "この名前の方は、この機関にもう登録されています。「関係機関」の画面で役割を変え、そこから招待してください。"
        )
    person = Person.objects.create(
        name=found.name, name_kana=found.name_kana, job=found.job, contact_email=found.email
    )
    found.membership = Membership.objects.create(person=person, agency=agency, role=role, valid_from=today)
    _decide(found, ApplicationState.APPROVED, actor=actor, now=now)
    invited = invite_by_way_in_transaction(
        way, person=person, roles=partner_roles(person, now=now), actor=actor, now=now
    )
    chain.record("directory.account_approved", actor=actor, subject=found, now=now, fields=["membership"])
    return invited


@transaction.atomic(durable=True)
def refuse_application(*, application: AccountApplication, reason: str, actor: User, now: datetime) -> None:
    """Refuse an application; the mail does not say why. Raises JoiningRefused when it is decided."""
    found = _lock_in_transaction(application)
    decision = may_refuse(found.state)
    if not decision.allowed:
        raise JoiningRefused(decision.reason)
    found.reason = reason
    _decide(found, ApplicationState.REFUSED, actor=actor, now=now)
    letters.queue_refusal_in_transaction(found, now=now)
    chain.record("directory.account_refused", actor=actor, subject=found, now=now, fields=["reason"])


@transaction.atomic(durable=True)
def erase_old_applications(*, now: datetime) -> int:
    """Erase whom decided applications and answered questions were about; returns how many.

    Applications on which nobody decided go as a whole: nothing but the person was in them.
    """
    until = now - timedelta(days=limit(APPLICATION_KEPT, on=timezone.localdate(now)))
    return _erase_answers(until, now) + _erase_decided(until, now) + _delete_undecided(until, now)


def _erase_answers(until: datetime, now: datetime) -> int:
    told = TurnQuestion.objects.filter(answered_at__lte=until, erased_at__isnull=True).exclude(new_name="")
    questions = list(told.select_for_update(of=("self",)).order_by("pk"))
    TurnQuestion.objects.filter(pk__in=[each.pk for each in questions]).update(
        erased_at=now, new_name="", new_job=""
    )
    for question in questions:
        fields = ["new_name", "new_job"]
        chain.record("directory.turn_answer_erased", actor=None, subject=question, now=now, fields=fields)
    return len(questions)


def _erase_decided(until: datetime, now: datetime) -> int:
    old = AccountApplication.objects.filter(decided_at__lte=until, erased_at__isnull=True)
    applications = list(old.select_for_update(of=("self",)).order_by("pk"))
    AccountApplication.objects.filter(pk__in=[each.pk for each in applications]).update(
        erased_at=now, **dict.fromkeys(PERSONAL, "")
    )
    for each in applications:
        chain.record("directory.application_erased", actor=None, subject=each, now=now, fields=PERSONAL)
    return len(applications)


def _delete_undecided(until: datetime, now: datetime) -> int:
    applications = list(undecided_since(until).select_for_update(of=("self",)))
    for each in applications:
        chain.record("directory.application_deleted", actor=None, subject=each, now=now)
    AccountApplication.objects.filter(pk__in=[each.pk for each in applications]).delete()
    return len(applications)


def _lock_in_transaction(application: AccountApplication) -> AccountApplication:
    assert_in_transaction("lock")
    return (
        AccountApplication.objects.select_for_update(of=("self",))
        .select_related("agency")
        .get(pk=application.pk)
    )


def _decide(application: AccountApplication, state: ApplicationState, *, actor: User, now: datetime) -> None:
    application.state, application.decided_at, application.decided_by = state, now, actor
    application.save()
