"""Check lists, the start-up guide, first steps and gaps of the demo world."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from directory.coverage.access import OWN_KIND
from directory.models import Agency, Municipality
from foundation.demo import World
from foundation.japanese.dates import fiscal_year

from . import queries
from .demo_rows import CLAUSES, FIRST, GAPS, OWN, OWN_YEAR, PLAN, PROGRAMME_YEAR, STEPS, YEAR
from .enums import GapMove, TickState
from .models import FirstSteps, Gap, ModelClause, ProcedureStep, StartUpCopy, StartUpStep, StartUpTick
from .services.gaps import move_gap, write_gap, write_plan
from .services.reviewing import keep

STEP_FIELDS = (
    *("title", "stage", "days", "person_types", "office", "who", "papers", "lead_days"),
    *("lead_note", "words", "source", "source_year"),
)
YEAR_FIELDS = ("month", "way", "title", "who", "document", "words", "source")
HALF = 4


def seed(world: World) -> None:
    """Write the guides and the gaps of one municipality; once."""
    person = world.people.get("staff")
    if world.door != "public" or person is None or ProcedureStep.objects.exists():
        return
    _guides(world, person.user)
    place = Municipality.objects.filter(agency__kind=OWN_KIND).order_by("code").first()
    if place is not None and not Gap.objects.exists():
        _gaps(world, place, person.user)
        _copy(world, place)


def _guides(world: World, staff: User) -> None:
    def add(record: Any, **values: Any) -> None:
        keep(record=record, values={"responsible": "連携担当"} | values, actor=staff, now=world.now)

    for row in STEPS:
        add(ProcedureStep(), **dict(zip(STEP_FIELDS, row, strict=True)))
    for line in YEAR:
        values = dict(zip(YEAR_FIELDS, line, strict=True))
        add(StartUpStep(), **values, source_year=OWN_YEAR if values["source"] == OWN else PROGRAMME_YEAR)
    for position, (title, text, why) in enumerate(CLAUSES, start=1):
        add(ModelClause(), title=title, text=text, why=why, position=position)
    for path in queries.paths_to_show().filter(title__in=FIRST):
        add(FirstSteps(), path=path, words=FIRST[path.title])
    # One of them waits for somebody, as some always do.
    last = ProcedureStep.objects.order_by("-pk").first()
    if last is not None:
        today = timezone.localdate(world.now)
        ProcedureStep.objects.filter(pk=last.pk).update(
            reviewed_on=today - timedelta(days=380), review_due_on=today - timedelta(days=15)
        )


def _gaps(world: World, place: Municipality, staff: User) -> None:
    today, now = timezone.localdate(world.now), world.now
    year = fiscal_year(today)
    details = PLAN | {"starts_on": date(year - 2, 4, 1), "ends_on": date(year + 3, 3, 31)}
    plan = write_plan(
        place=place,
        plan=None,
        details=details | {"name": f"{place.name} 再犯防止推進計画（見本）"},
        actor=staff,
        now=now,
    )
    for title, words, proposal, owner, until, state in GAPS:
        values = {
            "title": title,
            "words": words,
            "proposal": proposal,
            "responsible": owner,
            "due_on": None if until is None else today + timedelta(days=until),
            "plan": plan if state == "agreed" else None,
        }
        gap = write_gap(place=place, gap=None, details=values, actor=staff, now=now)
        moves = {"open": (), "agreed": (GapMove.AGREE,), "done": (GapMove.AGREE, GapMove.FINISH)}[state]
        for move in moves:
            move_gap(gap=gap, move=move, on=today - timedelta(days=10), actor=staff, now=now)


def _copy(world: World, place: Municipality) -> None:
    """Let the municipality have ticked some of its copy: nobody of the cast works there."""
    agency = Agency.objects.filter(kind=OWN_KIND, municipality=place).order_by("pk").first()
    if agency is None:
        return
    today = timezone.localdate(world.now)
    copy = StartUpCopy.objects.create(agency=agency, year=fiscal_year(today), begun_on=today)
    for step in queries.start_up_steps()[:HALF]:
        StartUpTick.objects.create(copy=copy, step=step, state=TickState.DONE, on=today)
