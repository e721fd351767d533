"""Verbs of additions: who writes does not confirm, a new value follows, first values are loaded."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from content.facts.first_facts import first_facts
from content.search.queries import search
from content.services import RecordIsGone
from foundation.audit.models import Entry
from foundation.demo import World
from foundation.public_pages import version
from foundation.reviews import everything_due
from foundation.transactions import NotInTransaction
from outreach.role_sheets.additions.demo import seed
from outreach.role_sheets.additions.enums import AreaClass, Service
from outreach.role_sheets.additions.first_additions import (
    LEAVING,
    MOVE,
    load_first_additions_in_transaction,
)
from outreach.role_sheets.additions.limits import CHECK_HOLDS
from outreach.role_sheets.additions.models import Addition, UnitPrice
from outreach.role_sheets.additions.services import (
    CannotBeFollowed,
    NameIsTaken,
    change_row,
    confirm_row,
    follow_row,
    keep_row,
)
from tests.factories.additions import (
    added_values,
    addition_values,
    load_first,
    make_addition,
    make_price,
)
from tests.factories.limits import put_limit

pytestmark = pytest.mark.django_db

NEXT = date(2027, 4, 1)


def verbs():
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def test_a_new_value_waits_for_the_manager_and_is_found_at_once(
    staff, manager, now, django_capture_on_commit_callbacks
):
    before = version.read()
    with django_capture_on_commit_callbacks(execute=True):
        row = keep_row(kind=Addition, values=addition_values(), actor=staff, now=now)
    assert (row.reviewed_on, row.review_due_on) == (None, None)
    assert version.read() != before
    assert [hit.url for group in search("見本加算").groups for hit in group.hits] == [
        "/guides/additions/#group_home"
    ]
    put_limit(CHECK_HOLDS, 200, by=manager)
    confirmed = confirm_row(row=row, seen=row.mark, actor=manager, now=now)
    assert confirmed.review_due_on == now.date() + timedelta(days=200)
    assert verbs() == ["reward_additions.added", "reward_additions.confirmed"]


@pytest.mark.parametrize(
    ("values", "stays_checked"),
    [({"units": 700}, False), ({"source_year": "令和8年度"}, False), ({"note": "変更の予定"}, True)],
)
def test_what_the_source_says_is_confirmed_anew_after_a_change(values, stays_checked, staff, manager, now):
    made = make_addition()
    row = confirm_row(row=made, seen=made.mark, actor=manager, now=now)
    changed = change_row(row=row, values=values, actor=staff, now=now)
    assert (changed.reviewed_on is not None, changed.review_due_on is not None) == (stays_checked,) * 2


def test_a_new_name_goes_to_all_values_and_to_what_is_added(staff, now):
    make_addition(valid_until=date(2024, 3, 31))
    row = make_addition(valid_from=date(2024, 4, 1))
    Addition.objects.create(**added_values())
    make_addition(service=Service.WORK_A)
    change_row(row=row, values={"name": "新しい名前"}, actor=staff, now=now)
    names = Addition.objects.filter(service=Service.GROUP_HOME).values_list("name", "added_to")
    assert sorted(names) == [("新しい名前", ""), ("新しい名前", ""), ("足す加算", "新しい名前")]
    assert Addition.objects.get(service=Service.WORK_A).name == "見本加算"
    with pytest.raises(NameIsTaken):
        change_row(row=row, values={"name": "足す加算"}, actor=staff, now=now)


def test_a_value_that_follows_ends_the_old_one_on_the_day_before(staff, now):
    old = make_addition()
    values = addition_values(units=700, valid_from=NEXT, name="ほかの名前", service=Service.WORK_B)
    new = follow_row(row=old, values=values, actor=staff, now=now)
    old.refresh_from_db()
    assert (old.valid_until, new.valid_from) == (date(2027, 3, 31), NEXT)
    assert (new.service, new.name, new.units) == (Service.GROUP_HOME, "見本加算", 700)
    with pytest.raises(CannotBeFollowed, match="もうあります"):
        follow_row(row=old, values=values | {"valid_from": NEXT}, actor=staff, now=now)
    with pytest.raises(CannotBeFollowed, match="前の値を使い始めた日よりあとに"):
        follow_row(row=new, values=values | {"valid_from": NEXT}, actor=staff, now=now)
    price = make_price()
    prices = {"prices": [Decimal(11)] * 8, "source_title": "告示", "source_year": "令和9年度"}
    later = follow_row(
        row=price, values=prices | {"valid_from": NEXT, "responsible": "係"}, actor=staff, now=now
    )
    price.refresh_from_db()
    assert (price.valid_until, later.of(AreaClass.OTHER)) == (date(2027, 3, 31), Decimal(11))


def test_a_row_that_somebody_removed_is_told(staff, manager, now):
    row = make_addition()
    Addition.objects.all().delete()
    row.pk = 1
    for verb, values in ((change_row, {"values": {"units": 1}}), (confirm_row, {"seen": row.mark})):
        with pytest.raises(RecordIsGone):
            verb(row=row, actor=manager, now=now, **values)
    assert verbs() == []


def test_the_list_of_all_that_is_due_names_additions_and_prices(manager, now):
    row, price = make_addition(), make_price()
    make_addition(name="終わった加算", valid_until=date(2024, 3, 31))
    address = reverse("reward_additions_to_check")
    due = [each for each in everything_due(now.date()) if each.kind == "報酬の加算"]
    assert [(each.title, each.address, each.responsible) for each in due] == [
        ("グループホーム（共同生活援助）　見本加算　670単位/日", address, "連携担当"),
        ("グループホーム（共同生活援助）の1単位の単価（令和3年度）", address, "連携担当"),
    ]
    for each in (row, price):
        confirm_row(row=each, seen=each.mark, actor=manager, now=now)
    assert [each for each in everything_due(now.date()) if each.kind == "報酬の加算"] == []


def test_the_first_values_are_those_of_the_papers_and_the_same_as_the_figures(now):
    assert load_first(now=now) == 13
    current = Addition.objects.filter(valid_until=None)
    units = {(each.service, each.name): each.text for each in current}
    facts = {each.key: f"{each.value}{each.unit}" for each in first_facts()}
    assert units[Service.GROUP_HOME, MOVE] == facts["ra-community-move-group-home"] == "670単位/日"
    assert units[Service.LODGING_TRAINING, MOVE] == facts["ra-community-move-residential"] == "670単位/日"
    assert units[Service.FACILITY, MOVE] == facts["ra-community-move-facility"] == "306単位/日"
    assert units[Service.FACILITY, f"{MOVE}の体制加算"] == facts["ra-system"] == "12単位/日"
    assert units[Service.WORK_B, "社会生活支援特別加算"] == facts["ra-social-life-work-b"] == "480単位/日"
    assert units[Service.PLAN, LEAVING] == facts["ra-discharge-plan"] == "300単位/回"
    assert units[Service.CHILD_PLAN, LEAVING] == facts["ra-discharge-child"] == "200単位/回"
    [former] = Addition.objects.exclude(valid_until=None)
    assert (former.text, former.valid_until) == ("200単位/回", date(2024, 3, 31))
    assert UnitPrice.objects.get().of(AreaClass.FIRST) == Decimal("11.60")
    assert set(Addition.objects.values_list("reviewed_on", flat=True)) == {None}


def test_the_demo_world_has_values_that_the_manager_confirmed_and_is_filled_once(manager, staff, now):
    world = World(door="public", now=now, cast=(), people={"manager": manager.person})
    for _ in range(2):
        seed(world)
    confirmed = Addition.objects.exclude(reviewed_on=None).values_list("service", flat=True)
    assert sorted(confirmed) == [Service.GROUP_HOME, Service.LODGING_TRAINING]
    assert verbs().count("reward_additions.confirmed") == 2


def test_first_values_leave_alone_what_is_there(now):
    make_addition(name=MOVE, units=1)
    assert load_first(now=now) == 12
    assert Addition.objects.get(service=Service.GROUP_HOME, name=MOVE).units == 1
    assert load_first(now=now) == 0
    assert verbs() == ["reward_additions.first_loaded"]


@pytest.mark.django_db(transaction=True)
def test_first_values_are_loaded_in_somebody_elses_transaction(now):
    with pytest.raises(NotInTransaction):
        load_first_additions_in_transaction(now=now)
    assert verbs() == []
