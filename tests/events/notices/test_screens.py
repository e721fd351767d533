"""Every screen of notices asks the database as often for three rows as for one, all that it shows counted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Municipality, ServiceKind, WelfareArea
from events.notices.services.listing import Wish, save_list
from events.notices.services.refusing import refuse_notices
from events.notices.services.sending import NoticeDraft, send_notice, tell_everybody, write_notice
from tests.events.parts.steps import written
from tests.factories.directory import make_agency
from tests.factories.events import NOW, apply, make_event

pytestmark = pytest.mark.django_db


def a_list(staff, name):
    wish = Wish(
        name,
        sectors=["disability"],
        areas=WelfareArea.objects.all()[:2],
        municipalities=Municipality.objects.all()[:2],
        services=ServiceKind.objects.all()[:2],
    )
    return save_list(rule=None, wish=wish, actor=staff, now=NOW)


def draft(staff, event, rule, subject="ご案内"):
    return write_notice(event=event, draft=NoticeDraft(rule, subject, "x"), actor=staff, now=NOW)


def fill(staff, count):
    """Make so many agencies by each way, lists, drafts, sent notices, refusals, dates; return two notices."""
    for number in range(count):
        make_agency(name=f"メール{number}", email=f"a{number}@example.jp")
        make_agency(name=f"FAX{number}", fax=f"000-000-100{number}")
        make_agency(name=f"郵送{number}", address=f"見本市{number}")
        make_agency(name=f"同じ{number}", email=f"A{number}@example.jp")
        make_agency(name=f"なし{number}")
        refused = make_agency(name=f"断り{number}", email=f"b{number}@example.jp")
        refuse_notices(agency=refused, actor=staff, now=NOW)
        a_list(staff, f"名簿{number}")
    event = make_event(sessions=count)
    for session in event.sessions.all():
        agency = make_agency(name=f"申込{session.pk}", email=f"c{session.pk}@example.jp")
        apply(session, agency=agency, agency_name="")
    rule = save_list(rule=None, wish=Wish("障害", sectors=["disability"]), actor=staff, now=NOW)
    for _ in range(count):
        sent = draft(staff, event, rule)
        waits = draft(staff, make_event(sessions=count), rule)
        other = draft(staff, None, rule)
    for session in waits.event.sessions.all():
        written(session, staff)
    send_notice(notice=sent, actor=staff, now=NOW)
    send_notice(notice=other, actor=staff, now=NOW)
    tell_everybody(notice_id=sent.pk, now=NOW)
    return event, sent, waits, rule


@pytest.mark.parametrize("count", [1, 3])
def test_whole_screens_ask_as_often_for_three_rows_as_for_one(desk, staff, count):
    event, sent, waits, rule = fill(staff, count)
    screens = {
        "notices": "/cms/notices/",
        "of an event": f"/cms/notices/?event={event.pk}",
        "new": "/cms/notices/new/",
        "invite": f"/cms/notices/new/{event.pk}/",
        "change": f"/cms/notices/{waits.pk}/change/",
        "preview": f"/cms/notices/{waits.pk}/",
        "sent": f"/cms/notices/{sent.pk}/",
        "lists": "/cms/notices/lists/",
        "list": f"/cms/notices/lists/{rule.pk}/",
        "new list": "/cms/notices/lists/new/",
        "refusals": "/cms/notices/refusals/",
        "reminders": f"/cms/events/{event.pk}/reminders/",
        "reminders of a series": f"/cms/events/{waits.event_id}/reminders/",
    }
    asked, answers = {}, {}
    for name, address in screens.items():
        desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            answers[name] = desk.get(address).status_code
        asked[name] = len(captured)
    assert set(answers.values()) == {200}
    assert asked == {
        "notices": 13,
        "of an event": 14,
        "new": 12,
        "invite": 13,
        "change": 14,
        "preview": 30,
        "sent": 15,
        "lists": 15,
        "list": 24,
        "new list": 14,
        "refusals": 12,
        "reminders": 16,
        "reminders of a series": 17,
    }
