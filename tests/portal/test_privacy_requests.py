"""The register of requests about one's own data: the manager's alone, without names, with a last day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from foundation.audit.models import Entry
from portal.privacy_requests.models import PrivacyRequest
from portal.privacy_requests.panels import requests_on_the_desk
from portal.privacy_requests.rules import due_on
from tests.factories.accounts import sign_in

RECEIVED = date(2026, 11, 2)


def make_request(**fields):
    known = {"kind": "disclosure", "way": "letter", "received_on": RECEIVED, "due_on": due_on(RECEIVED)}
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
    assert Entry.objects.latest("id").verb == "content.record_added"


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
