"""What agencies keep: their coordinator proposes; a colleague or the privacy officer confirms."""

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from foundation.mail.models import OutgoingMail
from handoff.access import opened
from handoff.cases.services.cases import NewCase, close_case, open_case
from handoff.exceptions import Refused
from handoff.retention.enums import RecordClass
from handoff.retention.models import ClosingCount, Destruction, Hold
from handoff.retention.services.destroying import confirm, propose
from handoff.retention.services.holds import set_hold
from handoff.retention.services.listing import list_what_is_due
from handoff.vault import store
from handoff.vault.exceptions import KeyMissing
from tests.factories.cases import CANARIES, NOW, TODAY, acting, fresh, rows, staff_of_agency
from tests.factories.handoff import make_agency
from tests.factories.retention import LATER, LISTED, settle, wait_until_due
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(centre, city, receivers):
    """A case of a city that has been kept for long enough."""
    settle(centre, RecordClass.AGENCY_CASE)
    new = NewCase(
        duty="special_adjustment",
        origin_kind="consultation",
        origin_on=TODAY,
        agency=city,
        main=receivers["coordinator"].person,
        second=receivers["hand"].person,
        identity=CANARIES,
        texts={"need": "通院の付き添いかなりあ"},
    )
    actor = acting(receivers["coordinator"])
    made = open_case(new=new, actor=actor, now=NOW)
    close_case(case=made, actor=actor, now=NOW)
    wait_until_due()
    return made


@pytest.fixture
def late():
    """Let the clock stand on the day on which closed cases may go."""
    with time_machine.travel(LATER, tick=False):
        yield


def proposed(case, user):
    (found,) = propose(records=[case.pk], actor=acting(user, now=LATER), now=LATER)
    return found


def confirmed(found, user):
    return confirm(destruction_id=found.pk, actor=acting(user, now=LATER), now=LATER)


def test_the_night_tells_the_coordinator_and_nobody_of_the_centre(centre, city, receivers, case):
    (mail,) = OutgoingMail.objects.filter(cause__startswith=f"retention.listed:{timezone.localdate(LISTED)}")
    assert mail.to == receivers["coordinator"].email
    assert list_what_is_due(now=LISTED) == 0


@pytest.mark.parametrize("second", ["hand", "officer"])
def test_a_second_person_of_the_agency_or_the_privacy_officer_confirms(centre, receivers, case, second):
    done = confirmed(proposed(case, receivers["coordinator"]), (receivers | centre)[second])
    assert (done.destroyed_at, fresh(case).shredded_at) == (LATER, LATER)
    with pytest.raises(KeyMissing):
        store.data_key(case.key)
    # The counts are those of the centre's own cases.
    assert rows(ClosingCount.objects.all()) == []


def test_the_proposer_does_not_confirm(receivers, case):
    with pytest.raises(Refused, match="別の人"):
        confirmed(proposed(case, receivers["coordinator"]), receivers["coordinator"])


@pytest.mark.parametrize("other", ["lead", "deputy", "worker"])
def test_nobody_else_of_the_centre_does(centre, receivers, case, other):
    with pytest.raises(Http404):
        confirmed(proposed(case, receivers["coordinator"]), centre[other])


@pytest.mark.parametrize("other", ["lead", "officer"])
def test_the_centre_proposes_nothing_of_an_agency(centre, case, other):
    with pytest.raises(Http404):
        proposed(case, centre[other])


def test_another_agency_and_the_agencys_own_worker_propose_nothing(receivers, case):
    for user in (receivers["hand"], *staff_of_agency(make_agency(name="よその市")).values()):
        with pytest.raises(Http404):
            proposed(case, user)


def test_a_hold_of_the_coordinator_is_let_go_by_the_privacy_officer(centre, city, receivers, case):
    actor = acting(receivers["coordinator"], now=LATER)
    hold = set_hold(case_id=case.pk, kind="claim", reason="請求かなりあ", actor=actor, now=LATER)
    with pytest.raises(Refused, match="止めているか"):
        proposed(case, receivers["coordinator"])
    for user, deed in ((receivers["coordinator"], "ask"), (centre["officer"], "release")):
        as_(user).post(reverse("handoff:settle_hold", args=[hold.pk, deed]))
    assert fresh(hold).released_by == centre["officer"]
    assert proposed(case, receivers["coordinator"]).agency == city


def test_what_each_reads_of_it(centre, city, receivers, case, late):
    desk = reverse("handoff:retention")
    page = as_(receivers["coordinator"]).get(desk).content.decode()
    assert (case.reference in page, "消せます" in page, "期間を決める" in page) == (True, True, False)
    found = proposed(case, receivers["coordinator"])
    for user in (receivers["hand"], centre["officer"]):
        client = as_(user)
        assert case.reference in client.get(desk).content.decode()
        address = reverse("handoff:confirm_destruction", args=[found.pk])
        assert "もとに戻せません" in client.get(address).content.decode()
    for user in (centre["lead"], *staff_of_agency(make_agency(name="よその市")).values()):
        client = as_(user)
        assert case.reference not in client.get(desk).content.decode()
        assert client.get(reverse("handoff:destruction", args=[found.pk])).status_code == 404
    as_(receivers["hand"]).post(reverse("handoff:confirm_destruction", args=[found.pk]))
    page = as_(receivers["coordinator"]).get(reverse("handoff:case", args=[case.pk]), follow=True)
    assert f"{city.name}の記録" not in page.content.decode()
    assert "機関 hand" in page.content.decode()


def test_the_database_shows_strangers_nothing_of_it(centre, receivers, case):
    found = proposed(case, receivers["coordinator"])
    for user, sees in (
        (receivers["hand"], True),
        (centre["officer"], True),
        (centre["lead"], False),
        (staff_of_agency(make_agency(name="よその市"))["coordinator"], False),
    ):
        with opened(acting(user, now=LATER), now=LATER):
            assert Destruction.objects.filter(pk=found.pk).exists() is sees
            assert not Hold.objects.exists()
