import datetime as dt

import pypdfium2
import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.enums import PublicRole
from accounts.models import Invitation, User
from accounts.paper import invitation_pdf
from accounts.views import TOO_MANY_TAKEN
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from tests.factories.accounts import (
    PASSWORD,
    close_account,
    give_totp,
    invite,
    invite_by_mail,
    make_person,
    make_user,
    sign_in,
)

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)
CHOICE = {"email": "reiko@example.jp", "login_id": "", "password": PASSWORD}
ANSWER = CHOICE | {"password_again": PASSWORD}
ACCEPT = "/accounts/invitations/accept/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db):
    return make_person(name="佐久間 礼子", contact_email="minamo@example.jp")


@pytest.fixture
def code(person, manager):
    return invite(person=person, roles=[PublicRole.PARTNER], actor=manager, now=NOW)[1]


@pytest.fixture
def live_code(person, manager):
    """A code that is usable by the real clock, as the screens read it."""
    now = dt.datetime.now(dt.UTC)
    return invite(person=person, roles=[PublicRole.PARTNER], actor=manager, now=now)[1]


def test_an_accepted_invitation_makes_an_account_with_its_roles(person, code):
    user = services.accept_invitation(code=code, now=LATER, **CHOICE)
    assert (user.person, user.email, user.login_id) == (person, "reiko@example.jp", None)
    assert user.check_password(PASSWORD)
    assert user.role_names == {"partner"}
    assert Invitation.objects.get().used_at == LATER
    assert list(Entry.objects.order_by("id").values_list("verb", "subject_id")) == [
        ("accounts.person_invited", person.pk),
        ("accounts.invitation_accepted", person.pk),
    ]


def test_the_code_itself_is_stored_nowhere(code):
    plain = code.replace("-", "")
    assert Invitation.objects.filter(code_hash__icontains=plain).count() == 0
    assert len(Invitation.objects.get().code_hash) == 64


@pytest.mark.parametrize(
    "spelling", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "]
)
def test_case_hyphens_and_spaces_of_a_code_do_not_matter(code, spelling):
    assert services.usable_invitation(spelling(code), now=LATER).used_at is None


def test_a_code_typed_in_full_width_is_the_same_code(code):
    wide = "".join(chr(ord(each) + 0xFEE0) for each in code)
    assert services.usable_invitation(wide, now=LATER).used_at is None


def test_an_invitation_is_usable_for_72_hours_and_not_a_second_longer(code):
    last = NOW + dt.timedelta(hours=72)
    assert services.usable_invitation(code, now=last - dt.timedelta(seconds=1)).used_at is None
    with pytest.raises(services.InvitationNotUsable):
        services.accept_invitation(code=code, now=last, **CHOICE)
    assert User.objects.filter(email="reiko@example.jp").count() == 0


def test_an_invitation_works_once(code):
    services.accept_invitation(code=code, now=LATER, **CHOICE)
    with pytest.raises(services.InvitationNotUsable):
        services.accept_invitation(code=code, now=LATER, **CHOICE)


def test_a_second_invitation_ends_the_first(person, code, manager):
    invite(person=person, roles=[PublicRole.PARTNER], actor=manager, now=NOW)
    with pytest.raises(services.InvitationNotUsable):
        services.usable_invitation(code, now=LATER)
    assert Invitation.objects.count() == 1


def test_a_person_invited_again_keeps_the_roles_and_loses_factors_and_sessions(client, staff, manager):
    client.post("/accounts/login/", {"login": staff.email, "password": PASSWORD})
    give_totp(staff)
    code = invite(person=staff.person, roles=[PublicRole.EDITOR], actor=manager, now=NOW)[1]
    choice = {"email": staff.email, "login_id": "", "password": "新しいことばをならべた合い言葉"}
    again = services.accept_invitation(code=code, now=LATER, **choice)
    assert again.pk == staff.pk
    assert again.role_names == {"staff", "editor"}
    assert again.authenticator_set.count() == 0
    assert again.usersession_set.count() == 0
    assert client.get("/accounts/").status_code == 302
    assert not User.objects.get(pk=staff.pk).check_password(PASSWORD)


def test_a_closed_account_has_no_role_no_session_and_no_way_in_until_invited_again(client, partner, manager):
    client.post("/accounts/login/", {"login": partner.email, "password": PASSWORD})
    waiting = invite(person=partner.person, roles=[], actor=manager, now=NOW)[1]
    close_account(user=partner, actor=manager, now=NOW)
    assert client.get("/accounts/").status_code == 302
    assert partner.groups.count() == 0
    with pytest.raises(services.InvitationNotUsable):
        services.usable_invitation(waiting, now=NOW)
    code = invite(person=partner.person, roles=[PublicRole.PARTNER], actor=manager, now=NOW)[1]
    assert services.accept_invitation(code=code, now=LATER, **CHOICE).is_active


@pytest.mark.parametrize(
    ("taken", "field"),
    [({"email": "reiko@example.jp"}, "email"), ({"email": "", "login_id": "reiko-s"}, "login_id")],
)
def test_a_login_that_another_has_is_refused_and_the_invitation_stays_usable(code, taken, field):
    make_user(**taken)
    with pytest.raises(services.LoginIsTaken) as refused:
        services.accept_invitation(code=code, now=LATER, **(CHOICE | {"login_id": "reiko-s"}))
    assert refused.value.field == field
    assert services.usable_invitation(code, now=LATER).used_at is None


def test_an_invitation_by_mail_carries_the_link_and_no_name(person, manager):
    invite_by_mail(person=person, roles=[PublicRole.PARTNER], actor=manager, now=NOW)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("minamo@example.jp", "【つなぐ】ログインの招待")
    assert "佐久間" not in mail.text + mail.subject
    link = next(line for line in mail.text.splitlines() if line.startswith("http"))
    code = link.removeprefix("http://localhost:8000/accounts/invitations/").removesuffix("/")
    assert services.usable_invitation(code, now=LATER).person == person


def test_an_invitation_on_paper_is_one_page_with_name_code_and_deadline(person, manager):
    invitation, code = invite(person=person, roles=[PublicRole.PARTNER], actor=manager, now=NOW)
    paper = pypdfium2.PdfDocument(invitation_pdf(invitation, code))
    text = "".join(paper[0].get_textpage().get_text_range().split())
    assert len(paper) == 1
    assert code.replace("-", "") in text
    assert "佐久間礼子様" in text
    assert "令和8年11月27日（金）午後6時30分まで" in text
    paper.close()


def test_the_screens_lead_from_the_code_to_the_sign_in(client, live_code, person):
    form = client.post("/accounts/invitations/", {"code": live_code.lower()})
    assert form.status_code == 200
    assert "佐久間 礼子 さんへの招待です" in form.text
    assert form.context["form"].initial["email"] == "minamo@example.jp"
    done = client.post(ACCEPT, ANSWER | {"code": live_code})
    assert done.url == "/accounts/login/"
    assert client.post("/accounts/login/", {"login": "reiko@example.jp", "password": PASSWORD}).url == "/my/"


def test_opening_the_link_twice_uses_nothing_up(client, live_code):
    address = f"/accounts/invitations/{live_code}/"
    assert [client.get(address).status_code for _ in range(2)] == [200, 200]


def test_used_old_unknown_and_forged_codes_look_the_same(client, person, manager, live_code):
    now = dt.datetime.now(dt.UTC)
    old = invite(person=make_person(), roles=[], actor=manager, now=now - dt.timedelta(hours=73))[1]
    services.accept_invitation(code=live_code, now=now, **CHOICE)
    forged = ("A" if old[0] != "A" else "B") + old[1:]
    codes = [live_code, old, forged, "'; DROP TABLE--", "ÄÖ"]
    opened = [client.get(f"/accounts/invitations/{code}/") for code in codes]
    typed = [Client().post("/accounts/invitations/", {"code": code}) for code in codes]
    sent = [Client().post(ACCEPT, ANSWER | {"code": code}) for code in codes]
    answers = opened + typed + sent
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text.partition("<main")[2] for answer in answers}) == 1
    assert "この招待は使えません" in answers[0].text.partition("<main")[2]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "reiko"}, "email"),
        ({"login_id": "x"}, "login_id"),
        ({"login_id": "礼子さん"}, "login_id"),
        ({"password": "みじかい"}, "password"),
        ({"password": "reiko@example.jp"}, "password"),
        ({"password": "password123456789"}, "password_again"),
        ({"password_again": "ちがうことばをならべた合い言葉"}, "password_again"),
    ],
)
def test_a_form_with_a_mistake_says_so_and_keeps_the_rest(client, live_code, change, field):
    answer = client.post(ACCEPT, ANSWER | {"code": live_code} | change)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "<title>エラー：ログインのしかたを決める｜つなぐ" in answer.text
    assert f'name="code" value="{live_code}"' in answer.text
    assert PASSWORD not in answer.text


def test_no_log_learns_a_code_that_still_works(client, live_code, caplog):
    client.post(ACCEPT, ANSWER | {"code": live_code, "password_again": ""})
    client.get(f"/accounts/invitations/{live_code}/")
    assert live_code not in caplog.text


def test_a_taken_login_is_told_at_its_field(client, live_code, partner):
    answer = client.post(ACCEPT, ANSWER | {"code": live_code, "email": partner.email})
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"] == [
        "これは、ほかの方が使っています。別のものを書いてください。"
    ]


def test_an_invitation_tells_of_five_addresses_an_hour_and_of_no_more(client, live_code, partner):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            client.post(ACCEPT, ANSWER | {"code": live_code, "email": partner.email})
        told = [
            client.post(ACCEPT, ANSWER | {"code": live_code, "email": email})
            for email in (partner.email, ANSWER["email"])
        ]
        assert [answer.context["form"].errors for answer in told] == [{"__all__": [TOO_MANY_TAKEN]}] * 2
        clock.shift(60 * 60 + 1)
        assert client.post(ACCEPT, ANSWER | {"code": live_code}).status_code == 302


def test_accepting_signs_out_whoever_sat_at_the_machine_before(client, live_code, partner):
    sign_in(client, partner)
    client.post(ACCEPT, ANSWER | {"code": live_code})
    assert "_auth_user_id" not in client.session


def test_roles_that_this_door_does_not_know_give_nothing(person, manager):
    code = invite(person=person, roles=["case_worker"], actor=manager, now=NOW)[1]
    assert services.accept_invitation(code=code, now=LATER, **CHOICE).groups.count() == 0
    assert Group.objects.filter(name="case_worker").count() == 0


def test_the_owner_of_a_renewed_account_is_told_at_the_address_of_before(staff, manager):
    code = invite(person=staff.person, roles=[PublicRole.STAFF], actor=manager, now=NOW)[1]
    services.accept_invitation(code=code, email="new@example.jp", login_id="", password=PASSWORD, now=NOW)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("staff-a@example.jp", "【つなぐ】ログインのしかたが変わりました")


@pytest.mark.parametrize(("is_kept", "status"), [(True, 422), (False, 302)])
def test_where_the_address_is_kept_no_other_can_be_chosen(client, manager, settings, is_kept, status):
    settings.INVITATION_KEEPS_ADDRESS = is_kept
    person = make_person(contact_email="reiko@example.jp")
    code = invite(person=person, roles=[PublicRole.PARTNER], actor=manager, now=timezone.now())[1]
    choice = {"code": code, "email": "other@example.jp", "password": PASSWORD, "password_again": PASSWORD}
    assert client.post(ACCEPT, choice).status_code == status
