"""The lecture desk: the list, one request, typing in, the date, the board, the registers."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from accounts.models import Person
from content.start_page import start_page
from directory.coverage.services.people import add_expert
from events.enums import Channel, EventState
from events.lectures.enums import RequestState, ResourceKind
from events.lectures.merging import move_requests
from events.lectures.models import Lecturer, LectureRequest, LecturerSlot, LectureTheme, Resource
from foundation.audit.models import Entry
from tests.events.filled import Form
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency
from tests.factories.events import NOW
from tests.factories.lectures import (
    WISH,
    a_slot,
    agree,
    ask,
    make_lecturer,
    make_resource,
    make_theme,
    propose,
    wanted,
)
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db

PRESS = (None, "")
MONDAY = date(2027, 1, 11)


def at(name, *args):
    return reverse(f"lecture_desk:{name}", args=args)


def fill(desk, address, *, press=PRESS, **changes):
    """Open a form, change some fields, press its button."""
    return desk.post(address, Form(desk.get(address)).sent(press=press, **changes))


def text(response):
    return response.content.decode()


def addresses(request, theme, lecturer, thing, slot):
    numbers = {"themes": theme, "lecturers": lecturer, "resources": thing, "absences": slot}
    for pattern in get_resolver("events.lectures.desk_urls").url_patterns:
        parts = str(pattern.pattern).split("/")
        known = numbers.get(parts[0], request)
        yield reverse(
            f"lecture_desk:{pattern.name}", args=[known.pk] if "<int:pk>" in str(pattern.pattern) else []
        )


def test_the_desk_is_there_for_those_who_run_events_and_for_nobody_else(partner, outsider, staff, today):
    request, lead = ask(), make_lecturer()
    slot = a_slot(lead)
    slot.save()
    found = list(addresses(request, make_theme(), lead, make_resource(), slot))
    assert len(found) == 27
    for user in (partner, outsider):
        client = sign_in(Client(), user)
        assert {client.get(address).status_code for address in found} <= {404, 302}
    stranger = {Client().get(address).status_code for address in found}
    assert stranger == {302}
    clerk = sign_in(Client(), staff)
    assert {clerk.get(address).status_code for address in found} == {200, 303, 405}


def test_what_waits_stands_first_and_says_when_the_promise_is_broken(desk, staff):
    ask(host="待つ団体")
    decided = ask(host="決まった団体")
    LectureRequest.objects.filter(pk=decided.pk).update(state="declined", reason="都合")
    assert "待つ団体" in text(desk.get(at("requests")))
    assert "決まった団体" not in text(desk.get(at("requests")))
    assert "決まった団体" in text(desk.get(at("requests"), {"group": "over"}))
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        assert "過ぎています" in text(sign_in(Client(), staff).get(at("requests")))


def test_staff_type_in_what_came_by_fax_with_when_it_arrived(desk):
    theme = make_theme()
    answer = fill(
        desk,
        at("entry"),
        theme=str(theme.pk),
        audience="世話人",
        people="20",
        received_day="11/23",
        received_time="9:15",
        wish1_day="2027/1/14",
        wish1_time="13:30",
        place="みなも",
        host="グループホームみなも",
        contact_name="佐久間 礼子",
        phone="099-000-4567",
        reply_way="fax",
        fax="099-000-4568",
    )
    request = LectureRequest.objects.get()
    assert answer["Location"] == at("request", request.pk)
    assert (request.channel, request.typed_by_id is not None) == (Channel.FAX, True)
    assert request.received_at == NOW - timedelta(days=1, minutes=45)
    assert request.typed_at == NOW
    assert "FAX" in text(desk.get(at("request", request.pk)))


def test_a_paper_of_tomorrow_is_refused_with_all_that_was_typed(desk):
    answer = fill(desk, at("entry"), received_day="2026/11/25", host="みなも")
    assert answer.status_code == 422
    assert "いまより先" in text(answer)
    assert Form(answer).fields["host"] == ["みなも"]


def test_the_board_says_in_words_why_nobody_can_go(desk, staff):
    lead = make_lecturer()
    first = agree(ask(), lead, actor=staff)
    second = ask(wishes=[WISH + timedelta(hours=2), WISH - timedelta(days=3)])
    page = text(desk.get(at("propose", second.pk)))
    assert f"講座（{first.number}）があり、移動の時間と重なります。" in page
    assert "祝日（成人の日）です。" in page


def test_a_date_is_offered_and_a_taken_lecturer_is_refused_in_words(desk, staff):
    lead = make_lecturer()
    request = ask()
    answer = fill(desk, at("propose", request.pk), lead=str(lead.pk))
    assert answer["Location"] == at("request", request.pk)
    assert LecturerSlot.objects.get().starts_at == WISH
    taken = fill(desk, at("propose", ask().pk), lead=str(lead.pk))
    assert taken.status_code == 422
    assert f"講座（{request.number}）があります" in text(taken)


def test_a_date_agreed_by_phone_is_an_event_at_once(desk):
    request, lead = ask(email="", reply_way="phone"), make_lecturer()
    answer = fill(desk, at("propose", request.pk), lead=str(lead.pk), agrees="on")
    request.refresh_from_db()
    assert (request.state, request.event.state) == (RequestState.AGREED, EventState.PUBLISHED)
    assert "電話 000-000-4567 で知らせてください" in text(desk.get(answer["Location"]))


def test_the_whole_way_is_walked_with_one_press_each(desk, staff):
    request = ask()
    desk.post(at("check", request.pk))
    propose(request, make_lecturer(), actor=staff)
    page = Form(desk.get(at("request", request.pk)))
    desk.post(at("accept", request.pk), page.fields)
    with time_machine.travel(WISH + timedelta(days=1), tick=False):
        again = sign_in(Client(), staff)
        fill(again, at("held", request.pk), people="14")
        fill(again, at("report", request.pk), report="よい会でした。")
    request.refresh_from_db()
    assert (request.state, request.people_came) == (RequestState.REPORTED, 14)


@pytest.mark.parametrize(
    ("name", "field", "state"),
    [
        ("decline", "reason", RequestState.DECLINED),
        ("cancel", "reason", RequestState.CANCELLED),
        ("another", "words", RequestState.COUNTERED),
    ],
)
def test_an_end_asks_for_its_words(desk, staff, name, field, state):
    request = ask()
    propose(request, make_lecturer(), actor=staff)
    assert fill(desk, at(name, request.pk), **{field: ""}).status_code == 422
    fill(desk, at(name, request.pk), **{field: "講師の都合"})
    request.refresh_from_db()
    assert request.state == state


def test_what_was_typed_stays_when_a_colleague_was_quicker(desk, staff):
    request = ask()
    opened = Form(desk.get(at("decline", request.pk)))
    fill(desk, at("decline", request.pk), reason="講師がいません")
    late = desk.post(at("decline", request.pk), opened.sent(press=PRESS, reason="日程が合いません"))
    assert late.status_code == 422
    assert "日程が合いません" in text(late)
    request.refresh_from_db()
    assert request.reason == "講師がいません"


def test_two_people_at_one_request_do_not_overwrite_each_other(desk, manager):
    request = ask()
    mine = Form(desk.get(at("change", request.pk)))
    other = sign_in(Client(), manager)
    fill(other, at("change", request.pk), audience="民生委員")
    stale = desk.post(at("change", request.pk), mine.sent(press=PRESS, people="30"))
    assert stale.status_code == 422
    assert "民生委員" in text(stale)
    saved = desk.post(at("change", request.pk), Form(stale).sent(press=PRESS))
    request.refresh_from_db()
    assert (saved.status_code, request.audience, request.people) == (303, "民生委員", 30)


@pytest.mark.parametrize(
    ("name", "make", "mine", "theirs"),
    [
        ("theme", make_theme, {"title": "Aの題目"}, {"aims": "Bのねらい"}),
        ("lecturer", make_lecturer, {"shown_as": "Aの職員"}, {"closes": "16:00"}),
        ("resource", make_resource, {"note": "Aのメモ"}, {"name": "Bの名前"}),
    ],
)
def test_two_people_at_one_register_do_not_overwrite_each_other(desk, manager, name, make, mine, theirs):
    record = make()
    opened = Form(desk.get(at(name, record.pk)))
    fill(sign_in(Client(), manager), at(name, record.pk), **theirs)
    stale = desk.post(at(name, record.pk), opened.sent(press=PRESS, **mine))
    assert stale.status_code == 422
    assert "内容を変えました" in text(stale)
    assert desk.post(at(name, record.pk), Form(stale).sent(press=PRESS)).status_code == 303


def test_registers_grow_and_refuse_the_same_twice(desk, staff):
    theme = {"code": "B1", "title": "題目", "audience": "どなたでも", "aims": "ねらい", "level": "first"}
    assert fill(desk, at("add_theme"), **theme).status_code == 303
    assert fill(desk, at("add_theme"), **theme).status_code == 422
    assert fill(desk, at("add_resource"), kind="room", name="研修室").status_code == 303
    assert fill(desk, at("add_resource"), kind="room", name="研修室").status_code == 422
    assert fill(desk, at("add_lecturer"), person=str(staff.person_id), can_lead="on").status_code == 303
    counts = (LectureTheme.objects.count(), Resource.objects.count(), Lecturer.objects.count())
    assert counts == (1, 1, 1)
    assert f'value="{staff.person_id}"' not in text(desk.get(at("add_lecturer")))


def test_experts_who_may_lecture_can_be_added(desk, staff):
    add_expert(
        agency=None, name="見本 波子", name_kana="ミホン ナミコ", actor=staff, now=NOW, may_lecture=True
    )
    Person.objects.create(name="よその人")
    page = text(desk.get(at("add_lecturer")))
    assert ("見本 波子" in page, "よその人" in page) == (True, False)


def test_days_off_are_written_and_removed(desk):
    lead = make_lecturer()
    fill(desk, at("absences"), lecturer=str(lead.pk), day="2026/12/1", starts="9:00", ends="12:00")
    slot = LecturerSlot.objects.get()
    again = fill(desk, at("absences"), lecturer=str(lead.pk), day="2026/12/1", starts="10:00", ends="11:00")
    assert (again.status_code, "休みがあります" in text(again)) == (422, True)
    desk.post(at("remove_absence", slot.pk))
    assert LecturerSlot.objects.count() == 0


def test_the_board_shows_the_week_with_ways_and_holidays(desk, staff):
    lead, thing = make_lecturer(), make_resource()
    agree(ask(), lead, actor=staff, resources=[thing])
    for view in ({}, {"view": "list"}):
        page = text(desk.get(at("board"), {"week": "2027-01-13"} | view))
        assert [
            word for word in ("13:30〜15:00", "12:30に出て 16:00に戻る", "確定") if word not in page
        ] == []
    assert "成人の日" in text(desk.get(at("board"), {"week": "2027-01-13"}))
    assert "13:30〜15:00" not in text(desk.get(at("board"), {"week": "2027-01-20"}))
    for typed in ("1/15", "R9.1.15", "２０２７年1月15日"):
        assert desk.get(at("board"), {"week": typed}).context["monday"] == MONDAY
    this_week = desk.get(at("board")).context["monday"]
    for nobodys in ("9999-12-31", "0001-01-01", "9999/12/31"):
        assert desk.get(at("board"), {"week": nobodys}).context["monday"] == this_week


def queries_on(desk, address, **data):
    desk.get(address, data)
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(address, data).status_code == 200
    return sum('"events_lectures_' in query["sql"] for query in captured)


def queries_of_post(desk, address):
    with CaptureQueriesContext(connection) as captured:
        assert desk.post(address).status_code == 200
    return sum('"events_lectures_' in query["sql"] for query in captured)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_often_for_three_as_for_one(desk, staff, count):
    for number in range(count):
        lead = make_lecturer(name=f"見本 {number}")
        make_theme(code=f"A{number}", lecturers=[lead])
        agree(ask(), lead, actor=staff, resources=[make_resource(name=f"物 {number}")])
        ask()
    assert queries_on(desk, at("requests")) == 3
    assert queries_on(desk, at("board"), week=str(MONDAY)) == 4
    assert queries_on(desk, at("board"), week=str(MONDAY), view="list") == 4
    assert queries_of_post(desk, f"{at('travel_paper')}?week={MONDAY}") == 5
    assert queries_on(desk, at("themes")) == 2
    assert queries_on(desk, at("lecturers")) == 1


def test_the_list_with_contacts_leaves_by_a_press_and_with_a_trace(desk, staff):
    request = agree(ask(theme=make_theme()), make_lecturer(), actor=staff)
    taken = Entry.objects.filter(verb="events.lecture_travel_taken")
    address = f"{at('travel_paper')}?week={MONDAY}"
    assert (
        desk.get(address).status_code,
        f'action="{address}"' in text(desk.get(f"{at('board')}?week={MONDAY}")),
    ) == (
        405,
        True,
    )
    assert "佐久間礼子" in Printed(desk.post(address).content).text
    assert [(each.actor_id, each.subject_id) for each in taken] == [(staff.pk, request.pk)]
    desk.post(f"{at('travel_paper')}?week=2027-01-20")
    assert taken.count() == 1


def test_the_papers_say_who_goes_where_when(desk, staff):
    lead = make_lecturer(shown_as="センターの社会福祉士")
    junior = make_lecturer(name="見本 副子", leads=False)
    things = [make_resource(), make_resource(name="センターの車", kind=ResourceKind.CAR)]
    request = agree(ask(theme=make_theme()), lead, actor=staff, juniors=[junior], resources=things)
    week = Printed(desk.get(at("week_paper"), {"week": "2027-01-14"}).content)
    assert (len(week.document), "13:30〜15:00" in week.text) == (1, True)
    travel = Printed(desk.post(f"{at('travel_paper')}?week=2027-01-14").content).text
    told = (
        "午後0時30分に出る",
        "午後4時に戻る",
        "見本講子（主）、見本副子（副）",
        "佐久間礼子",
        "取扱注意",
        "プロジェクター",
    )
    assert [word for word in (*told, "取扱注意", "プロジェクター") if word not in travel] == []
    letter = fill(desk, at("letter", request.pk), number="定着第7号")
    page = Printed(letter.content).text
    said = (
        "定着第7号",
        "グループホームみなも御中",
        "センターの仕事を知る",
        "見本講子（センターの社会福祉士）",
        "公印省略",
        "当センターで用意する物プロジェクター",
    )
    assert [word for word in said if word not in page] == []
    assert ("センターの車" in travel, "センターの車" in page) == (True, False)
    assert "no-store" in letter.headers["Cache-Control"]


def test_there_is_no_letter_before_a_date_is_agreed(desk):
    assert desk.get(at("letter", ask().pk)).status_code == 303


def test_the_start_page_counts_what_waits_and_what_is_late(rf, staff, today):
    ask()
    agree(ask(), make_lecturer(), actor=staff)
    http = rf.get("/cms/")
    http.user = staff
    todos = {row.text: (row.count, row.is_late) for row in start_page(http).todos}
    assert todos["出前講座の依頼に返事をする"] == (1, False)
    with time_machine.travel(WISH + timedelta(days=1), tick=False):
        todos = {row.text: (row.count, row.is_late) for row in start_page(http).todos}
    assert todos["出前講座の依頼に返事をする"] == (1, True)
    assert todos["行った出前講座の人数を書く"] == (1, False)


def test_the_week_names_a_lecture_once(rf, staff):
    agree(ask(theme=make_theme()), make_lecturer(), actor=staff)
    http = rf.get("/cms/")
    http.user = staff
    with time_machine.travel(WISH - timedelta(days=1), tick=False):
        [entries] = start_page(http).week.values()
    assert [entry.text for entry in entries] == ["午後1時30分　出前講座「センターの仕事を知る」　0人"]


def test_requests_follow_their_agency_when_it_is_merged():
    kept, merged = make_agency(name="のこる家"), make_agency(name="まとまる家")
    request = ask()
    LectureRequest.objects.update(agency=merged)
    move_requests(kept, merged)
    request.refresh_from_db()
    assert request.agency == kept
    assert wanted().agency is None
