"""相談員A adds people to an agency, lets them use the portal, invites them by mail or paper, and ends it."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import PublicRole
from accounts.models import Invitation, Person
from accounts.services import usable_invitation
from directory.enums import MembershipRole
from directory.models import Membership
from foundation.mail.models import OutgoingMail
from tests.factories.accounts import make_user
from tests.factories.directory import NOW, join, make_agency, make_member, make_partner

pytestmark = pytest.mark.django_db
COLLEAGUE, PARTNER, ADMIN = MembershipRole


def at(name, *args):
    return reverse(f"directory_desk:{name}", args=args)


def typed(**fields):
    return {"name": "髙橋 慎", "name_kana": "タカハシ シン", "role": COLLEAGUE} | fields


def errors(answer):
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


@pytest.fixture
def agency(today):
    return make_agency(name="グループホームみなも")


def add(desk, agency, **fields):
    return desk.post(at("add_person", agency.public_id), typed(**fields))


# Adding


def test_a_colleague_is_added_and_shown(desk, agency):
    answer = desk.post(
        at("add_person", agency.public_id),
        typed(name_kana="たかはし　しん", job=" 世話人 ", contact_email="ｔ＠example.jp"),
        follow=True,
    )
    person = Person.objects.get(name="髙橋 慎")
    assert (person.name_kana, person.job, person.contact_email) == ("タカハシ シン", "世話人", "t@example.jp")
    assert answer.redirect_chain == [(at("agency", agency.public_id), 303)]
    assert "髙橋 慎さんを加えました。" in answer.content.decode()


def test_whoever_will_use_the_portal_is_invited_next(desk, agency):
    answer = add(desk, agency, role=PARTNER)
    assert answer.headers["Location"] == at("invite", Membership.objects.get().pk)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"name": ""}, "name", "お名前を書いてください。"),
        ({"name_kana": ""}, "name_kana", "フリガナを書いてください。"),
        ({"name_kana": "慎"}, "name_kana", "カタカナか、ひらがなで書いてください。例：サクマ レイコ"),
        ({"contact_email": "t.example.jp"}, "contact_email", "「@」が入っていません。例：minamo@example.jp"),
        ({"role": ""}, "role", "役割を選んでください。"),
    ],
)
def test_a_mistake_is_told_in_words_and_the_rest_is_kept(desk, agency, fields, field, words):
    answer = add(desk, agency, job="世話人", **fields)
    assert (answer.status_code, errors(answer)) == (422, {field: [words]})
    assert 'value="世話人"' in answer.content.decode()
    assert Membership.objects.count() == 0


def test_the_same_name_is_not_added_twice(desk, agency):
    make_member(agency, name="高橋 慎", name_kana="タカハシ シン")
    answer = add(desk, agency, known="new")
    assert errors(answer) == {"name": ["この方は、この機関にもう登録されています。"]}


def test_a_namesake_elsewhere_is_asked_for(desk, agency):
    known = make_member(make_agency(name="とまり木"), name="高橋 慎", name_kana="タカハシ シン").person
    asked = add(desk, agency)
    page = asked.content.decode()
    assert (asked.status_code, errors(asked)) == (422, {"known": ["どなたのことか、選んでください。"]})
    assert [words in page for words in ("とまり木の方", "名前が同じだけの、別の方")] == [True, True]
    add(desk, agency, known=str(known.pk))
    assert {membership.person for membership in agency.memberships.all()} == {known}


def test_a_namesake_may_be_somebody_else(desk, agency):
    known = make_member(make_agency(name="とまり木"), name="髙橋 慎", name_kana="タカハシ シン").person
    add(desk, agency, known="new")
    assert agency.memberships.get().person != known


def test_nobody_is_taken_over_by_a_number_that_was_not_offered(desk, agency, manager):
    answer = add(desk, agency, known=str(manager.person_id))
    assert agency.memberships.get().person.name == "髙橋 慎"
    assert answer.status_code == 303


# Changing


def test_role_job_and_address_are_changed(desk, agency):
    membership = make_member(agency)
    fields = {"role": ADMIN, "job": "管理者", "contact_email": "r@example.jp"}
    answer = desk.post(at("change_membership", membership.pk), fields)
    membership.refresh_from_db()
    person = membership.person
    assert answer.headers["Location"] == at("agency", agency.public_id)
    assert (membership.role, person.job, person.contact_email) == (ADMIN, "管理者", "r@example.jp")


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"role": "manager"}, "role", "正しく選択してください。"),
        ({"contact_email": "r@"}, "contact_email", "「@」のあとが書かれていません。例：minamo@example.jp"),
    ],
)
def test_a_wrong_change_is_told_in_words(desk, agency, fields, field, words):
    membership = make_member(agency)
    answer = desk.post(at("change_membership", membership.pk), {"role": PARTNER, "job": "世話人"} | fields)
    assert (answer.status_code, field in errors(answer)) == (422, True)
    assert words in errors(answer)[field][0]
    membership.refresh_from_db()
    assert membership.role == COLLEAGUE


def test_the_address_of_staff_is_not_offered(desk, agency, manager):
    membership = join(manager.person, agency, role=COLLEAGUE)
    page = desk.get(at("change_membership", membership.pk)).content.decode()
    assert "連絡先のメール" not in page
    desk.post(at("change_membership", membership.pk), {"role": COLLEAGUE, "contact_email": "x@example.jp"})
    manager.person.refresh_from_db()
    assert manager.person.contact_email == ""


# Inviting


def test_a_paper_is_one_page_with_the_code_and_is_kept_nowhere(desk, agency):
    membership = make_member(agency, role=PARTNER)
    answer = desk.post(at("invite", membership.pk), {"way": "paper"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    pages = PdfReader(BytesIO(answer.content)).pages
    words = pages[0].extract_text()
    code = "".join(words.partition("招待の番号")[2].split()[:4])
    assert (len(pages), "佐久間 礼子 様" in words) == (1, True)
    assert usable_invitation(code, now=NOW).person == membership.person


def test_a_mail_is_sent_and_its_state_is_shown(desk, agency):
    membership = make_member(agency, role=PARTNER, contact_email="r@example.jp")
    page = desk.post(at("invite", membership.pk), {"way": "mail"}, follow=True).content.decode()
    assert OutgoingMail.objects.get().to == "r@example.jp"
    assert "佐久間 礼子さんに、招待のメールを送りました。" in page
    assert "11月24日（火）の招待は、まだ使われていません（11月27日（金）午前10時まで）" in page


def test_an_expired_and_a_used_invitation_say_so(desk, agency, staff):
    for name, times, words in (
        ("前に招待", {"expires_at": NOW}, "期限が切れました"),
        ("使った方", {"used_at": NOW}, "使われました"),
    ):
        membership = make_member(agency, name=name, role=PARTNER)
        desk.post(at("invite", membership.pk), {"way": "paper"})
        Invitation.objects.filter(person=membership.person).update(created_at="2026-11-20T00:00Z", **times)
        assert f"の招待は、{words}" in desk.get(at("agency", agency.public_id)).content.decode()


def test_without_an_address_only_the_paper_is_offered(desk, agency):
    membership = make_member(agency, role=PARTNER)
    page = desk.get(at("invite", membership.pk)).content.decode()
    assert ('value="mail"' in page, 'value="paper"' in page) == (False, True)


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("", "メールで送るか、紙に印刷するかを選んでください。"),
        ("pigeon", "メールで送るか、紙に印刷するかを選んでください。"),
        ("mail", "メールアドレスがありません。書き加えるか、紙で招待してください。"),
    ],
)
def test_a_wrong_way_is_told_in_words(desk, agency, way, words):
    membership = make_member(agency, role=PARTNER)
    answer = desk.post(at("invite", membership.pk), {"way": way})
    assert (answer.status_code, errors(answer)["__all__"], words in answer.content.decode()) == (
        422,
        [words],
        True,
    )
    assert Invitation.objects.count() == 0


def test_whoever_signs_in_already_is_warned_of(desk, agency):
    user = make_partner(agency=agency)
    page = desk.get(at("invite", user.person.memberships.get().pk)).content.decode()
    assert "もうログインできる方です" in page


def test_staff_are_not_invited_from_here(desk, agency):
    colleague = make_user(roles=[PublicRole.EDITOR])
    membership = join(colleague.person, agency, role=PARTNER)
    answer = desk.post(at("invite", membership.pk), {"way": "paper"})
    assert errors(answer) == {"__all__": ["センターと県の職員は「設定」の「職員」から招待します。"]}
    assert at("invite", membership.pk) not in desk.get(at("agency", agency.public_id)).content.decode()


# Ending


def test_ending_asks_first_and_is_done_by_the_button(desk, agency, today):
    user = make_partner(agency=agency)
    membership = user.person.memberships.get()
    assert "アカウントもすぐに閉じます" in desk.get(at("end_membership", membership.pk)).content.decode()
    answer = desk.post(at("end_membership", membership.pk))
    membership.refresh_from_db()
    user.refresh_from_db()
    assert (answer.status_code, membership.valid_to, user.is_active) == (303, today, False)
    assert desk.get(at("end_membership", membership.pk)).status_code == 404
