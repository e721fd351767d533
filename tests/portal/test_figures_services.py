"""From a draft to the public and back; what the database refuses whoever writes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from foundation.audit.models import Entry
from foundation.public_pages import version
from foundation.transactions import NotInTransaction
from portal.figures import first_figures, queries, services
from portal.figures.exceptions import FiguresRefused
from portal.figures.first_figures import FIRST_TABLES, load_first_figures
from portal.figures.models import SmallCounts, StatTable, StatValue
from portal.figures.search import figure_documents
from portal.figures.services import RowPlan
from tests.beside import Beside
from tests.factories.figures import DETAILS, NOW, make_table, somebody

pytestmark = pytest.mark.django_db


def numbers(table):
    return {row.label: row.text for row in queries.shown(table, threshold=5).rows}


def verbs():
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


# From a draft to the public


def test_every_step_is_recorded_without_a_number(manager):
    table = make_table()
    services.take_table_back(table=table, actor=manager, now=NOW)
    names = ("entered", "sent", "verified", "published", "taken_back")
    assert verbs() == [f"figures.table_{name}" for name in names]
    assert not any("23" in "".join(entry.fields) for entry in Entry.objects.all())


def test_a_published_table_names_its_second_person_and_its_days():
    table = make_table()
    assert (table.state, table.entered_by, table.verified_by) == (
        "published",
        somebody("staff"),
        somebody("manager"),
    )
    assert (table.verified_at, table.published_at) == (NOW, NOW)


def test_each_change_of_state_clears_the_public_pages(django_capture_on_commit_callbacks, manager):
    table = make_table(state="verified")
    before = version.read()
    with django_capture_on_commit_callbacks(execute=True):
        services.publish_table(table=table, actor=manager, now=NOW)
    assert version.read() != before


def test_nobody_verifies_what_they_entered(manager):
    table = services.create_table(
        details=DETAILS, rows=[RowPlan("電話", Decimal(23))], actor=manager, now=NOW
    )
    services.send_table(table=table, actor=manager, now=NOW)
    with pytest.raises(FiguresRefused, match="別の人が"):
        services.verify_table(table=table, actor=manager, now=NOW)
    services.verify_table(table=table, actor=somebody("staff"), now=NOW)
    table.refresh_from_db()
    assert table.state == "verified"


def test_of_two_people_one_leads_the_centre(staff):
    table = make_table(state="sent")
    with pytest.raises(FiguresRefused, match="センター長が確認します"):
        services.verify_table(table=table, actor=staff, now=NOW)


def test_nothing_is_published_unverified(manager):
    table = make_table(state="sent")
    with pytest.raises(FiguresRefused, match="確認がすんだ表だけ"):
        services.publish_table(table=table, actor=manager, now=NOW)


def test_a_table_is_changed_as_a_draft_only_and_verified_anew(manager, staff):
    table = make_table()
    change = {"details": {"title": "手紙がふえました"}, "rows": [RowPlan("手紙", Decimal(40))]}
    with pytest.raises(FiguresRefused, match="「直した版を作る」から直してください"):
        services.update_table(table=table, **change, actor=staff, now=NOW)
    services.take_table_back(table=table, actor=manager, now=NOW)
    later = NOW + timedelta(hours=1)
    services.update_table(table=table, **change, actor=staff, now=later)
    table.refresh_from_db()
    assert (table.state, table.verified_by, table.published_at) == ("draft", None, None)
    assert (table.entered_by, table.changed_at, table.slug) == (staff, later, f"2025-{table.pk}")
    assert numbers(table) == {"手紙": "40人"}
    assert Entry.objects.latest("id").fields == ["title", "values"]


def test_words_that_tell_a_hidden_number_are_not_sent():
    with pytest.raises(FiguresRefused, match=r"表では隠す数か、その合計（3）が、文の中に書かれています"):
        make_table([("電話", "23"), ("手紙", "3")], title="手紙は3人でした", state="sent")


@pytest.mark.parametrize("row", [("手紙", "3", "", "前の年も3人"), ("手紙（3人）", "3")])
def test_a_note_or_label_that_tells_a_hidden_number_is_not_sent(row):
    with pytest.raises(FiguresRefused, match="文の中に"):
        make_table([("電話", "23"), row], state="sent")


def test_a_sum_that_the_table_does_not_show_is_not_told_in_its_words():
    rows = [("電話", "23"), ("手紙", "3")]
    with pytest.raises(FiguresRefused, match="合計（26）"):
        make_table(rows, title="相談した方は26人でした", state="sent")
    assert make_table(rows, title="相談した方は26人でした", adds_up=True).state == "published"


def test_a_number_that_became_small_meanwhile_stops_the_publication(manager):
    table = make_table(title="手紙は6人でした", state="verified")
    services.set_small_counts(threshold=7, actor=manager, now=NOW)
    with pytest.raises(FiguresRefused, match="文の中に"):
        services.publish_table(table=table, actor=manager, now=NOW)


def test_numbers_that_do_not_fit_are_refused_and_nothing_is_kept(staff):
    with pytest.raises(FiguresRefused, match="足りない分"):
        make_table(adds_up=True, base_number=40)
    assert StatTable.objects.count() == 0


def test_whether_a_row_counts_people_follows_from_scope_and_unit():
    def protected(**details):
        rows = [("検討会", "3"), ("巡回", "21", "人")]
        table = make_table(rows, state="draft", chart="none", **details)
        return list(table.values.values_list("is_suppressible", flat=True))

    assert protected(unit="人") == [True, True]
    assert protected(unit="回") == [False, True]
    assert protected(scope="national") == [False, False]


def test_a_number_keeps_the_decimal_places_that_were_written():
    rows = [
        ("ケアマネジャー", "90.0"),
        ("相談支援", "86.70"),
        ("年齢", "56.71", "歳"),
        ("件数", "3043", "件"),
    ]
    table = make_table(rows, scope="national", unit="%", chart="none")
    assert list(numbers(table).values()) == ["90.0%", "86.70%", "56.71歳", "3,043件"]


# The threshold


def test_the_manager_sets_how_small_a_number_may_be(manager, django_capture_on_commit_callbacks):
    table = make_table(adds_up=True)
    before = version.read()
    with django_capture_on_commit_callbacks(execute=True):
        services.set_small_counts(threshold=7, actor=manager, now=NOW)
    assert version.read() != before
    assert queries.small_counts_threshold() == 7
    shown = queries.shown(table, threshold=queries.small_counts_threshold())
    assert [row.text for row in shown.rows] == ["非表示", "9人", "非表示"]
    assert Entry.objects.latest("id").fields == ["threshold:7"]


def test_a_threshold_is_refused_while_a_published_table_would_tell_what_it_hides(manager):
    make_table([("電話", "23"), ("手紙", "6")], title="手紙は六人でした")
    make_table([("電話", "23"), ("手紙", "6")], title="電話がいちばん多くなりました")
    with pytest.raises(FiguresRefused, match="公開中の表「手紙は六人でした」の文の中に"):
        services.set_small_counts(threshold=7, actor=manager, now=NOW)
    assert (queries.small_counts_threshold(), SmallCounts.objects.count()) == (5, 0)
    services.set_small_counts(threshold=6, actor=manager, now=NOW)
    assert queries.small_counts_threshold() == 6


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_published_meanwhile_refuses_the_threshold_too(manager):
    table = make_table([("電話", "23"), ("手紙", "6")], title="手紙は6人でした", state="verified")
    with transaction.atomic():
        services.publish_table.__wrapped__(table=table, actor=manager, now=NOW)
        setting = Beside(lambda: services.set_small_counts(threshold=7, actor=manager, now=NOW))
        assert setting.waits_for_a_lock() is True
    setting.join()
    assert isinstance(setting.error, FiguresRefused)
    assert queries.small_counts_threshold() == 5


def test_the_threshold_takes_as_many_queries_for_three_tables_as_for_one(manager):
    for title in ("一つめ", "二つめ", "三つめ"):
        make_table(title=title)
        services.set_small_counts(threshold=6, actor=manager, now=NOW)
        with CaptureQueriesContext(connection) as asked:
            services.set_small_counts(threshold=7, actor=manager, now=NOW)
        assert len([each for each in asked if "figures_stat" in each["sql"]]) == 2


def test_before_anybody_sets_it_one_to_four_are_hidden():
    assert queries.small_counts_threshold() == 5


def test_no_threshold_below_the_rule_of_publishing(manager):
    with pytest.raises(FiguresRefused, match="5から20まで"):
        services.set_small_counts(threshold=4, actor=manager, now=NOW)


# What is shown


def test_the_base_is_hidden_where_it_is_the_hidden_sum():
    hidden = make_table([("電話", "1"), ("手紙", "5")], base_number=6, base_unit="人", adds_up=True)
    shown = queries.shown(hidden, threshold=5)
    assert [row.text for row in (*shown.rows, shown.total)] == ["非表示"] * 3
    assert shown.base == "非表示"
    assert "6" not in str([words for name, words in shown.facts if name != "いつの数字か"]).replace(
        "2026", ""
    )


def test_a_base_that_is_the_sum_is_as_a_sum_that_is_shown():
    table = make_table([("電話", "23"), ("手紙", "3")], base_number=26, base_unit="人")
    assert numbers(table) == {"電話": "非表示", "手紙": "非表示"}


def test_a_table_without_a_sum_hides_as_much_since_another_may_show_it():
    assert numbers(make_table([("電話", "23"), ("手紙", "3")])) == {"電話": "非表示", "手紙": "非表示"}


def test_the_base_of_a_table_that_adds_up_is_its_sum():
    assert queries.shown(make_table(adds_up=True), threshold=5).base == "表の合計と同じです"


def test_a_number_that_the_source_does_not_give_is_said_to_be_missing():
    table = make_table([("電話", "23"), ("手紙", None)], scope="national")
    assert numbers(table)["手紙"] == "記載なし"
    assert queries.shown(table, threshold=5).base == "回答数は資料に記載なし"


def test_the_search_gets_words_and_no_number_of_a_row():
    make_table(state="verified", title="まだ公開していない表")
    table = make_table([("電話", "23"), ("手紙", "3")])
    [found] = figure_documents()
    assert (found.title, found.url) == (table.title, f"/figures/{table.slug}/")
    assert found.summary == "相談を受けた人の数（令和7年度（2025年度））"
    assert {"電話", "手紙", "令和7年度 事業報告"} <= set(found.texts)
    assert "23" not in "".join(found.texts)


# The first figures


def test_the_first_figures_are_entered_once_and_wait_for_a_second_person():
    assert load_first_figures(actor=None, now=NOW) == len(FIRST_TABLES)
    assert load_first_figures(actor=None, now=NOW) == 0
    assert set(StatTable.objects.values_list("state", flat=True)) == {"sent"}
    assert StatTable.objects.public().count() == 0


def test_what_people_changed_of_the_first_figures_stays(staff):
    load_first_figures(actor=None, now=NOW)
    table = StatTable.objects.get(slug="long-support")
    services.take_table_back(table=table, actor=staff, now=NOW)
    services.update_table(
        table=table,
        details={"title": "直した題名"},
        rows=[RowPlan("理由", Decimal(90))],
        actor=staff,
        now=NOW,
    )
    load_first_figures(actor=None, now=NOW)
    table.refresh_from_db()
    assert (table.title, table.state, table.values.count()) == ("直した題名", "draft", 1)


def test_the_first_figures_say_what_the_survey_says_and_nothing_it_does_not():
    load_first_figures(actor=None, now=NOW)
    found = {table.slug: table for table in StatTable.objects.all()}
    assert numbers(found["follow-up-people"])["IQ相当値（平均）"] == "61.92"
    assert numbers(found["follow-up-survey"]) == {
        "調査をお願いしたセンター": "48センター",
        "答えたセンター": "46センター",
        "回答率": "95.8%",
        "対象となる件数": "3,043件",
        "そのうち調べた件数": "2,783件",
    }
    for slug in ("needed-links", "long-support"):
        assert queries.shown(found[slug], threshold=5).base == "回答数は資料に記載なし"
    assert numbers(found["needed-links"])["ケアマネジャー・地域包括支援センター"] == "90.0%"


def test_the_first_figures_can_be_verified_and_published_by_two_people(manager):
    load_first_figures(actor=None, now=NOW)
    for table in StatTable.objects.all():
        services.verify_table(table=table, actor=manager, now=NOW)
        services.publish_table(table=table, actor=manager, now=NOW)
    assert StatTable.objects.public().count() == len(FIRST_TABLES)


def test_a_step_needs_a_transaction(transactional_db):
    with pytest.raises(NotInTransaction):
        first_figures.load_first_figures_in_transaction(actor=None, now=NOW)


def test_every_published_figure_has_its_source_and_its_year(manager):
    make_table()
    load_first_figures(actor=None, now=NOW)
    for table in StatTable.objects.filter(state="sent"):
        services.verify_table(table=table, actor=manager, now=NOW)
        services.publish_table(table=table, actor=manager, now=NOW)
    public = StatTable.objects.public()
    lacking = public.filter(Q(source_title="") | Q(source_year=None) | Q(fiscal_year=None, as_of=None))
    assert (public.count(), list(lacking)) == (len(FIRST_TABLES) + 1, [])


# What the database refuses


def broken(deed):
    """Return the name of the constraint that a deed runs into."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        deed()
    return error.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"source_title": ""}, "has_a_source"),
        ({"source_year": 20}, "has_a_source"),
        ({"title": ""}, "says_what_of_whom"),
        ({"base_text": ""}, "says_what_of_whom"),
        ({"scope": "national", "fiscal_year": None}, "has_a_time"),
        ({"fiscal_year": None, "as_of": NOW.date()}, "own_counts_by_fiscal_year"),
        ({"unit": "%"}, "own_counts_are_no_shares"),
        ({"base_number": 0}, "base_above_zero"),
        ({"verified_by": None}, "public_only_when_verified"),
        ({"state": "draft", "published_at": None}, "public_only_when_verified"),
        ({"published_at": None}, "public_since"),
        ({"scope": "other"}, "scope_is_known"),
        ({"chart": "pie"}, "chart_is_known"),
    ],
)
def test_a_wrong_table(change, constraint):
    make_table()
    assert broken(lambda: StatTable.objects.update(**change)) == f"figures_stattable_{constraint}"


def test_an_unknown_state():
    make_table(state="draft")
    assert broken(lambda: StatTable.objects.update(state="other")) == "figures_stattable_state_is_known"


def test_one_person_alone():
    table = make_table()
    assert broken(lambda: StatTable.objects.update(verified_by=table.entered_by)) == (
        "figures_stattable_verified_by_a_second_person"
    )


@pytest.mark.parametrize("column", ["source_title", "source_year"])
def test_no_figure_without_a_source(column):
    make_table()
    with pytest.raises(IntegrityError, match=f'null value in column "{column}"'), transaction.atomic():
        StatTable.objects.update(**{column: None})


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"order": 1}, "place_once"),
        ({"label": "電話"}, "label_once"),
        ({"decimals": 4}, "decimals_as_stored"),
        ({"value": Decimal("1.5")}, "people_are_whole"),
        ({"value": Decimal(-1)}, "people_are_whole"),
        ({"unit": "%"}, "people_are_no_shares"),
    ],
)
def test_a_wrong_row(change, constraint):
    make_table()
    deed = StatValue.objects.filter(order=2).update
    assert broken(lambda: deed(**change)) == f"figures_statvalue_{constraint}"


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        ({"pk": 2}, "one_row"),
        ({"threshold": 4}, "threshold_in_range"),
        ({"threshold": 21}, "threshold_in_range"),
    ],
)
def test_a_wrong_threshold(row, constraint):
    setting = SmallCounts(**{"pk": 1} | row)
    assert broken(lambda: SmallCounts.objects.bulk_create([setting])) == f"figures_smallcounts_{constraint}"
