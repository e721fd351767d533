"""Small files in the two national formats, line by line."""

import io
import zipfile

from directory.official.formats import CARE_COLUMNS, WAM_COLUMNS
from tests.benchmarks.open_data import csv_bytes

BODY = "9234567890123"


def wam(**columns):
    """Return an office with a service, as 障害福祉サービス等情報公表システム writes it."""
    line = dict.fromkeys(WAM_COLUMNS, "") | {
        "都道府県コード又は市区町村コード": "17201",
        "法人の名称": "社会福祉法人みなも会",
        "法人番号": BODY,
        "サービス種別": "共同生活援助",
        "事業所の名称": "グループホームみなも",
        "事業所の名称_かな": "グループホームミナモ",
        "事業所番号": "1720100001",
        "事業所住所（市区町村）": "石川県金沢市",
        "事業所住所（番地以降）": "本町1番1号",
        "事業所電話番号": "000-000-0001",
        "定員": "6",
    }
    return _with(line, columns)


def care(**columns):
    """Return an office with a service, as 介護サービス情報公表システム writes it."""
    line = dict.fromkeys(CARE_COLUMNS, "") | {
        "都道府県コード又は市町村コード": "172014",
        "都道府県名": "石川県",
        "市区町村名": "金沢市",
        "事業所名": "みなも介護センター",
        "事業所名カナ": "ミナモカイゴセンター",
        "サービスの種類": "居宅介護支援",
        "住所": "石川県金沢市本町2番2号",
        "電話番号": "000-000-0002",
        "法人番号": "2234567890121",
        "法人の名称": "株式会社みなも",
        "事業所番号": "1770100001",
        "定員": "0",
    }
    return _with(line, columns)


def _with(line, columns):
    unknown = columns.keys() - line.keys()
    assert not unknown, unknown
    return line | columns


def csv_of(*lines, encoding="utf-8-sig", order=sorted):
    """Return lines as the bytes of a CSV; its columns stand in the order that `order` gives them."""
    header = tuple(order(lines[0]))
    return csv_bytes(header, [[line[each] for each in header] for line in lines], encoding)


def zip_of(parts):
    """Return the bytes of a ZIP with these parts by name."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()
