"""How long a check of a question, a guide or a practice holds."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

CHECK_HOLDS = declare(
    "guides.check_holds",
    name="質問と答え・ガイド・好取組を確かめ直すまで",
    does="内容を確かめると、この日数のあとに、もう一度「確かめる時期」になります。"
    "変えると、次に確かめたときから効きます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=365,
    source="センターの決まり（制度や報酬は、年度ごとに変わることがある）",
    least=30,
    most=1095,
)
