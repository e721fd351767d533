"""What stands above the inbox of those who handle incidents: the open ones with their clocks."""

from datetime import date

from django.urls import reverse

from handoff.actors import Actor
from handoff.machine.rooms import Panel, PanelLine

from .access import handles, incidents_for
from .enums import State
from .queries import Line, lines_of


def open_incidents(actor: Actor, today: date) -> Panel | None:
    """Return the open incidents, what is due soonest first; nothing to those who do not handle them."""
    if not handles(actor):
        return None
    lines = lines_of(incidents_for(actor).exclude(state=State.CLOSED), today=today)
    if not lines:
        return None
    return Panel(title=f"事故・ヒヤリハットが、{len(lines)}件あります", lines=[_line(each) for each in lines])


def _line(line: Line) -> PanelLine:
    incident, clock = line.incident, line.clock
    return PanelLine(
        words=f"{incident.reference}　{incident.get_kind_display()}",
        address=reverse("handoff:incident", args=[incident.pk]),
        due=f"{clock.name}：{clock.words}" if clock else incident.get_state_display(),
        is_over=clock is not None and clock.is_over,
    )
