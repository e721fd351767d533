"""The centre writes what the programme asks of a fiscal year."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from events.services.attachments import Upload
from foundation.activities.enums import ActivityKind
from foundation.audit import chain
from foundation.transactions import lock_name_in_transaction
from outreach.activities.planning.enums import RequirementState
from outreach.activities.planning.exceptions import PlanRefused
from outreach.activities.planning.models import Requirement


@transaction.atomic(durable=True)
def write_requirement(
    *,
    year: int,
    kind: ActivityKind,
    details: Mapping[str, Any],
    upload: Upload | None,
    actor: User,
    now: datetime,
) -> Requirement:
    """Write what is wanted of a kind of work in a year. Raises PlanRefused for one that is closed."""
    lock_name_in_transaction(f"activity_plans.requirement:{year}:{kind}")
    found = Requirement.objects.filter(fiscal_year=year, kind=kind).first() or Requirement(
        fiscal_year=year, kind=kind
    )
    if found.state == RequirementState.CLOSED and details["state"] == RequirementState.CLOSED:
        raise PlanRefused("終わった要件は、直せません。先に、「下書き」に戻してください。")
    if details["state"] != RequirementState.DRAFT and not (
        details["minimum"] is not None and details["source"]
    ):
        raise PlanRefused("確かめるには、目標の回数と、もとの資料が要ります。")
    for name, value in details.items():
        setattr(found, name, value)
    found.changed_by, found.changed_at = actor, now
    if upload is not None:
        found.source_file.save(f"{secrets.token_hex(8)}.{upload.suffix}", upload.content, save=False)
    found.save()
    chain.record("activity_plans.requirement_written", actor=actor, subject=found, now=now, fields=details)
    return found
