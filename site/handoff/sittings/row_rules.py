"""Who sees which rows of the committee's room, for the database: staff their cases, members what is shown."""

from handoff.row_security import STANDING

from .enums import MINUTES_STAND, SHOWN


def _listed(values: frozenset[str]) -> str:
    return ", ".join(f"'{each}'" for each in sorted(values))


# What the conditions below are made of. A seat counts with the enrolment that belongs to it.
_OWN_SEAT = """
    seat.person_id = tsunagu_person() AND seat.ended_at IS NULL AND EXISTS (
        SELECT STANDING AND enrolment.role =
        CASE WHEN seat.place = 'observer' THEN 'observer' ELSE 'committee_member' END
    )
"""
_PARTS = {
    "OWN_SEAT": _OWN_SEAT.replace("STANDING", STANDING),
    "SEAT_TODAY": "tsunagu_today() BETWEEN seat.since AND seat.until",
    "SEAT_OF_ITS_TIME": "one.held_on BETWEEN seat.since AND seat.until",
    "SHOWN_STATES": _listed(SHOWN),
    "MINUTED_STATES": _listed(MINUTES_STAND),
}
_BODIES = {
    # A question rests on its basis for as long as it may be read; one that tells nobody who it is needs none.
    "tsunagu_basis_stands(uuid)": (
        "boolean",
        """
        SELECT $1 IS NULL OR EXISTS (
            SELECT FROM cases_legalbasis
            WHERE id = $1 AND state = 'active' AND tsunagu_today() BETWEEN since AND until
        )
        """,
    ),
    "tsunagu_keeps_sittings()": ("boolean", "SELECT tsunagu_works_on_cases() OR tsunagu_leads()"),
    "tsunagu_is_seated()": (
        "boolean",
        "SELECT EXISTS (SELECT FROM sittings_seat AS seat WHERE OWN_SEAT AND SEAT_TODAY)",
    ),
    "tsunagu_sits_at(uuid)": (
        "boolean",
        """
        SELECT tsunagu_is_seated() AND EXISTS (
            SELECT FROM sittings_sitting AS one JOIN sittings_seat AS seat ON SEAT_OF_ITS_TIME
            WHERE one.id = $1 AND OWN_SEAT
        )
        """,
    ),
    "tsunagu_chairs(uuid)": (
        "boolean",
        """
        SELECT tsunagu_sits_at($1) AND EXISTS (
            SELECT FROM sittings_seat AS seat WHERE OWN_SEAT AND SEAT_TODAY AND seat.place = 'chair'
        )
        """,
    ),
    "tsunagu_is_recused(uuid)": (
        "boolean",
        """
        SELECT EXISTS (SELECT FROM sittings_recusal WHERE case_id = $1 AND person_id = tsunagu_person())
        """,
    ),
    # The same as `rules.Footing`: whoever sits there cannot read the basis itself. A destroyed case has none.
    "tsunagu_item_has_footing(uuid)": (
        "boolean",
        """
        SELECT EXISTS (
            SELECT FROM sittings_caseitem AS item
            JOIN cases_case AS one ON one.id = item.case_id AND one.shredded_at IS NULL
            LEFT JOIN cases_legalbasis AS basis ON basis.id = item.basis_id
            WHERE item.id = $1 AND (
                EXISTS (SELECT FROM sittings_material WHERE item_id = item.id AND approved_at IS NOT NULL)
                OR (item.covers_committee AND basis.state = 'active'
                    AND tsunagu_today() BETWEEN basis.since AND basis.until)
            )
        )
        """,
    ),
    "tsunagu_keeps_item(uuid)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM sittings_caseitem WHERE id = $1 AND tsunagu_sees_case(case_id))",
    ),
    "tsunagu_item_is_shown(uuid)": (
        "boolean",
        """
        SELECT EXISTS (
            SELECT FROM sittings_caseitem AS item JOIN sittings_sitting AS one ON one.id = item.sitting_id
            WHERE item.id = $1 AND item.state <> 'taken_off' AND one.state IN (SHOWN_STATES)
              AND tsunagu_sits_at(one.id) AND NOT tsunagu_is_recused(item.case_id)
              AND tsunagu_item_has_footing(item.id)
        )
        """,
    ),
    "tsunagu_case_is_shown(uuid)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM sittings_caseitem WHERE case_id = $1 AND tsunagu_item_is_shown(id))",
    ),
    "tsunagu_chairs_case(uuid)": (
        "boolean",
        """
        SELECT EXISTS (SELECT FROM sittings_caseitem WHERE case_id = $1 AND tsunagu_item_is_shown(id)
                       AND tsunagu_chairs(sitting_id))
        """,
    ),
    "tsunagu_paper_is_open(uuid)": (
        "boolean",
        """
        SELECT tsunagu_item_is_shown($1) AND EXISTS (
            SELECT FROM sittings_caseitem AS item
            JOIN sittings_sitting AS one ON one.id = item.sitting_id
            JOIN sittings_seat AS seat ON SEAT_OF_ITS_TIME
            WHERE item.id = $1 AND OWN_SEAT
              AND (one.papers_for_observers OR seat.place <> 'observer')
              AND ((one.state = 'sent' AND tsunagu_today() <= one.held_on)
                   OR tsunagu_today() <= one.readable_until)
        )
        """,
    ),
    "tsunagu_minutes_are_open(uuid)": (
        "boolean",
        """
        SELECT tsunagu_item_is_shown($1) AND EXISTS (
            SELECT FROM sittings_caseitem AS item JOIN sittings_sitting AS one ON one.id = item.sitting_id
            WHERE item.id = $1 AND (one.state IN (MINUTED_STATES) OR tsunagu_chairs(one.id))
        )
        """,
    ),
}


def _whole(body: str) -> str:
    for name, words in _PARTS.items():
        body = body.replace(name, words)
    return body


FUNCTIONS = {name: (returns, _whole(body)) for name, (returns, body) in _BODIES.items()}
_KEEPS = "(SELECT tsunagu_keeps_sittings())"
_LEADS = "(SELECT tsunagu_leads())"
_MINE = "person_id = (SELECT tsunagu_person())"
_ASKED = (
    "asked_of_id = (SELECT tsunagu_person()) AND state <> 'closed' AND (SELECT tsunagu_is_seated()) "
    "AND NOT tsunagu_is_recused(case_id) AND tsunagu_basis_stands(basis_id)"
)
TABLES = {
    "sittings_seat": {"see": f"{_KEEPS} OR (SELECT tsunagu_is_seated())", "add": _LEADS, "change": _LEADS},
    "sittings_sitting": {
        "see": f"{_KEEPS} OR tsunagu_sits_at(id)",
        "add": _LEADS,
        "change": f"{_LEADS} OR tsunagu_chairs(id)",
    },
    "sittings_agendaline": {
        "see": f"{_KEEPS} OR tsunagu_sits_at(sitting_id)",
        "add": _KEEPS,
        "change": _KEEPS,
    },
    "sittings_numberedcopy": {
        "see": f"{_KEEPS} OR tsunagu_sits_at(sitting_id)",
        "add": f"{_LEADS} OR ({_MINE} AND tsunagu_sits_at(sitting_id))",
        "change": _KEEPS,
    },
    "sittings_attendance": {
        "see": f"{_KEEPS} OR tsunagu_sits_at(sitting_id)",
        "add": _LEADS,
        "change": _LEADS,
    },
    "sittings_caseitem": {
        "see": "tsunagu_sees_case(case_id) OR tsunagu_item_is_shown(id)",
        "add": "tsunagu_sees_case(case_id)",
        "change": "tsunagu_sees_case(case_id)",
    },
    "sittings_material": {
        "see": "tsunagu_keeps_item(item_id) OR tsunagu_paper_is_open(item_id)",
        "add": "tsunagu_keeps_item(item_id)",
        "change": "tsunagu_keeps_item(item_id)",
    },
    "sittings_paperreading": {
        "see": "tsunagu_keeps_item(item_id)",
        "add": f"{_MINE} AND (tsunagu_keeps_item(item_id) OR tsunagu_paper_is_open(item_id))",
        "change": "false",
    },
    "sittings_recusal": {
        "see": f"tsunagu_sees_case(case_id) OR {_MINE} OR tsunagu_case_is_shown(case_id)",
        "add": (
            "tsunagu_sees_case(case_id) OR (tsunagu_case_is_shown(case_id) "
            f"AND ({_MINE} OR tsunagu_chairs_case(case_id)))"
        ),
        "change": "false",
    },
    "sittings_advice": {
        "see": "tsunagu_keeps_item(item_id) OR tsunagu_item_is_shown(item_id)",
        "add": "tsunagu_keeps_item(item_id) OR tsunagu_paper_is_open(item_id)",
        "change": "tsunagu_keeps_item(item_id)",
    },
    "sittings_minutespart": {
        "see": "tsunagu_keeps_item(item_id) OR tsunagu_minutes_are_open(item_id)",
        "add": "tsunagu_keeps_item(item_id)",
        "change": "tsunagu_keeps_item(item_id)",
    },
    "sittings_quickquestion": {
        "see": f"tsunagu_sees_case(case_id) OR ({_ASKED})",
        "add": "tsunagu_sees_case(case_id)",
    },
    "sittings_introduction": {
        "see": "tsunagu_sees_case(case_id)",
        "add": "tsunagu_sees_case(case_id)",
        "change": "false",
    },
}
