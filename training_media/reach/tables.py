"""What the pages show as tables to be taken away."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from foundation.exports.table import Cell, Column, Table
from training_media.campaigns.enums import Progress
from training_media.times import as_clock

from .enums import By
from .proof import Proof
from .queries import Named, PartWatched, Reached
from .scopes import NOWHERE, Audience, Scope, municipality_of

if TYPE_CHECKING:
    from datetime import date

# The words of `Progress` are of agencies; these are of people.
PEOPLE_WORDS = {
    Progress.NOT_STARTED: "まだ始めていない",
    Progress.UNDER_WAY: "見ている途中",
    Progress.STUCK: "途中で止まっている",
    Progress.THROUGH: "見終わった",
}
FIGURES = (
    Column("分け方", width=14),
    Column("名前", width=40),
    *(Column(f"{word}（人）", "number", 16) for word in ("名前がわかっている", *PEOPLE_WORDS.values())),
    *(Column(f"{word}（か所）", "number", 16) for word in ("事業所", *PEOPLE_WORDS.values())),
)
CHAPTERS = (
    Column("部", width=20),
    Column("章", width=44),
    Column("どこから", "code", 10),
    Column("どこまで", "code", 10),
    Column("半分以上を見た人", "number", 14),
    Column("この部を見始めた人", "number", 14),
    Column("割合", width=10),
)
NAMES = (
    Column("事業所", width=36),
    Column("種類", width=24),
    Column("圏域", width=14),
    Column("市町村", width=14),
    Column("氏名", width=18),
    Column("フリガナ", width=20),
    Column("職種・職名", width=18),
    Column("進みぐあい", width=18),
    Column("止まったところ", width=40),
    Column("最後に見た日", "date", 14),
    Column("「見ました」", width=12),
    Column("案内の前に見ただけ", width=14),
)
TITLE = "視聴の記録"


def figures_table(scope: Scope, found: Iterable[tuple[By, Reached]]) -> Table:
    """Return every distinction below each other, without names of people."""
    rows: list[list[Cell]] = []
    for by, reached in found:
        if not rows:
            total = [reached.people.total, *reached.people.in_order]
            rows.append(["合計", "", *total, reached.agencies.total, *reached.agencies.in_order])
        rows += [
            [
                by.label,
                row.name,
                row.people.total,
                *row.people.in_order,
                row.agencies.total,
                *row.agencies.in_order,
            ]
            for row in reached.rows
        ]
    return Table(f"届きぐあい　{scope.name}", FIGURES, rows)


def chapters_table(scope: Scope, parts: Sequence[PartWatched]) -> Table:
    """Return how many have watched each chapter."""
    rows = [
        [
            part.part.title,
            each.title,
            as_clock(each.start),
            as_clock(each.stop),
            each.people,
            part.people,
            each.share,
        ]
        for part in parts
        for each in part.chapters
    ]
    return Table(f"章ごとの視聴　{scope.name}", CHAPTERS, rows)


def names_table(scope: Scope, audience: Audience, people: Sequence[Named]) -> Table:
    """Return everybody by name with how far they have come."""
    agencies = {each.pk: each for each in audience.agencies}
    rows: list[list[Cell]] = []
    for each in people:
        agency = agencies.get(each.agency or 0)
        where: list[Cell] = ["", "", "", ""]
        if agency is not None:
            area = audience.areas.get(agency.pk, NOWHERE)
            where = [agency.name, agency.kind.name, area, municipality_of(agency)]
        rows.append(
            [
                *where,
                each.name,
                each.name_kana,
                each.job,
                PEOPLE_WORDS[each.progress],
                each.stopped,
                each.last_on,
                "あり" if each.has_said else "",
                "はい" if each.only_before else "",
            ]
        )
    return Table(f"視聴する人　{scope.name}", NAMES, rows)


def proof_columns(proof: Proof) -> tuple[Column, ...]:
    """Return the columns of a proof: of each part two for people, then numbers of seconds to reckon with."""
    return (
        Column("氏名", width=18),
        Column("フリガナ", width=20),
        Column("職種・職名", width=18),
        Column("所属（そのとき）", width=30),
        Column("研修動画", width=40),
        Column("見方", width=18),
        *(Column(f"{part.title}　{word}", kind, 12) for part in proof.parts for word, kind in _OF_A_PART),
        Column("はじめて見た日", "date", 14),
        Column("最後に見た日", "date", 14),
        Column("修了した日", "date", 14),
        Column("修了証の番号", "code", 28),
    )


_OF_A_PART = (
    ("見た長さ", "text"),
    ("全体の長さ", "text"),
    ("見た長さ（秒）", "number"),
    ("うち一人で（秒）", "number"),
    ("うち集合視聴（秒）", "number"),
    ("うち前の版（秒）", "number"),
    ("全体（秒）", "number"),
    ("割合", "text"),
    ("「見ました」の日", "date"),
)


def proof_table(proof: Proof) -> Table:
    """Return a proof as a table, one row a person."""
    rows: list[list[Cell]] = []
    for each in proof.people:
        viewer, mark = each.viewer, each.completed
        row: list[Cell] = [viewer.name, viewer.name_kana, viewer.job, viewer.agency_name or proof.agency.name]
        row += [proof.course.title, "・".join(each.ways)]
        for part in each.parts:
            of = part.seconds
            row += [part.watched, part.whole]
            row += [of.total, of.alone, of.together, of.carried, part.of_seconds, part.share, part.said_on]
        days: list[date | None] = [each.first_on, each.last_on, mark.completed_on if mark else None]
        rows.append([*row, *days, mark.certificate if mark else ""])
    return Table(TITLE, proof_columns(proof), rows)


def about_proof(proof: Proof) -> list[tuple[str, str]]:
    """Return whose proof it is, of what, and how it was measured, for the second sheet of a workbook."""
    return [
        ("事業所", proof.agency.name),
        ("事業所の番号", proof.agency.public_id),
        ("研修動画", proof.course.title),
        ("見た人", f"{len(proof.people)}人のうち、修了 {proof.completed}人"),
        ("数え方", render_to_string("training_reach/measured.html").strip()),
    ]
