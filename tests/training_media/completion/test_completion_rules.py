"""Nobody is complete below the rule, nobody is held up above it, and what is printed is enough."""

import random

import pytest

from training_media.completion import rules
from training_media.completion.rules import Facts, PartFacts, Rule, standing, to_watch
from training_media.viewing.spans import length, minus, union

FIRST = ("前編", 48 * 60_000)
SECOND = ("後編　迎える職員が大切にしたいこと", 45 * 60_000)


def _part(number, title, duration, watched=None, **more):
    return PartFacts(number, title, duration, ((0, duration),) if watched is None else watched, **more)


def _facts(second, **more):
    return Facts((_part(1, *FIRST), _part(2, *SECOND, second)), **more)


def test_the_reason_says_how_much_is_left_and_where():
    """The sentence of the requirement, to the second."""
    watched = ((0, 2_470_000), (2_662_000, 2_700_000))
    found = standing(Rule(least_percent=100), _facts(watched))
    assert found.reasons() == ("あと3分12秒、後編 41:10〜44:22。",)
    assert not found.is_complete


def test_of_many_pieces_the_first_are_told():
    every_other = tuple((start, start + 60_000) for start in range(0, 2_700_000, 120_000))
    found = standing(Rule(least_percent=100), _facts(every_other))
    assert rules.left_words(found) == "あと22分、後編 1:00〜2:00、3:00〜4:00、5:00〜6:00など"


def test_pieces_of_two_parts_name_both():
    facts = Facts((_part(1, "前編", 60_000, ((0, 30_000),)), _part(2, "後編", 60_000, ((10_000, 60_000),))))
    words = rules.left_words(standing(Rule(least_percent=100), facts))
    assert words == "あと40秒、前編 0:30〜1:00、後編 0:00〜0:10"


def test_only_as_much_is_asked_as_is_missing_of_the_share():
    assert to_watch(((0, 80_000),), 100_000, percent=95) == ((80_000, 95_000),)
    assert to_watch(((0, 95_000),), 100_000, percent=95) == ()


def test_the_longest_gaps_come_first_so_that_there_are_few():
    watched = minus([(0, 100_000)], ((10_000, 11_000), (20_000, 21_000), (50_000, 70_000)))
    assert to_watch(watched, 100_000, percent=95) == ((50_000, 67_000),)


def test_a_millisecond_less_than_the_share_is_less():
    """94.999 percent is not 95."""
    enough = standing(Rule(), Facts((_part(1, "前編", 100_000, ((0, 95_000),)),)))
    less = standing(Rule(), Facts((_part(1, "前編", 100_000, ((0, 94_999),)),)))
    assert (enough.is_complete, less.is_complete) == (True, False)
    assert less.reasons() == ("あと1秒、前編 1:34〜1:35。",)
    assert (less.parts[0].percent, enough.parts[0].percent) == (94, 95)


def test_question_and_questionnaire_are_asked_for_where_the_rule_says_so():
    asking = Rule(asks_questions=True, asks_questionnaire=True)
    facts = Facts(
        (_part(1, "前編", 60_000, has_question=True), _part(2, "後編", 60_000)), has_questionnaire=True
    )
    assert standing(Rule(), facts).is_complete
    assert standing(asking, facts).reasons() == (
        "前編の「確かめの質問」に、まだ正しく答えていません。",
        "アンケートに、まだ答えていません。",
    )
    done = Facts(
        (_part(1, "前編", 60_000, has_question=True, is_answered=True), _part(2, "後編", 60_000)),
        has_questionnaire=True,
        has_answered=True,
    )
    assert standing(asking, done).reasons() == ()


def test_a_questionnaire_that_is_asked_for_and_not_there_is_never_answered():
    found = standing(Rule(asks_questionnaire=True), Facts((_part(1, "前編", 60_000),)))
    assert (found.is_complete, found.reasons()) == (False, ("アンケートは、まだ準備中です。",))


def test_a_course_without_parts_is_completed_by_nobody():
    found = standing(Rule(least_percent=1), Facts(()))
    assert (found.is_complete, found.reasons()) == (False, ("見られる動画が、まだありません。",))


@pytest.mark.parametrize(
    ("alone", "together", "answer"),
    [((), (), False), (((0, 5),), (), False), (((0, 5),), ((1, 4),), False), (((0, 5),), ((3, 6),), True)],
)
def test_together_is_marked_where_something_counts_only_so(alone, together, answer):
    assert rules.is_together(alone, together) is answer


def _history(random_source):
    """Return a rule and facts of films some seconds long, so that an oracle can look at each moment."""
    rule = Rule(
        least_percent=random_source.choice([1, 50, 80, 94, 95, 96, 99, 100, random_source.randint(1, 100)]),
        asks_questions=random_source.random() < 0.5,
        asks_questionnaire=random_source.random() < 0.5,
    )
    parts = []
    for number in range(1, random_source.choice([1, 1, 2, 3]) + 1):
        duration = random_source.randint(1, 4_000)
        if random_source.random() < 0.8:
            # Near the share: a millisecond to and fro decides.
            near = duration * rule.least_percent // 100 + random_source.randint(-1, 4)
            start = random_source.randint(0, 5)
            watched = union([(start, max(start, min(duration, start + near)))])
        else:
            ends = sorted(random_source.randint(0, duration) for _ in range(random_source.choice([2, 4, 8])))
            watched = union(zip(ends[::2], ends[1::2], strict=True))
        has_question = random_source.random() < 0.5
        answered = has_question and random_source.random() < 0.9
        parts.append(PartFacts(number, f"第{number}部", duration, watched, has_question, answered))
    there = random_source.random() < 0.9
    return rule, Facts(tuple(parts), there, there and random_source.random() < 0.8)


def _oracle(rule, facts):
    """Say the same in another way: count each millisecond."""
    for part in facts.parts:
        seen = sum(any(a <= at < b for a, b in part.watched) for at in range(part.duration))
        if seen / part.duration * 100 < rule.least_percent - 1e-9:
            return False
        if rule.asks_questions and part.has_question and not part.is_answered:
            return False
    return facts.has_answered or not rule.asks_questionnaire


def test_500_histories_stand_against_an_oracle():
    """0 complete below the rule, 0 held up above it; and what is printed completes whoever watches it."""
    random_source = random.Random(20261126)
    below = above = complete = 0
    for _ in range(500):
        rule, facts = _history(random_source)
        found, expected = standing(rule, facts), _oracle(rule, facts)
        below += found.is_complete and not expected
        above += expected and not found.is_complete
        complete += expected
        assert found.is_complete == (not found.reasons())
        for part in found.parts:
            watched = union(part.facts.watched, part.pieces)
            again = rules.to_watch(watched, part.facts.duration, percent=rule.least_percent)
            assert again == ()
            assert all(end % 1_000 == start % 1_000 == 0 for start, end in part.pieces)
            assert (part.pieces == ()) == part.is_watched
            assert part.left == length(part.pieces)
    assert (below, above) == (0, 0)
    assert 100 < complete < 400
