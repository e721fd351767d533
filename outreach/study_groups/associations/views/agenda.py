"""A general meeting is prepared: deadline, resolutions, who takes no part in them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.desk import actor
from foundation.japanese.dates import fiscal_year_label
from outreach.study_groups.access import Standing
from outreach.study_groups.associations import queries
from outreach.study_groups.associations.access import assembly_in, resolution_in, row_to_prepare
from outreach.study_groups.associations.enums import Effect
from outreach.study_groups.associations.forms import (
    CENTRE,
    DeadlineForm,
    RecuseForm,
    ResolutionForm,
    target_of,
)
from outreach.study_groups.associations.models import Assembly, Resolution
from outreach.study_groups.associations.models.resolution import PUT
from outreach.study_groups.associations.services.agenda import (
    add_resolution,
    change_resolution,
    prepare_assembly,
    recuse,
    remove_resolution,
    set_deadline,
)
from outreach.study_groups.enums import Action
from outreach.study_groups.overtaking import seen_by, sign_of
from outreach.study_groups.views.frame import go, saved, told, where_they_may

from .frame import form_page, to_assembly, where


@require_POST
@where_they_may(Action.HOLD_ASSEMBLY)
def prepare(request: HttpRequest, standing: Standing, row: int) -> HttpResponse:
    """Begin to prepare a general meeting."""
    found, now = row_to_prepare(standing, row), timezone.now()
    told(
        request,
        lambda: prepare_assembly(row=found, actor=actor(request), now=now),
        "総会の準備を始めました。締切と議案を書いてください。",
    )
    made = queries.assembly_of(found)
    return go(
        where("assembly", standing.community, made.pk) if made else where("assemblies", standing.community)
    )


@where_they_may(Action.HOLD_ASSEMBLY)
def deadline(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Say until when proxies and votes in writing come in."""
    found = assembly_in(standing, pk)
    until = timezone.localtime(found.proxies_until) if found.proxies_until else None
    initial = {"day": until.date(), "clock": until.time()} if until else None
    form = DeadlineForm(
        request.POST or None,
        today=timezone.localdate(),
        starts_at=queries.start_of(found.row),
        initial=initial,
    )

    def save(_data: Mapping[str, Any]) -> str:
        set_deadline(assembly=found, until=form.until, actor=actor(request), now=timezone.now())
        return "委任状・書面の締切を決めました。"

    if saved(request, form, save, field="day"):
        return go(_to(found))
    return _form(request, standing, found, form, "委任状・書面の締切")


@where_they_may(Action.HOLD_ASSEMBLY)
def add(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Put one resolution more on the agenda."""
    found = assembly_in(standing, pk)
    form = _resolution_form(request, found)

    def save(_data: Mapping[str, Any]) -> str:
        made = add_resolution(assembly=found, details=form.details, actor=actor(request), now=timezone.now())
        return f"第{made.number}号議案を加えました。"

    if saved(request, form, save):
        return go(_to(found))
    return _form(request, standing, found, form, "議案を加える")


@where_they_may(Action.HOLD_ASSEMBLY)
def change(request: HttpRequest, standing: Standing, pk: int, resolution: int) -> HttpResponse:
    """Put a resolution right."""
    found = assembly_in(standing, pk)
    one = resolution_in(found, resolution)
    form = _resolution_form(request, found, one)

    def save(_data: Mapping[str, Any]) -> str:
        change_resolution(
            resolution=one,
            details=form.details,
            seen=seen_by(request),
            actor=actor(request),
            now=timezone.now(),
        )
        return f"第{one.number}号議案を直しました。"

    if saved(request, form, save):
        return go(_to(found))
    return _form(request, standing, found, form, f"第{one.number}号議案を直す", seen=sign_of(one, PUT))


@require_POST
@where_they_may(Action.HOLD_ASSEMBLY)
def remove(request: HttpRequest, standing: Standing, pk: int, resolution: int) -> HttpResponse:
    """Take a resolution off the agenda."""
    found = assembly_in(standing, pk)
    one = resolution_in(found, resolution)
    told(
        request,
        lambda: remove_resolution(resolution=one, actor=actor(request), now=timezone.now()),
        f"「{one.title}」を消しました。",
    )
    return go(_to(found))


@where_they_may(Action.HOLD_ASSEMBLY)
def recusals(request: HttpRequest, standing: Standing, pk: int, resolution: int) -> HttpResponse:
    """Say which agencies take no part in a resolution."""
    found = assembly_in(standing, pk)
    one = resolution_in(found, resolution)
    agencies = queries.counting_of(found).agencies
    initial = {"agencies": [str(each.agency_id) for each in one.recusals.all()]}
    data = request.POST if request.method == "POST" else None
    form = RecuseForm(data, agencies=agencies, initial=initial)

    def save(data: Mapping[str, Any]) -> str:
        chosen = [agencies[int(each)] for each in data["agencies"]]
        recuse(resolution=one, agencies=chosen, actor=actor(request), now=timezone.now())
        return f"第{one.number}号議案に加わらない機関を、{len(chosen)}つにしました。"

    if saved(request, form, save):
        return go(_to(found))
    return _form(request, standing, found, form, f"第{one.number}号議案に加わらない機関")


def _resolution_form(
    request: HttpRequest, assembly: Assembly, resolution: Resolution | None = None
) -> ResolutionForm:
    names = ("title", "text", "kind", "secretariat_since")
    initial = {name: getattr(resolution, name) for name in names} if resolution else {}
    if resolution is not None:
        initial["target"] = target_of(resolution)
    return ResolutionForm(
        request.POST or None, targets=_targets(assembly), today=timezone.localdate(), initial=initial
    )


def _targets(assembly: Assembly) -> list[tuple[str, str]]:
    """Return what a resolution may bring about: each plan that waits, each proposal, each agency."""
    community = assembly.row.plan.community
    plans = [
        (f"{Effect.PLAN}:{each.pk}", f"{fiscal_year_label(each.fiscal_year)}の計画を承認する")
        for each in queries.draft_plans(community)
    ]
    rules = [
        (f"{Effect.RULES}:{each.pk}", f"規則を、第{each.version}版（案）に改める")
        for each in queries.proposals_of(community)
    ]
    agencies = queries.counting_of(assembly).agencies.values()
    offices = [(CENTRE, "センター"), *((str(each.pk), each.name) for each in agencies)]
    return [
        *plans,
        *rules,
        *((f"{Effect.SECRETARIAT}:{key}", f"事務局を、{name}にする") for key, name in offices),
    ]


def _to(assembly: Assembly) -> str:
    return where("assembly", assembly.row.plan.community, assembly.pk)


def _form(
    request: HttpRequest, standing: Standing, assembly: Assembly, form: Any, title: str, *, seen: str = ""
) -> HttpResponse:
    trail = to_assembly(assembly)
    return form_page(request, standing, form, title, "保存する", back=_to(assembly), trail=trail, seen=seen)
