"""After "stop" and after a cancellation nothing arrives any more; and nothing is sent to what is off."""

from datetime import timedelta

import pytest

from directory.services.agencies import merge_agencies
from events.enums import DateState
from events.letters import when
from events.models import Event
from events.notices import letters, links, paper, queries
from events.notices.enums import LeftOut, Outcome, RefusedBy
from events.notices.exceptions import NoticeRefused
from events.notices.models import Recipient, Refusal
from events.notices.services.refusing import refuse_notices, take_refusal_back
from events.notices.services.sending import mark_posted, send_notice, tell_everybody
from events.services.publishing import cancel_event, reinstate_event
from foundation.mail.models import MailState, OutgoingMail
from foundation.mail.services import deliver
from tests.events.notices.test_notices import TODAY, make_notice
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW, make_event
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db
NIGHT = NOW.replace(hour=22)
ELEVEN = NOW.replace(hour=23)


def sent_at_night(staff, event=None):
    notice = make_notice(staff, event)
    send_notice(notice=notice, actor=staff, now=NIGHT)
    tell_everybody(notice_id=notice.pk, now=NIGHT)
    return notice


def waiting():
    return set(OutgoingMail.objects.filter(cause__startswith="events.notice:").values_list("to", flat=True))


def test_what_waits_for_the_morning_does_not_go_to_who_says_stop_at_night(staff):
    one, _ = make_agency(email="one@example.jp"), make_agency(email="two@example.jp")
    sent_at_night(staff)
    assert waiting() == {"one@example.jp", "two@example.jp"}
    refuse_notices(agency=one, actor=None, now=ELEVEN)
    assert waiting() == {"two@example.jp"}
    assert Recipient.objects.get(agency=one).outcome == Outcome.LEFT


def test_the_letter_to_another_agency_whose_number_begins_alike_still_goes(staff):
    one = make_agency(email="one@example.jp")
    other = make_agency(email="two@example.jp", pk=one.pk * 10 + 1)
    sent_at_night(staff)
    refuse_notices(agency=one, actor=None, now=ELEVEN)
    assert waiting() == {other.email}


def test_what_has_gone_stays_written_down(staff):
    one = make_agency(email="one@example.jp")
    notice = make_notice(staff)
    send_notice(notice=notice, actor=staff, now=NOW)
    tell_everybody(notice_id=notice.pk, now=NOW)
    mail = OutgoingMail.objects.get(cause=Recipient.objects.get().cause)
    deliver(mail_id=mail.pk, now=NOW)
    refuse_notices(agency=one, actor=None, now=NOW)
    mail.refresh_from_db()
    assert (mail.state, Recipient.objects.get().outcome) == (MailState.SENT, Outcome.TOLD)


def test_what_waits_is_dropped_when_the_event_is_cancelled_and_may_be_sent_anew(staff):
    make_agency(email="one@example.jp")
    make_agency(name="四の家", address="見本市1-4")
    event = make_event()
    first = sent_at_night(staff, event)
    cancel_event(event=event, reason="台風", actor=staff, now=ELEVEN)
    assert waiting() == set()
    assert set(Recipient.objects.values_list("outcome", flat=True)) == {Outcome.LEFT}
    assert mark_posted(notice=first, actor=staff, now=ELEVEN) == 0
    reinstate_event(event=event, actor=staff, now=ELEVEN)
    again = queries.audience(first.rule, event, today=TODAY)
    assert len(again.to) == 2


def test_a_job_that_comes_after_the_cancellation_tells_nobody(staff):
    make_agency(email="one@example.jp")
    event = make_event()
    notice = make_notice(staff, event)
    send_notice(notice=notice, actor=staff, now=NOW)
    Event.objects.update(state="cancelled", cancel_reason="台風", cancelled_at=NOW)
    assert tell_everybody(notice_id=notice.pk, now=NOW) == 0
    assert (waiting(), Recipient.objects.get().outcome) == (set(), Outcome.LEFT)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"email": "one@example.jp"}, {"email": "ONE@example.jp"}),
        ({"fax": "000-000-3333"}, {"fax": "0000003333"}),
    ],
)
@pytest.mark.parametrize("is_listed", [True, False])
def test_a_refused_address_is_refused_under_every_name(staff, first, second, is_listed):
    one = make_agency(name="一の家", **first, **({} if is_listed else {"sector": "medical"}))
    make_agency(name="二の家", **second)
    refuse_notices(agency=one, actor=None, now=NOW)
    found = queries.audience(make_notice(staff).rule, None, today=TODAY)
    assert found.to == []
    assert {agency.name: reason for agency, reason in found.left_out}["二の家"] == LeftOut.REFUSED


def test_the_mailbox_of_an_administrator_is_refused_under_every_name(staff):
    one, _ = make_agency(name="一の家"), make_agency(name="二の家", email="ADMIN@example.jp")
    make_partner(agency=one, email="admin@example.jp", role="partner_admin")
    sent_at_night(staff)
    assert waiting() == {"ADMIN@example.jp"}
    refuse_notices(agency=one, actor=None, now=ELEVEN)
    assert waiting() == set()
    assert queries.audience(queries.list_rules().get(), None, today=TODAY).to == []


def test_who_refuses_after_the_press_gets_no_label_and_counts_as_not_posted(staff):
    one, _ = make_agency(name="一の家", address="見本市1-1"), make_agency(name="二の家", address="見本市1-2")
    notice = make_notice(staff)
    send_notice(notice=notice, actor=staff, now=NOW)
    assert len(queries.posted(notice)) == 2
    refuse_notices(agency=one, actor=staff, now=NOW)
    assert [each.agency.name for each in queries.posted(notice)] == ["二の家"]
    assert paper.labels_pdf(notice).startswith(b"%PDF")
    assert mark_posted(notice=notice, actor=staff, now=NOW) == 1
    assert Recipient.objects.get(agency=one).outcome == Outcome.LEFT


def test_the_link_takes_back_what_it_said_and_never_what_staff_wrote_down(client, staff):
    one = make_agency(email="one@example.jp")
    path = links.path(one)
    refuse_notices(agency=one, actor=None, now=NOW)
    assert "また受け取る</button>" in client.get(path).text
    refuse_notices(agency=one, actor=staff, now=NOW)
    assert "また受け取る</button>" not in client.get(path).text
    client.post(path, {"again": "1"})
    assert Refusal.objects.get().heard_by == RefusedBy.DESK
    assert take_refusal_back(agency=one, actor=staff, now=NOW) is True


def test_of_two_refusals_that_become_one_what_staff_wrote_down_stays(staff):
    kept, merged = make_agency(name="一の家"), make_agency(name="二の家")
    refuse_notices(agency=kept, actor=None, now=NOW)
    refuse_notices(agency=merged, actor=staff, now=NOW)
    merge_agencies(kept=kept, merged=merged, actor=staff, now=NOW)
    assert [(each.agency, each.heard_by) for each in Refusal.objects.all()] == [(kept, RefusedBy.DESK)]


# -- what can be invited to ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "later", "says"),
    [
        ({"state": "draft"}, timedelta(), "公開してから"),
        (
            {"state": "cancelled", "cancel_reason": "台風", "cancelled_at": NOW},
            timedelta(),
            "中止を取り消して",
        ),
        ({}, timedelta(days=400), "開催日を加えて"),
    ],
)
def test_nobody_is_invited_to_what_cannot_be_come_to(staff, change, later, says):
    make_agency(email="one@example.jp")
    event = make_event()
    notice = make_notice(staff, event)
    Event.objects.update(**change, changed_at=NOW)
    with pytest.raises(NoticeRefused, match=says):
        send_notice(notice=notice, actor=staff, now=NOW + later)
    assert not Recipient.objects.exists()


def test_only_dates_that_take_place_are_named(staff):
    event = make_event(sessions=2)
    notice, (off, on) = make_notice(staff, event), event.sessions.all()
    assert letters.event_facts(event).count("日時") == 2
    off.state = DateState.CANCELLED
    off.save()
    assert letters.event_facts(event).count("日時") == 1
    said = "".join(Printed(paper.post_letter_pdf(notice)).text.split())
    words = ["".join(when(each).split()) for each in (off, on)]
    assert [each in said for each in words] == [False, True]


def test_when_all_dates_are_off_nobody_is_invited(staff):
    make_agency(email="one@example.jp")
    event = make_event()
    event.sessions.update(state=DateState.POSTPONED)
    with pytest.raises(NoticeRefused, match="これから開く日がない"):
        send_notice(notice=make_notice(staff, event), actor=staff, now=NOW)
