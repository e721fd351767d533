"""From the records of an application to the words of its 受講決定通知."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from foundation.japanese.dates import wareki

from . import applicant_queries, paper_facts, queries
from .applicant_queries import ASKED, IN_LINE, SEAT
from .decision_papers import DecisionNotice
from .enums import ApplicationState
from .models import Application
from .papers import ReceiptPerson

NOT_CHOSEN = "今回は、お受けできませんでした"


def decision(application: Application, *, now: datetime) -> DecisionNotice:
    """Return the notice as things stand now; only for an application about which the centre has decided."""
    session, event = application.session, application.session.event
    people = list(queries.active_people(application))
    places = applicant_queries.places(application, people)
    ways = {person.way for person in people}
    result, told, to_do = _in_words(application, list(places.values()))
    return DecisionNotice(
        reception_number=application.number or "",
        event=paper_facts.as_taken(paper_facts.event_words(event, [session]), ways),
        agency=application.agency_name,
        contact_person=application.contact_name,
        fax=application.fax,
        result=result,
        told=told,
        decided_on=wareki(timezone.localdate(session.decided_at)) if session.decided_at else "",
        criteria=session.criteria,
        people=tuple(
            ReceiptPerson(
                name=str(person),
                kana=person.name_kana,
                way=person.get_way_display(),
                state=places.get(person.pk, ""),
            )
            for person in people
        ),
        to_do=to_do,
        centre=paper_facts.letterhead(),
        printed_on=wareki(timezone.localdate(now)),
        desk=event.contact_name or "研修担当",
        sample_world=settings.DEMO,
    )


def _in_words(application: Application, places: list[str]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the result in large type, what it means, and what to do."""
    if application.state == ApplicationState.DECLINED:
        reason = "定員を超えるお申し込みがありました。" if application.session.decided_at else ""
        return (
            NOT_CHOSEN,
            (f"{reason}お申し込みをありがとうございました。",),
            ("次の研修・行事のご案内は、センターのページに出します。",),
        )
    seated, asked, waiting = places.count(SEAT), places.count(ASKED), places.count(IN_LINE)
    change = "人が替わるとき、参加できなくなったときは、早めにお知らせください。"
    if seated and not waiting + asked:
        return f"受講が決まりました（{seated}人）", ("下の方の席があります。",), (change,)
    place = queries.position_in_line(application)
    line = f"{waiting}人は、空きを待つ列の{place}番目です。席が空いたら、お知らせします。" if waiting else ""
    offer = f"{asked}人分の席を案内しています。お返事をお待ちしています。" if asked else ""
    told = tuple(words for words in (offer, line) if words)
    if seated:
        return f"受講が決まりました（{len(places)}人のうち{seated}人）", told, (change,)
    return (
        ("席を案内しています" if asked else "空きを待っています"),
        told,
        ("待つのをやめるときは、お知らせください。",),
    )
