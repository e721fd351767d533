"""Fills a workbook: its sheets, and what of the workbook points into them."""

from foundation.incoming.refusal import FileRefused

from .cells import Looks, Strings
from .package import Package, relations_of
from .references import Moves, moved_formula
from .sizes import MOST_SHEETS
from .styles import date_styles
from .texts import Report, fill_paragraph
from .tree import BROKEN, Element, Splices, insist_on_few_elements, parsed
from .worksheet import Sheet

_COMMENTS = "シート「{}」にメモ（コメント）があるので、行をふやせません。メモを消してください。"
_PIVOT = "シート「{}」にピボットテーブルがあるので、行をふやせません。"
_SHEETS = "シートが多すぎます（{}枚まで）。ファイルを分けてください。"
_IN_THE_WAY = {
    "comments": _COMMENTS,
    "threadedComment": _COMMENTS,
    "pivotTable": _PIVOT,
}
# In the order of the schema: what may stand before the settings of the calculation, the last one counts.
_BEFORE_CALCULATION = ("sheets", "functionGroups", "externalReferences", "definedNames")


def fill_workbook(package: Package, report: Report) -> tuple[dict[str, bytes], set[str]]:
    """Return the parts that a workbook has anew, and those it goes without. Raises FileRefused."""
    sheets = _sheets(package)
    for part, sheet in sheets.items():
        sheet.plan(report.answers)
        report.repeats(len(sheet.repeated))
        _insist_on_room(package, part, sheet)
    book = {sheet.key: sheet.moves for sheet in sheets.values()}
    are_stale = any(sheet.changes(report.answers) for sheet in sheets.values())
    changed: dict[str, bytes] = {}
    drawn: set[str] = set()
    for part, sheet in sheets.items():
        new = sheet.filled(report, book, are_stale=are_stale)
        if new is not None:
            changed[part] = new
        for drawing in package.related(part, "drawing"):
            if drawing in package.parts and drawing not in drawn:
                drawn.add(drawing)
                _drawing(package, drawing, sheet, report, changed)
    dropped: set[str] = set()
    if any(book.values()):
        _move_charts(package, book, changed)
        dropped = _without_chain(package, changed)
    has_formulas = any(True for sheet in sheets.values() for _ in sheet.root.each("f"))
    if changed and (has_formulas or any(book.values())):
        changed[package.main] = _workbook(package, book)
    return changed, dropped


def _insist_on_room(package: Package, part: str, sheet: Sheet) -> None:
    for kind, words in _IN_THE_WAY.items() if sheet.moves else ():
        if package.related(part, kind):
            raise FileRefused(words.format(sheet.title))


def _sheets(package: Package) -> dict[str, Sheet]:
    root = parsed(package.parts[package.main])
    properties = next(root.each("workbookPr"), None)
    from_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    styles = [name for name in package.related(package.main, "styles") if name in package.parts]
    dates = date_styles(parsed(package.parts[styles[0]])) if styles else frozenset()
    shared = [name for name in package.related(package.main, "sharedStrings") if name in package.parts]
    content = package.parts[shared[0]] if shared else b"<sst/>"
    strings = Strings(content, tuple(each for each in parsed(content).children if each.name == "si"))
    worksheets = set(package.related(package.main, "worksheet"))
    # All sheets are held at once.
    insist_on_few_elements(*(package.parts.get(part, b"") for part in worksheets))
    found: dict[str, Sheet] = {}
    listed = list(root.each("sheet"))
    if len(listed) > MOST_SHEETS:
        raise FileRefused(_SHEETS.format(MOST_SHEETS))
    for each in listed:
        part = package.relation(package.main, each.get("id"))
        if part in worksheets and part not in found:
            if part not in package.parts:
                raise FileRefused(BROKEN)
            found[part] = Sheet(each.get("name"), package.parts[part], strings, Looks(dates, from_1904))
    return found


def _drawing(
    package: Package,
    part: str,
    sheet: Sheet,
    report: Report,
    changed: dict[str, bytes],
) -> None:
    """Fill the text boxes of a sheet, and let what is drawn below a repeated row move with its cells."""
    root, splices = parsed(package.parts[part]), Splices(package.parts[part])
    for paragraph in root.each("p"):
        fill_paragraph(paragraph, splices, report, place=lambda _: f"{sheet.title}の図形")
    if sheet.moves:
        for anchor in root.each("from", "to"):
            row = next((each for each in anchor.children if each.name == "row"), None)
            if row is not None and row.text.isdecimal():
                splices.rewrite(row, str(sheet.moves.row(int(row.text) + 1) - 1))
    if splices:
        changed[part] = splices.applied()


def _move_charts(package: Package, book: dict[str, Moves], changed: dict[str, bytes]) -> None:
    for part in package.parts:
        if part.startswith("xl/charts/") and part.endswith(".xml"):
            splices = Splices(package.parts[part])
            for each in parsed(package.parts[part]).each("f"):
                if each.text:
                    splices.rewrite(each, moved_formula(each.text, book, sheet=""))
            if splices:
                changed[part] = splices.applied()


def _without_chain(package: Package, changed: dict[str, bytes]) -> set[str]:
    """Leave out the order of calculation, which names cells by where they were; Excel makes it anew."""
    chains = set(package.related(package.main, "calcChain")) & set(package.parts)
    for name in ("[Content_Types].xml", relations_of(package.main)) if chains else ():
        content = package.parts[name]
        splices = Splices(content)
        for each in parsed(content).each("Override", "Relationship"):
            if each.get("PartName")[1:] in chains or each.get("Type").endswith("/calcChain"):
                splices.replace(each, b"")
        changed[name] = splices.applied()
    return chains


def _workbook(package: Package, book: dict[str, Moves]) -> bytes:
    """Let the workbook be calculated on opening, and its names and print areas point where cells are now."""
    content = package.parts[package.main]
    root, splices = parsed(content), Splices(content)
    if any(book.values()):
        titles = [each.get("name") for each in root.each("sheet")]
        for each in root.each("definedName"):
            if each.text:
                splices.rewrite(each, moved_formula(each.text, book, sheet=_local(each, titles)))
    _calculate_on_opening(root, splices)
    return splices.applied()


def _local(name: Element, titles: list[str]) -> str:
    number = name.get("localSheetId")
    return titles[int(number)] if number.isdecimal() and int(number) < len(titles) else ""


def _calculate_on_opening(root: Element, splices: Splices) -> None:
    settings = next(root.each("calcPr"), None)
    if settings is None:
        before = [each for each in root.children if each.name in _BEFORE_CALCULATION]
        splices.insert(before[-1].end, f'<{root.prefix}calcPr fullCalcOnLoad="1"/>'.encode())
    elif "fullCalcOnLoad" in settings.attributes:
        splices.set(settings, "fullCalcOnLoad", "1")
    else:
        end = settings.start + 1 + len(settings.tag.encode())
        splices.insert(end, b' fullCalcOnLoad="1"')
