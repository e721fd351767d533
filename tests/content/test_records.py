"""Figures and words in Wagtail's admin, as far as both are the same."""

import pytest
from django.test import Client

from tests.content.dated import stored_fact, stored_term
from tests.factories.accounts import sign_in
from tests.portal.admin_words import compile_words, english_words


@pytest.fixture(scope="module", autouse=True)
def _compiled_words():
    compile_words()


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
    answer = desk.post(f"/cms/terms/edit/{stored.pk}/", sent, follow=True)
    (told,) = [str(message) for message in answer.context["messages"]]
    assert "「加算額」を保存しました。公開ページには、すぐに出ます。" in told


@pytest.mark.parametrize("place", ["copy", "delete", "history", "usage"])
def test_what_is_not_offered_has_no_address(desk, place):
    stored = stored_term("加算")
    assert desk.get(f"/cms/terms/{place}/{stored.pk}/").status_code == 404
