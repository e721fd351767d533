"""Verbs of cases: open one, write in it, name who works on it, stand in for a day, close it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from accounts.models import Person
from foundation.transactions import lock_name_in_transaction
from handoff.access import opened
from handoff.actors import Actor
from handoff.cases.access import case_for, colleagues_case, lasting_cases_for, relations
from handoff.cases.enums import Duty, OriginKind, Place
from handoff.cases.models import Case, CaseWorker, StandIn, SupportedPerson
from handoff.cases.rooms import closing_objections
from handoff.cases.rules import Act, allows
from handoff.exceptions import Refused
from handoff.models import AgencyCopy
from handoff.references import save_with_reference
from handoff.vault import index, store

# What of a case and of a person is sealed, and may be left out.
CASE_TEXTS = ("origin_number", "origin_from", "need", "age_band", "area")
PERSON_TEXTS = ("name", "name_kana", "born_on", "contact")


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """What is known when a case begins. `texts` and `identity` are sealed; empty ones are left out.

    Without a known person a new one is made. The agency is empty for a case of the centre.
    """

    duty: Duty
    origin_kind: OriginKind
    origin_on: date
    main: Person
    second: Person
    agency: AgencyCopy | None = None
    person: SupportedPerson | None = None
    release_on: date | None = None
    identity: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


def open_case(*, new: NewCase, actor: Actor, now: datetime) -> Case:
    """Begin a case with two named people, and with it its key.

    The key is on the disk before the case is in the database; should this fail, a key without a case stays,
    which seals nothing. Raises Refused, Http404 for whom the actor knows from no case but by standing in.
    """
    if not actor.is_at(new.agency.pk if new.agency else None):
        raise Refused("この機関のケースは、作れません。")
    if new.main == new.second:
        raise Refused("主担当と副担当は、別の人にしてください。")
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        person = _known_person(new, actor) if new.person else _make_person(new.identity, now=now)
        case = Case(
            person=person,
            agency=new.agency,
            duty=new.duty,
            origin_kind=new.origin_kind,
            origin_on=new.origin_on,
            release_on=new.release_on,
            opened_on=today,
        )
        store.create(case.key)
        case.seal(**{name: new.texts.get(name) or None for name in CASE_TEXTS})
        save_with_reference(case, "C", today=today)
        # Both at once: row-level security lets the first workers of a case in together.
        CaseWorker.objects.bulk_create(
            CaseWorker(case=case, person=worker, place=place, since=today)
            for place, worker in ((Place.MAIN, new.main), (Place.SECOND, new.second))
        )
        opening.note("cases.opened", case, [*new.texts, *new.identity])
    return case


def cases_by_reading(*, reading: str, agency: AgencyCopy | None, actor: Actor, now: datetime) -> list[Case]:
    """Return the cases of this side, lastingly open to this actor, of everybody whose name is read so.

    Whoever stands in for a day finds none: a new case would keep the name open to them. Each is written
    down as a reading of who it is: that is what its being found tells.
    """
    with opened(actor, now=now) as opening:
        cases = lasting_cases_for(actor).filter(agency=agency, shredded_at=None)
        found = list(cases.filter(person__in=index.find(reading)).select_related("person"))
        for case in found:
            opening.note("cases.identity_read", case, ["name_kana"])
    return sorted(found, key=lambda case: (case.opened_on, case.reference))


def _known_person(new: NewCase, actor: Actor) -> SupportedPerson:
    """Return somebody known who stays until the transaction ends. Raises Http404, Refused once erased."""
    assert new.person is not None
    if not lasting_cases_for(actor).filter(agency=new.agency, person=new.person).exists():
        raise Http404
    return _locked_person(new.person)


def _locked_person(person: SupportedPerson) -> SupportedPerson:
    """Return a person who stays until the transaction ends. Raises Refused once erased."""
    found = SupportedPerson.objects.select_for_update(no_key=True).get(pk=person.pk)
    if found.shredded_at is not None:
        raise Refused("この方の記録は、消去しました。")
    return found


def _make_person(identity: Mapping[str, str], *, now: datetime) -> SupportedPerson:
    person = SupportedPerson(made_at=now)
    store.create(person.key)
    person.seal(**{name: identity.get(name) or None for name in PERSON_TEXTS})
    person.save(force_insert=True)
    if identity.get("name_kana"):
        index.put(identity["name_kana"], person.pk)
    return person


def case_to_change(*, case_id: UUID, act: Act, actor: Actor, now: datetime) -> Case:
    """Return a case, without what is sealed in it, on which this actor may do this. Raises Http404."""
    with opened(actor, now=now):
        return case_for(actor, case_id, act, today=timezone.localdate(now))


def write_case(
    *,
    case: Case,
    texts: Mapping[str, str],
    days: Mapping[str, date | None] | None = None,
    actor: Actor,
    now: datetime,
) -> Case:
    """Change sealed texts of a case, and days of it; an empty one is taken out. Raises Http404."""
    with opened(actor, now=now) as opening:
        found = _locked(case, Act.WRITE, actor, now)
        found.seal(**{name: text or None for name, text in texts.items()})
        for name, day in (days or {}).items():
            setattr(found, name, day)
        written = [*texts, *(days or {})]
        found.save(update_fields=written)
        opening.note("cases.written", found, written)
    return found


def correct_case(
    *, case: Case, identity: Mapping[str, str], origin_on: date, actor: Actor, now: datetime
) -> None:
    """Correct who it is and the day of the document; the reading that was wrong leads to nobody any more.

    Nothing of what was there is kept: only which of it was changed, by whom and when. Raises Http404.
    """
    with opened(actor, now=now) as opening:
        found = _locked(case, Act.CORRECT, actor, now)
        person = _locked_person(found.person)
        texts = {name: identity.get(name) or None for name in PERSON_TEXTS}
        before = {name: getattr(person, name) and person.unseal(name) for name in PERSON_TEXTS}
        changed = [name for name, text in texts.items() if before[name] != text]
        person.seal(**{name: texts[name] for name in changed})
        person.save(update_fields=changed)
        if found.origin_on != origin_on:
            found.origin_on = origin_on
            found.save(update_fields=["origin_on"])
            changed.append("origin_on")
        reading = texts["name_kana"] or ""
        if reading and "name_kana" in changed:
            index.put(reading, person.pk)
        opening.note("cases.corrected", found, changed)
    # Once it stands: whoever finds nobody by the old reading must not find nobody at all.
    if "name_kana" in changed:
        index.keep_only(reading, person.pk)


def read_identity(*, case_id: UUID, actor: Actor, now: datetime) -> dict[str, str]:
    """Return who it is, by a click of its own; the reading is written down with it. Raises Http404."""
    with opened(actor, now=now) as opening:
        found = case_for(actor, case_id, Act.READ_IDENTITY, today=timezone.localdate(now))
        opening.note("cases.identity_read", found, PERSON_TEXTS)
        person = found.person
        return {name: person.unseal(name) for name in PERSON_TEXTS if getattr(person, name) is not None}


def name_workers(*, case: Case, named: Mapping[Place, Person], actor: Actor, now: datetime) -> None:
    """Let these people be 主担当 and 副担当 from today; who was it until now is no longer.

    They may change places. Raises Http404, Refused.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        found = _locked(case, Act.NAME_WORKERS, actor, now)
        standing = dict(found.workers.filter(ended_on=None).values_list("place", "person"))
        new = {place: person for place, person in named.items() if standing.get(place) != person.pk}
        found.workers.filter(place__in=new, ended_on=None).update(ended_on=today)
        try:
            with transaction.atomic():
                CaseWorker.objects.bulk_create(
                    CaseWorker(case=found, person=person, place=place, since=today)
                    for place, person in new.items()
                )
        except IntegrityError as error:
            raise Refused("主担当と副担当は、別の人にしてください。") from error
        if new:
            opening.note("cases.worker_named", found, list(new))


def stand_in(*, reference: str, reason: str, actor: Actor, now: datetime) -> Case:
    """Open a colleague's case for today, saying why; whoever leads sees it the next morning.

    Raises Http404 for a number that is not one of the actor's own side, Refused without a reason.
    """
    assert actor.user is not None
    if not reason.strip():
        raise Refused("代わりに開くわけを書いてください。")
    person = actor.user.person
    with opened(actor, now=now) as opening:
        # The same button pressed twice: the second finds that it is open already.
        lock_name_in_transaction(f"cases.stand_in:{reference}:{person.pk}")
        case = colleagues_case(reference)
        standing = StandIn(case=case, person=person, day=timezone.localdate(now), opened_at=now)
        standing.seal(reason=reason)
        standing.save(force_insert=True)
        opening.note("cases.stood_in", case)
    return case


def see_stand_ins(*, shown: Collection[UUID], actor: Actor, now: datetime) -> int:
    """Say that whoever leads has seen these, opened instead of others; returns how many were new.

    What was opened after the page was read waits for the next look.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        rows = StandIn.objects.filter(pk__in=shown, seen_at=None).select_related("case")
        mine = [
            each
            for each in rows.select_for_update(of=("self",))
            if allows(Act.SEE_STAND_INS, relations(actor, each.case, today=today), is_closed=False)
        ]
        for each in mine:
            each.seen_at, each.seen_by = now, actor.user
            each.save(update_fields=["seen_at", "seen_by"])
            opening.note("cases.stand_in_seen", each)
    return len(mine)


def close_case(*, case: Case, actor: Actor, now: datetime) -> None:
    """End a case; its retention runs from this day. Raises Http404, and Refused while a room objects."""
    with opened(actor, now=now) as opening:
        found = _locked(case, Act.CLOSE, actor, now)
        for objection in closing_objections:
            if why := objection(found.pk):
                raise Refused(why)
        found.closed_on = timezone.localdate(now)
        found.save(update_fields=["closed_on"])
        opening.note("cases.closed", found)


def _locked(case: Case, act: Act, actor: Actor, now: datetime) -> Case:
    """Return the case as it is now, locked, if this actor may do this with it. Raises Http404."""
    # Locked first: what it is now is asked once nobody changes it any more.
    Case.objects.select_for_update(of=("self",), no_key=True).filter(pk=case.pk).first()
    return case_for(actor, case.pk, act, today=timezone.localdate(now))


def may(actor: Actor, case: Case, act: Act, *, today: date) -> bool:
    """Return whether a button for this is shown; the service asks again."""
    return allows(act, relations(actor, case, today=today), is_closed=case.closed_on is not None)
