"""Cases: who sees which, who it is by a click of its own, standing in for a day, what the database holds."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.http import Http404

from foundation.audit.chain import verify
from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.access import cases_for
from handoff.cases.enums import Place
from handoff.cases.models import Case, CaseWorker, LegalBasis, StandIn, SupportedPerson
from handoff.cases.services.bases import (
    NewBasis,
    activate_basis,
    approve_basis,
    withdraw_basis,
    write_basis,
)
from handoff.cases.services.cases import (
    close_case,
    name_workers,
    read_identity,
    see_stand_ins,
    stand_in,
    write_case,
)
from handoff.disclosure.enums import BasisKind, BasisState, Part
from handoff.exceptions import Refused
from handoff.vault import index
from tests.factories.cases import (
    CANARIES,
    NOW,
    TODAY,
    acting,
    fresh,
    make_basis,
    make_case,
    rows,
    staff_of_centre,
)
from tests.factories.handoff import make_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def others():
    return staff_of_centre()


@pytest.fixture
def case(centre):
    return make_case(centre)


def seen_by(user, now=NOW):
    with opened(acting(user, now=now), now=now):
        found = cases_for(acting(user, now=now), today=TODAY + (now - NOW))
        return set(found.values_list("pk", flat=True))


def test_its_workers_and_who_leads_see_a_case_and_no_colleague(centre, others, case):
    for user in (centre["worker"], centre["second"], centre["lead"], others["lead"]):
        assert seen_by(user) == {case.pk}
    assert seen_by(others["worker"]) == set()


def test_nothing_that_was_typed_stands_in_the_clear(case):
    with opened(CLOCK, now=NOW):
        texts = str(list(Case.objects.values())) + str(list(SupportedPerson.objects.values()))
    assert "かなりあ" not in texts
    assert index.find(CANARIES["name_kana"]) >= {case.person_id}


def test_who_it_is_is_read_by_a_press_of_its_own_and_written_down(centre, others, case):
    read = read_identity(case_id=case.pk, actor=acting(centre["worker"]), now=NOW)
    assert read == CANARIES
    entry = Entry.objects.get(verb="cases.identity_read")
    assert (entry.actor_id, entry.subject_key) == (centre["worker"].pk, case.pk)
    assert verify().broken_id is None
    with pytest.raises(Http404):
        read_identity(case_id=case.pk, actor=acting(others["worker"]), now=NOW)


def test_a_colleague_stands_in_for_one_day_and_who_leads_is_shown_it(centre, others, case):
    colleague = others["worker"]
    with pytest.raises(Refused):
        stand_in(reference=case.reference, reason=" ", actor=acting(colleague), now=NOW)
    stand_in(reference=case.reference, reason="担当が休み", actor=acting(colleague), now=NOW)
    assert seen_by(colleague) == {case.pk}
    assert seen_by(colleague, NOW + timedelta(days=1)) == set()
    shown = {each.pk for each in rows(StandIn.objects.all())}
    assert see_stand_ins(shown=shown, actor=acting(colleague), now=NOW) == 0
    assert see_stand_ins(shown=set(), actor=acting(centre["lead"]), now=NOW) == 0
    assert see_stand_ins(shown=shown, actor=acting(centre["lead"]), now=NOW) == 1
    assert see_stand_ins(shown=shown, actor=acting(centre["lead"]), now=NOW) == 0


def test_a_number_that_is_not_there_and_an_own_case_are_the_same_404(centre, case):
    for reference in ("C8-AAAAA", case.reference):
        with pytest.raises(Http404):
            stand_in(reference=reference, reason="わけ", actor=acting(centre["worker"]), now=NOW)


def test_whoever_is_no_longer_worker_sees_it_no_longer(centre, others, case):
    new, lead = others["worker"], acting(centre["lead"])
    name_workers(case=case, named={Place.MAIN: new.person}, actor=lead, now=NOW)
    assert seen_by(new) == {case.pk}
    assert seen_by(centre["worker"]) == set()
    with pytest.raises(Refused, match="別の人"):
        name_workers(case=case, named={Place.MAIN: centre["second"].person}, actor=lead, now=NOW)


def test_a_closed_case_is_read_and_not_written(centre, case):
    close_case(case=case, actor=acting(centre["worker"]), now=NOW)
    assert read_identity(case_id=case.pk, actor=acting(centre["worker"]), now=NOW) == CANARIES
    with pytest.raises(Http404):
        write_case(case=case, texts={"need": "あとから"}, actor=acting(centre["worker"]), now=NOW)


def another_basis(centre, case, kind, **texts):
    new = NewBasis(
        kind=kind,
        covers=frozenset({Part.NEED}),
        since=TODAY,
        until=TODAY,
        receivers=(make_agency(),),
        texts={"purpose": "支えるため"} | texts,
    )
    return write_basis(case=case, new=new, actor=acting(centre["worker"]), now=NOW)


def test_a_consent_counts_once_it_was_explained_and_its_paper_lies_somewhere(centre, case):
    bare = another_basis(centre, case, BasisKind.CONSENT)
    with pytest.raises(Refused, match="同意書のあるところ"):
        activate_basis(basis_id=bare.pk, actor=acting(centre["worker"]), now=NOW)
    whole = make_basis(case, centre, receivers=[make_agency()])
    assert fresh(whole).state == BasisState.ACTIVE


def test_another_ground_is_approved_by_another_with_a_reason(centre, case):
    bare = another_basis(centre, case, BasisKind.LAW)
    with pytest.raises(Refused, match="理由"):
        approve_basis(basis_id=bare.pk, actor=acting(centre["lead"]), now=NOW)
    law = another_basis(centre, case, BasisKind.LAW, reason="法令の定め")
    with pytest.raises(Http404):
        approve_basis(basis_id=law.pk, actor=acting(centre["worker"]), now=NOW)
    approve_basis(basis_id=law.pk, actor=acting(centre["lead"]), now=NOW)
    assert fresh(law).approved_by_id == centre["lead"].pk


def test_a_withdrawn_consent_is_withdrawn_once(centre, case):
    basis = make_basis(case, centre, receivers=[make_agency()])
    withdraw_basis(basis_id=basis.pk, reason="やめたい", actor=acting(centre["second"]), now=NOW)
    assert fresh(basis).state == BasisState.WITHDRAWN
    with pytest.raises(Refused):
        withdraw_basis(basis_id=basis.pk, reason="", actor=acting(centre["second"]), now=NOW)


@pytest.mark.parametrize(
    ("model", "change", "constraint"),
    [
        (Case, {"duty": "none"}, "cases_case_duty_is_known"),
        (Case, {"closed_on": TODAY - timedelta(days=9)}, "cases_case_closed_after_opened"),
        (CaseWorker, {"place": "main"}, "cases_caseworker_one_in_a_place"),
        (LegalBasis, {"until": TODAY - timedelta(days=9)}, "cases_legalbasis_ends_after_it_begins"),
        (LegalBasis, {"evidence": None}, "cases_legalbasis_consent_has_evidence"),
        (LegalBasis, {"covers": []}, "cases_legalbasis_covers_known_parts"),
        (LegalBasis, {"state": "withdrawn"}, "cases_legalbasis_ended_has_its_day"),
        (LegalBasis, {"kind": "law"}, "cases_legalbasis_other_basis_is_approved"),
        (SupportedPerson, {"shredded_at": NOW}, "cases_supportedperson_shredded_keeps_nothing"),
    ],
)
def test_the_database_holds_what_the_rules_say(centre, case, model, change, constraint):
    make_basis(case, centre, receivers=[make_agency()])
    with pytest.raises(IntegrityError, match=constraint), opened(CLOCK, now=NOW):
        model.objects.update(**change)


def test_one_stand_in_for_each_day(others, case):
    stand_in(reference=case.reference, reason="担当が休み", actor=acting(others["worker"]), now=NOW)
    (row,) = rows(StandIn.objects.select_related("person"))
    with pytest.raises(IntegrityError, match="cases_standin_once_a_day"), opened(CLOCK, now=NOW):
        StandIn.objects.bulk_create(
            [StandIn(case=case, person=row.person, day=row.day, opened_at=NOW, reason=row.reason)]
        )
