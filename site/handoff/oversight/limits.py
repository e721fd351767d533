"""From when on a reading is looked at twice. Nothing is closed by these numbers."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

DAY_BEGINS = declare(
    "oversight.day_begins",
    name="ふつうに読む時間のはじまり",
    does="これより早い時刻に読んだものに、月ごとの確かめで印がつきます。",
    unit=Unit.CLOCK,
    kind=Kind.USUAL,
    default=7,
    source="センターの決まり",
    least=1,
    most=12,
)
DAY_ENDS = declare(
    "oversight.day_ends",
    name="ふつうに読む時間の終わり",
    does="これより遅い時刻に読んだものに、月ごとの確かめで印がつきます。",
    unit=Unit.CLOCK,
    kind=Kind.USUAL,
    default=20,
    source="センターの決まり",
    least=13,
    most=23,
)
MANY_CASES = declare(
    "oversight.many_cases",
    name="1日に読むケースの数のめやす",
    does="1日にこの数より多くのケースを読むと、月ごとの確かめで印がつきます。",
    unit=Unit.COPIES,
    kind=Kind.USUAL,
    default=15,
    source="センターの決まり",
    least=3,
    most=200,
)
DEED_WITHIN = declare(
    "oversight.deed_within",
    name="だれのケースかを見てから、仕事の記録がつくまで",
    does="見てからこの日数のあいだ、同じケースに何も書いていないと、月ごとの確かめで印がつきます。",
    unit=Unit.DAYS,
    kind=Kind.USUAL,
    default=7,
    source="センターの決まり",
    least=1,
    most=60,
)
RIGHTS_EVERY = declare(
    "oversight.rights_every",
    name="入れる人を確かめる間",
    does="前に確かめてからこの日数がたつと、招待と承認をする人の「やること」に出ます。",
    unit=Unit.DAYS,
    kind=Kind.USUAL,
    default=91,
    source="センターの決まり（3か月に1回）",
    least=28,
    most=366,
)
