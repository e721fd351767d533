"""An administrator keeps the people of their own agency and sees nobody of another."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.enums import PublicRole
from accounts.models import Invitation, Person
from accounts.services import invite_in_transaction
from directory.enums import MembershipRole
from directory.exceptions import InvitationRefused
from directory.joining.limits import PEOPLE_CONFIRMED_WITHIN
from directory.joining.models import PeopleConfirmation
from directory.models import Membership
from directory.services import invitations
from foundation.limits.services import set_limit
from tests.factories.accounts import sign_in
from tests.factories.directory import NOW, make_agency, make_member, make_partner
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db
PEOPLE = "/my/agency/people/"
NEW = {"name": "林 学", "name_kana": "ハヤシ マナブ", "job": "支援員", "contact_email": "h@example.jp"}


@pytest.fixture
def admin(agency, today):
    """Give the browser of the agency's administrator."""
    user = make_partner(agency=agency, name="管理者G", role=MembershipRole.PARTNER_ADMIN)
    return sign_in(Client(), user, with_factor=False)


def test_only_the_agencys_administrator_finds_the_list(admin, browser, stranger, client, agency):
    colleague = make_member(agency)
    places = [PEOPLE, f"{PEOPLE}new/", f"{PEOPLE}{colleague.pk}/end/"]
    assert [admin.get(place).status_code for place in places] == [200] * 3
    assert [who.get(place).status_code for who in (browser, stranger) for place in places] == [404] * 6
    assert client.get(PEOPLE).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("days", "words"), [(None, "1年に1度、"), (182, "半年に1度、"), (100, "100日に1度、")]
)
def test_the_list_says_how_often_it_is_to_be_confirmed_by_the_limit(admin, manager, days, words):
    if days:
        day = NOW.date()
        set_limit(
            key=PEOPLE_CONFIRMED_WITHIN, value=days, first_day=day, source="会議", actor=manager, now=NOW
        )
    assert f"{words}確かめてください。" in admin.get(PEOPLE).content.decode()


def test_people_of_other_agencies_are_not_there(admin):
    other = make_member(make_agency(name="よその事業所"), name="よその 花子", name_kana="ヨソノ ハナコ")
    assert "よその" not in admin.get(PEOPLE).content.decode()
    assert admin.post(f"{PEOPLE}{other.pk}/end/").status_code == 404
    other.refresh_from_db()
    assert other.valid_to is None


def test_a_colleague_is_invited_by_mail(admin, agency):
    assert admin.post(f"{PEOPLE}new/", NEW | {"role": "partner"}).status_code == 303
    joined = Membership.objects.get(person__name="林 学")
    assert (joined.agency, joined.role, Invitation.objects.get().person) == (agency, "partner", joined.person)


def test_a_namesake_of_another_agency_is_neither_told_of_nor_taken_over(admin):
    make_member(make_agency(name="よその事業所"), name="林 学", name_kana="ハヤシ マナブ")
    answer = admin.post(f"{PEOPLE}new/", NEW | {"role": "colleague"}, follow=True)
    assert "よその" not in answer.content.decode()
    assert Person.objects.filter(name="林 学").count() == 2


def test_whoever_signs_in_needs_an_address(admin):
    answer = admin.post(f"{PEOPLE}new/", NEW | {"role": "partner", "contact_email": ""})
    assert (answer.status_code, Membership.objects.filter(person__name="林 学").count()) == (422, 0)
    assert admin.post(f"{PEOPLE}new/", NEW | {"role": "colleague", "contact_email": ""}).status_code == 303


def test_a_leaver_is_reported_and_gets_in_no_more(admin, browser, agency, member, today):
    leaving = Membership.objects.get(person=member.person)
    admin.post(f"{PEOPLE}{leaving.pk}/end/")
    leaving.refresh_from_db()
    member.refresh_from_db()
    assert (leaving.valid_to, member.is_active) == (today, False)
    assert browser.get("/my/agency/").status_code == 302


@pytest.mark.parametrize("role", [PublicRole.PREFECTURE, PublicRole.FACILITATOR, PublicRole.STAFF])
def test_only_the_desk_ends_the_registration_of_whoever_has_a_role_besides(admin, desk, agency, role):
    officer = make_partner(agency=agency, name="県の担当者")
    officer.groups.add(Group.objects.get(name=role))
    leaving = Membership.objects.get(person=officer.person)
    place = f"{PEOPLE}{leaving.pk}/end/"
    page = admin.get(place).content.decode()
    assert ("センターにお電話ください" in page, "登録を終える</button>" in page) == (True, False)
    assert "センターが終えます" in admin.post(place, follow=True).content.decode()
    leaving.refresh_from_db()
    officer.refresh_from_db()
    assert (leaving.valid_to, officer.is_active) == (None, True)
    desk.post(f"/cms/memberships/{leaving.pk}/end/")
    leaving.refresh_from_db()
    assert leaving.valid_to is not None


def test_whoever_is_invited_to_another_role_is_for_the_desk_too(admin, agency, staff):
    invited = make_member(agency)
    with transaction.atomic():
        invite_in_transaction(person=invited.person, roles=["prefecture"], actor=staff, now=NOW)
    admin.post(f"{PEOPLE}{invited.pk}/end/")
    invited.refresh_from_db()
    assert invited.valid_to is None


def test_an_agency_that_invites_many_has_to_wait_and_loses_nothing_typed(admin, agency, settings):
    settings.JOINING_RATES = {"invitation": "2/d/key"}
    cache.clear()
    second = make_partner(agency=agency, name="管理者H", role=MembershipRole.PARTNER_ADMIN)
    other = sign_in(Client(), second, with_factor=False)
    for who, number in ((admin, 1), (other, 2)):
        assert who.post(f"{PEOPLE}new/", NEW | {"name": f"林 {number}", "role": "partner"}).status_code == 303
    answer = admin.post(f"{PEOPLE}new/", NEW | {"role": "partner"})
    page = answer.content.decode()
    assert (answer.status_code, "まだ加えていません" in page, 'value="林 学"' in page) == (429, True, True)
    assert (Invitation.objects.count(), Person.objects.filter(name="林 学").count()) == (2, 0)
    assert admin.post(f"{PEOPLE}new/", NEW | {"role": "colleague"}).status_code == 303


def test_invitations_are_counted_as_the_portal_runs(settings):
    assert settings.JOINING_RATES["invitation"] == "20/d/key"


def test_nobody_ends_their_own_membership(admin, agency):
    own = Membership.objects.get(person__name="管理者G")
    assert admin.post(f"{PEOPLE}{own.pk}/end/").status_code == 404


def test_the_list_is_confirmed_with_one_press(admin, agency, today):
    assert "確かめてください" in admin.get(PEOPLE).content.decode()
    admin.post(PEOPLE)
    said = PeopleConfirmation.objects.get()
    assert (said.agency, said.confirmed_on, said.confirmed_by) == (agency, today, "管理者G")
    assert "今日の日付で、正しいと確かめました" in admin.get(PEOPLE).content.decode()


def test_the_database_wants_a_name_for_a_confirmation(admin):
    admin.post(PEOPLE)
    wrong = pytest.raises(IntegrityError, match="joining_peopleconfirmation_by_somebody")
    with wrong, transaction.atomic():
        PeopleConfirmation.objects.update(confirmed_by="")


@pytest.mark.parametrize("count", [1, 3])
def test_three_people_take_as_many_queries_as_one(admin, agency, count, django_assert_num_queries):
    for number in range(count):
        make_member(agency, name=f"職員{number}")
    admin.get(PEOPLE)
    with django_assert_num_queries(13):
        admin.get(PEOPLE)


@pytest.mark.django_db(transaction=True)
def test_nobody_is_added_whom_no_invitation_reaches(admin, monkeypatch):
    def refuse(**_):
        raise InvitationRefused("いまは、メールを送れません。")

    with monkeypatch.context() as broken:
        broken.setattr(invitations, "invite_by_mail_in_transaction", refuse)
        assert admin.post(f"{PEOPLE}new/", NEW | {"role": "partner"}).status_code == 422
    assert not Person.objects.filter(name="林 学").exists()
    assert admin.post(f"{PEOPLE}new/", NEW | {"role": "partner"}).status_code == 303


def test_the_list_is_printed_with_who_confirmed_it_and_when(admin, agency):
    make_member(agency, name="林 学")
    make_member(make_agency(name="よその事業所"), name="よその 花子")
    text = Printed(admin.get(f"{PEOPLE}list.pdf").content).text
    told = ("みなも", "林学", "管理者G", "まだ、だれも確かめていません", "紙で確かめるとき", "取扱注意")
    assert [word for word in told if word not in text] == []
    assert "よその" not in text
    admin.post(PEOPLE)
    text = Printed(admin.get(f"{PEOPLE}list.pdf").content).text
    assert ("（管理者Gさん）" in text, "紙で確かめるとき" in text) == (True, False)


def test_staff_print_the_list_of_any_agency_and_partners_only_their_own(admin, desk, browser, agency):
    where = f"/cms/joining/agencies/{agency.public_id}/people.pdf"
    assert "管理者G" in Printed(desk.get(where).content).text
    assert where in desk.get(f"/cms/agencies/{agency.public_id}/").content.decode()
    assert desk.get("/cms/joining/agencies/NOTHERE0/people.pdf").status_code == 404
    assert [who.get(where).status_code for who in (admin, browser)] == [302, 302]
    assert browser.get(f"{PEOPLE}list.pdf").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_paper_of_three_people_takes_as_many_queries_as_one(
    admin, agency, count, django_assert_num_queries
):
    for number in range(count):
        make_member(agency, name=f"職員{number}")
    admin.get(f"{PEOPLE}list.pdf")
    with django_assert_num_queries(12):
        admin.get(f"{PEOPLE}list.pdf")
