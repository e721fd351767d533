"""A hold is set by one at once, and let go by two different people."""

from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.http import Http404

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.services.cases import close_case
from handoff.exceptions import Refused, Shredded
from handoff.incidents.enums import Exemption
from handoff.incidents.services.handling import close_incident
from handoff.retention.models import Destruction, Hold
from handoff.retention.services.destroying import confirm, propose
from handoff.retention.services.holds import ask_release, read_holds, release, set_hold
from tests.factories.cases import NOW, acting, fresh, make_case
from tests.factories.incidents import judge, report
from tests.factories.retention import LATER, destroy, make_closed_case, settle, wait_until_due

pytestmark = pytest.mark.django_db
WHY = "相手の弁護士かなりあから手紙が来た"


@pytest.fixture
def hold(centre):
    case = make_case(centre)
    return set_hold(case_id=case.pk, kind="lawsuit", reason=WHY, actor=acting(centre["lead"]), now=NOW)


def test_two_different_people_let_it_go(centre, hold):
    with pytest.raises(Refused, match="先に、1人目"):
        release(hold_id=hold.pk, actor=acting(centre["officer"]), now=NOW)
    ask_release(hold_id=hold.pk, actor=acting(centre["officer"]), now=NOW)
    with pytest.raises(Refused, match="別の人"):
        release(hold_id=hold.pk, actor=acting(centre["officer"]), now=NOW)
    release(hold_id=hold.pk, actor=acting(centre["deputy"]), now=NOW)
    assert fresh(hold).released_at == NOW
    with pytest.raises(Refused):
        release(hold_id=hold.pk, actor=acting(centre["lead"]), now=NOW)


def test_the_database_wants_two_as_well(centre, hold):
    ask_release(hold_id=hold.pk, actor=acting(centre["officer"]), now=NOW)
    with pytest.raises(IntegrityError, match="released_by_two"), opened(CLOCK, now=NOW):
        Hold.objects.filter(pk=hold.pk).update(released_by=centre["officer"], released_at=NOW)


def test_why_it_is_held_is_sealed_and_read_by_those_who_decide(centre, hold):
    assert WHY.encode() not in bytes(fresh(hold).reason)
    reference, found = read_holds(case_id=hold.case_id, actor=acting(centre["officer"]), now=NOW)
    assert (reference, [words for _, words in found]) == (fresh(hold.case).reference, [WHY])
    with pytest.raises(Http404):
        read_holds(case_id=hold.case_id, actor=acting(centre["worker"]), now=NOW)


def test_a_hold_without_a_reason_is_refused(centre, hold):
    with pytest.raises(Refused, match="わけ"):
        set_hold(case_id=hold.case_id, kind="leak", reason=" ", actor=acting(centre["lead"]), now=NOW)


def test_nothing_is_held_that_is_gone(centre):
    settle(centre)
    case = make_closed_case(centre)
    wait_until_due()
    destroy(case, centre)
    with pytest.raises(Shredded):
        set_hold(
            case_id=case.pk, kind="claim", reason="x", actor=acting(centre["lead"], now=LATER), now=LATER
        )
    with pytest.raises(Shredded):
        read_holds(case_id=case.pk, actor=acting(centre["lead"], now=LATER), now=LATER)


def test_while_an_incident_of_it_is_open_nothing_is_destroyed(centre):
    settle(centre)
    case = make_closed_case(centre)
    wait_until_due()
    lead, officer = acting(centre["lead"], now=LATER), acting(centre["officer"], now=LATER)
    (proposed,) = propose(records=[case.pk], actor=lead, now=LATER)
    incident = report(centre["worker"], about=case.reference)
    with pytest.raises(Refused, match="終わっていない事故"):
        confirm(destruction_id=proposed.pk, actor=officer, now=LATER)
    with pytest.raises(IntegrityError, match="this case is held"), opened(CLOCK, now=LATER):
        Destruction.objects.filter(pk=proposed.pk).update(confirmed_by=centre["officer"], confirmed_at=LATER)
    judge(incident, centre["lead"], exemption=Exemption.RECOVERED_UNREAD)
    close_incident(incident_id=incident.pk, lesson="ふたりで宛名を読み合わせる。", actor=lead, now=LATER)
    confirm(destruction_id=proposed.pk, actor=officer, now=LATER)
    assert fresh(case).shredded_at == LATER


def test_of_what_is_destroyed_no_incident_is_opened_under_its_number(centre):
    settle(centre)
    case = make_case(centre)
    incident = report(centre["worker"], about=case.reference)
    judge(incident, centre["lead"], exemption=Exemption.RECOVERED_UNREAD)
    close_incident(incident_id=incident.pk, lesson="宛先を見る", actor=acting(centre["lead"]), now=NOW)
    close_case(case=case, actor=acting(centre["lead"]), now=NOW)
    wait_until_due()
    destroy(case, centre)
    with pytest.raises(Refused, match="番号を空けて"):
        report(centre["worker"], about=case.reference, now=LATER)
    late = fresh(incident)
    late.pk, late.reference = uuid4(), "J8-LATE2"
    with pytest.raises(IntegrityError, match="is being destroyed"), opened(CLOCK, now=LATER):
        late.save(force_insert=True)
    assert report(centre["worker"], now=LATER).case_id is None
