import pytest
from django.db import IntegrityError, connection, transaction

from content.terms.first_terms import first_terms, load_first_terms_in_transaction
from content.terms.models import Term
from content.terms.services import change_term, create_term
from foundation.audit.models import Entry
from foundation.public_pages import version
from tests.content.dated import NOW, stored_term, term

WRITTEN = {"word": "加算", "reading": "かさん", "plain": "足されるお金", "old_words": []}


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"word": " "}, "has_a_word"),
        ({"reading": ""}, "is_read_in_hiragana"),
        ({"reading": "カサン"}, "is_read_in_hiragana"),
        ({"kind": "other"}, "kind_is_known"),
        ({"level": "loud"}, "level_is_known"),
        ({"level": "replace"}, "warns_about_something"),
        ({"plain": "", "explanation": " "}, "is_explained"),
    ],
)
def test_a_broken_word_is_refused(db, change, constraint):
    stored_term("加算", reading="かさん")
    with pytest.raises(IntegrityError, match=f"terms_term_{constraint}"), transaction.atomic():
        Term.objects.update(**change)


def test_a_word_is_kept_once(db):
    stored_term("加算")
    with pytest.raises(IntegrityError, match="word"), transaction.atomic():
        Term.objects.bulk_create([term("加算")])


def test_a_word_outside_the_glossary_needs_no_explanation(db):
    stored_term("罪に問われた人", old_words=["前科者"], plain="", is_in_glossary=False)
    assert Term.objects.get().sort_key == "ミホン ミホン"


def test_words_are_ordered_by_bytes_and_not_by_the_language_of_the_machine(db):
    for word, reading in [("わ", "わ"), ("蜂", "はち"), ("箸置き", "はしおき"), ("橋", "はし")]:
        stored_term(word, reading=reading)
    assert [each.word for each in Term.objects.all()] == ["橋", "箸置き", "蜂", "わ"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collation_name FROM information_schema.columns"
            " WHERE table_name = 'terms_term' AND column_name = 'sort_key'"
        )
        assert cursor.fetchall() == [("C",)]


def test_a_new_word_is_recorded_and_clears_the_public_pages(editor, django_capture_on_commit_callbacks):
    before = version.read()
    with django_capture_on_commit_callbacks(execute=True):
        made = create_term(values=WRITTEN, actor=editor, now=NOW)
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.actor_id, entry.subject_id) == ("terms.created", editor.pk, made.pk)
    assert "加算" not in entry.body
    assert version.read()[1] > before[1]


def test_a_change_is_recorded_by_the_names_of_its_fields(editor, django_capture_on_commit_callbacks):
    stored = stored_term("加算", reading="かさん")
    before = version.read()
    with django_capture_on_commit_callbacks(execute=True):
        change_term(term_id=stored.pk, values=WRITTEN | {"reading": "がさん"}, actor=editor, now=NOW)
    stored.refresh_from_db()
    assert (stored.reading, stored.sort_key) == ("がさん", "カサン ガサン")
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.fields) == ("terms.changed", ["plain", "reading"])
    assert version.read()[1] > before[1]


def test_verbs_are_transactions_of_their_own(editor):
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        create_term(values=WRITTEN, actor=editor, now=NOW)


def test_the_first_words_are_loaded_once_and_never_written_over(db):
    assert load_first_terms_in_transaction(now=NOW) == len(first_terms())
    assert Term.objects.filter(is_in_glossary=True).count() >= 45
    Term.objects.filter(word="加算").update(plain="書きかえた説明")
    assert load_first_terms_in_transaction(now=NOW) == 0
    assert Term.objects.get(word="加算").plain == "書きかえた説明"
