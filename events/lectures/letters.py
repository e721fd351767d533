"""What the centre writes to requesters and lecturers: plain words, the number, no person's name."""

from datetime import datetime

from django.utils import timezone

from events.letters import Letter, signature
from foundation.centre.queries import Centre
from foundation.japanese.dates import clock_time, long_date, time_range

from .models import LectureRequest


def when(starts_at: datetime, ends_at: datetime) -> str:
    """Return date and time: 令和8年12月11日（金）午後1時30分〜3時."""
    starts, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return f"{long_date(starts.date())}{time_range(starts.time(), ends.time())}"


def begins(starts_at: datetime) -> str:
    """Return when a wished date would begin: 令和8年12月11日（金）午後1時30分から."""
    starts = timezone.localtime(starts_at)
    return f"{long_date(starts.date())}{clock_time(starts.time())}から"


def where(request: LectureRequest) -> str:
    """Return where the lecture takes place, in one line."""
    if request.way == "online":
        return "オンライン"
    return " ".join(filter(None, (request.place, request.address)))


def received(request: LectureRequest, *, days: int, link: str, centre: Centre) -> Letter:
    body = f"出前講座のご依頼を受け付けました。{days}営業日までに、日程をお返事します。"
    return _letter(request, "出前講座のご依頼を受け付けました", body, link, centre)


def proposed(request: LectureRequest, *, dates: str, words: str, link: str, centre: Centre) -> Letter:
    said = f"\n\nセンターから\n{words}" if words else ""
    body = (
        f"出前講座の日程をお返事します。\n\n　日時　{dates}\n　場所　{where(request)}{said}\n\n"
        "下のページで「この日でお願いする」か「別の日を希望する」を選んでください。"
    )
    return _letter(request, "出前講座の日程のお返事", body, link, centre)


def agreed(request: LectureRequest, *, dates: str, link: str, centre: Centre) -> Letter:
    body = f"出前講座の日程が決まりました。\n\n　日時　{dates}\n　場所　{where(request)}"
    return _letter(request, "出前講座の日程が決まりました", body, link, centre)


def moved(request: LectureRequest, *, dates: str, link: str, centre: Centre) -> Letter:
    body = (
        "決まっていた出前講座の、日時か場所が変わりました。受付番号は変わりません。\n\n"
        f"　日時　{dates}\n　場所　{where(request)}"
    )
    return _letter(request, "【変更】出前講座の日時・場所", body, link, centre)


def reinstated(request: LectureRequest, *, dates: str, link: str, centre: Centre) -> Letter:
    told = "取りやめとお知らせした出前講座を、行うことになりました。"
    body = f"{told}\n\n　日時　{dates}\n　場所　{where(request)}"
    return _letter(request, "【開催します】出前講座", body, link, centre)


def declined(request: LectureRequest, *, link: str, centre: Centre) -> Letter:
    body = f"申し訳ありませんが、今回の出前講座はお受けできません。\n\n理由\n{request.reason}"
    return _letter(request, "出前講座のご依頼について", body, link, centre)


def cancelled(request: LectureRequest, *, link: str, centre: Centre) -> Letter:
    why = f"\n\n理由\n{request.reason}" if request.reason else ""
    body = f"出前講座を取りやめました。{why}"
    return _letter(request, "【取りやめ】出前講座", body, link, centre)


def to_lecturer(request: LectureRequest, *, part: str, dates: str, link: str, what: str) -> Letter:
    """Return the word to somebody who goes: what, when and where; who asked stands at the desk alone."""
    text = (
        f"出前講座の予定（{part}）{what}。\n\n"
        f"　{request.subject}\n　日時　{dates}\n　場所　{where(request)}\n　移動　片道{request.travel}分\n\n"
        f"くわしくは、次の画面で見てください（ログインがいります）。\n{link}\n\n"
        f"受付番号　{request.number}\nこのメールは、講師として名前のある方に送っています。\n"
    )
    return Letter(f"【出前講座 {request.number}】予定{what}", text)


def _letter(request: LectureRequest, subject: str, body: str, link: str, centre: Centre) -> Letter:
    text = (
        f"{request.host}　ご担当者様\n\n{body}\n\n　題目　{request.subject}\n\n"
        f"依頼の内容を見る・お返事をする・取りやめる\n{link}\n\n"
        f"受付番号　{request.number}\n"
        "このメールは、出前講座を頼んだ方に送っています。心あたりのないときは、お手数ですがお電話ください。\n\n"
        f"{signature(centre)}"
    )
    return Letter(f"【受付 {request.number}】{subject}", text)
