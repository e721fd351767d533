"""Figures of the demo world: the survey's, verified and public, and sample numbers of two years of the centre."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from foundation.japanese.dates import fiscal_year, fiscal_year_label

from .enums import ChartKind, Scope, TableState
from .first_figures import load_first_figures
from .models import StatTable
from .services import RowPlan, create_table, publish_table, send_table, verify_table

PEOPLE = "その年度に、センターがかかわった方"
SAMPLE = "これは、画面をためすための見本です。実際の人の数ではありません。"


def seed(world: World) -> None:
    """Fill the demo world with figures; a world that has figures of its centre already is left as it is."""
    if world.door != "public" or StatTable.objects.filter(scope=Scope.OWN).exists():
        return
    staff, manager = world.people["staff"].user, world.people["manager"].user
    load_first_figures(actor=staff, now=world.now)
    last_year = fiscal_year(timezone.localdate(world.now)) - 1
    _by_duty(last_year, (34, 58, 21, 73), staff, world.now)
    _by_route(last_year, (23, 9, 2), staff, world.now)
    _by_dwelling(last_year, (12, 9, 6, 3, 2), staff, world.now)
    _over_the_years(last_year, (24, 27, 25, 31, 34), staff, world.now)
    _by_duty(last_year - 1, (31, 52, 18, 66), staff, world.now)
    _by_route(last_year - 1, (22, 9, 0), staff, world.now)
    for table in StatTable.objects.exclude(state=TableState.PUBLISHED):
        if table.state == TableState.DRAFT:
            send_table(table=table, actor=staff, now=world.now)
        verify_table(table=table, actor=manager, now=world.now)
        publish_table(table=table, actor=manager, now=world.now)


def _enter(year: int, rows: dict[str, int], staff: User, now: datetime, **words: object) -> None:
    details = {
        "scope": Scope.OWN,
        "base_text": PEOPLE,
        "unit": "人",
        "fiscal_year": year,
        "source_title": f"{fiscal_year_label(year)} 事業報告（見本）",
        "source_year": year + 1,
        "caution": SAMPLE,
    }
    plans = [RowPlan(label, Decimal(people)) for label, people in rows.items()]
    create_table(details=details | words, rows=plans, actor=staff, now=now, is_sample=True)


def _by_duty(year: int, people: tuple[int, ...], staff: User, now: datetime) -> None:
    labels = ("コーディネート", "フォローアップ", "被疑者等支援", "相談支援")
    _enter(
        year, dict(zip(labels, people, strict=True)), staff, now,
        title=f"いちばん多かったのは相談支援で、{people[3]}人でした", measured="業務ごとの、かかわった人の数", chart=ChartKind.BAR, order=10,
        caution=f"{SAMPLE}一人の方が、いくつもの業務に入ることがあります。",
    )  # fmt: skip


def _by_route(year: int, people: tuple[int, ...], staff: User, now: datetime) -> None:
    labels = ("保護観察所からの依頼", "他県のセンターからの依頼", "そのほか")
    _enter(
        year, dict(zip(labels, people, strict=True)), staff, now,
        title="コーディネートの多くは、保護観察所からの依頼で始まりました", measured="コーディネートを始めたきっかけ", chart=ChartKind.STACKED, adds_up=True, order=20,
    )  # fmt: skip


def _by_dwelling(year: int, people: tuple[int, ...], staff: User, now: datetime) -> None:
    labels = ("障害者グループホーム", "アパート", "更生保護施設", "養護老人ホーム", "救護施設")
    _enter(
        year, dict(zip(labels, people, strict=True)), staff, now,
        title="帰る先は、グループホームとアパートが中心でした", measured="矯正施設を出たあと、はじめに住んだところ", chart=ChartKind.BAR, adds_up=True, order=30,
    )  # fmt: skip


def _over_the_years(year: int, people: tuple[int, ...], staff: User, now: datetime) -> None:
    years = range(year - len(people) + 1, year + 1)
    labels = (f"{fiscal_year_label(each).partition('（')[0]}" for each in years)
    _enter(
        year, dict(zip(labels, people, strict=True)), staff, now,
        title="コーディネートの数は、5年前より増えています", measured="コーディネートをした人の数の、年度ごとの移り変わり", chart=ChartKind.LINE, order=40,
    )  # fmt: skip
