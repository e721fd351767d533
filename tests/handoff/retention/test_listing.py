"""The night writes down what will be due, takes away what is not, and tells whoever leads, naming nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.mail.models import OutgoingMail
from handoff.retention.enums import RecordClass, Unit
from handoff.retention.models import DueNotice
from handoff.retention.services.listing import list_what_is_due
from tests.factories.cases import NOW, make_case, make_draft, rows
from tests.factories.retention import LISTED, make_closed_case, settle

pytestmark = pytest.mark.django_db


def listed():
    return {(each.kind, each.noticed_on) for each in rows(DueNotice.objects.all())}


def test_what_is_due_is_listed_once_and_told_once(centre):
    settle(centre)
    case = make_closed_case(centre)
    before = OutgoingMail.objects.count()
    assert [list_what_is_due(now=LISTED + timedelta(days=day)) for day in (0, 0, 1)] == [1, 0, 0]
    assert listed() == {(RecordClass.CASE, timezone.localdate(LISTED))}
    (mail,) = OutgoingMail.objects.all()[before:]
    assert mail.to == centre["lead"].email
    assert case.reference not in mail.text + mail.subject


def test_a_longer_period_takes_it_out_of_the_list(centre):
    settle(centre)
    make_closed_case(centre)
    list_what_is_due(now=LISTED)
    settle(centre, amount=10)
    list_what_is_due(now=LISTED)
    assert listed() == set()


def test_a_draft_that_never_left_is_listed_by_its_own_period(centre, city):
    settle(centre, RecordClass.DRAFT, 90, Unit.DAYS)
    make_draft(make_case(centre), city, centre)
    assert list_what_is_due(now=NOW + timedelta(days=59)) == 0
    assert list_what_is_due(now=NOW + timedelta(days=60)) == 1
    assert {kind for kind, _ in listed()} == {RecordClass.DRAFT}
