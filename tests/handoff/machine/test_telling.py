"""Who is told of a turn: once each, and by a mail that says nothing but that something waits."""

import pytest

from foundation.mail.models import OutgoingMail
from handoff.machine.enums import Deed
from handoff.machine.models import Turn
from handoff.machine.services.telling import tell_turn
from tests.factories.cases import (
    NOW,
    do,
    make_case,
    make_draft,
    rows,
    staff_of_agency,
)

pytestmark = pytest.mark.django_db


def told(handoff, deed, user, **words):
    """Do a deed and return who gets a mail of it, however often the job runs."""
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    do(handoff, deed, user, **words)
    turn = rows(Turn.objects.filter(handoff=handoff).order_by("-version"))[0]
    for _ in range(2):
        tell_turn(turn_id=turn.pk, now=NOW)
    new = OutgoingMail.objects.exclude(pk__in=before)
    assert not any(handoff.reference in each.text + each.subject for each in new)
    assert not any("かなりあ" in each.text or "障害" in each.text + each.subject for each in new)
    return sorted(new.values_list("to", flat=True))


def test_each_turn_is_told_to_the_other_side_once_without_a_word_of_it(centre, city):
    people = staff_of_agency(city)
    handoff = make_draft(make_case(centre), city, centre)
    lead, worker, second = (centre[key].email for key in ("lead", "worker", "second"))
    assert told(handoff, Deed.SUBMIT, centre["worker"]) == [lead]
    assert told(handoff, Deed.SEND_BACK, centre["lead"], reason="足りない") == [worker]
    assert told(handoff, Deed.SUBMIT, centre["worker"]) == [lead]
    assert told(handoff, Deed.APPROVE, centre["lead"]) == [people["coordinator"].email]
    assert told(handoff, Deed.ACKNOWLEDGE, people["coordinator"]) == sorted([worker, second])


def test_whoever_has_no_address_gets_no_mail(centre, city):
    people = staff_of_agency(city)
    coordinator = people["coordinator"]
    coordinator.email, coordinator.login_id = None, "madoguchi"
    coordinator.save()
    handoff = make_draft(make_case(centre), city, centre)
    told(handoff, Deed.SUBMIT, centre["worker"])
    assert told(handoff, Deed.APPROVE, centre["lead"]) == []
