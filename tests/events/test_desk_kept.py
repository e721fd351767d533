"""How an event decides, and whom it keeps seats for: in the one form, and when it is written out again."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from directory.models import WelfareArea
from events.enums import Admission, Channel
from events.exceptions import AdmissionRefused
from events.models import Application, Event, KeptSeats, SeatEntry
from events.services.keeping import KeptPlan
from events.services.publishing import SessionPlan, update_event
from tests.events.filled import Form
from tests.events.test_desk_entry import filled as entry_filled
from tests.events.test_desk_form import edited, filled, mistakes
from tests.factories.events import NOW, TOKYO, apply, make_event

CREATE = reverse("event_desk:create")
DEADLINE = datetime(2026, 12, 4, 17, 0, tzinfo=TOKYO)


def kept(session):
    rows = session.kept_seats.order_by("kept_for", "way").values_list(
        "kept_for", "way", "seats", "until", "area"
    )
    return list(rows)


@pytest.fixture
def area(db):
    return WelfareArea.objects.create(scheme="own", name="能登中部", valid_from=NOW.date())


def test_unless_something_else_is_chosen_it_is_decided_after_the_deadline(desk):
    form = desk.get(CREATE).context["form"]
    usual = {name: form[name].value() for name in ("admission", "offer_hours", "asks_for_manager")}
    assert usual == {"admission": "after_deadline", "offer_hours": 48, "asks_for_manager": None}
    sent = Form(desk.get(CREATE)).sent(
        press=("publish", "1"),
        title="はじめての受け入れ",
        **{"sessions-0-day": "12/11", "sessions-0-starts": "13:30", "sessions-0-ends": "16:30"},
        **{"sessions-0-venue": "見本市民会館", "sessions-0-venue_capacity": "20"},
    )
    assert desk.post(CREATE, sent).status_code == 303
    event = Event.objects.get()
    assert (event.state, event.admission, event.offer_hours, event.asks_for_manager) == (
        "published",
        Admission.AFTER_DEADLINE,
        48,
        False,
    )
    assert kept(event.sessions.get()) == []


def test_each_choice_of_the_form_is_written_down(desk):
    chosen = {"admission": "approval", "offer_hours": "", "asks_for_manager": "on"}
    desk.post(CREATE, filled(publish="1", **chosen))
    event = Event.objects.get()
    assert (event.admission, event.offer_hours, event.asks_for_manager) == ("approval", None, True)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"admission": "by_gut"}, "admission"),
        ({"admission": ""}, "admission"),
        ({"offer_hours": "0"}, "offer_hours"),
        ({"offer_hours": "しばらく"}, "offer_hours"),
    ],
)
def test_a_choice_that_is_none_is_told_at_its_field(desk, change, expected):
    answer = desk.post(CREATE, filled(publish="1", **change))
    assert (answer.status_code, list(mistakes(answer))) == (422, [expected])


def test_seats_are_kept_for_paper_the_network_and_an_area(desk, area):
    lines = {
        "paper_venue": "3",
        "network_online": "２席",
        "network_day": "12/1",
        "network_time": "9時",
        "area1_area": str(area.pk),
        "area1_venue": "4",
        "area1_day": "12/2",
    }
    fields = {f"sessions-0-{name}": value for name, value in lines.items()} | {
        "sessions-0-online_capacity": "5"
    }
    assert desk.post(CREATE, filled(publish="1", **fields)).status_code == 303
    session = Event.objects.get().sessions.get()
    assert kept(session) == [
        ("area", "venue", 4, datetime(2026, 12, 2, 17, tzinfo=TOKYO), area.pk),
        ("network", "online", 2, datetime(2026, 12, 1, 9, tzinfo=TOKYO), None),
        ("paper", "venue", 3, DEADLINE, None),
    ]
    assert SeatEntry.objects.filter(session=session).count() == 2
    page = desk.get(reverse("event_desk:event", args=[session.event_id]))
    (block,) = page.context["blocks"]
    assert [(line.kept, line.free) for line in block.seats] == [(7, 13), (2, 3)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ({"paper_venue": "21"}, {"paper_venue": "取っておく席は、合わせて20まで"}),
        ({"paper_venue": "15", "network_venue": "6"}, {"network_venue": "合わせて20まで"}),
        ({"paper_online": "1"}, {"paper_online": "オンラインの席は0です"}),
        ({"area1_venue": "2"}, {"area1_area": "圏域を選んでください。"}),
        ({"area1_area": "AREA"}, {"area1_venue": "席の数を書いてください。"}),
        (
            {"area1_area": "AREA", "area1_venue": "1", "area2_area": "AREA", "area2_venue": "1"},
            {"area2_area": "同じ圏域は、一つの行に"},
        ),
        ({"paper_venue": "1", "paper_day": "12/12"}, {"paper_day": "始まりより前にしてください。"}),
        ({"paper_venue": "たくさん"}, {"paper_venue": "数字で書いてください。"}),
    ],
)
def test_kept_seats_that_do_not_go_together_are_told_at_their_field(desk, area, lines, expected):
    fields = {
        f"sessions-0-{name}": str(area.pk) if value == "AREA" else value for name, value in lines.items()
    }
    answer = desk.post(CREATE, filled(publish="1", **fields))
    found = mistakes(answer)
    assert (answer.status_code, sorted(found)) == (422, sorted(f"0-{name}" for name in expected))
    for name, words in expected.items():
        assert words in found[f"0-{name}"][0]
    assert Event.objects.count() == 0
    assert answer.context["editor"].rows.forms[0].keeps_seats


def plan(session, *lines):
    return SessionPlan(
        session_id=session.pk,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        venue=session.venue,
        venue_capacity=session.venue_capacity,
        kept=lines,
    )


def test_the_form_shows_what_is_kept_and_changes_it(desk, area, staff):
    event = make_event()
    session = event.sessions.get()
    lines = [
        KeptPlan("paper", "venue", 3, DEADLINE),
        KeptPlan("area", "venue", 2, DEADLINE, area.pk),
    ]
    update_event(event=event, details={}, sessions=[plan(session, *lines)], actor=staff, now=NOW)
    first = KeptSeats.objects.get(kept_for="paper").pk
    address = reverse("event_desk:edit", args=[event.pk])
    (row,) = desk.get(address).context["editor"].rows.forms
    shown = {name: row[name].value() for name in ("paper_venue", "paper_day", "paper_time", "area1_area")}
    assert shown == {"paper_venue": 3, "paper_day": "2026/12/4", "paper_time": "17:00", "area1_area": area.pk}
    change = {"sessions-0-paper_venue": "5", "sessions-0-paper_day": "12/4", "sessions-0-paper_time": "17:00"}
    desk.post(address, edited(event, **change))
    assert kept(session) == [("paper", "venue", 5, DEADLINE, None)]
    assert KeptSeats.objects.get().pk == first


def test_seats_that_are_kept_no_more_go_to_the_line(desk, staff):
    event = make_event(venue=3)
    session = event.sessions.get()
    update_event(
        event=event,
        details={},
        sessions=[plan(session, KeptPlan("paper", "venue", 2, DEADLINE))],
        actor=staff,
        now=NOW,
    )
    waiting = apply(session, 2)
    assert waiting.state == "waiting"
    change = {"sessions-0-venue_capacity": "3", "offer_hours": ""}
    assert desk.post(reverse("event_desk:edit", args=[event.pk]), edited(event, **change)).status_code == 303
    assert Application.objects.get(pk=waiting.pk).state == "confirmed"


def test_a_date_more_takes_over_how_many_are_kept_but_not_until_when(desk, area):
    lines = {"paper_venue": "3", "paper_day": "12/1", "area1_area": str(area.pk), "area1_venue": "2"}
    fields = {f"sessions-0-{name}": value for name, value in lines.items()}
    answer = desk.post(CREATE, filled(add_session="1", **fields))
    rows = answer.context["editor"].rows.forms
    names = ("paper_venue", "paper_day", "area1_area", "area1_venue")
    assert [[str(row[name].value() or "") for name in names] for row in rows] == [
        ["3", "12/1", str(area.pk), "2"],
        ["3", "", str(area.pk), "2"],
    ]


def test_once_somebody_has_applied_it_is_decided_as_was_said(desk, staff):
    event = make_event(admission=Admission.AFTER_DEADLINE)
    address = reverse("event_desk:edit", args=[event.pk])
    assert desk.post(address, edited(event, admission="lottery")).status_code == 303
    event.refresh_from_db()
    assert event.admission == "lottery"
    apply(event.sessions.get(), 1)
    answer = desk.post(address, edited(event, admission="first_come", title="新しい名前"))
    assert mistakes(answer) == {"admission": ["申し込みが届いたあとは、決め方を変えられません。"]}
    assert 'value="新しい名前"' in answer.text
    with pytest.raises(AdmissionRefused):
        update_event(event=event, details={"admission": "first_come"}, sessions=[], actor=staff, now=NOW)
    event.refresh_from_db()
    assert (event.admission, event.title) == ("lottery", "はじめての受け入れ")
    assert desk.post(address, edited(event, title="新しい名前")).status_code == 303


def test_written_out_again_it_decides_and_keeps_as_before(desk, area, staff):
    event = make_event(admission=Admission.APPROVAL, offer_hours=24, asks_for_manager=True, agency_cap=2)
    session = event.sessions.get()
    lines = [KeptPlan("paper", "venue", 3, DEADLINE), KeptPlan("area", "venue", 2, DEADLINE, area.pk)]
    update_event(event=event, details={}, sessions=[plan(session, *lines)], actor=staff, now=NOW)
    desk.post(reverse("event_desk:duplicate", args=[event.pk]))
    copy = Event.objects.exclude(pk=event.pk).get()
    assert (copy.admission, copy.offer_hours, copy.asks_for_manager, copy.agency_cap) == (
        "approval",
        24,
        True,
        2,
    )
    later = DEADLINE + timedelta(days=364)
    assert kept(copy.sessions.get()) == [
        ("area", "venue", 2, later, area.pk),
        ("paper", "venue", 3, later, None),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_takes_as_many_queries_for_three_dates_as_for_one(queries_of, staff, count):
    event = make_event(sessions=count)
    for session in event.sessions.all():
        line = KeptPlan("paper", "venue", 3, DEADLINE)
        update_event(event=event, details={}, sessions=[plan(session, line)], actor=staff, now=NOW)
    assert queries_of(reverse("event_desk:edit", args=[event.pk])) == 7


# --- typed in from paper --------------------------------------------------------------------------------


def entry_of(event, **fields):
    people = [(f"見本 {number}", "みほん", "") for number in range(1, 4)]
    return entry_filled(event, people, **fields)


def test_a_paper_says_with_how_few_who_agreed_and_whether_names_are_shown(desk):
    event = make_event(venue=2, asks_for_manager=True)
    fields = {"least_people": "2人", "manager_name": "宮﨑 ひかり", "shows_names": "on"}
    desk.post(reverse("event_desk:entry", args=[event.pk]), entry_of(event, **fields))
    application = Application.objects.get()
    assert (application.least_people, application.manager_name, application.shows_names) == (
        2,
        "宮﨑 ひかり",
        True,
    )
    assert (application.state, application.channel) == ("partly", Channel.FAX)
    text = desk.get(reverse("event_desk:application", args=[application.pk])).text
    assert [word for word in ("2人から", "宮﨑 ひかり", "名前をのせてよい") if word not in text] == []


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"least_people": "4"}, "least_people", "参加する方は3人です。それより多くは書けません。"),
        ({"manager_name": ""}, "manager_name", "申込書にある、了承した所属長のお名前を書いてください。"),
    ],
)
def test_what_a_paper_lacks_is_told_and_nothing_is_lost(desk, fields, field, words):
    event = make_event(asks_for_manager=True)
    data = entry_of(event, **{"manager_name": "宮﨑 ひかり", "note": "駐車場"} | fields)
    answer = desk.post(reverse("event_desk:entry", args=[event.pk]), data)
    assert (answer.status_code, answer.context["form"].errors[field]) == (422, [words])
    assert "駐車場" in answer.text
    assert Application.objects.count() == 0


def test_a_manager_is_asked_for_only_where_the_event_wants_it(desk):
    event = make_event()
    form = desk.get(reverse("event_desk:entry", args=[event.pk])).context["form"]
    assert "manager_name" not in form.fields
    assert desk.post(reverse("event_desk:entry", args=[event.pk]), entry_of(event)).status_code == 303
    application = Application.objects.get()
    assert (application.least_people, application.manager_name, application.shows_names) == (None, "", False)
