"""Seats that are kept for some, as staff write them at a date: for whom, how many of each way, until when."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from directory.models import WelfareArea
from events.enums import KeptFor, Way
from events.models import Session
from events.services.keeping import KeptPlan

from .fields import ClockField, DayField, NumberField, local_moment

AREA_LINES = 3
# The lines of the form: the beginning of their fields' names, and whose seats they are.
KEPT_LINES: tuple[tuple[str, KeptFor], ...] = (
    ("paper", KeptFor.PAPER),
    ("network", KeptFor.NETWORK),
    *((f"area{number}", KeptFor.AREA) for number in range(1, AREA_LINES + 1)),
)
UNTIL_TIME = time(17)
# What a new date takes over from the one above it: how many, not until when.
KEPT_TAKEN_OVER = tuple(
    f"{line}_{part}" for line, _ in KEPT_LINES for part in ("area", *(way.value for way in Way))
)


def kept_fields(areas: Sequence[WelfareArea]) -> dict[str, forms.Field]:
    """Return the fields of all lines, each named by its line and what it holds."""
    found: dict[str, forms.Field] = {}
    choices = [("", "（圏域を選ぶ）"), *((str(each.pk), _named(each)) for each in areas)]
    for line, kept_for in KEPT_LINES:
        words = kept_for.label.partition("（")[0] + (line[-1] if kept_for == KeptFor.AREA else "")
        if kept_for == KeptFor.AREA:
            found[f"{line}_area"] = forms.TypedChoiceField(
                label=f"{words}の圏域", choices=choices, coerce=int, empty_value=None, required=False
            )
        for way in Way:
            found[f"{line}_{way.value}"] = NumberField(label=f"{words}の{way.label}の席", required=False)
        found[f"{line}_day"] = DayField(label=f"{words}を取っておく日", required=False)
        found[f"{line}_time"] = ClockField(label=f"{words}を取っておく時刻", required=False)
    return found


def _named(area: WelfareArea) -> str:
    return f"{area.name}（{area.get_scheme_display()}）"


def kept_initial(session: Session) -> dict[str, Any]:
    """Return what the lines show of a session that exists."""
    shown: dict[str, Any] = {}
    areas: dict[int, str] = {}
    for row in session.kept_seats.all():
        line = str(row.kept_for)
        if row.area_id is not None:
            line = areas.setdefault(row.area_id, f"area{len(areas) + 1}")
            shown[f"{line}_area"] = row.area_id
        until = timezone.localtime(row.until)
        shown |= {f"{line}_{row.way}": row.seats, f"{line}_day": until.date(), f"{line}_time": until.time()}
    return shown


def kept_plans(given: Mapping[str, Any], *, usual: datetime) -> tuple[KeptPlan, ...]:
    """Return the kept seats as the services take them, until `usual` where no day is written."""
    return tuple(
        KeptPlan(
            kept_for=kept_for,
            way=way.value,
            seats=given[f"{line}_{way.value}"],
            until=_until(given, line) or usual,
            area_id=_area(given, line),
        )
        for line, kept_for in KEPT_LINES
        for way in Way
        if given.get(f"{line}_{way.value}")
    )


def kept_mistakes(given: Mapping[str, Any], starts_at: datetime | None) -> list[tuple[str, str]]:
    """Return what does not go together, as (field, words)."""
    found: list[tuple[str, str]] = []
    areas: set[int] = set()
    for line, kept_for in KEPT_LINES:
        seats = sum(given.get(f"{line}_{way.value}") or 0 for way in Way)
        until, area = _until(given, line), _area(given, line)
        if kept_for == KeptFor.AREA and seats and area is None:
            found.append((f"{line}_area", "圏域を選んでください。"))
        if area is not None and not seats:
            found.append((f"{line}_{Way.VENUE.value}", "席の数を書いてください。"))
        if area in areas:
            found.append((f"{line}_area", "同じ圏域は、一つの行にまとめてください。"))
        areas |= {area} if area is not None else set()
        if until and starts_at and until > starts_at:
            found.append((f"{line}_day", "始まりより前にしてください。"))
    return found + _beyond_capacity(given)


def _beyond_capacity(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    for way in Way:
        names = [f"{line}_{way.value}" for line, _ in KEPT_LINES if given.get(f"{line}_{way.value}")]
        room = given.get(f"{way.value}_capacity") or 0
        if sum(given[name] for name in names) > room:
            words = f"{way.label}の席は{room}です。取っておく席は、合わせて{room}までにしてください。"
            found.append((names[-1], words))
    return found


def _until(given: Mapping[str, Any], line: str) -> datetime | None:
    day: date | None = given.get(f"{line}_day")
    return local_moment(day, given.get(f"{line}_time") or UNTIL_TIME) if day else None


def _area(given: Mapping[str, Any], line: str) -> int | None:
    return given.get(f"{line}_area")
