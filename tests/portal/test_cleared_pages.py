"""Whatever changes on a public page reaches its readers: at once here, within a second in other processes."""

import pytest
from django.db import connection, transaction
from wagtail.models import PageViewRestriction

from foundation.public_pages import (
    SEQUENCE,
    Version,
    clear_public_pages_in_transaction,
    clear_public_pages_on_commit,
)
from foundation.transactions import NotInTransaction
from portal.models import HomePage, StandardPage


def number():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT last_value FROM {SEQUENCE}")
        return cursor.fetchone()[0]


def raised(change):
    """Return by how much a change raises the version."""
    before = number()
    change()
    return number() - before


def test_the_version_rises_when_the_change_is_committed(transactional_db):
    with transaction.atomic():
        assert raised(clear_public_pages_in_transaction) == 0
        before = number()
    assert number() - before == 1


def test_the_version_stays_when_the_change_is_rolled_back(transactional_db):
    before = number()
    with transaction.atomic():
        clear_public_pages_in_transaction()
        transaction.set_rollback(True)
    assert number() == before


def test_a_change_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(NotInTransaction):
        clear_public_pages_in_transaction()


def test_the_version_is_read_once_a_second(db, django_assert_num_queries):
    clock = iter([0.0, 0.0, 0.9, 1.0, 1.0])
    version = Version(lambda: next(clock))
    with django_assert_num_queries(1):
        first = version.read()
        assert version.read() == first
    with django_assert_num_queries(1):
        assert version.read() == first


def test_while_the_database_is_gone_the_last_version_holds(database_gone):
    version = Version(lambda: 0.0)
    assert version.read() is None
    version.number = 7
    version.forget()
    assert version.read() == (1, 7)


def test_published_words_are_read_at_once(client, site, django_capture_on_commit_callbacks):
    about = StandardPage.objects.get(slug="about")
    assert "はじめての方に向けてまとめました" in client.get("/about/").content.decode()
    about.summary = "新しい説明です。"
    about.save_revision().publish()
    # The twin: while the change is not committed, the kept page is given.
    assert "はじめての方に向けてまとめました" in client.get("/about/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        about.save_revision().publish()
    assert "新しい説明です。" in client.get("/about/").content.decode()


@pytest.mark.parametrize("take_away", [lambda page: page.unpublish(), lambda page: page.delete()])
def test_a_page_taken_away_is_gone_at_once(client, site, take_away, django_capture_on_commit_callbacks):
    assert client.get("/about/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        take_away(StandardPage.objects.get(slug="about"))
    assert client.get("/about/").status_code == 404


def test_the_old_address_of_a_moved_page_leads_to_the_new_one(
    client, site, django_capture_on_commit_callbacks
):
    assert client.get("/privacy/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        about = StandardPage.objects.get(slug="about")
        StandardPage.objects.get(slug="privacy").move(about, pos="last-child")
    moved = client.get("/privacy/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/about/privacy/")


def test_a_kept_page_has_all_headers_of_the_page_that_was_made(client, site, django_assert_num_queries):
    made = client.get("/about/")
    with django_assert_num_queries(0):
        kept = client.get("/about/")
    assert dict(kept.headers) == dict(made.headers)
    assert kept.content == made.content
    for name in ("Content-Security-Policy", "X-Frame-Options", "Permissions-Policy", "Referrer-Policy"):
        assert name in kept.headers


def test_a_reader_with_settings_gets_kept_pages_of_their_own(client, site, django_assert_num_queries):
    client.get("/about/")
    client.cookies["viewing"] = "dark"
    assert 'data-theme="dark"' in client.get("/about/").content.decode()
    with django_assert_num_queries(0):
        assert 'data-theme="dark"' in client.get("/about/").content.decode()


def test_signals_of_wagtail_work_outside_a_transaction_too(transactional_db):
    assert raised(clear_public_pages_on_commit) == 1


def test_closing_a_page_clears_what_was_kept_of_it(site, django_capture_on_commit_callbacks):
    home = HomePage.objects.get()
    with django_capture_on_commit_callbacks() as callbacks:
        closed = PageViewRestriction.objects.create(page=home, restriction_type="login")
    assert {each.__name__ for each in callbacks} == {"_raise"}
    with django_capture_on_commit_callbacks() as callbacks:
        closed.delete()
    assert {each.__name__ for each in callbacks} == {"_raise"}
