"""Invented offices in the two national CSV formats; only the places are real."""

import csv
import io
from collections.abc import Iterable, Sequence
from random import Random
from typing import NamedTuple

from directory.models import Municipality
from foundation.japanese.text import to_katakana

from .formats import CARE_COLUMNS, WAM_COLUMNS

WORDS = (
    *("あさがお", "いちょう", "うぐいす", "えのき", "おりづる", "かりん", "きんもくせい", "くるみ"),
    *("こすもす", "さざなみ", "しおさい", "すずらん", "せせらぎ", "そらまめ", "たけのこ", "ちどり"),
    *("てんとうむし", "とんぼ", "なでしこ", "にわとこ", "ぬくもり", "ねむのき", "のぎく", "はなみずき"),
    *("ふくろう", "へちま", "ほたる", "まつぼっくり", "みかづき", "むぎわら", "めばえ", "もくれん"),
)  # fmt: skip
# As the data sets name it, as the name of an office begins, for how many (0: not told).
SERVICES = {
    "wam": (
        *(("共同生活援助", "グループホーム", 6), ("就労継続支援B型", "作業所", 20), ("生活介護", "", 20)),
        *(("計画相談支援", "相談支援センター", 0), ("居宅介護", "ヘルパーステーション", 0)),
        *(("短期入所", "ショートステイ", 4), ("地域相談支援（地域移行支援）", "地域移行支援", 0)),
    ),
    "care": (
        *(("居宅介護支援", "ケアプラン", 0), ("通所介護", "デイサービス", 25)),
        *(("訪問介護", "ヘルパーセンター", 0), ("認知症対応型共同生活介護", "グループホーム", 9)),
    ),
}
# Towns that do not exist; two offices at one address would be taken for one.
TOWNS = {"wam": "見本町", "care": "見本が丘"}
# Where a municipality lies, by its code: north and east.
PLACES = {
    "172014": (36.561, 136.656), "172022": (37.043, 136.967), "172031": (36.408, 136.445),
    "172049": (37.391, 136.899), "172057": (37.436, 137.260), "172065": (36.303, 136.315),
    "172073": (36.894, 136.779), "172090": (36.720, 136.707), "172103": (36.514, 136.566),
    "172111": (36.446, 136.554), "172120": (36.519, 136.610), "173240": (36.469, 136.542),
    "173614": (36.669, 136.729), "173657": (36.653, 136.645), "173843": (37.006, 136.778),
    "173860": (36.862, 136.797), "174076": (36.989, 136.901), "174611": (37.231, 136.912),
    "174637": (37.307, 137.150),
}  # fmt: skip
NEAR = 0.02


class Office(NamedTuple):
    """One service of one office."""

    place: Municipality
    number: str
    service: str
    name: str
    kana: str
    town: str
    phone: str
    capacity: int
    north: float = 0
    east: float = 0


def invented(places: Sequence[Municipality], source: str, a_place: int, dice: Random) -> list[Office]:
    """Return so many offices of one data set in each place, under names that nobody bears."""
    offices = []
    for number in range(len(places) * a_place):
        place, (service, begin, capacity) = places[number // a_place], dice.choice(SERVICES[source])
        word = WORDS[(number * 7 + len(source)) % len(WORDS)]
        north, east = PLACES.get(place.code, (0, 0))
        offices.append(
            Office(
                place=place,
                number=f"17{len(source)}{number:07d}",
                service=service,
                name=f"{begin}{word}",
                kana=to_katakana(word),
                town=f"{TOWNS[source]}{number % 4 + 1}丁目{number + 10}番",
                phone=f"000-01{len(source)}-{number:04d}",
                capacity=capacity,
                north=round(north + dice.uniform(-NEAR, NEAR), 5),
                east=round(east + dice.uniform(-NEAR, NEAR), 5),
            )
        )
    return offices


def wam_file(offices: Iterable[Office]) -> bytes:
    """Return offices as 障害福祉サービス等情報公表システム publishes them."""
    return _file(WAM_COLUMNS, [_wam_line(each) for each in offices])


def care_file(offices: Iterable[Office]) -> bytes:
    """Return offices as 介護サービス情報公表システム publishes them."""
    return _file(CARE_COLUMNS, [_care_line(each) for each in offices])


def _wam_line(office: Office) -> dict[str, object]:
    return {
        "都道府県コード又は市区町村コード": office.place.code[:5],
        "法人の名称": "社会福祉法人見本福祉会",
        "サービス種別": office.service,
        "事業所の名称": office.name,
        "事業所の名称_かな": office.kana,
        "事業所番号": office.number,
        "事業所住所（市区町村）": f"{office.place.prefecture}{office.place.name}",
        "事業所住所（番地以降）": office.town,
        "事業所電話番号": office.phone,
        "事業所緯度": office.north or "",
        "事業所経度": office.east or "",
        "利用可能な時間帯（平日）": "09:00～17:00",
        "定休日": "日曜日",
        "定員": office.capacity or "",
    }


def _care_line(office: Office) -> dict[str, object]:
    return {
        "都道府県コード又は市町村コード": office.place.code,
        "都道府県名": office.place.prefecture,
        "市区町村名": office.place.name,
        "事業所名": office.name,
        "事業所名カナ": office.kana,
        "サービスの種類": office.service,
        "住所": f"{office.place.prefecture}{office.place.name}{office.town}",
        "緯度": office.north or "",
        "経度": office.east or "",
        "電話番号": office.phone,
        "法人の名称": "株式会社見本介護",
        "事業所番号": office.number,
        "利用可能曜日": "平日",
        "定員": office.capacity,
    }


def _file(columns: Sequence[str], lines: Sequence[dict[str, object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode("utf-8-sig")
