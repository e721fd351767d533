"""Who may be invited by whom, and what reaches the person: by mail only a link, on paper the code."""

import pytest

from accounts.enums import PublicRole
from accounts.models import Invitation, Person, User
from accounts.services import accept_invitation, usable_invitation
from directory.enums import InvitationWay, MembershipRole
from directory.exceptions import InvitationRefused, MembershipRefused, StaffRefused
from directory.services.invitations import invite_member
from directory.services.people import end_membership
from directory.services.staff import change_staff_roles, close_staff_account, invite_staff
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from tests.factories.accounts import PASSWORD, invite, make_user, sign_in
from tests.factories.directory import NOW, join, make_agency, make_member, make_partner

pytestmark = pytest.mark.django_db
COLLEAGUE, PARTNER, ADMIN = MembershipRole
MAIL, PAPER = InvitationWay


def invited(membership, staff, way=PAPER):
    return invite_member(membership=membership, way=way, actor=staff, now=NOW)


def roles(user):
    return set(user.groups.values_list("name", flat=True))


def verbs():
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


# Partners


def test_a_paper_brings_the_code_and_the_code_the_account(staff):
    membership = make_member(make_agency(), role=ADMIN)
    _, code = invited(membership, staff)
    user = accept_invitation(code=code, email="r@example.jp", login_id="", password=PASSWORD, now=NOW)
    assert (user.person, roles(user)) == (membership.person, {"partner", "partner_admin"})
    assert verbs() == ["accounts.person_invited", "accounts.invitation_accepted"]


def test_the_mail_has_the_link_and_names_nobody(staff):
    membership = make_member(make_agency(), role=PARTNER, contact_email="minamo@example.jp")
    _, code = invited(membership, staff, MAIL)
    mail = OutgoingMail.objects.get()
    said = mail.subject + mail.text
    assert (mail.to, code, "/accounts/invitations/" in said) == ("minamo@example.jp", "", True)
    names = ("佐久間", "サクマ", "みなも", "グループホーム", "minamo")
    assert [name for name in names if name in said] == []


def test_roles_of_all_agencies_come_with_one_invitation(staff):
    membership = make_member(make_agency(), role=PARTNER)
    join(membership.person, make_agency(name="とまり木"), role=ADMIN)
    invitation, _ = invited(membership, staff)
    assert invitation.roles == ["partner", "partner_admin"]


def test_a_second_invitation_voids_the_first(staff):
    membership = make_member(make_agency(), role=PARTNER)
    _, first = invited(membership, staff)
    _, second = invited(membership, staff)
    assert usable_invitation(second, now=NOW).person == membership.person
    assert Invitation.objects.count() == 1
    assert first != second


@pytest.mark.parametrize(
    ("role", "way", "agency", "words"),
    [
        (COLLEAGUE, PAPER, {}, "先に役割を変えてください"),
        (PARTNER, MAIL, {}, "メールアドレスがありません"),
        (PARTNER, PAPER, {"closed_on": NOW.date()}, "閉じた機関"),
    ],
)
def test_what_cannot_be_invited_is_refused_in_words(role, way, agency, words, staff):
    membership = make_member(make_agency(**agency), role=role)
    with pytest.raises(InvitationRefused, match=words):
        invited(membership, staff, way)
    assert (Invitation.objects.count(), OutgoingMail.objects.count(), verbs()) == (0, 0, [])


def test_nobody_is_invited_after_leaving(staff):
    membership = make_member(make_agency(), role=PARTNER)
    end_membership(membership=membership, actor=staff, now=NOW)
    with pytest.raises(MembershipRefused):
        invited(membership, staff)


@pytest.mark.parametrize("role", [PublicRole.MANAGER, PublicRole.EDITOR, PublicRole.PREFECTURE])
def test_the_sign_in_of_staff_is_not_renewed_from_an_agencys_page(role, staff):
    colleague = make_user(roles=[role])
    membership = join(colleague.person, make_agency(), role=PARTNER)
    with pytest.raises(InvitationRefused, match="設定"):
        invited(membership, staff)
    assert Invitation.objects.count() == 0


def test_an_invitation_to_become_staff_is_not_replaced_from_an_agencys_page(staff, manager):
    membership = make_member(make_agency(), role=PARTNER)
    _, code = invite(person=membership.person, roles=[PublicRole.STAFF], actor=manager, now=NOW)
    with pytest.raises(InvitationRefused):
        invited(membership, staff)
    assert usable_invitation(code, now=NOW).roles == ["staff"]


# Staff


def invite_colleague(manager, person=None, *, wanted=(PublicRole.STAFF,), way=PAPER):
    person = person or Person(name="新しい職員", contact_email="new@example.jp")
    return invite_staff(person=person, roles=wanted, way=way, actor=manager, now=NOW)


def test_a_new_colleague_gets_the_roles_by_accepting(manager):
    _, code = invite_colleague(manager, wanted=[PublicRole.STAFF, PublicRole.EDITOR])
    user = accept_invitation(code=code, email="new@example.jp", login_id="", password=PASSWORD, now=NOW)
    assert (user.person.name, roles(user)) == ("新しい職員", {"staff", "editor"})


def test_a_new_colleague_is_written_to_at_the_address_given(manager):
    invite_colleague(manager, way=MAIL)
    assert OutgoingMail.objects.get().to == "new@example.jp"


@pytest.mark.parametrize("wanted", [[], ["partner"], ["staff", "partner_admin"], ["case_worker"]])
def test_only_roles_of_centre_and_prefecture_are_given(wanted, manager):
    with pytest.raises(StaffRefused, match="役割を、1つ以上"):
        invite_colleague(manager, wanted=wanted)
    assert Person.objects.filter(name="新しい職員").count() == 0


def test_a_mail_to_nobody_leaves_no_person_behind(manager):
    with pytest.raises(InvitationRefused):
        invite_colleague(manager, Person(name="新しい職員"), way=MAIL)
    assert Person.objects.filter(name="新しい職員").count() == 0


def test_nobody_invites_raises_or_closes_oneself(manager):
    person = manager.person
    with pytest.raises(StaffRefused):
        invite_colleague(manager, person, wanted=[PublicRole.SYSTEM_ADMIN])
    with pytest.raises(StaffRefused):
        change_staff_roles(person=person, roles=[PublicRole.SYSTEM_ADMIN], actor=manager, now=NOW)
    with pytest.raises(StaffRefused):
        close_staff_account(person=person, actor=manager, now=NOW)
    manager.refresh_from_db()
    assert (manager.is_active, roles(manager), verbs()) == (True, {"manager"}, [])


def test_roles_are_exactly_those_given_and_those_of_agencies_stay(manager):
    user = make_user(roles=[PublicRole.STAFF, PublicRole.PARTNER])
    wanted = [PublicRole.EDITOR, PublicRole.PREFECTURE]
    change_staff_roles(person=user.person, roles=wanted, actor=manager, now=NOW)
    assert roles(user) == {"editor", "prefecture", "partner"}
    assert verbs() == ["directory.staff_roles_changed"]


def test_a_closed_account_gets_no_roles(manager, staff):
    close_staff_account(person=staff.person, actor=manager, now=NOW)
    with pytest.raises(StaffRefused, match="もう一度招待"):
        change_staff_roles(person=staff.person, roles=[PublicRole.STAFF], actor=manager, now=NOW)


def test_a_closed_colleague_is_out_at_once(manager, staff, client):
    sign_in(client, staff)
    assert client.get("/cms/agencies/").status_code == 200
    close_staff_account(person=staff.person, actor=manager, now=NOW)
    assert client.get("/cms/agencies/").status_code == 302
    staff.refresh_from_db()
    assert (staff.is_active, roles(staff), verbs()) == (False, set(), ["accounts.account_closed"])


def test_a_closed_colleague_does_not_come_back_by_an_open_invitation(manager, staff):
    invite_colleague(manager, staff.person)
    close_staff_account(person=staff.person, actor=manager, now=NOW)
    assert Invitation.objects.count() == 0


def test_an_invitation_to_a_newcomer_can_be_withdrawn(manager):
    invitation, _ = invite_colleague(manager)
    close_staff_account(person=invitation.person, actor=manager, now=NOW)
    assert (Invitation.objects.count(), User.objects.count()) == (0, 1)
    assert verbs() == ["accounts.person_invited", "directory.invitation_withdrawn"]


def test_a_partner_is_no_member_of_staff_until_invited_as_one(manager):
    user = make_partner(agency=make_agency())
    assert roles(user) == {"partner"}
    _, code = invite_colleague(manager, user.person)
    accept_invitation(code=code, email=user.email, login_id="", password=PASSWORD, now=NOW)
    assert roles(user) == {"partner", "staff"}
