"""Whoever has an address and wished for a FAX gets no mail: no screen promises one, staff tell them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events import links
from events.decision_sheet import decision_sheet
from events.desk_line import offers_by_phone, open_offers
from events.enums import Admission
from events.paper.models import OwedLetter
from events.questionnaires.services.running import remind_once
from events.questions.enums import AskKind, AskMoment
from events.questions.services.reminding import remind
from events.selection import Criteria
from events.services.changing import cancel_application
from foundation.mail.models import OutgoingMail
from tests.events.questionnaires import asked
from tests.events.questions.asked import ask
from tests.events.test_desk_entry import address as entry_address
from tests.events.test_desk_entry import filled
from tests.factories.afterwards import make_held_event, mark
from tests.factories.events import NOW, STARTS_AT, apply, make_event, make_session

BY_FAX = {"reply_way": "fax", "fax": "099-000-4568", "email": "minamo@example.jp"}
FAXED = "「送るもの」から、FAX（099-000-4568）で知らせてください。"


def page(name, application):
    return reverse(f"event_desk:{name}", args=[application.pk])


@pytest.fixture
def offered(desk):
    """Return somebody by mail and somebody by FAX, both with an address, whom free seats are offered to."""
    session = make_session(venue=2, offer_hours=48)
    seated = apply(session, 2)
    by_mail, by_fax = apply(session, 1), apply(session, 1, **BY_FAX)
    cancel_application(application=seated, actor=None, by_staff=True, now=NOW)
    return by_mail, by_fax


def test_a_seat_is_offered_by_phone_to_whoever_gets_no_mail_of_it(desk, offered):
    by_mail, by_fax = offered
    assert [(each.application, each.is_by_phone) for each in open_offers([by_mail.session])] == [
        (by_mail, False),
        (by_fax, True),
    ]
    assert offers_by_phone(now=NOW) == 1
    assert [
        OutgoingMail.objects.filter(cause__contains=f":{each.pk}:offer").exists() for each in offered
    ] == [True, False]


@pytest.mark.parametrize("screen", ["offer", "application_cancel"])
def test_the_desk_says_how_each_is_told(desk, offered, screen):
    by_mail, by_fax = (desk.get(page(screen, each)).text for each in offered)
    assert ("minamo@example.jp に、" in by_mail, FAXED in by_mail) == (True, False)
    assert ("minamo@example.jp に、" in by_fax, FAXED in by_fax) == (False, True)


def test_cancelling_promises_no_mail_that_does_not_go(desk, offered):
    by_mail, by_fax = (desk.get(page("application_cancel", each)).text for each in offered)
    assert "取り消すと、すぐに知らせます" in by_mail
    assert "取り消したら、知らせてください" in by_fax


def test_an_answer_one_by_one_goes_by_the_wished_way(desk):
    session = make_session(venue=2, admission=Admission.APPROVAL)
    first, second = apply(session, 1, **BY_FAX), apply(session, 1)
    told = desk.post(page("decline", first), follow=True).text
    assert "お断りにしました。「送るもの」から、FAXで知らせてください。" in told
    assert "メールで知らせます。" in desk.post(page("decline", second), follow=True).text


@pytest.mark.django_db
def test_the_decision_counts_mails_that_go():
    session = make_session(venue=3, admission=Admission.AFTER_DEADLINE)
    by_mail, by_fax = apply(session, 1), apply(session, 1, **BY_FAX)
    sheet = decision_sheet(session, Criteria(), now=STARTS_AT - timedelta(days=6))
    assert (sheet.by_mail, sheet.by_other_ways) == ([by_mail], [by_fax])


@pytest.mark.parametrize(("way", "is_mailed"), [("mail", True), ("fax", False)])
def test_a_typed_application_is_confirmed_by_mail_only_where_wished(desk, way, is_mailed):
    event = make_event()
    told = desk.post(
        entry_address(event), filled(event, reply_way=way, email="minamo@example.jp"), follow=True
    )
    assert ("確認のメールを minamo@example.jp に送ります。" in told.text) == is_mailed
    assert OutgoingMail.objects.exists() == is_mailed


@pytest.mark.django_db
def test_whoever_waits_reads_of_a_mail_only_where_one_comes(client, today):
    session = make_session(venue=1, offer_hours=48)
    apply(session, 1)
    by_mail, by_fax = apply(session, 1), apply(session, 1, **BY_FAX)
    own = [client.get(links.path(each)).text for each in (by_mail, by_fax)]
    assert ["minamo@example.jp にメールを送ります。" in text for text in own] == [True, False]
    done = [client.get(f"{links.path(each)}done/").text for each in (by_mail, by_fax)]
    assert ["FAXでお知らせします。" in text for text in done] == [False, True]


def test_a_reminder_of_questions_counts_mails_that_go(staff):
    event = make_event()
    ask(event, staff, "話したいこと", kind=AskKind.TEXT, moment=AskMoment.SEATED, is_required=True)
    apply(event.sessions.get(), 1)
    apply(event.sessions.get(), 1, **BY_FAX)
    assert remind(event=event, actor=staff, now=NOW) == (1, 1)
    subject = {"subject__contains": "お答えください"}
    assert OutgoingMail.objects.filter(**subject).count() == OwedLetter.objects.filter(**subject).count() == 1


def test_a_questionnaire_is_asked_for_on_paper_where_no_mail_is_wished(desk, staff):
    event = make_held_event(people=1)
    apply(event.sessions.get(), 1, now=event.deadline_at - timedelta(hours=1), **BY_FAX)
    mark(event, actor=staff)
    questionnaire = asked.make(event, staff=staff)
    address = reverse("questionnaire_desk:questionnaire", args=[questionnaire.pk])
    shown = desk.get(address)
    assert (shown.context["by_mail"], "FAX 099-000-4568" in shown.text) == (1, True)
    assert remind_once(questionnaire_id=questionnaire.pk, actor=staff, now=NOW) == 1
