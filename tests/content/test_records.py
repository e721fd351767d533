"""Figures and words in Wagtail's admin, as far as both are the same."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test import Client

from content.duties.first_duties import DUTIES
from content.duties.models import Duty
from content.duties.services import change_duty
from content.facts.models import DatedFact
from content.services import RecordIsGone, save_record
from content.terms.models import Term
from content.terms.rules import sort_key
from foundation.audit.models import Entry
from tests.content.dated import stored_fact, stored_term
from tests.factories.accounts import sign_in
from tests.factories.shown import mark
from tests.portal.admin_words import compile_words, english_words

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
SAYS_IT_IS_GONE = "ほかの人が、この項目を消しました。一覧にもどって、確かめてください。"


@pytest.fixture(scope="module", autouse=True)
def _compiled_words():
    compile_words()


@pytest.fixture
def duty(db):
    return Duty.objects.create(source="業務内容の説明", **DUTIES[0])


@pytest.fixture
def desk(manager):
    return sign_in(Client(), manager)


def html_of(answer):
    """Return the HTML of a screen, also of one that opens inside another and comes as JSON."""
    is_modal = answer.headers["Content-Type"].startswith("application/json")
    return answer.json()["html"] if is_modal else answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/cms/facts/",
        "/cms/facts/results/",
        "/cms/facts/new/",
        "/cms/facts/edit/{fact}/",
        "/cms/facts/usage/{fact}/",
        "/cms/facts_chooser/",
        "/cms/facts_chooser/results/",
        "/cms/facts-to-check/",
        "/cms/facts-to-check/{fact}/new-value/",
        "/cms/terms/",
        "/cms/terms/new/",
        "/cms/terms/edit/{term}/",
    ],
)
def test_screens_hold_no_english(desk, address):
    numbers = {"fact": stored_fact().pk, "term": stored_term("加算", old_words=["割増"]).pk}
    answer = desk.get(address.format(**numbers))
    assert answer.status_code == 200
    shown = {words for words in english_words(html_of(answer)) if "Excel" not in words}
    # Wagtail writes None into the hidden counter of a panel that counts nothing.
    assert shown - ({"None"} if "/edit/" in address else set()) == set()


def test_a_record_that_is_saved_is_said_to_be_saved(desk):
    stored = stored_term("加算", reading="かさん")
    sent = {"word": "加算額", "reading": "かさんがく", "plain": "お金", "kind": "system", "level": "none"}
    answer = desk.post(
        f"/cms/terms/edit/{stored.pk}/", sent | mark(desk, f"/cms/terms/edit/{stored.pk}/"), follow=True
    )
    (told,) = [str(message) for message in answer.context["messages"]]
    assert "「加算額」を保存しました。公開ページには、すぐに出ます。" in told


@pytest.mark.parametrize("place", ["copy", "delete", "history", "usage"])
def test_what_is_not_offered_has_no_address(desk, place):
    stored = stored_term("加算")
    assert desk.get(f"/cms/terms/{place}/{stored.pk}/").status_code == 404


def change_by_service(record, values):
    return change_duty(duty=record, values=values, actor=None, now=NOW)


def save_by_service(record, values):
    return save_record(record=record, values=values, verb="content.record_changed", actor=None, now=NOW)


both_services = pytest.mark.parametrize("save", [change_by_service, save_by_service])


@both_services
def test_what_somebody_else_wrote_meanwhile_stays(duty, save):
    Duty.objects.update(plain_name="ほかの人のことば")
    duty.plain_name = "前のことば"
    save(duty, {"summary": "新しいことば", "brochure_name": duty.brochure_name})
    assert Duty.objects.values_list("plain_name", "summary").get() == ("ほかの人のことば", "新しいことば")
    assert Entry.objects.latest("id").fields == ["summary"]


@both_services
def test_a_row_that_is_gone_is_not_put_back(duty, save):
    Duty.objects.all().delete()
    with pytest.raises(RecordIsGone, match=SAYS_IT_IS_GONE):
        save(duty, {"summary": "新しいことば"})
    assert (Duty.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_new_record_is_stored_and_recorded(db):
    values = {"source": "業務内容の説明"} | DUTIES[0]
    made = save_record(record=Duty(), values=values, verb="content.record_added", actor=None, now=NOW)
    entry = Entry.objects.latest("id")
    assert (Duty.objects.get(), entry.subject_id, entry.fields) == (made, made.pk, sorted(values))


@both_services
def test_saving_is_a_transaction_of_its_own(duty, save):
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        save(duty, {"summary": "新しいことば"})


def written(duty, **fields):
    kept = ("number", "name", "plain_name", "brochure_name", "summary", "legal_words", "source")
    lists = {name: "\n".join(getattr(duty, name)) for name in ("acts", "forms")}
    return {name: getattr(duty, name) for name in kept} | lists | fields


def meanwhile(act):
    """Let somebody else act once, between the reading of a form and its saving."""
    left = [act]

    def reach(execute, sql, params, many, context):
        if "FOR UPDATE" in sql and left:
            left.pop()()
        return execute(sql, params, many, context)

    return connection.execute_wrapper(reach)


def test_a_form_writes_only_what_was_changed_in_it(desk, duty):
    opened = mark(desk, f"/cms/duties/edit/{duty.pk}/")
    with meanwhile(lambda: Duty.objects.update(plain_name="ほかの人のことば")):
        desk.post(f"/cms/duties/edit/{duty.pk}/", written(duty, summary="新しいことば", **opened))
    assert Duty.objects.values_list("plain_name", "summary").get() == ("ほかの人のことば", "新しいことば")


def test_the_forms_of_figures_and_words_write_only_what_was_changed(desk):
    figure, word = stored_fact(), stored_term("加算", reading="かさん")
    days = {"valid_from": "令和4年4月1日", "source_title": "見本の資料", "source_year": "令和4年度当初"}
    days |= {"responsible": "連携担当"}
    sent = {"name": "直した名前", "value": "670", "unit": "単位/日", "key": "units"} | days
    opened = mark(desk, f"/cms/facts/edit/{figure.pk}/")
    with meanwhile(lambda: DatedFact.objects.update(note="ほかの人の注意")):
        assert desk.post(f"/cms/facts/edit/{figure.pk}/", sent | opened).status_code == 302
    assert DatedFact.objects.values_list("name", "note").get() == ("直した名前", "ほかの人の注意")
    sent = {
        "word": "加算",
        "reading": "かさんがく",
        "plain": "見本の説明",
        "kind": "welfare",
        "level": "none",
    }
    opened = mark(desk, f"/cms/terms/edit/{word.pk}/")
    with meanwhile(lambda: Term.objects.update(note="ほかの人の注意")):
        assert desk.post(f"/cms/terms/edit/{word.pk}/", sent | opened).status_code == 302
    assert Term.objects.values_list("reading", "note").get() == ("かさんがく", "ほかの人の注意")
    word.refresh_from_db()
    assert word.sort_key == sort_key("かさんがく")


def test_a_form_whose_row_is_gone_says_so_and_keeps_what_was_typed(desk, duty):
    opened = mark(desk, f"/cms/duties/edit/{duty.pk}/")
    with meanwhile(lambda: Duty.objects.all().delete()):
        answer = desk.post(f"/cms/duties/edit/{duty.pk}/", written(duty, summary="新しいことば", **opened))
    assert SAYS_IT_IS_GONE in html_of(answer)
    assert "新しいことば" in html_of(answer)


def test_a_word_whose_row_is_gone_says_so_too(desk):
    stored = stored_term("加算", reading="かさん")
    sent = {"word": "加算額", "reading": "かさんがく", "plain": "お金", "kind": "system", "level": "none"}
    sent |= mark(desk, f"/cms/terms/edit/{stored.pk}/")
    with meanwhile(lambda: type(stored).objects.all().delete()):
        answer = desk.post(f"/cms/terms/edit/{stored.pk}/", sent)
    assert SAYS_IT_IS_GONE in html_of(answer)
