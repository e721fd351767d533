"""Staff keep areas and their municipalities; what the directory shows follows at once."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from directory.exceptions import AreaStillHolds
from directory.finding.queries import areas_of
from directory.models import MunicipalityInArea, WelfareArea
from directory.services.areas import keep_area, keep_municipality_in_area
from foundation.audit.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.directory import NOW, make_municipality
from tests.factories.shown import as_shown

pytestmark = pytest.mark.django_db(transaction=True)
BEGINS = date(2018, 4, 1)
LIST, MEMBERS = "welfare-areas", "municipalities-in-areas"


@pytest.fixture(autouse=True)
def roles(db):
    call_command("sync_roles")


@pytest.fixture
def kanazawa(db):
    return make_municipality()


@pytest.fixture
def area(db):
    return WelfareArea.objects.create(scheme="disability", name="石川中央", valid_from=BEGINS)


@pytest.fixture
def member(area, kanazawa):
    return MunicipalityInArea.objects.create(
        municipality=kanazawa, area=area, scheme=area.scheme, valid_from=BEGINS
    )


def shown(today):
    return {each.name: each.codes for each in areas_of(today=today)}


def test_a_new_area_with_a_municipality_is_shown_at_once(desk, kanazawa, today):
    written = {"scheme": "own", "name": "能登中部", "valid_from": "2026-04-01", "valid_to": ""}
    assert "という条件は、ありません" in Client().get("/directory/?area=1").text
    assert desk.post(reverse(f"{LIST}:add"), written).status_code == 302
    area = WelfareArea.objects.get()
    member = {"area": area.pk, "municipality": kanazawa.pk, "valid_from": "2026-04-01", "valid_to": ""}
    assert desk.post(reverse(f"{MEMBERS}:add"), member).status_code == 302
    assert MunicipalityInArea.objects.get().scheme == "own"
    assert shown(today) == {"能登中部": ("172014",)}
    assert "という条件は、ありません" not in Client().get(f"/directory/?area={area.pk}").text
    verbs = list(Entry.objects.order_by("-id").values_list("verb", flat=True)[:2])
    assert verbs == ["directory.municipality_put_into_area", "directory.area_added"]


def test_a_municipality_that_moves_leaves_one_area_before_it_enters_another(desk, area, member, today):
    other = WelfareArea.objects.create(scheme="disability", name="南加賀", valid_from=BEGINS)
    entering = {
        "area": other.pk,
        "municipality": member.municipality_id,
        "valid_from": "2026-04-01",
        "valid_to": "",
    }
    refused = desk.post(reverse(f"{MEMBERS}:add"), entering)
    assert refused.status_code == 200
    assert "同じ時期に別の圏域に入っています" in refused.text
    address = reverse(f"{MEMBERS}:edit", args=[member.pk])
    assert desk.post(address, as_shown(desk, address) | {"valid_to": "2026-04-01"}).status_code == 302
    assert desk.post(reverse(f"{MEMBERS}:add"), entering).status_code == 302
    longer = as_shown(desk, address) | {"valid_to": "2026-04-02"}
    assert "同じ時期に別の圏域に入っています" in desk.post(address, longer).text
    assert shown(today) == {"南加賀": ("172014",)}
    assert shown(date(2026, 3, 31)) == {"石川中央": ("172014",)}


def test_with_an_area_end_its_municipalities(staff, area, member):
    keep_area(area=area, values={"valid_to": date(2026, 4, 1)}, actor=staff, now=NOW)
    member.refresh_from_db()
    assert member.valid_to == date(2026, 4, 1)


@pytest.mark.parametrize("values", [{"valid_from": date(2019, 4, 1)}, {"valid_to": date(2018, 4, 1)}])
def test_an_area_does_not_lose_days_on_which_a_municipality_lies_in_it(staff, area, member, values):
    if "valid_to" in values:
        WelfareArea.objects.filter(pk=area.pk).update(valid_from=date(2017, 4, 1))
    with pytest.raises(AreaStillHolds):
        keep_area(area=area, values=values, actor=staff, now=NOW)
    area.refresh_from_db()
    assert area.valid_to is None


@pytest.mark.parametrize(
    ("begins", "ends"), [(date(2018, 3, 31), None), (BEGINS, None), (BEGINS, date(2026, 4, 2))]
)
def test_a_municipality_lies_in_an_area_only_while_there_is_one(staff, area, kanazawa, begins, ends):
    WelfareArea.objects.filter(pk=area.pk).update(valid_to=date(2026, 4, 1))
    values = {"area": area, "municipality": kanazawa, "valid_from": begins, "valid_to": ends}
    with pytest.raises(AreaStillHolds):
        keep_municipality_in_area(row=MunicipalityInArea(), values=values, actor=staff, now=NOW)
    assert not MunicipalityInArea.objects.exists()


def test_a_change_that_somebody_else_made_meanwhile_is_not_written_over(desk, area):
    address = reverse(f"{LIST}:edit", args=[area.pk])
    opened = as_shown(desk, address)
    WelfareArea.objects.filter(pk=area.pk).update(name="石川中央（新）")
    answer = desk.post(address, opened | {"name": "石川ちゅうおう"})
    assert answer.status_code == 200
    area.refresh_from_db()
    assert area.name == "石川中央（新）"


def test_the_scheme_of_a_row_is_that_of_its_area(member):
    with pytest.raises(IntegrityError), transaction.atomic():
        MunicipalityInArea.objects.filter(pk=member.pk).update(scheme="own")


@pytest.mark.parametrize("name", [LIST, MEMBERS])
def test_the_lists_are_for_those_who_keep_agencies(desk, editor, member, name):
    page = desk.get(reverse(f"{name}:index"))
    assert page.status_code == 200
    assert "石川中央" in page.text
    assert sign_in(Client(), editor).get(reverse(f"{name}:index")).status_code in (302, 403, 404)


@pytest.mark.parametrize("count", [1, 3])
def test_three_municipalities_are_listed_in_as_many_queries_as_one(
    count, desk, area, django_assert_num_queries
):
    for number in range(count):
        place = make_municipality(code=f"17203{number}", name=f"見本{number}市")
        MunicipalityInArea.objects.create(
            municipality=place, area=area, scheme=area.scheme, valid_from=BEGINS
        )
    address = reverse(f"{MEMBERS}:index")
    desk.get(address)
    with django_assert_num_queries(14):
        assert desk.get(address).status_code == 200
