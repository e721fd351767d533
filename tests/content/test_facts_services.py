import re
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.enums import PublicRole
from content.facts.limits import CHECK_HOLDS
from content.facts.models import DatedFact
from content.facts.services import CannotBeFollowed, change_fact, confirm_fact, create_fact, replace_value
from content.services import RecordIsGone
from foundation.audit.models import Entry
from foundation.public_pages import version
from tests.beside import Beside
from tests.content.dated import NOW, TODAY, checked_fact, stored_fact
from tests.factories.accounts import make_user
from tests.factories.limits import put_limit

WRITTEN = {
    "key": "units",
    "name": "見本加算",
    "value": "670",
    "unit": "単位/日",
    "valid_from": date(2026, 4, 1),
    "source_title": "見本の資料",
    "source_year": "令和8年度",
}
DUE = date(2027, 11, 25)


@pytest.fixture
def cleared(django_capture_on_commit_callbacks):
    """A function that does something and returns whether the kept public pages were cleared."""

    def clear(deed):
        version.forget()
        before = version.read()
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        return version.read()[1] > before[1]

    return clear


def last_entry():
    entry = Entry.objects.latest("id")
    return entry.verb, entry.actor_id, entry.at, entry.fields


def test_a_new_figure_counts_as_checked_by_who_wrote_it(staff, cleared):
    assert cleared(lambda: create_fact(values=WRITTEN, actor=staff, now=NOW)) is True
    made = DatedFact.objects.get()
    assert (made.checked_on, made.checked_by, made.due_on) == (TODAY, staff, DUE)
    assert made.key == "units"
    assert last_entry() == ("facts.created", staff.pk, NOW, [])
    assert "見本" not in Entry.objects.latest("id").body


def test_how_long_a_check_holds_is_a_limit_that_staff_set(staff, manager):
    put_limit(CHECK_HOLDS, 30, by=manager)
    assert create_fact(values=WRITTEN, actor=staff, now=NOW).due_on == date(2026, 12, 25)


def test_a_correction_is_recorded_by_the_names_of_its_fields_and_leaves_the_key(staff, cleared):
    stored = stored_fact()
    values = WRITTEN | {"key": "other", "value": "671", "source_year": "令和4年度当初"}
    assert cleared(lambda: change_fact(fact_id=stored.pk, values=values, actor=staff, now=NOW)) is True
    stored.refresh_from_db()
    assert (stored.key, stored.value, stored.number) == ("units", "671", 671)
    assert last_entry() == ("facts.changed", staff.pk, NOW, ["valid_from", "value"])


@pytest.mark.parametrize(
    "changed",
    [
        {"value": "671"},
        {"unit": "単位/月"},
        {"valid_from": date(2022, 4, 2)},
        {"valid_until": date(2030, 3, 31)},
        {"source_title": "別の資料"},
        {"source_year": "令和8年度"},
        {"source_url": "https://example.jp/"},
    ],
)
def test_a_corrected_figure_is_checked_by_who_corrected_it(staff, manager, changed):
    stored = checked_fact(manager)
    change_fact(fact_id=stored.pk, values=changed, actor=staff, now=NOW)
    stored.refresh_from_db()
    assert (stored.checked_on, stored.checked_by, stored.due_on) == (TODAY, staff, DUE)


@pytest.mark.parametrize("changed", [{"name": "別の名前"}, {"note": "気をつけてください。"}])
def test_other_words_about_a_figure_leave_its_check_alone(staff, manager, changed):
    stored = checked_fact(manager)
    change_fact(fact_id=stored.pk, values=changed, actor=staff, now=NOW)
    stored.refresh_from_db()
    assert (stored.checked_by, stored.due_on) == (manager, date(2027, 6, 1))


@pytest.mark.parametrize(
    ("chosen", "due"), [(date(2026, 12, 1), date(2026, 12, 1)), (TODAY, DUE), (None, DUE)]
)
def test_who_corrects_a_figure_may_choose_the_day_of_its_next_check(staff, manager, chosen, due):
    stored = checked_fact(manager)
    change_fact(fact_id=stored.pk, values={"value": "671", "due_on": chosen}, actor=staff, now=NOW)
    stored.refresh_from_db()
    assert stored.due_on == due


def test_confirming_sets_who_when_and_the_next_day(staff, cleared):
    stored = stored_fact()
    assert cleared(lambda: confirm_fact(fact_id=stored.pk, actor=staff, now=NOW)) is True
    stored.refresh_from_db()
    assert (stored.checked_on, stored.checked_by, stored.due_on) == (TODAY, staff, DUE)
    assert last_entry()[0] == "facts.confirmed"


def test_a_new_value_closes_the_old_one_and_is_linked_to_it(staff, cleared):
    old = stored_fact(value="200")
    values = WRITTEN | {"value": "300", "name": "別の名前"}
    assert cleared(lambda: replace_value(fact_id=old.pk, values=values, actor=staff, now=NOW)) is True
    old.refresh_from_db()
    new = old.superseded_by
    assert (old.value, old.valid_until) == ("200", date(2026, 3, 31))
    assert (new.key, new.value, new.valid_from, new.valid_until) == ("units", "300", date(2026, 4, 1), None)
    assert (new.checked_by, new.due_on) == (staff, DUE)
    assert last_entry()[0] == "facts.replaced"


@pytest.mark.parametrize("first_day", [date(2022, 4, 1), date(2020, 1, 1)])
def test_a_new_value_that_begins_too_early_changes_nothing(staff, first_day):
    old = stored_fact()
    with pytest.raises(CannotBeFollowed, match="よりあとにしてください"):
        replace_value(fact_id=old.pk, values=WRITTEN | {"valid_from": first_day}, actor=staff, now=NOW)
    assert list(DatedFact.objects.values_list("pk", "valid_until")) == [(old.pk, None)]


def test_a_value_is_followed_once(staff):
    old = stored_fact()
    replace_value(fact_id=old.pk, values=WRITTEN, actor=staff, now=NOW)
    with pytest.raises(CannotBeFollowed, match="もう新しい値があります"):
        replace_value(fact_id=old.pk, values=WRITTEN | {"valid_from": date(2027, 4, 1)}, actor=staff, now=NOW)
    assert DatedFact.objects.count() == 2


def test_a_new_value_does_not_run_into_a_later_one(staff):
    old = stored_fact(valid_until=date(2023, 3, 31))
    stored_fact(valid_from=date(2027, 4, 1))
    with pytest.raises(CannotBeFollowed, match="その日よりあとの値がもうあります"):
        replace_value(fact_id=old.pk, values=WRITTEN, actor=staff, now=NOW)
    assert DatedFact.objects.count() == 2


def test_of_two_who_replace_a_value_at_once_the_second_is_told(transactional_db):
    staff = make_user(roles=[PublicRole.STAFF])
    old = stored_fact()
    later = WRITTEN | {"valid_from": date(2027, 4, 1)}
    with transaction.atomic():
        first = DatedFact.objects.select_for_update().get(pk=old.pk)
        second = Beside(lambda: replace_value(fact_id=old.pk, values=later, actor=staff, now=NOW))
        assert second.waits_for_a_lock() is True
        first.valid_until = date(2026, 3, 31)
        first.save()
        first.superseded_by = stored_fact(valid_from=date(2026, 4, 1))
        first.save()
    second.join()
    assert isinstance(second.error, CannotBeFollowed)


def test_two_who_correct_a_figure_keep_what_each_has_written(transactional_db):
    staff = make_user(roles=[PublicRole.STAFF])
    stored = stored_fact(note="前の注意")
    with transaction.atomic():
        change_fact.__wrapped__(
            fact_id=stored.pk, values={"note": "新しい注意", "value": "680"}, actor=staff, now=NOW
        )
        other = Beside(
            lambda: change_fact(fact_id=stored.pk, values={"name": "直した名前"}, actor=staff, now=NOW)
        )
        assert other.waits_for_a_lock() is True
    other.join()
    assert other.error is None
    stored.refresh_from_db()
    assert (stored.name, stored.note, stored.value, stored.number) == (
        *("直した名前", "新しい注意", "680"),
        680,
    )


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ({"note": "注意"}, {"note"}),
        ({"value": "680"}, {"value", "number", "checked_on", "checked_by_id", "due_on"}),
    ],
)
def test_only_what_changes_is_written(staff, values, written):
    stored = stored_fact()
    with CaptureQueriesContext(connection) as asked:
        change_fact(fact_id=stored.pk, values=values, actor=staff, now=NOW)
    [update] = [each["sql"] for each in asked if each["sql"].startswith('UPDATE "facts_datedfact"')]
    set_part = update[update.index(" SET ") : update.index(" WHERE ")]
    assert {name.strip('"') for name in re.findall(r'"\w+"(?= = )', set_part)} == written


def test_verbs_are_transactions_of_their_own(staff):
    stored = stored_fact()
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        confirm_fact(fact_id=stored.pk, actor=staff, now=NOW)


def test_a_figure_that_somebody_removed_meanwhile_is_said_to_be_gone(staff):
    gone = stored_fact()
    DatedFact.objects.all().delete()
    deeds = [
        lambda: change_fact(fact_id=gone.pk, values={}, actor=staff, now=NOW),
        lambda: confirm_fact(fact_id=gone.pk, actor=staff, now=NOW),
        lambda: replace_value(fact_id=gone.pk, values={"valid_from": TODAY}, actor=staff, now=NOW),
    ]
    for deed in deeds:
        with pytest.raises(RecordIsGone, match="ほかの人が、この項目を消しました。"):
            deed()
