"""The door on a phone: one press each, codes, walk-ins, the sheet typed back, groups, papers."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from events.attendance import desk_urls, queries
from events.attendance.models import DoorFact
from events.attendance.services.ruling import set_day_rule
from events.enums import Audience
from events.models import Application, Participant
from tests.events.attendance.the_day import BEGINS, at, came, left, make_day, person_of, seat
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db
RULE = {"late_minutes": 15, "early_minutes": 10, "note": "電車の遅れのときは、受付でお知らせください。"}
PATTERNS = [pattern.name for pattern in desk_urls.urlpatterns]
ONLY_BY_POST = {"note", "absent", "paper", "seat"}


def address(name, session, *args):
    return reverse(f"day_desk:{name}", args=[session.pk, *args])


def press(door, session, name, deed="arrived", **fields):
    data = {"person": person_of(session, name).pk, "deed": deed} | fields
    return door.post(address("note", session), data)


def standing(session):
    return {row.name: row.presence.value for row in queries.door_rows(session)}


@pytest.fixture
def addresses(session):
    application = Application.objects.get()
    own = {"of_event": session.event_id, "rule": session.event_id}
    codes = {"code": [application.public_id], "code_of_one": [application.public_id, 1]}
    return {
        name: reverse(f"day_desk:{name}", args=codes.get(name, [own.get(name, session.pk)]))
        for name in PATTERNS
    }


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("role", ["staff", "manager"])
def test_the_people_of_the_desk_come_in(name, role, addresses, clock, request):
    clock(13, 20)
    status = sign_in(Client(), request.getfixturevalue(role)).get(addresses[name]).status_code
    # One date leads to its door, as does one without parts; without groups one is asked how many.
    leads_on = {"of_event", "groups", "by_part"}
    expected = 405 if name in ONLY_BY_POST else 303 if name in leads_on else 200
    assert status == expected


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_does(name, method, addresses, clock, editor, partner):
    clock(13, 20)
    assert getattr(sign_in(Client(), editor), method)(addresses[name]).status_code == 404
    for stranger in (Client(), sign_in(Client(), partner)):
        answer = getattr(stranger, method)(addresses[name])
        assert answer.status_code == 302
    assert not DoorFact.objects.exists()


def test_one_press_says_who_came_and_one_who_left(door, session, staff, clock):
    answer = press(door, session, "参加 1", next=f"{address('door', session)}?show=not_yet")
    one = person_of(session, "参加 1").pk
    assert answer["Location"] == f"{address('door', session)}?show=not_yet#person-{one}"
    assert standing(session) == {"参加 1": "here", "参加 2": "not_yet", "参加 3": "not_yet"}
    clock(15, 30)
    door = sign_in(Client(), staff)
    press(door, session, "参加 1", "left")
    assert standing(session)["参加 1"] == "left"
    press(door, session, "参加 1", "back")
    assert standing(session)["参加 1"] == "here"


def test_a_press_never_leads_to_another_site(door, session):
    for elsewhere in ("https://example.com/", "//example.com/", "javascript:alert(1)"):
        answer = press(door, session, "参加 1", next=elsewhere)
        assert answer["Location"].startswith(address("door", session))


@pytest.mark.parametrize("data", [{}, {"person": "x", "deed": "arrived"}, {"person": "1", "deed": "flew"}])
def test_nonsense_finds_nothing(door, session, data):
    assert door.post(address("note", session), data).status_code == 404


def test_what_cannot_have_happened_is_told(door, session):
    answer = door.post(
        address("note", session), {"person": person_of(session, "参加 1").pk, "deed": "left"}, follow=True
    )
    assert "来た時刻が、まだありません" in answer.text


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("参加 2", ["参加 2"]),
        ("2", ["参加 2"]),
        ("４", ["岬 花"]),
        ("みなも", ["参加 1", "参加 2", "参加 3"]),
        ("さんか みなも", ["参加 1", "参加 2", "参加 3"]),
        ("しおみ", []),
        ("汐見 岬", ["岬 花"]),
    ],
)
def test_people_are_found_by_name_reading_agency_and_number(door, session, search, found):
    seat(session, 1, names=["岬 花"], agency_name="汐見の家")
    rows = door.post(address("door", session), {"q": search}).context["rows"]
    assert [row.name for row in rows] == found


def test_no_name_that_is_searched_for_gets_into_an_address(door, session):
    page = door.post(address("door", session), {"q": "参加 2"})
    assert "?q=" not in page.text
    assert 'method="get"' not in page.text.split("desk__head")[1]


def test_only_those_who_have_not_come_are_shown(door, session, staff):
    came(session, "参加 1", actor=staff, now=at(13, 15))
    page = door.get(address("door", session), {"show": "not_yet"})
    assert [row.name for row in page.context["rows"]] == ["参加 2", "参加 3"]
    assert "まだ 2" in page.text


def test_the_rule_stands_at_the_door(door, session, staff):
    set_day_rule(event=session.event, values=RULE, actor=staff, now=at(9))
    assert door.get(address("door", session)).context["lines"] == (
        "始まりから15分をすぎて来た方は「遅刻」、終わりの10分前より先に帰った方は「早退」になります。",
        RULE["note"],
    )


def test_late_and_early_are_named_with_their_minutes(door, session, staff, clock):
    set_day_rule(event=session.event, values=RULE, actor=staff, now=at(9))
    clock(14, 0)
    press(door, session, "参加 1")
    clock(15, 0)
    press(door, session, "参加 1", "left")
    text = door.get(address("door", session)).text
    assert "遅刻 30分" in text
    assert "早退 90分" in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_people_as_for_one(queries_of, clock, count):
    session = make_day(people=0)
    for number in range(count):
        seat(session, 1, names=[f"参加 {number}"], agency_name=f"事業所 {number}")
    clock(13, 20)
    # One of them asks whether there are groups.
    assert queries_of(address("door", session)) == 7


@pytest.mark.parametrize(("day", "has_buttons"), [(23, False), (24, True), (25, False)])
def test_the_door_offers_no_press_that_it_would_refuse(session, staff, day, has_buttons):
    came(session, "参加 1", actor=staff, now=at(13, 15))
    with time_machine.travel(at(13, 20).replace(day=day), tick=False):
        door = sign_in(Client(), staff)
        code = reverse("day_desk:code", args=[Application.objects.get().public_id])
        for page, deed in (
            (door.get(address("door", session)).text, "arrived"),
            (door.get(address("door", session)).text, "left"),
            (door.get(code).text, "arrived"),
        ):
            # What was pressed by mistake is taken back on any day.
            assert 'value="back"' in page
            assert (f'name="deed" value="{deed}"' in page) is has_buttons
            assert ("受付は、開催日の当日だけできます" in page) is not has_buttons


def test_after_the_end_the_door_says_who_came_and_not_who_is_here(door, session, staff, clock):
    came(session, "参加 1", "参加 2", actor=staff, now=at(13, 15))
    left(session, "参加 2", actor=staff, now=at(13, 19))
    counts = '<b class="num">1</b>人 来ています', '<b class="num">2</b>人 来ました', "途中まで 1</a>"
    during = door.get(address("door", session)).text
    clock(16, 40)
    after = sign_in(Client(), staff).get(address("door", session)).text
    assert [words in during for words in counts] == [True, False, False]
    assert [words in after for words in counts] == [False, True, True]


def test_whoever_never_came_is_absent_once_it_is_over(door, session, staff, clock):
    came(session, "参加 1", actor=staff, now=at(13, 15))
    assert "まだ終わっていません" in door.post(address("absent", session), follow=True).text
    assert standing(session)["参加 2"] == "not_yet"
    clock(16, 30)
    door = sign_in(Client(), staff)
    assert "2人を欠席にしました。" in door.post(address("absent", session), follow=True).text
    assert standing(session) == {"参加 1": "here", "参加 2": "absent", "参加 3": "absent"}


def test_a_code_shows_its_people_and_writes_nothing_by_itself(door, session):
    application = Application.objects.get()
    seat(session, 1, names=["ほかの人"], agency_name="汐見の家")
    page = door.get(reverse("day_desk:code", args=[application.public_id]))
    assert [row.name for row in page.context["rows"]] == ["参加 1", "参加 2", "参加 3"]
    assert not DoorFact.objects.exists()
    page = door.get(reverse("day_desk:code_of_one", args=[application.public_id, 2]))
    assert [row.name for row in page.context["rows"]] == ["参加 2"]
    assert door.get(reverse("day_desk:code", args=["unknown"])).status_code == 404


def test_a_group_comes_with_one_press(door, session):
    there = reverse("day_desk:code", args=[Application.objects.get().public_id])
    answer = door.post(there, {"code": "1"}, follow=True)
    assert set(standing(session).values()) == {"here"}
    assert {fact.means for fact in DoorFact.objects.all()} == {"code"}
    assert "みんな来た" not in answer.text
    door.post(there, {"code": "1"})
    assert DoorFact.objects.count() == 3


def test_a_code_of_somebody_who_waits_says_so(door):
    session = make_day(people=2, venue=2)
    waiting = seat(session, 1, names=["待つ人"], agency_name="汐見の家")
    page = door.get(reverse("day_desk:code", args=[waiting.public_id]))
    assert "空き待ちの申込です" in page.text
    assert page.context["rows"] == []


def walk_in(door, session, names, **fields):
    data = {
        "form_key": "9f0c2c0e-0000-4000-8000-000000000001",
        "agency_name": "汐見の家",
        "phone": "076-000-1234",
        "people-TOTAL_FORMS": str(len(names)),
        "people-INITIAL_FORMS": "0",
    }
    for number, name in enumerate(names):
        data |= {f"people-{number}-name": name, f"people-{number}-name_kana": "シオミ" if name else ""}
    return door.post(address("walk_in", session), data | fields, follow=True)


def test_two_people_walk_in_with_one_form_and_are_here(door, session):
    answer = walk_in(door, session, ["岬 花", "岬 海", ""])
    assert "2人を受け付けました。" in answer.text
    assert standing(session) == dict.fromkeys(["参加 1", "参加 2", "参加 3"], "not_yet") | {
        "岬 花": "here",
        "岬 海": "here",
    }
    application = Application.objects.latest("id")
    assert (application.agency_name, application.contact_name) == ("汐見の家", "岬 花")
    assert (application.channel, application.get_channel_display()) == ("door", "当日の受付")
    walk_in(door, session, ["岬 花", "岬 海", ""])
    assert Participant.objects.filter(session=session).count() == 5


def test_too_few_seats_are_told_and_nobody_is_taken_in(door):
    session = make_day(people=2, venue=3)
    answer = walk_in(door, session, ["岬 花", "岬 海"])
    assert answer.status_code == 422
    assert "席が足りないので、受け付けませんでした。" in answer.text
    assert 'value="岬 花"' in answer.text
    assert standing(session) == {"参加 1": "not_yet", "参加 2": "not_yet"}


def test_the_cap_of_an_agency_holds_at_the_door(door):
    session = make_day(people=2, agency_cap=2)
    answer = walk_in(door, session, ["岬 花"], agency_name="みなも作業所")
    assert "1事業所2人まで" in answer.text
    assert len(standing(session)) == 2


def test_an_agency_of_the_directory_needs_no_telephone_number(door, session):
    make_agency(name="汐見の家", phone="076-000-9999")
    walk_in(door, session, ["岬 花"], phone="")
    application = Application.objects.latest("id")
    assert (application.phone, application.agency.name) == ("076-000-9999", "汐見の家")


@pytest.mark.parametrize(
    ("names", "fields", "told"),
    [
        ([""], {}, "お名前を、1人以上書いてください。"),
        (["岬 花"], {"phone": ""}, "連絡のとれる電話番号を書いてください。"),
        (["岬 花"], {"phone": "abc"}, "電話番号として読み取れません"),
        (["岬 花", "岬 花"], {}, "同じ方が2回書かれています"),
    ],
)
def test_a_walk_in_that_lacks_something_is_told_what(door, session, names, fields, told):
    answer = walk_in(door, session, names, **fields)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert len(standing(session)) == 3


def test_partners_say_from_where_they_come(door):
    session = make_day(people=1, audience=Audience.PARTNERS)
    assert walk_in(door, session, ["岬 花"], agency_name="").status_code == 422


def test_more_rows_keep_what_was_typed(door, session):
    answer = walk_in(door, session, ["岬 花"], add_rows="1")
    assert 'value="岬 花"' in answer.text
    assert len(answer.context["entry"].rows.forms) == 4
    assert len(standing(session)) == 3


@pytest.mark.parametrize(
    ("hour", "told"), [(9, "席を取って、来たことにする"), (17, "この研修・行事は終わりました。")]
)
def test_nobody_walks_in_after_the_end(door, session, clock, hour, told):
    clock(hour)
    assert told in door.get(address("walk_in", session), follow=True).text


def test_nobody_walks_in_on_another_day(door):
    session = make_event().sessions.get()
    assert "開催日の当日に" in door.get(address("walk_in", session), follow=True).text


def times(session, **typed):
    """Return the page of times as it is shown, with some boxes typed over: arrived_1="13:25"."""
    data = {}
    for row in queries.door_rows(session):
        pk, number = row.participant.pk, row.number
        arrived = f"{row.arrived.astimezone(BEGINS.tzinfo):%H:%M}" if row.arrived else ""
        left_at = f"{row.left.astimezone(BEGINS.tzinfo):%H:%M}" if row.left else ""
        data |= {f"was_{pk}": f"{arrived}-{left_at}"}
        data |= {f"arrived_{pk}": typed.get(f"arrived_{number}", arrived)}
        data |= {f"left_{pk}": typed.get(f"left_{number}", left_at)}
    return data


def test_the_signed_sheet_is_typed_back(door, session, clock):
    clock(17)
    data = times(session, arrived_1="1325", arrived_2="13:50", left_2="15時")
    answer = door.post(address("times", session), data, follow=True)
    assert "2人の時刻を書きました。" in answer.text
    rows = {row.name: row.minutes for row in queries.door_rows(session)}
    assert rows == {"参加 1": 180, "参加 2": 70, "参加 3": 0}
    answer = door.post(address("times", session), times(session), follow=True)
    assert "変わったところはありません。" in answer.text


def test_two_who_type_do_not_undo_each_other(door, session, clock):
    clock(17)
    shown = times(session, arrived_1="13:25")
    door.post(address("times", session), times(session, arrived_2="13:50"))
    door.post(address("times", session), shown)
    rows = {row.name: row.minutes for row in queries.door_rows(session)}
    assert rows == {"参加 1": 180, "参加 2": 160, "参加 3": 0}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"left_1": "15:00"}, "1番 参加 1　来た時刻：来た時刻も書いてください。"),
        ({"arrived_1": "15:00", "left_1": "14:00"}, "来た時刻よりあとにしてください。"),
        ({"arrived_1": "あさ"}, "1番 参加 1　来た時刻"),
        ({"arrived_1": "18:00"}, "いまより先"),
    ],
)
def test_a_time_that_cannot_be_is_told_at_its_number(door, session, clock, typed, told):
    clock(17)
    answer = door.post(address("times", session), times(session, **typed))
    assert (answer.status_code, told in answer.text) == (422, True)
    assert not DoorFact.objects.exists()
