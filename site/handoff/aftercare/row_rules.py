"""Who sees which rows of reviews and diaries, for the database: as `rules` says, by other means."""

from handoff.records.row_rules import shared

from .rules import DIARY, REVIEWS, RHYTHMS

TABLES = {
    "aftercare_review": shared("aftercare_review", REVIEWS, state="") | {"change": "false"},
    "aftercare_followuprhythm": shared("aftercare_followuprhythm", RHYTHMS, state="")
    | {"change": "tsunagu_sees_case(case_id)"},
    # Whoever writes down a contact brings the next one with it.
    "aftercare_followupentry": shared("aftercare_followupentry", DIARY),
}
