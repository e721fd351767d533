"""所長B invites colleagues, gives them roles and shuts them out."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import PublicRole
from accounts.models import Invitation, Person
from foundation.mail.models import OutgoingMail
from tests.factories.accounts import invite, make_person, make_user
from tests.factories.directory import NOW

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"directory_desk:{name}", args=args)


def typed(**fields):
    colleague = {"name": "浅野 あかり", "name_kana": "アサノ アカリ", "job": "相談員", "roles": ["staff"]}
    return colleague | {"contact_email": "asano@example.jp", "way": "mail"} | fields


def errors(answer):
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def roles(user):
    return set(user.groups.values_list("name", flat=True))


def test_the_list_shows_roles_and_state_and_offers_nothing_for_oneself(office, manager, staff):
    page = office.get(at("staff")).content.decode()
    assert [word in page for word in ("相談員A", "センターの職員", "所長B", "ご自分です")] == [True] * 4
    assert at("close_staff", staff.person_id) in page
    assert at("close_staff", manager.person_id) not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(count, office, django_assert_num_queries):
    for number in range(count):
        colleague = make_user(name=f"職員{number}", roles=[PublicRole.EDITOR])
        invite(person=colleague.person, roles=["editor"], actor=colleague, now=NOW)
    office.get(at("staff"))
    with django_assert_num_queries(14):
        office.get(at("staff"))


def test_a_colleague_is_invited_by_mail(office):
    answer = office.post(at("invite_staff"), typed(roles=["staff", "editor"]), follow=True)
    page = answer.content.decode()
    assert (OutgoingMail.objects.get().to, Invitation.objects.get().roles) == (
        "asano@example.jp",
        ["editor", "staff"],
    )
    assert ["招待中" in page, "ページの編集者・センターの職員" in page] == [True, True]


def test_a_colleague_is_invited_on_paper(office):
    answer = office.post(at("invite_staff"), typed(contact_email="", way="paper"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "浅野 あかり 様" in PdfReader(BytesIO(answer.content)).pages[0].extract_text()


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"name": ""}, "name", "お名前を書いてください。"),
        ({"name_kana": "朝野"}, "name_kana", "カタカナか、ひらがなで書いてください。例：サクマ レイコ"),
        ({"roles": []}, "roles", "役割を、1つ以上選んでください。"),
        ({"contact_email": ""}, "contact_email", "メールで招待するには、メールアドレスが必要です。"),
        ({"way": ""}, "__all__", "メールで送るか、紙に印刷するかを選んでください。"),
    ],
)
def test_a_mistake_is_told_in_words_and_the_rest_is_kept(office, fields, field, words):
    answer = office.post(at("invite_staff"), typed(**fields))
    page = answer.content.decode()
    assert (answer.status_code, errors(answer)[field], words in page) == (422, [words], True)
    assert 'value="相談員"' in page
    assert Person.objects.filter(job="相談員").count() == 0


@pytest.mark.parametrize("role", ["partner", "case_worker", "x"])
def test_a_role_that_is_not_offered_is_refused(office, role):
    answer = office.post(at("invite_staff"), typed(roles=["staff", role]))
    assert (answer.status_code, list(errors(answer))) == (422, ["roles"])


def test_a_colleague_who_lost_the_phone_is_invited_again_with_the_same_roles(office, staff):
    page = office.get(at("invite_staff_again", staff.person_id)).content.decode()
    assert ["決めなおしになります" in page, 'name="roles"' in page] == [True, False]
    fields = {"contact_email": "new@example.jp", "way": "mail", "roles": ["manager"]}
    office.post(at("invite_staff_again", staff.person_id), fields)
    assert (Invitation.objects.get().roles, OutgoingMail.objects.get().to) == (["staff"], "new@example.jp")


def test_a_closed_colleague_is_invited_again_with_roles_to_choose(office, staff):
    office.post(at("close_staff", staff.person_id))
    page = office.get(at("invite_staff_again", staff.person_id)).content.decode()
    assert 'name="roles"' in page
    office.post(at("invite_staff_again", staff.person_id), {"roles": ["editor"], "way": "paper"})
    assert Invitation.objects.get().roles == ["editor"]


def test_nobody_renews_their_own_sign_in_here(office, manager):
    answer = office.post(at("invite_staff_again", manager.person_id), {"way": "paper"})
    assert (answer.status_code, errors(answer)) == (
        422,
        {"__all__": ["ご自分のアカウントは、ほかの人に頼んで変えてもらってください。"]},
    )


def test_roles_are_changed_at_once(office, staff):
    form = office.get(at("staff_roles", staff.person_id)).context["form"]
    assert form["roles"].value() == ["staff"]
    office.post(at("staff_roles", staff.person_id), {"roles": ["editor", "prefecture"]})
    assert roles(staff) == {"editor", "prefecture"}


def test_a_colleague_without_any_role_is_refused(office, staff):
    answer = office.post(at("staff_roles", staff.person_id), {})
    assert (answer.status_code, errors(answer)) == (422, {"roles": ["役割を、1つ以上選んでください。"]})
    assert roles(staff) == {"staff"}


def test_closing_asks_first_and_is_done_by_the_button(office, staff):
    assert (
        "すぐに、ログインできなくなります" in office.get(at("close_staff", staff.person_id)).content.decode()
    )
    page = office.post(at("close_staff", staff.person_id), follow=True).content.decode()
    staff.refresh_from_db()
    assert (staff.is_active, "相談員Aさんのアカウントを閉じました。" in page) == (False, True)


def test_nobody_closes_their_own_account(office, manager):
    page = office.post(at("close_staff", manager.person_id), follow=True).content.decode()
    manager.refresh_from_db()
    assert (manager.is_active, "ほかの人に頼んで" in page) == (True, True)


def test_an_invitation_that_nobody_used_is_withdrawn(office, manager):
    newcomer = make_person(name="浅野 あかり")
    invite(person=newcomer, roles=["staff"], actor=manager, now=NOW)
    assert "招待を取り消す" in office.get(at("close_staff", newcomer.pk)).content.decode()
    page = office.post(at("close_staff", newcomer.pk), follow=True)
    assert "浅野 あかりさんの招待を取り消しました。" in page.content.decode()
    assert [row.person for row in page.context["rows"]] == [manager.person]
    assert Invitation.objects.count() == 0
