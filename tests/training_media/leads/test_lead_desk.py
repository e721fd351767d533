"""The desk looks for leads, goes on with one, takes the list away with a reason, reads reasons in numbers."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.enums import PublicRole
from content.start_page import start_page
from foundation.audit.models import Entry
from foundation.demo import World
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_agency
from tests.factories.leads import make_lead
from tests.factories.training_media import make_course, make_viewer
from training_media.leads import demo
from training_media.leads.models import Lead, NotNow
from training_media.leads.services.declining import say_not_now
from training_media.models import Chapter

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/cms/videos/leads/"
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


@pytest.fixture
def desk(staff):
    return sign_in(Client(), staff)


@pytest.fixture
def course():
    return make_course()


def day(days):
    return f"{TODAY + timedelta(days=days):%Y/%m/%d}"


def step(desk, lead, **said):
    known = {"on": day(0), "outcome": "", "note": "", "next_on": ""}
    return desk.post(f"{LIST}{lead.pk}/step/", known | said)


def names(page):
    return [row.lead.agency_name for row in page.context["rows"]]


def test_the_list_is_narrowed_by_tab_agency_course_chapter_owner_and_age(desk, course, staff):
    chapter = Chapter.objects.create(part=course.parts.get(number=1), start=0, title="はじめに")
    old = make_lead(course=course, agency=make_agency(name="古い家"), chapter=chapter, now=NOW - 40 * DAY)
    make_lead(course=make_course(slug="betsu"), agency=make_agency(name="新しい家"))
    step(desk, old, move="contact", next_on=day(3))
    assert names(desk.get(LIST)) == ["古い家", "新しい家"]
    assert names(desk.get(LIST, {"tab": "new"})) == ["新しい家"]
    assert names(desk.get(LIST, {"tab": "waiting"})) == ["新しい家"]
    assert names(desk.get(LIST, {"q": "古い"})) == ["古い家"]
    assert names(desk.get(LIST, {"q": old.number})) == ["古い家"]
    assert names(desk.get(LIST, {"course": course.pk})) == ["古い家"]
    assert names(desk.get(LIST, {"course": course.pk, "chapter": chapter.pk})) == ["古い家"]
    assert names(desk.get(LIST, {"owner": staff.pk})) == ["古い家"]
    assert names(desk.get(LIST, {"age": "30"})) == ["古い家"]
    assert names(desk.get(LIST, {"tab": "x", "course": "x", "age": "x", "owner": "x"})) == [
        "古い家",
        "新しい家",
    ]


def test_steps_are_written_and_what_is_wrong_is_said(desk, course):
    lead = make_lead(course=course)
    one = f"{LIST}{lead.pk}/"
    assert "099-000-4567" in desk.get(one).text
    considering = {"move": "finish", "outcome": "considering"}
    for field, words, said in (
        ("move", "したことを選んで", {}),
        ("next_on", "次に連絡する日を書いて", {"move": "contact"}),
        ("next_on", "今日から2年のあいだ", {"move": "contact", "next_on": day(-1)}),
        ("next_on", "「検討中」のとき", considering),
        ("outcome", "結果を選んで", {"move": "finish"}),
        ("outcome", "「結果を書く」を選んだとき", considering | {"move": "contact", "next_on": day(3)}),
        ("on", "今日までの日", {"move": "contact", "on": day(2), "next_on": day(3)}),
    ):
        page = step(desk, lead, note="書いたことば", **said)
        assert (page.status_code, words in page.text, "書いたことば" in page.text) == (422, True, True)
        assert list(page.context["step_form"].errors) == [field]
        for typed in said.values():
            assert f'value="{typed}"' in page.text
    assert step(desk, lead, move="visit", next_on=day(3), note="話した").headers["Location"] == one
    assert step(desk, lead, move="finish", outcome="considering", next_on=day(60)).status_code == 303
    page = desk.get(one).text
    assert ("検討中" in page, "話した" in page) == (True, True)
    assert step(desk, lead, move="visit", next_on=day(3)).status_code == 422


def test_a_colleague_takes_over_and_a_typed_name_is_tied_to_an_agency(desk, course, manager, partner):
    lead, agency = make_lead(course=course), make_agency(name="本当の家")
    one = f"{LIST}{lead.pk}/"
    desk.post(f"{one}owner/", {"owner": manager.pk})
    assert desk.post(f"{one}owner/", {"owner": partner.pk}).status_code == 422
    assert desk.post(f"{one}agency/", {"number": "ない番号"}).status_code == 422
    desk.post(f"{one}agency/", {"number": agency.public_id.lower()})
    lead.refresh_from_db()
    assert (lead.owner, lead.agency, lead.agency_name) == (manager, agency, "見本の家")


def test_the_list_leaves_with_a_reason_and_that_is_written_down(desk, course):
    make_lead(course=course, words="=1+1")
    make_lead(course=course, agency=make_agency(name="別の家"))
    assert desk.post(f"{LIST}take/", {"reason": ""}).status_code == 422
    assert not Entry.objects.filter(verb="leads.exported").exists()
    answer = desk.post(f"{LIST}take/?q=見本", {"reason": "round"})
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (len(rows), rows[1][2], rows[1][8], rows[1][9]) == (2, "見本の家", "=1+1", "見本 花子")
    entry = Entry.objects.get(verb="leads.exported")
    assert {"reason:round", "lines:1", "電話番号"} <= set(entry.fields)
    assert "花子" not in entry.body


def test_reasons_are_shown_in_numbers_and_as_a_workbook_once_there_are_enough(desk, course):
    address = f"{LIST}reasons/"
    viewers = [
        make_viewer(name=f"見本 {number}", agency=make_agency(name=f"家{number}")) for number in range(6)
    ]
    say_not_now(course=course, viewers=viewers[:4], reasons=["full"], words="", now=NOW)
    assert "まだ、数を出せません" in desk.get(address).text
    assert desk.get(f"{LIST}reasons.xlsx").status_code == 404
    say_not_now(course=course, viewers=viewers[4:], reasons=["full"], words="", now=NOW)
    page = desk.get(address, {"course": course.pk}).text
    assert ("6か所" in page, "見本 1" in page, "家1" in page) == (True, False, False)
    sheet = load_workbook(BytesIO(desk.get(f"{LIST}reasons.xlsx?course={course.pk}").content)).active
    assert [cell.value for cell in sheet[2]][:2] == ["定員に空きがない", 6]


def test_the_start_page_says_what_waits_and_what_is_late(rf, staff, course):
    request = rf.get("/")
    request.user = staff
    words = "「話を聞きたい」に連絡する"

    def shown():
        return [
            (each.count, each.is_late, each.url) for each in start_page(request).todos if each.text == words
        ]

    assert shown() == []
    lead = make_lead(course=course)
    assert shown() == [(1, False, f"{LIST}{lead.pk}/")]
    Lead.objects.update(received_at=NOW - 30 * DAY)
    make_lead(course=course, agency=make_agency(name="別の家"))
    assert shown() == [(2, True, f"{LIST}?tab=waiting")]


def test_a_new_one_stands_in_the_contact_queue_too(desk, course):
    lead = make_lead(course=course)
    page = desk.get("/cms/contact/").text
    assert (lead.number in page, f"{LIST}{lead.pk}/" in page, "099-000" in page) == (True, True, False)
    assert lead.number not in desk.get("/cms/contact/?tab=done").text


@pytest.mark.parametrize("address", ["", "{lead}/", "take/", "reasons/", "reasons.xlsx"])
def test_others_find_nothing_here(course, partner, address):
    path = LIST + address.format(lead=make_lead(course=course).pk)
    editor = make_user(name="編集者E", roles=[PublicRole.EDITOR])
    assert sign_in(Client(), editor).get(path).status_code == 404
    assert sign_in(Client(), partner).get(path).status_code == 302


@pytest.mark.parametrize("deed", ["step/", "owner/", "agency/"])
def test_deeds_are_pressed_by_the_desk_alone(desk, course, deed):
    lead = make_lead(course=course)
    path = f"{LIST}{lead.pk}/{deed}"
    editor = make_user(name="編集者E", roles=[PublicRole.EDITOR])
    assert sign_in(Client(), editor).post(path).status_code == 404
    assert desk.get(path).status_code == 405
    assert desk.post(f"{LIST}{lead.pk + 1}/{deed}").status_code == 404


def own_queries(desk, address):
    """Return how often a screen asks our tables; what the admin's own frame asks is left out."""
    desk.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(address).status_code == 200
    ours = ("leads_", "training_media_", "viewing_", "directory_", "watching_")
    return sum(any(f'FROM "{app}' in query["sql"] for app in ours) for query in captured)


def test_screens_ask_as_often_for_three_rows_as_for_one(desk, course):
    lead = make_lead(course=course)
    one, reasons = f"{LIST}{lead.pk}/", f"{LIST}reasons/"
    viewers = [
        make_viewer(name=f"見本 {number}", agency=make_agency(name=f"家{number}")) for number in range(7)
    ]
    say_not_now(course=course, viewers=viewers[:5], reasons=["full"], words="", now=NOW)
    step(desk, lead, move="contact", next_on=day(3))
    literal = (3, 2, 2)
    assert (own_queries(desk, LIST), own_queries(desk, one), own_queries(desk, reasons)) == literal
    for number in (1, 2):
        make_lead(course=make_course(slug=f"x{number}"), agency=make_agency(name=f"宿{number}"))
        step(desk, lead, move="contact", next_on=day(3))
    say_not_now(course=course, viewers=viewers[5:], reasons=["full"], words="", now=NOW)
    assert (own_queries(desk, LIST), own_queries(desk, one), own_queries(desk, reasons)) == literal


def test_the_demo_world_has_three_leads_in_different_states(staff):
    world = World(door="public", now=NOW, cast=(), people={"staff": staff.person})
    demo.seed(world)
    assert Lead.objects.count() == 0
    make_course()
    for number in range(3):
        make_agency(name=f"家{number}")
    make_viewer(agency=make_agency(name="見る家"))
    for _ in range(2):
        demo.seed(world)
    assert sorted(Lead.objects.values_list("state", flat=True)) == ["new", "result", "visited"]
    assert NotNow.objects.count() == 1
