"""When a campaign is open, until when, how far an agency has come, what a card's keys are worth."""

import uuid
from datetime import date, timedelta

import pytest

from training_media.campaigns.enums import CampaignState, Progress
from training_media.campaigns.keys import code_of, hash_code, hash_pin, is_pin, pin_of
from training_media.campaigns.rules import (
    Period,
    Watched,
    may_extend,
    may_watch,
    progress_of,
    state_of,
)
from training_media.campaigns.services.naming import Named
from training_media.campaigns.written_names import NotNames, read_names

OPENS, CLOSES = date(2026, 12, 1), date(2027, 3, 15)
PERIOD = Period(OPENS, CLOSES, 7)
EXTENDED = Period(OPENS, CLOSES, 7, date(2027, 4, 10))


@pytest.mark.parametrize(
    ("period", "day", "state"),
    [
        (PERIOD, date(2026, 11, 30), CampaignState.SCHEDULED),
        (PERIOD, OPENS, CampaignState.OPEN),
        (PERIOD, CLOSES, CampaignState.OPEN),
        (PERIOD, date(2027, 3, 22), CampaignState.OPEN),
        (PERIOD, date(2027, 3, 23), CampaignState.ENDED),
        (EXTENDED, date(2027, 4, 10), CampaignState.OPEN),
        (EXTENDED, date(2027, 4, 11), CampaignState.ENDED),
    ],
)
def test_a_campaign_stands_as_its_days_say(period, day, state):
    assert state_of(period, day) == state


def test_the_deadline_that_is_told_is_without_the_days_of_grace():
    assert (PERIOD.deadline, PERIOD.last_day) == (CLOSES, date(2027, 3, 22))
    assert (EXTENDED.deadline, EXTENDED.last_day) == (date(2027, 4, 10), date(2027, 4, 10))
    assert PERIOD.told_on(CLOSES) == CLOSES


def test_in_the_days_of_grace_their_last_one_is_told():
    assert PERIOD.told_on(CLOSES + timedelta(days=1)) == date(2027, 3, 22)


@pytest.mark.parametrize(
    ("until", "is_revoked", "reason", "allowed"),
    [
        (date(2027, 4, 10), False, "夜勤の交代", True),
        (CLOSES, False, "夜勤の交代", False),
        (date(2027, 4, 10), False, "　", False),
        (date(2027, 4, 10), True, "夜勤の交代", False),
    ],
)
def test_a_deadline_is_extended_to_a_later_day_with_a_reason(until, is_revoked, reason, allowed):
    assert may_extend(PERIOD, until, is_revoked=is_revoked, reason=reason).allowed is allowed


def test_what_is_so_already_is_no_extension():
    until, why = EXTENDED.extended_until, "夜勤の交代"
    asked = [(until, why), (until, "感染症"), (until + timedelta(days=1), why)]
    may = [
        may_extend(EXTENDED, day, is_revoked=False, reason=reason, known_reason=why) for day, reason in asked
    ]
    assert [each.allowed for each in may] == [False, True, True]


def test_a_card_opens_in_its_days_and_not_once_it_was_ended():
    days = [date(2026, 11, 30), OPENS, date(2027, 3, 23)]
    assert [may_watch(PERIOD, day, is_revoked=False).allowed for day in days] == [False, True, False]
    assert not may_watch(PERIOD, OPENS, is_revoked=True).allowed


HALF, ALL = Watched(((300, 1_000), (0, 1_000)), 95), Watched(((960, 1_000), (950, 1_000)), 95)
TODAY = date(2027, 1, 20)


@pytest.mark.parametrize(
    ("people", "last_on", "progress"),
    [
        ([], None, Progress.NOT_STARTED),
        ([Watched(((0, 1_000),), 95)], date(2027, 1, 20), Progress.NOT_STARTED),
        ([HALF], date(2027, 1, 14), Progress.UNDER_WAY),
        ([HALF], date(2027, 1, 13), Progress.STUCK),
        ([HALF, ALL], date(2027, 1, 1), Progress.THROUGH),
        ([Watched(((960, 1_000), (949, 1_000)), 95)], date(2027, 1, 20), Progress.UNDER_WAY),
    ],
)
def test_an_agency_is_as_far_as_the_farthest_of_its_people(people, last_on, progress):
    assert progress_of(people, last_on=last_on, today=TODAY, stuck_after=7) == progress


def test_a_code_has_sixty_bits_and_is_read_however_it_is_typed():
    seed = uuid.UUID("2f6a4a0e-3f0b-4a55-9d4e-9d1c6a9e7b11")
    code = code_of(seed)
    assert [len(each) for each in code.split("-")] == [4, 4, 4]
    assert code == code_of(seed)
    assert hash_code(code) == hash_code(f"　{code.lower().replace('-', ' ')}")
    assert len({code_of(uuid.uuid4()) for _ in range(500)}) == 500


def test_a_pin_is_bound_to_its_card_and_says_nothing_of_the_code():
    seed, other = uuid.uuid4(), uuid.uuid4()
    pin = pin_of(seed)
    assert (len(pin), pin.isdecimal()) == (6, True)
    kept = hash_pin(pin, seed)
    assert is_pin(pin, kept=kept, seed=seed)
    assert is_pin(f"{pin[:3]} {pin[3:]}", kept=kept, seed=seed)
    assert not is_pin(pin, kept=kept, seed=other)
    assert not is_pin("", kept=kept, seed=seed)
    assert pin not in kept


def test_names_are_read_one_a_line():
    text = "見本 花子、ミホン ハナコ、介護職員\n\n見本　太郎\n見本 太郎、、相談員\n"
    assert read_names(text) == [Named("見本 花子", "ミホン ハナコ", "介護職員"), Named("見本 太郎")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a、b、c、d", "1行目"),
        ("見本 花子\n、ミホン", "2行目"),
        ("あ" * 61, "1行目"),
        ("見本 花子\n" + "㍿" * 21, "2行目：この名前は長すぎます"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, words):
    with pytest.raises(NotNames, match=words):
        read_names(text)


def test_all_lines_that_cannot_be_read_are_named_at_once():
    text = "a、b、c、d\n見本 花子\n、ミホン\n\n" + "あ" * 61
    with pytest.raises(NotNames) as refused:
        read_names(text)
    assert [each.partition("：")[0] for each in refused.value.mistakes] == ["1行目", "3行目", "5行目"]


def test_whoever_pasted_something_else_altogether_reads_no_endless_list():
    with pytest.raises(NotNames) as refused:
        read_names("、\n" * 50)
    assert (len(refused.value.mistakes), refused.value.mistakes[-1]) == (
        21,
        "ほかにも、直す行が30行あります。",
    )
