"""What rooms of communities forget: money after seven years, offices and recusals after ten."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.audit.models import Entry
from outreach.study_groups.associations.models import SecretariatPerson, SecretariatTerm
from outreach.study_groups.associations.services.forgetting import forget_secretaries
from outreach.study_groups.committees.models import Appointment, Honorarium
from outreach.study_groups.committees.services.forgetting import forget_money
from outreach.study_groups.meetings.enums import ItemKind
from outreach.study_groups.meetings.models import AgendaItem, Recusal
from outreach.study_groups.meetings.services.forgetting import forget_recusals
from tests.factories.accounts import make_person
from tests.factories.associations import make_association
from tests.factories.committees import make_committee, make_seat, make_term
from tests.factories.groups import make_community
from tests.factories.meetings import make_meeting

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


def test_money_is_forgotten_seven_years_after_it_was_paid_and_the_term_is_not():
    long_ago = TODAY - timedelta(days=2557)
    term = make_term(make_seat(make_committee()), make_person(), since=long_ago - 40 * DAY)
    paid = Honorarium.objects.create(
        appointment=term, on=long_ago - 30 * DAY, fee=8_000, travel=0, paid_on=long_ago
    )
    never = Honorarium.objects.create(appointment=term, on=long_ago - DAY, fee=8_000, travel=0)
    assert forget_money(now=NOW) == 1
    assert Honorarium.objects.get() == paid != never
    assert forget_money(now=NOW + DAY) == 1
    assert [Honorarium.objects.count(), Appointment.objects.count()] == [0, 1]
    assert Entry.objects.filter(verb="group_committees.money_forgotten").count() == 2


def test_who_did_the_work_of_a_secretariat_is_forgotten_after_ten_years_and_the_term_is_not():
    long_ago = TODAY - timedelta(days=3653)
    term = SecretariatTerm.objects.create(
        community=make_association(), since=long_ago - 400 * DAY, until=long_ago, decided_by="第1回総会"
    )
    left = SecretariatPerson.objects.create(
        term=term, person=make_person(), since=term.since, until=long_ago - DAY
    )
    stayed = SecretariatPerson.objects.create(term=term, person=make_person(), since=term.since)
    assert forget_secretaries(now=NOW) == 1
    assert SecretariatPerson.objects.get() == stayed != left
    assert forget_secretaries(now=NOW + DAY) == 1
    assert [SecretariatPerson.objects.count(), SecretariatTerm.objects.count()] == [0, 1]


def test_who_left_the_room_is_forgotten_after_ten_years_and_the_item_is_not(staff):
    meeting = make_meeting(make_community(), by=staff, now=NOW)
    item = AgendaItem.objects.create(
        meeting=meeting, kind=ItemKind.CASE, reference="R8-014", minutes=10, position=1
    )
    Recusal.objects.create(
        item=item,
        person=make_person(),
        stands_as="委員（見本県医師会）",
        recorded_at=NOW - timedelta(days=3653),
    )
    assert forget_recusals(now=NOW) == 0
    assert forget_recusals(now=NOW + timedelta(seconds=1)) == 1
    assert [Recusal.objects.count(), AgendaItem.objects.count()] == [0, 1]


def test_each_night_has_its_job():
    app.perform_import_paths()
    wanted = {f"{room}.forget" for room in ("group_committees", "group_associations", "group_meetings")}
    assert wanted <= app.tasks.keys()
