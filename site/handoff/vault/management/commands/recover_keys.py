import getpass
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from handoff.vault import store
from handoff.vault.exceptions import VaultError
from handoff.vault.rotation import read_recovery_key, recover
from handoff.vault.words import words_for

MOST_SIGNS = 1000


class Command(BaseCommand):
    help = "回復の鍵（秘密の半分を入力）で、鍵の置き場を開け、PRIVATE_CASE_KEYS のはじめの鍵で包み直します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--source", type=Path, help="鍵の置き場の控え。なければ、いまの置き場を直します")

    def handle(self, *args: Any, **options: Any) -> None:
        typed = self.typed()
        try:
            told = recover(read_recovery_key(typed), options["source"] or store.folder())
        except VaultError as error:
            raise CommandError(words_for(error)) from None
        self.stdout.write(f"回復した鍵: {told.recovered}")
        self.stdout.write(f"もう開ける鍵: {told.usable}")
        self.stdout.write(f"写した読みの索引: {told.readings}")
        if told.failed:
            names = "\n".join(told.failed)
            raise CommandError(f"回復できなかった鍵: {len(told.failed)}\n{names}")

    def typed(self) -> str:
        """Return what stands on the paper: typed unseen at a terminal, or piped in."""
        if sys.stdin.isatty():
            return getpass.getpass("回復の鍵（画面には出ません）: ")
        return sys.stdin.read(MOST_SIGNS)
