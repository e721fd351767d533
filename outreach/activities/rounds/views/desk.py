"""Rounds at the desk and on the way: list, route, whom to add, calls, visits."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen, pressed
from directory.finding.queries import areas_that_count
from outreach.activities.access import activity_desk
from outreach.activities.rounds import queries
from outreach.activities.rounds.access import round_at_the_desk, target_at_the_desk
from outreach.activities.rounds.enums import Stage
from outreach.activities.rounds.exceptions import RoundRefused
from outreach.activities.rounds.forms import AddForm, CallForm, FindForm, RoundForm, VisitForm
from outreach.activities.rounds.models import Round, Target
from outreach.activities.rounds.papers import route_pdf, route_table
from outreach.activities.rounds.services.visiting import (
    add_targets,
    change_round,
    make_round,
    move_up,
    note_contact,
    take_out,
    write_visit,
)
from outreach.activities.views.frame import FORM, to_register

ROUNDS = "巡回開拓"
VISIT = "activity_rounds/desk/visit.html"


def address(name: str, *args: object) -> str:
    return reverse(f"activity_rounds:{name}", args=args)


def to_rounds() -> Link:
    return ROUNDS, address("rounds")


def to_round(found: Round) -> Link:
    return found.name, address("round", found.pk)


@activity_desk.reading
def rounds(request: HttpRequest) -> HttpResponse:
    """Show all rounds."""
    return desk.show(
        request,
        "activity_rounds/desk/rounds.html",
        ROUNDS,
        trail=[to_register()],
        rounds=list(queries.rounds()),
    )


@activity_desk.form_page
def create(request: HttpRequest) -> HttpResponse:
    """Begin a round."""
    form = RoundForm(request.POST or None, today=timezone.localdate())

    def save() -> Done:
        made = make_round(details=form.details, actor=actor(request), now=timezone.now())
        return Done("巡回を作りました。次に、まわる機関を選びます。", address("add", made.pk))

    return _form(request, form, save, Screen(FORM, "巡回を作る", [to_rounds()]), "作る", address("rounds"))


@activity_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a round."""
    found = round_at_the_desk(pk)
    form = RoundForm(request.POST or None, today=timezone.localdate(), round=found)

    def save() -> Done:
        change_round(round=found, details=form.details, actor=actor(request), now=timezone.now())
        return Done("巡回を直しました。", address("round", pk))

    kept = Kept(found, lambda: RoundForm(today=timezone.localdate(), round=round_at_the_desk(pk)))
    screen = Screen(FORM, "巡回を直す", [to_rounds(), to_round(found)])
    return _form(request, form, save, screen, "保存する", address("round", pk), kept=kept)


@activity_desk.reading
def one_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round: its route, how far each agency has come, areas, wishes that fit."""
    found, today = round_at_the_desk(pk), timezone.localdate()
    stops = queries.route(found, today=today)
    return desk.show(
        request,
        "activity_rounds/desk/round.html",
        found.name,
        trail=[to_register(), to_rounds()],
        round=found,
        stops=stops,
        pipeline=queries.pipeline(stops),
        areas=queries.by_area(stops),
        stages=Stage,
        wishes=queries.wishes(found, today=today),
    )


@activity_desk.reading
def route_paper(_request: HttpRequest, pk: int) -> HttpResponse:
    """Return the route on A4."""
    content = route_pdf(round_at_the_desk(pk), now=timezone.now())
    return desk.file(content, name="巡回の道順.pdf", content_type="application/pdf", inline=True)


@activity_desk.reading
def workbook(_request: HttpRequest, pk: int) -> HttpResponse:
    """Return a round as a workbook."""
    now = timezone.now()
    table = route_table(round_at_the_desk(pk), now=now)
    return desk.table_file(table, name="巡回", form="xlsx", printed_on=timezone.localdate(now))


@activity_desk.form_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Find agencies by kind, area and words, and put them on the list."""
    found, today = round_at_the_desk(pk), timezone.localdate()
    form = AddForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        count = add_targets(
            round=found, agencies=form.cleaned_data["agencies"], actor=actor(request), now=timezone.now()
        )
        messages.success(request, f"{count}の機関を入れました。")
        return HttpResponseRedirect(address("round", pk), status=SEE_OTHER)
    areas = [(each.key, each.name) for each in areas_that_count(today)]
    find = FindForm(request.GET, kinds=queries.kinds(), areas=areas)
    rows = queries.to_add(found, **find.wanted, today=today)
    return desk.show(
        request,
        "activity_rounds/desk/add.html",
        "まわる機関を選ぶ",
        trail=[to_rounds(), to_round(found)],
        status=422 if form.is_bound else 200,
        round=found,
        find=find,
        form=form,
        page_obj=Paginator(rows, queries.MOST_OFFERED).get_page(request.GET.get("page")),
    )


@activity_desk.reading
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an agency of a round, its visits, what can be written."""
    found = target_at_the_desk(pk)
    return desk.show(
        request,
        "activity_rounds/desk/target.html",
        found.agency.name,
        trail=[to_rounds(), to_round(found.round)],
        target=found,
        visits=list(queries.visits_of(found)),
        may_take_out=found.stage == Stage.LISTED,
    )


@activity_desk.form_page
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a call."""
    found = target_at_the_desk(pk)
    stage = Stage.CONTACTED if found.stage == Stage.LISTED else found.stage
    initial = {"stage": stage, "next_step": found.next_step, "next_on": found.next_on}
    form = CallForm(request.POST or None, today=timezone.localdate(), initial=initial)

    def save() -> Done:
        data = form.cleaned_data
        note_contact(
            target=found,
            said=form.said(Stage(data["stage"])),
            note=data["note"],
            actor=actor(request),
            now=timezone.now(),
        )
        return Done("連絡を書きました。", address("target", pk))

    screen = Screen(FORM, f"{found.agency.name}への連絡", [to_rounds(), to_round(found.round)])
    return _form(request, form, save, screen, "書く", address("target", pk))


@activity_desk.form_page
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a visit, on a phone too and where there is no network for a while."""
    found = target_at_the_desk(pk)
    form = VisitForm(request.POST or None, today=timezone.localdate())

    def save() -> Done:
        write_visit(
            target=found,
            form_key=form.cleaned_data["form_key"],
            report=form.report,
            actor=actor(request),
            now=timezone.now(),
        )
        return Done("訪問を書きました。", address("round", found.round_id))

    screen = Screen(VISIT, f"{found.agency.name}への訪問", [to_rounds(), to_round(found.round)])
    arrived = " ".join(queries.arrived(found))
    return _form(request, form, save, screen, "書く", address("round", found.round_id), arrived=arrived)


@activity_desk.deed
def up(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an agency change places with the one before it."""
    return _deed(request, target_at_the_desk(pk), move_up, "順番を変えました。")


@activity_desk.deed
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an agency off the list."""
    return _deed(request, target_at_the_desk(pk), take_out, "外しました。")


def _form(
    request: HttpRequest,
    form: Any,
    save: Callable[[], Done],
    screen: Screen,
    button: str,
    back: str,
    **more: Any,
) -> HttpResponse:
    return form_screen(request, form, save, screen, refused_as=RoundRefused, button=button, back=back, **more)


def _deed(request: HttpRequest, found: Target, verb: Callable[..., object], words: str) -> HttpResponse:
    return pressed(
        request,
        lambda: verb(target=found, actor=actor(request), now=timezone.now()),
        words,
        address("round", found.round_id),
        refused_as=RoundRefused,
    )
