"""What people have learned: by person and by agency, with and without accounts, on screens and as files."""

import io

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Person
from events.models import Participant
from events.registries import HistoryWish, Learner
from events.training_history.queries import history, learner_of, learners
from foundation.audit.models import Entry
from foundation.japanese.text import fold
from tests.events.certificates.issued import give_rule, issue
from tests.factories.accounts import sign_in
from tests.factories.afterwards import add_people, make_held_event, mark, people_of
from tests.factories.directory import make_agency, make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return make_agency()


@pytest.fixture
def event(staff, ours):
    """Two people of the agency, of whom one came, and one of a house that the directory does not know."""
    event = make_held_event(people=2, agency=ours)
    add_people(event.sessions.get(), 1, names=["汐見 花"])
    mark(event, actor=staff, attended={"参加 1", "汐見 花"})
    return event


def of(participant):
    return history(HistoryWish(learner=learner_of(participant)))


def named(rows):
    return [(row.name, row.number, row.minutes) for row in rows]


def test_only_who_came_has_a_history(event, ours):
    assert named(history(HistoryWish(agency=ours))) == [("参加 1", event.number, 180)]


def test_somebody_without_an_account_or_a_record_is_found_by_name_and_house(event, staff):
    shiomi = people_of(event)[2]
    assert shiomi.person is None
    again = make_held_event(people=1)
    add_people(again.sessions.get(), 1, names=["汐見　花"])
    add_people(again.sessions.get(), 1, names=["別の 人"])
    mark(again, actor=staff)
    assert {row.number for row in of(shiomi)} == {event.number, again.number}


def test_a_known_person_keeps_their_history_when_they_change_the_agency(event, staff, ours):
    person = Person.objects.create(name="参加 1")
    other_agency = make_agency(name="汐見の家")
    again = make_held_event(people=1, agency=other_agency)
    mark(again, actor=staff)
    Participant.objects.filter(name="参加 1").update(person=person)
    rows = of(people_of(event)[0])
    assert sorted(row.agency_name for row in rows) == ["グループホームみなも", "汐見の家"]
    assert named(history(HistoryWish(agency=other_agency))) == [("参加 1", again.number, 180)]


def test_the_agency_stands_as_it_was_on_the_day(event, ours):
    ours.name = "新しい名前の家"
    ours.save()
    assert history(HistoryWish(agency=ours))[0].agency_name == "グループホームみなも"


def test_the_certificate_stands_beside_its_date(event, staff, ours):
    give_rule(event, staff=staff)
    made = {each.holder_name: each.printed_number for each in issue(event, staff=staff)}
    assert history(HistoryWish(agency=ours))[0].certificate == made["参加 1"]


def test_a_search_finds_people_by_name_reading_and_agency(event):
    assert [each.latest.name for each in learners(["汐見"])] == ["汐見 花"]
    assert {each.latest.name for each in learners(["サンカ"])} == {"参加 1", "汐見 花"}
    assert [(each.latest.name, each.times) for each in learners(["みなも", "参加"])] == [("参加 1", 1)]
    assert learners(["いない人"]) == []


@pytest.mark.parametrize("typed", ["さんか", "ｻﾝｶ", "サンカ", "参加　1", "参加 １"])
def test_a_search_finds_people_however_their_names_are_typed(event, typed):
    assert "参加 1" in {each.latest.name for each in learners(typed.split())}


def test_another_form_of_the_same_kanji_finds_the_name_too(event, staff):
    add_people(event.sessions.get(), 1, names=["髙﨑 澄"])
    mark(event, actor=staff, attended={"参加 1", "汐見 花", "髙﨑 澄"})
    assert [each.latest.name for each in learners(["高崎"])] == ["髙﨑 澄"]


# The desk


def test_the_words_of_a_search_stand_in_no_address(desk, event):
    page = desk.post(reverse("history_desk:search"), {"words": "汐見"})
    assert "汐見 花" in page.text
    assert "汐見" not in page.request["PATH_INFO"] + page.request["QUERY_STRING"]
    assert desk.post(reverse("history_desk:search"), {"words": ""}).status_code == 422


def test_the_desk_reads_a_person_and_takes_the_history_away_with_a_reason(desk, event):
    address = reverse("history_desk:person", args=["seminars", people_of(event)[2].pk])
    assert event.title in desk.get(address).text
    assert desk.post(address, {"form": "pdf"}).status_code == 422
    pdf = desk.post(address, {"form": "pdf", "reason": "proof"})
    text = pypdfium2.PdfDocument(pdf.content)[0].get_textpage().get_text_bounded()
    assert "取扱注意" in "".join(text.split())
    csv = desk.post(address, {"form": "csv", "reason": "asked"}).content.decode("utf-8-sig")
    assert "汐見 花" in csv
    assert desk.post(address, {"form": "csv_cp932", "reason": "asked"}).content.decode("cp932")
    book = desk.post(address, {"form": "xlsx", "reason": "report"})
    assert load_workbook(io.BytesIO(book.content)).active.max_row > 1
    entries = Entry.objects.filter(verb="events.history_exported")
    assert entries.count() == 4
    assert not any("汐見" in entry.body for entry in entries)


def test_a_seat_without_a_name_has_no_history(desk, event, staff):
    add_people(event.sessions.get(), 1, names=[""])
    nameless = Participant.objects.get(name="")
    for source in ("seminars", "nowhere"):
        assert desk.get(reverse("history_desk:person", args=[source, nameless.pk])).status_code == 404


@pytest.mark.parametrize("blank", ["", "\ufe0f"])
def test_nobody_is_found_by_a_name_of_which_nothing_is_left(desk, event, staff, blank):
    """The seat was attended and is of that house: it would be there to be shown."""
    add_people(event.sessions.get(), 1, names=["誰か"])
    Participant.objects.filter(name="誰か").update(name=blank)
    mark(event, actor=staff)
    nameless = Participant.objects.get(name=blank)
    assert history(HistoryWish(learner=Learner(None, fold("みなも作業所"), ""))) == []
    assert "汐見 花" in {each.latest.name for each in learners(["みなも作業所"])}
    assert blank not in {each.latest.name for each in learners(["みなも作業所"])}
    assert desk.get(reverse("history_desk:person", args=["seminars", nameless.pk])).status_code == 404


def test_an_agency_at_the_desk_has_the_history_among_its_tabs(desk, event, ours):
    address = reverse("history_desk:agency", args=[ours.public_id])
    assert "参加 1" in desk.get(address).text
    assert "汐見 花" not in desk.get(address).text


@pytest.mark.parametrize("count", [1, 3])
def test_a_history_asks_as_often_for_three_as_for_one(queries_of, staff, ours, count):
    event = make_held_event(people=count, agency=ours)
    mark(event, actor=staff)
    give_rule(event, staff=staff)
    issue(event, staff=staff)
    assert queries_of(reverse("history_desk:agency", args=[ours.public_id])) == 5


def test_the_desk_is_shut_to_others(client, editor, event, ours):
    sign_in(client, editor)
    for address in (
        reverse("history_desk:search"),
        reverse("history_desk:person", args=["seminars", people_of(event)[0].pk]),
        reverse("history_desk:agency", args=[ours.public_id]),
    ):
        assert {client.get(address).status_code, client.post(address).status_code} == {404}


# The agency


def test_an_agency_reads_and_takes_its_own_history_and_no_other(event, staff, ours, today):
    give_rule(event, staff=staff)
    issue(event, staff=staff)
    inside = sign_in(Client(), make_partner(agency=ours))
    page = inside.get("/my/history/")
    assert "参加 1" in page.text
    assert "汐見 花" not in page.text
    assert "/my/certificates/" in page.text
    taken = inside.post("/my/history/", {"form": "csv", "reason": "planning"})
    assert "参加 1" in taken.content.decode("utf-8-sig")
    assert Entry.objects.get(verb="events.history_exported").subject_id == ours.pk
    assert inside.post("/my/history/", {"form": "csv"}).status_code == 422
    other = make_partner(agency=make_agency(name="汐見の家"), name="部外者D", email="d@example.jp")
    assert "参加 1" not in sign_in(Client(), other).get("/my/history/").text
    assert Client().get("/my/history/").status_code == 302
