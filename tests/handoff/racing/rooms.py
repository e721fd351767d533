"""Pairs of deeds in the rooms around a hand-off: enrolments, cases, consultations, incidents, safeguards."""

from datetime import timedelta
from functools import partial
from types import SimpleNamespace

from accounts.enums import PrivateRole
from accounts.models import Invitation, Person, User
from handoff import services as enrolments
from handoff.cases.enums import Place
from handoff.cases.models import CaseWorker, StandIn
from handoff.cases.services.bases import NewBasis, approve_basis, write_basis
from handoff.cases.services.cases import close_case, name_workers, stand_in
from handoff.consultation.enums import Topic, Urgency
from handoff.consultation.services import Question, answer, ask, take
from handoff.disclosure.enums import BasisKind, SafeguardKind
from handoff.documents.services.filing import remove_document
from handoff.incidents.enums import Criterion, Exemption, Kind, Report
from handoff.incidents.models import Lesson
from handoff.incidents.services.handling import close_incident, note_report
from handoff.models import Enrolment
from handoff.safeguards.enums import Way
from handoff.safeguards.services import confirm_safeguard, write_safeguard
from tests.factories.accounts import make_person
from tests.factories.cases import (
    EVERYTHING,
    NOW,
    TODAY,
    acting,
    fresh,
    make_case,
    rows,
    staff_of_agency,
    staff_of_centre,
)
from tests.factories.documents import put_down
from tests.factories.handoff import make_agency, make_enrolled_user, make_enrolment
from tests.factories.incidents import judge, report, write_items

from .arena import events, last_event, pair, together

MORE = {"deputy": PrivateRole.DEPUTY_LEAD, "officer": PrivateRole.PRIVACY_OFFICER}


def whole_centre():
    """Return two workers, a lead, a deputy and a privacy officer."""
    more = {key: make_enrolled_user(name=f"センター {key}", role=role) for key, role in MORE.items()}
    return SimpleNamespace(**(staff_of_centre() | more))


def by_each(service, *users, now=NOW, **facts):
    """Return for each of these people who makes presses of one button."""
    made = [partial(service, actor=acting(user, now=now), now=now, **facts) for user in users]
    return [lambda each=each: each for each in made]


def one_row(queryset, **facts):
    """Return what is wrong unless there is exactly one such row."""
    found = len(rows(queryset.filter(**facts)))
    return [] if found == 1 else [f"{found} of {queryset.model.__name__}"]


def one_event(verb, *, after):
    found = len(events(verb, after=after))
    return [] if found == 1 else [f"{found} events of {verb}"]


# Enrolments


def proposed(centre, *, person=None):
    """Return an enrolment that waits for a second person."""
    return enrolments.invite_for_enrolment(
        person=person or Person(name="佐久間 礼子", contact_email="reiko@example.jp"),
        agency=None,
        role=PrivateRole.CASE_WORKER,
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=90),
        actor=centre.worker,
        now=NOW,
    )


def approve_enrolment_by_two():
    centre = whole_centre()
    waiting, event = proposed(centre), last_event()
    made = [
        partial(enrolments.approve_enrolment, enrolment=waiting, actor=user, now=NOW)
        for user in (centre.lead, centre.officer)
    ]

    def holds():
        invited = Invitation.objects.filter(person=waiting.person).count()
        return one_event("handoff.enrolment_approved", after=event) + [f"{invited} invitations"] * (
            invited != 1
        )

    return together("approve", *[lambda each=each: each for each in made], holds=holds)


def approve_or_end_enrolment():
    """Whoever ends always ends; nothing is left that lets the person in."""
    centre = whole_centre()
    waiting = proposed(centre)
    approve = partial(enrolments.approve_enrolment, enrolment=waiting, actor=centre.lead, now=NOW)
    end = partial(enrolments.end_enrolment, enrolment=waiting, actor=centre.officer, now=NOW)

    def holds():
        usable = Invitation.objects.filter(person=waiting.person, used_at=None, expires_at__gt=NOW).count()
        return [f"{usable} usable invitations"] * bool(usable)

    return pair(
        ("approve", lambda: approve), ("end", lambda: end),
        stands=lambda outcome: outcome.done["end"] == 1 and outcome.done["approve"] <= 1, holds=holds,
    )  # fmt: skip


def propose_the_same_enrolment():
    centre = whole_centre()
    person = make_person(name="佐久間 礼子")
    makers = [lambda: partial(proposed, centre, person=person)]
    return together("propose", *makers, holds=partial(one_row, Enrolment.objects, person=person))


def end_both_enrolments():
    """Of two enrolments each is ended once, and with the last of them the account."""
    centre = whole_centre()
    user = make_enrolled_user(name="二つの役割")
    make_enrolment(person=user.person, role=PrivateRole.AUDITOR)
    both = list(Enrolment.objects.filter(person=user.person))
    made = [partial(enrolments.end_enrolment, enrolment=each, actor=centre.lead, now=NOW) for each in both]

    def holds():
        return ["the account is open"] * User.objects.get(pk=user.pk).is_active

    return pair(
        *[(f"end {number}", lambda each=each: each) for number, each in enumerate(made)],
        stands=lambda outcome: list(outcome.done.values()) == [1, 1], holds=holds,
    )  # fmt: skip


def end_or_approve_another():
    """Somebody whose last enrolment ends while another is approved has one way in: account or invitation."""
    centre = whole_centre()
    user = make_enrolled_user(name="かわる人")
    (old,) = Enrolment.objects.filter(person=user.person)
    Person.objects.filter(pk=user.person_id).update(contact_email="kawaru@example.jp")
    waiting = enrolments.invite_for_enrolment(
        person=user.person, agency=None, role=PrivateRole.AUDITOR, valid_from=TODAY,
        valid_until=TODAY + timedelta(days=90), actor=centre.worker, now=NOW,
    )  # fmt: skip
    end = partial(enrolments.end_enrolment, enrolment=old, actor=centre.officer, now=NOW)
    approve = partial(enrolments.approve_enrolment, enrolment=waiting, actor=centre.lead, now=NOW)

    def holds():
        has_account = User.objects.get(pk=user.pk).is_active
        invited = Invitation.objects.filter(person=user.person).exists()
        return [] if has_account != invited else [f"account {has_account}, invitation {invited}"]

    return pair(
        ("end", lambda: end), ("approve", lambda: approve),
        stands=lambda outcome: outcome.done["end"] == outcome.done["approve"] == 1, holds=holds,
    )  # fmt: skip


# Cases


def stand_in_at_once():
    """Two colleagues, each by several windows: each stands in once."""
    centre = whole_centre()
    case = make_case(vars(centre))
    users = [make_enrolled_user(name=f"同僚{number}") for number in range(2)]
    made = [by_each(stand_in, user, reference=case.reference, reason="休み")[0] for user in users]

    def holds():
        return [word for user in users for word in one_row(StandIn.objects, case=case, person=user.person)]

    return pair(
        *[(f"colleague {number}", each) for number, each in enumerate(made)],
        stands=lambda outcome: list(outcome.done.values()) == [1, 1], holds=holds,
    )  # fmt: skip


def close_case_by_two():
    centre = whole_centre()
    case, event = make_case(vars(centre)), last_event()
    makers = by_each(close_case, centre.worker, centre.lead, case=case)
    return together("close", *makers, holds=partial(one_event, "cases.closed", after=event))


def name_worker_at_once():
    """Whoever is last has named; there is one 主担当 at any time."""
    centre = whole_centre()
    case = make_case(vars(centre))
    users = [make_enrolled_user(name=f"同僚{number}") for number in range(2)]
    made = [
        by_each(name_workers, centre.lead, case=case, named={Place.MAIN: user.person})[0] for user in users
    ]
    return pair(
        *[(f"name {number}", each) for number, each in enumerate(made)],
        stands=lambda outcome: outcome.winners >= 1,
        holds=partial(one_row, CaseWorker.objects, case=case, place=Place.MAIN, ended_on=None),
    )


def approve_basis_by_two():
    centre = whole_centre()
    new = NewBasis(
        kind=BasisKind.PROTECTION_OF_LIFE, covers=EVERYTHING, since=TODAY, until=TODAY + timedelta(days=9),
        receivers=(make_agency(name="病院"),), texts={"purpose": "命", "reason": "倒れた"},
    )  # fmt: skip
    basis = write_basis(case=make_case(vars(centre)), new=new, actor=acting(centre.worker), now=NOW)
    makers = by_each(approve_basis, centre.lead, centre.officer, basis_id=basis.pk)
    return together("approve", *makers)


def confirm_safeguard_by_two():
    centre = whole_centre()
    written = write_safeguard(
        kind=SafeguardKind.AGREEMENT, agency=make_agency(name="南の市"), covers=EVERYTHING, since=TODAY,
        until=TODAY + timedelta(days=365), details={"way": Way.HERE}, actor=acting(centre.worker), now=NOW,
    )  # fmt: skip
    makers = by_each(confirm_safeguard, centre.lead, centre.officer, safeguard_id=written.pk)
    return together("confirm", *makers)


def remove_document_by_two():
    centre = whole_centre()
    case = make_case(vars(centre))
    document, event = put_down(case.pk, centre.worker), last_event()
    makers = by_each(remove_document, centre.worker, centre.lead, document_id=document.pk, reason="ちがう人")
    return together("remove", *makers, holds=partial(one_event, "documents.removed", after=event))


# Consultations


def asked(centre):
    city = make_agency(name="見本市")
    question = Question(topic=Topic.TROUBLE, urgency=Urgency.SOON, texts={"question": "夜に声を出す"})
    return ask(question=question, agency=city, actor=acting(staff_of_agency(city)["hand"]), now=NOW)


def answer_by_two():
    centre = whole_centre()
    request = asked(centre)
    made = {
        name: by_each(answer, user, request_id=request.pk, texts={"answer": name}, minutes=5)[0]
        for name, user in (("worker", centre.worker), ("second", centre.second))
    }
    winner = []

    def stands(outcome):
        winner.extend(outcome.done)
        return outcome.winners == 1

    def holds():
        found = fresh(request).unseal_data("reply")["answer"]
        return [] if [found] == winner else [f"{winner} won, {found} stands there"]

    return pair(*made.items(), stands=stands, holds=holds)


def take_by_two():
    centre = whole_centre()
    return together("take", *by_each(take, centre.worker, centre.second, request_id=asked(centre).pk))


# Incidents


def close_incident_by_two():
    centre = whole_centre()
    incident = report(centre.worker, kind=Kind.NEAR_MISS)
    judge(incident, centre.lead, criteria=())
    makers = by_each(
        close_incident, centre.lead, centre.officer, incident_id=incident.pk, lesson="宛先を二人で見る"
    )
    return together("close", *makers, holds=partial(one_row, Lesson.objects, incident=incident))


def report_or_judge_anew():
    """Once 速報 has gone nobody judges anew; before that anybody may, as often as they like."""
    centre = whole_centre()
    incident = report(centre.worker)
    judge(incident, centre.lead)
    write_items(incident, centre.lead)
    gone = partial(
        note_report, incident_id=incident.pk, report=Report.FIRST, done_on=TODAY, words="",
        actor=acting(centre.officer), now=NOW,
    )  # fmt: skip
    anew = partial(
        judge, incident, centre.lead, criteria=(Criterion.SENSITIVE,), exemption=Exemption.ENCRYPTED
    )

    def stands(outcome):
        found = fresh(incident)
        return outcome.done["report"] == (1 if found.is_reportable else 0) and outcome.winners >= 1

    def holds():
        found = fresh(incident)
        fits = (found.first_reported_on is None) == (found.is_reportable is False)
        return [] if fits else [f"{found.state}, reportable {found.is_reportable}"]

    return pair(("report", lambda: gone), ("judge anew", lambda: anew), stands=stands, holds=holds)


IN_ROOMS = {
    "approve an enrolment by two": approve_enrolment_by_two,
    "propose the same enrolment at once": propose_the_same_enrolment,
    "approve or end an enrolment": approve_or_end_enrolment,
    "end both enrolments of one": end_both_enrolments,
    "end the last enrolment or approve another": end_or_approve_another,
    "stand in at once": stand_in_at_once,
    "close a case by two": close_case_by_two,
    "name a worker at once": name_worker_at_once,
    "approve a basis by two": approve_basis_by_two,
    "confirm a safeguard by two": confirm_safeguard_by_two,
    "remove a document by two": remove_document_by_two,
    "answer a consultation by two": answer_by_two,
    "take a consultation by two": take_by_two,
    "close an incident by two": close_incident_by_two,
    "report an incident or judge it anew": report_or_judge_anew,
}
