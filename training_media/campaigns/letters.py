"""What agencies are told about watching: that they may, and that the deadline comes near."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from directory.models import Agency
from events.letters import Letter, signature
from foundation.centre.queries import Centre
from foundation.japanese.dates import long_date

from .enums import Progress
from .models import Invitation

SOURCE = "viewing_card"
STOP = "お知らせがいらないときは、ご連絡ください。これからは、お送りしません。"
HOW = {
    Progress.NOT_STARTED: "まだ、視聴が始まっていません。",
    Progress.STUCK: "途中まで視聴されています。続きは、前に止めたところから見られます。",
}


def causes_of(card: Invitation) -> str:
    """Return how the causes of all letters about a card begin."""
    return f"campaigns.card:{card.pk}:"


def reminder_cause(card: Invitation, day: date) -> str:
    """Return the cause of the one letter that reminds of a card on a day."""
    return f"{causes_of(card)}{day}"


def reminder(card: Invitation, progress: Progress, *, stop: str, centre: Centre, today: date) -> Letter:
    """Return the letter that reminds one agency; no code, no PIN and no name stands in it."""
    course, agency = card.campaign.course, card.agency
    text = (
        f"{agency.name}　ご担当者様\n\n"
        f"研修動画「{course.title}」の視聴期限は、{_until(card, today)}\n"
        f"{HOW.get(progress, '')}\n\n"
        f"お渡ししたカードの番号とPINで、メールアドレスがなくても見られます。1つの画面で、何人かで見ることもできます。\n\n"
        f"　視聴の入口　{settings.OWN_URL}{reverse('watching:enter')}\n\n"
        "カードが見つからないとき、期限までに見られないときは、お電話ください。\n\n"
        f"このお知らせは、この研修動画を案内した事業所に、お送りしています。\n{STOP}\n\n"
        f"このページからも、止められます\n{stop}\n\n{signature(centre)}"
    )
    return Letter(f"【視聴期限のお知らせ】{course.title}", text)


def _until(card: Invitation, today: date) -> str:
    deadline, told = card.period.deadline, card.period.told_on(today)
    if told == deadline:
        return f"{long_date(deadline)}です。"
    return f"{long_date(deadline)}でした。{long_date(told)}までは、まだ見られます。"


def number_of(agency: Agency) -> str:
    """Return what is quoted by telephone; it opens nothing."""
    return agency.public_id
