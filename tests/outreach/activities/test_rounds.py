"""Rounds: whom to see, calls and visits that move an agency on, one record for log and register."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from accounts.enums import PublicRole
from directory.centre_only.models import ContactRecord
from foundation.activities.enums import ActivityKind
from foundation.japanese.dates import fiscal_year
from outreach.activities.models import Activity
from outreach.activities.rounds import queries
from outreach.activities.rounds.enums import Explained, Stage
from outreach.activities.rounds.exceptions import RoundRefused
from outreach.activities.rounds.merging import move_targets
from outreach.activities.rounds.models import Round, Target, Visit
from outreach.activities.rounds.rules import Said
from outreach.activities.rounds.services.visiting import (
    Report,
    add_targets,
    make_round,
    move_up,
    note_contact,
    take_out,
    write_visit,
)
from outreach.activities.services.pulling import pull
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_agency
from tests.factories.first_site import place_first_site
from tests.factories.outside import make_areas

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "/cms/activities/rounds/"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today(now):
    return timezone.localdate(now)


def a_round(staff, now, *agencies):
    today = timezone.localdate(now)
    details = {
        "name": "東部をまわる",
        "purpose": "",
        "opens_on": today,
        "closes_on": today + timedelta(days=30),
    }
    made = make_round(details=details, actor=staff, now=now)
    add_targets(round=made, agencies=agencies, actor=staff, now=now)
    return made


def report(today, stage=Stage.CONSIDERING, **fields):
    said = Said(stage, "もう一度行く", today + timedelta(days=7))
    return Report(
        **{"day": today, "explained": Explained.WORK, "said": said, "concerns": "夜の体制"} | fields
    )


def visit(target, staff, now, **fields):
    what = report(timezone.localdate(now), **fields)
    return write_visit(target=target, form_key=uuid4(), report=what, actor=staff, now=now)


def test_a_visit_moves_an_agency_and_stands_in_log_and_register_once(staff, now, today):
    _, [east] = make_areas("東部")
    target = a_round(staff, now, make_agency(name="みなもの家", municipality=east)).targets.get()
    key = uuid4()
    for _ in range(2):
        write_visit(target=target, form_key=key, report=report(today), actor=staff, now=now)
    target.refresh_from_db()
    assert (target.stage, target.concerns, Visit.objects.count()) == (Stage.CONSIDERING, "夜の体制", 1)
    assert ContactRecord.objects.get().purpose == "巡回：センターの仕事"
    for _ in range(2):
        pull(year=fiscal_year(today), now=now)
    activity = Activity.objects.get()
    assert (activity.kind, activity.area.name) == (ActivityKind.OUTREACH_ROUND, "東部")
    assert activity.presences.get().name == "みなもの家"


def test_a_call_and_what_may_not_be_written(staff, now, today):
    target = a_round(staff, now, make_agency()).targets.get()
    step = Said(Stage.LISTED, "訪問する", today + timedelta(days=3))
    note_contact(target=target, said=step, note="来週なら", actor=staff, now=now)
    target.refresh_from_db()
    assert (target.stage, target.next_step) == (Stage.CONTACTED, "訪問する")
    with pytest.raises(RoundRefused, match="消せません"):
        take_out(target=target, actor=staff, now=now)
    for wrong in (
        {"day": today + timedelta(days=1)},
        {"said": Said(Stage.WILLING, "行く", None)},
        {"said": Said(Stage.WILLING, "行く", today - timedelta(days=1))},
    ):
        with pytest.raises(RoundRefused):
            visit(target, staff, now, **wrong)
    assert Visit.objects.count() == 0


def test_the_route_changes_and_an_agency_is_listed_once(staff, now, today):
    one, other = make_agency(name="一"), make_agency(name="二")
    made = a_round(staff, now, one, other)
    assert add_targets(round=made, agencies=[one], actor=staff, now=now) == 0
    last = made.targets.get(agency=other)
    move_up(target=last, actor=staff, now=now)
    move_up(target=last, actor=staff, now=now)
    assert [each.row.agency.name for each in queries.route(made, today=today)] == ["二", "一"]
    take_out(target=last, actor=staff, now=now)
    assert made.targets.count() == 1


def test_two_merged_agencies_keep_their_visits(staff, now):
    kept, merged = make_agency(name="残る家"), make_agency(name="消える家")
    made = a_round(staff, now, kept, merged)
    visit(made.targets.get(agency=merged), staff, now)
    move_targets(kept, merged)
    assert Target.objects.get().agency == kept
    assert Visit.objects.get().target.agency == kept


def test_the_route_asks_as_often_for_three_as_for_one(staff, now, today, django_assert_num_queries):
    made = a_round(staff, now, make_agency(name="一"))
    with django_assert_num_queries(2):
        queries.route(made, today=today)
    add_targets(round=made, agencies=[make_agency(name="二"), make_agency(name="三")], actor=staff, now=now)
    with django_assert_num_queries(2):
        queries.route(made, today=today)


def test_the_desk_makes_a_round_finds_agencies_and_writes_a_visit(staff, today):
    place_first_site()
    desk = sign_in(Client(), staff)
    _, [east] = make_areas("東部")
    home = make_agency(name="みなもの家", municipality=east)
    make_agency(name="ほかの町の家")
    days = {"opens_on": f"{today:%Y/%m/%d}", "closes_on": f"{today + timedelta(days=9):%Y/%m/%d}"}
    desk.post(f"{DESK}new/", {"name": "東部をまわる", "purpose": ""} | days)
    made = Round.objects.get()
    found = desk.get(f"{DESK}{made.pk}/add/?words=みなも").text
    assert ("みなもの家" in found, "ほかの町の家" in found) == (True, False)
    assert desk.post(f"{DESK}{made.pk}/add/", {}).status_code == 422
    desk.post(f"{DESK}{made.pk}/add/", {"agencies": [home.pk]})
    target = Target.objects.get()
    address = f"{DESK}targets/{target.pk}/visit/"
    said = {"form_key": f"{uuid4()}", "explained": "hosting", "answer": "", "concerns": "夜が心配"}
    said |= {
        "next_step": "",
        "next_on": "",
        "met": "",
        "materials": "",
        "minutes": "",
        "day": days["opens_on"],
    }
    wrong = desk.post(address, said)
    assert (wrong.status_code, "返事を選んでください。" in wrong.text, "夜が心配" in wrong.text) == (
        422,
        True,
        True,
    )
    assert desk.post(address, said | {"answer": "willing"}).status_code == 303
    page = desk.get(f"{DESK}{made.pk}/").text
    assert "受け入れの意向あり" in page
    assert desk.get(f"{DESK}{made.pk}/route.pdf").content.startswith(b"%PDF")
    book = openpyxl.load_workbook(BytesIO(desk.get(f"{DESK}{made.pk}/route.xlsx").content))
    assert "みなもの家" in [cell.value for row in book.active.iter_rows() for cell in row]
    partner = sign_in(Client(), make_user(name="関係者", roles=[PublicRole.PARTNER]))
    assert partner.get(f"{DESK}{made.pk}/").status_code in {302, 404}


def test_the_page_of_a_round_asks_as_often_for_three_as_for_one(staff, now, django_assert_num_queries):
    place_first_site()
    made = a_round(staff, now, make_agency(name="一"))
    desk = sign_in(Client(), staff)
    desk.get(f"{DESK}{made.pk}/")
    with django_assert_num_queries(16):
        desk.get(f"{DESK}{made.pk}/")
    add_targets(round=made, agencies=[make_agency(name="二"), make_agency(name="三")], actor=staff, now=now)
    with django_assert_num_queries(16):
        desk.get(f"{DESK}{made.pk}/")


@pytest.fixture
def on_the_way(live_server, page, staff, now):
    """Give the page of a visit on a phone, where somebody of the staff has signed in."""
    place_first_site()
    target = a_round(staff, now, make_agency(name="みなもの家")).targets.get()
    cookie = sign_in(Client(), staff).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}{DESK}targets/{target.pk}/visit/")
    return page


def test_a_visit_is_written_with_one_thumb_also_without_a_network_for_a_while(on_the_way, live_server):
    page = on_the_way
    page.get_by_label("受け入れの流れと支え方").check()
    page.get_by_label("考えてくれている").check()
    page.get_by_label("心配していること").fill("夜の体制")
    page.context.set_offline(True)
    page.get_by_role("button", name="書く").click()
    expect(page.get_by_text("この端末に残っています")).to_be_visible()
    assert Visit.objects.count() == 0
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_label("心配していること")).to_have_value("夜の体制")
    page.get_by_role("button", name="書く").click()
    expect(page.get_by_text("訪問を書きました")).to_be_visible()
    made = Visit.objects.get()
    assert (made.answer, made.concerns) == (Stage.CONSIDERING, "夜の体制")
    page.goto(f"{live_server.url}{DESK}targets/{made.target_id}/visit/")
    expect(page.get_by_label("心配していること")).to_have_value("")


def test_every_screen_can_be_read_by_everybody(on_the_way, live_server, axe):
    round_pk, target = Round.objects.get().pk, Target.objects.get().pk
    pages = ("", "new/", f"{round_pk}/", f"{round_pk}/edit/", f"{round_pk}/add/")
    for word in (*pages, *(f"targets/{target}/{end}" for end in ("", "call/", "visit/"))):
        assert on_the_way.goto(f"{live_server.url}{DESK}{word}").status == 200, word
        axe(on_the_way)
