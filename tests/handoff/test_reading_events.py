"""A page tells the chain that it was read; whoever only sends a form reads nothing."""

from datetime import timedelta

import pytest

from foundation.audit.models import Entry
from handoff.arrangements.enums import SheetKind
from handoff.incidents.enums import StepKind
from handoff.opinion.enums import LetterDeed
from handoff.oversight.rules import is_reading
from tests.factories.cases import TODAY, make_case, staff_of_centre
from tests.factories.incidents import report
from tests.factories.records import REVIEW, make_world
from tests.handoff.arrangements import test_sheets as sheets
from tests.handoff.clients import as_, day, page
from tests.handoff.consultation import test_consultations as consultations
from tests.handoff.meetings import test_meetings as meetings
from tests.handoff.opinion import test_letters as letters
from tests.handoff.release import test_release_days as days

pytestmark = pytest.mark.django_db


def of_release_day():
    world = make_world()
    plan = days.planned(world)
    return world.worker, page("rewrite_release_day", plan.pk), days.TEXTS | day("day") | {"seen": "3"}


def of_sheet():
    world, kind = make_world(), SheetKind.PACK
    pack = sheets.written(world, kind)
    return world.worker, page("rewrite_sheet", kind, pack.pk), sheets.WORDS[kind] | {"seen": "1"}


def of_letter():
    world = make_world()
    letter = letters.asked(world)
    letters.checked(letter, world.worker)
    return world.lead, page("issue_opinion_letter", letter.pk, LetterDeed.ISSUE), {"seen": "2"}


def of_consultation():
    world = make_world(stage="backup")
    request = consultations.asked(world)
    fields = consultations.REPLY | {"minutes": "20"}
    return world.worker, page("answer_consultation", request.pk), fields


def of_review():
    world = make_world(stage="overlap")
    fields = REVIEW | day("held_on") | {"outcome": "go_on"}
    return world.worker, page("new_review", world.handoff.pk), fields


def of_rhythm():
    world = make_world(stage="overlap")
    fields = {"every_days": "14"} | day("first_on")
    return world.worker, page("rhythm_of_handoff", world.handoff.pk), fields


def of_incident():
    centre = staff_of_centre()
    incident = report(centre["worker"])
    fields = {"kind": StepKind.PERSON_TOLD, "words": "電話した"} | day("done_on")
    return centre["lead"], page("incident_step", incident.pk), fields


def of_card():
    centre = staff_of_centre()
    fields = {"name_1": "みなも", "phone_1": "000-000-0120", "about_1": "話《はな》したいとき"}
    return centre["worker"], page("card", make_case(centre).pk), fields


def of_call():
    world = make_world()
    meeting = meetings.called(world, world.worker)
    fields = meetings.CALL | day("day", TODAY + timedelta(days=5)) | {"seen": "1", "key": meeting.form_key}
    fields |= {"kind": "care", "time": "13:30", "lasts": "60"}
    return world.worker, page("change_meeting", meeting.pk), fields


def of_minutes():
    world = make_world()
    meeting = meetings.written(world, world.worker)
    fields = meetings.SAID | day("held_on") | {"seen": "1", "key": meeting.form_key}
    return world.worker, page("meeting_minutes", meeting.pk), fields


def readings_of(user):
    verbs = Entry.objects.filter(actor_id=user.pk).values_list("verb", flat=True)
    return [verb for verb in verbs if is_reading(verb)]


FORMS = [
    of_release_day, of_sheet, of_letter, of_consultation, of_review, of_rhythm, of_incident, of_card, of_call,
    of_minutes,
]  # fmt: skip


@pytest.mark.parametrize("made", FORMS)
def test_whoever_opens_a_form_reads_and_whoever_sends_it_does_not(made):
    user, address, fields = made()
    client, before = as_(user), readings_of(user)
    assert client.get(address).status_code == 200
    assert len(readings_of(user)) == len(before) + 1
    answer = client.post(address, fields)
    assert (answer.status_code, len(readings_of(user))) == (302, len(before) + 1)


@pytest.mark.parametrize("made", FORMS)
def test_an_empty_form_that_is_sent_shows_nothing_of_what_stands_there(made):
    user, address, _ = made()
    client, before = as_(user), readings_of(user)
    answer = client.post(address)
    assert ("かなりあ" in answer.text, readings_of(user)) == (False, before)
