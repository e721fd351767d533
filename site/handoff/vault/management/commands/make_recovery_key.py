import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.management.base import BaseCommand

from foundation.paper_keys import for_paper
from handoff.vault.wrapping import fingerprint

WORDS = """新しい回復の鍵です。いま一度だけ出ます。どこにも保存していません。

■ 秘密の半分（紙に書き写す。この画面の写真やファイルは残さない）

{private}

  この鍵の名前: {name}

  1. 紙2枚に手で書き写し、鍵の名前と今日の日付をそえて、別々の金庫に入れます。
  2. 書いた紙から読み上げて、画面と1文字ずつくらべます（0・1・8・9 は使いません）。
  3. この画面を閉じ、端末の記録を消します。
  4. ほかの鍵がすべて失われたときは、manage.py recover_keys で使います。

■ 公開の半分（引継ぎの部屋の設定に書く。秘密ではありません）

PRIVATE_RECOVERY_KEY={public}

前の回復の鍵があるときは、設定を変えたあと manage.py rotate_case_keys で、すべての鍵を新しい鍵で封じ直します。
それまで、前の紙を捨てないでください。"""


class Command(BaseCommand):
    help = "回復の鍵を作ります。秘密の半分は、紙に書き写すために一度だけ出します。"
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        private = X25519PrivateKey.generate()
        public = private.public_key()
        words = WORDS.format(
            private="\n".join(f"  {line}" for line in for_paper(private.private_bytes_raw()).splitlines()),
            name=fingerprint(public),
            public=base64.b64encode(public.public_bytes_raw()).decode(),
        )
        self.stdout.write(words)
