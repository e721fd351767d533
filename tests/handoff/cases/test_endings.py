"""Consents that end soon: the workers of their case are told, once a step, and see it in their list."""

from datetime import timedelta

import pytest
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse

from foundation.mail.models import OutgoingMail
from handoff.access import opened
from handoff.cases.models import EndingNotice
from handoff.cases.services.bases import withdraw_basis
from handoff.cases.services.cases import close_case
from handoff.cases.services.endings import tell_of_endings
from handoff.disclosure.enums import Part
from tests.factories.accounts import sign_in
from tests.factories.cases import NOW, acting, make_basis, make_case, rows
from tests.factories.handoff import make_agency

pytestmark = pytest.mark.django_db
# How many days a consent of the factory still has.
WHOLE = 90


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def case(centre):
    return make_case(centre)


def in_days(left):
    """Return the moment at which a consent of the factory has so many days left."""
    return NOW + timedelta(days=WHOLE - left)


def mails():
    return OutgoingMail.objects.filter(cause__startswith="cases.ending")


def test_the_workers_of_its_case_are_told_once_a_step(centre, agency, case):
    make_basis(case, centre, receivers=[agency])
    counts = []
    for left in (31, 30, 30, 12, 7, 6, 0, -1):
        tell_of_endings(now=in_days(left))
        counts.append(mails().count())
    assert counts == [0, 2, 2, 2, 4, 4, 4, 4]
    assert {mail.to for mail in mails()} == {centre["worker"].email, centre["second"].email}
    assert not any(case.reference in mail.subject + mail.text for mail in mails())


def test_after_a_pause_it_is_told_as_what_it_is_today_and_once(centre, agency, case):
    make_basis(case, centre, receivers=[agency])
    for left in (40, 3, 2):
        tell_of_endings(now=in_days(left))
    assert [notice.days_before for notice in rows(EndingNotice.objects.all())] == [7]
    assert mails().count() == 2


def test_whose_enrolment_has_ended_is_told_nothing(centre, agency, case):
    make_basis(case, centre, receivers=[agency])
    centre["second"].person.enrolments.update(ended_at=NOW)
    tell_of_endings(now=in_days(7))
    assert [mail.to for mail in mails()] == [centre["worker"].email]


def test_what_was_withdrawn_or_closed_is_not_told(centre, agency, case):
    basis = make_basis(case, centre, receivers=[agency])
    withdraw_basis(basis_id=basis.pk, reason="", actor=acting(centre["worker"]), now=NOW)
    closed = make_case(centre)
    make_basis(closed, centre, receivers=[agency])
    close_case(case=closed, actor=acting(centre["worker"]), now=NOW)
    assert tell_of_endings(now=in_days(7)) == 0


def test_what_another_follows_is_not_told(centre, agency, case):
    make_basis(case, centre, receivers=[agency])
    make_basis(case, centre, receivers=[agency], days=WHOLE + 100)
    assert tell_of_endings(now=in_days(7)) == 0


@pytest.mark.parametrize("lack", ["covers", "receiver", "case"])
def test_what_follows_covers_no_less_for_no_fewer(centre, agency, case, lack):
    make_basis(case, centre, receivers=[agency])
    other = {
        "covers": lambda: {"covers": frozenset({Part.NEED}), "receivers": [agency]},
        "receiver": lambda: {"receivers": [make_agency()]},
        "case": lambda: {"receivers": [agency]},
    }[lack]()
    make_basis(make_case(centre) if lack == "case" else case, centre, days=WHOLE + 100, **other)
    assert tell_of_endings(now=in_days(7)) == 1


def test_nobody_but_the_clock_says_that_somebody_was_told(centre, agency, case):
    made = EndingNotice(basis=make_basis(case, centre, receivers=[agency]), days_before=7, told_at=NOW)
    with pytest.raises(ProgrammingError, match="row-level security"), opened(acting(centre["lead"]), now=NOW):
        made.save(force_insert=True)


def test_the_list_says_how_many_days_are_left(centre, agency, case):
    make_basis(case, centre, receivers=[agency], days=7)
    lasting = make_case(centre)
    make_basis(lasting, centre, receivers=[agency], days=7)
    make_basis(lasting, centre, receivers=[make_agency()])
    answer = sign_in(Client(), centre["worker"]).get(reverse("handoff:cases"))
    said = {line.case.pk: line.ends_soon for line in answer.context["lines"]}
    assert said == {case.pk: "あと7日", lasting.pk: ""}
    assert "あと7日" in answer.text
