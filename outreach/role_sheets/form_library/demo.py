"""Forms of the demo world: the names that the duties use, and one of the centre's own with marks."""

import io
from collections.abc import Sequence
from datetime import date

import xlsxwriter
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from content.duties.first_duties import load_first_duties_in_transaction
from content.duties.models import Duty
from foundation.demo import World
from foundation.japanese.dates import fiscal_year

from .demo_names import BLANKS, NAMES
from .enums import Origin
from .models import FormKind
from .services.filling import fill_version
from .services.library import Upload, add_kind, add_version, publish_version

REPORT = {
    "code": "network-report",
    "title": "ネットワーク強化の実績（見本）",
    "origin": Origin.OWN,
    "used_for": "1年に開いた研修と会を、数と表でまとめて、県に出します。",
    "source": "見本のために作った様式",
    "is_listed": True,
}
WORDS = {
    "name": "見本の第1版",
    "source": "見本のために作った様式",
    "guide": "年度が終わったら、5月の終わりまでに出します。\n回数は、中止した回を入れません。人数は、のべで数えます。\n表の行が足りないときは、行を足してください。",
    "responsible": "連携担当",
}


def seed(world: World) -> None:
    """Name the forms of the duties, add one with marks, publish its empty twin and fill it; once."""
    if world.door != "public" or FormKind.objects.exists():
        return
    staff = world.people["staff"].user
    with transaction.atomic():
        load_first_duties_in_transaction(now=world.now)
    duties = {each.code: each for each in Duty.objects.all()}
    for code, title, origin, duty, used_for, source in NAMES:
        details = {"code": code, "title": title, "origin": origin, "duty": duties.get(duty or "")}
        more = {"used_for": used_for, "source": source, "is_listed": True}
        kind = add_kind(details=details | more, actor=staff, now=world.now)
        if code in BLANKS:
            _blank(world, staff, kind)
    _report(world, staff, duties.get("network"))


def _report(world: World, staff: User, duty: Duty | None) -> None:
    kind = add_kind(details=REPORT | {"duty": duty}, actor=staff, now=world.now)
    year = fiscal_year(timezone.localdate(world.now))
    version = add_version(
        kind=kind,
        details=WORDS | {"valid_from": date(year, 4, 1)},
        blank=Upload("xlsx", workbook(with_marks=False)),
        marked=Upload("xlsx", workbook(with_marks=True)),
        actor=staff,
        now=world.now,
    )
    publish_version(version=version, actor=staff, now=world.now)
    fill_version(version=version, fiscal_year=year, actor=staff, now=world.now)


def _blank(world: World, staff: User, kind: FormKind) -> None:
    """Publish an empty form of the centre's own, without marks."""
    year = fiscal_year(timezone.localdate(world.now))
    version = add_version(
        kind=kind,
        details=WORDS
        | {"valid_from": date(year, 4, 1), "guide": "本人といっしょに、わかるところから書きます。"},
        blank=Upload("xlsx", sheet_to_fill(kind.title, BLANKS[kind.code])),
        marked=None,
        actor=staff,
        now=world.now,
    )
    publish_version(version=version, actor=staff, now=world.now)


def sheet_to_fill(title: str, words: Sequence[str]) -> bytes:
    """Return an empty form on one sheet of A4: a heading, and a box for each of these words."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("様式")
    base = {"font_name": "游ゴシック", "font_size": 11, "valign": "top", "text_wrap": True, "border": 1}
    head = book.add_format(base | {"bold": True, "bg_color": "#E3EFE7"})
    title_look = book.add_format({"font_name": "游ゴシック", "bold": True, "font_size": 16})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 62)
    sheet.write(0, 0, f"{title}（見本）", title_look)
    for row, each in enumerate(words, start=2):
        sheet.set_row(row, 60)
        sheet.write(row, 0, each, head)
        sheet.write(row, 1, "", book.add_format(base))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    book.close()
    return target.getvalue()


def workbook(*, with_marks: bool) -> bytes:
    """Return a report as a prefecture might lay it out, with marks or empty."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("実績報告")
    base = {"font_name": "游ゴシック", "font_size": 11, "valign": "vcenter"}
    title = book.add_format(base | {"bold": True, "font_size": 16, "align": "center"})
    head = book.add_format(base | {"bold": True, "bg_color": "#E3EFE7", "border": 1, "align": "center"})
    cell = book.add_format(base | {"border": 1, "text_wrap": True})
    number = book.add_format(base | {"border": 1, "num_format": "#,##0"})
    day = book.add_format(base | {"border": 1, "num_format": '[$-411]ggge"年"m"月"d"日"', "align": "left"})
    plain = book.add_format(base)

    def mark(text: str) -> str:
        return text if with_marks else ""

    for column, width in enumerate((6, 20, 50, 16, 28, 12)):
        sheet.set_column(column, column, width)
    sheet.set_row(9, 36)
    sheet.merge_range("A1:F1", f"ネットワーク強化の実績　{mark('【日付.年度】')}", title)
    sheet.write("E2", mark("【センター.名称】"), plain)
    sheet.write(
        "E3",
        mark("【日付.きょう】"),
        book.add_format(base | {"num_format": 'yyyy"年"m"月"d"日"', "align": "left"}),
    )
    for row, (words, name) in enumerate(
        (
            ("研修・行事を開いた回数", "研修.開催数"),
            ("参加した人（のべ）", "研修.参加者数"),
            ("会を開いた回数", "会.開催数"),
        ),
        start=4,
    ):
        sheet.merge_range(row, 0, row, 2, words, head)
        sheet.write(row, 3, mark(f"【{name}】"), number)
    for column, words in enumerate(("番号", "日", "題", "種類", "会場", "参加者数")):
        sheet.write(8, column, words, head)
        look = number if words in {"番号", "参加者数"} else day if words == "日" else cell
        sheet.write(9, column, mark(f"【研修.一覧.{words}】"), look)
    sheet.merge_range("A11:E11", "合計", head)
    sheet.write_formula("F11", "=SUM(F10:F10)", number, 0)
    sheet.write("A13", "上のとおり報告します。", plain)
    sheet.write("E14", f"センター長　{mark('【センター.センター長】')}", plain)
    sheet.print_area("A1:F14")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return target.getvalue()
