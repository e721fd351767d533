"""Who may see what of an agency: the agency wishes, staff set it as agreed."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.declared.exceptions import VisibilityRefused
from directory.declared.models import VisibilityWish
from directory.declared.rules import may_be_shown_to, needs_agreement
from directory.enums import FieldGroup, Level
from directory.finding.services import index_agencies_in_transaction
from directory.models import Agency, FieldVisibility
from directory.rules import DEFAULT_LEVELS, LEVELS
from directory.services import lock_agencies_in_transaction
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction


@transaction.atomic(durable=True)
def wish_visibility(
    *, agency: Agency, levels: Mapping[str, str], said_by: str, actor: User, now: datetime
) -> None:
    """Note what an agency wishes; nothing is shown or hidden by it until staff have set it."""
    lock_agencies_in_transaction(agency)
    VisibilityWish.objects.filter(agency=agency).delete()
    VisibilityWish.objects.bulk_create(
        VisibilityWish(
            agency=agency,
            group=group,
            level=level,
            said_by=said_by,
            said_on=timezone.localdate(now),
            written_by=actor,
        )
        for group, level in levels.items()
    )
    chain.record("directory.visibility_wished", actor=actor, subject=agency, now=now, fields=list(levels))


@transaction.atomic(durable=True)
def set_visibility(
    *,
    agency: Agency,
    levels: Mapping[str, str],
    agreed_on: date | None,
    agreed_by: str,
    actor: User,
    now: datetime,
    wishes: Collection[str] | None = None,
) -> None:
    """Set who sees which group; without a level the default holds. Wishes are answered by it.

    `wishes` are the numbers of those that were seen, where it is known: what came later still waits.
    Raises VisibilityRefused where more would be shown than by default and nobody of the agency agreed, and
    where a part is shown to whom the agency itself is not.
    """
    lock_agencies_in_transaction(agency)
    defaults = {FieldGroup.LISTING: Level(agency.kind.level)} | DEFAULT_LEVELS
    known = {each.group: each for each in FieldVisibility.objects.filter(agency=agency)}
    changed = [
        group
        for group in FieldGroup
        if levels.get(group, "") != (known[group].level if group in known else "")
    ]
    listing = levels.get(FieldGroup.LISTING) or defaults[FieldGroup.LISTING]
    for group in changed:
        level = levels.get(group, "")
        if level and not (decision := may_be_shown_to(level, listing, LEVELS)).allowed:
            raise VisibilityRefused(f"「{group.label}」は、{decision.reason}", group=group)
        if level and needs_agreement(level, defaults[group], LEVELS) and not (agreed_on and agreed_by):
            raise VisibilityRefused(
                f"「{group.label}」は、機関の同意がないと、広く見せられません。同意した日と名前を書いてください。",
                group=group,
            )
        FieldVisibility.objects.filter(agency=agency, group=group).delete()
        if level:
            FieldVisibility.objects.create(
                agency=agency, group=group, level=level, agreed_on=agreed_on, agreed_by=agreed_by
            )
    answered = VisibilityWish.objects.filter(agency=agency)
    for wish in answered:
        if wishes is None or str(wish.pk) in wishes:
            wish.delete()
    index_agencies_in_transaction([agency.pk], today=timezone.localdate(now))
    clear_public_pages_in_transaction()
    chain.record("directory.visibility_set", actor=actor, subject=agency, now=now, fields=list(changed))
