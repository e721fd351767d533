"""The hand-off's table against one written by hand: every state × deed × hand, and every gate."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handoff.disclosure.enums import Part, Step
from handoff.machine.enums import ENDED, Consent, Deed, Gate, Hand, Kind, Reason, Side, State
from handoff.machine.rules import (
    TRANSITIONS,
    ActorFacts,
    deeds_of,
    hindrances,
    judge,
    main_side,
    steps_reached,
    target_of,
)
from handoff.safeguards.enums import Way
from tests.factories.handoff_facts import AUTHOR, TODAY, a_basis, a_safeguard, some_facts

# deed | from | to | whose hands. G the asking side, L its lead, R the receiver, S the second person, T time.
TABLE = """
submit        | draft                                                 | approval  | G
send_back     | approval                                              | draft     | L
approve       | approval                                              | requested | L S
send_at_once  | draft approval                                        | requested | G
approve_after | requested reviewing info accepted overlap handing backup paused closed \
declined returned withdrawn expired                                   | -         | L S
acknowledge   | requested                                             | reviewing | R
ask           | reviewing                                             | info      | R
answer        | info                                                  | reviewing | G
accept        | reviewing                                             | accepted  | R
decline       | requested reviewing info                              | declined  | R
begin_overlap | accepted                                              | overlap   | G R
begin_handing | overlap                                               | handing   | G
hand_over     | handing                                               | backup    | L R
close         | backup                                                | closed    | L
finish        | accepted overlap                                      | closed    | G R
pause         | accepted overlap handing backup                       | paused    | G L R T
resume        | paused                                                | overlap   | L
return        | accepted overlap handing backup paused                | returned  | L R
withdraw      | draft approval requested reviewing info               | withdrawn | G L
expire        | requested                                             | expired   | T
void          | draft approval requested reviewing info accepted overlap handing backup paused closed \
declined returned withdrawn expired                                   | void      | L S
"""
HANDS = {"G": Hand.GIVER, "L": Hand.GIVER_LEAD, "R": Hand.RECEIVER, "T": Hand.TIMER, "S": Hand.SECOND}


def written():
    """Return the table as deed → (states, target, hands)."""
    rows = {}
    for line in TABLE.replace("\\\n", "").strip().splitlines():
        deed, states, target, hands = (cell.strip() for cell in line.split("|"))
        rows[deed] = (set(states.split()), target, {HANDS[each] for each in hands.split()})
    return rows


def by(*hands, user_id=9, is_fresh=True):
    return ActorFacts(user_id=user_id, hands=frozenset(hands), is_fresh=is_fresh)


def early(deed):
    """Return the kind for which a deed exists: `finish` is not for what ends with a time of back-up."""
    return Kind.ADVICE if deed == Deed.FINISH else Kind.COORDINATION


def test_every_cell_of_states_deeds_and_hands_is_as_written():
    rows, wrong = written(), []
    assert set(rows) == set(Deed)
    for deed in Deed:
        states, target, hands = rows[deed]
        for state in State:
            for hand in Hand:
                facts = some_facts(state, kind=early(deed))
                allowed = judge(deed, facts, actor=by(hand), today=TODAY).allowed
                if allowed != (state in states and hand in hands):
                    wrong.append((deed, state, hand))
                if allowed and target_of(deed, facts) != (state if target == "-" else target):
                    wrong.append((deed, state, target))
    assert wrong == []


def test_what_has_ended_leads_nowhere_but_to_the_mistake_list():
    for state in ENDED:
        found = set(deeds_of(some_facts(state, is_approved=True), actor=by(*Hand)))
        assert found == ({Deed.VOID} if state != State.VOID else set())
        moving = {
            deed for deed in deeds_of(some_facts(state), actor=by(*Hand)) if not TRANSITIONS[deed].stays
        }
        assert moving == found


def test_the_receiver_answers_from_the_last_role_on_and_the_asking_side_else():
    answering = {state for state in State if main_side(state, was_handed_over=True) == Side.RECEIVER}
    assert answering == set(State) - {State.RETURNED, State.VOID}
    assert {main_side(state, was_handed_over=False) for state in State} == {Side.GIVER}


def test_what_no_work_opens_is_not_offered():
    everybody = by(*Hand)
    calm = some_facts(State.DRAFT, is_urgent=False)
    assert Deed.SEND_AT_ONCE not in deeds_of(calm, actor=everybody)
    assert Deed.FINISH not in deeds_of(some_facts(State.ACCEPTED), actor=everybody)
    assert Deed.APPROVE_AFTER not in deeds_of(some_facts(State.REVIEWING, is_approved=True), actor=everybody)
    assert Deed.APPROVE_AFTER in deeds_of(some_facts(State.REVIEWING), actor=everybody)


def test_whoever_has_no_hand_in_it_may_do_nothing():
    for state in State:
        assert deeds_of(some_facts(state), actor=by()) == []


def test_the_asking_side_lends_its_hand_to_a_receiver_on_paper_and_to_nobody_else():
    for way in Way:
        facts = some_facts(State.REVIEWING, way=way)
        lent = judge(Deed.ACCEPT, facts, actor=by(Hand.GIVER), today=TODAY).allowed
        assert lent == (way != Way.HERE)
        assert not judge(Deed.ACCEPT, facts, actor=by(Hand.GIVER_LEAD), today=TODAY).allowed
    on_paper = some_facts(State.APPROVAL, way=Way.PAPER)
    assert not judge(Deed.APPROVE, on_paper, actor=by(Hand.GIVER), today=TODAY).allowed


@pytest.mark.parametrize("deed", [row.deed for row in TRANSITIONS.values() if row.is_marked])
def test_what_weighs_much_wants_the_password_again(deed):
    row = TRANSITIONS[deed]
    facts = some_facts(next(iter(row.sources)), kind=early(deed))
    hand = next(iter(row.by))
    assert judge(deed, facts, actor=by(hand), today=TODAY).allowed
    stale = judge(deed, facts, actor=by(hand, is_fresh=False), today=TODAY)
    assert stale.reason == "大切な操作なので、もう一度パスワードを入れてください。"


def test_nobody_approves_what_they_wrote():
    facts = some_facts(State.APPROVAL)
    own = judge(Deed.APPROVE, facts, actor=by(Hand.GIVER_LEAD, user_id=AUTHOR), today=TODAY)
    assert own.reason == "書いた人とは別の人が承認します。"


TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
# gate → what shuts it and nothing else
SHUT = {
    Gate.SAFEGUARD: [
        {"safeguard": None},
        {"safeguard": a_safeguard(is_confirmed=False)},
        {"safeguard": a_safeguard(is_suspended=True)},
        {"safeguard": a_safeguard(until=YESTERDAY)},
        {"safeguard": a_safeguard(until=None, ended_on=TODAY)},
        {"safeguard": a_safeguard(since=TOMORROW)},
        {"safeguard": a_safeguard(covers=frozenset({Part.OUTLINE}))},
    ],
    Gate.BASIS: [
        {"basis": None},
        {"basis": a_basis(has_evidence=False)},
        {"basis": a_basis(is_explained=False)},
        {"basis": a_basis(names_receiver=False)},
        {"basis": a_basis(until=YESTERDAY)},
        {"basis": a_basis(covers=frozenset({Part.OUTLINE}))},
    ],
    Gate.OFFENCE_REASON: [{"parts": frozenset(Part)}],
    Gate.URGENT: [{"is_urgent": False}],
    Gate.NOT_YET_APPROVED: [{"is_approved": True}],
    Gate.RECEIVER_NAMED: [{"receivers_named": 1}],
    Gate.MEETING: [{"meetings_held": 0, "meetings_since_handing": 0}],
    Gate.ROLE_TABLE: [{"items_of_giver": 0}, {"items_of_receiver": 0}],
    Gate.OVERLAP_END: [{"overlap_until": None}, {"overlap_until": TODAY}],
    Gate.HOME_SETTLED: [{"home_settled_on": None}, {"home_settled_on": TOMORROW}],
    Gate.ITEMS_SETTLED: [{"items_open": 2}],
    Gate.BACKUP_END: [{"backup_until": None}, {"backup_until": TODAY}],
    Gate.LAST_REVIEW: [{"is_reviewed": False}],
    Gate.PERSON_TOLD: [{"is_person_told": False}],
    Gate.ENDS_EARLY: [{"kind": Kind.COORDINATION}],
    Gate.NEVER_OPENED: [{"was_opened": True}],
}
# deed → its gates, written by hand
GATES = {
    Deed.APPROVE: [Gate.SAFEGUARD, Gate.BASIS, Gate.OFFENCE_REASON, Gate.SECOND_PERSON],
    Deed.SEND_AT_ONCE: [Gate.SAFEGUARD, Gate.BASIS, Gate.OFFENCE_REASON, Gate.URGENT],
    Deed.APPROVE_AFTER: [Gate.NOT_YET_APPROVED, Gate.SECOND_PERSON],
    Deed.ACKNOWLEDGE: [Gate.SAFEGUARD, Gate.BASIS],
    Deed.ANSWER: [Gate.SAFEGUARD, Gate.BASIS, Gate.OFFENCE_REASON],
    Deed.ACCEPT: [Gate.SAFEGUARD, Gate.BASIS, Gate.RECEIVER_NAMED],
    Deed.BEGIN_OVERLAP: [Gate.SAFEGUARD, Gate.BASIS, Gate.MEETING, Gate.ROLE_TABLE, Gate.OVERLAP_END],
    Deed.BEGIN_HANDING: [Gate.HOME_SETTLED],
    Deed.HAND_OVER: [Gate.SAFEGUARD, Gate.BASIS, Gate.ITEMS_SETTLED, Gate.MEETING, Gate.BACKUP_END],
    Deed.CLOSE: [Gate.LAST_REVIEW, Gate.PERSON_TOLD],
    Deed.FINISH: [Gate.ENDS_EARLY],
    Deed.RESUME: [Gate.SAFEGUARD, Gate.BASIS],
    Deed.EXPIRE: [Gate.NEVER_OPENED],
}


@pytest.mark.parametrize("deed", list(Deed))
def test_each_gate_of_each_deed_shuts_it_alone(deed):
    row = TRANSITIONS[deed]
    assert set(row.gates) == set(GATES.get(deed, []))
    hand = next(iter(row.by))
    for state in row.sources:
        facts = some_facts(state, kind=early(deed))
        assert hindrances(deed, facts, today=TODAY) == []
        for gate in set(GATES.get(deed, [])) - {Gate.SECOND_PERSON}:
            for change in SHUT[gate]:
                shut = replace(facts, **change)
                assert [each for each, _ in hindrances(deed, shut, today=TODAY)] == [gate]
                refused = judge(deed, shut, actor=by(hand), today=TODAY)
                assert refused == judge(deed, shut, actor=by(*Hand), today=TODAY)
                assert not refused.allowed


def test_the_final_meeting_is_one_since_the_handing_began():
    facts = some_facts(State.HANDING, meetings_held=5, meetings_since_handing=0)
    assert hindrances(Deed.HAND_OVER, facts, today=TODAY) == [
        (
            Gate.MEETING,
            "合同支援会議を1回以上開いて、議事録を書き、もう片方の側に確かめてもらってください。",
        )
    ]


def test_who_must_agree_and_what_must_be_said():
    both = {row.deed for row in TRANSITIONS.values() if row.consent == Consent.BOTH_SIDES}
    two = {row.deed for row in TRANSITIONS.values() if row.consent == Consent.TWO_PEOPLE}
    coded = {row.deed for row in TRANSITIONS.values() if row.reason == Reason.CODED}
    silent = {row.deed for row in TRANSITIONS.values() if row.reason == Reason.NONE}
    assert both == {Deed.BEGIN_OVERLAP, Deed.HAND_OVER}
    assert two == {Deed.VOID}
    assert coded == {Deed.DECLINE, Deed.PAUSE, Deed.RETURN}
    assert silent == {
        Deed.SUBMIT,
        Deed.APPROVE,
        Deed.APPROVE_AFTER,
        Deed.ACKNOWLEDGE,
        Deed.ACCEPT,
        Deed.BEGIN_OVERLAP,
        Deed.BEGIN_HANDING,
        Deed.HAND_OVER,
        Deed.CLOSE,
        Deed.RESUME,
        Deed.EXPIRE,
    }


def test_a_pause_goes_back_to_where_it_came_from():
    for state in (State.ACCEPTED, State.OVERLAP, State.HANDING, State.BACKUP):
        assert target_of(Deed.RESUME, some_facts(State.PAUSED, before_pause=state)) == state
    with pytest.raises(ValueError, match="nothing was paused"):
        target_of(Deed.RESUME, some_facts(State.DRAFT))


SENT, REVIEWING, MEETING, ACCEPTED = Step.SENT, Step.REVIEWING, Step.MEETING, Step.ACCEPTED
STEPS = {
    State.REQUESTED: {SENT},
    State.REVIEWING: {SENT, REVIEWING},
    State.INFO: {SENT, REVIEWING},
    State.ACCEPTED: {SENT, REVIEWING, MEETING, ACCEPTED},
    State.OVERLAP: set(Step),
    State.HANDING: set(Step),
    State.BACKUP: set(Step),
    State.PAUSED: set(Step),
}


@pytest.mark.parametrize("state", list(State))
def test_steps_open_in_their_order_and_all_close_at_the_end(state):
    assert steps_reached(some_facts(state)) == STEPS.get(state, set())


def test_a_meeting_opens_its_step_only_while_it_is_being_reviewed_or_later():
    for state in set(State) - ENDED:
        reached = steps_reached(some_facts(state, was_met=True))
        looked = state in (State.REVIEWING, State.INFO)
        assert reached == STEPS.get(state, set()) | ({MEETING} if looked else set())
