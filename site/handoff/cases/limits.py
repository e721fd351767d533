"""How long a key without a row is left alone, should a copy of the database be older than the store."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

LOST_KEYS = declare(
    "cases.lost_keys",
    name="どの記録のものでもない鍵",
    does="作りかけで止まった記録の鍵を、この日数のあとに壊します。データベースをもどしたときに備えて残します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=35,
    source="センターの決まり（鍵の控えを残す日数と同じ）",
    least=7,
    most=35,
)
