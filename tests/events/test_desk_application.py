"""One application at the desk: changed, cancelled, matched to the directory, answered on paper."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Agency, AgencyKind
from events.enums import ApplicationState, Way
from events.models import Application, Participant
from events.services.applying import PersonRequest
from events.services.changing import cancel_application, change_application
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from tests.events.filled import Form
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency
from tests.factories.events import NOW, apply, make_event
from tests.foundation.printed import Printed


def page(name, application):
    return reverse(f"event_desk:{name}", args=[application.pk])


@pytest.fixture
def application(desk):
    session = make_event(venue=3).sessions.get()
    people = [PersonRequest(Way.VENUE, "髙橋 慎", "タカハシ シン", "世話人"), PersonRequest(Way.VENUE)]
    return apply(
        session,
        people,
        agency_name="汐見の家",
        email="",
        reply_way="fax",
        phone="099-000-4567",
        fax="099-000-4568",
        accommodations=["wheelchair"],
    )


def test_everything_that_the_centre_knows_stands_on_one_page(desk, application):
    text = desk.get(page("application", application)).text
    words = [
        "2人分の席があります",
        "汐見の家",
        "佐久間 礼子",
        "099-000-4567",
        "車いすの席",
        "髙橋 慎",
        "あとで決める",
    ]
    assert [word for word in words if word not in text] == []


def change(desk, application, **fields):
    """Return what is sent once the form has been opened, with these fields written anew."""
    people = list(application.participants.order_by("position"))
    data = {
        "contact_name": application.contact_name,
        "phone": application.phone,
        "fax": application.fax,
        "reply_way": application.reply_way,
        "people-TOTAL_FORMS": str(len(people)),
        "people-INITIAL_FORMS": str(len(people)),
        "accommodations": application.accommodations,
        "seen": desk.get(page("application_change", application)).context["seen"],
    }
    for number, person in enumerate(people):
        data |= {f"people-{number}-participant": str(person.pk), f"people-{number}-name": person.name}
    return data | fields


def test_names_and_contact_change_even_after_the_deadline(desk, application):
    application.session.event.deadline_at = NOW - timedelta(days=1)
    application.session.event.save()
    data = change(
        desk,
        application,
        **{"people-1-name": "林 学", "people-1-name_kana": "ハヤシ マナブ", "phone": "099-000-9999"},
    )
    assert desk.post(page("application_change", application), data).status_code == 303
    application.refresh_from_db()
    names = application.participants.order_by("position").values_list("name", flat=True)
    assert (list(names), application.phone) == (["髙橋 慎", "林 学"], "099-000-9999")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"fax": ""}, "FAXでお返事するには、FAX番号が必要です。"),
        ({"phone": "不明"}, "電話番号として読み取れません。"),
        ({"people-1-name": "髙橋 慎"}, "同じ方が2回書かれています。"),
        ({"people-1-name_kana": "ハヤシ"}, "お名前を書くか、「あとで」と書いてください。"),
    ],
)
def test_a_mistake_changes_nothing(desk, application, fields, words):
    data = change(desk, application, note="駐車場を1台", **fields)
    answer = desk.post(page("application_change", application), data)
    assert answer.status_code == 422
    assert [each for each in (words, "駐車場を1台") if each not in answer.text] == []
    assert Participant.objects.filter(name="").count() == 1


def test_what_a_colleague_wrote_meanwhile_is_shown_before_it_is_overwritten(desk, application, manager):
    address = page("application_change", application)
    mine = Form(desk.get(address))
    theirs = Form(sign_in(Client(), manager).get(address)).sent(
        phone="099-000-9999", **{"people-1-name": "林 学", "people-1-name_kana": "ハヤシ マナブ"}
    )
    assert desk.post(address, theirs).status_code == 303
    refused = desk.post(address, mine.sent(note="駐車場を1台"))
    assert refused.status_code == 422
    told = ("まだ保存していません", "099-000-9999", "2人目　お名前", "林 学", "駐車場を1台")
    assert [word for word in told if word not in refused.text] == []
    application.refresh_from_db()
    assert (application.phone, application.note) == ("099-000-9999", "")
    assert desk.post(address, Form(refused).sent()).status_code == 303
    application.refresh_from_db()
    names = application.participants.order_by("position").values_list("name", flat=True)
    assert (application.phone, application.note, list(names)) == (
        "099-000-9999",
        "駐車場を1台",
        ["髙橋 慎", "林 学"],
    )


def test_whose_name_both_wrote_is_shown_with_both_names(desk, application):
    address = page("application_change", application)
    mine, theirs = (Form(desk.get(address)) for _ in range(2))
    desk.post(address, theirs.sent(**{"people-1-name": "林 学", "people-1-name_kana": "ハヤシ マナブ"}))
    refused = desk.post(address, mine.sent(**{"people-1-name": "森 花", "people-1-name_kana": "モリ ハナ"}))
    assert (refused.status_code, "林 学" in refused.text, "森 花" in refused.text) == (422, True, True)
    assert desk.post(address, Form(refused).sent()).status_code == 303
    assert application.participants.filter(name="森 花").exists()


def test_a_group_that_becomes_content_with_fewer_gets_the_seat_that_is_free(desk):
    session = make_event(venue=3).sessions.get()
    apply(session, 2)
    group = apply(session, 2, accepts_waiting=True)
    assert group.state == ApplicationState.WAITING
    address = page("application_change", group)
    assert desk.post(address, change(desk, group, email=group.email, least_people="3")).status_code == 422
    assert desk.post(address, change(desk, group, email=group.email, least_people="１")).status_code == 303
    group.refresh_from_db()
    assert (group.state, group.least_people) == (ApplicationState.PARTLY, 1)
    entry = Entry.objects.get(verb="events.application_changed")
    assert "least_people" in entry.fields


def test_the_manager_s_name_is_corrected_where_the_event_asks_for_it(desk, application):
    assert "manager_name" not in desk.get(page("application_change", application)).context["contact"].fields
    application.session.event.asks_for_manager = True
    application.session.event.save()
    address = page("application_change", application)
    assert desk.post(address, change(desk, application, manager_name="")).status_code == 422
    assert desk.post(address, change(desk, application, manager_name="所長 花子")).status_code == 303
    application.refresh_from_db()
    assert application.manager_name == "所長 花子"


def test_whoever_holds_the_link_changes_neither(application):
    words = {"least_people": 1, "manager_name": "だれか"}
    change_application(application=application, contact=words, names={}, actor=None, by_staff=False, now=NOW)
    application.refresh_from_db()
    assert (application.least_people, application.manager_name) == (None, "")


def test_people_of_other_applications_stay_as_they_are(desk, application):
    other = apply(application.session, 1).participants.get()
    data = change(desk, application, **{"people-1-participant": str(other.pk), "people-1-name": "だれか"})
    desk.post(page("application_change", application), data)
    other.refresh_from_db()
    assert other.name == "見本 1"


def test_a_cancelled_application_is_not_changed_any_more(desk, application):
    cancel_application(application=application, actor=None, by_staff=True, now=NOW)
    for name in ("application_change", "application_cancel"):
        assert desk.get(page(name, application)).headers["Location"] == page("application", application)


def test_cancelling_all_gives_the_seats_to_the_line(desk, application):
    waiting = apply(application.session, 3)
    assert "空いた席は、待っている組にまわります" in desk.get(page("application_cancel", application)).text
    desk.post(page("application_cancel", application), {"whole": "1"})
    states = [Application.objects.get(pk=each.pk).state for each in (application, waiting)]
    assert states == [ApplicationState.CANCELLED, ApplicationState.CONFIRMED]
    assert "取り消しました" in desk.get(page("application", application)).text


def test_seats_that_are_given_back_after_the_beginning_are_not_said_to_go_to_the_line(desk, application):
    begun = NOW - timedelta(minutes=1)
    type(application.session).objects.update(starts_at=begun, ends_at=NOW + timedelta(hours=2))
    told = "空いた席は自動ではまわりません"
    shown = desk.get(page("application_cancel", application)).text
    assert (told in shown, "待っている組にまわります" in shown) == (True, False)
    answer = desk.post(page("application_cancel", application), {"whole": "1"}, follow=True)
    assert told in answer.text


def test_cancelling_some_leaves_the_rest(desk, application):
    leaving = application.participants.get(name="")
    desk.post(page("application_cancel", application), {"people": [leaving.pk]})
    staying = application.participants.filter(cancelled_at=None)
    assert [person.name for person in staying] == ["髙橋 慎"]


@pytest.mark.parametrize("chosen", ["nobody", "everybody"])
def test_nobody_and_everybody_are_not_some(desk, application, chosen):
    people = application.participants.values_list("pk", flat=True) if chosen == "everybody" else []
    answer = desk.post(page("application_cancel", application), {"people": list(people)}, follow=True)
    words = {"nobody": "取り消す方を選んでください。", "everybody": "全員を取り消すときは"}
    assert words[chosen] in answer.text
    assert application.participants.filter(cancelled_at=None).count() == 2


def test_a_typed_agency_is_matched_to_a_suggestion(desk, application):
    agency = make_agency(name="汐見の家（共同生活援助）")
    make_agency(name="みなと荘")
    shown = desk.get(page("match", application))
    assert (shown.context["search"], list(shown.context["found"])) == ("汐見の家", [agency])
    desk.post(page("match", application), {"agency": agency.public_id})
    application.refresh_from_db()
    assert (application.agency, application.agency_name, application.sector) == (
        agency,
        "汐見の家（共同生活援助）",
        "disability",
    )
    person = application.participants.get(name="髙橋 慎").person
    assert [membership.agency for membership in person.memberships.all()] == [agency]


def test_an_unknown_agency_is_added_with_one_press_and_its_kind(desk, application):
    answer = desk.post(page("match", application), {"add": "1", "kind": "group_home"})
    agency = Agency.objects.get()
    application.refresh_from_db()
    assert answer.headers["Location"] == page("application", application)
    assert (agency.name, agency.kind, agency.phone, agency.fax) == (
        "汐見の家",
        AgencyKind.objects.get(code="group_home"),
        "099-000-4567",
        "099-000-4568",
    )
    assert application.agency == agency


def test_without_its_kind_no_agency_is_added(desk, application):
    answer = desk.post(page("match", application), {"add": "1", "kind": ""})
    assert (answer.status_code, answer.context["form"].errors["kind"]) == (
        422,
        ["機関の種類を選んでください。"],
    )
    assert Agency.objects.count() == 0


def test_an_agency_whose_colleague_takes_part_already_is_refused_as_a_whole(desk, application):
    agency = make_agency(name="グループホームみなも")
    apply(application.session, [PersonRequest(Way.VENUE, "髙橋 慎", "タカハシ シン")], agency=agency)
    answer = desk.post(page("match", application), {"agency": agency.public_id}, follow=True)
    assert "同じ方が、この研修・行事にもう申し込んでいます。" in answer.text
    application.refresh_from_db()
    assert application.agency is None


@pytest.mark.parametrize("fields", [{"closed_on": NOW.date()}, {}])
def test_only_current_agencies_can_be_chosen(desk, application, fields):
    chosen = make_agency(**fields).public_id if fields else "NOTTHERE"
    assert desk.post(page("match", application), {"agency": chosen}).status_code == 404


def test_the_receipt_is_a_paper_for_the_fax(desk, application):
    answer = desk.get(page("receipt", application))
    paper = Printed(answer.content)
    assert len(paper.texts) == 1
    assert [
        word for word in (application.number, "汐見の家", "099-000-4568", "髙橋慎") if word not in paper.text
    ] == []
    assert "no-store" in answer.headers["Cache-Control"]


def test_who_has_no_mail_address_gets_none(desk, application):
    desk.post(page("application_cancel", application), {"whole": "1"})
    application.refresh_from_db()
    assert (application.state, OutgoingMail.objects.count()) == ("cancelled", 0)
