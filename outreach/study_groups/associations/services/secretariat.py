"""Which agency is the secretariat of an association from when, and who does its work."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Person, User
from directory.models import Agency
from foundation.audit import chain
from foundation.transactions import assert_in_transaction
from outreach.study_groups.associations.models import SecretariatPerson, SecretariatTerm
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community
from outreach.study_groups.services.sessions import call_off_of_in_transaction
from outreach.study_groups.services.steps import hold_in_transaction

BEGINS_LATER = "いまの事務局か、次の事務局が始まる日より、あとの日にしてください。"
ALREADY = "この人は、もう事務局の人です。"
OVER = "この任期は、もう終わっています。"
NOT_YOURS = "決められるのは、いまの事務局の人だけです。"


@transaction.atomic(durable=True)
def name_secretariat(
    *,
    community: Community,
    agency: Agency | None,
    since: date,
    decided_by: str,
    actor: User,
    now: datetime,
) -> SecretariatTerm:
    """Let an agency, or the centre (None), be the secretariat from a day on. Raises GroupRefused."""
    held = hold_in_transaction(community, Action.NAME_SECRETARY, actor=actor, now=now).community
    return name_secretariat_in_transaction(
        community=held, agency=agency, since=since, decided_by=decided_by, actor=actor, now=now
    )


def name_secretariat_in_transaction(
    *,
    community: Community,
    agency: Agency | None,
    since: date,
    decided_by: str,
    actor: User,
    now: datetime,
) -> SecretariatTerm:
    """End the term that holds by then, and begin another, of an association that is held.

    The people of the earlier term stay secretaries to its last day. Raises GroupRefused.
    """
    assert_in_transaction("name_secretariat")
    terms = SecretariatTerm.objects.filter(community=community)
    if terms.filter(since__gte=since).exclude(until=since).exists():
        raise GroupRefused(BEGINS_LATER)
    terms.not_over(since).update(until=since)
    made = SecretariatTerm.objects.create(
        community=community, agency=agency, since=since, decided_by=decided_by, named_by=actor
    )
    fields = ["agency", "since"]
    chain.record("group_associations.secretariat_named", actor=actor, subject=made, now=now, fields=fields)
    return made


@transaction.atomic(durable=True)
def name_secretary(
    *, term: SecretariatTerm, person: Person, is_shown: bool, actor: User, now: datetime
) -> SecretariatPerson:
    """Let somebody do the work of the secretariat, from today or the first day of its term.

    Raises GroupRefused.
    """
    found, today = _hold_to_staff(term, actor=actor, now=now), timezone.localdate(now)
    if found.until is not None and found.until <= today:
        raise GroupRefused(OVER)
    if SecretariatPerson.objects.not_over(today).filter(term=found, person=person).exists():
        raise GroupRefused(ALREADY)
    made = SecretariatPerson.objects.create(
        term=found, person=person, since=max(found.since, today), is_shown=is_shown, named_by=actor
    )
    fields = ["person"]
    chain.record("group_associations.secretary_named", actor=actor, subject=found, now=now, fields=fields)
    return made


@transaction.atomic(durable=True)
def end_secretary(*, secretary: SecretariatPerson, actor: User, now: datetime) -> None:
    """Let somebody do the work of the secretariat no more, from today; what they applied for by that ends.

    Raises GroupRefused.
    """
    _hold_to_staff(secretary.term, actor=actor, now=now)
    found = SecretariatPerson.objects.get(pk=secretary.pk)
    found.until = max(found.since, timezone.localdate(now))
    found.save(update_fields=["until"])
    called_off = call_off_of_in_transaction(secretary.term.community, found.person, actor=actor, now=now)
    fields = ["until", f"applications:{called_off}"]
    chain.record(
        "group_associations.secretary_ended", actor=actor, subject=found.term, now=now, fields=fields
    )


def _hold_to_staff(term: SecretariatTerm, *, actor: User, now: datetime) -> SecretariatTerm:
    """Hold the association for the centre, or for a secretary while this very term runs."""
    standing = hold_in_transaction(term.community, Action.NAME_OFFICE_PEOPLE, actor=actor, now=now)
    found = SecretariatTerm.objects.get(pk=term.pk)
    if not (standing.is_centre or found.is_staffed_by_itself_on(timezone.localdate(now))):
        raise GroupRefused(NOT_YOURS)
    return found
