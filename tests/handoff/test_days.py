"""Days of the private door: whoever writes which, no screen, list or paper breaks over it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, models

from foundation.japanese.business_days import Closures, holiday_name
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.aftercare.services.diary import set_rhythm
from handoff.cases.enums import HowExplained
from handoff.cases.models import LegalBasis
from handoff.cases.services.bases import explain_basis
from handoff.days import WORK_BEGAN, may_be_planned, may_have_been
from handoff.exceptions import Refused
from handoff.incidents.models import Incident
from handoff.machine.due_rules import COUNTED, due_on
from handoff.machine.models import Handoff
from handoff.machine.services.running import settle_days
from handoff.meetings.models import SupportMeeting
from handoff.sittings.rules import may_move_to
from tests.factories.cases import NOW, TODAY, acting, make_basis
from tests.factories.incidents import report
from tests.factories.records import make_world
from tests.handoff.clients import as_, day, page
from tests.handoff.meetings.test_meetings import called
from tests.handoff.meetings.test_views import call_fields, line, minutes_fields

OLD, FAR = date(1500, 1, 1), date(9999, 12, 31)
OUR_WORK = "2009年から2099年までの日を書いてください。"
# The public door gives it, and one agency must not stop the copy of all others; screens show any day.
COPIED = {("handoff_agencycopy", "closed_on")}
# Moments that people type; all others are the clock's.
TYPED = {("meetings_supportmeeting", "starts_at"), ("machine_jointmeeting", "held_at")}


def columns_of_days():
    for model in apps.get_models():
        for field in model._meta.local_fields if model.__module__.startswith("handoff.") else ():
            name = (model._meta.db_table, field.name)
            is_day = isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)
            if (is_day and name not in COPIED) or name in TYPED:
                yield model, field.name


def is_bounded(model, name):
    ours = [
        each for each in model._meta.constraints if each.name == f"{model._meta.db_table}_within_our_time"
    ]
    return any(key.startswith(f"{name}__") for each in ours for key, _ in each.condition.children)


def typed(name, when):
    return {f"{name}_0": f"{when.year:04}", f"{name}_1": str(when.month), f"{name}_2": str(when.day)}


def test_every_column_of_days_is_within_our_time():
    columns = list(columns_of_days())
    assert [(str(model), name) for model, name in columns if not is_bounded(model, name)] == []
    assert len(columns) > 60


@pytest.mark.django_db
@pytest.mark.parametrize("day_written", [OLD, date(2100, 1, 1)])
def test_the_database_takes_no_day_beyond_whoever_writes(day_written):
    world = make_world()
    report(world.worker)
    called(world, world.worker)
    for model, column, table in (
        (Incident, "found_on", "incidents_incident"),
        (LegalBasis, "explained_on", "cases_legalbasis"),
        (Handoff, "overlap_until", "machine_handoff"),
        (SupportMeeting, "starts_at", "meetings_supportmeeting"),
    ):
        value = NOW.replace(year=day_written.year) if column == "starts_at" else day_written
        with pytest.raises(IntegrityError, match=f"{table}_within_our_time"), opened(CLOCK, now=NOW):
            model.objects.update(**{column: value})


@pytest.mark.parametrize(
    ("when", "allowed"),
    [
        (TODAY, True),
        (TODAY + timedelta(days=1), False),
        (WORK_BEGAN, True),
        (WORK_BEGAN - timedelta(days=1), False),
    ],
)
def test_what_has_been_was_since_the_work_began_and_until_today(when, allowed):
    decision = may_have_been(when, today=TODAY, what="した日")
    assert (decision.allowed, bool(decision.reason)) == (allowed, not allowed)


def test_nothing_is_planned_for_a_time_that_nobody_plans():
    last = date(TODAY.year + 10, 12, 31)
    assert may_be_planned(last, today=TODAY, what="終わりの日").allowed
    beyond = may_be_planned(last + timedelta(days=1), today=TODAY, what="終わりの日")
    assert beyond.reason == f"終わりの日は、{TODAY.year + 10}年までの日を書いてください。"
    assert not may_move_to(FAR, held_on=TODAY, today=TODAY).allowed


@pytest.mark.django_db
def test_services_refuse_such_days_whatever_a_form_lets_through():
    world = make_world()
    worker = acting(world.worker)
    with pytest.raises(Refused, match="気づいた日は、2009年から"):
        report(world.worker, found_on=OLD)
    basis = make_basis(world.case, world.centre, receivers=[world.city])
    with opened(CLOCK, now=NOW):
        LegalBasis.objects.filter(pk=basis.pk).update(state="draft")
    explained = {"explained_by": world.worker.person, "explained_on": OLD}
    with pytest.raises(Refused, match="説明した日は、2009年から"):
        explain_basis(basis_id=basis.pk, explained=explained, texts={}, actor=worker, now=NOW)
    for days, words in (
        ({"overlap_until": FAR}, "併走の終わりの日"),
        ({"backup_until": FAR}, "後方支援の終わりの日"),
        ({"person_told_on": OLD}, "本人に話した日"),
    ):
        with pytest.raises(Refused, match=words):
            settle_days(handoff_id=world.handoff.pk, actor=worker, now=NOW, **days)
    with pytest.raises(Refused, match="はじめの日"):
        set_rhythm(every_days=7, first_on=FAR, case_id=world.case.pk, actor=worker, now=NOW)


@pytest.mark.django_db
def test_a_consent_written_with_such_a_day_is_refused_at_once():
    world = make_world(stage="sent")
    fields = {
        "kind": "consent",
        "covers": ["identity"],
        "receivers": [str(world.city.pk)],
        "purpose": "住まい",
        "explained_by": str(world.worker.person.pk),
        "explained_how": HowExplained.INTERVIEW,
        **day("since"),
        **day("until", TODAY + timedelta(days=30)),
        **typed("explained_on", OLD),
    }
    answer = as_(world.worker).post(page("new_basis", world.case.pk), fields)
    assert (answer.status_code, OUR_WORK in answer.text) == (422, True)


@pytest.mark.django_db
def test_forms_of_both_sides_refuse_such_days_and_their_lists_stay_open():
    world = make_world()
    hand = as_(world.hand)
    incident = {"kind": "loss", "what": "なくしました"} | typed("found_on", OLD)
    minutes = minutes_fields(**line(1, "決めた", "giver")) | typed("held_on", OLD)
    late_line = minutes_fields(**line(1, "決めた", "giver")) | typed("due_1", date(1, 1, 1))
    call = call_fields(time="午後11時30分") | typed("day", FAR)
    contact = {"way": "visit", "contact": "会った"} | typed("done_on", OLD)
    for address, fields in (
        (page("new_incident"), incident),
        (page("write_held_meeting", world.handoff.pk), minutes),
        (page("write_held_meeting", world.handoff.pk), late_line),
        (page("call_meeting", world.handoff.pk), call),
        (page("new_entry_of_handoff", world.handoff.pk), contact),
    ):
        answer = hand.post(address, fields | {"key": uuid4()})
        assert (address, answer.status_code, OUR_WORK in answer.text) == (address, 422, True)


def test_a_far_day_costs_a_list_no_more_than_a_year_of_days():
    holiday_name.cache_clear()
    far = due_on(FAR, closures=Closures(), today=TODAY)
    old = due_on(date(1, 1, 1), closures=Closures(), today=TODAY)
    assert (far.words, far.is_over) == ("1年よりあと", False)
    assert (old.words, old.is_over) == ("1年よりまえにすぎています", True)
    assert holiday_name.cache_info().misses < 2 * COUNTED.days
    assert due_on(TODAY + COUNTED, closures=Closures(), today=TODAY).is_far is False
    assert due_on(TODAY + timedelta(days=1), closures=Closures(), today=TODAY).words.startswith("あと")
