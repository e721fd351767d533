"""The door on a phone: one press each, codes, walk-ins, the sheet typed back, groups, papers."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import PublicRole
from events import participant_links
from events.attendance import desk_urls, offers, queries
from events.attendance.models import DoorFact
from events.attendance.panels import door_rows_of_today
from events.attendance.services.grouping import make_groups
from events.attendance.services.ruling import set_day_rule
from events.enums import Audience, Way
from events.models import Application, Participant
from events.paper_facts import receipt
from events.papers import receipt_pdf
from foundation.audit.models import Entry
from tests.events.attendance.the_day import BEGINS, ENDS, at, came, left, make_day, person_of, seat
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_agency
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db
RULE = {"late_minutes": 15, "early_minutes": 10, "note": "電車の遅れのときは、受付でお知らせください。"}
PATTERNS = [pattern.name for pattern in desk_urls.urlpatterns]
ONLY_BY_POST = {"note", "absent", "paper"}


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
    # An event of one date leads to its door; without groups one is asked how many.
    expected = 405 if name in ONLY_BY_POST else 303 if name in {"of_event", "groups"} else 200
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
    rows = door.get(address("door", session), {"q": search}).context["rows"]
    assert [row.name for row in rows] == found


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
    assert queries_of(address("door", session)) == 5


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


def rule_form(door, session):
    page = door.get(reverse("day_desk:rule", args=[session.event_id]))
    return {**RULE, "seen": page.context["seen"]}


def test_the_rule_stands_on_the_public_page_and_the_receipt(door, session):
    door.post(reverse("day_desk:rule", args=[session.event_id]), rule_form(door, session))
    line = "始まりから15分をすぎて来た方は「遅刻」"
    assert line in Client().get(session.event.get_absolute_url()).text
    paper = receipt(Application.objects.get(), now=at(9))
    assert paper.notes[0].startswith(line)
    assert paper.code == offers.door_address(Application.objects.get())
    pages = PdfReader(BytesIO(receipt_pdf(paper))).pages
    assert len(pages) == 1
    assert "受付でお見せください" in pages[0].extract_text()


def test_a_rule_that_somebody_changed_meanwhile_is_shown_first(door, session, manager):
    mine = rule_form(door, session)
    theirs = rule_form(door, session) | {"late_minutes": "5"}
    there = reverse("day_desk:rule", args=[session.event_id])
    sign_in(Client(), manager).post(there, theirs)
    answer = door.post(there, mine)
    assert (answer.status_code, "まだ保存していません" in answer.text) == (422, True)
    assert queries.rule_of(session.event).late_minutes == 5


def test_a_rule_of_half_a_day_is_refused(door, session):
    data = rule_form(door, session) | {"late_minutes": "300"}
    assert door.post(reverse("day_desk:rule", args=[session.event_id]), data).status_code == 422


def test_without_a_rule_nothing_is_said_in_advance(session):
    assert "当日の遅刻・早退" not in Client().get(session.event.get_absolute_url()).text


def test_each_participant_holds_up_their_own_code(session, clock):
    clock(10)
    person = person_of(session, "参加 2")
    offer = offers.offer_of(person, "", at(10))
    assert offer.code.endswith(f"/cms/events/door/{person.application.public_id}/2/")
    page = Client().get(participant_links.path(person)).text
    assert "受付で見せるQRコード" in page
    assert "<svg" in page


def test_after_the_date_the_page_tells_the_times_instead(session, staff):
    came(session, "参加 2", actor=staff, now=at(13, 50))
    left(session, "参加 2", actor=staff, now=at(15, 0))
    person = person_of(session, "参加 2")
    offer = offers.offer_of(person, "", ENDS)
    assert (offer.code, offer.text) == ("", "来た時刻 午後1時50分、帰った時刻 午後3時。")
    assert offers.offer_of(person_of(session, "参加 1"), "", ENDS) is None


def test_who_takes_part_on_line_has_no_code(db):
    session = make_day(people=0, online=5)
    application = seat(session, 1, way=Way.ONLINE)
    assert offers.offer_of(person_of(session, "参加 1"), "", at(9)) is None
    assert offers.receipt_part(application).code == ""


def text_of(answer):
    return [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]


def take(door, session, paper):
    answer = door.post(address("paper", session), {"paper": paper})
    assert answer["Content-Type"] == "application/pdf"
    assert "参加" not in answer["Content-Disposition"]
    return text_of(answer)


def test_the_sheet_to_sign_names_everybody_at_the_venue(door):
    session = make_day(people=2, online=5)
    seat(session, 1, names=["遠い人"], way=Way.ONLINE, agency_name="汐見の家")
    seat(session, 1, names=["岬 花"], agency_name="汐見の家")
    [page] = take(door, session, "sign_in")
    assert all(word in page for word in ("参加 1", "参加 2", "岬 花", "みなも作業所", "サイン"))
    assert "遠い人" not in page


def test_eleven_name_cards_take_two_sheets(door):
    pages = take(door, make_day(people=11, most_people=11), "name_cards")
    assert len(pages) == 2
    assert "参加 10" in pages[0]
    assert "参加 11" in pages[1]


def test_the_list_of_groups_names_groups_and_rooms(door, session, staff):
    counts = {"venue": 2}
    make_groups(session=session, counts=counts, seed=3, actor=staff, now=at(9))
    [page] = take(door, session, "groups")
    assert all(word in page for word in ("グループ1", "グループ2", "参加 3"))


def test_papers_leave_with_a_trace_and_groups_only_once_there_are_any(door, session):
    take(door, session, "sign_in")
    take(door, session, "name_cards")
    answer = door.post(address("paper", session), {"paper": "groups"}, follow=True)
    assert "グループは、まだ分けていません。" in answer.text
    entries = Entry.objects.filter(verb="attendance.paper_taken").order_by("id")
    assert [entry.fields for entry in entries] == [["paper:sign_in"], ["paper:name_cards"]]
    assert door.post(address("paper", session), {"paper": "secrets"}).status_code == 404


def test_groups_are_made_changed_and_kept_from_two_hands(door, session, manager):
    answer = door.post(address("make_groups", session), {"venue": "2", "seed": "7"}, follow=True)
    assert "2つに分けました（分け方の番号 7）。" in answer.text
    form = answer.context["form"]
    data = {name: form.initial[name] for name in form.fields} | {"seen": answer.context["seen"]}
    [first, second] = form.groups
    one = person_of(session, "参加 1").pk
    there = address("groups", session)
    sign_in(Client(), manager).post(there, data | {f"name_{first.pk}": "赤"})
    late = door.post(there, data | {f"name_{first.pk}": "青"})
    assert (late.status_code, "まだ保存していません" in late.text) == (422, True)
    data |= {f"name_{first.pk}": "赤", "seen": late.context["seen"], f"group_{one}": str(second.pk)}
    assert door.post(there, data).status_code == 303
    names = {
        group.name: [m.participant.name for m in group.members.all()] for group in queries.groups_of(session)
    }
    assert "参加 1" in names["グループ2"]
    assert set(names) == {"赤", "グループ2"}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "グループの数を書いてください。"),
        ({"venue": "9"}, "9つには分けられません"),
        ({"venue": "61"}, "60まで"),
    ],
)
def test_groups_that_cannot_be_are_told(door, session, data, told):
    answer = door.post(address("make_groups", session), {"venue": "", "seed": ""} | data)
    assert (answer.status_code, told in answer.text) == (422, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_groups_take_as_many_queries_for_three_people_as_for_one(queries_of, clock, staff, count):
    session = make_day(people=0)
    for number in range(count):
        seat(session, 1, names=[f"参加 {number}"], agency_name=f"事業所 {number}")
    make_groups(session=session, counts={"venue": 1}, seed=3, actor=staff, now=at(9))
    clock(13, 20)
    assert queries_of(address("groups", session)) == 4


def test_several_dates_are_offered_to_choose_from(door):
    event = make_event(sessions=2)
    dates = door.get(reverse("day_desk:of_event", args=[event.pk])).context["dates"]
    assert [pk for pk, _ in dates] == [session.pk for session in event.sessions.all()]


def test_the_start_page_leads_to_the_door_of_today(session, staff, rf, clock):
    clock(9)
    request = rf.get("/cms/")
    request.user = staff
    assert [row.url for row in door_rows_of_today(request)] == [address("door", session)]
    request.user = make_user(roles=[PublicRole.EDITOR])
    assert door_rows_of_today(request) == []


def test_certificates_may_ask_that_nobody_was_late(session, staff):
    set_day_rule(event=session.event, values=RULE, actor=staff, now=at(9))
    came(session, "参加 1", actor=staff, now=BEGINS + timedelta(minutes=15))
    came(session, "参加 2", actor=staff, now=BEGINS + timedelta(minutes=16))
    assert offers.ON_TIME.met_by(session.event) == {person_of(session, "参加 1").pk}
