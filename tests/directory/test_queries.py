"""Reads: who works where, which agency was meant, and as many queries for three rows as for one."""

from datetime import date, timedelta

import pytest

from accounts.enums import PublicRole
from directory.enums import InvitationState, MembershipRole
from directory.models import Agency
from directory.queries import (
    acting_memberships,
    colleagues,
    desk_agencies,
    members,
    namesakes,
    suggest_agencies,
)
from directory.queries import staff as staff_query
from directory.rules import invitation_state
from tests.factories.accounts import close_account, invite, make_person, make_user
from tests.factories.directory import NOW, join, make_agency, make_member, make_municipality, make_partner

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def agencies_of(user):
    return [membership.agency.name for membership in acting_memberships(user, today=TODAY)]


# In whose name somebody acts


def test_a_person_may_act_for_several_agencies_the_oldest_first():
    user = make_partner(agency=make_agency(name="みなも"))
    join(user.person, make_agency(name="とまり木"), since=date(2023, 4, 1))
    assert agencies_of(user) == ["とまり木", "みなも"]


def test_an_ended_or_coming_membership_does_not_act():
    user = make_partner(agency=make_agency(name="みなも"))
    join(user.person, make_agency(name="前の職場"), until=TODAY)
    join(user.person, make_agency(name="次の職場"), since=TODAY + timedelta(days=1))
    assert agencies_of(user) == ["みなも"]


def test_who_is_on_lists_only_does_not_act():
    user = make_partner(agency=make_agency(name="みなも"))
    join(user.person, make_agency(name="とまり木"), role=MembershipRole.COLLEAGUE)
    assert agencies_of(user) == ["みなも"]


def test_nobody_acts_for_a_closed_or_merged_agency():
    open_one = make_agency(name="みなも")
    user = make_partner(agency=open_one)
    join(user.person, make_agency(name="閉じた", closed_on=TODAY))
    join(user.person, make_agency(name="統合した", closed_on=date(2027, 1, 1), merged_into=open_one))
    assert agencies_of(user) == ["みなも"]


@pytest.mark.parametrize("count", [1, 3])
def test_acting_memberships_take_one_query(count, django_assert_num_queries):
    user = make_user(roles=[PublicRole.PARTNER])
    for number in range(count):
        join(user.person, make_agency(name=f"事業所{number}"))
    with django_assert_num_queries(1):
        found = [(each.agency.kind.name, each.person.name) for each in acting_memberships(user, today=TODAY)]
    assert len(found) == count


# Colleagues


def test_colleagues_work_here_today_in_kana_order():
    agency = make_agency()
    make_member(agency, name="渡邊 緑", name_kana="ワタナベ ミドリ")
    make_member(agency, name="青木 光", name_kana="アオキ ヒカル")
    join(make_person(name="前の方"), agency, until=TODAY)
    join(make_person(name="消した方", erased_at=NOW), agency)
    join(make_person(name="まとめた方", merged_into=make_person()), agency)
    make_member(make_agency(name="ほか"), name="ほかの方")
    assert [person.name for person in colleagues(agency, today=TODAY)] == ["青木 光", "渡邊 緑"]


@pytest.mark.parametrize("count", [1, 3])
def test_colleagues_take_one_query(count, django_assert_num_queries):
    agency = make_agency()
    for number in range(count):
        make_member(agency, name=f"見本 {number}")
    with django_assert_num_queries(1):
        assert len(colleagues(agency, today=TODAY)) == count


def test_namesakes_bear_the_same_folded_name_and_reading_somewhere():
    home = make_agency(name="みなも")
    known = make_member(home, name="髙橋 慎", name_kana="タカハシ シン").person
    join(known, make_agency(name="とまり木"))
    make_member(home, name="高橋 真", name_kana="タカハシ シン")
    make_person(name="高橋 慎", name_kana="タカハシ シン")
    found = namesakes("高橋 慎", "タカハシ シン", today=TODAY)
    assert [(each.person, each.where) for each in found] == [(known, "みなも・とまり木")]


# Which agency was meant


def suggested(typed):
    return [agency.name for agency in suggest_agencies(typed, Agency.objects.all())]


def test_the_nearest_length_is_suggested_first():
    for name in ("グループホームみなも東館", "みなもの家", "グループホームみなも"):
        make_agency(name=name)
    assert suggested("ミナモ") == ["みなもの家", "グループホームみなも", "グループホームみなも東館"]


def test_a_name_that_lies_in_what_was_typed_is_suggested():
    make_agency(name="グループホームみなも")
    assert suggested("社会福祉法人 見本会　グループ・ホームみなも") == []
    assert suggested("社会福祉法人 見本会　グループホームみなも") == ["グループホームみなも"]


def test_width_variant_kanji_and_hyphens_do_not_matter():
    make_agency(name="髙橋ﾎｰﾑ")
    assert suggested("高橋ホ－ム") == ["髙橋ﾎｰﾑ"]


@pytest.mark.parametrize("typed", ["", "　", "%", "_"])
def test_nothing_meant_suggests_nothing(typed):
    make_agency()
    assert suggested(typed) == []


@pytest.mark.parametrize("count", [1, 3, 10])
def test_suggestions_take_one_query_and_are_eight_at_most(count, django_assert_num_queries):
    for number in range(count):
        make_agency(name=f"みなも{number}")
    with django_assert_num_queries(1):
        assert len(suggested("みなも")) == min(count, 8)


# The desk's list


def listed(**wanted):
    return [agency.name for agency in desk_agencies(wanted, today=TODAY)]


def test_the_list_shows_open_agencies_in_the_order_of_their_readings():
    make_agency(name="緑の家", name_kana="ミドリノイエ")
    make_agency(name="青の家", name_kana="アオノイエ")
    make_agency(name="いずみ")
    closed = make_agency(name="閉じた", closed_on=TODAY)
    assert listed() == ["青の家", "いずみ", "緑の家"]
    assert listed(state="closed") == [closed.name]
    assert len(listed(state="every")) == 4


def test_every_word_must_stand_in_name_reading_or_number():
    agency = make_agency(name="髙橋ホーム 東", name_kana="タカハシホームヒガシ")
    make_agency(name="高橋クリニック")
    assert listed(q="たかはし ひがし") == [agency.name]
    assert listed(q="高橋 東") == [agency.name]
    assert listed(q=agency.public_id.lower()) == [agency.name]
    assert listed(q="高橋 西") == []


def test_the_list_is_narrowed_by_kind_sector_and_municipality():
    city = make_municipality()
    village = make_municipality(name="白峰村", code="173431", valid_to=date(2005, 2, 1), successor=city)
    old = make_agency(name="旧村の事業所", kind="work_b", municipality=village)
    make_agency(name="市の家", municipality=city)
    make_agency(name="よその家")
    assert listed(municipality=city) == ["市の家", "旧村の事業所"]
    assert listed(kind=old.kind) == [old.name]
    assert listed(sector="work", municipality=city) == [old.name]


def test_people_of_today_are_counted():
    agency = make_agency()
    for number in range(2):
        make_member(agency, name=f"見本 {number}")
    join(make_person(), agency, until=TODAY)
    make_agency(name="ほか")
    assert [each.people for each in desk_agencies({}, today=TODAY)] == [2, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_members_take_four_queries(count, django_assert_num_queries):
    agency = make_agency()
    for number in range(count):
        user = make_partner(agency=agency, name=f"見本 {number}")
        invite(person=user.person, roles=[PublicRole.PARTNER], actor=user, now=NOW)
    with django_assert_num_queries(4):
        found = members(agency, today=TODAY, now=NOW)
        assert [each.role_labels for _, each in found] == [["連携機関の職員"]] * count


# Staff


def all_staff():
    return staff_query(now=NOW)


def test_staff_are_those_with_a_role_those_invited_and_those_whose_account_is_closed(staff, manager, partner):
    closed = make_user(name="前の職員", roles=[PublicRole.STAFF])
    close_account(user=closed, actor=manager, now=NOW)
    newcomer = make_person(name="新しい職員", name_kana="アタラシイショクイン")
    invite(person=newcomer, roles=[PublicRole.EDITOR], actor=manager, now=NOW)
    left = make_partner(agency=make_agency(), name="前の連携先")
    close_account(user=left, actor=manager, now=NOW)
    officer = make_user(name="県の方", roles=[PublicRole.PREFECTURE])
    found = [(each.person, each.is_open) for each in all_staff()]
    assert found == [
        (manager.person, True),
        (staff.person, True),
        (officer.person, True),
        (newcomer, False),
        (closed.person, False),
    ]


def test_an_invitation_shows_the_roles_it_will_bring(manager):
    person = make_person()
    invite(person=person, roles=[PublicRole.STAFF, PublicRole.EDITOR], actor=manager, now=NOW)
    sign_in = next(each for each in all_staff() if each.person == person)
    assert (sign_in.role_labels, sign_in.state) == (
        ["ページの編集者", "センターの職員"],
        InvitationState.SENT,
    )


@pytest.mark.parametrize("count", [1, 3])
def test_staff_take_three_queries(count, django_assert_num_queries):
    for number in range(count):
        user = make_user(name=f"職員 {number}", roles=[PublicRole.STAFF])
        invite(person=user.person, roles=[PublicRole.STAFF], actor=user, now=NOW)
    with django_assert_num_queries(3):
        assert [each.role_labels for each in all_staff()] == [["センターの職員"]] * count


@pytest.mark.parametrize(
    ("hours", "used_at", "state"),
    [(71, None, "sent"), (72, None, "expired"), (71, NOW, "used"), (73, NOW, "used")],
)
def test_an_invitation_is_open_until_it_expires_or_was_used(hours, used_at, state):
    expires_at, now = NOW + timedelta(hours=72), NOW + timedelta(hours=hours)
    assert invitation_state(expires_at=expires_at, used_at=used_at, now=now) == state
