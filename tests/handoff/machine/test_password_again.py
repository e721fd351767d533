"""A form that was open longer than a password lasts asks for it in itself, and keeps what was typed."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from handoff.disclosure.enums import ReceiverCategory
from handoff.machine.enums import Deed, State
from handoff.machine.models import Emergency
from tests.factories.accounts import PASSWORD
from tests.factories.cases import do, fresh, make_case, make_draft, rows, staff_of_centre
from tests.factories.handoff import make_agency
from tests.handoff.clients import as_, page

pytestmark = pytest.mark.django_db
ASKED = "もう一度パスワードを入れてください"


@pytest.fixture
def centre():
    return staff_of_centre()


@pytest.fixture
def waiting(centre):
    """A request that waits for the lead."""
    city = make_agency(name="見本市", category=ReceiverCategory.MUNICIPALITY)
    handoff = make_draft(make_case(centre), city, centre)
    do(handoff, Deed.SUBMIT, centre["worker"])
    return handoff


@pytest.fixture
def lead(centre):
    """A lead whose password was shown six minutes ago."""
    with time_machine.travel(timezone.now() - timedelta(minutes=6), tick=False):
        return as_(centre["lead"])


def emergency():
    return {
        "key": str(uuid4()),
        "ground": "protection_of_life",
        "parts": ["need"],
        "told_to": "夜間の看護師長かなりあ",
        "how": "phone",
        "reason": "薬がわからないと危ないかなりあ",
    }


def test_what_was_typed_in_an_emergency_is_sent_with_the_password(lead, waiting):
    address, typed = page("emergency", waiting.pk), emergency()
    assert lead.get(address).url.startswith("/accounts/reauthenticate/?next=")
    late = lead.post(address, typed)
    assert (late.status_code, ASKED in late.text, 'type="password"' in late.text) == (422, True, True)
    assert all(typed[name] in late.text for name in ("told_to", "reason", "key"))
    wrong = lead.post(address, typed | {"password_again": "ちがうことば"})
    assert (wrong.status_code, typed["reason"] in wrong.text, "ちがうことば" in wrong.text) == (
        422,
        True,
        False,
    )
    assert rows(Emergency.objects.all()) == []
    assert lead.post(address, typed | {"password_again": PASSWORD}).url == page("detail", waiting.pk)
    assert [each.handoff_id for each in rows(Emergency.objects.all())] == [waiting.pk]


def test_a_deed_that_weighs_much_is_done_with_the_password_in_its_form(lead, waiting):
    address = page("act", waiting.pk, Deed.APPROVE)
    typed = {"seen": fresh(waiting).version, "key": str(uuid4())}
    assert ASKED in lead.post(address, typed).text
    assert fresh(waiting).state == State.APPROVAL
    lead.post(address, typed | {"password_again": PASSWORD})
    assert fresh(waiting).state == State.REQUESTED


def test_a_password_is_tried_ten_times_and_no_more(lead, waiting):
    address, typed = page("emergency", waiting.pk), emergency()
    for _ in range(10):
        lead.post(address, typed | {"password_again": "ちがうことば"})
    refused = lead.post(address, typed | {"password_again": PASSWORD})
    assert "少し待ってから" in refused.text
    assert rows(Emergency.objects.all()) == []
