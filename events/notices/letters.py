"""What the centre writes without being asked: invitations, and thanks the morning after."""

from collections.abc import Sequence

from django.conf import settings

from directory.enums import Sector
from events.enums import DateState
from events.letters import (
    Letter,
    deadline,
    full_title,
    greeting,
    signature,
    when,
    where,
    written_parts,
)
from events.models import Application, Event, Participant, Session
from events.participant_links import address
from events.series import load_parts
from foundation.centre.queries import Centre

from .enums import LastContact
from .models import ListRule, Notice

LONGEST_WHY = 300
STOP = "お知らせがいらないときは、ご連絡ください。これからは、お送りしません。"


def why_of(rule: ListRule) -> str:
    """Return the sentence that says whom a list means, so why a notice came."""
    parts = [
        ("分野が", [Sector(each).label for each in rule.sectors]),
        ("場所が", [str(each.name) for each in (*rule.areas.all(), *rule.municipalities.all())]),
        ("サービスが", [str(each) for each in rule.services.all()]),
    ]
    said = "、".join(f"{what}「{'・'.join(words)}」" for what, words in parts if words)
    if rule.last_contact:
        about = f"この{rule.within_months}か月に{LastContact(rule.last_contact).label}"
        said = f"{said}で、{about}" if said else about
    whom = f"、{said}の事業所に" if said else "に"
    sentence = f"このお知らせは、センターの名簿にある関係機関のうち{whom}、お送りしています。"
    if not said:
        sentence = "このお知らせは、センターの名簿にある関係機関に、お送りしています。"
    return (
        sentence
        if len(sentence) <= LONGEST_WHY
        else "このお知らせは、センターの名簿から選んだ関係機関に、お送りしています。"
    )


def facts_of(notice: Notice) -> str:
    """Return what all letters of a notice say of its event; nothing in a free letter."""
    return f"{event_facts(notice.event)}\n\n" if notice.event else ""


def notice(notice: Notice, facts: str, *, to: str, why: str, stop: str, centre: Centre) -> Letter:
    """Return the letter to one agency; `to` is how it is greeted, `stop` its own address to say no."""
    text = (
        f"{to}\n\n{notice.text.strip()}\n\n{facts}{why}\n{STOP}\n\n"
        f"このページからも、止められます\n{stop}\n\n{signature(centre)}"
    )
    return Letter(notice.subject, text)


def dates_of(event: Event) -> list[Session]:
    """Return the dates that an invitation names, with their parts: none that is off or put off."""
    dates = list(event.sessions.filter(state=DateState.PLANNED))
    load_parts(dates)
    return dates


def event_facts(event: Event) -> str:
    """Return what an invitation says of its event, with the address of its page."""
    dates = [
        "\n".join((f"　日時　{when(each)}", *written_parts(each), f"　場所　{where(each)}"))
        for each in dates_of(event)
    ]
    page = f"{settings.OWN_URL}{event.get_absolute_url()}"
    lines = [
        f"　{full_title(event)}",
        *dates,
        f"　締切　{deadline(event)}",
        f"　くわしいこと・申し込み　{page}",
    ]
    return "\n".join(lines)


def thanks(
    application: Application, people: Sequence[Participant], offers: Sequence[str], *, centre: Centre
) -> Letter:
    """Return the thanks to a group of which these took part; `offers` is what waits on their own pages."""
    session = application.session
    there = f"\n\n{_offered(application, people, '、'.join(offers))}" if offers else ""
    text = (
        f"{greeting(application)}\n\n{full_title(session.event)}（{when(session)}）に、"
        f"{len(people)}人の方にご参加いただき、ありがとうございました。{there}\n\n"
        "このお知らせは、参加した方がいるので、お送りしています。お礼は1回だけです。止める手続きはいりません。"
    )
    if application.is_told_by_mail:
        # Beside a letter on paper stand its number and who writes.
        text += f"\n\n受付番号　{application.number}\n\n{signature(centre)}"
    return Letter(f"【お礼】{session.event.title}", text)


def _offered(application: Application, people: Sequence[Participant], offers: str) -> str:
    """Return what there is for those who came; an address that is a key never leaves by FAX."""
    if not application.is_told_by_mail:
        return f"参加した方に、{offers}があります。受付番号をそえて、FAXか電話で、お申しつけください。"
    pages = "\n".join(f"{each.position}番目の方\n{address(each)}" for each in people)
    return (
        f"参加した方のページに、{offers}があります。次のアドレスを、それぞれの方に渡してください。\n{pages}"
    )
