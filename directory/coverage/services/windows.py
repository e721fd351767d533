"""Verbs of the municipal windows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.access import has_role
from accounts.models import User
from directory.coverage import rules
from directory.coverage.enums import REGISTER_ROLES, WindowState
from directory.coverage.exceptions import RegisterRefused
from directory.coverage.models import MunicipalWindow
from directory.models import Municipality
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction


@transaction.atomic(durable=True)
def record_window(
    *, municipality: Municipality, year: int, values: Mapping[str, Any], actor: User, now: datetime
) -> MunicipalWindow:
    """Write down how a municipality does it in a fiscal year; whoever is no staff goes step by step.

    Raises RegisterRefused.
    """
    # Two who write the first row of a year at once: the second finds what the first has made.
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    window = MunicipalWindow.objects.filter(municipality=municipality, fiscal_year=year).first()
    window = window or MunicipalWindow(municipality=municipality, fiscal_year=year)
    step = rules.may_go_on(window.state, values["state"], is_staff=has_role(actor, REGISTER_ROLES))
    if not step.allowed:
        raise RegisterRefused(step.reason)
    changed = sorted(name for name, value in values.items() if getattr(window, name) != value)
    for name in changed:
        setattr(window, name, values[name])
    if changed or window.pk is None:
        window.changed_at = now
        window.save()
        clear_public_pages_in_transaction()
        chain.record("directory.window_recorded", actor=actor, subject=window, now=now, fields=changed)
    return window


@transaction.atomic(durable=True)
def carry_windows_over(*, year: int, actor: User, now: datetime) -> int:
    """Begin a fiscal year with what ran in the one before, where nobody has written anything yet.

    Returns how many municipalities were carried over; what had ended is not.
    """
    known = MunicipalWindow.objects.filter(fiscal_year=year).values("municipality")
    running = MunicipalWindow.objects.filter(fiscal_year=year - 1, state=WindowState.RUNNING).exclude(
        municipality__in=known
    )
    kept = ("municipality_id", "state", "contractor_id", "window_name", "phone")
    more = ("has_senior_specialist", "started_on", "note")
    made = [
        MunicipalWindow(
            fiscal_year=year, changed_at=now, **{name: getattr(row, name) for name in (*kept, *more)}
        )
        for row in running.select_for_update(of=("self",))
    ]
    MunicipalWindow.objects.bulk_create(made)
    clear_public_pages_in_transaction()
    for window in made:
        chain.record("directory.window_carried_over", actor=actor, subject=window, now=now)
    return len(made)
