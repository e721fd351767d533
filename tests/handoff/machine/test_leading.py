"""What leads do beside the deeds: approve afterwards, call, tell in an emergency, settle what opens when."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PrivateRole
from foundation.audit.models import Entry
from foundation.centre.queries import current_centre
from foundation.japanese.business_days import add_business_days
from foundation.mail.models import OutgoingMail
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.disclosure.enums import BasisKind, Part, ReceiverCategory, SafeguardKind, Step
from handoff.exceptions import Refused
from handoff.machine.enums import Deed, Kind, Provision, State, ToldHow
from handoff.machine.inbox import inbox_for
from handoff.machine.models import Call, Emergency, Handoff, ProvisionRecord
from handoff.machine.services.asking import ask_for_approvals
from handoff.machine.services.calls import note_call
from handoff.machine.services.emergencies import Telling, review_emergency, tell_in_emergency
from handoff.machine.services.looking import look_after_all
from handoff.machine.services.profiles import settle_profile
from handoff.machine.services.reading import read_handoff
from handoff.machine.services.writing import Draft, begin_handoff
from handoff.safeguards.enums import Way
from handoff.safeguards.models import Safeguard
from handoff.safeguards.services import confirm_safeguard
from tests.factories.cases import (
    NOW,
    TEXTS,
    TODAY,
    acting,
    do,
    fresh,
    make_basis,
    make_case,
    make_draft,
    rows,
)
from tests.factories.handoff import make_enrolled_user
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def hurried(centre, city, people):
    """A request of suspect support that left without an approval."""
    handoff = make_draft(make_case(centre), city, centre, is_suspect_support=True)
    return do(handoff, Deed.SEND_AT_ONCE, centre["second"], reason="明日、釈放されるため")


def telling(**changes):
    facts = {
        "ground": BasisKind.PROTECTION_OF_LIFE,
        "parts": frozenset({Part.NEED}),
        "how": ToldHow.PHONE,
        "told_to": "夜間の看護師長かなりあ",
        "reason": "薬の名前がわからないと命にかかわるかなりあ",
        "key": uuid4(),
    } | changes
    return Telling(**facts)


def with_pledge(agency, *, basis=None):
    return Draft(
        kind=Kind.COORDINATION,
        performer=agency,
        safeguard=None,
        basis=basis,
        ask="",
        parts=TEXTS,
        with_pledge=True,
    )


def listed(user, *, show="turn", now=NOW):
    actor = acting(user, now=now)
    with opened(actor, now=now):
        return inbox_for(actor, show=show, today=timezone.localdate(now)).lines


def test_what_left_at_once_is_approved_afterwards_by_somebody_else(centre, people, hurried):
    assert fresh(hurried).state == State.REQUESTED
    assert [line.asks_lead for line in listed(centre["lead"])] == [["あとからの承認がまだです"]]
    do(hurried, Deed.ACKNOWLEDGE, people["coordinator"])
    approved = do(hurried, Deed.APPROVE_AFTER, centre["lead"])
    assert (approved.state, approved.approved_by) == (State.REVIEWING, centre["lead"])
    assert listed(centre["lead"]) == []
    with pytest.raises(Refused, match="もう承認されています"):
        do(hurried, Deed.APPROVE_AFTER, centre["lead"])
    # The other side neither reads nor counts what is decided inside.
    shown = read_handoff(handoff_id=hurried.pk, actor=acting(people["coordinator"]), now=NOW).turns
    assert [each.deed for each in shown] == [Deed.SEND_AT_ONCE, Deed.ACKNOWLEDGE]


def test_whoever_sent_it_at_once_does_not_approve_it(centre, city, people):
    handoff = make_draft(make_case(centre), city, centre, is_suspect_support=True)
    do(handoff, Deed.SEND_AT_ONCE, centre["lead"], reason="いそぐため")
    with pytest.raises(Refused, match="別の人が承認"):
        do(handoff, Deed.APPROVE_AFTER, centre["lead"])
    officer = make_enrolled_user(role=PrivateRole.PRIVACY_OFFICER)
    assert do(handoff, Deed.APPROVE_AFTER, officer).approved_by == officer


def test_what_was_declined_before_its_approval_is_still_approved_and_stays_ended(centre, people, hurried):
    ended_at = do(hurried, Deed.DECLINE, people["coordinator"], code="no_room").ended_at
    later = do(hurried, Deed.APPROVE_AFTER, centre["lead"], now=NOW + timedelta(hours=1))
    assert (later.state, later.ended_at) == (State.DECLINED, ended_at)


def asked_for_approval():
    mails = OutgoingMail.objects.filter(cause__startswith="machine.unapproved")
    return [(mail.to, "かなりあ" in mail.text) for mail in mails]


def test_the_next_working_day_asks_the_leads_for_it_once_a_day(centre, hurried):
    closures = current_centre().hours.closures
    days = [add_business_days(TODAY, count, closures) - TODAY for count in (1, 2, 3)]
    ask_for_approvals(now=NOW)
    assert asked_for_approval() == []
    for _ in range(2):
        ask_for_approvals(now=NOW + days[0])
    assert asked_for_approval() == [(centre["lead"].email, False)]
    ask_for_approvals(now=NOW + days[1])
    assert len(asked_for_approval()) == 2
    do(hurried, Deed.APPROVE_AFTER, centre["lead"], now=NOW + days[1])
    ask_for_approvals(now=NOW + days[2])
    assert len(asked_for_approval()) == 2


def test_what_is_over_its_limit_climbs_the_leads_list_and_stays_open(centre, city, people):
    handoff = make_draft(make_case(centre), city, centre)
    do(handoff, Deed.SUBMIT, centre["worker"])
    do(handoff, Deed.APPROVE, centre["lead"])
    do(handoff, Deed.ACKNOWLEDGE, people["coordinator"])
    late = NOW + timedelta(days=40)
    assert listed(centre["lead"]) == []
    look_after_all(now=late)
    (line,) = listed(centre["lead"], now=late)
    assert line.asks_lead == ["期限がすぎています。電話をしてください"]
    assert [each.handoff for each in listed(centre["worker"], show="over", now=late)] == [handoff]
    actor = acting(centre["worker"], now=late)
    note_call(handoff_id=handoff.pk, words="係長かなりあと話した", actor=actor, now=late)
    assert listed(centre["lead"], now=late)[0].called_at == late
    assert fresh(handoff).state == State.REVIEWING
    theirs = acting(people["coordinator"], now=late)
    assert read_handoff(handoff_id=handoff.pk, actor=theirs, now=late).calls == []
    assert listed(people["coordinator"], now=late)[0].called_at is None
    with opened(theirs, now=late):
        assert list(Call.objects.all()) == []
    with pytest.raises(Http404):
        note_call(handoff_id=handoff.pk, words="電話", actor=theirs, now=late)


def test_what_cannot_wait_stands_in_a_list_of_its_own_and_says_why(centre, city, hurried):
    make_draft(make_case(centre), city, centre)
    soon = make_draft(make_case(centre), city, centre, is_urgent=True)
    urgent = {each.handoff: each.handoff.urgency for each in listed(centre["worker"], show="urgent")}
    assert urgent == {fresh(hurried): "被疑者等支援", soon: "いそぎ"}
    do(soon, Deed.WITHDRAW, centre["worker"], reason="まちがい")
    assert [each.handoff for each in listed(centre["worker"], show="urgent")] == [hurried]
    page = as_(centre["worker"]).get(reverse("handoff:inbox"), {"show": "urgent"}).text
    assert (hurried.reference in page, "被疑者等支援" in page) == (True, True)
    assert "被疑者等支援" in as_(centre["worker"]).get(reverse("handoff:detail", args=[hurried.pk])).text


def test_an_emergency_needs_neither_consent_nor_safeguard_and_leaves_its_record(centre, city):
    officer = make_enrolled_user(role=PrivateRole.PRIVACY_OFFICER)
    draft = with_pledge(city, basis=None)
    handoff = begin_handoff(case=make_case(centre), draft=draft, actor=acting(centre["worker"]), now=NOW)
    with pytest.raises(Http404):
        tell_in_emergency(handoff_id=handoff.pk, telling=telling(), actor=acting(centre["worker"]), now=NOW)
    stale = acting(centre["lead"], is_fresh=False)
    with pytest.raises(Refused, match="パスワード"):
        tell_in_emergency(handoff_id=handoff.pk, telling=telling(), actor=stale, now=NOW)
    unwritten = telling(parts=frozenset({Part.RISK}))
    with pytest.raises(Refused, match="書いてある書類"):
        tell_in_emergency(handoff_id=handoff.pk, telling=unwritten, actor=acting(centre["lead"]), now=NOW)
    assert rows(ProvisionRecord.objects.all()) == []
    once = telling()
    for _ in range(2):
        emergency = tell_in_emergency(
            handoff_id=handoff.pk, telling=once, actor=acting(centre["lead"]), now=NOW
        )
    (record,) = rows(ProvisionRecord.objects.all())
    assert (record.kind, record.part, record.basis_kind) == (Provision.TOLD, Part.NEED, "protection_of_life")
    assert (record.receiver_name, record.basis_on) == (city.name, TODAY)
    assert emergency.until == NOW + timedelta(hours=24)
    mails = OutgoingMail.objects.filter(cause__startswith="machine.emergency")
    assert [mail.to for mail in mails] == [officer.email]
    assert Entry.objects.filter(verb="machine.told_in_emergency", subject_key=emergency.pk).count() == 1
    # Telling opens nothing on any screen.
    assert fresh(handoff).state == State.DRAFT


def test_another_person_looks_at_an_emergency_afterwards(centre, city, people):
    handoff = make_draft(make_case(centre), city, centre)
    told = tell_in_emergency(handoff_id=handoff.pk, telling=telling(), actor=acting(centre["lead"]), now=NOW)
    facts = {"handoff_id": handoff.pk, "emergency_id": told.pk, "words": "要るものだけだった"}
    assert listed(centre["lead"])[0].asks_lead == ["緊急の提供を、まだ確かめていません"]
    with pytest.raises(Refused, match="別の人"):
        review_emergency(actor=acting(centre["lead"]), now=NOW, **facts)
    with pytest.raises(Http404):
        review_emergency(actor=acting(centre["worker"]), now=NOW, **facts)
    officer = make_enrolled_user(role=PrivateRole.PRIVACY_OFFICER)
    review_emergency(actor=acting(officer), now=NOW, **facts)
    assert "緊急" not in "".join(listed(centre["lead"], show="all")[0].asks_lead)
    with pytest.raises(Refused, match="もう確かめて"):
        review_emergency(actor=acting(officer), now=NOW, **facts)


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"until": NOW + timedelta(hours=25)}, "machine_emergency_lasts_a_day"),
        ({"ground": BasisKind.CONSENT}, "machine_emergency_has_a_ground"),
        ({"parts": []}, "machine_emergency_tells_known_parts"),
    ],
)
def test_the_database_holds_the_bounds_of_an_emergency(centre, city, changes, broken):
    handoff = make_draft(make_case(centre), city, centre)
    told = tell_in_emergency(handoff_id=handoff.pk, telling=telling(), actor=acting(centre["lead"]), now=NOW)
    with opened(CLOCK, now=NOW), pytest.raises(IntegrityError, match=broken), transaction.atomic():
        Emergency.objects.filter(pk=told.pk).update(**changes)


def test_a_pledge_is_made_ready_with_the_draft_and_binds_once_another_confirmed_it(centre, city):
    case = make_case(centre)
    basis = make_basis(case, centre, receivers=[city])
    draft = Draft(
        kind="coordination",
        performer=city,
        safeguard=None,
        basis=basis,
        ask="",
        parts=TEXTS,
        with_pledge=True,
    )
    handoff = begin_handoff(case=case, draft=draft, actor=acting(centre["worker"]), now=NOW)
    pledge = handoff.safeguard
    assert (pledge.kind, pledge.only_for, pledge.way) == (SafeguardKind.PLEDGE, handoff.reference, Way.PAPER)
    do(handoff, Deed.SUBMIT, centre["worker"])
    with pytest.raises(Refused, match="まだ確かめられていません"):
        do(handoff, Deed.APPROVE, centre["lead"])
    with pytest.raises(Refused, match="別の人"):
        confirm_safeguard(safeguard_id=pledge.pk, actor=acting(centre["worker"]), now=NOW)
    confirm_safeguard(safeguard_id=pledge.pk, actor=acting(centre["second"]), now=NOW)
    assert do(handoff, Deed.APPROVE, centre["lead"]).state == State.REQUESTED


def test_whoever_has_people_here_reads_here_under_a_pledge(centre, city, people):
    draft = with_pledge(city, basis=None)
    handoff = begin_handoff(case=make_case(centre), draft=draft, actor=acting(centre["worker"]), now=NOW)
    assert handoff.way == Way.HERE


def test_nothing_half_is_left_where_a_pledge_has_nobody_to_sign(centre):
    draft = with_pledge(None, basis=None)
    with pytest.raises(Refused, match="相手を選んで"):
        begin_handoff(case=make_case(centre), draft=draft, actor=acting(centre["worker"]), now=NOW)
    assert rows(Handoff.objects.all()) + rows(Safeguard.objects.all()) == []


def test_the_lead_settles_what_opens_when_for_drafts_from_now_on(centre, city, people):
    before = make_draft(make_case(centre), city, centre)
    kind = ReceiverCategory.MUNICIPALITY
    later = {Part.OUTLINE: Step.SENT, Part.IDENTITY: Step.ACCEPTED}
    with pytest.raises(Http404):
        settle_profile(category=kind, steps=later, actor=acting(centre["worker"]), now=NOW)
    early = {Part.IDENTITY: Step.SENT}
    with pytest.raises(Refused, match="名前と連絡先"):
        settle_profile(category=kind, steps=early, actor=acting(centre["lead"]), now=NOW)
    settle_profile(category=kind, steps=later, actor=acting(centre["lead"]), now=NOW)
    after = make_draft(make_case(centre), city, centre)
    assert fresh(before).profile_steps[Part.IDENTITY] == Step.REVIEWING
    assert fresh(after).profile_steps == later


@pytest.mark.parametrize("count", [1, 3])
def test_a_hand_off_asks_as_often_for_three_calls_as_for_one(
    centre, hurried, count, django_assert_num_queries
):
    actor = acting(centre["worker"])
    for _ in range(count):
        note_call(handoff_id=hurried.pk, words="留守だった", actor=actor, now=NOW)
        tell_in_emergency(handoff_id=hurried.pk, telling=telling(), actor=acting(centre["lead"]), now=NOW)
    with django_assert_num_queries(27):
        read = read_handoff(handoff_id=hurried.pk, actor=actor, now=NOW)
        assert [call.user.person.name for call, _ in read.calls] == ["センター worker"] * count
        assert [each.by.person.name for each in read.emergencies] == ["センター lead"] * count
