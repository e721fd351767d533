"""When check lists, guides and gaps are looked at again, and how long a municipality's copy is kept."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

REVIEW_HOLDS = declare(
    "procedures.review_holds",
    name="手続きのチェック表、準備の手引き、はじめの一歩を確かめ直すまで",
    does="「内容を確かめた」を押すと、この日数のあとに、もう一度「確かめる時期」になります。"
    "変えると、次に押したときから効きます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=365,
    source="センターの決まり（制度や窓口は、年度ごとに変わることがある）",
    least=30,
    most=1095,
)
GAP_REVIEW_HOLDS = declare(
    "procedures.gap_review_holds",
    name="市町村のすき間の一覧を見直すまで",
    does="すき間の「いまのようすを確かめた」を押すと、この日数のあとに、もう一度「確かめる時期」になります。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=183,
    source="センターの決まり（半年に1回、市町村と見直す）",
    least=30,
    most=1095,
)
COPIES_KEPT = declare(
    "procedures.copies_kept",
    name="市町村が印をつけた、準備の手引き",
    does="その年度の終わりの日からこの日数がたった夜に、印を消します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=1827,
    source="センターの決まり（5年。補助金の書類を見返せるように）",
    least=366,
    most=3653,
)
