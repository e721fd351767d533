"""Nobody is invited before somebody has called the agency, and nobody learns anything by applying."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.enums import PublicRole
from accounts.models import Invitation
from directory.enums import FieldGroup, InvitationWay, Level, MembershipRole
from directory.finding.services import rebuild_entries
from directory.joining.enums import ApplicationState, Terms
from directory.joining.exceptions import JoiningRefused
from directory.joining.models import AccountApplication
from directory.joining.rules import may_approve
from directory.joining.services.applying import (
    apply_for_account,
    approve_application,
    erase_old_applications,
    note_call,
    refuse_application,
)
from directory.models import Agency, FieldVisibility, Membership
from directory.rules import has_to_be_confirmed
from directory.services.agencies import merge_agencies
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import NOW, join, make_agency, make_member
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db
APPLY, DESK = "/partners/apply/", "/cms/joining/"
SAID = {
    "organisation": "グループホームみなも",
    "name": "佐久間 礼子",
    "name_kana": "サクマ レイコ",
    "job": "世話人",
    "email": "sakuma@example.jp",
    "phone": "000-001-0009",
}
FORGOTTEN = dict.fromkeys(["name", "name_kana", "job", "email", "phone"], "") | {"erased_at": NOW}
SENT = SAID | {"agency": "none", "terms": list(Terms.values)}


@pytest.fixture(autouse=True)
def _no_rates_of_others(today):
    cache.clear()


@pytest.fixture
def application(agency):
    return apply_for_account(agency=agency, said=SAID, actor=None, now=NOW)


@pytest.fixture
def checked(application, agency, staff):
    given = {"checked_on": NOW.date(), "checked_with": "施設長", "actor": staff, "now": NOW}
    note_call(application=application, agency=agency, **given)
    return application


def text(response):
    return response.content.decode()


def of(application):
    return f"{DESK}{application.pk}/"


def test_an_application_is_kept_and_nothing_is_sent(client):
    answer = client.post(APPLY, SENT)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/partners/apply/done/")
    kept = AccountApplication.objects.get()
    assert (kept.state, kept.name, kept.agency) == (ApplicationState.APPLIED, "佐久間 礼子", None)
    assert (OutgoingMail.objects.count(), Invitation.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"organisation": ""}, "事業所の名前を書いてください"),
        ({"email": "だめ"}, "メールアドレス"),
        ({"terms": ["own"]}, "すべて選んでください"),
        ({"agency": "ZZZZZZZZ"}, "名簿の中の、どれですか"),
        ({"homepage": "x"}, "自動で送られた"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(client, changes, words):
    answer = client.post(APPLY, SENT | changes)
    assert (answer.status_code, words in text(answer)) == (422, True)
    assert AccountApplication.objects.count() == 0


def test_too_many_applications_have_to_wait(client, settings):
    settings.JOINING_RATES = {"sender": "1/h/ip"}
    assert [client.post(APPLY, SENT).status_code for _ in range(2)] == [303, 429]


@pytest.mark.django_db(transaction=True)
def test_the_agency_is_found_only_where_everybody_may_find_it(client, agency):
    hidden = make_agency(name="みなも秘密の家")
    FieldVisibility.objects.create(agency=hidden, group=FieldGroup.LISTING, level=Level.STAFF)
    rebuild_entries(today=NOW.date())
    answer = client.post(APPLY, SENT | {"organisation": "みなも", "lookup": "organisation"})
    assert (agency.public_id in text(answer), "秘密" in text(answer)) == (True, False)
    assert (answer.status_code, answer.context["form"]["name"].value()) == (200, "佐久間 礼子")
    refused = client.post(APPLY, SENT | {"organisation": "みなも", "agency": hidden.public_id})
    assert refused.status_code == 422
    client.post(APPLY, SENT | {"organisation": "みなも", "agency": agency.public_id})
    assert AccountApplication.objects.get().agency == agency


def test_without_a_call_nobody_is_invited(desk, application):
    answer = desk.post(of(application), {"step": "approve", "role": "partner", "way": "mail"})
    assert (answer.status_code, "先に、事業所に電話をかけて" in text(answer)) == (422, True)
    assert (Membership.objects.count(), Invitation.objects.count()) == (0, 0)


def test_after_the_call_the_person_is_invited_to_the_agency(desk, application, agency, staff, today):
    called = {
        "step": "call",
        "agency": agency.public_id.lower(),
        "checked_on": str(today),
        "checked_with": "施設長",
    }
    assert desk.post(of(application), called).status_code == 303
    page = text(desk.get(of(application)))
    assert ("相手 施設長さん" in page, "かけた人 相談員A" in page) == (True, True)
    assert (
        desk.post(of(application), {"step": "approve", "role": "partner_admin", "way": "mail"}).status_code
        == 303
    )
    joined = Membership.objects.get()
    assert (joined.agency, joined.role, joined.person.name) == (
        agency,
        MembershipRole.PARTNER_ADMIN,
        "佐久間 礼子",
    )
    assert Invitation.objects.get().roles == ["partner", "partner_admin"]
    mail = OutgoingMail.objects.get()
    assert (mail.to, "佐久間" in mail.text, "みなも" in mail.text) == ("sakuma@example.jp", False, False)


def test_the_invitation_may_be_a_paper(desk, checked):
    answer = desk.post(of(checked), {"step": "approve", "role": "partner", "way": "paper"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert OutgoingMail.objects.count() == 0


def test_the_welcome_letter_is_for_those_who_were_invited(desk, checked):
    assert desk.get(f"{of(checked)}welcome.pdf").status_code == 404
    desk.post(of(checked), {"step": "approve", "role": "partner", "way": "mail"})
    letter = Printed(desk.get(f"{of(checked)}welcome.pdf").content)
    assert ("佐久間礼子様" in letter.text, len(letter.texts)) == (True, 1)


def test_whoever_is_on_the_list_already_is_not_added_twice(desk, checked, agency):
    make_member(agency)
    answer = desk.post(of(checked), {"step": "approve", "role": "partner", "way": "mail"})
    assert (answer.status_code, Membership.objects.count()) == (422, 1)
    checked.refresh_from_db()
    assert checked.state == ApplicationState.CHECKED


def test_a_refusal_needs_a_reason_that_no_mail_tells(desk, application):
    assert desk.post(of(application), {"step": "refuse", "reason": ""}).status_code == 422
    desk.post(of(application), {"step": "refuse", "reason": "働いていないとのこと"})
    application.refresh_from_db()
    mail = OutgoingMail.objects.get()
    assert (application.state, "働いていない" in mail.text) == (ApplicationState.REFUSED, False)
    again = desk.post(of(application), {"step": "refuse", "reason": "もう一度"})
    assert again.status_code == 422


@pytest.mark.parametrize("role", [PublicRole.EDITOR, PublicRole.SYSTEM_ADMIN])
def test_only_staff_and_managers_find_the_desk(role, application):
    browser = sign_in(Client(), make_user(roles=[role]))
    places = [DESK, of(application), f"{of(application)}welcome.pdf"]
    assert [browser.get(place).status_code for place in places] == [404] * 3


def test_partners_are_led_away_from_the_desk(browser, application):
    answer = browser.post(of(application), {"step": "refuse", "reason": "だめ"})
    assert answer.headers["Location"].split("?")[0] == "/staff/"
    application.refresh_from_db()
    assert application.state == ApplicationState.APPLIED


def test_names_and_addresses_are_erased_in_time(application, staff):
    refuse_application(application=application, reason="だめ", actor=staff, now=NOW)
    later = NOW + timedelta(days=180)
    assert erase_old_applications(now=later - timedelta(seconds=1)) == 0
    assert [erase_old_applications(now=later), erase_old_applications(now=later)] == [1, 0]
    application.refresh_from_db()
    kept = (application.name, application.email, application.phone, application.reason)
    assert (kept, application.state) == (("", "", "", ""), ApplicationState.REFUSED)
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.subject_id, entry.actor_id) == (
        "directory.application_erased",
        application.pk,
        None,
    )


def test_who_was_never_called_is_forgotten_in_time(application):
    later = NOW + timedelta(days=180)
    assert erase_old_applications(now=later - timedelta(seconds=1)) == 0
    assert [erase_old_applications(now=later), erase_old_applications(now=later)] == [1, 0]
    assert not AccountApplication.objects.exists()
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.subject_id) == ("directory.application_deleted", application.pk)


def test_after_a_call_an_open_application_is_kept_from_the_call(application, agency, staff):
    day = NOW + timedelta(days=100)
    given = {"checked_on": day.date(), "checked_with": "施設長", "actor": staff, "now": day}
    note_call(application=application, agency=agency, **given)
    assert erase_old_applications(now=day + timedelta(days=179)) == 0
    assert erase_old_applications(now=day + timedelta(days=180)) == 1
    assert not AccountApplication.objects.exists()


def test_an_invitation_waits_for_call_and_agency():
    told = [may_approve(state, has_agency=True).allowed for state in ApplicationState]
    assert (told, may_approve("checked", has_agency=False).allowed) == ([False, True, False, False], False)


def test_a_list_of_people_is_due_once_a_year():
    day = NOW.date()
    told = [
        has_to_be_confirmed(said, today=day, holds_days=365)
        for said in (None, day, day - timedelta(days=365))
    ]
    assert told == [True, False, True]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"state": "approved", "decided_at": NOW}, "joining_application_is_invited_after_a_call"),
        ({"state": "refused", "decided_at": NOW}, "joining_application_is_refused_for_a_reason"),
        ({"decided_at": NOW}, "joining_application_is_decided_or_open"),
        ({"erased_at": NOW}, "joining_application_erased_is_empty"),
        (FORGOTTEN | {"reason": "だめ"}, "joining_application_erased_is_empty"),
        (FORGOTTEN | {"job": "世話人"}, "joining_application_erased_is_empty"),
    ],
)
def test_the_database_keeps_applications_whole(application, values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AccountApplication.objects.update(**values)


@pytest.mark.parametrize("count", [1, 3])
def test_three_applications_take_as_many_queries_as_one(
    desk, agency, staff, count, django_assert_num_queries
):
    for _ in range(count):
        apply_for_account(agency=agency, said=SAID, actor=None, now=NOW)
        gone = apply_for_account(agency=agency, said=SAID, actor=None, now=NOW)
        refuse_application(application=gone, reason="だめ", actor=staff, now=NOW)
    desk.get(DESK)
    with django_assert_num_queries(14):
        desk.get(DESK)


@pytest.mark.parametrize("step", [{"lookup": "1"}, {}])
@pytest.mark.parametrize("name", ["みなも\0", "\0", "みなも " * 20_000])
def test_whatever_is_typed_as_a_name_is_answered(agency, step, name):
    rebuild_entries(today=NOW.date())
    response = Client().post(APPLY, SENT | {"organisation": name, "name": ""} | step)
    assert response.status_code == (200 if step else 422)
    assert (agency.public_id in text(response)) == name.startswith("みなも")


def test_whoever_joined_by_an_application_is_one_person_of_a_merged_agency(checked, agency, staff):
    given = {"role": MembershipRole.PARTNER, "way": InvitationWay.PAPER, "actor": staff, "now": NOW}
    approve_application(application=checked, **given)
    person = Membership.objects.get(agency=agency).person
    merged = make_agency(name="前の名前の事業所")
    join(person, merged)
    merge_agencies(kept=agency, merged=merged, actor=staff, now=NOW)
    checked.refresh_from_db()
    assert checked.membership == Membership.objects.get(person=person, agency=agency)


def test_nobody_is_invited_for_an_agency_that_has_closed_since_the_call(checked, agency, staff):
    Agency.objects.filter(pk=agency.pk).update(closed_on=NOW.date())
    given = {"role": MembershipRole.PARTNER, "way": InvitationWay.PAPER, "actor": staff, "now": NOW}
    with pytest.raises(JoiningRefused, match="閉じたか"):
        approve_application(application=checked, **given)
    assert (Membership.objects.count(), Invitation.objects.count()) == (0, 0)
