"""People are added, become partners, leave; accounts and open invitations follow at once."""

import pytest

from accounts.enums import PublicRole
from accounts.models import Invitation, Person
from accounts.services import accept_invitation
from directory.enums import MembershipRole
from directory.exceptions import AlreadyAColleague, MembershipRefused
from directory.models import Membership
from directory.services import colleague_in_transaction
from directory.services.people import add_person, end_membership, update_membership
from foundation.audit.models import Entry
from tests.factories.accounts import PASSWORD, invite, make_person, make_user, sign_in
from tests.factories.directory import NOW, SINCE, join, make_agency, make_member, make_partner

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
COLLEAGUE, PARTNER, ADMIN = MembershipRole


def colleague(agency, name="髙橋 慎", kana="タカハシ シン", job=""):
    return colleague_in_transaction(agency=agency, name=name, name_kana=kana, job=job, today=TODAY)


def membership_of(user):
    return Membership.objects.get(person=user.person)


def roles(user):
    return set(user.groups.values_list("name", flat=True))


def end(membership, staff):
    end_membership(membership=membership, actor=staff, now=NOW)
    membership.refresh_from_db()


def give_role(membership, role, staff):
    person = membership.person
    update_membership(
        membership=membership,
        role=role,
        job=person.job,
        contact_email=person.contact_email,
        actor=staff,
        now=NOW,
    )


def verbs():
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


# Colleagues by name


def test_a_new_name_is_a_new_colleague_from_today():
    agency = make_agency()
    membership = colleague(agency).memberships.get()
    assert (membership.agency, membership.role, membership.valid_from) == (agency, COLLEAGUE, TODAY)


@pytest.mark.parametrize(
    ("name", "kana"),
    [("高橋 慎", "タカハシ シン"), ("髙橋慎", "たかはしシン"), ("髙橋　慎", "ﾀｶﾊｼ ｼﾝ")],
)
def test_a_name_is_known_by_its_folded_form(name, kana):
    agency = make_agency()
    assert colleague(agency, name, kana) == colleague(agency)
    assert Person.objects.count() == 1


def test_another_reading_or_another_agency_is_another_person():
    agency = make_agency()
    people = {
        colleague(agency),
        colleague(agency, kana="タカハシ マコト"),
        colleague(make_agency(name="とまり木")),
    }
    assert len(people) == 3


def test_who_left_is_not_found_again():
    agency = make_agency()
    left = make_person(name="髙橋 慎", name_kana="タカハシ シン")
    join(left, agency, until=TODAY)
    assert colleague(agency) != left


def test_a_job_typed_now_is_kept_and_none_erases_nothing():
    agency = make_agency()
    colleague(agency, job="世話人")
    assert colleague(agency).job == "世話人"
    assert colleague(agency, job="管理者").job == "管理者"
    assert Person.objects.get().job == "管理者"


@pytest.mark.parametrize("count", [1, 3])
def test_finding_a_colleague_takes_one_query(count, django_assert_num_queries):
    agency = make_agency()
    for number in range(count):
        make_member(agency, name=f"見本 {number}", name_kana="ミホン")
    with django_assert_num_queries(1):
        assert colleague(agency, "見本 0", "ミホン").name == "見本 0"


# Adding


def test_a_new_person_is_added_from_today(staff):
    agency = make_agency()
    person = Person(name="髙橋 慎", name_kana="タカハシ シン", contact_email="t@example.jp")
    added = add_person(agency=agency, person=person, role=PARTNER, actor=staff, now=NOW)
    assert (added.person.contact_email, added.valid_from, added.role) == ("t@example.jp", TODAY, PARTNER)
    assert verbs() == ["directory.person_added"]


def test_whoever_has_an_account_already_gets_the_rights_at_once(staff):
    user = make_user(roles=[])
    add_person(agency=make_agency(), person=user.person, role=ADMIN, actor=staff, now=NOW)
    assert roles(user) == {"partner", "partner_admin"}


def test_the_same_name_is_not_added_twice(staff):
    agency = make_agency()
    make_member(agency, name="髙橋 慎", name_kana="タカハシ シン")
    with pytest.raises(AlreadyAColleague):
        add_person(
            agency=agency,
            person=Person(name="高橋 慎", name_kana="タカハシ シン"),
            role=COLLEAGUE,
            actor=staff,
            now=NOW,
        )
    assert (Person.objects.filter(name_kana="タカハシ シン").count(), verbs()) == (1, [])


# Changing


def test_becoming_an_administrator_reaches_the_account_at_once_and_so_does_losing_it(staff):
    user = make_partner(agency=make_agency())
    give_role(membership_of(user), ADMIN, staff)
    assert roles(user) == {"partner", "partner_admin"}
    give_role(membership_of(user), PARTNER, staff)
    assert roles(user) == {"partner"}
    assert Entry.objects.last().fields == ["role"]


def test_an_administrator_elsewhere_stays_one(staff):
    user = make_partner(agency=make_agency(), role=ADMIN)
    other = join(user.person, make_agency(name="とまり木"), role=ADMIN)
    give_role(other, COLLEAGUE, staff)
    assert roles(user) == {"partner", "partner_admin"}


def test_an_open_invitation_brings_what_the_person_is_by_then(staff):
    membership = make_member(make_agency(), role=ADMIN)
    invite(person=membership.person, roles={"partner", "partner_admin"}, actor=staff, now=NOW)
    give_role(membership, PARTNER, staff)
    assert Invitation.objects.get().roles == ["partner"]
    give_role(membership, COLLEAGUE, staff)
    assert Invitation.objects.count() == 0


def test_the_address_of_staff_stays_as_managers_wrote_it(staff, manager):
    membership = join(manager.person, make_agency(kind="settlement_centre"), role=COLLEAGUE)
    update_membership(
        membership=membership,
        role=COLLEAGUE,
        job="所長",
        contact_email="elsewhere@example.jp",
        actor=staff,
        now=NOW,
    )
    manager.person.refresh_from_db()
    assert (manager.person.job, manager.person.contact_email) == ("所長", "")


# Leaving


def test_who_leaves_does_not_act_from_today_and_cannot_sign_in(staff, client):
    user = make_partner(agency=make_agency())
    sign_in(client, user, with_factor=False)
    membership = membership_of(user)
    end(membership, staff)
    user.refresh_from_db()
    assert (membership.valid_to, user.is_active, roles(user)) == (TODAY, False, set())
    assert client.get("/my/agencies/").status_code == 302
    assert verbs() == ["accounts.account_closed", "directory.membership_ended"]


def test_whoever_works_elsewhere_keeps_the_account_with_the_rights_of_there(staff):
    user = make_partner(agency=make_agency(), role=ADMIN)
    first = membership_of(user)
    join(user.person, make_agency(name="とまり木"), role=PARTNER)
    end(first, staff)
    user.refresh_from_db()
    assert (user.is_active, roles(user)) == (True, {"partner"})


def test_staff_of_the_centre_keep_their_account(staff, manager):
    user = make_user(roles=[PublicRole.EDITOR, PublicRole.PARTNER])
    end(join(user.person, make_agency(), role=PARTNER), manager)
    user.refresh_from_db()
    assert (user.is_active, roles(user)) == (True, {"editor"})


def test_an_officer_of_the_prefecture_who_leaves_is_closed(staff):
    user = make_user(roles=[PublicRole.PREFECTURE])
    end(join(user.person, make_agency(kind="prefecture"), role=COLLEAGUE), staff)
    user.refresh_from_db()
    assert user.is_active is False


def test_an_open_invitation_ends_with_the_membership(staff):
    membership = make_member(make_agency(), role=PARTNER)
    invite(person=membership.person, roles=["partner"], actor=staff, now=NOW)
    end(membership, staff)
    assert Invitation.objects.count() == 0


def test_who_was_added_and_leaves_on_one_day_leaves_no_time_behind(staff):
    membership = join(make_person(), make_agency(), since=TODAY)
    end(membership, staff)
    assert membership.valid_to == membership.valid_from == TODAY
    join(membership.person, membership.agency, since=TODAY)


def test_a_membership_ends_once(staff):
    membership = make_member(make_agency())
    end(membership, staff)
    with pytest.raises(MembershipRefused, match="もう終わっています"):
        end(membership, staff)
    with pytest.raises(MembershipRefused, match="もう終わっています"):
        give_role(membership, PARTNER, staff)
    assert verbs() == ["directory.membership_ended"]


def test_a_closed_person_who_comes_back_is_invited_anew(staff):
    user = make_partner(agency=make_agency())
    end(membership_of(user), staff)
    agency = make_agency(name="とまり木")
    add_person(agency=agency, person=user.person, role=PARTNER, actor=staff, now=NOW)
    user.refresh_from_db()
    assert (user.is_active, roles(user)) == (False, set())
    _, code = invite(person=user.person, roles=["partner"], actor=staff, now=NOW)
    accept_invitation(code=code, email=user.email, login_id="", password=PASSWORD, now=NOW)
    user.refresh_from_db()
    assert (user.is_active, roles(user)) == (True, {"partner"})


def test_times_at_an_agency_begin_where_they_began(staff):
    membership = make_member(make_agency())
    end(membership, staff)
    assert (membership.valid_from, membership.valid_to) == (SINCE, TODAY)
