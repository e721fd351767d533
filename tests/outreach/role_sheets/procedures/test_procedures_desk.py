"""Keepers write guides in the admin, and say by one press that what stands there is still so."""

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.enums import PublicRole
from foundation.audit.models import Entry
from foundation.limits.queries import limit
from outreach.role_sheets.procedures.limits import REVIEW_HOLDS
from outreach.role_sheets.procedures.models import ModelClause, ProcedureStep, StartUpStep
from outreach.role_sheets.procedures.services.copies import begin_copy, tick_step
from tests.factories.accounts import make_user, sign_in
from tests.factories.paths import make_path
from tests.factories.procedures import make_clause, make_first_steps, make_start_up, make_step
from tests.factories.shown import as_shown
from tests.portal.admin_words import compile_words, english_words

pytestmark = pytest.mark.django_db(transaction=True)

DUE = "/cms/procedures/"
STEPS, YEAR, CLAUSES = "/cms/procedure-steps/", "/cms/start-up-steps/", "/cms/model-clauses/"
TODAY = date(2026, 11, 24)
STEP = {
    "title": "国民健康保険に入る",
    "stage": "first_week",
    "days": "2",
    "person_types": ["elderly", "mental"],
    "office": "市町村の窓口",
    "who": "ご本人",
    "papers": "在所証明書",
    "lead_days": "",
    "lead_note": "",
    "words": "",
    "source": "国民健康保険法第9条",
    "source_year": "昭和33年",
    "responsible": "連携担当",
    "is_shown": "on",
}


def test_keepers_write_a_step_and_that_counts_as_a_check(desk, now):
    assert desk.post(f"{STEPS}new/", STEP).status_code == 302
    made = ProcedureStep.objects.get()
    next_day = TODAY + timedelta(days=limit(REVIEW_HOLDS, on=TODAY))
    assert (made.person_types, made.reviewed_on, made.review_due_on) == (
        ["elderly", "mental"],
        TODAY,
        next_day,
    )
    assert "国民健康保険に入る" in Client().get("/guides/procedures/?kind=mental").text
    assert "/guides/procedures/" in Client().get("/search/?q=国民健康保険").text
    ProcedureStep.objects.update(reviewed_on=date(2025, 1, 1), review_due_on=date(2026, 1, 1))
    one = f"{STEPS}edit/{made.pk}/"
    assert desk.post(one, as_shown(desk, one) | {"words": "急ぎます", "person_types": []}).status_code == 302
    made.refresh_from_db()
    assert (made.words, made.person_types, made.review_due_on) == ("急ぎます", [], next_day)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"days": "-2"}, "入所中は「-20」のように"),
        ({"lead_days": "10"}, "その根拠も書いてください"),
        ({"lead_note": "法律"}, "その根拠も書いてください"),
        ({"source": ""}, "書いてください"),
    ],
)
def test_what_the_database_would_refuse_is_told_in_words(desk, typed, told):
    answer = desk.post(f"{STEPS}new/", STEP | typed)
    assert (answer.status_code, told in answer.text) == (200, True)
    assert ProcedureStep.objects.count() == 0


def test_keepers_write_the_year_and_the_clauses(desk):
    year = {"month": "9", "title": "決議", "who": "財政", "document": "", "way": "supplement", "words": ""}
    year |= {"source": "資料", "source_year": "令和3年", "responsible": "連携担当", "is_shown": "on"}
    clause = {"position": "1", "title": "範囲", "text": "受託者は、調整する。", "why": "役を分ける"}
    clause |= {"responsible": "連携担当", "is_shown": "on"}
    assert [desk.post(f"{YEAR}new/", year).status_code, desk.post(f"{CLAUSES}new/", clause).status_code] == [
        302,
        302,
    ]
    assert (StartUpStep.objects.get().way, ModelClause.objects.get().title) == ("supplement", "範囲")


def test_one_press_says_that_it_still_holds(desk, manager, staff):
    rows = {
        "steps": make_step(review_due_on=TODAY, reviewed_on=None),
        "start-up": make_start_up(review_due_on=None),
        "clauses": make_clause(review_due_on=TODAY, reviewed_on=None),
        "first-steps": make_first_steps(make_path(by=staff, opened_by=manager), review_due_on=None),
    }
    make_step(title="まだ先のこと")
    assert len(desk.get(DUE).context["rows"]) == 4
    for kind, row in rows.items():
        told = desk.post(f"{DUE}confirm/{kind}/{row.pk}/", follow=True).text
        assert f"「{row}」を確かめました。次は令和9年11月24日" in told
    assert desk.get(DUE).context["rows"] == []
    entries = Entry.objects.filter(verb="procedures.confirmed")
    assert [each.fields for each in entries] == [["review_due_on", "reviewed_on"]] * 4


def test_what_is_gone_or_no_kind_cannot_be_confirmed(desk):
    assert "ほかの人が、この項目を消しました" in desk.post(f"{DUE}confirm/steps/9/", follow=True).text
    assert desk.post(f"{DUE}confirm/gaps/9/").status_code == 404
    assert desk.get(f"{DUE}confirm/steps/9/").status_code == 405


def test_the_desk_sees_how_far_each_municipality_is(desk, city, now):
    step = make_start_up()
    copy = begin_copy(agency=city[1], year=2026, actor=city[2], now=now)
    tick_step(copy=copy, step=step.pk, state="done", actor=city[2], now=now)
    (line,) = desk.get(DUE).context["copies"]
    assert (line.copy, line.done, line.left_out, line.total) == (copy, 1, 0, 1)


def test_keepers_alone_find_these_screens(site, partner):
    who = [make_user(roles=[role]) for role in (PublicRole.EDITOR, PublicRole.PREFECTURE)]
    editor, prefecture = (sign_in(Client(), each) for each in who)
    outside = sign_in(Client(), partner)
    for address in (DUE, STEPS, f"{YEAR}new/"):
        assert editor.get(address).status_code == 200
        assert [each.get(address).status_code for each in (outside, Client())] == [302, 302]
        assert prefecture.get(address).status_code in (302, 404)
    assert "市町村のすき間の一覧" not in editor.get(DUE).text


def test_the_screens_are_in_japanese(desk):
    compile_words()
    step = make_step()
    for address in (DUE, STEPS, f"{STEPS}new/", f"{STEPS}edit/{step.pk}/", YEAR, "/cms/first-steps/new/"):
        assert english_words(desk.get(address).text) - {"None"} == set(), address


def test_lists_ask_as_often_for_three_rows_as_for_one(desk, city, now, count_queries_of):
    counts = []
    for number in range(3):
        make_step(title=f"手続き{number}", review_due_on=None)
        make_start_up(title=f"準備{number}", review_due_on=None)
        make_clause(title=f"条文{number}")
        begin_copy(agency=city[1], year=2026 + number % 2, actor=city[2], now=now)
        counts.append([count_queries_of(desk, each) for each in (DUE, STEPS, YEAR)])
    assert counts[0] == counts[1] == counts[2] == [19, 14, 14]
