"""What the desk writes by mail: number, time and phone. Never a word of the message, never a name."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from foundation.centre.queries import Centre
from foundation.japanese.dates import clock_time, long_date, short_date


@dataclass(frozen=True)
class Letter:
    """Subject and text of one mail."""

    subject: str
    text: str


def received(*, number: str, received_at: datetime, answer_by: date, centre: Centre) -> Letter:
    """Return the acknowledgement to whoever asked for an answer by mail."""
    moment = timezone.localtime(received_at)
    phone = f"お急ぎのときは、電話でどうぞ。{centre.phone}（{centre.hours_text}）\n" if centre.phone else ""
    text = (
        "お問い合わせを受け付けました。\n\n"
        f"受付番号　{number}\n"
        f"受け付けた日時　{long_date(moment.date())}{clock_time(moment.time())}\n\n"
        f"{short_date(answer_by)}までに、このアドレスにお返事します。\n"
        "送ってくださった内容は、このメールには書いていません。\n"
        f"{phone}\n"
        "このメールは自動で送っています。心当たりのない方は、そのまま消してください。\n\n"
        f"{centre.name}\n"
    )
    return Letter(f"【受付 {number}】お問い合わせを受け付けました", text)


def waiting(*, queue_url: str) -> Letter:
    """Return the word to a reader that something has arrived."""
    text = f"新しい問い合わせが1件あります。管理画面を開いてください。\n{queue_url}\n"
    return Letter("新しい問い合わせが1件あります", text)
