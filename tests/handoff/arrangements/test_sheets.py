"""Teams, limits and packs: both sides' word, what replaces what, and who reads which words when."""

from datetime import timedelta

import pytest
from django.db.utils import IntegrityError
from django.http import Http404

from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.arrangements.enums import LimitsState, PackState, SheetDeed, SheetKind, TeamState
from handoff.arrangements.models import FollowUpPack, LimitsSheet, SupportTeam, TeamMember
from handoff.arrangements.queries import waiting
from handoff.arrangements.reading import list_sheets, read_sheet
from handoff.arrangements.rules import LIMITS_WORDS, PACK_WORDS
from handoff.arrangements.services import (
    add_member,
    end_member,
    renew_sheet,
    rewrite_sheet,
    take_step,
    write_sheet,
)
from handoff.cases.models import LegalBasis
from handoff.cases.services.bases import withdraw_basis
from handoff.disclosure.enums import Part
from handoff.exceptions import ChangedMeanwhile, Refused
from handoff.safeguards.enums import Way
from tests.factories.cases import NOW, TODAY, acting, fresh, rows
from tests.factories.records import make_world

pytestmark = pytest.mark.django_db
WORDS = {
    SheetKind.TEAM: {"aim": "半年を越えるかなりあ", "lead": "係長かなりあ"},
    SheetKind.LIMITS: {word.name: f"{word.name}かなりあ" for word in LIMITS_WORDS},
    SheetKind.PACK: {word.name: f"{word.name}かなりあ" for word in PACK_WORDS},
}
MEMBER = {"name": "係長かなりあ", "role": "手続きかなりあ", "reach": "電話かなりあ", "sees": "名前と連絡先"}


@pytest.fixture
def world():
    return make_world()


def written(world, kind, *, user=None, **more):
    where = more or {"handoff_id": world.handoff.pk}
    return write_sheet(kind=kind, texts=WORDS[kind], actor=acting(user or world.worker), now=NOW, **where)


def kind_of(sheet):
    models = {SupportTeam: SheetKind.TEAM, LimitsSheet: SheetKind.LIMITS, FollowUpPack: SheetKind.PACK}
    return models[type(sheet)]


def step(sheet, deed, user, *, seen=None, **more):
    take_step(
        kind=kind_of(sheet), sheet_id=sheet.pk, deed=deed, actor=acting(user), now=NOW,
        seen=fresh(sheet).version if seen is None else seen, **more,
    )  # fmt: skip


def agreed(sheet, world):
    step(sheet, SheetDeed.AGREE, world.worker)
    step(sheet, SheetDeed.AGREE, world.hand)
    return sheet


def read(sheet, user):
    return read_sheet(kind=kind_of(sheet), sheet_id=sheet.pk, actor=acting(user), now=NOW)


def member(team, user, **more):
    facts = {"texts": MEMBER, "since": TODAY, "is_backup": False, "agency": None} | more
    add_member(team_id=team.pk, actor=acting(user), now=NOW, **facts)


@pytest.mark.parametrize("kind", [SheetKind.LIMITS, SheetKind.PACK])
def test_a_sheet_counts_once_both_sides_have_said_so(world, kind):
    sheet = written(world, kind)
    step(sheet, SheetDeed.AGREE, world.hand)
    assert fresh(sheet).state == "draft"
    with pytest.raises(Refused, match="もう確認しています"):
        step(sheet, SheetDeed.AGREE, world.coordinator)
    step(sheet, SheetDeed.AGREE, world.worker)
    found = fresh(sheet)
    assert (found.state, found.agreed_on) == ("agreed", TODAY)
    assert (found.giver_said_by, found.receiver_said_by) == (world.worker, world.hand)


def test_whatever_is_changed_takes_both_words_away(world):
    sheet = written(world, SheetKind.PACK)
    step(sheet, SheetDeed.AGREE, world.hand)
    rewrite_sheet(
        kind=SheetKind.PACK, sheet_id=sheet.pk, texts=WORDS[SheetKind.PACK] | {"daily": "夜もかなりあ"},
        seen=1, actor=acting(world.worker), now=NOW,
    )  # fmt: skip
    assert fresh(sheet).receiver_said_at is None
    with pytest.raises(ChangedMeanwhile):
        step(sheet, SheetDeed.AGREE, world.hand, seen=1)
    assert read(sheet, world.hand).texts["daily"] == "夜もかなりあ"


def test_a_receiver_on_paper_says_so_through_the_asking_side():
    world = make_world(way=Way.PAPER)
    sheet = written(world, SheetKind.LIMITS)
    step(sheet, SheetDeed.AGREE, world.worker)
    with pytest.raises(Refused, match="だれから、いつ"):
        step(sheet, SheetDeed.AGREE, world.worker)
    step(sheet, SheetDeed.AGREE, world.worker, told_by="係長から電話でかなりあ")
    assert fresh(sheet).state == LimitsState.AGREED
    assert read(sheet, world.worker).told_by == "係長から電話でかなりあ"


def test_here_nobody_speaks_for_the_other_side(world):
    sheet = written(world, SheetKind.LIMITS)
    step(sheet, SheetDeed.AGREE, world.worker)
    with pytest.raises(Refused, match="もう確認しています"):
        step(sheet, SheetDeed.AGREE, world.worker, told_by="係長から電話で")


def test_a_new_pack_replaces_the_old_one_when_it_is_used_and_the_old_one_stays(world):
    old = agreed(written(world, SheetKind.PACK), world)
    step(old, SheetDeed.START, world.worker)
    new = renew_sheet(kind=SheetKind.PACK, sheet_id=old.pk, actor=acting(world.worker), now=NOW)
    with pytest.raises(Refused, match="もう書きはじめています"):
        renew_sheet(kind=SheetKind.PACK, sheet_id=old.pk, actor=acting(world.worker), now=NOW)
    assert read(new, world.hand).texts == WORDS[SheetKind.PACK]
    agreed(new, world)
    assert fresh(old).state == PackState.ACTIVE
    step(new, SheetDeed.START, world.hand)
    assert (fresh(old).state, fresh(new).state) == (PackState.RENEWED, PackState.ACTIVE)
    assert read(old, world.hand).texts == WORDS[SheetKind.PACK]


def test_only_one_pack_is_in_use_and_only_one_limits_sheet_counts(world):
    first, second = (agreed(written(world, SheetKind.PACK), world) for _ in range(2))
    step(first, SheetDeed.START, world.worker)
    with pytest.raises(Refused, match="もう決めたものがあります"):
        step(second, SheetDeed.START, world.worker)
    agreed(written(world, SheetKind.LIMITS), world)
    another = written(world, SheetKind.LIMITS)
    step(another, SheetDeed.AGREE, world.worker)
    with pytest.raises(Refused, match="もう決めたものがあります"):
        step(another, SheetDeed.AGREE, world.hand)


def test_a_new_limits_sheet_replaces_the_old_one_when_both_have_agreed(world):
    old = agreed(written(world, SheetKind.LIMITS), world)
    new = renew_sheet(kind=SheetKind.LIMITS, sheet_id=old.pk, actor=acting(world.worker), now=NOW)
    agreed(new, world)
    assert (fresh(old).state, fresh(new).state) == (LimitsState.REPLACED, LimitsState.AGREED)


def test_a_team_begins_with_two_and_ends(world):
    team = written(world, SheetKind.TEAM)
    member(team, world.worker)
    member(team, world.worker, since=TODAY - timedelta(days=9), is_backup=True)
    first = rows(TeamMember.objects.filter(is_backup=False))[0]
    end_member(team_id=team.pk, member_id=first.pk, actor=acting(world.worker), now=NOW)
    step(team, SheetDeed.ACTIVATE, world.worker)
    assert (fresh(team).state, fresh(team).begun_on, fresh(first).until) == (TeamState.ACTIVE, TODAY, TODAY)
    step(team, SheetDeed.DISSOLVE, world.worker)
    with pytest.raises(Http404):
        member(team, world.worker)
    with pytest.raises(Http404):
        read(team, world.hand)


def test_a_team_of_one_does_not_begin(world):
    team = written(world, SheetKind.TEAM)
    member(team, world.worker)
    with pytest.raises(Refused, match="2人"):
        step(team, SheetDeed.ACTIVATE, world.worker)


def test_what_a_member_may_see_opens_nothing(world):
    team = written(world, SheetKind.TEAM)
    before = Entry.objects.count()
    member(team, world.worker, agency=world.city)
    assert read(team, world.hand).members[0].texts == MEMBER
    for user in world.strangers:
        with pytest.raises(Http404):
            read(team, user)
    assert Entry.objects.count() == before + 2


def test_the_receiver_writes_in_a_draft_pack_but_in_nothing_else(world):
    pack = written(world, SheetKind.PACK, user=world.hand)
    rewrite_sheet(
        kind=SheetKind.PACK, sheet_id=pack.pk, texts={"daily": "朝かなりあ", "contacts": "電話かなりあ"},
        seen=1, actor=acting(world.hand), now=NOW,
    )  # fmt: skip
    assert set(read(pack, world.worker).texts) == {"daily", "contacts"}
    for kind in (SheetKind.TEAM, SheetKind.LIMITS):
        with pytest.raises(Refused, match="書けません"):
            written(world, kind, user=world.hand)
    agreed(pack, world)
    with pytest.raises(Http404):
        rewrite_sheet(
            kind=SheetKind.PACK, sheet_id=pack.pk, texts={}, seen=2, actor=acting(world.hand), now=NOW
        )


def test_words_of_a_part_that_is_shut_are_neither_read_nor_lost(world):
    pack = written(world, SheetKind.PACK)
    basis = fresh(world.handoff).basis_id
    with opened(CLOCK, now=NOW):
        LegalBasis.objects.filter(pk=basis).update(covers=sorted(set(Part) - {Part.BEHAVIOUR}))
    shut = {"triggers", "helped"}
    assert set(read(pack, world.hand).texts) == set(WORDS[SheetKind.PACK]) - shut
    rewrite_sheet(
        kind=SheetKind.PACK, sheet_id=pack.pk, texts={"daily": "朝かなりあ", "triggers": "盗み見かなりあ"},
        seen=1, actor=acting(world.hand), now=NOW,
    )  # fmt: skip
    texts = read(pack, world.worker).texts
    assert {name: texts[name] for name in shut} == {name: WORDS[SheetKind.PACK][name] for name in shut}
    assert (texts["daily"], "money" in texts) == ("朝かなりあ", False)


def test_a_consent_taken_back_closes_all_three_for_the_receiver(world):
    sheets = [written(world, kind) for kind in SheetKind]
    for sheet in sheets:
        read(sheet, world.hand)
    basis = fresh(world.handoff).basis_id
    withdraw_basis(basis_id=basis, reason="やめたい", actor=acting(world.worker), now=NOW)
    for sheet in sheets:
        with pytest.raises(Http404):
            read(sheet, world.hand)
        assert read(sheet, world.worker).texts == WORDS[kind_of(sheet)]
    shelves = list_sheets(handoff_id=world.handoff.pk, actor=acting(world.hand), now=NOW)[1]
    assert [(len(shelf.sheets), shelf.may_begin) for shelf in shelves] == [(0, False)] * 3


def test_beside_no_handoff_stands_a_team_alone(world):
    team = written(world, SheetKind.TEAM, case_id=world.case.pk)
    with pytest.raises(Http404):
        read(team, world.hand)
    with pytest.raises(Refused):
        written(world, SheetKind.PACK, case_id=world.case.pk)


def test_the_database_shows_the_same_rows_without_a_filter(world):
    for kind in SheetKind:
        written(world, kind)
    team = written(world, SheetKind.TEAM, case_id=world.case.pk)
    member(team, world.worker)
    counts = {world.worker: [2, 1, 1, 1], world.hand: [1, 0, 1, 1]}
    counts |= {stranger: [0, 0, 0, 0] for stranger in world.strangers}
    models = (SupportTeam, TeamMember, LimitsSheet, FollowUpPack)
    for user, expected in counts.items():
        with opened(acting(user), now=NOW):
            assert [model.objects.count() for model in models] == expected, user
    actor = acting(world.worker)
    world.worker.person.enrolments.update(ended_at=NOW)
    with opened(actor, now=NOW):
        assert [model.objects.count() for model in models] == [0] * 4


def test_invariants_stand_in_the_database(world):
    sheet, team = written(world, SheetKind.LIMITS), written(world, SheetKind.TEAM)
    pack = agreed(written(world, SheetKind.PACK), world)
    for row, change, name in (
        (sheet, {"state": "agreed", "agreed_on": TODAY}, "counts_once_both_said"),
        (sheet, {"handoff": None}, "stands_beside_a_handoff"),
        (team, {"state": "active"}, "each_state_has_its_day"),
        (pack, {"state": "active"}, "active_has_its_day"),
    ):
        with pytest.raises(IntegrityError, match=name), opened(CLOCK, now=NOW):
            type(row).objects.filter(pk=row.pk).update(**change)


def test_a_pack_in_use_waits_for_its_people_when_its_day_has_come(world):
    pack = written(world, SheetKind.PACK)
    with opened(CLOCK, now=NOW):
        FollowUpPack.objects.filter(pk=pack.pk).update(review_on=TODAY)
    agreed(pack, world)
    step(pack, SheetDeed.START, world.worker)

    def told(user, today=TODAY):
        with opened(acting(user), now=NOW):
            return [(each.day, each.reference) for each in waiting(acting(user), today=today)]

    assert told(world.worker) == [(TODAY, world.handoff.reference)]
    assert told(world.worker, TODAY - timedelta(days=1)) == []
    assert [told(user) for user in (world.hand, *world.strangers)] == [[]] * (1 + len(world.strangers))
