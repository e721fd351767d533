"""A case before the committee, from the plan of a sitting to the feedback; and what the database holds."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.http import Http404

from foundation.audit.chain import verify
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.services.bases import withdraw_basis
from handoff.exceptions import ChangedMeanwhile, Refused
from handoff.sittings.enums import How, ItemKind, ItemState, Place, Response, SittingDeed, SittingState
from handoff.sittings.models import (
    Advice,
    CaseItem,
    Material,
    MinutesPart,
    NumberedCopy,
    QuickQuestion,
    Recusal,
    Seat,
    Sitting,
)
from handoff.sittings.rules import known_as
from handoff.sittings.services.advising import note_effect, respond
from handoff.sittings.services.items import (
    Putting,
    advance_item,
    approve_paper,
    put_case,
    write_minutes,
    write_paper,
)
from handoff.sittings.services.minutes import read_minutes
from handoff.sittings.services.papers import hand_copy, print_copy, read_paper
from tests.factories.cases import (
    CANARIES,
    NOW,
    TODAY,
    acting,
    fresh,
    make_basis,
    make_case,
    rows,
    staff_of_centre,
)
from tests.factories.handoff import make_agency
from tests.factories.sittings import (
    MINUTES,
    advise,
    ask_member,
    brief,
    hold,
    make_sitting,
    minute,
    no_part,
    put,
    seat,
    send,
    step,
)
from tests.handoff.clients import as_, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(centre):
    return make_case(centre)


@pytest.fixture
def sitting(centre):
    return make_sitting(centre)


def test_a_sitting_goes_from_its_plan_to_its_end(centre, committee, case, sitting):
    item = put(case, sitting, centre)
    send(sitting, centre)
    numbers = rows(NumberedCopy.objects.order_by("number"))
    assert [each.person_id for each in numbers][:1] == [committee["chair"].person_id]
    assert len(numbers) == 3
    lead = acting(centre["lead"])
    hand_copy(copy_id=numbers[0].pk, is_back=False, actor=lead, now=NOW)
    hold(sitting, centre)
    assert fresh(item).state == ItemState.DISCUSSED
    advice = advise(item, centre["worker"], given_by=committee["member"].person)
    with pytest.raises(Refused, match="議事録のない"):
        step(sitting, SittingDeed.CONFIRM, committee["chair"])
    minute(sitting, item, centre, committee["chair"])
    confirmed = fresh(sitting)
    assert (confirmed.state, confirmed.confirmed_by_id) == (SittingState.MINUTED, committee["chair"].pk)
    with pytest.raises(Refused, match="1部"):
        step(sitting, SittingDeed.CLOSE, centre["lead"])
    hand_copy(copy_id=numbers[0].pk, is_back=True, actor=lead, now=NOW)
    step(sitting, SittingDeed.CLOSE, centre["lead"])
    worker = acting(centre["worker"])
    with pytest.raises(Refused, match="1件"):
        advance_item(item_id=item.pk, to=ItemState.FOLLOWED_UP, actor=worker, now=NOW)
    with pytest.raises(Refused, match="わけ"):
        respond(advice_id=advice.pk, response=Response.NOT_USED, reason="", actor=worker, now=NOW)
    with pytest.raises(Refused, match="先に"):
        note_effect(advice_id=advice.pk, effect="落ち着いた", next_sitting=None, actor=worker, now=NOW)
    respond(advice_id=advice.pk, response=Response.ADAPTED, reason="月1回にした", actor=worker, now=NOW)
    note_effect(advice_id=advice.pk, effect="落ち着いた", next_sitting=None, actor=worker, now=NOW)
    for state in (ItemState.FOLLOWED_UP, ItemState.ENDED):
        advance_item(item_id=item.pk, to=state, actor=worker, now=NOW)
    again = make_sitting(centre, held_on=TODAY + timedelta(days=30))
    with pytest.raises(Refused, match="前に検討した"):
        put(case, again, centre)
    later = put(case, again, centre, kind=ItemKind.AFTER_REPORT)
    assert fresh(later).former_id == item.pk
    assert verify().broken_id is None


def test_mails_say_that_something_waits_and_nothing_else(centre, committee, case, sitting):
    put(case, sitting, centre)
    send(sitting, centre)
    mails = OutgoingMail.objects.filter(cause__startswith="sittings.")
    assert sorted(each.to for each in mails) == sorted(each.email for each in committee.values())
    for mail in mails:
        assert "委員" not in mail.subject + mail.text
        assert case.reference not in mail.subject + mail.text


def test_steps_are_of_whoever_leads_and_on_the_page_of_now(centre, committee, case, sitting):
    put(case, sitting, centre)
    for user in (centre["worker"], committee["chair"], committee["observer"]):
        with pytest.raises(Http404):
            step(sitting, SittingDeed.BRIEF, user, on=TODAY)
    with pytest.raises(Refused, match="打合せの日"):
        step(sitting, SittingDeed.BRIEF, centre["lead"], on=TODAY + timedelta(days=1))
    brief(sitting, centre)
    with pytest.raises(ChangedMeanwhile):
        step(sitting, SittingDeed.BRIEF, centre["lead"], seen=SittingState.PLANNED, on=TODAY)


def test_minutes_are_confirmed_by_the_chair_or_as_the_chair_said_elsewhere(centre, committee, case, sitting):
    item = put(case, sitting, centre)
    send(sitting, centre)
    with pytest.raises(Refused, match="会のあと"):
        write_minutes(item_id=item.pk, words="案", actor=acting(centre["worker"]), now=NOW)
    hold(sitting, centre)
    write_minutes(item_id=item.pk, words=MINUTES, actor=acting(centre["worker"]), now=NOW)
    for user in (committee["member"], committee["observer"], centre["worker"]):
        with pytest.raises(Http404):
            step(sitting, SittingDeed.CONFIRM, user)
    for user in (committee["member"], committee["observer"]):
        with pytest.raises(Http404):
            read_minutes(sitting_id=sitting.pk, actor=acting(user), now=NOW)
    assert read_minutes(sitting_id=sitting.pk, actor=acting(committee["chair"]), now=NOW).is_draft
    with pytest.raises(Refused, match="どのように"):
        step(sitting, SittingDeed.CONFIRM, centre["lead"])
    step(sitting, SittingDeed.CONFIRM, centre["lead"], how=How.PHONE)
    assert fresh(sitting).confirmed_how == How.PHONE
    read = read_minutes(sitting_id=sitting.pk, actor=acting(committee["observer"]), now=NOW)
    assert [words for _, words, _, _ in read.cases] == [MINUTES]
    with pytest.raises(Refused):
        write_minutes(item_id=item.pk, words="あとから", actor=acting(centre["worker"]), now=NOW)


def test_only_who_works_on_a_case_or_leads_puts_it_there(centre, committee, case, sitting):
    others = staff_of_centre()
    putting = Putting(sitting_id=sitting.pk, kind=ItemKind.NEW, minutes=30)
    for user in (others["worker"], committee["chair"]):
        with pytest.raises(Http404):
            put_case(case_id=case.pk, putting=putting, actor=acting(user), now=NOW)
    put_case(case_id=case.pk, putting=putting, actor=acting(others["lead"]), now=NOW)
    with pytest.raises(Refused, match="もうこの会"):
        put_case(case_id=case.pk, putting=putting, actor=acting(centre["worker"]), now=NOW)


def approved(item, actor, *, outline):
    seen = known_as((outline, "どうするか"))
    approve_paper(item_id=item.pk, seen=seen, actor=actor, now=NOW)


def test_minutes_that_were_written_over_since_they_were_read_are_not_confirmed(centre, committee, sitting):
    item = put(make_case(centre), sitting, centre)
    send(sitting, centre)
    hold(sitting, centre)
    write_minutes(item_id=item.pk, words=MINUTES, actor=acting(centre["worker"]), now=NOW)
    client, address = as_(committee["chair"]), page("sitting_step", sitting.pk, "confirm")
    shown = client.get(address)
    assert MINUTES in shown.text
    assert Entry.objects.filter(verb="sittings.minutes_read", actor_id=committee["chair"].pk).exists()
    seen = shown.context["form"].initial["minutes_seen"]
    write_minutes(item_id=item.pk, words="ちがうこと", actor=acting(centre["worker"]), now=NOW)
    client.post(address, {"seen": "held", "minutes_seen": seen})
    assert fresh(sitting).state == SittingState.HELD
    client.post(address, client.get(address).context["form"].initial)
    assert fresh(sitting).state == SittingState.MINUTED


def test_a_paper_rests_on_a_second_person_or_on_a_basis_for_the_committee(centre, committee, case, sitting):
    item = put(case, sitting, centre, is_written=False)
    brief(sitting, centre)
    lead = acting(centre["lead"])
    with pytest.raises(Refused, match="資料のない"):
        step(sitting, SittingDeed.SEND, centre["lead"])
    write_paper(item_id=item.pk, outline="60代", question="どうするか", actor=lead, now=NOW)
    with pytest.raises(Refused, match="根拠"):
        step(sitting, SittingDeed.SEND, centre["lead"])
    with pytest.raises(Refused, match="別の人"):
        approved(item, lead, outline="60代")
    write_paper(
        item_id=item.pk, outline="60代", question="どうするか", actor=acting(centre["worker"]), now=NOW
    )
    with pytest.raises(Refused, match="責任者か代理"):
        approved(item, acting(centre["second"]), outline="60代")
    approved(item, lead, outline="60代")
    write_paper(
        item_id=item.pk, outline="60代の方", question="どうするか", actor=acting(centre["worker"]), now=NOW
    )
    with pytest.raises(Refused, match="根拠"):
        step(sitting, SittingDeed.SEND, centre["lead"])
    with pytest.raises(ChangedMeanwhile, match="書きなおされました"):
        approved(item, lead, outline="60代")
    approved(item, lead, outline="60代の方")
    step(sitting, SittingDeed.SEND, centre["lead"])


def test_a_paper_that_calls_the_person_by_name_is_refused(centre, case, sitting):
    item = put(case, sitting, centre, is_written=False)
    family = CANARIES["name"].split()[0]
    for outline in (CANARIES["name"], f"{family}さんは60代"):
        with pytest.raises(Refused, match="名前が入っています"):
            write_paper(
                item_id=item.pk, outline=outline, question="問い", actor=acting(centre["worker"]), now=NOW
            )


def test_a_basis_that_is_withdrawn_closes_the_paper_at_once(centre, committee, case, sitting):
    basis = make_basis(case, centre, receivers=[make_agency()])
    item = put(case, sitting, centre, basis=basis)
    send(sitting, centre)
    read_paper(item_id=item.pk, actor=acting(committee["member"]), now=NOW)
    withdraw_basis(basis_id=basis.pk, reason="やめたい", actor=acting(centre["worker"]), now=NOW)
    with pytest.raises(Http404):
        read_paper(item_id=item.pk, actor=acting(committee["member"]), now=NOW)
    copy = rows(NumberedCopy.objects.order_by("number"))[0]
    assert print_copy(copy_id=copy.pk, actor=acting(centre["lead"]), now=NOW).papers == []


def test_a_basis_of_another_case_carries_nothing(centre, case, sitting):
    foreign = make_basis(make_case(centre), centre, receivers=[make_agency()])
    with pytest.raises(Refused, match="いま有効な"):
        put(case, sitting, centre, basis=foreign)


def test_a_seat_needs_its_enrolment_and_its_own_days(centre, committee):
    with pytest.raises(Refused, match="オブザーバーとして登録"):
        seat(committee["member"], Place.OBSERVER, centre)
    with pytest.raises(Refused, match="重なって"):
        seat(committee["member"], Place.MEMBER, centre)
    later = {"since": TODAY + timedelta(days=400), "until": TODAY + timedelta(days=500)}
    seat(committee["member"], Place.CHAIR, centre, **later)
    with pytest.raises(Refused, match="もう委員長"):
        seat(committee["other"], Place.CHAIR, centre, **later)
    with pytest.raises(Http404):
        seat(committee["other"], Place.MEMBER, {"lead": centre["worker"]}, **later)


@pytest.mark.parametrize(
    ("model", "change", "constraint"),
    [
        (Sitting, {"state": "none"}, "sittings_sitting_state_is_known"),
        (Sitting, {"ends_at": "10:00"}, "sittings_sitting_ends_after_it_begins"),
        (Sitting, {"readable_until": TODAY - timedelta(days=9)}, "sittings_sitting_readable_after_it"),
        (Sitting, {"briefed_on": None}, "sittings_sitting_chair_was_briefed"),
        (Sitting, {"confirmed_by": None}, "sittings_sitting_minutes_were_confirmed"),
        (Seat, {"until": TODAY - timedelta(days=999)}, "sittings_seat_ends_after_it_begins"),
        (Seat, {"place": "chair"}, "sittings_seat_one_chair"),
        (CaseItem, {"covers_committee": True}, "sittings_caseitem_tick_has_its_basis"),
        (CaseItem, {"kind": "again"}, "sittings_caseitem_new_has_no_former"),
        (Material, {"approved_at": None}, "sittings_material_approved_by_another"),
        (Advice, {"response": "adopted"}, "sittings_advice_response_has_its_moment"),
        (NumberedCopy, {"returned_at": NOW}, "sittings_numberedcopy_returned_after_handed"),
        (NumberedCopy, {"number": 1}, "sittings_numberedcopy_number_once"),
        (Recusal, {"by": "none"}, "sittings_recusal_by_is_known"),
        (QuickQuestion, {"state": "answered"}, "sittings_quickquestion_state_has_what_it_needs"),
    ],
)
def test_the_database_holds_what_the_rules_say(centre, committee, case, sitting, model, change, constraint):
    item = put(case, sitting, centre)
    send(sitting, centre)
    ask_member(case, committee["member"], centre)
    no_part(item, committee["other"].person, committee["other"])
    hold(sitting, centre)
    advise(item, centre["worker"])
    minute(sitting, item, centre, committee["chair"])
    with pytest.raises(IntegrityError, match=constraint), opened(CLOCK, now=NOW):
        model.objects.update(**change)


def test_nothing_that_was_said_of_a_case_stands_in_the_clear(centre, committee, case, sitting):
    item = put(case, sitting, centre)
    send(sitting, centre)
    ask_member(case, committee["member"], centre)
    no_part(item, committee["other"].person, committee["other"])
    hold(sitting, centre)
    advise(item, centre["worker"])
    minute(sitting, item, centre, committee["chair"])
    with opened(CLOCK, now=NOW):
        models = (Sitting, CaseItem, Material, Recusal, Advice, MinutesPart, QuickQuestion)
        texts = [str(list(model.objects.values())) for model in models]
    assert all(texts)
    assert not any("かなりあ" in each for each in texts)
