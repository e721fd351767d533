"""The day itself: one mark a person, everybody at once, two desks at a time, totals by sector."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import PublicRole
from events.desk_panels import event_desk_rows
from events.enums import Way
from events.models import Participant
from events.services.applying import PersonRequest
from tests.factories.accounts import make_user
from tests.factories.directory import make_agency
from tests.factories.events import NOW, apply, make_event


@pytest.fixture
def session(desk):
    session = make_event(venue=5).sessions.get()
    apply(session, [PersonRequest(Way.VENUE, f"みなも {n}") for n in (1, 2)], agency=make_agency())
    apply(
        session, [PersonRequest(Way.VENUE, "市の人")], agency=make_agency(name="見本市", kind="municipality")
    )
    apply(session, [PersonRequest(Way.VENUE, "汐見の人")], agency_name="汐見の家")
    apply(session, 2, agency_name="待つ家")
    return session


def address(session):
    return reverse("event_desk:attendance", args=[session.pk])


def marks(session):
    people = Participant.objects.filter(session=session).order_by("id")
    return {person.name: person.attendance for person in people if not person.name.startswith("見本")}


def post(desk, session, new, was=None):
    """Send the page as it was shown (`was`, all empty) with these marks changed."""
    data = {}
    for person in Participant.objects.filter(session=session):
        shown = (was or {}).get(person.name, "")
        data |= {f"was-{person.pk}": shown, f"mark-{person.pk}": new.get(person.name, shown)}
    return desk.post(address(session), data, follow=True)


def test_people_with_a_seat_are_listed_in_the_order_of_the_roster(desk, session):
    people = desk.get(address(session)).context["people"]
    assert [person.name for person in people] == ["みなも 1", "みなも 2", "市の人", "汐見の人"]


def test_each_person_gets_one_mark(desk, session):
    answer = post(desk, session, {"みなも 1": "attended", "市の人": "absent"})
    assert "2人の出欠を書きました。" in answer.text
    assert marks(session) == {"みなも 1": "attended", "みなも 2": "", "市の人": "absent", "汐見の人": ""}


def test_everybody_came_but_for_the_exceptions(desk, session):
    post(desk, session, {"汐見の人": "absent"})
    desk.post(address(session), {"everybody": "1"})
    assert marks(session) == {
        "みなも 1": "attended",
        "みなも 2": "attended",
        "市の人": "attended",
        "汐見の人": "absent",
    }


def test_a_mark_is_taken_back(desk, session):
    post(desk, session, {"みなも 1": "attended"})
    post(desk, session, {"みなも 1": ""}, was={"みなも 1": "attended"})
    assert marks(session)["みなも 1"] == ""


def test_two_desks_do_not_undo_each_other(desk, session):
    post(desk, session, {"みなも 1": "attended"})
    post(desk, session, {"市の人": "attended"})
    assert marks(session) == {"みなも 1": "attended", "みなも 2": "", "市の人": "attended", "汐見の人": ""}


def test_nonsense_marks_nobody(desk, session):
    answer = post(desk, session, {"みなも 1": "perhaps"})
    assert "変わったところはありません。" in answer.text
    assert set(marks(session).values()) == {""}


def test_totals_by_sector(desk, session):
    post(desk, session, {"みなも 1": "attended", "みなも 2": "absent", "市の人": "attended"})
    lines = desk.get(address(session)).context["sectors"]
    assert [(line.name, line.registered, line.attended, line.absent) for line in lines] == [
        ("障害福祉", 2, 1, 1),
        ("行政", 1, 1, 0),
        ("登録のない事業所・個人の方", 1, 0, 0),
        ("合計", 4, 2, 1),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_three_groups_as_for_one(queries_of, count):
    session = make_event().sessions.get()
    for _ in range(count):
        apply(session, 2)
    assert queries_of(address(session)) == 2


@pytest.fixture
def start_page(rf, staff, today):
    def rows(user=staff):
        request = rf.get("/cms/")
        request.user = user
        return [
            (type(row).__name__, getattr(row, "count", None), row.text, getattr(row, "note", ""))
            for row in event_desk_rows(request)
        ]

    return rows


def test_the_start_page_says_what_waits_today(start_page, db):
    today = make_event(
        title="今日の研修",
        starts_at=NOW + timedelta(hours=4),
        deadline_at=NOW,
        opens_at=NOW - timedelta(days=9),
    )
    apply(today.sessions.get(), 2, agency=make_agency(), now=NOW - timedelta(days=2))
    event = make_event(deadline_at=NOW + timedelta(days=2))
    apply(event.sessions.get(), 3, agency_name="汐見の家")
    apply(event.sessions.get(), 1, agency=make_agency(name="みなと荘"), now=NOW - timedelta(days=1))
    assert start_page() == [
        ("Todo", 2, "新しい申し込みを見る", "はじめての受け入れ 2件"),
        ("Todo", 1, "事業所を関係機関と結ぶ", "書かれたままの事業所です。結ぶと、所属と分野が数えられます"),
        ("WeekEntry", None, "午後2時　今日の研修　2人", ""),
        ("Todo", 2, "今日の「今日の研修」の出欠を書く", "午後2時から"),
        ("WeekEntry", None, "午前10時　申込の締切「今日の研修」", ""),
        ("WeekEntry", None, "午前10時　申込の締切「はじめての受け入れ」", ""),
        ("Shortcut", None, "研修・行事", "ページ、申込、FAX用紙、お知らせまで一度に"),
        ("Shortcut", None, "FAX・電話の申込", "届いた紙を見ながら入力"),
    ]


def test_others_find_nothing_of_it_on_their_start_page(start_page, partner):
    assert start_page(partner) == []
    assert start_page(make_user(roles=[PublicRole.EDITOR])) == []


def test_the_start_page_shows_the_rows_and_the_menu_leads_to_the_desk(desk):
    make_event(
        title="今日の研修",
        starts_at=NOW + timedelta(hours=4),
        deadline_at=NOW,
        opens_at=NOW - timedelta(days=9),
    )
    text = desk.get("/cms/").text
    links = ["/cms/events/new/", "/cms/events/entry/", "/cms/events/", "/cms/applications/"]
    assert [link for link in links if link not in text] == []
