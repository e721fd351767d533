"""Who sees which rows of cases, for the database: the same as `access` says, once more and by other means."""

# Asked once for a statement, whatever the number of rows: the cases on which somebody works today.
_MINE = """
    SELECT one.id FROM cases_case AS one WHERE (
        CASE WHEN one.agency_id IS NULL THEN (SELECT tsunagu_works_on_cases())
             ELSE one.agency_id = ANY ((SELECT tsunagu_agencies())::bigint[]) END
    ) AND one.id IN (
        SELECT case_id FROM cases_caseworker WHERE person_id = tsunagu_person() AND ended_on IS NULL
        UNION
        SELECT case_id FROM cases_standin WHERE person_id = tsunagu_person() AND day = tsunagu_today()
    )
"""
FUNCTIONS = {
    "tsunagu_my_cases()": ("SETOF uuid", _MINE),
    "tsunagu_sees_case(uuid)": (
        "boolean",
        """
        SELECT EXISTS (
            SELECT FROM cases_case AS one WHERE one.id = $1 AND (
                (one.agency_id IS NULL AND tsunagu_leads())
                OR one.agency_id = ANY (tsunagu_kept_agencies())
                OR (
                    (CASE WHEN one.agency_id IS NULL THEN tsunagu_works_on_cases()
                          ELSE one.agency_id = ANY (tsunagu_agencies()) END)
                    AND (
                        EXISTS (SELECT FROM cases_caseworker WHERE case_id = one.id
                                AND person_id = tsunagu_person() AND ended_on IS NULL)
                        OR EXISTS (SELECT FROM cases_standin WHERE case_id = one.id
                                   AND person_id = tsunagu_person() AND day = tsunagu_today())
                    )
                )
            )
        )
        """,
    ),
    # The same without standing in: what lasts longer than the day rests on this alone.
    "tsunagu_keeps_case(uuid)": (
        "boolean",
        """
        SELECT EXISTS (
            SELECT FROM cases_case AS one WHERE one.id = $1 AND (
                (one.agency_id IS NULL AND tsunagu_leads())
                OR one.agency_id = ANY (tsunagu_kept_agencies())
                OR (
                    (CASE WHEN one.agency_id IS NULL THEN tsunagu_works_on_cases()
                          ELSE one.agency_id = ANY (tsunagu_agencies()) END)
                    AND EXISTS (SELECT FROM cases_caseworker WHERE case_id = one.id
                                AND person_id = tsunagu_person() AND ended_on IS NULL)
                )
            )
        )
        """,
    ),
    "tsunagu_may_begin_for(uuid)": (
        "boolean",
        """
        SELECT NOT EXISTS (SELECT FROM cases_case WHERE person_id = $1)
            OR EXISTS (SELECT FROM cases_case WHERE person_id = $1 AND tsunagu_keeps_case(id))
        """,
    ),
    "tsunagu_keeps_cases_of(bigint)": (
        "boolean",
        "SELECT CASE WHEN $1 IS NULL THEN tsunagu_works_on_cases() ELSE $1 = ANY (tsunagu_agencies()) END",
    ),
    "tsunagu_may_stand_in(uuid)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM cases_case WHERE id = $1 AND tsunagu_keeps_cases_of(agency_id))",
    ),
    # Of a colleague's case only what is needed to stand in: which it is, and the name of its key.
    "tsunagu_colleagues_case(text)": (
        "TABLE (id uuid, key uuid)",
        """
        SELECT one.id, one.key FROM cases_case AS one
        WHERE one.reference = $1 AND one.shredded_at IS NULL
          AND tsunagu_keeps_cases_of(one.agency_id) AND NOT tsunagu_sees_case(one.id)
        """,
    ),
    "tsunagu_is_new_case(uuid)": (
        "boolean",
        """
        SELECT tsunagu_may_stand_in($1) AND NOT EXISTS (SELECT FROM cases_caseworker WHERE case_id = $1)
        """,
    ),
    "tsunagu_sees_person(uuid)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM cases_case WHERE person_id = $1 AND tsunagu_sees_case(id))",
    ),
    "tsunagu_sees_basis(uuid)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM cases_legalbasis WHERE id = $1 AND tsunagu_sees_case(case_id))",
    ),
    # The room of hand-offs says later who is told of a basis because it was named in a hand-off.
    "tsunagu_is_told_basis(uuid)": ("boolean", "SELECT false"),
}
# The same as `tsunagu_sees_case`, for tables that know the agency of the case: nothing is asked for each row.
SEES_CASE = (
    "({agency} IS NULL AND (SELECT tsunagu_leads())) "
    "OR {agency} = ANY ((SELECT tsunagu_kept_agencies())::bigint[]) "
    "OR {case} IN (SELECT tsunagu_my_cases())"
)
_WORKS = "(SELECT tsunagu_works_on_cases()) OR cardinality((SELECT tsunagu_agencies())) > 0"
# table → who sees a row, who adds one, who changes one
TABLES = {
    "cases_supportedperson": {"see": "tsunagu_sees_person(id)", "add": _WORKS},
    "cases_case": {
        "see": SEES_CASE.format(agency="agency_id", case="id"),
        "add": "tsunagu_keeps_cases_of(agency_id) AND tsunagu_may_begin_for(person_id)",
    },
    "cases_caseworker": {
        "see": "case_id IN (SELECT tsunagu_my_cases()) OR tsunagu_sees_case(case_id)",
        "add": "tsunagu_keeps_case(case_id) OR tsunagu_is_new_case(case_id)",
        "change": "tsunagu_keeps_case(case_id)",
    },
    "cases_standin": {
        "see": "tsunagu_sees_case(case_id)",
        "add": "person_id = (SELECT tsunagu_person()) AND tsunagu_may_stand_in(case_id)",
    },
    "cases_legalbasis": {
        "see": "tsunagu_sees_case(case_id) OR tsunagu_is_told_basis(id)",
        "add": "tsunagu_sees_case(case_id)",
        "change": "tsunagu_sees_case(case_id)",
    },
    "cases_basisreceiver": {
        "see": "tsunagu_sees_basis(basis_id) OR tsunagu_is_told_basis(basis_id)",
        "add": "tsunagu_sees_basis(basis_id)",
        "change": "false",
    },
    # Written by the clock alone.
    "cases_endingnotice": {"see": "tsunagu_sees_basis(basis_id)", "add": "false", "change": "false"},
}
