import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import PrivateRole
from accounts.models import Invitation, Person, User
from accounts.services import InvitationNotUsable, accept_invitation, usable_invitation
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from handoff import services
from handoff.models import Enrolment
from tests.factories.accounts import PASSWORD
from tests.factories.handoff import invitations_mailed, make_agency, make_enrolment

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
DAYS = {"valid_from": dt.date(2026, 11, 24), "valid_until": dt.date(2027, 3, 31)}
pytestmark = pytest.mark.django_db


def propose(actor, *, person=None, role=PrivateRole.CASE_WORKER, agency=None):
    person = person or Person(name="佐久間 礼子", contact_email="reiko@example.jp")
    return services.invite_for_enrolment(
        person=person, agency=agency, role=role, actor=actor, now=NOW, **DAYS
    )


def code_in(mail):
    line = next(line for line in mail.text.splitlines() if line.startswith("http"))
    return line.rstrip("/").rpartition("/")[2]


def accept(code, **choice):
    choice = {"email": "reiko@example.jp", "login_id": "", "password": PASSWORD} | choice
    return accept_invitation(code=code, now=NOW, **choice)


def verbs():
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def test_a_proposal_saves_a_new_person_and_sends_nothing(lead):
    proposed = propose(lead)
    assert (proposed.person.name, proposed.approved_at, proposed.invited_by) == ("佐久間 礼子", None, lead)
    assert invitations_mailed().count() == 0
    assert Invitation.objects.count() == 0
    assert verbs() == ["handoff.enrolment_proposed"]


def test_a_role_that_does_not_fit_is_refused_and_saves_nobody(lead):
    with pytest.raises(services.NotAllowed):
        propose(lead, role=PrivateRole.AGENCY_WORKER)
    assert Person.objects.filter(name="佐久間 礼子").count() == 0


def test_the_same_enrolment_twice_is_refused(lead):
    first = propose(lead)
    with pytest.raises(services.NotAllowed):
        propose(lead, person=first.person)
    assert Enrolment.objects.filter(person=first.person).count() == 1


def test_approval_invites_by_mail_and_names_nobody(lead, privacy_officer):
    proposed = propose(lead)
    services.approve_enrolment(enrolment=proposed, actor=privacy_officer, now=NOW)
    mail = invitations_mailed().get()
    assert (mail.to, mail.subject) == ("reiko@example.jp", "【つなぐ】招待のお知らせ")
    assert [word for word in ("佐久間", "引継ぎ", "相談員") if word in mail.text + mail.subject] == []
    assert Invitation.objects.get().roles == ["case_worker"]
    assert verbs() == [
        "handoff.enrolment_proposed",
        "accounts.person_invited",
        "handoff.enrolment_approved",
    ]


def test_whoever_proposed_does_not_approve(lead):
    proposed = propose(lead)
    with pytest.raises(services.NotAllowed):
        services.approve_enrolment(enrolment=proposed, actor=lead, now=NOW)
    proposed.refresh_from_db()
    assert proposed.approved_at is None


def test_nobody_approves_their_own_enrolment(lead, privacy_officer):
    proposed = propose(lead, person=privacy_officer.person, role=PrivateRole.KEY_CUSTODIAN)
    with pytest.raises(services.NotAllowed):
        services.approve_enrolment(enrolment=proposed, actor=privacy_officer, now=NOW)


def test_a_stale_page_cannot_approve_twice(lead, privacy_officer):
    proposed = propose(lead)
    services.approve_enrolment(enrolment=proposed, actor=privacy_officer, now=NOW)
    with pytest.raises(services.NotAllowed):
        services.approve_enrolment(enrolment=proposed, actor=privacy_officer, now=NOW)
    assert invitations_mailed().count() == 1


def test_the_invited_person_gets_in_with_the_role_of_the_enrolment(lead, privacy_officer):
    proposed = propose(lead)
    services.approve_enrolment(enrolment=proposed, actor=privacy_officer, now=NOW)
    user = accept(code_in(invitations_mailed().get()))
    assert user.role_names == {"case_worker"}


def test_without_an_address_the_invitation_waits_for_paper(lead, privacy_officer):
    proposed = propose(lead, person=Person(name="佐久間 礼子"))
    services.approve_enrolment(enrolment=proposed, actor=privacy_officer, now=NOW)
    assert invitations_mailed().count() == 0
    with pytest.raises(services.NotAllowed, match="別の人が、招待状を印刷"):
        services.invite_again_on_paper(enrolment=proposed, actor=lead, now=NOW)
    _, code = services.invite_again_on_paper(enrolment=proposed, actor=privacy_officer, now=NOW)
    assert accept(code).person == proposed.person


def test_whoever_has_an_address_gets_the_invitation_there_and_nobody_prints_it(lead, privacy_officer):
    proposed = propose(lead)
    services.approve_enrolment(enrolment=proposed, actor=privacy_officer, now=NOW)
    with pytest.raises(services.NotAllowed, match="招待をメールで送ります"):
        services.invite_again_on_paper(enrolment=proposed, actor=privacy_officer, now=NOW)
    assert Invitation.objects.count() == 1


def test_a_repeated_invitation_ends_the_one_before(lead, privacy_officer):
    proposed = propose(lead)
    services.approve_enrolment(enrolment=proposed, actor=privacy_officer, now=NOW)
    first = code_in(invitations_mailed().get())
    services.invite_again_by_mail(enrolment=proposed, actor=lead, now=NOW)
    with pytest.raises(InvitationNotUsable):
        usable_invitation(first, now=NOW)
    assert accept(code_in(invitations_mailed().first())).person == proposed.person


def test_no_mail_goes_to_nowhere(lead, privacy_officer):
    proposed = propose(lead, person=Person(name="佐久間 礼子"))
    services.approve_enrolment(enrolment=proposed, actor=privacy_officer, now=NOW)
    with pytest.raises(services.NotAllowed):
        services.invite_again_by_mail(enrolment=proposed, actor=lead, now=NOW)
    assert invitations_mailed().count() == 0


@pytest.mark.parametrize("invite", [services.invite_again_by_mail, services.invite_again_on_paper])
def test_one_person_alone_cannot_make_a_new_way_into_an_account(lead, case_worker, invite):
    enrolment = case_worker.person.enrolments.get()
    with pytest.raises(services.NotAllowed):
        invite(enrolment=enrolment, actor=lead, now=NOW)
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("invite", [services.invite_again_by_mail, services.invite_again_on_paper])
def test_nobody_is_invited_before_the_approval(lead, invite):
    proposed = propose(lead)
    with pytest.raises(services.NotAllowed):
        invite(enrolment=proposed, actor=lead, now=NOW)


def test_a_second_enrolment_adds_its_role_and_leaves_the_sign_in_alone(lead, privacy_officer, case_worker):
    proposed = propose(lead, person=case_worker.person, role=PrivateRole.KEY_CUSTODIAN)
    services.approve_enrolment(enrolment=proposed, actor=privacy_officer, now=NOW)
    assert User.objects.get(pk=case_worker.pk).role_names == {"case_worker", "key_custodian"}
    assert Invitation.objects.count() == 0


def test_ending_closes_sessions_at_once_and_with_the_last_enrolment_the_account(client, lead, case_worker):
    client.post("/accounts/login/", {"login": case_worker.email, "password": PASSWORD})
    assert case_worker.usersession_set.count() == 1
    services.end_enrolment(enrolment=case_worker.person.enrolments.get(), actor=lead, now=NOW)
    ended = User.objects.get(pk=case_worker.pk)
    assert (ended.is_active, ended.role_names, ended.usersession_set.count()) == (False, frozenset(), 0)
    assert client.get("/handoff/").url == "/accounts/login/?next=/handoff/"
    assert verbs() == ["accounts.account_closed", "handoff.enrolment_ended"]


def test_ending_one_of_two_enrolments_keeps_the_account_and_the_other_role(client, lead, case_worker):
    other = make_enrolment(person=case_worker.person, role=PrivateRole.KEY_CUSTODIAN)
    client.post("/accounts/login/", {"login": case_worker.email, "password": PASSWORD})
    services.end_enrolment(enrolment=other, actor=lead, now=NOW)
    kept = User.objects.get(pk=case_worker.pk)
    assert (kept.is_active, kept.role_names, kept.usersession_set.count()) == (True, {"case_worker"}, 0)


def test_ending_makes_an_unused_invitation_worthless(lead, privacy_officer):
    proposed = propose(lead)
    services.approve_enrolment(enrolment=proposed, actor=privacy_officer, now=NOW)
    services.end_enrolment(enrolment=proposed, actor=lead, now=NOW)
    with pytest.raises(InvitationNotUsable):
        usable_invitation(code_in(invitations_mailed().get()), now=NOW)


def test_nobody_ends_their_own_enrolment(lead):
    with pytest.raises(services.NotAllowed):
        services.end_enrolment(enrolment=lead.person.enrolments.get(), actor=lead, now=NOW)
    assert User.objects.get(pk=lead.pk).is_active


def test_a_lost_phone_takes_two_people_to_replace(lead, privacy_officer, case_worker):
    services.end_enrolment(enrolment=case_worker.person.enrolments.get(), actor=lead, now=NOW)
    again = propose(lead, person=case_worker.person)
    with pytest.raises(services.NotAllowed):
        services.invite_again_on_paper(enrolment=again, actor=lead, now=NOW)
    services.approve_enrolment(enrolment=again, actor=privacy_officer, now=NOW)
    _, code = services.invite_again_on_paper(enrolment=again, actor=privacy_officer, now=NOW)
    assert accept(code).pk == case_worker.pk


def test_an_empty_door_is_opened_for_two_who_approve_each_other():
    call_command(
        "open_private_door",
        lead=["所長B", "b@example.jp"],
        privacy_officer=["責任者E", "e@example.jp"],
        until=dt.date(2099, 3, 31),
        stdout=StringIO(),
    )
    first, second = Enrolment.objects.order_by("id")
    assert (first.role, first.approved_by.person) == ("lead", second.person)
    assert (second.role, second.approved_by.person) == ("privacy_officer", first.person)
    assert set(invitations_mailed().values_list("to", flat=True)) == {"b@example.jp", "e@example.jp"}
    assert [user.is_active for user in User.objects.all()] == [False, False]
    now = dt.datetime.now(dt.UTC)
    code = code_in(invitations_mailed().get(to="b@example.jp"))
    opened = accept_invitation(code=code, email="b@example.jp", login_id="", password=PASSWORD, now=now)
    assert (opened.is_active, opened.role_names) == (True, {"lead"})


def test_a_door_that_is_open_is_not_opened_again(lead):
    with pytest.raises(CommandError):
        call_command(
            "open_private_door",
            lead=["部外者D", "d@example.jp"],
            privacy_officer=["部外者F", "f@example.jp"],
            until=dt.date(2099, 3, 31),
        )
    assert Enrolment.objects.count() == 1


def test_a_member_of_an_agency_is_enrolled_for_it(lead, privacy_officer):
    agency = make_agency()
    proposed = propose(lead, role=PrivateRole.AGENCY_COORDINATOR, agency=agency)
    services.approve_enrolment(enrolment=proposed, actor=privacy_officer, now=NOW)
    assert (
        Enrolment.objects.valid(today=dt.date(2026, 11, 24)).get(agency=agency).person.name == "佐久間 礼子"
    )


def test_whoever_may_approve_is_told_by_mail_that_something_waits(lead, privacy_officer):
    proposed = propose(lead)
    told = OutgoingMail.objects.get(cause__startswith="handoff.enrolment_proposed:")
    assert (told.to, proposed.person.name in told.text + told.subject) == (privacy_officer.email, False)
