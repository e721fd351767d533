"""Fills a Word document: text, tables, headers, footers, notes and text boxes."""

import re
from collections import Counter

from foundation.incoming.refusal import FileRefused

from .marks import Answers, names_in
from .package import Package
from .sizes import MOST_TABLE_ROWS
from .texts import Report, fill_paragraph, own_runs, text_of
from .tree import Element, Splices, insist_on_size, joined, parsed

_BESIDE = {"header": "ヘッダー", "footer": "フッター", "footnotes": "脚注", "endnotes": "文末脚注"}
_SEVERAL = "1つの行に、ちがう表のしるし（{}）があります。表ごとに、行を分けてください。"
_MERGED = "しるしのある表の行が、下の行とたてにつながっています。つながりを解いてください。"
# Ids that Word gives once: a copied row goes without them.
_PARAGRAPH_ID = re.compile(rb'\s(?:w14:paraId|w14:textId)="[^"]*"')
_BOOKMARK = re.compile(rb"<w:bookmark(?:Start|End)\b[^>]*?/>")


def fill_document(package: Package, report: Report) -> dict[str, bytes]:
    """Return the parts that a document has anew. Raises FileRefused for a row that cannot be repeated."""
    places = {package.main: "本文"}
    for kind, words in _BESIDE.items():
        places |= dict.fromkeys(package.related(package.main, kind), words)
    changed = {}
    for name, words in places.items():
        if name in package.parts:
            new = _fill_part(package.parts[name], report, words)
            if new is not None:
                changed[name] = new
    return changed


def _fill_part(content: bytes, report: Report, words: str) -> bytes | None:
    root, splices = parsed(content), Splices(content)
    places = _Places(root, words)
    repeated = _repeated_rows(root, report.answers)
    report.repeats(len(repeated))
    for paragraph in root.each("p"):
        row = paragraph.within("tr")
        if not any(id(each) in repeated for each in _rows_around(row)):
            fill_paragraph(paragraph, splices, report, place=places.of)
    for row, table in repeated.values():
        splices.replace(row, _rows(content, row, table, report, places.of(row)))
    return splices.applied() if splices else None


def _repeated_rows(root: Element, answers: Answers) -> dict[int, tuple[Element, str]]:
    """Return the rows that bear marks of a table, each with the name of that table."""
    found: dict[int, tuple[Element, str]] = {}
    for paragraph in root.each("p"):
        row = paragraph.within("tr")
        for name in names_in(text_of(own_runs(paragraph))):
            column = answers.table_of(name)
            if column is None:
                continue
            if row is None:
                raise FileRefused(f"【{name}】は、表の行の中に置いてください。行ごと、くり返します。")
            if found.setdefault(id(row), (row, column[0]))[1] != column[0]:
                raise FileRefused(_SEVERAL.format(f"【{name}】"))
    for row, _ in found.values():
        if any(id(each) in found for each in _rows_around(row)[1:]):
            raise FileRefused("くり返す行の中に、くり返す表があります。1つの表にしてください。")
    return found


def _rows_around(row: Element | None) -> list[Element]:
    found = []
    while row is not None:
        found.append(row)
        row = row.within("tr")
    return found


def _rows(content: bytes, row: Element, table: str, report: Report, place: str) -> bytes:
    """Return a row as often as its table has rows, and once where it has none."""
    if any(each.get("val") == "restart" for each in row.each("vMerge")):
        raise FileRefused(_MERGED)
    count = max(1, len(report.answers.tables[table].rows))
    if count > MOST_TABLE_ROWS:
        raise FileRefused(f"表の行が多すぎます（{MOST_TABLE_ROWS:,}行まで）。")
    insist_on_size(count * (row.end - row.start))

    def copy(number: int) -> bytes:
        splices, where = Splices(content), f"{place}＋{number}" if number else place
        for paragraph in row.each("p"):
            fill_paragraph(paragraph, splices, report, place=lambda _: where, row=number)
        made = splices.applied(row.start, row.end)
        return _BOOKMARK.sub(b"", _PARAGRAPH_ID.sub(b"", made)) if number else made

    return joined(map(copy, range(count)))


class _Places:
    """Where paragraphs and rows of a part stand, in the words of its readers; each is numbered once."""

    def __init__(self, root: Element, words: str) -> None:
        self.words = words
        self.paragraphs = {id(each): number for number, each in enumerate(root.each("p"), start=1)}
        self.tables = {id(each): number for number, each in enumerate(root.each("tbl"), start=1)}
        self.rows: dict[int, int] = {}
        counts: Counter[int] = Counter()
        for each in root.each("tr"):
            table = id(each.within("tbl"))
            counts[table] += 1
            self.rows[id(each)] = counts[table]

    def of(self, element: Element) -> str:
        """Return the place of a paragraph or a row."""
        table = element.within("tbl")
        row = element if element.name == "tr" else element.within("tr")
        if table is None or row is None:
            return f"{self.words}の{self.paragraphs[id(element)]}段落目"
        # A paragraph of a broken table may stand outside of its rows.
        number = self.rows[id(row)] if row.within("tbl") is table else 0
        return f"{self.words}の表{self.tables[id(table)]}、{number}行目"
