"""Forms of the library: workbooks and documents made by code, kinds and versions."""

import io
import random
import zipfile
from datetime import date

import xlsxwriter

from foundation.form_marks import Filled, Kind, Mark
from outreach.role_sheets.form_library.filling.marks import Answers, Table
from outreach.role_sheets.form_library.services.library import Upload, add_kind, add_version

COLUMNS = ("日", "題", "人数")
_DAY = '[$-411]ggge"年"m"月"d"日"'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def some_answers(chance, rows=None):
    """Return answers of all kinds, drawn by this chance."""
    count = chance.randrange(7) if rows is None else rows
    table = [
        (
            date(2026, chance.randint(4, 12), chance.randint(1, 28)),
            f"題{number}＆<{number}>",
            chance.randrange(5000),
        )
        for number in range(count)
    ]
    values = {
        "研修.開催数": chance.randint(1_000, 20_000),
        "センター.名称": "A & B <地域> センター",
        "日付.きょう": date(2026, 11, 27),
        "会.何も": None,
    }
    return Answers(values, {"研修.一覧": Table(COLUMNS, table)})


class _Layout:
    """Writes one workbook twice: with marks, or as it should be once they are filled."""

    def __init__(self, answers, *, is_filled):
        self.answers, self.is_filled = answers, is_filled
        self.target = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.target)
        self.number = self.book.add_format({"num_format": "#,##0", "border": 1})
        self.day = self.book.add_format({"num_format": _DAY})
        self.bold = self.book.add_format({"bold": True, "font_color": "red"})

    def value(self, sheet, row, column, name, look):
        """Write a mark that is alone in its cell, or its value."""
        if not self.is_filled:
            return sheet.write(row, column, f"【{name}】", look)
        value = self.answers.values[name]
        if isinstance(value, date) and look is self.day:
            return sheet.write_datetime(row, column, value, look)
        return sheet.write(row, column, "—" if value is None else value, look)

    def table(self, sheet, row, column):
        """Write the row of a table, or all its rows; return how many rows there are."""
        names = ("番号", *COLUMNS)
        looks = (self.number, self.day, self.bold, self.number)
        rows = self.answers.tables["研修.一覧"].rows if self.is_filled else [None]
        for place, values in enumerate(rows or [("—",) * len(COLUMNS)]):
            at = row + place
            for offset, (name, look) in enumerate(zip(names, looks, strict=True)):
                word = (
                    f"【研修.一覧.{name}】"
                    if values is None
                    else (place + 1 if name == "番号" else values[offset - 1])
                )
                if self.is_filled and not rows:
                    word = "—"
                if isinstance(word, date):
                    sheet.write_datetime(at, column + offset, word, look)
                else:
                    sheet.write(at, column + offset, word, look)
            sheet.write_formula(at, column + 4, f"=D{at + 1}*2", self.number, 0)
        return max(1, len(rows))


def workbook(seed, *, is_filled, with_table):
    """Return a workbook drawn by a seed with its answers: with marks, or as it should be once filled."""
    chance = random.Random(seed)
    answers = some_answers(chance)
    lay = _Layout(answers, is_filled=is_filled)
    sheet, other = lay.book.add_worksheet("実績 報告"), lay.book.add_worksheet("まとめ")
    top = chance.randint(1, 5)
    sheet.merge_range(0, 0, 0, 4, "表題", lay.bold)
    for row in range(1, top):
        for column in range(chance.randint(1, 6)):
            sheet.write(row, column, chance.choice(["あ", "【記入例】", 12, 3.5, "", "【研修.ない】"]))
    lay.value(sheet, top, 0, "研修.開催数", lay.number)
    lay.value(sheet, top, 1, "日付.きょう", lay.day)
    lay.value(sheet, top, 2, "会.何も", lay.number)
    words = f"{answers.values['研修.開催数']:,}" if is_filled else "【研修.開催数】"
    sheet.write_rich_string(
        top, 3, "研修は", lay.bold, f"{words[:3]}", lay.number, f"{words[3:] or ' '}", "回です"
    )
    at = top + 2
    count = lay.table(sheet, at, 0) if with_table else 1
    end = at + count
    sheet.write_formula(end, 3, f"=SUM(D{at + 1}:D{end})", lay.number, 0)
    sheet.write_formula(end, 4, f"=D{end + 1}+$A${top + 1}", lay.number, 0)
    sheet.merge_range(end + 1, 0, end + 2, chance.randint(1, 4), "署名", lay.bold)
    sheet.write(end + 3, 0, "【研修.ない】")
    sheet.conditional_format(at, 3, end, 3, {"type": "cell", "criteria": ">", "value": 3, "format": lay.bold})
    sheet.data_validation(
        end + 3, 1, end + 3, 1, {"validate": "list", "source": f"=$A${end + 2}:$A${end + 4}"}
    )
    sheet.print_area(0, 0, end + 3, 5)
    other.write_formula(0, 0, f"='実績 報告'!D{end + 1}", lay.number, 0)
    other.write_formula(1, 0, f"=SUM('実績 報告'!D{at + 1}:D{end})*2", lay.number, 0)
    lay.value(other, 2, 0, "センター.名称", lay.bold)
    lay.book.define_name("合計", f"='実績 報告'!$D${end + 1}")
    lay.book.close()
    return lay.target.getvalue(), answers


def parts(content):
    """Return the parts of a ZIP by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files):
    """Return a ZIP of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def document_parts(body, header="", **more):
    """Return the parts of a Word document with this body and header."""
    relations = [f'<Relationship Id="rId1" Type="{_R}/header" Target="header1.xml"/>']
    return {
        "[Content_Types].xml": f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_P}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
        f'<Override PartName="/word/header1.xml" ContentType="{_MAIN}.header+xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_P}/relationships">'
        f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<?xml version="1.0" encoding="UTF-8"?><Relationships '
        f'xmlns="{_P}/relationships">{"".join(relations)}</Relationships>',
        "word/header1.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:hdr xmlns:w="{_W}">{header}</w:hdr>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}" '
        f'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:body>{body}'
        "<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f'<w:styles xmlns:w="{_W}"/>',
    } | more


def document(body, header="", **more):
    """Return a Word document."""
    return zipped(document_parts(body, header, **more))


def paragraph(*runs, attributes=""):
    """Return a paragraph of runs, each with a look of its own."""
    made = (
        f'<w:r><w:rPr><w:sz w:val="{20 + place}"/></w:rPr><w:t>{text}</w:t></w:r>'
        for place, text in enumerate(runs)
    )
    return f"<w:p{attributes}>{''.join(made)}</w:p>"


def cut(text, chance):
    """Return a text cut into runs at places drawn by chance."""
    places = sorted(chance.sample(range(1, len(text)), min(len(text) - 1, chance.randint(0, 5))))
    return [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]


def sample_mark(name="見本.数", value=3, trace=(("記録1", "/cms/1/"), ("記録2", "/cms/2/"))):
    """Return a mark that says a number."""
    return Mark(name, "見本の数", Kind.NUMBER, lambda _period: Filled(value, trace=trace))


def sheet(*texts):
    """Return a workbook whose first column says these texts."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet("表")
    for row, text in enumerate(texts):
        page.write(row, 0, text)
    book.close()
    return target.getvalue()


def make_kind(*, by, now, code="report", **details):
    """Write a form into the library."""
    first = {
        "title": "実績報告",
        "origin": "prefecture",
        "duty": None,
        "used_for": "年度の報告に使います。",
        "source": "県の様式（令和8年度）",
        "is_listed": True,
    }
    return add_kind(details={"code": code} | first | details, actor=by, now=now)


def make_version(kind, *, by, now, blank="空", marked=None, **details):
    """Add a version with an empty form, a marked one, or both."""
    first = {
        "name": "第1版",
        "valid_from": date(2026, 4, 1),
        "source": "県の通知（令和8年3月）",
        "guide": "5月までに出します。",
        "responsible": "連携担当",
    }
    return add_version(
        kind=kind,
        details=first | details,
        blank=Upload("xlsx", sheet(blank)) if blank else None,
        marked=Upload("xlsx", marked) if marked else None,
        actor=by,
        now=now,
    )
