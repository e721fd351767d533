"""How long after a date its people may still be thanked."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

THANKS_WITHIN = declare(
    "events.thanks_within",
    name="お礼を送る期間",
    does="研修・行事が終わった次の朝、参加した方のいる申し込みに、お礼を送ります。出欠をあとで書いたときは、"
    "終わってからこの日数まで送ります。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=7,
    source="センターの決まり",
    least=1,
    most=30,
)
