"""Verbs of key persons and experts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person, User
from directory.coverage import rules
from directory.coverage.exceptions import NotInTheRegister, RegisterRefused
from directory.coverage.models import CoverageNote, Expert, KeyPerson, MunicipalWindow
from directory.models import Agency
from directory.services import colleague_in_transaction
from directory.services.people import lock_agencies_in_transaction
from foundation.audit import chain
from foundation.transactions import assert_in_transaction


@transaction.atomic(durable=True)
def appoint_key_person(
    *,
    agency: Agency,
    name: str,
    name_kana: str,
    may_be_listed: bool,
    actor: User,
    now: datetime,
    **values: Any,
) -> KeyPerson:
    """Let somebody of an agency be a key person of an area; the agency's people grow by whoever is new.

    Raises RegisterRefused for somebody who is in that role there already.
    """
    lock_agencies_in_transaction(agency)
    person = colleague_in_transaction(
        agency=agency, name=name, name_kana=name_kana, job="", today=timezone.localdate(now)
    )
    since, until = values["valid_from"], values.get("valid_to")
    same = KeyPerson.objects.filter(person=person, area=values["area"], role=values["role"])
    if same.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=since), valid_from__lt=until or date.max
    ).exists():
        raise RegisterRefused("この人は、同じ時期に、この圏域の同じ役割にもうついています。")
    _listing_in_transaction(person, may_be_listed)
    made = KeyPerson.objects.create(person=person, agency=agency, **values)
    chain.record("directory.key_person_appointed", actor=actor, subject=made, now=now, fields=values)
    return made


@transaction.atomic(durable=True)
def set_listing(*, key_person_id: int, may_be_listed: bool, actor: User, now: datetime) -> KeyPerson:
    """Write down whether a key person agrees to be on lists. Raises NotInTheRegister."""
    found = _key_person_in_transaction(key_person_id, now)
    _listing_in_transaction(found.person, may_be_listed)
    fields = ["shown_in_rosters"]
    chain.record("directory.listing_agreed", actor=actor, subject=found.person, now=now, fields=fields)
    return found


@transaction.atomic(durable=True)
def end_key_person(*, key_person_id: int, actor: User, now: datetime) -> None:
    """End a role today; one that began today was a slip and is taken away. Raises NotInTheRegister."""
    found = _key_person_in_transaction(key_person_id, now)
    today = timezone.localdate(now)
    chain.record("directory.key_person_ended", actor=actor, subject=found, now=now, fields=["valid_to"])
    if found.valid_from >= today:
        found.delete()
    else:
        found.valid_to = today
        found.save(update_fields=["valid_to"])


@transaction.atomic(durable=True)
def add_expert(
    *, agency: Agency | None, name: str, name_kana: str, actor: User, now: datetime, **values: Any
) -> Expert:
    """Add somebody to the pool. Raises RegisterRefused for somebody who is in it."""
    today = timezone.localdate(now)
    if agency:
        lock_agencies_in_transaction(agency)
        person = colleague_in_transaction(agency=agency, name=name, name_kana=name_kana, job="", today=today)
    else:
        person = Person.objects.create(name=name, name_kana=name_kana)
    if Expert.objects.filter(person=person).exists():
        raise RegisterRefused("この方は、もう名簿にいます。")
    expert = Expert.objects.create(person=person, agency=agency, state_since=today, **values)
    chain.record("directory.expert_added", actor=actor, subject=expert, now=now, fields=values)
    return expert


@transaction.atomic(durable=True)
def change_expert(*, expert_id: int, values: Mapping[str, Any], actor: User, now: datetime) -> Expert:
    """Change what is known of an expert, and how far the centre is with asking.

    Raises RegisterRefused for a step that leaves one out, and NotInTheRegister.
    """
    expert = (
        Expert.objects.select_for_update(of=("self",)).select_related("person").filter(pk=expert_id).first()
    )
    if expert is None:
        raise NotInTheRegister
    step = rules.may_ask(expert.state, values.get("state", expert.state))
    if not step.allowed:
        raise RegisterRefused(step.reason)
    changed = sorted(name for name, value in values.items() if getattr(expert, name) != value)
    for name in changed:
        setattr(expert, name, values[name])
    if "state" in changed:
        expert.state_since = timezone.localdate(now)
    if changed:
        expert.save()
        chain.record("directory.expert_changed", actor=actor, subject=expert, now=now, fields=changed)
    return expert


def move_registers(kept: Agency, merged: Agency) -> None:
    """Let the kept agency stand wherever the merged one stood in these registers."""
    assert_in_transaction("move_registers")
    MunicipalWindow.objects.filter(contractor=merged).update(contractor=kept)
    KeyPerson.objects.filter(agency=merged).update(agency=kept)
    Expert.objects.filter(agency=merged).update(agency=kept)
    for note in CoverageNote.objects.filter(covering_agency=merged):
        place = {"municipality": note.municipality, "area": note.area, "kind": note.kind}
        if CoverageNote.objects.filter(covering_agency=kept, valid_from=note.valid_from, **place).exists():
            note.delete()
        else:
            note.covering_agency = kept
            note.save(update_fields=["covering_agency"])


def _key_person_in_transaction(key_person_id: int, now: datetime) -> KeyPerson:
    assert_in_transaction("lock_key_person")
    running = Q(valid_to__isnull=True) | Q(valid_to__gt=timezone.localdate(now))
    rows = KeyPerson.objects.select_for_update(of=("self",)).select_related("person")
    found = rows.filter(running, pk=key_person_id).first()
    if found is None:
        raise NotInTheRegister
    return found


def _listing_in_transaction(person: Person, may_be_listed: bool) -> None:
    assert_in_transaction("set_listing")
    if person.shown_in_rosters != may_be_listed:
        person.shown_in_rosters = may_be_listed
        person.save(update_fields=["shown_in_rosters"])
