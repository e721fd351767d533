from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from content.furigana.services import load
from foundation.japanese.readings import BadNotation, Parts, bases, parse, problem_of, split


class Command(BaseCommand):
    help = "ファイルの読みを入れます。職員が確かめた読みは変えません。何度実行しても同じです。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="漢字《かんじ》の形。#で始まる行は説明")

    def handle(self, *args: Any, **options: Any) -> None:
        lines = enumerate(options["file"].read_text(encoding="utf-8").splitlines(), 1)
        texts = [(number, line.strip()) for number, line in lines if line.strip() and line[0] != "#"]
        readings = [sentence for text in texts for sentence in _read(*text)]
        count = load(readings=readings, now=timezone.now())
        self.stdout.write(f"{len(readings)}文の読みを調べ、{count}文を入れました。")


def _read(number: int, line: str) -> list[Parts]:
    try:
        parts = parse(line)
    except BadNotation as error:
        raise CommandError(f"{number}行目：{error}") from error
    if problem := problem_of(parts, bases(parts)):
        raise CommandError(f"{number}行目：{problem}")
    return split(parts)
