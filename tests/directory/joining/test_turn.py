"""年度替わり: each agency is asked once, answers with a press, and who has not answered is listed."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from directory.joining.enums import TurnAnswer
from directory.joining.exceptions import JoiningRefused
from directory.joining.models import TurnQuestion
from directory.joining.panels import joining_rows
from directory.joining.rules import may_ask_about_people, year_asked_about
from directory.joining.services.applying import erase_old_applications
from directory.joining.services.turning import ask_about_people, make_turn_letters, note_answer
from directory.models import Agency
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from foundation.security import without_keys
from tests.factories.accounts import sign_in
from tests.factories.directory import NOW, make_agency, make_partner
from tests.factories.events import make_event
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db
SEASON = NOW.replace(year=2027, month=3, day=15)
DESK = "/cms/joining/turn/"


@pytest.fixture
def spring(agency, member):
    with time_machine.travel(SEASON, tick=False):
        yield


@pytest.fixture
def address(spring, staff):
    ask_about_people(actor=staff, now=SEASON)
    return re.search(r"http://\S+?(/turn/\S+)", OutgoingMail.objects.get().text)[1]


@pytest.fixture
def office(spring, staff):
    return sign_in(Client(), staff)


def letters(staff, **options):
    """Make letters; returns their questions and tokens."""
    made = []

    def lay_out(found):
        made.extend(found)
        return b""

    make_turn_letters(fiscal_year=2027, lay_out=lay_out, actor=staff, now=SEASON, **options)
    return made


def test_agencies_are_asked_from_the_middle_of_march_to_june():
    days = [(3, 14), (3, 15), (6, 30), (7, 1), (11, 24)]
    told = [may_ask_about_people(NOW.date().replace(month=month, day=day)).allowed for month, day in days]
    assert told == [False, True, True, False, False]


@pytest.mark.parametrize(
    ("day", "year"),
    [((2027, 3, 15), 2027), ((2027, 12, 31), 2027), ((2028, 1, 1), 2027), ((2028, 3, 14), 2027)],
)
def test_a_question_is_about_its_fiscal_year_until_the_next_season(day, year):
    assert year_asked_about(date(*day)) == year


def test_in_january_those_who_have_not_answered_are_still_listed(spring, staff, rf):
    ask_about_people(actor=staff, now=SEASON)
    with time_machine.travel(SEASON.replace(year=2028, month=1), tick=False):
        page = sign_in(Client(), staff).get(DESK).content.decode()
        request = rf.get("/cms/")
        request.user = staff
        waiting = {row.text: row.count for row in joining_rows(request) if row.count}
    assert ("年度替わりのおたずね　令和9年度（2027年度）" in page, "まだ答えのない機関　1件" in page) == (
        True,
        True,
    )
    assert waiting == {"年度替わりのおたずねの返事を待つ": 1}


@pytest.mark.parametrize(("day", "count"), [((3, 14), 0), ((3, 15), 1), ((6, 30), 1), ((7, 1), 0)])
def test_the_start_page_says_when_it_is_time_to_ask(agency, member, staff, rf, day, count):
    request = rf.get("/cms/")
    request.user = staff
    with time_machine.travel(SEASON.replace(month=day[0], day=day[1]), tick=False):
        todo = next(row for row in joining_rows(request) if "機関にたずねる" in row.text)
    assert (todo.count, todo.url) == (count, DESK)


def test_who_was_asked_is_not_to_be_asked_again(spring, staff, rf):
    ask_about_people(actor=staff, now=SEASON)
    request = rf.get("/cms/")
    request.user = staff
    todo = next(row for row in joining_rows(request) if "機関にたずねる" in row.text)
    assert (todo.count, todo.note) == (0, "令和9年度（2027年度）のこと")


def test_out_of_season_nobody_is_asked(agency, member, staff):
    with pytest.raises(JoiningRefused):
        ask_about_people(actor=staff, now=NOW)
    assert TurnQuestion.objects.count() == 0


def test_asking_twice_asks_each_agency_once_and_says_nothing_of_anybody(spring, staff):
    make_agency(name="だれも使わない機関", email="nobody@example.jp")
    assert [ask_about_people(actor=staff, now=SEASON) for _ in range(2)] == [1, 0]
    mail = OutgoingMail.objects.get()
    said = ("事業所職員C", "みなも")
    assert (mail.to, [word for word in said if word in mail.text]) == ("minamo@agency.example.jp", [])


def test_one_press_says_that_nobody_changes(client, address):
    assert client.get(address).status_code == 200
    client.post(address, {"answer": "same"})
    assert TurnQuestion.objects.get().answer == "same"
    client.post(address, {"answer": "changed", "new_name": "別の方"})
    assert TurnQuestion.objects.get().new_name == ""


def test_later_keeps_the_question_open(client, address, office):
    client.post(address, {"answer": "later"})
    page = office.get(DESK).content.decode()
    assert ("まだ答えのない機関　1件" in page, "あとで答えます" in page) == (True, True)
    client.post(address, {"answer": "same"})
    assert "まだ答えのない機関　0件" in office.get(DESK).content.decode()


def test_a_new_person_has_a_name_and_is_shown_what_to_do_first(client, address, office):
    assert client.post(address, {"answer": "changed"}).status_code == 422
    client.post(address, {"answer": "changed", "new_name": "林 学", "new_job": "管理者"})
    page = client.get(address).content.decode()
    assert ("はじめにすること" in page, "/events/" in page, "林 学" in page) == (True, True, False)
    assert "林 学さん（管理者）" in office.get(DESK).content.decode()


def test_a_new_person_is_shown_the_next_trainings_that_still_take_somebody(client, address):
    for title, closes in (("はじめの研修", 7), ("締め切った研修", -1)):
        opens_at, deadline_at = (SEASON + timedelta(days=days) for days in (-60, closes))
        starts_at = SEASON + timedelta(days=20)
        make_event(title=title, starts_at=starts_at, opens_at=opens_at, deadline_at=deadline_at, now=SEASON)
    assert "はじめの研修" not in client.get(address).text
    client.post(address, {"answer": "changed", "new_name": "林 学"})
    page = client.get(address).text
    assert ("4月4日（日） はじめの研修" in page, "締め切った研修" in page) == (True, False)


@pytest.mark.parametrize("sent", [{}, {"answer": "perhaps"}])
def test_nonsense_is_no_answer(client, address, sent):
    assert client.post(address, sent).status_code == 422
    assert TurnQuestion.objects.get().answer == ""


def test_a_guessed_address_is_nothing_and_no_log_tells_a_real_one(client, address):
    assert client.get("/turn/abcdefgh/").status_code == 404
    assert address not in without_keys(f"GET {address}")
    assert client.get(address).headers["Referrer-Policy"] == "same-origin"


def test_whoever_tries_many_addresses_has_to_wait_and_who_has_a_letter_has_not(client, address, settings):
    settings.JOINING_RATES = {"turn": "3/h/ip"}
    codes = [client.get(f"/turn/guess{number}/").status_code for number in range(4)]
    assert codes == [404, 404, 404, 429]
    assert "1時間ほどたってから" in client.post("/turn/guess9/", {"answer": "same"}).content.decode()
    assert client.get(address).status_code == 200


def test_guesses_are_counted_as_the_portal_runs(settings):
    assert settings.JOINING_RATES["turn"] == "60/h/ip"


def test_agencies_without_mail_get_a_letter_each_in_one_paper_once(office, staff, client):
    for name in ("FAXの家", "郵便の家"):
        make_partner(agency=make_agency(name=name))
    office.post(DESK, {"ask": "1"})
    printed = Printed(office.post(DESK, {"print": "1"}).content)
    assert (len(printed.texts), "FAXの家御中" in printed.text, "郵便の家御中" in printed.text) == (
        2,
        True,
        True,
    )
    assert office.post(DESK, {"print": "1"}).status_code == 303


def test_the_paper_takes_an_answer_too(spring, staff, client):
    TurnQuestion.objects.create(
        agency=make_agency(name="FAXの家"), fiscal_year=2027, way="paper", asked_at=SEASON
    )
    [(question, token)] = letters(staff)
    client.post(f"/turn/{token}/", {"answer": "same"})
    question.refresh_from_db()
    assert question.answer == "same"


def test_the_letter_says_the_year_who_is_known_until_when_and_leaves_room_to_write(office, staff, agency):
    Agency.objects.filter(pk=agency.pk).update(email="")
    office.post(DESK, {"ask": "1"})
    text = Printed(office.post(DESK, {"print": "1"}).content).text
    wanted = (
        "令和9年度（2027年度）の担当の方について",
        "4月5日（月）までに",
        "事業所職員C様",
        "新しい方のお名前",
        "書いた方と日",
    )
    assert [each for each in wanted if each not in text] == []


def test_the_desk_says_how_many_get_a_mail_and_a_letter_and_nothing_when_all_were_asked(office, staff):
    make_partner(agency=make_agency(name="FAXの家"))
    before = office.get(DESK).content.decode()
    assert ("2件に、たずねる" in before, 'メールのある<b class="num">1</b>件' in before) == (True, True)
    assert 'メールのない<b class="num">1</b>件' in before
    office.post(DESK, {"ask": "1"})
    after = office.get(DESK).content.decode()
    assert ('name="ask"' in after, "もう全部たずねました" in after) == (False, True)


def test_partners_are_led_away_from_the_desk(spring, member):
    assert sign_in(Client(), member, with_factor=False).post(DESK, {"ask": "1"}).status_code == 302
    assert TurnQuestion.objects.count() == 0


def test_names_of_new_people_are_erased_in_time(client, address):
    client.post(address, {"answer": "changed", "new_name": "林 学"})
    assert erase_old_applications(now=SEASON + timedelta(days=179)) == 0
    assert erase_old_applications(now=SEASON + timedelta(days=180)) == 1
    question = TurnQuestion.objects.get()
    assert question.new_name == ""
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.subject_id, entry.fields) == (
        "directory.turn_answer_erased",
        question.pk,
        ["new_job", "new_name"],
    )
    assert erase_old_applications(now=SEASON + timedelta(days=181)) == 0


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"answer": "same"}, "joining_turnquestion_answer_has_a_day"),
        ({"answer": "changed", "answered_at": SEASON}, "joining_turnquestion_new_person_has_a_name"),
        ({"way": "dove"}, "joining_turnquestion_way_is_known"),
    ],
)
def test_the_database_keeps_questions_whole(address, values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        TurnQuestion.objects.update(**values)


def test_the_database_lets_an_agency_be_asked_once_a_year(address, agency):
    again = TurnQuestion(agency=agency, fiscal_year=2027, way="paper", asked_at=SEASON)
    wrong = pytest.raises(IntegrityError, match="joining_turnquestion_once_a_year")
    with wrong, transaction.atomic():
        TurnQuestion.objects.bulk_create([again])


@pytest.mark.parametrize("count", [1, 3])
def test_three_questions_take_as_many_queries_as_one(office, count, django_assert_num_queries):
    for number in range(count):
        for answer in ("", "changed"):
            TurnQuestion.objects.create(
                agency=make_agency(name=f"事業所{number}{answer}"),
                fiscal_year=2027,
                way="mail",
                asked_at=SEASON,
                answer=answer,
                new_name="林 学",
                answered_at=SEASON if answer else None,
            )
    office.get(DESK)
    with django_assert_num_queries(16):
        office.get(DESK)


@pytest.mark.parametrize(("day", "status"), [((2028, 3, 31), 200), ((2028, 4, 1), 404)])
def test_a_link_opens_until_its_fiscal_year_is_over(address, client, day, status):
    year, month, date = day
    with time_machine.travel(SEASON.replace(year=year, month=month, day=date), tick=False):
        assert client.get(address).status_code == status


def test_nobody_answers_for_an_agency_that_has_closed(address, client, agency):
    Agency.objects.filter(pk=agency.pk).update(closed_on=SEASON.date())
    assert client.post(address, {"answer": "changed", "new_name": "よその 人"}).status_code == 404
    assert TurnQuestion.objects.get().answer == ""


def test_who_has_answered_by_phone_gets_no_letter(spring, agency, staff):
    Agency.objects.filter(pk=agency.pk).update(email="")
    ask_about_people(actor=staff, now=SEASON)
    said = {"answer": TurnAnswer.SAME, "new_name": "", "new_job": "", "heard": "phone"}
    question = TurnQuestion.objects.get()
    note_answer(question=question, heard_on=SEASON.date(), actor=staff, now=SEASON, **said)
    assert letters(staff) == []


def test_who_has_closed_gets_no_letter_and_is_not_waited_for(agency, office, staff):
    Agency.objects.filter(pk=agency.pk).update(email="")
    ask_about_people(actor=staff, now=SEASON)
    Agency.objects.filter(pk=agency.pk).update(closed_on=SEASON.date())
    assert letters(staff) == []
    assert "まだ答えのない機関　0件" in office.get(DESK).content.decode()


def test_a_paper_that_cannot_be_laid_out_was_not_printed(spring, agency, staff):
    Agency.objects.filter(pk=agency.pk).update(email="")
    ask_about_people(actor=staff, now=SEASON)

    def fail(_):
        raise OSError("紙がありません")

    with pytest.raises(OSError, match="紙"):
        make_turn_letters(fiscal_year=2027, lay_out=fail, actor=staff, now=SEASON)
    question = TurnQuestion.objects.get()
    assert (question.printed_at, question.token_hash, len(letters(staff))) == (None, None, 1)


def test_lost_letters_are_made_again_with_new_addresses_for_those_who_have_not_answered(
    spring, office, staff, client
):
    for name in ("FAXの家", "郵便の家", "前の家"):
        TurnQuestion.objects.create(
            agency=make_agency(name=name), fiscal_year=2027, way="paper", asked_at=SEASON
        )
    TurnQuestion.objects.filter(agency__name="前の家").update(printed_at=SEASON - timedelta(days=1))
    assert "作り直す" in office.get(DESK).content.decode()
    first = {question.agency.name: token for question, token in letters(staff)}
    client.post(f"/turn/{first['FAXの家']}/", {"answer": "same"})
    assert "1件あります" in office.get(DESK).content.decode()
    printed = Printed(office.post(DESK, {"again": "1"}).content)
    assert (len(printed.texts), "郵便の家御中" in printed.text) == (1, True)
    assert client.get(f"/turn/{first['郵便の家']}/").status_code == 404
    [(question, token)] = letters(staff, again=True)
    assert (question.agency.name, client.get(f"/turn/{token}/").status_code) == ("郵便の家", 200)
