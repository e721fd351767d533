"""What the desk is told by mail: that something waits, and nothing of what it is."""

from events.letters import Letter


def waiting(*, list_url: str) -> Letter:
    """Return the word to the desk that somebody would like to hear more."""
    text = (
        "研修動画を見た方から、「話を聞きたい」が1件届きました。\n"
        "事業所の名前と連絡先は、このメールには書いていません。管理画面を開いてください。\n\n"
        f"{list_url}\n"
    )
    return Letter("研修動画の「話を聞きたい」が1件あります", text)
