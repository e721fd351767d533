"""The desk writes the parts of a date; pages, papers and the door show them."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime
from pypdfium2 import PdfDocument

from events import paper_facts, papers
from events.attendance import queries as door
from events.attendance.enums import DayPaper, FactKind, Means
from events.attendance.papers import paper
from events.attendance.services.noting import Times, note, set_times
from events.links import token
from events.minutes import minutes_of
from events.models import Participant
from events.series import parts_of
from events.services.parts import PartPlan
from tests.events.parts.steps import A_WEEK, fresh, three_plans, written
from tests.factories.accounts import sign_in
from tests.factories.events import NOW, STARTS_AT, apply, make_event

pytestmark = pytest.mark.django_db
ROWS = {
    "day_1": "R8.12.11",
    "starts_1": "13:30",
    "ends_1": "15:30",
    "day_2": "12/18",
    "starts_2": "午後1時30分",
    "ends_2": "15:30",
    "title_2": "つなぐ",
    "venue_2": "西部公民館",
}


def text_of(pdf):
    return "".join(page.get_textpage().get_text_bounded() for page in PdfDocument(pdf))


def seen(response):
    return {"seen": response.context["seen"]}


def test_a_date_is_written_as_several_parts(desk):
    session = make_event().sessions.get()
    address = reverse("parts_desk:write", args=[session.pk])
    shown = desk.get(address)
    assert "1つ目の回" in shown.text
    answer = desk.post(address, ROWS | seen(shown), follow=True)
    assert "全2回にしました。" in answer.text
    assert "西部公民館" in answer.text
    assert [part.title for part in parts_of(fresh(session))] == ["", "つなぐ"]


def test_what_a_row_lacks_is_said_at_its_box(desk):
    session = make_event().sessions.get()
    address = reverse("parts_desk:write", args=[session.pk])
    rows = ROWS | {"ends_1": "13:00", "starts_2": ""} | seen(desk.get(address))
    answer = desk.post(address, rows)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "ends_1": ["終わりの時刻は、始まりの時刻よりあとにしてください。"],
        "starts_2": ["始まりの時刻を書いてください。"],
    }
    answer = desk.post(
        address, {name: text for name, text in ROWS.items() if name.endswith("_1")} | seen(answer)
    )
    assert "回は、2つから12までにしてください。" in answer.text


def test_what_somebody_else_wrote_meanwhile_is_shown_first(desk, staff):
    session = make_event().sessions.get()
    address = reverse("parts_desk:write", args=[session.pk])
    shown = desk.get(address)
    written(session, staff)
    assert desk.post(address, ROWS | seen(shown)).status_code == 422
    assert fresh(session).part_count == 3


def test_one_part_is_called_off_at_the_desk(desk, series):
    second = parts_of(series)[1]
    address = reverse("parts_desk:change", args=[second.pk])
    assert "第2回を、中止・延期する" in desk.get(address).text
    answer = desk.post(address, {"kind": "cancelled", "reason": "大雪のため"}, follow=True)
    assert "第2回を「中止」にして、知らせました。" in answer.text
    page = desk.get(series.event.get_absolute_url()).text
    assert "理由：大雪のため" in page
    assert desk.post(address, {"kind": "cancelled", "reason": "大雪のため"}).status_code == 422


def test_a_part_is_put_off_to_a_new_day_at_its_own_hours(desk, series):
    third = parts_of(series)[2]
    address = reverse("parts_desk:change", args=[third.pk])
    desk.post(address, {"kind": "postponed", "reason": "大雪のため", "day": "2027/1/8"})
    third.refresh_from_db()
    assert (third.starts_at, third.ends_at) == (
        STARTS_AT + 4 * A_WEEK,
        STARTS_AT + 4 * A_WEEK + timedelta(hours=2),
    )


def test_a_part_before_the_deadline_asks_for_a_new_deadline(desk, series):
    address = reverse("parts_desk:change", args=[parts_of(series)[0].pk])
    assert "いまの締切は" in desk.get(address).text
    early = {"kind": "postponed", "reason": "会場の都合", "day": "2026/12/3"}
    answer = desk.post(address, early)
    assert (answer.status_code, "申し込みの締切は、最初の日程の始まりより前に" in answer.text) == (422, True)
    desk.post(address, early | {"deadline_day": "2026/12/1"})
    assert f"{localtime(fresh(series).event.deadline_at):%m-%d}" == "12-01"


def test_only_the_event_desk_gets_in(client, editor, series):
    addresses = [
        reverse("parts_desk:of_event", args=[series.event_id]),
        reverse("parts_desk:write", args=[series.pk]),
        reverse("parts_desk:change", args=[parts_of(series)[0].pk]),
    ]
    for address in addresses:
        assert sign_in(client, editor).get(address).status_code in (302, 403, 404)


@pytest.mark.parametrize("dates", [1, 3])
def test_the_list_of_parts_asks_as_often_for_three_dates_as_for_one(queries_of, staff, dates):
    event = make_event(sessions=dates)
    for number, session in enumerate(event.sessions.all()):
        written(session, staff, three_plans(starts_at=STARTS_AT + timedelta(days=number)))
    assert queries_of(reverse("parts_desk:of_event", args=[event.pk])) == 3


@pytest.mark.parametrize("count", [2, 12])
def test_pages_ask_as_often_for_many_parts_as_for_two(queries_of, staff, count):
    plans = [
        PartPlan(STARTS_AT + n * A_WEEK, STARTS_AT + n * A_WEEK + timedelta(hours=2)) for n in range(count)
    ]
    series = written(make_event().sessions.get(), staff, plans)
    application = apply(series)
    found = [
        queries_of(series.event.get_absolute_url()),
        queries_of(reverse("events:application", args=[token(application)])),
        queries_of("/events/", {"view": "month", "m": "2026-12"}),
    ]
    assert found == [10, 9, 6]


def test_every_page_of_an_applicant_shows_all_parts(desk, series):
    application = apply(series)
    page = desk.get(series.event.get_absolute_url()).text
    own = desk.get(reverse("events:application", args=[token(application)])).text
    form = desk.get(reverse("events:apply", args=[series.event.slug])).text
    for part in ("第1回", "第3回", "12月18日（金）午後1時30分〜3時30分", "全部の回に参加できます。"):
        assert part in form
    for part in (
        "第1回",
        "第2回",
        "第3回",
        "12月18日（金）午後1時30分〜3時30分",
        "つなぐ",
        "会場　西部公民館",
    ):
        assert part in page
        assert part in own
    assert "1回の申し込みで、全部の回に参加できます。" in page
    assert "全3回（12月25日（金）まで）" in desk.get("/events/").text


def test_reminders_of_a_series_are_told_in_one_sentence(series):
    page = Client().get(reverse("events:done", args=[token(apply(series))])).text
    assert "それぞれの回の前に、もう一度お知らせします" in page
    assert "次は、12月" in page


def test_the_month_shows_each_part_on_its_own_day(desk, series):
    page = desk.get("/events/", {"view": "month", "m": "2026-12"})
    days = {day.day.day: day.rows for week in page.context["table"].weeks for day in week if day.in_month}
    assert [day for day, rows in days.items() if rows] == [11, 18, 25]
    assert "第2回／全3回　午後1時30分から" in page.text


def test_calendar_files_have_an_entry_for_each_part(desk, series):
    application = apply(series)
    for address in (
        reverse("events:calendar", args=[series.event.slug]),
        reverse("events:application_calendar", args=[token(application)]),
        reverse("events:feed"),
    ):
        text = desk.get(address).text.replace("\r\n ", "")
        assert [text.count(f"第{number}回／全3回") > 0 for number in (1, 2, 3)] == [True] * 3
        assert series.calendar_uid not in text


def test_papers_name_every_part(series):
    application = apply(series)
    sheet = paper_facts.application_sheet(series.event, now=NOW)
    assert sheet.event.when[0] == "全3回　令和8年12月11日（金）〜12月25日（金）"
    assert sheet.event.when[2] == "第2回　12月18日（金）午後1時30分〜3時30分　会場　西部公民館"
    assert paper_facts.receipt(application, now=NOW).event.when == sheet.event.when
    signed = "".join(text_of(paper(series, DayPaper.SIGN_IN, now=NOW, meeting=1)).split())
    assert "第2回12月18日（金）午後1時30分〜3時30分" in signed
    assert "西部公民館" in signed
    assert "見本市民会館" not in signed


def test_twelve_parts_fit_on_the_sheet(staff):
    plans = [
        PartPlan(STARTS_AT + n * A_WEEK, STARTS_AT + n * A_WEEK + timedelta(hours=2), venue="西部公民館")
        for n in range(12)
    ]
    series = written(make_event().sessions.get(), staff, plans)
    sheet = papers.application_sheet_pdf(paper_facts.application_sheet(series.event, now=NOW))
    assert "12月11・18・25日、1月1・8・15・22・29日、2月5・12・19・26日" in "".join(text_of(sheet).split())


def test_the_form_of_the_event_shows_days_of_a_series_and_does_not_take_them(desk, series):
    address = reverse("event_desk:edit", args=[series.event_id])
    page = desk.get(address)
    row = page.context["editor"].rows.forms[0]
    assert all(row.fields[name].disabled for name in ("day", "starts", "ends"))
    assert "全3回です。日時は「何回かに分けて開く」で変えます。" in page.text


def _came(series, person, staff, number, *, at=0):
    moment = STARTS_AT + number * A_WEEK + timedelta(minutes=at)
    note(
        session=series,
        participants=[person.pk],
        kind=FactKind.ARRIVED,
        means=Means.LIST,
        actor=staff,
        now=moment,
    )


def test_minutes_add_up_over_the_parts_to_which_somebody_came(series, staff):
    apply(series, 3)
    both, marked, first = Participant.objects.select_related("session").order_by("id")
    _came(series, both, staff, 0)
    _came(series, both, staff, 2, at=30)
    _came(series, first, staff, 0)
    Participant.objects.filter(pk=marked.pk).update(attendance="attended", marked_at=NOW)
    people = Participant.objects.select_related("session").order_by("id")
    assert list(minutes_of(people).values()) == [120 + 90, 360, 120]
    rows = door.door_rows(series, 2)
    assert [row.presence.value for row in rows] == ["here", "not_yet", "not_yet"]
    assert [row.is_unmarked for row in rows] == [False, False, False]


def test_who_came_to_which_part_is_written_by_ticks(staff, client, series):
    apply(series, 2)
    came, other = Participant.objects.order_by("id")
    with time_machine.travel(STARTS_AT + A_WEEK + timedelta(hours=1), tick=False):
        client = sign_in(client, staff)
        page = client.get(reverse("event_desk:attendance", args=[series.pk]), follow=True)
        assert page.redirect_chain == [(reverse("day_desk:by_part", args=[series.pk]), 303)]
        assert ("第1回（12月11日（金））" in page.text, "第3回（" in page.text) == (True, False)
        ticks = {f"came_{came.pk}_1": "on", f"was_{came.pk}": "00", f"was_{other.pk}": "00"}
        answer = client.post(page.request["PATH_INFO"], ticks, follow=True)
        assert "1人の出欠を書きました。" in answer.text
        people = Participant.objects.select_related("session").order_by("id")
        assert [person.attendance for person in people] == ["attended", ""]
        assert minutes_of(people) == {came.pk: 120, other.pk: None}
        again = {f"was_{came.pk}": "01", f"was_{other.pk}": "00"}
        client.post(page.request["PATH_INFO"], again)
        assert minutes_of(people.all()) == {came.pk: None, other.pk: None}


def test_whoever_was_only_marked_is_taken_out_of_one_part_alone(staff, client, series):
    apply(series, 1)
    person = Participant.objects.get()
    Participant.objects.update(attendance="attended", marked_at=NOW)
    with time_machine.travel(STARTS_AT + 3 * A_WEEK, tick=False):
        client = sign_in(client, staff)
        address = reverse("day_desk:by_part", args=[series.pk])
        assert client.get(address).text.count(" checked") == 3
        ticks = {f"came_{person.pk}_0": "on", f"came_{person.pk}_2": "on", f"was_{person.pk}": "111"}
        client.post(address, ticks)
    assert minutes_of(Participant.objects.select_related("session")) == {person.pk: 240}


def test_a_time_that_was_written_stays_where_its_part_stays_ticked(staff, client, series):
    apply(series, 1)
    person = Participant.objects.select_related("session").get()
    _came(series, person, staff, 0, at=30)
    with time_machine.travel(STARTS_AT + 3 * A_WEEK, tick=False):
        client = sign_in(client, staff)
        ticks = {f"came_{person.pk}_0": "on", f"came_{person.pk}_1": "on", f"was_{person.pk}": "100"}
        client.post(reverse("day_desk:by_part", args=[series.pk]), ticks)
    assert minutes_of(Participant.objects.select_related("session")) == {person.pk: 90 + 120}


def test_the_door_opens_on_the_part_of_today_and_forgets_nothing_of_the_last_one(staff, client, series):
    apply(series, 1)
    (person,) = Participant.objects.all()
    _came(series, person, staff, 0)
    with time_machine.travel(STARTS_AT + A_WEEK, tick=False):
        client = sign_in(client, staff)
        page = client.get(reverse("day_desk:door", args=[series.pk]))
        assert page.context["counts"]["not_yet"] == 1
        assert "第2回（12月18日（金））" in page.text
        assert (
            client.get(reverse("day_desk:door", args=[series.pk]), {"part": 1}).context["counts"]["here"] == 1
        )
        assert [each.pk for each in door.sessions_of_today(STARTS_AT + A_WEEK)] == [series.pk]


def test_a_press_is_taken_back_within_the_part_on_whose_page_it_was(staff, client, series):
    apply(series, 1)
    (person,) = Participant.objects.select_related("session")
    _came(series, person, staff, 0)
    _came(series, person, staff, 2)
    with time_machine.travel(STARTS_AT + 2 * A_WEEK, tick=False):
        client = sign_in(client, staff)
        page = client.get(reverse("day_desk:door", args=[series.pk]), {"part": 1})
        assert '<input type="hidden" name="part" value="1">' in page.text
        press = {"person": person.pk, "deed": "back", "part": 1}
        client.post(reverse("day_desk:note", args=[series.pk]), press)
        standing = [door.door_rows(series, number)[0].presence.value for number in range(3)]
        person.refresh_from_db()
        assert (standing, person.attendance) == (["not_yet", "not_yet", "here"], "attended")
        client.post(reverse("day_desk:note", args=[series.pk]), press | {"part": 2})
        assert door.door_rows(series, 2)[0].presence == "here"
        client.post(reverse("day_desk:note", args=[series.pk]), press | {"part": 3})
        person.refresh_from_db()
        assert person.attendance == ""


def test_times_from_the_paper_of_one_part_leave_the_others(staff, series):
    apply(series, 1)
    (person,) = Participant.objects.select_related("session")
    _came(series, person, staff, 0)
    second = STARTS_AT + A_WEEK
    times = {person.pk: Times(second, second + timedelta(minutes=60))}
    now = second + timedelta(hours=3)
    set_times(session=series, times=times, actor=staff, now=now, meeting=1)
    person.refresh_from_db()
    assert minutes_of([person]) == {person.pk: 180}
    set_times(session=series, times={person.pk: Times(None, None)}, actor=staff, now=now, meeting=1)
    person.refresh_from_db()
    assert (minutes_of([person]), person.attendance) == ({person.pk: 120}, "attended")


def test_the_preview_of_a_decision_shows_the_moved_parts_and_saves_nothing(desk, series):
    apply(series)
    given = {
        "sessions": series.pk,
        "kind": "postponed",
        "reason": "大雪のため",
        "decided_on": "2026/11/24",
        "day": "2027/1/15",
    }
    page = desk.post(reverse("event_desk:dates", args=[series.event_id]), given)
    assert "第2回　1月22日（金）午後1時30分〜3時30分" in page.context["letter"].text
    assert fresh(series).starts_at == STARTS_AT
    assert parts_of(fresh(series))[1].starts_at == STARTS_AT + A_WEEK
