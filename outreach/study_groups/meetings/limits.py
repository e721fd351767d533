"""What the centre may change about meetings, and how long it is kept who did what there."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

REPORT_WITHIN = declare(
    "group_meetings.report_within",
    name="事例のその後を知らせるまで（会議から）",
    does="会議で話し合った事例は、この日数がたっても「その後」の報告がないと、会の事例の一覧のはじめに出ます。",
    unit=Unit.DAYS,
    kind=Kind.USUAL,
    default=60,
    source="センターの決まり",
    least=14,
    most=365,
)
PEOPLE_KEPT = declare(
    "group_meetings.people_kept",
    name="会議に、だれが出たか",
    does="会議を開いた日から数えます。この日数がたつと、出欠から名前を外します。"
    "どの機関から何人が来たかは残ります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1827,
    source="センターの決まり（5年。会の年ごとの報告を見直せるように）",
    least=366,
    most=3653,
)
RECUSALS_KEPT = declare(
    "group_meetings.recusals_kept",
    name="会議で、だれがどの議題のときに席を外したか",
    does="席を外すと書いた日から数えます。この日数がたつと、その人の行を消します。確定した議事要旨は残ります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=3653,
    source="センターの決まり（10年。決め方が正しかったかを、たどれるように）",
    least=366,
    most=3653,
)
COPIES_KEPT = declare(
    "group_meetings.copies_kept",
    name="会議の番号をつけた資料を、だれにわたしたか",
    does="返った日、処分した日、なくなったとわかった日から数えます。この日数がたつと、わたした先を消します。"
    "まだ返っていない番号は残ります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1096,
    source="センターの決まり（3年。もれたおそれがあるときに、たどれるように）",
    least=366,
    most=3653,
)
ANSWERS_KEPT = declare(
    "group_meetings.answers_kept",
    name="会議の日程の調整への、一人ひとりの返事",
    does="会議を開いた日（開かなかったときは、候補の日）から数えます。この日数がたつと、返事を消します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=365,
    source="センターの決まり",
    least=30,
    most=1827,
)
