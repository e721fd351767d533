from typing import Any

from django.core.management.base import BaseCommand, CommandError

from handoff.vault.exceptions import VaultError
from handoff.vault.rotation import rotate
from handoff.vault.words import words_for
from handoff.vault.wrapping import wrapping_keys


class Command(BaseCommand):
    help = "すべての鍵を、PRIVATE_CASE_KEYS のはじめの鍵で包み直します。止めても、もう一度すれば進みます。"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told, keys = rotate(), wrapping_keys()
        except VaultError as error:
            raise CommandError(words_for(error)) from None
        self.stdout.write(f"包み直した鍵: {told.rewrapped}")
        self.stdout.write(f"もう新しかった鍵: {told.current}")
        if told.failed:
            names = "\n".join(told.failed)
            raise CommandError(
                f"開けなかった鍵: {len(told.failed)}（そのままです。前の鍵を外さないでください）\n{names}"
            )
        for name in sorted(keys.by_name.keys() - told.in_use.keys() - {keys.first}):
            self.stdout.write(f"「{name}」で包んだ鍵は、もうありません。控えが古くなる35日後に外せます。")
