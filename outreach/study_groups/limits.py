"""For how long it is kept who stood for an agency and who asked to join, and files past their last day."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

PEOPLE_KEPT = declare(
    "study_groups.people_kept",
    name="会に、だれがいつ機関の代表・代理だったか",
    does="役を終えた日、入会の返事をした日から数えます。この日数がたつと、その人の行と、申し込みを消します。"
    "どの機関がいつ会員だったかは残ります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1827,
    source="センターの決まり（5年。会の年ごとの報告を見直せるように）",
    least=366,
    most=3653,
)
SHELF_REMOVED_AFTER = declare(
    "study_groups.shelf_removed_after",
    name="会の資料を、開ける日のあと消すまで",
    does="開けるさいごの日からこの日数がたった夜に、資料のファイルを消します。1日なら、その日が終わった夜です。"
    "いつまで開けるかを書かなかった資料は、残ります。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1,
    source="センターの決まり（だれも開けない資料を、残さない）",
    least=1,
    most=366,
)
