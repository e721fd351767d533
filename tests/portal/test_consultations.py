"""Talks as statistics: no place for words, open until the next step is done, counted by month."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import PublicRole
from directory.models import Municipality
from foundation.audit.models import Entry
from foundation.decision import NotAllowed
from portal.consultations import queries, rules
from portal.consultations.access import talks_for
from portal.consultations.enums import AskerKind, Outcome, TalkWay, Theme
from portal.consultations.models import Consultation
from portal.consultations.panels import consultation_rows
from portal.consultations.services import close_consultation, correct_consultation, record_consultation
from portal.figures.services import set_small_counts
from tests.factories.accounts import make_user, sign_in
from tests.factories.contact_desk import answered_message, make_reader, make_talk
from tests.factories.events import NOW

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _clock(centre):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(staff):
    return sign_in(Client(), staff)


@pytest.fixture
def place(db):
    return Municipality.objects.create(
        code="170001", prefecture="見本県", name="見本市", name_kana="ミホンシ"
    )


def at(name, *args):
    return reverse(f"consultations_admin:{name}", args=args)


def said(**changes):
    told = {"day_0": "8", "day_1": "11", "day_2": "20", "asker_kind": "lawyer", "way": "visit_here"}
    told |= {"theme": "receiving", "outcome": "referred", "minutes": "45", "municipality": ""}
    return told | changes


def record(staff, *, asker_kind=AskerKind.FAMILY, **changes):
    return record_consultation(asker_kind=asker_kind, talk=make_talk(**changes), actor=staff, now=NOW)


def verbs():
    entries = Entry.objects.filter(subject_type="consultations.consultation").order_by("id")
    return [entry.verb.removeprefix("consultations.consultation_") for entry in entries]


# Rules


@pytest.mark.parametrize(("day", "allowed"), [(date(2026, 11, 25), True), (date(2026, 11, 26), False)])
def test_a_talk_of_tomorrow_cannot_be_counted(day, allowed):
    assert rules.may_record(day, date(2026, 11, 25)).allowed == allowed


@pytest.mark.parametrize(("day", "allowed"), [(date(2026, 11, 20), True), (date(2026, 11, 19), False)])
def test_an_answer_never_comes_before_its_message(day, allowed):
    decision = rules.may_record(day, date(2026, 11, 25), received_on=date(2026, 11, 20))
    assert decision.allowed == allowed


def test_only_what_goes_on_or_reached_nobody_stays_open():
    states = {outcome.value: rules.state_of(outcome) for outcome in Outcome}
    assert [outcome for outcome, state in states.items() if state == "open"] == ["goes_on", "not_reached"]


def test_who_was_given_up_stays_given_up_when_a_record_is_mended():
    assert rules.state_of("not_reached", was="closed") == "closed"
    assert rules.state_of("goes_on", was="closed") == "open"


@pytest.mark.parametrize(
    ("state", "outcome", "allowed"),
    [
        ("open", "told", True),
        ("open", "not_reached", True),
        ("open", "goes_on", False),
        ("closed", "told", False),
    ],
)
def test_a_talk_ends_once_and_not_by_going_on(state, outcome, allowed):
    decision = rules.may_close(state, outcome)
    assert (decision.allowed, bool(decision.reason)) == (allowed, not allowed)


# Invariants


@pytest.mark.parametrize("minutes", [0, 601])
def test_a_talk_takes_a_minute_to_ten_hours(staff, minutes):
    record(staff)
    name = "consultations_consultation_minutes_are_plausible"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Consultation.objects.update(minutes=minutes)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "open"},
        {"closed_at": None},
        {"outcome": "goes_on"},
        {"state": "open", "closed_at": None},
        {"state": "open", "outcome": "goes_on"},
    ],
)
def test_what_is_closed_has_its_time_and_what_goes_on_is_open(staff, change):
    record(staff, outcome=Outcome.TOLD)
    name = "consultations_consultation_open_has_a_next_step"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Consultation.objects.update(**change)
    assert Consultation.objects.update(state="open", outcome="goes_on", closed_at=None) == 1


@pytest.mark.parametrize("field", ["asker_kind", "theme", "way", "outcome"])
def test_a_talk_knows_its_choices(staff, field):
    record(staff)
    name = f"consultations_consultation_{field}_is_known"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Consultation.objects.update(**{field: "unknown"})


# Who


@pytest.mark.parametrize("role", ["editor", "system_admin"])
def test_the_room_is_not_there_for_other_roles_of_the_centre(staff, role):
    talk = record(staff, outcome=Outcome.GOES_ON)
    user = make_user(roles=[PublicRole(role)])
    client = sign_in(Client(), user)
    gets = [at(name) for name in ("list", "waiting", "record", "counts", "counts_file")]
    gets.append(at("correct", talk.pk))
    posts = [at("close", talk.pk), at("remove", talk.pk), at("record")]
    assert {client.get(address).status_code for address in gets} == {404}
    assert {client.post(address, said()).status_code for address in posts} == {404}
    assert (list(talks_for(user)), verbs()) == ([], ["recorded"])


def test_the_menu_shows_the_room_to_the_desk_alone(desk):
    assert "\\u76f8\\u8ac7\\u306e\\u8a18\\u9332" in desk.get("/cms/").text
    editor = sign_in(Client(), make_user(roles=[PublicRole.EDITOR]))
    assert "\\u76f8\\u8ac7\\u306e\\u8a18\\u9332" not in editor.get("/cms/").text


# Writing down


def test_a_new_record_begins_with_today_and_the_phone(desk):
    page = desk.get(at("record"))
    first = page.context["form"].initial
    assert (first["day"], first["way"], first["asker_kind"]) == (TODAY, "phone", "")
    assert "<textarea" not in page.text
    fields = ["day", "asker_kind", "way", "theme", "outcome", "minutes", "municipality"]
    assert list(page.context["form"].fields) == fields


@pytest.mark.parametrize(("asked", "chosen"), [("corrections", "corrections"), ("山田太郎", "")])
def test_a_link_chooses_a_kind_and_nothing_else(desk, asked, chosen):
    page = desk.get(at("record"), {"asker": asked})
    assert page.context["form"].initial["asker_kind"] == chosen
    assert asked == chosen or asked not in page.context["form"].as_p()


def test_a_talk_is_counted_corrected_and_taken_away(desk, place):
    assert desk.post(at("record"), said(municipality=place.pk)).headers["Location"] == at("list")
    talk = Consultation.objects.get()
    assert (talk.asker_kind, talk.day, talk.minutes) == ("lawyer", date(2026, 11, 20), 45)
    assert (talk.municipality, talk.state, talk.closed_at) == (place, "closed", NOW)
    desk.post(at("correct", talk.pk), said(minutes="50", municipality=place.pk))
    talk.refresh_from_db()
    assert talk.minutes == 50
    assert Entry.objects.latest("id").fields == ["minutes"]
    desk.post(at("correct", talk.pk), said(minutes="50", municipality=place.pk))
    desk.post(at("remove", talk.pk))
    assert (Consultation.objects.count(), verbs()) == (0, ["recorded", "corrected", "removed"])


def test_whoever_has_several_talks_comes_to_the_next_empty_form(desk):
    assert desk.post(at("record"), said(another="1")).headers["Location"] == at("record")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "601"}, "minutes"),
        ({"minutes": "長い"}, "minutes"),
        ({"asker_kind": ""}, "asker_kind"),
        ({"theme": "x"}, "theme"),
        ({"day_2": "26"}, "day"),
        ({"municipality": "0"}, "municipality"),
    ],
)
def test_a_talk_that_cannot_be_counted_is_refused(desk, changes, field):
    page = desk.post(at("record"), said(**changes))
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert Consultation.objects.count() == 0


def test_a_place_that_became_part_of_another_is_not_offered_but_stays(desk, staff, place):
    talk = record(staff, municipality_id=place.pk)
    city = Municipality.objects.create(code="170002", prefecture="見本県", name="新見本市", name_kana="シン")
    Municipality.objects.filter(pk=place.pk).update(valid_to=TODAY, successor=city)
    assert list(desk.get(at("record")).context["form"].fields["municipality"].queryset) == [city]
    again = said(asker_kind="family", municipality=place.pk)
    assert desk.post(at("correct", talk.pk), again).status_code == 303
    talk.refresh_from_db()
    assert talk.municipality == place


def test_the_answer_to_a_message_keeps_its_kind_and_is_not_taken_away(desk, staff, manager):
    make_reader(staff, by=manager)
    answered_message(reader=staff)
    talk = Consultation.objects.get()
    desk.post(at("correct", talk.pk), said())
    talk.refresh_from_db()
    assert (talk.is_answer, talk.asker_kind, talk.minutes) == (True, "family", 45)
    page = desk.post(at("remove", talk.pk), follow=True)
    assert "問い合わせの返事として数えたものなので、消せません" in page.text
    assert Consultation.objects.count() == 1


# Open and closed


def test_what_goes_on_stays_open_until_somebody_says_how_it_ended(desk, staff):
    desk.post(at("record"), said(outcome="goes_on"))
    talk = Consultation.objects.get()
    assert (talk.state, talk.closed_at) == ("open", None)
    assert list(desk.get(at("waiting")).context["page_obj"]) == [talk]
    for refused in ("", "goes_on", "x"):
        page = desk.post(at("close", talk.pk), {"outcome": refused}, follow=True)
        assert "どう終わったかを選んでから" in page.text
    desk.post(at("close", talk.pk), {"outcome": "taken_up"})
    talk.refresh_from_db()
    assert (talk.state, talk.outcome, talk.closed_at) == ("closed", "taken_up", NOW)
    assert list(desk.get(at("waiting")).context["page_obj"]) == []
    assert verbs() == ["recorded", "closed"]
    with pytest.raises(NotAllowed, match="もう終わり"):
        close_consultation(consultation_id=talk.pk, outcome="told", actor=staff, now=NOW)


def test_a_wrong_outcome_that_is_mended_opens_and_closes(staff):
    talk = record(staff, outcome=Outcome.TOLD)
    for outcome, state in ((Outcome.GOES_ON, "open"), (Outcome.REFERRED, "closed")):
        talk = correct_consultation(
            consultation_id=talk.pk,
            asker_kind=AskerKind.FAMILY,
            talk=make_talk(outcome=outcome),
            actor=staff,
            now=NOW,
        )
        talk.refresh_from_db()
        assert (talk.state, talk.closed_at is None) == (state, state == "open")


def test_a_talk_that_somebody_took_away_meanwhile_is_told_in_words(staff):
    with pytest.raises(NotAllowed, match="ほかの人が、この記録を消しました"):
        close_consultation(consultation_id=0, outcome="told", actor=staff, now=NOW)


def test_the_start_page_tells_the_desk_how_many_go_on(staff, partner, rf):
    record(staff, outcome=Outcome.GOES_ON)
    record(staff)
    request = rf.get("/cms/")
    request.user = staff
    (row,) = consultation_rows(request)
    assert (row.count, row.url) == (1, at("waiting"))
    request.user = partner
    assert consultation_rows(request) == []


# List and counts


def asked(client, address):
    """Return how often a screen asks for talks and people; the admin's frame asks who reads it."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    ours = ('FROM "consultations', 'FROM "accounts_', 'FROM "directory_')
    return len([query for query in captured if any(table in query["sql"] for table in ours)])


@pytest.mark.parametrize("count", [1, 3])
def test_lists_and_counts_take_as_many_queries_for_three_talks_as_for_one(staff, desk, count):
    for number in range(count):
        place = Municipality.objects.create(
            code=f"17000{number}", prefecture="見本県", name=f"見本{number}市", name_kana="ミホン"
        )
        writer = make_user(name=f"職員{number}", roles=[PublicRole.STAFF])
        kind, theme = list(AskerKind)[number], list(Theme)[number]
        outcome = Outcome.GOES_ON
        record(writer, asker_kind=kind, theme=theme, outcome=outcome, municipality_id=place.pk)
    places = ("list", "waiting", "counts", "counts_file")
    asks = {place: asked(desk, at(place)) for place in places}
    assert asks == {"list": 4, "waiting": 4, "counts": 3, "counts_file": 2}


def test_the_list_shows_a_fiscal_year_or_one_month_of_it(desk, staff):
    for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 11, 2)):
        record(staff, day=day)

    def days(query):
        return [(talk.day.month, talk.day.day) for talk in desk.get(at("list"), query).context["page_obj"]]

    assert days({}) == [(11, 2), (4, 1)]
    assert days({"month": "4"}) == [(4, 1)]
    assert days({"year": "2025", "month": "3"}) == [(3, 31)]
    assert days({"year": "x", "month": "13"}) == [(11, 2), (4, 1)]


@pytest.mark.parametrize("year", ["1", "9999", "x", "２０２６"])
def test_a_year_that_is_none_leads_to_one_that_is(desk, year):
    for name in ("list", "counts", "counts_file"):
        assert desk.get(at(name), {"year": year}).status_code == 200


def test_talks_are_counted_by_kind_theme_and_minutes_in_each_month(staff):
    record(staff, day=date(2026, 10, 5), minutes=30)
    record(staff, day=date(2026, 11, 5), minutes=10, way=TalkWay.FAX)
    record(staff, day=date(2026, 11, 6), asker_kind=AskerKind.LAWYER, theme=Theme.MONEY, minutes=5)
    record(staff, day=date(2026, 3, 31), minutes=600)
    counted = {
        (table.title, row.heading): (row.months[6], row.months[7], row.total)
        for table in queries.year_counts(Consultation.objects.all(), 2026)
        for row in table.rows
        if row.total
    }
    assert counted == {
        ("相談（件）", "家族・知人"): (1, 1, 2),
        ("相談（件）", "弁護士・司法の関係者"): (0, 1, 1),
        ("おもな内容（件）", "住まい"): (1, 1, 2),
        ("おもな内容（件）", "暮らし・お金"): (0, 1, 1),
        ("方法（件）", "電話"): (1, 1, 2),
        ("方法（件）", "FAX"): (0, 1, 1),
        ("結果（件）", "知りたいことに答えた"): (1, 2, 3),
        ("相談の時間（分）", "家族・知人"): (30, 10, 40),
        ("相談の時間（分）", "弁護士・司法の関係者"): (0, 5, 5),
    }


def test_the_counts_leave_as_a_workbook(desk, staff):
    record(staff, minutes=20)
    record(staff, minutes=25, day=TODAY - timedelta(days=30))
    answer = desk.get(at("counts_file"))
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = {(row[0], row[1]): row[2:] for row in sheet.iter_rows(values_only=True)}
    assert rows["相談（件）", "家族・知人"] == (0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 2)
    assert rows["相談の時間（分）", "合計"][-1] == 45
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_counts_warn_of_small_numbers_as_they_are_set(desk, manager):
    set_small_counts(threshold=8, actor=manager, now=NOW)
    assert "1〜7の数に気をつけてください" in desk.get(at("counts")).text
