"""Which row holds the headings, what each column seems to hold, and by what a set of headings is remembered.

Pure functions.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from foundation.japanese.text import clean_line, fold

from .enums import Content

# Titles and notes above the headings.
MOST_ROWS_ABOVE = 20
FEWEST_KNOWN = 2
# Other words for what a column holds, the most usual first; ours are the labels of `Content`.
_WORDS: dict[Content, tuple[str, ...]] = {
    Content.PUBLIC_ID: ("機関番号", "つなぐの番号"),
    Content.NAME: (
        *(
            "機関名",
            "名称",
            "事業所名",
            "施設名",
            "団体名",
            "事業所の名称",
            "事業所",
            "施設の名称",
            "機関の名前",
        ),
        *("機関", "関係機関", "関係機関名", "会社名", "病院名", "name"),
    ),
    Content.NAME_KANA: (
        *("カナ", "ふりがな", "よみ", "読み", "読み仮名", "よみがな", "機関名カナ", "事業所名カナ"),
        *("名称カナ", "施設名カナ", "機関名フリガナ", "事業所名フリガナ", "施設名フリガナ", "名称フリガナ"),
    ),
    Content.KIND: ("機関の種類", "種別", "機関種別", "施設種別", "サービス種別", "区分", "分類"),
    Content.MUNICIPALITY: ("市区町村", "市町", "所在市町村", "市町村名", "所在地市町村"),
    Content.CORPORATE_NUMBER: ("法人no", "法人ナンバー"),
    Content.CORPORATION: ("法人", "法人名", "法人の名称", "運営法人", "設置法人", "経営主体", "運営主体"),
    Content.POSTAL_CODE: ("〒", "郵便", "郵便no"),
    Content.ADDRESS: ("所在地", "住所地", "事業所住所", "施設住所", "address"),
    Content.PHONE: ("電話", "tel", "連絡先電話", "代表電話", "連絡先", "電話no", "telno", "phone"),
    Content.FAX: ("fax", "ファックス", "ファクス", "ファクシミリ", "faxno"),
    Content.EMAIL: ("メール", "メールアドレス", "eメール", "email", "e-mail", "mail", "アドレス"),
    Content.PARENT: ("上位組織", "本部", "所属先", "親組織"),
}
_NOISE = str.maketrans("", "", "・.。:()（）[]「」*※_/")


def _key(heading: str) -> str:
    return fold(heading).translate(_NOISE)


_KNOWN = {_key(word): each for each in Content for word in (each.label, *_WORDS[each])}


def heading_row(rows: Sequence[Sequence[str | None]]) -> int:
    """Return which of the first rows holds the headings: one that names two contents, else the first."""
    for place, cells in enumerate(rows[:MOST_ROWS_ABOVE]):
        if sum(_key(cell or "") in _KNOWN for cell in cells) >= FEWEST_KNOWN:
            return place
    return 0


def guessed(header: Sequence[str]) -> list[str]:
    """Return what each column seems to hold, by its heading; nothing where it is unknown or comes again."""
    found: list[str] = []
    for heading in header:
        content = _KNOWN.get(_key(heading), "")
        found.append("" if content in found else str(content))
    return found


def fingerprint(header: Sequence[str]) -> UUID:
    """Return what stands for a set of headings, in whatever order they come."""
    said = "\x1f".join(sorted(map(fold, header)))
    return UUID(bytes=hashlib.blake2b(said.encode(), digest_size=16).digest())


def keys_of(header: Sequence[str]) -> list[str]:
    """Return a key for each column; a heading that comes again is counted."""
    seen: Counter[str] = Counter()
    keys = []
    for heading in map(fold, header):
        seen[heading] += 1
        keys.append(heading if seen[heading] == 1 else f"{heading}\x1f{seen[heading]}")
    return keys


def remembered(header: Sequence[str], memory: Mapping[str, str]) -> list[str]:
    """Return what each column held the last time that these headings came."""
    return [memory.get(key, "") for key in keys_of(header)]


def column_name(header: Sequence[str], at: int) -> str:
    """Return how a column is called where something is wrong in it: its place and its heading."""
    heading = clean_line(header[at]) if at < len(header) else ""
    return f"{at + 1}列目「{heading[:40]}」" if heading else f"{at + 1}列目"
