"""What is told before the day, papers with names, and groups."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import PublicRole
from events import participant_links
from events.attendance import offers, queries
from events.attendance.enums import DayPaper
from events.attendance.panels import door_rows_of_today
from events.attendance.services.grouping import make_groups
from events.attendance.services.ruling import set_day_rule
from events.enums import Way
from events.models import Application
from events.paper_facts import receipt
from events.papers import receipt_pdf
from foundation.audit.models import Entry
from tests.events.attendance.the_day import BEGINS, ENDS, at, came, left, make_day, person_of, seat
from tests.factories.accounts import make_user, sign_in
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db
RULE = {"late_minutes": 15, "early_minutes": 10, "note": "電車の遅れのときは、受付でお知らせください。"}


def address(name, session, *args):
    return reverse(f"day_desk:{name}", args=[session.pk, *args])


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


def taken_papers():
    return [entry.fields for entry in Entry.objects.filter(verb="attendance.paper_taken").order_by("id")]


@pytest.mark.parametrize("paper", DayPaper.values)
def test_each_paper_that_the_door_offers_leaves_with_a_trace(door, session, staff, paper):
    make_groups(session=session, counts={"venue": 2}, seed=3, actor=staff, now=at(9))
    assert f'value="{paper}"' in door.get(address("door", session)).text
    take(door, session, paper)
    assert taken_papers() == [[f"paper:{paper}"]]


@pytest.mark.parametrize("paper", ["groups", "groups_door"])
def test_groups_are_handed_out_only_once_there_are_any(door, session, paper):
    answer = door.post(address("paper", session), {"paper": paper}, follow=True)
    assert "グループは、まだ分けていません。" in answer.text
    assert taken_papers() == []


def test_the_door_offers_lists_of_groups_once_there_are_groups(door, session, staff):
    def offered():
        return [kind for kind, _ in door.get(address("door", session)).context["papers"]]

    assert offered() == [DayPaper.SIGN_IN, DayPaper.NAME_CARDS]
    make_groups(session=session, counts={"venue": 2}, seed=1, actor=staff, now=at(9))
    assert offered() == list(DayPaper)


def test_a_paper_that_there_is_not_finds_nothing(door, session):
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
