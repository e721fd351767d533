"""Those who are new walk paths; administrators of agencies and the desk see how far they are."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.enums import PublicRole
from directory.enums import MembershipRole
from foundation.audit.models import Entry
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_agency, make_municipality, make_partner
from tests.factories.paths import PAGE, TASK, film, let_walk, make_path
from tests.factories.shown import as_shown
from tests.factories.training_media import make_course
from training_media.paths.enums import ForWhom, PathState
from training_media.paths.models import Assignment, Path, Ticked

pytestmark = pytest.mark.django_db

LIST, OWN, DESK = "/paths/", "/my/paths/", "/cms/videos/paths/"
TODAY = timezone.localdate()
LIST_QUERIES, OWN_QUERIES, DESK_QUERIES = 12, 16, (12, 17)


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def walker(agency):
    return make_partner(agency=agency)


@pytest.fixture
def client_c(walker):
    """事業所職員C, signed in."""
    return sign_in(Client(), walker)


@pytest.fixture
def chief(agency):
    """Somebody who signs in as the administrator of the agency."""
    return sign_in(Client(), make_partner(agency=agency, name="管理者", role=MembershipRole.PARTNER_ADMIN))


@pytest.fixture
def path(staff, manager):
    return make_path(by=staff, opened_by=manager)


def at(path):
    return f"{LIST}{path.pk}/"


def count(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# Walking


def test_strangers_sign_in_and_who_works_nowhere_finds_nothing(path, agency):
    for address in (LIST, at(path), OWN, DESK):
        answer = Client().get(address)
        assert answer.status_code == 302, address
        assert "next=" in answer.headers["Location"]
    nobody = sign_in(Client(), make_user(roles=[PublicRole.PREFECTURE]))
    assert [nobody.get(each).status_code for each in (LIST, at(path), OWN)] == [404] * 3


def test_somebody_takes_up_a_path_says_what_is_done_and_takes_it_back(client_c, path, agency, walker):
    page, task = path.items.order_by("position")
    assert "始められる道すじ" in client_c.get(LIST).text
    before = client_c.get(at(path)).text
    assert ("この道すじを始める" in before, 'name="tick"' in before) == (True, False)
    assert 'href="/about/"' in before
    assert client_c.post(f"{at(path)}begin/").status_code == 303
    assert Assignment.objects.get().agency == agency
    answer = client_c.post(f"{at(path)}say/", {"tick": page.pk})
    assert answer.headers["Location"] == f"{at(path)}#item-{page.pk}"
    assert "2項目のうち 1" in client_c.get(at(path)).text
    assert "あと1項目" in client_c.get(LIST).text
    client_c.post(f"{at(path)}say/", {"tick": task.pk})
    assert "すべてすみました" in client_c.get(LIST).text
    client_c.post(f"{at(path)}say/", {"untick": task.pk})
    assert list(Ticked.objects.values_list("item", flat=True)) == [page.pk]


@pytest.mark.parametrize("sent", [{}, {"tick": "x"}, {"tick": "9" * 30}, {"tick": "１"}, {"untick": "-1"}])
def test_what_is_no_item_changes_nothing(client_c, path, walker, agency, manager, sent):
    let_walk(path, walker.person, by=manager, agency=agency)
    assert client_c.post(f"{at(path)}say/", sent).status_code == 303
    assert not Ticked.objects.exists()


def test_a_film_leads_to_its_page_and_has_no_button(client_c, walker, agency, manager, staff):
    course = make_course()
    path = make_path(film(course), by=staff, opened_by=manager)
    let_walk(path, walker.person, by=manager, agency=agency)
    page = client_c.get(at(path)).text
    assert ('href="/videos/ukeire/"' in page, 'name="tick"' in page) == (True, False)
    client_c.post(f"{at(path)}say/", {"tick": path.items.get().pk})
    assert not Ticked.objects.exists()
    assert "自動で印がつきます" in client_c.get(at(path)).text


def test_a_path_is_seen_by_those_for_whom_it_is_and_by_whoever_walks_it(
    client_c, staff, manager, walker, agency
):
    for_city = make_path(by=staff, opened_by=manager, title="市町村へ", for_whom=ForWhom.CITY)
    for_centre = make_path(by=staff, opened_by=manager, title="職員へ", for_whom=ForWhom.CENTRE)
    draft = make_path(by=staff, title="下書きの道")
    office = make_agency(name="見本福祉課", kind="municipality", municipality=make_municipality())
    city, editor = sign_in(Client(), make_partner(agency=office)), sign_in(Client(), staff)
    seen = {
        name: [client.get(at(each)).status_code for each in (for_city, for_centre, draft)]
        for name, client in (("home", client_c), ("city", city), ("desk", editor))
    }
    assert seen == {"home": [404, 404, 404], "city": [200, 404, 404], "desk": [200, 200, 200]}
    assert ("市町村へ" in city.get(LIST).text, "市町村へ" in editor.get(LIST).text) == (True, False)
    assert "職員へ" in editor.get(LIST).text
    assert client_c.post(f"{at(for_city)}begin/").status_code == 404
    editor.post(f"{at(draft)}begin/")
    assert not Assignment.objects.exists()
    # They began while their agency was one of a municipality.
    Assignment.objects.create(path=for_city, person=walker.person, agency=agency, assigned_on=TODAY)
    assert client_c.get(at(for_city)).status_code == 200


def test_nobody_ticks_for_somebody_else(client_c, outsider, path, walker, agency, manager):
    let_walk(path, walker.person, by=manager, agency=agency)
    other = sign_in(Client(), make_partner(agency=agency, name="同僚"))
    item = path.items.first()
    assert other.post(f"{at(path)}say/", {"tick": item.pk}).status_code == 404
    assert not Ticked.objects.exists()


def test_a_closed_path_is_walked_on_and_begun_by_nobody(client_c, path, walker, agency, manager, chief):
    let_walk(path, walker.person, by=manager, agency=agency)
    Path.objects.update(state=PathState.CLOSED)
    client_c.post(f"{at(path)}say/", {"tick": path.items.first().pk})
    assert Ticked.objects.count() == 1
    assert chief.get(at(path)).status_code == 404
    assert "新しく頼める道すじは、いまはありません" in chief.get(OWN).text


def test_the_list_takes_as_many_queries_for_three_paths_as_for_one(client_c, staff, manager, walker, agency):
    course = make_course()
    client_c.get(LIST)
    for number in range(3):
        path = make_path(PAGE, film(course), by=staff, opened_by=manager, title=f"道{number}")
        let_walk(path, walker.person, by=manager, agency=agency)
        make_path(by=staff, opened_by=manager, title=f"ほかの道{number}")
        if number == 0:
            one = count(client_c, LIST)
    assert (one, count(client_c, LIST)) == (LIST_QUERIES, LIST_QUERIES)


def test_my_page_and_the_start_page_tell_what_is_left(client_c, path, walker, agency, manager, staff):
    assert "順に読む、見る、すること" in client_c.get("/my/").text
    let_walk(path, walker.person, by=manager, agency=agency)
    assert "2項目が残っています" in client_c.get("/my/").text
    desk, start = sign_in(Client(), staff), "はじめての道すじで、残っていることをする"
    assert start not in desk.get("/cms/").text
    for_centre = make_path(by=staff, opened_by=manager, for_whom=ForWhom.CENTRE)
    let_walk(for_centre, staff.person, by=manager)
    assert start in desk.get("/cms/").text


# The agency


def test_an_administrator_assigns_a_path_until_a_day_and_reads_how_far_each_is(
    chief, client_c, path, walker, agency
):
    assert "事業所職員C" in chief.get(OWN).text
    wrong = {"people": [walker.person_id], "path": path.pk, "due_on": "2020/1/1"}
    refused = chief.post(OWN, wrong)
    assert refused.status_code == 422
    assert "今日よりあとの日" in refused.text
    assert "2020/1/1" in refused.text
    assert chief.post(OWN, {"path": path.pk, "due_on": ""}).status_code == 422
    right = wrong | {"due_on": f"{TODAY + timedelta(days=9):%Y/%m/%d}"}
    assert chief.post(OWN, right).status_code == 303
    assert Assignment.objects.get().due_on == TODAY + timedelta(days=9)
    assert "1人に頼みました" in chief.get(OWN).text
    client_c.post(f"{at(path)}say/", {"tick": path.items.first().pk})
    assert "2項目のうち 1" in chief.get(OWN).text


def test_a_day_that_has_passed_is_told_until_all_is_done(
    chief, client_c, path, walker, agency, manager, head
):
    began = timezone.now() - timedelta(days=9)
    late_on = TODAY - timedelta(days=2)
    let_walk(path, walker.person, by=manager, agency=agency, due_on=late_on, now=began)
    for client, address in ((chief, OWN), (head, f"{DESK}{path.pk}/people/"), (client_c, LIST)):
        assert "期限を過ぎ" in client.get(address).text, address
    for item in path.items.all():
        client_c.post(f"{at(path)}say/", {"tick": item.pk})
    for client, address in ((chief, OWN), (head, f"{DESK}{path.pk}/people/"), (client_c, LIST)):
        assert "期限を過ぎ" not in client.get(address).text, address


def test_nobody_of_another_agency_is_assigned_or_seen(chief, path, manager):
    elsewhere = make_agency(name="ほかの家")
    other = make_partner(agency=elsewhere, name="部外者D")
    let_walk(path, other.person, by=manager, agency=elsewhere)
    assert chief.post(OWN, {"people": [other.person_id], "path": path.pk}).status_code == 422
    assert "部外者D" not in chief.get(OWN).text
    taken = chief.post(OWN, {"form": "csv", "reason": "proof"})
    assert "部外者D" not in taken.content.decode("utf-8-sig")
    assert Assignment.objects.count() == 1


def test_whoever_is_no_administrator_finds_no_list(client_c):
    assert client_c.get(OWN).status_code == 404


def test_the_list_leaves_as_a_file_with_a_reason_that_is_written_down(chief, path, walker, agency, manager):
    let_walk(path, walker.person, by=manager, agency=agency)
    assert chief.post(OWN, {"form": "csv", "reason": ""}).status_code == 422
    taken = chief.post(OWN, {"form": "csv", "reason": "proof"})
    rows = taken.content.decode("utf-8-sig").splitlines()
    assert rows[0].split(",")[:2] == ["事業所", "お名前"]
    assert rows[1].split(",")[1] == "事業所職員C"
    entry = Entry.objects.get(verb="paths.list_exported")
    assert entry.fields[:2] == ["form:csv", "reason:proof"]
    assert "事業所職員C" not in entry.body


def test_the_agencys_list_takes_as_many_queries_for_three_people_as_for_one(
    chief, staff, manager, agency, walker
):
    course = make_course()
    path = make_path(PAGE, film(course), by=staff, opened_by=manager)
    let_walk(path, walker.person, by=manager, agency=agency)
    chief.get(OWN)
    one = count(chief, OWN)
    for number in range(2):
        person = make_partner(agency=agency, name=f"同僚{number}").person
        let_walk(path, person, by=manager, agency=agency)
    assert (one, count(chief, OWN)) == (OWN_QUERIES, OWN_QUERIES)


# The desk


@pytest.fixture
def desk(staff):
    return sign_in(Client(), staff)


@pytest.fixture
def head(manager):
    """所長B, signed in."""
    return sign_in(Client(), manager)


def made(course, **more):
    return {
        "title": "初めての担当者へ",
        "summary": "はじめの1か月に。",
        "for_whom": "city",
        "kind_n1": "task",
        "title_n1": "電話で自己紹介する",
        "position_n1": "3",
        "kind_n2": "page",
        "title_n2": "支援を知る",
        "address_n2": "/about/",
        "position_n2": "1",
        "kind_n3": "course",
        "course_n3": str(course.pk),
        "position_n3": "2",
        "kind_n4": "",
    } | more


def test_a_path_is_made_in_the_order_of_its_numbers_and_opened_by_the_manager(desk, head):
    course = make_course()
    answer = desk.post(f"{DESK}new/", made(course))
    path = Path.objects.get()
    assert answer.headers["Location"] == f"{DESK}{path.pk}/"
    titles = [each.title for each in path.items.order_by("position")]
    assert titles == ["支援を知る", "受け入れの話", "電話で自己紹介する"]
    assert "公開できるのは、センター長だけです" in desk.get(f"{DESK}{path.pk}/").text
    desk.post(f"{DESK}{path.pk}/move/open/")
    assert Path.objects.get().state == PathState.DRAFT
    head.post(f"{DESK}{path.pk}/move/open/")
    assert Path.objects.get().state == PathState.OPEN
    assert head.post(f"{DESK}{path.pk}/move/lose/").status_code == 404
    desk.post(f"{DESK}{path.pk}/move/close/")
    assert Path.objects.get().state == PathState.CLOSED


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "名前を書いてください"),
        ({"title_n1": ""}, "題を書いてください"),
        ({"address_n2": "https://evil.example/"}, "このサイトのページだけです"),
        ({"address_n2": "//evil.example/"}, "このサイトのページだけです"),
        ({"address_n2": ""}, "ページのアドレスを書いてください"),
        ({"course_n3": ""}, "研修動画を選んでください"),
        ({"title_n4": "題だけの項目"}, "種類を選んでください"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_that_was_typed_is_lost(desk, wrong, words):
    answer = desk.post(f"{DESK}new/", made(make_course(), **wrong))
    assert answer.status_code == 422
    assert words in answer.text
    assert "はじめの1か月に。" in answer.text
    assert not Path.objects.exists()


def test_items_are_changed_by_their_ids_and_one_without_a_kind_goes(desk, staff):
    path = make_path(PAGE, TASK, by=staff)
    page, task = path.items.order_by("position")
    address = f"{DESK}{path.pk}/edit/"
    changed = {f"kind_s{page.pk}": "", f"title_s{task.pk}": "電話をかける", "again": "1"}
    answer = desk.post(address, as_shown(desk, address) | changed)
    assert answer.headers["Location"] == address
    assert [(each.pk, each.title, each.position) for each in path.items.all()] == [
        (task.pk, "電話をかける", 1)
    ]


def test_what_somebody_else_changed_meanwhile_is_shown_before_it_is_written_over(desk, head, staff):
    path = make_path(PAGE, by=staff)
    address = f"{DESK}{path.pk}/edit/"
    old = as_shown(desk, address)
    head.post(address, as_shown(head, address) | {"title": "所長の題"})
    answer = desk.post(address, old | {"title": "職員の題"})
    assert answer.status_code == 422
    assert "所長の題" in answer.text
    assert Path.objects.get().title == "所長の題"


def test_a_draft_is_removed_and_what_is_open_stays(desk, staff, path):
    draft = make_path(by=staff, title="使わない道")
    assert "もとに戻せません" in desk.get(f"{DESK}{draft.pk}/remove/").text
    desk.post(f"{DESK}{draft.pk}/remove/")
    desk.post(f"{DESK}{path.pk}/remove/")
    assert list(Path.objects.all()) == [path]


def test_the_manager_assigns_at_the_centre_and_reads_the_list_over_agencies(
    head, staff, manager, path, walker, agency
):
    let_walk(path, walker.person, by=manager, agency=agency)
    for_centre = make_path(by=staff, opened_by=manager, for_whom=ForWhom.CENTRE, title="職員へ")
    address = f"{DESK}{for_centre.pk}/people/"
    sent = {"people": [staff.person_id], "path": for_centre.pk, "due_on": ""}
    assert head.post(address, sent | {"people": [walker.person_id]}).status_code == 422
    assert head.post(address, sent | {"due_on": "2020/1/1"}).status_code == 422
    assert head.post(address, sent).status_code == 303
    assert for_centre.assignments.get().person == staff.person
    assert ("事業所職員C" in head.get(address).text, "相談員A" in head.get(address).text) == (False, True)
    everywhere = head.get(f"{DESK}{path.pk}/people/")
    assert agency.name in everywhere.text
    assert head.post(f"{DESK}{path.pk}/people/", sent).status_code == 200
    assert path.assignments.count() == 1
    taken = head.post(f"{DESK}{path.pk}/people/", {"form": "xlsx", "reason": "report"})
    cells = [each.value for row in load_workbook(BytesIO(taken.content)).active for each in row]
    assert "事業所職員C" in cells
    assert Entry.objects.filter(verb="paths.list_exported").count() == 1


def test_how_far_people_are_is_for_the_manager_alone(desk, path):
    assert desk.get(f"{DESK}{path.pk}/people/").status_code == 404


def test_the_desks_lists_take_as_many_queries_for_three_rows_as_for_one(head, staff, manager, agency, walker):
    course = make_course()
    path = make_path(PAGE, film(course), by=staff, opened_by=manager)
    let_walk(path, walker.person, by=manager, agency=agency)
    address = f"{DESK}{path.pk}/people/"
    head.get(address)
    one = count(head, DESK), count(head, address)
    for number in range(2):
        other = make_agency(name=f"家{number}")
        let_walk(path, make_partner(agency=other).person, by=manager, agency=other)
        make_path(by=staff, title=f"道{number}")
    assert one == (count(head, DESK), count(head, address)) == DESK_QUERIES
