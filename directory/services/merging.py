"""What was agreed about two agencies that become one."""

from directory.enums import FieldGroup, Level
from directory.models import Agency, FieldVisibility
from directory.rules import DEFAULT_LEVELS, may_see
from foundation.transactions import assert_in_transaction


def narrow_visibilities_in_transaction(*, kept: Agency, merged: Agency) -> None:
    """Let the kept agency show no more than both showed.

    What only the merged agency agreed to show stays hidden: to show more needs the kept agency's own word.
    """
    assert_in_transaction("narrow_visibilities")
    defaults = DEFAULT_LEVELS | {FieldGroup.LISTING: Level(kept.kind.level)}
    ours = {row.group: row for row in FieldVisibility.objects.filter(agency=kept)}
    for theirs in FieldVisibility.objects.filter(agency=merged):
        own = ours.get(theirs.group)
        level = Level(own.level) if own else defaults[FieldGroup(theirs.group)]
        if may_see(Level(theirs.level), level) and theirs.level != level:
            agreed = {name: getattr(theirs, name) for name in ("level", "agreed_on", "agreed_by")}
            FieldVisibility.objects.update_or_create(agency=kept, group=theirs.group, defaults=agreed)
