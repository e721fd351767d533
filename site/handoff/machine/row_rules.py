"""Who sees which rows of hand-offs, for the database: both sides the hand-off, the receiver what is open."""

from handoff.cases.row_rules import SEES_CASE

# Deeds before anything left: the receiving side reads nothing of them.
_INSIDE = "('submit', 'send_back', 'approve_after')"
# Asked once for a statement: the hand-offs that somebody has in hand on the receiving side.
_MINE = """
    SELECT one.id FROM machine_handoff AS one WHERE one.sent_at IS NOT NULL AND (
        CASE WHEN one.performer_id IS NULL THEN (SELECT tsunagu_works_on_cases())
             ELSE one.performer_id = ANY ((SELECT tsunagu_agencies())::bigint[]) END
    ) AND one.id IN (
        SELECT handoff_id FROM machine_receiver WHERE person_id = tsunagu_person() AND ended_on IS NULL
    )
"""
FUNCTIONS = {
    "tsunagu_my_received()": ("SETOF uuid", _MINE),
    "tsunagu_receives(uuid)": (
        "boolean",
        """
        SELECT EXISTS (
            SELECT FROM machine_handoff AS one WHERE one.id = $1 AND one.sent_at IS NOT NULL AND (
                one.performer_id = ANY (tsunagu_kept_agencies())
                OR (one.performer_id IS NULL AND tsunagu_leads())
                OR (
                    (CASE WHEN one.performer_id IS NULL THEN tsunagu_works_on_cases()
                          ELSE one.performer_id = ANY (tsunagu_agencies()) END)
                    AND EXISTS (SELECT FROM machine_receiver WHERE handoff_id = one.id
                                AND person_id = tsunagu_person() AND ended_on IS NULL)
                )
            )
        )
        """,
    ),
    "tsunagu_gives(uuid)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM machine_handoff WHERE id = $1 AND tsunagu_sees_case(case_id))",
    ),
    # The hand-off goes on, and its basis and safeguard stand on this very day.
    "tsunagu_footing_stands(uuid)": (
        "boolean",
        """
        SELECT EXISTS (
            SELECT FROM machine_handoff AS one
            JOIN cases_legalbasis AS basis ON basis.id = one.basis_id
            JOIN safeguards_safeguard AS safeguard ON safeguard.id = one.safeguard_id
            WHERE one.id = $1 AND one.ended_at IS NULL
              AND basis.state = 'active' AND tsunagu_today() BETWEEN basis.since AND basis.until
              AND safeguard.confirmed_at IS NOT NULL AND safeguard.suspended_at IS NULL
              AND tsunagu_today() >= safeguard.since
              AND (safeguard.until IS NULL OR tsunagu_today() <= safeguard.until)
              AND (safeguard.ended_on IS NULL OR tsunagu_today() < safeguard.ended_on)
        )
        """,
    ),
    # What belongs to no part and still tells of somebody: closed to the receiver with its footing.
    "tsunagu_is_told(uuid)": ("boolean", "SELECT tsunagu_receives($1) AND tsunagu_footing_stands($1)"),
    # The footing, and the ledger's last word on a part.
    "tsunagu_part_is_open(uuid, text)": (
        "boolean",
        """
        SELECT tsunagu_footing_stands($1) AND EXISTS (
            SELECT FROM machine_handoff AS one
            JOIN cases_legalbasis AS basis ON basis.id = one.basis_id
            JOIN safeguards_safeguard AS safeguard ON safeguard.id = one.safeguard_id
            WHERE one.id = $1 AND $2 = ANY (basis.covers) AND $2 = ANY (safeguard.covers)
        ) AND coalesce((
            SELECT kind <> 'closed' FROM machine_provisionrecord
            WHERE handoff_id = $1 AND part = $2 AND kind IN ('opened', 'closed') ORDER BY number DESC LIMIT 1
        ), false)
        """,
    ),
}
# What the room of cases left open: whoever receives may read on which basis.
TOLD_BASIS = """
CREATE OR REPLACE FUNCTION tsunagu_is_told_basis(uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$body$ SELECT EXISTS (SELECT FROM machine_handoff WHERE basis_id = $1 AND tsunagu_receives(id)) $body$
"""
TOLD_NOTHING = TOLD_BASIS.replace(
    "EXISTS (SELECT FROM machine_handoff WHERE basis_id = $1 AND tsunagu_receives(id))", "false"
)
_RECEIVES = (
    "(sent_at IS NOT NULL AND (performer_id = ANY ((SELECT tsunagu_kept_agencies())::bigint[]) "
    "OR (performer_id IS NULL AND (SELECT tsunagu_leads())) OR id IN (SELECT tsunagu_my_received())))"
)
_BOTH = "tsunagu_gives({id}) OR tsunagu_receives({id})"
_TOLD = "tsunagu_gives(handoff_id) OR tsunagu_is_told(handoff_id)"


def _both(column: str = "handoff_id") -> str:
    return _BOTH.format(id=column)


TABLES = {
    # A request is asked by the agency of its case: `begin_handoff`.
    "machine_handoff": {
        "see": f"{SEES_CASE.format(agency='requester_id', case='case_id')} OR {_RECEIVES}",
        "add": "tsunagu_sees_case(case_id)",
    },
    "machine_receiver": {
        "see": f"handoff_id IN (SELECT tsunagu_my_received()) OR {_both()}",
        "add": _both(),
        "change": _both(),
    },
    "machine_packagepart": {
        "see": (
            "tsunagu_gives(handoff_id) "
            "OR (tsunagu_receives(handoff_id) AND tsunagu_part_is_open(handoff_id, part))"
        ),
        "add": "tsunagu_gives(handoff_id)",
        "change": "tsunagu_gives(handoff_id)",
    },
    "machine_turn": {
        "see": f"tsunagu_gives(handoff_id) OR (tsunagu_receives(handoff_id) AND deed NOT IN {_INSIDE})",
        "add": _both(),
        "change": "false",
    },
    "machine_confirmation": {"see": _both(), "add": _both(), "change": "false"},
    "machine_roleitem": {"see": _TOLD, "add": _TOLD},
    "machine_jointmeeting": {"see": _TOLD, "add": _TOLD},
    "machine_call": {
        "see": "tsunagu_gives(handoff_id)",
        "add": "tsunagu_gives(handoff_id)",
        "change": "false",
    },
    "machine_emergency": {"see": "tsunagu_gives(handoff_id)", "add": "tsunagu_gives(handoff_id)"},
    "machine_profile": {
        "see": "(SELECT tsunagu_works_on_cases()) OR cardinality((SELECT tsunagu_agencies())) > 0",
        "add": "(SELECT tsunagu_leads())",
    },
    "machine_provisionrecord": {
        "see": f"{_both()} OR (SELECT tsunagu_roles() && ARRAY['auditor'])",
        "add": _both(),
        "change": "false",
    },
}
