"""Those who write ask; the manager publishes. Only what was asked for waits."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.publication.models import PublicationRequest
from content.publication.queries import is_asked, requests_waiting
from content.publication.services import NotReady, ask_in_transaction
from foundation.audit.models import Entry
from portal.models import StandardPage
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def draft(new_site):
    page = StandardPage(title="窓を開ける", responsible="かかり", body=[("text", "<p>町を見る。</p>")])
    page.live = False
    new_site.add_child(instance=page)
    page.save_revision()
    return page


def typed(page, **more):
    return {
        "title": page.title,
        "slug": page.slug,
        "responsible": page.responsible,
        "summary": "",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        "tagged_pages-TOTAL_FORMS": "0",
        **more,
    }


def save(client, page, **more):
    return client.post(f"/cms/pages/{page.pk}/edit/", typed(page, **more))


def said(response):
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def test_saving_says_who_publishes_and_asks_for_nothing(client, editor, draft):
    answer = save(sign_in(client, editor), draft)
    assert said(answer) == [
        "「窓を開ける」の下書きを保存しました。",
        "公開は、センター長がします。できあがったら「公開をお願いする」を押してください。",
    ]
    assert not PublicationRequest.objects.exists()


def test_the_button_asks_and_the_manager_finds_it_on_the_start_page(client, editor, manager, draft):
    answer = save(sign_in(client, editor), draft, **{"action-ask": "1"})
    assert said(answer)[1:] == [
        "センター長に、公開をお願いしました。公開されるまで、ほかの人には見えません。"
    ]
    asked = PublicationRequest.objects.get()
    assert (asked.page_id, asked.asked_by) == (draft.pk, editor)
    assert Entry.objects.filter(verb="publication.asked").count() == 1
    start = sign_in(Client(), manager).get("/cms/").content.decode()
    assert "「窓を開ける」を読んで公開する" in start
    assert "編集者Eさんから" in start


def test_a_draft_that_nobody_asked_for_is_not_on_the_managers_start_page(client, manager, draft):
    assert "「窓を開ける」を読んで公開する" not in sign_in(client, manager).get("/cms/").content.decode()


def test_the_manager_has_the_button_to_publish_and_no_button_to_ask(client, editor, manager, draft):
    address = f"/cms/pages/{draft.pk}/edit/"
    mine = sign_in(client, editor).get(address).content.decode()
    theirs = sign_in(Client(), manager).get(address).content.decode()
    assert ('name="action-ask"' in mine, 'name="action-publish"' in mine) == (True, False)
    assert ('name="action-ask"' in theirs, 'name="action-publish"' in theirs) == (False, True)


def test_publishing_answers_and_asking_again_waits_again(editor, draft):
    ask(draft, editor)
    assert is_asked(draft)
    draft.get_latest_revision().publish()
    draft.refresh_from_db()
    assert not is_asked(draft)
    draft.save_revision()
    assert not is_asked(draft)
    ask(draft, editor, now=timezone.now() + dt.timedelta(minutes=1))
    assert [each.page_id for each in requests_waiting()] == [draft.pk]
    assert PublicationRequest.objects.count() == 1


def ask(page, actor, *, now=NOW):
    with transaction.atomic():
        return ask_in_transaction(page=page, actor=actor, now=now)


def test_a_page_without_what_it_needs_is_not_asked_for(editor, draft):
    draft.responsible = ""
    draft.save_revision(clean=False)
    with pytest.raises(NotReady, match="「担当」を直してから、お願いしてください。"):
        ask(draft, editor)
    assert not PublicationRequest.objects.exists()


def test_the_editor_reads_what_is_missing(client, editor, draft):
    answer = save(sign_in(client, editor), draft, responsible="", **{"action-ask": "1"})
    assert said(answer)[1:] == ["まだ、お願いしていません。「担当」を直してから、お願いしてください。"]


def test_a_page_is_asked_for_once(editor, draft):
    ask(draft, editor)
    with pytest.raises(IntegrityError, match="publication_publicationrequest_page_id"):
        PublicationRequest.objects.bulk_create(
            [PublicationRequest(page_id=draft.pk, asked_by=editor, asked_at=NOW)]
        )


@pytest.mark.parametrize("pages", [1, 3])
def test_what_waits_is_one_query(editor, new_site, pages):
    for number in range(pages):
        page = StandardPage(title=f"窓{number}", responsible="かかり", live=False)
        new_site.add_child(instance=page)
        page.save_revision()
        ask(page, editor)
    with CaptureQueriesContext(connection) as captured:
        names = [(each.page.title, each.asked_by.get_full_name()) for each in requests_waiting()]
    assert (len(names), len(captured)) == (pages, 1)
