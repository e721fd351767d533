"""Two at one questionnaire: who comes second waits, and sees what the first has written."""

from datetime import timedelta

import pytest
from django.db import transaction

from events.models import Event
from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.models import Questionnaire
from events.questionnaires.services.running import close_overdue
from tests.beside import Beside
from tests.events.questionnaires import asked
from tests.factories.afterwards import make_held_event
from tests.factories.events import NOW

pytestmark = pytest.mark.django_db(transaction=True)
LATE = NOW + timedelta(days=11)


def test_whoever_makes_the_second_questionnaire_of_a_date_at_once_is_told(event, staff):
    with transaction.atomic():
        Event.objects.select_for_update(no_key=True).get(pk=event.pk)
        Questionnaire.objects.create(
            number="R8-Q999", event=event, title="先", closes_on=LATE.date(), state="draft", created_by=staff
        )
        second = Beside(lambda: asked.make(event, staff=staff))
        assert second.waits_for_a_lock()
    second.join()
    assert isinstance(second.error, QuestionnaireRefused)
    assert [each.title for each in Questionnaire.objects.all()] == ["先"]


@pytest.mark.parametrize(
    "meanwhile",
    [{"state": "closed", "closed_at": NOW}, {"closes_on": LATE.date()}],
    ids=["closed", "deadline moved"],
)
def test_what_happens_to_one_meanwhile_keeps_no_other_from_closing(event, staff, meanwhile):
    first, other = asked.make(event, staff=staff), asked.make(make_held_event(), staff=staff)
    with transaction.atomic():
        Questionnaire.objects.select_for_update(of=("self",)).get(pk=first.pk)
        Questionnaire.objects.filter(pk=first.pk).update(**meanwhile)
        job = Beside(lambda: close_overdue(now=LATE))
        assert job.waits_for_a_lock()
    job.join()
    assert job.error is None
    assert asked.fresh(first).state == meanwhile.get("state", "open")
    assert asked.fresh(other).state == "closed"
