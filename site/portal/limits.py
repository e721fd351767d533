"""What of the portal's own pages is a matter of days."""

from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit
from foundation.retention import Retention

VIEWING_KEPT = declare(
    "portal.viewing_kept",
    name="見やすさの設定をおぼえておく期間",
    does="読む人が選んだ文字の大きさや色を、その人の機械のクッキーが、この日数おぼえています。"
    "変えると、次に設定したときから効きます。",
    unit=Unit.DAYS,
    kind=Kind.RETENTION,
    default=365,
    source="センターの決まり",
    least=1,
    most=400,
)
CENTRES_CHECK_HOLDS = declare(
    "portal.centres_check_holds",
    name="ほかのセンターの連絡先を確かめ直すまで",
    does="「全国のつながり」の行を確かめてからこの日数がすぎると、古いかもしれないことがページに出ます。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=365,
    source="センターの決まり（連絡先は、年度ごとに変わることがある）",
    least=30,
    most=1095,
)


def kept_settings() -> list[Retention]:
    """Return how long a reader's own machine remembers how pages look."""
    return [
        Retention(
            records="見やすさの設定（読む人の機械の中のクッキー）",
            limit=VIEWING_KEPT,
            counted_from="設定した日",
            ground="次に読むときも、同じ見え方にするため。だれの設定かは、センターではわかりません",
        )
    ]
