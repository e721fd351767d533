"""Everybody reads the start-up guide; a municipality ticks its own copy, which no other one ever sees."""

from datetime import date, datetime, timedelta

import pypdfium2
import pytest
from django.test import Client

from directory.services.agencies import merge_agencies
from foundation.audit.models import Entry
from foundation.limits.queries import limit
from outreach.role_sheets.procedures.demo_rows import YEAR
from outreach.role_sheets.procedures.enums import Month, Way
from outreach.role_sheets.procedures.exceptions import ProceduresRefused
from outreach.role_sheets.procedures.limits import COPIES_KEPT
from outreach.role_sheets.procedures.models import StartUpCopy, StartUpStep, StartUpTick
from outreach.role_sheets.procedures.queries import copy_lines
from outreach.role_sheets.procedures.services.copies import begin_copy, forget_copies, tick_step
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.procedures import make_clause, make_start_up

pytestmark = pytest.mark.django_db(transaction=True)

GUIDE, PAPER = "/guides/start-up/", "/guides/start-up/guide.pdf"
OWN, COPY = "/guides/start-up/own/", "/guides/start-up/own/2026/"


@pytest.fixture
def guide(site):
    make_start_up(title="実績をまとめる", month=Month.MARCH)
    make_start_up(title="議会の決議を受ける", month=Month.SEPTEMBER, way=Way.SUPPLEMENT)
    make_clause()
    make_clause(title="出さない条文", is_shown=False)
    return make_start_up()


@pytest.fixture
def inside(guide, city):
    return sign_in(Client(), city[2])


@pytest.fixture
def copy(guide, city, now):
    return begin_copy(agency=city[1], year=2026, actor=city[2], now=now)


def titles(page):
    return [(month.label, [step.title for step, _ in rows]) for month, rows in page.context["months"]]


def test_the_year_runs_from_april_to_march_and_a_way_has_its_own_steps(guide):
    every = Client().get(GUIDE)
    assert titles(every) == [
        ("5月", ["必要な額を見積もる"]),
        ("9月", ["議会の決議を受ける"]),
        ("3月", ["実績をまとめる"]),
    ]
    assert [month for month, _ in titles(Client().get(f"{GUIDE}?way=transfer"))] == ["5月", "3月"]
    assert titles(Client().get(f"{GUIDE}?way=nothing")) == titles(every)
    assert "<title>補正予算を組む｜連携強化事業を" in Client().get(f"{GUIDE}?way=supplement").text
    assert "連携強化事業の資料（令和3年4月1日）" in every.text
    assert ["することの範囲" in every.text, "出さない条文" in every.text] == [True, False]


def test_a_way_for_the_money_leaves_both_ways_of_a_contract_to_choose_from(guide):
    make_start_up(title="入札をする", month=Month.OCTOBER, way=Way.TENDER)
    make_start_up(title="契約を変える", month=Month.OCTOBER, way=Way.AMEND)

    def months(query):
        return dict(titles(Client().get(f"{GUIDE}?{query}"))).get("10月")

    assert months("way=transfer") == ["入札をする", "契約を変える"]
    assert months("way=transfer&way=amend") == ["契約を変える"]
    assert months("way=amend&way=tender") == ["契約を変える"]
    page = Client().get(f"{GUIDE}?way=transfer&way=amend").text
    assert "<title>ほかの財源から流用する、いまの委託契約を変える｜" in page
    assert 'href="/guides/start-up/guide.pdf?way=transfer&amp;way=amend"' in page
    assert 'href="/guides/start-up/?way=transfer&amp;way=tender"' in page


def test_a_copy_is_narrowed_to_the_way_of_the_municipality_on_the_page_and_on_paper(copy, inside, guide):
    query = "?way=transfer"
    page = inside.get(f"{COPY}{query}")
    assert titles(page) == [("5月", ["必要な額を見積もる"]), ("3月", ["実績をまとめる"])]
    assert ["2のうち 0 に印がつきました" in page.text, f'href="{COPY}copy.pdf{query}"' in page.text] == [
        True
    ] * 2
    answer = inside.post(f"{COPY}{query}", {"step": guide.pk, "state": "done"})
    assert answer.url == f"{COPY}{query}#step-{guide.pk}"
    papers = [words_of(inside.get(f"{COPY}copy.pdf{each}").content) for each in ("", query)]
    assert ["補正予算を組むとき" in each for each in papers] == [True, False]
    assert ["進め方：ほかの財源から流用する" in each for each in papers] == [False, True]


def words_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")


def test_the_year_of_the_sample_ends_with_what_comes_before_the_beginning():
    last = [line[2] for line in YEAR if line[0] == Month.MARCH]
    assert last == ["始める日と窓口の担当を決めて、センターと確かめる"]


def test_the_guide_is_printed_for_a_way(guide):
    for address in (PAPER, f"{PAPER}?way=amend"):
        answer = Client().get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_the_printed_guide_is_laid_out_once_for_each_way(guide):
    before = [Client().get(f"{PAPER}?way={way}").content for way in ("", "tender")]
    assert before[0] != before[1]
    type(guide).objects.update(title="ほかのこと")
    again = [Client().get(f"{PAPER}?way={way}&again=1").content for way in ("", "tender", "nothing")]
    assert again == [*before, before[0]]


def test_a_municipality_begins_its_copy_and_ticks_it(guide, inside, city):
    assert inside.get(OWN).url == COPY
    assert "まだ始めていません" in inside.get(COPY).text
    assert inside.get(f"{COPY}copy.pdf").status_code == 404
    inside.post(COPY)
    assert StartUpCopy.objects.get().agency == city[1]
    inside.post(COPY, {"step": guide.pk, "state": "done"})
    inside.post(COPY, {"step": guide.pk, "state": "not_ours"})
    tick = StartUpTick.objects.get()
    assert (tick.step, tick.state, tick.on) == (guide, "not_ours", date(2026, 11, 24))
    assert "3のうち 1 に印がつきました" in inside.get(COPY).text
    assert inside.get(f"{COPY}copy.pdf")["Content-Type"] == "application/pdf"
    inside.post(COPY, {"step": guide.pk, "state": ""})
    assert StartUpTick.objects.count() == 0
    verbs = [each.verb for each in Entry.objects.order_by("id") if each.verb.startswith("procedures")]
    assert verbs == ["procedures.copy_begun", *["procedures.ticked"] * 2, "procedures.unticked"]


def test_another_municipality_sees_its_own_copy_and_nothing_of_this_one(copy, guide, city, other_city, now):
    tick_step(copy=copy, step=guide.pk, state="done", actor=city[2], now=now)
    other = sign_in(Client(), other_city[2])
    assert "まだ始めていません" in other.get(COPY).text
    assert other.get(f"{COPY}copy.pdf").status_code == 404
    other.post(COPY)
    assert "3のうち 0 に印がつきました" in other.get(COPY).text
    for act in (
        lambda: tick_step(copy=copy, step=guide.pk, state="", actor=other_city[2], now=now),
        lambda: begin_copy(agency=city[1], year=2027, actor=other_city[2], now=now),
    ):
        with pytest.raises(ProceduresRefused, match="その市町村の方だけ"):
            act()
    assert StartUpTick.objects.get().copy == copy


def test_who_works_for_no_municipality_finds_no_copy_and_strangers_sign_in(copy, desk):
    home = sign_in(Client(), make_partner(agency=make_agency()))
    for address in (OWN, COPY, f"{COPY}copy.pdf"):
        assert [each.get(address).status_code for each in (home, desk, Client())] == [404, 404, 302]
    assert [each.post(COPY).status_code for each in (home, desk, Client())] == [404, 404, 302]


def test_a_copy_begins_for_this_year_or_the_next(guide, inside, city, now):
    for year, status in ((2025, 404), (2026, 200), (2027, 200), (2028, 404)):
        assert inside.get(f"{OWN}{year}/").status_code == status
    with pytest.raises(ProceduresRefused, match="今年度と来年度"):
        begin_copy(agency=city[1], year=2028, actor=city[2], now=now)
    first = begin_copy(agency=city[1], year=2027, actor=city[2], now=now)
    assert begin_copy(agency=city[1], year=2027, actor=city[2], now=now) == first
    assert inside.get(OWN).url == f"{OWN}2027/"


def test_what_is_no_step_and_no_state_is_refused_in_words(copy, inside, guide):
    for typed, words in (
        ({"step": "0", "state": "done"}, "手引きからなくなりました"),
        ({"step": "x" * 30, "state": "done"}, "手引きからなくなりました"),
        ({"step": guide.pk, "state": "x"}, "出ているものから"),
    ):
        assert words in inside.post(COPY, typed, follow=True).text
    assert StartUpTick.objects.count() == 0


def test_a_step_taken_off_the_guide_stays_where_it_was_ticked(copy, inside, guide, city, now):
    tick_step(copy=copy, step=guide.pk, state="done", actor=city[2], now=now)
    type(guide).objects.update(is_shown=False)
    assert titles(inside.get(COPY)) == [("5月", ["必要な額を見積もる"])]
    assert titles(Client().get(GUIDE)) == []


def test_the_municipality_and_the_desk_count_a_step_taken_off_the_guide_alike(copy, inside, guide, city, now):
    for step in StartUpStep.objects.all():
        tick_step(copy=copy, step=step.pk, state="done", actor=city[2], now=now)
    type(guide).objects.filter(pk=guide.pk).update(is_shown=False)
    (line,) = copy_lines()
    assert (line.copy, line.done, line.left_out, line.total) == (copy, 3, 0, 3)
    assert "3のうち 3 に印がつきました" in inside.get(COPY).text
    tick_step(copy=copy, step=guide.pk, state="", actor=city[2], now=now)
    (line,) = copy_lines()
    assert (line.done, line.total) == (2, 2)
    assert "2のうち 2 に印がつきました" in inside.get(COPY).text


def test_copies_follow_a_merger_and_keep_what_the_kept_agency_said(copy, guide, city, staff, now):
    place, kept, user = city
    merged = make_agency(name="金沢市 福祉課", kind="municipality", municipality=place)
    theirs = make_partner(agency=merged)
    second = make_start_up(title="2つ目")
    tick_step(copy=copy, step=guide.pk, state="done", actor=user, now=now)
    for year in (2026, 2027):
        made = begin_copy(agency=merged, year=year, actor=theirs, now=now)
        for step in (guide, second):
            tick_step(copy=made, step=step.pk, state="not_ours", actor=theirs, now=now)
    merge_agencies(kept=kept, merged=merged, actor=staff, now=now)
    found = StartUpTick.objects.order_by("copy__year", "step").values_list(
        "copy__agency", "copy__year", "step", "state"
    )
    assert sorted(found) == sorted(
        [
            (kept.pk, 2026, guide.pk, "done"),
            (kept.pk, 2026, second.pk, "not_ours"),
            (kept.pk, 2027, guide.pk, "not_ours"),
            (kept.pk, 2027, second.pk, "not_ours"),
        ]
    )
    assert StartUpCopy.objects.count() == 2


def test_a_copy_is_forgotten_so_many_days_after_its_fiscal_year(copy, now):
    first = datetime(2027, 4, 1, tzinfo=now.tzinfo) + timedelta(days=limit(COPIES_KEPT, on=now.date()))
    assert [forget_copies(now=first - timedelta(minutes=1)), forget_copies(now=first)] == [0, 1]
    assert StartUpCopy.objects.count() == 0
    assert Entry.objects.get(verb="procedures.copies_forgotten").fields == ["copies:1"]


def test_lists_ask_as_often_for_three_steps_as_for_one(copy, inside, city, now, count_queries_of):
    counts = []
    for number in range(3):
        step = make_start_up(title=f"すること{number}")
        make_clause(title=f"条文{number}")
        tick_step(copy=copy, step=step.pk, state="done", actor=city[2], now=now)
        counts.append([count_queries_of(inside, GUIDE), count_queries_of(inside, COPY)])
    assert counts[0] == counts[1] == counts[2] == [8, 11]


def test_people_of_a_municipality_find_their_copy_and_their_gaps_from_their_own_page(inside):
    text = inside.get("/my/").text
    assert [f'href="{address}"' in text for address in (OWN, "/guides/gaps/")] == [True, True]
    home = sign_in(Client(), make_partner(agency=make_agency()))
    assert OWN not in home.get("/my/").text
