"""The papers of lectures: menu, request sheet, 講師派遣 letter, week plan, travel list."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from events.enums import ReplyWay
from events.models import Session
from foundation.centre.queries import current_centre
from foundation.japanese.dates import clock_time, long_date, short_date, time_range, wareki
from foundation.limits.queries import limit
from foundation.printing.letter import Letter, letter_pdf
from foundation.printing.pdf import PaperDoesNotFit, render_pdf
from foundation.printing.sheet import Box

from . import board, queries
from .enums import Parking, ResourceKind
from .forms import MINUTES, WhatForm, WhenForm, WhoForm
from .limits import ANSWERED_WITHIN, ASKED_BEFORE
from .models import LectureRequest

PURPOSE = "書いていただいた内容は、この出前講座の連絡と準備のためだけに使います。"


def menu_pdf(*, now: datetime) -> bytes:
    """Return the lecture menu: what can be asked for, and how."""
    today = timezone.localdate(now)
    context = {"themes": queries.menu(), "ask_url": _ask_url(), **_promises(today), **_imprint(today)}
    return render_pdf("lectures/paper/menu.html", context, title="出前講座の案内")


def sheet_pdf(*, now: datetime) -> bytes:
    """Return the FAX twin of the request: one page with the same fields."""
    today = timezone.localdate(now)
    what = WhatForm(themes=list(queries.menu()), today=today)
    when, who = WhenForm(today=today), WhoForm(today=today)
    codes = [f"{each.code} {each.title}" for each in what.themes.values()]
    context = {
        "what": what,
        "when": when,
        "who": who,
        "themes": tuple(Box(each) for each in codes),
        "minutes": tuple(Box(f"{each}分") for each in MINUTES),
        "ways": (Box("会場で"), Box("オンライン")),
        "parking": tuple(Box(each.label) for each in Parking),
        "equipment": tuple(Box(str(label)) for _, label in when.fields["equipment"].choices),  # type: ignore[attr-defined]  # -- a ChoiceField
        "reply_ways": tuple(Box(way.label, "番号" if way == ReplyWay.FAX else None) for way in ReplyWay),
        "naming": (Box("団体の名前を、予定表や実績に出してよい"),),
        "ask_url": _ask_url(),
        "purpose": PURPOSE,
        **_promises(today),
        **_imprint(today),
    }
    return render_pdf("lectures/paper/sheet.html", context, title="出前講座 依頼書（FAX用）", fits=1)


def dispatch_letter(
    request: LectureRequest, session: Session, *, number: str, now: datetime, seal_omitted: bool = True
) -> bytes:
    """Return the letter 講師派遣: who comes, when and where, on what."""
    centre = current_centre()
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    slots = request.lecturer_slots.taken().select_related("lecturer__person").order_by("part")
    going = sorted(slots, key=lambda slot: slot.part == "junior")
    people = "\n".join(f"{slot.lecturer.person.name}（{slot.lecturer.shown_as}）" for slot in going)
    things = "、".join(
        slot.resource.name
        for slot in request.resource_slots.taken().select_related("resource")
        if slot.resource.kind == ResourceKind.EQUIPMENT
    )
    items = [
        ("題目", request.subject),
        ("日時", f"{long_date(starts.date())}\n{time_range(starts.time(), ends.time())}"),
        ("場所", f"{request.place}\n{request.address}".strip() if request.way == "venue" else "オンライン"),
        ("講師", people),
        ("聞く方", f"{request.audience}　およそ{request.people}人"),
        *([("当センターで用意する物", things)] if things else []),
        ("受付番号", request.number),
    ]
    return letter_pdf(
        Letter(
            centre=centre,
            number=number,
            sent_on=wareki(timezone.localdate(now)),
            addressees=(f"{request.host}　御中",),
            sender=centre.signature,
            subject="出前講座への講師の派遣について（通知）",
            paragraphs=(
                "日ごろから、当センターの事業にご理解とご協力をいただき、厚くお礼申し上げます。",
                "ご依頼のありました出前講座に、下記のとおり講師を派遣いたします。",
                "日時や場所を変えるとき、取りやめるときは、受付番号を添えてお知らせください。",
            ),
            items=tuple(items),
            seal_omitted=seal_omitted,
            sample_world=settings.DEMO,
        )
    )


def week_pdf(monday: date, *, now: datetime) -> bytes:
    """Return the week plan: lecturers, rooms and equipment by days."""
    context = {"board": board.week_board(monday), **_imprint(timezone.localdate(now))}
    paper, title = "lectures/paper/week.html", "出前講座の週の予定"
    with suppress(PaperDoesNotFit):
        return render_pdf(paper, context, title=title, landscape=True, fits=1)
    return render_pdf(paper, context, title=title, landscape=True)


def travel_pdf(monday: date, trips: Sequence[board.Trip], *, now: datetime) -> bytes:
    """Return the travel list of a week: when to leave, where to, whom to call; marked 取扱注意."""
    rows = [(long_date(trip.day), trip, _clocks(trip)) for trip in trips]
    week = f"{short_date(monday)}からの1週間"
    context = {"rows": rows, "week": week, "confidential": True, **_imprint(timezone.localdate(now))}
    return render_pdf("lectures/paper/travel.html", context, title="出前講座の移動の一覧")


def _clocks(trip: board.Trip) -> dict[str, str]:
    leaves, starts, ends, returns = (
        timezone.localtime(at).time()
        for at in (trip.leaves_at, trip.starts_at, trip.ends_at, trip.returns_at)
    )
    return {"leaves": clock_time(leaves), "held": time_range(starts, ends), "returns": clock_time(returns)}


def _promises(today: date) -> dict[str, int]:
    return {
        "answered_within": limit(ANSWERED_WITHIN, on=today),
        "asked_before": limit(ASKED_BEFORE, on=today),
    }


def _ask_url() -> str:
    return f"{settings.OWN_URL}{reverse('lectures:ask')}"


def _imprint(today: date) -> dict[str, Any]:
    return {"centre": current_centre(), "printed_on": wareki(today), "sample_world": settings.DEMO}
