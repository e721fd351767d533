"""The centre and a municipality write its gaps; for everybody else they are not there."""

from datetime import date

import pytest
from django.test import Client

from accounts.enums import PublicRole
from directory.models import Municipality
from foundation.audit.models import Entry
from foundation.public_pages import version
from outreach.role_sheets.procedures import shelves
from outreach.role_sheets.procedures.enums import GapMove
from outreach.role_sheets.procedures.exceptions import ProceduresRefused
from outreach.role_sheets.procedures.models import Gap, PreventionPlan
from outreach.role_sheets.procedures.reviews import due_reviews
from outreach.role_sheets.procedures.services.gaps import move_gap, write_gap, write_plan
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.procedures import (
    DUE,
    gap_details,
    make_agreeable_gap,
    make_gap,
    make_plan,
    make_step,
    plan_details,
)
from tests.factories.shown import as_shown

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/guides/gaps/"
PLACE = f"{LIST}172014/"
TYPED = {
    "title": "手帳のない方",
    "words": "窓口にあてはまりません",
    "proposal": "",
    "responsible": "福祉総務課",
    "due_on": "",
    "plan": "",
}
PLAN = {
    "name": "再犯防止推進計画",
    "starts_on": "令和6年4月1日",
    "ends_on": "令和11年3月31日",
    "progress": "見直し中",
    "responsible": "福祉総務課",
}
TODAY = date(2026, 11, 24)


@pytest.fixture
def inside(site, city):
    return sign_in(Client(), city[2])


@pytest.fixture
def gap(site, city, staff, now):
    return make_agreeable_gap(city[0], by=staff, now=now)


def addresses(gap, plan):
    ends = ("", "sheet.pdf", "new/", f"{gap.pk}/", f"{gap.pk}/agree/on/", "plans/new/", f"plans/{plan.pk}/")
    return [f"{PLACE}{end}" for end in ends]


def test_only_the_centre_and_the_municipality_itself_find_anything(gap, desk, inside, city, other_city, now):
    plan = make_plan(city[0], by=city[2], now=now)
    home = sign_in(Client(), make_partner(agency=make_agency(municipality=city[0])))
    editor = sign_in(Client(), make_user(name="編集者E", roles=[PublicRole.EDITOR]))
    prefecture = sign_in(Client(), make_user(name="県の方", roles=[PublicRole.PREFECTURE]))
    other = sign_in(Client(), other_city[2])
    nobody = (home, editor, prefecture, other)
    for address in addresses(gap, plan):
        assert [each.get(address).status_code for each in (desk, inside)] == [200, 200]
        assert [each.get(address).status_code for each in nobody] == [404] * 4
        assert Client().get(address).status_code == 302
    presses = (f"{PLACE}{gap.pk}/confirm/", f"{PLACE}plans/{plan.pk}/confirm/", f"{PLACE}{gap.pk}/agree/on/")
    for address in (*presses, f"{PLACE}new/"):
        assert [each.post(address, TYPED).status_code for each in nobody] == [404] * 4
    assert [each.get(LIST).status_code for each in (desk, inside, *nobody)] == [200, 200, 404, 404, 404, 200]
    assert ["小松市" in each.get(LIST).text for each in (desk, inside, other)] == [True, False, True]
    assert "金沢市" not in other.get(LIST).text


def test_a_gap_of_another_municipality_is_not_there_under_this_address(gap, other_city, desk, now, staff):
    theirs = make_gap(other_city[0], by=staff, now=now)
    assert desk.get(f"{PLACE}{theirs.pk}/").status_code == 404
    assert desk.get(f"{PLACE}{gap.pk}/").status_code == 200


def test_services_ask_again_whose_municipality_it_is(gap, city, other_city, now):
    stranger = {"actor": other_city[2], "now": now}
    for act in (
        lambda: write_gap(place=city[0], gap=gap, details=gap_details(title="のぞいた"), **stranger),
        lambda: write_gap(place=city[0], gap=None, details=gap_details(), **stranger),
        lambda: move_gap(gap=gap, move=GapMove.AGREE, on=TODAY, **stranger),
        lambda: write_plan(place=city[0], plan=None, details=plan_details(), **stranger),
    ):
        with pytest.raises(ProceduresRefused, match="その市町村の方だけ"):
            act()
    assert (Gap.objects.get().title, PreventionPlan.objects.count()) == ("手帳のない方", 0)


def test_a_municipality_writes_a_gap_proposes_agrees_and_is_done(inside):
    assert inside.post(f"{PLACE}new/", TYPED | {"title": ""}).status_code == 422
    assert inside.post(f"{PLACE}new/", TYPED).status_code == 303
    gap = Gap.objects.get()
    assert (gap.state, gap.found_on, gap.reviewed_on) == ("open", TODAY, TODAY)
    one, day = f"{PLACE}{gap.pk}/", {"on": "11/24"}
    refused = inside.post(f"{one}agree/on/", day)
    assert (refused.status_code, "提案と期限" in refused.text) == (422, True)
    assert inside.get(f"{one}nothing/on/").status_code == 404
    told = {"proposal": "市に窓口を置く", "due_on": "令和9年3月31日"}
    assert inside.post(one, as_shown(inside, one) | told).status_code == 303
    assert inside.post(f"{one}agree/on/", day).status_code == 303
    emptied = inside.post(one, as_shown(inside, one) | {"proposal": ""})
    assert (emptied.status_code, "合意したことには" in emptied.text) == (422, True)
    early = inside.post(f"{one}finish/on/", {"on": "2026/11/23"})
    assert (early.status_code, "合意した日からあと" in early.text) == (422, True)
    inside.post(f"{one}finish/on/", day)
    gap.refresh_from_db()
    assert (gap.state, gap.agreed_on, gap.done_on) == ("done", TODAY, TODAY)
    assert inside.get(f"{PLACE}sheet.pdf")["Content-Type"] == "application/pdf"
    verbs = [each.verb for each in Entry.objects.order_by("id") if each.verb.startswith("procedures")]
    assert verbs == [f"procedures.gap_{each}" for each in ("added", "changed", "agree", "finish")]
    assert "手帳" not in "".join(each.body for each in Entry.objects.all())


def test_what_was_agreed_or_done_by_mistake_goes_back(gap, inside):
    one, day = f"{PLACE}{gap.pk}/", {"on": "11/24"}
    for move in ("agree", "finish", "reopen", "back"):
        assert inside.post(f"{one}{move}/on/", day).status_code == 303
    gap.refresh_from_db()
    assert (gap.state, gap.agreed_on, gap.done_on) == ("open", None, None)


def test_a_second_press_and_an_old_page_are_told_that_somebody_was_first(gap, inside, desk):
    agree, day = f"{PLACE}{gap.pk}/agree/on/", {"on": "11/24"}
    assert inside.post(agree, day).status_code == 303
    again = desk.post(agree, day)
    assert (again.status_code, "先に変わっています" in again.text) == (422, True)
    assert "先に変わっています" in desk.get(agree, follow=True).text
    assert "先に変わっています" in desk.post(f"{PLACE}{gap.pk}/reopen/on/").text
    assert Gap.objects.get().state == "agreed"


def test_what_is_taken_back_asks_for_no_day_and_one_to_come_is_refused(gap, inside):
    one = f"{PLACE}{gap.pk}/"
    for move, back in (("agree", "back"), ("finish", "reopen")):
        assert 'name="on"' in inside.get(f"{one}{move}/on/").text
        ahead = inside.post(f"{one}{move}/on/", {"on": "2027/11/24"})
        assert (ahead.status_code, "まだ来ていない日" in ahead.text) == (422, True)
        assert inside.post(f"{one}{move}/on/", {"on": "11/24"}).status_code == 303
        assert 'name="on"' not in inside.get(f"{one}{back}/on/").text
        assert inside.post(f"{one}{back}/on/").status_code == 303
        inside.post(f"{one}{move}/on/", {"on": "11/24"})
    assert Gap.objects.get().state == "done"


def test_two_who_move_a_gap_at_once_do_not_move_it_twice(gap, city, now):
    move_gap(gap=gap, move=GapMove.AGREE, on=TODAY, actor=city[2], now=now)
    with pytest.raises(ProceduresRefused, match="先に"):
        move_gap(gap=gap, move=GapMove.AGREE, on=TODAY, actor=city[2], now=now)


def test_what_somebody_else_wrote_meanwhile_is_not_lost(gap, inside, desk):
    one = f"{PLACE}{gap.pk}/"
    mine, theirs = as_shown(inside, one), as_shown(desk, one)
    assert desk.post(one, theirs | {"responsible": "障害福祉課"}).status_code == 303
    again = inside.post(one, mine | {"words": "くわしいこと"})
    assert (again.status_code, "障害福祉課" in again.text) == (422, True)
    assert Gap.objects.get().words == ""


def test_a_plan_has_a_time_in_which_there_is_no_other(inside, city):
    address = f"{PLACE}plans/new/"
    backwards = inside.post(address, PLAN | {"ends_on": "令和5年4月1日"})
    assert (backwards.status_code, "始まりの日からあと" in backwards.text) == (422, True)
    assert inside.post(address, PLAN).status_code == 303
    again = inside.post(address, PLAN | {"starts_on": "令和11年3月31日", "ends_on": "令和16年3月31日"})
    assert (again.status_code, "同じ時期の計画" in again.text) == (422, True)
    plan = PreventionPlan.objects.get()
    one = f"{PLACE}plans/{plan.pk}/"
    assert inside.post(one, as_shown(inside, one) | {"progress": "できあがりました"}).status_code == 303
    inside.post(f"{PLACE}new/", TYPED | {"plan": plan.pk})
    text = inside.get(PLACE).text
    for words in ("令和6年4月1日から令和11年3月31日まで", "いまの計画", "できあがりました", "のっている計画"):
        assert words in text
    assert "再犯防止推進計画" in inside.get(LIST).text


def test_a_plan_that_was_read_before_writes_over_nothing_and_is_not_made_again(city, now):
    read = make_plan(city[0], by=city[2], now=now)
    PreventionPlan.objects.update(progress="見直しました")
    details = {"name": "次の計画", "starts_on": read.starts_on, "ends_on": read.ends_on}
    write = {"place": city[0], "plan": read, "details": details, "actor": city[2], "now": now}
    write_plan(**write)
    plan = PreventionPlan.objects.get()
    assert (plan.name, plan.progress) == ("次の計画", "見直しました")
    plan.delete()
    with pytest.raises(ProceduresRefused, match="ほかの人が、消しました"):
        write_plan(**write)
    assert PreventionPlan.objects.count() == 0


def test_a_gap_takes_no_plan_of_another_municipality(inside, other_city, staff, now):
    theirs = make_plan(other_city[0], by=staff, now=now)
    assert inside.post(f"{PLACE}new/", TYPED | {"plan": theirs.pk}).status_code == 422
    assert Gap.objects.count() == 0


def test_one_press_says_that_it_is_still_so_and_until_then_it_is_due(gap, inside, city, now):
    plan = make_plan(city[0], by=city[2], now=now)
    Gap.objects.update(review_due_on=TODAY, reviewed_on=None)
    PreventionPlan.objects.update(review_due_on=None)
    found = [(each.kind, each.title, each.address) for each in due_reviews(TODAY)]
    assert found == [
        ("市町村のすき間", gap.title, PLACE),
        ("地方再犯防止推進計画", plan.name, PLACE),
    ]
    for address in (f"{PLACE}{gap.pk}/confirm/", f"{PLACE}plans/{plan.pk}/confirm/"):
        assert "を確かめました。次は令和9年5月26日" in inside.post(address, follow=True).text
    assert due_reviews(TODAY) == []


def test_who_may_not_read_gaps_meets_none_among_the_things_to_check(gap, desk, city, now):
    make_plan(city[0], by=city[2], now=now)
    make_step(title="国民健康保険に入る", reviewed_on=None, review_due_on=TODAY)
    Gap.objects.update(reviewed_on=None, review_due_on=TODAY)
    PreventionPlan.objects.update(reviewed_on=None, review_due_on=TODAY)
    editor = sign_in(Client(), make_user(name="編集者E", roles=[PublicRole.EDITOR]))
    for address in ("/cms/pages-to-check/", "/cms/"):
        shown = [each.get(address).text for each in (desk, editor)]
        for words in (gap.title, "再犯防止推進計画"):
            assert [words in text for text in shown] == [True, False]
        assert ["国民健康保険に入る" in text for text in shown] == [True, True]
    whole, kept = (each.get("/cms/pages-to-check/").text for each in (desk, editor))
    assert ["市町村のすき間" in whole, "市町村のすき間" in kept] == [True, False]
    assert ["福祉総務課" in whole, "福祉総務課" in kept] == [True, False]


def test_that_press_lets_every_page_of_the_public_stand_as_none_shows_gaps(gap, inside, city, now):
    plan = make_plan(city[0], by=city[2], now=now)
    before = version.forgotten
    for address in (f"{PLACE}{gap.pk}/confirm/", f"{PLACE}plans/{plan.pk}/confirm/"):
        assert inside.post(address).status_code == 303
    assert version.forgotten == before


def test_gaps_stand_by_state_and_day_and_the_late_ones_are_said(gap, inside, city, staff, now):
    place = city[0]
    make_gap(place, by=staff, now=now, title="期限のない方")
    late = make_gap(place, by=staff, now=now, title="過ぎた方", due_on=date(2026, 11, 23))
    move_gap(gap=gap, move=GapMove.AGREE, on=TODAY, actor=staff, now=now)
    lines = inside.get(PLACE).context["lines"]
    assert [(line.gap.title, line.is_late) for line in lines] == [
        ("過ぎた方", True),
        ("期限のない方", False),
        ("手帳のない方", False),
    ]
    (line,) = inside.get(LIST).context["lines"]
    assert (line.open, line.agreed, line.done, line.late) == (2, 1, 0, 1)
    assert (late.due_on, gap.due_on) == (date(2026, 11, 23), DUE)


def test_what_was_written_of_a_municipality_that_is_merged_stays_with_the_centre(gap, desk, city):
    Municipality.objects.filter(pk=city[0].pk).update(valid_to=TODAY)
    assert "金沢市" in desk.get(LIST).text
    assert desk.get(PLACE).status_code == 200


def test_the_shelf_of_gaps_stands_for_those_who_may_read_them(gap, rf, city, partner, staff):
    request = rf.get("/guides/")
    found = []
    for user in (city[2], staff, partner):
        request.user = user
        found.append(shelves.gaps(request) is not None)
    assert found == [True, True, False]


def test_lists_ask_as_often_for_three_gaps_as_for_one(desk, city, staff, now, count_queries_of):
    counts = []
    for number in range(3):
        start = date(2020 + number, 4, 1)
        time = {"starts_on": start, "ends_on": start.replace(month=12)}
        plan = make_plan(city[0], by=staff, now=now, name=f"計画{number}", **time)
        make_gap(city[0], by=staff, now=now, title=f"すき間{number}", plan=plan)
        counts.append([count_queries_of(desk, LIST), count_queries_of(desk, PLACE)])
    assert counts[0] == counts[1] == counts[2] == [9, 10]
