from uuid import UUID


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
