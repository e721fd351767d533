"""For how long it is kept what offices asked about their kits."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

QUESTIONS_KEPT = declare(
    "outside_meetings.questions_kept",
    name="はじめて受け入れる事業所の質問と、その答え",
    does="聞いた日か、さいごに答えた日から数えます。この日数がたつと、質問を、答えごと消します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1096,
    source="センターの決まり（3年。会の掲示板と同じ）",
    least=366,
    most=3653,
)
