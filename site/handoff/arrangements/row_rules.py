"""Who sees which rows of teams, limits and packs, for the database: as `rules.KINDS` says, by other means."""

from handoff.records.row_rules import below, below_own, shared

from .enums import SheetKind
from .rules import KINDS

_NAMES = {
    SheetKind.TEAM: "arrangements_supportteam",
    SheetKind.LIMITS: "arrangements_limitssheet",
    SheetKind.PACK: "arrangements_followuppack",
}
TABLES = {table: shared(table, KINDS[kind].sharing) for kind, table in _NAMES.items()} | {
    "arrangements_teammember": {
        "see": below("arrangements_supportteam", "team_id"),
        "add": below_own("arrangements_supportteam", "team_id"),
        "change": below_own("arrangements_supportteam", "team_id"),
    }
}
