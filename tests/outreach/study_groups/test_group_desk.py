"""The desk makes communities, opens and closes them, admits on paper and names who runs them."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import PublicRole
from foundation.audit.models import Entry
from outreach.study_groups.enums import CommunityKind, CommunityState
from outreach.study_groups.models import Community, Facilitation, MemberAgency, Promise
from outreach.study_groups.rules import MOVES
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import join, make_agency
from tests.factories.first_site import place_first_site
from tests.factories.groups import (
    hold,
    make_community,
    make_delegate,
    make_facilitation,
    make_member_of,
    make_plan,
)

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "/cms/groups/"
NOW = timezone.now()
WRITTEN = {
    "kind": "community",
    "name": "東部くらしの会",
    "name_kana": "",
    "slug": "tobu",
    "aim": "困りごとを持ちよる会です。",
    "tone": "",
    "fee": "会費なし",
    "joining": "request",
}


@pytest.fixture
def desk(staff):
    place_first_site()
    return sign_in(Client(), staff)


@pytest.mark.parametrize(
    "page", ["", "new/", "1/", "1/edit/", "1/promises/", "1/members/", "1/facilitators/"]
)
def test_others_find_nothing_here(desk, page, partner):
    make_community()
    editor = sign_in(Client(), make_user(name="編集者E", roles=[PublicRole.EDITOR]))
    assert editor.get(f"{DESK}{page}").status_code == 404
    assert sign_in(Client(), partner).get(f"{DESK}{page}").status_code == 302
    assert Client().get(f"{DESK}{page}").status_code == 302


def test_a_community_is_made_opened_described_and_closed(desk):
    wrong = desk.post(f"{DESK}new/", WRITTEN | {"slug": "join"})
    assert (wrong.status_code, "もう使われています" in wrong.text) == (422, True)
    desk.post(f"{DESK}new/", WRITTEN)
    made = Community.objects.get()
    assert (made.state, Client().get("/groups/tobu/").status_code) == (CommunityState.PREPARING, 404)
    assert "会のページ" in desk.get(f"{DESK}{made.pk}/").text
    desk.post(f"{DESK}{made.pk}/move/open/")
    assert Client().get("/groups/tobu/").status_code == 200
    desk.post(f"{DESK}{made.pk}/edit/", WRITTEN | {"name": "東部くらしの部屋"})
    desk.post(f"{DESK}{made.pk}/promises/", {"text": "名前を言わない\n\n 外に持ち出さない "})
    assert Promise.objects.get().lines == ["名前を言わない", "外に持ち出さない"]
    assert "東部くらしの部屋" in Client().get("/groups/tobu/").text
    desk.post(f"{DESK}{made.pk}/move/close/")
    made.refresh_from_db()
    assert (made.state, Client().get("/groups/tobu/").status_code) == (CommunityState.CLOSED, 404)
    assert Entry.objects.filter(verb__startswith="study_groups.").count() == 5


@pytest.mark.parametrize("kind", ["community", CommunityKind.REVIEW_COMMITTEE.value])
def test_a_new_community_takes_no_fee_unless_it_says_so(desk, kind):
    assert 'value="会費なし"' in desk.get(f"{DESK}new/").text
    desk.post(f"{DESK}new/", WRITTEN | {"kind": kind, "joining": "invited", "fee": ""})
    assert Community.objects.get().fee == "会費なし"


@pytest.mark.parametrize("move", ["close", "rest"])
def test_closing_and_resting_ask_first_and_say_what_they_do(desk, move):
    made = make_community()
    where, step = f"{DESK}{made.pk}/move/{move}/", MOVES[move]
    page = desk.get(f"{DESK}{made.pk}/").text
    assert [f'href="{where}"' in page, f'action="{where}"' in page] == [True, False]
    asked = desk.get(where).text
    assert [each in asked for each in (*step.does, step.word)] == [True] * (len(step.does) + 1)
    made.refresh_from_db()
    assert made.state == CommunityState.ACTIVE
    desk.post(where)
    made.refresh_from_db()
    assert made.state == step.target


def test_who_runs_it_is_asked_about_before_they_do_no_more(desk, partner):
    made = make_community()
    running = make_facilitation(made, partner.person)
    where = f"{DESK}{made.pk}/facilitators/{running.pk}/end/"
    page = desk.get(f"{DESK}{made.pk}/").text
    assert [f'href="{where}"' in page, f'action="{where}"' in page] == [True, False]
    assert "これからの回の出席は、取り消されます" in desk.get(where).text
    running.refresh_from_db()
    assert running.until is None


def test_what_was_promised_before_stays_and_the_same_is_no_new_version(desk):
    made = make_community()
    for text in ("名前を言わない", "名前を言わない", "外に持ち出さない"):
        desk.post(f"{DESK}{made.pk}/promises/", {"text": text})
    assert list(Promise.objects.values_list("version", "text")) == [
        (2, "外に持ち出さない"),
        (1, "名前を言わない"),
    ]


def test_a_community_that_has_announced_a_session_is_not_closed_before_it_is_called_off(desk, manager):
    made = make_community()
    hold(make_plan(made, by=manager, now=NOW).rows.get(), by=manager, now=NOW)
    page = desk.post(f"{DESK}{made.pk}/move/close/", follow=True)
    made.refresh_from_db()
    assert (made.state, "これから開く回が、1回あります" in page.text) == (CommunityState.ACTIVE, True)


def test_an_agency_that_joined_by_telephone_is_written_down_once(desk):
    made, agency = make_community(), make_agency(name="電話の家")
    for status in (303, 422):
        assert desk.post(f"{DESK}{made.pk}/members/", {"agency": "電話の家"}).status_code == status
    assert MemberAgency.objects.get().agency == agency


def test_who_runs_a_community_is_named_from_its_members_and_the_centre_and_ends(desk, staff):
    made, agency = make_community(), make_agency()
    inside, outside = (make_user(name=name, roles=[PublicRole.PARTNER]) for name in ("中の人", "外の人"))
    join(inside.person, agency)
    join(outside.person, make_agency(name="ほかの家"))
    make_delegate(make_member_of(made, agency), inside.person)
    address = f"{DESK}{made.pk}/facilitators/"
    page = desk.get(address).text
    assert ["中の人" in page, staff.person.name in page, "外の人" in page] == [True, True, False]
    assert desk.post(address, {"person_key": outside.person_id}).status_code == 422
    desk.post(address, {"person_key": inside.person_id})
    running = sign_in(Client(), inside)
    assert running.get(f"{made.get_absolute_url()}plan/2026/add/").status_code == 200
    desk.post(f"{address}{Facilitation.objects.get().pk}/end/")
    assert running.get(f"{made.get_absolute_url()}plan/2026/add/").status_code == 404
