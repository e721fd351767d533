"""How an event decides who gets its seats, in one plain sentence each: on screens and on paper."""

from collections.abc import Mapping

from django.utils import timezone

from foundation.japanese.dates import long_date

from . import letters
from .enums import Admission, ReplyWay
from .models import Event, Session

_HOURS_A_DAY = 24

SHORT: Mapping[str, str] = {
    Admission.FIRST_COME: "先着順",
    Admission.AFTER_DEADLINE: "締切のあとに決めます",
    Admission.LOTTERY: "締切のあとに、くじで決めます",
    Admission.APPROVAL: "センターが一件ずつ確かめて決めます",
}
# The way by which something came never counts; the moment does, where no criterion decides between two.
BY_CRITERIA = "席より多いときは基準で決め、基準で同じなら、届いた順です。"


def how_decided(event: Event) -> str:
    """Return by what the seats of an event are given."""
    until = f"締切（{letters.deadline(event)}）までに届いた申し込みは、"
    words: Mapping[str, str] = {
        Admission.FIRST_COME: "席は、届いた順に決まります（先着順）。",
        Admission.AFTER_DEADLINE: (
            f"{until}ウェブでもFAXでも電話でも同じ扱いです。"
            f"締切のあとにセンターが決めて、お知らせします。{BY_CRITERIA}"
        ),
        Admission.LOTTERY: f"{until}みな同じ扱いです。締切のあとにくじで決めて、お知らせします。",
        Admission.APPROVAL: "センターが一件ずつ確かめて、参加していただけるかどうかをお知らせします。",
    }
    return words[event.admission]


def how_freed_seats_go(event: Event) -> str:
    """Return what happens with a seat that comes free: it is offered for some hours, or given at once."""
    if event.offer_hours is None:
        return "席が空いたら、待っている順に席を取って、お知らせします。"
    return (
        f"席が空いたら、待っている順に案内します。{duration(event.offer_hours)}以内に返事をすると、席が決まります。"
        "開催の前の日からは、お電話で確かめます。"
    )


def how_the_line_moves(event: Event) -> str:
    """Return how often a group may be passed, and until when freed seats are then held for it."""
    return (
        f"先頭の組から順に席を取ります。人数が入りきらない組は、あとの組に{event.most_passes}回まで先を越されます。"
        f"そのあとに空いた席は、その組のために取っておきます（開催の{event.hold_until_days}日前まで）。"
    )


def order_on_paper(event: Event, *, answered_within: int) -> str:
    """Return the same in one line for the sheet that comes by FAX, with when an answer is promised."""
    if event.admission == Admission.FIRST_COME:
        return f"席は、届いた日時の順に取ります。{answered_within}営業日までにお返事します。"
    received = f"受け付けのお返事は、{answered_within}営業日までにします。"
    if event.admission == Admission.APPROVAL:
        return f"センターが一件ずつ確かめて決めます。{received}"
    if event.admission == Admission.LOTTERY:
        return f"締切までに届いた申し込みは同じ扱いで、締切のあとにくじで決めます。{received}"
    return f"締切までの申し込みは、FAXもウェブも同じ扱いです。締切のあとに決めます。{BY_CRITERIA}{received}"


def how_it_was_decided(session: Session) -> str:
    """Return when and by what a session was decided; empty before it is."""
    if session.decided_at is None:
        return ""
    day = long_date(timezone.localdate(session.decided_at))
    return f"{day}に決定しました。決め方は「{session.criteria}」です。"


def duration(hours: int) -> str:
    """Return 2日（48時間） for whole days, else the hours alone."""
    days, rest = divmod(hours, _HOURS_A_DAY)
    return f"{days}日（{hours}時間）" if days and not rest else f"{hours}時間"


def by_reply_way(way: str) -> str:
    """Return メールで, FAXで or 電話で, as the applicant wished."""
    return f"{ReplyWay(way).label}で"
