"""Requirements tell how a year stands; the plan follows what becomes of its lines."""

from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import PublicRole
from directory.enums import Sector
from foundation.activities.enums import ActivityKind, EvidenceKind
from foundation.japanese.dates import fiscal_year
from outreach.activities.counting import CountedActivity, CountedPresence
from outreach.activities.models import Activity
from outreach.activities.planning import queries
from outreach.activities.planning.enums import Light, LineState, PlanState, RequirementState
from outreach.activities.planning.exceptions import PlanRefused
from outreach.activities.planning.models import PlanLine, Requirement
from outreach.activities.planning.rules import LineFacts, Wanted, month_of, standing_of, state_of
from outreach.activities.planning.services.planning import (
    add_line,
    approve,
    call_off_line,
    carry_over,
    change_line,
    link_line,
    move_line,
    remove_line,
)
from outreach.activities.planning.services.requiring import write_requirement
from outreach.activities.services.pulling import pull
from tests.factories.accounts import make_user, sign_in
from tests.factories.activities import make_came, make_held_event
from tests.factories.directory import make_agency
from tests.factories.events import TOKYO
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 10, 10, 0, tzinfo=TOKYO)
TODAY, YEAR = NOW.date(), 2026
DESK = "/cms/activities/"


def held(*sectors, kind=ActivityKind.STUDY_MEETING, key=1):
    presences = tuple(
        CountedPresence(number, f"{number}", each, "", 1) for number, each in enumerate(sectors, 1)
    )
    return CountedActivity(key, TODAY, kind, "会", "", "", "", 0, 0, 0, "", presences)


@pytest.mark.parametrize(
    ("minimum", "proofs", "planned", "light"),
    [
        (None, [], 0, Light.UNSET),
        (1, [["roster"], []], 0, Light.MET),
        (2, [["roster"], []], 1, Light.ON_THE_WAY),
        (3, [["roster"], []], 1, Light.SHORT),
        (0, [], 0, Light.MET),
    ],
)
def test_a_light_counts_what_lacks_nothing_and_what_is_planned(minimum, proofs, planned, light):
    wanted = Wanted(ActivityKind.STUDY_MEETING, minimum, evidence=frozenset({"roster"}))
    pairs = [(held("medical", key=number), each) for number, each in enumerate(proofs)]
    standing = standing_of(wanted, pairs, planned=planned)
    assert standing.light == light
    assert standing.forecast == standing.met + planned


def test_a_gap_says_what_is_missing():
    wanted = Wanted(
        ActivityKind.STUDY_MEETING, 1, frozenset({"justice", "medical"}), 3, frozenset({"minutes"})
    )
    other = held("medical", kind=ActivityKind.OTHER)
    [gap] = standing_of(wanted, [(held("medical", "medical"), ["roster"]), (other, [])], planned=0).gaps
    assert (gap.sectors, gap.agencies, gap.evidence) == (("justice",), 1, ("minutes",))


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, LineState.PLANNED),
        ({"month": date(2026, 10, 1)}, LineState.OVERDUE),
        ({"held_on": TODAY}, LineState.HELD),
        ({"held_on": TODAY + timedelta(days=1)}, LineState.PLANNED),
        ({"is_called_off": True}, LineState.CALLED_OFF),
        ({"is_called_off": True, "is_carried_over": True}, LineState.CARRIED_OVER),
    ],
)
def test_what_became_of_a_line(facts, state):
    whole = {"month": date(2026, 11, 1), "held_on": None, "is_called_off": False, "is_carried_over": False}
    assert state_of(LineFacts(**whole | facts), today=TODAY) == state


def a_line(manager, **fields):
    details = {
        "month": month_of(YEAR, 11),
        "kind": ActivityKind.COMMUNITY_TRAINING,
        "title": "受け入れの研修",
        "area": None,
        "owner": "",
    } | fields
    return add_line(year=YEAR, details=details, actor=manager, now=NOW)


def test_a_line_becomes_an_activity_of_its_kind_once(manager):
    session = make_held_event(TODAY - timedelta(days=1))
    make_came(session, make_agency(), 2)
    pull(year=YEAR, now=NOW)
    line, other = a_line(manager), a_line(manager, title="ほか")
    [activity] = queries.activities_to_link(line)
    link_line(line=line, activity=activity, actor=manager, now=NOW)
    with pytest.raises(PlanRefused, match="もうほかの行"):
        link_line(line=other, activity=activity, actor=manager, now=NOW)
    with pytest.raises(PlanRefused):
        call_off_line(line=line, because="やめる", actor=manager, now=NOW)
    with pytest.raises(PlanRefused):
        carry_over(line=line, actor=manager, now=NOW)
    with pytest.raises(PlanRefused):
        change_line(line=line, details={"kind": ActivityKind.OTHER}, actor=manager, now=NOW)
    plan = queries.whole_plan(YEAR, today=TODAY)
    assert dict(plan.counts) == {LineState.PLANNED: 1, LineState.HELD: 1}


def test_approval_keeps_what_was_planned_apart_and_closes_no_door(manager):
    with pytest.raises(PlanRefused, match="1つ"):
        approve(year=YEAR, on=TODAY, by="所長", actor=manager, now=NOW)
    line = a_line(manager)
    approve(year=YEAR, on=TODAY, by="所長", actor=manager, now=NOW)
    assert a_line(manager, title="あとから").was_planned is False
    with pytest.raises(PlanRefused, match="もう承認"):
        approve(year=YEAR, on=TODAY, by="所長", actor=manager, now=NOW)
    with pytest.raises(PlanRefused):
        remove_line(line=line, actor=manager, now=NOW)
    with pytest.raises(PlanRefused, match="この年度の月"):
        move_line(line=line, month=date(2027, 4, 1), actor=manager, now=NOW)
    move_line(line=line, month=date(2027, 3, 1), actor=manager, now=NOW)
    made = carry_over(line=line, actor=manager, now=NOW)
    assert (made.month, made.carried_from) == (date(2027, 4, 1), line)
    with pytest.raises(PlanRefused):
        carry_over(line=line, actor=manager, now=NOW)
    assert queries.whole_plan(YEAR, today=TODAY).state == PlanState.RUNNING


def test_the_board_counts_by_the_register_and_the_plan(manager, django_assert_num_queries):
    details = {
        "minimum": 3,
        "sectors": [Sector.DISABILITY],
        "least_agencies": 1,
        "evidence": [EvidenceKind.ROSTER],
        "amount": None,
        "due_on": None,
        "source": "実施要領",
        "state": RequirementState.CONFIRMED,
    }
    write_requirement(
        year=YEAR, kind=ActivityKind.COMMUNITY_TRAINING, details=details, upload=None, actor=manager, now=NOW
    )
    make_came(make_held_event(TODAY - timedelta(days=2)), make_agency(sector=Sector.DISABILITY), 1)
    make_came(make_held_event(TODAY - timedelta(days=1)), make_agency(name="医", sector=Sector.MEDICAL), 1)
    make_held_event(TODAY + timedelta(days=5))
    pull(year=YEAR, now=NOW)
    a_line(manager)
    with django_assert_num_queries(8):
        rows = queries.board(YEAR, today=TODAY)
    a_line(manager, title="二つめ")
    make_came(make_held_event(TODAY - timedelta(days=3)), make_agency(name="医院", sector=Sector.MEDICAL), 1)
    pull(year=YEAR, now=NOW)
    with django_assert_num_queries(8):
        queries.board(YEAR, today=TODAY)
    [row] = [each for each in rows if each.requirement]
    assert (row.standing.met, len(row.standing.gaps), row.standing.planned) == (1, 1, 2)
    assert row.standing.light == Light.ON_THE_WAY
    with pytest.raises(PlanRefused, match="もとの資料"):
        write_requirement(
            year=YEAR,
            kind=ActivityKind.OTHER,
            details=details | {"source": ""},
            upload=None,
            actor=manager,
            now=NOW,
        )


def test_the_desk_writes_plan_and_requirements(staff, manager):
    place_first_site()
    year = fiscal_year(timezone.localdate())
    head, desk = sign_in(Client(), manager), sign_in(Client(), staff)
    asked = f"{DESK}board/{year}/study_meeting/"
    said = {"minimum": "6回", "evidence": ["roster"], "source": "実施要領", "state": "confirmed"}
    assert desk.get(asked).status_code == 404
    assert head.post(asked, said | {"source": ""}).status_code == 422
    assert head.post(asked, said).status_code == 303
    assert Requirement.objects.get().minimum == 6
    assert "目標 6回" in desk.get(f"{DESK}board/{year}/").text
    plan = f"{DESK}plan/{year}/"
    wrong = desk.post(f"{plan}add/", {"month": "", "kind": "other", "title": "見学会"})
    assert (wrong.status_code, "見学会" in wrong.text) == (422, True)
    line = {"month": f"{year}-12-01", "kind": "other", "title": "見学会", "area": "", "owner": "相談員A"}
    desk.post(f"{plan}add/", line)
    made = PlanLine.objects.get()
    desk.post(f"{DESK}plan/lines/{made.pk}/move/", {"month": f"{year + 1}-01-01"})
    assert PlanLine.objects.get().month == date(year + 1, 1, 1)
    desk.post(f"{DESK}plan/lines/{made.pk}/off/", {"because": "雪の季節"})
    assert "雪の季節" in desk.get(plan).text
    assert desk.get(f"{plan}plan.pdf").content.startswith(b"%PDF")
    book = openpyxl.load_workbook(BytesIO(desk.get(f"{plan}plan.xlsx").content))
    assert "見学会" in [cell.value for row in book.active.iter_rows() for cell in row]
    assert desk.get(f"{plan}approve/").status_code == 404
    head.post(f"{plan}approve/", {"on": f"{timezone.localdate():%Y/%m/%d}", "by": "所長"})
    assert "承認する" not in head.get(plan).text
    assert Activity.objects.count() == 0


def test_the_prefecture_reads_figures_and_no_name(staff, django_assert_num_queries):
    place_first_site()
    today = timezone.localdate()
    session = make_held_event(today)
    make_came(session, make_agency(name="みなもの家", sector=Sector.DISABILITY), 3)
    pull(year=fiscal_year(today), now=timezone.now())
    officer = sign_in(Client(), make_user(name="県の担当", roles=[PublicRole.PREFECTURE]))
    page = officer.get("/my/activities/")
    assert page.status_code == 200
    assert "障害福祉" in page.text
    assert "3人" in page.text
    assert "みなもの家" not in page.text
    assert 'href="/my/activities/"' in officer.get("/my/reach/").text
    partner = sign_in(Client(), make_user(name="関係者", roles=[PublicRole.PARTNER]))
    assert partner.get("/my/activities/").status_code == 404
    assert Client().get("/my/activities/").status_code == 302
    with django_assert_num_queries(21):
        officer.get("/my/activities/")
    for number in range(2):
        make_came(session, make_agency(name=f"家{number}", sector=Sector.MEDICAL), 1)
    pull(year=fiscal_year(today), now=timezone.now())
    with django_assert_num_queries(21):
        officer.get("/my/activities/")


def test_a_plan_asks_twice_for_one_line_and_for_three(manager, django_assert_num_queries):
    a_line(manager)
    with django_assert_num_queries(2):
        queries.whole_plan(YEAR, today=TODAY)
    for title in ("二つめ", "三つめ"):
        carry_over(line=a_line(manager, title=title), actor=manager, now=NOW)
    with django_assert_num_queries(2):
        assert queries.whole_plan(YEAR, today=TODAY).lines == 3
