"""研修・行事 and 申込: what staff find, narrowed to, and at what cost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.enums import Admission, Audience
from events.services.changing import cancel_application
from tests.events.filled import Form
from tests.factories.directory import make_agency
from tests.factories.events import NOW, STARTS_AT, apply, make_event

LIST = reverse("event_desk:list")
APPLICATIONS = reverse("event_desk:applications")
PAST_START = NOW - timedelta(days=30)


def titles(answer):
    return [row.event.title for row in answer.context["rows"]]


def make_past(title="終わった研修", days=30):
    starts = NOW - timedelta(days=days)
    return make_event(title=title, starts_at=starts, now=starts - timedelta(days=20))


@pytest.fixture
def some_events(desk):
    make_event(title="あとの研修", starts_at=STARTS_AT + timedelta(days=7))
    make_event(title="はじめの研修")
    make_event(title="下書きの研修", publish=False, starts_at=STARTS_AT + timedelta(days=14))
    make_event(title="締切のすぎた研修", starts_at=NOW + timedelta(days=3), opens_at=NOW - timedelta(days=20))
    make_past()


@pytest.mark.parametrize(
    ("tab", "found"),
    [
        ("next", ["締切のすぎた研修", "はじめの研修", "あとの研修", "下書きの研修"]),
        ("open", ["はじめの研修", "あとの研修"]),
        ("past", ["終わった研修"]),
        ("nonsense", ["締切のすぎた研修", "はじめの研修", "あとの研修", "下書きの研修"]),
    ],
)
def test_each_tab_shows_its_events_the_nearest_first(desk, some_events, tab, found):
    assert titles(desk.get(LIST, {"tab": tab})) == found


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("あとの", ["あとの研修"]),
        ("研修　はじめ", ["はじめの研修"]),
        ("Ｒ８−Ｋ０２", []),
        ("Ｒ８-Ｋ０２", ["はじめの研修"]),
        ("000021", ["はじめの研修"]),
        ("ありません", []),
    ],
)
def test_events_are_found_by_words_and_numbers_in_any_width(desk, some_events, search, found):
    assert titles(desk.get(LIST, {"q": search})) == found


def test_a_fiscal_year_narrows_the_list(desk, some_events):
    make_event(title="来年度の研修", starts_at=STARTS_AT.replace(year=2027, month=5))
    answer = desk.get(LIST, {"year": "2027"})
    assert answer.context["years"] == [(2027, "令和9年度（2027年度）"), (2026, "令和8年度（2026年度）")]
    assert titles(answer) == ["来年度の研修"]


def test_a_row_says_how_it_stands_in_words_and_numbers(desk):
    event = make_event(venue=4, sessions=2)
    session = event.sessions.first()
    apply(session, 4)
    apply(session, 2)
    row = desk.get(LIST).context["rows"][0]
    assert [line.state.word for line in row.sessions] == ["満席（空き待ち2人）", "申込受付中"]
    assert [(line.seats.total_taken, line.seats.total) for line in row.sessions] == [(4, 4), (0, 4)]
    assert [line.days_left for line in row.sessions] == [10, 10]
    assert "あと10日" in desk.get(LIST).text


def test_a_long_list_has_pages(desk):
    for number in range(21):
        make_event(title=f"研修 {number}", starts_at=STARTS_AT + timedelta(days=number))
    assert len(titles(desk.get(LIST))) == 20
    assert titles(desk.get(LIST, {"page": 2})) == ["研修 20"]


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_list_takes_as_many_queries_for_twenty_events_as_for_one(queries_of, count):
    for number in range(count):
        event = make_event(title=f"研修 {number}", venue=2, sessions=1 + number % 2)
        apply(event.sessions.first(), 2)
        apply(event.sessions.first(), 1)
    assert queries_of(LIST) == 8


@pytest.mark.parametrize("count", [1, 3])
def test_the_event_page_takes_as_many_queries_for_three_applications_as_for_one(queries_of, count):
    event = make_event(venue=1)
    for _ in range(1 + count):
        apply(event.sessions.get())
    assert queries_of(reverse("event_desk:event", args=[event.pk])) == 17


def test_the_event_page_shows_who_waits_where(desk):
    event = make_event(venue=2, audience=Audience.PARTNERS)
    session = event.sessions.get()
    first, second, third = (apply(session, 2) for _ in range(3))
    cancelled = apply(session, 1)
    cancel_application(application=cancelled, actor=None, by_staff=False, now=NOW)
    answer = desk.get(reverse("event_desk:event", args=[event.pk]))
    shown = [(each.number, each.people, state.word) for each, state in answer.context["applications"]]
    assert shown == [
        (first.number, 2, "席あり"),
        (second.number, 2, "空き待ち　1番目"),
        (third.number, 2, "空き待ち　2番目"),
        (cancelled.number, 1, "取消"),
    ]
    (block,) = answer.context["blocks"]
    assert [(line.way, line.capacity, line.taken, line.held, line.free) for line in block.seats] == [
        ("会場", 2, 2, 0, 0)
    ]


def test_applications_of_all_events_are_narrowed_to_what_waits_for_somebody(desk):
    session = make_event(venue=3).sessions.get()
    old = apply(session, 1, agency=make_agency(), now=NOW - timedelta(days=5))
    typed = apply(session, 2, agency_name="汐見の家")
    waiting = apply(session, 2, agency=make_agency(name="みなと荘"))
    numbers = {
        only: [each.number for each, _ in desk.get(APPLICATIONS, {"only": only}).context["rows"]]
        for only in ("", "new", "unmatched", "waiting")
    }
    assert numbers == {
        "": [waiting.number, typed.number, old.number],
        "new": [waiting.number, typed.number],
        "unmatched": [typed.number],
        "waiting": [waiting.number],
    }


def test_what_is_to_be_looked_at_one_by_one_is_listed_without_what_waits_for_one_decision(desk):
    one_by_one = apply(make_event(admission=Admission.APPROVAL).sessions.get())
    together = apply(make_event(admission=Admission.AFTER_DEADLINE).sessions.get())

    def listed(only):
        return {each.pk for each, _ in desk.get(APPLICATIONS, {"only": only}).context["rows"]}

    assert (listed("approval"), listed("pending")) == ({one_by_one.pk}, {one_by_one.pk, together.pk})


@pytest.mark.parametrize("search", ["シオミノ家", "R8-0002", "佐久間", "はじめての"])
def test_applications_are_found_by_agency_number_contact_and_event(desk, search):
    session = make_event().sessions.get()
    apply(make_event(title="県民講座").sessions.get(), 1, contact_name="林 学", agency_name="みなと荘")
    found = apply(session, 1, agency_name="しおみの家")
    assert [each for each, _ in desk.post(APPLICATIONS, {"q": search}).context["rows"]] == [found]


def test_words_of_a_search_stand_in_no_address(desk):
    session = make_event(venue=30).sessions.get()
    several = [apply(session, 1, agency_name=f"みなと荘{number}") for number in range(21)]
    apply(session, 1, contact_name="林 学")
    first = desk.post(f"{APPLICATIONS}?only=unmatched", {"q": "佐久間"})
    assert ([each for each, _ in first.context["rows"]], "佐久間" in first.text) == (several[:0:-1], True)
    assert [word for word in ("q=", "page=") if word in first.text.split("<main")[1]] == []
    assert 'form="find-applications" name="page" value="2"' in first.text
    second = desk.post(f"{APPLICATIONS}?only=unmatched", Form(first).sent() | {"page": "2"})
    assert [each for each, _ in second.context["rows"]] == several[:1]
    assert len(desk.get(APPLICATIONS, {"q": "佐久間"}).context["rows"]) == 20


@pytest.mark.parametrize("count", [1, 3])
def test_applications_take_as_many_queries_for_three_rows_as_for_one(queries_of, count):
    session = make_event().sessions.get()
    for _ in range(count):
        apply(session, 2)
    assert queries_of(APPLICATIONS) == 2
