"""The figures that a new site begins with: what the centres' national association asked its members in 2021.

Two things of the source are not as they look. It prints the mean IQ with a percent sign, which is a slip. And
it does not say how many centres answered the questions about their views, so no such number is shown.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from foundation.audit import chain
from foundation.transactions import assert_in_transaction

from .enums import ChartKind, Scope, TableState
from .models import StatTable
from .services import RowPlan, enter_in_transaction

ASSOCIATION = "https://zenteikyo-jimu.jimdofree.com/"
FOLLOW_UP = {
    "source_title": "全国地域生活定着支援センター協議会「フォローアップ実態調査」",
    "source_year": 2021,
    "source_url": ASSOCIATION,
    "fiscal_year": 2021,
    "period": "令和3年10月21日から12月7日までの調査",
}
PEOPLE = {
    "base_text": (
        "特別調整・一般調整の対象になった人のうち、"
        "令和元年度に支援が終わった人と、令和2年度に支援が終わった人・続いている人"
    ),
    "base_number": 2783,
    "base_unit": "件",
}
VIEWS = FOLLOW_UP | {
    "source_title": "全国地域生活定着支援センター協議会「認識調査」",
    "period": "フォローアップ実態調査とあわせて報告されたもの（調べた時期は資料に記載なし）",
    "base_text": "全国の地域生活定着支援センター",
    "unit": "%",
    "chart": ChartKind.BAR,
}
SEVERAL_ANSWERS = (
    "いくつも選べる問いと考えられ、足しても100%になりません。何センターの答えかは、資料にありません。"
)


@dataclass(frozen=True)
class FirstTable:
    """A table by its address, with its words and rows."""

    slug: str
    details: dict[str, object]
    rows: tuple[RowPlan, ...]


def _row(label: str, value: str, unit: str = "", note: str = "") -> RowPlan:
    return RowPlan(label, Decimal(value), unit, note)


FIRST_TABLES = (
    FirstTable(
        "follow-up-survey",
        FOLLOW_UP
        | {
            "title": "全国48センターのうち、46センターが調査に答えました",
            "measured": "フォローアップ実態調査に答えたセンターの数と、調べた件数",
            "base_text": "全国の地域生活定着支援センター",
            "base_number": 48,
            "base_unit": "センター",
            "caution": (
                "件数は、資料に「2,783/3,043件」とだけ書かれています。"
                "協議会の会員も46センターですが、答えた46センターとは別の数です。"
            ),
        },
        (
            _row("調査をお願いしたセンター", "48", "センター"),
            _row("答えたセンター", "46", "センター"),
            _row("回答率", "95.8", "%"),
            _row("対象となる件数", "3043", "件"),
            _row("そのうち調べた件数", "2783", "件"),
        ),
    ),
    FirstTable(
        "follow-up-people",
        FOLLOW_UP
        | PEOPLE
        | {
            "title": "フォローアップを受けた人は平均56.71歳、87.73%が男性でした",
            "measured": "フォローアップの対象になった人の、基本の属性",
            "caution": "調べた件数は2,783件です。項目ごとの回答数は、資料にありません。",
        },
        (
            _row("相談したときの年齢（平均）", "56.71", "歳"),
            _row("男性の割合", "87.73", "%"),
            _row("特別調整の割合", "88.88", "%"),
            _row("IQ相当値（平均）", "61.92", note="割合ではないので、単位をつけていません。"),
            _row("刑務所に入った回数", "4.67", "回", "平均と考えられます。"),
            _row("釈放後に帰住先が変わった回数", "1.83", "回", "平均と考えられます。"),
            _row("生活保護を受けている人の割合", "72.91", "%"),
        ),
    ),
    FirstTable(
        "follow-up-dwellings",
        FOLLOW_UP
        | PEOPLE
        | {
            "title": "いまの住まいは、自宅アパートが29.06%でいちばん多くなっています",
            "measured": "フォローアップの対象になった人の、いまの居所（多いものから4つ）",
            "unit": "%",
            "chart": ChartKind.BAR,
            "caution": (
                "資料にあるのは多いものから4つだけです。足しても100%になりません。"
                "項目の回答数は、資料にありません。"
            ),
        },
        (
            _row("自宅アパート", "29.06"),
            _row("障害者グループホーム", "22.65"),
            _row("病院", "8.06"),
            _row("養護老人ホーム", "7.17"),
        ),
    ),
    FirstTable(
        "needed-links",
        VIEWS
        | {
            "title": "暮らしを支えるには、ケアマネジャーなどとの連携が必要という答えが90.0%でした",
            "measured": "釈放後の生活を支えるために、連携が必要な機関",
            "caution": SEVERAL_ANSWERS,
        },
        (
            _row("ケアマネジャー・地域包括支援センター", "90.0"),
            _row("障害福祉サービス（相談支援）", "86.7"),
        ),
    ),
    FirstTable(
        "long-support",
        VIEWS
        | {
            "title": "支援が長くなる理由は、受け入れ先がかかわりの継続を望むことが90.0%でした",
            "measured": "地域生活定着支援センターの支援が長くなる理由",
            "caution": SEVERAL_ANSWERS,
        },
        (
            _row("受け入れた施設などが、かかわりの継続を望む", "90.0"),
            _row("関係機関の協力が得られない", "86.7"),
            _row("安定したサービスの利用につながらない", "83.3"),
            _row("本人が、センター以外のかかわりを断る", "43.3"),
        ),
    ),
)


def load_first_figures_in_transaction(*, actor: User | None, now: datetime) -> int:
    """Enter what is not there yet and return how many tables; they wait for somebody to verify them.

    What people changed or took back since stays as it is.
    """
    assert_in_transaction("load_first_figures")
    known = set(StatTable.objects.values_list("slug", flat=True))
    new = [first for first in FIRST_TABLES if first.slug not in known]
    for place, first in enumerate(FIRST_TABLES, start=1):
        if first in new:
            table = StatTable(slug=first.slug, scope=Scope.NATIONAL, state=TableState.SENT, order=place * 10)
            enter_in_transaction(table, first.details, first.rows, actor=actor, now=now)
            chain.record("figures.table_entered", actor=actor, subject=table, now=now, fields=first.details)
    return len(new)


@transaction.atomic(durable=True)
def load_first_figures(*, actor: User | None, now: datetime) -> int:
    """Do the same as an act of its own."""
    return load_first_figures_in_transaction(actor=actor, now=now)
