"""A general meeting counts as an independent count does: on known edges, and on 500 drawn meetings."""

from collections import Counter
from fractions import Fraction
from random import Random

import pytest

from outreach.study_groups.associations.enums import Choice, Majority, Quorum, ResolutionKind, Result
from outreach.study_groups.associations.quorum import (
    Entrusted,
    Meeting,
    Motion,
    Numbers,
    attended,
    decided,
    needed,
    proxies_that_count,
)

CASES, SEED = 500, 20261127
YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN
HALF_RULES = Numbers(quorum=Quorum.MORE_THAN_HALF)


# An oracle written the other way round: it walks from each agency, in fractions, and asks of each what it is.

SHARE = {
    "more_than_half": lambda share: share > Fraction(1, 2),
    "half": lambda share: share >= Fraction(1, 2),
    "third": lambda share: share >= Fraction(1, 3),
    "two_thirds": lambda share: share >= Fraction(2, 3),
    "three_quarters": lambda share: share >= Fraction(3, 4),
}


def last_paper(meeting, agency):
    papers = [place for place, each in enumerate(meeting.entrusted) if each.giver == agency]
    return papers[-1] if papers else None


def voter_for(meeting, rules, agency):
    """Return who votes for an agency that is not there itself, None for nobody."""
    place = last_paper(meeting, agency)
    if agency in meeting.there or agency in meeting.written or place is None:
        return None
    named = meeting.entrusted[place].holder
    voter = meeting.chair if named is None else named
    if voter is None or voter == agency or voter not in meeting.there or voter not in meeting.members:
        return None
    if named is not None and rules.most_proxies is not None:
        before = 0
        for other in meeting.members:
            theirs = last_paper(meeting, other)
            if other == agency or theirs is None or theirs >= place:
                continue
            is_rival = meeting.entrusted[theirs].holder == named and other != named
            if is_rival and other not in meeting.there and other not in meeting.written:
                before += 1
        if before >= rules.most_proxies:
            return None
    return voter


def by_hand(motion, meeting, rules):
    entitled = [each for each in meeting.members if each not in motion.recused]
    said, counted = [], 0
    for agency in entitled:
        if agency in meeting.there:
            counted += 1
            said.append(motion.there.get(agency, ABSTAIN))
        elif agency in motion.written:
            counted += 1 if rules.written_count else 0
            said.append(motion.written[agency])
        else:
            voter = voter_for(meeting, rules, agency)
            if voter is not None and voter not in motion.recused:
                counted += 1 if rules.proxies_count else 0
                said.append(motion.there.get(voter, ABSTAIN))
    yes, no, abstain = said.count(YES), said.count(NO), said.count(ABSTAIN)
    counts = (len(entitled), counted, yes, no, abstain)
    if not entitled or not SHARE[rules.quorum](Fraction(counted, len(entitled))):
        return (*counts, Result.NO_QUORUM)
    voting = len(said) if rules.abstentions_count else yes + no
    if voting == 0:
        return (*counts, Result.LOST)
    rule = rules.ordinary if motion.kind == "ordinary" else rules.special
    share = Fraction(yes, voting)
    if SHARE[rule](share):
        return (*counts, Result.CARRIED)
    if rule == "more_than_half" and share == Fraction(1, 2) and rules.chair_breaks_ties:
        words = {None: Result.TIE, YES: Result.CARRIED, NO: Result.LOST}
        return (*counts, words[motion.casting])
    return (*counts, Result.LOST)


def drawn(rng):
    """Draw rules, a meeting and a motion: small ones, so that edges are met often."""
    size = rng.choice((0, 1, 2, 3, 4, 5, 6, 8, 9, 12))
    members = frozenset(range(1, size + 1))
    everybody = [*members, size + 1]  # one who is no member
    rules = Numbers(
        quorum=rng.choice(list(Quorum)),
        ordinary=rng.choice([Majority.MORE_THAN_HALF] * 3 + list(Majority)),
        special=rng.choice(list(Majority)),
        proxies_count=rng.random() < 0.7,
        written_count=rng.random() < 0.7,
        most_proxies=rng.choice((None, 1, 2)),
        chair_breaks_ties=rng.random() < 0.8,
        abstentions_count=rng.random() < 0.5,
    )
    share = rng.choice((0.3, 0.6, 0.9))
    there = frozenset(each for each in everybody if rng.random() < share)
    written = frozenset(each for each in everybody if rng.random() < 0.2)
    entrusted = tuple(
        Entrusted(rng.choice(everybody), rng.choice([None, *everybody]))
        for _ in range(rng.randrange(size + 3))
    )
    meeting = Meeting(members, there, rng.choice([None, *everybody]), written, entrusted)
    choices = [YES, NO] * 3 + [ABSTAIN]
    motion = Motion(
        rng.choice([ResolutionKind.ORDINARY, *ResolutionKind]),
        frozenset(each for each in members if rng.random() < 0.15),
        {each: rng.choice(choices) for each in there if rng.random() < 0.9},
        {each: rng.choice(choices) for each in written},
        rng.choice((None, None, None, YES, NO)),
    )
    return rules, meeting, motion


def counted(motion, meeting, rules):
    found = decided(motion, meeting, rules)
    took_part = found.attended
    return (took_part.members, took_part.counted, found.yes, found.no, found.abstain, found.result)


def test_five_hundred_drawn_meetings_come_to_what_the_oracle_says():
    rng, results, met = Random(SEED), Counter(), Counter()
    for number in range(CASES):
        rules, meeting, motion = drawn(rng)
        expected = by_hand(motion, meeting, rules)
        assert counted(motion, meeting, rules) == expected, (number, rules, meeting, motion)
        took_part = attended(meeting, rules)
        walked = sum(voter_for(meeting, rules, each) is not None for each in meeting.members)
        assert took_part.by_proxy == walked, (number, rules, meeting)
        results[expected[-1]] += 1
        met["proxy"] += walked > 0
        met["exactly enough"] += took_part.counted == took_part.needed
        met["one too few"] += took_part.counted == took_part.needed - 1
        met["recused"] += bool(motion.recused)
        met["limit"] += rules.most_proxies is not None and walked > 0
    # The drawn meetings meet every result and every edge often enough to mean something.
    assert set(results) == {Result.CARRIED, Result.LOST, Result.TIE, Result.NO_QUORUM}
    assert min(results.values()) >= 10, results
    assert min(met.values()) >= 50, met


@pytest.mark.parametrize("broken", ["quorum", "limit", "recused", "written"])
def test_the_oracle_notices_a_count_that_is_wrong_by_one_rule(broken):
    rng, wrong = Random(SEED), 0
    for _ in range(CASES):
        rules, meeting, motion = drawn(rng)
        changed_rules, changed_meeting, changed = rules, meeting, motion
        match broken:
            case "quorum":
                changed_rules = Numbers(**(vars(rules) | {"quorum": Quorum.HALF}))
            case "limit":
                changed_rules = Numbers(**(vars(rules) | {"most_proxies": None}))
            case "recused":
                changed = Motion(**(vars(motion) | {"recused": frozenset()}))
            case "written":
                changed_meeting = Meeting(**(vars(meeting) | {"written": frozenset()}))
        wrong += counted(changed, changed_meeting, changed_rules) != by_hand(motion, meeting, rules)
    assert wrong > 0


# Known edges, by hand


@pytest.mark.parametrize(
    ("quorum", "members", "least"),
    [
        (Quorum.MORE_THAN_HALF, 10, 6),
        (Quorum.MORE_THAN_HALF, 11, 6),
        (Quorum.MORE_THAN_HALF, 1, 1),
        (Quorum.HALF, 10, 5),
        (Quorum.HALF, 11, 6),
        (Quorum.THIRD, 9, 3),
        (Quorum.THIRD, 10, 4),
        (Quorum.TWO_THIRDS, 9, 6),
        (Quorum.TWO_THIRDS, 10, 7),
    ],
)
def test_how_many_are_enough(quorum, members, least):
    assert needed(members, quorum) == least


def test_nobody_at_all_is_never_enough():
    assert not attended(Meeting(frozenset()), Numbers(quorum=Quorum.THIRD)).is_enough


def proxies(*entrusted, there=(1, 2), chair=1, written=(), most=None):
    rules = Numbers(quorum=Quorum.HALF, most_proxies=most)
    papers = tuple(Entrusted(*each) for each in entrusted)
    meeting = Meeting(frozenset(range(1, 7)), frozenset(there), chair, frozenset(written), papers)
    return proxies_that_count(meeting, rules)


def test_which_proxies_count():
    assert proxies((3, 2)) == {3: 2}
    assert proxies((3, None)) == {3: 1}
    assert proxies((3, None), chair=None) == {}  # nobody is in the chair
    assert proxies((3, None), chair=4) == {}  # whoever should chair is not there
    assert proxies((1, 2)) == {}  # who comes themselves
    assert proxies((3, 4)) == {}  # the holder does not come
    assert proxies((3, 4), (4, 2)) == {4: 2}  # none is handed on
    assert proxies((3, 1), (3, 2)) == {3: 2}  # the latest counts
    assert proxies((3, 2), (3, 4)) == {}  # also where it is void
    assert proxies((3, 2), written=(3,)) == {}  # who votes in writing
    assert proxies((9, 2)) == {}  # no member gives
    assert proxies((3, 9), there=(1, 2, 9)) == {}  # no member holds


def test_of_more_than_a_holder_may_have_the_earliest_count_and_the_chair_has_no_limit():
    assert proxies((3, 2), (4, 2), (5, 2), most=2) == {3: 2, 4: 2}
    assert proxies((3, 2), (4, 2), (3, 2), most=1) == {4: 2}  # given anew, it is later
    assert proxies((3, 2), (4, 2), most=1, there=(1, 2, 3)) == {4: 2}  # one that lapsed takes no place
    assert proxies((3, None), (4, None), (5, 1), (6, 1), most=1) == {3: 1, 4: 1, 5: 1}


def outcome(yes=(), no=(), *, members=4, there=None, rules=HALF_RULES, **fields):
    said = dict.fromkeys(yes, YES) | dict.fromkeys(no, NO)
    meeting = Meeting(frozenset(range(1, members + 1)), frozenset(said if there is None else there), 1)
    return decided(Motion(there=said, **fields), meeting, rules)


def test_what_is_carried_lost_a_tie_or_not_decided():
    assert outcome([1, 2, 3]).result == Result.CARRIED
    assert outcome([1, 2], [3]).result == Result.CARRIED
    assert outcome([1, 2], [3, 4]).result == Result.TIE
    assert outcome([1, 2], [3, 4], casting=YES).result == Result.CARRIED
    assert outcome([1, 2], [3, 4], casting=NO).result == Result.LOST
    no_chair = Numbers(quorum=Quorum.HALF, chair_breaks_ties=False)
    assert outcome([1, 2], [3, 4], casting=YES, rules=no_chair).result == Result.LOST
    assert outcome([1, 2]).result == Result.NO_QUORUM
    assert outcome([1, 2], rules=Numbers(quorum=Quorum.HALF)).result == Result.CARRIED
    assert outcome(there=[1, 2, 3]).result == Result.LOST  # nobody says anything


def test_abstentions_stand_among_those_who_decide_only_where_the_rules_say_so():
    with_them, without = HALF_RULES, Numbers(quorum=Quorum.MORE_THAN_HALF, abstentions_count=False)
    found = [
        outcome([1, 2], [3], members=5, there=[1, 2, 3, 4, 5], rules=each).result
        for each in (with_them, without)
    ]
    assert found == [Result.LOST, Result.CARRIED]


def test_a_special_resolution_is_never_a_tie():
    special = {"kind": ResolutionKind.SPECIAL}
    assert outcome([1, 2], [3], members=3, **special).result == Result.CARRIED  # two thirds exactly
    assert outcome([1, 2], [3, 4], casting=YES, **special).result == Result.LOST


def test_recused_agencies_are_out_of_the_count_and_vote_for_nobody():
    found = outcome([1, 2], [3], members=4, recused=frozenset({3, 4}))
    assert (found.attended.members, found.yes, found.no, found.result) == (2, 2, 0, Result.CARRIED)
    meeting = Meeting(frozenset({1, 2, 3}), frozenset({1, 2}), 1, entrusted=(Entrusted(3, 2),))
    motion = Motion(there={1: YES, 2: YES}, recused=frozenset({2}))
    found = decided(motion, meeting, HALF_RULES)
    assert (found.attended.members, found.attended.by_proxy, found.yes) == (2, 0, 1)
    assert found.result == Result.NO_QUORUM


def test_a_proxy_votes_as_its_holder_and_counts_for_the_quorum_only_where_the_rules_say_so():
    meeting = Meeting(frozenset({1, 2, 3, 4}), frozenset({1, 2}), 1, entrusted=(Entrusted(3, 2),))
    motion = Motion(there={1: NO, 2: YES})
    found = decided(motion, meeting, HALF_RULES)
    assert (found.attended.counted, found.yes, found.no, found.result) == (3, 2, 1, Result.CARRIED)
    found = decided(motion, meeting, Numbers(quorum=Quorum.MORE_THAN_HALF, proxies_count=False))
    assert (found.attended.counted, found.yes, found.result) == (2, 2, Result.NO_QUORUM)


def test_a_vote_in_writing_lapses_for_who_comes():
    meeting = Meeting(frozenset({1, 2, 3}), frozenset({1, 2}), 1, written=frozenset({2, 3}))
    motion = Motion(there={1: YES, 2: YES}, written={2: NO, 3: NO})
    found = decided(motion, meeting, HALF_RULES)
    assert (found.yes, found.no, found.attended.written) == (2, 1, 1)
