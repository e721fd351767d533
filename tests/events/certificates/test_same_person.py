"""Who is one person over several dates, and who only says so: nobody reads another's certificate."""

import pytest
from django.test import Client
from django.urls import reverse

from events import participant_links
from events.certificates.enums import ReissueReason
from events.certificates.models import Certificate
from events.certificates.queries import holders, rule_of
from events.certificates.services.issuing import reissue
from events.models import Application, Participant
from tests.events.certificates.issued import give_rule, issue
from tests.factories.accounts import sign_in
from tests.factories.afterwards import add_people, make_held_event, mark
from tests.factories.events import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice(staff):
    """参加 1 of an agency whose name was typed has a seat on each of two dates."""
    event = make_held_event(people=1, sessions=2)
    give_rule(event, staff=staff)
    return event


def seats(event):
    return list(Participant.objects.filter(session__event=event).order_by("session__starts_at", "id"))


def paper_of(participant):
    return Client().get(reverse("certificates:own", args=[participant_links.token(participant)])).status_code


def test_a_namesake_of_a_typed_agency_with_another_telephone_is_somebody_else(twice, staff, today):
    first, second = seats(twice)
    Application.objects.filter(pk=second.application_id).update(phone="0999-99-9999")
    mark(twice, actor=staff)
    assert len(issue(twice, staff=staff)) == 2
    assert set(Certificate.objects.values_list("participant", flat=True)) == {first.pk, second.pk}


def test_the_same_telephone_written_otherwise_is_the_same_person(twice, staff, today):
    first, second = seats(twice)
    phone = first.application.phone
    Application.objects.filter(pk=second.application_id).update(phone=phone.replace("-", " ー"))
    mark(twice, actor=staff)
    assert len(issue(twice, staff=staff)) == 1
    assert [paper_of(each) for each in (first, second)] == [200, 200]


def test_whoever_typed_a_name_and_was_not_there_reads_nothing_of_its_bearer(twice, staff, today):
    """Name, agency and telephone are all known; there is a certificate that could be given."""
    stranger, bearer = seats(twice)
    mark(twice, actor=staff)
    Participant.objects.filter(pk=stranger.pk).update(attendance="absent")
    page = Client().get(participant_links.path(stranger)).text
    assert "条件がそろっています" not in page
    [made] = issue(twice, staff=staff)
    assert made.participant == bearer
    assert (paper_of(stranger), paper_of(bearer)) == (404, 200)


def test_two_seats_on_one_date_are_one_person_there(staff, today):
    event = make_held_event(people=1, sessions=2)
    first, second = event.sessions.order_by("starts_at")
    add_people(first, 1)
    give_rule(event, staff=staff, measure="all_dates", percent=100)
    mark(event, actor=staff)
    Participant.objects.filter(session=second).update(attendance="absent")
    [holder] = holders(rule_of(event), now=NOW)
    assert (len(holder.dates), holder.minutes, holder.decision.allowed) == (3, 180, False)


def test_a_name_that_is_corrected_on_one_date_makes_no_second_certificate(twice, staff, today):
    mark(twice, actor=staff)
    [made] = issue(twice, staff=staff)
    other = next(each for each in seats(twice) if each.pk != made.participant_id)
    Participant.objects.filter(pk=other.pk).update(name="参加 壱")
    assert issue(twice, staff=staff) == []
    assert issue(twice, staff=staff, participants={other.pk}) == []
    page = sign_in(Client(), staff).get(reverse("certificate_desk:of_event", args=[twice.pk])).text
    assert page.count("再発行してください") == 1
    assert "発行済み 1人" in page
    again = reissue(
        certificate_id=made.pk,
        holder_name="参加 壱",
        reason=ReissueReason.NAME_CHANGED,
        actor=staff,
        now=NOW,
    )
    assert again.dates == made.dates
    assert issue(twice, staff=staff) == []


def test_without_the_dates_that_are_kept_there_would_be_two(twice, staff, today):
    mark(twice, actor=staff)
    [made] = issue(twice, staff=staff)
    other = next(each for each in seats(twice) if each.pk != made.participant_id)
    Participant.objects.filter(pk=other.pk).update(name="参加 壱")
    Certificate.objects.update(dates=[])
    assert len(issue(twice, staff=staff)) == 1
