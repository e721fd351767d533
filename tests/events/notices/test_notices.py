"""Lists find whom they say; a notice goes once to each, in one way, and to nobody who wants none."""

import pytest
from django.db import IntegrityError, transaction

from directory.services.agencies import merge_agencies
from events.notices import letters, links, queries
from events.notices.enums import AddressedTo, LeftOut, NoticeWay, Outcome
from events.notices.exceptions import NoticeRefused
from events.notices.models import ListRule, Notice, Recipient, Refusal, ReminderPlan
from events.notices.services.listing import Wish, remove_list, save_list
from events.notices.services.refusing import refuse_notices, take_refusal_back
from events.notices.services.sending import (
    NoticeDraft,
    change_notice,
    mark_posted,
    send_notice,
    tell_everybody,
    throw_away,
    write_notice,
)
from events.paper.models import OwedLetter
from foundation.mail.models import OutgoingMail
from tests.events.filled import Form
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW, apply, make_event

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def homes():
    """Six agencies: by mail, the same mail, by FAX, by post, with no address, closed."""
    return [
        make_agency(name="一の家", email="one@example.jp"),
        make_agency(name="二の家", email="ONE@example.jp"),
        make_agency(name="三の家", fax="000-000-3333"),
        make_agency(name="四の家", address="見本市1-4"),
        make_agency(name="五の家"),
        make_agency(name="六の家", email="six@example.jp", closed_on=TODAY),
    ]


def make_list(staff, **wish):
    return save_list(
        rule=None, wish=Wish("障害福祉", **{"sectors": ["disability"]} | wish), actor=staff, now=NOW
    )


def make_notice(staff, event=None, **wish):
    draft = NoticeDraft(make_list(staff, **wish), "ご案内", "お待ちしています。")
    return write_notice(event=event, draft=draft, actor=staff, now=NOW)


def causes():
    return list(OutgoingMail.objects.filter(cause__startswith="events.notice:").values_list("to", flat=True))


def test_a_list_says_who_gets_it_by_which_way_and_why_somebody_does_not(staff, homes):
    found = queries.audience(make_list(staff), None, today=TODAY)
    assert [(agency.name, way) for agency, way in found.to] == [
        ("一の家", NoticeWay.MAIL),
        ("三の家", NoticeWay.FAX),
        ("四の家", NoticeWay.POST),
    ]
    assert [(agency.name, reason) for agency, reason in found.left_out] == [
        ("二の家", LeftOut.SAME_ADDRESS),
        ("五の家", LeftOut.NO_ADDRESS),
        ("六の家", LeftOut.CLOSED),
    ]
    assert list(found.by_way.values()) == [1, 1, 1]


def test_who_applied_was_invited_or_refused_is_left_out(staff, homes):
    event = make_event()
    apply(event.sessions.get(), agency=homes[2], agency_name="")
    refuse_notices(agency=homes[3], actor=None, now=NOW)
    notice = make_notice(staff, event)
    found = queries.audience(notice.rule, event, today=TODAY)
    assert {agency.name: reason for agency, reason in found.left_out}["三の家"] == LeftOut.APPLIED
    assert {agency.name: reason for agency, reason in found.left_out}["四の家"] == LeftOut.REFUSED
    send_notice(notice=notice, actor=staff, now=NOW)
    again = queries.audience(notice.rule, event, today=TODAY)
    assert {agency.name: reason for agency, reason in again.left_out}["一の家"] == LeftOut.INVITED


@pytest.mark.parametrize(("contact", "names"), [("applied", ["一の家"]), ("not_applied", ["二の家"])])
def test_the_last_contact_narrows_a_list(staff, contact, names):
    first, _ = make_agency(name="一の家", fax="1"), make_agency(name="二の家", fax="2")
    apply(make_event().sessions.get(), agency=first, agency_name="")
    rule = make_list(staff, last_contact=contact)
    assert [agency.name for agency in queries.found_by(rule, today=TODAY)] == names


def test_a_list_may_write_to_the_administrators(staff, homes):
    make_partner(agency=homes[0], email="admin@example.jp", role="partner_admin")
    notice = make_notice(staff, addressed_to=AddressedTo.ADMINS)
    send_notice(notice=notice, actor=staff, now=NOW)
    tell_everybody(notice_id=notice.pk, now=NOW)
    # The second one's address is its own now: the first is written to elsewhere.
    assert set(causes()) == {"admin@example.jp", "ONE@example.jp"}


def test_a_notice_goes_once_by_mail_and_fax_and_waits_for_the_post(staff, homes):
    notice = make_notice(staff, make_event())
    assert send_notice(notice=notice, actor=staff, now=NOW) == 3
    with pytest.raises(NoticeRefused, match="もう送りました"):
        send_notice(notice=notice, actor=staff, now=NOW)
    assert [tell_everybody(notice_id=notice.pk, now=NOW) for _ in range(2)] == [2, 0]
    mail = OutgoingMail.objects.get(cause__startswith="events.notice:")
    assert (mail.to, mail.stop_url, mail.leaves_at) == ("one@example.jp", links.address(homes[0]), None)
    assert "分野が「障害福祉」の事業所に、お送りしています。" in mail.text
    paper = OwedLetter.objects.get()
    assert "お待ちしています。" in paper.words
    assert "http" not in paper.words.partition("くわしいこと")[2].partition("\n")[2]
    assert mark_posted(notice=notice, actor=staff, now=NOW) == 1
    outcomes = dict(Recipient.objects.values_list("agency__name", "outcome"))
    assert outcomes.pop("二の家") == Outcome.SAME
    assert set(outcomes.values()) == {Outcome.TOLD}


def test_who_refuses_after_the_press_of_the_button_is_not_told(staff, homes):
    notice = make_notice(staff)
    send_notice(notice=notice, actor=staff, now=NOW)
    refuse_notices(agency=homes[0], actor=None, now=NOW)
    assert tell_everybody(notice_id=notice.pk, now=NOW) == 1
    assert causes() == []
    assert Recipient.objects.get(agency=homes[0]).outcome == Outcome.LEFT


def test_a_notice_of_the_night_leaves_in_the_morning(staff, homes):
    notice, night = make_notice(staff), NOW.replace(hour=22)
    send_notice(notice=notice, actor=staff, now=night)
    tell_everybody(notice_id=notice.pk, now=night)
    leaves_at = OutgoingMail.objects.get(cause__startswith="events.notice:").leaves_at
    assert (leaves_at - NOW.replace(hour=8)).days == 1


def test_more_than_a_hundred_need_the_manager(staff, manager):
    for number in range(101):
        make_agency(name=f"家{number}", email=f"a{number}@example.jp")
    notice = make_notice(staff)
    with pytest.raises(NoticeRefused, match="所長だけ"):
        send_notice(notice=notice, actor=staff, now=NOW)
    assert send_notice(notice=notice, actor=manager, now=NOW) == 101


def test_a_sent_notice_stays_as_it_is_and_its_list_too(staff, homes):
    notice = make_notice(staff)
    send_notice(notice=notice, actor=staff, now=NOW)
    draft = NoticeDraft(notice.rule, "x", "y")
    for deed in (
        lambda: change_notice(notice=notice, draft=draft, actor=staff, now=NOW),
        lambda: throw_away(notice=notice, actor=staff, now=NOW),
        lambda: remove_list(rule=notice.rule, actor=staff, now=NOW),
    ):
        with pytest.raises(NoticeRefused):
            deed()


def test_a_refusal_is_taken_back_and_stays_through_a_merger(staff, homes):
    refuse_notices(agency=homes[1], actor=staff, now=NOW)
    assert refuse_notices(agency=homes[1], actor=staff, now=NOW) is False
    merge_agencies(kept=homes[0], merged=homes[1], actor=staff, now=NOW)
    assert Refusal.objects.get().agency == homes[0]
    assert take_refusal_back(agency=homes[0], actor=staff, now=NOW) is True
    assert take_refusal_back(agency=homes[0], actor=staff, now=NOW) is False


def test_why_it_came_is_never_too_long(staff, homes):
    rule = make_list(staff)
    assert letters.why_of(rule) == (
        "このお知らせは、センターの名簿にある関係機関のうち、分野が「障害福祉」の事業所に、お送りしています。"
    )
    rule.sectors = ["disability", "elderly", "medical", "government"] * 20
    assert "選んだ関係機関" in letters.why_of(rule)


def test_the_database_keeps_what_the_services_promise(staff, homes):
    notice = make_notice(staff)
    send_notice(notice=notice, actor=staff, now=NOW)
    refuse_notices(agency=homes[0], actor=staff, now=NOW)
    first = Recipient.objects.first()
    broken = (
        (lambda: Notice.objects.update(sent_by=None), "notices_notice_sent_says_who_and_when"),
        (lambda: Recipient.objects.update(way="x"), "notices_recipient_way_is_known"),
        (lambda: Recipient.objects.update(agency=first.agency), "notices_recipient_agency_once"),
        (lambda: Refusal.objects.update(heard_by="link"), "notices_refusal_of_the_desk_says_who"),
        (lambda: ListRule.objects.update(name=""), "notices_listrule_has_a_name"),
        (lambda: ListRule.objects.update(within_months=0), "notices_listrule_looks_back_some_months"),
        (lambda: ListRule.objects.update(last_contact="x"), "notices_listrule_last_contact_is_known"),
        (lambda: ListRule.objects.update(addressed_to="x"), "notices_listrule_addressed_to_is_known"),
    )
    for breaks, name in broken:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            breaks()


# -- screens -------------------------------------------------------------------------------------------


def test_the_link_in_a_notice_stops_them_and_begins_again(client, homes):
    path = links.path(homes[0])
    assert "お知らせを止める" in client.get(path).text
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Refusal.objects.get().agency == homes[0]
    assert client.post(path, {"again": "1"}).status_code == 303
    assert not Refusal.objects.exists()
    assert client.get(path.replace("stop/", "stop/x")).status_code == 404


def test_staff_write_see_and_send_a_notice(client, staff, homes):
    sign_in(client, staff)
    event = make_event()
    made = client.post(
        "/cms/notices/lists/new/", {"name": "すべて", "within_months": "12", "addressed_to": "office"}
    )
    assert made.status_code == 303
    rule = ListRule.objects.get()
    assert "同じあて先に" in client.get(made["Location"]).text
    fields = {"rule": rule.pk, "subject": "ご案内", "text": "お待ちしています。"}
    draft = client.post(f"/cms/notices/new/{event.pk}/", fields)["Location"]
    assert "3件に送る" in client.get(draft).text
    client.post(f"{draft}send/")
    shown = client.get(draft).text
    assert "送った人" in shown
    assert "宛名ラベル" in shown
    assert client.post(f"{draft}labels.pdf").content.startswith(b"%PDF")
    assert client.get(f"{draft}letter.pdf").content.startswith(b"%PDF")
    for address in ("/cms/notices/", f"/cms/notices/?event={event.pk}", "/cms/notices/refusals/"):
        assert client.get(address).status_code == 200


def test_the_list_shows_drafts_and_sent_notices(client, staff, homes):
    sign_in(client, staff)
    rule = make_list(staff)
    for subject in ("下書きのまま", "送るもの"):
        draft = write_notice(event=None, draft=NoticeDraft(rule, subject, "x"), actor=staff, now=NOW)
    send_notice(notice=draft, actor=staff, now=NOW)
    page = client.get("/cms/notices/")
    assert page.status_code == 200
    assert ("送信済" in page.text, "下書き<" in page.text) == (True, True)


def test_staff_say_when_an_event_reminds_and_a_stale_form_overwrites_nothing(client, staff):
    sign_in(client, staff)
    address = f"/cms/events/{make_event().pk}/reminders/"
    first, stale = Form(client.get(address)), Form(client.get(address))
    assert client.post(address, first.sent(days="7、1", hours="3")).status_code == 303
    assert (ReminderPlan.objects.get().days, ReminderPlan.objects.get().hours) == ([7, 1], 3)
    refused = client.post(address, stale.sent(days="5"))
    assert (refused.status_code, "まだ保存していません" in refused.text) == (422, True)
    assert ReminderPlan.objects.get().days == [7, 1]


def test_strangers_find_no_desk(client):
    assert client.get("/cms/notices/").status_code in (302, 404)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_notices_asks_as_often_for_three_as_for_one(
    client, staff, homes, count, django_assert_num_queries
):
    rule = make_list(staff)
    for _ in range(count):
        draft = NoticeDraft(rule, "ご案内", "x")
        write_notice(event=None, draft=draft, actor=staff, now=NOW)
    with django_assert_num_queries(1):
        assert len(list(queries.notices())) == count
    with django_assert_num_queries(5):
        queries.audience(rule, None, today=TODAY)
