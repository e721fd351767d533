"""One list tells what somebody has to check again, of every kind."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from content.facts.models import DatedFact
from foundation.reviews import everything_due
from portal.models import StandardPage
from portal.start_panels import rows_to_review
from tests.factories.accounts import manager, sign_in
from tests.factories.first_site import place_first_site

__all__ = ["manager"]

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
LIST = "/cms/pages-to-check/"


@pytest.fixture
def figure(transactional_db):
    place_first_site()
    return DatedFact.objects.create(
        key="units",
        name="加算の単位",
        value="670",
        unit="単位",
        valid_from=date(2020, 4, 1),
        source_title="報酬の表",
        source_year="令和2年",
        responsible="研修担当",
        due_on=TODAY - timedelta(days=1),
    )


def test_a_figure_and_a_page_that_are_due_stand_on_one_list_with_who_answers_for_them(figure, manager):
    StandardPage.objects.update(review_due_on=TODAY - timedelta(days=2))
    kinds = {row.kind for row in everything_due(TODAY)}
    assert {"ページ", "数字"} <= kinds
    shown = sign_in(Client(), manager).get(LIST).text
    assert "加算の単位：670単位" in shown
    assert "研修担当" in shown
    assert "支援を知る" in shown


def test_what_is_longest_overdue_stands_first_and_what_has_no_day_last(figure):
    figure.key, figure.pk, figure.due_on = "other", None, TODAY - timedelta(days=9)
    figure.save()
    days = [row.due_on for row in everything_due(TODAY)]
    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days == dated + [None] * (len(days) - len(dated))


def test_a_figure_that_is_not_due_is_not_listed(figure):
    DatedFact.objects.update(due_on=TODAY + timedelta(days=1))
    assert [row for row in everything_due(TODAY) if row.title.startswith("加算の単位")] == []


def test_one_kind_can_be_chosen_and_an_unknown_kind_is_every_kind(figure, manager):
    desk = sign_in(Client(), manager)
    shown = desk.get(LIST, {"kind": "数字"}).text
    assert ("加算の単位" in shown, "支援を知る</a>" in shown) == (True, False)
    assert "支援を知る</a>" in desk.get(LIST, {"kind": "なにか"}).text


def test_pages_and_figures_are_not_told_twice_on_the_start_page(figure, manager):
    with CaptureQueriesContext(connection) as asked:
        (row,) = rows_to_review(manager, TODAY)
    for table in (Page._meta.db_table, DatedFact._meta.db_table):
        assert [each["sql"] for each in asked if f'FROM "{table}"' in each["sql"]] == []
    assert row.count == len([each for each in everything_due(TODAY) if each.kind not in {"ページ", "数字"}])


def test_the_list_behind_the_row_of_the_start_page_is_as_long_as_the_row_says(figure, manager):
    StandardPage.objects.update(review_due_on=TODAY - timedelta(days=2))
    (row,) = rows_to_review(manager, TODAY)
    desk = sign_in(Client(), manager)
    page = desk.get(row.url)
    assert row.count > 0
    assert (page.context["count"], page.context["kind"]) == (row.count, "ページと数字のほか")
    assert page.context["count"] < desk.get(LIST).context["count"]


def test_a_day_that_has_passed_is_marked_and_that_of_today_is_not(figure, manager):
    desk = sign_in(Client(), manager)
    shown = desk.get(LIST, {"kind": "数字"}).text
    assert shown.count("過ぎています") == 1
    DatedFact.objects.update(due_on=TODAY)
    assert "過ぎています" not in desk.get(LIST, {"kind": "数字"}).text
