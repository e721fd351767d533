"""What the commands say when something fails."""

from .exceptions import KeysUnusable, NotARecoveryKey, StoreUnavailable, VaultError

WORDS: dict[type[VaultError], str] = {
    KeysUnusable: "鍵の設定（PRIVATE_CASE_KEYS と PRIVATE_RECOVERY_KEY）が、ないか、正しくありません。",
    StoreUnavailable: "鍵の置き場（PRIVATE_KEY_STORE）が、ないか、使えません。",
    NotARecoveryKey: "この回復の鍵では開けません。紙の52文字と、紙に書いた鍵の名前を確かめてください。",
}


def words_for(error: VaultError) -> str:
    """Return the sentence for whoever sits at the terminal, with the detail for whoever helps."""
    return f"{WORDS.get(type(error), '鍵を開けません。')}（{error}）"
