"""What was agreed about two agencies that become one."""

from directory.enums import FieldGroup, Level
from directory.finding.profile import Profile
from directory.models import Agency, FieldVisibility
from directory.rules import DEFAULT_LEVELS, may_see
from foundation.transactions import assert_in_transaction


def narrow_visibilities_in_transaction(*, kept: Agency, merged: Agency, brought: Profile) -> None:
    """Let the kept agency show no more than both showed; `brought` is what was known of the merged one.

    What only the merged agency agreed to show stays hidden: to show more needs the kept agency's own word.
    Nor does the kept agency's word cover what the merged one brings: it agreed to nothing by saying nothing.
    """
    assert_in_transaction("narrow_visibilities")
    ours, theirs = (
        {FieldGroup(row.group): row for row in FieldVisibility.objects.filter(agency=each)}
        for each in (kept, merged)
    )
    for group in FieldGroup:
        said = theirs.get(group)
        if said is None and not _brings(brought, group):
            continue
        own, level = _level(ours.get(group), group, kept), _level(said, group, merged)
        if may_see(level, own) and level != own:
            agreed = {"agreed_on": said and said.agreed_on, "agreed_by": said.agreed_by if said else ""}
            FieldVisibility.objects.update_or_create(
                agency=kept, group=group, defaults=agreed | {"level": level}
            )


def _level(row: FieldVisibility | None, group: FieldGroup, agency: Agency) -> Level:
    if row is not None:
        return Level(row.level)
    return Level(agency.kind.level) if group == FieldGroup.LISTING else DEFAULT_LEVELS[group]


def _brings(brought: Profile, group: FieldGroup) -> bool:
    """Return whether something of this group comes along that nobody has agreed to show."""
    if group == FieldGroup.CONDITIONS:
        return bool(brought.contact_point) or any(each.conditions for each in brought.services)
    if group == FieldGroup.VACANCY:
        return any(each.free for each in brought.services)
    if group == FieldGroup.HOUSING:
        return brought.housing is not None
    if group == FieldGroup.ACCEPTANCE:
        return brought.acceptance is not None
    # Whether it may be known at all is true of everything that it brings; the rest is public by default.
    return group == FieldGroup.LISTING
