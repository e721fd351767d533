"""Who sees which rows of release days, for the database: as `rules.SHARING` says, by other means."""

from handoff.records.row_rules import below, below_own, shared

from .rules import SHARING

_STEP = "EXISTS (SELECT FROM release_releasestep AS one WHERE one.id = step_id)"
TABLES = {
    "release_releasedayplan": shared("release_releasedayplan", SHARING),
    "release_releasestep": {
        "see": below("release_releasedayplan", "plan_id"),
        "add": below_own("release_releasedayplan", "plan_id"),
        "change": below_own("release_releasedayplan", "plan_id"),
    },
    "release_steptick": {"see": _STEP, "add": _STEP, "change": "false"},
}
