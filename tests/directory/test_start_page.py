"""What the directory says on the start page of the staff: counts with links, only for who may act."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.start_page import start_page
from directory.declared.models import ConfirmReminder, Declaration, VisibilityWish
from directory.declared.panels import entry_rows
from directory.declared.services.reminding import send_due_reminders
from directory.duplicates.panels import duplicate_rows
from directory.duplicates.services import tell_apart
from directory.joining.models import AccountApplication, TurnQuestion
from directory.joining.panels import joining_rows
from directory.official.panels import official_rows
from tests.directory.official.conftest import dry_run, offices, take_in
from tests.factories.accounts import make_user
from tests.factories.declared import publish, write
from tests.factories.directory import NOW, make_agency, make_municipality

pytestmark = pytest.mark.django_db
PANELS = (entry_rows, joining_rows, official_rows, duplicate_rows)


@pytest.fixture
def asked(rf, staff, today):
    request = rf.get("/cms/")
    request.user = staff
    return request


def told(rows):
    """Return what is shown: rows that count nothing are not."""
    return {row.text: (row.count, row.url) for row in rows if row.count}


def test_nothing_waits_where_nothing_happened(asked):
    assert [told(panel(asked)) for panel in PANELS] == [{}, {}, {}, {}]


@pytest.mark.parametrize("role", ["editor", "partner", "system_admin", "prefecture"])
def test_who_may_not_act_is_told_nothing(rf, role, manager):
    write(make_agency(), actor=manager)
    request = rf.get("/cms/")
    request.user = make_user(name="ほかの役割", email="other@example.jp", roles={role})
    assert [panel(request) for panel in PANELS] == [[], [], [], []]


def test_entries_and_wishes_wait_for_a_decision(asked, manager):
    first, second = make_agency(name="一"), make_agency(name="二")
    write(second, actor=manager, now=NOW - timedelta(days=3))
    write(first, actor=manager)
    wish = {"level": "partners", "said_by": "見本", "said_on": NOW.date(), "written_by": manager}
    VisibilityWish.objects.create(agency=first, group="contact", **wish)
    VisibilityWish.objects.create(agency=first, group="vacancy", **wish)
    rows = entry_rows(asked)
    assert told(rows) == {
        "名簿の内容を見て、公開する": (2, "/cms/entries/"),
        "「だれに見せるか」の希望を見て、決める": (1, "/cms/entries/"),
    }
    assert rows[0].note == "いちばん古いものは11月21日（土）"


def asked_agency(manager, *, email, days=200, asked_days_ago):
    """Make an agency whose word is old and that was asked to confirm it."""
    agency = make_agency(name=f"家{email}{asked_days_ago}", email=email)
    then = NOW - timedelta(days=days)
    Declaration.objects.create(agency=agency, live=True, confirmed_on=then, confirmed_by="見本")
    send_due_reminders(now=NOW - timedelta(days=asked_days_ago))
    return agency


def test_an_agency_is_called_once_its_link_has_run_out(asked, manager):
    asked_agency(manager, email="late@agency.example.jp", days=300, asked_days_ago=30)
    assert told(entry_rows(asked)) == {"名簿の確認に返事のない機関に、電話する": (1, "/cms/entries/stale/")}
    ConfirmReminder.objects.update(asked_at=NOW - timedelta(days=29))
    assert told(entry_rows(asked)) == {}


def test_an_agency_that_wrote_or_was_asked_about_an_older_word_is_not_called(asked, manager):
    agency = asked_agency(manager, email="late@agency.example.jp", days=300, asked_days_ago=30)
    write(agency, actor=manager)
    assert told(entry_rows(asked)) == {"名簿の内容を見て、公開する": (1, "/cms/entries/")}
    agency.declaration.drafts.update(state="withdrawn", decided_at=NOW, decided_by=manager)
    Declaration.objects.update(confirmed_on=NOW - timedelta(days=200))
    assert told(entry_rows(asked)) == {}


def test_letters_wait_to_be_printed_and_ask_from_that_day(asked, manager):
    asked_agency(manager, email="", days=300, asked_days_ago=40)
    assert told(entry_rows(asked)) == {"名簿を確かめてもらう手紙を印刷する": (1, "/cms/entries/stale/")}
    ConfirmReminder.objects.update(printed_at=NOW - timedelta(days=30))
    assert told(entry_rows(asked)) == {"名簿の確認に返事のない機関に、電話する": (1, "/cms/entries/stale/")}


def test_applications_and_questions_wait(asked, staff):
    agency = make_agency()
    for days in (5, 1):
        applied = NOW - timedelta(days=days)
        AccountApplication.objects.create(agency=agency, organisation="家", name="見本", applied_at=applied)
    turn = {"fiscal_year": 2026, "asked_at": NOW}
    TurnQuestion.objects.create(agency=agency, way="paper", **turn)
    TurnQuestion.objects.create(
        agency=make_agency(name="二"), way="mail", token_hash="a", answer="later", answered_at=NOW, **turn
    )
    TurnQuestion.objects.create(
        agency=make_agency(name="三"), way="mail", token_hash="b", answer="same", answered_at=NOW, **turn
    )
    TurnQuestion.objects.create(agency=agency, fiscal_year=2025, way="paper", asked_at=NOW)
    rows = joining_rows(asked)
    assert told(rows) == {
        "登録の申し込みを、電話で確かめる": (2, "/cms/joining/"),
        "年度替わりの手紙を印刷する": (1, "/cms/joining/turn/"),
        "年度替わりのおたずねの返事を待つ": (2, "/cms/joining/turn/"),
    }
    assert rows[0].note == "いちばん古いものは11月19日（木）"


def test_data_that_was_read_and_doubtful_records_wait(asked):
    place = make_municipality()
    make_agency(name="ホーム0", municipality=place, address="石川県金沢市別の町1番")
    take_in(offices(2))
    dry_run(offices(3))
    assert told(official_rows(asked)) == {
        "公表データを見て、取り入れる": (1, "/cms/open-data/"),
        "公表データが、どの機関のものかを決める": (1, "/cms/open-data/doubtful/"),
    }


def test_pairs_are_counted_until_staff_tell_them_apart(asked, staff):
    one, other = make_agency(name="一", phone="076-000-0001"), make_agency(name="二", phone="0760000001")
    assert told(duplicate_rows(asked)) == {"同じ機関かもしれないものを、見くらべる": (1, "/cms/duplicates/")}
    tell_apart(one=one, other=other, actor=staff, now=NOW)
    assert told(duplicate_rows(asked)) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_directory_costs_the_start_page_the_same_for_one_row_and_for_three(asked, manager, staff, rows):
    for number in range(rows):
        agency = make_agency(name=f"家{number}", phone="076-000-0001")
        publish(agency, writer=manager, staff=staff, now=NOW - timedelta(days=300))
        write(agency, actor=manager)
        AccountApplication.objects.create(agency=agency, organisation="家", applied_at=NOW)
    counts = []
    for panel in PANELS:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            panel(asked)
        counts.append(len(queries))
    # The pairs of duplicates are counted and kept; as long as nothing changes they are not counted again.
    assert counts == [8, 3, 2, 10]


def test_the_start_page_shows_every_room(asked):
    make_agency(name="一", phone="076-000-0001")
    make_agency(name="二", phone="0760000001")
    AccountApplication.objects.create(organisation="家", applied_at=NOW)
    assert {"登録の申し込みを、電話で確かめる", "同じ機関かもしれないものを、見くらべる"} <= {
        row.text for row in start_page(asked).todos
    }
