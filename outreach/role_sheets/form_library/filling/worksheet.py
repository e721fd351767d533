"""One worksheet: finds its marks, repeats rows for tables, and moves what lies below."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from foundation.incoming.refusal import FileRefused

from .cells import Looks, Strings, closing, filled_cell, item_of, opening, text_in
from .marks import Answers, names_in, replaced
from .references import Book, Moves, concerns, copied_formula, moved_formula
from .sizes import MOST_TABLE_ROWS, MOST_TEXT_BYTES
from .texts import Report, words_by
from .tree import TOO_MUCH, Element, Splices, insist_on_size, joined, parsed, xml_text

# Attributes that hold one cell, one area, several areas or a row.
_ONE_CELL = {"selection": "activeCell", "sheetView": "topLeftCell", "pane": "topLeftCell", "cellWatch": "r"}
_ONE_AREA = {
    "dimension": "ref",
    "autoFilter": "ref",
    "sortState": "ref",
    "sortCondition": "ref",
    "hyperlink": "ref",
}
_AREAS = frozenset({"conditionalFormatting", "dataValidation", "protectedRange", "ignoredError", "selection"})
_FORMULAS = ("f", "formula", "formula1", "formula2")
_HEADS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_IN_THE_WAY = {
    "tableParts": "テーブル",
    "oleObjects": "埋めこんだもの",
    "controls": "ボタンなどの部品",
    "dataConsolidate": "統合の設定",
}
_SEVERAL = "シート「{}」の{}行目に、ちがう表のしるしがあります。表ごとに、行を分けてください。"
_CANNOT = "シート「{}」には{}があるので、行をふやせません。表のしるしを、別のシートに置いてください。"
_MERGED = "シート「{}」の{}行目は、下の行とたてに結合されています。表のしるしのある行の結合を解いてください。"
_ARRAY = "シート「{}」の{}に、行をまたぐ配列数式があるので、行をふやせません。"
_NO_NUMBERS = "シート「{}」の行に番号がありません。Excelで開いて、保存し直してください。"
_TOO_MANY = "表の行が多すぎます（{:,}行まで）。期間を短くするか、表を分けてください。"


@dataclass
class Sheet:
    """A worksheet as it stands, with what its cells show and which rows its tables repeat."""

    title: str
    content: bytes
    strings: Strings
    looks: Looks
    root: Element = field(init=False)
    rows: list[tuple[int, Element]] = field(init=False)
    moves: Moves = field(init=False, default_factory=Moves)

    def __post_init__(self) -> None:
        self.root = parsed(self.content)
        self.rows = list(_numbered(self.root))
        self._marked = [
            (row, cell, names)
            for row, element in self.rows
            for cell in element.children
            if cell.name == "c" and (names := self._names(cell))
        ]

    @property
    def key(self) -> str:
        """The title as formulas compare it."""
        return self.title.casefold()

    def _names(self, cell: Element) -> list[str]:
        item = item_of(self.content, cell, self.strings)
        if item is None:
            return []
        # Many cells may show the same text: one that no cell can hold is not read for each of them.
        if item[1].end - item[1].start > MOST_TEXT_BYTES:
            raise FileRefused(TOO_MUCH)
        return names_in(text_in(item[1]))

    def plan(self, answers: Answers) -> None:
        """Find out which rows are repeated. Raises FileRefused where something stands in the way."""
        tables: dict[int, str] = {}
        for row, _, names in self._marked:
            for name in names:
                column = answers.table_of(name)
                if column and tables.setdefault(row, column[0]) != column[0]:
                    raise FileRefused(_SEVERAL.format(self.title, row))
        self.repeated = tables
        more = {row: max(1, len(answers.tables[table].rows)) - 1 for row, table in tables.items()}
        if any(each >= MOST_TABLE_ROWS for each in more.values()):
            raise FileRefused(_TOO_MANY.format(MOST_TABLE_ROWS))
        lengths = {row: element.end - element.start for row, element in self.rows}
        insist_on_size(sum(count * lengths[row] for row, count in more.items()))
        self.moves = Moves(more)
        if self.moves:
            self._insist_on_room()

    def _insist_on_room(self) -> None:
        for name, words in _IN_THE_WAY.items():
            if any(each.children for each in self.root.each(name)):
                raise FileRefused(_CANNOT.format(self.title, words))
        if any(not row.get("r") for _, row in self.rows) or any(
            not cell.get("r") for _, row in self.rows for cell in row.children if cell.name == "c"
        ):
            raise FileRefused(_NO_NUMBERS.format(self.title))
        for each in self.root.each("mergeCell"):
            first, last = _rows_of(each.get("ref"))
            if first != last and self.moves.more.get(first):
                raise FileRefused(_MERGED.format(self.title, first))
        for each in self.root.each("f"):
            if each.get("t") in {"array", "dataTable"}:
                first, last = _rows_of(each.get("ref"))
                if self.moves.row(first) - first != self.moves.last(last) - last:
                    raise FileRefused(_ARRAY.format(self.title, each.get("ref")))

    def changes(self, answers: Answers) -> bool:
        """Return whether a cell of the sheet says something else once its marks are filled."""
        return any(answers.is_known(name) for _, _, names in self._marked for name in names)

    def filled(self, report: Report, book: Book, *, are_stale: bool) -> bytes | None:
        """Return the sheet with its known marks filled, or None when nothing of it changes.

        When a cell of the workbook changes, the results that its formulas keep are old (`are_stale`) and go.
        """
        splices = Splices(self.content)
        formulas = _Formulas(self, book, are_stale=are_stale)
        marked = {id(cell): names for _, cell, names in self._marked}
        for row, element in self.rows:
            if self.moves.more.get(row):
                splices.replace(element, self._copies(row, element, report, formulas, marked))
                continue
            self._fill_row(row, element, splices, report, formulas, marked)
        self._fill_heads(splices, report)
        formulas.move_beside(splices)
        if self.moves:
            self._move_the_rest(splices)
        return splices.applied() if splices else None

    def _fill_row(
        self,
        row: int,
        element: Element,
        splices: Splices,
        report: Report,
        formulas: "_Formulas",
        marked: dict[int, list[str]],
    ) -> None:
        number = self.moves.row(row)
        if number != row:
            splices.set(element, "r", str(number))
        for column, cell in _columns(element):
            to = f"{column}{number}"
            names = marked.get(id(cell))
            if names:
                report.note(f"{self.title}!{to}", names, 0)
            if names and any(report.answers.is_known(name) for name in names):
                splices.replace(cell, self._cell(cell, report.answers, to, 0))
                continue
            if number != row:
                splices.set(cell, "r", to)
            formulas.move(splices, cell, row)
            formulas.forget_result(splices, cell)

    def _copies(
        self,
        row: int,
        element: Element,
        report: Report,
        formulas: "_Formulas",
        marked: dict[int, list[str]],
    ) -> bytes:
        """Return a row as often as its table has rows; formulas in it are copied downwards."""
        first = self.moves.row(row)

        def copy(place: int) -> bytes:
            splices = Splices(self.content)
            splices.set(element, "r", str(first + place))
            for column, cell in _columns(element):
                to, names = f"{column}{first + place}", marked.get(id(cell))
                if names:
                    report.note(f"{self.title}!{to}", names, place)
                if names and any(report.answers.is_known(name) for name in names):
                    splices.replace(cell, self._cell(cell, report.answers, to, place))
                elif formula := formulas.at(cell, row):
                    copied = copied_formula(formula, origin=f"{column}{first}", to=to)
                    splices.replace(cell, formulas.cell(cell, to, copied))
                else:
                    splices.set(cell, "r", to)
                    formulas.forget_result(splices, cell)
            return splices.applied(element.start, element.end)

        return joined(map(copy, range(self.moves.more[row] + 1)))

    def _cell(self, cell: Element, answers: Answers, to: str, row: int) -> bytes:
        item = item_of(self.content, cell, self.strings)
        assert item is not None  # only texts bear marks
        return filled_cell(self.content, cell, item, answers, self.looks, to=to, row=row)

    def _fill_heads(self, splices: Splices, report: Report) -> None:
        for each in self.root.each(*_HEADS):
            names = names_in(each.text)
            report.note(f"{self.title}のヘッダーとフッター", names, 0)
            if any(report.answers.is_known(name) for name in names):
                [text] = replaced([each.text], _coded(words_by(report.answers, 0)))
                splices.rewrite(each, text)

    def _move_the_rest(self, splices: Splices) -> None:
        moves = self.moves
        for each in self.root.each(*_ONE_CELL):
            name = _ONE_CELL[each.name]
            splices.set(each, name, moves.cell(each.get(name)))
        for each in self.root.each(*_ONE_AREA):
            splices.set(each, _ONE_AREA[each.name], moves.areas(each.get(_ONE_AREA[each.name])))
        for each in self.root.each(*_AREAS):
            splices.set(each, "sqref", moves.areas(each.get("sqref")))
        for each in self.root.each("sqref"):
            splices.rewrite(each, moves.areas(each.text))
        for each in self.root.each("brk"):
            above = each.within("rowBreaks")
            if above is not None and each.get("id").isdecimal():
                splices.set(each, "id", str(moves.last(int(each.get("id")))))
        self._merge_copies(splices)

    def _merge_copies(self, splices: Splices) -> None:
        """Move merged cells; those of a repeated row are merged in each of its copies."""
        count = 0
        for each in self.root.each("mergeCell"):
            first, last = _rows_of(each.get("ref"))
            more = self.moves.more.get(first, 0) if first == last else 0
            start = self.moves.row(first)
            if not more:
                splices.set(each, "ref", self.moves.area(each.get("ref")))
                continue
            left, _, right = each.get("ref").replace(str(first), "").partition(":")
            tag = each.tag.encode()
            refs = (f"{left}{start + place}:{right}{start + place}".encode() for place in range(more + 1))
            splices.replace(each, b"".join(b'<%s ref="%s"/>' % (tag, ref) for ref in refs))
            count += more
        around = next(self.root.each("mergeCells"), None)
        if count and around is not None and around.get("count").isdecimal():
            splices.set(around, "count", str(int(around.get("count")) + count))


class _Formulas:
    """The formulas of a sheet as they read once rows of the workbook were repeated."""

    def __init__(self, sheet: Sheet, book: Book, *, are_stale: bool) -> None:
        self.sheet, self.book, self.are_stale = sheet, book, are_stale
        self.is_needed = any(book.values())
        self.masters: dict[str, tuple[str, str]] = {}
        if self.is_needed:
            for each in sheet.root.each("f"):
                cell = each.parent
                if each.get("t") == "shared" and each.text and cell is not None:
                    self.masters[each.get("si")] = (each.text, cell.get("r"))

    def at(self, cell: Element, row: int) -> str:
        """Return the formula of a cell as it reads now, without what it shares; "" without a formula."""
        found = self._own(cell)
        if not found:
            return ""
        return moved_formula(found[1], self.book, sheet=self.sheet.title, at=row)

    def move(self, splices: Splices, cell: Element, row: int) -> None:
        """Let the formula of a cell point where its cells are now; one that is shared gets its own text."""
        found = self._own(cell) if self.is_needed else None
        if not found or not concerns(found[1], self.book, sheet=self.sheet.title):
            return
        element, formula = found
        new = moved_formula(formula, self.book, sheet=self.sheet.title, at=row)
        if element.get("t") == "shared":
            tag = element.tag.encode()
            splices.replace(element, b"<%s>%s</%s>" % (tag, xml_text(new), tag))
        else:
            if element.get("ref"):
                splices.set(element, "ref", self.sheet.moves.area(element.get("ref")))
            splices.rewrite(element, new)

    def forget_result(self, splices: Splices, cell: Element) -> None:
        """Let a formula keep no result: programs that trust a kept one would show the old number."""
        if not self.are_stale or all(each.name != "f" for each in cell.children):
            return
        for each in cell.children:
            if each.name == "v":
                splices.replace(each, b"")
        splices.drop(cell, "t")

    def cell(self, cell: Element, to: str, formula: str) -> bytes:
        """Return a cell with a formula and no result: the office program calculates it on opening."""
        tag = f"{cell.prefix}f".encode()
        inside = b"<%s>%s</%s>" % (tag, xml_text(formula), tag)
        return opening(self.sheet.content, cell, to=to, kind="") + inside + closing(cell)

    def move_beside(self, splices: Splices) -> None:
        """Move the formulas of conditions and of lists to choose from."""
        if not self.is_needed:
            return
        for each in self.sheet.root.each(*_FORMULAS):
            in_cell = each.parent is not None and each.parent.name == "c"
            if not in_cell and each.text and concerns(each.text, self.book, sheet=self.sheet.title):
                splices.rewrite(each, moved_formula(each.text, self.book, sheet=self.sheet.title))

    def _own(self, cell: Element) -> tuple[Element, str] | None:
        element = next((each for each in cell.children if each.name == "f"), None)
        if element is None:
            return None
        if element.get("t") == "shared" and not element.text:
            master = self.masters.get(element.get("si"))
            if master is None:
                return None
            return element, copied_formula(master[0], origin=master[1], to=cell.get("r"))
        return (element, element.text) if element.text else None


def _numbered(root: Element) -> Iterator[tuple[int, Element]]:
    number = 0
    for each in root.each("row"):
        said = each.get("r")
        number = int(said) if said.isdecimal() else number + 1
        yield number, each


def _columns(row: Element) -> Iterator[tuple[str, Element]]:
    place = 0
    for cell in row.children:
        if cell.name == "c":
            letters = cell.get("r").rstrip("0123456789")
            place = column_number(letters) if letters else place + 1
            yield letters or column_letters(place), cell


def column_number(letters: str) -> int:
    number = 0
    for each in letters.upper():
        number = number * 26 + ord(each) - 64
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _rows_of(ref: str) -> tuple[int, int]:
    first, _, last = ref.replace("$", "").partition(":")
    numbers = [int("".join(filter(str.isdecimal, each)) or 0) for each in (first, last or first)]
    return numbers[0], numbers[1]


def _coded(words_of: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """Return the same words for the head of a page, where a single & begins a code."""

    def coded(name: str) -> str | None:
        words = words_of(name)
        return words if words is None else words.replace("&", "&&")

    return coded
