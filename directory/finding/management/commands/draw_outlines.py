import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.finding.map import CREDIT, DATA_FOLDER
from directory.finding.outlines import Outline, outline_of

PREFECTURE_DIGITS = 2


class Command(BaseCommand):
    help = "市区町村別メッシュ・コード一覧（CSV）から、地図に使う市町村の形を作ります。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder with the CSV files and the numbers of the prefectures."""
        parser.add_argument("--data", required=True, type=Path, help="17.csv などが入ったフォルダー")
        parser.add_argument("--to", type=Path, default=DATA_FOLDER, help="書き出すフォルダー")
        parser.add_argument("prefectures", nargs="+", help="都道府県の番号（石川県は17）")

    def handle(self, *, data: Path, to: Path, prefectures: list[str], **_: Any) -> None:
        """Write one small file for each prefecture."""
        for number in prefectures:
            code = number.zfill(PREFECTURE_DIGITS)
            try:
                outline = outline_of((data / f"{code}.csv").read_bytes())
            except (OSError, ValueError) as wrong:
                raise CommandError(f"{code}.csv を読めません：{wrong}") from wrong
            target = to / f"outline_{code}.json"
            target.write_text(as_json(outline), encoding="utf-8")
            self.stdout.write(f"{target.name}：{len(outline.shapes)}市町村")


def as_json(outline: Outline) -> str:
    """Return an outline with its credit, a municipality on each line."""
    head = {"credit": CREDIT, "west": outline.west, "north": outline.north}
    head |= {"width": outline.width, "height": outline.height}
    lines = [
        f"{json.dumps(code)}:{json.dumps([shape.path, shape.cells, *shape.middle], separators=(',', ':'))}"
        for code, shape in outline.shapes.items()
    ]
    opened = json.dumps(head, ensure_ascii=False)[:-1]
    return f'{opened}, "shapes": {{\n' + ",\n".join(lines) + "\n}}\n"
