from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

LOST_WORDS_KEPT = declare(
    "site_search.lost_words_kept",
    name="見つからなかったことばを残す期間",
    does="さがしても何も出なかったことばと回数を、この日数がたつと自動で消します。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=180,
    source="センターの決まり",
    least=30,
    most=365,
)
