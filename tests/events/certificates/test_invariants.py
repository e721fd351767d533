"""The database refuses what no service would write."""

import pytest
from django.db import IntegrityError, transaction

from events.certificates.models import Certificate, CertificateRule
from tests.events.certificates.issued import issue, issue_of_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(event, staff):
    return issue(event, staff=staff)[0]


def refused(constraint, **values):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Certificate.objects.update(**values)


def test_one_person_has_one_certificate_that_holds(certificate):
    certificate.pk, certificate.number = None, "Z" * 20
    with pytest.raises(IntegrityError, match="certificates_certificate_one_holds"):
        Certificate.objects.bulk_create([certificate])


def test_a_number_is_as_long_as_it_was_drawn(certificate):
    refused("certificates_certificate_number_is_long", number="ABC")


def test_a_certificate_names_somebody(certificate):
    refused("certificates_certificate_names_somebody", holder_name="")


@pytest.mark.parametrize(
    "values",
    [
        {"state": "revoked"},
        {"state": "revoked", "ended_on": "2026-11-24"},
        {"state": "replaced", "ended_on": "2026-11-24", "reissue_reason": "lost"},
        {"revoke_reason": "other"},
        {"ended_on": "2026-11-24"},
    ],
)
def test_one_that_ended_says_when_and_why(certificate, values):
    refused("certificates_certificate_ended_says_why", **values)


def test_reasons_and_measures_are_known(certificate):
    ended = {"state": "revoked", "ended_on": "2026-11-24"}
    refused("certificates_certificate_revoke_reason_is_known", **ended, revoke_reason="dice")
    refused(
        "certificates_certificate_reissue_reason_is_known",
        reissue_reason="dice",
        **ended,
        revoke_reason="other",
    )
    with pytest.raises(IntegrityError, match="certificates_rule_measure_is_known"):
        CertificateRule.objects.update(measure="dice")


@pytest.mark.parametrize("percent", [0, 101])
def test_a_rule_asks_for_attendance_that_is_possible(certificate, percent):
    with pytest.raises(IntegrityError, match="certificates_rule_asks_for_attendance"):
        CertificateRule.objects.update(least_percent=percent)


@pytest.mark.parametrize("nothing", [{"event": None}, {"participant": None}, {"origin_key": "5-33"}])
def test_one_of_an_event_is_of_somebody_who_took_part_in_it(certificate, nothing):
    refused("certificates_certificate_of_an_event_is_of_somebody_there", **nothing)


def test_one_of_a_course_has_a_key_and_nobody_who_took_part(event, staff):
    [theirs, _] = issue(event, staff=staff)
    ours = Certificate.objects.filter(pk=issue_of_course().pk)
    wrong = ({"origin_key": ""}, {"event": event}, {"participant": theirs.participant})
    for values in wrong:
        with (
            pytest.raises(IntegrityError, match="certificates_certificate_of_a_course_has_a_key"),
            transaction.atomic(),
        ):
            ours.update(**values)


def test_for_one_key_there_is_one_certificate_that_holds():
    certificate = issue_of_course()
    certificate.pk, certificate.number = None, "Z" * 20
    with pytest.raises(IntegrityError, match="certificates_certificate_one_holds_for_its_key"):
        Certificate.objects.bulk_create([certificate])


def test_an_origin_is_known(certificate):
    refused("certificates_certificate_origin_is_known", origin="dice")
