"""The figures that a new site begins with, as public papers gave them. Nobody of the centre has checked them.

Days and years are those of the papers. A figure of one fiscal year ends with it: it is shown with its mark
until staff write down the next one.
"""

from datetime import date, datetime, timedelta
from typing import Any

from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from .models import DatedFact

DAY = timedelta(days=1)
FY2022 = date(2022, 4, 1)
FY2023 = date(2023, 4, 1)
FY2024 = date(2024, 4, 1)
COUNCIL_SURVEY = date(2021, 12, 7)

REWARDS: dict[str, Any] = {
    "valid_from": FY2022,
    "source_title": "厚生労働省「地域生活定着支援センターとの連携強化事業について」問5",
    # The paper bears a day that cannot be right, so its year is told and not the day.
    "source_year": "令和4年度当初",
}
REWARDS_NOW: dict[str, Any] = {
    "valid_from": FY2024,
    "source_title": "報酬を解説する民間のサイト（fukusi.kabudata「退院・退所加算」）",
    "source_year": "令和6年4月1日現在",
    "note": "国の資料では、まだ確かめていません。",
}
HOMES: dict[str, Any] = {
    "valid_from": FY2022,
    "valid_until": FY2023 - DAY,
    "source_title": "「地域生活定着支援センターにおける業務運営に関する好取組事例集」取組7、令和5年3月",
    "source_year": "令和4年度",
}
CENTRES: dict[str, Any] = {
    "valid_from": FY2022,
    "source_title": "「地域生活定着支援センターにおける業務運営に関する好取組事例集」はじめに、令和5年3月",
    "source_year": "令和4年度",
}
COUNCIL: dict[str, Any] = {
    "valid_from": COUNCIL_SURVEY,
    "source_title": "全国地域生活定着支援センター協議会の紹介（フォローアップ実態調査の資料）",
    "source_year": "令和3年度の調査の資料",
}

MOVE, SOCIAL, LEAVING = "地域生活移行個別支援特別加算", "社会生活支援特別加算", "退院・退所加算"
A_DAY, A_TIME = "単位/日", "単位/回"
PERMIT = "算定できるかは、指定をした都道府県や市に確かめてください。"
COUNTED_FROM = "いつから数えるかは、資料に書かれていません。"
SOCIAL_SERVICES = {
    "functional-training": "自立訓練・機能訓練",
    "life-training": "自立訓練・生活訓練",
    "work-transition": "就労移行支援",
    "work-a": "就労継続支援A型",
    "work-b": "就労継続支援B型",
}


def _figure(key: str, name: str, value: str, unit: str, paper: dict[str, Any], note: str = "") -> DatedFact:
    told = {"note": note} if note else {}
    return DatedFact(key=key, name=name, value=value, unit=unit, **(paper | told))


def first_facts() -> list[DatedFact]:
    """Return the first figures, unsaved; of the values of one figure the earlier comes first."""
    return [
        _figure("ra-community-move-group-home", f"{MOVE}（グループホーム）", "670", A_DAY, REWARDS, PERMIT),
        _figure("ra-community-move-residential", f"{MOVE}（宿泊型自立訓練）", "670", A_DAY, REWARDS, PERMIT),
        _figure("ra-community-move-facility", f"{MOVE}（障害者支援施設）", "306", A_DAY, REWARDS, PERMIT),
        _figure(
            "ra-system",
            f"{MOVE}の体制加算（障害者支援施設）",
            "12",
            A_DAY,
            REWARDS,
            "障害者支援施設だけの加算です。306単位に足します。",
        ),
        _figure("ra-community-move-years", f"{MOVE}を算定できる期間", "3", "年以内", REWARDS, COUNTED_FROM),
        *(
            _figure(f"ra-social-life-{code}", f"{SOCIAL}（{service}）", "480", A_DAY, REWARDS, PERMIT)
            for code, service in SOCIAL_SERVICES.items()
        ),
        _figure("ra-social-life-years", f"{SOCIAL}を算定できる期間", "3", "年以内", REWARDS, COUNTED_FROM),
        _figure(
            "ra-discharge-plan",
            f"{LEAVING}（計画相談支援）",
            "200",
            A_TIME,
            REWARDS | {"valid_until": FY2024 - DAY},
        ),
        _figure("ra-discharge-plan", f"{LEAVING}（計画相談支援）", "300", A_TIME, REWARDS_NOW),
        _figure(
            "ra-discharge-child",
            f"{LEAVING}（障害児相談支援）",
            "200",
            A_TIME,
            REWARDS,
            "計画相談支援では、令和6年4月から300単位とする解説があります。いまの値を確かめてください。",
        ),
        _figure("ra-discharge-limit", f"{LEAVING}を算定できる回数", "3", "回まで", REWARDS),
        _figure(
            "self-reliance-home-fee",
            "自立準備ホームの委託費",
            "5,213",
            "円/日",
            HOMES,
            "額は年度ごとに変わります。3食を出すことが条件です。",
        ),
        _figure(
            "self-reliance-home-months",
            "自立準備ホームに委託できる期間",
            "6",
            "か月",
            HOMES,
            "期間のあとの住まいを、早めに相談してください。",
        ),
        _figure(
            "settlement-centres",
            "全国の地域生活定着支援センターの数",
            "48",
            "か所",
            CENTRES,
            "協議会の会員の数とは別の数です。",
        ),
        _figure(
            "council-members",
            "全国地域生活定着支援センター協議会の会員",
            "46",
            "センター",
            COUNCIL,
            "全国のセンターの数とは別の数です。",
        ),
        _figure(
            "council-founded-on",
            "全国地域生活定着支援センター協議会の設立",
            "平成22年8月4日",
            "",
            COUNCIL,
            "任意団体としては、同じ年の4月1日に設立されました。",
        ),
    ]


def load_first_facts_in_transaction(*, now: datetime) -> int:
    """Keep the first figures whose key nobody uses yet; returns how many values that were.

    What is there stays as it is, however often this runs.
    """
    assert_in_transaction("load_first_facts")
    there = set(DatedFact.objects.values_list("key", flat=True))
    before: dict[str, DatedFact] = {}
    loaded = [fact for fact in first_facts() if fact.key not in there]
    for fact in loaded:
        fact.save()
        old = before.get(fact.key)
        if old is not None:
            old.superseded_by = fact
            old.save()
        before[fact.key] = fact
    if loaded:
        clear_public_pages_in_transaction()
        chain.record("facts.first_loaded", actor=None, subject=loaded[-1], now=now)
    return len(loaded)
