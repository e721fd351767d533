"""Take one mail from the standard input: what a mail server or a fetching program hands over.

`talk: "|… manage.py take_reply"` in the aliases of a mail server, or `mda` of fetchmail for a mailbox that a
provider keeps. Ends with 75 (try again later) where the database is away, so that no reply is lost.
"""

import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from outreach.study_groups.board.services.replying import take_reply

# A text alone; whatever is larger carries files, which nobody reads here.
MOST_BYTES = 5_000_000
TRY_AGAIN_LATER = 75


class Command(BaseCommand):
    help = "メール1通を標準入力から受け取り、会の掲示板への返事なら、書きこみます。"

    def handle(self, **_options: object) -> None:
        raw = sys.stdin.buffer.read(MOST_BYTES)
        try:
            taken = take_reply(raw, now=timezone.now())
        except OperationalError as away:
            raise CommandError("データベースにつながりません。", returncode=TRY_AGAIN_LATER) from away
        self.stdout.write(taken.label)
