"""A public figure is corrected by two people while it stays public, and taken away after a question only."""

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.figures.models import StatTable
from portal.figures.services import correct_table, publish_table, send_table, verify_table
from tests.factories.accounts import sign_in
from tests.factories.figures import NOW, make_table, seen, somebody
from tests.factories.shown import mark
from tests.portal.test_figures_desk import TYPED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(centre):
    return sign_in(Client(), somebody("staff"))


@pytest.fixture
def managers_desk(centre):
    return sign_in(Client(), somebody("manager"))


def address(name, table):
    return reverse(f"figures_desk:{name}", args=[table.pk])


def public_numbers():
    return Client().get("/figures/").content.decode()


def correct(desk, table):
    desk.post(address("correct", table))
    correction = table.correction
    desk.post(address("edit", correction), mark(desk, address("edit", correction)) | TYPED)
    return correction


def test_a_digit_is_corrected_while_the_old_one_stays_public_until_a_second_person_has_looked(
    desk, managers_desk
):
    table = make_table()
    was = (table.pk, table.slug)
    begun = desk.post(address("correct", table))
    correction = table.correction
    assert begun.headers["Location"] == address("edit", correction)
    assert [str(each.value) for each in correction.values.all()] == ["23.000", "9.000", "6.000"]
    desk.post(address("edit", correction), mark(desk, address("edit", correction)) | TYPED)
    for deed in ("send", "verify", "publish"):
        desk.post(address(deed, correction), seen(correction))
    assert "1,234人" not in public_numbers()
    assert "<dd>23人</dd>" in public_numbers()
    managers_desk.post(address("verify", correction), seen(correction))
    answer = desk.post(address("publish", correction))
    assert answer.headers["Location"] == address("table", table)
    assert "1,234人" in public_numbers()
    now = StatTable.objects.get()
    assert (now.pk, now.slug) == was
    assert (now.state, now.entered_by, now.verified_by) == (
        "published",
        somebody("staff"),
        somebody("manager"),
    )


def test_the_desk_says_that_a_correction_is_under_way(desk):
    table = make_table()
    correction = correct(desk, table)
    shown = desk.get(address("table", table)).content.decode()
    assert f'<a href="{address("table", correction)}">直した版（下書き）を見る</a>' in shown
    assert "直した版を作る" not in shown
    assert "公開中の表を直した版です" in desk.get(address("table", correction)).content.decode()
    assert "公開中の表を直した版" in desk.get(reverse("figures_desk:list")).content.decode()


def test_there_is_one_correction_of_a_table_and_the_table_itself_is_left_alone(desk):
    table = make_table()
    correct(desk, table)
    desk.post(address("correct", table))
    assert StatTable.objects.filter(replaces=table).count() == 1
    desk.post(address("take_back", table), {"sure": "1"})
    assert desk.get(address("edit", table)).status_code == 303


def test_a_correction_is_given_up_after_a_question(desk):
    table = make_table()
    correction = correct(desk, table)
    asked = desk.post(address("drop", correction))
    assert asked.headers["Location"] == address("drop_sure", correction)
    desk.post(address("drop", correction), {"sure": "1"})
    assert StatTable.objects.get() == table
    assert desk.post(address("drop", table), {"sure": "1"}).status_code == 303
    assert StatTable.objects.get().state == "published"


def test_one_press_takes_no_public_figure_away(desk):
    table = make_table()
    asked = desk.post(address("take_back", table))
    assert asked.headers["Location"] == address("take_back_sure", table)
    assert StatTable.objects.get().state == "published"
    assert "すぐに、だれにも見えなくなります" in desk.get(asked.headers["Location"]).content.decode()
    desk.post(address("take_back", table), {"sure": "1"})
    assert StatTable.objects.get().state == "draft"


def test_a_correction_is_never_public_beside_the_table_it_corrects(desk):
    correction = correct(desk, make_table())
    verified = {"verified_by": somebody("manager"), "verified_at": NOW, "published_at": NOW}
    with pytest.raises(IntegrityError, match="figures_stattable_correction_takes_its_place"):
        StatTable.objects.filter(pk=correction.pk).update(state="published", **verified)


def test_a_correction_writes_nothing_that_is_not_its_own():
    table = make_table()
    manager, staff = somebody("manager"), somebody("staff")
    correction = correct_table(table=table, actor=staff, now=NOW)
    send_table(table=correction, actor=staff, now=NOW)
    verify_table(table=correction, actor=manager, now=NOW)
    with CaptureQueriesContext(connection) as captured:
        publish_table(table=correction, actor=manager, now=NOW)
    written = [query["sql"] for query in captured if query["sql"].startswith('UPDATE "figures_stattable"')]
    assert written
    assert not [sql for sql in written[:1] if '"slug" =' in sql or '"is_sample" =' in sql]


def test_what_was_withdrawn_does_not_come_back_by_its_correction(desk, managers_desk):
    table = make_table()
    correction = correct(desk, table)
    desk.post(address("send", correction))
    managers_desk.post(address("verify", correction), seen(correction))
    managers_desk.post(address("take_back", table), {"sure": "1"})
    text = desk.post(address("publish", correction), follow=True).content.decode()
    assert "もとの表の公開が、とりやめになっています" in text
    assert Client().get(table.get_absolute_url()).status_code == 404
    assert StatTable.objects.filter(state="published").count() == 0
