"""The two national CSV families: their headers, and what one line of them says. Pure functions.

障害福祉サービス等情報公表システム オープンデータ (29 columns) and 介護サービス情報公表システム オープンデータ
(24 columns). Columns are told by their names, in whatever order they come.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from directory.enums import OfficialSource
from foundation.japanese.numbers import clean_digits, is_corporate_number
from foundation.japanese.text import clean_line, fold, to_katakana

# Nothing that is published is longer; what is longer is not what it seems to be.
LONGEST = {"name": 200, "name_kana": 300, "corporation_name": 200, "address": 300, "url": 500, "hours": 500}
LATITUDES, LONGITUDES = (20.0, 46.0), (122.0, 154.0)
_OFFICE_NUMBER = re.compile(r"[0-9A-Z]{10}")
_DEGREES = re.compile(r"[0-9]{1,3}(\.[0-9]{1,20})?")
_AREA_CODE = re.compile(r"[0-9]{5,6}")
_PLACE = re.compile(r"^(?P<prefecture>北海道|東京都|(?:京都|大阪)府|.{2,3}県)(?P<city>.*)$")


@dataclass(frozen=True)
class Fault:
    """What is wrong in one column of a line."""

    column: str
    message: str


class LineRefused(Exception):
    """A line cannot be taken in, because of what says which office it is."""

    def __init__(self, column: str, message: str) -> None:
        self.fault = Fault(column, message)
        super().__init__(message)


@dataclass(frozen=True)
class Published:
    """One service of one office, as a line says it, with what it is known by."""

    source: str
    service_name: str
    office_number: str
    name: str
    name_kana: str
    corporation_name: str
    corporate_number: str
    prefecture: str
    city: str
    area_code: str
    address: str
    phone: str
    fax: str
    url: str
    latitude: float | None
    longitude: float | None
    capacity: int | None
    hours: dict[str, str] = field(default_factory=dict)

    @property
    def folded_name(self) -> str:
        return fold(self.name)

    @property
    def folded_address(self) -> str:
        return fold(self.address)

    def identity(self, service_code: str) -> UUID:
        """Return what tells this record from all others: one number is shared by branch offices."""
        parts = (self.source, self.office_number, service_code, self.folded_name, self.folded_address)
        return digest("\x1f".join(parts))

    @property
    def fingerprint(self) -> UUID:
        """Return what changes when anything that was published changes."""
        return digest(json.dumps(asdict(self), ensure_ascii=False, sort_keys=True))


def digest(text: str) -> UUID:
    """Return sixteen bytes that stand for a text."""
    return UUID(bytes=hashlib.blake2b(text.encode(), digest_size=16).digest())


@dataclass(frozen=True)
class Format:
    """One family: whose it is, its columns, and how a line of it is read."""

    source: OfficialSource
    columns: tuple[str, ...]
    read: Callable[[Mapping[str, str]], tuple[Published, list[Fault]]]


WAM_COLUMNS = (
    "都道府県コード又は市区町村コード",
    "NO（※システム内の固有の番号、連番）",
    "指定機関名",
    "法人の名称",
    "法人の名称_かな",
    "法人番号",
    "法人住所（市区町村）",
    "法人住所（番地以降）",
    "法人電話番号",
    "法人FAX番号",
    "法人URL",
    "サービス種別",
    "事業所の名称",
    "事業所の名称_かな",
    "事業所番号",
    "事業所住所（市区町村）",
    "事業所住所（番地以降）",
    "事業所電話番号",
    "事業所FAX番号",
    "事業所URL",
    "事業所緯度",
    "事業所経度",
    "利用可能な時間帯（平日）",
    "利用可能な時間帯（土曜）",
    "利用可能な時間帯（日曜）",
    "利用可能な時間帯（祝日）",
    "定休日",
    "利用可能曜日特記事項（留意事項）",
    "定員",
)
CARE_COLUMNS = (
    "都道府県コード又は市町村コード",
    "No",
    "都道府県名",
    "市区町村名",
    "事業所名",
    "事業所名カナ",
    "サービスの種類",
    "住所",
    "方書（ビル名等）",
    "緯度",
    "経度",
    "電話番号",
    "FAX番号",
    "法人番号",
    "法人の名称",
    "事業所番号",
    "利用可能曜日",
    "利用可能曜日特記事項",
    "定員",
    "URL",
    "高齢者の方と障害者の方が同時一体的に利用できるサービス",
    "介護保険の通常の指定基準を満たしている",
    "障害福祉の通常の指定基準を満たしている",
    "備考",
)
_WAM_HOURS = WAM_COLUMNS[22:28]
_CARE_HOURS = (*CARE_COLUMNS[16:18], *CARE_COLUMNS[20:24])


def recognised(header: Sequence[str]) -> Format | None:
    """Return the family whose columns a header names, each once and no other, in any order."""
    names = sorted(map(clean_line, header))
    return next((each for each in FORMATS if names == sorted(map(clean_line, each.columns))), None)


def missing_columns(header: Sequence[str]) -> tuple[Format, list[str], list[str]]:
    """Return the nearest family, the columns that it has and the header has not, and the other way round."""
    names = set(map(clean_line, header))

    def distance(family: Format) -> int:
        return len(set(map(clean_line, family.columns)) ^ names)

    nearest = min(FORMATS, key=distance)
    wanted = {clean_line(each): each for each in nearest.columns}
    return nearest, [each for key, each in wanted.items() if key not in names], sorted(names - wanted.keys())


def _read_wam(line: Mapping[str, str]) -> tuple[Published, list[Fault]]:
    city = _text(line, "事業所住所（市区町村）", "address")
    address = city + _text(line, "事業所住所（番地以降）", "address")
    return _published(
        OfficialSource.WAM,
        line,
        area_code="都道府県コード又は市区町村コード",
        service="サービス種別",
        name="事業所の名称",
        kana="事業所の名称_かな",
        address=address,
        place=city,
        phone="事業所電話番号",
        fax="事業所FAX番号",
        url="事業所URL",
        latitude="事業所緯度",
        longitude="事業所経度",
        hours=_WAM_HOURS,
    )


def _read_care(line: Mapping[str, str]) -> tuple[Published, list[Fault]]:
    place = _text(line, "都道府県名", "address") + _text(line, "市区町村名", "address")
    street = _text(line, "住所", "address")
    address = street if street.startswith(_text(line, "都道府県名", "address")) else place + street
    building = _text(line, "方書（ビル名等）", "address")
    return _published(
        OfficialSource.CARE,
        line,
        area_code="都道府県コード又は市町村コード",
        service="サービスの種類",
        name="事業所名",
        kana="事業所名カナ",
        address=" ".join(filter(None, (address, building))),
        place=place,
        phone="電話番号",
        fax="FAX番号",
        url="URL",
        latitude="緯度",
        longitude="経度",
        hours=_CARE_HOURS,
    )


def _published(
    source: OfficialSource,
    line: Mapping[str, str],
    *,
    address: str,
    place: str,
    hours: Sequence[str],
    **columns: str,
) -> tuple[Published, list[Fault]]:
    """Return what a line says; what is wrong beside who and where is left empty and told."""
    faults: list[Fault] = []
    name, number = _office(line, columns["name"])
    code, prefecture, city = _area(line, columns["area_code"], place)
    latitude, longitude = _point(line, columns["latitude"], columns["longitude"], faults)
    published = Published(
        source=source.value,
        service_name=_text(line, columns["service"], "name"),
        office_number=number,
        name=name,
        name_kana=to_katakana(_text(line, columns["kana"], "name_kana", faults)),
        corporation_name=_text(line, "法人の名称", "corporation_name", faults),
        corporate_number=_corporate_number(line["法人番号"], faults),
        prefecture=prefecture,
        city=city,
        area_code=code,
        address=address[: LONGEST["address"]],
        phone=_text(line, columns["phone"], "name")[:30],
        fax=_text(line, columns["fax"], "name")[:30],
        url=_text(line, columns["url"], "url", faults),
        latitude=latitude,
        longitude=longitude,
        capacity=_capacity(line["定員"], faults),
        hours={_clean(each): said for each in hours if (said := _text(line, each, "hours", faults))},
    )
    return published, faults


def _office(line: Mapping[str, str], column: str) -> tuple[str, str]:
    """Return name and number of an office; without both nobody knows which one it is."""
    name = _text(line, column, "name")
    if not name:
        raise LineRefused(column, "事業所の名前がありません。")
    number = clean_digits(line["事業所番号"]).upper()
    if not _OFFICE_NUMBER.fullmatch(number):
        raise LineRefused("事業所番号", "事業所番号は10けたの数字です。")
    return name, number


def _area(line: Mapping[str, str], column: str, place: str) -> tuple[str, str, str]:
    """Return code, prefecture and town of an office."""
    code = clean_digits(line[column])
    if not _AREA_CODE.fullmatch(code):
        raise LineRefused(column, "都道府県・市町村のコードは5けたか6けたの数字です。")
    found = _PLACE.match(place)
    if not found:
        raise LineRefused("住所", "住所が都道府県の名前で始まっていません。")
    return code, found["prefecture"], found["city"]


# Towns, kinds, corporations and opening hours are the same in thousands of lines.
_clean = lru_cache(maxsize=16_384)(clean_line)


def _text(line: Mapping[str, str], column: str, longest: str, faults: list[Fault] | None = None) -> str:
    """Return the cleaned text of a column. One that is too long is told, or refused where it is needed."""
    text = _clean(line[column])
    if len(text) <= LONGEST[longest]:
        return text
    message = f"長すぎます（{LONGEST[longest]}文字まで）。"
    if faults is None:
        raise LineRefused(column, message)
    faults.append(Fault(column, message + "空けておきました。"))
    return ""


def _corporate_number(written: str, faults: list[Fault]) -> str:
    number = clean_digits(written)
    if not number or is_corporate_number(number):
        return number
    told = "法人番号は13けたの数字です。"
    if re.fullmatch("[0-9]{13}", number):
        told = "法人番号が正しくありません（書きまちがいです）。"
    faults.append(Fault("法人番号", told + "空けておきました。"))
    return ""


def _capacity(written: str, faults: list[Fault]) -> int | None:
    """Return the capacity in people; 0 and nothing mean that it was not filled in."""
    text = clean_digits(written).removesuffix("人").removesuffix("名")
    if not text or re.fullmatch("[0-9]{1,5}", text):
        return int(text or 0) or None
    faults.append(Fault("定員", "定員は数字です。空けておきました。"))
    return None


def _point(
    line: Mapping[str, str], latitude: str, longitude: str, faults: list[Fault]
) -> tuple[float | None, float | None]:
    """Return latitude and longitude in degrees; nothing where they are not filled in."""
    found = []
    for column, (least, most) in ((latitude, LATITUDES), (longitude, LONGITUDES)):
        text = line[column].strip()
        if not text.strip("0."):
            return None, None
        value = float(text) if _DEGREES.fullmatch(text) else 0.0
        if not least <= value <= most:
            faults.append(Fault(column, "緯度・経度が、日本の中にありません。空けておきました。"))
            return None, None
        found.append(value)
    return found[0], found[1]


FORMATS = (
    Format(OfficialSource.WAM, WAM_COLUMNS, _read_wam),
    Format(OfficialSource.CARE, CARE_COLUMNS, _read_care),
)


def as_columns(published: Published) -> dict[str, Any]:
    """Return what the record's table holds of it, besides what only the database knows."""
    values = asdict(published)
    for name in ("service_name", "city", "area_code"):
        values.pop(name)
    return values | {"folded_address": published.folded_address}
