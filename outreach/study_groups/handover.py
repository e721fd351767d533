"""The pack for whoever runs a community next: one ZIP of plans, rosters, sessions, files, what rooms add.

Names in it are Japanese, marked as UTF-8, and such that Windows opens them. They name nobody: files of the
shelf bear numbers, and the list of contents says what they are. People stand in its rosters who agreed to
be named to other members.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone

from foundation.exports.delimited import write_csv
from foundation.exports.table import Column, Table
from foundation.japanese.dates import fiscal_year_label, long_date

from . import member_queries, queries, shelf_queries
from .models import Community, ShelfItem, YearPlan
from .papers import plan_pdf, summary_pdf
from .registries import handover_parts

CONTENTS = "00_目次.txt"
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
LONGEST_NAME = 80
LOST = "（ファイルが見つかりません）"
MEMORY_BYTES = 4_000_000  # above that the pack is kept in a file until it has been sent


@dataclass
class _Pack:
    zip: ZipFile
    made_at: tuple[int, int, int, int, int, int]
    lines: list[tuple[str, str]]
    names: set[str]

    def place(self, name: str, words: str = "") -> ZipInfo:
        """Return the place of a file under a name that Windows takes and nothing else bears."""
        folder, _, own = name.rpartition("/")
        clean = "/".join(safe_name(each) for each in [*filter(None, folder.split("/")), own])
        stem, dot, suffix = clean.rpartition(".")
        number, found = 1, clean
        while found.casefold() in self.names:
            number += 1
            found = f"{stem}（{number}）{dot}{suffix}"
        self.names.add(found.casefold())
        self.lines.append((found, words))
        info = ZipInfo(found, self.made_at)
        info.compress_type = ZIP_DEFLATED
        return info


def safe_name(name: str) -> str:
    """Return a name of a file that Windows takes: no signs it forbids, no dot or space at its end."""
    stem, dot, suffix = FORBIDDEN.sub("・", name).rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{suffix}".strip(" .") or "無題"


def write_pack(community: Community, into: IO[bytes], *, now: datetime) -> int:
    """Write the ZIP of a community, one part after the other; returns how many files lie in it."""
    local = timezone.localtime(now)
    made_at = (local.year, local.month, local.day, local.hour, local.minute, local.second)
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        pack = _Pack(archive, made_at, [], {CONTENTS})
        for _, part in sorted(handover_parts.items(), key=lambda each: each[0] != "study_groups"):
            for name, content in part(community, local.date()):
                archive.writestr(pack.place(name), content)
        shelf = shelf_queries.shelf_of(community, today=local.date())
        for number, item in enumerate(shelf.order_by("added_at", "pk"), start=1):
            _lay_file(pack, number, item)
        archive.writestr(ZipInfo(CONTENTS, made_at), _contents(community, pack.lines, local.date()))
    return len(pack.lines)


def _lay_file(pack: _Pack, number: int, item: ShelfItem) -> None:
    """Copy a file of the shelf piece by piece; one that is lost is told of in the list of contents."""
    name = f"5_資料/資料{number:03}.{item.file_name.rpartition('.')[2]}"
    if not item.file.storage.exists(str(item.file.name)):
        pack.lines.append((name, f"{item.title}{LOST}"))
        return
    with item.file.open("rb") as source, pack.zip.open(pack.place(name, item.title), "w") as target:
        for piece in source.chunks():
            target.write(piece)


def _contents(community: Community, lines: Iterable[tuple[str, str]], day: date) -> bytes:
    head = [f"{community.name}　引き継ぎの一式", f"{long_date(day)}に作りました。", ""]
    listed = [f"{name}　{words}".rstrip() for name, words in sorted(lines)]
    return "\r\n".join([*head, *listed, ""]).encode("utf-8-sig")


def core_parts(community: Community, day: date) -> Iterator[tuple[str, bytes]]:
    """Return the plans and summaries of all years, the roster and the sessions, as papers and as tables."""
    now = timezone.make_aware(datetime.combine(day, time.max))
    plans = list(community.plans.order_by("fiscal_year"))
    for plan in plans:
        label = fiscal_year_label(plan.fiscal_year)
        yield f"1_計画/{label}の計画.pdf", plan_pdf(community, plan, now=now)
        yield f"1_計画/{label}の計画.csv", _csv(_plan_table(community, plan, now))
        yield f"1_計画/{label}のまとめ.pdf", summary_pdf(community, plan, now=now)
    yield "2_名簿/会員の名簿.csv", _csv(_roster(community, day))
    yield "3_開いた回/開いた回.csv", _csv(_sessions(community, plans, now))


def _csv(table: Table) -> bytes:
    return write_csv(table, encoding="utf-8-sig").content


def _plan_table(community: Community, plan: YearPlan, now: datetime) -> Table:
    headings = ("月", "回", "形", "テーマ", "受け持ち", "めざす人数", "ようす", "やめたわけ")
    rows = [
        (
            f"{line.row.month.month}月",
            line.row.number,
            line.row.get_format_display(),
            line.row.theme,
            line.row.owner,
            line.row.people,
            line.state_words,
            line.row.called_off_because,
        )
        for line in queries.lines_of(plan, now=now)
    ]
    title = f"{community.name}　{fiscal_year_label(plan.fiscal_year)}の計画"
    return Table(title, tuple(Column(each) for each in headings), rows)


def _roster(community: Community, day: date) -> Table:
    headings = ("番号", "機関", "種類", "入会した日", "来る人（名前をのせてよい方だけ）")
    rows = [
        (
            member.agency.public_id,
            member.agency.name,
            member.agency.kind.name,
            member.since,
            "、".join(
                f"{each.person.name}（{each.get_place_display()}）"
                for each in member.standing  # type: ignore[attr-defined]  # -- prefetched
                if each.is_shown
            ),
        )
        for member in member_queries.members_of(community, today=day)
    ]
    return Table(f"{community.name}　会員の名簿", tuple(Column(each) for each in headings), rows)


def _sessions(community: Community, plans: Iterable[YearPlan], now: datetime) -> Table:
    headings = ("年度", "回", "日", "形", "テーマ", "出席", "機関の種類")
    rows = [
        (
            fiscal_year_label(plan.fiscal_year),
            each.line.row.number,
            timezone.localdate(each.line.starts_at) if each.line.starts_at else None,
            each.line.row.get_format_display(),
            each.line.row.theme,
            each.words,
            "、".join(f"{kind}{count}" for kind, count in each.kinds),
        )
        for plan in plans
        for each in queries.held_of(queries.lines_of(plan, now=now))[::-1]
    ]
    return Table(f"{community.name}　開いた回", tuple(Column(each) for each in headings), rows)
