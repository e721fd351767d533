"""Whom the centre reaches: figures by area for the centre and the prefecture, names for the centre alone."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import PublicRole
from directory.centre_only.models import ContactRecord
from directory.enums import AreaScheme, FieldGroup, Level
from directory.finding.models import DirectoryEntry
from directory.models import Agency, FieldVisibility, MunicipalityInArea, WelfareArea
from directory.queries import agencies_shown_to
from events.models import Participant
from tests.factories.accounts import make_user, manager, partner, sign_in, staff
from tests.factories.directory import NOW, make_agency, make_municipality
from tests.factories.events import apply, make_session
from tests.factories.whole_agency import fill, index

__all__ = ["manager", "partner", "staff"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield NOW.date()


def make_area(name, code, place):
    area = WelfareArea.objects.create(scheme=AreaScheme.DISABILITY, name=name, valid_from=date(2018, 4, 1))
    city = make_municipality(code=code, name=place)
    MunicipalityInArea.objects.create(
        municipality=city, area=area, scheme=area.scheme, valid_from=area.valid_from
    )
    return area, city


def visit(agency, people, **options):
    """Let people of an agency come to a session, and one who applied stay away."""
    session = make_session(**options)
    apply(session, people + 1, agency=agency)
    present = Participant.objects.filter(session=session).order_by("position")[:people]
    Participant.objects.filter(pk__in=[each.pk for each in present]).update(
        attendance="attended", marked_at=NOW
    )
    return session


def rows(answer):
    return {each.name: (each.known, each.came, each.never) for each in answer.context["areas"]}


def open_page(user, name="reach", *args):
    return sign_in(Client(), user).get(reverse(f"reach:{name}", args=args))


def test_who_came_is_counted_in_the_area_and_month_of_the_event(staff):
    _, city = make_area("南加賀", "172031", "小松市")
    make_area("能登北部", "172049", "輪島市")
    home = make_agency(municipality=city)
    make_agency(name="来ていない家", municipality=city)
    visit(home, 2)
    answer = open_page(staff)
    held, training = answer.context["tables"]
    assert {row.heading: row.total for row in held.rows} == {
        "南加賀": 1,
        "能登北部": 0,
        "圏域の外・わからない": 0,
    }
    [south] = [row for row in training.rows if row.heading == "南加賀"]
    assert (south.total, south.months[8]) == (2, 2)
    assert rows(answer)["南加賀"] == (2, 1, 1)


def test_the_last_contact_is_a_day_without_a_word(staff):
    _, city = make_area("南加賀", "172031", "小松市")
    home = make_agency(municipality=city)
    ContactRecord.objects.create(
        agency=home, day=date(2026, 10, 1), way="visit", by=staff, purpose="ひみつの用件"
    )
    index(home)
    prefecture = make_user(roles=[PublicRole.PREFECTURE])
    page = open_page(prefecture).content.decode()
    assert ("令和8年10月1日" in page, "ひみつ" in page, home.name in page) == (True, False, False)


def test_an_agency_that_only_an_import_knows_is_not_called_known(staff):
    _, city = make_area("南加賀", "172031", "小松市")
    make_agency(municipality=city, follows_official=True)
    assert rows(open_page(staff))["南加賀"] == (0, 0, 0)


def test_an_import_that_came_is_known_where_its_people_are_counted(staff):
    area, city = make_area("南加賀", "172031", "小松市")
    visit(make_agency(name="来た家", municipality=city, follows_official=True), 1)
    answer = open_page(staff)
    assert rows(answer)["南加賀"] == (1, 1, 0)
    assert [row.total for row in answer.context["tables"][0].rows] == [1, 0]
    assert "来た家" in open_page(staff, "agencies", area.pk, "came").text


def test_what_became_part_of_a_city_lies_in_the_area_of_the_city(staff):
    area, city = make_area("南加賀", "172031", "小松市")
    village = make_municipality(code="172999", name="昔村", valid_to=date(2020, 4, 1), successor=city)
    visit(make_agency(name="昔村の家", municipality=village), 1)
    answer = open_page(staff)
    assert rows(answer) == {"南加賀": (1, 1, 0), "圏域の外・わからない": (0, 0, 0)}
    assert [row.total for row in answer.context["tables"][0].rows] == [1, 0]
    assert "昔村の家" in open_page(staff, "agencies", area.pk, "came").text
    assert "昔村の家" not in open_page(staff, "agencies", 0, "came").text


@pytest.mark.parametrize(("level", "seen"), [("public", True), ("partners", False), ("staff", False)])
def test_the_prefecture_learns_nothing_of_agencies_it_may_not_find(staff, level, seen):
    _, city = make_area("南加賀", "172031", "小松市")
    hidden = make_agency(name="知られない家", municipality=city)
    FieldVisibility.objects.create(agency=hidden, group=FieldGroup.LISTING, level=level)
    visit(hidden, 2)
    ContactRecord.objects.create(agency=hidden, day=date(2026, 10, 1), way="visit", by=staff, purpose="用件")
    index(hidden)
    answer = open_page(make_user(roles=[PublicRole.PREFECTURE]))
    [south, outside] = answer.context["areas"]
    assert (south.known, south.came, south.listed, south.last_contact) == (
        (1, 1, 1, date(2026, 10, 1)) if seen else (0, 0, 0, None)
    )
    assert outside.known == 0
    assert [[row.total for row in each.rows] for each in answer.context["tables"]] == (
        [[1, 0], [2, 0]] if seen else [[0, 1], [0, 2]]
    )
    assert rows(open_page(staff))["南加賀"] == (1, 1, 0)


def test_who_may_be_known_of_is_who_has_an_entry(staff):
    for number, (kind, level) in enumerate(
        (kind, level) for kind in ("group_home", "self_reliance_home") for level in (None, *Level)
    ):
        agency = make_agency(name=f"家{number}", kind=kind)
        if level:
            FieldVisibility.objects.create(agency=agency, group=FieldGroup.LISTING, level=level)
    index(*Agency.objects.all())
    for reader in Level:
        entries = DirectoryEntry.objects.filter(**{f"for_{reader}": True})
        shown = set(agencies_shown_to(reader).values_list("pk", flat=True))
        assert shown == set(entries.values_list("agency", flat=True))


def test_resources_stand_by_kind_and_area(staff):
    _, city = make_area("南加賀", "172031", "小松市")
    fill(make_agency(municipality=city))
    answer = open_page(staff)
    assert [(row.name, list(row.counts)) for row in answer.context["matrix"].rows] == [
        ("グループホーム", [1])
    ]
    assert "使えるサービス" in answer.text


def test_names_are_for_the_centre_alone(staff):
    area, city = make_area("南加賀", "172031", "小松市")
    came, never = (
        make_agency(name="来た家", municipality=city),
        make_agency(name="来ない家", municipality=city),
    )
    visit(came, 1)
    shown = {
        seen: [
            each.name for each in open_page(staff, "agencies", area.pk, seen).context["page_obj"].object_list
        ]
        for seen in ("came", "never")
    }
    assert shown == {"came": [came.name], "never": [never.name]}
    prefecture = make_user(roles=[PublicRole.PREFECTURE])
    assert open_page(prefecture, "agencies", area.pk, "never").status_code == 404
    assert open_page(staff, "agencies", area.pk, "often").status_code == 404
    assert open_page(staff, "agencies", 999_999, "never").status_code == 404


@pytest.mark.parametrize("name", ["reach", "paper", "workbook"])
def test_figures_are_for_the_centre_and_the_prefecture(name, manager, partner):
    prefecture = make_user(roles=[PublicRole.PREFECTURE])
    asked = [open_page(user, name).status_code for user in (manager, prefecture, partner)]
    assert asked == [200, 200, 404]
    assert Client().get(reverse(f"reach:{name}")).status_code == 302


def test_whoever_has_no_other_page_signs_out_here(manager):
    prefecture = make_user(roles=[PublicRole.PREFECTURE])
    pages = [open_page(user).text for user in (prefecture, manager)]
    assert [f'href="{reverse("account_logout")}"' in page for page in pages] == [True, False]


@pytest.mark.parametrize("count", [1, 3])
def test_three_areas_are_asked_for_as_often_as_one(count, staff, django_assert_num_queries):
    for number in range(count):
        _, city = make_area(f"圏域{number}", f"17203{number}", f"見本{number}市")
        home = fill(make_agency(name=f"家{number}", municipality=city), number=number)
        visit(home, 1)
    client = sign_in(Client(), staff)
    client.get(reverse("reach:reach"))
    with django_assert_num_queries(17):
        assert client.get(reverse("reach:reach")).status_code == 200
