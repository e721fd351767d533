"""The desk writes down meetings of others; coverage, papers, calendar and report count from these rows."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import PublicRole
from accounts.models import User
from directory.enums import AreaScheme
from directory.models import WelfareArea
from foundation.japanese.dates import fiscal_year
from outreach.outside_meetings import queries
from outreach.outside_meetings.entries import calendar_entries
from outreach.outside_meetings.enums import MeetingKind, Theme
from outreach.outside_meetings.exceptions import OutsideRefused
from outreach.outside_meetings.merging import move_rows
from outreach.outside_meetings.models import Attendance, Contact, Explainer, OutsideMeeting
from outreach.outside_meetings.papers import visits_table
from outreach.outside_meetings.queries import visit_lines
from outreach.outside_meetings.report_chapter import meetings_of_the_year
from outreach.outside_meetings.services.meetings import (
    add_contact,
    call_off_visit,
    change_meeting,
    plan_visit,
)
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_agency
from tests.factories.first_site import place_first_site
from tests.factories.outside import go_to, make_areas, make_meeting

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "/cms/outside-meetings/"
DAY = timedelta(days=1)


@pytest.fixture
def desk(staff):
    place_first_site()
    return sign_in(Client(), staff)


@pytest.fixture
def today(now):
    return timezone.localdate(now)


@pytest.mark.parametrize(
    "page", ["", "new/", "1/", "visits/1/", "coverage/2026/", "hosts/", "hosts/send/", "kits/", "kits/1/"]
)
def test_others_find_nothing_here(desk, page, partner):
    editor = sign_in(Client(), make_user(name="編集者E", roles=[PublicRole.EDITOR]))
    assert editor.get(f"{DESK}{page}").status_code == 404
    assert sign_in(Client(), partner).get(f"{DESK}{page}").status_code == 302
    assert Client().get(f"{DESK}{page}").status_code == 302


def test_a_visit_is_planned_attended_and_followed_up(desk, staff, today):
    [area], _ = make_areas("東部")
    typed = {"name": "東部の協議会", "kind": "support_council", "host_words": "東部の事務局", "area": area.pk}
    assert desk.post(f"{DESK}new/", typed | {"host_words": ""}).status_code == 422
    desk.post(f"{DESK}new/", typed)
    meeting = OutsideMeeting.objects.get()
    day = {"day": f"{today - DAY:%Y/%m/%d}", "place": "", "people": [staff.person_id]}
    for status in (303, 422):
        assert desk.post(f"{DESK}{meeting.pk}/plan/", day).status_code == status
    visit = Attendance.objects.get()
    page = f"{DESK}visits/{visit.pk}/"
    assert "まだ書いていません" in desk.get(page).text
    said = {"people": [staff.person_id], "theme": "work", "words": "", "present": "12", "follow_up": "送る"}
    wrong = desk.post(f"{page}attended/", said)
    assert (wrong.status_code, "いつまでにするかも" in wrong.text) == (422, True)
    desk.post(f"{page}attended/", said | {"follow_up_by": f"{today + DAY:%Y/%m/%d}"})
    for typed in ({"agency": make_agency(name="つながる家").name}, {"words": "民生委員の集まり"}):
        assert desk.post(f"{page}contacts/", typed).status_code == 303
    assert desk.post(f"{page}contacts/", {"agency": "つながる家"}).status_code == 422
    assert desk.post(f"{page}contacts/", {"agency": ""}).status_code == 422
    desk.post(f"{page}followed-up/", {"on": f"{today:%Y/%m/%d}"})
    text = desk.get(page).text
    assert ["あとのことも済みました" in text, "つながる家" in text, "民生委員の集まり" in text] == [True] * 3
    desk.post(f"{page}contacts/{Contact.objects.first().pk}/remove/")
    assert Contact.objects.count() == 1
    assert desk.post(f"{page}off/", {"because": "大雪"}).status_code == 422


def test_who_explained_what_is_written_where_two_went(desk, staff, manager, now):
    visit = go_to(make_meeting(by=staff, now=now), by=staff, now=now, attended=False)
    page = f"{DESK}visits/{visit.pk}/"
    own = f"theme-{manager.person_id}"
    said = {"people": [staff.person_id, manager.person_id], "theme": "work", own: "hosting"}
    assert desk.post(f"{page}attended/", said | {own: "x"}).status_code == 422
    assert desk.post(f"{page}attended/", said).status_code == 303
    words = f"{manager.person.name}（{Theme.HOSTING.label}）"
    assert [words in desk.get(page).text, staff.person.name in desk.get(page).text] == [True, True]
    row = visits_table(2026, visit_lines(Attendance.objects.all(), today=visit.day)).rows[0]
    assert f"{staff.person.name}、{words}" in row
    assert "selected" in desk.get(f"{page}attended/").text.partition(f'name="{own}"')[2][:1500]
    assert desk.post(f"{page}attended/", said | {own: "work"}).status_code == 303
    assert set(Explainer.objects.values_list("theme", flat=True)) == {""}


def test_who_went_stays_written_after_they_left_the_centre(desk, staff, manager, now):
    visit = go_to(make_meeting(by=staff, now=now), by=manager, now=now)
    User.objects.filter(pk=manager.pk).update(is_active=False)
    form = desk.get(f"{DESK}visits/{visit.pk}/edit/").context["form"]
    typed = {"day": f"{visit.day:%Y/%m/%d}", "place": "別の部屋", "people": form.initial["people"]}
    assert desk.post(f"{DESK}visits/{visit.pk}/edit/", typed).status_code == 303
    assert [each.person for each in Explainer.objects.all()] == [manager.person]


def test_nobody_attends_tomorrow(desk, staff, now, today):
    visit = go_to(make_meeting(by=staff, now=now), by=staff, now=now, day=today + DAY, attended=False)
    said = {"people": [staff.person_id], "theme": "work"}
    page = desk.post(f"{DESK}visits/{visit.pk}/attended/", said)
    assert (page.status_code, "まだ先の日です" in page.text) == (422, True)


def test_coverage_counts_the_areas_of_the_directory_with_those_nobody_visited(desk, staff, now, today):
    (east, _, west), (_, town, _) = make_areas("東部", "中部", "西部")
    make_areas_of_another_scheme = WelfareArea.objects.create(
        scheme=AreaScheme.ELDERLY, name="高齢", valid_from=east.valid_from
    )
    council = make_meeting(by=staff, now=now, area=east)
    of_a_town = make_meeting(by=staff, now=now, name="町の協議会", municipality=town)
    whole = make_meeting(by=staff, now=now, name="県の協議会")
    other = make_meeting(by=staff, now=now, name="ほか", area=make_areas_of_another_scheme)
    area_meeting = make_meeting(by=staff, now=now, name="西部会議", kind=MeetingKind.WELFARE_AREA, area=west)
    for meeting in (council, of_a_town, whole, other):
        go_to(meeting, by=staff, now=now, day=today)
    go_to(area_meeting, by=staff, now=now, day=today, attended=False)
    go_to(council, by=staff, now=now, day=today - 400 * DAY)
    found = queries.coverage(fiscal_year(today), today=today)
    lines = [(each.reached, each.areas, each.visits, each.elsewhere, each.left) for each in found.kinds]
    everywhere = ("東部", "中部", "西部")
    assert lines[0] == (2, 3, 4, 2, ("西部",))
    assert lines[1:] == [(0, 3, 0, 0, everywhere)] * 3
    assert [counts[0] for _, counts in found.rows] == [1, 1, 0]
    page = desk.get(f"{DESK}coverage/{fiscal_year(today)}/").text
    assert ["2／3" in page, "0／3" in page] == [True, True]
    own = WelfareArea.objects.create(scheme=AreaScheme.OWN, name="センターの東", valid_from=east.valid_from)
    own.municipalityinarea_set.create(municipality=town, scheme=AreaScheme.OWN, valid_from=east.valid_from)
    assert [name for name, _ in queries.coverage(fiscal_year(today), today=today).rows] == ["センターの東"]


def test_papers_and_workbooks_say_the_same(desk, staff, now, today):
    [area], _ = make_areas("東部")
    go_to(make_meeting(by=staff, now=now, area=area), by=staff, now=now, day=today)
    year = fiscal_year(today)
    assert desk.get(f"{DESK}coverage/{year}/sheet.pdf")["Content-Type"] == "application/pdf"
    for table, expected in (("areas", ["東部", 1, 0, 0, 0]), ("visits", None)):
        book = openpyxl.load_workbook(io.BytesIO(desk.get(f"{DESK}coverage/{year}/{table}.xlsx").content))
        rows = [list(row) for row in book.active.iter_rows(values_only=True)]
        cells = [cell for row in rows for cell in row]
        assert (expected in rows) if expected else ("東部圏域 自立支援協議会" in cells)
    assert desk.get(f"{DESK}coverage/{year}/other.xlsx").status_code == 404
    assert desk.get(f"{DESK}coverage/{year + 1}/").status_code == 404


def test_a_visit_stands_in_the_public_feed_only_where_its_meeting_may(desk, staff, now, today):
    hidden = make_meeting(by=staff, now=now, name="ないしょの会議")
    public = make_meeting(by=staff, now=now, name="みんなの会議", is_public=True)
    for meeting in (hidden, public):
        go_to(meeting, by=staff, now=now, day=today + DAY, attended=False)
    feed = Client().get("/events/calendar.ics").text.replace("\r\n ", "")
    assert ["みんなの会議" in feed, "ないしょの会議" in feed] == [True, False]
    visit = Attendance.objects.get(meeting=public)
    change_meeting(meeting=public, details={"name": "新しい名前"}, actor=staff, now=now)
    call_off_visit(visit=visit, because="大雪", actor=staff, now=now)
    [entry] = calendar_entries(now=now)
    assert (entry.cancelled, entry.sequence, "新しい名前" in entry.summary) == (True, 2, True)


def test_the_yearly_report_gets_a_chapter_from_the_rows(staff, now, today):
    assert meetings_of_the_year(fiscal_year(today), now) is None
    [area], _ = make_areas("東部")
    go_to(make_meeting(by=staff, now=now, area=area), by=staff, now=now, day=today)
    chapter = meetings_of_the_year(fiscal_year(today), now)
    assert [row.value for row in chapter.tables[0].rows] == [1, 0, 0, 0]
    assert next((row.value, row.note) for row in chapter.tables[1].rows) == (1, "1圏域のうち")


def test_a_merged_agency_goes_on_as_the_kept_one_and_once(staff, now):
    kept, merged = make_agency(name="残る家"), make_agency(name="なくなる家")
    meeting = make_meeting(by=staff, now=now, host=merged, host_words="")
    visit = go_to(meeting, by=staff, now=now)
    for agency in (kept, merged):
        add_contact(visit=visit, agency=agency, words="", actor=staff, now=now)
    move_rows(kept, merged)
    meeting.refresh_from_db()
    assert (meeting.host, [each.agency for each in Contact.objects.all()]) == (kept, [kept])


def test_the_same_day_stands_once(staff, now, today):
    meeting = make_meeting(by=staff, now=now)
    go_to(meeting, by=staff, now=now, day=today)
    with pytest.raises(OutsideRefused, match="もう書いてあります"):
        plan_visit(meeting=meeting, day=today, place="", people=[], actor=staff, now=now)


def test_the_start_page_tells_what_waits(desk, staff, now, today):
    meeting = make_meeting(by=staff, now=now)
    go_to(meeting, by=staff, now=now, day=today - DAY, attended=False)
    go_to(meeting, by=staff, now=now, day=today - 9 * DAY, follow_up="送る", follow_up_by=today - DAY)
    page = desk.get("/cms/").text
    assert ["外の会議への出席を書く" in page, "1件は、約束の日を過ぎています" in page] == [True, True]


def test_lists_ask_as_often_for_three_rows_as_for_one(desk, staff, now, today):
    counts = []
    make_areas("東部")
    for number in range(3):
        meeting = make_meeting(by=staff, now=now, name=f"会議{number}")
        visit = go_to(meeting, by=staff, now=now, day=today - number * DAY)
        add_contact(visit=visit, agency=make_agency(name=f"家{number}"), words="", actor=staff, now=now)
        for page in ("", f"{meeting.pk}/", f"coverage/{fiscal_year(today)}/"):
            desk.get(f"{DESK}{page}")
            with CaptureQueriesContext(connection) as asked:
                desk.get(f"{DESK}{page}")
            counts.append(len(asked))
    assert counts[:3] == counts[3:6] == counts[6:]
    assert counts[:3] == [19, 16, 15]
