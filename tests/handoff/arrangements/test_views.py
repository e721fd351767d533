"""Teams, limits and packs on the screen and on paper; strangers find nothing."""

import pytest

from foundation.audit.models import Entry
from handoff.arrangements.enums import SheetDeed, SheetKind
from handoff.arrangements.models import FollowUpPack, LimitsSheet, SupportTeam, TeamMember
from handoff.safeguards.enums import Way
from tests.factories.cases import TODAY, fresh, rows
from tests.factories.records import make_world
from tests.handoff.arrangements.test_sheets import MEMBER, WORDS, agreed, member, step, written
from tests.handoff.clients import as_, page

pytestmark = pytest.mark.django_db
DAY = {"since_0": str(TODAY.year - 2018), "since_1": str(TODAY.month), "since_2": str(TODAY.day)}


@pytest.fixture
def world():
    return make_world()


def test_a_pack_goes_from_the_form_to_its_renewal(world):
    client, hand = as_(world.worker), as_(world.hand)
    kind, words = SheetKind.PACK, WORDS[SheetKind.PACK] | {"seen": "1"}
    client.post(page("new_sheet_of_handoff", world.handoff.pk, kind), words)
    (pack,) = rows(FollowUpPack.objects.all())
    hand.post(page("rewrite_sheet", kind, pack.pk), words | {"daily": "夕方かなりあ"})
    for user in (client, hand):
        address = page("act_on_sheet", kind, pack.pk, SheetDeed.AGREE)
        assert "もう片方の確認" in user.get(address).text
        user.post(address, {"seen": "2"})
    client.post(page("act_on_sheet", kind, pack.pk, SheetDeed.START), {"seen": "2"})
    shown = client.get(page("sheet", kind, pack.pk))
    assert "夕方かなりあ" in shown.text
    assert world.hand.person.name in shown.text
    assert "かなりあ" not in shown.context["page_title"]
    client.post(page("renew_sheet", kind, pack.pk))
    assert (
        client.post(
            page("renew_sheet", kind, rows(FollowUpPack.objects.filter(state="draft"))[0].pk)
        ).status_code
        == 404
    )
    assert len(client.get(page("sheets_of_handoff", world.handoff.pk)).context["shelves"][2].sheets) == 2


def test_the_word_of_a_receiver_on_paper_is_written_on_the_screen():
    world = make_world(way=Way.PAPER)
    sheet, client = written(world, SheetKind.LIMITS), as_(world.worker)
    address = page("act_on_sheet", SheetKind.LIMITS, sheet.pk, SheetDeed.AGREE)
    client.post(address, {"seen": "1"})
    assert "相手の確認を書く" in client.get(page("sheet", SheetKind.LIMITS, sheet.pk)).text
    assert client.post(address, {"seen": "1"}).status_code == 422
    client.post(address, {"seen": "1", "told_by": "係長から電話で"})
    assert fresh(sheet).state == "agreed"
    assert "係長から電話で" in client.get(page("sheet", SheetKind.LIMITS, sheet.pk)).text


def test_a_team_is_gathered_on_the_screen(world):
    client = as_(world.worker)
    client.post(
        page("new_sheet_of_case", world.case.pk, SheetKind.TEAM), WORDS[SheetKind.TEAM] | {"seen": "1"}
    )
    (team,) = rows(SupportTeam.objects.all())
    lacking = client.post(page("new_team_member", team.pk), {"name": "係長かなりあ"})
    assert (lacking.status_code, "係長かなりあ" in lacking.text) == (422, True)
    client.post(
        page("new_team_member", team.pk), MEMBER | DAY | {"sees": ["identity"], "agency": world.city.pk}
    )
    shown = client.get(page("sheet", SheetKind.TEAM, team.pk))
    assert [line.texts for line in shown.context["read"].members] == [MEMBER]
    client.post(page("end_team_member", team.pk, rows(TeamMember.objects.all())[0].pk))
    assert rows(TeamMember.objects.all())[0].until == TODAY


def test_an_old_page_is_refused_with_what_was_typed(world):
    pack = written(world, SheetKind.PACK)
    words = WORDS[SheetKind.PACK] | {"seen": "9", "money": "残るかなりあ"}
    answer = as_(world.worker).post(page("rewrite_sheet", SheetKind.PACK, pack.pk), words)
    assert (answer.status_code, "先に書きなおしました" in answer.text) == (422, True)
    assert "残るかなりあ" in answer.text


@pytest.mark.parametrize("kind", list(SheetKind))
def test_each_paper_is_one_page_and_its_printing_is_written_down(world, kind):
    sheet = written(world, kind)
    if kind == SheetKind.TEAM:
        member(sheet, world.worker)
    else:
        agreed(sheet, world)
    answer = as_(world.hand).get(page("sheet_paper", kind, sheet.pk))
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == f'inline; filename="{world.handoff.reference}-{kind}.pdf"'
    assert Entry.objects.filter(verb=f"arrangements.{kind}_printed", actor_id=world.hand.pk).count() == 1


def test_strangers_find_nothing_at_any_address_of_a_sheet(world):
    team, limits = written(world, SheetKind.TEAM), written(world, SheetKind.LIMITS)
    member(team, world.worker)
    (one,) = rows(TeamMember.objects.all())
    addresses = [
        ("get", page("sheet", SheetKind.LIMITS, limits.pk)),
        ("get", page("sheet_paper", SheetKind.LIMITS, limits.pk)),
        ("get", page("rewrite_sheet", SheetKind.LIMITS, limits.pk)),
        ("post", page("renew_sheet", SheetKind.LIMITS, limits.pk)),
        ("get", page("act_on_sheet", SheetKind.LIMITS, limits.pk, SheetDeed.AGREE)),
        ("get", page("new_team_member", team.pk)),
        ("post", page("end_team_member", team.pk, one.pk)),
        ("get", page("sheets_of_case", world.case.pk)),
        ("get", page("sheets_of_handoff", world.handoff.pk)),
        ("get", page("new_sheet_of_handoff", world.handoff.pk, SheetKind.TEAM)),
    ]
    for user in world.strangers:
        client = as_(user)
        got = {address: getattr(client, method)(address).status_code for method, address in addresses}
        assert set(got.values()) == {404}, user
    # A receiver finds what is theirs to read, and no page on which only the asking side writes.
    hand = as_(world.hand)
    got = [getattr(hand, method)(address).status_code for method, address in addresses]
    assert got == [200, 200, 404, 404, 200, 404, 404, 404, 200, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(world, count, django_assert_num_queries):
    for _ in range(count):
        for kind in SheetKind:
            written(world, kind)
    client, address = as_(world.hand), page("sheets_of_handoff", world.handoff.pk)
    client.get(address)
    with django_assert_num_queries(23):
        shown = client.get(address)
    assert [len(shelf.sheets) for shelf in shown.context["shelves"]] == [count] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_a_team_asks_as_often_for_three_as_for_one(world, count, django_assert_num_queries):
    team = written(world, SheetKind.TEAM)
    for _ in range(count):
        member(team, world.worker, agency=world.city)
    client, address = as_(world.hand), page("sheet", SheetKind.TEAM, team.pk)
    client.get(address)
    with django_assert_num_queries(25):
        shown = client.get(address)
    assert len(shown.context["read"].members) == count


def test_a_step_that_is_not_open_is_not_there(world):
    sheet = written(world, SheetKind.LIMITS)
    client = as_(world.worker)
    address = page("act_on_sheet", SheetKind.LIMITS, sheet.pk, SheetDeed.AGREE)
    assert client.get(page("act_on_sheet", SheetKind.LIMITS, sheet.pk, SheetDeed.START)).status_code == 404
    step(sheet, SheetDeed.AGREE, world.worker)
    assert client.get(address).status_code == 404
    assert rows(LimitsSheet.objects.all())[0].state == "draft"


def test_whoever_agrees_sees_to_what_and_says_it_of_nothing_that_was_swapped(world):
    pack = written(world, SheetKind.PACK)
    client, address = as_(world.hand), page("act_on_sheet", SheetKind.PACK, pack.pk, SheetDeed.AGREE)
    shown = client.get(address)
    assert all(words in shown.text for words in WORDS[SheetKind.PACK].values())
    seen = shown.context["form"].initial["seen"]
    rewritten = {"seen": str(seen), "money": "すべて預かるかなりあ"}
    as_(world.worker).post(page("rewrite_sheet", SheetKind.PACK, pack.pk), WORDS[SheetKind.PACK] | rewritten)
    answer = client.post(address, {"seen": str(seen)}, follow=True)
    assert "先に書きなおしました" in answer.text
    assert fresh(pack).receiver_said_at is None


def test_a_word_that_lacks_something_is_asked_for_again_as_a_reading():
    world = make_world(way=Way.PAPER)
    sheet, client = written(world, SheetKind.LIMITS), as_(world.worker)
    address = page("act_on_sheet", SheetKind.LIMITS, sheet.pk, SheetDeed.AGREE)
    client.post(address, {"seen": "1"})
    known = Entry.objects.filter(verb="arrangements.limits_read", actor_id=world.worker.pk)
    before = known.count()
    answer = client.post(address, {"seen": "1"})
    assert (answer.status_code, known.count()) == (422, before + 1)
    assert WORDS[SheetKind.LIMITS]["not_done"] in answer.text
