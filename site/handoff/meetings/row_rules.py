"""Who sees which rows of 合同支援会議, for the database: the asking side all, the receiver on its footing."""

_TOLD = "tsunagu_gives(handoff_id) OR tsunagu_is_told(handoff_id)"
# What was decided is seen, added and ticked by whoever sees the meeting.
_DECIDED = "EXISTS (SELECT FROM meetings_supportmeeting AS one WHERE one.id = meeting_id)"
TABLES = {
    "meetings_supportmeeting": {"see": _TOLD, "add": _TOLD},
    "meetings_decision": {"see": _DECIDED, "add": _DECIDED},
}
