"""Who may say that a receiver is bound."""

from collections.abc import Mapping

from foundation.decision import YES, Decision, no
from handoff.disclosure.enums import SafeguardKind

# Days before its end on which those who may renew a safeguard are told, each once.
TOLD_BEFORE = (60, 30, 7)
KEEPING = frozenset({"lead", "deputy_lead", "privacy_officer"})
# Who may confirm each kind until the lead settles it otherwise: role names of this door. A pledge for one
# hand-off must be ready in ten minutes, so a colleague will do.
CONFIRMERS: Mapping[SafeguardKind, frozenset[str]] = {
    SafeguardKind.AGREEMENT: KEEPING,
    SafeguardKind.PLEDGE: KEEPING | {"case_worker"},
    SafeguardKind.STATUTORY_SECRECY: KEEPING,
    SafeguardKind.SUPPORT_MEETING: KEEPING,
}

# Who may be let to confirm at all.
MAY_CONFIRM = ("lead", "deputy_lead", "privacy_officer", "case_worker")


def may_confirm(
    *,
    is_confirmed: bool,
    is_ended: bool,
    writer_id: int,
    actor_id: int,
    roles: frozenset[str],
    allowed: frozenset[str],
) -> Decision:
    """Return whether this person may say that it was signed: not its writer, and in one of these roles."""
    if is_ended or is_confirmed:
        return no("確かめるのを待っているものでは、ありません。")
    if writer_id == actor_id:
        return no("書いた人とは別の人が確かめます。")
    if not roles & allowed:
        return no("この種類は、ほかの役割の人が確かめます。")
    return YES
