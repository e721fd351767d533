"""What hangs on no case, and what stands beside a hand-off: gone from database, disk and store of keys."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.enums import PrivateRole
from accounts.models import Person
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.aftercare.models import Review
from handoff.consultation.enums import Topic, Urgency
from handoff.consultation.models import ConsultationRequest
from handoff.consultation.services import Question, answer, ask
from handoff.documents import keeping
from handoff.documents.models import Document
from handoff.incidents.enums import Exemption
from handoff.incidents.models import Incident, Lesson
from handoff.incidents.services.handling import close_incident
from handoff.incidents.services.reading import read_incident, read_lessons
from handoff.machine.enums import Deed
from handoff.machine.models import Handoff, ProvisionRecord, Turn
from handoff.meetings.models import Decision, SupportMeeting
from handoff.models import AgencyCopy, Enrolment
from handoff.oversight.models import MonthlyReview
from handoff.oversight.services.reviewing import read_month, tick_month
from handoff.retention.enums import RecordClass, Unit
from handoff.retention.services.destroying import lines_of
from handoff.sittings.enums import How
from handoff.sittings.models import AgendaLine, Attendance, NumberedCopy, Seat, Sitting
from handoff.talk.enums import Audience
from handoff.talk.models import Message
from handoff.talk.services.talking import say
from handoff.vault import store
from handoff.vault.exceptions import KeyMissing
from tests.factories import incidents, sittings
from tests.factories.cases import NOW, TODAY, acting, do, fresh, make_case, make_draft, rows
from tests.factories.documents import put_down
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.factories.retention import (
    LATER,
    destroy,
    make_ended_case,
    settle,
    wait_until_due,
)
from tests.handoff.meetings.test_meetings import called, written

pytestmark = pytest.mark.django_db


def kept(centre, kind, *, now=LATER):
    """Return what is kept of a class, as whoever leads the centre sees it."""
    actor = acting(centre["lead"], now=now)
    with opened(actor, now=now):
        return [line for line in lines_of(actor, today=timezone.localdate(now)) if line.kind == kind]


def erased(centre, kind):
    """Destroy the one record that is kept of a class."""
    settle(centre, kind)
    wait_until_due()
    (line,) = kept(centre, kind)
    done = destroy(line.record, centre)
    assert done.destroyed_at == LATER
    assert kept(centre, kind) == []
    return line


def gone(key):
    with pytest.raises(KeyMissing):
        store.data_key(key)
    return True


def make_closed_incident(centre):
    found = incidents.report(centre["worker"])
    incidents.judge(found, centre["lead"], criteria=(), exemption=Exemption.NONE)
    incidents.write_items(found, centre["lead"])
    close_incident(incident_id=found.pk, lesson="宛先を二人で見る", actor=acting(centre["lead"]), now=NOW)
    return fresh(found)


def test_a_closed_incident_keeps_number_kind_and_days(centre):
    found = make_closed_incident(centre)
    erased(centre, RecordClass.INCIDENT)
    after = fresh(found)
    assert gone(found.key)
    assert (after.what, after.judgement, after.kind) == (None, None, found.kind)
    assert after.key != found.key
    read = read_incident(incident_id=found.pk, actor=acting(centre["lead"], now=LATER), now=LATER)
    assert ("消去しました" in read.what, {each.text for each in read.items}) == (True, {""})
    # What was learnt has a class of its own.
    ((lesson, text),) = read_lessons(actor=acting(centre["worker"], now=LATER), now=LATER)
    assert text == "宛先を二人で見る"
    erased(centre, RecordClass.LESSON)
    assert gone(lesson.key)
    assert read_lessons(actor=acting(centre["worker"], now=LATER), now=LATER) == []
    assert rows(Incident.objects.all()) == [after]
    assert rows(Lesson.objects.all()) == []


def test_an_incident_of_a_case_goes_with_its_case(centre):
    case = make_case(centre)
    found = incidents.report(centre["worker"], about=case.reference)
    assert fresh(found).case_id == case.pk
    incidents.judge(found, centre["lead"], criteria=(), exemption=Exemption.NONE)
    incidents.write_items(found, centre["lead"])
    close_incident(incident_id=found.pk, lesson="急がない", actor=acting(centre["lead"]), now=NOW)
    assert kept(centre, RecordClass.INCIDENT) == []


def test_a_consultation_about_nobody(centre, city, receivers):
    question = Question(topic=Topic.TROUBLE, urgency=Urgency.SOON, texts={"question": "夜の声かなりあ"})
    found = ask(question=question, agency=city, actor=acting(receivers["hand"]), now=NOW)
    assert kept(centre, RecordClass.CONSULTATION) == []
    actor = acting(centre["worker"])
    answer(request_id=found.pk, texts={"answer": "聞く"}, minutes=10, actor=actor, now=NOW)
    erased(centre, RecordClass.CONSULTATION)
    assert gone(found.key)
    assert rows(ConsultationRequest.objects.all()) == []


def test_a_note_of_a_monthly_review_goes_and_that_it_was_done_stays(centre):
    later = NOW + timedelta(days=40)
    first = TODAY.replace(day=1)
    tick_month(month=first, note="聞いたかなりあ", actor=acting(centre["lead"], now=later), now=later)
    (review,) = rows(MonthlyReview.objects.all())
    settle(centre, RecordClass.REVIEW, 4)
    wait_until_due()
    destroy(review.pk, centre)
    assert gone(review.key)
    read = read_month(month=first, actor=acting(centre["officer"], now=LATER), now=LATER)
    assert (read.note, read.month.review) == ("", fresh(review))


def test_a_sitting_keeps_number_and_day_and_then_seats_go(centre):
    committee = sittings.make_committee(centre)
    sitting = sittings.make_sitting(centre)
    item = sittings.put(make_case(centre), sitting, centre)
    sittings.send(sitting, centre)
    sittings.hold(sitting, centre)
    sittings.minute(sitting, item, centre, committee["chair"], how=How.HERE)
    sittings.step(sitting, "close", centre["lead"])
    assert kept(centre, RecordClass.SEAT) == []
    erased(centre, RecordClass.SITTING)
    for model in (AgendaLine, Attendance, NumberedCopy):
        assert rows(model.objects.all()) == []
    (left,) = rows(Sitting.objects.all())
    assert (left.place, left.number, left.held_on) == ("", sitting.number, sitting.held_on)
    settle(centre, RecordClass.SEAT, 1)
    wait_until_due()
    assert len(kept(centre, RecordClass.SEAT)) == 4
    destroy(kept(centre, RecordClass.SEAT)[0].record, centre)
    assert len(rows(Seat.objects.all())) == 3


def test_whoever_left_long_ago_loses_name_and_login_and_keeps_a_number(centre):
    user = make_enrolled_user(name="去った人", role=PrivateRole.CASE_WORKER, email="gone@example.jp")
    Enrolment.objects.filter(person=user.person).update(ended_at=NOW)
    line = erased(centre, RecordClass.PERSON)
    assert (line.one.about, "去った" in line.reference) == ("去った人", False)
    user.refresh_from_db()
    person = Person.objects.get(pk=user.person_id)
    assert (user.email, user.is_active, person.name) == (None, False, f"消去した人 {person.pk}")
    assert Enrolment.objects.filter(person=person).exists()


def test_a_closed_agency_loses_the_name_of_its_head(centre):
    agency = make_agency(name="閉じた園", head="代表 太郎", closed_on=TODAY)
    erased(centre, RecordClass.AGENCY)
    assert AgencyCopy.objects.get(pk=agency.pk).head == ""


def test_provision_records_go_three_years_after_their_case(centre, city, receivers):
    settle(centre)
    case, _ = make_ended_case(centre, city, receivers)
    wait_until_due()
    assert kept(centre, RecordClass.PROVISION) == []
    destroy(case, centre)
    assert len(rows(ProvisionRecord.objects.all())) > 0
    settle(centre, RecordClass.PROVISION, 3)
    soon = LATER + timedelta(days=3 * 366)
    wait_until_due(now=soon)
    (line,) = kept(centre, RecordClass.PROVISION, now=soon)
    assert line.one.on == timezone.localdate(LATER)
    destroy(line.record, centre, now=soon + timedelta(days=30))
    assert rows(ProvisionRecord.objects.all()) == []


def test_with_the_papers_of_a_handoff_goes_what_other_rooms_wrote_beside_it(centre, city, receivers):
    settle(centre, RecordClass.PACKAGE, 30, Unit.DAYS)
    case = make_case(centre)
    handoff = make_draft(case, city, centre)
    other = make_draft(case, make_agency(name="ほかの市"), centre)
    lead, worker = centre["lead"], centre["worker"]
    beside = put_down(case.pk, worker, handoff_id=handoff.pk)
    of_case = put_down(case.pk, worker)
    for each in (handoff, other):
        say(handoff_id=each.pk, words="声かなりあ", audience=Audience.INSIDE, form_key=uuid4(),
            actor=acting(worker), now=NOW)  # fmt: skip
    with opened(CLOCK, now=NOW):
        review = Review(case=case, handoff=fresh_of(handoff), key=case.key, held_on=TODAY, period="overlap",
                        outcome="end", written_by=worker, written_at=NOW, changed_at=NOW)  # fmt: skip
        review.seal(contents={"seen": "様子かなりあ"})
        Review.objects.bulk_create([review])
    do(handoff, Deed.SUBMIT, worker)
    do(handoff, Deed.APPROVE, lead)
    do(handoff, Deed.ACKNOWLEDGE, receivers["coordinator"])
    for write in (called, written):
        write(SimpleNamespace(handoff=handoff), worker)
    do(handoff, Deed.DECLINE, receivers["coordinator"], code="no_room", reason="満室かなりあ")
    soon = NOW + timedelta(days=1)
    wait_until_due(now=soon)
    destroy(handoff, centre, now=soon + timedelta(days=30))
    assert {each.pk for each in rows(Document.objects.all())} == {of_case.pk}
    assert {each.handoff_id for each in rows(Message.objects.all())} == {other.pk}
    assert [rows(each.objects.all()) for each in (Review, SupportMeeting, Decision)] == [[], [], []]
    turns = rows(Turn.objects.filter(handoff=handoff.pk))
    assert {(each.reason, each.told_by) for each in turns} == {(None, None)}
    assert len(turns) > 2
    names = {file.name.split(".")[0] for file in keeping.folder().iterdir()}
    assert (str(beside.pk) in names, str(of_case.pk) in names) == (False, True)
    assert fresh(case).unseal("need").startswith("通院")


def fresh_of(handoff):
    return Handoff.objects.get(pk=handoff.pk)
