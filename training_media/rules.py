"""How what staff publish goes from one state to another: courses and paths alike."""

from dataclasses import dataclass

from foundation.decision import YES, Decision

MANAGER_OPENS = "公開できるのは、センター長だけです。センター長に、確認を頼んでください。"


@dataclass(frozen=True)
class Move[State: str]:
    """One step: from which states, into which, the word on its button, and who may take it."""

    origins: frozenset[str]
    target: State
    word: str
    refusal: str
    is_managers: bool = False

    def may_be_taken(self, state: str, *, is_manager: bool) -> Decision:
        """Decide whether what is in this state may take this step, and whether this person may let it."""
        if state not in self.origins:
            return Decision(False, self.refusal)
        if self.is_managers and not is_manager:
            return Decision(False, MANAGER_OPENS)
        return YES
