"""The register of requests about one's own data: the manager's alone, without names, with a last day."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from content.services import RecordIsGone
from foundation.audit.models import Entry
from foundation.public_pages import version
from portal.privacy_requests.models import PrivacyRequest
from portal.privacy_requests.panels import requests_on_the_desk
from portal.privacy_requests.rules import due_on
from portal.privacy_requests.services import change_request
from tests.factories.accounts import sign_in
from tests.factories.shown import mark

RECEIVED = date(2026, 11, 2)
NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


def make_request(**fields):
    known = {
        "kind": "disclosure",
        "way": "letter",
        "received_on": RECEIVED,
        "due_on": due_on(RECEIVED, within=30),
    }
    return PrivacyRequest.objects.create(**known | fields)


@pytest.fixture
def desk(manager):
    return sign_in(Client(), manager)


def written(**fields):
    return {
        "kind": "disclosure",
        "way": "letter",
        "received_on": "令和8年11月2日",
        "due_on": "",
        "answered_on": "",
        "outcome": "",
    } | fields


def test_the_last_day_is_thirty_days_after_receipt(desk):
    assert desk.post("/cms/privacy-requests/new/", written()).status_code == 302
    found = PrivacyRequest.objects.get()
    assert found.due_on == date(2026, 12, 2)
    assert Entry.objects.latest("id").verb == "privacy_requests.request_entered"


def test_saving_says_nothing_of_public_pages_and_leaves_them_alone(desk, django_capture_on_commit_callbacks):
    before = version.read()
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post("/cms/privacy-requests/new/", written(), follow=True)
        entered = PrivacyRequest.objects.get()
        changed = written(way="fax", due_on="令和8年12月2日")
        address = f"/cms/privacy-requests/edit/{entered.pk}/"
        again = desk.post(address, changed | mark(desk, address), follow=True)
    told = [str(message) for each in (answer, again) for message in each.context["messages"]]
    assert all("を保存しました。" in each and "公開ページ" not in each for each in told)
    assert len(told) == 2
    assert version.read() == before
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.fields) == ("privacy_requests.request_changed", ["way"])


def test_an_entry_that_is_gone_is_not_put_back(db):
    request = make_request()
    PrivacyRequest.objects.all().delete()
    with pytest.raises(RecordIsGone):
        change_request(request=request, values={"way": "fax"}, actor=None, now=NOW)
    assert PrivacyRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"outcome": "done"}, "答えた日と結果は、両方とも書いてください。"),
        ({"outcome": "done", "answered_on": "令和8年11月20日"}, "ご本人であることを確かめてから"),
        ({"due_on": "令和8年11月1日"}, "届いた日よりあとにしてください"),
        ({"received_on": "あした"}, ""),
    ],
)
def test_what_cannot_be_is_refused_and_kept_as_typed(desk, fields, words):
    response = desk.post("/cms/privacy-requests/new/", written(**fields))
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert written(**fields)["received_on"] in page
    assert PrivacyRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"outcome": "done"}, "privacy_requests_answer_has_day_and_outcome"),
        ({"answered_on": RECEIVED}, "privacy_requests_answer_has_day_and_outcome"),
        ({"answered_on": RECEIVED, "outcome": "refused"}, "privacy_requests_identity_before_answer"),
        ({"due_on": date(2026, 11, 1)}, "privacy_requests_days_in_order"),
        ({"kind": "other"}, "privacy_requests_kind_is_known"),
        ({"way": ""}, "privacy_requests_way_is_known"),
        (
            {"answered_on": RECEIVED, "identity_checked": True, "outcome": "lost"},
            "privacy_requests_outcome_is_known",
        ),
    ],
)
def test_the_database_keeps_the_rules(db, fields, rule):
    make_request()
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        PrivacyRequest.objects.update(**fields)


def test_whoever_takes_a_request_back_need_not_show_who_they_are(db):
    make_request(answered_on=RECEIVED, outcome="withdrawn")
    assert PrivacyRequest.objects.open().count() == 0


def test_nobody_but_the_manager_sees_the_register(staff, desk):
    make_request()
    assert "P-" in desk.get("/cms/privacy-requests/").content.decode()
    refused = sign_in(Client(), staff).get("/cms/privacy-requests/")
    assert refused.status_code == 302


def test_the_start_page_names_how_many_wait_and_until_when(rf, manager, staff):
    make_request()
    make_request(due_on=date(2030, 1, 1))
    request = rf.get("/cms/")
    request.user = manager
    [row] = requests_on_the_desk(request)
    assert (row.count, row.note) == (2, "いちばん近い期限は12月2日（水）です")
    request.user = staff
    assert requests_on_the_desk(request) == []


def test_three_rows_take_as_many_queries_as_one(desk, django_assert_num_queries):
    make_request()
    desk.get("/cms/privacy-requests/")
    with django_assert_num_queries(13):
        desk.get("/cms/privacy-requests/")
    make_request()
    make_request()
    with django_assert_num_queries(13):
        desk.get("/cms/privacy-requests/")
