"""The rows of working records, for the database: the case's people all, the receiver what the table says.

The same as `access`, by other means: the ledger's last word and the basis of the day, asked in the policy.
"""

from handoff.machine.enums import Side

from .enums import Use
from .rules import Sharing


def shared(table: str, sharing: Sharing, *, state: str = "state") -> dict[str, str]:
    """Return the policies of a table of working records; each stands beside a hand-off of its own case."""
    mates = (
        f"(handoff_id IS NULL OR EXISTS (SELECT FROM machine_handoff AS one "
        f"WHERE one.id = {table}.handoff_id AND one.case_id = {table}.case_id))"
    )
    reads = _receiver(sharing, frozenset({Use.READ}), state)
    writes = _receiver(sharing, frozenset({Use.WRITE, Use.MARK}), state)
    return {
        "see": f"tsunagu_sees_case(case_id) OR ({reads})",
        "add": f"(tsunagu_sees_case(case_id) OR ({writes})) AND {mates}",
        # A mark may lead out of the states in which it is made: how it ends up is asked by the rules.
        "change": f"(tsunagu_sees_case(case_id) OR ({reads})) AND {mates}",
    }


def _receiver(sharing: Sharing, uses: frozenset[Use], state: str) -> str:
    states = set[str]()
    for use in uses:
        states |= sharing.allowed.get((Side.RECEIVER, use), frozenset())
    if not states:
        return "false"
    parts = " AND ".join(f"tsunagu_part_is_open(handoff_id, '{part}')" for part in sorted(sharing.tells_of))
    known = ", ".join(f"'{each}'" for each in sorted(states))
    within = f" AND {state} IN ({known})" if state else ""
    return f"tsunagu_receives(handoff_id) AND {parts}{within}"


def below(parent: str, column: str) -> str:
    """Return the condition of rows that belong to a record: seen by whoever sees the record."""
    return f"EXISTS (SELECT FROM {parent} AS one WHERE one.id = {column})"


def below_own(parent: str, column: str) -> str:
    """Return the condition of rows of a record that the case's own people alone write."""
    return f"EXISTS (SELECT FROM {parent} AS one WHERE one.id = {column} AND tsunagu_sees_case(one.case_id))"
