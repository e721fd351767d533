"""How long a member has for a quick question."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

ANSWER_WITHIN = declare(
    "sittings.answer_within",
    name="委員への急ぎの質問に、返事があるまで",
    does="聞いてからこの時間までに返事がないと、責任者の一覧に出て、責任者に知らせます。昼も夜も数えます。",
    unit=Unit.HOURS,
    kind=Kind.DEADLINE,
    default=48,
    source="センターの決まり（被疑者等支援では、釈放までが短いため）",
    least=4,
    most=240,
)
