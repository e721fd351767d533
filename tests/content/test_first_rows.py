"""Words, figures and duties that a new site begins with: loaded with one entry of the audit chain each."""

import pytest

from content.duties.first_duties import DUTIES, load_first_duties_in_transaction
from content.duties.models import Duty
from content.facts.first_facts import load_first_facts_in_transaction
from content.search.queries import search
from content.terms.first_terms import load_first_terms_in_transaction
from content.terms.models import Term
from foundation.audit.models import Entry
from foundation.public_pages import version
from foundation.transactions import NotInTransaction
from tests.content.dated import NOW

LOADERS = {
    "duties.first_loaded": load_first_duties_in_transaction,
    "facts.first_loaded": load_first_facts_in_transaction,
    "terms.first_loaded": load_first_terms_in_transaction,
}


@pytest.mark.parametrize("verb", LOADERS)
def test_what_was_loaded_is_recorded_once_and_clears_the_public_pages(
    db, verb, django_capture_on_commit_callbacks
):
    before = version.read()
    with django_capture_on_commit_callbacks(execute=True):
        LOADERS[verb](now=NOW)
    assert list(Entry.objects.values_list("verb", "actor_id")) == [(verb, None)]
    after = version.read()
    assert after != before
    with django_capture_on_commit_callbacks(execute=True):
        assert LOADERS[verb](now=NOW) == 0
    assert (Entry.objects.count(), version.read()) == (1, after)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", LOADERS)
def test_rows_are_loaded_in_somebody_elses_transaction(verb):
    with pytest.raises(NotInTransaction):
        LOADERS[verb](now=NOW)
    assert Entry.objects.count() == 0


def test_the_first_words_are_found_at_once(db):
    load_first_terms_in_transaction(now=NOW)
    word = Term.objects.filter(is_in_glossary=True).first().word
    assert word in [hit.title for group in search(word).groups for hit in group.hits]


def test_a_duty_that_the_centre_has_changed_stays_as_it_is(db):
    assert load_first_duties_in_transaction(now=NOW) == len(DUTIES)
    Duty.objects.filter(number=1).update(summary="書きかえたことば")
    Duty.objects.get(number=2).delete()
    assert load_first_duties_in_transaction(now=NOW) == 1
    assert Duty.objects.get(number=1).summary == "書きかえたことば"
