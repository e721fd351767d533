from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

VACANCY_HOLDS = declare(
    "directory.vacancy_holds",
    name="空きの知らせが古くなるまで",
    does="関係機関が知らせた空きは、この日数がたつと「空き：わかりません」と出ます。空きでしぼるときも数えません。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=30,
    source="センターの決まり（住まいの空きは、ひと月で変わる）",
    least=7,
    most=180,
)
FRESH = declare(
    "directory.fresh",
    name="関係機関の情報が新しいと言える日数",
    does="機関が確かめた日（または公表データの時期）から、この日数までは「新しい情報」と出ます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=183,
    source="センターの決まり（半年に1回、確かめてもらう）",
    least=30,
    most=366,
)
AGEING = declare(
    "directory.ageing",
    name="関係機関の情報が古いと言うまでの日数",
    does="確かめた日から、この日数をすぎると「古い情報」と出ます。電話で確かめてから使います。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=366,
    source="センターの決まり（1年に1回は、公表データが変わる）",
    least=60,
    most=1100,
)
