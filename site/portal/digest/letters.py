"""What readers get: plain words, addresses written out, and always the way to stop it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from events.letters import deadline, full_title, when, where
from foundation.centre.queries import Centre
from foundation.japanese.dates import clock_time, short_date
from foundation.japanese.text import clean_line

from .enums import Cadence, Topic
from .models import DigestIssue, Subscription
from .queries import Entries, EventEntry
from .rules import Wish


@dataclass(frozen=True)
class Letter:
    """Subject and text of one mail."""

    subject: str
    text: str


def topics(wish: Wish) -> str:
    """Return what a reader gets, in words."""
    wanted = ((Topic.NEWS, wish.wants_news), (Topic.EVENTS, wish.wants_events))
    return "と、".join(topic.label for topic, is_wanted in wanted if is_wanted)


def confirmation(asked: Subscription, wish: Wish, *, link: str, refuse: str, centre: Centre) -> Letter:
    """Return the question whether this address really wants the mails, and how never to be asked again."""
    last = timezone.localtime(asked.open_until)
    text = (
        f"{centre.name}のお知らせのメールに、申し込みがありました。\n"
        "まだ、お送りしていません。下のページを開き、「メールを受け取る」を押すと始まります。\n\n"
        f"{settings.OWN_URL}{link}\n\n"
        f"届くもの　{topics(wish)}\n"
        f"いつ　{Cadence(wish.cadence).label}\n"
        f"押せるのは、{short_date(last.date())}{clock_time(last.time())}までです。\n\n"
        "心当たりのない方は、何もしないでください。何も届きません。宛先は、期限がきたら消します。\n"
        "この確認のメールも二度と受け取りたくないときは、下のページを開き、"
        "「このメールを断る」を押してください。\n\n"
        f"{settings.OWN_URL}{refuse}\n\n"
        f"{_sender(centre)}"
    )
    return Letter("お知らせのメールの確認（まだ始まっていません）", text)


def digest(
    issue: DigestIssue,
    subscription: Subscription,
    *,
    entries: Entries,
    stop: str,
    centre: Centre,
    now: datetime,
) -> Letter | None:
    """Return the digest for one reader; None when there is nothing new in what this reader wants."""
    news = [_news(page.day, page.title, page.address) for page in entries.news if subscription.wants_news]
    events = [_event(entry, now) for entry in entries.events if subscription.wants_events]
    parts = [
        _part(Topic.NEWS.label, news, "すべてのお知らせ", "/news/"),
        _part(Topic.EVENTS.label, events, "すべての研修・行事", "/events/"),
    ]
    if not (news or events):
        return None
    text = (
        f"{centre.name}からのお知らせです。{issue.get_cadence_display()}に、"
        f"{topics(subscription.wish)}をお送りしています。\n\n"
        f"{''.join(parts)}"
        "このメールを止める\n"
        "下のページを開き、「メールを止める」を押してください。ログインはいりません。宛先も消します。\n"
        f"{stop}\n\n"
        f"{_sender(centre)}"
    )
    return Letter(_subject(len(news), len(events), now), text)


def _subject(news: int, events: int, now: datetime) -> str:
    counts = [
        f"{topic.label}{count}件" for topic, count in ((Topic.NEWS, news), (Topic.EVENTS, events)) if count
    ]
    return f"{'、'.join(counts)}（{short_date(timezone.localdate(now))}）"


def _part(title: str, entries: list[str], all_of_them: str, path: str) -> str:
    if not entries:
        return ""
    listed = "\n".join(entries)
    return f"■ {title}\n\n{listed}\n{all_of_them}\n{settings.OWN_URL}{path}\n\n"


def _news(day: date | None, title: str, address: str) -> str:
    dated = f"{short_date(day)}　" if day else ""
    return f"・{dated}{clean_line(title)}\n　{settings.OWN_URL}{address}\n"


def _event(entry: EventEntry, now: datetime) -> str:
    event, session = entry.event, entry.session
    more = f"（ほかに{entry.more_dates}回）" if entry.more_dates else ""
    lines = [
        f"・{clean_line(full_title(event))}",
        f"　日時　{when(session)}{more}",
        f"　場所　{clean_line(where(session))}",
    ]
    if event.deadline_at > now:
        lines.append(f"　締切　{deadline(event)}")
    lines.append(f"　{settings.OWN_URL}{event.get_absolute_url()}")
    return "\n".join(lines) + "\n"


def _sender(centre: Centre) -> str:
    """Return who sends: name, place and phone, as 特定電子メールの送信の適正化等に関する法律 第4条 asks."""
    place = " ".join(word for word in (centre.postal_code, centre.address) if word)
    phone = f"電話 {centre.phone}" if centre.phone else ""
    return "".join(f"{line}\n" for line in (centre.name, place, phone) if line)
