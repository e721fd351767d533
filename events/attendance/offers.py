"""What this room has for participants, for receipts, for an event's page and screen, and for certificates."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from events.enums import SEATED_STATES, Way
from events.models import Application, Event, Participant, Session
from events.registries import CertificateCondition, Link, ReceiptPart, Section
from foundation.japanese.dates import clock_time

from . import rules
from .queries import companions, facts_of, group_of, meeting_words, people_on_time, rule_of, spans_of
from .words import rule_lines

CODE_WORDS = "受付でお見せください"
ON_TIME = CertificateCondition(
    label="遅刻・早退がないこと（研修・行事ごとの「遅刻・早退の決まり」で数えます）",
    missing="遅刻または早退になっています。",
    met_by=people_on_time,
)


def door_address(application: Application, participant: Participant | None = None) -> str:
    """Return the address behind a code: a screen of the desk, for one person or all of an application."""
    args: list[str | int] = [application.public_id]
    if participant is not None:
        args.append(participant.position)
    return settings.OWN_URL + reverse(f"day_desk:{'code_of_one' if participant else 'code'}", args=args)


def marking_by_part(session: Session) -> str:
    """Return where the desk writes who came to which part of a series."""
    return reverse("day_desk:by_part", args=[session.pk])


def offer_of(participant: Participant, token: str, now: datetime) -> Section | None:  # noqa: ARG001 -- one signature
    """Return the code for the door until the date is over; then when they came and left."""
    session = participant.session
    if now >= session.ends_at:
        return _times(participant)
    if participant.way != Way.VENUE:
        return None
    lines = rule_lines(rule_of(session.event))
    text = "当日は、このQRコードを受付でお見せください。お名前を言っていただくだけでも、受け付けます。"
    address = door_address(participant.application, participant)
    return Section("当日の受付", "".join((text, *lines)), code=address)


def group_offer(participant: Participant, token: str, now: datetime) -> Section | None:  # noqa: ARG001 -- one signature
    """Return the group of somebody until the date is over; of the others only who agreed to be named."""
    if now >= participant.session.ends_at:
        return None
    group = group_of(participant)
    if group is None:
        return None
    agreed = [
        f"{each.name}（{each.application.agency_name or '個人'}）"
        for each in companions(group, participant)
        if each.application.shows_names and each.name
    ]
    what = "ルーム" if group.way == Way.ONLINE else "グループ"
    lines = [f"あなたは「{group.name}」です。", group.note and f"{group.note}。"]
    if agreed:
        lines.append(f"いっしょの方（名前をのせてよいと答えた方だけ）：{'、'.join(agreed)}")
    return Section(f"話し合いの{what}", "".join(filter(None, lines)))


def _times(participant: Participant) -> Section | None:
    session, facts = participant.session, facts_of([participant.pk]).get(participant.pk, [])
    several, lines = session.part_count > 0, []
    for words, dealt in zip(meeting_words(session), rules.by_meeting(facts, spans_of(session)), strict=True):
        if stays := rules.stays(dealt):
            left = _clock(stays[-1].ends) if stays[-1].ends else "終わりまで"
            which = f"{words}　" if several else ""
            lines.append(f"{which}来た時刻 {_clock(stays[0].begins)}、帰った時刻 {left}。")
    return Section("当日の記録", "".join(lines)) if lines else None


def _clock(moment: datetime) -> str:
    return clock_time(timezone.localtime(moment).time())


def receipt_part(application: Application) -> ReceiptPart | None:
    """Return the day's rules for a receipt, and the code for the door where somebody comes to the venue."""
    if application.state not in SEATED_STATES:
        return None
    lines = rule_lines(rule_of(application.session.event))
    at_venue = application.participants.filter(way=Way.VENUE, cancelled_at__isnull=True).exists()
    return ReceiptPart(lines, door_address(application) if at_venue else "", CODE_WORDS)


def words_of(event: Event) -> Iterable[str]:
    """Return what an event's page says in advance."""
    return rule_lines(rule_of(event))


def room_of(event: Event) -> Link:
    """Return the way from an event's screen to its day."""
    return "当日の受付（QRコード、名札、グループ分け）", reverse("day_desk:of_event", args=[event.pk])
