"""The values that a new site begins with, as public papers gave them; nobody of the centre confirmed them.

Units are those of the ministry's paper of the beginning of 令和4年度 (its printed day cannot be right, so the
year is told and not the day). A later change is noted where it is known, with its own source.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from content.search.services import index_in_transaction
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from .enums import Per, Release, Route, Service
from .models import Addition, UnitPrice
from .search import SOURCE
from .services import same_thing

FY2021, FY2022, FY2024 = date(2021, 4, 1), date(2022, 4, 1), date(2024, 4, 1)
THE_DAY_BEFORE_FY2024 = FY2024 - timedelta(days=1)
RESPONSIBLE = "連携担当"
MOVE, SOCIAL, LEAVING = "地域生活移行個別支援特別加算", "社会生活支援特別加算", "退院・退所加算"
SYSTEM = f"{MOVE}の体制加算"
ARRANGED = [Route.CENTRE, Route.PROBATION, Route.MUNICIPALITY]

PAPER: dict[str, Any] = {
    "valid_from": FY2022,
    "source_title": "厚生労働省「地域生活定着支援センターとの連携強化事業について」問5",
    "source_year": "令和4年度当初",
}
CHANGED: dict[str, Any] = {
    "valid_from": FY2024,
    "source_title": "報酬を解説する民間のサイト（fukusi.kabudata「退院・退所加算」）",
    "source_year": "令和6年4月1日現在",
    "note": "国の資料では、まだ確かめていません。",
}
ASK_WHOEVER_PERMITS = "算定できるかは、指定をした都道府県や市に確かめてください。"
NOTHING_LATER = f"令和4年度よりあとの値は、まだ確かめていません。{ASK_WHOEVER_PERMITS}"


def _still_the_same(commentary: str) -> str:
    return (
        f"令和7年の民間の解説（{commentary}）でも、同じ単位数です。"
        f"家で暮らしてから使うときの期間も、民間の解説によります。{ASK_WHOEVER_PERMITS}"
    )


YEARS: dict[str, Any] = {"limit_words": "3年以内", "limit_years": 3}
SPECIAL: dict[str, Any] = {
    "per": Per.DAY,
    "releases": [Release.CORRECTIONAL, Release.MEDICAL_ACT],
    "routes": ARRANGED,
    "papers": "定着支援センターか保護観察所が調整したことのわかるもの（定着支援センターの意見書）",
    "needs_letter": True,
    "note": NOTHING_LATER,
    **YEARS,
}
LIVE_HERE = (
    "刑務所などを出た方や、医療観察法の通院医療を受けている方が、保護観察所か定着支援センターの調整で使うことになり、"
    "地域で暮らすための相談や、その人に合わせた支援をしたとき。市町村が定着支援センターと調整したときも、同じに扱えます。"
)
PLAN_MADE = (
    "刑務所などを出るときに、そこの職員と面談して必要な情報を受け取り、サービス等利用計画を作って、"
    "サービスを使えるように調整したとき。"
)
PRICES_OF_HOMES = ("11.60", "11.28", "11.20", "10.96", "10.80", "10.48", "10.24", "10.00")


def _addition(service: Service, name: str, units: int, **fields: Any) -> dict[str, Any]:
    told = {"service": service, "name": name, "units": units, "responsible": RESPONSIBLE}
    return PAPER | told | fields


def first_additions() -> list[dict[str, Any]]:
    """Return the values of the first additions; of one addition the earlier comes first."""
    move = SPECIAL | {"conditions": LIVE_HERE}
    homes = move | {"home_years": 3, "note": _still_the_same("福祉なばな")}
    social = move | {"home_years": 3, "note": _still_the_same("職放")}
    leaving: dict[str, Any] = {
        "per": Per.TIME,
        "limit_words": "3回を限度",
        "limit_times": 3,
        "conditions": PLAN_MADE,
        "releases": [Release.CORRECTIONAL],
        "papers": "面談の記録\nサービス等利用計画",
    }
    return [
        _addition(Service.GROUP_HOME, MOVE, 670, **homes),
        _addition(Service.LODGING_TRAINING, MOVE, 670, **homes),
        _addition(Service.FACILITY, MOVE, 306, **move),
        _addition(
            Service.FACILITY,
            SYSTEM,
            12,
            per=Per.DAY,
            conditions="支援する体制をととのえた施設が、306単位に足して算定します。障害者支援施設だけの加算です。",
            releases=[Release.CORRECTIONAL, Release.MEDICAL_ACT],
            added_to=MOVE,
            note="だれについて算定するかは、資料に書かれていません。指定をした都道府県や市に確かめてください。",
        ),
        *(
            _addition(service, SOCIAL, 480, **social)
            for service in (
                *(Service.FUNCTIONAL_TRAINING, Service.LIFE_TRAINING, Service.WORK_TRANSITION),
                *(Service.WORK_A, Service.WORK_B),
            )
        ),
        _addition(Service.PLAN, LEAVING, 200, **leaving, valid_until=THE_DAY_BEFORE_FY2024),
        _addition(Service.PLAN, LEAVING, 300, **leaving | CHANGED),
        _addition(
            Service.CHILD_PLAN,
            LEAVING,
            200,
            **leaving,
            note="計画相談支援では、令和6年4月から300単位とする解説があります。いまの値を確かめてください。",
        ),
    ]


def first_prices() -> list[dict[str, Any]]:
    """Return the prices of a unit that a source could be named for: those of group homes alone."""
    return [
        {
            "service": Service.GROUP_HOME,
            "prices": [Decimal(each) for each in PRICES_OF_HOMES],
            "valid_from": FY2021,
            "source_title": "障害福祉を専門とする税理士のサイト（障がい者グループホームの地域区分・単価）",
            "source_year": "令和3〜5年度",
            "source_url": "https://syogai-zeirishi.com/894",
            "note": "令和6年度からの単価は、国の告示で確かめてください。",
            "responsible": RESPONSIBLE,
        }
    ]


def load_first_additions_in_transaction(*, now: datetime) -> int:
    """Keep the first values of whatever has none yet; returns how many values that were.

    What is there stays as it is, however often this runs.
    """
    assert_in_transaction("load_first_additions")
    there = [same_thing(row) for kind in (Addition, UnitPrice) for row in kind.objects.all()]
    wanted = [
        *(Addition(**values) for values in first_additions()),
        *(UnitPrice(**values) for values in first_prices()),
    ]
    loaded = [row for row in wanted if same_thing(row) not in there]
    for row in loaded:
        row.save()
    if loaded:
        index_in_transaction(SOURCE, Service.values)
        clear_public_pages_in_transaction()
        chain.record("reward_additions.first_loaded", actor=None, subject=loaded[-1], now=now)
    return len(loaded)
