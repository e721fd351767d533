"""Who sees which rows of opinion letters, for the database: as `rules.SHARING` says, by other means."""

from handoff.records.row_rules import shared

from .rules import SHARING

TABLES = {
    "opinion_opinionletter": shared("opinion_opinionletter", SHARING)
    | {"change": "tsunagu_sees_case(case_id)"}
}
