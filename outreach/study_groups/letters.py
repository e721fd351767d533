"""What those who stand for member agencies are told by mail: why, when and where, and no name."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from events.enums import DateState, EventState
from events.letters import signature
from events.models import Event, Session
from foundation.centre.queries import Centre
from foundation.japanese.dates import clock_time, long_date, time_range

from .models import Community, Guest
from .rules import is_committee

ENTRUSTING = "議案と、出席できないときの委任状・書面の返事も、同じページから開けます。\n\n"


@dataclass(frozen=True)
class Told:
    """A mail before it is addressed."""

    subject: str
    text: str


def announcement(
    community: Community, event: Event, session: Session, centre: Centre, *, decides: bool = False
) -> Told:
    """Return what members read when a session is announced.

    With `decides` it is the general meeting of an association: the page of the event leads on to its agenda.
    """
    text = (
        f"{event.title}を、次のとおり開きます。\n\n"
        f"{_when_and_where(event, session)}{ENTRUSTING if decides else ''}"
        f"このメールは、「{community.name}」で、{_whom(community)}\n\n"
        f"{signature(centre)}"
    )
    return Told(f"【{community.name}】次の会のご案内", text)


def _whom(community: Community) -> str:
    if is_committee(community.kind):
        return "委員とオブザーバーの方にお送りしています。"
    return "機関の代表か代理の方にお送りしています。代表と代理は、会のページで変えられます。"


def what_became(
    community: Community, event: Event, session: Session, centre: Centre, *, takes_place: bool
) -> Told:
    """Return what whoever was told of a session reads once it was moved, put off or called off."""
    if takes_place:
        word, text = "変わりました", f"{event.title}の案内が変わりました。いまは、次のとおりです。\n\n"
        text += _when_and_where(event, session)
    elif event.state == EventState.PUBLISHED and session.state == DateState.POSTPONED:
        word = "延期"
        text = f"{event.title}は、延期になりました。新しい日は、決まったらお知らせします。\n\n"
    else:
        word, text = "中止", f"{event.title}は、中止になりました。\n\n"
    text += f"このメールは、前に、この会のご案内をお送りした方に、お送りしています。\n\n{signature(centre)}"
    return Told(f"【{community.name}】会のご案内（{word}）", text)


def invitation(guest: Guest, session: Session, centre: Centre) -> Told:
    """Return what an agency reads that is no member and is invited to one session."""
    community, event = guest.community, guest.event
    words = f"　ひとこと　{guest.words}\n\n" if guest.words else ""
    text = (
        f"「{community.name}」の会に、{guest.agency.name}をお招きします。{event.title}です。\n\n"
        f"{words}{_when_and_where(event, session)}"
        f"このメールは、{guest.agency.name}で、このポータルを使う方にお送りしています。"
        "この回だけのお招きです。会員になるものではありません。\n\n"
        f"{signature(centre)}"
    )
    return Told(f"【{community.name}】お招きのご案内", text)


def asked_to_join(community: Community, centre: Centre) -> Told:
    """Return what whoever answers requests reads when an agency asks to join; it says not which one."""
    roster = reverse("study_groups:roster", args=[community.slug])
    text = (
        f"「{community.name}」に、入会の申し込みが届きました。\n\n"
        "だれからの申し込みかは、ログインして、次のページで見られます。返事も、そこからします。\n\n"
        f"　{settings.OWN_URL}{roster}\n\n"
        f"{signature(centre)}"
    )
    return Told(f"【{community.name}】入会の申し込み", text)


def answered(community: Community, reason: str, centre: Centre, *, is_member: bool) -> Told:
    """Return what whoever asked for their agency reads once somebody has answered."""
    words = (
        f"「{community.name}」への入会を、受け付けました。次のページが、会のページです。"
        if is_member
        else f"「{community.name}」への入会は、お受けできませんでした。\n\n　わけ　{reason}"
    )
    text = (
        f"{words}\n\n"
        f"　{settings.OWN_URL}{community.get_absolute_url()}\n\n"
        "このメールは、入会を申し込んだ方に、お送りしています。\n\n"
        f"{signature(centre)}"
    )
    return Told(f"【{community.name}】入会のお返事", text)


def _when_and_where(event: Event, session: Session) -> str:
    begins, ends = (timezone.localtime(each) for each in (session.starts_at, session.ends_at))
    deadline = timezone.localtime(event.deadline_at)
    where = [session.venue] if session.venue else []
    where += ["オンライン"] if session.online_url else []
    return (
        f"　日時　{long_date(begins.date())}　{time_range(begins.time(), ends.time())}\n"
        f"　場所　{'、'.join(where)}\n"
        f"　返事　{long_date(deadline.date())}　{clock_time(deadline.time())}まで\n\n"
        "くわしい案内と、出席の返事は、ログインして、次のページから。お電話でも受け付けています。\n\n"
        f"　{settings.OWN_URL}{event.get_absolute_url()}\n\n"
    )
