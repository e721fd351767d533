from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

ANSWER_KEPT = declare(
    "events.application_answer_kept",
    name="申込の質問への答えと、送られたファイル",
    does="開催日の終わりから数えます。この日数がたつと、答えとファイルを消します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=365,
    source="センターの決まり（翌年度の準備のため。個人情報の保護に関する法律 第22条）",
    least=30,
    most=1100,
)
AGENCY_ANSWER_KEPT = declare(
    "events.agency_answer_kept",
    name="事業所に1回だけたずねた答え",
    does="さいごに答えた日から数えます。この日数がたつと消し、次の申し込みでまたたずねます。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1096,
    source="センターの決まり（3年。事業所の様子が変わるため）",
    least=90,
    most=3660,
)
