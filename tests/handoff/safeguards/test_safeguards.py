"""What binds receivers: confirmed by another, held and ended at once, and what the database holds."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.http import Http404
from django.urls import reverse

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.disclosure.enums import Part, SafeguardKind
from handoff.exceptions import Refused
from handoff.safeguards.access import safeguards_for, standing_safeguards
from handoff.safeguards.models import Safeguard
from handoff.safeguards.services import (
    confirm_safeguard,
    end_safeguard,
    settle_confirmers,
    suspend_safeguard,
    write_safeguard,
)
from tests.factories.cases import NOW, TODAY, acting, fresh, make_safeguard, staff_of_agency
from tests.factories.handoff import make_agency
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return make_agency()


def write(agency, user, *, kind=SafeguardKind.AGREEMENT, until=TODAY, **details):
    return write_safeguard(
        kind=kind,
        agency=agency,
        covers=frozenset({Part.NEED}),
        since=TODAY,
        until=until,
        details=details,
        actor=acting(user),
        now=NOW,
    )


def standing(centre):
    actor = acting(centre["worker"])
    with opened(actor, now=NOW):
        return set(standing_safeguards(actor, for_centre=False, today=TODAY).values_list("pk", flat=True))


def test_it_counts_once_another_in_the_right_role_has_confirmed_it(centre, agency):
    written = write(agency, centre["lead"])
    assert standing(centre) == set()
    for user, words in ((centre["lead"], "別の人"), (centre["worker"], "ほかの役割")):
        with pytest.raises(Refused, match=words):
            confirm_safeguard(safeguard_id=written.pk, actor=acting(user), now=NOW)
    settle_confirmers(
        chosen={SafeguardKind.AGREEMENT: frozenset({"case_worker"})},
        actor=acting(centre["lead"]),
        now=NOW,
    )
    confirm_safeguard(safeguard_id=written.pk, actor=acting(centre["worker"]), now=NOW)
    assert standing(centre) == {written.pk}


def test_a_pledge_is_confirmed_by_a_colleague(centre, agency):
    written = write(agency, centre["worker"], kind=SafeguardKind.PLEDGE, only_for="H8-AAAAA")
    confirm_safeguard(safeguard_id=written.pk, actor=acting(centre["second"]), now=NOW)
    assert fresh(written).serves("H8-AAAAA")
    assert not fresh(written).serves("H8-BBBBB")


def test_holding_and_ending_take_it_away_at_once(centre, agency):
    held, ended = make_safeguard(agency, centre), make_safeguard(agency, centre)
    suspend_safeguard(safeguard_id=held.pk, is_suspended=True, actor=acting(centre["worker"]), now=NOW)
    end_safeguard(safeguard_id=ended.pk, actor=acting(centre["worker"]), now=NOW)
    assert standing(centre) == set()
    suspend_safeguard(safeguard_id=held.pk, is_suspended=False, actor=acting(centre["worker"]), now=NOW)
    assert standing(centre) == {held.pk}
    with pytest.raises(Refused):
        end_safeguard(safeguard_id=ended.pk, actor=acting(centre["worker"]), now=NOW)


def test_an_agency_reads_its_own_and_changes_none(centre, agency):
    own, others = make_safeguard(agency, centre), make_safeguard(make_agency(), centre)
    actor = acting(staff_of_agency(agency)["coordinator"])
    with opened(actor, now=NOW):
        assert set(safeguards_for(actor)) == {own}
    for safeguard in (own, others):
        with pytest.raises(Http404):
            end_safeguard(safeguard_id=safeguard.pk, actor=actor, now=NOW)
    with pytest.raises(Http404):
        write(agency, staff_of_agency(agency)["coordinator"])


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"kind": "none"}, "safeguards_safeguard_kind_is_known"),
        ({"covers": []}, "safeguards_safeguard_covers_known_parts"),
        ({"covers": ["none"]}, "safeguards_safeguard_covers_known_parts"),
        ({"until": TODAY - timedelta(days=9)}, "safeguards_safeguard_ends_after_it_begins"),
        ({"kind": "pledge"}, "safeguards_safeguard_has_what_its_kind_needs"),
        ({"confirmed_at": None}, "safeguards_safeguard_confirmed_by_another"),
    ],
)
def test_the_database_holds_what_the_rules_say(centre, agency, change, constraint):
    make_safeguard(agency, centre)
    with pytest.raises(IntegrityError, match=constraint), opened(CLOCK, now=NOW):
        Safeguard.objects.update(**change)


def test_the_register_calls_each_deed_by_whom_it_concerns(centre):
    make_safeguard(None, centre)
    text = as_(centre["lead"]).get(reverse("handoff:safeguards")).text
    assert ('止める<span class="vh">（センターの取り決め）' in text, "None" in text) == (True, False)
