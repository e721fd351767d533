"""By when the centre answers a consultation. What is urgent is answered on the day on which it is asked."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

SOON = declare(
    "consultation.soon",
    name="後方支援の相談に、早めに答えるまで",
    does="「数日のうちに」と書かれた相談に、この営業日までに答えます。過ぎると「やること」に出ます。",
    unit=Unit.BUSINESS_DAYS,
    kind=Kind.DEADLINE,
    default=3,
    source="センターの決まり",
    least=1,
    most=20,
)
NO_HURRY = declare(
    "consultation.no_hurry",
    name="後方支援の相談に答えるまで",
    does="「いそぎません」と書かれた相談に、この営業日までに答えます。過ぎると「やること」に出ます。",
    unit=Unit.BUSINESS_DAYS,
    kind=Kind.DEADLINE,
    default=10,
    source="センターの決まり",
    least=1,
    most=60,
)
