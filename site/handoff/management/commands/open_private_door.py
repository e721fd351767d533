from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Person
from handoff.services import DoorIsOpenAlready, open_door


class Command(BaseCommand):
    help = "空の部屋に、はじめの2人（責任者と個人情報の責任者）を登録し、招待のメールを送ります。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        for who in ("lead", "privacy-officer"):
            parser.add_argument(f"--{who}", nargs=2, required=True, metavar=("NAME", "EMAIL"))
        parser.add_argument(
            "--until", type=date.fromisoformat, required=True, help="終わりの日（2027-03-31）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lead, officer = (
            Person(name=name, contact_email=email)
            for name, email in (options["lead"], options["privacy_officer"])
        )
        try:
            open_door(lead=lead, privacy_officer=officer, valid_until=options["until"], now=timezone.now())
        except DoorIsOpenAlready:
            raise CommandError("もう登録した人がいます。人の招待は、部屋の中からします。") from None
        self.stdout.write("2人に招待のメールを送ります。72時間のうちに受けてもらってください。")
