"""What the database refuses of check lists, guides, copies, plans and gaps."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from outreach.role_sheets.procedures import models
from outreach.role_sheets.procedures.enums import Stage
from tests.factories.paths import make_path
from tests.factories.procedures import (
    make_clause,
    make_first_steps,
    make_gap,
    make_plan,
    make_start_up,
    make_step,
)

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 11, 24)


def refused(name, act):
    with pytest.raises(IntegrityError, match=f"procedures_{name}"), transaction.atomic():
        act()


def all_refused(rows, table, *rules):
    for rule, values in rules:
        refused(f"{table}_{rule}", lambda values=values: rows.update(**values))


def test_a_step_says_what_where_who_when_and_on_which_ground():
    make_step()
    all_refused(
        models.ProcedureStep.objects,
        "procedurestep",
        ("stage_is_known", {"stage": "x"}),
        ("person_types_are_known", {"person_types": ["x"]}),
        ("says_what_where_who", {"title": " "}),
        ("says_what_where_who", {"office": ""}),
        ("says_what_where_who", {"who": ""}),
        ("address_of_this_portal", {"address": "https://example.com/"}),
        ("address_of_this_portal", {"address": "//example.com/"}),
        ("has_a_source", {"source": ""}),
        ("has_a_source", {"source_year": " "}),
        ("lead_time_says_whose", {"lead_days": 10}),
        ("lead_time_says_whose", {"lead_days": 0, "lead_note": "法律"}),
        ("lead_time_says_whose", {"lead_note": "法律"}),
        ("has_an_owner", {"responsible": ""}),
        ("due_after_its_review", {"review_due_on": DAY}),
    )


def test_the_day_of_a_step_lies_where_its_stage_is():
    make_step()
    steps = models.ProcedureStep.objects
    all_refused(
        steps,
        "procedurestep",
        ("days_fit_the_stage", {"stage": Stage.IN_CUSTODY, "days": 1}),
        ("days_fit_the_stage", {"stage": Stage.RELEASE_DAY, "days": -1}),
        ("days_fit_the_stage", {"stage": Stage.LATER, "days": 0}),
    )
    assert steps.update(stage=Stage.IN_CUSTODY, days=-1) == 1


def test_the_start_up_guide_and_its_clauses_say_what_they_are_for():
    make_start_up()
    make_clause()
    what = "says_what_who_and_from_where"
    all_refused(
        models.StartUpStep.objects,
        "startupstep",
        ("month_is_known", {"month": 13}),
        ("way_is_known", {"way": "x"}),
        *((what, {name: " "}) for name in ("title", "who", "source", "source_year")),
        ("has_an_owner", {"responsible": ""}),
    )
    all_refused(
        models.ModelClause.objects,
        "modelclause",
        *(("says_something", {name: ""}) for name in ("title", "text", "why")),
        ("due_after_its_review", {"review_due_on": DAY}),
    )


def test_first_steps_say_something_and_stand_once_for_each_path(staff, manager):
    row = make_first_steps(make_path(by=staff, opened_by=manager))
    rules = (("says_something", {"words": " "}), ("has_an_owner", {"responsible": ""}))
    all_refused(models.FirstSteps.objects, "firststeps", *rules)
    again = models.FirstSteps(path=row.path, words="もう1つ", responsible="連携担当")
    refused("firststeps_path_id", lambda: models.FirstSteps.objects.bulk_create([again]))


def test_a_municipality_has_one_copy_a_year_and_one_tick_a_step(city):
    _, agency, _ = city
    copy = models.StartUpCopy.objects.create(agency=agency, year=2026, begun_on=DAY)
    tick = models.StartUpTick.objects.create(copy=copy, step=make_start_up(), state="done", on=DAY)
    again = models.StartUpCopy(agency=agency, year=2026, begun_on=DAY)
    refused("startupcopy_once_a_year", lambda: models.StartUpCopy.objects.bulk_create([again]))
    refused("startupcopy_year_is_one", lambda: models.StartUpCopy.objects.update(year=26))
    refused("startuptick_state_is_known", lambda: models.StartUpTick.objects.update(state="x"))
    twice = models.StartUpTick(copy=copy, step=tick.step, state="not_ours", on=DAY)
    refused("startuptick_once", lambda: models.StartUpTick.objects.bulk_create([twice]))


def test_plans_of_a_municipality_never_run_at_the_same_time(city, staff, now):
    place, *_ = city
    plan = make_plan(place, by=staff, now=now)
    all_refused(
        models.PreventionPlan.objects,
        "preventionplan",
        ("has_a_name", {"name": ""}),
        ("ends_after_it_starts", {"ends_on": date(2024, 3, 31)}),
        ("has_an_owner", {"responsible": " "}),
        ("due_after_its_review", {"review_due_on": DAY}),
    )
    touching = models.PreventionPlan(
        municipality=place,
        name="次の計画",
        starts_on=plan.ends_on,
        ends_on=date(2034, 3, 31),
        responsible="課",
    )
    refused("preventionplan_one_at_a_time", lambda: models.PreventionPlan.objects.bulk_create([touching]))
    touching.starts_on = date(2029, 4, 1)
    assert len(models.PreventionPlan.objects.bulk_create([touching])) == 1


def test_a_gap_has_the_days_of_its_state_and_what_was_agreed_on(city, staff, now):
    make_gap(city[0], by=staff, now=now)
    told = {"proposal": "窓口を置く", "due_on": DAY}
    agreed = {"state": "agreed", "agreed_on": DAY}
    all_refused(
        models.Gap.objects,
        "gap",
        ("says_who_falls_between", {"title": ""}),
        ("state_is_known", {"state": "x"}),
        ("state_has_its_days", {"agreed_on": DAY}),
        ("state_has_its_days", {"state": "agreed"} | told),
        ("state_has_its_days", {"state": "done", "agreed_on": DAY} | told),
        ("state_has_its_days", {"state": "done", "done_on": DAY} | told),
        ("state_has_its_days", {"state": "done", "agreed_on": DAY, "done_on": date(2026, 11, 23)} | told),
        ("agreed_says_to_what", agreed),
        ("agreed_says_to_what", agreed | {"proposal": "窓口を置く"}),
        ("agreed_says_to_what", agreed | {"due_on": DAY}),
        ("has_an_owner", {"responsible": ""}),
        ("due_after_its_review", {"review_due_on": DAY}),
    )
    assert models.Gap.objects.update(**agreed, **told) == 1
