from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from directory.official.enums import RunState
from directory.official.exceptions import ImportRefused
from directory.official.rules import summary
from directory.official.services.applying import apply_run
from directory.official.services.reading import read_run
from directory.official.services.uploading import keep_run_in_transaction
from foundation.japanese.dates import parse_date


class Command(BaseCommand):
    help = "公表データ（障害福祉サービス等情報公表システム・介護サービス情報公表システム）を取り入れます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, help="ZIPかCSV。いくつでも。")
        parser.add_argument("--dry-run", action="store_true", help="読むだけで、何も変えません。")
        parser.add_argument("--sure", action="store_true", help="見あたらないものが多くても、取り入れます。")
        parser.add_argument("--period", help="公表された時期。ファイル名にあれば要りません。例：2026-09-01")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        period = (
            parse_date(options["period"]) if options["period"] else timezone.localdate(now).replace(day=1)
        )
        opened = [path.open("rb") for path in options["files"]]
        try:
            with transaction.atomic(durable=True):
                uploads = [File(file, name=Path(file.name).name) for file in opened]
                run = keep_run_in_transaction(uploads=uploads, period=period, actor=None, now=now)
        finally:
            for file in opened:
                file.close()
        run = read_run(run=run, period=period, now=now)
        for problem in run.problems.select_related("file"):
            self.stderr.write(f"{problem.where} {problem.message}")
        if run.state == RunState.REFUSED:
            raise CommandError("取り入れられませんでした。何も変わっていません。")
        if not options["dry_run"]:
            try:
                run = apply_run(run=run, actor=None, now=timezone.now(), is_sure=options["sure"])
            except ImportRefused as refused:
                raise CommandError(f"{refused}取り入れるには --sure を付けます。") from None
        self.stdout.write(summary(run.counts))
