"""People with attendance of every kind: certificates in the database against an oracle of raw rows."""

from random import Random

import pytest

from events.certificates.models import Certificate
from events.models import Participant
from events.questionnaires.models import Answered
from tests.events.certificates.issued import give_rule, issue
from tests.events.questionnaires import asked
from tests.factories.afterwards import add_people, make_held_event
from tests.whole import as_many_as

pytestmark = pytest.mark.django_db
# 500 people in `make proof`.
EVENTS, GROUPS, GROUP = as_many_as(5, few=2), as_many_as(20, few=8), 5


def test_none_is_issued_below_the_rule_and_none_withheld_above_it(staff):
    chance = Random(500)
    below, withheld, issued = [], [], 0
    for number in range(EVENTS):
        event = make_held_event(people=1, venue=200, agency_cap=None)
        session = event.sessions.get()
        for group in range(GROUPS):
            listed = [f"{number} {group} {place}" for place in range(GROUP)]
            add_people(session, GROUP, names=listed)
        people = list(Participant.objects.filter(session=session))
        for person in people:
            person.attendance = chance.choice(("", "attended", "attended", "absent"))
            person.marked_at = session.ends_at if person.attendance else None
        Participant.objects.bulk_update(people, ["attendance", "marked_at"])
        needs = ["questionnaire"] if number % 2 else []
        give_rule(event, staff=staff, needs=needs)
        questionnaire = asked.make(event, staff=staff)
        answered = {person.pk for person in people if chance.random() < 0.5}
        Answered.objects.bulk_create(
            Answered(questionnaire=questionnaire, participant_id=pk) for pk in answered
        )
        issue(event, staff=staff)
        theirs = set(Certificate.objects.filter(event=event).values_list("participant", flat=True))
        for person in people:
            is_due = person.attendance == "attended" and (not needs or person.pk in answered)
            below += [person] if person.pk in theirs and not is_due else []
            withheld += [person] if is_due and person.pk not in theirs else []
        issued += len(theirs)
    assert (below, withheld) == ([], [])
    assert issued > EVENTS * GROUPS
