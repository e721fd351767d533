from uuid import UUID

from foundation.decision import Decision


class Refused(Exception):
    """A rule forbids it; the message is the sentence that the user reads."""


class Shredded(Exception):
    """What was asked for was destroyed; its certificate is all that is left to show.

    `record_id` is the case, or the hand-off, that was asked for.
    """

    def __init__(self, record_id: UUID) -> None:
        super().__init__("destroyed")
        self.record_id = record_id


class ChangedMeanwhile(Refused):
    """Somebody else was faster: the page that was answered is no longer how it stands."""


def obey(decision: Decision) -> None:
    """Go on only where a rule allows it. Raises Refused with its reason."""
    if not decision.allowed:
        raise Refused(decision.reason)
