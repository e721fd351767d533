"""How long answers are kept, and who completed a course."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

ANSWERS_KEPT = declare(
    "completion.answers_kept",
    name="研修動画の確かめの質問への答え",
    does="答えた日から数えます。この日数がたつと、一つひとつの答えを消します。"
    "まだ修了していない人の正しい答えは、修了のために残します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=366,
    source="センターの決まり（1年。答えを確かめなおせるように）",
    least=60,
    most=1830,
)
COMPLETIONS_KEPT = declare(
    "completion.names_kept",
    name="研修動画を修了した人の名前",
    does="修了した日から数えます。この日数がたつと、修了の記録から、名前・フリガナ・所属を消します。修了した人数は残ります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=3653,
    source="センターの決まり（10年。修了証の記録と同じ）",
    least=366,
    most=10958,
)
