"""Figures on pages: in the table of the editor's blocks and in templates of ours."""

from datetime import date

import pytest
import time_machine
from django.template import Context, Template
from wagtail.blocks import StructBlockValidationError

from content.blocks import BodyBlock, FactBlock
from content.facts.models import DatedFact
from content.facts.queries import facts_for
from content.facts.templatetags.facts import UnknownFact
from tests.content.dated import NOW, checked_fact, stored_fact

MARK = "この数字は、確かめ直しているところです。"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def current(staff):
    return checked_fact(staff, source_url="https://example.jp/shiryo", note="条件があります。")


def body(*rows):
    table = {"caption": "加算", "rows": [{"name": name, "value": "", "fact": pk} for name, pk in rows]}
    return BodyBlock().to_python([{"type": "facts", "value": table}])


def shown(*rows):
    return "".join(block.render() for block in body(*rows))


def rendered(source, **context):
    return Template("{% load facts %}" + source).render(Context(context))


def test_a_row_shows_value_unit_year_source_and_caution(current):
    html = shown(("グループホーム", current.pk))
    for words in (
        "<dt>グループホーム</dt>",
        "670単位/日",
        "令和4年度当初、出典：",
        '<a href="https://example.jp/shiryo">見本の資料</a>',
        "条件があります。",
    ):
        assert words in html
    assert MARK not in html


def test_a_figure_past_its_check_says_so_on_the_page(current):
    DatedFact.objects.update(due_on=date(2026, 11, 25))
    assert MARK in shown(("加算", current.pk))


def test_a_figure_past_its_last_day_says_so_on_the_page(current):
    DatedFact.objects.update(valid_until=date(2026, 11, 24))
    assert MARK in shown(("加算", current.pk))


def test_a_page_that_chose_the_old_value_shows_the_new_one_from_its_day_on(staff):
    old = checked_fact(staff, valid_until=date(2026, 11, 25))
    checked_fact(staff, value="700", valid_from=date(2026, 11, 26))
    assert "670単位/日" in shown(("加算", old.pk))
    with time_machine.travel(date(2026, 11, 26)):
        assert "700単位/日" in shown(("加算", old.pk))


def test_a_figure_that_begins_later_says_when(db):
    later = stored_fact(valid_from=date(2027, 4, 1))
    html = shown(("加算", later.pk))
    assert "（令和9年4月1日から）" in html
    assert MARK not in html


def test_a_row_whose_figure_is_gone_is_left_out(db):
    assert "<dt>" not in shown(("なくなった数字", 999))


def test_typed_rows_stay_as_they_were(db):
    table = {"caption": "", "rows": [{"name": "会場", "value": "1行\n2行"}]}
    (block,) = BodyBlock().to_python([{"type": "facts", "value": table}])
    assert "1行<br>2行" in block.render()


@pytest.mark.parametrize(("value", "chosen"), [("", False), ("手で書いた値", True)])
def test_a_row_that_says_nothing_or_two_things_is_refused(current, value, chosen):
    block = FactBlock()
    row = block.to_python({"name": "加算", "value": value, "fact": current.pk if chosen else None})
    with pytest.raises(StructBlockValidationError):
        block.clean(row)


def test_a_row_with_a_figure_alone_is_stored_as_its_number(current):
    block = FactBlock()
    row = block.clean(block.to_python({"name": "加算", "value": "", "fact": current.pk}))
    assert block.get_prep_value(row)["fact"] == current.pk


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_reads_three_figures_with_as_few_queries_as_one(db, count, django_assert_num_queries):
    figures = [stored_fact(key=f"figure-{number}", name=f"加算{number}") for number in range(3)]
    with django_assert_num_queries(1):
        html = shown(*((each.name, each.pk) for each in figures[:count]))
    assert html.count("dated-fact__value") == count


def test_a_template_names_a_figure_by_its_key(current):
    html = rendered('{% dated_fact key="units" %}')
    assert "670単位/日" in html
    assert "出典" not in rendered('{% dated_fact key="units" with_source=False %}')


def test_a_template_reads_all_its_figures_in_one_query(current, django_assert_num_queries):
    stored_fact(key="other")
    with django_assert_num_queries(1):
        rendered('{% dated_fact key="units" %}{% dated_fact key="other" %}{% dated_fact key="units" %}')


def test_an_unknown_key_is_found_by_the_tests_and_never_breaks_a_live_page(db, settings):
    with pytest.raises(UnknownFact, match="nothing"):
        rendered('{% dated_fact key="nothing" %}')
    settings.FACTS_STRICT = False
    assert rendered('{% dated_fact key="nothing" %}').strip() == "―"


def test_what_staff_typed_is_escaped(db):
    stored_fact(note="<script>")
    assert "<script>" not in rendered('{% dated_fact key="units" %}')


def test_a_view_reads_the_figures_it_names_in_one_query(current, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert facts_for(["units", "nothing"], date(2026, 11, 25)) == {"units": current}
