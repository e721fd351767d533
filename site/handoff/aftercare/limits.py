"""How often two sides look back, when they are asked why it goes on, and the usual rhythm of a diary."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

# No rhythm of a diary is longer, in days, whatever the usual one is.
LONGEST_RHYTHM = 180

REVIEW_OVERLAP = declare(
    "aftercare.review_overlap",
    name="併走のふりかえりまで",
    does="併走と引継ぎのあいだ、前のふりかえりからこの日数で、次のふりかえりが「やること」に出ます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=30,
    source="センターの決まり",
    least=7,
    most=120,
)
REVIEW_BACKUP = declare(
    "aftercare.review_backup",
    name="後方支援のふりかえりまで",
    does="後方支援のあいだ、前のふりかえりからこの日数で、次のふりかえりが「やること」に出ます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=90,
    source="センターの決まり",
    least=14,
    most=365,
)
HARD_QUESTION = declare(
    "aftercare.hard_question",
    name="なぜまだ併走が要るかを書くまで",
    does="併走がこの日数をこえると、続けるときは、なぜまだ要るかを書きます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=90,
    source="センターの決まり",
    least=30,
    most=365,
)
LEAD_DECIDES = declare(
    "aftercare.lead_decides",
    name="併走を続けるかを責任者が決めるまで",
    does="併走がこの日数をこえると、続けることは、依頼した側の責任者が決めます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=180,
    source="センターの決まり",
    least=30,
    most=730,
)
RHYTHM = declare(
    "aftercare.rhythm",
    name="フォローアップの記録の間隔",
    does="記録の予定を決めるときに、はじめに出る日数です。1つずつ変えられます。",
    unit=Unit.DAYS,
    kind=Kind.USUAL,
    default=30,
    source="センターの決まり",
    least=1,
    most=LONGEST_RHYTHM,
)
