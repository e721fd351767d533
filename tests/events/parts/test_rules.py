"""What may become of the parts of a date."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events.part_rules import MOST_PARTS, PartFacts, may_become, may_write

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def part(day, *, hours=2, state="planned"):
    return PartFacts(NOW + day * DAY, NOW + day * DAY + hours * HOUR, state)


@pytest.mark.parametrize(
    ("parts", "allowed"),
    [
        ([], True),
        ([part(1)], False),
        ([part(1), part(2)], True),
        ([part(day) for day in range(MOST_PARTS)], True),
        ([part(day) for day in range(MOST_PARTS + 1)], False),
        ([part(1), part(2, hours=0)], False),
        ([part(1, hours=30), part(2)], False),
        ([part(1, hours=24), part(2)], True),
        ([part(1, hours=30, state="cancelled"), part(2)], True),
    ],
)
def test_a_date_has_no_part_or_several_that_do_not_overlap(parts, allowed):
    assert may_write(parts).allowed is allowed


@pytest.mark.parametrize(
    ("parts", "kind", "new", "allowed"),
    [
        ([part(1), part(2)], "cancelled", None, True),
        ([part(-1), part(2)], "cancelled", None, False),  # it is over
        ([part(1), part(2, state="cancelled")], "cancelled", None, False),  # nothing would be left
        ([part(1, state="cancelled"), part(2)], "cancelled", None, False),
        ([part(1, state="cancelled"), part(2)], "restored", None, True),
        ([part(1), part(2)], "restored", None, False),
        ([part(-1, state="cancelled"), part(2)], "restored", None, False),
        ([part(1, state="cancelled"), part(1)], "restored", None, False),  # at the same time
        ([part(1), part(2)], "postponed", None, True),
        ([part(1), part(2)], "postponed", part(5), True),
        ([part(1), part(2)], "postponed", part(2), False),
        ([part(1), part(2)], "postponed", part(-2), False),
        ([part(1), part(2)], "postponed", part(4, hours=0), False),
        ([part(1, state="postponed"), part(2)], "postponed", part(5), True),
        ([part(1, state="postponed"), part(2)], "postponed", None, False),
    ],
)
def test_one_part_is_off_put_off_or_brought_back_by_itself(parts, kind, new, allowed):
    decision = may_become(parts, 0, kind, NOW, new=new)
    assert decision.allowed is allowed
    assert bool(decision.reason) is not allowed
