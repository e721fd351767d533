"""The code list: kept by a command that may run at any time."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from directory.enums import Sector
from directory.kinds import KINDS
from directory.models import AgencyKind
from directory.service_kinds import services
from tests.factories.directory import NOW

pytestmark = pytest.mark.django_db


def sync(day=NOW):
    with time_machine.travel(day, tick=False):
        call_command("sync_kinds", stdout=StringIO())


def rows():
    return list(AgencyKind.objects.values_list())


def test_every_code_stands_once_and_counts_in_a_known_sector():
    codes = [kind.code for kind in KINDS]
    assert len(codes) == len(set(codes))
    assert {kind.sector for kind in KINDS} <= set(Sector.values)


def test_no_service_for_the_elderly_alone_counts_as_one_for_people_with_disabilities():
    sectors = {kind.code: kind.sector for kind in KINDS}
    found = {
        each["code"]: sectors[each["agency_kind"]] for each in services() if each["targets"] == ["elderly"]
    }
    assert len(found) > 20
    assert [code for code, sector in found.items() if sector == Sector.DISABILITY] == []


def test_running_it_again_changes_nothing():
    before = rows()
    sync()
    assert rows() == before
    assert len(before) == len(KINDS)


def test_a_kind_that_left_the_list_is_retired_on_that_day_and_stays_readable():
    AgencyKind.objects.create(
        code="old", name="前の種類", reading="", group="福祉", sector="other", position=99
    )
    sync()
    sync(NOW.replace(year=2027))
    old = AgencyKind.objects.get(code="old")
    assert (old.retired_on, old.name) == (date(2026, 11, 24), "前の種類")
    assert AgencyKind.objects.filter(retired_on__isnull=True).count() == len(KINDS)


def test_a_kind_that_comes_back_is_in_use_again_as_the_list_says():
    AgencyKind.objects.filter(code="group_home").update(retired_on=NOW.date(), name="別の名前")
    sync()
    kind = AgencyKind.objects.get(code="group_home")
    assert (kind.retired_on, kind.name) == (None, "グループホーム")
