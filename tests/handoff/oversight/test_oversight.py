"""Who gave, read and could read; what a person asks for; and the month that somebody has gone through."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.http import Http404
from django.utils import timezone

from accounts.enums import PrivateRole
from foundation.audit import checkpoints
from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.services.cases import read_identity, stand_in, write_case
from handoff.cases.services.reading import read_case
from handoff.disclosure.enums import BasisKind, Part
from handoff.exceptions import ChangedMeanwhile, Refused
from handoff.machine.enums import Deed, ToldHow
from handoff.machine.services.emergencies import Telling, tell_in_emergency
from handoff.machine.services.reading import read_part
from handoff.oversight.could import BESIDE_PARTS
from handoff.oversight.enums import Answer, RequestKind, ToldWay
from handoff.oversight.jobs import write_checkpoint
from handoff.oversight.models import PersonRequest
from handoff.oversight.rules import MASK
from handoff.oversight.services.requesting import (
    answer_request,
    approve_package,
    enter_request,
    mask_package,
    print_package,
    read_request,
    tell_receiver,
)
from handoff.oversight.services.reviewing import read_month, read_months, tick_month
from handoff.oversight.services.tracing import read_register, read_shared, trace
from handoff.papers.enums import Paper
from handoff.papers.services.printing import print_paper
from tests.factories.cases import (
    CANARIES,
    NOW,
    TODAY,
    acting,
    do,
    fresh,
    make_case,
    make_draft,
    staff_of_agency,
    staff_of_centre,
)
from tests.factories.handoff import make_agency, make_enrolled_user

pytestmark = pytest.mark.django_db
NEXT_MONTH = (NOW.replace(day=1) + timedelta(days=32)).replace(day=5, hour=3)


@pytest.fixture
def given(centre, city, receivers):
    """A request that a city has read, and took back nothing."""
    handoff = make_draft(make_case(centre), city, centre)
    do(handoff, Deed.SUBMIT, centre["worker"])
    do(handoff, Deed.APPROVE, centre["lead"])
    do(handoff, Deed.ACKNOWLEDGE, receivers["coordinator"])
    read_part(handoff_id=handoff.pk, part="need", actor=acting(receivers["coordinator"]), now=NOW)
    return handoff


def register_of(user):
    _, lines = read_register(month=None, actor=acting(user), now=NOW)
    return lines


def test_the_register_is_read_by_those_who_oversee_and_by_both_sides(centre, city, receivers, given):
    other = staff_of_agency(make_agency(name="西の市"))["coordinator"]
    auditor = make_enrolled_user(role=PrivateRole.AUDITOR)
    for user in (centre["lead"], centre["officer"], auditor, receivers["coordinator"]):
        lines = register_of(user)
        assert len(lines) == 3, user
        assert {line.record.receiver_name for line in lines} == {city.name}
        assert {line.record.person_reference for line in lines} == {given.case_reference}
    assert register_of(other) == []
    assert Entry.objects.filter(verb="oversight.register_read").count() == 5


def test_the_asking_side_reads_who_of_the_other_side_read_what(centre, city, receivers, given):
    read_part(handoff_id=given.pk, part="need", actor=acting(centre["worker"]), now=NOW)
    _, lines = read_shared(handoff_id=given.pk, actor=acting(centre["worker"]), now=NOW)
    read = [(line.side, line.person, line.words) for line in lines]
    assert read == [(city.name, "機関 coordinator", Part.NEED.label)]
    # Whoever takes it all as a paper has read it as well.
    reader = acting(receivers["coordinator"])
    print_paper(
        handoff_id=given.pk, paper=Paper.PACKAGE, actor=reader, now=NOW, chosen=frozenset({Part.NEED})
    )
    _, lines = read_shared(handoff_id=given.pk, actor=acting(centre["worker"]), now=NOW)
    assert lines[0].words == f"{Part.NEED.label}（印刷した）"
    with pytest.raises(Http404):
        read_shared(handoff_id=given.pk, actor=acting(receivers["coordinator"]), now=NOW)


def asked(case, centre, *, since=NOW - timedelta(days=1), until=NOW + timedelta(days=1), key="officer"):
    return trace(reference=case, since=since, until=until, actor=acting(centre[key]), now=NOW)


def test_who_could_read_a_case_and_who_did(centre, city, receivers, given):
    other = staff_of_centre()
    stand_in(reference=given.case_reference, reason="休み", actor=acting(other["worker"]), now=NOW)
    found = asked(given.case_reference, centre)
    could = {(each.person, each.why) for each in found.could}
    own = [("worker", "主担当"), ("second", "副担当"), ("lead", "責任者など"), ("worker", "代わりに開いた")]
    assert {(f"センター {key}", why) for key, why in own} <= could
    theirs = {(each.person, each.what) for each in found.could if each.side == city.name}
    parts = (Part.OUTLINE, Part.NEED, Part.IDENTITY)
    assert theirs == {("機関 coordinator", what) for what in (*(part.label for part in parts), BESIDE_PARTS)}
    did = {(each.person, each.words) for each in found.did}
    assert {("機関 coordinator", "渡す書類を読んだ"), ("センター worker", "代わりに開いた")} <= did


def test_what_was_closed_again_could_be_read_until_then(centre, city, receivers, given):
    later = NOW + timedelta(hours=2)
    do(given, Deed.DECLINE, receivers["coordinator"], now=later, code="no_room")
    found = asked(given.case_reference, centre, until=NOW + timedelta(days=9))
    assert {each.time.until for each in found.could if each.side == city.name} == {later}
    after = asked(
        given.case_reference, centre, since=later + timedelta(hours=1), until=NOW + timedelta(days=9)
    )
    assert not [each for each in after.could if each.side == city.name]


def test_what_was_told_in_an_emergency_closes_nothing_that_was_open(centre, city, given):
    telling = Telling(
        ground=BasisKind.PROTECTION_OF_LIFE,
        parts=frozenset({Part.NEED}),
        how=ToldHow.PHONE,
        told_to="救急",
        reason="倒れた",
        key=uuid4(),
    )
    tell_in_emergency(handoff_id=given.pk, telling=telling, actor=acting(centre["lead"]), now=NOW)
    found = asked(given.case_reference, centre, until=NOW + timedelta(days=9))
    open_until = {each.what: each.time.until for each in found.could if each.side == city.name}
    assert open_until[Part.NEED.label] == open_until[Part.OUTLINE.label]


def test_an_enrolment_of_that_time_counts_and_not_one_of_today(centre, given):
    centre["second"].person.enrolments.update(ended_at=NOW - timedelta(hours=5))
    found = asked(given.case_reference, centre)
    assert not [each for each in found.could if each.person == "センター second" and each.time.since > NOW]
    later = asked(given.case_reference, centre, since=NOW - timedelta(hours=4))
    assert "センター second" not in {each.person for each in later.could}


@pytest.mark.parametrize("key", ["worker", "second"])
def test_nobody_else_traces(centre, given, key):
    with pytest.raises(Http404):
        asked(given.case_reference, centre, key=key)


def test_the_month_tells_who_read_what_and_what_is_odd(centre):
    case = make_case(centre)
    worker = acting(centre["worker"])
    at = NOW.replace(hour=3, minute=0)
    read_case(case_id=case.pk, actor=worker, now=at)
    read_identity(case_id=case.pk, actor=worker, now=at)
    first = timezone.localdate(NOW).replace(day=1)
    found = read_month(month=first, actor=acting(centre["lead"]), now=NOW)
    lines = {line.person: (line.readings, line.cases) for line in found.read.people}
    assert lines["センター worker"] == (2, 1)
    assert {line.reference for line in found.read.odd} == {case.reference}
    write_case(case=case, texts={"need": "新しい"}, actor=worker, now=at + timedelta(hours=1))
    again = read_month(month=first, actor=acting(centre["lead"]), now=NOW)
    assert not any("identity_alone" in line.marks for line in again.read.odd)


def test_a_month_is_ticked_off_once_it_is_over_and_once(centre):
    first = timezone.localdate(NOW).replace(day=1)
    lead = acting(centre["lead"])
    with pytest.raises(Refused, match="月が終わってから"):
        tick_month(month=first, note="", actor=lead, now=NOW)
    tick_month(month=first, note="夜に読んだ人に聞いたかなりあ", actor=lead, now=NEXT_MONTH)
    with pytest.raises(Refused, match="もう確かめて"):
        tick_month(month=first, note="", actor=lead, now=NEXT_MONTH)
    read = read_month(month=first, actor=acting(centre["officer"], now=NEXT_MONTH), now=NEXT_MONTH)
    assert (read.note, read.may_tick) == ("夜に読んだ人に聞いたかなりあ", False)
    months = read_months(actor=lead, now=NEXT_MONTH)
    assert [each.first for each in months if each.review] == [first]
    with pytest.raises(Http404):
        tick_month(month=first, note="", actor=acting(centre["officer"]), now=NEXT_MONTH)


def test_the_clock_signs_once_an_hour(centre, settings, tmp_path):
    settings.CHECKPOINT_FOLDER = str(tmp_path)
    make_case(centre)
    write_checkpoint(0)
    (found,) = checkpoints.read_checkpoints()
    assert (found.entries, found.head) == (Entry.objects.count(), Entry.objects.latest("id").hash)


@pytest.fixture
def request_of(centre, given):
    def enter(kind=RequestKind.DISCLOSURE, key="officer"):
        return enter_request(
            reference=given.case_reference,
            kind=kind,
            asked_on=TODAY,
            asked_by="本人かなりあ",
            what="",
            actor=acting(centre[key]),
            now=NOW,
        )

    return enter


def opened_request(request, centre, key="officer"):
    return read_request(request_id=request.pk, actor=acting(centre[key]), now=NOW)


def masked_request(request, centre, *, words=(), whole=(), key="officer"):
    seen = opened_request(request, centre, key).seen
    return mask_package(
        request_id=request.pk, seen=seen, words=words, whole=whole, actor=acting(centre[key]), now=NOW
    )


def test_the_package_holds_all_that_is_held(centre, city, request_of):
    lines = opened_request(request_of(), centre).lines
    text = "\n".join(f"{each['heading']} {each['label']} {each['text']}" for each in lines)
    held = [*CANARIES.values(), "通院の付き添いかなりあ", "ひとりで暮らしたいかなりあ", "お願いかなりあ"]
    for words in [*held, "住まいと通いさき", city.name, "書類を読んだ"]:
        assert words in text


def approved(request, user, *, seen=None):
    seen = read_request(request_id=request.pk, actor=acting(user), now=NOW).seen if seen is None else seen
    return approve_package(request_id=request.pk, seen=seen, actor=acting(user), now=NOW)


def test_nobody_approves_what_was_masked_anew_since_they_read_it(centre, request_of):
    request = request_of()
    masked_request(request, centre, words=["かなりあ町"])
    seen = read_request(request_id=request.pk, actor=acting(centre["lead"]), now=NOW).seen
    officer = acting(centre["officer"])
    again = read_request(request_id=request.pk, actor=officer, now=NOW, is_masked_again=True)
    mask_package(request_id=request.pk, seen=again.seen, words=["通院"], whole=[], actor=officer, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        approved(request, centre["lead"], seen=seen)
    assert fresh(request).approved_at is None


def test_it_leaves_masked_by_one_and_approved_by_another(centre, request_of):
    request = request_of()
    with pytest.raises(Refused, match="承認してから"):
        print_package(request_id=request.pk, actor=acting(centre["officer"]), now=NOW)
    masked = masked_request(request, centre, words=["かなりあ町"], whole=[0])
    assert masked.masked_places == 2
    with pytest.raises(Refused, match="別の人"):
        approved(request, centre["officer"])
    approved(request, centre["lead"])
    _, lines = print_package(request_id=request.pk, actor=acting(centre["officer"]), now=NOW)
    text = "".join(each["text"] for each in lines)
    assert (lines[0]["text"], "かなりあ町" in text, "通院" in text) == (MASK, False, True)
    assert Entry.objects.filter(verb="oversight.package_printed").count() == 1
    with pytest.raises(IntegrityError, match="approved_by_another"), opened(CLOCK, now=NOW):
        PersonRequest.objects.filter(pk=request.pk).update(approved_by=centre["officer"])


def test_masking_again_takes_the_approval_away(centre, request_of):
    request = request_of()
    masked_request(request, centre)
    approved(request, centre["lead"])
    again = read_request(request_id=request.pk, actor=acting(centre["lead"]), now=NOW, is_masked_again=True)
    done = mask_package(
        request_id=request.pk,
        seen=again.seen,
        words=["通院"],
        whole=[],
        actor=acting(centre["lead"]),
        now=NOW,
    )
    assert (done.approved_at, done.masked_places >= 1) == (None, True)


def test_a_package_that_changed_meanwhile_is_not_masked_by_its_old_lines(centre, given, request_of):
    request = request_of()
    seen = opened_request(request, centre).seen
    with opened(CLOCK, now=NOW):
        case = type(given.case).objects.get(pk=given.case_id)
    write_case(case=case, texts={"need": "姉の花子"}, actor=acting(centre["worker"]), now=NOW)
    with pytest.raises(ChangedMeanwhile):
        mask_package(
            request_id=request.pk, seen=seen, words=[], whole=[], actor=acting(centre["officer"]), now=NOW
        )


def test_only_the_privacy_officer_enters_a_request(centre, request_of):
    with pytest.raises(Refused, match="個人情報の責任者"):
        request_of(key="lead")


def test_a_correction_is_told_to_everybody_who_was_given_something(centre, city, request_of):
    request = request_of(RequestKind.CORRECTION)
    officer = acting(centre["officer"])
    read = opened_request(request, centre)
    assert ([agency for agency, _ in read.receivers], read.lines) == ([city], [])
    with pytest.raises(Refused, match="わけ"):
        answer_request(request_id=request.pk, answer=Answer.REFUSED, because="", actor=officer, now=NOW)
    answer_request(request_id=request.pk, answer=Answer.DONE, because="", actor=officer, now=NOW)
    facts = {"told_on": TODAY, "way": ToldWay.PHONE, "actor": officer, "now": NOW}
    tell_receiver(request_id=request.pk, agency_id=city.pk, **facts)
    assert opened_request(request, centre).untold == []
    with pytest.raises(Http404):
        tell_receiver(request_id=request.pk, agency_id=make_agency(name="よそ").pk, **facts)


@pytest.mark.parametrize("key", ["worker", "second"])
def test_who_works_on_a_case_reads_no_request(centre, request_of, key):
    request = request_of()
    with pytest.raises(Http404):
        opened_request(request, centre, key)
    with opened(acting(centre[key]), now=NOW):
        assert list(PersonRequest.objects.all()) == []
