"""The desk's pages: doors, what they show, what leaves them."""

import re
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.enums import PublicRole
from directory.models import Agency
from foundation.audit.models import Entry
from foundation.registry import Registry
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_agency
from tests.factories.reach import add_chapters, watched_campaign
from tests.factories.training_media import make_campaign, make_card, make_course, make_recording, name_people
from training_media.campaigns.enums import AudienceBy
from training_media.models import Part
from training_media.reach.rules import STEPS
from training_media.reach.views import desk as desk_views
from training_media.registries import ReachPanel
from training_media.viewing.enums import SittingKind
from training_media.viewing.services.ledger import begin_sitting
from training_media.watching.services.coming_in import Who, name_viewers

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
PAGES = ["", "chapters/", "figures/", "names/"]


@pytest.fixture
def desk(staff):
    return sign_in(Client(), staff)


@pytest.fixture
def campaign(staff):
    course = make_course()
    add_chapters(course)
    agencies = [make_agency(name=f"見本の家{each}") for each in range(3)]
    return watched_campaign(course, agencies, each=6, by=staff, now=NOW)


def of(campaign):
    return f"/cms/videos/campaigns/{campaign.pk}/reach/"


def cells(answer):
    sheet = load_workbook(BytesIO(answer.getvalue())).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("page", PAGES)
def test_others_find_nothing_here(campaign, partner, page):
    editor = sign_in(Client(), make_user(name="編集者E", roles=[PublicRole.EDITOR]))
    for address in (f"{of(campaign)}{page}", f"/cms/videos/{campaign.course_id}/reach/{page}"):
        assert editor.get(address).status_code == 404
        assert sign_in(Client(), partner).get(address).status_code == 302
        assert Client().get(address).status_code == 302


def test_what_is_not_there_is_not_found(desk):
    assert desk.get("/cms/videos/campaigns/999/reach/").status_code == 404
    assert desk.get("/cms/videos/999/reach/chapters/").status_code == 404


def test_the_campaign_and_the_course_lead_here_and_here_leads_to_reminding(desk, campaign):
    assert f'href="{of(campaign)}"' in desk.get(f"/cms/videos/campaigns/{campaign.pk}/").text
    assert (
        f'href="/cms/videos/{campaign.course_id}/reach/"'
        in desk.get(f"/cms/videos/{campaign.course_id}/").text
    )
    page = desk.get(of(campaign)).text
    assert f"/cms/videos/campaigns/{campaign.pk}/#remind" in page
    assert "案内の前に見た分も数えています" in page


def test_every_distinction_can_be_asked_for_and_nonsense_says_so(desk, campaign):
    for by, heading in (
        ("kind", "事業所の種類ごと"),
        ("job", "職種ごと"),
        ("agency", "事業所ごと"),
        ("area", "圏域ごと"),
    ):
        assert heading in desk.get(of(campaign), {"by": by}).text
    answer = desk.get(of(campaign), {"by": "x", "kind": "y"})
    assert answer.status_code == 422
    assert "事業所の種類ごと" in answer.text
    narrowed = desk.get(of(campaign), {"by": "agency", "kind": "group_home"})
    assert narrowed.text.count("視聴の記録<span") == 3


def test_what_cannot_be_meant_is_said_and_nothing_leaves(desk, campaign):
    for address in (f"{of(campaign)}figures/?kind=y", f"{of(campaign)}figures/?of=chapters&area=y"):
        answer = desk.get(address)
        assert answer.status_code == 422
        assert "選びなおしてください" in answer.text
    answer = desk.post(f"{of(campaign)}names/?kind=y", {"reason": "follow_up"})
    assert (answer.status_code, "選びなおしてください" in answer.text) == (422, True)
    assert not Entry.objects.filter(verb="training_reach.names_exported").exists()


def test_a_workbook_says_in_words_what_it_was_narrowed_to(desk, campaign):
    kind = Agency.objects.first().kind
    book = load_workbook(BytesIO(desk.get(f"{of(campaign)}figures/?kind={kind.pk}").getvalue()))
    words = str([[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()])
    assert f"事業所の種類：{kind.name}" in words
    assert str(kind.pk) not in words


def test_every_link_to_a_proof_opens_and_agencies_of_nobody_have_none(desk, campaign, staff):
    campaign.audience_by = AudienceBy.KIND
    campaign.save()
    silent, named = make_agency(name="だれもいない家"), make_agency(name="名前だけの家")
    name_people(named, "見本 花子", by=staff)
    page = desk.get(of(campaign), {"by": "agency"})
    links = re.findall(r'href="(/cms/videos/\d+/reach/agencies/[^"]+)"', page.text)
    assert (silent.name in page.text, len(links)) == (True, 4)
    assert [desk.get(each).status_code for each in links] == [200] * 4
    assert not any(silent.public_id in each for each in links)


def test_a_curve_is_as_high_as_its_table_says(desk, campaign):
    page = desk.get(f"{of(campaign)}chapters/").text
    curves = re.findall(r'<svg class="plot".*?</svg>', page, re.DOTALL)
    tables = re.findall(r"<details>.*?</details>", page, re.DOTALL)
    people = [int(each) for each in re.findall(r"見始めた人 <b>(\d+)人</b>", page)]
    assert (len(curves), len(tables), len(people)) == (2, 2, 2)
    for curve, table, most in zip(curves, tables, people, strict=True):
        columns = [each for each in ET.fromstring(curve).iter("rect") if each.get("class") == "plot__column"]
        told = [int(each) for each in re.findall(r'<td class="r">(\d+)人</td>', table)]
        assert len(columns) == len(told) == STEPS
        assert [each.get("height") for each in columns] == [f"{count / most * 10:.3f}rem" for count in told]
        assert 0 < min(told) < max(told) <= most


def test_a_part_nobody_watched_and_a_course_without_films_say_so(desk, staff):
    course = make_course(parts=1)
    make_card(make_campaign(course, by=staff), by=staff)
    Part.objects.create(course=course, number=2, title="後編", recording=make_recording(minutes=1))
    page = desk.get(f"/cms/videos/{course.pk}/reach/chapters/").text
    assert page.count("この部を見た人は、まだいません") == 2
    empty = make_course(slug="kara", parts=0)
    assert "動画のある部が、まだありません" in desk.get(f"/cms/videos/{empty.pk}/reach/chapters/").text
    assert "数えるものが、まだありません" in desk.get(f"/cms/videos/{empty.pk}/reach/").text


def test_figures_leave_without_names_and_without_a_reason(desk, campaign):
    rows = cells(desk.get(f"{of(campaign)}figures/"))
    total = next(row for row in rows if row[0] == "合計")
    assert sum(total[3:7]) == total[2] > 18 - 6
    for by in ("事業所の種類", "圏域", "市町村", "職種", "事業所"):
        assert sum(row[2] for row in rows if row[0] == by) == total[2]
    assert "見本の家0" in str(rows)
    assert "見本 " not in str(rows)
    chapters = cells(desk.get(f"{of(campaign)}figures/", {"of": "chapters"}))
    assert len(chapters) == 1 + 2 * 6
    assert not Entry.objects.filter(verb__startswith="training_reach").exists()


def test_names_leave_for_a_reason_that_is_kept_and_not_otherwise(desk, campaign):
    address = f"{of(campaign)}names/"
    refused = desk.post(address, {"reason": ""})
    assert (refused.status_code, "何に使うか" in refused.text) == (422, True)
    assert desk.get(address).status_code == 200
    assert not Entry.objects.filter(verb="training_reach.names_exported").exists()
    rows = cells(desk.post(address, {"reason": "follow_up"}))
    assert "見本 " in str(rows)
    entry = Entry.objects.get(verb="training_reach.names_exported")
    assert "reason:follow_up" in entry.fields
    assert "見本" not in str(entry.fields)


def test_other_rooms_add_lines_to_the_page(desk, campaign, monkeypatch):
    panels = Registry()
    panels.register("test", lambda _, agencies: [ReachPanel("話を聞きたい", len(agencies))])
    monkeypatch.setattr(desk_views, "reach_panels", panels)
    assert "話を聞きたい　3件" in desk.get(of(campaign)).text


def test_names_that_an_agency_gave_have_not_begun(desk, staff):
    card = make_card(by=staff)
    name_people(card.agency, "見本 花子", "見本 太郎", by=staff)
    page = desk.get(of(card.campaign), {"by": "job"}).text
    assert re.search(r"介護職員</span></th>\s*<td data-label=\"人\" class=\"r\">2</td>", page)


def asked(desk, address):
    """Return how often a screen asks our tables; what the admin's own frame asks is left out."""
    desk.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(address).status_code == 200
    ours = ("campaigns_", "training_media_", "viewing_", "directory_", "watching_")
    return sum(
        any(f"FROM {quote}{app}" in query["sql"] for app in ours for quote in ('"', "")) for query in captured
    )


def test_a_name_typed_at_a_card_counts_once_that_person_plays_as_the_page_says(desk, staff):
    card = make_card(make_campaign(make_course(), by=staff), by=staff)
    (viewer,) = name_viewers(agency=card.agency, people=[Who("見本 花子")], now=NOW)
    page = desk.get(of(card.campaign))
    assert page.context["found"].people.total == 0
    assert "カードで入って名前を書いただけの人は、数えません。" in page.text
    recording = card.campaign.course.parts.first().recording
    begin_sitting(recording=recording, viewers=[viewer], kind=SittingKind.ALONE, now=NOW)
    assert desk.get(of(card.campaign)).context["found"].people.total == 1


def test_a_long_table_has_pages_that_keep_what_was_chosen(desk, staff, monkeypatch):
    monkeypatch.setattr(desk_views, "ROWS_ON_A_PAGE", 2)
    agencies = [make_agency(name=f"家{number}") for number in range(3)]
    campaign = watched_campaign(make_course(), agencies, each=1, by=staff, now=NOW)
    first, second = (desk.get(f"{of(campaign)}?by=agency&page={page}") for page in (1, 2))
    assert [len(page.context["rows"]) for page in (first, second)] == [2, 1]
    assert f'href="{of(campaign)}?by=agency&amp;page=2#rows"' in first.text
    assert f'href="{of(campaign)}chapters/?by=agency"' in second.text
    refused = desk.post(f"{of(campaign)}names/?by=agency", {})
    assert f'href="{of(campaign)}?by=agency&amp;page=2#rows"' in refused.text


def test_pages_ask_as_often_for_three_agencies_as_for_one(desk, staff):
    course = make_course()
    add_chapters(course)
    agencies = [make_agency(name=f"家{number}") for number in range(3)]
    one = watched_campaign(course, agencies[:1], each=1, by=staff, now=NOW)
    first = [asked(desk, f"{of(one)}{page}") for page in ("?by=agency", "chapters/")]
    three = watched_campaign(course, agencies[1:], each=3, by=staff, now=NOW, seed=2)
    make_card(three, agency=agencies[0], by=staff)
    assert [asked(desk, f"{of(three)}{page}") for page in ("?by=agency", "chapters/")] == first == [6, 6]
