"""The demo world of the private door: its own people, and none of the public door's."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from handoff.enums import EnrolmentState
from handoff.models import Enrolment
from portal.demo.people import cast_of

pytestmark = pytest.mark.django_db

# Whoever does not enrol for the centre, and for whom.
AGENCIES = {
    "agency_coordinator": "グループホームみなも",
    "agency_worker": "グループホームみなも",
    "committee_member": "ひいらぎ法律事務所",
    "observer": "石川県 見本福祉課",
    "outsider": "就労継続支援B型とまり木",
}


def test_the_private_door_has_its_own_people_made_once(settings):
    settings.DEMO = True
    call_command("demo_world", verbosity=0)
    people = list(User.objects.order_by("id").values_list("id", "email", "password"))
    assert [email for _, email, _ in people] == [member.email for member in cast_of("private")]
    call_command("demo_world", verbosity=0)
    assert list(User.objects.order_by("id").values_list("id", "email", "password")) == people


def test_everybody_is_enrolled_by_two_others(settings):
    settings.DEMO = True
    call_command("demo_world", verbosity=0)
    today = timezone.localdate()
    enrolments = Enrolment.objects.select_related("person__user", "agency", "invited_by", "approved_by")
    found = {
        each.person.user.email: (each.role, str(each.agency or ""), each.state(today=today))
        for each in enrolments
    }
    assert found == {
        member.email: (member.roles[0], AGENCIES.get(member.key, ""), EnrolmentState.CURRENT)
        for member in cast_of("private")
    }
    assert [
        each for each in enrolments if each.approved_by in (None, each.invited_by, each.person.user)
    ] == []
    call_command("demo_world", verbosity=0)
    assert Enrolment.objects.count() == len(found)
